//! The history as people see it: acts of people, moments to go back to, and what differs between
//! two of them. Plain records, for page and desk; read from the document by `board::history`.

use crate::act::Message;
use crate::compare::Difference;
use crate::ids::{MemberId, RecordId};
use crate::record::{FieldAt, Record};
use crate::sections::Section;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most acts that one question is answered with.
pub const MAX_ACTS: usize = 60;
/// Most differences that are told of one act.
pub const MAX_TOLD: usize = 6;
/// Most differences between two moments that are told.
pub const MAX_DIFFERENCES: usize = 400;

/// A moment of a board, as an address and a question name it.
///
/// ```text
/// maintenant      now
/// a.<hash>        once this change (hexadecimal) and all before it had been written
/// j.<seconds>     once all had been written that was written up to then, by its authors' clocks
/// v.<id>          what a version holds
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moment {
    Now,
    After(String),
    Until(i64),
    Version(RecordId),
}

impl Moment {
    /// Reads what [`Moment`] prints; nothing for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once('.') {
            None if text == NOW => Some(Moment::Now),
            Some(("a", hash)) if hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                Some(Moment::After(hash.to_owned()))
            }
            Some(("j", seconds)) => seconds.parse().ok().map(Moment::Until),
            Some(("v", id)) => RecordId::parse(id).map(Moment::Version),
            None | Some(_) => None,
        }
    }
}

const NOW: &str = "maintenant";

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Moment::Now => f.write_str(NOW),
            Moment::After(hash) => write!(f, "a.{hash}"),
            Moment::Until(seconds) => write!(f, "j.{seconds}"),
            Moment::Version(id) => write!(f, "v.{id}"),
        }
    }
}

/// One thing that somebody did: a visit to one text, or any other act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastAct {
    /// Counted from the first act of the board, which is 1.
    pub number: u32,
    /// Its last change, in hexadecimal: [`Moment::After`] it, the act is done.
    pub change: String,
    /// Nobody for programs that sign nothing.
    pub author: Option<MemberId>,
    /// The author's, as the board says.
    pub organisation: Option<RecordId>,
    /// Who brought it to the table, where that was not its author.
    pub carried_by: Option<MemberId>,
    /// Unix seconds by the author's clock; shown, never compared.
    pub at: i64,
    /// Nothing for other programs' words.
    pub message: Option<Message>,
    pub sections: Vec<Section>,
    /// What it changed where it was written, at most [`MAX_TOLD`].
    pub differences: Vec<Difference>,
    /// How many more there are.
    pub more: u32,
}

/// Which acts are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    pub by: By,
    pub section: Option<Section>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum By {
    #[default]
    All,
    Organisation(RecordId),
    /// The secretariat, observers, and programs that sign nothing.
    NoOrganisation,
}

impl By {
    pub fn holds(&self, organisation: Option<&RecordId>) -> bool {
        match self {
            By::All => true,
            By::Organisation(id) => organisation == Some(id),
            By::NoOrganisation => organisation.is_none(),
        }
    }
}

/// Where in the history acts are asked for: `around` and some before and after it, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Around {
    /// A number, or 0 for the last act.
    pub number: u32,
    pub older: u32,
    pub newer: u32,
}

/// Acts, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acts {
    pub acts: Vec<PastAct>,
    /// How many acts pass the filter at all.
    pub count: u32,
}

/// A board's history from end to end, day by day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// How many acts there are.
    pub acts: u32,
    /// Oldest first. A day comes again where a clock went back.
    pub days: Vec<Day>,
    /// Versions that were put to the vote, by the number of the act that did.
    pub versions: Vec<(RecordId, u32)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// When its first act was done, Unix seconds.
    pub at: i64,
    /// The number of its first act.
    pub first: u32,
    pub last: u32,
    /// How many acts by organisation; nobody's and the secretariat's together.
    pub by: Vec<(Option<RecordId>, u32)>,
}

/// One difference between two moments, and who made it last, where the document says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    pub difference: Difference,
    pub by: Option<MemberId>,
    pub organisation: Option<RecordId>,
    /// Unix seconds; 0 where nobody is named.
    pub at: i64,
}

/// What differs between two moments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// At most [`MAX_DIFFERENCES`], section by section.
    pub differences: Vec<Made>,
    pub more: u32,
}

/// What others did since somebody last looked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    /// When the last visit ended, Unix seconds; nothing on a first visit.
    pub visit: Option<i64>,
    /// Acts of others since.
    pub acts: u32,
    /// How many there are by organisation, and by section (an act may be in several).
    pub by: Vec<(Option<RecordId>, u32)>,
    pub sections: Vec<(Section, u32)>,
    /// The last of them, newest first, at most as many as one question is answered with.
    pub last: Vec<PastAct>,
}

/// A question about the past of the open board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Look {
    Acts {
        around: Around,
        filter: Filter,
    },
    /// `offset_minutes` is how far this device's clock is ahead of UTC: what a day is.
    Timeline {
        offset_minutes: i32,
    },
    Then {
        moment: Moment,
    },
    Between {
        from: Moment,
        to: Moment,
    },
    /// What others did since this device last looked.
    Since,
    /// Whose letters stand in a text now. Read from the text, not from the history.
    Writers {
        at: FieldAt,
    },
}

/// What is seen, in the same order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sight {
    Acts(Acts),
    Timeline(Timeline),
    /// The whole board as it was.
    Then {
        records: Vec<Record>,
        /// Unix seconds by the clock of whoever wrote last; nothing for now.
        at: Option<i64>,
        /// The number of the last act that was done.
        number: u32,
    },
    Between(Compared),
    Since(Since),
    /// Organisations, those with most letters first.
    Writers(Vec<RecordId>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_moment_is_found_again_by_what_it_prints() {
        let version = RecordId::parse("v4").expect("a plain id");
        for moment in
            [Moment::Now, Moment::After("0f".repeat(32)), Moment::Until(-5), Moment::Version(version)]
        {
            assert_eq!(Moment::parse(&moment.to_string()), Some(moment));
        }
        for odd in ["", "a.0f", "demain", "j.x", "v."] {
            assert_eq!(Moment::parse(odd), None, "{odd}");
        }
    }
}
