//! Versions as people see them: what is put to the vote, what was adopted, and how it stands.
//!
//! Plain records, for page and desk; read from the document by `board::versions`.

use crate::ids::{MemberId, RecordId};
use crate::sections::governance::{Rule, Scope};
use crate::sections::versions::Outcome;
use crate::tally::{Ballot, Tally};
use serde::{Deserialize, Serialize};

/// How a digest is made: SHA-256 over RFC 8785 of the raw keys and values of the content sections.
pub const ALGORITHM: &str = "sha256-jcs-1";

/// A version that was put to the vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    pub id: RecordId,
    pub title: String,
    pub proposed_by: Option<MemberId>,
    /// ISO 8601.
    pub opened: String,
    pub closes: String,
    pub closed: String,
    /// Adopted only if the rule was met by the votes that the closing knew of.
    pub outcome: Outcome,
    pub digest: String,
    pub rule: Rule,
    pub tally: Tally,
    /// All votes, those that came late or were replaced too.
    pub ballots: Vec<Ballot>,
}

/// What the secretariat does about versions. Votes are acts of partners.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Adoption {
    /// Puts the board to the vote as it is in force, under the rule of a scope.
    Propose { title: String, scope: Scope, closes: String },
    /// Answers an objection: it suspends no longer.
    Answer { version: RecordId, vote: RecordId, answer: String },
    /// Adopts, if the rule is met; or closes without adopting.
    Close { version: RecordId, adopt: bool },
}
