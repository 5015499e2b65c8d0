//! Messages to whoever is there now: passed on once, at a bearable rate, and forgotten.

use super::*;
use crate::limits::{Allowance, Limits};

/// What was passed on lately.
#[derive(Default)]
pub(super) struct Whispers {
    /// The last count of each author's session.
    counts: HashMap<(PeerId, String), u64>,
    /// How many messages each socket may still send.
    allowances: HashMap<SocketId, Allowance>,
}

impl Whispers {
    /// Whether it is new and its socket may speak.
    fn admits(&mut self, socket: SocketId, said: &Ephemeral, limits: &Limits, now: Now) -> bool {
        let rate = limits.whispers_per_socket;
        let allowance = self.allowances.entry(socket).or_insert(Allowance::full(rate, now.0));
        if !allowance.take(rate, 1.0, now.0) {
            return false;
        }
        let session = (said.route.sender.clone(), said.session.clone());
        if self.counts.get(&session).is_some_and(|last| *last >= said.count) {
            return false;
        }
        if self.counts.len() >= limits.sessions_remembered {
            self.counts.clear(); // at worst one message is passed on twice
        }
        self.counts.insert(session, said.count);
        true
    }

    fn forget_gone(&mut self, is_here: impl Fn(&SocketId) -> bool) {
        self.allowances.retain(|socket, _| is_here(socket));
    }
}

impl Hub {
    pub(super) fn whisper(&mut self, socket: SocketId, said: Ephemeral, now: Now, effects: &mut Vec<Effect>) {
        let Some(member) = self.peers.get(&socket).map(|peer| peer.who.member.clone()) else { return };
        let peers = &self.peers;
        self.whispers.forget_gone(|socket| peers.contains_key(socket));
        if !self.whispers.admits(socket, &said, &self.me.limits, now) {
            return;
        }
        for ours in [true, false] {
            let others = self.peers.iter().filter(|(other, peer)| **other != socket && peer.ours == ours);
            let to: Vec<SocketId> = others.map(|(other, _)| *other).collect();
            if to.is_empty() {
                continue;
            }
            let frame = Frame::Ephemeral(Ephemeral {
                route: Route { sender: said.route.sender.clone(), target: self.me.peer.clone() },
                // Our word for who it is, never the sender's.
                member: ours.then(|| member.clone()),
                ..said.clone()
            });
            effects.push(Effect::Spread { to, frame });
        }
    }
}
