//! Versions as people see them: what is put to the vote, what was adopted, and how it stands.
//!
//! Plain records, for page and desk; read from the document by `board::versions`.

use crate::compare::Difference;
use crate::ids::{MemberId, RecordId};
use crate::sections::governance::{Rule, Scope};
use crate::sections::versions::Outcome;
use crate::tally::{Ballot, Missing, Place, Tally};
use serde::{Deserialize, Serialize};

/// How a digest is made: SHA-256 over RFC 8785 of the raw keys and values of the content sections.
pub const ALGORITHM: &str = "sha256-jcs-1";

/// A version that was put to the vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    pub id: RecordId,
    pub title: String,
    /// The question of the log that it puts to the vote; nothing for a version of the plan.
    pub decision: Option<RecordId>,
    /// What a question proposes, in the words that it was put to the vote in.
    pub wording: String,
    /// What dots are given to: key and words.
    pub options: Vec<(String, String)>,
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

/// Where something that is put to the vote stands, as people say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Open,
    Adopted,
    /// Closed for want of a quorum.
    Postponed,
    Declined,
}

impl Version {
    pub fn standing(&self) -> Standing {
        let lacks_quorum =
            |missing: &Missing| matches!(missing, Missing::Organisations(_) | Missing::Sectors(_));
        match self.outcome {
            Outcome::Open => Standing::Open,
            Outcome::Adopted => Standing::Adopted,
            Outcome::NotAdopted if self.tally.missing.iter().any(lacks_quorum) => Standing::Postponed,
            Outcome::NotAdopted => Standing::Declined,
        }
    }

    /// Whether it is a version of the plan rather than a question.
    pub fn is_of_plan(&self) -> bool {
        self.decision.is_none()
    }

    /// An organisation's vote that counts.
    pub fn voice_of(&self, organisation: &RecordId) -> Option<&Ballot> {
        let own = |ballot: &&Ballot| ballot.organisation == *organisation && ballot.place == Place::Counts;
        self.ballots.iter().find(own)
    }
}

/// The version of the plan in force: the last that was adopted.
pub fn in_force(versions: &[Version]) -> Option<&Version> {
    let adopted = versions.iter().filter(|one| one.is_of_plan() && one.outcome == Outcome::Adopted);
    adopted.max_by(|a, b| (&a.closed, &a.id).cmp(&(&b.closed, &b.id)))
}

/// What a version changes, against the one that was in force before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Novelties {
    /// Nothing before the first version: then nothing is compared.
    pub against: Option<RecordId>,
    pub lines: Vec<Novelty>,
}

/// One difference, and whose work led there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Novelty {
    pub difference: Difference,
    pub by: Vec<MemberId>,
}

/// What the secretariat does about versions. Votes are acts of partners.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Adoption {
    /// Puts the board to the vote as it is in force, under the rule of a scope.
    Propose { title: String, scope: Scope, closes: String },
    /// Puts a question of the log to the vote, under the rule of its scope.
    Put { decision: RecordId, closes: String },
    /// Answers an objection: it suspends no longer.
    Answer { version: RecordId, vote: RecordId, answer: String },
    /// Adopts, if the rule is met; or closes without adopting.
    Close { version: RecordId, adopt: bool },
}
