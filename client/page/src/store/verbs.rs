//! What a view does: acts, typing, questions to the desk, and words said to the person.

use super::{BoardState, LANG_SETTING, Store, Toast};
use crate::device;
use futures_channel::oneshot;
use leptos::prelude::*;
use shared::act::{Act, Edit};
use shared::delta::Delta;
use shared::desk::{Answer, Ask, NotDone, Place, ToDesk, Unanswered};
use shared::door::Problem;
use shared::ids::{BoardId, MemberId, RecordId};
use shared::lang::Lang;
use shared::record::{FieldAt, RecordAt};
use shared::words;
use std::collections::BTreeSet;
use std::time::Duration;

/// Carets are told no more often than this: smooth enough to the eye, light on the network.
const PLACE_EVERY: Duration = Duration::from_millis(120);

/// Others' changes are told to screen readers at most this often.
const ANNOUNCE_EVERY_SECONDS: i64 = 30;

impl Store {
    pub(super) fn send(&self, message: &ToDesk) {
        self.desk.with_value(|desk| {
            if let Some(desk) = desk {
                desk.send(message);
            }
        });
    }

    pub(super) fn next_seq(&self) -> u64 {
        self.seq.update_value(|seq| *seq += 1);
        self.seq.get_value()
    }

    /// Opens a board of this device, unless it is the one already open.
    pub fn open(&self, board: &BoardId) {
        let is_open = self.board.with_untracked(|state| match state {
            BoardState::Opening(open) | BoardState::Open { board: open, .. } => open == board,
            BoardState::NotOpened { .. } | BoardState::Closed => false,
        });
        if !is_open {
            self.forget_board();
            self.board.set(BoardState::Opening(board.clone()));
            self.send(&ToDesk::Open { board: board.clone() });
        }
    }

    /// Back to the home page; the board stays on the device.
    pub fn close(&self) {
        if self.board.with_untracked(|state| *state != BoardState::Closed) {
            self.forget_board();
            self.board.set(BoardState::Closed);
            self.send(&ToDesk::Close);
        }
    }

    /// Performs an act: on this page's records at once, and on the board by the desk, whose
    /// `Changed` is then the truth.
    pub fn act(&self, act: Act) {
        let seq = self.next_seq();
        let touched: BTreeSet<RecordAt> = act.edits.iter().map(touched).collect();
        let by = self.me.with_untracked(|me| me.as_ref().map(|me| me.member.to_string()).unwrap_or_default());
        let before = self.peek(|records| {
            touched.iter().map(|at| (at.clone(), records.get(at.kind, &at.id).cloned())).collect()
        });
        self.before.update_value(|all| {
            all.insert(seq, before);
        });
        self.records.update_value(|records| records.apply(&act, &by, device::now()));
        self.touch_sections(touched.iter().map(|at| at.kind.section()));
        self.send(&ToDesk::Act { seq, act });
    }

    /// The desk did not perform an act: what was painted ahead of it goes back.
    pub(super) fn take_back(&self, seq: u64) {
        let Some(before) = self.before.try_update_value(|all| all.remove(&seq)).flatten() else { return };
        let sections: Vec<_> = before.iter().map(|(at, _)| at.kind.section()).collect();
        self.records.update_value(|records| {
            for (at, record) in before {
                match record {
                    Some(record) => records.put(record),
                    None => drop(records.forget(at.kind, &at.id)),
                }
            }
        });
        self.touch_sections(sections);
    }

    /// Types into a text: shown at once, sent with the last revision this page has taken.
    /// `block` is the field that was typed in, so that only others showing this text follow.
    pub fn type_in(&self, at: &FieldAt, delta: Delta, block: u64) {
        if delta.is_empty() {
            return;
        }
        let seq = self.next_seq();
        let hear =
            self.texts.try_update_value(|texts| texts.type_in(at, seq, &delta, block)).unwrap_or_default();
        self.show_typed(at);
        let message = ToDesk::Type { seq, at: at.clone(), delta: delta.clone(), seen: self.seen.get_value() };
        self.send(&message);
        for listener in hear {
            listener(&delta);
        }
    }

    pub fn undo(&self) {
        // What is taken back must be seen.
        self.catch_up();
        if self.undo_state.get_untracked().undo {
            let seq = self.next_seq();
            self.send(&ToDesk::Undo { seq });
        }
    }

    pub fn redo(&self) {
        self.catch_up();
        if self.undo_state.get_untracked().redo {
            let seq = self.next_seq();
            self.send(&ToDesk::Redo { seq });
        }
    }

    /// This person is at a section or an object.
    pub fn be_at(&self, place: Place) {
        self.place.update_value(|here| {
            let writing =
                here.writing.take().filter(|(at, ..)| Some(at.record.kind.section()) == place.section);
            *here = Place { writing, ..place };
        });
        self.tell_place();
    }

    /// This person's caret is in a text (UTF-16; equal ends are a caret), or in none.
    pub fn write_at(&self, writing: Option<(FieldAt, u32, u32)>) {
        self.place.update_value(|here| here.writing = writing);
        self.tell_place();
    }

    /// Tells the others where this person is, at most every so often: the last place wins.
    fn tell_place(&self) {
        let store = *self;
        let waits = self.place_waits.try_update_value(|waits| std::mem::replace(waits, true)).unwrap_or(true);
        if !waits {
            set_timeout(
                move || {
                    store.place_waits.set_value(false);
                    store.send(&ToDesk::Here { place: store.place.get_value() });
                },
                PLACE_EVERY,
            );
        }
    }

    pub fn network(&self, online: bool) {
        self.send(&ToDesk::Network { online });
    }

    /// Asks the desk something that has one answer.
    pub async fn ask(self, ask: Ask) -> Result<Answer, Unanswered> {
        let seq = self.next_seq();
        let (answer, answered) = oneshot::channel();
        self.waiting.update_value(|waiting| {
            waiting.insert(seq, answer);
        });
        self.send(&ToDesk::Ask { seq, ask });
        // A desk that is gone answers nothing: as good as no network.
        answered.await.unwrap_or(Err(Unanswered::Door(Problem::Offline)))
    }

    /// A fresh id for a record made here.
    pub fn new_id(&self) -> RecordId {
        RecordId::from_random(device::random())
    }

    /// Any number, for order keys (see `shared::order`).
    pub fn jitter(&self) -> u32 {
        u32::from_le_bytes(device::random())
    }

    /// Says something politely to a screen reader.
    pub fn say(&self, words: impl Into<String>) {
        self.announcement.set(words.into());
    }

    /// Says that others changed the board, seldom enough not to disturb.
    pub(super) fn announce(&self, by: &[MemberId]) {
        let me = self.me.with_untracked(|me| me.as_ref().map(|me| me.member.clone()));
        let others: BTreeSet<String> = untrack(|| {
            by.iter()
                .filter(|member| Some(*member) != me.as_ref())
                .map(|member| self.badge_of_member(member).name)
                .collect()
        });
        let now = device::now();
        if !others.is_empty() && now - self.announced.get_value() >= ANNOUNCE_EVERY_SECONDS {
            self.announced.set_value(now);
            let names = others.into_iter().collect::<Vec<_>>().join(", ");
            self.say(words::shell::changed_by(self.lang.get_untracked(), names));
        }
    }

    /// Shows a line at the foot of the window, and says it; `undo` offers to take the act back.
    pub fn tell(&self, words: impl Into<String>, undo: bool) {
        let words = words.into();
        self.say(words.clone());
        self.toast.set(Some(Toast { words, undo }));
    }

    /// Says why an act was not performed; what was written stays where it is.
    pub(super) fn tell_not_done(&self, why: &NotDone) {
        let lang = self.lang.get_untracked();
        let words = match why {
            NotDone::Refused(_) => words::shell::not_done_refused(lang),
            NotDone::Gone => words::shell::not_done_gone(lang),
            NotDone::TooLarge => words::shell::not_done_too_large(lang),
            NotDone::ReadOnly => words::shell::not_done_read_only(lang),
            NotDone::Nothing => words::shell::not_done_nothing(lang),
            NotDone::NotChair => words::shell::not_done_not_chair(lang),
            NotDone::Unsettled => words::shell::not_done_unsettled(lang),
            NotDone::NotMet => words::shell::not_done_not_met(lang),
        };
        self.tell(words, false);
    }

    pub fn speak(&self, lang: Lang) {
        device::keep_setting(LANG_SETTING, lang.code());
        self.lang.set(lang);
    }
}

/// The record that an edit changes.
fn touched(edit: &Edit) -> RecordAt {
    match edit {
        Edit::Create { at, .. } | Edit::Remove { at } | Edit::Restore { at } => at.clone(),
        Edit::Set { at, .. } | Edit::Splice { at, .. } | Edit::Settle { at } => at.record.clone(),
    }
}
