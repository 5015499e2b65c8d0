//! Figures: sizes of the bundle, and what an open, a keystroke and a remote batch cost.

use crate::bundle::{self, Build};
use crate::tools::{Done, cargo, chromium, in_browser, npm_ci, root, run, target_dir};

pub fn all() -> Done {
    println!("== Sizes");
    print!("{}", bundle::build(Build::Optimised)?);
    println!("\n== In the browser");
    let folder = root().join("tests/browser");
    let chromium = chromium()?;
    npm_ci(&folder)?;
    // The measures of a large board let a program of others write.
    npm_ci(&root().join("tests/interop"))?;
    run(&mut cargo(&["build", "--package", "tablee-server", "--bin", "tablee"]))?;
    run(in_browser(&chromium).arg("bench/figures.mjs"))?;
    let large = target_dir().join("large.tablee");
    let example = [
        "run",
        "--release",
        "--package",
        "tablee-shared",
        "--features",
        "board",
        "--example",
        "board_file",
        "--",
    ];
    run(cargo(&example).arg(&large))?;
    println!("\n== In the browser, a large board");
    run(in_browser(&chromium).arg("bench/large.mjs").env("TABLEE_LARGE", &large))?;
    println!("\n== The same, held to a quarter of a core as a modest laptop is");
    run(in_browser(&chromium).arg("bench/large.mjs").env("TABLEE_LARGE", &large).env("TABLEE_SHARE", "0.25"))
}
