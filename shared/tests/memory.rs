//! No message grows memory by more than 64 MiB. Each is read and judged in a process of its
//! own, which asks the system how much it held at most.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test says best where it broke")]

use automerge::{ActorId, Automerge, Change, TextEncoding};
use shared::board::Board;
use shared::judge::{Actors, Batch};
use shared::wire::{Frame, chunks, payload};
use std::io::{Read, Write};
use std::process::Command;

const MOST_KIB: u64 = 64 * 1024;
/// Which message the child is to read.
const WHICH: &str = "TABLEE_HOSTILE_MESSAGE";

const FRAME: usize = 16 * 1024 * 1024 - 64;
/// More than is ever inflated of one message.
const ZEROS: u64 = 48 * 1024 * 1024;

/// A name, and the bytes: of a frame, of a sync message, or of chunks.
type Message = (&'static str, fn() -> Vec<u8>);

const MESSAGES: [Message; 10] = [
    ("a frame of nothing", || vec![0xa1; FRAME]),
    ("a frame that nests", || [vec![0xa1, 0x61, b'x'], vec![0x81; FRAME]].concat()),
    ("a sync message that promises", || vec![0x42, 0xff, 0xff, 0xff, 0xff, 0x0f]),
    ("endless probes", || [&[0x42, 0, 0, 1, 0, 8, 1, 8][..], &[0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0]].concat()),
    ("a change that inflates", || chunks::seal(2, &deflated(ZEROS))),
    ("a document whose columns inflate", || document(&deflated(ZEROS))),
    ("a change of a quarter of a million operations", || runs(250_000)),
    ("a change of two million rows", || runs(2_000_000)),
    ("a change of billions of rows", || runs(1 << 40)),
    ("a frame full of small changes", small_changes),
];

fn deflated(zeros: u64) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::copy(&mut std::io::repeat(0).take(zeros), &mut encoder).unwrap();
    encoder.flush().unwrap();
    encoder.finish().unwrap()
}

/// A document with no actors or changes and one deflated column of operations.
fn document(column: &[u8]) -> Vec<u8> {
    let mut body = vec![0, 0, 0, 1, 0x3c];
    write_leb128(&mut body, column.len() as u64);
    body.extend(column);
    chunks::seal(0, &body)
}

/// A change of one operation, so many times.
fn runs(times: u64) -> Vec<u8> {
    let mut run = Vec::new();
    write_leb128(&mut run, times);
    if run.last().is_some_and(|byte| byte & 0x40 != 0) {
        *run.last_mut().unwrap() |= 0x80;
        run.push(0);
    }
    let columns: [(u8, &[u8]); 5] =
        [(0x15, &[1, b'k']), (0x34, &[]), (0x42, &[3]), (0x56, &[0]), (0x70, &[0])];
    let mut body = vec![0, 1, 1, 1, 1, 0, 0, 0, columns.len() as u8];
    for (specification, value) in columns {
        body.extend([specification, (run.len() + value.len()) as u8]);
    }
    for (_, value) in columns {
        body.extend(&run);
        body.extend(value);
    }
    chunks::seal(1, &body)
}

fn small_changes() -> Vec<u8> {
    let mut out = Vec::new();
    let one = runs(20);
    while out.len() < 8 * 1024 * 1024 {
        out.extend(&one);
    }
    out
}

fn write_leb128(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn meets(bytes: &[u8]) {
    let _ = Frame::decode(bytes);
    if let Ok(message) = payload::read(bytes) {
        let _ = payload::changes(message.changes.iter());
    }
    let Ok(changes) = payload::changes([bytes]) else { return };
    let board = Board::new([1; 16], None);
    let mut document = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
    document.set_actor(ActorId::from([2; 16]));
    document.apply_changes(board.changes_since(&[])).unwrap();
    let mut batch = Batch::new(&document, Actors::of(&document));
    let _: Vec<_> = changes.iter().map(|change: &Change| batch.verdict(change, None, |_| Ok(()))).collect();
}

fn kib(key: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(key)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn no_message_grows_memory_by_more_than_64_mib() {
    if let Ok(which) = std::env::var(WHICH) {
        let (name, make) = MESSAGES[which.parse::<usize>().unwrap()];
        let bytes = make();
        // Made bytes count as held before: what making them took at most may hide the growth.
        std::fs::write("/proc/self/clear_refs", "5").unwrap();
        let before = kib("VmRSS");
        meets(&bytes);
        let grown = kib("VmHWM").saturating_sub(before);
        assert!(grown <= MOST_KIB, "{name}: {grown} KiB");
        eprintln!("{name}: {grown} KiB more for {} bytes", bytes.len());
        return;
    }
    for which in 0..MESSAGES.len() {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "no_message_grows_memory_by_more_than_64_mib", "--nocapture"])
            .env(WHICH, which.to_string())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&child.stderr);
        assert!(child.status.success(), "{told}");
        eprint!("{told}");
    }
}
