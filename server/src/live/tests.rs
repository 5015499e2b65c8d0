//! Live boards over a database whose bytes went bad.

use super::*;
use crate::database;
use crate::log::sqlite::SqliteLog;
use crate::scratch::Folder;
use shared::act::{Edit, Message};
use shared::delta::Delta;
use shared::record::RecordAt;
use shared::sections::Kind;
use sqlx::SqlitePool;

fn board(n: u8) -> BoardId {
    shared::wire::board_id([n; 16])
}

fn writing() -> Act {
    let at = RecordAt::single(Kind::Vision).field("statement");
    Act::new(Message::Write, vec![Edit::Splice { at, delta: Delta::splice(0, 0, "Une eau saine.") }])
}

async fn server(folder: &Folder) -> (Live, SqlitePool) {
    let pool = database::open(folder.path()).await.unwrap();
    let log = SqliteLog::open(pool.clone()).await.unwrap();
    (Live::new(Arc::new(log)).await.unwrap(), pool)
}

#[tokio::test]
async fn a_damaged_board_is_set_aside_and_said_and_the_others_go_on() {
    let folder = Folder::new();
    let (live, pool) = server(&folder).await;
    for n in [1, 2] {
        live.perform(&board(n), writing()).await.unwrap();
    }
    live.stop().await;
    let hurt = "update log_changes set bytes = zeroblob(length(bytes)) where board = ?";
    assert!(sqlx::query(hurt).bind(board(1).as_str()).execute(&pool).await.unwrap().rows_affected() > 0);
    pool.close().await;

    let (live, _pool) = server(&folder).await;
    let first = live.open(&board(1)).await.err();
    assert!(matches!(first, Some(LiveError::Storage(StorageError::Damaged(_)))), "{first:?}");
    for _ in 0..20 {
        assert!(matches!(live.open(&board(1)).await.err(), Some(LiveError::SetAside)));
    }
    live.perform(&board(2), writing()).await.unwrap();
    assert_eq!((live.census().aside, live.census().live), (1, 1));
    assert!(live.is_storing() && live.is_open());
}

#[tokio::test]
async fn a_server_that_stops_takes_in_nobody() {
    let folder = Folder::new();
    let (live, _pool) = server(&folder).await;
    live.perform(&board(1), writing()).await.unwrap();
    live.stop().await;
    assert!(!live.is_open());
    assert!(matches!(live.open(&board(1)).await.err(), Some(LiveError::Closing)));
}
