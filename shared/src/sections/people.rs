//! Members, without names: which organisation, which role, which function.
//!
//! Names and contacts are the server's records, cached on devices and erasable.
//! A member's record id is their member id.

use super::{Kind, Section, Shape, Spec, field};

/// Roles, weakest first. The server's membership decides; this is its published copy.
pub const ROLES: &[&str] = &["observer", "partner", "secretariat"];

pub const PEOPLE: Spec = Spec {
    section: Section::People,
    collection: None,
    fields: &[
        // Automerge actor (hex) to member id, for programs that sign nothing. The server's to write.
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
