//! The board: one Automerge document, read as records, edited by acts, merged with others'.
//!
//! Only this module runs Automerge transactions. One act is one change; what it reads as is
//! kept current from what was touched, never by reading everything again. Time and actors
//! are arguments. Whether an act or a change is *allowed* is the policy's and the judge's to
//! say, and whether bytes from outside are sound is proved before they come here.

mod carried;
mod chunks;
mod digest;
mod door;
mod effects;
mod error;
pub mod generated;
mod history;
mod keeping_up;
mod locks;
mod meetings;
mod merging;
mod moderating;
mod novelties;
mod proposals;
mod proposing;
mod raw;
mod reading;
mod seeds;
pub(crate) mod signed;
mod spotted;
mod taking_back;
mod touched;
mod undo;
mod versions;
mod writing;

pub use automerge::sync;
pub use automerge::{ActorId, Author, Change, ChangeHash};
pub use carried::{Carriage, carried_key};
pub use door::{holds, perform_on};
pub use error::BoardError;
pub use history::{Chronicle, Entry, Then, VISIT_SECONDS};
pub use proposing::Drafted;
pub use seeds::is_seed;
pub use undo::MAX_UNDO;

use crate::act::{Act, Edit, MAX_EDITS, Message};
use crate::delta::Delta;
use crate::difference;
use crate::ids::MemberId;
use crate::lock::Stands;
use crate::ordered::OrdSet;
use crate::record::{FieldAt, RecordAt, Records};
use crate::sections::{Kind, Section};
use automerge::transaction::CommitOptions;
use automerge::{Automerge, LoadOptions, PatchLog, ReadDoc, TextEncoding};
use error::unreadable;
use keeping_up::places;
use locks::Locks;
use proposals::Proposals;
use std::borrow::Cow;
use std::collections::BTreeSet;
use undo::{Step, Undo};
use writing::{Done, Writer};

/// Longest text, in UTF-16 code units.
pub const MAX_TEXT_UNITS: usize = 100_000;
/// Most text that one act inserts, in UTF-16 code units; what it takes away comes on top, within
/// what the judge takes as one change.
pub const MAX_ACT_UNITS: usize = 150_000;
/// Longest scalar (most are a few bytes; imported parts are kept as JSON), in bytes.
pub const MAX_SCALAR_BYTES: usize = 65_536;
/// Longest key of a field or cell, in bytes.
pub const MAX_KEY_BYTES: usize = 128;
/// Most keys in one keyed field.
pub const MAX_CELLS: usize = 1_000;
/// Most records in one collection, removed ones included.
pub const MAX_RECORDS: usize = 10_000;

/// Which moment of the board is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    Now,
    /// As it stood at these heads (a set).
    At(Vec<ChangeHash>),
}

/// What an edit or a merge changed in the reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Records that read differently now. One that is not in the records any more was deleted
    /// by another program.
    pub records: BTreeSet<RecordAt>,
    /// How texts of records that were there before changed, in UTF-16 units.
    pub texts: Vec<(FieldAt, Delta)>,
    /// Who wrote it, sorted. Changes that nobody signed have nobody here.
    pub authors: Vec<MemberId>,
    /// The changes that were new, in the order they were applied.
    pub hashes: Vec<ChangeHash>,
    /// Sections whose lock or proposals read differently now.
    pub moderated: OrdSet<Section>,
}

impl Changes {
    /// These, and then `later`.
    fn and(mut self, later: Changes) -> Self {
        self.records.extend(later.records);
        self.texts.extend(later.texts);
        self.authors.extend(later.authors);
        crate::sort::sort(&mut self.authors);
        self.authors.dedup();
        self.hashes.extend(later.hashes);
        self.moderated.extend(later.moderated);
        self
    }
}

/// What came of an act.
#[derive(Clone, Debug, Default)]
pub struct Performed {
    /// The change that it is; none if the board already read so, several where it is partly
    /// about a locked section.
    pub written: Vec<Written>,
    pub changes: Changes,
    /// In force, or beside a section that somebody else holds.
    pub stands: Stands,
}

/// A change of one's own, to be stored and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub hash: ChangeHash,
    /// One change chunk: appended to a snapshot, the board loads with it.
    pub chunk: Vec<u8>,
}

/// A board held by one device, tab or server.
#[derive(Clone, Debug)]
pub struct Board {
    doc: Automerge,
    author: Option<MemberId>,
    records: Records,
    /// Records that merges must read again though no patch points at them.
    torn: BTreeSet<RecordAt>,
    schema: u64,
    undo: Undo,
    locks: Locks,
    proposals: Proposals,
}

/// Where a write builds on.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Onto {
    Now,
    /// A locked section as its chair left it.
    InForce(Vec<ChangeHash>),
    /// The same, by somebody who is not its chair.
    Aside(Vec<ChangeHash>),
}

/// What a document says that its board is called, without reading the rest of it.
pub fn name_of(document: &Automerge) -> String {
    reading::text_of(document, &RecordAt::single(Kind::About), "name").unwrap_or_default()
}

impl Board {
    /// A board with nothing on it but its seeds.
    ///
    /// `actor` is random, per device and tab, and never used again after an unclean stop.
    pub fn new(actor: [u8; 16], author: Option<&MemberId>) -> Self {
        let doc = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
        Self::over(doc, actor, author).expect("the seeds apply to an empty document: a test does it")
    }

    /// A board from its bytes: a snapshot followed by change chunks, or change chunks alone.
    ///
    /// # Errors
    /// [`BoardError::Unreadable`] if the bytes are damaged or lack changes they build on.
    pub fn load(bytes: &[u8], actor: [u8; 16], author: Option<&MemberId>) -> Result<Self, BoardError> {
        let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
        let doc = if chunks::is_snapshot(bytes) {
            Automerge::load_with_options(bytes, options)
        } else {
            let mut seeded = seeds::chunks();
            seeded.extend_from_slice(bytes);
            Automerge::load_with_options(&seeded, options)
        };
        Self::over(doc.map_err(unreadable)?, actor, author)
    }

    fn over(mut doc: Automerge, actor: [u8; 16], author: Option<&MemberId>) -> Result<Self, BoardError> {
        doc.apply_changes(seeds::missing(&doc)).map_err(unreadable)?;
        let mut board = Self {
            schema: reading::schema(&doc),
            doc,
            author: None,
            records: Records::default(),
            torn: BTreeSet::new(),
            undo: Undo::default(),
            locks: Locks::default(),
            proposals: Proposals::default(),
        };
        board.write_as(actor, author);
        board.read_anew();
        for section in Section::ALL.into_iter().filter(|section| section.is_content()) {
            board.tell_proposals(section, &BTreeSet::new());
        }
        Ok(board)
    }

    /// Goes on writing as this actor of this author. Only an actor's first change names its author.
    pub fn write_as(&mut self, actor: [u8; 16], author: Option<&MemberId>) {
        self.author = author.cloned();
        // In this order: naming another author also draws a random actor.
        self.doc.set_author(author.map(|member| Author::from(member.as_str().as_bytes().to_vec())));
        self.doc.set_actor(ActorId::from(actor.as_slice()));
    }

    /// The whole document as a snapshot.
    pub fn save(&self) -> Vec<u8> {
        self.doc.save()
    }

    pub fn heads(&self) -> Vec<ChangeHash> {
        self.doc.get_heads()
    }

    /// Whether all of these changes are on the board.
    pub fn has(&self, hashes: &[ChangeHash]) -> bool {
        hashes.iter().all(|hash| self.doc.get_change_meta_by_hash(hash).is_some())
    }

    /// The changes that a board at `heads` lacks, in an order in which they apply.
    pub fn changes_since(&self, heads: &[ChangeHash]) -> Vec<Change> {
        self.doc.get_changes(heads)
    }

    /// How many of this author's changes a board at `heads` lacks. Heads that are not on this
    /// device say nothing.
    pub fn own_since(&self, heads: &[ChangeHash]) -> usize {
        let known: Vec<ChangeHash> = heads.iter().filter(|head| self.has(&[**head])).copied().collect();
        let changes = self.doc.get_changes_meta(&known);
        changes.iter().filter(|meta| history::author(&self.doc, meta) == self.author).count()
    }

    /// How many changes a board at `heads`, all on this device, lacks.
    pub fn beyond(&self, heads: &[ChangeHash]) -> usize {
        self.doc.get_changes_meta(heads).iter().filter(|meta| !is_seed(&meta.hash)).count()
    }

    /// Whether a board at `heads` holds all of `past`; both are on this device.
    pub fn covers(&self, heads: &[ChangeHash], past: &[ChangeHash]) -> bool {
        let beyond = self.doc.get_changes_meta(heads);
        !beyond.iter().any(|meta| past.contains(&meta.hash))
    }

    /// Whether a newer release raised the board: it reads, and is not edited.
    pub fn is_newer(&self) -> bool {
        self.schema > reading::SCHEMA
    }

    /// Everything on the board as it reads now.
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// Everything on the board in a view.
    ///
    /// # Errors
    /// [`BoardError::UnknownHeads`] if a head is not on this device.
    pub fn read(&self, view: &View) -> Result<Cow<'_, Records>, BoardError> {
        match view {
            View::Now => Ok(Cow::Borrowed(&self.records)),
            View::At(heads) if !self.has(heads) => Err(BoardError::UnknownHeads),
            View::At(heads) => Ok(Cow::Owned(reading::everything(&self.doc, Some(heads)).records)),
        }
    }

    /// Performs an act, whole or not at all, as one change. What it does in a locked section is
    /// in force if its author is the chair, and a proposal if not.
    ///
    /// # Errors
    /// What is in the way ([`BoardError::not_done`]); the board is then as it was.
    pub fn perform(&mut self, act: &Act, at_unix_seconds: i64) -> Result<Performed, BoardError> {
        if act.edits.len() > MAX_EDITS {
            return Err(BoardError::TooLarge);
        }
        let mut parts: Vec<(Onto, Vec<&Edit>)> = vec![];
        for edit in &act.edits {
            let onto = self.onto(edit.record().kind.section());
            match parts.iter_mut().find(|(part, _)| *part == onto) {
                Some((_, edits)) => edits.push(edit),
                None => parts.push((onto, vec![edit])),
            }
        }
        let mut all = Performed::default();
        for (onto, edits) in parts {
            let is_aside = matches!(onto, Onto::Aside(_));
            let edits: Vec<Cow<'_, Edit>> = match &onto {
                Onto::Now | Onto::InForce(_) => edits.into_iter().map(Cow::Borrowed).collect(),
                Onto::Aside(base) => edits.into_iter().map(|edit| self.moved_aside(edit, base)).collect(),
            };
            let (mut performed, done) = self.write(&onto, act.message, at_unix_seconds, |writer| {
                edits.iter().try_for_each(|edit| writer.edit(edit))
            })?;
            if is_aside {
                performed.stands = Stands::Proposed;
                // Whoever showed it in force already is told what stands there.
                let there = edits.iter().map(|edit| edit.record());
                let there = there.filter(|at| self.records.get(at.kind, &at.id).is_some());
                performed.changes.records.extend(there.cloned());
            }
            let aside = performed.written.first().map(|written| written.hash).filter(|_| is_aside);
            let step = Step::new(done.reversals, at_unix_seconds, aside);
            self.undo.performed(step, act.message == Message::Write && !is_aside);
            all = all.and(performed);
        }
        Ok(all)
    }

    /// Whether what this board's author writes in a section stands aside: somebody else holds it.
    pub fn is_aside(&self, section: Section) -> bool {
        matches!(self.onto(section), Onto::Aside(_))
    }

    /// An edit of a text in force, as it reads where the author's other proposals stand too.
    fn moved_aside<'e>(&self, edit: &'e Edit, base: &[ChangeHash]) -> Cow<'e, Edit> {
        let Edit::Splice { at, delta } = edit else { return Cow::Borrowed(edit) };
        let in_force = self.records.get(at.record.kind, &at.record.id);
        let beside = reading::one(&self.doc, &at.record, Some(base));
        let (Some(in_force), Some((beside, _))) = (in_force, beside) else { return Cow::Borrowed(edit) };
        let (in_force, beside) = (in_force.text(&at.field), beside.text(&at.field));
        let delta = delta.fitted(in_force).over(&difference::delta(in_force, beside), false);
        Cow::Owned(Edit::Splice { at: at.clone(), delta })
    }

    /// Where this board's author writes in a section.
    fn onto(&self, section: Section) -> Onto {
        match self.locks.held(section) {
            None => Onto::Now,
            Some(held) if Some(&held.lock.chair) == self.author.as_ref() => Onto::InForce(held.tips.clone()),
            Some(held) => Onto::Aside(held.beside(self.author.as_ref())),
        }
    }

    /// One transaction: `edit` writes, and all of it is one change or none.
    fn write(
        &mut self,
        onto: &Onto,
        message: Message,
        at: i64,
        edit: impl FnOnce(&mut Writer<'_, '_>) -> Result<(), BoardError>,
    ) -> Result<(Performed, Done), BoardError> {
        if self.is_newer() {
            return Err(BoardError::Newer);
        }
        let by = self.author.as_ref().map_or("", MemberId::as_str);
        let mut tx = match onto {
            Onto::Now => self.doc.transaction(),
            Onto::InForce(heads) | Onto::Aside(heads) => self
                .doc
                .transaction_at(PatchLog::inactive(), heads)
                .expect("a patch log made just now belongs to no other document"),
        };
        let mut writer = Writer::new(&mut tx, by, at);
        let edited = edit(&mut writer);
        let mut done = writer.done;
        if let Err(error) = edited {
            tx.rollback();
            return Err(error);
        }
        let options = CommitOptions::default().with_message(message.key()).with_time(at);
        let (hash, _) = tx.commit_with(options);
        let written = hash.and_then(|hash| {
            let change = self.doc.get_change_by_hash(&hash)?;
            Some(Written { hash, chunk: change.raw_bytes().to_vec() })
        });
        let news: Vec<ChangeHash> = hash.into_iter().collect();
        let mut changes = self.catch_up(&news, std::mem::take(&mut done.touched), &done.texts);
        changes.hashes = news;
        changes.authors = self.author.iter().cloned().collect();
        let written = written.into_iter().collect();
        Ok((Performed { written, changes, stands: Stands::InForce }, done))
    }

    fn read_anew(&mut self) {
        let reading = reading::everything(&self.doc, None);
        self.records = reading.records;
        self.torn = reading.torn;
        self.locks = Locks::read(&self.doc, &self.records);
        let held: Vec<Section> = self.locks.all_held().map(|held| held.lock.section).collect();
        for section in held {
            self.read_section_anew(section);
        }
    }
}

impl Performed {
    /// This, and then `later`.
    fn and(mut self, later: Performed) -> Self {
        self.written.extend(later.written);
        let stands = self.stands.max(later.stands);
        Self { written: self.written, changes: self.changes.and(later.changes), stands }
    }
}

#[cfg(test)]
mod tests;
