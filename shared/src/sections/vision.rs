//! The vision: what the partners want to change together, in words everyone understands.

use super::{Kind, Phrase, Section, Shape, Spec, Word, field, ids};
use crate::ids::RecordId;
use crate::record::{Record, Records};

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

/// How far an ask for high-level support has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    ToApproach,
    InDiscussion,
    Obtained,
    Declined,
}

impl Word for Support {
    const KEYS: &'static [&'static str] = SUPPORT;
    const ALL: &'static [Support] =
        &[Support::ToApproach, Support::InDiscussion, Support::Obtained, Support::Declined];
}

/// The vision's own texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vision {
    pub statement: Phrase,
    pub problem: Phrase,
    pub added_value: Phrase,
}

impl Vision {
    pub fn read(record: &Record) -> Self {
        Self {
            statement: Phrase::read(record, "statement"),
            problem: Phrase::read(record, "problem"),
            added_value: Phrase::read(record, "added_value"),
        }
    }
}

pub fn vision(records: &Records) -> Vision {
    records.single(Kind::Vision).map(Vision::read).unwrap_or_default()
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principle {
    pub id: RecordId,
    pub text: Phrase,
    pub order: String,
    pub removed: bool,
}

impl Principle {
    pub fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            text: Phrase::read(record, "text"),
            order: record.place().1.to_owned(),
            removed: record.is_removed(),
        }
    }
}

pub fn principles(records: &Records) -> Vec<Principle> {
    records.in_order(Kind::Principle).into_iter().map(Principle::read).collect()
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    pub id: RecordId,
    pub title: Phrase,
    pub statement: Phrase,
    pub lead: Option<RecordId>,
    pub due: String,
    /// SDG targets, such as `11.6`.
    pub goal_targets: Vec<String>,
    pub order: String,
    pub removed: bool,
}

impl Objective {
    pub fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            title: Phrase::read(record, "title"),
            statement: Phrase::read(record, "statement"),
            lead: record.reference("lead"),
            due: record.text("due").to_owned(),
            goal_targets: record.set("goal_targets").map(str::to_owned).collect(),
            order: record.place().1.to_owned(),
            removed: record.is_removed(),
        }
    }
}

pub fn objectives(records: &Records) -> Vec<Objective> {
    records.in_order(Kind::Objective).into_iter().map(Objective::read).collect()
}

/// Someone whose support is asked for, and what it unblocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Champion {
    pub id: RecordId,
    pub institution: Phrase,
    pub ask: Phrase,
    pub status: Support,
    pub owner: Option<RecordId>,
    pub next_step: Phrase,
    /// Date of the next step.
    pub next: String,
    /// Nodes, risks or objectives.
    pub unblocks: Vec<RecordId>,
    pub order: String,
    pub removed: bool,
}

impl Champion {
    pub fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            institution: Phrase::read(record, "institution"),
            ask: Phrase::read(record, "ask"),
            status: Support::read(record, "status"),
            owner: record.reference("owner"),
            next_step: Phrase::read(record, "next_step"),
            next: record.text("next").to_owned(),
            unblocks: ids(record, "unblocks"),
            order: record.place().1.to_owned(),
            removed: record.is_removed(),
        }
    }
}

pub fn champions(records: &Records) -> Vec<Champion> {
    records.in_order(Kind::Champion).into_iter().map(Champion::read).collect()
}
