//! Keeps what is in force current where sections are locked, and what stands aside with it.
//!
//! A change costs what it touches: a locked section is read anew only as its lock changes hands,
//! a proposal only where it, its fate, or a record it writes in changed.

use super::locks::Locks;
use super::{Board, ChangeHash, Changes, reading};
use crate::delta::Delta;
use crate::ordered::OrdSet;
use crate::record::{FieldAt, RecordAt, Records};
use crate::sections::{Kind, Section};
use std::collections::{BTreeMap, BTreeSet};

impl Board {
    /// Brings the reading up to date after `news` came onto the board and wrote in `touched`.
    pub(super) fn catch_up(
        &mut self,
        news: &[ChangeHash],
        mut touched: BTreeSet<RecordAt>,
        told: &BTreeMap<FieldAt, Delta>,
    ) -> Changes {
        let metas: Vec<_> = news.iter().filter_map(|hash| self.doc.get_change_meta_by_hash(hash)).collect();
        let heard = self.locks.hear(&self.doc, &metas);
        // What is in force in a locked section is not told by what the document reads now.
        touched.retain(|at| self.locks.held(at.kind.section()).is_none());
        touched.extend(heard.in_force);
        let mut changes = self.settle(touched, told);
        self.moderate_anew(&mut changes, heard.aside);
        changes
    }

    /// After locks or settlements changed: what is in force, and what stands aside.
    fn moderate_anew(&mut self, changes: &mut Changes, mut to_tell: OrdSet<Section>) {
        let content = || Section::ALL.into_iter().filter(|section| section.is_content());
        if changes.records.iter().any(|at| at.kind == Kind::Lock) {
            let before = std::mem::replace(&mut self.locks, Locks::read(&self.doc, &self.records));
            for section in content() {
                let (was, is) = (before.held(section), self.locks.held(section));
                if was.is_some() || is.is_some() || self.locks.released(section).is_some() {
                    to_tell.insert(section);
                }
                let is_same = match (was, is) {
                    (None, None) => true,
                    (Some(was), Some(is)) => was.is_same(is),
                    (Some(_), None) | (None, Some(_)) => false,
                };
                if !is_same {
                    let later = self.read_section_anew(section);
                    *changes = std::mem::take(changes).and(later);
                    changes.moderated.insert(section);
                }
            }
        }
        for at in changes.records.iter().filter(|at| at.kind == Kind::Settlement) {
            let named = self.records.get(at.kind, &at.id).map(|record| record.text("section"));
            to_tell.extend(named.and_then(Section::from_key));
        }
        let has_proposals = |section: &Section| self.proposals(*section).next().is_some();
        to_tell.extend(changes.records.iter().map(|at| at.kind.section()).filter(has_proposals));
        for section in to_tell {
            if self.tell_proposals(section, &changes.records) {
                changes.moderated.insert(section);
            }
        }
    }

    /// Reads a section again where it is to be read now.
    pub(super) fn read_section_anew(&mut self, section: Section) -> Changes {
        let reading = reading::everything(&self.doc, self.locks.heads(section));
        let is_locked = self.locks.held(section).is_some();
        self.torn.retain(|at| at.kind.section() != section);
        if !is_locked {
            let torn = reading.torn.into_iter().filter(|at| at.kind.section() == section);
            self.torn.extend(torn);
        }
        let mut all = places(&self.records, &reading.records);
        all.retain(|at| at.kind.section() == section);
        self.compare(all, &BTreeMap::new(), |at| reading.records.get(at.kind, &at.id).cloned())
    }
}

/// Every place of one reading or the other.
pub(super) fn places(one: &Records, other: &Records) -> BTreeSet<RecordAt> {
    let all = one.everything().chain(other.everything());
    all.map(|record| RecordAt::new(record.kind, record.id.clone())).collect()
}
