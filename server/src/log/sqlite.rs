//! The log in the embedded database. Tables in `migrations/log.sql`.
//!
//! Writers take SQLite's one write lock before they read (`begin immediate`), so a sequence
//! number is never given twice and never appears before a lower one, also across processes.

mod appending;

use super::{Batch, Binding, ChangeLog, Seq, Snapshot, StorageError, Stored, StoredChange, Tail, Watchers};
use automerge::{ActorId, ChangeHash};
use shared::ids::{BoardId, MemberId};
use sqlx::sqlite::SqliteRow;
use sqlx::{Connection, Row, SqliteConnection, SqlitePool};
use tokio::sync::watch;

const TABLES: &str = include_str!("../../migrations/log.sql");

// SQLite's primary result codes (sqlite.org/rescode.html).
const READ_ONLY: u32 = 8;
const CORRUPT: u32 = 11;
const FULL: u32 = 13;
const NOT_A_DATABASE: u32 = 26;

/// Boards in an SQLite database that other parts may share.
#[derive(Debug)]
pub struct SqliteLog {
    pool: SqlitePool,
    watchers: Watchers,
}

impl SqliteLog {
    /// Lays down the tables where they are missing.
    ///
    /// # Errors
    /// [`StorageError`] if the database cannot be written.
    pub async fn open(pool: SqlitePool) -> Result<Self, StorageError> {
        sqlx::raw_sql(TABLES).execute(&pool).await?;
        Ok(Self::over(pool))
    }

    /// The log of a database whose tables are there, which may be read-only.
    pub fn over(pool: SqlitePool) -> Self {
        Self { pool, watchers: Watchers::default() }
    }
}

#[async_trait::async_trait]
impl ChangeLog for SqliteLog {
    async fn name(&self) -> Result<String, StorageError> {
        sqlx::query("insert or ignore into log_name (only, name) values (1, ?)")
            .bind(super::draw_name())
            .execute(&self.pool)
            .await?;
        let row = sqlx::query("select name from log_name").fetch_one(&self.pool).await?;
        Ok(row.try_get("name")?)
    }

    async fn boards(&self) -> Result<Vec<BoardId>, StorageError> {
        let rows = sqlx::query("select board from log_boards order by board").fetch_all(&self.pool).await?;
        rows.iter().map(|row| BoardId::parse(row.try_get("board")?).ok_or_else(|| damaged("board"))).collect()
    }

    async fn load(&self, board: &BoardId) -> Result<Option<Stored>, StorageError> {
        let mut connection = self.pool.acquire().await?;
        // One transaction: a cut between two reads would leave a hole.
        let mut read = connection.begin().await?;
        let Some(seq) = last_seq(&mut read, board).await? else { return Ok(None) };
        let snapshot = snapshot(&mut read, board).await?;
        let after = snapshot.as_ref().map_or(Seq(0), |snapshot| snapshot.seq);
        let changes = changes(&mut read, board, after, u32::MAX).await?;
        let rows = sqlx::query("select actor, member from log_bindings where board = ? order by actor")
            .bind(board.as_str())
            .fetch_all(&mut *read)
            .await?;
        let bindings = rows.iter().map(binding).collect::<Result<_, _>>()?;
        read.commit().await?;
        let changes = changes.into_iter().map(|(_, change)| change).collect();
        Ok(Some(Stored { snapshot, changes, bindings, seq }))
    }

    async fn append(&self, board: &BoardId, batch: &Batch) -> Result<Seq, StorageError> {
        let mut connection = self.pool.acquire().await?;
        let (before, last) = match appending::all_new(&mut connection, board, batch).await? {
            Some(places) => places,
            None => appending::one_by_one(&mut connection, board, batch).await?,
        };
        if last > before {
            self.watchers.moved(board, last);
        }
        Ok(last)
    }

    async fn tail(&self, board: &BoardId, after: Seq, limit: u32) -> Result<Tail, StorageError> {
        let mut connection = self.pool.acquire().await?;
        let mut read = connection.begin().await?;
        let changes = changes(&mut read, board, after, limit).await?;
        let is_next = changes.first().is_some_and(|(seq, _)| seq.0 == after.0 + 1);
        if !is_next
            && let Some(snapshot) = snapshot(&mut read, board).await?
            && snapshot.seq > after
        {
            return Ok(Tail::Behind { snapshot });
        }
        let seq = changes.last().map_or(after, |(seq, _)| *seq);
        Ok(Tail::Changes { changes: changes.into_iter().map(|(_, change)| change).collect(), seq })
    }

    async fn put_snapshot(&self, board: &BoardId, snapshot: &Snapshot) -> Result<(), StorageError> {
        let mut connection = self.pool.acquire().await?;
        let mut write = connection.begin_with("begin immediate").await?;
        sqlx::query("insert or ignore into log_boards (board, last_seq) values (?, ?)")
            .bind(board.as_str())
            .bind(to_row(snapshot.seq))
            .execute(&mut *write)
            .await?;
        sqlx::query(
            "insert into log_snapshots (board, seq, bytes) values (?, ?, ?)
             on conflict (board) do update set seq = excluded.seq, bytes = excluded.bytes
             where excluded.seq > log_snapshots.seq",
        )
        .bind(board.as_str())
        .bind(to_row(snapshot.seq))
        .bind(snapshot.bytes.as_slice())
        .execute(&mut *write)
        .await?;
        write.commit().await?;
        Ok(())
    }

    async fn cut(&self, board: &BoardId, seq: Seq) -> Result<(), StorageError> {
        sqlx::query(
            "update log_changes set bytes = null where board = ? and seq <= ? and bytes is not null
             and exists (select 1 from log_snapshots s where s.board = log_changes.board and s.seq = ?)",
        )
        .bind(board.as_str())
        .bind(to_row(seq))
        .bind(to_row(seq))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    fn watch(&self, board: &BoardId) -> watch::Receiver<Seq> {
        self.watchers.watch(board)
    }
}

async fn last_seq(at: &mut SqliteConnection, board: &BoardId) -> Result<Option<Seq>, StorageError> {
    let row = sqlx::query("select last_seq from log_boards where board = ?")
        .bind(board.as_str())
        .fetch_optional(at)
        .await?;
    row.map(|row| from_row(row.try_get("last_seq")?)).transpose()
}

async fn snapshot(at: &mut SqliteConnection, board: &BoardId) -> Result<Option<Snapshot>, StorageError> {
    let row = sqlx::query("select seq, bytes from log_snapshots where board = ?")
        .bind(board.as_str())
        .fetch_optional(at)
        .await?;
    row.map(|row| Ok(Snapshot { seq: from_row(row.try_get("seq")?)?, bytes: row.try_get("bytes")? }))
        .transpose()
}

async fn changes(
    at: &mut SqliteConnection,
    board: &BoardId,
    after: Seq,
    limit: u32,
) -> Result<Vec<(Seq, StoredChange)>, StorageError> {
    let rows = sqlx::query(
        "select seq, hash, bytes from log_changes
         where board = ? and seq > ? and bytes is not null order by seq limit ?",
    )
    .bind(board.as_str())
    .bind(to_row(after))
    .bind(limit)
    .fetch_all(at)
    .await?;
    rows.iter().map(change).collect()
}

fn change(row: &SqliteRow) -> Result<(Seq, StoredChange), StorageError> {
    let hash: [u8; 32] = row.try_get::<&[u8], _>("hash")?.try_into().map_err(|_| damaged("hash"))?;
    let stored = StoredChange { hash: ChangeHash(hash), bytes: row.try_get("bytes")? };
    Ok((from_row(row.try_get("seq")?)?, stored))
}

fn binding(row: &SqliteRow) -> Result<Binding, StorageError> {
    let member = MemberId::parse(row.try_get("member")?).ok_or_else(|| damaged("member"))?;
    Ok(Binding { actor: ActorId::from(row.try_get::<&[u8], _>("actor")?), member })
}

/// SQLite's integers are signed; a board never has 2^63 changes.
fn to_row(seq: Seq) -> i64 {
    i64::try_from(seq.0).unwrap_or(i64::MAX)
}

fn from_row(seq: i64) -> Result<Seq, StorageError> {
    u64::try_from(seq).map(Seq).map_err(|_| damaged("sequence number"))
}

fn damaged(what: &'static str) -> StorageError {
    StorageError::Damaged(what.into())
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
        match code.map(|extended| extended & 0xff) {
            Some(FULL) => StorageError::NoRoom,
            Some(READ_ONLY) => StorageError::ReadOnly,
            Some(CORRUPT | NOT_A_DATABASE) => StorageError::Damaged(error.into()),
            // Every other code, and what never reached the database.
            Some(_) | None => StorageError::Other(error.into()),
        }
    }
}
