//! What a chair does: lock a section, hand it over, settle what stands aside, unlock.
//!
//! All of it is written like any act, in records and fields, so that a replica that knows no
//! verbs merges it all the same. Whether a role may do it is the policy's to say; that only the
//! chair settles and unlocks is said here, and what a stranger writes down counts for nothing.

use super::{Board, BoardError, MAX_CELLS, Onto, Performed, locks, reading};
use crate::act::{Act, Edit, Message};
use crate::compare::{self, Difference};
use crate::difference::{carried, delta};
use crate::ids::{MemberId, RecordId};
use crate::lock::{Aside, Fate, Moderation, OpenOnes, Proposal, Settling};
use crate::numbers::iso;
use crate::ordered::{OrdMap, OrdSet};
use crate::record::{FieldAt, Record, RecordAt, Records, Scalar, Value};
use crate::sections::{Kind, Section};
use automerge::ChangeHash;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Most proposals that one settlement is about.
pub const MAX_SETTLED: usize = 500;

impl Board {
    /// Does what a chair does. `fresh` is random, for the ids of what is written down.
    ///
    /// # Errors
    /// [`BoardError::NotChair`] if somebody else holds the section, [`BoardError::Gone`] if there
    /// is no such lock or proposal, [`BoardError::Exists`] if the section is locked already.
    pub fn moderate(
        &mut self,
        moderation: &Moderation,
        fresh: [u8; 12],
        at_unix_seconds: i64,
    ) -> Result<Performed, BoardError> {
        let at = at_unix_seconds;
        match moderation {
            Moderation::Lock { section, reason, remind } => {
                if self.locks.held(*section).is_some() {
                    return Err(BoardError::Exists);
                }
                let chair = self.author.clone().ok_or(BoardError::NotChair)?;
                let extra = vec![("remind", Scalar::Text(remind.clone()))];
                let lock = lock_record(*section, &chair, reason, fresh, at, extra);
                self.put_down(&Onto::Now, Message::Lock, vec![lock], at)
            }
            Moderation::HandOver { section, to } => {
                let held = self.locks.held(*section).ok_or(BoardError::Gone)?;
                let after = Scalar::Text(held.lock.id.as_str().to_owned());
                let extra = vec![("remind", Scalar::Text(held.lock.remind.clone())), ("after", after)];
                let lock = lock_record(*section, to, &held.lock.reason, fresh, at, extra);
                // On what is in force, so that it goes on from there and from nothing else.
                let onto = Onto::InForce(held.tips.clone());
                self.put_down(&onto, Message::HandOver, vec![lock], at)
            }
            Moderation::Settle { section, proposals, settling } => {
                self.settle_proposals(*section, proposals, settling, fresh, at)
            }
            Moderation::Unlock { section, open } => self.unlock(*section, *open, fresh, at),
        }
    }

    /// Whether a change that stands aside in a section is not settled.
    pub(super) fn is_open(&self, section: Section, change: &ChangeHash) -> bool {
        let held = self.locks.held(section);
        let settled = locks::settlements(&self.doc, &self.records, section, held);
        !settled.iter().any(|settled| settled.changes.contains(change))
    }

    fn put_down(
        &mut self,
        onto: &Onto,
        message: Message,
        edits: Vec<Edit>,
        at: i64,
    ) -> Result<Performed, BoardError> {
        let written =
            self.write(onto, message, at, |writer| edits.iter().try_for_each(|edit| writer.edit(edit)));
        written.map(|(performed, _)| performed)
    }

    fn settle_proposals(
        &mut self,
        section: Section,
        ids: &[String],
        settling: &Settling,
        fresh: [u8; 12],
        at: i64,
    ) -> Result<Performed, BoardError> {
        if ids.len() > MAX_SETTLED {
            return Err(BoardError::TooLarge);
        }
        let onto = match self.onto(section) {
            Onto::Aside(_) => return Err(BoardError::NotChair),
            onto @ (Onto::Now | Onto::InForce(_)) => onto,
        };
        let chosen = self.chosen(section, ids, settling)?;
        let mut settled =
            Settled { ahead: self.records.clone(), became: self.became(section), fresh, edits: vec![] };
        let mut marks = vec![];
        let mut done: BTreeSet<ChangeHash> = BTreeSet::new();
        let is_accepting = matches!(settling, Settling::Accept { .. });
        for proposal in &chosen {
            let kept = self.kept(section, &proposal.id).ok_or(BoardError::Gone)?;
            let stands_for = kept.stands_for.iter().filter(|_| is_accepting).copied();
            let says: Vec<ChangeHash> = kept.changes.iter().copied().chain(stands_for).collect();
            // What a former chair accepted and the proposal itself say the same.
            if says.iter().any(|change| done.contains(change)) {
                continue;
            }
            done.extend(says.iter().copied());
            let known: OrdSet<String> = settled.became.keys().cloned().collect();
            match (settling, proposal.why_aside) {
                // It is in the text already.
                (Settling::Accept { .. }, Aside::Late) => {}
                (Settling::Accept { wording }, Aside::Proposed | Aside::Superseded | Aside::Left) => {
                    let worded = |difference: &Difference| reworded(difference, wording);
                    proposal.differences.iter().map(worded).for_each(|difference| settled.make(&difference));
                }
                (Settling::Decline { .. }, Aside::Late) => {
                    let back = proposal.differences.iter().rev().map(compare::reversed);
                    back.for_each(|difference| settled.make(&difference));
                }
                (Settling::Decline { .. }, Aside::Proposed | Aside::Superseded | Aside::Left) => {}
            }
            let became = settled.became.iter().filter(|(old, _)| !known.contains(*old));
            let became = became.map(|(old, new)| (old.clone(), Scalar::Text(new.clone()))).collect();
            marks.push(mark(proposal, says, settling, derived(fresh, &proposal.id), became));
        }
        let mut edits = settled.edits;
        edits.extend(marks);
        self.put_down(&onto, Message::Settle, edits, at)
    }

    /// The proposals that are settled, with those that they need, oldest first.
    fn chosen(
        &self,
        section: Section,
        ids: &[String],
        settling: &Settling,
    ) -> Result<Vec<Proposal>, BoardError> {
        let mut wanted: OrdSet<&str> = ids.iter().map(String::as_str).collect();
        let all: Vec<&Proposal> = self.proposals(section).collect();
        let is_accepting = matches!(settling, Settling::Accept { .. });
        let mut due: Vec<&str> = wanted.iter().copied().collect();
        while let Some(id) = due.pop() {
            let proposal = all.iter().find(|proposal| proposal.id == id).ok_or(BoardError::Gone)?;
            if matches!(proposal.fate, Fate::Accepted | Fate::Withdrawn) {
                return Err(BoardError::Gone);
            }
            for need in proposal.needs.iter().filter(|_| is_accepting) {
                if wanted.insert(need) {
                    due.push(need);
                }
            }
        }
        let mut chosen: Vec<Proposal> =
            all.into_iter().filter(|proposal| wanted.contains(proposal.id.as_str())).cloned().collect();
        // What is needed comes before what needs it; the rest stays in the order of its writing.
        let mut ordered: Vec<Proposal> = vec![];
        while !chosen.is_empty() {
            let is_ready = |proposal: &Proposal| {
                !chosen.iter().any(|other| other.id != proposal.id && proposal.needs.contains(&other.id))
            };
            let next = chosen.iter().position(is_ready).unwrap_or(0);
            ordered.push(chosen.remove(next));
        }
        Ok(ordered)
    }

    fn unlock(
        &mut self,
        section: Section,
        open: OpenOnes,
        fresh: [u8; 12],
        at: i64,
    ) -> Result<Performed, BoardError> {
        match self.onto(section) {
            Onto::InForce(_) => {}
            Onto::Aside(_) => return Err(BoardError::NotChair),
            Onto::Now => return Err(BoardError::Gone),
        }
        let open_now = |board: &Board| -> Vec<Proposal> {
            let open = board.proposals(section).filter(|proposal| proposal.is_open());
            open.filter(|proposal| proposal.why_aside != Aside::Left).cloned().collect()
        };
        let mut all = Performed::default();
        if open == OpenOnes::Keep {
            let ids: Vec<String> = open_now(self).into_iter().map(|proposal| proposal.id).collect();
            for ids in ids.chunks(MAX_SETTLED) {
                let accept = Settling::Accept { wording: vec![] };
                all = all.and(self.settle_proposals(section, ids, &accept, fresh, at)?);
            }
        }
        let left = open_now(self);
        if left.len() > MAX_CELLS {
            return Err(BoardError::TooLarge);
        }
        let mut edits = self.written_over(section);
        let standing = self.records.all(Kind::Lock).filter(|lock| {
            !lock.is_removed() && lock.text("section") == section.key() && lock.text("ended").is_empty()
        });
        let held = self.locks.held(section).map(|held| held.lock.id.clone());
        for lock in standing {
            let lock_at = RecordAt::new(Kind::Lock, lock.id.clone());
            let now = Some(Scalar::Text(iso(at)));
            edits.push(Edit::Set { at: lock_at.field("ended"), value: now });
            for proposal in left.iter().filter(|_| Some(&lock.id) == held.as_ref()) {
                let changes = self.kept(section, &proposal.id).map(|kept| kept.changes.clone());
                let changes = Scalar::Text(locks::spell(changes.unwrap_or_default()));
                edits.push(Edit::Set { at: lock_at.cell("left", &proposal.id), value: Some(changes) });
            }
        }
        Ok(all.and(self.put_down(&Onto::Now, Message::Unlock, edits, at)?))
    }

    /// The edits that make a locked section read in the document as it is in force.
    fn written_over(&self, section: Section) -> Vec<Edit> {
        let now = reading::everything(&self.doc, None).records;
        let mut edits = vec![];
        for at in super::places(&now, &self.records).into_iter().filter(|at| at.kind.section() == section) {
            match (now.get(at.kind, &at.id), self.records.get(at.kind, &at.id)) {
                (Some(now), Some(in_force)) => edits.extend(made_equal(&at, now, in_force)),
                (Some(now), None) if !now.is_removed() && !at.kind.is_single() => {
                    edits.push(Edit::Remove { at });
                }
                (Some(_) | None, _) => {}
            }
        }
        edits
    }
}

/// The record that says what became of a proposal and its changes.
fn mark(
    proposal: &Proposal,
    changes: Vec<ChangeHash>,
    settling: &Settling,
    id: RecordId,
    became: OrdMap<String, Scalar>,
) -> Edit {
    let (outcome, reason) = match settling {
        Settling::Accept { .. } => ("accepted", ""),
        Settling::Decline { reason } => ("declined", reason.as_str()),
    };
    let values = [
        ("section", Value::Scalar(proposal.section.key().into())),
        ("changes", Value::Scalar(Scalar::Text(locks::spell(changes)))),
        ("outcome", Value::Scalar(outcome.into())),
        ("reason", Value::Text(reason.to_owned())),
        ("became", Value::Cells(became)),
    ];
    let at = RecordAt::new(Kind::Settlement, id);
    Edit::Create { at, values: values.map(|(key, value)| (key.to_owned(), value)).into() }
}

/// The edits that make a record read as it is in force.
pub(super) fn made_equal(at: &RecordAt, now: &Record, in_force: &Record) -> Vec<Edit> {
    let mut edits = vec![];
    if now.is_removed() && !in_force.is_removed() {
        edits.push(Edit::Restore { at: at.clone() });
    }
    for field in compare::fields(now, in_force) {
        match field {
            Difference::Text { at, from, to } => {
                edits.push(Edit::Splice { delta: delta(&from, &to), at });
            }
            Difference::Value { at: field, to, .. } => edits.push(Edit::Set { value: to, at: field }),
            Difference::Added { .. } | Difference::Removed { .. } | Difference::Restored { .. } => {}
        }
    }
    // Values that others wrote at the same time as the one in force.
    for place in now.also.keys().filter(|place| !in_force.also.contains_key(*place)) {
        let (name, key) = match place.split_once('/') {
            Some((name, key)) => (name, Some(key)),
            None => (place.as_str(), None),
        };
        let field = FieldAt { record: at.clone(), field: name.to_owned(), key: key.map(str::to_owned) };
        if at.kind.field(name).is_some_and(|field| field.shape.is_text()) {
            edits.push(Edit::Settle { at: field });
        } else if !edits.iter().any(|edit| matches!(edit, Edit::Set { at, .. } if *at == field)) {
            let value = match (in_force.values.get(name), key) {
                (Some(Value::Scalar(value)), None) => Some(value.clone()),
                (Some(Value::Cells(cells)), Some(key)) => cells.get(key).cloned(),
                (Some(_) | None, _) => None,
            };
            edits.push(Edit::Set { at: field, value });
        }
    }
    // Last, so that it does not count as edited since.
    if in_force.is_removed() && !now.is_removed() {
        edits.push(Edit::Remove { at: at.clone() });
    }
    edits
}

/// Edits that make differences on a board, one after the other.
pub(super) struct Settled {
    /// What the board reads once the edits so far are made.
    pub ahead: Records,
    /// Ids of records in proposals to ids they were created again under.
    pub became: OrdMap<String, String>,
    pub fresh: [u8; 12],
    pub edits: Vec<Edit>,
}

impl Settled {
    pub fn make(&mut self, difference: &Difference) {
        let mut difference = self.renamed(difference);
        match &mut difference {
            // What was proposed is still on the board, aside: what is in force gets its own.
            Difference::Added { record } if self.ahead.get(record.kind, &record.id).is_none() => {
                let id = derived(self.fresh, record.id.as_str());
                self.became.insert(record.id.as_str().to_owned(), id.as_str().to_owned());
                record.id = id;
            }
            Difference::Text { at, from, to } => {
                let standing = self.ahead.get(at.record.kind, &at.record.id);
                *to = carried(from, to, standing.map_or("", |record| record.text(&at.field)));
            }
            Difference::Added { .. }
            | Difference::Removed { .. }
            | Difference::Restored { .. }
            | Difference::Value { .. } => {}
        }
        for edit in compare::edits(&difference, &self.ahead) {
            if !is_there(&edit, &self.ahead) {
                continue;
            }
            self.ahead.apply(&Act::new(Message::Settle, vec![edit.clone()]), "", 0);
            self.edits.push(edit);
        }
    }

    /// With the ids that things have in force.
    fn renamed(&self, difference: &Difference) -> Difference {
        if self.became.is_empty() {
            return difference.clone();
        }
        let id = |id: &RecordId| {
            let renamed = self.became.get(id.as_str()).and_then(|id| RecordId::parse(id));
            renamed.unwrap_or_else(|| id.clone())
        };
        let text = |text: &String| self.became.get(text).unwrap_or(text).clone();
        let scalar = |value: &Scalar| match value {
            Scalar::Text(value) => Scalar::Text(text(value)),
            Scalar::Int(_) | Scalar::Flag(_) => value.clone(),
        };
        let place = |at: &RecordAt| RecordAt::new(at.kind, id(&at.id));
        let field = |at: &FieldAt| FieldAt {
            record: place(&at.record),
            field: at.field.clone(),
            key: at.key.as_ref().map(text),
        };
        match difference {
            Difference::Added { record } => {
                let values = record.values.iter().map(|(key, value)| {
                    let value = match value {
                        Value::Text(text) => Value::Text(text.clone()),
                        Value::Scalar(value) => Value::Scalar(scalar(value)),
                        Value::Cells(cells) => {
                            let cells = cells.iter().map(|(key, cell)| (text(key), scalar(cell)));
                            Value::Cells(cells.collect())
                        }
                    };
                    (key.clone(), value)
                });
                let values = values.collect();
                Difference::Added { record: Record { values, id: id(&record.id), ..record.clone() } }
            }
            Difference::Removed { at } => Difference::Removed { at: place(at) },
            Difference::Restored { at } => Difference::Restored { at: place(at) },
            Difference::Text { at, from, to } => {
                Difference::Text { at: field(at), from: from.clone(), to: to.clone() }
            }
            Difference::Value { at, from, to } => Difference::Value {
                at: field(at),
                from: from.as_ref().map(scalar),
                to: to.as_ref().map(scalar),
            },
        }
    }
}

/// Whether an edit finds what it writes in.
fn is_there(edit: &Edit, records: &Records) -> bool {
    let at = edit.record();
    matches!(edit, Edit::Create { .. }) || at.kind.is_single() || records.get(at.kind, &at.id).is_some()
}

/// The difference with the chair's words in the fields that they chose.
fn reworded(difference: &Difference, wording: &[(FieldAt, String)]) -> Difference {
    let chosen = |at: &FieldAt| wording.iter().find(|(field, _)| field == at).map(|(_, words)| words.clone());
    match difference.clone() {
        Difference::Text { at, from, to } => {
            let to = chosen(&at).unwrap_or(to);
            Difference::Text { at, from, to }
        }
        Difference::Added { mut record } => {
            let at = RecordAt::new(record.kind, record.id.clone());
            for (field, value) in &mut record.values {
                if let (Value::Text(text), Some(words)) = (value, chosen(&at.field(field))) {
                    *text = words;
                }
            }
            Difference::Added { record }
        }
        other @ (Difference::Removed { .. } | Difference::Restored { .. } | Difference::Value { .. }) => {
            other
        }
    }
}

fn lock_record(
    section: Section,
    chair: &MemberId,
    reason: &str,
    fresh: [u8; 12],
    at: i64,
    extra: Vec<(&str, Scalar)>,
) -> Edit {
    let scalars = vec![
        ("section", Scalar::from(section.key())),
        ("chair", Scalar::from(chair.as_str())),
        ("since", Scalar::Text(iso(at))),
    ];
    let scalars = scalars.into_iter().chain(extra).filter(|(_, value)| value.as_str() != Some(""));
    let mut values: Vec<(String, Value)> =
        scalars.map(|(key, value)| (key.to_owned(), Value::Scalar(value))).collect();
    values.push(("reason".to_owned(), Value::Text(reason.to_owned())));
    Edit::Create { at: RecordAt::new(Kind::Lock, RecordId::from_random(fresh)), values }
}

/// An id that follows from a random one: the same for the same thing in one settlement.
fn derived(fresh: [u8; 12], of: &str) -> RecordId {
    let hash = Sha256::new().chain_update(fresh).chain_update(of.as_bytes()).finalize();
    let mut bytes = [0; 12];
    bytes.copy_from_slice(&hash[..12]);
    RecordId::from_random(bytes)
}
