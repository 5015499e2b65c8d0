//! The open JSON of a whole board: everything that its records say, for other programs and
//! for whoever wants to leave. `import` reads it back.
//!
//! ```text
//! { "format": "tablee/1", "heads": ["…"], "sections": {
//!     "<section>": { "<field>": …, "<collection>": { "<id>": { "<field>": … } } } } }
//! ```
//! Fields are named as in the document (`title`, `title@en`): texts, words and dates are
//! strings, keyed fields are objects, a field nobody filled in is left out. `removed` tells who
//! removed a record; `also` holds values written at the same time as the one shown, by
//! field or `field/key`. History and people's names are not in it.

use crate::record::{Record, Records, Scalar, Value};
use crate::sections::{REMOVED, Section, comments};
use automerge::ChangeHash;
use serde_json::{Map, Value as Json, json};

/// The format's name.
pub const FORMAT: &str = "tablee/1";

/// Under which values written at the same time stand; no field is called so.
pub(crate) const ALSO: &str = "also";

/// The board as it reads in `records`, at `heads`.
pub fn open_json(records: &Records, heads: &[ChangeHash]) -> Json {
    let mut sections = Map::new();
    for section in Section::ALL {
        let mut parts = Map::new();
        for record in records.of_section(section) {
            match record.kind.spec().collection {
                None => parts.extend(fields(record)),
                Some(collection) => {
                    let all = parts.entry(collection).or_insert_with(|| json!({}));
                    all[record.id.as_str()] = Json::Object(fields(record));
                }
            }
        }
        if !parts.is_empty() {
            sections.insert(section.key().to_owned(), Json::Object(parts));
        }
    }
    let heads: Vec<String> = heads.iter().map(ChangeHash::to_string).collect();
    json!({ "format": FORMAT, "heads": heads, "sections": sections })
}

fn fields(record: &Record) -> Map<String, Json> {
    let mut fields = Map::new();
    for (field, value) in &record.values {
        // Whom an imported comment names, rather than who brought it.
        let is_named = record.values.contains_key(comments::SAID);
        let field = match field.as_str() {
            comments::BY if is_named => continue,
            comments::SAID => comments::BY,
            field => field,
        };
        let json = match value {
            // Laid down with the record, not written in yet. An emptied translation is kept.
            Value::Text(text) if text.is_empty() && !field.contains('@') => continue,
            Value::Cells(cells) if cells.is_empty() => continue,
            Value::Text(text) => text.as_str().into(),
            Value::Scalar(value) => scalar(value),
            Value::Cells(cells) => cells.iter().map(|(key, cell)| (key.clone(), scalar(cell))).collect(),
        };
        fields.insert(field.to_owned(), json);
    }
    if !record.also.is_empty() {
        let also = record.also.iter().map(|(at, others)| (at.clone(), others.iter().map(scalar).collect()));
        fields.insert(ALSO.to_owned(), Json::Object(also.collect()));
    }
    if let Some(removed) = &record.removed {
        let mark = json!({ "by": removed.by, "at": removed.at, "edited_since": removed.edited_since });
        fields.insert(REMOVED.to_owned(), mark);
    }
    fields
}

fn scalar(value: &Scalar) -> Json {
    match value {
        Scalar::Text(text) => text.as_str().into(),
        Scalar::Int(number) => (*number).into(),
        Scalar::Flag(flag) => (*flag).into(),
    }
}
