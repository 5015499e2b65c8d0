//! Figures: sizes of the bundle, and what an open, a keystroke and a remote batch cost.

use crate::bundle::{self, Build};
use crate::tools::{Done, cargo, chromium, npm_ci, root, run, target_dir};
use std::process::Command;

pub fn all() -> Done {
    println!("== Sizes");
    print!("{}", bundle::build(Build::Optimised)?);
    println!("\n== In the browser");
    let folder = root().join("tests/browser");
    let chromium = chromium()?;
    npm_ci(&folder)?;
    run(&mut cargo(&["build", "--package", "tablee-server", "--bin", "tablee"]))?;
    let mut node = Command::new("node");
    node.arg("bench/figures.mjs").current_dir(&folder);
    node.env("TABLEE_CHROMIUM", chromium).env("TABLEE_BINARY", target_dir().join("debug/tablee"));
    run(&mut node)
}
