//! Keeps a diary on a disk that loses power: appends, snapshots, cuts, copies and restores, says
//! each time what is stored, and dies at the step it is told. `diary FOLDER SEED STEP`; with `careless`
//! behind it, a database that syncs nothing.

use server::config::{Backup, Restore};
use server::copies::{self, FileStep};
use server::log::sqlite::SqliteLog;
use server::log::{ChangeLog, compact};
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use tablee_power::diary::{BOARDS, TURNS, batch, board};
use tablee_power::disk;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("a folder")?);
    let seed = arguments.next().ok_or("a seed")?.parse()?;
    disk::install(seed, arguments.next().ok_or("a step")?.parse()?);

    let data = folder.join("data");
    let pool = match arguments.next().as_deref() {
        Some("careless") => careless(&data).await?,
        _ => server::database::open(&data).await?,
    };
    let log = SqliteLog::open(pool.clone()).await?;
    for turn in 0..TURNS {
        for n in 0..BOARDS {
            let seq = log.append(&board(n), &batch(n, turn)).await?;
            say(&format!("stored {n} {} {}", turn, seq.0))?;
            if turn % 3 == 2 {
                compact::compact(&log, &board(n), 1).await?;
            }
        }
    }
    let to = folder.join("copy.sqlite");
    copies::back_up_stepwise(Backup { data, to: to.clone() }, &file_step).await?;
    say("copied")?;
    pool.close().await;
    let restore = Restore { data: folder.join("restored"), from: to };
    copies::restore_stepwise(restore, &file_step).await?;
    say("restored")?;
    say(&format!("done {}", disk::steps()))?;
    Ok(())
}

/// As nobody should open it: to prove that a loss would be seen.
async fn careless(data: &Path) -> Result<SqlitePool, Box<dyn Error>> {
    drop(server::database::open(data).await?);
    let options = SqliteConnectOptions::new().filename(server::database::file_in(data));
    Ok(SqlitePool::connect_with(options.synchronous(SqliteSynchronous::Off)).await?)
}

/// Says it, and may die of it.
fn file_step(step: FileStep) {
    say(&format!("file {step:?}")).expect("somebody listens");
    disk::step();
}

fn say(line: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "diary: {line}")?;
    out.flush()
}
