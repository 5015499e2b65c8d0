//! Every check, in the order in which a mistake is cheapest to find.

use crate::bundle::{self, Build};
use crate::tools::{Done, cargo, chromium, in_browser, npm_ci, root, run, target_dir, wasm_target};

/// Crates that build and test natively; desk and page live in the browser.
const NATIVE: [&str; 5] = ["tablee-shared", "tablee-server", "tablee-tests", "tablee-power", "xtask"];

pub fn all(no_browser: bool) -> Done {
    wasm_target()?;
    step("Formatting");
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    step("Lints");
    lint(false)?;
    lint(true)?;
    step("Tests");
    if !no_browser {
        npm_ci(&root().join("tests/interop"))?;
    }
    let mut tests = cargo(&["test"]);
    for package in NATIVE {
        tests.args(["--package", package]);
    }
    // Desk, page and view have pure parts that need no browser.
    tests.args(["--package", "tablee-desk", "--package", "tablee-page", "--package", "tablee-view"]);
    if no_browser {
        // The stories with real JavaScript clients need Node.js; their names say so.
        tests.args(["--", "--skip", "javascript"]);
    }
    run(&mut tests)?;
    step("The client bundle");
    let sizes = bundle::build(Build::Optimised)?;
    print!("{sizes}");
    sizes.within_budget()?;
    if no_browser {
        return Ok(());
    }
    browser(None)
}

/// The stories that people live through in real browsers, against the bundle in client/dist.
pub fn browser(story: Option<&str>) -> Done {
    step("Browsers");
    let folder = root().join("tests/browser");
    let chromium = chromium()?;
    npm_ci(&folder)?;
    run(&mut cargo(&["build", "--package", "tablee-server", "--bin", "tablee"]))?;
    let mut node = in_browser(&chromium);
    node.args(["--test", "--test-concurrency=2", "--test-reporter=spec"]);
    if let Some(story) = story {
        node.arg(format!("--test-name-pattern={story}"));
    }
    node.arg("stories/");
    run(&mut node)
}

/// Compares the pictures of the views with those kept, or accepts how the views look now.
pub fn snapshots(accept: bool) -> Done {
    let chromium = chromium()?;
    npm_ci(&root().join("tests/browser"))?;
    run(&mut cargo(&["build", "--package", "tablee-server", "--bin", "tablee"]))?;
    let mut node = in_browser(&chromium);
    if accept {
        node.env("TABLEE_ACCEPT", "1");
    }
    run(node.args(["--test", "--test-reporter=spec", "stories/looks.test.mjs"]))
}

fn lint(wasm: bool) -> Done {
    let mut clippy = cargo(&["clippy", "--quiet"]);
    if wasm {
        let target = target_dir().join("client");
        clippy.args([
            "--package",
            "tablee-desk",
            "--package",
            "tablee-page",
            "--package",
            "tablee-view",
            "--target",
            "wasm32-unknown-unknown",
        ]);
        clippy.arg("--target-dir").arg(target);
    } else {
        for package in NATIVE {
            clippy.args(["--package", package]);
        }
        clippy.arg("--all-targets");
    }
    run(clippy.args(["--", "--deny", "warnings"]))
}

fn step(name: &str) {
    println!("\n== {name}");
}
