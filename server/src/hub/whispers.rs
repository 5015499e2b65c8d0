//! Messages to whoever is there now: passed on once, at a bearable rate, and forgotten.

use super::*;

/// Most sessions whose last count is remembered.
const MAX_SESSIONS: usize = 4_096;
/// How many messages a socket may send at once, and how many more each second.
const BURST: f64 = 60.0;
const PER_SECOND: f64 = 30.0;

/// What was passed on lately.
#[derive(Default)]
pub(super) struct Whispers {
    /// The last count of each author's session.
    counts: HashMap<(PeerId, String), u64>,
    /// How many messages each socket may still send.
    allowances: HashMap<SocketId, Allowance>,
}

struct Allowance {
    left: f64,
    at: Now,
}

impl Whispers {
    /// Whether it is new and its socket may speak.
    fn admits(&mut self, socket: SocketId, said: &Ephemeral, now: Now) -> bool {
        let allowance = self.allowances.entry(socket).or_insert(Allowance { left: BURST, at: now });
        let seconds = now.0.saturating_sub(allowance.at.0) as f64 / 1_000.0;
        *allowance = Allowance { left: (allowance.left + seconds * PER_SECOND).min(BURST), at: now };
        if allowance.left < 1.0 {
            return false;
        }
        allowance.left -= 1.0;
        let session = (said.route.sender.clone(), said.session.clone());
        if self.counts.get(&session).is_some_and(|last| *last >= said.count) {
            return false;
        }
        if self.counts.len() >= MAX_SESSIONS {
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
        if !self.whispers.admits(socket, &said, now) {
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
