//! The commands that xtask runs, and how it says that one is missing.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What went wrong, in a sentence for whoever typed the command.
pub type Done<T = ()> = Result<T, String>;

/// The root of the workspace.
pub fn root() -> PathBuf {
    // Asked of cargo as it runs: a target folder shared by several checkouts may hold an xtask built in another one.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().expect("xtask lies in the workspace").to_path_buf()
}

/// Where cargo builds: `CARGO_TARGET_DIR`, or `target` at the root.
pub fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A cargo command at the root of the workspace.
pub fn cargo(args: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(args).current_dir(root());
    command
}

/// Runs it, showing what it says; an error names the command.
pub fn run(command: &mut Command) -> Done {
    let shown = shown(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` ended with {status}.")),
        Err(why) => Err(format!("`{shown}` could not start: {why}.")),
    }
}

/// Runs it and returns what it printed on stdout; nothing if it could not run or did not succeed.
pub fn output(command: &mut Command) -> Option<String> {
    let out = command.output().ok().filter(|out| out.status.success())?;
    String::from_utf8(out.stdout).ok()
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Adds the wasm target to the toolchain in use, unless it is there.
pub fn wasm_target() -> Done {
    const TARGET: &str = "wasm32-unknown-unknown";
    let sysroot = output(Command::new("rustc").arg("--print").arg("sysroot").current_dir(root()));
    let there = sysroot.is_some_and(|root| Path::new(root.trim()).join("lib/rustlib").join(TARGET).is_dir());
    if there {
        return Ok(());
    }
    println!("Adding the target {TARGET} …");
    run(Command::new("rustup").args(["target", "add", TARGET]).current_dir(root()))
}

/// Node in the folder of the browser tests, which finds the browser and the built server.
pub fn in_browser(chromium: &Path) -> Command {
    let mut node = Command::new("node");
    node.current_dir(root().join("tests/browser"));
    node.env("TABLEE_CHROMIUM", chromium).env("TABLEE_BINARY", target_dir().join("debug/tablee"));
    node.env("TABLEE_DIFFERENCES", target_dir().join("snapshots"));
    node
}

/// The browser of the tests: `TABLEE_CHROMIUM`, or Chromium where systems keep it.
pub fn chromium() -> Done<PathBuf> {
    let named = std::env::var_os("TABLEE_CHROMIUM").map(PathBuf::from);
    let usual =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];
    let found = named.into_iter().chain(usual.into_iter().map(PathBuf::from)).find(|path| path.exists());
    if let Some(found) = found {
        return Ok(found);
    }
    if install(&["chromium"])? {
        return Ok(PathBuf::from("/usr/bin/chromium"));
    }
    Err("The browser tests need Chromium: `sudo apt-get install chromium`, or name one in TABLEE_CHROMIUM. \
         `cargo xtask test --no-browser` runs the rest."
        .to_owned())
}

/// Installs packages on Debian as root (a CI machine); false where that is not ours to do.
pub fn install(packages: &[&str]) -> Done<bool> {
    let root_user = output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    if !root_user || !Path::new("/usr/bin/apt-get").exists() {
        return Ok(false);
    }
    println!("Installing Debian's {} for the browser tests …", packages.join(", "));
    run(Command::new("apt-get").args(["update", "-qq"]))?;
    run(Command::new("apt-get")
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))?;
    Ok(true)
}

/// Installs what a folder's lock file names, unless it is installed already.
pub fn npm_ci(folder: &Path) -> Done {
    let lock = folder.join("package-lock.json");
    let stamp = folder.join("node_modules/.package-lock.json");
    let newer =
        |a: &Path, b: &Path| Some(a.metadata().ok()?.modified().ok()? >= b.metadata().ok()?.modified().ok()?);
    if newer(&stamp, &lock) == Some(true) {
        return Ok(());
    }
    if output(Command::new("node").arg("--version")).is_none() {
        return Err("The tests against real clients need Node.js 20 or newer with npm: `sudo apt-get install nodejs npm`. \
                    `cargo xtask test --no-browser` runs the rest."
            .to_owned());
    }
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(folder))
}
