//! What a live board is told and what it says to do. Plain data: nothing here decides.

use crate::admission::Who;
use crate::limits::Limits;
use crate::log::{Batch, Seq, StoredChange};
use automerge::{Automerge, Change, ChangeHash};
use shared::act::Act;
use shared::door::Carried;
use shared::ids::{BoardId, MemberId};
use shared::receipt::{ReceiptKey, Seal};
use shared::wire::{Ephemeral, Frame, PeerId};
use std::sync::Arc;
use std::time::Duration;

/// Unix milliseconds, by the driver's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Now(pub u64);

impl Now {
    pub fn after(self, wait: Duration) -> Now {
        Now(self.0.saturating_add(wait.as_millis() as u64))
    }

    pub fn since(self, earlier: Now) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
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
    /// Our client shows a receipt for what it holds.
    Shown {
        socket: SocketId,
        heads: Vec<ChangeHash>,
        seal: Seal,
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
    /// The board as the log holds it, asked for by [`Effect::Restore`].
    Restored {
        board: Box<Automerge>,
        seq: Seq,
    },
    NotRestored,
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
    /// Encode once, put each one's own name behind it. The frame's target is nobody's.
    Spread {
        to: Vec<SocketId>,
        frame: Frame,
    },
    Close {
        socket: SocketId,
        why: &'static str,
    },
    /// Store this; answer with `Committed` or `NotCommitted`. Never a second before the answer.
    Commit(Arc<Batch>),
    /// Read the board from the log; answer with `Restored` or `NotRestored`.
    Restore,
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
    /// What its receipts are sealed with.
    pub key: ReceiptKey,
    /// The author of the server's own acts.
    pub author: MemberId,
    /// Drawn afresh for each life of the hub: an actor is never used again after a stop.
    pub actor: [u8; 16],
    pub limits: Arc<Limits>,
}
