//! The open board: acts and typing become changes, changes become what the page is told, and
//! nothing counts as saved before it is.
//!
//! While the document loads, the page already shows the reading of the last visit; what people
//! do meanwhile waits, and is performed before the loaded board is shown.

mod acting;
mod holding;
mod keeping;
mod looking;
mod meeting;
mod merging;
mod receipts;
mod session;

use crate::core::{Alarm, BoardEvent, Keeps, Loaded, Moment, Out, not_here};
use crate::held::Held;
use crate::kept::{Belonging, Document, Kept, Reading};
use crate::table::Table;
use crate::tabs::{self, TabId, Tabs, Told};
use crate::typed::Typed;
use crate::writing::Writing;
use acting::Waiting;
use looking::Looking;
use receipts::Reach;
use shared::board::{Board, ChangeHash};
use shared::delta::Delta;
use shared::desk::{Opened, Place, Saving, ToPage, Unanswered, UndoState};
use shared::door::Refusal;
use shared::ids::BoardId;
use shared::link::{self, Link};
use shared::offset::Offset;
use shared::questions::Question;
use shared::record::{Record, Records};
use std::collections::BTreeSet;
use std::time::Duration;

pub use acting::Letters;
pub use keeping::card;

/// One board, from its opening to its closing.
pub struct OpenBoard {
    id: BoardId,
    keeps: Keeps,
    belonging: Option<Belonging>,
    /// What the page shows until the document is loaded.
    stored: Option<Reading>,
    waiting: Vec<Waiting>,
    board: Option<Board>,
    /// The actor that this tab writes as, in hexadecimal.
    actor: String,
    /// Rows that one snapshot could take the place of.
    scattered: Option<Document>,
    /// Of the reading, as the page is told it.
    revision: u64,
    questions: Vec<Question>,
    typed: Typed,
    /// The last typing that was not answered yet.
    unanswered: Option<u64>,
    writing: Writing,
    /// Cards that nobody else sees yet.
    held: Held,
    /// Chunks of others that are not applied yet.
    arrived: Vec<Vec<u8>>,
    saving: Option<Saving>,
    tabs: Tabs,
    /// This tab, among those of this device.
    tab: TabId,
    /// Whether the other tabs and the table were turned to.
    is_meeting: bool,
    link: Link,
    table: Table,
    /// How things stand with the table, as this tab or the holder of the connection knows.
    told: Told,
    /// Changes that the table does not have.
    left: u32,
    /// Proposals that it does not have, as the page was last told.
    unsent: Vec<String>,
    reach: Reach,
    /// Changes that the table did not take, on this device.
    aside: BTreeSet<ChangeHash>,
    /// Changes that the table did not take and that are not set aside yet.
    refusing: Vec<ChangeHash>,
    refused_because: Refusal,
    place: Option<Place>,
    looking: Looking,
    /// How far this device's clock is from the table's.
    offset: Offset,
    /// Just joined: nothing to show before the table has told what is on the board.
    is_bare: bool,
    /// Whether the door was asked since the table last knew the board: it is asked once.
    asked_at_door: bool,
    /// Alarms that are set.
    set: Vec<Alarm>,
}

impl OpenBoard {
    /// `tab` is random.
    pub fn new(id: BoardId, keeps: Keeps, tab: TabId) -> Self {
        Self {
            table: Table::new(id.clone(), tab),
            id,
            keeps,
            belonging: None,
            stored: None,
            waiting: vec![],
            board: None,
            actor: String::new(),
            scattered: None,
            revision: 0,
            questions: vec![],
            typed: Typed::default(),
            unanswered: None,
            writing: Writing::default(),
            held: Held::default(),
            arrived: vec![],
            saving: None,
            tabs: Tabs::default(),
            tab,
            is_meeting: false,
            link: Link::default(),
            told: Told::default(),
            left: 0,
            unsent: vec![],
            reach: Reach::default(),
            aside: BTreeSet::new(),
            refusing: vec![],
            refused_because: Refusal::Unsound,
            place: None,
            looking: Looking::default(),
            offset: Offset::default(),
            is_bare: false,
            asked_at_door: false,
            set: vec![],
        }
    }

    pub fn id(&self) -> &BoardId {
        &self.id
    }

    pub fn handle(&mut self, event: BoardEvent, at: Moment, out: &mut Out) {
        match event {
            BoardEvent::Found(kept) => self.found(*kept, out),
            BoardEvent::Loaded(loaded) => self.loaded(*loaded, at, out),
            // Taken by the desk, which lets go of the board.
            BoardEvent::NotOpened(_) => {}
            BoardEvent::Written(written) => self.written(written.is_ok(), out),
            BoardEvent::HeldWritten(written) => self.held_written(written.is_ok(), out),
            BoardEvent::Tabs(event) => self.tabs(event, at, out),
            BoardEvent::Told(message) => self.tab(message, at, out),
            BoardEvent::Link(event) => self.link(event, at, out),
            BoardEvent::Frame(bytes) => self.frame(&bytes, at, out),
            BoardEvent::Members(members) => self.members(members, at, out),
            BoardEvent::Time(answered) => self.take_time(answered, out),
            BoardEvent::Place(belonging) => self.belong(belonging, at, out),
            BoardEvent::Woke(alarm) => self.woke(alarm, at, out),
            BoardEvent::Handed => self.took_refused_work(out),
            BoardEvent::Brought(chunks) => self.arrive(chunks, out),
        }
    }

    fn woke(&mut self, alarm: Alarm, at: Moment, out: &mut Out) {
        self.set.retain(|set| *set != alarm);
        match alarm {
            Alarm::Gather => self.flush(at, out),
            Alarm::Apply => self.apply(at, out),
            Alarm::Questions => self.look_for_questions(out),
            Alarm::Retry => {
                self.write(out);
                self.write_held(out);
            }
            Alarm::Keep => self.keep(at, out),
            Alarm::Compact => self.compact(out),
            Alarm::Look => self.look_on(at.seconds(), out),
            Alarm::Breathe => self.breathe(at, out),
            Alarm::Watch(watch) => self.tabs(tabs::Event::Woke(watch), at, out),
            Alarm::Link(alarm) => self.link(link::Event::Woke(alarm), at, out),
        }
    }

    /// Sets an alarm, unless it is set.
    fn alarm(&mut self, alarm: Alarm, after: Duration, out: &mut Out) {
        if !self.set.contains(&alarm) {
            self.set.push(alarm);
            out.wake(alarm, after);
        }
    }

    fn found(&mut self, kept: Kept, out: &mut Out) {
        let Some(belonging) = kept.belonging else { return };
        self.told.names = if kept.names.is_empty() { vec![belonging.card()] } else { kept.names };
        out.tell(ToPage::Names { members: self.told.names.clone() });
        self.told.acknowledged = kept.acknowledged;
        self.told.log = kept.log;
        self.told.receipt = kept.receipt;
        self.told.refused = kept.refused;
        self.held.found(kept.held);
        self.tell_held(out);
        self.looking.came_back(kept.visit);
        if let Some(reading) = kept.reading {
            out.tell(ToPage::Opened(Box::new(Opened {
                board: self.id.clone(),
                stored: true,
                revision: self.revision,
                me: belonging.me(false),
                records: reading.records.clone(),
                questions: reading.questions.clone(),
                moderated: reading.moderated.clone(),
                undo: UndoState::default(),
            })));
            self.stored = Some(reading);
        }
        self.belonging = Some(belonging);
    }

    fn loaded(&mut self, loaded: Loaded, at: Moment, out: &mut Out) {
        let Some(belonging) = &self.belonging else {
            return out.tell(ToPage::NotOpened { board: self.id.clone(), why: not_here() });
        };
        let Ok(board) = loaded.document.open(loaded.actor, Some(&belonging.member)) else {
            return out.tell(ToPage::NotOpened { board: self.id.clone(), why: Unanswered::NotABoard });
        };
        self.actor = loaded.actor_name();
        self.is_bare = belonging.shared && loaded.document.is_empty() && self.stored.is_none();
        self.writing = Writing::default();
        self.typed = Typed::default();
        self.revision += 1;
        if let Some(stored) = self.stored.take() {
            self.catch_up(&stored, board.records());
        }
        self.questions = merging::open_questions(&board);
        self.board = Some(board);
        self.aside = loaded.document.set_aside();
        self.note_scattered(loaded.document, out);
        // Answered before the board is shown as loaded: the page's letters are then in it.
        self.do_what_waited(at, out);
        self.reveal_held(true, at, out);
        if !self.is_bare {
            self.tell_opened(out);
            self.keep_soon(out);
        }
        self.count_left();
        self.look_on(at.seconds(), out);
        self.meet(at, out);
    }

    /// Shows a board that was joined just now, with what the table told of it or without.
    fn show_bare(&mut self, out: &mut Out) {
        if std::mem::take(&mut self.is_bare) {
            self.tell_opened(out);
            self.keep_soon(out);
            self.look_for_questions(out);
        }
    }

    /// What the page typed over the stored reading will be moved over what the document says.
    fn catch_up(&mut self, stored: &Reading, now: &Records) {
        for waiting in &self.waiting {
            let Waiting::Type(Letters { field, .. }) = waiting else { continue };
            let (kind, id) = (field.record.kind, &field.record.id);
            let text =
                |record: Option<&Record>| record.map_or("", |record| record.text(&field.field)).to_owned();
            let old = text(stored.records.iter().find(|record| record.kind == kind && record.id == *id));
            let new = text(now.get(kind, id));
            if old != new && !self.typed.has_told(field) {
                self.typed.tell(self.revision, field, &Delta::between(&old, &new));
            }
        }
    }

    fn tell_opened(&self, out: &mut Out) {
        let (Some(board), Some(belonging)) = (&self.board, &self.belonging) else { return };
        out.tell(ToPage::Opened(Box::new(Opened {
            board: self.id.clone(),
            stored: false,
            revision: self.revision,
            me: belonging.me(board.is_newer()),
            records: board.records().everything().cloned().collect(),
            questions: self.questions.clone(),
            moderated: self.moderated(board),
            undo: board.undo_state(),
        })));
        self.tell_versions(out);
    }
}
