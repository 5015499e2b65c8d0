//! Who is told what the server has stored, and when. Whoever brought some of a commit waits for
//! that and is told at once. Whoever brought nothing only keeps the receipt: they are told a moment
//! later, of all commits of that moment together, so that a table where many write is not told
//! twice of every change.

use super::peers::Peer;
use super::*;

impl Hub {
    /// What this server's storage holds, as a frame for one peer; with a receipt for our clients.
    pub(super) fn heads_frame(&self, peer: &PeerId, ours: bool, now: Now) -> Frame {
        Frame::Heads {
            receipt: ours.then(|| self.me.key.seal(&self.me.board, &self.heads)),
            route: self.route_to(peer),
            board: self.me.board.clone(),
            heads: vec![StorageHeads {
                storage: self.me.storage.clone(),
                heads: self.heads.clone(),
                timestamp: now.0,
            }],
        }
    }

    /// Tells everybody.
    pub(super) fn tell_heads(&mut self, now: Now, effects: &mut Vec<Effect>) {
        self.heads_due = None;
        self.tell_heads_to(|_| true, now, effects);
    }

    /// Tells those who brought something, and the others a moment later.
    pub(super) fn tell_heads_after(
        &mut self,
        brought: &HashMap<SocketId, usize>,
        now: Now,
        effects: &mut Vec<Effect>,
    ) {
        let mut wait = false;
        for (socket, peer) in self.peers.iter_mut().filter(|(_, peer)| peer.hears_heads()) {
            peer.lacks_heads = !brought.contains_key(socket);
            wait |= peer.lacks_heads;
        }
        self.tell_heads_to(|peer| !peer.lacks_heads, now, effects);
        if wait && self.heads_due.is_none() {
            let due = now.after(self.me.limits.heads_within);
            self.heads_due = Some(due);
            effects.push(Effect::WakeAt(due));
        }
    }

    /// Tells those who were to hear a moment later, if that has come.
    pub(super) fn tell_late_heads(&mut self, now: Now, effects: &mut Vec<Effect>) {
        if self.heads_due.take_if(|due| *due <= now).is_some() {
            self.tell_heads_to(|peer| peer.lacks_heads, now, effects);
        }
    }

    fn tell_heads_to(&mut self, whom: impl Fn(&Peer) -> bool, now: Now, effects: &mut Vec<Effect>) {
        for ours in [true, false] {
            let mut to = vec![];
            for (socket, peer) in self.peers.iter_mut() {
                if peer.ours == ours && peer.hears_heads() && whom(peer) {
                    peer.lacks_heads = false;
                    to.push(*socket);
                }
            }
            if !to.is_empty() {
                effects.push(Effect::Spread { to, frame: self.heads_frame(&self.me.peer, ours, now) });
            }
        }
    }
}
