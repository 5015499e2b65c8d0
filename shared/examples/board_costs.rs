//! What a large board costs: opening it, merging others' work, a keystroke.
//!
//! ```text
//! cargo run --release -p tablee-shared --features board --example board_costs
//! ```
#![expect(clippy::print_stdout, reason = "it prints a table")]

use shared::act::Act;
use shared::board::generated::{Size, generate, one_word_more};
use shared::board::{Board, View};
use shared::ids::RecordId;
use shared::record::{RecordAt, Scalar};
use shared::sections::Kind;
use std::time::Instant;

fn main() {
    for (records, links, changes) in [(500, 300, 5_000), (2_000, 1_500, 20_000)] {
        let size = Size { organisations: 8, records, links, changes };
        println!("\n{size:?}");
        costs(size);
    }
}

fn costs(size: Size) {
    let ms = |since: Instant| since.elapsed().as_secs_f64() * 1e3;
    let start = Instant::now();
    let board = generate(size, 1);
    println!("generate            {:9.1} ms", ms(start));
    let start = Instant::now();
    let bytes = board.save();
    println!("save                {:9.1} ms  ({} KB)", ms(start), bytes.len() / 1024);

    let start = Instant::now();
    let mut ana = Board::load(&bytes, [1; 16], None).expect("what was saved loads");
    println!("load                {:9.1} ms", ms(start));
    let start = Instant::now();
    let heads = ana.heads();
    let read = ana.read(&View::At(heads.clone())).map(|records| records.len());
    println!("read all, now       {:9.1} ms  ({read:?} records)", ms(start));

    let mut binta = ana.clone();
    binta.write_as([2; 16], None);
    let node = |n: usize| RecordId::parse(&format!("r{}", n * 10)).expect("as generated");
    for n in 0..100 {
        let at = RecordAt::new(Kind::Node, node(n % 50));
        let act = match n % 4 {
            0 => Act::set(at.field("status"), Scalar::from(["delayed", "achieved"][n / 4 % 2])),
            _ => one_word_more(&binta, &node(n % 50), "encore "),
        };
        binta.perform(&act, 0).expect("the nodes are there");
    }
    let start = Instant::now();
    let news = binta.changes_since(&heads);
    println!("changes since       {:9.1} ms  ({} changes)", ms(start), news.len());
    let mut chiara = ana.clone();
    let start = Instant::now();
    let changes = chiara.take(news.clone()).map(|changes| changes.records.len());
    println!("take 100 in a batch {:9.1} ms  ({changes:?} records)", ms(start));
    let start = Instant::now();
    for change in news {
        ana.take(vec![change]).expect("it fits");
    }
    println!("take 100 one by one {:9.1} ms", ms(start));

    let start = Instant::now();
    let then = ana.read(&View::At(heads)).map(|records| records.len());
    println!("read all, earlier   {:9.1} ms  ({then:?} records)", ms(start));

    let mut slowest = 0.0f64;
    let all = Instant::now();
    for n in 0..200 {
        let act = one_word_more(&ana, &node(n % 3), "x");
        let start = Instant::now();
        ana.perform(&act, n as i64).expect("the nodes are there");
        slowest = slowest.max(ms(start));
    }
    println!("a keystroke         {:9.3} ms  (slowest {slowest:.3})", ms(all) / 200.0);
    let start = Instant::now();
    ana.undo(300).expect("there was typing");
    println!("undo                {:9.3} ms", ms(start));
    let start = Instant::now();
    let entries = ana.history(100).len();
    println!("history of {entries}      {:9.1} ms", ms(start));
}
