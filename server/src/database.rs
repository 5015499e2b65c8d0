//! The embedded database: one SQLite file in the data folder, shared by everything that rests.
//!
//! Only opens it. Each part lays down its own tables; nobody reads another part's.

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqlitePool};
use std::path::{Path, PathBuf};
use std::time::Duration;

const FILE: &str = "tablee.sqlite";
const CONNECTIONS: u32 = 8;
/// How long a writer waits for another one, also of another process (`tablee invite`).
const BUSY: Duration = Duration::from_secs(5);

#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    #[error("the data folder {folder} cannot be made or opened; choose another with --data")]
    Folder { folder: String, source: std::io::Error },
    #[error("there is no database of this program in {shown}, or it cannot be opened")]
    Open { shown: String, source: sqlx::Error },
}

/// Where the database of a data folder is.
pub fn file_in(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Opens the database of a data folder, making both if need be.
///
/// What is committed is on the disk: write-ahead log, fully synchronous.
///
/// # Errors
/// The folder or the file cannot be made, opened or read.
pub async fn open(folder: &Path) -> Result<SqlitePool, DatabaseError> {
    std::fs::create_dir_all(folder)
        .map_err(|source| DatabaseError::Folder { folder: folder.display().to_string(), source })?;
    connect(lasting(&file_in(folder)).create_if_missing(true), folder).await
}

/// Opens the database of a data folder that is there.
///
/// # Errors
/// There is none, or it cannot be opened.
pub async fn open_existing(folder: &Path) -> Result<SqlitePool, DatabaseError> {
    connect(lasting(&file_in(folder)), folder).await
}

/// Opens a database file that nobody else has open, to write in it.
///
/// # Errors
/// It is not there, or cannot be opened.
pub async fn open_file(file: &Path) -> Result<SqlitePool, DatabaseError> {
    // In one file, without a log beside it: it is to be moved.
    connect(lasting(file).journal_mode(SqliteJournalMode::Delete), file).await
}

/// Opens a database file to read it; nobody writes it meanwhile.
///
/// # Errors
/// It is not there, or cannot be opened.
pub async fn open_unchanging(file: &Path) -> Result<SqlitePool, DatabaseError> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
    connect(options, file).await
}

fn lasting(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
}

async fn connect(options: SqliteConnectOptions, shown: &Path) -> Result<SqlitePool, DatabaseError> {
    let pool = SqlitePoolOptions::new()
        .max_connections(CONNECTIONS)
        // The database is in this process: there is no line to it that could have gone dead.
        .test_before_acquire(false)
        // A write that the disk refuses is undone by SQLite itself; the connection then still counts
        // itself within it and begins nothing ever again. A fresh one takes its place.
        .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
        .connect_with(options)
        .await;
    pool.map_err(|source| DatabaseError::Open { shown: shown.display().to_string(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However often the disk is full: once there is room, everything is stored again.
    #[tokio::test]
    async fn a_full_disk_leaves_no_connection_that_stores_nothing() {
        let folder = crate::scratch::Folder::new();
        let pool = open(folder.path()).await.expect("a database");
        sqlx::query("create table rows (bytes blob)").execute(&pool).await.expect("a table");
        for _ in 0..2 * CONNECTIONS {
            let mut write = pool.begin_with("begin immediate").await.expect("a turn to write");
            sqlx::query("pragma max_page_count = 1").execute(&mut *write).await.expect("no more pages");
            let more = sqlx::query("insert into rows values (zeroblob(100000))").execute(&mut *write).await;
            assert!(more.is_err(), "the disk was to be full");
        }
        let mut write = pool.begin_with("begin immediate").await.expect("a turn to write");
        sqlx::query("insert into rows values (zeroblob(100000))").execute(&mut *write).await.expect("room");
        write.commit().await.expect("stored");
        pool.close().await;
    }
}
