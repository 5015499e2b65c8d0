//! The partner organisations: who sits at the table. One organisation, one vote.

use super::{Section, Shape, Spec, field};

/// The four sectors of a multi-stakeholder partnership, and those across them.
pub const SECTORS: &[&str] = &["public", "private", "civil-society", "academia", "mixed"];

/// Where an organisation stands towards the table.
pub const STATUSES: &[&str] = &["signatory", "invited", "observer", "left"];

/// Hues of the design, one per organisation in order of joining, then again from the first.
pub const HUES: i64 = 8;

pub const ORGANISATIONS: Spec = Spec {
    section: Section::Organisations,
    collection: Some("partners"),
    fields: &[
        field("name", Shape::Translated),
        // Two letters shown with the hue everywhere.
        field("short", Shape::Text),
        field("sector", Shape::Word(SECTORS)),
        field("hue", Shape::Number { min: 1, max: HUES }),
        // IATI organisation type and role codes.
        field("type", Shape::Free),
        field("role", Shape::Free),
        field("brings", Shape::Translated),
        field("representative", Shape::Translated),
        field("status", Shape::Word(STATUSES)),
        field("joined", Shape::Date),
        // The seat: order of joining.
        field("place", Shape::Place),
    ],
};
