//! Merging what others wrote, and keeping the reading current from what it touched.
//!
//! A batch costs what it touches; only a very large one, or one that touches everything, has the
//! board read anew. How texts changed is told as deltas, so that carets and undo move with them.

use super::keeping_up::places;
use super::touched::Touched;
use super::{Board, BoardError, Change, ChangeHash, Changes, chunks, history, reading, unreadable};
use crate::delta::Delta;
use crate::ordered::{OrdMap, OrdSet};
use crate::record::{FieldAt, Record, RecordAt, Value};
use crate::sections::Section;
use automerge::sync::{self, SyncDoc};
use automerge::{Automerge, AutomergeError, LoadOptions, PatchLog, TextEncoding};
use std::collections::{BTreeMap, BTreeSet};

/// Past so many changes or bytes at once, reading everything again is cheaper than patches.
const READ_ANEW_CHANGES: usize = 5_000;
const READ_ANEW_BYTES: usize = 1 << 20;

impl Board {
    /// Merges changes of others (or one's own from another tab). Those whose dependencies are
    /// missing wait; those already here are passed over.
    ///
    /// # Errors
    /// [`BoardError::Write`] if a change does not fit the board.
    pub fn take(&mut self, changes: Vec<Change>) -> Result<Changes, BoardError> {
        let anew = changes.len() > READ_ANEW_CHANGES;
        self.merge(anew, |doc, log| doc.apply_changes_log_patches(changes, log))
    }

    /// Merges chunks as they were stored or sent: changes, or a whole snapshot.
    ///
    /// # Errors
    /// [`BoardError::Unreadable`] if they are damaged; nothing is merged then.
    pub fn take_chunks(&mut self, bytes: &[u8]) -> Result<Changes, BoardError> {
        let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
        if chunks::is_snapshot(bytes) {
            let other = Automerge::load_with_options(bytes, options).map_err(unreadable)?;
            return self.take(self.doc.get_changes_added(&other));
        }
        let changes = chunks::changes(bytes).map_err(unreadable)?;
        self.take(changes)
    }

    /// The next message for a peer, if there is something to say.
    pub fn generate_sync_message(&self, peer: &mut sync::State) -> Option<sync::Message> {
        self.doc.generate_sync_message(peer)
    }

    /// Takes in a peer's message.
    ///
    /// # Errors
    /// [`BoardError::Write`] if its changes do not fit the board.
    pub fn receive_sync_message(
        &mut self,
        peer: &mut sync::State,
        message: sync::Message,
    ) -> Result<Changes, BoardError> {
        let bytes: usize = message.changes.iter().map(<[u8]>::len).sum();
        self.merge(bytes > READ_ANEW_BYTES, |doc, log| {
            doc.receive_sync_message_log_patches(peer, message, log)
        })
    }

    /// Merges, then brings the reading up to date from patches, or `anew`.
    fn merge(
        &mut self,
        anew: bool,
        apply: impl FnOnce(&mut Automerge, &mut PatchLog) -> Result<(), AutomergeError>,
    ) -> Result<Changes, BoardError> {
        let before = self.doc.get_heads();
        let mut log = if anew { PatchLog::inactive() } else { PatchLog::active() };
        if let Err(error) = apply(&mut self.doc, &mut log) {
            // It may have got half way.
            self.read_anew();
            return Err(error.into());
        }
        if self.doc.get_heads() == before {
            return Ok(Changes::default());
        }
        let mut touched = Touched::by(&self.doc.make_patches(&mut log));
        if anew || touched.everything {
            self.schema = reading::schema(&self.doc);
            let old = std::mem::take(&mut self.records);
            self.read_anew();
            let fresh = std::mem::replace(&mut self.records, old);
            let all = places(&self.records, &fresh);
            let mut changes = self.compare(all, &touched.texts, |at| fresh.get(at.kind, &at.id).cloned());
            for section in Section::ALL.into_iter().filter(|section| section.is_content()) {
                self.tell_proposals(section, &changes.records);
                changes.moderated.insert(section);
            }
            self.sign(&mut changes, &before);
            return Ok(changes);
        }
        touched.records.extend(self.torn.iter().cloned());
        let news: Vec<ChangeHash> = self.doc.get_changes_meta(&before).iter().map(|meta| meta.hash).collect();
        let mut changes = self.catch_up(&news, touched.records, &touched.texts);
        self.sign(&mut changes, &before);
        Ok(changes)
    }

    /// Names the changes since `before` and who wrote them, and moves undo over their texts.
    fn sign(&mut self, changes: &mut Changes, before: &[ChangeHash]) {
        let mut authors = OrdSet::new();
        for meta in self.doc.get_changes_meta(before) {
            changes.hashes.push(meta.hash);
            authors.extend(history::author(&self.doc, &meta));
        }
        changes.authors = authors.into_iter().collect();
        for (at, delta) in &changes.texts {
            self.undo.moved(at, delta);
        }
    }

    /// Reads the touched records again.
    pub(super) fn settle(&mut self, touched: BTreeSet<RecordAt>, told: &BTreeMap<FieldAt, Delta>) -> Changes {
        let mut fresh = OrdMap::new();
        for at in &touched {
            let heads = self.locks.heads(at.kind.section());
            let read = reading::signed(&self.doc, at, heads);
            match &read {
                // Where a section is locked, what others write at once stays aside.
                Some((_, true)) if heads.is_none() => self.torn.insert(at.clone()),
                Some(_) | None => self.torn.remove(at),
            };
            fresh.insert(at.clone(), read.map(|(record, _)| record));
        }
        self.compare(touched, told, |at| fresh.remove(at).flatten())
    }

    /// Puts what `fresh` reads in place of what was read before, and says what differs.
    pub(super) fn compare(
        &mut self,
        touched: BTreeSet<RecordAt>,
        told: &BTreeMap<FieldAt, Delta>,
        mut fresh: impl FnMut(&RecordAt) -> Option<Record>,
    ) -> Changes {
        let mut changes = Changes::default();
        for at in touched {
            let old = self.records.forget(at.kind, &at.id);
            let new = fresh(&at);
            if let (Some(old), Some(new)) = (&old, &new) {
                changes.texts.extend(text_changes(old, new, &at, told));
            }
            if old != new {
                changes.records.insert(at);
            }
            if let Some(new) = new {
                self.records.put(new);
            }
        }
        changes
    }
}

/// How the texts of one record changed: as told, where that leads to the new text.
fn text_changes(
    old: &Record,
    new: &Record,
    at: &RecordAt,
    told: &BTreeMap<FieldAt, Delta>,
) -> Vec<(FieldAt, Delta)> {
    let text = |record: &Record, key: &str| match record.values.get(key) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Scalar(_) | Value::Cells(_)) | None => String::new(),
    };
    let keys: OrdSet<&String> = old.values.keys().chain(new.values.keys()).collect();
    let mut changes = vec![];
    for key in keys {
        let (was, is) = (text(old, key), text(new, key));
        if was == is {
            continue;
        }
        let field = at.field(key);
        let delta = match told.get(&field).filter(|delta| delta.apply(&was) == is) {
            Some(delta) => delta.fitted(&was),
            None => Delta::between(&was, &is),
        };
        changes.push((field, delta));
    }
    changes
}
