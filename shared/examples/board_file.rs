//! Writes a generated board as a `.tablee` file, for measures in a browser.
//!
//! ```text
//! cargo run --release -p tablee-shared --features board --example board_file -- large.tablee
//! ```
#![expect(clippy::print_stdout, reason = "it says what it wrote")]

use shared::board::generated::{Size, generate};
use shared::file;
use shared::ids::BoardId;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("name the file to write")?;
    let size = Size { organisations: 20, records: 2_000, links: 600, changes: 20_000 };
    let board = generate(size, 1);
    let id = BoardId::from_random(*b"large boards");
    let bytes = file::write(&id, &board.save());
    std::fs::write(&path, &bytes)?;
    println!("{path}: {size:?}, {} kB", bytes.len() / 1024);
    Ok(())
}
