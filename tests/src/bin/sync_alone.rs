//! The sync half of the server in a process of its own, to be killed by a test: a data folder,
//! its boards, tickets by name (see `gate`). Prints its address; a port may be asked for. The
//! first board is begun if it is empty. `TABLEE_TEST_POWER` is the seed of a disk that loses at the
//! end of the process what was not synced.

use server::live::Live;
use server::log::sqlite::SqliteLog;
use server::sync_socket::Sockets;
use shared::act::Act;
use shared::delta::Delta;
use shared::ids::BoardId;
use shared::record::RecordAt;
use shared::sections::Kind;
use std::path::PathBuf;
use std::sync::Arc;
use tablee_tests::gate::Gate;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("a folder")?);
    let boards: Vec<BoardId> = arguments.filter_map(|text| BoardId::parse(&text)).collect();
    let board = boards.first().cloned().ok_or("a board")?;
    let port: u16 = std::env::var("TABLEE_TEST_PORT").map_or(Ok(0), |port| port.parse())?;

    if let Ok(seed) = std::env::var("TABLEE_TEST_POWER") {
        tablee_power::disk::install(seed.parse()?, 0);
    }
    let pool = server::database::open(&folder).await?;
    let live = Live::new(Arc::new(SqliteLog::open(pool).await?)).await?;
    let is_new = automerge::Automerge::load(&live.document(&board).await?)?.is_empty();
    if is_new {
        let at = RecordAt::single(Kind::Vision).field("statement");
        let edit = shared::act::Edit::Splice { at, delta: Delta::splice(0, 0, "Une eau saine.") };
        live.perform(&board, Act::new(shared::act::Message::Write, vec![edit])).await?;
    }
    let sockets = Sockets::new(live, Arc::new(Gate::to(boards)));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let mut out = std::io::stdout().lock();
    std::io::Write::write_fmt(&mut out, format_args!("{}\n", listener.local_addr()?))?;
    drop(out);
    axum::serve(listener, sockets.route::<()>()).await?;
    Ok(())
}
