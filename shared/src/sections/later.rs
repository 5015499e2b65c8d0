//! Sections whose collections are laid down now and edited by later releases, so that
//! a board started today needs no change of shape then. A file moves out of here
//! when its view is built. Only the fields that something already reads are listed.

use super::{Field, Kind, Phrase, Section, Shape, Spec, Word, field, ids};
use crate::ids::RecordId;
use crate::record::{Record, Records};

const fn collection(section: Section, key: &'static str) -> Spec {
    Spec { section, collection: Some(key), fields: ORDERED }
}

const ORDERED: &[Field] = &[field("place", Shape::Place)];

pub const RESOURCES: Spec = Spec {
    section: Section::Resources,
    collection: None,
    fields: &[
        field("note", Shape::Translated),
        field("review", Shape::Date),
        field("share_limit", Shape::Amount),
    ],
};
pub const NEEDS: Spec = collection(Section::Resources, "needs");
pub const CONTRIBUTIONS: Spec = collection(Section::Resources, "contributions");
pub const EXPECTATIONS: Spec = collection(Section::Resources, "expectations");

pub const GOVERNANCE: Spec = Spec {
    section: Section::Governance,
    collection: None,
    fields: &[
        field("entry_exit", Shape::Translated),
        field("procedure", Shape::Translated),
        field("review", Shape::Date),
    ],
};

/// Whether a body decides or serves. The secretariat never votes.
pub const BODY_KINDS: &[&str] = &["body", "secretariat"];

/// A body of the partnership: assembly, committee, secretariat. Can be a column of the role matrix.
pub const BODIES: Spec = Spec {
    section: Section::Governance,
    collection: Some("bodies"),
    fields: &[
        field("name", Shape::Translated),
        field("short", Shape::Text),
        field("kind", Shape::Word(BODY_KINDS)),
        field("mandate", Shape::Translated),
        field("meets", Shape::Translated),
        field("members", Shape::Set),
        field("in_roles", Shape::Flag),
        field("place", Shape::Place),
    ],
};
pub const MANDATES: Spec = collection(Section::Governance, "mandates");
pub const GROUND_RULES: Spec = collection(Section::Governance, "ground_rules");

pub const REVIEWS: Spec = collection(Section::Learning, "reviews");
pub const LESSONS: Spec = collection(Section::Learning, "lessons");
pub const CAPACITIES: Spec = collection(Section::Learning, "capacities");

pub const OUTREACH: Spec =
    Spec { section: Section::Outreach, collection: None, fields: &[field("public", Shape::Set)] };
pub const PRODUCTS: Spec = collection(Section::Outreach, "products");
pub const EXCHANGES: Spec = collection(Section::Outreach, "exchanges");

pub const LOCKS: Spec = Spec {
    section: Section::Session,
    collection: Some("locks"),
    fields: &[
        field("section", Shape::Free),
        // The member who writes in it. The change that lays the record down is the pin.
        field("chair", Shape::Free),
        field("reason", Shape::Text),
        field("since", Shape::Date),
        field("remind", Shape::Date),
        // The lock that this one takes over from.
        field("after", Shape::Ref(&[Kind::Lock])),
        field("ended", Shape::Date),
        // Acts left open as it ended: first change to all of its changes, in hexadecimal.
        field("left", Shape::Cells),
    ],
};
pub const SETTLEMENTS: Spec = Spec {
    section: Section::Session,
    collection: Some("settled"),
    fields: &[
        field("section", Shape::Free),
        // The changes of the act, in hexadecimal, with spaces between.
        field("changes", Shape::Free),
        field("outcome", Shape::Word(&["declined", "accepted"])),
        field("reason", Shape::Text),
        // Records that were created again when they were accepted: id in the act to id in force.
        field("became", Shape::Cells),
    ],
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BodyKind {
    Body,
    Secretariat,
}

impl Word for BodyKind {
    const KEYS: &'static [&'static str] = BODY_KINDS;
    const ALL: &'static [BodyKind] = &[BodyKind::Body, BodyKind::Secretariat];
}

/// A body of the partnership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    pub id: RecordId,
    pub name: Phrase,
    /// As its column is headed; the id where nobody chose.
    pub short: String,
    pub kind: BodyKind,
    pub mandate: Phrase,
    pub meets: Phrase,
    pub members: Vec<RecordId>,
    /// Whether it is a column of the role matrix.
    pub in_roles: bool,
    pub order: String,
    pub removed: bool,
}

impl Body {
    pub fn read(record: &Record) -> Self {
        let short = record.text("short");
        Self {
            id: record.id.clone(),
            name: Phrase::read(record, "name"),
            short: if short.is_empty() { record.id.as_str() } else { short }.to_owned(),
            kind: BodyKind::read(record, "kind"),
            mandate: Phrase::read(record, "mandate"),
            meets: Phrase::read(record, "meets"),
            members: ids(record, "members"),
            in_roles: record.flag("in_roles"),
            order: record.place().1.to_owned(),
            removed: record.is_removed(),
        }
    }
}

pub fn bodies(records: &Records) -> Vec<Body> {
    records.in_order(Kind::Body).into_iter().map(Body::read).collect()
}
