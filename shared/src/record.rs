//! Plain records: what a board reads as, without its document.
//!
//! The desk keeps them current from the document's patches; the page paints
//! them; questions, search, exports and digests read them. A value that another
//! program left odd is clamped or left out here and kept in the document.

use crate::ids::RecordId;
use crate::lang::Lang;
use crate::ordered::OrdMap;
use crate::sections::{Kind, Section};
use crate::sort::sort_by;
use serde::{Deserialize, Serialize};

/// A value that is set as a whole, never spliced.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Scalar {
    Text(String),
    Int(i64),
    Flag(bool),
}

impl Scalar {
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Scalar::Text(text) => Some(text),
            Scalar::Int(_) | Scalar::Flag(_) => None,
        }
    }
}

impl From<&str> for Scalar {
    fn from(text: &str) -> Self {
        Scalar::Text(text.to_owned())
    }
}

/// What one field holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// Human text, spliced character by character. Indices are UTF-16 code units.
    Text(String),
    Scalar(Scalar),
    /// Keyed scalars: role cells by organisation, targets by period, members of a set (flag).
    Cells(OrdMap<String, Scalar>),
}

/// Who removed a record and when. The record stays, and can be restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// The remover's member id, or empty if an unknown program removed it.
    pub by: String,
    /// Unix seconds by the remover's clock; shown, never compared.
    pub at: i64,
    /// Somebody wrote in it without knowing of the removal, or after it.
    pub edited_since: bool,
}

/// One record as it reads now (or at the heads that the reader named).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub kind: Kind,
    pub id: RecordId,
    /// By field key (`title`, `title@en`, `cells`). A field nobody set is absent.
    pub values: OrdMap<String, Value>,
    /// Values written at the same time as the one in `values` and just as good, sorted: a text
    /// (two versions of one translation) or a scalar. Keyed by field, or `field/key` for a cell.
    pub also: OrdMap<String, Vec<Scalar>>,
    pub removed: Option<Removed>,
}

impl Record {
    pub fn empty(kind: Kind, id: RecordId) -> Self {
        Self { kind, id, values: OrdMap::new(), also: OrdMap::new(), removed: None }
    }

    pub fn is_removed(&self) -> bool {
        self.removed.is_some()
    }

    /// The text or scalar string under `field`; empty if there is none.
    pub fn text(&self, field: &str) -> &str {
        match self.values.get(field) {
            Some(Value::Text(text)) => text,
            Some(Value::Scalar(Scalar::Text(text))) => text,
            Some(Value::Scalar(_) | Value::Cells(_)) | None => "",
        }
    }

    /// The text in `lang`, or in the board's working language where that is missing.
    ///
    /// `working` is the language that plain fields are written in.
    pub fn text_in(&self, field: &str, lang: Lang, working: Lang) -> &str {
        if lang != working {
            let translated = self.text(&translation(field, lang));
            if !translated.is_empty() {
                return translated;
            }
        }
        self.text(field)
    }

    pub fn int(&self, field: &str) -> Option<i64> {
        match self.values.get(field) {
            Some(Value::Scalar(Scalar::Int(number))) => Some(*number),
            Some(_) | None => None,
        }
    }

    pub fn flag(&self, field: &str) -> bool {
        matches!(self.values.get(field), Some(Value::Scalar(Scalar::Flag(true))))
    }

    /// The record that `field` refers to.
    pub fn reference(&self, field: &str) -> Option<RecordId> {
        RecordId::parse(self.text(field))
    }

    /// The keyed scalars under `field`; empty if there are none.
    pub fn cells(&self, field: &str) -> impl Iterator<Item = (&str, &Scalar)> {
        let cells = match self.values.get(field) {
            Some(Value::Cells(cells)) => Some(cells),
            Some(_) | None => None,
        };
        cells.into_iter().flatten().map(|(key, value)| (key.as_str(), value))
    }

    /// The members of a set: the keys whose cell is true.
    pub fn set(&self, field: &str) -> impl Iterator<Item = &str> {
        self.cells(field).filter(|(_, value)| **value == Scalar::Flag(true)).map(|(key, _)| key)
    }

    /// The group this record is ordered within and its key there (see `order`).
    pub fn place(&self) -> (&str, &str) {
        self.text("place").split_once('|').unwrap_or(("", ""))
    }
}

/// The key of a field in a language other than the working one: `title@en`.
pub fn translation(field: &str, lang: Lang) -> String {
    format!("{field}@{}", lang.code())
}

/// All records of a board in one view, removed ones included.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Records {
    // Boxed: what a list moves when one comes in between is small.
    by_kind: OrdMap<Kind, OrdMap<RecordId, Box<Record>>>,
}

/// Those of one kind.
fn records(kept: &OrdMap<RecordId, Box<Record>>) -> impl Iterator<Item = &Record> {
    kept.values().map(|record| &**record)
}

impl Records {
    pub fn put(&mut self, record: Record) {
        self.by_kind.entry(record.kind).or_default().insert(record.id.clone(), Box::new(record));
    }

    /// Takes a record out of the reading (not off the board: there is no such thing).
    pub fn forget(&mut self, kind: Kind, id: &RecordId) -> Option<Record> {
        let records = self.by_kind.get_mut(&kind)?;
        let record = records.remove(id).map(|record| *record);
        if records.is_empty() {
            // Two readings of one board are equal, whichever way they came about.
            self.by_kind.remove(&kind);
        }
        record
    }

    pub fn get(&self, kind: Kind, id: &RecordId) -> Option<&Record> {
        self.by_kind.get(&kind)?.get(id).map(|record| &**record)
    }

    /// The one record of a kind that has just one.
    pub fn single(&self, kind: Kind) -> Option<&Record> {
        self.get(kind, &RecordId::single())
    }

    /// Every record of a kind, removed ones too, by id.
    pub fn all(&self, kind: Kind) -> impl Iterator<Item = &Record> {
        self.by_kind.get(&kind).into_iter().flat_map(records)
    }

    /// The records in use of a kind, in their order: by group, place, then id.
    pub fn in_order(&self, kind: Kind) -> Vec<&Record> {
        let in_use = self.all(kind).filter(|record| !record.is_removed());
        // Each place is read once, and not at each comparison. They come by id, and the sort is stable.
        let mut placed: Vec<_> = in_use.map(|record| (record.place(), record)).collect();
        sort_by(&mut placed, |(one, _), (other, _)| one.cmp(other));
        placed.into_iter().map(|(_, record)| record).collect()
    }

    pub fn everything(&self) -> impl Iterator<Item = &Record> {
        self.by_kind.values().flat_map(records)
    }

    pub fn of_section(&self, section: Section) -> impl Iterator<Item = &Record> {
        self.everything().filter(move |record| record.kind.section() == section)
    }

    pub fn len(&self) -> usize {
        self.by_kind.values().map(OrdMap::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Where a record lives.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordAt {
    pub kind: Kind,
    pub id: RecordId,
}

impl RecordAt {
    pub fn new(kind: Kind, id: RecordId) -> Self {
        Self { kind, id }
    }

    pub fn single(kind: Kind) -> Self {
        Self { kind, id: RecordId::single() }
    }

    pub fn field(&self, field: &str) -> FieldAt {
        FieldAt { record: self.clone(), field: field.to_owned(), key: None }
    }

    pub fn cell(&self, field: &str, key: &str) -> FieldAt {
        FieldAt { record: self.clone(), field: field.to_owned(), key: Some(key.to_owned()) }
    }
}

/// Where a value lives: a field of a record, or one cell of a keyed field.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FieldAt {
    pub record: RecordAt,
    /// The field's key, with `@lang` for a translation.
    pub field: String,
    /// The cell's key, for keyed fields.
    pub key: Option<String>,
}
