//! Puts a board's changes into one snapshot, and cuts the log only when that snapshot, read
//! back from storage, is proved to hold them.

use super::{ChangeLog, Snapshot, StorageError, Stored};
use automerge::{Automerge, AutomergeError, ReadDoc};
use shared::ids::BoardId;

/// Changes after the last snapshot from which a new one pays.
pub const WORTH_CHANGES: usize = 1_000;

/// Makes the document of a stored board.
///
/// # Errors
/// [`StorageError::Damaged`] if what is stored does not make a document with all its changes.
pub fn document(stored: &Stored) -> Result<Automerge, StorageError> {
    let damaged = |error: AutomergeError| StorageError::Damaged(error.into());
    let mut document = match &stored.snapshot {
        Some(snapshot) => Automerge::load(&snapshot.bytes).map_err(damaged)?,
        None => Automerge::new(),
    };
    let chunks: Vec<u8> = stored.changes.iter().flat_map(|change| change.bytes.iter().copied()).collect();
    if !chunks.is_empty() {
        document.load_incremental(&chunks).map_err(damaged)?;
    }
    match stored.changes.iter().find(|change| document.get_change_by_hash(&change.hash).is_none()) {
        Some(_) => Err(StorageError::Damaged("a stored change does not apply".into())),
        None => Ok(document),
    }
}

/// Writes a snapshot of all that the log holds, reads it back, compares its heads, and only
/// then cuts the log. Does nothing for a board whose tail is shorter than `worth` changes.
///
/// # Errors
/// [`StorageError`]; the log is uncut then.
pub async fn compact(log: &dyn ChangeLog, board: &BoardId, worth: usize) -> Result<(), StorageError> {
    let Some(stored) = log.load(board).await? else { return Ok(()) };
    if stored.changes.len() < worth {
        return Ok(());
    }
    let whole = document(&stored)?;
    let snapshot = Snapshot { seq: stored.seq, bytes: whole.save() };
    log.put_snapshot(board, &snapshot).await?;

    let kept = log.load(board).await?.and_then(|stored| stored.snapshot);
    let Some(kept) = kept.filter(|kept| kept.seq == stored.seq) else {
        return Ok(()); // another writer's later snapshot is there: it cuts
    };
    let reread = Automerge::load(&kept.bytes).map_err(|error| StorageError::Damaged(error.into()))?;
    if reread.get_heads() != whole.get_heads() {
        return Err(StorageError::Damaged("a snapshot does not hold its changes".into()));
    }
    log.cut(board, kept.seq).await
}
