//! A desk on a device without a browser: its effects are done at once, on rows in memory, against
//! a table of our own.

use super::*;
use crate::kept;
use crate::store::{Memory, Rows, Table as RowsOf};
use shared::act::Act;
use shared::board::{Board, ChangeHash, sync};
use shared::compare::Difference;
use shared::delta::Delta;
use shared::desk::{Moderated, NotDone, Opened, SavedHere, Saving, SharedWithTable};
use shared::door::{Refusal, Role};
use shared::ids::{MemberId, RecordId};
use shared::lock::{Fate, Moderation, Proposal, Proposing, Stands};
use shared::receipt::ReceiptKey;
use shared::record::{FieldAt, RecordAt, Scalar, Value};
use shared::sections::{Kind, Section};
use shared::wire::{Frame, PeerId, PeerMetadata, Route, StorageHeads, payload};
use std::collections::VecDeque;

mod held;
mod looking;
mod receipts;
mod saving;
mod session;

fn lagune() -> BoardId {
    shared::wire::board_id([7; 16])
}

fn statement() -> FieldAt {
    RecordAt::single(Kind::Vision).field("statement")
}

fn node(id: &str) -> RecordAt {
    RecordAt::new(Kind::Node, RecordId::parse(id).unwrap())
}

fn add_node(id: &str) -> ToDesk {
    let values = vec![("title".to_owned(), Value::Text("Lagune".to_owned()))];
    ToDesk::Act { seq: 50, act: Act::create(node(id), values) }
}

/// The server's side of one connection, as small as it can be.
struct Table {
    board: Board,
    peer: sync::State,
    /// What it was sent and not taken.
    refuses: bool,
    /// It answers and takes nothing in yet.
    is_slow: bool,
    /// Frames that reached it with changes.
    deliveries: usize,
    log: String,
    key: ReceiptKey,
    /// The receipts that it was shown.
    shown: Vec<Vec<ChangeHash>>,
}

impl Table {
    fn new() -> Self {
        Self {
            board: Board::new([99; 16], None),
            peer: sync::State::new(),
            refuses: false,
            is_slow: false,
            deliveries: 0,
            log: "store".into(),
            key: ReceiptKey::new([5; 32]),
            shown: vec![],
        }
    }

    /// One that lost everything, and goes by another name.
    fn emptied() -> Self {
        Self { log: "another".into(), ..Self::new() }
    }

    fn hear(&mut self, bytes: &[u8]) -> Vec<Vec<u8>> {
        let me = PeerId::parse("table").unwrap();
        match Frame::decode(bytes).unwrap().unwrap() {
            Frame::Join { sender, .. } => {
                self.peer = sync::State::new();
                let metadata = PeerMetadata { storage: Some(self.log.clone()), ..PeerMetadata::default() };
                let route = Route { sender: me, target: sender };
                vec![Frame::Peer { route, metadata, version: "1".into() }.encode()]
            }
            Frame::Request { route, payload, .. } | Frame::Sync { route, payload, .. } => {
                let back = Route { sender: me, target: route.sender };
                let mut message = payload::read(&payload).unwrap();
                let changes = payload::changes(message.changes.iter()).unwrap();
                message.changes = sync::ChunkList::empty();
                let mut frames = vec![];
                self.deliveries += usize::from(!changes.is_empty());
                if self.is_slow {
                    message.heads.retain(|head| self.board.has(&[*head]));
                } else if self.refuses && !changes.is_empty() {
                    let hashes = changes.iter().map(|change| change.hash()).collect();
                    let why = Refusal::Role;
                    frames
                        .push(Frame::Refused { route: back.clone(), board: lagune(), hashes, why }.encode());
                    message.heads.retain(|head| self.board.has(&[*head]));
                } else {
                    self.board.take(changes).unwrap();
                }
                self.board.receive_sync_message(&mut self.peer, message).unwrap();
                if let Some(answer) = self.board.generate_sync_message(&mut self.peer) {
                    let payload = answer.encode();
                    frames.push(Frame::Sync { route: back.clone(), board: lagune(), payload }.encode());
                }
                frames.push(self.acknowledgement(back));
                frames
            }
            Frame::Heads { board, mut heads, receipt: Some(seal), .. } => {
                let heads = heads.pop().unwrap().heads;
                assert!(self.key.has_sealed(&board, &heads, &seal));
                self.shown.push(heads);
                vec![]
            }
            _ => vec![],
        }
    }

    fn acknowledgement(&self, route: Route) -> Vec<u8> {
        let heads = self.board.heads();
        let receipt = Some(self.key.seal(&lagune(), &heads));
        let heads = vec![StorageHeads { storage: self.log.clone(), heads, timestamp: 0 }];
        Frame::Heads { route, board: lagune(), heads, receipt }.encode()
    }
}

/// One tab, with the rows of its device.
struct Tab {
    desk: Desk,
    rows: Memory,
    disk_is_full: bool,
    /// The table in reach, if there is one.
    table: Option<Table>,
    is_dialed: bool,
    told: Vec<ToPage>,
    alarms: Vec<(u32, Alarm)>,
    to_tabs: Vec<tabs::Message>,
    /// Writes wait here while a test looks.
    writes_wait: bool,
    waiting: Vec<(u32, Vec<Write>)>,
    actors: u8,
    /// Since the first day of the story.
    hours: i64,
}

impl Tab {
    /// A device of a member who has the board, empty, on it.
    fn of(role: Role, is_shared: bool) -> Self {
        let rows = Memory::default();
        let belonging = Belonging {
            member: MemberId::parse("ana").unwrap(),
            role,
            organisation: None,
            name: "Ana".into(),
            function: String::new(),
            shared: is_shared,
        };
        rows.write(&lagune(), &[kept::belonging(&belonging)]);
        Self::on(rows)
    }

    fn on(rows: Memory) -> Self {
        Self {
            desk: Desk::default(),
            rows,
            disk_is_full: false,
            table: None,
            is_dialed: false,
            told: vec![],
            alarms: vec![],
            to_tabs: vec![],
            writes_wait: false,
            waiting: vec![],
            actors: 0,
            hours: 0,
        }
    }

    fn opened(role: Role) -> Self {
        let mut tab = Self::of(role, false);
        tab.says(ToDesk::Open { board: lagune() });
        tab
    }

    fn at_table(table: Table) -> Self {
        let mut tab = Self::of(Role::Partner, true);
        tab.table = Some(table);
        tab.says(ToDesk::Open { board: lagune() });
        tab.waits();
        tab
    }

    fn says(&mut self, message: ToDesk) {
        self.happens(Event::Page(message));
    }

    fn happens(&mut self, event: Event) {
        let now_ms = 1_790_000_000_000 + self.hours * 3_600_000;
        let moment = Moment { now_ms, random: [3; 12] };
        let mut effects: VecDeque<Effect> = self.desk.handle(event, moment).into();
        while let Some(effect) = effects.pop_front() {
            for event in self.done(effect) {
                effects.extend(self.desk.handle(event, moment));
            }
        }
    }

    fn done(&mut self, effect: Effect) -> Vec<Event> {
        let (opening, board, effect) = match effect {
            Effect::Tell(message) => {
                self.told.push(message);
                return vec![];
            }
            Effect::Ask { .. } | Effect::Meet => return vec![],
            Effect::Board { opening, board, effect } => (opening, board, effect),
        };
        let of_board = |event| Event::Board { opening, event };
        match effect {
            BoardEffect::Load => {
                let kept = Kept::from_rows(
                    &self.rows.rows(RowsOf::Boards, &board),
                    &self.rows.rows(RowsOf::Readings, &board),
                    &self.rows.rows(RowsOf::Held, &board),
                );
                vec![of_board(BoardEvent::Found(Box::new(kept))), of_board(self.loaded(&board))]
            }
            BoardEffect::Reload => vec![of_board(self.loaded(&board))],
            BoardEffect::Write(writes) if self.writes_wait => {
                self.waiting.push((opening, writes));
                vec![]
            }
            BoardEffect::Write(writes) => {
                let is_deletion = writes.iter().all(|write| matches!(write, Write::Delete { .. }));
                let written = match self.disk_is_full && !is_deletion {
                    true => Err(StoreError::NoRoom),
                    false => {
                        self.rows.write(&board, &writes);
                        Ok(())
                    }
                };
                vec![of_board(BoardEvent::Written(written))]
            }
            BoardEffect::WriteHeld(writes) => {
                let written = match self.disk_is_full {
                    true => Err(StoreError::NoRoom),
                    false => {
                        self.rows.write(&board, &writes);
                        Ok(())
                    }
                };
                vec![of_board(BoardEvent::HeldWritten(written))]
            }
            BoardEffect::Note(writes) => {
                self.rows.write(&board, &writes);
                vec![]
            }
            BoardEffect::Wake { alarm, .. } => {
                self.alarms.push((opening, alarm));
                vec![]
            }
            BoardEffect::Claim(_) => vec![of_board(BoardEvent::Tabs(tabs::Event::Granted))],
            BoardEffect::Tabs(message) => {
                self.to_tabs.push(message);
                vec![]
            }
            BoardEffect::Dial => {
                self.is_dialed = self.table.is_some();
                let event = match self.is_dialed {
                    true => link::Event::Opened,
                    false => link::Event::Lost,
                };
                vec![of_board(BoardEvent::Link(event))]
            }
            BoardEffect::Send(frame) => {
                let table = self.table.as_mut().filter(|_| self.is_dialed);
                let frames = table.map(|table| table.hear(&frame)).unwrap_or_default();
                frames.into_iter().map(|frame| of_board(BoardEvent::Frame(frame))).collect()
            }
            BoardEffect::HangUp => {
                self.is_dialed = false;
                vec![]
            }
            BoardEffect::Compact { .. }
            | BoardEffect::FetchMembers
            | BoardEffect::FetchPlace
            | BoardEffect::FetchTime
            | BoardEffect::KeepPlace
            | BoardEffect::LetGo => vec![],
        }
    }

    fn loaded(&mut self, board: &BoardId) -> BoardEvent {
        let rows = Document::TABLES.iter().map(|table| self.rows.rows(*table, board)).collect::<Vec<Rows>>();
        self.actors += 1;
        let actor = [self.actors; 16];
        BoardEvent::Loaded(Box::new(Loaded { document: Document::from_rows(rows), actor }))
    }

    /// Writes that were waiting are complete.
    fn disk_catches_up(&mut self) {
        self.writes_wait = false;
        for (opening, writes) in std::mem::take(&mut self.waiting) {
            self.rows.write(&lagune(), &writes);
            self.happens(Event::Board { opening, event: BoardEvent::Written(Ok(())) });
        }
    }

    /// A while passes: alarms ring, and those set by them, but the clock of the connection rests.
    fn waits(&mut self) {
        for _ in 0..4 {
            for (opening, alarm) in std::mem::take(&mut self.alarms) {
                if !matches!(alarm, Alarm::Breathe | Alarm::Watch(_) | Alarm::Link(_)) {
                    self.happens(Event::Board { opening, event: BoardEvent::Woke(alarm) });
                }
            }
        }
    }

    fn types(&mut self, seq: u64, index: usize, text: &str, seen: u64) {
        self.says(ToDesk::Type { seq, at: statement(), delta: Delta::splice(index, 0, text), seen });
    }

    fn saving(&self) -> Saving {
        let last = self.told.iter().rev().find_map(|told| match told {
            ToPage::Saving(saving) => Some(saving.clone()),
            _ => None,
        });
        last.expect("the page was told of saving")
    }

    fn last_opened(&self) -> &Opened {
        let last = self.told.iter().rev().find_map(|told| match told {
            ToPage::Opened(opened) => Some(&**opened),
            _ => None,
        });
        last.expect("the page was told of the board")
    }

    /// The statement as the page was last told it.
    fn shown(&self) -> String {
        let records = self.told.iter().rev().flat_map(|told| match told {
            ToPage::Opened(opened) => opened.records.clone(),
            ToPage::Changed(changed) => changed.records.clone(),
            _ => vec![],
        });
        let vision = records.into_iter().find(|record| record.kind == Kind::Vision);
        vision.map(|record| record.text("statement").to_owned()).unwrap_or_default()
    }

    fn is_told_done(&self, seq: u64) -> bool {
        self.told.iter().any(|told| matches!(told, ToPage::Done { seq: done, .. } if *done == seq))
    }
}

#[test]
fn a_word_counts_as_saved_only_once_the_device_has_it() {
    let mut tab = Tab::opened(Role::Partner);
    tab.writes_wait = true;
    tab.types(1, 0, "eau", 1);
    assert_eq!(tab.saving().here, SavedHere::Writing);
    assert!(!tab.is_told_done(1));
    tab.waits();
    assert!(tab.is_told_done(1));
    assert_eq!(tab.saving().here, SavedHere::Writing);
    tab.disk_catches_up();
    assert_eq!(tab.saving().here, SavedHere::Saved);
}

#[test]
fn what_was_typed_is_there_when_the_board_is_opened_again() {
    let mut tab = Tab::opened(Role::Partner);
    tab.types(1, 0, "La lagune", 1);
    tab.says(ToDesk::Close);
    let mut again = Tab::on(tab.rows.clone());
    again.actors = 10;
    again.says(ToDesk::Open { board: lagune() });
    let opened: Vec<bool> = again
        .told
        .iter()
        .filter_map(|told| match told {
            ToPage::Opened(opened) => Some(opened.stored),
            _ => None,
        })
        .collect();
    assert_eq!(opened, [true, false]);
    assert_eq!(again.shown(), "La lagune");
}

#[test]
fn what_is_typed_while_the_document_loads_is_in_the_board_that_follows() {
    let mut tab = Tab::opened(Role::Partner);
    tab.types(1, 0, "lagune", 1);
    tab.says(ToDesk::Close);
    // Another tab has written since the reading was stored.
    let mut other = Tab::on(tab.rows.clone());
    other.actors = 10;
    other.says(ToDesk::Open { board: lagune() });
    other.types(1, 0, "La ", 1);
    other.waits();
    let kept = Kept::from_rows(
        &tab.rows.rows(RowsOf::Boards, &lagune()),
        &tab.rows.rows(RowsOf::Readings, &lagune()),
        &Rows::new(),
    );
    let stale = tab.last_reading(kept);

    let mut slow = Tab::on(tab.rows.clone());
    slow.actors = 20;
    let moment = Moment::default();
    slow.desk.handle(Event::Page(ToDesk::Open { board: lagune() }), moment);
    slow.happens(Event::Board { opening: 1, event: BoardEvent::Found(Box::new(stale)) });
    slow.types(1, 6, " vit", 0);
    let loaded = slow.loaded(&lagune());
    slow.happens(Event::Board { opening: 1, event: loaded });
    assert!(slow.is_told_done(1));
    assert_eq!(slow.shown(), "La lagune vit");
}

impl Tab {
    /// What is known of the board with the reading of before the other tab wrote.
    fn last_reading(&self, kept: Kept) -> Kept {
        let mut vision = shared::record::Record::empty(Kind::Vision, RecordId::single());
        vision.values.insert("statement".into(), Value::Text("lagune".into()));
        Kept {
            reading: Some(kept::Reading {
                records: vec![vision],
                questions: vec![],
                moderated: Moderated::default(),
            }),
            ..kept
        }
    }
}

#[test]
fn an_observer_is_told_no_before_anything_is_written() {
    let mut tab = Tab::opened(Role::Observer);
    tab.says(add_node("n1"));
    let refused =
        |told: &ToPage| matches!(told, ToPage::NotDone { seq: 50, why: NotDone::Refused(Refusal::Role) });
    assert!(tab.told.iter().any(refused));
    assert!(tab.rows.rows(RowsOf::Chunks, &lagune()).is_empty());
}

#[test]
fn a_board_that_no_server_knows_stays_alone() {
    let tab = Tab::opened(Role::Secretariat);
    assert_eq!(tab.saving().table, SharedWithTable::Alone);
    assert!(tab.to_tabs.is_empty());
}

#[test]
fn nothing_reaches_the_table_before_it_is_on_the_device() {
    let mut tab = Tab::at_table(Table::new());
    tab.writes_wait = true;
    tab.says(add_node("n1"));
    assert_eq!(tab.table.as_ref().unwrap().deliveries, 0);
    assert_eq!(tab.saving().table, SharedWithTable::Sending { left: 1 });
    tab.disk_catches_up();
    assert_eq!(tab.table.as_ref().unwrap().deliveries, 1);
    assert_eq!(tab.saving().table, SharedWithTable::Shared);
}

#[test]
fn work_done_on_the_train_is_counted_and_arrives() {
    let mut tab = Tab::at_table(Table::new());
    tab.says(ToDesk::Network { online: false });
    tab.says(add_node("n1"));
    tab.says(add_node("n2"));
    assert!(matches!(tab.saving().table, SharedWithTable::Offline { left: 2, .. }));

    // The lid is closed and opened again before there is network.
    let mut again = Tab::on(tab.rows.clone());
    again.actors = 10;
    again.says(ToDesk::Open { board: lagune() });
    assert!(matches!(again.saving().table, SharedWithTable::Offline { left: 2, .. }));

    let mut arrived = Tab::on(tab.rows.clone());
    (arrived.actors, arrived.table) = (20, tab.table.take());
    arrived.says(ToDesk::Open { board: lagune() });
    arrived.waits();
    assert_eq!(arrived.saving().table, SharedWithTable::Shared);
    assert!(arrived.table.unwrap().board.records().get(Kind::Node, &node("n2").id).is_some());
}

#[test]
fn what_others_wrote_is_shown_and_kept() {
    let mut table = Table::new();
    let act = Act::create(node("n9"), vec![]);
    table.board.write_as([50; 16], Some(&MemberId::parse("binta").unwrap()));
    table.board.perform(&act, 0).unwrap();
    let mut tab = Tab::of(Role::Partner, true);
    tab.rows.write(&lagune(), &[kept::Chunk::snapshot(&Board::new([98; 16], None)).write()]);
    tab.table = Some(table);
    tab.says(ToDesk::Open { board: lagune() });
    tab.waits();
    let by: Vec<_> = tab
        .told
        .iter()
        .filter_map(|told| match told {
            ToPage::Changed(changed) if !changed.by.is_empty() => Some(changed.by.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(by, [[MemberId::parse("binta").unwrap()]]);
    assert_eq!(tab.saving().table, SharedWithTable::Shared);
    assert_eq!(tab.rows.rows(RowsOf::Chunks, &lagune()).len(), 1);
}

#[test]
fn somebody_who_just_joined_sees_the_board_and_never_an_empty_one() {
    let mut table = Table::new();
    table.board.perform(&Act::create(node("n9"), vec![]), 0).unwrap();
    let tab = Tab::at_table(table);
    let opened: Vec<usize> = tab
        .told
        .iter()
        .filter_map(|told| match told {
            ToPage::Opened(opened) => {
                Some(opened.records.iter().filter(|record| record.kind == Kind::Node).count())
            }
            _ => None,
        })
        .collect();
    assert_eq!(opened, [1]);
}

#[test]
fn work_that_is_not_taken_stands_aside_and_the_board_goes_on_without_it() {
    let mut tab = Tab::at_table(Table::new());
    tab.says(add_node("n1"));
    tab.table.as_mut().unwrap().refuses = true;
    tab.says(add_node("n2"));
    tab.waits();
    let ids: Vec<_> = tab
        .last_opened()
        .records
        .iter()
        .filter(|record| record.kind == Kind::Node)
        .map(|record| record.id.clone())
        .collect();
    assert_eq!(ids, [node("n1").id]);
    assert!(matches!(tab.saving().table, SharedWithTable::Refused { count: 1, why: Refusal::Role, left: 0 }));
    assert_eq!(tab.rows.rows(RowsOf::Refused, &lagune()).len(), 1);

    tab.table.as_mut().unwrap().refuses = false;
    tab.says(add_node("n3"));
    assert!(tab.table.as_ref().unwrap().board.records().get(Kind::Node, &node("n3").id).is_some());
    assert!(tab.table.as_ref().unwrap().board.records().get(Kind::Node, &node("n2").id).is_none());
}

#[test]
fn a_second_tab_shows_what_the_first_has_written() {
    let mut first = Tab::at_table(Table::new());
    let mut second = Tab::on(first.rows.clone());
    second.actors = 10;
    second.says(ToDesk::Open { board: lagune() });
    first.types(1, 0, "eau", 1);
    first.waits();
    for message in std::mem::take(&mut first.to_tabs) {
        second.happens(Event::Board { opening: 1, event: BoardEvent::Told(message) });
    }
    second.waits();
    assert_eq!(second.shown(), "eau");
}

#[test]
fn an_answer_to_a_board_that_was_closed_is_nobodys() {
    let mut tab = Tab::opened(Role::Partner);
    tab.writes_wait = true;
    tab.says(add_node("n1"));
    tab.says(ToDesk::Close);
    tab.says(ToDesk::Open { board: shared::wire::board_id([8; 16]) });
    let told = tab.told.len();
    tab.disk_catches_up();
    assert_eq!(tab.told.len(), told);
}

#[test]
fn undo_takes_back_letters_that_were_still_waiting() {
    let mut tab = Tab::opened(Role::Partner);
    tab.types(1, 0, "eau", 1);
    tab.says(ToDesk::Undo { seq: 2 });
    assert!(tab.is_told_done(1) && tab.is_told_done(2));
    assert_eq!(tab.shown(), "");
}

/// A tab of a partner at a table whose deputy has just locked the chain.
fn at_a_locked_chain() -> Tab {
    let mut table = Table::new();
    table.board.write_as([50; 16], Some(&MemberId::parse("deputy").unwrap()));
    let title = vec![("title".to_owned(), Value::Text("Lagune".to_owned()))];
    table.board.perform(&Act::create(node("n1"), title), 0).unwrap();
    let lock = Moderation::Lock { section: Section::Chain, reason: "séance".into(), remind: String::new() };
    table.board.moderate(&lock, [3; 12], 0).unwrap();
    Tab::at_table(table)
}

impl Tab {
    /// What stands aside, as the page was last told.
    fn proposals(&self) -> Vec<Proposal> {
        let told = self.told.iter().rev().find_map(|told| match told {
            ToPage::Moderated(moderated) => Some(moderated.proposals.clone()),
            _ => None,
        });
        told.unwrap_or_default()
    }
}

#[test]
fn letters_in_a_locked_section_become_one_proposal_and_leave_the_text_in_force() {
    let mut tab = at_a_locked_chain();
    let at = node("n1").field("title");
    let letters = |seq, index, text: &str, seen| ToDesk::Type {
        seq,
        at: at.clone(),
        delta: Delta::splice(index, 0, text),
        seen,
    };
    tab.says(letters(1, 6, " viv", 1));
    tab.waits();
    tab.says(letters(2, 10, "ante", 1));
    tab.waits();
    let back: Vec<Delta> = tab
        .told
        .iter()
        .filter_map(|told| match told {
            ToPage::Changed(changed) => changed.texts.first().map(|(_, delta)| delta.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(back, [Delta::splice(6, 4, ""), Delta::splice(6, 4, "")]);
    let proposals = tab.proposals();
    assert_eq!(proposals.len(), 1);
    let (from, to) = ("Lagune".to_owned(), "Lagune vivante".to_owned());
    assert_eq!(proposals[0].differences, [Difference::Text { at, from, to }]);
    assert_eq!(tab.saving().table, SharedWithTable::Shared);
}

#[test]
fn what_is_done_in_a_locked_section_is_answered_as_a_proposal_until_it_is_withdrawn() {
    let mut tab = at_a_locked_chain();
    let stands = |tab: &Tab, seq: u64| {
        tab.told.iter().find_map(|told| match told {
            ToPage::Done { seq: done, stands, .. } if *done == seq => Some(*stands),
            _ => None,
        })
    };
    // A page that had not heard of the lock shows the record as it is in force again.
    let told = tab.told.len();
    let act = Act::set(node("n1").field("status"), Scalar::from("delayed"));
    tab.says(ToDesk::Act { seq: 4, act });
    assert_eq!(stands(&tab, 4), Some(Stands::Proposed));
    let shown = tab.told[told..].iter().find_map(|told| match told {
        ToPage::Changed(changed) => changed.records.first().cloned(),
        _ => None,
    });
    assert_eq!(shown.map(|record| record.text("status").to_owned()), Some(String::new()));

    let at = node("n1").field("title");
    tab.says(ToDesk::Propose { seq: 5, proposing: Proposing::Say { at, text: "Lagune vive".into() } });
    tab.waits();
    assert_eq!(stands(&tab, 5), Some(Stands::Proposed));
    let proposed = tab.proposals();
    assert_eq!(proposed.len(), 2);
    let (section, proposal) = (Section::Chain, proposed[1].id.clone());
    tab.says(ToDesk::Propose { seq: 6, proposing: Proposing::Withdraw { section, proposal } });
    assert_eq!(stands(&tab, 6), Some(Stands::Withdrawn));
    let fates: Vec<Fate> = tab.proposals().into_iter().map(|one| one.fate).collect();
    assert_eq!(fates, [Fate::Open, Fate::Withdrawn]);
}

#[test]
fn only_the_secretariat_locks_and_the_chair_settles() {
    let mut tab = at_a_locked_chain();
    let lock = Moderation::Lock { section: Section::Vision, reason: String::new(), remind: String::new() };
    tab.says(ToDesk::Moderate { seq: 9, moderation: lock });
    let refused =
        |told: &ToPage| matches!(told, ToPage::NotDone { seq: 9, why: NotDone::Refused(Refusal::Role) });
    assert!(tab.told.iter().any(refused));
}
