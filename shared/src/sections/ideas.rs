//! Rounds of ideas: a question to the table, cards that each writes alone and all show at once,
//! groups, stacks, and points with a budget for each organisation.
//!
//! ```text
//! round   question, stage, budget              the secretariat's
//! idea    text, whose it is, group, stack      on the board only from the reveal on
//! group   title                                everybody's
//! dot     one point of an organisation         that organisation's
//! ```
//! A card that is not revealed is not on the board: it stays on its device ([`HeldCard`]). Points
//! are on the board from the moment they are given, since colleagues share them; who shows them
//! before the round is closed is the page's matter, not a secret of the document.

pub mod acts;
mod dots;
mod groups;

pub use dots::{Given, Points, points};
pub use groups::{Group, Stack, groups, ranking};

use super::comments::{path_of, place_of};
use super::{Kind, Phrase, Section, Shape, Spec, Word, field};
use crate::ids::RecordId;
use crate::record::{Record, RecordAt, Records};
use serde::{Deserialize, Serialize};

/// How far a round has come.
pub const STAGES: &[&str] = &["writing", "revealed", "dots", "closed"];

/// Points for each organisation where nobody chose, and the most that a round gives.
pub const BUDGET: u32 = 5;
pub const MAX_BUDGET: u32 = 20;

/// Longest card, in UTF-16 code units: one idea, not a page.
pub const MAX_CARD_UNITS: usize = 280;

/// The card that this one lies under.
pub const UNDER: &str = "under";
/// What came of a card or a group, each named as comments name it: `chain/nodes/4fz…`.
pub const BECAME: &str = "became";
/// Said in the room, entered by the secretariat; and by which organisation it was said.
pub const IN_ROOM: &str = "in_room";
pub const HEARD_FROM: &str = "heard_from";

pub const ROUNDS: Spec = Spec {
    section: Section::Session,
    collection: Some("rounds"),
    fields: &[
        field("question", Shape::Translated),
        // What the ideas are about.
        field("about", Shape::Ref(&[Kind::Node])),
        field("item", Shape::Ref(&[Kind::AgendaItem])),
        field("stage", Shape::Word(STAGES)),
        field("anonymous", Shape::Flag),
        field("budget", Shape::Number { min: 1, max: MAX_BUDGET as i64 }),
        field("revealed", Shape::Date),
        field("closed", Shape::Date),
        // The points that the closing knew of: point to card.
        field("counted", Shape::Cells),
        field("place", Shape::Place),
    ],
};

pub const IDEAS: Spec = Spec {
    section: Section::Session,
    collection: Some("ideas"),
    fields: &[
        field("round", Shape::Ref(&[Kind::Round])),
        field("text", Shape::Text),
        // In whose name; nothing on a card without a name.
        field("organisation", Shape::Ref(&[Kind::Organisation])),
        field(IN_ROOM, Shape::Flag),
        field(HEARD_FROM, Shape::Ref(&[Kind::Organisation])),
        // Its device heard of the reveal only later.
        field("late", Shape::Flag),
        field(UNDER, Shape::Ref(&[Kind::Idea])),
        field(BECAME, Shape::Set),
        // Group and order within it.
        field("place", Shape::Place),
    ],
};

pub const GROUPS: Spec = Spec {
    section: Section::Session,
    collection: Some("idea_groups"),
    fields: &[
        field("round", Shape::Ref(&[Kind::Round])),
        field("title", Shape::Text),
        field(BECAME, Shape::Set),
        field("place", Shape::Place),
    ],
};

pub const DOTS: Spec = Spec {
    section: Section::Session,
    collection: Some("dots"),
    fields: &[
        field("round", Shape::Ref(&[Kind::Round])),
        field("idea", Shape::Ref(&[Kind::Idea])),
        field("organisation", Shape::Ref(&[Kind::Organisation])),
        // In the order in which they were given.
        field("place", Shape::Place),
    ],
};

/// How far a round has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Everybody writes alone; nothing is on the board.
    Writing,
    /// All cards are shown, and grouped.
    Revealed,
    /// Organisations give points; cards can still be grouped.
    Dots,
    /// Counted and shown. What is kept becomes part of the plan.
    Closed,
}

impl Word for Stage {
    const KEYS: &'static [&'static str] = STAGES;
    const ALL: &'static [Stage] = &[Stage::Writing, Stage::Revealed, Stage::Dots, Stage::Closed];
}

/// A question to the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    pub id: RecordId,
    pub question: Phrase,
    pub about: Option<RecordId>,
    pub item: Option<RecordId>,
    pub stage: Stage,
    pub is_anonymous: bool,
    /// Points for each organisation.
    pub budget: u32,
    /// ISO 8601, by the secretariat's clock; empty until then.
    pub revealed: String,
    pub closed: String,
    pub order: String,
    pub removed: bool,
}

impl Round {
    pub fn read(record: &Record) -> Self {
        let budget = record.int("budget").unwrap_or(i64::from(BUDGET));
        Self {
            id: record.id.clone(),
            question: Phrase::read(record, "question"),
            about: record.reference("about"),
            item: record.reference("item"),
            stage: Stage::read(record, "stage"),
            is_anonymous: record.flag("anonymous"),
            budget: budget.clamp(1, i64::from(MAX_BUDGET)) as u32,
            revealed: record.text("revealed").to_owned(),
            closed: record.text("closed").to_owned(),
            order: record.place().1.to_owned(),
            removed: record.is_removed(),
        }
    }

    /// The round of that id, removed or not.
    pub fn find(records: &Records, id: &RecordId) -> Option<Self> {
        records.get(Kind::Round, id).map(Self::read)
    }
}

/// The rounds of a board in their order.
pub fn rounds(records: &Records) -> Vec<Round> {
    records.in_order(Kind::Round).into_iter().map(Round::read).collect()
}

/// Who speaks in a card.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    Organisation(RecordId),
    /// Entered by the secretariat for somebody in the room, of this organisation if it was said.
    Room(Option<RecordId>),
    Unnamed,
}

impl Voice {
    /// The organisation whose letters the card shows.
    pub fn organisation(&self) -> Option<&RecordId> {
        match self {
            Voice::Organisation(organisation) | Voice::Room(Some(organisation)) => Some(organisation),
            Voice::Room(None) | Voice::Unnamed => None,
        }
    }
}

/// One revealed idea.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub id: RecordId,
    pub text: String,
    pub voice: Voice,
    pub is_late: bool,
    /// What came of it.
    pub became: Vec<RecordAt>,
}

impl Card {
    pub fn read(record: &Record) -> Self {
        let heard_from = record.reference(HEARD_FROM);
        let voice = match record.reference("organisation") {
            Some(organisation) => Voice::Organisation(organisation),
            None if record.flag(IN_ROOM) || heard_from.is_some() => Voice::Room(heard_from),
            None => Voice::Unnamed,
        };
        Self {
            id: record.id.clone(),
            text: record.text("text").to_owned(),
            voice,
            is_late: record.flag("late"),
            became: became(record),
        }
    }
}

/// What came of a card or a group.
fn became(record: &Record) -> Vec<RecordAt> {
    record.set(BECAME).filter_map(place_of).collect()
}

/// The cards and groups that an object of the plan came of.
pub fn sources(records: &Records, object: &RecordAt) -> Vec<RecordAt> {
    let name = path_of(object);
    let ideas = records.in_order(Kind::Idea).into_iter().chain(records.in_order(Kind::IdeaGroup));
    let came = ideas.filter(|record| record.set(BECAME).any(|it| it == name));
    came.map(|record| RecordAt::new(record.kind, record.id.clone())).collect()
}

/// The records of the cards of a round that are in use, in their order.
fn cards_of<'r>(records: &'r Records, round: &RecordId) -> Vec<&'r Record> {
    let all = records.in_order(Kind::Idea).into_iter();
    all.filter(|record| record.reference("round").as_ref() == Some(round)).collect()
}

/// A card that is on this device and nowhere else, until its round is revealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldCard {
    /// The id that it will have on the board.
    pub id: RecordId,
    pub round: RecordId,
    pub text: String,
    /// For a card of the secretariat: the organisation that said it in the room.
    #[serde(default)]
    pub heard_from: Option<RecordId>,
}

#[cfg(test)]
mod tests;
