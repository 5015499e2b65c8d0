//! What was done to a board, change by change, newest first.
//!
//! Times are the authors' own clocks: shown, never compared.

mod chronicle;
mod makers;
mod moments;
mod order;
mod since;
mod telling;

pub use chronicle::{Chronicle, VISIT_SECONDS};
pub use moments::Then;

use super::Board;
use crate::ids::MemberId;
use automerge::{ActorId, Automerge, ChangeHash, ChangeMetadata};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub hash: ChangeHash,
    /// Who signed the actor's first change; nobody for the seeds and for programs that sign nothing.
    pub author: Option<MemberId>,
    pub actor: ActorId,
    /// Unix seconds.
    pub time: i64,
    /// The act's message key (`act::Message`), or whatever another program wrote.
    pub message: String,
    pub deps: Vec<ChangeHash>,
    /// Who brought it to the table, where that was not its author.
    pub carried_by: Option<MemberId>,
}

impl Board {
    /// The last changes that this device learnt of, at most `limit`, newest first.
    pub fn history(&self, limit: usize) -> Vec<Entry> {
        let changes = self.doc.get_changes_meta(&[]).into_iter().rev().take(limit);
        let carried = self.carried();
        let carried_by = |actor: &ActorId, seq: u64| {
            let actor = (!carried.is_empty()).then(|| actor.to_hex_string())?;
            carried.iter().find(|carriage| carriage.holds(&actor, seq)).map(|carriage| carriage.by.clone())
        };
        changes
            .map(|meta| Entry {
                carried_by: carried_by(&meta.actor, meta.seq),
                hash: meta.hash,
                author: author(&self.doc, &meta),
                actor: meta.actor.clone().into_owned(),
                time: meta.timestamp,
                message: meta.message.as_deref().unwrap_or_default().to_owned(),
                deps: meta.deps.clone(),
            })
            .collect()
    }
}

/// Who wrote a change: its actor's author.
pub(super) fn author(doc: &Automerge, meta: &ChangeMetadata<'_>) -> Option<MemberId> {
    let author = meta.author.clone().or_else(|| doc.get_author_for_actor(&meta.actor))?;
    MemberId::parse(std::str::from_utf8(author.as_bytes()).ok()?)
}
