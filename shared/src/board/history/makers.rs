//! Who made a difference between two moments: whoever wrote last what stands there at the later one,
//! by the operations themselves. Words that were only taken out have nobody.

use crate::board::Board;
use crate::board::raw::Source;
use crate::board::reading::record_object;
use crate::compare::Difference;
use crate::ids::RecordId;
use crate::ordered::OrdMap;
use crate::past::Made;
use crate::record::{FieldAt, RecordAt};
use crate::sections::{Kind, REMOVED};
use crate::sort::sort_by_key;
use automerge::{ActorId, Automerge, ChangeHash, ObjId, ReadDoc, Value};
use std::collections::HashSet;

impl Board {
    /// The organisations whose letters stand in a text, those with most first. It costs the text's
    /// length, whatever the history's is: an actor is one person's.
    pub fn writers(&self, at: &FieldAt) -> Vec<RecordId> {
        let source = Source { doc: &self.doc, heads: None };
        let text = record_object(&source, &at.record).and_then(|object| source.get(&object, &at.field));
        let Some((_, text)) = text else { return vec![] };
        let mut actors: OrdMap<ActorId, (usize, ObjId)> = OrdMap::new();
        for letter in self.doc.list_range(&text, ..) {
            let id = letter.id();
            if let ObjId::Id(_, actor, _) = &id {
                actors.entry(actor.clone()).or_insert_with(|| (0, id.clone())).0 += 1;
            }
        }
        let mut letters: OrdMap<RecordId, usize> = OrdMap::new();
        for (count, letter) in actors.into_values() {
            let organisation = self.organisation_that_wrote(&letter);
            organisation.into_iter().for_each(|id| *letters.entry(id).or_default() += count);
        }
        let mut writers: Vec<(RecordId, usize)> = letters.into_iter().collect();
        sort_by_key(&mut writers, |(id, count)| (usize::MAX - count, id.clone()));
        writers.into_iter().map(|(id, _)| id).collect()
    }

    fn organisation_that_wrote(&self, letter: &ObjId) -> Option<RecordId> {
        let change = self.doc.hash_for_opid(letter)?;
        let meta = self.doc.get_change_meta_by_hash(&change)?;
        let member = RecordId::parse(super::author(&self.doc, &meta)?.as_str())?;
        self.records.get(Kind::Member, &member)?.reference("organisation")
    }
}

/// Looks for makers among the changes between two moments.
pub(super) struct Makers<'d> {
    doc: &'d Automerge,
    to: &'d [ChangeHash],
    /// What the earlier moment does not know of.
    between: HashSet<ChangeHash>,
}

impl<'d> Makers<'d> {
    pub fn new(doc: &'d Automerge, from: &[ChangeHash], to: &'d [ChangeHash]) -> Self {
        let later: HashSet<ChangeHash> = doc.get_changes_meta(to).iter().map(|meta| meta.hash).collect();
        let between = doc.get_changes_meta(from).into_iter().map(|meta| meta.hash);
        Self { doc, to, between: between.filter(|hash| !later.contains(hash)).collect() }
    }

    pub fn made(&self, difference: Difference) -> Made {
        let hash = self.maker(&difference).filter(|hash| self.between.contains(hash));
        let meta = hash.and_then(|hash| self.doc.get_change_meta_by_hash(&hash));
        let by = meta.as_ref().and_then(|meta| super::author(self.doc, meta));
        let at = meta.filter(|_| by.is_some()).map_or(0, |meta| meta.timestamp);
        Made { difference, by, organisation: None, at }
    }

    fn maker(&self, difference: &Difference) -> Option<ChangeHash> {
        let operation = match difference {
            Difference::Added { record } => self.object(&RecordAt::new(record.kind, record.id.clone()))?,
            Difference::Removed { at } | Difference::Restored { at } => {
                self.source().get(&self.object(at)?, REMOVED)?.1
            }
            Difference::Text { at, .. } => self.last_letter(at)?,
            Difference::Value { at, .. } => self.register(at)?.1,
        };
        self.doc.hash_for_opid(&operation)
    }

    fn source(&self) -> Source<'_, Automerge> {
        Source { doc: self.doc, heads: Some(self.to) }
    }

    fn object(&self, at: &RecordAt) -> Option<ObjId> {
        record_object(&self.source(), at)
    }

    fn register(&self, at: &FieldAt) -> Option<(Value<'_>, ObjId)> {
        let source = Source { doc: self.doc, heads: Some(self.to) };
        let object = record_object(&source, &at.record)?;
        match &at.key {
            None => source.get(&object, &at.field),
            Some(key) => source.get(&source.map(&object, &at.field)?, key),
        }
    }

    /// The letter of a text that was written last of those that still stand.
    fn last_letter(&self, at: &FieldAt) -> Option<ObjId> {
        let (_, text) = self.register(at)?;
        let letters = self.doc.list_range_at(&text, .., self.to).map(|letter| letter.id());
        letters.max_by_key(|id| match id {
            ObjId::Root => 0,
            ObjId::Id(counter, ..) => *counter,
        })
    }
}
