//! The power is cut at every single step of the disk: of appending, of taking a snapshot and
//! cutting the log, of a copy and of bringing it back. Whatever was said to be stored is there.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use automerge::ReadDoc;
use server::config::Verify;
use server::log::ChangeLog;
use server::log::compact;
use server::log::sqlite::SqliteLog;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tablee_power::diary::{BOARDS, TURNS, batch, board};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("tablee-power-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a diary said before it died, or to its end.
#[derive(Debug, Default)]
struct Said {
    /// The last turn that was stored, board by board.
    stored: [Option<usize>; BOARDS],
    copied: bool,
    restored: bool,
    /// What was about to be done to files beside the database's own.
    files: Vec<String>,
    /// All steps of the disk, if it came to its end.
    steps: Option<u64>,
}

fn keep(folder: &Path, seed: u64, cut_at: u64, how: &str) -> Said {
    let told = Command::new(env!("CARGO_BIN_EXE_diary"))
        .args([folder.as_os_str(), seed.to_string().as_ref(), cut_at.to_string().as_ref(), how.as_ref()])
        .stderr(Stdio::null())
        .output()
        .unwrap();
    let mut said = Said::default();
    for line in String::from_utf8(told.stdout).unwrap().lines() {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["diary:", "stored", n, turn, _] => said.stored[n.parse::<usize>().unwrap()] = turn.parse().ok(),
            ["diary:", "copied"] => said.copied = true,
            ["diary:", "restored"] => said.restored = true,
            ["diary:", "file", step] => said.files.push(step.to_owned()),
            ["diary:", "done", steps] => said.steps = steps.parse().ok(),
            _ => {} // the report of a copy
        }
    }
    assert_eq!(told.status.success(), said.steps.is_some(), "it ends well or by the cut: {said:?}");
    said
}

/// Reads what is on the disk, as a server does that starts again.
async fn check(folder: &Path, said: &Said) {
    let data = folder.join("data");
    read(&data, said.stored).await;
    server::copies::verify(Verify { data: data.clone() }).await.unwrap();
    let everything = [Some(TURNS - 1); BOARDS];
    let copy = folder.join("copy.sqlite");
    assert!(copy.exists() || !said.copied);
    if copy.exists() {
        // Under its name a copy is whole; and it can be brought back, whatever an earlier try left.
        let data = folder.join("again");
        server::copies::restore(server::config::Restore { data: data.clone(), from: copy.clone() })
            .await
            .unwrap();
        read(&data, everything).await;
        let restored = folder.join("restored");
        assert!(server::database::file_in(&restored).exists() || !said.restored);
        if !server::database::file_in(&restored).exists() {
            // What was not synced may be there in part.
            let part = restored.join("tablee.sqlite.part");
            if let Ok(bytes) = std::fs::read(&part) {
                std::fs::write(&part, &bytes[..bytes.len() / 2]).unwrap();
            }
            let from = copy.clone();
            server::copies::restore(server::config::Restore { data: restored.clone(), from }).await.unwrap();
        }
        read(&restored, everything).await;
    }
}

/// Every board reads and holds what was said to be stored; and the log takes what comes next.
async fn read(data: &Path, stored: [Option<usize>; BOARDS]) {
    let pool = server::database::open(data).await.unwrap();
    let log = SqliteLog::open(pool.clone()).await.unwrap();
    for (n, last) in stored.into_iter().enumerate() {
        let found = log.load(&board(n)).await.unwrap().unwrap_or_default();
        let document = compact::document(&found).unwrap();
        let Some(last) = last else { continue };
        for turn in 0..=last {
            for change in batch(n, turn).changes {
                assert!(document.get_change_by_hash(&change.hash).is_some(), "board {n} lost turn {turn}");
            }
        }
        assert_eq!(found.bindings, batch(n, 0).bindings);
        for turn in last..TURNS {
            log.append(&board(n), &batch(n, turn)).await.unwrap();
        }
        let whole = compact::document(&log.load(&board(n)).await.unwrap().unwrap()).unwrap();
        assert_eq!(whole.get_heads(), [batch(n, TURNS - 1).changes.last().unwrap().hash]);
    }
    pool.close().await;
}

/// `TABLEE_POWER_SEEDS` says how many orders of what survives are tried for each step.
#[tokio::test]
async fn the_power_is_cut_at_every_step_and_nothing_that_was_stored_is_lost() {
    let seeds = std::env::var("TABLEE_POWER_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(1);
    let mut cuts = 0;
    for seed in 1..=seeds {
        let mut steps = None;
        for cut_at in 1.. {
            let folder = Folder::new("cuts");
            let said = keep(&folder.0, seed, cut_at, "careful");
            check(&folder.0, &said).await;
            steps = said.steps;
            if steps.is_some() {
                // A file gets its name once its bytes are on the disk, and the name is synced after.
                let settles = ["Sync", "Rename", "SyncFolder"];
                let copies = [&["RemoveLeftovers"][..], &settles].concat();
                let restores = [&["MakeFolder", "RemoveLeftovers", "Copy"][..], &settles].concat();
                assert_eq!(said.files, [copies, restores].concat());
            }
            if steps.is_some() {
                break;
            }
            cuts += 1;
        }
        assert!(steps.is_some_and(|steps| steps > 100), "the disk was written: {steps:?}");
    }
    println!("{cuts} power cuts, {seeds} orders of what survives");
}

/// Whether every board reads and holds what was said to be stored.
async fn is_whole(data: &Path, stored: [Option<usize>; BOARDS]) -> bool {
    let Ok(pool) = server::database::open(data).await else { return false };
    let Ok(log) = SqliteLog::open(pool).await else { return false };
    for (n, last) in stored.into_iter().enumerate() {
        let Ok(found) = log.load(&board(n)).await else { return false };
        let Ok(document) = compact::document(&found.unwrap_or_default()) else { return false };
        let said = (0..=last.unwrap_or(0)).filter(|_| last.is_some()).flat_map(|turn| batch(n, turn).changes);
        if said.into_iter().any(|change| document.get_change_by_hash(&change.hash).is_none()) {
            return false;
        }
    }
    true
}

#[tokio::test]
async fn a_database_that_syncs_nothing_would_be_seen_to_lose() {
    let mut lost = 0;
    for cut_at in (20..100).step_by(8) {
        let folder = Folder::new("careless");
        let said = keep(&folder.0, 1, cut_at, "careless");
        lost += u32::from(!is_whole(&folder.0.join("data"), said.stored).await);
    }
    assert!(lost > 0, "a disk that loses nothing proves nothing");
}
