//! One live board on the server, as a state machine: events in, effects out.
//!
//! ```text
//! changes arrive ─ a few ms ─> judged ─> tried on the board ─> one commit ─┬─> everybody gets them
//!                                │                │                        └─> "the server has it"
//!                                │                └─> broken or not stored: the board is read again
//!                                └─> refused by name
//! ```
//! Nothing unjudged is stored or passed on, and nothing is passed on or acknowledged before it
//! is committed. It never sleeps, reads a clock, sends or stores: `live` does what it says.
//!
//! The board is never copied, since a copy costs as much as its history is long. What was judged
//! is applied before the commit, so that nothing is stored that does not apply; between the two
//! the board is ahead of the log and nobody is told of it. Where applying breaks it, or storage
//! refuses, the log's own state takes its place.

mod commits;
mod events;
mod gathering;
mod heads;
mod judging;
mod level;
mod peers;
mod portions;
mod receipts;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;
mod whispers;

use crate::admission::Who;
use crate::log::{Batch, Binding, Seq, StoredChange};
use automerge::sync::Message as SyncMessage;
use automerge::{ActorId, Automerge, Change, ChangeHash};
use commits::Stage;
pub use events::{Effect, Event, Identity, Joined, Now, SocketId, Ticket};
pub use judging::server_author;
use peers::Peer;
use shared::act::Act;
use shared::board::holds;
use shared::door::{Carried, Refusal};
use shared::ids::MemberId;
use shared::judge::Actors;
use shared::wire::{Ephemeral, Frame, PeerId, Route, StorageHeads};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::time::Duration;
use whispers::Whispers;

/// One live board.
pub struct Hub {
    me: Identity,
    board: Automerge,
    /// The heads of what is committed, whatever the board holds meanwhile.
    heads: Vec<ChangeHash>,
    /// Committed heads of late, which peers still acknowledge.
    lately: VecDeque<Vec<ChangeHash>>,
    actors: Actors,
    bindings: HashMap<ActorId, MemberId>,
    seq: Seq,
    peers: BTreeMap<SocketId, Peer>,
    whispers: Whispers,
    inbox: Vec<Delivery>,
    /// When the first of what is in the inbox came.
    inbox_since: Now,
    /// How much later than asked for the last gathering ended.
    late: Duration,
    stage: Stage,
    /// When those hear what is stored who are told a moment later.
    heads_due: Option<Now>,
    now: Now,
    /// Changes that were refused since that was asked last.
    refusals: BTreeMap<Refusal, u64>,
}

/// What a socket or our own side brought, until it is settled.
#[derive(Debug)]
struct Delivery {
    from: From,
    changes: Vec<Change>,
}

#[derive(Debug)]
enum From {
    /// The message without its changes: it is taken in when they are.
    Peer {
        socket: SocketId,
        message: SyncMessage,
    },
    File {
        ticket: Ticket,
        who: Who,
    },
    Server {
        ticket: Ticket,
        act: Act,
    },
}

/// A change that was not taken, and why.
type Refused = (ChangeHash, Refusal);

impl Hub {
    /// A board as it was loaded from the log.
    pub fn new(me: Identity, board: Automerge, stored: (Vec<Binding>, Seq)) -> Self {
        let (bindings, seq) = stored;
        Self {
            me,
            actors: Actors::of(&board),
            heads: board.get_heads(),
            lately: VecDeque::new(),
            board,
            bindings: bindings.into_iter().map(|bound| (bound.actor, bound.member)).collect(),
            seq,
            peers: BTreeMap::new(),
            whispers: Whispers::default(),
            inbox: Vec::new(),
            inbox_since: Now::default(),
            late: Duration::ZERO,
            stage: Stage::Resting,
            heads_due: None,
            now: Now::default(),
            refusals: BTreeMap::new(),
        }
    }

    /// How many changes were refused since this was asked last, by reason.
    pub fn take_refusals(&mut self) -> BTreeMap<Refusal, u64> {
        std::mem::take(&mut self.refusals)
    }

    /// The committed board; nothing while a commit or a reading of the log is under way.
    pub fn board(&self) -> Option<&Automerge> {
        (!self.is_ahead()).then_some(&self.board)
    }

    /// The place in the log up to which the board holds everything.
    pub fn seq(&self) -> Seq {
        self.seq
    }

    /// The members who are here, once each.
    pub fn members(&self) -> BTreeSet<MemberId> {
        self.peers.values().map(|peer| peer.who.member.clone()).collect()
    }

    /// Whether nobody is here and nothing waits: the hub may go.
    pub fn is_idle(&self) -> bool {
        self.peers.is_empty() && self.inbox.is_empty() && matches!(self.stage, Stage::Resting)
    }

    pub fn handle(&mut self, event: Event, now: Now) -> Vec<Effect> {
        self.now = now;
        let mut effects = Vec::new();
        match event {
            Event::Joined(joined) => self.join(joined, now, &mut effects),
            Event::Left { socket } => {
                self.peers.remove(&socket);
            }
            Event::Sync { socket, payload, asks } => self.sync(socket, &payload, asks, now, &mut effects),
            Event::Said { socket, said } => self.whisper(socket, said, now, &mut effects),
            Event::Subscribed { socket, add, remove } => {
                self.subscribe(socket, &add, &remove, now, &mut effects);
            }
            Event::Shown { socket, heads, seal } => self.shown(socket, heads, &seal),
            Event::Changed { who } => {
                for peer in self.peers.values_mut().filter(|peer| peer.who.member == who.member) {
                    peer.changed(&who);
                }
            }
            Event::Brought { ticket, who, changes } => {
                self.deliver(Delivery { from: From::File { ticket, who }, changes }, now, &mut effects);
            }
            Event::Act { ticket, act } => {
                let from = From::Server { ticket, act };
                self.deliver(Delivery { from, changes: vec![] }, now, &mut effects);
            }
            Event::Woke => self.woke(now, &mut effects),
            Event::Committed { seq } => self.committed(seq, &mut effects),
            Event::NotCommitted => self.not_committed(now, &mut effects),
            Event::Restored { board, seq } => self.restored(*board, seq, now, &mut effects),
            Event::NotRestored => self.not_restored(now, &mut effects),
            Event::Moved { changes, seq } => self.moved(&changes, seq, now, &mut effects),
        }
        effects
    }

    fn route_to(&self, peer: &PeerId) -> Route {
        Route { sender: self.me.peer.clone(), target: peer.clone() }
    }

    /// Where a frame for several goes, until each one's name is put in.
    fn route_to_all(&self) -> Route {
        self.route_to(&self.me.peer)
    }

    fn tell_held(&self, held: bool, effects: &mut Vec<Effect>) {
        let ours = self.peers.iter().filter(|(_, peer)| peer.ours);
        let to = ours.map(|(socket, _)| *socket).collect();
        let frame = Frame::Held { route: self.route_to_all(), board: self.me.board.clone(), held };
        effects.push(Effect::Spread { to, frame });
    }
}
