//! Acts on plain records: what a board reads as once an act is performed, without its
//! document. For the page's reading ahead of the desk, and for imports and tests.
//!
//! It merges nothing and judges nothing. An edit that does not fit (a record that is not
//! there, a field the kind has not) changes nothing, as on the document.

use crate::act::{Act, Edit};
use crate::delta::Delta;
use crate::ordered::OrdMap;
use crate::record::{FieldAt, Record, RecordAt, Records, Removed, Scalar, Value};
use crate::sections::{Section, comments};

impl Records {
    /// Performs `act` as the member `by` at `at` (Unix seconds), who and when a removal tells.
    pub fn apply(&mut self, act: &Act, by: &str, at: i64) {
        for edit in &act.edits {
            match edit {
                Edit::Create { at, values } => self.create(at, values, by),
                Edit::Set { at, value } => self.edit(at, |record| set(record, at, value.clone())),
                Edit::Splice { at, delta } => self.edit(at, |record| splice(record, &at.field, delta)),
                Edit::Settle { at } => self.change(&at.record, |record| {
                    record.also.remove(&at.field);
                }),
                Edit::Remove { at: what } => self.change(what, |record| {
                    if record.removed.as_ref().is_none_or(|removed| removed.edited_since) {
                        record.removed = Some(Removed { by: by.to_owned(), at, edited_since: false });
                    }
                }),
                Edit::Restore { at: what } => self.change(what, |record| record.removed = None),
            }
        }
    }

    fn create(&mut self, at: &RecordAt, values: &[(String, Value)], by: &str) {
        if at.kind.is_single() || self.get(at.kind, &at.id).is_some() {
            return;
        }
        let mut record = laid_down(at);
        for (field, value) in values {
            if at.kind.field(field).is_none() {
                continue;
            }
            match value {
                Value::Text(_) => {
                    record.values.insert(field.clone(), value.clone());
                }
                Value::Scalar(scalar) => set(&mut record, &at.field(field), Some(scalar.clone())),
                Value::Cells(cells) => {
                    for (key, cell) in cells {
                        set(&mut record, &at.cell(field, key), Some(cell.clone()));
                    }
                }
            }
        }
        if at.kind.section() == Section::Comments {
            set(&mut record, &at.field(comments::BY), Some(by.into()));
        }
        self.put(record);
    }

    fn change(&mut self, at: &RecordAt, change: impl FnOnce(&mut Record)) {
        let mut record = match self.get(at.kind, &at.id) {
            Some(record) => record.clone(),
            // A section's own record is there from the first day.
            None if at.kind.is_single() => laid_down(at),
            None => return,
        };
        change(&mut record);
        self.put(record);
    }

    fn edit(&mut self, at: &FieldAt, edit: impl FnOnce(&mut Record)) {
        if at.record.kind.field(&at.field).is_none() {
            return;
        }
        self.change(&at.record, |record| {
            let before = record.removed.as_ref().map(|_| record.values.clone());
            edit(record);
            let is_written = before.is_some_and(|before| before != record.values);
            if let Some(removed) = &mut record.removed {
                removed.edited_since |= is_written;
            }
        });
    }
}

/// A record as it is before anybody wrote in it: its texts and keyed fields, empty.
pub(crate) fn laid_down(at: &RecordAt) -> Record {
    let mut record = Record::empty(at.kind, at.id.clone());
    for field in at.kind.spec().fields {
        if field.shape.is_text() {
            record.values.insert(field.key.to_owned(), Value::Text(String::new()));
        } else if field.shape.is_keyed() {
            record.values.insert(field.key.to_owned(), Value::Cells(OrdMap::new()));
        }
    }
    record
}

fn splice(record: &mut Record, field: &str, delta: &Delta) {
    let text = record.text(field);
    let delta = delta.fitted(text);
    if !delta.is_empty() {
        let text = delta.apply(text);
        record.values.insert(field.to_owned(), Value::Text(text));
    }
}

/// Sets or clears a scalar or a cell, and with it any value written at the same time. An
/// empty text clears.
fn set(record: &mut Record, at: &FieldAt, value: Option<Scalar>) {
    let value = value.filter(|value| value.as_str() != Some(""));
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
        Some(Value::Text(_) | Value::Scalar(_)) | None => OrdMap::new(),
    };
    match value {
        Some(value) => cells.insert(key.clone(), value),
        None => cells.remove(key),
    };
    record.values.insert(at.field.clone(), Value::Cells(cells));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::Board;
    use crate::ids::RecordId;
    use crate::sections::Kind;
    use proptest::prelude::*;

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

    /// What one person does to two objectives and the vision.
    fn edit() -> impl Strategy<Value = Edit> {
        let record = || {
            prop::sample::select(vec!["O1", "O2"])
                .prop_map(|id| RecordAt::new(Kind::Objective, RecordId::parse(id).unwrap()))
        };
        let title = prop::sample::select(vec!["title", "title@en"]);
        let due = prop::option::of(prop::sample::select(vec!["2029", "2030-12-31", ""]));
        let target = prop::sample::select(vec!["6.1", "6.2"]);
        prop_oneof![
            (record(), "[ab]{0,2}", any::<bool>()).prop_map(|(at, text, flag)| {
                let cells = OrdMap::from([("6.1".to_owned(), Scalar::Flag(flag))]);
                let values = [("title", Value::Text(text)), ("goal_targets", Value::Cells(cells))];
                Edit::Create { at, values: values.map(|(key, value)| (key.to_owned(), value)).into() }
            }),
            (record(), title, 0usize..3, 0usize..2, "[c😀]{0,2}").prop_map(
                |(at, field, from, gone, text)| {
                    Edit::Splice { at: at.field(field), delta: Delta::splice(from, gone, &text) }
                }
            ),
            "[xy]{1,2}".prop_map(|text| Edit::Splice {
                at: RecordAt::single(Kind::Vision).field("problem"),
                delta: Delta::splice(0, 0, &text),
            }),
            (record(), due)
                .prop_map(|(at, due)| Edit::Set { at: at.field("due"), value: due.map(Scalar::from) }),
            (record(), target, prop::option::of(any::<bool>())).prop_map(|(at, key, flag)| {
                Edit::Set { at: at.cell("goal_targets", key), value: flag.map(Scalar::Flag) }
            }),
            record().prop_map(|at| Edit::Remove { at }),
            record().prop_map(|at| Edit::Restore { at }),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn an_act_reads_the_same_ahead_of_the_document(edits in prop::collection::vec(edit(), 0..20)) {
            let mut board = Board::new([1; 16], None);
            let mut ahead = board.records().clone();
            for edit in edits {
                let act = Act::new(crate::act::Message::Change, vec![edit]);
                let is_done = board.perform(&act, 7).is_ok();
                let before = ahead.clone();
                ahead.apply(&act, "", 7);
                prop_assert!(is_done || ahead == before, "not performed, but read: {:?}", act);
                prop_assert_eq!(without_since(&ahead), without_since(board.records()));
            }
        }
    }

    /// Written and written back: the document's digest forgives it, reading ahead does not.
    fn without_since(records: &Records) -> Records {
        let mut out = Records::default();
        for record in records.everything() {
            let mut record = record.clone();
            if let Some(removed) = &mut record.removed {
                removed.edited_since = false;
            }
            out.put(record);
        }
        out
    }
}
