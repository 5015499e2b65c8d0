//! Locks and proposals as people see them: who holds a section and why, and what others wrote
//! in it meanwhile, kept beside the section in force.
//!
//! Plain records, for page and desk. What is in force and what is a proposal is read from the
//! document (`board::locks`); who may hold, settle or release is the board's to check.

use crate::compare::Difference;
use crate::ids::{MemberId, RecordId};
use crate::record::{FieldAt, RecordAt};
use crate::sections::Section;
use serde::{Deserialize, Serialize};

/// A section as it stands under a lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    pub section: Section,
    pub id: RecordId,
    /// Who alone writes in the section while it is locked.
    pub chair: MemberId,
    pub reason: String,
    /// ISO 8601, by the chair's clock.
    pub since: String,
    /// When to remind the chair. Nothing unlocks by itself.
    pub remind: String,
}

/// One act that is not in force in its section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its first change, in hexadecimal: what a settlement names.
    pub id: String,
    pub section: Section,
    /// Nobody for programs that sign nothing.
    pub author: Option<MemberId>,
    /// Unix seconds by the author's clock; shown, never compared.
    pub at: i64,
    pub why_aside: Aside,
    /// What it would change in the section in force. Never empty.
    pub differences: Vec<Difference>,
    /// Proposals that it builds on and that are accepted with it.
    pub needs: Vec<String>,
    pub fate: Fate,
}

/// Why an act stands beside the section in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Aside {
    /// The section is locked by somebody else.
    Proposed,
    /// What a former chair wrote and settled after the section had gone to another.
    Superseded,
    /// Left open when the section was unlocked.
    Left,
    /// Written by somebody who had not heard of the unlock yet. It is in the text already.
    Late,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    Open,
    Accepted,
    Declined {
        reason: String,
    },
    /// Taken back by its author. It tells what it once was.
    Withdrawn,
}

/// What becomes of proposals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Settling {
    /// With other words in some fields than their author chose, or in none.
    Accept {
        wording: Vec<(FieldAt, String)>,
    },
    Decline {
        reason: String,
    },
}

/// What becomes of open proposals as a section is unlocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OpenOnes {
    /// All are accepted.
    Keep,
    /// They stay listed, to be settled later.
    Leave,
}

/// What somebody does about a lock or with proposals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moderation {
    Lock {
        section: Section,
        reason: String,
        remind: String,
    },
    /// To somebody else, or to oneself from another chair.
    HandOver {
        section: Section,
        to: MemberId,
    },
    Settle {
        section: Section,
        proposals: Vec<String>,
        settling: Settling,
    },
    Unlock {
        section: Section,
        open: OpenOnes,
    },
}

/// What somebody who does not hold a section does with their own proposals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proposing {
    /// How a text would read with all that they propose.
    Say {
        at: FieldAt,
        text: String,
    },
    /// The same once more, after it was declined or taken back.
    Again {
        section: Section,
        proposal: String,
    },
    Withdraw {
        section: Section,
        proposal: String,
    },
}

/// Where what somebody just did stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stands {
    #[default]
    InForce,
    /// Beside a section that somebody else holds.
    Proposed,
    /// It took a proposal of theirs back.
    Withdrawn,
}

/// How many changes of one act a settlement can name.
pub const MAX_CHANGES_OF_ACT: usize = 900;

impl Proposal {
    pub fn is_open(&self) -> bool {
        self.fate == Fate::Open
    }

    /// The records it is about.
    pub fn records(&self) -> impl Iterator<Item = RecordAt> {
        self.differences.iter().map(Difference::record)
    }
}
