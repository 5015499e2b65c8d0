//! What the history of a large board costs: reading it through once, a page of acts, a moment, the
//! comparison of two.
//!
//! ```text
//! cargo run --release -p tablee-shared --features board --example history_costs
//! ```
#![expect(clippy::print_stdout, reason = "it prints a table")]

use shared::board::Chronicle;
use shared::board::generated::{Size, generate};
use shared::past::{Around, Filter, Moment};
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
    let board = generate(size, 1);
    let mut chronicle = Chronicle::default();
    let (whole, mut slowest, mut steps) = (Instant::now(), 0.0f64, 0);
    loop {
        let step = Instant::now();
        let is_read = chronicle.read_on(&board, 200);
        slowest = slowest.max(ms(step));
        steps += 1;
        if is_read {
            break;
        }
    }
    println!(
        "read through once   {:9.1} ms  ({steps} steps, slowest {slowest:.1}; {} acts)",
        ms(whole),
        chronicle.len()
    );
    let middle = chronicle.len() as u32 / 2;
    for (what, number) in [("the last", 0), ("the middle", middle)] {
        let around = Around { number, older: 40, newer: 15 };
        let start = Instant::now();
        let acts = board.acts(&chronicle, around, &Filter::default());
        println!("{:2} acts, {what:<11}{:9.1} ms", acts.acts.len(), ms(start));
    }
    let start = Instant::now();
    let days = board.timeline(&chronicle, 0).days.len();
    println!("timeline            {:9.1} ms  ({days} days)", ms(start));
    let around = Around { number: middle, older: 0, newer: 0 };
    let acts = board.acts(&chronicle, around, &Filter::default()).acts;
    let Some(act) = acts.first() else { return };
    let start = Instant::now();
    let then = board.then(&chronicle, &Moment::After(act.change.clone())).expect("it is on the board");
    println!("the board then      {:9.1} ms  ({} records)", ms(start), then.records.len());
    let start = Instant::now();
    let now = board.then(&chronicle, &Moment::Now).expect("now is always");
    let compared = board.compared(&then, &now);
    println!(
        "compared with now   {:9.1} ms  ({} differences and {} more)",
        ms(start),
        compared.differences.len(),
        compared.more
    );
    let start = Instant::now();
    let seen = then.heads;
    let since = board.since(&seen, None, None);
    println!("since then          {:9.1} ms  ({} acts)", ms(start), since.acts);
}
