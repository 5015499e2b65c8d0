//! The server is killed at random moments while members write, on a disk that then loses what
//! was not synced. Whatever they were told is with everyone is there afterwards.
//!
//! A few times with every test. As often as one likes:
//! `TABLEE_KILLS=200 cargo test --release -p tablee-tests --test kills -- --nocapture`

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use server::log::sqlite::SqliteLog;
use server::log::{ChangeLog, compact};
use shared::ids::BoardId;
use shared::wire::board_id;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tablee_tests::device::Device;
use tokio::time::{Instant, timeout_at};

const WRITERS: u8 = 3;

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn start(folder: &Path, board: &BoardId, seed: u64) -> (Child, String) {
    let mut server = Command::new(env!("CARGO_BIN_EXE_sync_alone"))
        .args([folder.as_os_str(), board.as_str().as_ref()])
        .env("TABLEE_TEST_POWER", seed.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut address = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut address).unwrap();
    assert!(!address.is_empty(), "the server did not start again");
    (server, address.trim().to_owned())
}

/// Writes and reads as fast as it goes, until the server is gone.
async fn works(mut device: Device, address: String, until: Instant) -> Device {
    let work = async {
        let mut is_open = device.dial(&address).await.is_some();
        while is_open {
            is_open = device.hear().await.is_some() && device.writes("x").await.is_some();
        }
    };
    // It ends with the server; at the latest a moment after it.
    let _ = timeout_at(until + Duration::from_secs(1), work).await;
    device.hang_up();
    device
}

#[tokio::test]
async fn killed_at_any_moment_the_server_loses_nothing_that_it_acknowledged() {
    let kills: u64 = std::env::var("TABLEE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(8);
    let folder = Folder(std::env::temp_dir().join(format!("tablee-kills-{}", std::process::id())));
    std::fs::create_dir_all(&folder.0).unwrap();
    let board = board_id([6; 16]);
    let mut devices: Vec<Device> =
        (0..WRITERS).map(|n| Device::new(&format!("person{n}.partner"), &board)).collect();
    let (mut written, mut acknowledged) = (0, 0);
    for kill in 1..=kills {
        let (mut server, address) = start(&folder.0, &board, kill);
        let mut random = [0];
        getrandom::fill(&mut random).unwrap();
        let until = Instant::now() + Duration::from_millis(20 + 2 * u64::from(random[0]));
        let mut working = vec![];
        for (n, mut device) in devices.drain(..).enumerate() {
            let mut actor = [n as u8 + 1; 16];
            actor[..8].copy_from_slice(&kill.to_be_bytes());
            device.write_as(actor);
            working.push(tokio::spawn(works(device, address.clone(), until)));
        }
        tokio::time::sleep_until(until).await;
        server.kill().unwrap();
        server.wait().unwrap();
        for work in working {
            devices.push(work.await.unwrap());
        }

        let pool = server::database::open(&folder.0).await.unwrap();
        let log = SqliteLog::open(pool.clone()).await.unwrap();
        let stored = compact::document(&log.load(&board).await.unwrap().unwrap_or_default()).unwrap();
        pool.close().await;
        for device in &devices {
            let is_there = |head| stored.get_change_meta_by_hash(head).is_some();
            assert!(device.acknowledged.iter().all(is_there), "lost at kill {kill}");
        }
        written = devices.iter().map(|device| device.board.changes_since(&[]).len()).max().unwrap_or(0);
        acknowledged = stored.get_changes(&[]).len();
    }
    assert!(acknowledged > kills as usize, "they worked meanwhile");
    println!("{kills} kills; {acknowledged} changes are stored, the longest device holds {written}");
}
