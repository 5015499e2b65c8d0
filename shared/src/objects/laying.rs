//! Laying copied objects down on a board: one act, whatever they are and wherever they come from.
//!
//! A copy gets new ids. What it refers to is sought on the board: under the same id where it is the
//! same board, otherwise by its name, letter for letter; what is not found is left out and told.
//! What was cut from this very board comes back under its own id: a move.

use super::taking::called;
use super::{Copied, refers_to};
use crate::act::{Act, Edit, Message};
use crate::ids::RecordId;
use crate::lang::Lang;
use crate::order;
use crate::ordered::OrdMap;
use crate::record::{Record, RecordAt, Records, Scalar, Value, translation};
use crate::sections::chain::Level;
use crate::sections::{Kind, Word, about};

/// Where they are laid down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Onto {
    pub board: String,
    /// The object at hand: what is of its kind comes after it, what hangs on a card is hung on it.
    pub at: Option<RecordAt>,
}

/// What laying them down comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laid {
    /// Nothing to do where it holds no edit.
    pub act: Act,
    /// The chosen objects, as they are called on this board.
    pub objects: Vec<RecordAt>,
    pub is_move: bool,
    /// The names of what this board has not.
    pub missing: Vec<String>,
    /// Objects that cannot stand here: an indicator without its card, a relation without its end.
    pub left_out: usize,
}

/// The act that lays `copied` down. `fresh` gives new ids.
pub fn lay(
    records: &Records,
    copied: &Copied,
    onto: &Onto,
    (fresh, jitter): (&mut dyn FnMut() -> RecordId, u32),
) -> Laid {
    let here = |at: &RecordAt| records.get(at.kind, &at.id);
    let is_back = copied.is_cut
        && copied.board == onto.board
        && copied.chosen.iter().all(|at| here(at).is_some())
        && copied.chosen.iter().any(|at| here(at).is_some_and(Record::is_removed));
    let mut laying = Laying {
        records,
        copied,
        onto,
        jitter,
        ids: OrdMap::new(),
        last: OrdMap::new(),
        laid: Laid {
            act: Act::new(if is_back { Message::Move } else { Message::Add }, vec![]),
            objects: vec![],
            is_move: is_back,
            missing: vec![],
            left_out: copied.left_out,
        },
    };
    if is_back {
        laying.bring_back();
    } else {
        laying.copy(fresh);
    }
    laying.laid
}

struct Laying<'a> {
    records: &'a Records,
    copied: &'a Copied,
    onto: &'a Onto,
    jitter: u32,
    /// What each record is called here.
    ids: OrdMap<RecordAt, RecordId>,
    /// The order key before and after the next record of a kind in a group.
    last: OrdMap<(Kind, String), (String, String)>,
    laid: Laid,
}

impl Laying<'_> {
    fn bring_back(&mut self) {
        let levels: Vec<&str> = self.chosen().map(|record| record.place().0).collect();
        let is_one_level = levels.windows(2).all(|pair| pair[0] == pair[1]);
        for at in &self.copied.chosen {
            let Some(record) = self.records.get(at.kind, &at.id) else { continue };
            if record.is_removed() {
                self.laid.act.edits.push(Edit::Restore { at: at.clone() });
            }
            self.laid.objects.push(at.clone());
            if at.kind.field("place").is_none() {
                continue;
            }
            let own = record.place().0;
            // One level goes where the hand is; several keep their distance.
            let group = match self.beside(at.kind) {
                Some(beside) if at.kind != Kind::Node || is_one_level => beside.place().0.to_owned(),
                Some(_) | None => own.to_owned(),
            };
            let place = self.place(at.kind, &group);
            let value = Some(Scalar::Text(place));
            self.laid.act.edits.push(Edit::Set { at: at.field("place"), value });
        }
    }

    fn copy(&mut self, fresh: &mut dyn FnMut() -> RecordId) {
        for record in &self.copied.records {
            let at = RecordAt::new(record.kind, record.id.clone());
            self.ids.insert(at, fresh());
        }
        let mut edits = vec![];
        for record in &self.copied.records {
            let at = RecordAt::new(record.kind, record.id.clone());
            let Some(id) = self.ids.get(&at).cloned() else { continue };
            let values = self.values(record);
            if !stands(record, &values) {
                self.laid.left_out += 1;
                continue;
            }
            let new = RecordAt::new(record.kind, id);
            if self.copied.chosen.contains(&at) {
                self.laid.objects.push(new.clone());
            }
            edits.push(Edit::Create { at: new, values });
        }
        self.laid.act.edits = edits;
    }

    fn chosen(&self) -> impl Iterator<Item = &Record> {
        self.copied.chosen.iter().filter_map(|at| self.copied.record(at))
    }

    /// The record at hand, if it is of this kind.
    fn beside(&self, kind: Kind) -> Option<&Record> {
        let at = self.onto.at.as_ref().filter(|at| at.kind == kind)?;
        self.records.get(at.kind, &at.id).filter(|record| !record.is_removed())
    }

    fn values(&mut self, record: &Record) -> Vec<(String, Value)> {
        let working = about::working_lang(self.records);
        let mut values: Vec<(String, Value)> = vec![];
        for (field, value) in &in_the_language_of(record, self.copied.lang, working) {
            let kinds = refers_to(record.kind, field);
            let value = match value {
                // It has its own place here, and nobody pinned the copy.
                _ if field == "place" || field == "pin" => continue,
                Value::Text(text) if text.is_empty() => continue,
                Value::Scalar(_) | Value::Cells(_) if self.hangs_on(record, field) => continue,
                Value::Scalar(scalar) if !kinds.is_empty() => {
                    let found = scalar.as_str().and_then(|id| self.find(kinds, id));
                    found.map(|id| Value::Scalar(id.as_str().into()))
                }
                Value::Cells(cells) if !kinds.is_empty() => {
                    let is_in = |(_, cell): &(&String, &Scalar)| **cell != Scalar::Flag(false);
                    let cells = cells.iter().filter(is_in);
                    let cells = cells
                        .filter_map(|(id, cell)| Some((self.find(kinds, id)?.to_string(), cell.clone())));
                    Some(Value::Cells(cells.collect()))
                }
                Value::Cells(cells) if cells.is_empty() => continue,
                Value::Text(_) | Value::Scalar(_) | Value::Cells(_) => Some(value.clone()),
            };
            let is_said = !matches!(&value, Some(Value::Cells(cells)) if cells.is_empty());
            values.extend(value.filter(|_| is_said).map(|value| (field.clone(), value)));
        }
        values.extend(self.hung(record));
        if record.kind.field("place").is_some() {
            let group = self.group(record);
            let place = self.place(record.kind, &group);
            values.push(("place".to_owned(), Value::Scalar(Scalar::Text(place))));
        }
        values
    }

    /// Whether a field says which card it hangs on, and the card at hand is to be that.
    fn hangs_on(&self, record: &Record, field: &str) -> bool {
        let at = RecordAt::new(record.kind, record.id.clone());
        self.copied.chosen.contains(&at)
            && self.beside(Kind::Node).is_some()
            && matches!(
                (record.kind, field),
                (Kind::Indicator, "node") | (Kind::Risk | Kind::Milestone, "nodes")
            )
    }

    /// The card at hand, as the field of what is hung on it.
    fn hung(&self, record: &Record) -> Option<(String, Value)> {
        let field = if record.kind == Kind::Indicator { "node" } else { "nodes" };
        let node = self.beside(Kind::Node).filter(|_| self.hangs_on(record, field))?;
        let value = match record.kind {
            Kind::Indicator => Value::Scalar(node.id.as_str().into()),
            _ => Value::Cells(OrdMap::from([(node.id.to_string(), Scalar::Flag(true))])),
        };
        Some((field.to_owned(), value))
    }

    /// What `id` of the other board is called here; noted as missing where it is not.
    fn find(&mut self, kinds: &[Kind], id: &str) -> Option<RecordId> {
        let id = RecordId::parse(id)?;
        let ats = || kinds.iter().map(|kind| RecordAt::new(*kind, id.clone()));
        if let Some(copy) = ats().find_map(|at| self.ids.get(&at).cloned()) {
            return Some(copy);
        }
        let is_used =
            |at: &RecordAt| self.records.get(at.kind, &at.id).is_some_and(|record| !record.is_removed());
        if self.copied.board == self.onto.board {
            return ats().find(is_used).map(|at| at.id);
        }
        let (at, name) = self.copied.named.iter().find(|(at, _)| at.id == id && kinds.contains(&at.kind))?;
        let same = self
            .records
            .in_order(at.kind)
            .into_iter()
            .find(|record| !name.is_empty() && is_called(record, name));
        if same.is_none() && !name.is_empty() && !self.laid.missing.contains(name) {
            self.laid.missing.push(name.clone());
        }
        same.map(|record| record.id.clone())
    }

    /// The level or the group that a copy comes into.
    fn group(&mut self, record: &Record) -> String {
        let group = record.place().0;
        match record.kind {
            Kind::Node => <Level as Word>::from_key(group).key().to_owned(),
            Kind::Responsibility => {
                let old = RecordId::parse(group);
                let copy = old.and_then(|id| self.ids.get(&RecordAt::new(Kind::RoleGroup, id)).cloned());
                let beside = self.beside(Kind::Responsibility).map(|row| row.place().0.to_owned());
                let at = self.beside(Kind::RoleGroup).map(|group| group.id.to_string());
                copy.map(|id| id.to_string())
                    .or(beside)
                    .or(at)
                    .or_else(|| self.find(&[Kind::RoleGroup], group).map(|id| id.to_string()))
                    .unwrap_or_default()
            }
            _ => String::new(),
        }
    }

    /// The next place of a kind in a group: after the record at hand, or else at the end.
    fn place(&mut self, kind: Kind, group: &str) -> String {
        let key = (kind, group.to_owned());
        if !self.last.contains_key(&key) {
            let is_gone =
                |record: &&Record| self.copied.chosen.iter().any(|at| at.kind == kind && at.id == record.id);
            let row: Vec<&Record> = self
                .records
                .in_order(kind)
                .into_iter()
                .filter(|record| record.place().0 == group && !(self.laid.is_move && is_gone(record)))
                .collect();
            let beside =
                self.beside(kind).and_then(|beside| row.iter().position(|record| record.id == beside.id));
            let order = |record: Option<&&Record>| record.map_or("", |record| record.place().1).to_owned();
            let bounds = match beside {
                Some(at) => (order(row.get(at)), order(row.get(at + 1))),
                None => (order(row.last()), String::new()),
            };
            self.last.insert(key.clone(), bounds);
        }
        let (before, after) = self.last.get(&key).cloned().unwrap_or_default();
        let order = order::between(&before, &after, self.jitter);
        self.last.insert(key, (order.clone(), after));
        order::place(group, &order)
    }
}

/// Whether a record has here all that it stood by there: an indicator its card, a link its ends.
fn stands(record: &Record, values: &[(String, Value)]) -> bool {
    let needed: &[&str] = match record.kind {
        Kind::Indicator => &["node"],
        Kind::Risk | Kind::Milestone => &["nodes"],
        Kind::Link | Kind::Relation => &["from", "to"],
        Kind::Assumption => &["links"],
        Kind::Meaning => &["term", "organisation"],
        Kind::Overlap => &["actor"],
        // All others stand by themselves.
        _ => &[],
    };
    let stood_by = needed.iter().filter(|needed| record.values.contains_key(**needed));
    stood_by.into_iter().all(|needed| values.iter().any(|(field, _)| field == needed))
}

/// Whether a record is called so, in any language.
fn is_called(record: &Record, name: &str) -> bool {
    let fields = ["name", "title", "term", "question"];
    let texts = record
        .values
        .iter()
        .filter(|(field, _)| fields.contains(&field.split('@').next().unwrap_or_default()));
    called(record) == name
        || texts.into_iter().any(|(_, value)| matches!(value, Value::Text(text) if text == name))
}

/// The values with the plain fields in the working language of this board. A text without a
/// translation into it stays as it was written.
fn in_the_language_of(record: &Record, from: Lang, to: Lang) -> OrdMap<String, Value> {
    let mut values = record.values.clone();
    if from == to {
        return values;
    }
    let plain =
        record.values.iter().filter(|(key, value)| !key.contains('@') && matches!(value, Value::Text(_)));
    for (field, text) in plain {
        // Texts that exist in one language only stand in no other field.
        if record.kind.field(&translation(field, from)).is_none() {
            continue;
        }
        if let Some(translated) = values.remove(&translation(field, to)) {
            values.insert(field.clone(), translated);
        }
        values.insert(translation(field, from), text.clone());
    }
    values
}
