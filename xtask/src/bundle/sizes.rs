//! What the bundle weighs, and what it may weigh.

use super::module::AT_FIRST;
use crate::tools::Done;
use std::fmt;

/// Most bytes, brotli. They keep the bundle from growing; the goals behind them are what slow networks
/// ask for, and each saving lowers its budget.
const DESK_BUDGET: usize = 560_000;
const PAGE_BUDGET: usize = 275_000;
const FIRST_LOAD_BUDGET: usize = 1_060_000;
const DESK_GOAL: usize = 500_000;
const PAGE_GOAL: usize = 300_000;
const FIRST_LOAD_GOAL: usize = 900_000;

/// Compressed sizes in bytes.
#[derive(Default)]
pub struct Sizes {
    /// What the worker loads: its module.
    desk: usize,
    /// What the page loads before it shows anything: its module and its glue.
    page: usize,
    /// Everything from an invitation to the board's first page, font and all.
    first_load: usize,
    /// The parts, each fetched when it is first shown.
    parts: Vec<(String, usize)>,
    /// All that the service worker keeps, so that everything opens without a network.
    kept: usize,
}

impl Sizes {
    /// Counts a file of the bundle by what is loaded when.
    pub fn count(&mut self, name: &str, size: usize) {
        self.kept += size;
        let is_part = name.contains("-part-");
        if is_part {
            self.parts.push((name.to_owned(), size));
        } else if name.starts_with("desk-") && name.ends_with(".wasm") {
            self.desk += size;
        } else if name.starts_with("page-") || name.starts_with("fetch-page-") {
            self.page += size;
        }
        let is_asked_for = ["italic", "latin-ext", ".txt", "icons/", "samples/"];
        let is_first = |part: &&str| name.contains(&format!("-part-{part}-"));
        let comes_later = is_part && !AT_FIRST.iter().chain(&["shared-first"]).any(is_first);
        if !comes_later && !is_asked_for.iter().any(|part| name.contains(part)) {
            self.first_load += size;
        }
    }

    /// Refuses a bundle that outgrew what slow networks bear.
    pub fn within_budget(&self) -> Done {
        let weighed = [
            ("the desk", self.desk, DESK_BUDGET),
            ("the page", self.page, PAGE_BUDGET),
            ("a first load", self.first_load, FIRST_LOAD_BUDGET),
        ];
        match weighed.into_iter().find(|(_, size, budget)| size > budget) {
            Some((part, size, budget)) => {
                Err(format!("{part} has {size} bytes (brotli); its budget is {budget}."))
            }
            None => Ok(()),
        }
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = [
            ("desk", self.desk, DESK_BUDGET, DESK_GOAL),
            ("page", self.page, PAGE_BUDGET, PAGE_GOAL),
            ("first load", self.first_load, FIRST_LOAD_BUDGET, FIRST_LOAD_GOAL),
        ];
        for (what, size, budget, goal) in lines {
            writeln!(f, "{what:<11} {size:>9} bytes brotli (budget {budget}, goal {goal})")?;
        }
        for (name, size) in &self.parts {
            writeln!(f, "  part      {size:>9} {name}")?;
        }
        writeln!(f, "kept        {:>9} bytes in all, for opening without a network", self.kept)
    }
}
