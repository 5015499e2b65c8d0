//! Puts a board's changes into one snapshot, and cuts the log only when that snapshot, read
//! back from storage, is proved to hold them.

use super::{ChangeLog, Seq, Snapshot, StorageError, Stored};
use automerge::{Automerge, AutomergeError, ChangeHash, ReadDoc};
use shared::ids::BoardId;
use std::ops::RangeInclusive;

/// Fewest and most changes after the last snapshot from which a new one pays.
const WORTH: RangeInclusive<u64> = 1_000..=4_000;

/// Changes after the last snapshot from which a new one pays, for a log that has come this far: a tenth
/// of it, so that the share of each change in snapshots does not grow with the history; and not more
/// than are read one by one in a moment when the board is opened.
pub fn worth(seq: Seq) -> usize {
    (seq.0 / 10).clamp(*WORTH.start(), *WORTH.end()) as usize
}

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

/// Writes a snapshot of all that the log holds, and cuts the log behind it. Does nothing for a board
/// whose tail is shorter than `worth` changes.
///
/// # Errors
/// [`StorageError`]; the log is uncut then.
pub async fn compact(log: &dyn ChangeLog, board: &BoardId, worth: usize) -> Result<(), StorageError> {
    let Some(stored) = log.load(board).await? else { return Ok(()) };
    if stored.changes.len() < worth {
        return Ok(());
    }
    let seq = stored.seq;
    let whole = aside(move || document(&stored)).await?;
    cut_behind(log, board, whole, seq).await
}

/// Writes a snapshot of a document that holds the log's changes up to `seq`, reads it back, compares it
/// with the document and with each change that is to be cut, and only then cuts them.
///
/// # Errors
/// [`StorageError`]; the log is uncut then.
pub async fn cut_behind(
    log: &dyn ChangeLog,
    board: &BoardId,
    whole: Automerge,
    seq: Seq,
) -> Result<(), StorageError> {
    let stored = log.load(board).await?.unwrap_or_default();
    let first = stored.snapshot.map_or(Seq(0), |snapshot| snapshot.seq);
    let cut = seq.0.saturating_sub(first.0) as usize;
    let cut: Vec<ChangeHash> = stored.changes.iter().take(cut).map(|change| change.hash).collect();
    let (bytes, heads) = aside(move || Ok((whole.save(), whole.get_heads()))).await?;
    log.put_snapshot(board, &Snapshot { seq, bytes }).await?;

    let kept = log.load(board).await?.and_then(|stored| stored.snapshot);
    let Some(kept) = kept.filter(|kept| kept.seq == seq) else {
        return Ok(()); // another writer's later snapshot is there: it cuts
    };
    let is_whole = aside(move || {
        let reread = Automerge::load(&kept.bytes).map_err(|error| StorageError::Damaged(error.into()))?;
        let holds = |hash: &ChangeHash| reread.get_change_meta_by_hash(hash).is_some();
        Ok(reread.get_heads() == heads && cut.iter().all(holds))
    });
    if !is_whole.await? {
        return Err(StorageError::Damaged("a snapshot does not hold its changes".into()));
    }
    log.cut(board, seq).await
}

/// On a thread where it holds nobody up.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StorageError> + Send + 'static,
) -> Result<T, StorageError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|panic| StorageError::Damaged(panic.into()))?
}
