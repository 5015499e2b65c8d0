//! Questions about the past of the open board. The history is read on in small steps between
//! everything else, once anybody asks; one question is answered at a time, so that a keystroke never waits
//! for more than one.

use super::OpenBoard;
use crate::core::{Alarm, Moment, Out};
use crate::kept::Visit;
use shared::board::{Board, BoardError, ChangeHash, Chronicle};
use shared::desk::{Answer, ToPage, Unanswered};
use shared::ids::MemberId;
use shared::past::{Look, Sight};
use std::collections::VecDeque;
use std::time::Duration;

/// How many changes are read in one step: some tens of milliseconds on a slow device.
const STEP: usize = 200;
/// Most questions that wait.
const MAX_WAITING: usize = 40;
/// A visit that begins within this of the last one's end goes on with it, as after a reload.
const SAME_VISIT_SECONDS: i64 = 15 * 60;

/// What is known of the past, and what was asked about it.
#[derive(Debug, Default)]
pub(super) struct Looking {
    chronicle: Chronicle,
    waiting: VecDeque<(u64, Look)>,
    /// How far this device had seen the board when it came.
    came: Option<Visit>,
    /// The end of the visit before this one and the heads then, decided once.
    before: Option<Before>,
}

/// Nothing on a first visit.
type Before = Option<(i64, Vec<String>)>;

impl Looking {
    pub fn came_back(&mut self, visit: Option<Visit>) {
        self.came = visit;
        self.before = None;
    }

    /// The end of the visit before this one. One that ended just before `now` goes on.
    fn before(&mut self, now: i64) -> Before {
        let came = &self.came;
        let decide = || {
            let came = came.as_ref()?;
            match (0..SAME_VISIT_SECONDS).contains(&(now - came.at)) {
                true => came.before.clone(),
                false => Some((came.at, came.seen.clone())),
            }
        };
        self.before.get_or_insert_with(decide).clone()
    }

    /// The visit as it is to be kept now.
    pub fn visit(&mut self, board: &Board, now: i64) -> Visit {
        let seen = board.heads().iter().map(ToString::to_string).collect();
        Visit { at: now, seen, before: self.before(now) }
    }

    fn sight(
        &mut self,
        board: &Board,
        look: &Look,
        me: Option<&MemberId>,
        now: i64,
    ) -> Result<Sight, BoardError> {
        Ok(match look {
            Look::Acts { around, filter } => Sight::Acts(board.acts(&self.chronicle, *around, filter)),
            Look::Timeline { offset_minutes } => {
                Sight::Timeline(board.timeline(&self.chronicle, *offset_minutes))
            }
            Look::Then { moment } => {
                let then = board.then(&self.chronicle, moment)?;
                Sight::Then {
                    records: then.records.everything().cloned().collect(),
                    at: then.at,
                    number: then.number,
                }
            }
            Look::Between { from, to } => {
                let (from, to) = (board.then(&self.chronicle, from)?, board.then(&self.chronicle, to)?);
                Sight::Between(board.compared(&from, &to))
            }
            Look::Writers { at } => Sight::Writers(board.writers(at)),
            Look::Since => {
                let before = self.before(now);
                let seen = before.iter().flat_map(|(_, heads)| heads);
                let seen: Vec<ChangeHash> = seen.filter_map(|head| head.parse().ok()).collect();
                Sight::Since(board.since(&seen, before.as_ref().map(|(at, _)| *at), me))
            }
        })
    }
}

impl OpenBoard {
    /// Answered as soon as the history is read so far. Letters that wait are part of it.
    pub fn look(&mut self, seq: u64, look: Look, at: Moment, out: &mut Out) {
        self.flush(at, out);
        if self.looking.waiting.len() >= MAX_WAITING {
            return tell(seq, Err(Unanswered::NoSuchMoment), out);
        }
        self.looking.waiting.push_back((seq, look));
        self.look_soon(out);
    }

    fn look_soon(&mut self, out: &mut Out) {
        self.alarm(Alarm::Look, Duration::ZERO, out);
    }

    /// Reads on, or answers what was asked first. Before the document is loaded it waits.
    pub(super) fn look_on(&mut self, now: i64, out: &mut Out) {
        let Some(board) = &self.board else { return };
        let looking = &mut self.looking;
        let Some((_, first)) = looking.waiting.front() else { return };
        let needs_all = !matches!(first, Look::Since | Look::Writers { .. });
        if needs_all && !looking.chronicle.read_on(board, STEP) {
            return self.look_soon(out);
        }
        if let Some((seq, look)) = looking.waiting.pop_front() {
            let me = self.belonging.as_ref().map(|belonging| &belonging.member);
            let sight = looking.sight(board, &look, me, now);
            let answer = sight.map(|sight| Answer::Past(Box::new(sight)));
            tell(seq, answer.map_err(|_| Unanswered::NoSuchMoment), out);
        }
        if !self.looking.waiting.is_empty() {
            self.look_soon(out);
        }
    }
}

fn tell(seq: u64, answer: Result<Answer, Unanswered>, out: &mut Out) {
    out.tell(ToPage::Answer { seq, answer });
}
