//! The embedded database: one SQLite file in the data folder, shared by everything that rests.
//!
//! Only opens it. Each part lays down its own tables; nobody reads another part's.

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
use std::time::Duration;

const FILE: &str = "tablee.sqlite";
const CONNECTIONS: u32 = 8;
/// How long a writer waits for another one, also of another process (`tablee invite`).
const BUSY: Duration = Duration::from_secs(5);

#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    #[error("the data folder {folder} cannot be made or opened; choose another with --data")]
    Folder { folder: String, source: std::io::Error },
    #[error("the database in {folder} cannot be opened; is it a folder of this program?")]
    Open { folder: String, source: sqlx::Error },
}

/// Opens the database of a data folder, making both if need be.
///
/// What is committed is on the disk: write-ahead log, fully synchronous.
///
/// # Errors
/// The folder or the file cannot be made, opened or read.
pub async fn open(folder: &Path) -> Result<SqlitePool, DatabaseError> {
    let shown = folder.display().to_string();
    std::fs::create_dir_all(folder)
        .map_err(|source| DatabaseError::Folder { folder: shown.clone(), source })?;
    let options = SqliteConnectOptions::new()
        .filename(folder.join(FILE))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY);
    let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS).connect_with(options).await;
    pool.map_err(|source| DatabaseError::Open { folder: shown, source })
}
