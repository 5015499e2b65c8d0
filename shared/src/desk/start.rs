//! What a new board begins with, and who begins it.

use serde::{Deserialize, Serialize};

/// Who uses this device, for this board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    pub function: String,
}

/// What a new board begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Start {
    Empty,
    /// A plan to fill in, in the working language with translations.
    Template(Template),
    /// The fictional sample partnership, to try things out.
    Sample,
}

/// The plans to begin with, as `samples/templates/<key>.json` hold them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Template {
    /// What a partnership does before it has an agreement.
    FirstPhase,
    /// The European Union's logical framework: one objective, outputs, activities, indicators.
    Logframe,
    /// Several ways to several impacts.
    Branched,
}

impl Template {
    pub const ALL: [Template; 3] = [Template::FirstPhase, Template::Logframe, Template::Branched];

    pub fn key(self) -> &'static str {
        match self {
            Template::FirstPhase => "first-phase",
            Template::Logframe => "logframe",
            Template::Branched => "branched",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.key() == key)
    }
}
