//! Who is here, and what each brings.

use super::gathering::{Outcome, Settled};
use super::*;
use automerge::sync::State;
use shared::wire::payload;
use std::panic::catch_unwind;

/// One socket on this board.
pub(super) struct Peer {
    pub name: PeerId,
    pub who: Who,
    /// Our own client: it hears of refusals and of storage in trouble.
    pub ours: bool,
    pub state: State,
    /// Whether it asked for the board, so that it is sent what is new.
    pub has_begun: bool,
    /// Whether it has, or is being sent, all that is committed.
    pub is_level: bool,
    /// Whether it waits for an answer of ours.
    pub is_owed: bool,
    /// It was sent the whole board and is sure to answer: until when that is waited for.
    pub awaits_answer: Option<Now>,
    pub circle: Circle,
    /// Whether it wants to hear what the server's storage holds.
    is_subscribed: bool,
    /// Whether it was not told yet what the last commits stored.
    pub lacks_heads: bool,
    /// Changes whose dependencies have not come yet.
    pub orphans: Vec<Change>,
    /// Heads that the server once said it had, as a receipt proves. Empty without one.
    pub receipted: Vec<ChangeHash>,
    /// Not taken from this socket: not asked for again.
    pub refused: HashMap<ChangeHash, Refusal>,
}

/// Messages to a peer since either side had something new.
#[derive(Default)]
pub(super) struct Circle {
    messages: u32,
    ours: Vec<ChangeHash>,
    theirs: Vec<ChangeHash>,
}

impl Peer {
    fn new(joined: Joined) -> Self {
        Self {
            name: joined.peer,
            who: joined.who,
            ours: joined.ours,
            state: State::new(),
            has_begun: false,
            is_level: false,
            is_owed: false,
            awaits_answer: None,
            circle: Circle::default(),
            is_subscribed: false,
            lacks_heads: false,
            orphans: vec![],
            receipted: vec![],
            refused: HashMap::new(),
        }
    }

    pub fn hears_heads(&self) -> bool {
        self.has_begun && (self.ours || self.is_subscribed)
    }

    /// Another role: what was refused may be allowed now.
    pub fn changed(&mut self, who: &Who) {
        self.who = who.clone();
        self.refused.clear();
    }

    /// Counts messages without progress. A pair that goes round in circles begins anew after `most`;
    /// if that does not help, it parts: the reason.
    pub fn go_round(&mut self, ours: &[ChangeHash], most: u32) -> Option<&'static str> {
        let theirs = self.state.their_heads.clone().unwrap_or_default();
        if self.circle.ours != ours || self.circle.theirs != theirs {
            self.circle = Circle { messages: 0, ours: ours.to_vec(), theirs };
            return None;
        }
        self.circle.messages += 1;
        if self.circle.messages == most {
            tracing::warn!(peer = %self.name, "a pair went round in circles; it begins anew");
            let their_capabilities = self.state.their_capabilities.take();
            self.state = State { their_capabilities, needs_reset: true, ..State::new() };
            self.is_level = false;
            self.orphans.clear();
        }
        (self.circle.messages >= 2 * most).then_some("no progress; come back and begin anew")
    }
}

impl Hub {
    pub(super) fn join(&mut self, joined: Joined, now: Now, effects: &mut Vec<Effect>) {
        let (socket, ours, name) = (joined.socket, joined.ours, joined.peer.clone());
        self.replace(&joined, effects);
        self.peers.insert(socket, Peer::new(joined));
        if ours && self.is_held() {
            let frame = Frame::Held { route: self.route_to(&name), board: self.me.board.clone(), held: true };
            effects.push(Effect::Send { socket, frame });
        }
        if ours {
            effects.push(Effect::Send { socket, frame: self.heads_frame(&name, true, now) });
        }
    }

    /// A member's peer that comes again on another socket has left its earlier one.
    fn replace(&mut self, joined: &Joined, effects: &mut Vec<Effect>) {
        let is_same = |peer: &Peer| peer.name == joined.peer && peer.who.member == joined.who.member;
        let earlier = self.peers.iter().filter(|(_, peer)| is_same(peer)).map(|(socket, _)| *socket);
        for socket in earlier.collect::<Vec<_>>() {
            self.peers.remove(&socket);
            effects.push(Effect::Close { socket, why: "joined again on another socket" });
        }
    }

    pub(super) fn subscribe(
        &mut self,
        socket: SocketId,
        add: &[String],
        remove: &[String],
        now: Now,
        effects: &mut Vec<Effect>,
    ) {
        let storage = self.me.storage.clone();
        let Some(peer) = self.peers.get_mut(&socket) else { return };
        if remove.contains(&storage) {
            peer.is_subscribed = false;
        }
        if add.contains(&storage) {
            peer.is_subscribed = true;
            peer.lacks_heads = false;
            let (name, ours) = (peer.name.clone(), peer.ours);
            effects.push(Effect::Send { socket, frame: self.heads_frame(&name, ours, now) });
        }
    }

    /// Takes in a sync message: at once if it brings nothing new, with the next commit if it does.
    pub(super) fn sync(
        &mut self,
        socket: SocketId,
        payload: &[u8],
        asks: bool,
        now: Now,
        effects: &mut Vec<Effect>,
    ) {
        let Some(peer) = self.peers.get_mut(&socket) else { return };
        peer.has_begun = true;
        let read = catch_unwind(|| {
            let mut message = payload::read(payload)?;
            let changes = payload::changes(message.changes.iter())?;
            message.changes = automerge::sync::ChunkList::empty();
            Ok::<_, payload::PayloadError>((message, changes))
        });
        let (message, changes) = match read {
            Ok(Ok(read)) => read,
            Ok(Err(error)) => {
                tracing::warn!(socket = socket.0, %error, "a sync message was not read");
                effects.push(Effect::Close { socket, why: "the sync message could not be read" });
                return;
            }
            Err(_) => {
                effects.push(Effect::Close { socket, why: "the sync message could not be read" });
                return;
            }
        };
        // Our own client may be the one that fills it again.
        if asks && !peer.ours && self.heads.is_empty() && changes.is_empty() {
            let name = peer.name.clone();
            let frame = Frame::Unavailable { route: self.route_to(&name), board: self.me.board.clone() };
            effects.push(Effect::Send { socket, frame });
        }
        let is_same = |from: &From| matches!(from, From::Peer { socket: other, .. } if *other == socket);
        let waits = self.inbox.iter().any(|delivery| is_same(&delivery.from));
        if changes.is_empty() && !waits {
            let Some(peer) = self.peers.get_mut(&socket) else { return };
            if peer.acknowledges(&message, &self.heads, &self.lately) {
                return;
            }
            if !self.is_ahead() {
                let settled = Settled { from: From::Peer { socket, message }, outcome: Outcome::default() };
                self.answer(settled, effects);
                self.reply(effects);
                return;
            }
        }
        if self.is_held() && self.waiting_bytes() > self.me.limits.held_bytes {
            effects.push(Effect::Close { socket, why: "the server cannot store now" });
            return;
        }
        self.deliver(Delivery { from: From::Peer { socket, message }, changes }, now, effects);
    }

    fn waiting_bytes(&self) -> usize {
        let waiting = self.inbox.iter().flat_map(|delivery| &delivery.changes);
        waiting.map(|change| change.raw_bytes().len()).sum()
    }

    /// Notes what came of what somebody brought, and tells them of refusals. What they are to be
    /// sent follows with the next relay or reply.
    pub(super) fn answer(&mut self, settled: Settled, effects: &mut Vec<Effect>) {
        let Settled { from, outcome } = settled;
        for (_, why) in &outcome.refused {
            *self.refusals.entry(*why).or_default() += 1;
        }
        match from {
            From::Peer { socket, message } => {
                self.remember_refused(socket, &outcome.refused, effects);
                self.take_in(socket, message, outcome.brought);
            }
            From::File { ticket, .. } | From::Server { ticket, .. } => {
                effects.push(Effect::Answer { ticket, carried: outcome.carried() });
            }
        }
    }

    fn remember_refused(&mut self, socket: SocketId, refused: &[Refused], effects: &mut Vec<Effect>) {
        if let Some((_, why)) = refused.first() {
            let (count, why) = (refused.len(), why.key());
            tracing::info!(board = %self.me.board, socket = socket.0, count, why, "changes were not taken");
        }
        let Some(peer) = self.peers.get_mut(&socket) else { return };
        if peer.refused.len() + refused.len() > self.me.limits.refused_per_socket {
            effects.push(Effect::Close { socket, why: "too many changes that were not taken" });
            return;
        }
        peer.refused.extend(refused.iter().copied());
        if !peer.ours {
            return;
        }
        let mut by_reason: BTreeMap<Refusal, Vec<ChangeHash>> = BTreeMap::new();
        for (hash, why) in refused {
            by_reason.entry(*why).or_default().push(*hash);
        }
        let name = peer.name.clone();
        for (why, hashes) in by_reason {
            for some in hashes.chunks(shared::wire::MAX_ENTRIES) {
                let frame = Frame::Refused {
                    route: self.route_to(&name),
                    board: self.me.board.clone(),
                    hashes: some.to_vec(),
                    why,
                };
                effects.push(Effect::Send { socket, frame });
            }
        }
    }
}
