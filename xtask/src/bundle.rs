//! The client bundle: two WebAssembly modules with their glue, one stylesheet, fonts, the
//! shell page and its service worker, each also compressed, in `client/dist`.
//!
//! Names carry a digest of their content, so that they can be cached for ever; only
//! `index.html`, `sw.js` and the manifest keep theirs.

mod module;
mod sizes;

pub use sizes::Sizes;

use crate::tools::{Done, cargo, root, run, target_dir, wasm_target};
use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

/// What goes into `client/dist`, by name.
type Files = BTreeMap<String, Vec<u8>>;

/// How the modules are compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// As it ships.
    Optimised,
    /// As it ships, with the names of its functions: for the browser's profiler.
    Named,
    /// In seconds.
    Quick,
}

impl Build {
    pub fn of(quick: bool, named: bool) -> Self {
        match (quick, named) {
            (true, _) => Build::Quick,
            (false, true) => Build::Named,
            (false, false) => Build::Optimised,
        }
    }

    fn profile(self) -> &'static str {
        match self {
            Build::Optimised | Build::Named => "wasm",
            Build::Quick => "wasm-quick",
        }
    }
}

/// Builds `client/dist`.
pub fn build(how: Build) -> Done<Sizes> {
    wasm_target()?;
    let work = target_dir().join("client");
    fs::create_dir_all(&work).map_err(told("create the build folder"))?;
    // Checkouts that share a target folder take turns: cargo leaves both modules in one place.
    let turn = fs::File::create(work.join("bundle.lock")).map_err(told("open the bundle lock"))?;
    turn.lock().map_err(told("wait for the bundle lock"))?;

    let mut files = BTreeMap::new();
    for (package, name) in [("tablee-desk", "desk"), ("tablee-page", "page")] {
        compile(package, how, &work)?;
        let wasm =
            work.join("wasm32-unknown-unknown").join(how.profile()).join(format!("tablee_{name}.wasm"));
        module::put(&wasm, name, how == Build::Named, &work.join("glue").join(name), &mut files)?;
    }
    drop(turn);

    let web = root().join("client/web");
    let name = add(&mut files, "app", "css", stylesheet()?);
    let boot =
        text(&web.join("boot.js"))?.replace("./page.js", &format!("/{}", hashed(&files, "page", "js")?));
    let boot = add(&mut files, "boot", "js", boot.into_bytes());
    let desk =
        text(&web.join("desk-boot.js"))?.replace("./desk.js", &format!("/{}", hashed(&files, "desk", "js")?));
    let desk = add(&mut files, "desk-boot", "js", desk.into_bytes());
    let index = text(&web.join("index.html"))?
        .replace("{app.css}", &format!("/{name}"))
        .replace("{boot.js}", &format!("/{boot}"))
        .replace("{desk-boot.js}", &format!("/{desk}"))
        .replace("{page.js}", &format!("/{}", hashed(&files, "page", "js")?))
        .replace("{fetch-page.js}", &format!("/{}", hashed(&files, "fetch-page", "js")?))
        .replace("{page.wasm}", &format!("/{}", hashed(&files, "page", "wasm")?));
    files.insert("index.html".to_owned(), index.into_bytes());
    for folder in ["fonts", "icons"] {
        for entry in list(&web.join(folder))? {
            let name = entry.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            files.insert(format!("{folder}/{name}"), bytes(&entry)?);
        }
    }
    // Fetched when somebody begins with it: most never do.
    let sample = bytes(&root().join("shared/samples/living-lagoon.json"))?;
    files.insert("samples/living-lagoon.json".to_owned(), sample);
    for entry in list(&root().join("shared/samples/templates"))? {
        let name = entry.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        files.insert(format!("samples/templates/{name}"), bytes(&entry)?);
    }
    files.insert("manifest.webmanifest".to_owned(), bytes(&web.join("manifest.webmanifest"))?);
    let worker = service_worker(&text(&web.join("sw.js"))?, &files);
    files.insert("sw.js".to_owned(), worker.into_bytes());
    write(&files, how)
}

fn compile(package: &str, how: Build, work: &Path) -> Done {
    let target = work.to_string_lossy().into_owned();
    let args = ["rustc", "--package", package, "--lib", "--target", "wasm32-unknown-unknown"];
    // The relocations tell the cutter what uses what.
    let cut = ["--", "-C", "link-arg=--emit-relocs"];
    run(cargo(&args).args(["--profile", how.profile(), "--target-dir", &target]).args(cut))
}

/// The stylesheets of the page in the order that `order.txt` names, as one.
fn stylesheet() -> Done<Vec<u8>> {
    let folder = root().join("client/page/styles");
    let mut whole = String::new();
    for name in text(&folder.join("order.txt"))?.lines().map(str::trim).filter(|name| !name.is_empty()) {
        whole.push_str(&text(&folder.join(name))?);
        whole.push('\n');
    }
    Ok(whole.into_bytes())
}

/// The service worker with the list of the shell's files and a version that changes with them.
fn service_worker(template: &str, files: &Files) -> String {
    // Italics load on demand; the rest must open without a network.
    let shell = files.keys().filter(|name| !name.contains("italic") && !name.ends_with(".txt"));
    let list = shell.map(|name| format!("\"/{name}\"")).collect::<Vec<_>>().join(", ");
    template.replace("\"{files}\"", &list.replace("/index.html", "/")).replace("{version}", &digest(files))
}

fn write(files: &Files, how: Build) -> Done<Sizes> {
    let dist = root().join("client/dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).map_err(told("empty client/dist"))?;
    }
    let mut sizes = Sizes::default();
    for (name, content) in files {
        let path = dist.join(name);
        fs::create_dir_all(path.parent().unwrap_or(&dist)).map_err(told("create client/dist"))?;
        fs::write(&path, content).map_err(told("write client/dist"))?;
        let mut size = content.len();
        if !name.ends_with(".woff2") && !name.ends_with(".png") {
            let small = compress(content, how);
            size = small.len();
            fs::write(dist.join(format!("{name}.br")), small).map_err(told("write client/dist"))?;
        }
        sizes.count(name, size);
    }
    Ok(sizes)
}

fn compress(content: &[u8], how: Build) -> Vec<u8> {
    let quality = match how {
        Build::Optimised => 11,
        Build::Named | Build::Quick => 1,
    };
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 16, quality, 24);
    writer.write_all(content).expect("memory takes what is written to it");
    drop(writer);
    out
}

/// Puts a file under a name with its digest and returns that name.
fn add(files: &mut Files, stem: &str, end: &str, content: Vec<u8>) -> String {
    let name = format!("{stem}-{}.{end}", digest(&content));
    files.insert(name.clone(), content);
    name
}

fn hashed(files: &Files, stem: &str, end: &str) -> Done<String> {
    let starts = format!("{stem}-");
    let found = files.keys().find(|name| name.starts_with(&starts) && name.ends_with(&format!(".{end}")));
    found.cloned().ok_or_else(|| format!("the bundle has no {stem}.{end}"))
}

/// Sixteen letters that change with the content.
fn digest(content: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn list(folder: &Path) -> Done<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(told("list a folder of client/web"))?;
    Ok(entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_file())
        .collect())
}

fn text(path: &Path) -> Done<String> {
    fs::read_to_string(path).map_err(|why| format!("could not read {}: {why}", path.display()))
}

fn bytes(path: &Path) -> Done<Vec<u8>> {
    fs::read(path).map_err(|why| format!("could not read {}: {why}", path.display()))
}

fn told(what: &'static str) -> impl Fn(std::io::Error) -> String {
    move |why| format!("could not {what}: {why}")
}
