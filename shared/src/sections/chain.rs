//! The results chain: from what the partners put in to what they want to see change.

use super::{Kind, Section, Shape, Spec, field};

/// The five levels, causes first. A node's level is the group of its `place`.
pub const LEVELS: &[&str] = &["input", "activity", "output", "outcome", "impact"];
/// How a node is doing.
pub const STATUSES: &[&str] = &["planned", "on-track", "at-risk", "delayed", "achieved"];
/// How sure the partners are that one leads to the other.
pub const CONFIDENCE: &[&str] = &["medium", "low", "high"];
/// Whether an assumption holds.
pub const ASSUMPTION_STATES: &[&str] = &["to-test", "uncertain", "holds", "broken"];
/// Where a risk is heading.
pub const TRENDS: &[&str] = &["stable", "up", "down"];
/// How a milestone stands.
pub const MILESTONE_STATUSES: &[&str] = &["planned", "at-risk", "done"];
/// IATI indicator measures: unit, percentage, nominal, ordinal, qualitative.
pub const MEASURES: &[&str] = &["1", "2", "3", "4", "5"];
/// Whether more is better.
pub const DIRECTIONS: &[&str] = &["up", "down"];
/// How often an indicator is measured.
pub const FREQUENCIES: &[&str] = &["annual", "semiannual", "quarterly", "monthly"];

const OWNERS: &[Kind] = &[Kind::Organisation, Kind::Body];

/// The board's own names for the levels; empty where the usual words serve.
pub const CHAIN: Spec = Spec {
    section: Section::Chain,
    collection: None,
    fields: &[
        field("level_input", Shape::Translated),
        field("level_activity", Shape::Translated),
        field("level_output", Shape::Translated),
        field("level_outcome", Shape::Translated),
        field("level_impact", Shape::Translated),
    ],
};

pub const NODES: Spec = Spec {
    section: Section::Chain,
    collection: Some("nodes"),
    fields: &[
        field("title", Shape::Translated),
        field("detail", Shape::Translated),
        field("owner", Shape::Ref(OWNERS)),
        // Further organisations that carry it.
        field("carriers", Shape::Set),
        field("objectives", Shape::Set),
        field("status", Shape::Word(STATUSES)),
        field("starts", Shape::Date),
        field("ends", Shape::Date),
        // Level and order within it.
        field("place", Shape::Place),
    ],
};

pub const LINKS: Spec = Spec {
    section: Section::Chain,
    collection: Some("links"),
    fields: &[
        field("from", Shape::Ref(&[Kind::Node])),
        field("to", Shape::Ref(&[Kind::Node])),
        field("rationale", Shape::Translated),
        field("confidence", Shape::Word(CONFIDENCE)),
    ],
};

pub const ASSUMPTIONS: Spec = Spec {
    section: Section::Chain,
    collection: Some("assumptions"),
    fields: &[
        field("text", Shape::Translated),
        field("state", Shape::Word(ASSUMPTION_STATES)),
        field("owner", Shape::Ref(OWNERS)),
        field("reviewed", Shape::Date),
        field("links", Shape::Set),
        field("place", Shape::Place),
    ],
};

pub const RISKS: Spec = Spec {
    section: Section::Chain,
    collection: Some("risks"),
    fields: &[
        field("title", Shape::Translated),
        field("mitigation", Shape::Translated),
        field("likelihood", Shape::Number { min: 1, max: 5 }),
        field("impact", Shape::Number { min: 1, max: 5 }),
        field("owner", Shape::Ref(OWNERS)),
        field("nodes", Shape::Set),
        field("trend", Shape::Word(TRENDS)),
        field("place", Shape::Place),
    ],
};

pub const MILESTONES: Spec = Spec {
    section: Section::Chain,
    collection: Some("milestones"),
    fields: &[
        field("title", Shape::Translated),
        field("due", Shape::Date),
        field("status", Shape::Word(MILESTONE_STATUSES)),
        field("nodes", Shape::Set),
        field("place", Shape::Place),
    ],
};

pub const INDICATORS: Spec = Spec {
    section: Section::Chain,
    collection: Some("indicators"),
    fields: &[
        field("title", Shape::Translated),
        field("node", Shape::Ref(&[Kind::Node])),
        field("measure", Shape::Word(MEASURES)),
        field("unit", Shape::Free),
        field("direction", Shape::Word(DIRECTIONS)),
        field("aggregable", Shape::Flag),
        field("baseline", Shape::Amount),
        field("baseline_date", Shape::Date),
        // Amounts by period, keyed `2026-01-01/2026-12-31`, so that people who fill in
        // different periods, or the same one, never make two records of one period.
        field("targets", Shape::Cells),
        field("actuals", Shape::Cells),
        field("verification", Shape::Translated),
        field("responsible", Shape::Ref(OWNERS)),
        field("frequency", Shape::Word(FREQUENCIES)),
        // Breakdowns by name, values separated by commas; reference as JSON.
        field("breakdown", Shape::Cells),
        field("reference", Shape::Free),
        field("place", Shape::Place),
    ],
};
