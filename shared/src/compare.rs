//! What differs between two readings of a board, field by field: between two moments, between
//! a section in force and a proposal, or since somebody's last visit.
//!
//! It compares records and says nothing about who changed them (see `board::history`).

use crate::act::Edit;
use crate::difference::delta;
use crate::ordered::{OrdMap, OrdSet};
use crate::record::{FieldAt, Record, RecordAt, Records, Scalar, Value};
use crate::sections::{Kind, Section, Shape};
use serde::{Deserialize, Serialize};

/// One difference from a reading to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Difference {
    Added {
        record: Record,
    },
    Removed {
        at: RecordAt,
    },
    Restored {
        at: RecordAt,
    },
    Text {
        at: FieldAt,
        from: String,
        to: String,
    },
    /// A scalar, a cell or a member of a set; nothing stands for cleared.
    Value {
        at: FieldAt,
        from: Option<Scalar>,
        to: Option<Scalar>,
    },
}

impl Difference {
    pub fn record(&self) -> RecordAt {
        match self {
            Difference::Added { record } => RecordAt::new(record.kind, record.id.clone()),
            Difference::Removed { at } | Difference::Restored { at } => at.clone(),
            Difference::Text { at, .. } | Difference::Value { at, .. } => at.record.clone(),
        }
    }

    pub fn section(&self) -> Section {
        self.record().kind.section()
    }
}

/// What leads from `before` to `after`, record by record in the order of kinds and ids.
pub fn between(before: &Records, after: &Records) -> Vec<Difference> {
    let places = |records: &Records| -> OrdSet<RecordAt> {
        records.everything().map(|record| RecordAt::new(record.kind, record.id.clone())).collect()
    };
    let all: OrdSet<RecordAt> = places(before).into_iter().chain(places(after)).collect();
    let one = |at: &RecordAt| of_record(at, before.get(at.kind, &at.id), after.get(at.kind, &at.id));
    all.iter().flat_map(one).collect()
}

/// What leads from one reading of a record to another; nothing stands for a record that is not there.
pub fn of_record(at: &RecordAt, before: Option<&Record>, after: Option<&Record>) -> Vec<Difference> {
    let in_use = |record: Option<&Record>| record.is_some_and(|record| !record.is_removed());
    match (before, after) {
        (None, None) | (Some(_), None) if !in_use(before) => vec![],
        (_, None) => vec![Difference::Removed { at: at.clone() }],
        (None, Some(after)) if at.kind.is_single() => fields(&Record::empty(at.kind, at.id.clone()), after),
        (None, Some(after)) if after.is_removed() => vec![],
        (None, Some(after)) => vec![Difference::Added { record: after.clone() }],
        (Some(before), Some(after)) => {
            let mut out = match (before.is_removed(), after.is_removed()) {
                (false, true) => return vec![Difference::Removed { at: at.clone() }],
                (true, true) => return vec![],
                (true, false) => vec![Difference::Restored { at: at.clone() }],
                (false, false) => vec![],
            };
            out.extend(fields(before, after));
            out
        }
    }
}

/// What leads from the fields of `before` to those of `after`, removed or not.
pub fn fields(before: &Record, after: &Record) -> Vec<Difference> {
    let at = RecordAt::new(after.kind, after.id.clone());
    let keys: OrdSet<&String> = before.values.keys().chain(after.values.keys()).collect();
    let mut out = vec![];
    for key in keys {
        let Some(field) = after.kind.field(key) else { continue };
        if field.shape.is_text() {
            let (from, to) = (before.text(key), after.text(key));
            if from != to {
                out.push(Difference::Text { at: at.field(key), from: from.into(), to: to.into() });
            }
        } else if field.shape.is_keyed() {
            out.extend(cells(before, after, &at, key, field.shape));
        } else {
            let value = |record: &Record| match record.values.get(key) {
                Some(Value::Scalar(scalar)) => Some(scalar.clone()),
                Some(Value::Text(_) | Value::Cells(_)) | None => None,
            };
            out.extend(value_change(at.field(key), value(before), value(after)));
        }
    }
    out
}

fn cells(before: &Record, after: &Record, at: &RecordAt, key: &str, shape: Shape) -> Vec<Difference> {
    // In a set, what is out is as what was never in.
    let held = |record: &Record| -> OrdMap<String, Scalar> {
        let cells =
            record.cells(key).filter(|(_, value)| shape != Shape::Set || **value == Scalar::Flag(true));
        cells.map(|(cell, value)| (cell.to_owned(), value.clone())).collect()
    };
    let (old, new) = (held(before), held(after));
    let all: OrdSet<&String> = old.keys().chain(new.keys()).collect();
    all.into_iter()
        .filter_map(|cell| value_change(at.cell(key, cell), old.get(cell).cloned(), new.get(cell).cloned()))
        .collect()
}

fn value_change(at: FieldAt, from: Option<Scalar>, to: Option<Scalar>) -> Option<Difference> {
    (from != to).then_some(Difference::Value { at, from, to })
}

/// The edits that make a difference on a board that reads as `target`. What the board already
/// reads needs none; a record that is not there is created, one that is removed comes back.
pub fn edits(difference: &Difference, target: &Records) -> Vec<Edit> {
    let standing = |at: &RecordAt| target.get(at.kind, &at.id);
    match difference {
        Difference::Added { record } => {
            let at = RecordAt::new(record.kind, record.id.clone());
            let Some(there) = standing(&at) else {
                let values = record.values.iter().map(|(key, value)| (key.clone(), value.clone()));
                return vec![Edit::Create { at, values: values.collect() }];
            };
            let back = there.is_removed().then_some(Edit::Restore { at });
            let changes = fields(there, record);
            back.into_iter().chain(changes.iter().flat_map(|change| edits(change, target))).collect()
        }
        Difference::Removed { at } => match standing(at) {
            Some(record) if !record.is_removed() => vec![Edit::Remove { at: at.clone() }],
            Some(_) | None => vec![],
        },
        Difference::Restored { at } => match standing(at) {
            Some(record) if record.is_removed() => vec![Edit::Restore { at: at.clone() }],
            Some(_) | None => vec![],
        },
        Difference::Text { at, to, .. } => {
            let now = standing(&at.record).map_or("", |record| record.text(&at.field));
            let delta = delta(now, to);
            if delta.is_empty() { vec![] } else { vec![Edit::Splice { at: at.clone(), delta }] }
        }
        Difference::Value { at, to, .. } => {
            let is_set = at.record.kind.field(&at.field).is_some_and(|field| field.shape == Shape::Set);
            let value = match to {
                None if is_set => Some(Scalar::Flag(false)),
                to => to.clone(),
            };
            vec![Edit::Set { at: at.clone(), value }]
        }
    }
}

/// The same difference the other way round.
pub fn reversed(difference: &Difference) -> Difference {
    match difference.clone() {
        Difference::Added { record } => {
            Difference::Removed { at: RecordAt::new(record.kind, record.id.clone()) }
        }
        Difference::Removed { at } => Difference::Restored { at },
        Difference::Restored { at } => Difference::Removed { at },
        Difference::Text { at, from, to } => Difference::Text { at, from: to, to: from },
        Difference::Value { at, from, to } => Difference::Value { at, from: to, to: from },
    }
}

/// Whether people are told of changes to a field: not of where a card stands among others.
pub fn is_told(kind: Kind, field: &str) -> bool {
    kind.field(field).is_some_and(|field| field.shape != Shape::Place)
}
