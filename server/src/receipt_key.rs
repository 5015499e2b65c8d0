//! The key with which this server seals receipts: drawn once, kept in the database and so in
//! every copy of it. Never logged, never sent.
//!
//! ```text
//! in the database   goes with the data folder, and comes back with a copy
//! in a file         `--receipt-key`, kept elsewhere: outlives the data folder
//! ```
//! A file that is there counts; one that is not is made, with the key in use. Devices are given
//! new receipts each time they connect, so a key that changes costs only what a server has lost
//! by then.

use shared::receipt::{KEY_BYTES, ReceiptKey};
use sqlx::SqlitePool;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const TABLE: &str = "create table if not exists receipt_key (
    only integer primary key check (only = 1),
    key blob not null
) strict";

#[derive(Debug, thiserror::Error)]
pub enum ReceiptKeyError {
    #[error("the key of receipts cannot be read or kept in the database")]
    Database(#[from] sqlx::Error),
    #[error("the key of receipts in {} cannot be read or written", at.display())]
    File { at: PathBuf, source: io::Error },
    #[error("{} holds no key of receipts (64 hexadecimal digits); nothing was changed", at.display())]
    NotAKey { at: PathBuf },
}

/// The key of this server.
///
/// # Errors
/// [`ReceiptKeyError`]; no key is replaced then.
pub async fn find(pool: &SqlitePool, file: Option<&Path>) -> Result<ReceiptKey, ReceiptKeyError> {
    sqlx::query(TABLE).execute(pool).await?;
    let in_file = file.map(read).transpose()?.flatten();
    if let Some(key) = &in_file {
        let query = "insert into receipt_key (only, key) values (1, ?)
                     on conflict (only) do update set key = excluded.key";
        sqlx::query(query).bind(key.as_bytes().as_slice()).execute(pool).await?;
        return Ok(key.clone());
    }
    let query = "insert or ignore into receipt_key (only, key) values (1, ?)";
    sqlx::query(query).bind(draw().as_bytes().as_slice()).execute(pool).await?;
    let kept: Vec<u8> = sqlx::query_scalar("select key from receipt_key").fetch_one(pool).await?;
    let kept = <[u8; KEY_BYTES]>::try_from(kept).map_err(|_| sqlx::Error::RowNotFound)?;
    let key = ReceiptKey::new(kept);
    if let Some(file) = file {
        write(file, &key)?;
    }
    Ok(key)
}

/// A key that nobody has.
pub fn draw() -> ReceiptKey {
    let mut random = [0; KEY_BYTES];
    getrandom::fill(&mut random).expect("an operating system without randomness runs no server");
    ReceiptKey::new(random)
}

/// The key of a file; nothing if there is no such file yet.
fn read(file: &Path) -> Result<Option<ReceiptKey>, ReceiptKeyError> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(ReceiptKeyError::File { at: file.to_owned(), source }),
    };
    let key = from_hex(text.trim()).ok_or_else(|| ReceiptKeyError::NotAKey { at: file.to_owned() })?;
    Ok(Some(key))
}

/// Writes the key where only its owner reads it, whole or not at all.
fn write(file: &Path, key: &ReceiptKey) -> Result<(), ReceiptKeyError> {
    let failed = |source| ReceiptKeyError::File { at: file.to_owned(), source };
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut open = options.open(&part).map_err(failed)?;
    let hex: String = key.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    writeln!(open, "{hex}").and_then(|()| open.sync_all()).map_err(failed)?;
    fs::rename(&part, file).map_err(failed)
}

fn from_hex(text: &str) -> Option<ReceiptKey> {
    let mut key = [0; KEY_BYTES];
    if text.len() != 2 * KEY_BYTES || !text.is_ascii() {
        return None;
    }
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(ReceiptKey::new(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database;
    use crate::scratch::Folder;

    async fn key_of(data: &Path, file: Option<&Path>) -> Result<ReceiptKey, ReceiptKeyError> {
        let pool = database::open(data).await.unwrap();
        let key = find(&pool, file).await;
        pool.close().await;
        key
    }

    #[tokio::test]
    async fn a_server_keeps_its_key_over_restarts() {
        let folder = Folder::new();
        let first = key_of(folder.path(), None).await.unwrap();
        assert_eq!(key_of(folder.path(), None).await.unwrap(), first);
    }

    #[tokio::test]
    async fn a_key_kept_elsewhere_outlives_the_data_folder() {
        let folder = Folder::new();
        let (data, file) = (folder.join("data"), folder.join("receipts.key"));
        let before = key_of(&data, None).await.unwrap();
        // Named later: it is the key in use that goes there.
        assert_eq!(key_of(&data, Some(&file)).await.unwrap(), before);
        fs::remove_dir_all(&data).unwrap();
        assert_eq!(key_of(&data, Some(&file)).await.unwrap(), before);
        // And from there it is in the copies again.
        assert_eq!(key_of(&data, None).await.unwrap(), before);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn nobody_else_reads_the_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new();
        let file = folder.join("receipts.key");
        key_of(&folder.join("data"), Some(&file)).await.unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[tokio::test]
    async fn a_letter_is_not_taken_for_a_key() {
        let folder = Folder::new();
        let file = folder.join("letter.txt");
        for text in ["Chère table", "", &"zz".repeat(KEY_BYTES), &"é".repeat(KEY_BYTES)] {
            fs::write(&file, text).unwrap();
            let found = key_of(&folder.join("data"), Some(&file)).await;
            assert!(matches!(found, Err(ReceiptKeyError::NotAKey { .. })), "{text}");
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
    }
}
