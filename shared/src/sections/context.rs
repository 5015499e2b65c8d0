//! The context map: who matters for the objectives, what ties them, what moves around them.

use super::{Kind, Section, Shape, Spec, field};

/// How an actor stands towards the partnership.
pub const STANCES: &[&str] = &["neutral", "support", "opposed"];
/// An actor, or another initiative in the field.
pub const ACTOR_KINDS: &[&str] = &["actor", "initiative"];
/// What ties two actors.
pub const RELATION_TYPES: &[&str] = &[
    "cooperates",
    "informs",
    "funds",
    "overlaps",
    "exchanges",
    "contracts",
    "competes",
    "supplies",
    "influences",
    "supports",
    "conflicts",
];
/// PESTEL.
pub const DIMENSIONS: &[&str] =
    &["political", "economic", "social", "technological", "environmental", "legal"];
/// What a trend means for the plan.
pub const EFFECTS: &[&str] = &["both", "risk", "opportunity"];

/// Stands in a relation for the partnership as a whole.
pub const TABLE: &str = "TABLE";

const PERCENT: Shape = Shape::Number { min: 0, max: 100 };

pub const ACTORS: Spec = Spec {
    section: Section::Context,
    collection: Some("actors"),
    fields: &[
        field("name", Shape::Translated),
        field("detail", Shape::Translated),
        field("sector", Shape::Word(super::organisations::SECTORS)),
        field("influence", PERCENT),
        field("interest", PERCENT),
        field("stance", Shape::Word(STANCES)),
        field("kind", Shape::Word(ACTOR_KINDS)),
        // The partner organisation that this actor is: seated at the table.
        field("organisation", Shape::Ref(&[Kind::Organisation])),
        field("seen", Shape::Date),
        field("source", Shape::Text),
    ],
};

/// Where one organisation would place an actor, when it sees it otherwise.
pub const PLACEMENTS: Spec = Spec {
    section: Section::Context,
    collection: Some("placements"),
    fields: &[
        field("actor", Shape::Ref(&[Kind::Actor])),
        field("organisation", Shape::Ref(&[Kind::Organisation])),
        field("influence", PERCENT),
        field("interest", PERCENT),
    ],
};

pub const RELATIONS: Spec = Spec {
    section: Section::Context,
    collection: Some("relations"),
    fields: &[
        field("from", Shape::Ref(&[Kind::Actor, Kind::Organisation])),
        field("to", Shape::Ref(&[Kind::Actor, Kind::Organisation])),
        field("type", Shape::Word(RELATION_TYPES)),
        field("strength", Shape::Number { min: 1, max: 3 }),
        field("note", Shape::Translated),
    ],
};

pub const TRENDS: Spec = Spec {
    section: Section::Context,
    collection: Some("trends"),
    fields: &[
        field("text", Shape::Translated),
        field("dimension", Shape::Word(DIMENSIONS)),
        field("effect", Shape::Word(EFFECTS)),
        field("review", Shape::Date),
        field("place", Shape::Place),
    ],
};

/// A possible duplicate: what was seen, and what was decided about it.
pub const OVERLAPS: Spec = Spec {
    section: Section::Context,
    collection: Some("overlaps"),
    fields: &[
        field("actor", Shape::Ref(&[Kind::Actor])),
        field("note", Shape::Translated),
        field("decision", Shape::Ref(&[Kind::Decision])),
        field("place", Shape::Place),
    ],
};
