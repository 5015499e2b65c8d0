//! Objects that leave a board by the clipboard: what goes along with them, how they are written
//! down, and the one act that lays them on another board.
//!
//! ```text
//! taking    which records go along: a card's indicators, a term's meanings, links among the copied
//! written   the typed form and the outline that any editor shows
//! laying    the act on the board where they are pasted
//! ```
//!
//! It draws no id and touches no clipboard. What stands in one may come from anybody: it is read
//! within bounds, what a board would not take is left out, and nothing of it is ever a command.

mod laying;
mod outline;
mod taking;
mod written;

pub use laying::{Laid, Onto, lay};
pub use outline::outline;
pub use taking::{is_carried, take};
pub use written::{html, read, read_html, write};

use crate::delta::utf16_len;
use crate::lang::Lang;
use crate::record::{Record, RecordAt, Scalar, Value};
use crate::sections::{Amount, Kind, Shape, is_date};

/// Most records that are carried at once, with all that goes along.
pub const MAX_OBJECTS: usize = 500;
/// Most text that is carried at once, in UTF-16 code units: less than what one act may hold.
pub const MAX_UNITS: usize = 120_000;
/// Longest written form that is read, in bytes.
pub const MAX_WRITTEN: usize = 2_000_000;
/// Longest scalar, longest key of a cell, most cells: a board's own bounds or below.
const MAX_SCALAR: usize = 8_000;
const MAX_KEY: usize = 128;
const MAX_CELLS: usize = 1_000;

/// What was copied or cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The board it was taken from, by its id.
    pub board: String,
    /// The language of its plain fields there.
    pub lang: Lang,
    /// Taken off that board, to be laid down elsewhere.
    pub is_cut: bool,
    /// Those that were chosen; the other records go along with them.
    pub chosen: Vec<RecordAt>,
    pub records: Vec<Record>,
    /// What they refer to and leave behind, as it is called there.
    pub named: Vec<(RecordAt, String)>,
    /// Records that were beyond the bounds.
    pub left_out: usize,
    units: usize,
}

impl Copied {
    pub fn new(board: &str, lang: Lang, is_cut: bool) -> Self {
        let (chosen, records, named) = (vec![], vec![], vec![]);
        Self { board: board.to_owned(), lang, is_cut, chosen, records, named, left_out: 0, units: 0 }
    }

    pub fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    fn record(&self, at: &RecordAt) -> Option<&Record> {
        self.records.iter().find(|record| record.kind == at.kind && record.id == at.id)
    }

    fn holds(&self, at: &RecordAt) -> bool {
        self.record(at).is_some()
    }

    /// Takes a record in, without what a board would refuse of it; counts it where there is no room.
    fn put(&mut self, record: &Record) -> bool {
        let at = RecordAt::new(record.kind, record.id.clone());
        if self.holds(&at) {
            return true;
        }
        let sound = sound(record);
        let units: usize = sound.values.values().map(units).sum();
        if self.records.len() >= MAX_OBJECTS || self.units + units > MAX_UNITS {
            self.left_out += 1;
            return false;
        }
        self.units += units;
        self.records.push(sound);
        true
    }
}

/// The record as a board takes it: known fields with values of their form, and nothing beside them.
fn sound(record: &Record) -> Record {
    let mut sound = Record::empty(record.kind, record.id.clone());
    for (key, value) in &record.values {
        let Some(field) = record.kind.field(key).filter(|_| is_plain_key(key)) else { continue };
        let value = match value {
            Value::Text(text) if field.shape.is_text() => Some(Value::Text(text.clone())),
            Value::Scalar(scalar) if !field.shape.is_text() && !field.shape.is_keyed() => {
                fits(field.shape, scalar).then(|| Value::Scalar(scalar.clone()))
            }
            Value::Cells(cells) if field.shape.is_keyed() => {
                let is_sound = |(key, cell): &(&String, &Scalar)| {
                    (1..=MAX_KEY).contains(&key.len()) && fits(field.shape, cell)
                };
                let cells = cells.iter().filter(is_sound).take(MAX_CELLS);
                Some(Value::Cells(cells.map(|(key, cell)| (key.clone(), cell.clone())).collect()))
            }
            Value::Text(_) | Value::Scalar(_) | Value::Cells(_) => None,
        };
        // What is empty is laid down with every record.
        let is_said = |value: &Value| match value {
            Value::Text(text) => !text.is_empty(),
            Value::Cells(cells) => !cells.is_empty(),
            Value::Scalar(_) => true,
        };
        sound.values.extend(value.filter(is_said).map(|value| (key.clone(), value)));
    }
    sound
}

/// Whether a key is a field's, or one of its translations' (`title@en`).
fn is_plain_key(key: &str) -> bool {
    let lang = key.split_once('@').map(|(_, lang)| lang);
    let is_code = |lang: &str| {
        (2..=20).contains(&lang.len())
            && lang.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    lang.is_none_or(is_code)
}

fn fits(shape: Shape, scalar: &Scalar) -> bool {
    match (shape, scalar) {
        (Shape::Number { min, max }, Scalar::Int(number)) => (min..=max).contains(number),
        (Shape::Flag | Shape::Set | Shape::Cells, Scalar::Flag(_)) | (Shape::Cells, Scalar::Int(_)) => true,
        (_, Scalar::Text(text)) if text.is_empty() || text.len() > MAX_SCALAR => false,
        (Shape::Word(words), Scalar::Text(text)) => words.contains(&text.as_str()),
        (Shape::Date, Scalar::Text(text)) => is_date(text),
        (Shape::Amount, Scalar::Text(text)) => Amount::parse(text).is_some(),
        (Shape::Ref(_), Scalar::Text(text)) => crate::ids::RecordId::parse(text).is_some(),
        (Shape::Free | Shape::Place | Shape::Cells, Scalar::Text(_)) => true,
        // Texts are no scalars; numbers and flags are no words.
        (_, Scalar::Text(_) | Scalar::Int(_) | Scalar::Flag(_)) => false,
    }
}

/// How much an act says by a value.
fn units(value: &Value) -> usize {
    let of_scalar = |scalar: &Scalar| scalar.as_str().map_or(1, str::len);
    match value {
        Value::Text(text) => utf16_len(text),
        Value::Scalar(scalar) => of_scalar(scalar),
        Value::Cells(cells) => cells.iter().map(|(key, cell)| key.len() + of_scalar(cell)).sum(),
    }
}

/// The kinds of record that a field refers to; none for one that says something itself.
fn refers_to(kind: Kind, field: &str) -> &'static [Kind] {
    const OWNERS: &[Kind] = &[Kind::Organisation, Kind::Body];
    match (kind.field(field).map(|field| field.shape), field) {
        (Some(Shape::Ref(kinds)), _) => kinds,
        (Some(Shape::Set), "carriers") | (Some(Shape::Cells), "cells") => OWNERS,
        (Some(Shape::Set), "objectives") => &[Kind::Objective],
        (Some(Shape::Set), "nodes") => &[Kind::Node],
        (Some(Shape::Set), "links") => &[Kind::Link],
        (Some(Shape::Set), "unblocks") => &[Kind::Node, Kind::Risk, Kind::Objective],
        (Some(_), _) | (None, _) => &[],
    }
}

#[cfg(test)]
mod tests;
