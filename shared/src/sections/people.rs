//! Members, without names: which organisation, which role, which function.
//!
//! Names and contacts are the server's records, cached on devices and erasable.
//! A member's record id is their member id.

use super::{Kind, Section, Shape, Spec, Word, field};
use crate::door::Role;
use crate::ids::{MemberId, RecordId};
use crate::record::{Record, Records};

/// Roles, weakest first. The server's membership decides; this is its published copy.
pub const ROLES: &[&str] = &["observer", "partner", "secretariat"];

pub const PEOPLE: Spec = Spec {
    section: Section::People,
    collection: None,
    fields: &[
        // Automerge actor (hex) to member id, for programs that sign nothing; and who brought what
        // others wrote (`board::carried_key`) to their member id. The server's to write.
        field("actors", Shape::Cells),
    ],
};

pub const MEMBERS: Spec = Spec {
    section: Section::People,
    collection: Some("members"),
    fields: &[
        field("organisation", Shape::Ref(&[Kind::Organisation])),
        field("role", Shape::Word(ROLES)),
        field("function", Shape::Text),
    ],
};

impl Word for Role {
    const KEYS: &'static [&'static str] = ROLES;
    const ALL: &'static [Role] = &Role::ALL;
}

/// One member, without their name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: MemberId,
    pub organisation: Option<RecordId>,
    /// The published copy; what counts is the server's membership.
    pub role: Role,
    pub function: String,
    pub removed: bool,
}

impl Member {
    /// Nothing for a record whose id no member can have.
    pub fn read(record: &Record) -> Option<Self> {
        Some(Self {
            id: MemberId::parse(record.id.as_str())?,
            organisation: record.reference("organisation"),
            role: <Role as Word>::read(record, "role"),
            function: record.text("function").to_owned(),
            removed: record.is_removed(),
        })
    }
}

/// The members, by id.
pub fn members(records: &Records) -> Vec<Member> {
    records.in_order(Kind::Member).into_iter().filter_map(Member::read).collect()
}
