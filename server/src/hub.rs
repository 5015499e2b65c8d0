//! One live board on the server, as a state machine: events in, effects out.
//!
//! ```text
//! changes arrive ─ a few ms ─> judged on a copy ─> one commit ─> the copy is the board
//!                                   │                               ├─> everybody gets them
//!                                   └─> refused by name             └─> "the server has it"
//! ```
//! Nothing unjudged is stored or passed on, and nothing is passed on or acknowledged before it
//! is committed. It never sleeps, reads a clock, sends or stores: `live` does what it says.
//! Judging works on a copy, so that whatever a hostile change does, the board stays as it was.

mod gathering;
mod judging;
mod peers;
#[cfg(test)]
mod tests;
mod whispers;

use crate::admission::Who;
use crate::log::{Batch, Binding, Seq, StoredChange};
use automerge::sync::Message as SyncMessage;
use automerge::{ActorId, Automerge, Change, ChangeHash};
use gathering::Gathered;
pub use judging::server_author;
use peers::Peer;
use shared::act::Act;
use shared::door::{Carried, Refusal};
use shared::ids::{BoardId, MemberId};
use shared::judge::Actors;
use shared::wire::{Ephemeral, Frame, PeerId, Route, StorageHeads};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;
use whispers::Whispers;

/// How long changes are gathered before they are judged and stored together.
const GATHER: Duration = Duration::from_millis(4);
/// First and longest wait before a commit is tried again.
const RETRY_MIN: Duration = Duration::from_millis(250);
const RETRY_MAX: Duration = Duration::from_secs(5);
/// Most bytes of changes that wait while the server cannot store. Beyond, their socket closes:
/// the work stays on its device and comes again.
const MAX_WAITING_BYTES: usize = 32 * 1024 * 1024;

/// Unix milliseconds, by the driver's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Now(pub u64);

impl Now {
    fn after(self, wait: Duration) -> Now {
        Now(self.0.saturating_add(wait.as_millis() as u64))
    }
}

/// One connection, for its lifetime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SocketId(pub u64);

/// A request from our own side that waits for its commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket(pub u64);

/// What happens to a live board.
#[derive(Debug)]
pub enum Event {
    Joined(Joined),
    Left {
        socket: SocketId,
    },
    /// A sync message; `asks` if the sender wants to hear that the board is not here.
    Sync {
        socket: SocketId,
        payload: Vec<u8>,
        asks: bool,
    },
    Said {
        socket: SocketId,
        said: Ephemeral,
    },
    Subscribed {
        socket: SocketId,
        add: Vec<String>,
        remove: Vec<String>,
    },
    /// A member's role or organisation is another now.
    Changed {
        who: Who,
    },
    /// A file that a member merges in.
    Brought {
        ticket: Ticket,
        who: Who,
        changes: Vec<Change>,
    },
    /// The server's own act, such as publishing a membership.
    Act {
        ticket: Ticket,
        act: Act,
    },
    /// The time asked for by [`Effect::WakeAt`] has come.
    Woke,
    Committed {
        seq: Seq,
    },
    NotCommitted,
    /// Another writer's commits, read from the log.
    Moved {
        changes: Vec<StoredChange>,
        seq: Seq,
    },
}

/// Somebody opens the board over a socket.
#[derive(Clone, Debug)]
pub struct Joined {
    pub socket: SocketId,
    pub peer: PeerId,
    pub who: Who,
    /// Whether it is our own client, which reads messages of our own.
    pub ours: bool,
}

/// What the driver does next, in order.
#[derive(Debug, PartialEq)]
pub enum Effect {
    Send {
        socket: SocketId,
        frame: Frame,
    },
    Close {
        socket: SocketId,
        why: &'static str,
    },
    /// Store this; answer with `Committed` or `NotCommitted`. Never a second before the answer.
    Commit(Batch),
    WakeAt(Now),
    Answer {
        ticket: Ticket,
        carried: Carried,
    },
}

/// What a hub is told about itself and its server.
#[derive(Clone, Debug)]
pub struct Identity {
    pub board: BoardId,
    /// The server's name as a peer.
    pub peer: PeerId,
    /// The name of the server's storage, under which it says what it has.
    pub storage: String,
    /// The author of the server's own acts.
    pub author: MemberId,
    /// Drawn afresh for each life of the hub: an actor is never used again after a stop.
    pub actor: [u8; 16],
}

/// One live board.
pub struct Hub {
    me: Identity,
    board: Automerge,
    actors: Actors,
    bindings: HashMap<ActorId, MemberId>,
    seq: Seq,
    peers: BTreeMap<SocketId, Peer>,
    whispers: Whispers,
    inbox: Vec<Delivery>,
    stage: Stage,
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

/// Where the board stands between gathering and the commit.
enum Stage {
    Resting,
    Gathering {
        until: Now,
    },
    Committing {
        gathered: Box<Gathered>,
    },
    /// Storage refused: tried again at `until`.
    Held {
        gathered: Box<Gathered>,
        until: Now,
        wait: Duration,
    },
}

impl Hub {
    /// A board as it was loaded from the log.
    pub fn new(me: Identity, board: Automerge, stored: (Vec<Binding>, Seq)) -> Self {
        let (bindings, seq) = stored;
        Self {
            me,
            actors: Actors::of(&board),
            board,
            bindings: bindings.into_iter().map(|bound| (bound.actor, bound.member)).collect(),
            seq,
            peers: BTreeMap::new(),
            whispers: Whispers::default(),
            inbox: Vec::new(),
            stage: Stage::Resting,
        }
    }

    /// The committed board.
    pub fn board(&self) -> &Automerge {
        &self.board
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

    /// Whether storage refused the last commit.
    pub fn is_held(&self) -> bool {
        matches!(self.stage, Stage::Held { .. })
    }

    pub fn handle(&mut self, event: Event, now: Now) -> Vec<Effect> {
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
            Event::Committed { seq } => self.committed(seq, now, &mut effects),
            Event::NotCommitted => self.not_committed(now, &mut effects),
            Event::Moved { changes, seq } => self.moved(&changes, seq, now, &mut effects),
        }
        effects
    }

    fn deliver(&mut self, delivery: Delivery, now: Now, effects: &mut Vec<Effect>) {
        self.inbox.push(delivery);
        if matches!(self.stage, Stage::Resting) {
            self.gather(now, effects);
        }
    }

    fn gather(&mut self, now: Now, effects: &mut Vec<Effect>) {
        let until = now.after(GATHER);
        self.stage = Stage::Gathering { until };
        effects.push(Effect::WakeAt(until));
    }

    fn woke(&mut self, now: Now, effects: &mut Vec<Effect>) {
        match std::mem::replace(&mut self.stage, Stage::Resting) {
            Stage::Gathering { until } if until <= now => self.judge(now, effects),
            Stage::Held { gathered, until, wait } if until <= now => {
                effects.push(Effect::Commit(gathered.batch.clone()));
                self.stage = Stage::Held { gathered, until: Now(u64::MAX), wait };
            }
            // An early or late timer of an earlier stage.
            stage @ (Stage::Resting
            | Stage::Gathering { .. }
            | Stage::Committing { .. }
            | Stage::Held { .. }) => self.stage = stage,
        }
    }

    /// Judges what was gathered on a copy, and asks for the commit if anything is new.
    fn judge(&mut self, now: Now, effects: &mut Vec<Effect>) {
        let inbox = std::mem::take(&mut self.inbox);
        let gathered = self.judged(inbox, now, effects);
        if gathered.batch.changes.is_empty() {
            self.settle(gathered, now, effects);
            return;
        }
        effects.push(Effect::Commit(gathered.batch.clone()));
        self.stage = Stage::Committing { gathered: Box::new(gathered) };
    }

    fn committed(&mut self, seq: Seq, now: Now, effects: &mut Vec<Effect>) {
        let (mut gathered, was_held) = match std::mem::replace(&mut self.stage, Stage::Resting) {
            Stage::Committing { gathered } => (gathered, false),
            Stage::Held { gathered, .. } => (gathered, true),
            stage @ (Stage::Resting | Stage::Gathering { .. }) => {
                self.stage = stage;
                return;
            }
        };
        self.board = std::mem::take(&mut gathered.board);
        self.actors = std::mem::take(&mut gathered.actors);
        for bound in &gathered.batch.bindings {
            self.bindings.entry(bound.actor.clone()).or_insert_with(|| bound.member.clone());
        }
        // Another writer's change between ours would be read by `Moved`; a gap is never skipped.
        if seq.0 == self.seq.0 + gathered.batch.changes.len() as u64 {
            self.seq = seq;
        }
        if was_held {
            self.tell_held(false, effects);
        }
        self.settle(*gathered, now, effects);
        self.broadcast(effects);
        self.tell_heads(now, effects);
    }

    fn not_committed(&mut self, now: Now, effects: &mut Vec<Effect>) {
        let (gathered, wait) = match std::mem::replace(&mut self.stage, Stage::Resting) {
            Stage::Committing { gathered } => {
                self.tell_held(true, effects);
                (gathered, RETRY_MIN)
            }
            Stage::Held { gathered, wait, .. } => (gathered, (wait * 2).min(RETRY_MAX)),
            stage @ (Stage::Resting | Stage::Gathering { .. }) => {
                self.stage = stage;
                return;
            }
        };
        let until = now.after(wait);
        self.stage = Stage::Held { gathered, until, wait };
        effects.push(Effect::WakeAt(until));
    }

    /// Takes in what another writer committed; it was judged there.
    fn moved(&mut self, changes: &[StoredChange], seq: Seq, now: Now, effects: &mut Vec<Effect>) {
        let chunks: Vec<u8> = changes.iter().flat_map(|change| change.bytes.iter().copied()).collect();
        let before = self.board.get_heads();
        if !chunks.is_empty() && self.board.load_incremental(&chunks).is_err() {
            return; // the log's own damage shows when the board is loaded
        }
        self.seq = seq.max(self.seq);
        if self.board.get_heads() == before {
            return;
        }
        self.actors = Actors::of(&self.board);
        if let Stage::Committing { gathered } | Stage::Held { gathered, .. } = &mut self.stage {
            // The copy in flight must hold it too, or the commit would take it away again.
            if gathered.board.load_incremental(&chunks).is_ok() {
                gathered.actors = Actors::of(&gathered.board);
            }
        }
        self.broadcast(effects);
        self.tell_heads(now, effects);
    }

    /// Answers whoever brought something, and goes on with what came meanwhile.
    fn settle(&mut self, gathered: Gathered, now: Now, effects: &mut Vec<Effect>) {
        for settled in gathered.settled {
            self.answer(settled, effects);
        }
        if self.inbox.is_empty() {
            self.stage = Stage::Resting;
        } else {
            self.gather(now, effects);
        }
    }

    /// What this server's storage holds, as a frame for one peer.
    fn heads_frame(&self, peer: &PeerId, now: Now) -> Frame {
        Frame::Heads {
            route: self.route_to(peer),
            board: self.me.board.clone(),
            heads: vec![StorageHeads {
                storage: self.me.storage.clone(),
                heads: self.board.get_heads(),
                timestamp: now.0,
            }],
        }
    }

    fn route_to(&self, peer: &PeerId) -> Route {
        Route { sender: self.me.peer.clone(), target: peer.clone() }
    }

    fn tell_heads(&mut self, now: Now, effects: &mut Vec<Effect>) {
        for (socket, peer) in self.peers.iter().filter(|(_, peer)| peer.hears_heads()) {
            effects.push(Effect::Send { socket: *socket, frame: self.heads_frame(&peer.name, now) });
        }
    }

    fn tell_held(&self, held: bool, effects: &mut Vec<Effect>) {
        for (socket, peer) in self.peers.iter().filter(|(_, peer)| peer.ours) {
            let frame = Frame::Held { route: self.route_to(&peer.name), board: self.me.board.clone(), held };
            effects.push(Effect::Send { socket: *socket, frame });
        }
    }
}

/// A change that was not taken, and why.
type Refused = (ChangeHash, Refusal);
