//! Turns `words/*.tsv` into one typed catalogue. A word missing in a language, or one whose
//! placeholders differ between languages, stops the build with its file, line and key.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

const LANGS: [&str; 3] = ["fr", "de", "en"];

fn main() {
    println!("cargo:rerun-if-changed=words");
    let mut files: Vec<_> = fs::read_dir("words")
        .expect("shared/words is part of the source")
        .map(|entry| entry.expect("shared/words can be listed").path())
        .filter(|path| path.extension().is_some_and(|end| end == "tsv"))
        .collect();
    files.sort();
    let mut out = String::new();
    for file in files {
        out.push_str(&module(&file));
    }
    let target = Path::new(&env::var("OUT_DIR").expect("cargo names OUT_DIR")).join("words.rs");
    fs::write(target, out).expect("OUT_DIR can be written");
}

fn module(file: &Path) -> String {
    println!("cargo:rerun-if-changed={}", file.display());
    let name = file.file_stem().and_then(|stem| stem.to_str()).expect("word files have plain names");
    let text = fs::read_to_string(file).expect("word files are UTF-8");
    let mut lines = text.lines().enumerate();
    let head = lines.next().map(|(_, line)| line).unwrap_or_default();
    assert_eq!(head, "key\tfr\tde\ten", "{}: the first line names the columns", file.display());
    let mut out =
        format!("/// Words of `words/{name}.tsv`.\npub mod {name} {{\n    use crate::lang::Lang;\n");
    let mut seen = BTreeSet::new();
    for (number, line) in lines {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let at = format!("{}:{}", file.display(), number + 1);
        let cells: Vec<&str> = line.split('\t').collect();
        assert!(cells.len() == 4, "{at}: {} has {} of 4 columns (key, fr, de, en)", cells[0], cells.len());
        assert!(cells.iter().all(|cell| !cell.trim().is_empty()), "{at}: {} misses a language", cells[0]);
        assert!(seen.insert(cells[0].to_owned()), "{at}: {} is there twice", cells[0]);
        out.push_str(&function(&at, cells[0], [cells[1], cells[2], cells[3]]));
    }
    out.push_str("}\n");
    out
}

/// One word as a function. `{name}` takes an argument; `one | many` chooses by `{n}`.
fn function(at: &str, key: &str, texts: [&str; 3]) -> String {
    let names = placeholders(texts[0]);
    for (text, lang) in texts.iter().zip(LANGS) {
        assert!(
            placeholders(text).is_subset(&names) || text.contains(" | "),
            "{at}: {key} in {lang} asks for other values than in fr"
        );
    }
    let counted = texts.iter().any(|text| text.contains(" | "));
    let mut all: BTreeSet<String> = texts.iter().flat_map(|text| placeholders(text)).collect();
    if counted {
        all.insert("n".to_owned());
    }
    let mut out = String::new();
    let _ = writeln!(out, "    /// {}", texts[0].replace('[', "(").replace(']', ")"));
    if all.is_empty() {
        let _ = writeln!(out, "    pub fn {key}(lang: Lang) -> &'static str {{\n        match lang {{");
        for (text, lang) in texts.iter().zip(["Fr", "De", "En"]) {
            let _ = writeln!(out, "            Lang::{lang} => {text:?},");
        }
        out.push_str("        }\n    }\n");
        return out;
    }
    // What is put in may be of any kind, the sentence is compiled once.
    let is_number = |name: &String| counted && name == "n";
    let takes = |kind: &str| {
        let take = |name| format!(", {name}: {}", if is_number(name) { "u64" } else { kind });
        all.iter().map(take).collect::<String>()
    };
    let given = |name| if is_number(name) { format!(", {name}") } else { format!(", &{name}") };
    let given: String = all.iter().map(given).collect();
    let _ = writeln!(out, "    pub fn {key}(lang: Lang{}) -> String {{", takes("impl std::fmt::Display"));
    let _ = writeln!(out, "        fn say(lang: Lang{}) -> String {{", takes("&dyn std::fmt::Display"));
    out.push_str("        match lang {\n");
    for (text, lang) in texts.iter().zip(["Fr", "De", "En"]) {
        match text.split_once(" | ") {
            // Some languages say both alike.
            Some((one, many)) if one == many => {
                let _ = writeln!(out, "            Lang::{lang} => {},", format_call(one));
            }
            Some((one, many)) => {
                let _ = writeln!(
                    out,
                    "            Lang::{lang} => if lang.is_one(n) {{ {} }} else {{ {} }},",
                    format_call(one),
                    format_call(many)
                );
            }
            None => {
                let _ = writeln!(out, "            Lang::{lang} => {},", format_call(text));
            }
        }
    }
    let _ = writeln!(out, "        }}\n        }}\n        say(lang{given})\n    }}");
    out
}

fn format_call(text: &str) -> String {
    if placeholders(text).is_empty() { format!("{text:?}.to_owned()") } else { format!("format!({text:?})") }
}

fn placeholders(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        names.insert(name.to_owned());
        rest = after;
    }
    names
}
