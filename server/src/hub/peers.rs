//! Who is here, and what each is still to be told.

use super::gathering::{Outcome, Settled};
use super::*;
use automerge::sync::{State, SyncDoc};
use shared::wire::payload;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Most changes of one socket that wait for what they build on.
pub(super) const MAX_ORPHANS: usize = 1_000;
/// Most refused changes of one socket that are remembered; an honest one has a handful.
const MAX_REFUSED: usize = 10_000;

/// One socket on this board.
pub(super) struct Peer {
    pub name: PeerId,
    pub who: Who,
    /// Our own client: it hears of refusals and of storage in trouble.
    pub ours: bool,
    state: State,
    /// Whether it asked for the board, so that it is sent what is new.
    has_begun: bool,
    /// Whether it wants to hear what the server's storage holds.
    is_subscribed: bool,
    /// Changes whose dependencies have not come yet.
    pub orphans: Vec<Change>,
    /// Not taken from this socket: not asked for again.
    pub refused: HashMap<ChangeHash, Refusal>,
}

impl Peer {
    fn new(joined: Joined) -> Self {
        Self {
            name: joined.peer,
            who: joined.who,
            ours: joined.ours,
            state: State::new(),
            has_begun: false,
            is_subscribed: false,
            orphans: vec![],
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
}

impl Hub {
    pub(super) fn join(&mut self, joined: Joined, now: Now, effects: &mut Vec<Effect>) {
        let (socket, ours, name) = (joined.socket, joined.ours, joined.peer.clone());
        self.peers.insert(socket, Peer::new(joined));
        if ours && self.is_held() {
            let frame = Frame::Held { route: self.route_to(&name), board: self.me.board.clone(), held: true };
            effects.push(Effect::Send { socket, frame });
        }
        if ours {
            effects.push(Effect::Send { socket, frame: self.heads_frame(&name, now) });
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
            let name = peer.name.clone();
            effects.push(Effect::Send { socket, frame: self.heads_frame(&name, now) });
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
        if asks && self.board.get_heads().is_empty() && changes.is_empty() {
            let name = peer.name.clone();
            let frame = Frame::Unavailable { route: self.route_to(&name), board: self.me.board.clone() };
            effects.push(Effect::Send { socket, frame });
        }
        let waits = self
            .inbox
            .iter()
            .any(|delivery| matches!(delivery.from, From::Peer { socket: other, .. } if other == socket));
        if changes.is_empty() && !waits {
            let settled = Settled { from: From::Peer { socket, message }, outcome: Outcome::default() };
            self.answer(settled, effects);
            return;
        }
        if self.is_held() && self.waiting_bytes() > MAX_WAITING_BYTES {
            effects.push(Effect::Close { socket, why: "the server cannot store now" });
            return;
        }
        self.deliver(Delivery { from: From::Peer { socket, message }, changes }, now, effects);
    }

    fn waiting_bytes(&self) -> usize {
        let waiting = self.inbox.iter().flat_map(|delivery| &delivery.changes);
        waiting.map(|change| change.raw_bytes().len()).sum()
    }

    /// Tells whoever brought something what came of it.
    pub(super) fn answer(&mut self, settled: Settled, effects: &mut Vec<Effect>) {
        let Settled { from, outcome } = settled;
        match from {
            From::Peer { socket, message } => {
                self.remember_refused(socket, &outcome.refused, effects);
                if self.take_in(socket, message, outcome.brought).is_err() {
                    effects.push(Effect::Close { socket, why: "the sync message could not be taken in" });
                    return;
                }
                self.send_next(socket, effects);
            }
            From::File { ticket, .. } | From::Server { ticket, .. } => {
                effects.push(Effect::Answer { ticket, carried: outcome.carried() });
            }
        }
    }

    /// Brings the peer's sync state up to its message, whose changes are on the board by now.
    fn take_in(&mut self, socket: SocketId, message: SyncMessage, brought: bool) -> Result<(), ()> {
        let Some(peer) = self.peers.get_mut(&socket) else { return Ok(()) };
        let sent = peer.state.last_sent_heads.clone();
        let heads_of_board = self.board.get_heads();
        let taken =
            catch_unwind(AssertUnwindSafe(|| self.board.receive_sync_message(&mut peer.state, message)));
        taken.map_err(|_| ())?.map_err(|_| ())?;
        if brought {
            // Automerge would take the emptied message for an acknowledgement of ours, and we
            // would never acknowledge theirs.
            peer.state.last_sent_heads = sent;
        }
        // What was refused is not asked for again, or both sides would talk for ever.
        let refused: HashSet<&ChangeHash> = peer.refused.keys().collect();
        if let Some(need) = &mut peer.state.their_need {
            need.retain(|hash| !refused.contains(hash));
        }
        if let Some(heads) = &mut peer.state.their_heads
            && heads.iter().any(|head| refused.contains(head))
        {
            heads.retain(|head| !refused.contains(head));
            if heads.iter().all(|head| self.board.get_change_meta_by_hash(head).is_some()) {
                *heads = heads_of_board;
            }
        }
        Ok(())
    }

    fn remember_refused(&mut self, socket: SocketId, refused: &[Refused], effects: &mut Vec<Effect>) {
        if let Some((_, why)) = refused.first() {
            let (count, why) = (refused.len(), why.key());
            tracing::info!(board = %self.me.board, socket = socket.0, count, why, "changes were not taken");
        }
        let Some(peer) = self.peers.get_mut(&socket) else { return };
        if peer.refused.len() + refused.len() > MAX_REFUSED {
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

    /// Sends everybody what they lack. One place, so that level peers may get one encoding.
    pub(super) fn broadcast(&mut self, effects: &mut Vec<Effect>) {
        let sockets: Vec<SocketId> = self.peers.keys().copied().collect();
        for socket in sockets {
            self.send_next(socket, effects);
        }
    }

    /// The next sync message for one peer, if there is something to say.
    fn send_next(&mut self, socket: SocketId, effects: &mut Vec<Effect>) {
        let Some(peer) = self.peers.get_mut(&socket).filter(|peer| peer.has_begun) else { return };
        let board = &self.board;
        let Ok(message) = catch_unwind(AssertUnwindSafe(|| board.generate_sync_message(&mut peer.state)))
        else {
            effects.push(Effect::Close { socket, why: "the sync message could not be answered" });
            return;
        };
        let Some(mut message) = message else { return };
        ask_for_missing(&mut message, peer, board);
        let frame = Frame::Sync {
            route: Route { sender: self.me.peer.clone(), target: peer.name.clone() },
            board: self.me.board.clone(),
            payload: message.encode(),
        };
        effects.push(Effect::Send { socket, frame });
    }
}

/// Orphans wait outside the board, so Automerge asks for their heads again instead of for what
/// they lack: name that.
fn ask_for_missing(message: &mut SyncMessage, peer: &Peer, board: &Automerge) {
    if peer.orphans.is_empty() {
        return;
    }
    let waiting: HashSet<ChangeHash> = peer.orphans.iter().map(Change::hash).collect();
    let is_missing = |hash: &ChangeHash| {
        !waiting.contains(hash)
            && !peer.refused.contains_key(hash)
            && board.get_change_meta_by_hash(hash).is_none()
    };
    let mut need: Vec<ChangeHash> = peer.orphans.iter().flat_map(|orphan| orphan.deps().to_vec()).collect();
    need.extend(message.need.iter().copied());
    need.retain(is_missing);
    need.sort();
    need.dedup();
    message.need = need;
}
