//! The board: one Automerge document, read as records, edited by acts, merged with others'.
//!
//! Only this module runs Automerge transactions. One act is one change; what it reads as is
//! kept current from what was touched, never by reading everything again. Time and actors
//! are arguments. Whether an act or a change is *allowed* is the policy's and the judge's to
//! say, and whether bytes from outside are sound is proved before they come here.

mod chunks;
pub mod generated;
mod history;
mod raw;
mod reading;
mod seeds;
mod touched;
mod undo;
mod writing;

pub use automerge::sync;
pub use automerge::{ActorId, Author, Change, ChangeHash};
pub use history::Entry;
pub use seeds::is_seed;
pub use undo::MAX_UNDO;

use crate::act::{Act, MAX_EDITS, Message};
use crate::delta::Delta;
use crate::desk::{NotDone, UndoState};
use crate::door::Refusal;
use crate::ids::MemberId;
use crate::record::{FieldAt, Record, RecordAt, Records, Value};
use automerge::sync::SyncDoc;
use automerge::transaction::CommitOptions;
use automerge::{Automerge, AutomergeError, LoadOptions, PatchLog, TextEncoding};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use touched::Touched;
use undo::{Undo, Way};
use writing::{Done, Writer};

/// Longest text, in UTF-16 code units.
pub const MAX_TEXT_UNITS: usize = 100_000;
/// Most text that one act inserts, in UTF-16 code units.
pub const MAX_ACT_UNITS: usize = 400_000;
/// Longest scalar (most are a few bytes; imported parts are kept as JSON), in bytes.
pub const MAX_SCALAR_BYTES: usize = 65_536;
/// Longest key of a field or cell, in bytes.
pub const MAX_KEY_BYTES: usize = 128;
/// Most keys in one keyed field.
pub const MAX_CELLS: usize = 1_000;
/// Most records in one collection, removed ones included.
pub const MAX_RECORDS: usize = 10_000;

/// Past so many changes or bytes at once, reading everything again is cheaper than patches.
const READ_ANEW_CHANGES: usize = 5_000;
const READ_ANEW_BYTES: usize = 1 << 20;

/// Why a board could not be opened, read or changed.
#[derive(Debug, thiserror::Error)]
pub enum BoardError {
    #[error("these bytes are not a board, or they are damaged; open the last saved copy instead")]
    Unreadable(#[source] Box<AutomergeError>),
    #[error("this board was written by a newer version; it can be read, not edited")]
    Newer,
    #[error("this moment is not on this device yet; go online once to fetch it")]
    UnknownHeads,
    #[error("what the edit is about is not on the board")]
    Gone,
    #[error("a record of this kind has no such field")]
    UnknownField,
    #[error("the field does not take such a value")]
    WrongShape,
    #[error("there already is a record with this id")]
    Exists,
    #[error("the edit is larger than the board takes")]
    TooLarge,
    #[error("there is nothing left to take back")]
    Nothing,
    #[error("the changes do not fit the board")]
    Write(#[source] Box<AutomergeError>),
}

impl From<AutomergeError> for BoardError {
    fn from(error: AutomergeError) -> Self {
        BoardError::Write(Box::new(error))
    }
}

/// Bytes that do not open.
fn unreadable(error: AutomergeError) -> BoardError {
    BoardError::Unreadable(Box::new(error))
}

impl BoardError {
    /// The answer to whoever asked for the act.
    pub fn not_done(&self) -> NotDone {
        match self {
            BoardError::Newer => NotDone::ReadOnly,
            BoardError::Gone | BoardError::UnknownHeads => NotDone::Gone,
            BoardError::TooLarge => NotDone::TooLarge,
            BoardError::Nothing => NotDone::Nothing,
            BoardError::UnknownField | BoardError::WrongShape | BoardError::Exists => {
                NotDone::Refused(Refusal::Shape)
            }
            BoardError::Unreadable(_) | BoardError::Write(_) => NotDone::Refused(Refusal::Unsound),
        }
    }
}

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
}

/// What came of an act.
#[derive(Clone, Debug)]
pub struct Performed {
    /// The change that it is; nothing if the board already read so.
    pub change: Option<Written>,
    pub changes: Changes,
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
        };
        board.write_as(actor, author);
        board.read_anew();
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

    /// Performs an act, whole or not at all, as one change.
    ///
    /// # Errors
    /// What is in the way ([`BoardError::not_done`]); the board is then as it was.
    pub fn perform(&mut self, act: &Act, at_unix_seconds: i64) -> Result<Performed, BoardError> {
        if act.edits.len() > MAX_EDITS {
            return Err(BoardError::TooLarge);
        }
        let (performed, done) = self.write(act.message, at_unix_seconds, |writer| {
            act.edits.iter().try_for_each(|edit| writer.edit(edit))
        })?;
        self.undo.performed(done.reversals, at_unix_seconds, act.message == Message::Write);
        Ok(performed)
    }

    /// Takes the last of one's own acts back that still can be.
    ///
    /// # Errors
    /// [`BoardError::Nothing`] if none is left.
    pub fn undo(&mut self, at_unix_seconds: i64) -> Result<Performed, BoardError> {
        self.take_back(Way::Undo, at_unix_seconds)
    }

    /// Does again what was last taken back.
    ///
    /// # Errors
    /// [`BoardError::Nothing`] if nothing is left.
    pub fn redo(&mut self, at_unix_seconds: i64) -> Result<Performed, BoardError> {
        self.take_back(Way::Redo, at_unix_seconds)
    }

    pub fn undo_state(&self) -> UndoState {
        self.undo.state()
    }

    fn take_back(&mut self, way: Way, at: i64) -> Result<Performed, BoardError> {
        let message = match way {
            Way::Undo => Message::Undo,
            Way::Redo => Message::Redo,
        };
        while let Some(step) = self.undo.next(way) {
            let written = self.write(message, at, |writer| {
                step.reversals.iter().rev().try_for_each(|reversal| writer.reverse(reversal))
            });
            match written {
                Ok((Performed { change: None, .. }, _)) | Err(BoardError::Gone) => {}
                Ok((performed, done)) => {
                    self.undo.reversed(way, done.reversals, &done.renewed, at);
                    return Ok(performed);
                }
                Err(error) => {
                    self.undo.keep(way, step);
                    return Err(error);
                }
            }
        }
        Err(BoardError::Nothing)
    }

    /// One transaction: `edit` writes, and all of it is one change or none.
    fn write(
        &mut self,
        message: Message,
        at: i64,
        edit: impl FnOnce(&mut Writer<'_, '_>) -> Result<(), BoardError>,
    ) -> Result<(Performed, Done), BoardError> {
        if self.is_newer() {
            return Err(BoardError::Newer);
        }
        let by = self.author.as_ref().map_or("", MemberId::as_str);
        let mut tx = self.doc.transaction();
        let mut writer = Writer::new(&mut tx, by, at);
        let edited = edit(&mut writer);
        let mut done = writer.done;
        if let Err(error) = edited {
            tx.rollback();
            return Err(error);
        }
        let options = CommitOptions::default().with_message(message.key()).with_time(at);
        let (hash, _) = tx.commit_with(options);
        let change = hash.and_then(|hash| {
            let change = self.doc.get_last_local_change()?;
            Some(Written { hash, chunk: change.raw_bytes().to_vec() })
        });
        let mut changes = self.settle(std::mem::take(&mut done.touched), &done.texts);
        changes.hashes = hash.into_iter().collect();
        changes.authors = self.author.iter().cloned().collect();
        Ok((Performed { change, changes }, done))
    }

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
            let all = old.everything().chain(self.records.everything());
            let all = all.map(|record| RecordAt::new(record.kind, record.id.clone())).collect();
            let fresh = std::mem::replace(&mut self.records, old);
            let mut changes = self.compare(all, &touched.texts, |at| fresh.get(at.kind, &at.id).cloned());
            self.sign(&mut changes, &before);
            return Ok(changes);
        }
        touched.records.extend(self.torn.iter().cloned());
        let mut changes = self.settle(touched.records, &touched.texts);
        self.sign(&mut changes, &before);
        Ok(changes)
    }

    /// Names the changes since `before` and who wrote them, and moves undo over their texts.
    fn sign(&mut self, changes: &mut Changes, before: &[ChangeHash]) {
        let mut authors = BTreeSet::new();
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
    fn settle(&mut self, touched: BTreeSet<RecordAt>, told: &BTreeMap<FieldAt, Delta>) -> Changes {
        let mut fresh = BTreeMap::new();
        for at in &touched {
            let read = reading::one(&self.doc, at);
            match &read {
                Some((_, true)) => self.torn.insert(at.clone()),
                Some((_, false)) | None => self.torn.remove(at),
            };
            fresh.insert(at.clone(), read.map(|(record, _)| record));
        }
        self.compare(touched, told, |at| fresh.remove(at).flatten())
    }

    /// Puts what `fresh` reads in place of what was read before, and says what differs.
    fn compare(
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

    fn read_anew(&mut self) {
        let reading = reading::everything(&self.doc, None);
        self.records = reading.records;
        self.torn = reading.torn;
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
    let keys: BTreeSet<&String> = old.values.keys().chain(new.values.keys()).collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::act::Edit;
    use crate::ids::RecordId;
    use crate::record::Scalar;
    use crate::sections::Kind;

    const MORNING: i64 = 1_790_000_000;

    fn member(name: &str) -> MemberId {
        MemberId::parse(name).unwrap()
    }

    fn board_of(name: &str) -> Board {
        let mut actor = [0; 16];
        actor[..name.len()].copy_from_slice(name.as_bytes());
        Board::new(actor, Some(&member(name)))
    }

    fn meet(one: &mut Board, other: &mut Board) {
        let news = other.changes_since(&one.heads());
        one.take(news).unwrap();
        let news = one.changes_since(&other.heads());
        other.take(news).unwrap();
        assert_eq!(one.records(), other.records());
    }

    fn node(id: &str) -> RecordAt {
        RecordAt::new(Kind::Node, RecordId::parse(id).unwrap())
    }

    fn with_title(id: &str, title: &str) -> Act {
        Act::create(node(id), vec![("title".to_owned(), Value::Text(title.to_owned()))])
    }

    fn typing(at: FieldAt, index: usize, delete: usize, insert: &str) -> Act {
        Act::new(Message::Write, vec![Edit::Splice { at, delta: Delta::splice(index, delete, insert) }])
    }

    fn title<'b>(board: &'b Board, id: &str) -> &'b str {
        let at = node(id);
        board.records().get(at.kind, &at.id).unwrap().text("title")
    }

    #[test]
    fn a_board_opens_again_with_what_was_written_after_its_snapshot() {
        let mut ana = board_of("ana");
        ana.perform(&with_title("n1", "Lagune"), MORNING).unwrap();
        let mut bytes = ana.save();
        for letter in [" ", "v", "ive"] {
            let end = title(&ana, "n1").len();
            let done = ana.perform(&typing(node("n1").field("title"), end, 0, letter), MORNING).unwrap();
            bytes.extend(done.change.unwrap().chunk);
        }
        let again = Board::load(&bytes, [9; 16], None).unwrap();
        assert_eq!(again.records(), ana.records());
        assert_eq!(title(&again, "n1"), "Lagune vive");
    }

    #[test]
    fn a_board_kept_as_changes_alone_opens_on_its_seeds() {
        let mut ana = board_of("ana");
        let chunks: Vec<u8> = ["n1", "n2"]
            .iter()
            .flat_map(|id| ana.perform(&with_title(id, "x"), MORNING).unwrap().change.unwrap().chunk)
            .collect();
        assert_eq!(Board::load(&chunks, [9; 16], None).unwrap().records(), ana.records());
        let mut binta = board_of("binta");
        binta.take_chunks(&chunks).unwrap();
        assert_eq!(binta.records(), ana.records());
        assert!(binta.take_chunks(&chunks[..chunks.len() - 1]).is_err());
        assert!(Board::load(b"not a board", [9; 16], None).is_err());
    }

    #[test]
    fn what_others_wrote_is_not_counted_as_ones_own() {
        let (mut ana, mut binta) = (board_of("ana"), board_of("binta"));
        ana.perform(&with_title("n1", "x"), MORNING).unwrap();
        binta.perform(&with_title("n2", "x"), MORNING).unwrap();
        let shared = ana.heads();
        ana.perform(&with_title("n3", "x"), MORNING).unwrap();
        meet(&mut ana, &mut binta);
        assert_eq!((ana.own_since(&[]), ana.own_since(&shared), ana.own_since(&ana.heads())), (2, 1, 0));
    }

    #[test]
    fn two_people_who_write_the_vision_offline_meet_in_one_text() {
        let (mut ana, mut binta) = (board_of("ana"), board_of("binta"));
        let statement = RecordAt::single(Kind::Vision).field("statement");
        ana.perform(&typing(statement.clone(), 0, 0, "Lagune"), MORNING).unwrap();
        binta.perform(&typing(statement, 0, 0, "Vivante"), MORNING).unwrap();
        meet(&mut ana, &mut binta);
        let text = ana.records().single(Kind::Vision).unwrap().text("statement");
        assert!(text.contains("Lagune") && text.contains("Vivante"), "{text}");
    }

    #[test]
    fn a_change_says_who_wrote_it_and_what_it_changed() {
        let (mut ana, mut binta) = (board_of("ana"), board_of("binta"));
        ana.perform(&with_title("n1", "Lagune 😀"), MORNING).unwrap();
        meet(&mut ana, &mut binta);
        ana.perform(&typing(node("n1").field("title"), 9, 0, "!"), MORNING).unwrap();
        let changes = binta.take(ana.changes_since(&binta.heads())).unwrap();
        assert_eq!(changes.authors, [member("ana")]);
        assert_eq!(changes.texts, [(node("n1").field("title"), Delta::splice(9, 0, "!"))]);
        assert_eq!(changes.records.into_iter().collect::<Vec<_>>(), [node("n1")]);
        assert_eq!(ana.history(1)[0].author, Some(member("ana")));
        assert_eq!(ana.history(1)[0].message, "write");
    }

    #[test]
    fn an_act_that_cannot_apply_leaves_the_board_as_it_was() {
        let mut ana = board_of("ana");
        ana.perform(&with_title("n1", "Lagune"), MORNING).unwrap();
        let (before, records) = (ana.save(), ana.records().clone());
        let status =
            |value: &str| Edit::Set { at: node("n1").field("status"), value: Some(Scalar::from(value)) };
        let bad = [
            (status("unheard-of"), "WrongShape"),
            (Edit::Set { at: node("n1").field("colour"), value: None }, "UnknownField"),
            (Edit::Set { at: node("n2").field("status"), value: None }, "Gone"),
            (Edit::Set { at: node("n1").field("title"), value: None }, "WrongShape"),
            (Edit::Remove { at: node("n2") }, "Gone"),
            (Edit::Create { at: node("n1"), values: vec![] }, "Exists"),
            (
                Edit::Splice {
                    at: node("n1").field("title"),
                    delta: Delta::splice(0, 0, &"x".repeat(MAX_TEXT_UNITS)),
                },
                "TooLarge",
            ),
        ];
        for (edit, why) in bad {
            let act = Act::new(Message::Change, vec![status("delayed"), edit]);
            let error = ana.perform(&act, MORNING).unwrap_err();
            assert_eq!(format!("{error:?}"), why);
            assert_eq!(ana.save(), before);
            assert_eq!(ana.records(), &records);
        }
        // And the next honest act goes through, on a board that nobody had written on too.
        assert!(board_of("binta").perform(&Act::remove(node("n9")), MORNING).is_err());
        ana.perform(&Act::new(Message::Change, vec![status("delayed")]), MORNING).unwrap();
    }

    #[test]
    fn what_is_removed_says_so_when_somebody_wrote_in_it_unknowing() {
        let (mut ana, mut binta) = (board_of("ana"), board_of("binta"));
        ana.perform(&with_title("n1", "Lagune"), MORNING).unwrap();
        meet(&mut ana, &mut binta);
        ana.perform(&Act::remove(node("n1")), MORNING).unwrap();
        let removed =
            |board: &Board| board.records().get(Kind::Node, &node("n1").id).unwrap().removed.clone();
        let expected =
            |edited_since| Some(crate::record::Removed { by: "ana".into(), at: MORNING, edited_since });
        assert_eq!(removed(&ana), expected(false));
        binta.perform(&typing(node("n1").field("title"), 0, 0, "La "), MORNING).unwrap();
        meet(&mut ana, &mut binta);
        assert_eq!(removed(&ana), expected(true));
        binta.perform(&Act::restore(node("n1")), MORNING).unwrap();
        meet(&mut ana, &mut binta);
        assert_eq!(removed(&ana), None);
        assert_eq!(title(&ana, "n1"), "La Lagune");
    }

    #[test]
    fn a_board_of_a_newer_release_reads_and_is_not_edited() {
        use automerge::transaction::Transactable;
        let mut ana = board_of("ana");
        ana.perform(&with_title("n1", "Lagune"), MORNING).unwrap();
        let mut newer = Automerge::load(&ana.save()).unwrap();
        newer.transact(|tx| tx.put(automerge::ROOT, reading::SCHEMA_KEY, 2u64)).unwrap();
        assert!(!ana.is_newer());
        ana.take(newer.get_changes(&ana.heads())).unwrap();
        assert!(ana.is_newer());
        assert_eq!(title(&ana, "n1"), "Lagune");
        assert!(matches!(ana.perform(&with_title("n2", ""), MORNING), Err(BoardError::Newer)));
    }

    #[test]
    fn an_earlier_moment_reads_as_it_was() {
        let mut ana = board_of("ana");
        ana.perform(&with_title("n1", "Lagune"), MORNING).unwrap();
        let (heads, then) = (ana.heads(), ana.records().clone());
        ana.perform(&typing(node("n1").field("title"), 0, 6, "Mer"), MORNING).unwrap();
        assert_eq!(ana.read(&View::At(heads)).unwrap().as_ref(), &then);
        assert!(matches!(ana.read(&View::At(vec![ChangeHash([7; 32])])), Err(BoardError::UnknownHeads)));
    }

    #[test]
    fn only_an_actors_first_change_is_signed() {
        let mut ana = board_of("ana");
        ana.perform(&with_title("n1", ""), MORNING).unwrap();
        let mut again =
            Board::load(&ana.save(), *b"ana\0\0\0\0\0\0\0\0\0\0\0\0\0", Some(&member("ana"))).unwrap();
        again.perform(&with_title("n2", ""), MORNING).unwrap();
        let signed: Vec<bool> =
            again.changes_since(&[]).iter().map(|change| change.author().is_some()).collect();
        assert_eq!(signed, [false, true, false]);
    }
}
