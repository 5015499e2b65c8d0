//! What the desk tells, taken into the store: the only place where its messages are understood.

use super::{BoardState, DeskState, Store};
use crate::desk_link::DeskLink;
use crate::device;
use crate::texts::Follow;
use shared::delta::Delta;
use shared::desk::{Changed, Moderated, Opened, ToDesk, ToPage, UndoState};
use shared::record::{FieldAt, Record, Records, Value};
use shared::sections::Section;
use shared::words;

/// More changes than this are not held back: the view catches up, and stays frozen.
const MOST_WAITING: usize = 2_000;

impl Store {
    /// Starts the desk and says hello. Without a worker nothing can be opened, and the page says so.
    pub fn start_desk(self) {
        let lost = move || self.desk_state.set(DeskState::Lost);
        match DeskLink::start(move |message| self.hear(message), lost) {
            Some(link) => {
                self.desk.set_value(Some(link));
                self.send(&ToDesk::Hello { lang: self.lang.get_untracked(), storage: device::is_secure() });
            }
            None => lost(),
        }
    }

    fn hear(self, message: ToPage) {
        match message {
            ToPage::Ready { .. } => self.desk_state.set(DeskState::Running),
            ToPage::Opened(opened) => self.take_opened(*opened),
            ToPage::NotOpened { board, why } => {
                if self.expects(&board) {
                    self.board.set(BoardState::NotOpened { board, why });
                }
            }
            ToPage::Changed(changed) => self.take_or_hold(changed),
            ToPage::Done { seq, undo, stands } => {
                self.arrived(seq);
                self.texts_done(seq);
                let before = self.before.try_update_value(|before| before.remove(&seq)).flatten();
                self.undo_state.set(undo);
                self.stands(seq, stands, before);
            }
            ToPage::NotDone { seq, why } => {
                self.arrived(seq);
                self.texts_done(seq);
                self.take_back(seq);
                self.answered(seq);
                self.tell_not_done(&why);
            }
            ToPage::Moderated(moderated) => self.moderated.set(moderated),
            ToPage::Versions { versions } => self.versions.set(versions),
            ToPage::Held { cards, kept } => self.held.set((cards, kept)),
            ToPage::Saving(saving) => self.told_saving.set(Some(saving)),
            ToPage::Boards => self.boards_told.update(|times| *times += 1),
            ToPage::Here { peers } => self.peers.set(peers),
            ToPage::Clock { offset_ms } => self.clock_offset.set(offset_ms),
            ToPage::Names { members } => self.names.set(members),
            ToPage::Door => self.door_told.update(|times| *times += 1),
            ToPage::Answer { seq, answer } => {
                let waiting = self.waiting.try_update_value(|waiting| waiting.remove(&seq)).flatten();
                if let Some(waiting) = waiting {
                    // Whoever asked may have left the view meanwhile.
                    let _ = waiting.send(answer);
                }
            }
        }
    }

    fn expects(&self, board: &shared::ids::BoardId) -> bool {
        self.board.with_untracked(|state| match state {
            BoardState::Opening(open) | BoardState::Open { board: open, .. } => open == board,
            BoardState::NotOpened { .. } | BoardState::Closed => false,
        })
    }

    fn take_opened(&self, opened: Opened) {
        if !self.expects(&opened.board) {
            return;
        }
        let mut records = Records::default();
        opened.records.into_iter().for_each(|record| records.put(record));
        self.change_present(|present| *present = records);
        self.seen.set_value(opened.revision);
        self.me.set(Some(opened.me));
        self.questions.set(opened.questions);
        self.undo_state.set(opened.undo);
        self.moderated.set(opened.moderated);
        self.board.set(BoardState::Open { board: opened.board, stored: opened.stored });
        // A text open since the stored reading follows to what the document says.
        let follow = self.texts.try_update_value(|texts| {
            self.present(|records| records.everything().for_each(|record| texts.tell(record)));
            texts.settle()
        });
        follow.into_iter().flatten().for_each(|follow| self.follow(follow));
        self.touch_sections(Section::ALL);
    }

    /// While the view is frozen, what changes waits in order; one's own acts were painted already.
    fn take_or_hold(&self, changed: Changed) {
        if self.frozen.with_untracked(Option::is_none) {
            return self.take_changed(changed);
        }
        let others = !changed.by.is_empty();
        self.waits.update_value(|waits| waits.push(changed));
        if self.waits.with_value(Vec::len) >= MOST_WAITING {
            return self.catch_up();
        }
        if others {
            self.frozen.update(|waiting| *waiting = waiting.map(|waiting| waiting.saturating_add(1)));
        }
    }

    /// Holds the view still, or lets it go on with all that came meanwhile.
    pub fn freeze(&self, frozen: bool) {
        if frozen {
            self.frozen.set(Some(0));
            self.say(words::shell::said_frozen(self.lang.get_untracked()));
        } else {
            self.catch_up();
            self.frozen.set(None);
            self.say(words::shell::said_unfrozen(self.lang.get_untracked()));
        }
    }

    /// Takes what waits; a frozen view stays frozen.
    pub(super) fn catch_up(&self) {
        let waits = self.waits.try_update_value(std::mem::take).unwrap_or_default();
        waits.into_iter().for_each(|changed| self.take_changed(changed));
        self.frozen.update(|waiting| *waiting = waiting.map(|_| 0));
    }

    fn take_changed(&self, changed: Changed) {
        let sections: Vec<Section> = changed.records.iter().map(|record| record.kind.section()).collect();
        self.change_present(|records| {
            for record in changed.records {
                self.texts.update_value(|texts| texts.tell(&record));
                records.put(self.texts.with_value(|texts| texts.overlay(record)));
            }
        });
        for (at, delta) in &changed.texts {
            self.take_text(at, delta);
        }
        self.seen.set_value(changed.revision);
        self.send(&ToDesk::Seen { revision: changed.revision });
        if let Some(questions) = changed.questions {
            self.questions.set(questions);
        }
        self.announce(&changed.by);
        self.touch_in_turn(sections);
    }

    /// A change from the document to a text that is open on this page.
    fn take_text(&self, at: &FieldAt, delta: &Delta) {
        if delta.is_empty() {
            return;
        }
        let follow = self.texts.try_update_value(|texts| texts.take(at, delta)).flatten();
        follow.into_iter().for_each(|follow| self.follow(follow));
    }

    /// The desk has seen all up to this message.
    fn arrived(&self, seq: u64) {
        if self.on_its_way.with_untracked(|sent| sent.is_some_and(|sent| sent <= seq)) {
            self.on_its_way.set(None);
        }
    }

    fn texts_done(&self, seq: u64) {
        let follow = self.texts.try_update_value(|texts| texts.done(seq));
        follow.into_iter().flatten().for_each(|follow| self.follow(follow));
    }

    fn follow(&self, Follow { at, delta, hear }: Follow) {
        self.show_typed(&at);
        for listener in hear {
            listener(&delta);
        }
    }

    /// Puts what an open text shows into its record, so that titles elsewhere follow each letter.
    pub(super) fn show_typed(&self, at: &FieldAt) {
        let shown = self.texts.with_value(|texts| texts.shown(at));
        self.change_present(|records| {
            let known = records.get(at.record.kind, &at.record.id).cloned();
            let mut record = known.unwrap_or_else(|| Record::empty(at.record.kind, at.record.id.clone()));
            record.values.insert(at.field.clone(), Value::Text(shown));
            records.put(record);
        });
        self.touch_in_turn([at.record.kind.section()]);
    }

    /// How a text reads here, tracking nothing.
    pub fn text_at(&self, at: &FieldAt) -> String {
        self.peek(|records| {
            records
                .get(at.record.kind, &at.record.id)
                .map(|record| record.text(&at.field).to_owned())
                .unwrap_or_default()
        })
    }

    /// Begins to show a text that can be typed in; `hear` gets what others change in it.
    pub fn open_text(&self, at: &FieldAt, hear: impl Fn(&Delta) + 'static) -> (u64, String) {
        let now = self.text_at(at);
        let block = self.next_seq();
        // What was is read, and follows nothing.
        if self.is_past_now() {
            return (block, now);
        }
        self.texts.update_value(|texts| texts.open(at, &now, block, std::rc::Rc::new(hear)));
        (block, self.texts.with_value(|texts| texts.shown(at)))
    }

    pub fn close_text(&self, at: &FieldAt, block: u64) {
        // The page may be going away as a whole, and the store with it.
        let _ = self.texts.try_update_value(|texts| texts.close(at, block));
        let was_here =
            self.place.try_with_value(|place| matches!(&place.writing, Some((here, ..)) if here == at));
        if was_here == Some(true) {
            self.write_at(None);
        }
    }

    pub(super) fn forget_board(&self) {
        self.records.set_value(Records::default());
        self.present.set_value(None);
        self.past.set(None);
        self.marks.set(Default::default());
        self.texts.update_value(|texts| *texts = Default::default());
        self.me.set(None);
        self.questions.set(vec![]);
        self.peers.set(vec![]);
        self.names.set(vec![]);
        self.waiters.set(vec![]);
        self.handed.set(vec![]);
        self.told_saving.set(None);
        self.on_its_way.set(None);
        self.held.set((vec![], true));
        self.clock_offset.set(0);
        self.say_in_meeting(None);
        self.undo_state.set(UndoState::default());
        self.moderated.set(Moderated::default());
        self.versions.set(vec![]);
        self.nameless.set(None);
        self.sent.update_value(|sent| sent.clear());
        self.before.update_value(|before| before.clear());
        self.waits.update_value(Vec::clear);
        self.frozen.set(None);
        self.touch_sections(Section::ALL);
    }
}
