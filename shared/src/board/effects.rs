//! What acts that stand aside would change in a section: as differences from the section in
//! force, whatever else their authors had before them as they wrote.
//!
//! A text is carried over: what the act made of the text that its author saw is made of the
//! text in force. Reading only; making it so is the chair's own edit (see `moderating`).

use super::locks::AsideChange;
use super::reading;
use super::spotted::Spotted;
use crate::act::Message;
use crate::compare::{self, Difference};
use crate::difference::carried;
use crate::lock::MAX_CHANGES_OF_ACT;
use crate::ordered::{OrdMap, OrdSet};
use crate::record::{FieldAt, Record, RecordAt, Records, Scalar, Value};
use crate::sections::{Section, Shape};
use automerge::{Automerge, ChangeHash};
use std::collections::BTreeSet;

/// Changes that are one act: what one person did on one visit to one text, with what they took
/// back of it, or a single change of any other kind. A visit may begin with one actor and go on
/// with another, where a line of its own is needed to write beside a lock. `settled` says which settlement a change
/// has: what was settled apart stays apart, and what comes later is an act of its own.
pub(super) fn acts(
    mut changes: Vec<&AsideChange>,
    settled: impl Fn(&ChangeHash) -> Option<usize>,
) -> Vec<Vec<&AsideChange>> {
    crate::sort::sort_by(&mut changes, |a, b| (&a.actor, a.start_op).cmp(&(&b.actor, b.start_op)));
    let mut acts: Vec<Vec<&AsideChange>> = vec![];
    for change in changes {
        match acts.last_mut() {
            Some(act) if settled(&act[0].hash) == settled(&change.hash) && joins(act, change) => {
                act.push(change);
            }
            Some(_) | None => acts.push(vec![change]),
        }
    }
    let mut at = 0;
    while at < acts.len() {
        let goes_on = |first: &&AsideChange, act: &[&AsideChange]| {
            let last = act[act.len() - 1];
            first.deps.contains(&last.hash)
                && settled(&last.hash) == settled(&first.hash)
                && joins(act, first)
        };
        let before = (0..acts.len()).find(|&other| other != at && goes_on(&acts[at][0], &acts[other]));
        match before {
            Some(before) => {
                let more = acts.remove(at);
                acts[before - usize::from(before > at)].extend(more);
            }
            None => at += 1,
        }
    }
    crate::sort::sort_by(&mut acts, |a, b| (a[0].start_op, a[0].hash).cmp(&(b[0].start_op, b[0].hash)));
    acts
}

fn joins(act: &[&AsideChange], change: &AsideChange) -> bool {
    let last = act[act.len() - 1];
    let is_by_the_same = last.actor == change.actor
        || (last.author.is_some() && last.author == change.author && change.deps.contains(&last.hash));
    if !is_by_the_same || act.len() >= MAX_CHANGES_OF_ACT {
        return false;
    }
    let is = |change: &AsideChange, message: Message| change.message == message.key();
    if is(change, Message::Undo) || is(change, Message::Redo) {
        return true;
    }
    let is_typing = |change: &AsideChange| is(change, Message::Write) && change.spots.len() == 1;
    is_typing(act[0]) && is_typing(change) && act[0].spots == change.spots
}

/// The records of a section that an act writes in.
pub(super) fn touched(act: &[&AsideChange], section: Section) -> BTreeSet<RecordAt> {
    let spots = act.iter().flat_map(|change| &change.spots).filter(|spot| spot.section() == section);
    spots.map(|spot| spot.record().clone()).collect()
}

/// What an act would change in a section that reads as `target`; without a target, what it
/// changed where it was written.
pub(super) fn differences(
    doc: &Automerge,
    act: &[&AsideChange],
    section: Section,
    target: Option<&Records>,
) -> Vec<Difference> {
    let mut effect = Effect { then: Then { doc, read: OrdMap::new() }, target, out: vec![] };
    let wrote = wrote_in(act, section);
    let created: OrdSet<&RecordAt> = wrote.iter().filter_map(|(spot, _)| created(spot)).collect();
    for (spot, changes) in &wrote {
        match spot {
            Spotted::Created(at) => effect.creation(at, act[act.len() - 1]),
            spot if created.contains(spot.record()) => {}
            Spotted::Removal(at) => effect.removal(at, changes),
            Spotted::Field(at) => {
                let Some(field) = at.record.kind.field(&at.field) else { continue };
                match field.shape.is_text() {
                    true => effect.text(at, changes),
                    false => effect.value(at, field.shape, changes),
                }
            }
        }
    }
    effect.out
}

fn created(spot: &Spotted) -> Option<&RecordAt> {
    match spot {
        Spotted::Created(at) => Some(at),
        Spotted::Removal(_) | Spotted::Field(_) => None,
    }
}

/// Each thing of the section that the act wrote in, with the changes that did, in their order.
fn wrote_in<'a>(act: &[&'a AsideChange], section: Section) -> Vec<(&'a Spotted, Vec<&'a AsideChange>)> {
    let mut out: Vec<(&Spotted, Vec<&AsideChange>)> = vec![];
    for change in act {
        for spot in change.spots.iter().filter(|spot| spot.section() == section) {
            match out.iter_mut().find(|(known, _)| *known == spot) {
                Some((_, changes)) => changes.push(change),
                None => out.push((spot, vec![change])),
            }
        }
    }
    out
}

struct Effect<'a> {
    then: Then<'a>,
    target: Option<&'a Records>,
    out: Vec<Difference>,
}

/// Records as they read at past heads, each read once.
struct Then<'a> {
    doc: &'a Automerge,
    read: OrdMap<(RecordAt, Vec<ChangeHash>), Option<Record>>,
}

impl Then<'_> {
    fn record(&mut self, at: &RecordAt, heads: &[ChangeHash]) -> Option<&Record> {
        let doc = self.doc;
        let read = self.read.entry((at.clone(), heads.to_vec()));
        read.or_insert_with(|| reading::one(doc, at, Some(heads)).map(|(record, _)| record)).as_ref()
    }

    fn text(&mut self, at: &FieldAt, heads: &[ChangeHash]) -> String {
        self.record(&at.record, heads).map(|record| record.text(&at.field).to_owned()).unwrap_or_default()
    }
}

impl<'a> Effect<'a> {
    fn standing(&self, at: &RecordAt) -> Option<&'a Record> {
        self.target.and_then(|target| target.get(at.kind, &at.id))
    }

    fn creation(&mut self, at: &RecordAt, last: &AsideChange) {
        let Some(record) = self.then.record(at, &[last.hash]).filter(|record| !record.is_removed()) else {
            return;
        };
        let record = record.clone();
        match self.standing(at) {
            Some(there) if !there.is_removed() => {
                self.out.extend(compare::of_record(at, Some(there), Some(&record)));
            }
            Some(_) | None => self.out.push(Difference::Added { record }),
        }
    }

    fn removal(&mut self, at: &RecordAt, changes: &[&AsideChange]) {
        let (first, last) = (changes[0], changes[changes.len() - 1]);
        let mut is_removed =
            |heads: &[ChangeHash]| self.then.record(at, heads).is_some_and(Record::is_removed);
        let (before, after) = (is_removed(&first.deps), is_removed(&[last.hash]));
        let now = self.standing(at).map_or(before, Record::is_removed);
        match (now, after) {
            (false, true) => self.out.push(Difference::Removed { at: at.clone() }),
            (true, false) => self.out.push(Difference::Restored { at: at.clone() }),
            (true, true) | (false, false) => {}
        }
    }

    fn text(&mut self, at: &FieldAt, changes: &[&AsideChange]) {
        let standing = self.standing(&at.record).map(|record| record.text(&at.field).to_owned());
        let from = standing.unwrap_or_else(|| self.then.text(at, &changes[0].deps));
        let mut to = from.clone();
        // Typing builds change on change: only where something else came between is it read again.
        let mut runs: Vec<(&[ChangeHash], ChangeHash)> = vec![];
        for change in changes {
            match runs.last_mut() {
                Some((_, end)) if change.deps == [*end] => *end = change.hash,
                Some(_) | None => runs.push((&change.deps, change.hash)),
            }
        }
        for (base, end) in runs {
            to = carried(&self.then.text(at, base), &self.then.text(at, &[end]), &to);
        }
        if from != to {
            self.out.push(Difference::Text { at: at.clone(), from, to });
        }
    }

    fn value(&mut self, at: &FieldAt, shape: Shape, changes: &[&AsideChange]) {
        // A keyed field that was only laid down says nothing.
        if shape.is_keyed() && at.key.is_none() {
            return;
        }
        let (first, last) = (changes[0], changes[changes.len() - 1]);
        let to = self.then.record(&at.record, &[last.hash]).and_then(|record| scalar(record, at, shape));
        let from = match self.standing(&at.record) {
            Some(record) => scalar(record, at, shape),
            None => self.then.record(&at.record, &first.deps).and_then(|record| scalar(record, at, shape)),
        };
        if from != to {
            self.out.push(Difference::Value { at: at.clone(), from, to });
        }
    }
}

/// What a scalar field or a cell holds. In a set, what is out is as what was never in.
fn scalar(record: &Record, at: &FieldAt, shape: Shape) -> Option<Scalar> {
    match (&at.key, record.values.get(&at.field)?) {
        (None, Value::Scalar(scalar)) => Some(scalar.clone()),
        (Some(key), Value::Cells(cells)) => {
            cells.get(key).filter(|cell| shape != Shape::Set || **cell == Scalar::Flag(true)).cloned()
        }
        (None, Value::Text(_) | Value::Cells(_)) | (Some(_), Value::Text(_) | Value::Scalar(_)) => None,
    }
}
