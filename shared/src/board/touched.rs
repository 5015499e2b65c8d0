//! Which records a merge touched and how its texts changed, from the document's patches.
//!
//! Patches only point: what a touched record reads as is read anew, and a text's delta is
//! checked against the reading before it is believed.

use super::reading::{Place, place};
use crate::delta::Delta;
use crate::record::{FieldAt, RecordAt};
use automerge::{Patch, PatchAction, Prop};
use std::collections::{BTreeMap, BTreeSet};

/// What patches point at.
#[derive(Debug, Default)]
pub(super) struct Touched {
    pub records: BTreeSet<RecordAt>,
    /// Changes to texts as the patches tell them.
    pub texts: BTreeMap<FieldAt, Delta>,
    /// A section or collection as a whole, or the schema: only a full reading tells.
    pub everything: bool,
}

impl Touched {
    pub fn by(patches: &[Patch]) -> Self {
        let mut touched = Self::default();
        for patch in patches {
            touched.add(patch);
        }
        touched
    }

    fn add(&mut self, patch: &Patch) {
        let mut keys: Vec<&str> = vec![];
        let path = patch.path.iter().map(|(_, prop)| prop);
        for prop in path.chain(prop_of(&patch.action)) {
            match prop {
                Prop::Map(key) => keys.push(key),
                // Inside a list or text.
                Prop::Seq(_) => break,
            }
        }
        if let Some(key) = key_of(&patch.action) {
            keys.push(key);
        }
        match place(&keys) {
            Place::Elsewhere => {}
            Place::Above => self.everything = true,
            Place::Record { at, field } => {
                if let (Some(field), Some(delta)) = (field, spliced(&patch.action)) {
                    let whole = self.texts.entry(at.field(&field)).or_default();
                    *whole = whole.then(&delta);
                }
                self.records.insert(at);
            }
        }
    }
}

fn key_of(action: &PatchAction) -> Option<&str> {
    match action {
        PatchAction::PutMap { key, .. } | PatchAction::DeleteMap { key } => Some(key),
        PatchAction::PutSeq { .. }
        | PatchAction::Insert { .. }
        | PatchAction::SpliceText { .. }
        | PatchAction::Increment { .. }
        | PatchAction::Conflict { .. }
        | PatchAction::DeleteSeq { .. }
        | PatchAction::Mark { .. } => None,
    }
}

fn prop_of(action: &PatchAction) -> Option<&Prop> {
    match action {
        PatchAction::Increment { prop, .. } | PatchAction::Conflict { prop } => Some(prop),
        PatchAction::PutMap { .. }
        | PatchAction::DeleteMap { .. }
        | PatchAction::PutSeq { .. }
        | PatchAction::Insert { .. }
        | PatchAction::SpliceText { .. }
        | PatchAction::DeleteSeq { .. }
        | PatchAction::Mark { .. } => None,
    }
}

fn spliced(action: &PatchAction) -> Option<Delta> {
    match action {
        PatchAction::SpliceText { index, value, .. } => Some(Delta::splice(*index, 0, &value.make_string())),
        PatchAction::DeleteSeq { index, length } => Some(Delta::splice(*index, *length, "")),
        PatchAction::PutMap { .. }
        | PatchAction::DeleteMap { .. }
        | PatchAction::PutSeq { .. }
        | PatchAction::Insert { .. }
        | PatchAction::Increment { .. }
        | PatchAction::Conflict { .. }
        | PatchAction::Mark { .. } => None,
    }
}
