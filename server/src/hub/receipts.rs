//! What a receipt changes: a server that lost something takes it in again from anybody who holds
//! it, whole, with its locks and votes and whoever wrote them. See `shared::receipt`.
//!
//! A receipt proves that changes were judged once, not that they are sound: that is proved again.
//! It is looked at when it is shown and never kept beyond its socket.

use super::gathering::Gathered;
use super::*;
use automerge::{ROOT, ReadDoc};
use shared::act::{Edit, Message};
use shared::receipt::Seal;
use shared::record::RecordAt;
use shared::sections::{Kind, Section};
use std::sync::Arc;

/// Changes of one actor that somebody else brought, from one sequence number to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CarriedRun {
    pub actor: ActorId,
    pub from: u64,
    pub to: u64,
    pub by: MemberId,
}

impl CarriedRun {
    /// Adds a change to the runs, to the last if it goes on from there.
    pub fn note(runs: &mut Vec<CarriedRun>, change: &Change, by: &MemberId) {
        let (actor, seq) = (change.actor_id(), change.seq());
        match runs.iter_mut().rfind(|run| run.actor == *actor && run.by == *by) {
            Some(run) if run.to + 1 == seq => run.to = seq,
            Some(_) | None => {
                runs.push(CarriedRun { actor: actor.clone(), from: seq, to: seq, by: by.clone() })
            }
        }
    }
}

impl Hub {
    /// Somebody shows what this server said it had. Of no use if nothing of it is missing.
    pub(super) fn shown(&mut self, socket: SocketId, heads: Vec<ChangeHash>, seal: &Seal) {
        let Some(peer) = self.peers.get_mut(&socket) else { return };
        let has = |head: &ChangeHash| holds(&self.board, head);
        if heads.iter().all(has) {
            return;
        }
        if !self.me.key.has_sealed(&self.me.board, &heads, seal) {
            tracing::info!(board = %self.me.board, socket = socket.0, "a receipt of another key was shown");
            return;
        }
        tracing::info!(board = %self.me.board, socket = socket.0, "a receipt shows what was lost here");
        peer.receipted = heads;
        // What it was refused without the receipt may be below it.
        peer.refused.clear();
    }

    /// Whose the actors are that came by receipt and sign nothing: the server wrote it down once.
    pub(super) fn bind_published(&mut self, gathered: &mut Gathered) {
        let unsigned = std::mem::take(&mut gathered.unsigned);
        let found = unsigned.into_iter().filter_map(|actor| {
            let (_, people) = self.board.get(ROOT, Section::People.key()).ok()??;
            let (_, actors) = self.board.get(&people, "actors").ok()??;
            let (member, _) = self.board.get(&actors, actor.to_hex_string()).ok()??;
            Some(Binding { member: MemberId::parse(member.as_str()?)?, actor })
        });
        let found: Vec<Binding> = found.collect();
        if !found.is_empty() {
            Arc::make_mut(&mut gathered.batch).bindings.extend(found);
        }
    }

    /// Writes down who brought what others wrote.
    pub(super) fn mark_carried(&mut self, now: Now, gathered: &mut Gathered) {
        let people = RecordAt::single(Kind::People);
        let mark = |run: CarriedRun| Edit::Set {
            at: people
                .cell("actors", &shared::board::carried_key(&run.actor.to_hex_string(), run.from, run.to)),
            value: Some(run.by.as_str().into()),
        };
        let edits: Vec<Edit> = std::mem::take(&mut gathered.carried).into_iter().map(mark).collect();
        if !edits.is_empty() {
            self.act(&Act::new(Message::Door, edits), now, gathered);
        }
    }

    /// What one was refused may come in with another: it is refused no more. A generic client
    /// works out what it still has only when it begins anew.
    pub(super) fn take_back_refusals(&mut self, changes: &[StoredChange], effects: &mut Vec<Effect>) {
        for (socket, peer) in self.peers.iter_mut().filter(|(_, peer)| !peer.refused.is_empty()) {
            let before = peer.refused.len();
            for change in changes {
                peer.refused.remove(&change.hash);
            }
            if peer.refused.len() < before && !peer.ours {
                let why = "what was not taken from here is there now; come back";
                effects.push(Effect::Close { socket: *socket, why });
            }
        }
    }
}

#[cfg(test)]
mod tests;
