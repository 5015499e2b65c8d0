//! Pictures of every view at a real table, to lay beside the design.

use crate::bundle::{self, Build};
use crate::tools::{Done, cargo, chromium, npm_ci, root, run, target_dir};
use std::path::Path;
use std::process::Command;

pub fn take(into: &Path) -> Done {
    bundle::build(Build::of(true))?;
    let folder = root().join("tests/browser");
    let chromium = chromium()?;
    npm_ci(&folder)?;
    run(&mut cargo(&["build", "--package", "tablee-server", "--bin", "tablee"]))?;
    let into = std::path::absolute(into).map_err(|why| why.to_string())?;
    let mut node = Command::new("node");
    node.arg("gallery.mjs").arg(into).current_dir(&folder);
    node.env("TABLEE_CHROMIUM", &chromium).env("TABLEE_BINARY", target_dir().join("debug/tablee"));
    run(&mut node)
}
