//! One commit into the log. The database answers on a thread of its own, and where many write each
//! question to it waits for its turn on a busy machine: so a commit asks four times, however many
//! changes it holds.

use super::{last_seq, to_row};
use crate::log::{Batch, Seq, StorageError, StoredChange};
use shared::ids::BoardId;
use sqlx::{Connection, QueryBuilder, Row, Sqlite, SqliteConnection};

/// Most rows that one statement writes.
const ROWS: usize = 64;
/// Most rows of a statement that is kept for the next commit.
const ROWS_KEPT: usize = 16;

/// Appends a batch of which the log holds nothing yet: the last places before and after. Nothing, and
/// nothing is stored, if it holds some of it.
pub async fn all_new(
    connection: &mut SqliteConnection,
    board: &BoardId,
    batch: &Batch,
) -> Result<Option<(Seq, Seq)>, StorageError> {
    let count = Seq(batch.changes.len() as u64);
    let mut write = connection.begin_with("begin immediate").await?;
    let moved = sqlx::query(
        "insert or ignore into log_boards (board, last_seq) values (?, 0);
         update log_boards set last_seq = last_seq + ? where board = ? returning last_seq",
    )
    .bind(board.as_str())
    .bind(to_row(count))
    .bind(board.as_str())
    .fetch_all(&mut *write)
    .await?;
    let moved = moved.first().ok_or_else(|| super::damaged("board"))?;
    let last = super::from_row(moved.try_get("last_seq")?)?;
    let before = Seq(last.0 - count.0);
    let mut at = before;
    for some in batch.changes.chunks(ROWS) {
        if insert(&mut write, board, at, some).await? < some.len() as u64 {
            write.rollback().await?;
            return Ok(None);
        }
        at.0 += some.len() as u64;
    }
    bind(&mut write, board, batch).await?;
    write.commit().await?;
    Ok(Some((before, last)))
}

/// Appends what the log does not hold yet of a batch. The last places before and after.
pub async fn one_by_one(
    connection: &mut SqliteConnection,
    board: &BoardId,
    batch: &Batch,
) -> Result<(Seq, Seq), StorageError> {
    let mut write = connection.begin_with("begin immediate").await?;
    sqlx::query("insert or ignore into log_boards (board, last_seq) values (?, 0)")
        .bind(board.as_str())
        .execute(&mut *write)
        .await?;
    let before = last_seq(&mut write, board).await?.unwrap_or_default();
    let mut last = before;
    for change in &batch.changes {
        last.0 += insert(&mut write, board, last, std::slice::from_ref(change)).await?;
    }
    bind(&mut write, board, batch).await?;
    sqlx::query("update log_boards set last_seq = ? where board = ?")
        .bind(to_row(last))
        .bind(board.as_str())
        .execute(&mut *write)
        .await?;
    write.commit().await?;
    Ok((before, last))
}

/// Inserts changes at the places after `at`, but for those that are there; says how many it inserted.
async fn insert(
    on: &mut SqliteConnection,
    board: &BoardId,
    at: Seq,
    changes: &[StoredChange],
) -> Result<u64, StorageError> {
    let mut query =
        QueryBuilder::<Sqlite>::new("insert or ignore into log_changes (board, seq, hash, bytes) ");
    query.push_values(changes.iter().zip(at.0 + 1..), |mut row, (change, seq)| {
        row.push_bind(board.as_str()).push_bind(to_row(Seq(seq)));
        row.push_bind(change.hash.0.as_slice()).push_bind(change.bytes.as_slice());
    });
    let query = query.build().persistent(changes.len() <= ROWS_KEPT);
    Ok(query.execute(on).await?.rows_affected())
}

async fn bind(on: &mut SqliteConnection, board: &BoardId, batch: &Batch) -> Result<(), StorageError> {
    for some in batch.bindings.chunks(ROWS) {
        let mut query =
            QueryBuilder::<Sqlite>::new("insert or ignore into log_bindings (board, actor, member) ");
        query.push_values(some, |mut row, binding| {
            row.push_bind(board.as_str()).push_bind(binding.actor.to_bytes());
            row.push_bind(binding.member.as_str());
        });
        query.build().persistent(some.len() <= ROWS_KEPT).execute(&mut *on).await?;
    }
    Ok(())
}
