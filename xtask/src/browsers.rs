//! The main story in browsers that are not Chromium: Debian's Firefox and WebKitGTK, by WebDriver.

use crate::tools::{Done, cargo, chromium, in_browser, install, npm_ci, root, run};
use std::path::Path;

/// What the story needs, and the package of Debian that brings it.
const NEEDED: [(&str, &str); 3] = [
    ("/usr/bin/firefox-esr", "firefox-esr"),
    ("/usr/bin/WebKitWebDriver", "webkit2gtk-driver"),
    ("/usr/bin/Xvfb", "xvfb"),
];

pub fn tour() -> Done {
    let missing: Vec<&str> =
        NEEDED.iter().filter(|(path, _)| !Path::new(path).exists()).map(|(_, package)| *package).collect();
    if !missing.is_empty() && !install(&missing)? {
        return Err(format!("These browsers are missing: `sudo apt-get install {}`.", missing.join(" ")));
    }
    let chromium = chromium()?;
    npm_ci(&root().join("tests/browser"))?;
    run(&mut cargo(&["build", "--package", "tablee-server", "--bin", "tablee"]))?;
    run(in_browser(&chromium).args(["--test", "--test-reporter=spec", "elsewhere/"]))
}
