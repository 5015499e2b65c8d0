//! What this person does on the open board.

use super::OpenBoard;
use crate::core::{Alarm, Moment, Out, not_here};
use crate::kept::Chunk;
use crate::typed::GATHER;
use shared::act::{Act, Edit};
use shared::board::{Board, BoardError, Performed};
use shared::delta::Delta;
use shared::desk::{Answer, Ask, NotDone, ToPage};
use shared::ids::RecordId;
use shared::lock::{Moderation, Proposing, Stands};
use shared::policy::{Touch, Verb, Who, may, may_perform};
use shared::record::{FieldAt, RecordAt};
use shared::sections::Kind;
use shared::version::Adoption;

/// Most acts that wait for a document to load; a person does not do as many in a second.
const MAX_WAITING: usize = 2_000;

/// Letters from the page, typed after it had seen revision `seen`.
pub struct Letters {
    pub seq: u64,
    pub field: FieldAt,
    pub delta: Delta,
    pub seen: u64,
}

/// What was done while the document was loading.
pub(super) enum Waiting {
    Act(u64, Act),
    Type(Letters),
    Undo(u64),
    Redo(u64),
    Moderate(u64, Moderation),
    Propose(u64, Proposing),
    Adopt(u64, Adoption),
}

impl OpenBoard {
    pub fn act(&mut self, seq: u64, act: Act, at: Moment, out: &mut Out) {
        if self.board.is_none() {
            return self.wait(seq, Waiting::Act(seq, act), out);
        }
        self.flush(at, out);
        let done = match self.allowed(&act) {
            Ok(()) => self.perform(out, |board| board.perform(&act, at.seconds())),
            Err(why) => Err(why),
        };
        self.answer(seq, done, out);
        self.reveal_held(false, at, out);
    }

    pub fn undo(&mut self, seq: u64, at: Moment, out: &mut Out) {
        if self.board.is_none() {
            return self.wait(seq, Waiting::Undo(seq), out);
        }
        self.flush(at, out);
        let done = self.perform(out, |board| board.undo(at.seconds()));
        self.answer(seq, done, out);
    }

    pub fn redo(&mut self, seq: u64, at: Moment, out: &mut Out) {
        if self.board.is_none() {
            return self.wait(seq, Waiting::Redo(seq), out);
        }
        self.flush(at, out);
        let done = self.perform(out, |board| board.redo(at.seconds()));
        self.answer(seq, done, out);
    }

    /// What a chair does. Letters that wait are written first, so that they are in force or aside
    /// as they were when they were typed.
    pub fn moderate(&mut self, seq: u64, moderation: Moderation, at: Moment, out: &mut Out) {
        if self.board.is_none() {
            return self.wait(seq, Waiting::Moderate(seq, moderation), out);
        }
        self.flush(at, out);
        let done = match self.may_create(Kind::Lock) {
            Ok(()) => self.perform(out, |board| board.moderate(&moderation, at.random, at.seconds())),
            Err(why) => Err(why),
        };
        self.answer(seq, done, out);
    }

    /// What this person does with proposals of their own.
    pub fn propose(&mut self, seq: u64, proposing: Proposing, at: Moment, out: &mut Out) {
        if self.board.is_none() {
            return self.wait(seq, Waiting::Propose(seq, proposing), out);
        }
        self.flush(at, out);
        let drafted = match &self.board {
            Some(board) => board.draft(&proposing, at.random).map_err(|error| error.not_done()),
            None => Err(NotDone::Gone),
        };
        let done = drafted.and_then(|drafted| {
            self.allowed(drafted.act())?;
            self.perform(out, |board| board.put_aside(&drafted, at.seconds()))
        });
        self.answer(seq, done, out);
    }

    /// What the secretariat does about versions.
    pub fn adopt(&mut self, seq: u64, adoption: Adoption, at: Moment, out: &mut Out) {
        if self.board.is_none() {
            return self.wait(seq, Waiting::Adopt(seq, adoption), out);
        }
        self.flush(at, out);
        let done = match self.may_create(Kind::Version) {
            Ok(()) => self.perform(out, |board| board.adopt(&adoption, at.random, at.seconds())),
            Err(why) => Err(why),
        };
        self.answer(seq, done, out);
    }

    /// Reads what was put to the vote, and makes its digest again from this device's own document.
    pub fn look_at_version(&mut self, seq: u64, ask: &Ask, at: Moment, out: &mut Out) {
        self.flush(at, out);
        let look = |board: &Board| match ask {
            Ask::Novelties { version } => Some(Answer::Novelties(board.novelties(version.as_ref()).ok()?)),
            Ask::Adopted { version } => Some(Answer::Adopted {
                records: board.adopted(version).ok()?.everything().cloned().collect(),
                is_same: board.is_what_was_adopted(version).ok()?,
            }),
            // Asked of the device's store or the server.
            _ => None,
        };
        let answer = self.board.as_ref().and_then(look).ok_or_else(not_here);
        out.tell(ToPage::Answer { seq, answer });
    }

    /// Letters of one text are gathered into one change. Answered when they are one.
    pub fn type_in(&mut self, letters: Letters, at: Moment, out: &mut Out) {
        let seq = letters.seq;
        let Some(board) = &self.board else { return self.wait(seq, Waiting::Type(letters), out) };
        if board.records().get(letters.field.record.kind, &letters.field.record.id).is_none() {
            return self.answer(seq, Err(NotDone::Gone), out);
        }
        if let Some(of_another_text) = self.typed.type_in(letters.field, &letters.delta, letters.seen) {
            self.write_letters(&of_another_text, at, out);
        }
        self.unanswered = Some(seq);
        self.alarm(Alarm::Gather, GATHER, out);
    }

    pub fn seen(&mut self, revision: u64) {
        self.typed.seen(revision);
    }

    /// Makes the letters that wait a change.
    pub(super) fn flush(&mut self, at: Moment, out: &mut Out) {
        match self.typed.gather() {
            Some(act) => self.write_letters(&act, at, out),
            // Letters that were taken back again.
            None => self.answer_letters(Ok(Stands::InForce), out),
        }
    }

    fn write_letters(&mut self, act: &Act, at: Moment, out: &mut Out) {
        let done = match self.allowed(act) {
            Ok(()) => self.perform_own(act, at, out),
            Err(why) => Err(why),
        };
        self.answer_letters(done, out);
    }

    fn answer_letters(&mut self, done: Result<Stands, NotDone>, out: &mut Out) {
        if let Some(seq) = self.unanswered.take() {
            self.answer(seq, done, out);
        }
    }

    pub(super) fn do_what_waited(&mut self, at: Moment, out: &mut Out) {
        for waiting in std::mem::take(&mut self.waiting) {
            match waiting {
                Waiting::Act(seq, act) => self.act(seq, act, at, out),
                Waiting::Type(letters) => self.type_in(letters, at, out),
                Waiting::Undo(seq) => self.undo(seq, at, out),
                Waiting::Redo(seq) => self.redo(seq, at, out),
                Waiting::Moderate(seq, moderation) => self.moderate(seq, moderation, at, out),
                Waiting::Propose(seq, proposing) => self.propose(seq, proposing, at, out),
                Waiting::Adopt(seq, adoption) => self.adopt(seq, adoption, at, out),
            }
        }
        self.flush(at, out);
    }

    fn wait(&mut self, seq: u64, waiting: Waiting, out: &mut Out) {
        if self.waiting.len() < MAX_WAITING {
            self.waiting.push(waiting);
        } else {
            out.tell(ToPage::NotDone { seq, why: NotDone::TooLarge });
        }
    }

    /// What the page is told about every text that the act changed.
    pub(super) fn perform(
        &mut self,
        out: &mut Out,
        act: impl FnOnce(&mut Board) -> Result<Performed, BoardError>,
    ) -> Result<Stands, NotDone> {
        let Some(board) = &mut self.board else { return Err(NotDone::Gone) };
        let performed = act(board).map_err(|error| error.not_done())?;
        let stands = performed.stands;
        self.performed(performed, out);
        Ok(stands)
    }

    /// Typing: the page shows it already, and takes it back where it became a proposal.
    fn perform_own(&mut self, act: &Act, at: Moment, out: &mut Out) -> Result<Stands, NotDone> {
        let Some(board) = &mut self.board else { return Err(NotDone::Gone) };
        let back = act.edits.iter().filter_map(|edit| taken_aside(board, edit)).collect();
        let mut performed = board.perform(act, at.seconds()).map_err(|error| error.not_done())?;
        performed.changes.texts = back;
        let stands = performed.stands;
        self.performed(performed, out);
        Ok(stands)
    }

    fn performed(&mut self, performed: Performed, out: &mut Out) {
        if performed.written.is_empty() {
            return;
        }
        for written in performed.written {
            self.writing.add(Chunk::change(written.hash, written.chunk));
            self.left += 1;
        }
        self.tell_changed(performed.changes, out);
        self.write(out);
    }

    fn answer(&self, seq: u64, done: Result<Stands, NotDone>, out: &mut Out) {
        let Some(board) = &self.board else { return };
        out.tell(match done {
            Ok(stands) => ToPage::Done { seq, undo: board.undo_state(), stands },
            Err(why) => ToPage::NotDone { seq, why },
        });
    }

    /// Whether this person may do it. The server judges the same; asking here first keeps what
    /// would be refused from being written at all.
    pub(super) fn allowed(&self, act: &Act) -> Result<(), NotDone> {
        let (Some(board), Some(who)) = (&self.board, self.who()) else { return Err(NotDone::Gone) };
        may_perform(&who, act, board.records()).map_err(NotDone::Refused)
    }

    /// Whether this person may lay down records of the kind: locks and versions are the secretariat's.
    fn may_create(&self, kind: Kind) -> Result<(), NotDone> {
        let who = self.who().ok_or(NotDone::Gone)?;
        let record = RecordAt::new(kind, RecordId::single());
        may(&who, &Touch::of_record(record, Verb::Create), false).map_err(NotDone::Refused)
    }

    fn who(&self) -> Option<Who> {
        let belonging = self.belonging.as_ref()?;
        Some(Who::Member {
            member: belonging.member.clone(),
            role: belonging.role,
            organisation: belonging.organisation.clone(),
        })
    }
}

/// What takes letters out of the page again that do not stand in the section in force.
fn taken_aside(board: &Board, edit: &Edit) -> Option<(FieldAt, Delta)> {
    let Edit::Splice { at, delta } = edit else { return None };
    if !board.is_aside(at.record.kind.section()) {
        return None;
    }
    let in_force =
        board.records().get(at.record.kind, &at.record.id).map_or("", |record| record.text(&at.field));
    Some((at.clone(), delta.fitted(in_force).inverse(in_force)))
}
