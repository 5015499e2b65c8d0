//! What every log promises, as one suite run over each kind.

use super::compact::{compact, document};
use super::memory::MemoryLog;
use super::sqlite::SqliteLog;
use super::*;
use crate::scratch::Folder;
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, AutoCommit, ROOT};
use sqlx::SqlitePool;
use std::sync::Arc;

/// Two ways into the same stored boards, as two nodes would have.
struct Writers {
    kind: &'static str,
    one: Arc<dyn ChangeLog>,
    other: Arc<dyn ChangeLog>,
    _folder: Option<Folder>,
}

async fn every_kind() -> Vec<Writers> {
    let memory = Arc::new(MemoryLog::default());
    let folder = Folder::new();
    let open = async || {
        let pool = crate::database::open(folder.path()).await.unwrap();
        Arc::new(SqliteLog::open(pool).await.unwrap())
    };
    let (one, other) = (open().await, open().await);
    vec![
        Writers { kind: "memory", one: memory.clone(), other: memory, _folder: None },
        Writers { kind: "sqlite", one, other, _folder: Some(folder) },
    ]
}

fn board() -> BoardId {
    shared::wire::board_id([1; 16])
}

/// `count` changes of one author, each building on the one before.
fn changes(author: u8, count: usize) -> Vec<StoredChange> {
    let mut board = AutoCommit::new().with_actor(ActorId::from([author; 16]));
    (0..count)
        .map(|turn| {
            board.put(ROOT, "phase", turn as i64).unwrap();
            board.commit_with(CommitOptions::default().with_time(0));
            let change = board.get_last_local_change().unwrap();
            StoredChange { hash: change.hash(), bytes: change.raw_bytes().to_vec() }
        })
        .collect()
}

fn batch(changes: &[StoredChange]) -> Batch {
    Batch { changes: changes.to_vec(), bindings: vec![] }
}

#[tokio::test]
async fn what_was_appended_is_loaded_by_the_other_writer_in_order() {
    for log in every_kind().await {
        let written = changes(1, 5);
        assert_eq!(log.one.load(&board()).await.unwrap(), None, "{}", log.kind);
        assert_eq!(log.one.append(&board(), &batch(&written[..2])).await.unwrap(), Seq(2));
        assert_eq!(log.other.append(&board(), &batch(&written[2..])).await.unwrap(), Seq(5));

        let stored = log.other.load(&board()).await.unwrap().unwrap();

        assert_eq!(stored.changes, written, "{}", log.kind);
        assert_eq!(stored.seq, Seq(5));
        assert_eq!(log.one.boards().await.unwrap(), [board()]);
    }
}

#[tokio::test]
async fn the_same_change_twice_is_stored_once_also_after_a_cut() {
    for log in every_kind().await {
        let written = changes(1, 3);
        log.one.append(&board(), &batch(&written)).await.unwrap();
        assert_eq!(log.other.append(&board(), &batch(&written[1..])).await.unwrap(), Seq(3), "{}", log.kind);
        compact(&*log.one, &board(), 1).await.unwrap();

        assert_eq!(log.one.append(&board(), &batch(&written)).await.unwrap(), Seq(3), "{}", log.kind);
        assert_eq!(log.one.load(&board()).await.unwrap().unwrap().changes, []);
    }
}

#[tokio::test]
async fn a_storage_keeps_its_name() {
    for log in every_kind().await {
        let name = log.one.name().await.unwrap();
        assert_eq!(log.other.name().await.unwrap(), name, "{}", log.kind);
        assert!(!name.is_empty());
    }
}

#[tokio::test]
async fn an_actor_stays_with_the_member_who_came_with_it_first() {
    for log in every_kind().await {
        let actor = ActorId::from([9; 16]);
        let [amina, bruno] = [1, 2].map(|n| MemberId::from_random([n; 12]));
        for (writer, member) in [(&log.one, &amina), (&log.other, &bruno)] {
            let bindings = vec![Binding { actor: actor.clone(), member: member.clone() }];
            writer.append(&board(), &Batch { changes: vec![], bindings }).await.unwrap();
        }
        let stored = log.one.load(&board()).await.unwrap().unwrap();
        assert_eq!(stored.bindings, [Binding { actor, member: amina }], "{}", log.kind);
    }
}

#[tokio::test]
async fn whoever_saw_a_place_saw_all_below_it_while_two_write() {
    for log in every_kind().await {
        const EACH: usize = 40;
        let mut tasks = Vec::new();
        for (author, writer) in [(1, log.one.clone()), (2, log.other.clone())] {
            tasks.push(tokio::spawn(async move {
                for pair in changes(author, EACH).chunks(2) {
                    writer.append(&board(), &batch(pair)).await.unwrap();
                    tokio::task::yield_now().await;
                }
            }));
        }

        let (mut seen, mut at) = (Vec::new(), Seq(0));
        while seen.len() < 2 * EACH {
            let Tail::Changes { changes, seq } = log.other.tail(&board(), at, 7).await.unwrap() else {
                panic!("nothing was cut")
            };
            assert_eq!(seq.0, at.0 + changes.len() as u64, "{}: a place was skipped", log.kind);
            (at, seen) = (seq, [seen, changes].concat());
            tokio::task::yield_now().await;
        }
        for task in tasks {
            task.await.unwrap();
        }

        assert_eq!(log.one.load(&board()).await.unwrap().unwrap().changes, seen, "{}", log.kind);
    }
}

#[tokio::test]
async fn a_reader_who_is_behind_the_cut_gets_the_snapshot_and_goes_on() {
    for log in every_kind().await {
        let written = changes(1, 6);
        log.one.append(&board(), &batch(&written[..4])).await.unwrap();
        let before = document(&log.one.load(&board()).await.unwrap().unwrap()).unwrap();
        compact(&*log.one, &board(), 1).await.unwrap();
        log.one.append(&board(), &batch(&written[4..])).await.unwrap();

        let Tail::Behind { snapshot } = log.other.tail(&board(), Seq(1), 10).await.unwrap() else {
            panic!("{}: the cut went unnoticed", log.kind)
        };
        let tail = log.other.tail(&board(), snapshot.seq, 10).await.unwrap();

        let reread = automerge::Automerge::load(&snapshot.bytes).unwrap();
        assert_eq!(reread.get_heads(), before.get_heads(), "{}", log.kind);
        assert_eq!(tail, Tail::Changes { changes: written[4..].to_vec(), seq: Seq(6) }, "{}", log.kind);
        let whole = document(&log.one.load(&board()).await.unwrap().unwrap()).unwrap();
        assert_eq!(whole.get_heads(), [written[5].hash], "{}", log.kind);
    }
}

#[tokio::test]
async fn a_snapshot_never_replaces_a_later_one_and_nothing_is_cut_without_it() {
    for log in every_kind().await {
        let written = changes(1, 4);
        log.one.append(&board(), &batch(&written)).await.unwrap();
        let at = |seq, bytes: &[u8]| Snapshot { seq: Seq(seq), bytes: bytes.to_vec() };
        log.one.put_snapshot(&board(), &at(3, b"three")).await.unwrap();
        log.other.put_snapshot(&board(), &at(2, b"two")).await.unwrap();
        log.other.cut(&board(), Seq(2)).await.unwrap();

        let stored = log.one.load(&board()).await.unwrap().unwrap();

        assert_eq!(stored.snapshot, Some(at(3, b"three")), "{}", log.kind);
        let Tail::Changes { changes, .. } = log.one.tail(&board(), Seq(0), 10).await.unwrap() else {
            panic!("{}: cut without its snapshot", log.kind)
        };
        assert_eq!(changes, written, "{}", log.kind);
    }
}

#[tokio::test]
async fn a_watcher_hears_that_the_board_moved_and_never_that_it_went_back() {
    for log in every_kind().await {
        let written = changes(1, 2);
        let mut watch = log.one.watch(&board());
        log.one.append(&board(), &batch(&written)).await.unwrap();
        watch.changed().await.unwrap();
        assert_eq!(*watch.borrow_and_update(), Seq(2), "{}", log.kind);

        log.one.append(&board(), &batch(&written)).await.unwrap();
        assert!(!watch.has_changed().unwrap(), "{}: nothing new was stored", log.kind);
    }
}

#[tokio::test]
async fn a_full_disk_is_named_stores_nothing_and_is_over_when_there_is_room() {
    let written = changes(1, 400);
    let memory = MemoryLog::with_room(200);
    let folder = Folder::new();
    let pool = crate::database::open(folder.path()).await.unwrap();
    let sqlite = SqliteLog::open(pool.clone()).await.unwrap();
    drop(pool);
    // One connection at a time holds the limit: every connection of the pool gets it.
    let limited = sqlite_with_few_pages(&folder).await;

    assert!(matches!(memory.append(&board(), &batch(&written)).await, Err(StorageError::NoRoom)));
    assert!(matches!(limited.append(&board(), &batch(&written)).await, Err(StorageError::NoRoom)));
    assert_eq!(memory.load(&board()).await.unwrap(), None);
    assert_eq!(sqlite.load(&board()).await.unwrap(), None);

    memory.set_room(usize::MAX);
    assert_eq!(memory.append(&board(), &batch(&written)).await.unwrap(), Seq(400));
    assert_eq!(sqlite.append(&board(), &batch(&written)).await.unwrap(), Seq(400));
}

async fn sqlite_with_few_pages(folder: &Folder) -> SqliteLog {
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(folder.path().join("tablee.sqlite"))
        .pragma("max_page_count", "16");
    SqliteLog::open(SqlitePool::connect_with(options).await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_disk_that_became_read_only_is_named_and_what_is_there_is_still_read() {
    let folder = Folder::new();
    let written = changes(1, 4);
    let pool = crate::database::open(folder.path()).await.unwrap();
    SqliteLog::open(pool.clone()).await.unwrap().append(&board(), &batch(&written[..2])).await.unwrap();
    let file = crate::database::file_in(folder.path());
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).read_only(true);
    let read_only = SqliteLog::over(SqlitePool::connect_with(options).await.unwrap());

    assert!(matches!(read_only.append(&board(), &batch(&written[2..])).await, Err(StorageError::ReadOnly)));
    assert_eq!(read_only.load(&board()).await.unwrap().unwrap().changes, written[..2]);
}
