//! Load and figures of the server. Build with `--release`, on a machine that does nothing else:
//!
//! ```text
//! cargo build --release -p tablee-tests --bins
//! target/release/load history                    cost of an edit, and opening, over history and shape
//! target/release/load typing  [--clients 200] [--seconds 120]
//! target/release/load idle    [--clients 2000] [--boards 500]
//! target/release/load peers   [--clients 40] [--typing 8] [--seconds 60]
//! ```
//! `typing` and `idle` use clients of our own protocol that hold no document, so that on one
//! machine the server and not its clients is measured. `peers` runs unmodified automerge-repo
//! clients in Node (`npm ci --prefix tests/interop` first) against Tablée with a durable SQLite
//! file, then against automerge-repo's own server without any storage; and the same work by Yjs
//! clients against y-sweet, if `TABLEE_Y_SWEET` names its program (`cargo install --locked y-sweet`).
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "figures go to stdout")]

mod alone;
mod client;
mod figures;
mod history;
mod idle;
mod peers;
mod server;
mod typing;

use std::collections::HashMap;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let given: HashMap<&str, usize> =
        rest.chunks_exact(2).map(|pair| (pair[0].as_str(), pair[1].parse().unwrap())).collect();
    let or = |flag: &str, default: usize| given.get(flag).copied().unwrap_or(default);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    match what.as_str() {
        "history" => history::measure(),
        "typing" => runtime.block_on(typing::measure(or("--clients", 200), or("--seconds", 120))),
        "alone" => alone::measure(or("--first", 0)),
        "idle" => runtime.block_on(idle::measure(or("--clients", 2_000), or("--boards", 500))),
        "peers" => peers::measure(or("--clients", 40), or("--typing", 8), or("--seconds", 60)),
        _ => println!("history, typing, idle or peers: see the head of tests/src/bin/load/main.rs"),
    }
}
