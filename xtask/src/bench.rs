//! Figures: sizes of the bundle, and what an open, a keystroke and a remote batch cost.

use crate::bundle::{self, Build};
use crate::tools::{Done, cargo, chromium, in_browser, npm_ci, root, run, target_dir};
use std::path::Path;

pub fn all() -> Done {
    println!("== Sizes");
    print!("{}", bundle::build(Build::Optimised)?);
    println!("\n== In the browser");
    let folder = root().join("tests/browser");
    let chromium = chromium()?;
    npm_ci(&folder)?;
    run(&mut cargo(&["build", "--package", "tablee-server", "--bin", "tablee"]))?;
    let measure = |script: &str, large: Option<&Path>| {
        let mut node = in_browser(&chromium);
        node.arg(script);
        if let Some(large) = large {
            node.env("TABLEE_LARGE", large);
        }
        run(&mut node)
    };
    measure("bench/figures.mjs", None)?;
    println!("\n== In the browser, a large board");
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
    measure("bench/large.mjs", Some(&large))
}
