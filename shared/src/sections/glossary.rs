//! The shared language: each term's agreed definition, and what it means to each organisation.

use super::{Kind, Phrase, Section, Shape, Spec, field};
use crate::ids::RecordId;
use crate::record::{Record, Records};

pub const TERMS: Spec = Spec {
    section: Section::Glossary,
    collection: Some("terms"),
    fields: &[
        field("term", Shape::Translated),
        field("definition", Shape::Translated),
        // The decision that agreed it.
        field("agreed_in", Shape::Ref(&[Kind::Decision])),
        field("place", Shape::Place),
    ],
};

pub const MEANINGS: Spec = Spec {
    section: Section::Glossary,
    collection: Some("meanings"),
    fields: &[
        field("term", Shape::Ref(&[Kind::Term])),
        field("organisation", Shape::Ref(&[Kind::Organisation])),
        field("meaning", Shape::Translated),
    ],
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub id: RecordId,
    pub term: Phrase,
    pub definition: Phrase,
    pub agreed_in: Option<RecordId>,
    pub order: String,
    pub removed: bool,
}

impl Term {
    pub fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            term: Phrase::read(record, "term"),
            definition: Phrase::read(record, "definition"),
            agreed_in: record.reference("agreed_in"),
            order: record.place().1.to_owned(),
            removed: record.is_removed(),
        }
    }
}

pub fn terms(records: &Records) -> Vec<Term> {
    records.in_order(Kind::Term).into_iter().map(Term::read).collect()
}

/// What a term means to one organisation, where that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    pub id: RecordId,
    pub term: Option<RecordId>,
    pub organisation: Option<RecordId>,
    pub meaning: Phrase,
    pub removed: bool,
}

impl Meaning {
    pub fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            term: record.reference("term"),
            organisation: record.reference("organisation"),
            meaning: Phrase::read(record, "meaning"),
            removed: record.is_removed(),
        }
    }
}

/// All organisations' meanings, by id.
pub fn meanings(records: &Records) -> Vec<Meaning> {
    records.in_order(Kind::Meaning).into_iter().map(Meaning::read).collect()
}
