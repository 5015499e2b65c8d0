//! Reads a board's records from its document, for every kind by its spec, tolerating whatever
//! older, newer and other programs wrote: numbers are clamped, unknown words read as the
//! first, a scalar where a text is meant and the reverse; what cannot be read is left out.
//!
//! Reading changes nothing: odd values stay in the document as they are.

use super::raw::{Fields, Raw, Source, digest, is_torn};
use super::signed::sign;
use crate::ids::RecordId;
use crate::ordered::{OrdMap, OrdSet};
use crate::record::{Record, RecordAt, Records, Removed, Scalar, Value};
use crate::sections::{Kind, REMOVED, Section, Shape, is_date};
use automerge::{Automerge, ChangeHash, ObjId, ROOT, ReadDoc, ScalarValue};
use std::collections::BTreeSet;

/// The shape of the document that this release writes; a larger one is read, not edited.
pub(super) const SCHEMA: u64 = 1;

/// The root's scalar that says by which shape the board was written.
pub(super) const SCHEMA_KEY: &str = "schema";

/// A whole board as it reads.
pub(super) struct Reading {
    pub records: Records,
    /// Records in which several values stand under one key.
    pub torn: BTreeSet<RecordAt>,
}

/// All records, now or at heads (which must be known).
pub(super) fn everything(doc: &Automerge, heads: Option<&[ChangeHash]>) -> Reading {
    let source = Source { doc, heads };
    let mut reading = Reading { records: Records::default(), torn: BTreeSet::new() };
    let tree = source.tree();
    let sections: OrdMap<&str, &ObjId> = tree.maps_in(&ROOT).collect();
    for kind in Kind::ALL {
        let spec = kind.spec();
        let Some(section) = sections.get(spec.section.key()) else { continue };
        let Some(collection) = spec.collection else {
            let fields = source.fields_of(&tree, section, |key| kind.field(key).is_some());
            reading.put(kind, RecordId::single(), &fields, |_| ());
            continue;
        };
        let records = tree.maps_in(section).find(|(key, _)| *key == collection);
        for (id, record) in records.into_iter().flat_map(|(_, records)| tree.maps_in(records)) {
            if let Some(id) = RecordId::parse(id) {
                reading.put(kind, id, &source.fields_of(&tree, record, |_| true), |read| {
                    sign(doc, record, read)
                });
            }
        }
    }
    reading
}

impl Reading {
    fn put(&mut self, kind: Kind, id: RecordId, fields: &Fields, sign: impl Fn(&mut Record)) {
        if is_torn(fields) {
            self.torn.insert(RecordAt::new(kind, id.clone()));
        }
        let mut record = record(kind, id, fields);
        sign(&mut record);
        self.records.put(record);
    }
}

/// One record of a document, as [`one`] reads it, with its writer where that is told.
pub(super) fn signed(doc: &Automerge, at: &RecordAt, heads: Option<&[ChangeHash]>) -> Option<(Record, bool)> {
    let (mut record, is_torn) = one(doc, at, heads)?;
    if at.kind.section() == Section::Comments {
        sign(doc, &record_object(&Source { doc, heads }, at)?, &mut record);
    }
    Some((record, is_torn))
}

/// One record, now or at heads (which must be known), and whether it is torn; nothing if the
/// board has no such record.
pub(super) fn one(doc: &impl ReadDoc, at: &RecordAt, heads: Option<&[ChangeHash]>) -> Option<(Record, bool)> {
    let source = Source { doc, heads };
    let object = record_object(&source, at)?;
    let fields = record_fields(&source, at.kind, &object);
    Some((record(at.kind, at.id.clone(), &fields), is_torn(&fields)))
}

/// The text in one field of a record, without reading its others.
pub(super) fn text_of(doc: &impl ReadDoc, at: &RecordAt, field: &str) -> Option<String> {
    let source = Source { doc, heads: None };
    let fields = source.fields(&record_object(&source, at)?, |key| key == field);
    Some(record(at.kind, at.id.clone(), &fields).text(field).to_owned())
}

/// The map that holds a record.
pub(super) fn record_object<D: ReadDoc>(source: &Source<'_, D>, at: &RecordAt) -> Option<ObjId> {
    let spec = at.kind.spec();
    let section = source.map(&ROOT, spec.section.key())?;
    match spec.collection {
        None => at.id.is_single().then_some(section),
        Some(collection) => {
            source.map(&source.map(&section, collection)?, RecordId::parse(at.id.as_str())?.as_str())
        }
    }
}

/// All that stands under a record. A section's own record leaves out the section's collections.
pub(super) fn record_fields<D: ReadDoc>(source: &Source<'_, D>, kind: Kind, object: &ObjId) -> Fields {
    source.fields(object, |key| !kind.is_single() || kind.field(key).is_some())
}

/// The shape that the board was last raised to.
pub(super) fn schema(doc: &Automerge) -> u64 {
    match Source::now(doc).get(&ROOT, SCHEMA_KEY) {
        Some((value, _)) => value.as_u64().or(value.as_i64().map(|n| n.max(0) as u64)).unwrap_or(SCHEMA),
        None => SCHEMA,
    }
}

/// Which record's reading a place in the document belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Record {
        at: RecordAt,
        field: Option<String>,
    },
    /// A section or a collection as a whole, or the schema.
    Above,
    /// Nothing that this release reads.
    Elsewhere,
}

/// The place at the end of `keys`, from the root.
pub(super) fn place(keys: &[&str]) -> Place {
    let (first, rest) = match keys {
        [] => return Place::Above,
        [first, rest @ ..] => (*first, rest),
    };
    let Some(section) = Section::from_key(first) else {
        return if first == SCHEMA_KEY { Place::Above } else { Place::Elsewhere };
    };
    let Some((key, rest)) = rest.split_first() else { return Place::Above };
    match (Kind::at(section, key), rest) {
        (Some(_), []) => Place::Above,
        (Some(kind), [id, fields @ ..]) => match RecordId::parse(id) {
            Some(id) => Place::Record {
                at: RecordAt::new(kind, id),
                field: fields.first().map(|field| (*field).to_owned()),
            },
            None => Place::Elsewhere,
        },
        (None, _) => match Kind::own_record_of(section) {
            Some(kind) if kind.field(key).is_some() => {
                Place::Record { at: RecordAt::single(kind), field: Some((*key).to_owned()) }
            }
            Some(_) | None => Place::Elsewhere,
        },
    }
}

fn record(kind: Kind, id: RecordId, fields: &Fields) -> Record {
    let mut record = Record::empty(kind, id);
    for (key, values) in fields {
        if key == REMOVED && !kind.is_single() {
            record.removed = values.last().and_then(|value| removed(value, fields));
            continue;
        }
        let Some(field) = kind.field(key) else { continue };
        if field.shape.is_keyed() {
            put_cells(&mut record, key, field.shape, values);
            continue;
        }
        let (value, also) = in_effect(values, |raw| scalar(field.shape, raw));
        if let Some(value) = value {
            let value = match (field.shape.is_text(), value) {
                (true, Scalar::Text(text)) => Value::Text(text),
                (_, value) => Value::Scalar(value),
            };
            record.values.insert(key.clone(), value);
        }
        if !also.is_empty() {
            record.also.insert(key.clone(), also);
        }
    }
    record
}

/// Keyed values. Where two maps were created at once, their keys are read together.
fn put_cells(record: &mut Record, key: &str, shape: Shape, maps: &[Raw]) {
    let cell_shape = if shape == Shape::Set { Shape::Flag } else { Shape::Cells };
    let mut merged = Fields::new();
    for map in maps {
        if let Raw::Map(inner) = map {
            for (cell, values) in inner {
                merged.entry(cell.clone()).or_default().extend(values.iter().cloned());
            }
        }
    }
    if !maps.iter().any(|map| matches!(map, Raw::Map(_))) {
        return;
    }
    let mut cells = OrdMap::new();
    for (cell, values) in merged {
        let (value, also) = in_effect(&values, |raw| scalar(cell_shape, raw));
        if let Some(value) = value {
            cells.insert(cell.clone(), value);
        }
        if !also.is_empty() {
            record.also.insert(format!("{key}/{cell}"), also);
        }
    }
    record.values.insert(key.to_owned(), Value::Cells(cells));
}

/// The last value, and the others written at the same time that read differently, sorted.
/// Where one was cleared and the other set, the cleared one among the others is an empty text.
fn in_effect(values: &[Raw], read: impl Fn(&Raw) -> Option<Scalar>) -> (Option<Scalar>, Vec<Scalar>) {
    let Some((last, others)) = values.split_last() else { return (None, vec![]) };
    let value = read(last);
    let also: OrdSet<Scalar> = others
        .iter()
        .filter_map(|other| match (read(other), other) {
            (None, Raw::Scalar(ScalarValue::Null)) => Some(Scalar::Text(String::new())),
            // A second text that was emptied again is no second version.
            (_, Raw::Text(text)) if text.is_empty() => None,
            (read, _) => read,
        })
        .filter(|other| match &value {
            Some(value) => other != value,
            None => other.as_str() != Some(""),
        })
        .collect();
    (value, also.into_iter().collect())
}

/// One value as its shape reads it.
fn scalar(shape: Shape, raw: &Raw) -> Option<Scalar> {
    match shape {
        Shape::Text | Shape::Translated => match raw {
            Raw::Text(text) => Some(Scalar::Text(text.clone())),
            Raw::Scalar(_) | Raw::Map(_) | Raw::Other => printed(raw).map(Scalar::Text),
        },
        Shape::Word(words) => {
            let text = printed(raw).filter(|text| !text.is_empty())?;
            let known = words.iter().find(|word| **word == text).or(words.first())?;
            Some(Scalar::from(*known))
        }
        Shape::Free | Shape::Place => printed(raw).filter(|text| !text.is_empty()).map(Scalar::Text),
        Shape::Date => printed(raw).filter(|text| is_date(text)).map(Scalar::Text),
        Shape::Amount => printed(raw).filter(|text| is_amount(text)).map(Scalar::Text),
        Shape::Ref(_) => printed(raw).filter(|text| RecordId::parse(text).is_some()).map(Scalar::Text),
        Shape::Number { min, max } => number(raw).map(|n| Scalar::Int(n.clamp(min, max))),
        Shape::Flag => flag(raw).map(Scalar::Flag),
        // Shapes of the whole map; here, of one cell.
        Shape::Set | Shape::Cells => match raw {
            Raw::Scalar(ScalarValue::Boolean(flag)) => Some(Scalar::Flag(*flag)),
            Raw::Scalar(ScalarValue::Int(_) | ScalarValue::Uint(_)) => number(raw).map(Scalar::Int),
            Raw::Scalar(_) | Raw::Text(_) | Raw::Map(_) | Raw::Other => {
                printed(raw).filter(|text| !text.is_empty()).map(Scalar::Text)
            }
        },
    }
}

/// A text, or a scalar as text.
fn printed(raw: &Raw) -> Option<String> {
    match raw {
        Raw::Text(text) => Some(text.clone()),
        Raw::Scalar(scalar) => match scalar {
            ScalarValue::Str(text) => Some(text.to_string()),
            ScalarValue::Int(n) | ScalarValue::Timestamp(n) => Some(n.to_string()),
            ScalarValue::Uint(n) => Some(n.to_string()),
            ScalarValue::F64(n) if n.is_finite() => Some(n.to_string()),
            ScalarValue::Boolean(flag) => Some(flag.to_string()),
            ScalarValue::F64(_)
            | ScalarValue::Counter(_)
            | ScalarValue::Bytes(_)
            | ScalarValue::Unknown { .. }
            | ScalarValue::Null => None,
        },
        Raw::Map(_) | Raw::Other => None,
    }
}

fn number(raw: &Raw) -> Option<i64> {
    match raw {
        Raw::Scalar(ScalarValue::Int(n) | ScalarValue::Timestamp(n)) => Some(*n),
        Raw::Scalar(ScalarValue::Uint(n)) => Some(i64::try_from(*n).unwrap_or(i64::MAX)),
        Raw::Scalar(ScalarValue::F64(n)) if n.is_finite() => Some(n.round() as i64),
        Raw::Scalar(_) | Raw::Text(_) | Raw::Map(_) | Raw::Other => printed(raw)?.trim().parse().ok(),
    }
}

fn flag(raw: &Raw) -> Option<bool> {
    match raw {
        Raw::Scalar(ScalarValue::Boolean(flag)) => Some(*flag),
        Raw::Scalar(_) | Raw::Text(_) | Raw::Map(_) | Raw::Other => match printed(raw)?.as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        },
    }
}

/// Whether it is a decimal number such as `-4` or `3150.5`.
pub(super) fn is_amount(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    text.len() <= 40
        && match unsigned.split_once('.') {
            Some((whole, part)) => digits(whole) && digits(part),
            None => digits(unsigned),
        }
}

/// The scalar under `removed`: `member|unix seconds|digest of the record as it was then`.
pub(super) fn removal(by: &str, at: i64, fields: &Fields) -> String {
    format!("{by}|{at}|{}", digest(fields, REMOVED))
}

/// Who removed the record, if `value` says that it is. Another program may write anything
/// there; whatever is not empty and not `false` removes.
fn removed(value: &Raw, fields: &Fields) -> Option<Removed> {
    let text = match value {
        Raw::Scalar(ScalarValue::Null | ScalarValue::Boolean(false)) => return None,
        Raw::Scalar(_) | Raw::Text(_) | Raw::Map(_) | Raw::Other => printed(value).unwrap_or("?".to_owned()),
    };
    if text.is_empty() {
        return None;
    }
    let mut parts = text.split('|');
    let (by, at, then) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    Some(Removed {
        by: at.map(|_| by.to_owned()).unwrap_or_default(),
        at: at.and_then(|at| at.parse().ok()).unwrap_or_default(),
        edited_since: then.is_some_and(|then| then != digest(fields, REMOVED)),
    })
}
