//! Versions put to the vote, and the votes. A version names the moment of each section that it
//! adopts and the digest of what stood there; a vote is one member's, for their organisation.

use super::governance::{METHODS, SCOPES};
use super::{Kind, Section, Shape, Spec, Word, field};
use serde::{Deserialize, Serialize};

/// Where a version stands. What counts is the tally at its closing, which anybody can make again.
pub const OUTCOMES: &[&str] = &["open", "adopted", "not-adopted"];

pub const VERSIONS: Spec = Spec {
    section: Section::Versions,
    collection: Some("proposed"),
    fields: &[
        field("title", Shape::Translated),
        // A question of the log, and the words it was put to the vote in; a version of the plan has none.
        field("decision", Shape::Ref(&[Kind::Decision])),
        field("wording", Shape::Text),
        field("options", Shape::Cells),
        // Section to the heads it is read at, in hexadecimal with spaces between.
        field("heads", Shape::Cells),
        field("digest", Shape::Free),
        field("alg", Shape::Free),
        // The rule as it stood when the version was put to the vote.
        field("scope", Shape::Word(SCOPES)),
        field("method", Shape::Word(METHODS)),
        field("needed", Shape::Number { min: 0, max: 1_000 }),
        field("quorum", Shape::Number { min: 0, max: 1_000 }),
        field("quorum_sectors", Shape::Number { min: 0, max: 10 }),
        field("each_sector", Shape::Flag),
        field("dots", Shape::Number { min: 0, max: 100 }),
        field("opened", Shape::Date),
        field("closes", Shape::Date),
        field("closed", Shape::Date),
        field("outcome", Shape::Word(OUTCOMES)),
        // Vote to the answer that its objection was given.
        field("answers", Shape::Cells),
        field("place", Shape::Place),
    ],
};

pub const VOTES: Spec = Spec {
    section: Section::Versions,
    collection: Some("votes"),
    fields: &[
        field("version", Shape::Ref(&[Kind::Version])),
        field("organisation", Shape::Ref(&[Kind::Organisation])),
        field("choice", Shape::Word(crate::tally::CHOICES)),
        field("reason", Shape::Text),
        field("proxy", Shape::Ref(&[Kind::Organisation])),
        field("gradient", Shape::Number { min: 1, max: 8 }),
        field("dots", Shape::Cells),
        field("cast", Shape::Date),
    ],
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Outcome {
    Open,
    Adopted,
    NotAdopted,
}

impl Word for Outcome {
    const KEYS: &'static [&'static str] = OUTCOMES;
    const ALL: &'static [Outcome] = &[Outcome::Open, Outcome::Adopted, Outcome::NotAdopted];
}
