//! What Automerge's own document of the same changes takes in memory: in a process of its own,
//! which takes them in as the server did, a few at a time, and does nothing else.

use crate::figures::resident_bytes;
use automerge::{Automerge, Change};
use server::log::ChangeLog;
use server::log::compact;
use server::log::sqlite::SqliteLog;
use shared::ids::BoardId;
use std::io::{BufReader, Read, Write};
use std::path::Path;
use std::process::Command;

/// About as many as come together where 200 people write.
const AT_ONCE: usize = 5;

/// How many bytes of memory the changes of a stored board after its first `before` take.
pub async fn weigh(folder: &Path, board: &BoardId, before: usize) -> usize {
    let pool = server::database::open(folder).await.unwrap();
    let log = SqliteLog::open(pool.clone()).await.unwrap();
    let stored = log.load(board).await.unwrap().unwrap();
    pool.close().await;
    let changes = compact::document(&stored).unwrap().get_changes(&[]);
    let file = folder.join("changes");
    let mut out = std::io::BufWriter::new(std::fs::File::create(&file).unwrap());
    for change in &changes {
        out.write_all(&(change.raw_bytes().len() as u32).to_be_bytes()).unwrap();
        out.write_all(change.raw_bytes()).unwrap();
    }
    drop(out);
    let mut weighing = Command::new(std::env::current_exe().unwrap());
    weighing.args(["alone", "--first", &before.to_string()]).env("TABLEE_LOAD_CHANGES", &file);
    let told = weighing.output().unwrap();
    String::from_utf8(told.stdout).unwrap().trim().parse().unwrap()
}

/// In the process of its own: prints the bytes.
pub fn measure(first: usize) {
    let file = std::env::var_os("TABLEE_LOAD_CHANGES").expect("a file of changes");
    let mut file = BufReader::new(std::fs::File::open(file).unwrap());
    let mut document = Automerge::new();
    let mut next = |count: usize| -> Vec<Change> {
        let mut some = Vec::with_capacity(count);
        let mut length = [0; 4];
        while some.len() < count && file.read_exact(&mut length).is_ok() {
            let mut bytes = vec![0; u32::from_be_bytes(length) as usize];
            file.read_exact(&mut bytes).unwrap();
            some.push(Change::from_bytes(bytes).unwrap());
        }
        some
    };
    document.apply_changes(next(first)).unwrap();
    let before = resident_bytes(std::process::id());
    loop {
        let some = next(AT_ONCE);
        if some.is_empty() {
            break;
        }
        document.apply_changes(some).unwrap();
    }
    println!("{}", resident_bytes(std::process::id()) - before);
    drop(document);
}
