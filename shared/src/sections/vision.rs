//! The vision: what the partners want to change together, in words everyone understands.

use super::{Kind, Section, Shape, Spec, field};

/// How far an ask for high-level support has come.
pub const SUPPORT: &[&str] = &["to-approach", "in-discussion", "obtained", "declined"];

pub const VISION: Spec = Spec {
    section: Section::Vision,
    collection: None,
    fields: &[
        field("statement", Shape::Translated),
        field("problem", Shape::Translated),
        field("added_value", Shape::Translated),
    ],
};

pub const PRINCIPLES: Spec = Spec {
    section: Section::Vision,
    collection: Some("principles"),
    fields: &[field("text", Shape::Translated), field("place", Shape::Place)],
};

pub const OBJECTIVES: Spec = Spec {
    section: Section::Vision,
    collection: Some("objectives"),
    fields: &[
        field("title", Shape::Translated),
        field("statement", Shape::Translated),
        field("lead", Shape::Ref(&[Kind::Organisation])),
        field("due", Shape::Date),
        field("goal_targets", Shape::Set),
        field("place", Shape::Place),
    ],
};

pub const CHAMPIONS: Spec = Spec {
    section: Section::Vision,
    collection: Some("champions"),
    fields: &[
        field("institution", Shape::Translated),
        field("ask", Shape::Translated),
        field("status", Shape::Word(SUPPORT)),
        field("owner", Shape::Ref(&[Kind::Organisation, Kind::Body])),
        field("next_step", Shape::Translated),
        field("next", Shape::Date),
        // Nodes, risks or objectives that it unblocks.
        field("unblocks", Shape::Set),
        field("place", Shape::Place),
    ],
};
