//! A record read field by field, as the reading of an adopted version shows it.

use super::field_in_words;
use super::values::{in_words, name_of};
use crate::lang::Lang;
use crate::questions::settle::TITLES;
use crate::record::{Record, RecordAt, Records, Value};
use crate::sections::Shape;
use crate::sections::about::working_lang;
use crate::words::told as words;

/// What a record says, field by field, as a reading of it shows: texts and values in use, with
/// their names, in the order of its kind. The title is not among them.
pub fn fields_in_words(record: &Record, records: &Records, lang: Lang) -> Vec<(String, String)> {
    let at = RecordAt::new(record.kind, record.id.clone());
    let working = working_lang(records);
    let mut out = vec![];
    for field in record.kind.spec().fields {
        let is_title = !record.kind.is_single() && TITLES.contains(&field.key);
        if is_title || field.shape == Shape::Place {
            continue;
        }
        let Some(name) = field_in_words(&at.field(field.key), records, lang) else { continue };
        let text = match field.shape {
            Shape::Text | Shape::Translated => record.text_in(field.key, lang, working).to_owned(),
            Shape::Set => {
                record.set(field.key).map(|key| name_of(key, records, lang)).collect::<Vec<_>>().join(", ")
            }
            Shape::Cells => {
                let cells = record.cells(field.key).map(|(key, value)| {
                    let value = in_words(&at.cell(field.key, key), value, records, lang);
                    words::cell(lang, name_of(key, records, lang), value)
                });
                cells.collect::<Vec<_>>().join(" · ")
            }
            Shape::Word(_)
            | Shape::Free
            | Shape::Date
            | Shape::Amount
            | Shape::Number { .. }
            | Shape::Flag
            | Shape::Ref(_)
            | Shape::Place => match record.values.get(field.key) {
                Some(Value::Scalar(value)) => in_words(&at.field(field.key), value, records, lang),
                Some(_) | None => record.text(field.key).to_owned(),
            },
        };
        if !text.is_empty() {
            out.push((name, text));
        }
    }
    out
}
