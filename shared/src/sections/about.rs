//! What the partnership is: its name, where and when, and the settings of its board.
//!
//! The phase changes defaults and is never a gate; going back is normal.

use super::{Field, Section, Shape, Spec, field};

/// Phases as Partnerschaften2030 names them.
pub const PHASES: &[&str] = &["launch", "design", "implementation", "development"];

pub const ABOUT: Spec = Spec {
    section: Section::About,
    collection: None,
    fields: &[
        field("name", Shape::Translated),
        field("acronym", Shape::Text),
        field("subtitle", Shape::Translated),
        field("area", Shape::Translated),
        field("phase", Shape::Word(PHASES)),
        field("starts", Shape::Date),
        field("ends", Shape::Date),
        field("currency", Shape::Free),
        // The language of plain fields; others live under `name@lang`.
        field("language", Shape::Free),
        field("goals", Shape::Set),
        field("goal_targets", Shape::Set),
        // Parts of an imported file that this release does not edit yet, as JSON by their key.
        field("imported", Shape::Cells),
    ],
};

pub const SECTOR_CODES: Spec =
    Spec { section: Section::About, collection: Some("sector_codes"), fields: SECTOR_CODE_FIELDS };

const SECTOR_CODE_FIELDS: &[Field] = &[
    field("label", Shape::Translated),
    field("vocabulary", Shape::Free),
    field("code", Shape::Free),
    field("percentage", Shape::Number { min: 0, max: 100 }),
    field("place", Shape::Place),
];
