//! The digest that an adopted version is bound to: over everything that stands in the content
//! sections at the version's heads, as it stands, so that a later release's readers cannot
//! change it and a program that knows no kinds can make it again.
//!
//! Canonical JSON as RFC 8785 has it, for what boards hold: maps with their keys in the order of
//! UTF-16, texts and strings as strings, whole numbers, flags. What was cleared is left out.
//! Of several values under one key, the one in effect counts.

use crate::ordered::OrdMap;
use crate::sections::Section;
use automerge::{Automerge, ChangeHash, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Levels of maps that are read; a board has four.
const DEPTH: u8 = 8;

/// The digest in hexadecimal, each section read at its own heads (which must be known).
pub(super) fn digest(doc: &Automerge, heads: &OrdMap<Section, Vec<ChangeHash>>) -> String {
    let hash = Sha256::digest(canonical(doc, heads).as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What the digest is made of.
pub(super) fn canonical(doc: &Automerge, heads: &OrdMap<Section, Vec<ChangeHash>>) -> String {
    let sections = heads.iter().filter_map(|(section, heads)| {
        let (value, object) = doc.get_at(ROOT, section.key(), heads).ok().flatten()?;
        Some((section.key().to_owned(), json(doc, &value, &object, heads, DEPTH)?))
    });
    object(sections.collect())
}

fn json(doc: &Automerge, value: &Value<'_>, at: &ObjId, heads: &[ChangeHash], depth: u8) -> Option<String> {
    match value {
        Value::Scalar(scalar) => scalar_json(scalar),
        Value::Object(ObjType::Text) => Some(string(&doc.text_at(at, heads).unwrap_or_default())),
        Value::Object(ObjType::Map) if depth > 0 => {
            let entries = doc.keys_at(at, heads).filter_map(|key| {
                let (value, inner) = doc.get_at(at, key.as_str(), heads).ok().flatten()?;
                Some((key, json(doc, &value, &inner, heads, depth - 1)?))
            });
            Some(object(entries.collect()))
        }
        // Another program's; no reader of a board shows it.
        Value::Object(ObjType::Map | ObjType::List | ObjType::Table) => None,
    }
}

fn object(mut entries: Vec<(String, String)>) -> String {
    crate::sort::sort_by(&mut entries, |(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    let entries: Vec<String> =
        entries.into_iter().map(|(key, value)| format!("{}:{value}", string(&key))).collect();
    format!("{{{}}}", entries.join(","))
}

fn scalar_json(scalar: &ScalarValue) -> Option<String> {
    match scalar {
        ScalarValue::Null => None,
        ScalarValue::Str(text) => Some(string(text)),
        ScalarValue::Boolean(flag) => Some(flag.to_string()),
        ScalarValue::Int(n) | ScalarValue::Timestamp(n) => Some(whole(i128::from(*n))),
        ScalarValue::Uint(n) => Some(whole(i128::from(*n))),
        // Boards hold decimals as text. What another program left is told by its bits.
        ScalarValue::F64(n) => Some(string(&format!("f64:{:016x}", n.to_bits()))),
        ScalarValue::Bytes(_) | ScalarValue::Counter(_) | ScalarValue::Unknown { .. } => None,
    }
}

/// A whole number; as text where JSON's numbers would lose digits.
fn whole(n: i128) -> String {
    const EXACT: i128 = 1 << 53;
    if n.abs() <= EXACT { n.to_string() } else { string(&n.to_string()) }
}

fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            control if control < ' ' => {
                let _ = write!(out, "\\u{:04x}", control as u32);
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_written_as_rfc_8785_says() {
        // The sample of section 3.2.3 of RFC 8785.
        let sample = "\u{20ac}$\u{f}\nA'B\"\\\\\"/";
        assert_eq!(string(sample), "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    }

    #[test]
    fn keys_stand_in_the_order_of_utf_16() {
        // The sample of section 3.2.3 of RFC 8785: an emoji before a letter of the private area.
        let keys = ["\u{20ac}", "\r", "\u{fb33}", "1", "\u{1f600}", "\u{80}", "\u{f6}"];
        let entries = keys.map(|key| (key.to_owned(), "1".to_owned())).into();
        let in_order = ["\\r", "1", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1f600}", "\u{fb33}"];
        let expected: Vec<String> = in_order.iter().map(|key| format!("\"{key}\":1")).collect();
        assert_eq!(object(entries), format!("{{{}}}", expected.join(",")));
    }

    #[test]
    fn numbers_that_json_would_round_are_kept_as_text() {
        assert_eq!(whole(1 << 53), "9007199254740992");
        assert_eq!(whole((1 << 53) + 1), "\"9007199254740993\"");
    }
}
