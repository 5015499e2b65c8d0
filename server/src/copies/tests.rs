//! An operator copies, loses and brings back what partners wrote.

use super::*;
use crate::log::{Batch, StoredChange};
use crate::scratch::Folder;
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, AutoCommit, ROOT};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

fn board(number: u8) -> BoardId {
    shared::wire::board_id([number; 16])
}

/// `count` changes, each building on the one before.
fn changes(count: usize) -> Vec<StoredChange> {
    let mut board = AutoCommit::new().with_actor(ActorId::from([7; 16]));
    let change = |turn| {
        board.put(ROOT, "phase", turn as i64).unwrap();
        board.commit_with(CommitOptions::default().with_time(0));
        StoredChange::from(&board.get_last_local_change().unwrap())
    };
    (0..count).map(change).collect()
}

fn batch(changes: &[StoredChange]) -> Batch {
    Batch { changes: changes.to_vec(), bindings: vec![] }
}

/// A data folder with two boards, and its open database.
async fn served(folder: &Folder) -> (PathBuf, Arc<SqliteLog>, SqlitePool) {
    let data = folder.join("data");
    let pool = database::open(&data).await.unwrap();
    let log = Arc::new(SqliteLog::open(pool.clone()).await.unwrap());
    log.append(&board(1), &batch(&changes(3))).await.unwrap();
    log.append(&board(2), &batch(&changes(5))).await.unwrap();
    (data, log, pool)
}

async fn opened(data: &Path) -> SqliteLog {
    SqliteLog::open(database::open_existing(data).await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_copy_taken_while_partners_write_is_of_one_moment_and_reads_through() {
    let folder = Folder::new();
    let (data, log, pool) = served(&folder).await;
    let stop = Arc::new(AtomicBool::new(false));
    let writing = {
        let (log, stop) = (log.clone(), stop.clone());
        tokio::spawn(async move {
            for change in changes(2_000).chunks(1) {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                log.append(&board(3), &batch(change)).await.unwrap();
            }
        })
    };
    let copy = folder.join("copy.sqlite");
    back_up(Backup { data, to: copy.clone() }).await.unwrap();
    stop.store(true, Ordering::Relaxed);
    writing.await.unwrap();
    pool.close().await;
    let proofs = prove_file(&copy).await.unwrap();
    assert!(proofs.iter().all(|proof| proof.read.is_ok()), "{proofs:?}");
    assert!(!folder.join("copy.sqlite.part").exists());
}

#[tokio::test]
async fn a_server_that_lost_its_folder_goes_on_from_the_copy_under_another_name() {
    let folder = Folder::new();
    let (data, log, pool) = served(&folder).await;
    let copy = folder.join("copy.sqlite");
    back_up(Backup { data: data.clone(), to: copy.clone() }).await.unwrap();
    let name = log.name().await.unwrap();
    pool.close().await;
    fs::remove_dir_all(&data).unwrap();

    restore(Restore { data: data.clone(), from: copy }).await.unwrap();
    let log = opened(&data).await;
    let held = log.load(&board(2)).await.unwrap().unwrap();
    assert_eq!(held.changes, changes(5));
    // What was acknowledged after the copy was acknowledged under the old name.
    assert_ne!(log.name().await.unwrap(), name);
    verify(Verify { data }).await.unwrap();
}

#[tokio::test]
async fn nothing_is_written_over() {
    let folder = Folder::new();
    let (data, _, pool) = served(&folder).await;
    let copy = folder.join("copy.sqlite");
    back_up(Backup { data: data.clone(), to: copy.clone() }).await.unwrap();
    let again = back_up(Backup { data: data.clone(), to: copy.clone() }).await;
    assert!(matches!(again, Err(CopyError::Exists { .. })));
    let over = restore(Restore { data, from: copy }).await;
    assert!(matches!(over, Err(CopyError::Exists { .. })));
    pool.close().await;
}

#[tokio::test]
async fn a_board_with_a_damaged_change_is_named_and_the_others_are_proved() {
    let folder = Folder::new();
    let (data, _, pool) = served(&folder).await;
    let spoil = "update log_changes set bytes = x'00' where board = ? and seq = 2";
    sqlx::query(spoil).bind(board(1).as_str()).execute(&pool).await.unwrap();
    let proofs = prove(&pool).await.unwrap();
    let read: Vec<bool> = proofs.iter().map(|proof| proof.read.is_ok()).collect();
    let spoilt = proofs.iter().position(|proof| proof.board == board(1)).unwrap();
    assert_eq!(read.iter().filter(|ok| **ok).count(), 1);
    assert!(!read[spoilt]);
    pool.close().await;
    assert!(matches!(verify(Verify { data }).await, Err(CopyError::Unreadable { count: 1, of: 2 })));
}

#[tokio::test]
async fn what_is_no_copy_is_refused_and_makes_no_folder() {
    let folder = Folder::new();
    let foreign = folder.join("letter.txt");
    fs::write(&foreign, "Chère table, …").unwrap();
    let data = folder.join("data");
    assert!(restore(Restore { data: data.clone(), from: foreign }).await.is_err());
    assert!(verify(Verify { data: data.clone() }).await.is_err());
    assert!(back_up(Backup { data: data.clone(), to: folder.join("copy") }).await.is_err());
    assert!(!data.exists());
}
