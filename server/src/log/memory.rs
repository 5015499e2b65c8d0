//! A log that lasts as long as the process: for tests and for trying things out.

use super::{Batch, ChangeLog, Seq, Snapshot, StorageError, Stored, StoredChange, Tail, Watchers};
use automerge::ChangeHash;
use shared::ids::{BoardId, MemberId};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard};
use tokio::sync::watch;

/// Boards in memory, with as much room as it was given.
#[derive(Debug)]
pub struct MemoryLog {
    name: String,
    boards: Mutex<BTreeMap<BoardId, Rested>>,
    room_bytes: Mutex<usize>,
    watchers: Watchers,
}

#[derive(Debug, Default)]
struct Rested {
    snapshot: Option<Snapshot>,
    changes: BTreeMap<Seq, StoredChange>,
    hashes: HashSet<ChangeHash>,
    bindings: HashMap<automerge::ActorId, MemberId>,
    last: Seq,
}

impl Default for MemoryLog {
    fn default() -> Self {
        Self::with_room(usize::MAX)
    }
}

impl MemoryLog {
    /// A log that takes this many bytes of changes and then has no room.
    pub fn with_room(bytes: usize) -> Self {
        let name = super::draw_name();
        Self { name, boards: Mutex::default(), room_bytes: Mutex::new(bytes), watchers: Watchers::default() }
    }

    /// From now on there is this much room.
    pub fn set_room(&self, bytes: usize) {
        *self.room_bytes.lock().expect("no holder panics") = bytes;
    }

    fn boards(&self) -> MutexGuard<'_, BTreeMap<BoardId, Rested>> {
        self.boards.lock().expect("no holder panics")
    }

    fn take_room(&self, bytes: usize) -> Result<(), StorageError> {
        let mut room = self.room_bytes.lock().expect("no holder panics");
        *room = room.checked_sub(bytes).ok_or(StorageError::NoRoom)?;
        Ok(())
    }
}

#[async_trait::async_trait]
impl ChangeLog for MemoryLog {
    async fn name(&self) -> Result<String, StorageError> {
        Ok(self.name.clone())
    }

    async fn boards(&self) -> Result<Vec<BoardId>, StorageError> {
        Ok(self.boards().keys().cloned().collect())
    }

    async fn load(&self, board: &BoardId) -> Result<Option<Stored>, StorageError> {
        Ok(self.boards().get(board).map(|rested| Stored {
            snapshot: rested.snapshot.clone(),
            changes: rested.changes.values().cloned().collect(),
            bindings: rested.bindings(),
            seq: rested.last,
        }))
    }

    async fn append(&self, board: &BoardId, batch: &Batch) -> Result<Seq, StorageError> {
        self.take_room(batch.changes.iter().map(|change| change.bytes.len()).sum())?;
        let mut boards = self.boards();
        let rested = boards.entry(board.clone()).or_default();
        let before = rested.last;
        for change in &batch.changes {
            if rested.hashes.insert(change.hash) {
                rested.last.0 += 1;
                rested.changes.insert(rested.last, change.clone());
            }
        }
        for binding in &batch.bindings {
            rested.bindings.entry(binding.actor.clone()).or_insert_with(|| binding.member.clone());
        }
        let last = rested.last;
        drop(boards);
        if last > before {
            self.watchers.moved(board, last);
        }
        Ok(last)
    }

    async fn tail(&self, board: &BoardId, after: Seq, limit: u32) -> Result<Tail, StorageError> {
        let boards = self.boards();
        let Some(rested) = boards.get(board) else {
            return Ok(Tail::Changes { changes: vec![], seq: after });
        };
        let later = || rested.changes.range(Seq(after.0 + 1)..).take(limit as usize);
        let next = rested.changes.range(Seq(after.0 + 1)..).next().map(|(seq, _)| *seq);
        match &rested.snapshot {
            Some(snapshot) if snapshot.seq > after && next != Some(Seq(after.0 + 1)) => {
                Ok(Tail::Behind { snapshot: snapshot.clone() })
            }
            Some(_) | None => Ok(Tail::Changes {
                changes: later().map(|(_, change)| change.clone()).collect(),
                seq: later().last().map_or(after, |(seq, _)| *seq),
            }),
        }
    }

    async fn put_snapshot(&self, board: &BoardId, snapshot: &Snapshot) -> Result<(), StorageError> {
        self.take_room(snapshot.bytes.len())?;
        let mut boards = self.boards();
        let rested = boards.entry(board.clone()).or_default();
        if rested.snapshot.as_ref().is_none_or(|kept| kept.seq < snapshot.seq) {
            rested.snapshot = Some(snapshot.clone());
        }
        Ok(())
    }

    async fn cut(&self, board: &BoardId, seq: Seq) -> Result<(), StorageError> {
        if let Some(rested) = self.boards().get_mut(board)
            && rested.snapshot.as_ref().is_some_and(|kept| kept.seq == seq)
        {
            rested.changes = rested.changes.split_off(&Seq(seq.0 + 1));
        }
        Ok(())
    }

    fn watch(&self, board: &BoardId) -> watch::Receiver<Seq> {
        self.watchers.watch(board)
    }
}

impl Rested {
    fn bindings(&self) -> Vec<super::Binding> {
        let bound = self.bindings.iter();
        bound.map(|(actor, member)| super::Binding { actor: actor.clone(), member: member.clone() }).collect()
    }
}
