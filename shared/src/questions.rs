//! Questions, not conflicts: what merging can leave open, found after every merge by pure
//! functions over the records and shown calmly on the objects concerned.

use crate::record::{FieldAt, RecordAt, Scalar};
use serde::{Deserialize, Serialize};

/// Something for people to settle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Question {
    /// The object it is shown on.
    pub on: RecordAt,
    pub about: About,
}

/// What the question is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum About {
    /// Several organisations or bodies answer for one responsibility.
    SeveralA {
        columns: Vec<String>,
    },
    NoA,
    NoR,
    /// The nodes of one circle in the chain, from the smallest id on.
    Cycle {
        nodes: Vec<RecordAt>,
    },
    /// A node that nothing leads to or from.
    Orphan,
    /// A link whose `end` was removed.
    LinkToRemoved {
        end: RecordAt,
    },
    RemovedAndEdited,
    /// One scalar set two ways at once; all values, the one in effect first.
    TwoValues {
        at: FieldAt,
        values: Vec<Scalar>,
    },
    /// Two texts written at once in one place (two versions of a translation).
    TwoTexts {
        at: FieldAt,
        texts: Vec<String>,
    },
    NoIndicator,
    /// An organisation at the table that does nothing (no R anywhere).
    OrganisationWithoutR,
}
