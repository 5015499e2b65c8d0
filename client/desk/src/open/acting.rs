//! What this person does on the open board.

use super::OpenBoard;
use crate::core::{Alarm, Moment, Out};
use crate::kept::Chunk;
use crate::typed::GATHER;
use shared::act::Act;
use shared::board::{Board, BoardError, Performed};
use shared::delta::Delta;
use shared::desk::{NotDone, ToPage};
use shared::policy::{Who, may_perform};
use shared::record::FieldAt;

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
            None => self.answer_letters(Ok(()), out),
        }
    }

    fn write_letters(&mut self, act: &Act, at: Moment, out: &mut Out) {
        let done = match self.allowed(act) {
            Ok(()) => self.perform_own(out, |board| board.perform(act, at.seconds())),
            Err(why) => Err(why),
        };
        self.answer_letters(done, out);
    }

    fn answer_letters(&mut self, done: Result<(), NotDone>, out: &mut Out) {
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
    fn perform(
        &mut self,
        out: &mut Out,
        act: impl FnOnce(&mut Board) -> Result<Performed, BoardError>,
    ) -> Result<(), NotDone> {
        let Some(board) = &mut self.board else { return Err(NotDone::Gone) };
        let performed = act(board).map_err(|error| error.not_done())?;
        self.performed(performed, out);
        Ok(())
    }

    /// Typing: the page shows it already.
    fn perform_own(
        &mut self,
        out: &mut Out,
        act: impl FnOnce(&mut Board) -> Result<Performed, BoardError>,
    ) -> Result<(), NotDone> {
        let Some(board) = &mut self.board else { return Err(NotDone::Gone) };
        let mut performed = act(board).map_err(|error| error.not_done())?;
        performed.changes.texts.clear();
        self.performed(performed, out);
        Ok(())
    }

    fn performed(&mut self, performed: Performed, out: &mut Out) {
        let Some(written) = performed.change else { return };
        self.writing.add(Chunk::change(written.hash, written.chunk));
        self.left += 1;
        self.tell_changed(performed.changes, out);
        self.write(out);
    }

    fn answer(&self, seq: u64, done: Result<(), NotDone>, out: &mut Out) {
        let Some(board) = &self.board else { return };
        out.tell(match done {
            Ok(()) => ToPage::Done { seq, undo: board.undo_state() },
            Err(why) => ToPage::NotDone { seq, why },
        });
    }

    /// Whether this person may do it. The server judges the same; asking here first keeps what
    /// would be refused from being written at all.
    fn allowed(&self, act: &Act) -> Result<(), NotDone> {
        let (Some(board), Some(belonging)) = (&self.board, &self.belonging) else {
            return Err(NotDone::Gone);
        };
        let who = Who::Member {
            member: belonging.member.clone(),
            role: belonging.role,
            organisation: belonging.organisation.clone(),
        };
        may_perform(&who, act, board.records()).map_err(NotDone::Refused)
    }
}
