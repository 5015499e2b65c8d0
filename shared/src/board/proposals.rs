//! The proposals of each section, kept up to date: told anew only where an act, its fate, or
//! a record it writes in changed.

use super::locks::{AsideChange, Locks, Settled, hashes, left_open, settlements};
use super::spotted::Spotted;
use super::{Board, effects};
use crate::act::Message;
use crate::compare::Difference;
use crate::lock::{Aside, Fate, Lock, Proposal};
use crate::ordered::{OrdMap, OrdSet};
use crate::record::{RecordAt, Scalar};
use crate::sections::{Kind, Section};
use automerge::ChangeHash;
use std::collections::{BTreeSet, HashMap};

/// What is told of the acts aside.
#[derive(Clone, Debug, Default)]
pub(super) struct Proposals {
    of: OrdMap<Section, Vec<Kept>>,
    /// Changes of acts that were left open or settled, as records name them; read once.
    named: HashMap<ChangeHash, AsideChange>,
}

#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub changes: Vec<ChangeHash>,
    /// Changes of others that it accepted: it holds what they say, and is settled with them.
    pub stands_for: Vec<ChangeHash>,
    touched: BTreeSet<RecordAt>,
    is_alone: bool,
    pub proposal: Proposal,
}

impl Proposals {
    pub fn everything(&self) -> impl Iterator<Item = &Proposal> {
        self.of.values().flatten().map(|kept| &kept.proposal)
    }
}

impl Kept {
    /// The records of its section that it writes in.
    pub fn touched(&self) -> impl Iterator<Item = &RecordAt> {
        self.touched.iter()
    }
}

impl Board {
    /// Who holds a section, if it is locked.
    pub fn lock(&self, section: Section) -> Option<&Lock> {
        self.locks.held(section).map(|held| &held.lock)
    }

    /// All locks that stand.
    pub fn all_locks(&self) -> Vec<Lock> {
        self.locks.all_held().map(|held| held.lock.clone()).collect()
    }

    /// What stands aside in a section, or was settled under its lock, oldest first.
    pub fn proposals(&self, section: Section) -> impl Iterator<Item = &Proposal> {
        self.proposals.of.get(&section).into_iter().flatten().map(|kept| &kept.proposal)
    }

    /// What stands aside anywhere.
    pub fn all_proposals(&self) -> Vec<Proposal> {
        self.proposals.everything().cloned().collect()
    }

    /// Which proposals a board at `heads`, all on this device, does not have whole.
    pub fn proposals_beyond(&self, heads: &[ChangeHash]) -> Vec<String> {
        if self.proposals.of.is_empty() {
            return vec![];
        }
        let beyond: BTreeSet<ChangeHash> =
            self.doc.get_changes_meta(heads).into_iter().map(|meta| meta.hash).collect();
        let kept = self.proposals.of.values().flatten();
        let lacking = kept.filter(|kept| kept.changes.iter().any(|hash| beyond.contains(hash)));
        lacking.map(|kept| kept.proposal.id.clone()).collect()
    }

    /// A proposal with the changes that it is.
    pub(super) fn kept(&self, section: Section, id: &str) -> Option<&Kept> {
        self.proposals.of.get(&section)?.iter().find(|kept| kept.proposal.id == id)
    }

    /// Tells the acts aside of a section again, where `changed` records or their fates ask for it.
    /// Answers whether anything reads differently.
    pub(super) fn tell_proposals(&mut self, section: Section, changed: &BTreeSet<RecordAt>) -> bool {
        let before = self.proposals.of.remove(&section).unwrap_or_default();
        let settled = settlements(&self.doc, &self.records, section, self.locks.held(section));
        let named = self.named(section, &settled);
        let mut told: Vec<Kept> = vec![];
        let settlement =
            |hash: &ChangeHash| settled.iter().position(|settled| settled.changes.contains(hash));
        for (act, why) in asides(&self.locks, &named, section, settlement) {
            let changes: Vec<ChangeHash> = act.iter().map(|change| change.hash).collect();
            let stands_for = self.accepts(&act);
            let fate = fate(&changes, &stands_for, &settled);
            let is_alone = why == Aside::Late || fate == Fate::Accepted;
            let known = before.iter().find(|kept| kept.changes == changes && kept.is_alone == is_alone);
            let touched = effects::touched(&act, section);
            let known = known.filter(|known| known.touched.is_disjoint(changed));
            let known = known.filter(|known| match (&fate, &known.proposal.fate) {
                (Fate::Open, Fate::Open | Fate::Withdrawn) => true,
                (Fate::Open, Fate::Accepted | Fate::Declined { .. }) => false,
                (_, was) => *was != Fate::Withdrawn,
            });
            let can_be_taken_back = fate == Fate::Open && why != Aside::Late;
            let (differences, fate) = match known {
                Some(known) if known.proposal.fate == Fate::Withdrawn => {
                    (known.proposal.differences.clone(), Fate::Withdrawn)
                }
                Some(known) => (known.proposal.differences.clone(), fate),
                None => match can_be_taken_back.then(|| self.taken_back(&act, section)).flatten() {
                    Some(before) => (before, Fate::Withdrawn),
                    None => {
                        let target = (!is_alone).then_some(&self.records);
                        (effects::differences(&self.doc, &act, section, target), fate)
                    }
                },
            };
            if differences.is_empty() {
                continue;
            }
            let proposal = Proposal {
                id: changes[0].to_string(),
                section,
                author: act[0].author.clone(),
                at: act[0].at,
                why_aside: why,
                differences,
                needs: vec![],
                fate,
            };
            told.push(Kept { changes, stands_for, touched, is_alone, proposal });
        }
        name_needs(&mut told);
        let is_news = !before.iter().map(|kept| &kept.proposal).eq(told.iter().map(|kept| &kept.proposal));
        if !told.is_empty() {
            self.proposals.of.insert(section, told);
        }
        is_news
    }

    /// What an act would have changed before its author took all of it back; nothing if something
    /// of it stands.
    fn taken_back(&self, act: &[&AsideChange], section: Section) -> Option<Vec<Difference>> {
        let undone = act.iter().position(|change| change.message == Message::Undo.key())?;
        let left = effects::differences(&self.doc, act, section, None);
        left.is_empty().then(|| effects::differences(&self.doc, &act[..undone], section, None))
    }

    /// What a chair's act accepted, as its settlements say.
    fn accepts(&self, act: &[&AsideChange]) -> Vec<ChangeHash> {
        let spots = act.iter().flat_map(|change| &change.spots);
        let marks = spots.filter_map(|spot| match spot {
            Spotted::Created(at) if at.kind == Kind::Settlement => self.records.get(at.kind, &at.id),
            Spotted::Created(_) | Spotted::Removal(_) | Spotted::Field(_) => None,
        });
        let accepted = marks.filter(|mark| mark.text("outcome") == "accepted");
        accepted.flat_map(|mark| hashes(mark.text("changes"))).collect()
    }

    /// Acts that an unlock left open, as its lock says, and those that were settled: they stay
    /// readable once the section is unlocked.
    fn named(&mut self, section: Section, settled: &[Settled]) -> Vec<AsideChange> {
        let mut named = left_open(&self.records, section);
        named.extend(settled.iter().flat_map(|settled| settled.changes.iter().copied()));
        crate::sort::sort(&mut named);
        named.dedup();
        let mut out = vec![];
        for hash in named {
            // What was settled may arrive after the settlement.
            let known = self.proposals.named.get(&hash).cloned();
            let Some(change) = known.or_else(|| AsideChange::known(&self.doc, &hash)) else { continue };
            self.proposals.named.insert(hash, change.clone());
            out.push(change);
        }
        out
    }

    /// Which ids records of the section have now that were created again when they were accepted.
    pub(super) fn became(&self, section: Section) -> OrdMap<String, String> {
        let settled = settlements(&self.doc, &self.records, section, self.locks.held(section));
        let pairs = settled.into_iter().flat_map(|settled| settled.became);
        pairs.map(|(old, new)| (old.as_str().to_owned(), new.as_str().to_owned())).collect()
    }
}

/// The acts aside in a section, oldest first, and why they are.
fn asides<'a>(
    locks: &'a Locks,
    named: &'a [AsideChange],
    section: Section,
    settlement: impl Fn(&ChangeHash) -> Option<usize>,
) -> Vec<(Vec<&'a AsideChange>, Aside)> {
    let held = locks.held(section);
    // Under a lock the latecomers are what the lock says: in force if it builds on them, aside if not.
    let late = locks.released(section).filter(|_| held.is_none());
    let late: Vec<&AsideChange> = late.into_iter().flat_map(|released| &released.late).collect();
    let aside: Vec<&AsideChange> = held.into_iter().flat_map(|held| &held.aside).collect();
    let known: OrdSet<ChangeHash> = late.iter().chain(&aside).map(|change| change.hash).collect();
    let named = named.iter().filter(|change| !known.contains(&change.hash)).collect();
    let why = |act: &[&AsideChange]| match settles(act) {
        true => Aside::Superseded,
        false => Aside::Proposed,
    };
    let mut out: Vec<(Vec<&AsideChange>, Aside)> = vec![];
    out.extend(effects::acts(named, &settlement).into_iter().map(|act| (act, Aside::Left)));
    out.extend(effects::acts(late, &settlement).into_iter().map(|act| (act, Aside::Late)));
    out.extend(effects::acts(aside, &settlement).into_iter().map(|act| {
        let why = why(&act);
        (act, why)
    }));
    out
}

/// Whether an act aside settled proposals: it was a chair's.
fn settles(act: &[&AsideChange]) -> bool {
    let settle = Message::Settle.key();
    act.iter().any(|change| {
        change.message == settle || change.spots.iter().any(|spot| spot.record().kind == Kind::Settlement)
    })
}

/// Accepted once is accepted: what it changed is in force. An act is settled when all of it is.
fn fate(changes: &[ChangeHash], stands_for: &[ChangeHash], settled: &[Settled]) -> Fate {
    let settles = |settled: &&Settled, hash: &ChangeHash| settled.changes.contains(hash);
    let is_accepted = |hash: &ChangeHash| settled.iter().any(|one| one.is_accepted && settles(&one, hash));
    if changes.iter().all(is_accepted) || (!stands_for.is_empty() && stands_for.iter().all(is_accepted)) {
        return Fate::Accepted;
    }
    if changes.iter().all(|hash| settled.iter().any(|one| settles(&one, hash))) {
        let declined = settled.iter().find(|one| !one.is_accepted && settles(one, &changes[0]));
        return Fate::Declined { reason: declined.map(|one| one.reason.clone()).unwrap_or_default() };
    }
    Fate::Open
}

/// Says of each proposal which open ones created what it speaks of.
fn name_needs(told: &mut [Kept]) {
    let mut makers: OrdMap<String, usize> = OrdMap::new();
    for (at, kept) in told.iter().enumerate().filter(|(_, kept)| kept.proposal.fate != Fate::Withdrawn) {
        for difference in &kept.proposal.differences {
            if let Difference::Added { record } = difference {
                makers.entry(record.id.as_str().to_owned()).or_insert(at);
            }
        }
    }
    let needs: Vec<Vec<String>> = (0..told.len())
        .map(|at| {
            let spoken_of = told[at].proposal.differences.iter().flat_map(speaks_of);
            let makers: OrdSet<usize> =
                spoken_of.filter_map(|id| makers.get(&id).copied()).filter(|maker| *maker != at).collect();
            let open = makers.into_iter().filter(|maker| told[*maker].proposal.fate != Fate::Accepted);
            open.map(|maker| told[maker].proposal.id.clone()).collect()
        })
        .collect();
    for (kept, needs) in told.iter_mut().zip(needs) {
        kept.proposal.needs = needs;
    }
}

/// Ids of records that a difference is about or refers to.
fn speaks_of(difference: &Difference) -> Vec<String> {
    let text = |scalar: &Option<Scalar>| scalar.as_ref().and_then(Scalar::as_str).map(str::to_owned);
    match difference {
        Difference::Added { record } => record
            .values
            .iter()
            .flat_map(|(field, value)| match value {
                crate::record::Value::Scalar(Scalar::Text(text)) => vec![text.clone()],
                crate::record::Value::Cells(_) => {
                    record.cells(field).map(|(key, _)| key.to_owned()).collect()
                }
                crate::record::Value::Scalar(_) | crate::record::Value::Text(_) => vec![],
            })
            .collect(),
        Difference::Removed { at } | Difference::Restored { at } => vec![at.id.as_str().to_owned()],
        Difference::Text { at, .. } => vec![at.record.id.as_str().to_owned()],
        Difference::Value { at, to, .. } => {
            let ids = [Some(at.record.id.as_str().to_owned()), at.key.clone(), text(to)];
            ids.into_iter().flatten().collect()
        }
    }
}
