//! What judging costs, change by change, over boards of growing history: it must not grow.
//!
//! ```text
//! cargo run --release -p tablee-shared --features board --example judge_costs
//! ```
#![expect(clippy::print_stdout, reason = "it prints a table")]

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, Change, ChangeHash, LoadOptions, ROOT, ReadDoc, TextEncoding};
use shared::board::generated::{Size, generate};
use shared::judge::{Actors, Batch};
use shared::wire::payload;
use std::time::{Duration, Instant};

const ROUNDS: u32 = 400;

fn main() {
    println!(
        "{:>9} {:>12} {:>12} {:>12} {:>14}",
        "changes", "read", "actors", "judge one", "judge overtaken"
    );
    for changes in [1_000, 10_000, 100_000] {
        let size = Size { organisations: 6, records: 200, links: 100, changes };
        let saved = generate(size, 1).save();
        let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
        let board = Automerge::load_with_options(&saved, options).expect("what was saved loads");
        costs(changes, board);
    }
}

fn costs(changes: usize, mut board: Automerge) {
    let begin = Instant::now();
    let actors = Actors::of(&board);
    let all_actors = begin.elapsed();
    let before = board.get_heads();
    let typed: Vec<Change> = (0..ROUNDS).map(|n| letter(&mut board, n)).collect();
    // What somebody wrote who had not heard of any of it.
    let overtaken = status(&mut board.fork_at(&before).expect("known heads"));
    for change in [status(&mut board), status(&mut board)] {
        board.apply_changes([change]).expect("an honest change");
    }
    let then = board.fork_at(&before).expect("known heads");

    let (mut reading, mut judging) = (Duration::ZERO, Duration::ZERO);
    let mut batch = Batch::new(&then, actors);
    for change in &typed {
        let bytes = change.raw_bytes();
        let begin = Instant::now();
        let read = payload::changes([bytes]).expect("an honest change");
        reading += begin.elapsed();
        let begin = Instant::now();
        batch.verdict(&read[0], None, |_| Ok(())).expect("an honest change");
        judging += begin.elapsed();
    }
    let begin = Instant::now();
    let mut late = Batch::new(&board, Actors::of(&board));
    let made = begin.elapsed();
    let begin = Instant::now();
    late.verdict(&overtaken, None, |_| Ok(())).expect("an honest change");
    let late = begin.elapsed();
    let us = |time: Duration| time.as_secs_f64() * 1e6;
    println!(
        "{changes:>9} {:>9.1} µs {:>9.1} µs {:>9.1} µs {:>11.1} µs",
        us(reading) / f64::from(ROUNDS),
        us(all_actors.min(made)),
        us(judging) / f64::from(ROUNDS),
        us(late),
    );
}

fn letter(board: &mut Automerge, n: u32) -> Change {
    commit(board, |tx| {
        let text = way(tx, &["vision", "problem"]);
        tx.splice_text(&text, n as usize, 0, "é").expect("a text");
    })
}

fn status(board: &mut Automerge) -> Change {
    board.set_actor(ActorId::from(ChangeHash([board.get_heads()[0].0[0]; 32]).0[..16].to_vec()));
    commit(board, |tx| {
        let node = way(tx, &["chain", "nodes", "r0"]);
        tx.put(&node, "status", "delayed").expect("a map");
    })
}

fn commit(board: &mut Automerge, write: impl FnOnce(&mut automerge::transaction::Transaction<'_>)) -> Change {
    let mut tx = board.transaction();
    write(&mut tx);
    tx.commit_with(CommitOptions::default().with_time(1_790_000_000));
    board.get_last_local_change().expect("it wrote something")
}

fn way(tx: &impl ReadDoc, keys: &[&str]) -> automerge::ObjId {
    keys.iter().fold(ROOT, |map, key| tx.get(&map, *key).expect("a map").expect("it is there").1)
}
