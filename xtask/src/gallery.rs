//! Pictures of every view at a real table, to lay beside the design.

use crate::bundle::{self, Build};
use crate::tools::{Done, cargo, chromium, in_browser, npm_ci, root, run};
use std::path::Path;

pub fn take(into: &Path) -> Done {
    bundle::build(Build::Quick)?;
    let folder = root().join("tests/browser");
    let chromium = chromium()?;
    npm_ci(&folder)?;
    run(&mut cargo(&["build", "--package", "tablee-server", "--bin", "tablee"]))?;
    let into = std::path::absolute(into).map_err(|why| why.to_string())?;
    run(in_browser(&chromium).arg("gallery.mjs").arg(into))
}
