//! What the partnership is: its name, where and when, and the settings of its board.
//!
//! The phase changes defaults and is never a gate; going back is normal.

use super::{Field, Kind, Phrase, Section, Shape, Spec, Word, field};
use crate::ids::RecordId;
use crate::lang::Lang;
use crate::record::{Record, Records};

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
        // Whether observers may comment.
        field("observers_comment", Shape::Flag),
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

/// Where the partnership stands. Going back is normal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Launch,
    Design,
    Implementation,
    Development,
}

impl Word for Phase {
    const KEYS: &'static [&'static str] = PHASES;
    const ALL: &'static [Phase] = &[Phase::Launch, Phase::Design, Phase::Implementation, Phase::Development];
}

/// The partnership and the settings of its board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub name: Phrase,
    pub acronym: String,
    pub subtitle: Phrase,
    pub area: Phrase,
    pub phase: Phase,
    pub starts: String,
    pub ends: String,
    /// ISO 4217; euro where nobody chose.
    pub currency: String,
    /// The language that plain fields are written in.
    pub working: Lang,
    /// SDG numbers.
    pub goals: Vec<String>,
    pub goal_targets: Vec<String>,
}

impl About {
    pub fn read(record: &Record) -> Self {
        let currency = record.text("currency");
        Self {
            name: Phrase::read(record, "name"),
            acronym: record.text("acronym").to_owned(),
            subtitle: Phrase::read(record, "subtitle"),
            area: Phrase::read(record, "area"),
            phase: Phase::read(record, "phase"),
            starts: record.text("starts").to_owned(),
            ends: record.text("ends").to_owned(),
            currency: if currency.is_empty() { "EUR" } else { currency }.to_owned(),
            working: Lang::from_code(record.text("language")).unwrap_or_default(),
            goals: record.set("goals").map(str::to_owned).collect(),
            goal_targets: record.set("goal_targets").map(str::to_owned).collect(),
        }
    }
}

/// The partnership as the board tells it; defaults where nothing was written yet.
pub fn about(records: &Records) -> About {
    match records.single(Kind::About) {
        Some(record) => About::read(record),
        None => About::read(&Record::empty(Kind::About, RecordId::single())),
    }
}

/// The language that plain fields are written in.
pub fn working_lang(records: &Records) -> Lang {
    let code = records.single(Kind::About).map_or("", |about| about.text("language"));
    Lang::from_code(code).unwrap_or_default()
}

/// Whether the board lets observers comment.
pub fn observers_comment(records: &Records) -> bool {
    records.single(Kind::About).is_some_and(|about| about.flag("observers_comment"))
}
