//! The written form of what was copied: lines of a word, a path of the board and a value, with tabs
//! between; and the HTML that carries it.
//!
//! ```text
//! tablee-objects 1   fr   4NMNnk…   copy
//! chosen   chain/nodes/4fz
//! along    chain/links/77a
//! named    organisations/partners/9xk   GIE Nokoué
//! text     chain/nodes/4fz/title@en     Train the guides
//! word · int · flag   chain/indicators/3pq/targets/2027-01-01/2027-12-31   60
//! ```
//! Paths are those of the document, which are for ever. It is not JSON, so that the page needs no
//! reader of JSON; a line that is not understood is passed over.

use super::taking::goes_along;
use super::{Copied, MAX_KEY, MAX_OBJECTS, MAX_WRITTEN};
use crate::lang::Lang;
use crate::record::{Record, RecordAt, Scalar, Value};
use crate::sections::comments::{path_of, place_of};
use std::fmt::Write as _;

const FIRST: &str = "tablee-objects 1";
/// The attribute that carries it in HTML.
const CARRIER: &str = "data-tablee=\"";
/// Longest name of what is left behind, in characters.
const MAX_NAME: usize = 300;

/// The written form.
pub fn write(copied: &Copied) -> String {
    let verb = if copied.is_cut { "cut" } else { "copy" };
    let mut out = format!("{FIRST}\t{}\t{}\t{verb}\n", copied.lang.code(), escaped(&copied.board));
    let mut line = |word: &str, path: &str, value: Option<&str>| {
        out.push_str(word);
        out.push('\t');
        out.push_str(&escaped(path));
        if let Some(value) = value {
            out.push('\t');
            out.push_str(&escaped(value));
        }
        out.push('\n');
    };
    for record in &copied.records {
        let at = RecordAt::new(record.kind, record.id.clone());
        let path = path_of(&at);
        line(if copied.chosen.contains(&at) { "chosen" } else { "along" }, &path, None);
        for (field, value) in &record.values {
            let path = format!("{path}/{field}");
            match value {
                Value::Text(text) => line("text", &path, Some(text)),
                Value::Scalar(scalar) => {
                    let (word, value) = of_scalar(scalar);
                    line(word, &path, Some(&value));
                }
                Value::Cells(cells) => {
                    for (key, cell) in cells {
                        let (word, value) = of_scalar(cell);
                        line(word, &format!("{path}/{key}"), Some(&value));
                    }
                }
            }
        }
    }
    for (at, name) in &copied.named {
        line("named", &path_of(at), Some(name));
    }
    out
}

fn of_scalar(scalar: &Scalar) -> (&'static str, String) {
    match scalar {
        Scalar::Text(text) => ("word", text.clone()),
        Scalar::Int(number) => ("int", number.to_string()),
        Scalar::Flag(flag) => ("flag", u8::from(*flag).to_string()),
    }
}

/// Reads a written form; nothing for any other text, nor for one that carries no object.
pub fn read(text: &str) -> Option<Copied> {
    if text.len() > MAX_WRITTEN {
        return None;
    }
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next()?.split('\t').collect();
    let [FIRST, lang, board, verb] = head[..] else { return None };
    let lang = Lang::from_code(lang)?;
    let mut copied = Copied::new(&plain(board), lang, verb == "cut");
    // The record whose lines are being read.
    let mut open: Option<(Record, bool)> = None;
    for line in lines {
        let mut parts = line.splitn(3, '\t');
        let (Some(word), Some(path)) = (parts.next(), parts.next()) else { continue };
        let (path, value) = (plain(path), parts.next().map(plain));
        match (word, value) {
            ("chosen" | "along", None) => {
                close(&mut copied, open.take());
                let at = place_of(&path).filter(|at| goes_along(at.kind) && !at.id.is_single());
                open = at.map(|at| (Record::empty(at.kind, at.id), word == "chosen"));
            }
            ("named", Some(name)) => {
                let name: String = name.chars().take(MAX_NAME).collect();
                let at = place_of(&path).filter(|_| copied.named.len() < 4 * MAX_OBJECTS);
                copied.named.extend(at.map(|at| (at, name)));
            }
            (word, Some(value)) => {
                if let Some((record, _)) = &mut open {
                    value_line(record, word, &path, value);
                }
            }
            // Another release may say more.
            (_, None) => {}
        }
    }
    close(&mut copied, open);
    (!copied.is_empty()).then_some(copied)
}

fn close(copied: &mut Copied, open: Option<(Record, bool)>) {
    let Some((record, is_chosen)) = open else { return };
    let at = RecordAt::new(record.kind, record.id.clone());
    let is_news = !copied.holds(&at);
    if is_news && copied.put(&record) && is_chosen && super::is_carried(at.kind) {
        copied.chosen.push(at);
    }
}

/// One value of the record that is open; nothing where the line is about another one.
fn value_line(record: &mut Record, word: &str, path: &str, value: String) -> Option<()> {
    let own = path_of(&RecordAt::new(record.kind, record.id.clone()));
    let rest = path.strip_prefix(&own)?.strip_prefix('/')?;
    let (field, key) = match rest.split_once('/') {
        Some((field, key)) => (field, Some(key)),
        None => (rest, None),
    };
    let scalar = match word {
        "text" if key.is_none() => {
            record.values.insert(field.to_owned(), Value::Text(value));
            return Some(());
        }
        "word" => Scalar::Text(value),
        "int" => Scalar::Int(value.parse().ok()?),
        "flag" => Scalar::Flag(value == "1"),
        // Another release may say more.
        _ => return None,
    };
    match key {
        None => drop(record.values.insert(field.to_owned(), Value::Scalar(scalar))),
        Some(key) if key.len() <= MAX_KEY => {
            let cells =
                record.values.entry(field.to_owned()).or_insert_with(|| Value::Cells(Default::default()));
            if let Value::Cells(cells) = cells {
                cells.insert(key.to_owned(), scalar);
            }
        }
        Some(_) => {}
    }
    Some(())
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            letter => out.push(letter),
        }
    }
    out
}

fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => {}
            },
            letter => out.push(letter),
        }
    }
    out
}

/// The outline as a list that text editors keep, with the written form in an attribute of it: in
/// percents, so that no editor or browser on the way changes a letter of it.
pub fn html(copied: &Copied, outline: &str) -> String {
    let mut out = format!("<div {CARRIER}");
    for byte in write(copied).bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'/' => out.push(char::from(byte)),
            // Cannot fail: a String takes what is written.
            byte => drop(write!(out, "%{byte:02X}")),
        }
    }
    out.push_str("\"><ul>");
    let mut depth = 0;
    for line in outline.lines() {
        let words = line.trim_start_matches(' ');
        let here = (line.len() - words.len()) / 2;
        (depth..here).for_each(|_| out.push_str("<ul>"));
        (here..depth).for_each(|_| out.push_str("</ul>"));
        depth = here;
        out.push_str("<li>");
        for letter in words.chars() {
            match letter {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                letter => out.push(letter),
            }
        }
        out.push_str("</li>");
    }
    (0..depth).for_each(|_| out.push_str("</ul>"));
    out.push_str("</ul></div>");
    out
}

/// Reads what HTML from a clipboard carries; nothing for other people's.
pub fn read_html(html: &str) -> Option<Copied> {
    let (_, rest) = html.split_once(CARRIER)?;
    let (written, _) = rest.split_once('"')?;
    if written.len() > 3 * MAX_WRITTEN {
        return None;
    }
    let mut bytes = Vec::with_capacity(written.len());
    let mut from = written.bytes();
    while let Some(byte) = from.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (high, low) = (digit(from.next()?)?, digit(from.next()?)?);
        bytes.push(high << 4 | low);
    }
    read(&String::from_utf8(bytes).ok()?)
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}
