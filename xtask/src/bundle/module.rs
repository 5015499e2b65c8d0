//! One WebAssembly module with its glue: cut into the parts that are fetched later
//! (`client/page/src/parts.rs` says where), bound to JavaScript, named by content.

use super::{Files, add, bytes, digest, text, told};
use crate::tools::Done;
use std::fs;
use std::path::Path;
use walrus::ModuleConfig;
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::Options;

/// What the cutter calls the script that fetches parts, before it has its name.
const PARTS: &str = "parts.js";

/// The parts that whoever follows an invitation loads until the vision is shown. What these have in
/// common with each other or with the rest comes in a file of its own.
pub const AT_FIRST: [&str; 3] = ["asks", "join", "vision"];

/// Cuts `wasm` and runs wasm-bindgen (at the version of Cargo.lock) over what is loaded first. Puts
/// `<name>-….wasm`, its glue `<name>-….js`, the parts `<name>-part-….wasm` and what parts have in common
/// among `files`.
pub fn put(wasm: &Path, name: &str, named: bool, out: &Path, files: &mut Files) -> Done {
    if out.exists() {
        fs::remove_dir_all(out).map_err(told("empty a folder of glue"))?;
    }
    fs::create_dir_all(out).map_err(told("create a folder of glue"))?;
    let module = bytes(wasm)?;
    let first = out.join(format!("{name}.wasm"));
    let (main_module, link_name) = (format!("./{name}.js"), format!("./{PARTS}"));
    let mut options = Options::new(&module);
    options.output_dir = out;
    options.main_out_path = &first;
    options.main_module = &main_module;
    options.link_name = &link_name;
    let cut = wasm_split_cli_support::transform(options)
        .map_err(|why| format!("could not cut {}: {why:#}", wasm.display()))?;

    let written = Bindgen::new()
        .input_path(&first)
        .out_name(name)
        .web(true)
        .map(|bindgen| bindgen.omit_default_module_path(false).typescript(false))
        // The parts find memory and tables by the names that the linker gave them.
        .map(|bindgen| {
            bindgen.keep_lld_exports(true).remove_name_section(!named).remove_producers_section(true)
        })
        .and_then(|bindgen| bindgen.generate(out));
    written.map_err(|why| format!("wasm-bindgen could not read {}: {why:#}", first.display()))?;

    let bound = add(files, name, "wasm", bytes(&out.join(format!("{name}_bg.wasm")))?);
    let mut script = text(&out.join(format!("{name}.js")))?.replace(&format!("{name}_bg.wasm"), &bound);
    let mut parts = text(&out.join(PARTS))?;
    let mut shared = [vec![], vec![]];
    for part in cut.split_modules {
        let stem = part.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let module = briefly(&bytes(&part)?, named)?;
        let fetched = format!("fetch(new URL(\"./{stem}.wasm\", import.meta.url))");
        let instead = match stem.strip_prefix("split_") {
            Some(part) => {
                let named = add(files, &format!("{name}-part-{part}"), "wasm", module);
                fetched.replace(&format!("{stem}.wasm"), &named)
            }
            // Dozens of small ones, most of them wanted by most parts.
            None => {
                let file = usize::from(!is_wanted_first(&parts, stem));
                let (at, length) = (shared[file].len(), module.len());
                shared[file].extend(module);
                format!("shared({file}, {at}, {length})")
            }
        };
        parts = parts.replace(&fetched, &instead);
    }
    let [first, later] = ["first", "later"].map(|when| format!("{name}-part-shared-{when}"));
    let [in_first, in_later] = shared;
    let named = [(first, in_first), (later, in_later)].map(|(stem, pieces)| match pieces.is_empty() {
        true => stem,
        false => add(files, &stem, "bin", pieces),
    });
    let reads = include_str!("shared_parts.js").replace("{first}", &named[0]).replace("{later}", &named[1]);
    parts.push_str(&reads);
    // Each of the two imports the other, so both are named by what they say together.
    let both = digest(&(&script, &parts));
    let (script_name, parts_name) = (format!("{name}-{both}.js"), format!("fetch-{name}-{both}.js"));
    // Where it comes from, that is; the module goes on calling it what the cutter did.
    script = script.replace(&format!("from \"./{PARTS}\""), &format!("from \"./{parts_name}\""));
    parts = parts.replace(&main_module, &format!("./{script_name}"));
    files.insert(script_name, script.into_bytes());
    files.insert(parts_name, parts.into_bytes());
    Ok(())
}

/// Whether one of the first parts wants the common piece `stem`. The cutter notes above each piece who
/// wants it: `/* chain, vision */`.
fn is_wanted_first(parts: &str, stem: &str) -> bool {
    let by = parts.split(&format!("const __{stem} =")).next().and_then(|before| before.rsplit("/*").next());
    let mut by = by.into_iter().flat_map(|by| by.trim().trim_end_matches("*/").split(','));
    by.any(|part| AT_FIRST.contains(&part.trim()))
}

/// The same module, written as briefly as it can be: without names (unless they are wanted), and without
/// the room that the linker leaves for larger numbers.
fn briefly(module: &[u8], named: bool) -> Done<Vec<u8>> {
    let mut config = ModuleConfig::new();
    config.generate_name_section(named).generate_producers_section(false);
    let parsed = config.parse(module).map_err(|why| format!("a part of the page is no module: {why:#}"));
    Ok(parsed?.emit_wasm())
}
