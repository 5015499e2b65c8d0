//! Undo and redo of one's own acts, as section by section they still can be: an act that was settled stays,
//! one from before a lock is taken back as a proposal.

use super::undo::{Step, Way};
use super::{Board, BoardError, Onto, Performed};
use crate::act::Message;
use crate::desk::UndoState;
use crate::sections::Kind;

impl Board {
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
            if self.is_settled(&step) {
                continue;
            }
            let Some(onto) = self.taken_back_onto(&step) else { continue };
            let open_before = self.own_open().len();
            let written = self.write(&onto, message, at, |writer| {
                step.reversals.iter().rev().try_for_each(|reversal| writer.reverse(reversal))
            });
            match written {
                Ok((performed, _)) if performed.written.is_empty() => {}
                Err(BoardError::Gone) => {}
                Ok((mut performed, done)) => {
                    let hash = performed.written.first().map(|written| written.hash);
                    let aside = hash.filter(|_| matches!(onto, Onto::Aside(_)));
                    if aside.is_some() {
                        performed.stands = self.stands_after(open_before);
                    }
                    self.undo.reversed(way, Step::new(done.reversals, at, aside), &done.renewed);
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

    /// Whether a step is a vote that was closed since: it stays as it was cast.
    fn is_settled(&self, step: &Step) -> bool {
        step.records().filter(|at| at.kind == Kind::Vote).any(|at| {
            let vote = self.records.get(at.kind, &at.id);
            let version = vote.and_then(|vote| vote.reference("version"));
            let closed = version.and_then(|version| self.records.get(Kind::Version, &version));
            closed.is_some_and(|version| !version.text("closed").is_empty())
        })
    }

    /// Where a step is taken back; nothing for a proposal that was settled, or whose section is
    /// not locked any more.
    fn taken_back_onto(&self, step: &Step) -> Option<Onto> {
        let Some(aside) = step.aside else {
            // An act from before the lock becomes a proposal to take it back.
            let places = step.sections().map(|section| self.onto(section));
            return Some(places.into_iter().find(|onto| *onto != Onto::Now).unwrap_or(Onto::Now));
        };
        let section = step.sections().next()?;
        self.locks.held(section)?;
        self.is_open(section, &aside).then(|| Onto::Aside(vec![aside]))
    }
}
