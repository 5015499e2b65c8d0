//! Acts in the terms of people: who, of which organisation, when, and what it changed where it
//! was written. A page of acts costs what it touches; an import of a whole plan is told by its
//! first objects.

use super::chronicle::{Chronicle, Joined, Told};
use crate::board::locks::AsideChange;
use crate::board::spotted::Spotted;
use crate::board::{Board, Carriage, effects};
use crate::compare::{Difference, is_told};
use crate::ids::RecordId;
use crate::ordered::{OrdMap, OrdSet};
use crate::past::{Acts, Around, Day, Filter, MAX_ACTS, MAX_TOLD, PastAct, Timeline};
use crate::record::RecordAt;
use crate::sections::{Kind, Section};
use std::collections::BTreeSet;

/// Most objects of one act that are looked at to tell it.
const LOOKED_AT: usize = 12;

impl Board {
    /// The organisation that somebody represents, as the board says.
    pub(super) fn organisation_of(&self, change: &Told) -> Option<RecordId> {
        let member = RecordId::parse(change.author.as_ref()?.as_str())?;
        self.records.get(Kind::Member, &member)?.reference("organisation")
    }

    /// Acts of a chronicle of this board that was read to its end, newest first.
    pub fn acts(&self, chronicle: &Chronicle, around: Around, filter: &Filter) -> Acts {
        let passes = |(_, act): &(usize, &Joined)| self.passes(chronicle, act, filter);
        let all: Vec<(usize, &Joined)> = chronicle.acts.iter().enumerate().filter(passes).collect();
        let number = match around.number {
            0 => chronicle.len(),
            number => number as usize,
        };
        // The last that is not after it.
        let until = all.partition_point(|(at, _)| *at < number);
        let (older, newer) = (around.older as usize, around.newer as usize);
        let first = until.saturating_sub(older.min(MAX_ACTS) + 1);
        let last = (until + newer.min(MAX_ACTS)).min(all.len());
        let carried = self.carried();
        let acts = all[first..last].iter().rev().take(MAX_ACTS);
        Acts {
            acts: acts.map(|(at, act)| self.told(chronicle, *at, act, &carried)).collect(),
            count: all.len() as u32,
        }
    }

    fn passes(&self, chronicle: &Chronicle, act: &Joined, filter: &Filter) -> bool {
        let first = &chronicle.changes[act.changes[0]];
        let in_section = |section: Section| {
            let mut wrote = act.changes.iter().filter_map(|at| chronicle.wrote(&chronicle.changes[*at]));
            wrote.any(|wrote| wrote.sections.contains(&section))
        };
        filter.section.is_none_or(in_section) && filter.by.holds(self.organisation_of(first).as_ref())
    }

    /// The last acts of a chronicle, newest first, that `wanted` takes.
    pub(super) fn last_acts(
        &self,
        chronicle: &Chronicle,
        most: usize,
        wanted: impl Fn(&Told) -> bool,
    ) -> Vec<PastAct> {
        let carried = self.carried();
        let acts = chronicle.acts.iter().enumerate().rev();
        let acts = acts.filter(|(_, act)| wanted(&chronicle.changes[act.last()])).take(most);
        acts.map(|(at, act)| self.told(chronicle, at, act, &carried)).collect()
    }

    fn told(&self, chronicle: &Chronicle, at: usize, act: &Joined, carried: &[Carriage]) -> PastAct {
        let last = &chronicle.changes[act.last()];
        let (differences, more) = self.changed_by(chronicle, act);
        let wrote = act.changes.iter().filter_map(|at| chronicle.wrote(&chronicle.changes[*at]));
        let sections: OrdSet<Section> = wrote.flat_map(|wrote| wrote.sections.iter().copied()).collect();
        let actor = (!carried.is_empty()).then(|| chronicle.actor(last).to_hex_string());
        let carriage = actor.and_then(|actor| carried.iter().find(|one| one.holds(&actor, last.seq)));
        PastAct {
            number: at as u32 + 1,
            change: last.hash.to_string(),
            author: last.author.clone(),
            organisation: self.organisation_of(last),
            carried_by: carriage.map(|carriage| carriage.by.clone()),
            at: last.at,
            message: last.message,
            sections: sections.into_iter().collect(),
            differences,
            more,
        }
    }

    /// What an act changed where it was written, and how many differences or objects are not told.
    fn changed_by(&self, chronicle: &Chronicle, act: &Joined) -> (Vec<Difference>, u32) {
        let changes: Vec<AsideChange> = match chronicle.visited(act) {
            Some(text) => {
                let known = act.changes.iter().filter_map(|at| {
                    let meta = self.doc.get_change_meta_by_hash(&chronicle.changes[*at].hash)?;
                    Some(AsideChange::of(&self.doc, &meta, vec![Spotted::Field(text.clone())]))
                });
                known.collect()
            }
            None => {
                let hashes = act.changes.iter().map(|at| chronicle.changes[*at].hash);
                hashes.filter_map(|hash| AsideChange::known(&self.doc, &hash)).collect()
            }
        };
        let (changes, unseen) = first_objects(changes);
        let act: Vec<&AsideChange> = changes.iter().collect();
        if act.is_empty() {
            return (vec![], unseen);
        }
        let mut sections: Vec<Section> = vec![];
        for section in act.iter().flat_map(|change| &change.spots).map(Spotted::section) {
            if !sections.contains(&section) {
                sections.push(section);
            }
        }
        let tell = |section: &Section| effects::differences(&self.doc, &act, *section, None);
        let mut told: Vec<Difference> = sections.iter().flat_map(tell).collect();
        // Where a card stands among others is told only where nothing else was done.
        if told.iter().any(is_worth_telling) {
            told.retain(is_worth_telling);
        }
        let more = unseen + told.len().saturating_sub(MAX_TOLD) as u32;
        told.truncate(MAX_TOLD);
        (told, more)
    }

    /// A chronicle that was read to its end, day by day. `offset_minutes` is how far the reader's
    /// clock is ahead of UTC.
    pub fn timeline(&self, chronicle: &Chronicle, offset_minutes: i32) -> Timeline {
        let day = |at: i64| (at + i64::from(offset_minutes) * 60).div_euclid(24 * 3600);
        let mut days: Vec<Day> = vec![];
        let mut counts: OrdMap<Option<RecordId>, u32> = OrdMap::new();
        for (at, act) in chronicle.acts.iter().enumerate() {
            let last = &chronicle.changes[act.last()];
            let number = at as u32 + 1;
            if days.last().is_none_or(|today| day(today.at) != day(last.at)) {
                close(&mut days, &mut counts);
                days.push(Day { at: last.at, first: number, last: number, by: vec![] });
            }
            if let Some(today) = days.last_mut() {
                today.last = number;
            }
            *counts.entry(self.organisation_of(last)).or_default() += 1;
        }
        close(&mut days, &mut counts);
        let versions = self.records.all(Kind::Version).filter(|record| !record.is_removed());
        let mut versions: Vec<(RecordId, u32)> = versions
            .filter_map(|record| {
                let at = RecordAt::new(record.kind, record.id.clone());
                Some((record.id.clone(), chronicle.act_of(&self.laid_down_by(&at)?)?))
            })
            .collect();
        crate::sort::sort_by_key(&mut versions, |(_, number)| *number);
        Timeline { acts: chronicle.len() as u32, days, versions }
    }
}

/// Writes what was counted into the day that ends.
fn close(days: &mut [Day], counts: &mut OrdMap<Option<RecordId>, u32>) {
    if let Some(today) = days.last_mut() {
        today.by = std::mem::take(counts).into_iter().collect();
    }
}

fn is_worth_telling(difference: &Difference) -> bool {
    match difference {
        Difference::Value { at, .. } => is_told(at.record.kind, &at.field),
        Difference::Added { .. }
        | Difference::Removed { .. }
        | Difference::Restored { .. }
        | Difference::Text { .. } => true,
    }
}

/// The changes of an act as far as they write in its first objects, and how many more there are.
fn first_objects(mut changes: Vec<AsideChange>) -> (Vec<AsideChange>, u32) {
    let mut objects: Vec<RecordAt> = vec![];
    let mut more: BTreeSet<RecordAt> = BTreeSet::new();
    for change in &mut changes {
        change.spots.retain(|spot| {
            let object = spot.record();
            if objects.contains(object) {
                return true;
            }
            if objects.len() < LOOKED_AT {
                objects.push(object.clone());
                return true;
            }
            more.insert(object.clone());
            false
        });
    }
    (changes, more.len() as u32)
}
