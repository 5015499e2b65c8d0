//! What a moderated session asks of the open board: the table's time, as long as one is held, and
//! what it changed in the plan.

use super::OpenBoard;
use crate::core::Out;
use shared::board::BoardError;
use shared::desk::{Answer, ToPage, Unanswered};
use shared::door::Problem;
use shared::ids::RecordId;
use shared::offset::Answered;
use shared::sections::session::running;

impl OpenBoard {
    pub(super) fn is_in_session(&self) -> bool {
        self.board.as_ref().is_some_and(|board| running(board.records()).is_some())
    }

    pub(super) fn take_time(&mut self, answered: Answered, out: &mut Out) {
        if self.offset.take(answered) {
            self.told.offset_ms = self.offset.millis();
            out.tell(ToPage::Clock { offset_ms: self.told.offset_ms });
            self.tell_tabs(out);
        }
    }

    pub fn tell_meeting_changes(&self, seq: u64, meeting: &RecordId, out: &mut Out) {
        let Some(board) = &self.board else {
            // The document is still loading: asked again once it is there.
            return out.tell(ToPage::Answer { seq, answer: Err(Unanswered::Door(Problem::Offline)) });
        };
        let answer = match board.meeting_changes(meeting) {
            Ok(changes) => Ok(Answer::Changes(changes)),
            Err(BoardError::UnknownHeads) => Err(Unanswered::Door(Problem::Offline)),
            Err(_) => Err(Unanswered::Door(Problem::NotHere)),
        };
        out.tell(ToPage::Answer { seq, answer });
    }
}
