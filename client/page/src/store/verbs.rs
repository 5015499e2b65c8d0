//! What a view does: acts, typing, questions to the desk, and words said to the person.

use super::{BoardState, LANG_SETTING, Sent, Store, Toast};
use crate::device;
use futures_channel::oneshot;
use leptos::prelude::*;
use shared::act::{Act, Edit};
use shared::delta::Delta;
use shared::desk::{Answer, Ask, NotDone, Place, ToDesk, Unanswered};
use shared::door::Problem;
use shared::ids::{BoardId, MemberId, RecordId};
use shared::lang::Lang;
use shared::meeting::floor::InMeeting;
use shared::ordered::OrdSet;
use shared::record::{FieldAt, RecordAt};
use shared::sections::ideas::HeldCard;
use shared::version::Adoption;
use shared::words;
use std::time::Duration;

/// Carets are told no more often than this: smooth enough to the eye, light on the network.
const PLACE_EVERY: Duration = Duration::from_millis(120);

/// Others' changes are told to screen readers at most this often.
const ANNOUNCE_EVERY_SECONDS: i64 = 30;

impl Store {
    pub(super) fn send(&self, message: &ToDesk) {
        if let Some(seq) = message.writes() {
            self.on_its_way.set(Some(seq));
        }
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
    /// `Changed` is then the truth. What it does in a section that somebody else holds is not painted:
    /// it becomes a proposal, and is shown as one.
    pub fn act(&self, act: Act) {
        self.act_noting(act, None);
    }

    /// Performs an act of which there is more to say than that it is done. Where it becomes a proposal the
    /// note is told with that, once it is one; whether it does is returned.
    pub fn act_noting(&self, act: Act, note: Option<String>) -> bool {
        if self.is_past_now() {
            return false;
        }
        match self.nameless(act) {
            Ok(act) => self.send_act(act, note),
            Err(nameless) => {
                self.nameless.set(Some(nameless));
                true
            }
        }
    }

    /// Sends an act that says all it means, about the present, whatever is shown. Returns whether some of it
    /// becomes a proposal.
    pub(super) fn send_act(&self, act: Act, note: Option<String>) -> bool {
        let seq = self.next_seq();
        let (painted, is_aside) = self.in_force_of(&act);
        if is_aside {
            self.asides.update_value(|count| *count += 1);
            self.sent_as(seq, Sent::Proposal { note });
        }
        let touched: OrdSet<RecordAt> = painted.edits.iter().map(touched).collect();
        let by = self.me.with_untracked(|me| me.as_ref().map(|me| me.member.to_string()).unwrap_or_default());
        let before = self.present(|records| {
            touched.iter().map(|at| (at.clone(), records.get(at.kind, &at.id).cloned())).collect()
        });
        self.before.update_value(|all| {
            all.insert(seq, before);
        });
        self.change_present(|records| records.apply(&painted, &by, device::now()));
        self.touch_sections(touched.iter().map(|at| at.kind.section()));
        self.send(&ToDesk::Act { seq, act });
        is_aside
    }

    /// The desk did not perform an act: what was painted ahead of it goes back.
    pub(super) fn take_back(&self, seq: u64) {
        let Some(before) = self.before.try_update_value(|all| all.remove(&seq)).flatten() else { return };
        let sections: Vec<_> = before.iter().map(|(at, _)| at.kind.section()).collect();
        self.change_present(|records| {
            for (at, record) in before {
                match record {
                    Some(record) => records.put(record),
                    None => drop(records.forget(at.kind, &at.id)),
                }
            }
        });
        self.touch_sections(sections);
    }

    /// What the secretariat does about votes. The desk answers like an act, and says why not.
    pub fn adopt(&self, adoption: Adoption) {
        let seq = self.next_seq();
        self.send(&ToDesk::Adopt { seq, adoption });
    }

    /// Types into a text: shown at once, sent with the last revision this page has taken.
    /// `block` is the field that was typed in, so that only others showing this text follow.
    pub fn type_in(&self, at: &FieldAt, delta: Delta, block: u64) {
        if delta.is_empty() || self.is_past_now() {
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
            self.sent_as(seq, Sent::TakingBack);
            self.send(&ToDesk::Undo { seq });
        }
    }

    pub fn redo(&self) {
        self.catch_up();
        if self.undo_state.get_untracked().redo {
            let seq = self.next_seq();
            self.sent_as(seq, Sent::TakingBack);
            self.send(&ToDesk::Redo { seq });
        }
    }

    /// This person is at a section or an object.
    pub fn be_at(&self, place: Place) {
        self.place.update_value(|here| {
            let writing =
                here.writing.take().filter(|(at, ..)| Some(at.record.kind.section()) == place.section);
            *here = Place { writing, meeting: here.meeting.take(), ..place };
        });
        self.tell_place();
    }

    /// This person's caret is in a text (UTF-16; equal ends are a caret), or in none.
    pub fn write_at(&self, writing: Option<(FieldAt, u32, u32)>) {
        self.place.update_value(|here| here.writing = writing);
        self.tell_place();
    }

    /// Holds a card back as it reads now; one without words is thrown away.
    pub fn hold(&self, card: HeldCard) {
        self.send(&ToDesk::Hold { card });
    }

    /// What this person says in the meeting that is held, or nothing.
    pub fn say_in_meeting(&self, says: Option<InMeeting>) {
        let is_news = self.place.try_update_value(|here| {
            let is_news = here.meeting != says;
            here.meeting = says;
            is_news
        });
        if is_news == Some(true) {
            self.tell_place();
        }
    }

    /// The time of day as the table has it, in Unix milliseconds.
    pub fn table_ms(&self) -> i64 {
        device::now_ms() + self.clock_offset.get_untracked()
    }

    /// What changed in the plan while a meeting lasted, or since it began.
    pub async fn meeting_changes(self, meeting: RecordId) -> Result<Answer, Unanswered> {
        self.question(|seq| ToDesk::MeetingChanges { seq, meeting }).await
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
        if let Ask::Leave { board } = &ask {
            device::forget_board(&super::proposing::told_key(board));
        }
        self.question(|seq| ToDesk::Ask { seq, ask }).await
    }

    pub(super) async fn question(self, question: impl FnOnce(u64) -> ToDesk) -> Result<Answer, Unanswered> {
        let seq = self.next_seq();
        let (answer, answered) = oneshot::channel();
        self.waiting.update_value(|waiting| {
            waiting.insert(seq, answer);
        });
        self.send(&question(seq));
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
        let others: OrdSet<String> = untrack(|| {
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
        // "Removed" of what is a proposal only is not true; what it became is told once it is one.
        if undo && self.is_proposing() {
            return;
        }
        self.show_line(words.into(), undo);
    }

    pub(super) fn show_line(&self, words: String, undo: bool) {
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
