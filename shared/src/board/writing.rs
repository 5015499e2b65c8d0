//! Performs edits within one transaction, and notes for each how to take it back.
//!
//! Nothing is replaced that people could be writing in: records, texts and keyed fields are
//! created once. An edit that cannot apply stops the act; the caller rolls back the rest.

use super::raw::Source;
use super::reading::{is_amount, record_fields, record_object, removal};
use super::undo::{Renewed, Reversal};
use super::{
    BoardError, MAX_ACT_UNITS, MAX_CELLS, MAX_KEY_BYTES, MAX_RECORDS, MAX_SCALAR_BYTES, MAX_TEXT_UNITS,
};
use crate::act::Edit;
use crate::delta::{Delta, utf16_len};
use crate::ids::RecordId;
use crate::ordered::OrdMap;
use crate::record::{FieldAt, RecordAt, Scalar, Value};
use crate::sections::{Kind, REMOVED, Shape, is_date};
use automerge::transaction::{Transactable, Transaction};
use automerge::{ObjId, ObjType, ReadDoc, ScalarValue};
use std::collections::{BTreeMap, BTreeSet};

/// Writes one act into a transaction.
pub(super) struct Writer<'t, 'd> {
    tx: &'t mut Transaction<'d>,
    /// The writer's member id, or empty.
    by: &'t str,
    /// Unix seconds.
    at: i64,
    units: usize,
    pub done: Done,
}

/// What an act did.
#[derive(Default)]
pub(super) struct Done {
    pub touched: BTreeSet<RecordAt>,
    pub texts: BTreeMap<FieldAt, Delta>,
    /// In the order of the edits; take them back from the last to the first.
    pub reversals: Vec<Reversal>,
    /// Registers that hold again what they held before an act.
    pub renewed: Vec<Renewed>,
}

impl<'t, 'd> Writer<'t, 'd> {
    pub fn new(tx: &'t mut Transaction<'d>, by: &'t str, at: i64) -> Self {
        Self { tx, by, at, units: 0, done: Done::default() }
    }

    pub fn edit(&mut self, edit: &Edit) -> Result<(), BoardError> {
        match edit {
            Edit::Create { at, values } => self.create(at, values),
            Edit::Set { at, value } => self.set(at, value.as_ref()),
            Edit::Splice { at, delta } => self.splice(at, delta, Limit::Act),
            Edit::Settle { at } => self.settle(at),
            Edit::Remove { at } => self.remove(at),
            Edit::Restore { at } => self.restore(at),
        }
    }

    fn create(&mut self, at: &RecordAt, values: &[(String, Value)]) -> Result<(), BoardError> {
        let Some(collection) = at.kind.spec().collection else { return Err(BoardError::WrongShape) };
        let id = RecordId::parse(at.id.as_str()).ok_or(BoardError::WrongShape)?;
        let source = Source::now(&*self.tx);
        let records = source
            .map(&automerge::ROOT, at.kind.section().key())
            .and_then(|section| source.map(&section, collection))
            .ok_or(BoardError::Gone)?;
        if source.get(&records, id.as_str()).is_some() {
            return Err(BoardError::Exists);
        }
        if self.tx.length(&records) >= MAX_RECORDS {
            return Err(BoardError::TooLarge);
        }
        let mut given: OrdMap<&str, &Value> = OrdMap::new();
        for (key, value) in values {
            check_field(at.kind, key)?;
            if given.insert(key, value).is_some() {
                return Err(BoardError::WrongShape);
            }
        }
        let record = self.tx.put_object(&records, id.as_str(), ObjType::Map)?;
        for field in at.kind.spec().fields {
            let value = given.remove(field.key);
            if value.is_some() || field.shape.is_text() || field.shape.is_keyed() {
                self.lay_down(&record, field.key, field.shape, value)?;
            }
        }
        // What is left are translations.
        for (key, value) in given {
            self.lay_down(&record, key, Shape::Translated, Some(value))?;
        }
        self.done.touched.insert(at.clone());
        // Before, there was not even a record: its own operation is one that no register ever has.
        self.done.reversals.push(Reversal::Uncreate { at: at.clone(), op: None, before_op: Some(record) });
        Ok(())
    }

    /// One field of a new record.
    fn lay_down(
        &mut self,
        record: &ObjId,
        key: &str,
        shape: Shape,
        value: Option<&Value>,
    ) -> Result<(), BoardError> {
        match (shape, value) {
            (Shape::Text | Shape::Translated, None) => {
                self.tx.put_object(record, key, ObjType::Text)?;
            }
            (Shape::Text | Shape::Translated, Some(Value::Text(content))) => {
                let text = self.tx.put_object(record, key, ObjType::Text)?;
                self.count(content, Limit::Act)?;
                if utf16_len(content) > MAX_TEXT_UNITS {
                    return Err(BoardError::TooLarge);
                }
                self.tx.splice_text(&text, 0, 0, content)?;
            }
            (Shape::Set | Shape::Cells, None) => {
                self.tx.put_object(record, key, ObjType::Map)?;
            }
            (Shape::Set | Shape::Cells, Some(Value::Cells(cells))) => {
                let map = self.tx.put_object(record, key, ObjType::Map)?;
                if cells.len() > MAX_CELLS {
                    return Err(BoardError::TooLarge);
                }
                for (cell, scalar) in cells {
                    check_cell(cell)?;
                    let scalar = written(shape, Some(scalar))?;
                    self.tx.put(&map, cell.as_str(), scalar)?;
                }
            }
            (_, Some(Value::Scalar(scalar))) if !shape.is_text() && !shape.is_keyed() => {
                let scalar = written(shape, Some(scalar))?;
                self.tx.put(record, key, scalar)?;
            }
            // A value of another form than the field's.
            (_, _) => return Err(BoardError::WrongShape),
        }
        Ok(())
    }

    fn set(&mut self, at: &FieldAt, value: Option<&Scalar>) -> Result<(), BoardError> {
        let field = check_field(at.record.kind, &at.field)?;
        if field.is_text() || field.is_keyed() != at.key.is_some() {
            return Err(BoardError::WrongShape);
        }
        let value = written(field, value)?;
        let record = self.record(&at.record)?;
        let (map, key) = match &at.key {
            None => (record, at.field.as_str()),
            Some(cell) => {
                check_cell(cell)?;
                if value == ScalarValue::Null && Source::now(&*self.tx).map(&record, &at.field).is_none() {
                    return Ok(());
                }
                (self.keyed(&record, &at.field, cell)?, cell.as_str())
            }
        };
        self.put(at, &map, key, value)
    }

    /// Writes a register and notes what it held.
    fn put(&mut self, at: &FieldAt, map: &ObjId, key: &str, value: ScalarValue) -> Result<(), BoardError> {
        let (before, before_op) = match Source::now(&*self.tx).get(map, key) {
            None if value == ScalarValue::Null => return Ok(()),
            None => (ScalarValue::Null, None),
            Some((automerge::Value::Scalar(before), op)) => (before.into_owned(), Some(op)),
            Some((automerge::Value::Object(ObjType::Text), text)) => {
                // Another program made a text of it: what is written goes into that text.
                let content = Source::now(&*self.tx).text(&text);
                let fresh = value.as_str().map(str::to_owned).unwrap_or_else(|| match value {
                    ScalarValue::Null => String::new(),
                    other => other.to_string(),
                });
                self.apply(&text, &Delta::between(&content, &fresh))?;
                self.done.touched.insert(at.record.clone());
                return Ok(());
            }
            Some((automerge::Value::Object(ObjType::Map | ObjType::List | ObjType::Table), _)) => {
                return Err(BoardError::WrongShape);
            }
        };
        self.tx.put(map, key, value.clone())?;
        let op = self.op(map, key);
        self.done.touched.insert(at.record.clone());
        if op != before_op {
            self.done.reversals.push(Reversal::Set { at: at.clone(), op, before, before_op });
        }
        Ok(())
    }

    fn splice(&mut self, at: &FieldAt, delta: &Delta, limit: Limit) -> Result<(), BoardError> {
        let shape = check_field(at.record.kind, &at.field)?;
        if !shape.is_text() || at.key.is_some() {
            return Err(BoardError::WrongShape);
        }
        let record = self.record(&at.record)?;
        let source = Source::now(&*self.tx);
        let (text, content) = match source.get(&record, &at.field) {
            Some((automerge::Value::Object(ObjType::Text), text)) => {
                let content = source.text(&text);
                (Some(text), content)
            }
            // Another program wrote a plain string: it becomes the text that it was meant to be.
            Some((automerge::Value::Scalar(scalar), _)) => (None, scalar.as_str().unwrap_or("").to_owned()),
            Some((automerge::Value::Object(ObjType::Map | ObjType::List | ObjType::Table), _)) => {
                return Err(BoardError::WrongShape);
            }
            None => (None, String::new()),
        };
        let delta = delta.fitted(&content);
        if delta.is_empty() {
            return Ok(());
        }
        let fresh = delta.apply(&content);
        for splice in delta.splices() {
            self.count(&splice.insert, limit)?;
        }
        if limit == Limit::Act && utf16_len(&fresh) > MAX_TEXT_UNITS.max(utf16_len(&content)) {
            return Err(BoardError::TooLarge);
        }
        match text {
            Some(text) => self.apply(&text, &delta)?,
            None => {
                let text = self.tx.put_object(&record, at.field.as_str(), ObjType::Text)?;
                self.tx.splice_text(&text, 0, 0, &fresh)?;
            }
        }
        let back = delta.inverse(&content);
        self.done.reversals.push(Reversal::Splice { at: at.clone(), delta: back });
        self.done.touched.insert(at.record.clone());
        let whole = self.done.texts.entry(at.clone()).or_default();
        *whole = whole.then(&delta);
        Ok(())
    }

    fn remove(&mut self, at: &RecordAt) -> Result<(), BoardError> {
        if at.kind.is_single() {
            return Err(BoardError::WrongShape);
        }
        let record = self.record(at)?;
        // Removed once more, an edit that was made since is known and left.
        let read = super::reading::one(&*self.tx, at, None).and_then(|(record, _)| record.removed);
        if read.is_some_and(|removed| !removed.edited_since) {
            return Ok(());
        }
        let source = Source::now(&*self.tx);
        let mark = removal(self.by, self.at, &record_fields(&source, at.kind, &record));
        self.put(&at.field(REMOVED), &record, REMOVED, ScalarValue::from(mark))
    }

    fn restore(&mut self, at: &RecordAt) -> Result<(), BoardError> {
        let record = self.record(at)?;
        if !self.is_removed(at) {
            return Ok(());
        }
        self.put(&at.field(REMOVED), &record, REMOVED, ScalarValue::Null)
    }

    /// Takes one edit back, as far as it still stands.
    pub fn reverse(&mut self, reversal: &Reversal) -> Result<(), BoardError> {
        match reversal {
            Reversal::Splice { at, delta } => self.splice(at, delta, Limit::Reversal),
            Reversal::Beside { at, text, left, before } => {
                if Source::now(&*self.tx).text(text) == *left {
                    self.beside(at, text, before)
                } else {
                    Ok(())
                }
            }
            Reversal::Set { at, op, before, before_op } => {
                let record = self.record(&at.record)?;
                let source = Source::now(&*self.tx);
                let (map, key) = match &at.key {
                    None => (Some(record), at.field.as_str()),
                    Some(cell) => (source.map(&record, &at.field), cell.as_str()),
                };
                let Some(map) = map else { return Ok(()) };
                let mut values = source.all(&map, key);
                if values.pop().map(|(_, held)| held) != self.standing(at, op) {
                    return Ok(());
                }
                match values.pop() {
                    // Somebody else's value written at the same time stays, rather than the one before both.
                    Some((automerge::Value::Scalar(theirs), _)) => {
                        let theirs = theirs.into_owned();
                        self.put(at, &map, key, theirs)
                    }
                    Some((automerge::Value::Object(_), _)) => Ok(()),
                    None => {
                        self.put(at, &map, key, before.clone())?;
                        let new = self.op(&map, key);
                        self.done.renewed.push(Renewed { at: at.clone(), old: before_op.clone(), new });
                        Ok(())
                    }
                }
            }
            Reversal::Uncreate { at, op, before_op } => {
                let record = self.record(at)?;
                let field = at.field(REMOVED);
                if self.op(&record, REMOVED) != self.standing(&field, op) {
                    return Ok(());
                }
                self.remove(at)?;
                let new = self.op(&record, REMOVED);
                self.done.renewed.push(Renewed { at: field, old: before_op.clone(), new });
                Ok(())
            }
        }
    }

    /// The operation that stands for `op` after what was taken back so far.
    fn standing(&self, at: &FieldAt, op: &Option<ObjId>) -> Option<ObjId> {
        let renewed = self.done.renewed.iter().filter(|renewed| renewed.at == *at);
        renewed.fold(op.clone(), |op, renewed| if op == renewed.old { renewed.new.clone() } else { op })
    }

    /// Empties the texts that stand beside the one in effect.
    fn settle(&mut self, at: &FieldAt) -> Result<(), BoardError> {
        let shape = check_field(at.record.kind, &at.field)?;
        if !shape.is_text() || at.key.is_some() {
            return Err(BoardError::WrongShape);
        }
        let record = self.record(&at.record)?;
        let all = Source::now(&*self.tx).all(&record, &at.field);
        let is_text = |value: &automerge::Value<'_>| matches!(value, automerge::Value::Object(ObjType::Text));
        let mut texts: Vec<ObjId> =
            all.into_iter().filter(|(value, _)| is_text(value)).map(|(_, id)| id).collect();
        texts.pop();
        texts.iter().try_for_each(|text| self.beside(at, text, ""))
    }

    /// Writes a text that stands beside the one in effect.
    fn beside(&mut self, at: &FieldAt, text: &ObjId, fresh: &str) -> Result<(), BoardError> {
        let before = Source::now(&*self.tx).text(text);
        if before == fresh {
            return Ok(());
        }
        self.apply(text, &Delta::between(&before, fresh))?;
        self.done.touched.insert(at.record.clone());
        let (at, text, left) = (at.clone(), text.clone(), fresh.to_owned());
        self.done.reversals.push(Reversal::Beside { at, text, left, before });
        Ok(())
    }

    fn apply(&mut self, text: &ObjId, delta: &Delta) -> Result<(), BoardError> {
        for splice in delta.splices() {
            self.tx.splice_text(text, splice.index, splice.delete as isize, &splice.insert)?;
        }
        Ok(())
    }

    /// The map of a keyed field; created where an older record has none.
    fn keyed(&mut self, record: &ObjId, field: &str, cell: &str) -> Result<ObjId, BoardError> {
        let found = Source::now(&*self.tx).map(record, field);
        let map = match found {
            Some(map) => map,
            None => self.tx.put_object(record, field, ObjType::Map)?,
        };
        let is_new = Source::now(&*self.tx).get(&map, cell).is_none();
        if is_new && self.tx.length(&map) >= MAX_CELLS {
            return Err(BoardError::TooLarge);
        }
        Ok(map)
    }

    fn record(&self, at: &RecordAt) -> Result<ObjId, BoardError> {
        record_object(&Source::now(&*self.tx), at).ok_or(BoardError::Gone)
    }

    fn is_removed(&self, at: &RecordAt) -> bool {
        super::reading::one(&*self.tx, at, None).is_some_and(|(record, _)| record.is_removed())
    }

    /// The operation that last wrote a register.
    fn op(&self, map: &ObjId, key: &str) -> Option<ObjId> {
        Source::now(&*self.tx).get(map, key).map(|(_, op)| op)
    }

    fn count(&mut self, text: &str, limit: Limit) -> Result<(), BoardError> {
        self.units += utf16_len(text);
        if limit == Limit::Act && self.units > MAX_ACT_UNITS { Err(BoardError::TooLarge) } else { Ok(()) }
    }
}

/// Whether the caps on size hold: what was there before may always come back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Limit {
    Act,
    Reversal,
}

/// The shape of a field of the kind, by its key (`title`, `title@en`).
fn check_field(kind: Kind, key: &str) -> Result<Shape, BoardError> {
    if key.len() > MAX_KEY_BYTES {
        return Err(BoardError::TooLarge);
    }
    if let Some((_, lang)) = key.split_once('@') {
        let plain = lang.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if lang.len() < 2 || !plain {
            return Err(BoardError::UnknownField);
        }
    }
    kind.field(key).map(|field| field.shape).ok_or(BoardError::UnknownField)
}

fn check_cell(key: &str) -> Result<(), BoardError> {
    match key.len() {
        0 => Err(BoardError::WrongShape),
        1..=MAX_KEY_BYTES => Ok(()),
        _ => Err(BoardError::TooLarge),
    }
}

/// The scalar that the document keeps for `value`, if the shape takes it. An empty text clears.
fn written(shape: Shape, value: Option<&Scalar>) -> Result<ScalarValue, BoardError> {
    let Some(value) = value else { return Ok(ScalarValue::Null) };
    match (shape, value) {
        (Shape::Number { min, max }, Scalar::Int(n)) if (min..=max).contains(n) => Ok(ScalarValue::Int(*n)),
        (Shape::Flag | Shape::Set | Shape::Cells, Scalar::Flag(flag)) => Ok(ScalarValue::Boolean(*flag)),
        (Shape::Cells, Scalar::Int(n)) => Ok(ScalarValue::Int(*n)),
        (_, Scalar::Text(text)) => {
            if text.len() > MAX_SCALAR_BYTES {
                return Err(BoardError::TooLarge);
            }
            let fits = match shape {
                Shape::Word(words) => words.contains(&text.as_str()),
                Shape::Date => is_date(text),
                Shape::Amount => is_amount(text),
                Shape::Ref(_) => RecordId::parse(text).is_some(),
                Shape::Free | Shape::Place | Shape::Cells => true,
                Shape::Text | Shape::Translated | Shape::Number { .. } | Shape::Flag | Shape::Set => {
                    return Err(BoardError::WrongShape);
                }
            };
            match (text.is_empty(), fits) {
                (true, _) => Ok(ScalarValue::Null),
                (false, true) => Ok(ScalarValue::from(text.as_str())),
                (false, false) => Err(BoardError::WrongShape),
            }
        }
        (_, Scalar::Int(_) | Scalar::Flag(_)) => Err(BoardError::WrongShape),
    }
}
