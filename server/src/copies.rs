//! `tablee backup`, `tablee restore` and `tablee verify`: copies of all that the server keeps, and
//! the proof that every board in them still reads.
//!
//! A copy is one SQLite file. It appears under its name only once it is whole, on the disk, and
//! read through. Nothing here changes a data folder that is in use.

use crate::config::{Backup, Restore, Verify};
use crate::database::{self, DatabaseError};
use crate::log::sqlite::SqliteLog;
use crate::log::{ChangeLog, StorageError, compact};
use shared::ids::BoardId;
use sqlx::SqlitePool;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error("{} is there already; nothing was written. Choose another place, or move it away first", at.display())]
    Exists { at: PathBuf },
    #[error("{} cannot be written; nothing was changed", at.display())]
    Write { at: PathBuf, source: io::Error },
    #[error("the database could not be copied; nothing was changed")]
    Copy(#[source] sqlx::Error),
    #[error("the file is damaged in its structure: {0}")]
    Structure(String),
    #[error("{count} of {of} boards cannot be read (named above); the others can")]
    Unreadable { count: usize, of: usize },
    #[error("the report cannot be printed")]
    Output(#[source] io::Error),
}

/// A board that was read from the first change to the last.
#[derive(Debug)]
pub struct Proof {
    pub board: BoardId,
    /// Changes held, or why they do not make a board.
    pub read: Result<usize, StorageError>,
}

/// What is done to files beside what SQLite does to its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileStep {
    MakeFolder,
    RemoveLeftovers,
    Copy,
    Sync,
    Rename,
    SyncFolder,
}

/// Hears of each step before it is done: a test cuts the power there.
pub type BeforeStep<'a> = &'a (dyn Fn(FileStep) + Sync);

/// Copies a data folder whose server may be running, and reads the copy through.
///
/// # Errors
/// [`CopyError`]; then there is no copy under that name.
pub async fn back_up(backup: Backup) -> Result<(), CopyError> {
    back_up_stepwise(backup, &|_| {}).await
}

/// [`back_up`], step by step.
///
/// # Errors
/// As there.
pub async fn back_up_stepwise(backup: Backup, before: BeforeStep<'_>) -> Result<(), CopyError> {
    let to = backup.to;
    refuse_existing(&to)?;
    let pool = database::open_existing(&backup.data).await?;
    let part = part_of(&to);
    before(FileStep::RemoveLeftovers);
    remove_leftovers(&part)?;
    // One reading transaction of SQLite: the copy is of one moment, whatever is written meanwhile.
    let copied = sqlx::query("vacuum into ?").bind(part.display().to_string()).execute(&pool).await;
    pool.close().await;
    copied.map_err(CopyError::Copy)?;
    let proofs = prove_file(&part).await?;
    settle(&part, &to, before)?;
    report(&proofs)?;
    say(&format!("{} is whole. Boards in it, each read through: {}.", to.display(), proofs.len()))
}

/// Makes a data folder from a copy. The server must not be running on it.
///
/// The log gets another name, under which nothing was ever acknowledged: devices bring what they
/// hold beyond the copy, and say "shared" again only as this server commits it.
///
/// # Errors
/// [`CopyError`]; the data folder is as it was then.
pub async fn restore(restore: Restore) -> Result<(), CopyError> {
    restore_stepwise(restore, &|_| {}).await
}

/// [`restore`], step by step.
///
/// # Errors
/// As there.
pub async fn restore_stepwise(restore: Restore, before: BeforeStep<'_>) -> Result<(), CopyError> {
    let to = database::file_in(&restore.data);
    refuse_existing(&to)?;
    let proofs = prove_file(&restore.from).await?;
    before(FileStep::MakeFolder);
    fs::create_dir_all(&restore.data)
        .map_err(|source| CopyError::Write { at: restore.data.clone(), source })?;
    let part = part_of(&to);
    before(FileStep::RemoveLeftovers);
    remove_leftovers(&part)?;
    before(FileStep::Copy);
    fs::copy(&restore.from, &part).map_err(|source| CopyError::Write { at: part.clone(), source })?;
    let pool = database::open_file(&part).await?;
    let renamed = sqlx::query("delete from log_name").execute(&pool).await;
    pool.close().await;
    renamed.map_err(CopyError::Copy)?;
    settle(&part, &to, before)?;
    report(&proofs)?;
    say(&format!(
        "{} is ready: start `tablee` on it. Members' devices bring what came after the copy.",
        restore.data.display()
    ))
}

/// Reads every board of a data folder, whose server may be running.
///
/// # Errors
/// [`CopyError::Unreadable`] if a board does not read; the report names each.
pub async fn verify(verify: Verify) -> Result<(), CopyError> {
    let pool = database::open_existing(&verify.data).await?;
    let proofs = prove(&pool).await;
    pool.close().await;
    let proofs = proofs?;
    report(&proofs)?;
    say(&format!("Boards, each read through: {}.", proofs.len()))
}

async fn prove_file(file: &Path) -> Result<Vec<Proof>, CopyError> {
    let pool = database::open_unchanging(file).await?;
    let proofs = prove(&pool).await;
    pool.close().await;
    proofs
}

/// Checks the file's structure, then reads every board.
async fn prove(pool: &SqlitePool) -> Result<Vec<Proof>, CopyError> {
    let found: Vec<String> =
        sqlx::query_scalar("pragma integrity_check(10)").fetch_all(pool).await.map_err(CopyError::Copy)?;
    if found != ["ok"] {
        return Err(CopyError::Structure(found.join("; ")));
    }
    let log = SqliteLog::over(pool.clone());
    let mut proofs = vec![];
    for board in log.boards().await? {
        let read = read_through(&log, &board).await;
        proofs.push(Proof { board, read });
    }
    Ok(proofs)
}

async fn read_through(log: &dyn ChangeLog, board: &BoardId) -> Result<usize, StorageError> {
    let Some(stored) = log.load(board).await? else { return Ok(0) };
    tokio::task::spawn_blocking(move || Ok(compact::document(&stored)?.get_changes(&[]).len()))
        .await
        .map_err(|panic| StorageError::Damaged(panic.into()))?
}

/// A line for each board; an error at the end if one does not read.
fn report(proofs: &[Proof]) -> Result<(), CopyError> {
    for Proof { board, read } in proofs {
        match read {
            Ok(changes) => say(&format!("{board}  {changes} changes"))?,
            Err(why) => say(&format!("{board}  cannot be read: {why}"))?,
        }
    }
    let count = proofs.iter().filter(|proof| proof.read.is_err()).count();
    if count == 0 { Ok(()) } else { Err(CopyError::Unreadable { count, of: proofs.len() }) }
}

fn say(line: &str) -> Result<(), CopyError> {
    writeln!(io::stdout().lock(), "{line}").map_err(CopyError::Output)
}

fn refuse_existing(at: &Path) -> Result<(), CopyError> {
    if at.exists() { Err(CopyError::Exists { at: at.to_owned() }) } else { Ok(()) }
}

/// What is not whole yet stands under another name.
fn part_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// Of an earlier try that broke off. Its journal, left beside another copy, would be played into that.
fn remove_leftovers(part: &Path) -> Result<(), CopyError> {
    for behind in ["", "-journal", "-wal", "-shm"] {
        let mut name = part.as_os_str().to_owned();
        name.push(behind);
        remove(Path::new(&name))?;
    }
    Ok(())
}

fn remove(at: &Path) -> Result<(), CopyError> {
    match fs::remove_file(at) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(CopyError::Write { at: at.to_owned(), source })
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Puts a whole file under its name, so that a power cut leaves either it or nothing.
fn settle(part: &Path, to: &Path, before: BeforeStep<'_>) -> Result<(), CopyError> {
    let settled = || {
        before(FileStep::Sync);
        File::open(part)?.sync_all()?;
        before(FileStep::Rename);
        fs::rename(part, to)?;
        before(FileStep::SyncFolder);
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    };
    settled().map_err(|source| CopyError::Write { at: to.to_owned(), source })
}

#[cfg(test)]
mod tests;
