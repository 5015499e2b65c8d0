//! Level peers: those who have, or are being sent, all that was committed. They get each commit
//! as one message that is encoded once for all of them, and their acknowledgements are taken in
//! without a look at the document. Everybody else gets what Automerge works out for them.
//!
//! ```text
//! { heads: after, need: [], have: [{ lastSync: after, no Bloom filter }], changes: the commit's }
//! ```
//! `lastSync: after` says: send me what these heads do not cover. A peer that cannot follow
//! answers with other heads or a need, falls behind, and is served alone until it is level.

use super::peers::{Circle, Peer};
use super::portions::portions;
use super::*;
use automerge::sync::{BloomFilter, Capability, Have, MessageFlags, MessageVersion, State, SyncDoc};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How many commits back an acknowledgement is known without the document.
pub(super) const LATELY: usize = 64;

impl Peer {
    /// From now on it is served alone, until it says that it has everything.
    pub fn fall_behind(&mut self) {
        self.is_level = false;
        self.is_owed = true;
    }

    /// Takes in an acknowledgement, and says whether the message was nothing else.
    pub fn acknowledges(
        &mut self,
        message: &SyncMessage,
        heads: &[ChangeHash],
        lately: &VecDeque<Vec<ChangeHash>>,
    ) -> bool {
        let is_reset = message.flags.is_some_and(|flags| flags.contains(MessageFlags::SYNC_RESET));
        let is_bare = message.changes.is_empty() && message.need.is_empty() && !is_reset;
        if !is_bare || !self.state.have_responded || !self.orphans.is_empty() || self.is_owed {
            return false;
        }
        let has_all = message.heads == heads;
        let is_late = self.is_level && lately.contains(&message.heads);
        if !has_all && !is_late {
            return false;
        }
        note_flags(&mut self.state, message.flags);
        self.state.in_flight = !has_all;
        self.state.shared_heads.clone_from(&message.heads);
        self.state.their_heads = Some(message.heads.clone());
        self.state.their_have = Some(message.have.clone());
        self.state.their_need = Some(vec![]);
        // Each commit is remembered as sent; where hundreds write, hardly any acknowledgement is of
        // the newest heads. At worst a peer that falls behind is sent again what is on its way.
        self.state.sent_hashes.clear();
        if has_all {
            self.state.last_sent_heads.clone_from(&message.heads);
            self.is_level = !self.state.peer_read_only;
            self.awaits_answer = None;
            self.circle = Circle::default();
        }
        true
    }

    /// It is sent these heads and the changes that lead to them.
    fn is_sent(&mut self, heads: &[ChangeHash], changes: &[StoredChange]) {
        self.state.last_sent_heads = heads.to_vec();
        self.state.sent_hashes.extend(changes.iter().map(|change| change.hash));
        self.state.have_responded = true;
        self.state.in_flight = true;
        self.is_owed = false;
    }
}

impl Hub {
    /// Passes a commit on, and says what is stored. `brought` is how many of its changes each socket
    /// brought: they wait for it, and come first.
    pub(super) fn relay(
        &mut self,
        before: &[ChangeHash],
        changes: &[StoredChange],
        brought: &HashMap<SocketId, usize>,
        effects: &mut Vec<Effect>,
    ) {
        let (mut writers, mut readers, mut heads_only, mut alone) = (vec![], vec![], vec![], vec![]);
        for (socket, peer) in self.peers.iter_mut().filter(|(_, peer)| peer.has_begun) {
            let is_told = peer.state.last_sent_heads == self.heads;
            let follows = peer.state.last_sent_heads == before && peer.orphans.is_empty();
            if peer.is_level && is_told {
                // It had everything before anybody else.
            } else if !peer.is_level || !follows {
                peer.is_level = false;
                alone.push(*socket);
            } else if brought.get(socket) == Some(&changes.len()) {
                peer.is_sent(&self.heads, &[]);
                heads_only.push(*socket);
            } else {
                peer.is_sent(&self.heads, changes);
                let all = if brought.contains_key(socket) { &mut writers } else { &mut readers };
                all.push(*socket);
            }
        }
        let portions = portions(changes, before, &self.heads);
        for portion in &portions[..portions.len() - 1] {
            self.remember(portion.heads.clone());
        }
        let (alone_first, alone): (Vec<_>, Vec<_>) =
            alone.into_iter().partition(|socket| brought.contains_key(socket));
        self.spread(heads_only, (&self.heads, &[]), effects);
        for portion in &portions {
            self.spread(writers.clone(), (&portion.heads, portion.changes), effects);
        }
        for socket in alone_first {
            self.send_next(socket, effects);
        }
        self.tell_heads_after(brought, self.now, effects);
        for portion in &portions {
            self.spread(readers.clone(), (&portion.heads, portion.changes), effects);
        }
        for socket in alone {
            self.send_next(socket, effects);
        }
    }

    /// Goes on with those who did not answer in time.
    pub(super) fn reply_to_silent(&mut self, effects: &mut Vec<Effect>) {
        let silent = |peer: &&mut Peer| peer.awaits_answer.is_some_and(|until| until <= self.now);
        for peer in self.peers.values_mut().filter(silent) {
            peer.awaits_answer = None;
        }
        if !self.is_ahead() {
            self.reply(effects);
        }
        let next = self.peers.values().filter_map(|peer| peer.awaits_answer).min();
        effects.extend(next.map(Effect::WakeAt));
    }

    /// Answers those who were not answered by passing something on.
    pub(super) fn reply(&mut self, effects: &mut Vec<Effect>) {
        let owed = self.peers.iter().filter(|(_, peer)| peer.is_owed && peer.has_begun);
        let owed: Vec<SocketId> = owed.map(|(socket, _)| *socket).collect();
        for socket in owed {
            self.send_next(socket, effects);
        }
    }

    fn spread(
        &self,
        to: Vec<SocketId>,
        (heads, changes): (&[ChangeHash], &[StoredChange]),
        effects: &mut Vec<Effect>,
    ) {
        if to.is_empty() {
            return;
        }
        let changes: Vec<Vec<u8>> = changes.iter().map(|change| change.bytes.clone()).collect();
        let mut flags = MessageFlags::new();
        flags.set(MessageFlags::SUPPORTS_SYNC_RESET);
        let message = SyncMessage {
            heads: heads.to_vec(),
            need: vec![],
            have: vec![Have { last_sync: heads.to_vec(), bloom: BloomFilter::default() }],
            changes: changes.into(),
            flags: Some(flags),
            version: MessageVersion::V1,
        };
        let (route, board) = (self.route_to_all(), self.me.board.clone());
        effects.push(Effect::Spread { to, frame: Frame::Sync { route, board, payload: message.encode() } });
    }

    /// Brings the peer's sync state up to its message, whose changes are on the board by now.
    /// Automerge's own way looks through the whole history for this.
    pub(super) fn take_in(&mut self, socket: SocketId, message: SyncMessage, brought: bool) {
        let Some(peer) = self.peers.get_mut(&socket) else { return };
        let board = &self.board;
        let has = |hash: &ChangeHash| holds(board, hash);
        let state = &mut peer.state;
        note_flags(state, message.flags);
        if message.flags.is_some_and(|flags| flags.contains(MessageFlags::SYNC_RESET)) {
            state.sent_hashes.clear();
            peer.is_level = false;
        }
        state.in_flight = false;
        peer.awaits_answer = None;
        if message.heads == self.heads {
            state.sent_hashes.clear();
            if !brought {
                state.last_sent_heads.clone_from(&message.heads);
            }
        }
        let known: Vec<ChangeHash> = message.heads.iter().filter(|head| has(head)).copied().collect();
        if known.len() == message.heads.len() {
            state.shared_heads = known;
            if message.heads.is_empty() {
                // It lost everything, or begins.
                state.last_sent_heads.clear();
                state.sent_hashes.clear();
            }
        } else {
            state.shared_heads.extend(known);
            state.shared_heads.sort();
            state.shared_heads.dedup();
        }
        let is_refused = |hash: &ChangeHash| peer.refused.contains_key(hash);
        let follows = message.heads.iter().all(|head| has(head) || is_refused(head))
            && message.have.iter().flat_map(|have| &have.last_sync).all(has);
        // What was refused is not asked for again, or both sides would talk for ever.
        let need: Vec<ChangeHash> = message.need.into_iter().filter(|hash| !is_refused(hash)).collect();
        peer.is_level &= need.is_empty() && follows && !message.heads.is_empty() && !state.peer_read_only;
        let mut heads = message.heads;
        if heads.iter().any(is_refused) {
            heads.retain(|head| !is_refused(head));
            if heads.iter().all(has) {
                heads.clone_from(&self.heads);
            }
        }
        state.their_heads = Some(heads);
        state.their_have = Some(message.have);
        state.their_need = Some(need);
        peer.is_owed |= brought || !peer.is_level;
    }

    /// The next sync message for one peer, if there is something to say.
    pub(super) fn send_next(&mut self, socket: SocketId, effects: &mut Vec<Effect>) {
        let Some(peer) = self.peers.get_mut(&socket).filter(|peer| peer.has_begun) else { return };
        if peer.is_level && peer.state.last_sent_heads == self.heads && peer.orphans.is_empty() {
            peer.is_sent(&self.heads, &[]);
            self.spread(vec![socket], (&self.heads, &[]), effects);
            return;
        }
        if peer.awaits_answer.is_some_and(|until| self.now < until) {
            return; // what it lacks is worked out from its answer
        }
        peer.is_owed = false;
        if let Some(why) = peer.go_round(&self.heads, self.me.limits.messages_without_progress) {
            effects.push(Effect::Close { socket, why });
            return;
        }
        let board = &self.board;
        let made = catch_unwind(AssertUnwindSafe(|| {
            let message = board.generate_sync_message(&mut peer.state);
            peer.is_level = becomes_level(board, &peer.state);
            message
        }));
        let Ok(message) = made else {
            effects.push(Effect::Close { socket, why: "the sync message could not be answered" });
            return;
        };
        let Some(mut message) = message else { return };
        let is_whole = !message.changes.is_empty() && peer.state.their_heads == Some(vec![]);
        if is_whole {
            // It is not made again while the peer reads the first; unless it is this silent.
            let until = self.now.after(self.me.limits.whole_board_answer_within);
            peer.awaits_answer = Some(until);
            effects.push(Effect::WakeAt(until));
        }
        ask_for_missing(&mut message, peer, board);
        let frame = Frame::Sync {
            route: Route { sender: self.me.peer.clone(), target: peer.name.clone() },
            board: self.me.board.clone(),
            payload: message.encode(),
        };
        effects.push(Effect::Send { socket, frame });
    }
}

fn note_flags(state: &mut State, flags: Option<MessageFlags>) {
    let Some(flags) = flags else { return };
    let mut capabilities = vec![Capability::MessageV2];
    if flags.contains(MessageFlags::SUPPORTS_SYNC_RESET) {
        capabilities.push(Capability::SyncReset);
    }
    state.their_capabilities = Some(capabilities);
    state.peer_read_only = flags.contains(MessageFlags::READ_ONLY);
}

/// Whether what was sent is all that the peer lacks: its heads are known, and nothing beyond
/// them was held back by a Bloom filter that seemed to know it.
fn becomes_level(board: &Automerge, state: &State) -> bool {
    let Some(heads) = state.their_heads.as_ref().filter(|heads| !heads.is_empty()) else { return false };
    !state.peer_read_only
        && heads.iter().all(|head| holds(board, head))
        && board.get_changes_meta(heads).iter().all(|meta| state.sent_hashes.contains(&meta.hash))
}

/// Orphans wait outside the board, so Automerge asks for their heads again instead of for what
/// they lack: name that.
fn ask_for_missing(message: &mut SyncMessage, peer: &Peer, board: &Automerge) {
    if peer.orphans.is_empty() {
        return;
    }
    let waiting: HashSet<ChangeHash> = peer.orphans.iter().map(Change::hash).collect();
    let is_missing = |hash: &ChangeHash| {
        !waiting.contains(hash) && !peer.refused.contains_key(hash) && !holds(board, hash)
    };
    let mut need: Vec<ChangeHash> = peer.orphans.iter().flat_map(|orphan| orphan.deps().to_vec()).collect();
    need.extend(message.need.iter().copied());
    need.retain(is_missing);
    need.sort();
    need.dedup();
    message.need = need;
}
