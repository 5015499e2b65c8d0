//! What a version changes against the one in force before it, and whose work led there.
//!
//! Differences are between two readings; whose they are is read from the changes between the
//! two moments: everybody who wrote in the field counts, also where somebody wrote after them.

use super::spotted::{Spotted, spotted};
use super::{Board, BoardError};
use crate::compare::{self, Difference};
use crate::ids::{MemberId, RecordId};
use crate::ordered::{OrdMap, OrdSet};
use crate::record::{FieldAt, RecordAt, Records};
use crate::sections::Section;
use crate::version::{Novelties, Novelty, Version, in_force};
use automerge::{Change, ChangeHash};
use std::collections::BTreeSet;

/// Most changes that are read for whose work it was, the latest first.
const MAX_READ: usize = 20_000;

impl Board {
    /// What a version changes; without one, what would change if the board were adopted as it is.
    ///
    /// # Errors
    /// [`BoardError::Gone`] if there is no such version, [`BoardError::UnknownHeads`] if this
    /// device has not all of it.
    pub fn novelties(&self, version: Option<&RecordId>) -> Result<Novelties, BoardError> {
        let versions = self.versions();
        let Some(before) = before(&versions, version) else { return Ok(Novelties::default()) };
        let old = self.adopted(&before.id)?;
        let (new, until) = match version {
            Some(version) => (self.adopted(version)?, self.all_heads(version)?),
            None => (self.content_in_force(), self.heads()),
        };
        let told = compare::between(&old, &new).into_iter().filter(is_told);
        let told: Vec<Difference> = told.collect();
        let authors = self.authors_between(&self.all_heads(&before.id)?, &until);
        let lines = told.into_iter().map(|difference| {
            let by = authors.of(&difference);
            Novelty { difference, by }
        });
        Ok(Novelties { against: Some(before.id.clone()), lines: lines.collect() })
    }

    fn content_in_force(&self) -> Records {
        let mut content = Records::default();
        for section in Section::ALL.into_iter().filter(|section| section.is_content()) {
            self.records.of_section(section).for_each(|record| content.put(record.clone()));
        }
        content
    }

    fn all_heads(&self, version: &RecordId) -> Result<Vec<ChangeHash>, BoardError> {
        let all: OrdSet<ChangeHash> = self.version_heads(version)?.into_values().flatten().collect();
        Ok(all.into_iter().collect())
    }

    fn authors_between(&self, from: &[ChangeHash], until: &[ChangeHash]) -> Authors {
        let later: BTreeSet<ChangeHash> =
            self.doc.get_changes_meta(until).iter().map(|meta| meta.hash).collect();
        let between = self.doc.get_changes(from).into_iter().rev().filter(|one| !later.contains(&one.hash()));
        let mut authors = Authors::default();
        for change in between.take(MAX_READ) {
            if let Some(author) = self.author_of(&change) {
                authors.note(&author, spotted(&self.doc, &change));
            }
        }
        authors
    }

    fn author_of(&self, change: &Change) -> Option<MemberId> {
        let meta = self.doc.get_change_meta_by_hash(&change.hash())?;
        super::history::author(&self.doc, &meta)
    }
}

/// The version that was in force before this one was closed, or is in force.
fn before<'a>(versions: &'a [Version], version: Option<&RecordId>) -> Option<&'a Version> {
    let Some(own) = version.and_then(|id| versions.iter().find(|one| one.id == *id)) else {
        return in_force(versions);
    };
    let earlier: Vec<Version> = versions
        .iter()
        .filter(|one| own.closed.is_empty() || (&one.closed, &one.id) < (&own.closed, &own.id))
        .cloned()
        .collect();
    let found = in_force(&earlier)?.id.clone();
    versions.iter().find(|one| one.id == found)
}

/// Not of where a card stands among others, nor of what an imported file held besides.
fn is_told(difference: &Difference) -> bool {
    match difference {
        Difference::Added { .. } | Difference::Removed { .. } | Difference::Restored { .. } => true,
        Difference::Text { at, .. } | Difference::Value { at, .. } => {
            compare::is_told(at.record.kind, &at.field) && at.field != "imported"
        }
    }
}

/// Who wrote in what.
#[derive(Default)]
struct Authors {
    /// Created, removed or restored it.
    records: OrdMap<RecordAt, OrdSet<MemberId>>,
    fields: OrdMap<FieldAt, OrdSet<MemberId>>,
}

impl Authors {
    fn note(&mut self, author: &MemberId, spots: Vec<Spotted>) {
        for spot in spots {
            let authors = match spot {
                Spotted::Created(at) | Spotted::Removal(at) => self.records.entry(at).or_default(),
                Spotted::Field(at) => self.fields.entry(at).or_default(),
            };
            authors.insert(author.clone());
        }
    }

    fn of(&self, difference: &Difference) -> Vec<MemberId> {
        let authors = match difference {
            Difference::Added { record } => self.records.get(&RecordAt::new(record.kind, record.id.clone())),
            Difference::Removed { at } | Difference::Restored { at } => self.records.get(at),
            Difference::Text { at, .. } | Difference::Value { at, .. } => self.fields.get(at),
        };
        authors.into_iter().flatten().cloned().collect()
    }
}
