//! Reads the open JSON of a board (`export`): as records, whole, or as the acts that write
//! it on an empty board.
//!
//! Acts carry what its importer may write. Memberships are the door's to publish, votes and
//! acceptances each organisation's own to give; values written at the same time as the one
//! in effect stay behind, and a removal is the importer's.

use crate::act::{Act, Edit, MAX_EDITS, Message};
use crate::apply::laid_down;
use crate::board::MAX_ACT_UNITS;
use crate::delta::{Delta, utf16_len};
use crate::export::{ALSO, FORMAT};
use crate::ids::RecordId;
use crate::policy::speaks_for_one;
use crate::record::{Record, RecordAt, Records, Removed, Scalar, Value};
use crate::sections::{Kind, REMOVED, Section, Shape, comments};
use serde_json::{Map, Value as Json};

/// Most records that are read.
pub const MAX_IMPORTED: usize = 50_000;

/// Why a file was not taken. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error("this file is not the open form of a board ({FORMAT})")]
    Foreign,
    #[error("`{part}` is not as the format describes it; a newer release may have written it")]
    Part { part: String },
    #[error("the file holds more than a board takes")]
    TooLarge,
}

/// The records of an open JSON.
///
/// # Errors
/// If it is of another form; a part that is not as the format says is named.
pub fn records(json: &Json) -> Result<Records, ImportError> {
    if json["format"].as_str() != Some(FORMAT) {
        return Err(ImportError::Foreign);
    }
    let mut records = Records::default();
    // A section's own record is there from the first day.
    for kind in Section::ALL.into_iter().filter_map(Kind::own_record_of) {
        records.put(laid_down(&RecordAt::single(kind)));
    }
    for (key, parts) in object(&json["sections"], "sections")? {
        let section = Section::from_key(key).ok_or_else(|| odd(key))?;
        let mut own = Map::new();
        for (name, part) in object(parts, key)? {
            let Some(kind) = Kind::at(section, name) else {
                own.insert(name.clone(), part.clone());
                continue;
            };
            let path = format!("{key}/{name}");
            for (id, fields) in object(part, &path)? {
                let path = format!("{path}/{id}");
                let id = RecordId::parse(id).ok_or_else(|| odd(&path))?;
                records.put(record(RecordAt::new(kind, id), object(fields, &path)?, &path)?);
                if records.len() > MAX_IMPORTED {
                    return Err(ImportError::TooLarge);
                }
            }
        }
        match Kind::own_record_of(section) {
            Some(kind) => records.put(record(RecordAt::single(kind), &own, key)?),
            None if own.is_empty() => {}
            None => return Err(odd(key)),
        }
    }
    Ok(records)
}

/// The acts that write an open JSON on an empty board, each within the caps of one act.
///
/// # Errors
/// As [`records`].
pub fn open_json(json: &Json) -> Result<Vec<Act>, ImportError> {
    Ok(acts(&records(json)?))
}

/// The acts that write `records` on an empty board.
pub fn acts(records: &Records) -> Vec<Act> {
    let mut acts = Acts::default();
    let own: Vec<&Record> = records.everything().filter(|record| is_importers(record.kind)).collect();
    for record in &own {
        let at = RecordAt::new(record.kind, record.id.clone());
        if record.kind.is_single() {
            write(&at, record).into_iter().for_each(|edit| acts.add(edit));
        } else {
            let is_filled = |(field, value): &(&String, &Value)| match value {
                Value::Text(text) => !text.is_empty() || field.contains('@'),
                Value::Cells(cells) => !cells.is_empty(),
                Value::Scalar(_) => true,
            };
            let values = record.values.iter().filter(is_filled);
            let values =
                values.map(|(field, value)| (written_as(record.kind, field), value.clone())).collect();
            acts.add(Edit::Create { at, values });
        }
    }
    for record in own.into_iter().filter(|record| record.is_removed()) {
        acts.add(Edit::Remove { at: RecordAt::new(record.kind, record.id.clone()) });
    }
    acts.done
}

/// The field that an importer writes: whose a comment was is named, since it is not theirs.
fn written_as(kind: Kind, field: &str) -> String {
    match (kind.section(), field) {
        (Section::Comments, comments::BY) => comments::SAID.to_owned(),
        (_, field) => field.to_owned(),
    }
}

/// Whether one member may write records of this kind for everybody.
fn is_importers(kind: Kind) -> bool {
    kind.section() != Section::People && !speaks_for_one(kind)
}

/// Writes a section's own record, which is there already.
fn write(at: &RecordAt, record: &Record) -> Vec<Edit> {
    let mut edits = vec![];
    for (field, value) in &record.values {
        match value {
            Value::Text(text) if text.is_empty() => {}
            Value::Text(text) => {
                edits.push(Edit::Splice { at: at.field(field), delta: Delta::splice(0, 0, text) });
            }
            Value::Scalar(value) => {
                edits.push(Edit::Set { at: at.field(field), value: Some(value.clone()) });
            }
            Value::Cells(cells) => edits.extend(
                cells
                    .iter()
                    .map(|(key, value)| Edit::Set { at: at.cell(field, key), value: Some(value.clone()) }),
            ),
        }
    }
    edits
}

/// Edits in as few acts as the caps allow.
#[derive(Default)]
struct Acts {
    done: Vec<Act>,
    units: usize,
}

impl Acts {
    fn add(&mut self, edit: Edit) {
        let units = units(&edit);
        let is_full = |act: &Act| act.edits.len() >= MAX_EDITS || self.units + units > MAX_ACT_UNITS;
        if self.done.last().is_none_or(is_full) {
            self.done.push(Act::new(Message::Import, vec![]));
            self.units = 0;
        }
        self.units += units;
        if let Some(act) = self.done.last_mut() {
            act.edits.push(edit);
        }
    }
}

/// How much text an edit inserts, in UTF-16 code units.
fn units(edit: &Edit) -> usize {
    match edit {
        Edit::Create { values, .. } => {
            let texts = values.iter().map(|(_, value)| match value {
                Value::Text(text) => utf16_len(text),
                Value::Scalar(_) | Value::Cells(_) => 0,
            });
            texts.sum()
        }
        Edit::Splice { delta, .. } => utf16_len(&delta.apply("")),
        Edit::Set { .. } | Edit::Settle { .. } | Edit::Remove { .. } | Edit::Restore { .. } => 0,
    }
}

fn record(at: RecordAt, fields: &Map<String, Json>, path: &str) -> Result<Record, ImportError> {
    let mut record = laid_down(&at);
    for (key, json) in fields {
        let path = format!("{path}/{key}");
        match key.as_str() {
            ALSO => {
                for (place, others) in object(json, &path)? {
                    let others = others.as_array().ok_or_else(|| odd(&path))?;
                    let others = others.iter().map(|other| scalar(other, &path)).collect::<Result<_, _>>()?;
                    record.also.insert(place.clone(), others);
                }
            }
            REMOVED if !at.kind.is_single() => record.removed = Some(removed(json, &path)?),
            _ => {
                let shape = at.kind.field(key).ok_or_else(|| odd(&path))?.shape;
                record.values.insert(key.clone(), value(shape, json, &path)?);
            }
        }
    }
    Ok(record)
}

fn value(shape: Shape, json: &Json, path: &str) -> Result<Value, ImportError> {
    if shape.is_text() {
        let text = json.as_str().ok_or_else(|| odd(path))?;
        return Ok(Value::Text(text.to_owned()));
    }
    if shape.is_keyed() {
        let cells = object(json, path)?.iter();
        let cells = cells.map(|(key, cell)| Ok((key.clone(), scalar(cell, path)?)));
        return Ok(Value::Cells(cells.collect::<Result<_, ImportError>>()?));
    }
    Ok(Value::Scalar(scalar(json, path)?))
}

fn scalar(json: &Json, path: &str) -> Result<Scalar, ImportError> {
    match json {
        Json::String(text) => Ok(Scalar::Text(text.clone())),
        Json::Bool(flag) => Ok(Scalar::Flag(*flag)),
        Json::Number(number) => number.as_i64().map(Scalar::Int).ok_or_else(|| odd(path)),
        Json::Null | Json::Array(_) | Json::Object(_) => Err(odd(path)),
    }
}

fn removed(json: &Json, path: &str) -> Result<Removed, ImportError> {
    let mark = (json["by"].as_str(), json["at"].as_i64(), json["edited_since"].as_bool());
    match mark {
        (Some(by), Some(at), Some(edited_since)) => Ok(Removed { by: by.to_owned(), at, edited_since }),
        (_, _, _) => Err(odd(path)),
    }
}

fn object<'a>(json: &'a Json, path: &str) -> Result<&'a Map<String, Json>, ImportError> {
    json.as_object().ok_or_else(|| odd(path))
}

fn odd(part: &str) -> ImportError {
    ImportError::Part { part: part.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::Board;
    use crate::export;
    use crate::ordered::OrdMap;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn no_field_or_collection_hides_a_word_of_the_format() {
        for kind in Kind::ALL {
            assert_ne!(kind.spec().collection, Some(ALSO));
            assert!(kind.field(ALSO).is_none() && kind.field(REMOVED).is_none());
        }
    }

    #[test]
    fn the_sample_board_leaves_and_comes_back() {
        let mut board = Board::new([1; 16], None);
        for act in crate::sample::living_lagoon() {
            board.perform(&act, 0).unwrap();
        }
        let json = export::open_json(board.records(), &board.heads());
        let json: Json = serde_json::from_str(&json.to_string()).unwrap();
        assert_eq!(
            json["sections"]["chain"]["nodes"]["N05"]["place"].as_str().map(|at| &at[..9]),
            Some("activity|")
        );
        assert_eq!(&records(&json).unwrap(), board.records());
        let mut other = Board::new([2; 16], None);
        for act in open_json(&json).unwrap() {
            other.perform(&act, 0).unwrap();
        }
        assert_eq!(other.records(), board.records());
    }

    #[test]
    fn a_file_of_another_form_is_named_for_what_it_is_not() {
        assert_eq!(records(&json!([])), Err(ImportError::Foreign));
        let odd = |sections: Json| records(&json!({ "format": FORMAT, "sections": sections })).unwrap_err();
        let part = |part: &str| ImportError::Part { part: part.to_owned() };
        assert_eq!(odd(json!({ "finance": {} })), part("finance"));
        assert_eq!(odd(json!({ "chain": { "nodes": { "n 1": {} } } })), part("chain/nodes/n 1"));
        let colour = json!({ "chain": { "nodes": { "n1": { "colour": "red" } } } });
        assert_eq!(odd(colour), part("chain/nodes/n1/colour"));
        assert_eq!(odd(json!({ "vision": { "statement": 7 } })), part("vision/statement"));
        assert_eq!(odd(json!({ "comments": { "note": "" } })), part("comments"));
    }

    fn a_scalar(shape: Shape) -> BoxedStrategy<Scalar> {
        let text = |pattern: &'static str| pattern.prop_map(Scalar::Text).boxed();
        match shape {
            Shape::Word(words) => prop::sample::select(words).prop_map(Scalar::from).boxed(),
            Shape::Number { min, max } => (min..=max).prop_map(Scalar::Int).boxed(),
            Shape::Flag | Shape::Set => any::<bool>().prop_map(Scalar::Flag).boxed(),
            Shape::Date => text("20[0-9]{2}-0[1-9]-1[0-9]"),
            Shape::Amount => text("-?[1-9][0-9]{0,3}(\\.[0-9])?"),
            Shape::Ref(_) => text("[a-z]{1,3}"),
            Shape::Text | Shape::Translated | Shape::Free | Shape::Place | Shape::Cells => {
                text("[aé😀\"|]{1,3}")
            }
        }
    }

    /// A record as a board reads it, in any kind.
    fn a_record() -> impl Strategy<Value = Record> {
        let kind = prop::sample::select(&Kind::ALL[..]);
        (kind, "[ab]").prop_flat_map(|(kind, id)| {
            let at = match kind.is_single() {
                true => RecordAt::single(kind),
                false => RecordAt::new(kind, RecordId::parse(&id).unwrap()),
            };
            let fields: Vec<_> = kind
                .spec()
                .fields
                .iter()
                // Whose a comment is comes with its document: see `shared/tests/comments.rs`.
                .filter(|field| ![comments::BY, comments::SAID].contains(&field.key))
                .map(|field| {
                    let key = field.key;
                    let value = match field.shape {
                        Shape::Text | Shape::Translated => "[aé😀]{0,3}".prop_map(Value::Text).boxed(),
                        Shape::Set | Shape::Cells => {
                            let cells =
                                prop::collection::btree_map("[x-z/]{1,2}", a_scalar(field.shape), 0..3);
                            cells.prop_map(|cells| Value::Cells(cells.into_iter().collect())).boxed()
                        }
                        shape => a_scalar(shape).prop_map(Value::Scalar).boxed(),
                    };
                    let translated = match field.shape {
                        Shape::Translated => prop::option::of("[a-c]{0,2}").boxed(),
                        _ => Just(None).boxed(),
                    };
                    (Just(key), prop::option::of(value), translated)
                })
                .collect();
            let removed = prop::option::of((any::<bool>(), 0i64..9));
            let also = prop::option::of(a_scalar(Shape::Free));
            (Just(at), fields, removed, also).prop_map(|(at, fields, removed, also)| {
                let mut record = laid_down(&at);
                for (key, value, translated) in fields {
                    record.values.extend(value.map(|value| (key.to_owned(), value)));
                    let translated = translated.map(|text| (format!("{key}@en"), Value::Text(text)));
                    record.values.extend(translated);
                }
                let mark = |(edited_since, at)| Removed { by: "ana".into(), at, edited_since };
                record.removed = removed.filter(|_| !at.kind.is_single()).map(mark);
                record.also.extend(also.map(|other| ("place".to_owned(), vec![other])));
                record
            })
        })
    }

    /// What acts carry of a record: not who removed it, nor the values beside the one in effect.
    fn carried(records: &Records) -> std::collections::BTreeMap<RecordAt, (OrdMap<String, Value>, bool)> {
        let all = records.everything().filter(|record| is_importers(record.kind));
        all.map(|record| {
            // An own record's emptied translation reads as one that nobody wrote.
            let is_written = |(field, value): &(String, Value)| {
                !record.kind.is_single() || !field.contains('@') || *value != Value::Text(String::new())
            };
            let values = record.values.clone().into_iter().filter(is_written).collect();
            (RecordAt::new(record.kind, record.id.clone()), (values, record.is_removed()))
        })
        .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn whatever_a_board_says_leaves_and_comes_back(all in prop::collection::vec(a_record(), 0..12)) {
            let mut board = Board::new([1; 16], None).records().clone();
            all.into_iter().for_each(|record| board.put(record));
            let json = export::open_json(&board, &[]);
            let json: Json = serde_json::from_str(&json.to_string()).unwrap();
            prop_assert_eq!(&records(&json).unwrap(), &board);

            let mut other = Board::new([2; 16], None);
            for act in open_json(&json).unwrap() {
                prop_assert!(act.edits.len() <= MAX_EDITS);
                other.perform(&act, 0).unwrap();
            }
            prop_assert_eq!(carried(other.records()), carried(&board));
        }
    }
}
