//! The change log: where the changes of boards rest, in the order in which they were committed.
//!
//! ```text
//! board -> snapshot at N?  change N+1  change N+2  …      plus: which actor is which member
//! ```
//! Changes are content-addressed (the same one twice is stored once) and each gets the board's
//! next sequence number in the commit that stores it, so whoever has seen N has seen all below
//! it, with any number of writers. One contract suite (`log::contract`) holds for every kind of
//! log. A log never looks inside a change: what it may say is judged before it comes here.

pub mod compact;
#[cfg(test)]
mod contract;
pub mod memory;
pub mod sqlite;

use automerge::{ActorId, Change, ChangeHash};
use shared::ids::{BoardId, MemberId};
use std::error::Error as StdError;
use tokio::sync::watch;

/// A place in one board's log. Zero is before its first change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seq(pub u64);

/// One change as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredChange {
    pub hash: ChangeHash,
    /// The chunk as Automerge wrote it.
    pub bytes: Vec<u8>,
}

impl From<&Change> for StoredChange {
    fn from(change: &Change) -> Self {
        Self { hash: change.hash(), bytes: change.raw_bytes().to_vec() }
    }
}

/// Whose changes an actor makes: settled once, by the first delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    pub actor: ActorId,
    pub member: MemberId,
}

/// What one commit stores.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    pub changes: Vec<StoredChange>,
    pub bindings: Vec<Binding>,
}

/// A whole document, holding every change up to and including `seq`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    pub seq: Seq,
    pub bytes: Vec<u8>,
}

/// A board as it rests: the snapshot if there is one, and all that came after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    pub snapshot: Option<Snapshot>,
    pub changes: Vec<StoredChange>,
    pub bindings: Vec<Binding>,
    /// The last change's place: where to go on from.
    pub seq: Seq,
}

/// What came after a place in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tail {
    /// In order; empty if nothing came. `seq` is where to go on from.
    Changes { changes: Vec<StoredChange>, seq: Seq },
    /// The place was cut away since: take this, and go on from its `seq`.
    Behind { snapshot: Snapshot },
}

/// Why storage did not do as asked. What was not committed is not stored.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    #[error("no room left where boards are stored")]
    NoRoom,
    #[error("the place where boards are stored is read-only")]
    ReadOnly,
    #[error("what is stored is damaged")]
    Damaged(#[source] Box<dyn StdError + Send + Sync>),
    #[error("storage did not answer as it should")]
    Other(#[source] Box<dyn StdError + Send + Sync>),
}

/// The change half of storage. Every method may be called by several writers at once.
///
/// # Errors
/// Every method: [`StorageError`]; nothing was changed then.
#[async_trait::async_trait]
pub trait ChangeLog: Send + Sync {
    /// The name of this storage, drawn when it was made: under it the server says what it has.
    async fn name(&self) -> Result<String, StorageError>;

    /// Every board that holds anything, by id.
    async fn boards(&self) -> Result<Vec<BoardId>, StorageError>;

    /// The whole board as of one moment; nothing if it holds nothing.
    async fn load(&self, board: &BoardId) -> Result<Option<Stored>, StorageError>;

    /// Stores a batch in one commit and gives the board's last place afterwards. Changes that
    /// the log holds already are passed over; an actor stays bound to its first member.
    async fn append(&self, board: &BoardId, batch: &Batch) -> Result<Seq, StorageError>;

    /// At most `limit` changes after `after`.
    async fn tail(&self, board: &BoardId, after: Seq, limit: u32) -> Result<Tail, StorageError>;

    /// Keeps a snapshot, unless a later one is there. Cuts nothing: see [`compact::compact`].
    async fn put_snapshot(&self, board: &BoardId, snapshot: &Snapshot) -> Result<(), StorageError>;

    /// Drops the changes that the snapshot at exactly `seq` holds; without that snapshot, none.
    async fn cut(&self, board: &BoardId, seq: Seq) -> Result<(), StorageError>;

    /// Tells the board's last place each time it moves through this log.
    fn watch(&self, board: &BoardId) -> watch::Receiver<Seq>;
}

/// The watchers of the boards of one log.
#[derive(Debug, Default)]
struct Watchers(std::sync::Mutex<std::collections::HashMap<BoardId, watch::Sender<Seq>>>);

impl Watchers {
    fn watch(&self, board: &BoardId) -> watch::Receiver<Seq> {
        let mut watched = self.0.lock().expect("no holder panics");
        watched.retain(|_, sender| sender.receiver_count() > 0);
        watched.entry(board.clone()).or_insert_with(|| watch::channel(Seq(0)).0).subscribe()
    }

    fn moved(&self, board: &BoardId, seq: Seq) {
        if let Some(sender) = self.0.lock().expect("no holder panics").get(board) {
            // Two commits may be told in the other order: a place never goes back.
            sender.send_if_modified(|known| std::mem::replace(known, seq.max(*known)) < seq);
        }
    }
}

/// A fresh name for a storage.
fn draw_name() -> String {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).expect("the operating system has randomness");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
