//! Acts on plain records: what a board reads as once an act is performed, without its
//! document. For the page's reading ahead of the desk, and for imports and tests.
//!
//! It merges nothing and judges nothing. An edit that does not fit (a record that is not
//! there, a field the kind has not) changes nothing, as on the document.

use crate::act::{Act, Edit};
use crate::record::{FieldAt, Record, RecordAt, Records, Removed, Scalar, Value};
use std::collections::BTreeMap;

impl Records {
    /// Performs `act` as the member `by` at `at` (Unix seconds), who and when a removal tells.
    pub fn apply(&mut self, act: &Act, by: &str, at: i64) {
        for edit in &act.edits {
            match edit {
                Edit::Create { at, values } => self.create(at, values),
                Edit::Set { at, value } => self.edit(at, |record| set(record, at, value.clone())),
                Edit::Splice { at, delta } => self.edit(at, |record| {
                    let text = delta.apply(record.text(&at.field));
                    put(record, &at.field, Value::Text(text));
                }),
                Edit::Remove { at: what } => {
                    let removed = Removed { by: by.to_owned(), at, edited_since: false };
                    self.change(what, |record| record.removed = Some(removed));
                }
                Edit::Restore { at: what } => self.change(what, |record| record.removed = None),
            }
        }
    }

    fn create(&mut self, at: &RecordAt, values: &[(String, Value)]) {
        if at.kind.is_single() || self.get(at.kind, &at.id).is_some() {
            return;
        }
        let mut record = Record::empty(at.kind, at.id.clone());
        for (field, value) in values {
            if at.kind.field(field).is_some() {
                put(&mut record, field, value.clone());
            }
        }
        self.put(record);
    }

    fn change(&mut self, at: &RecordAt, change: impl FnOnce(&mut Record)) {
        let found = match (self.get(at.kind, &at.id), at.kind.is_single()) {
            (Some(record), _) => record.clone(),
            // A section's own record is there from the first day.
            (None, true) => Record::empty(at.kind, at.id.clone()),
            (None, false) => return,
        };
        let mut record = found;
        change(&mut record);
        self.put(record);
    }

    fn edit(&mut self, at: &FieldAt, edit: impl FnOnce(&mut Record)) {
        if at.record.kind.field(&at.field).is_none() {
            return;
        }
        self.change(&at.record, |record| {
            edit(record);
            if let Some(removed) = &mut record.removed {
                removed.edited_since = true;
            }
        });
    }
}

/// Puts a value; an empty text or an empty set reads as a field that nobody set.
fn put(record: &mut Record, field: &str, value: Value) {
    let is_empty = match &value {
        Value::Text(text) => text.is_empty(),
        Value::Cells(cells) => cells.is_empty(),
        Value::Scalar(_) => false,
    };
    if is_empty {
        record.values.remove(field);
    } else {
        record.values.insert(field.to_owned(), value);
    }
}

/// Sets or clears a scalar or a cell, and with it any value written at the same time.
fn set(record: &mut Record, at: &FieldAt, value: Option<Scalar>) {
    let Some(key) = &at.key else {
        record.also.remove(&at.field);
        match value {
            Some(value) => record.values.insert(at.field.clone(), Value::Scalar(value)),
            None => record.values.remove(&at.field),
        };
        return;
    };
    record.also.remove(&format!("{}/{key}", at.field));
    let mut cells = match record.values.remove(&at.field) {
        Some(Value::Cells(cells)) => cells,
        Some(Value::Text(_) | Value::Scalar(_)) | None => BTreeMap::new(),
    };
    match value {
        Some(value) => cells.insert(key.clone(), value),
        None => cells.remove(key),
    };
    put(record, &at.field, Value::Cells(cells));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delta::Delta;
    use crate::ids::RecordId;
    use crate::sections::Kind;

    fn objective() -> RecordAt {
        RecordAt::new(Kind::Objective, RecordId::parse("O1").unwrap())
    }

    fn with(edits: Vec<Edit>) -> Records {
        let mut records = Records::default();
        let title = ("title".to_owned(), Value::Text("Trier".to_owned()));
        records.apply(&Act::create(objective(), vec![title]), "ana", 1);
        for edit in edits {
            records.apply(&Act::new(crate::act::Message::Change, vec![edit]), "binta", 2);
        }
        records
    }

    #[test]
    fn an_objective_is_written_removed_and_restored() {
        let delta = Delta::splice(5, 0, " et collecter");
        let splice = Edit::Splice { at: objective().field("title"), delta };
        let records = with(vec![splice, Edit::Remove { at: objective() }]);
        let read = records.get(Kind::Objective, &objective().id).unwrap();
        assert_eq!(read.text("title"), "Trier et collecter");
        assert_eq!(read.removed, Some(Removed { by: "binta".into(), at: 2, edited_since: false }));
        let back = with(vec![Edit::Remove { at: objective() }, Edit::Restore { at: objective() }]);
        assert_eq!(back.get(Kind::Objective, &objective().id).unwrap().removed, None);
    }

    #[test]
    fn writing_in_what_was_removed_is_told() {
        let due = Edit::Set { at: objective().field("due"), value: Some("2029-12-31".into()) };
        let records = with(vec![Edit::Remove { at: objective() }, due]);
        let removed = records.get(Kind::Objective, &objective().id).unwrap().removed.clone();
        assert!(removed.unwrap().edited_since);
    }

    #[test]
    fn what_does_not_fit_changes_nothing() {
        let elsewhere = RecordAt::new(Kind::Objective, RecordId::parse("O9").unwrap());
        let records = with(vec![
            Edit::Set { at: elsewhere.field("due"), value: Some("2029-12-31".into()) },
            Edit::Set { at: objective().field("colour"), value: Some("red".into()) },
            Edit::Remove { at: elsewhere },
        ]);
        assert_eq!(records, with(vec![]));
    }

    #[test]
    fn a_cleared_cell_leaves_no_trace() {
        let at = objective().cell("goal_targets", "11.6");
        let records = with(vec![
            Edit::Set { at: at.clone(), value: Some(Scalar::Flag(true)) },
            Edit::Set { at, value: None },
        ]);
        assert_eq!(records, with(vec![]));
    }
}
