//! The open board among others: this device's tabs, and the table.
//!
//! Only the tab that holds the lock connects; what it learns it tells the others.

use super::OpenBoard;
use crate::core::{Alarm, BoardEffect, Moment, Out};
use crate::kept::{self, Belonging, Receipt, hex};
use crate::presence::BREATH;
use crate::table::News;
use crate::tabs::{self, Message, Told};
use shared::board::ChangeHash;
use shared::desk::{Place, ToPage};
use shared::door::{MemberCard, Refusal};
use shared::link::{self, Standing};
use shared::sections::Kind;

impl OpenBoard {
    /// Begins to meet the others, if a server knows the board.
    pub(super) fn meet(&mut self, at: Moment, out: &mut Out) {
        let is_shared = self.belonging.as_ref().is_some_and(|belonging| belonging.shared);
        if !is_shared || self.board.is_none() {
            return;
        }
        if !self.is_meeting {
            self.is_meeting = true;
            return self.tabs(tabs::Event::Start, at, out);
        }
        if self.tabs.holds() {
            // What was agreed before holds no more: the document may be another.
            self.link(link::Event::Stop, at, out);
            self.link(link::Event::Start, at, out);
        }
    }

    pub(super) fn tabs(&mut self, event: tabs::Event, at: Moment, out: &mut Out) {
        for effect in self.tabs.handle(event) {
            match effect {
                tabs::Effect::Claim(how) => out.push(BoardEffect::Claim(how)),
                tabs::Effect::Ask => out.push(BoardEffect::Tabs(Message::Anybody)),
                tabs::Effect::Answer => {
                    out.push(BoardEffect::Tabs(Message::Standing(Box::new(self.told.clone()))))
                }
                tabs::Effect::Connect => {
                    (self.told.live, self.told.away_since) = (false, None);
                    self.link(link::Event::Start, at, out);
                }
                tabs::Effect::Disconnect => self.link(link::Event::Stop, at, out),
                tabs::Effect::Wake { watch, after } => out.wake(Alarm::Watch(watch), after),
            }
        }
    }

    pub(super) fn link(&mut self, event: link::Event, at: Moment, out: &mut Out) {
        for effect in self.link.handle(event, at.chance()) {
            match effect {
                link::Effect::Dial => out.push(BoardEffect::Dial),
                link::Effect::Greet => out.push(BoardEffect::Send(self.table.greet())),
                link::Effect::Ping => {
                    if let Some(frame) = self.table.ping() {
                        out.push(BoardEffect::Send(frame));
                    }
                }
                link::Effect::HangUp => out.push(BoardEffect::HangUp),
                link::Effect::Wake { alarm, after } => out.wake(Alarm::Link(alarm), after),
                link::Effect::Tell(standing) => self.stand(standing, at, out),
            }
        }
    }

    fn stand(&mut self, standing: Standing, at: Moment, out: &mut Out) {
        let was_live = std::mem::replace(&mut self.told.live, standing == Standing::Live);
        self.told.closed = standing == Standing::Closed;
        match standing {
            Standing::Live => {
                self.told.away_since = None;
                self.alarm(Alarm::Breathe, BREATH, out);
            }
            Standing::Away | Standing::Closed => {
                self.told.away_since.get_or_insert(at.seconds());
                self.table.lost();
                self.show_bare(out);
                if !std::mem::take(&mut self.told.peers).is_empty() {
                    out.tell(ToPage::Here { peers: vec![] });
                }
            }
        }
        if standing == Standing::Away && !was_live && self.tabs.holds() {
            // Turned away at the door looks like no network: only the door can tell.
            out.push(BoardEffect::FetchPlace);
        }
        self.tell_tabs(out);
    }

    /// The holder tells the other tabs how things stand.
    pub(super) fn tell_tabs(&self, out: &mut Out) {
        if self.tabs.holds() {
            out.push(BoardEffect::Tabs(Message::Standing(Box::new(self.told.clone()))));
        }
    }

    pub(super) fn frame(&mut self, bytes: &[u8], at: Moment, out: &mut Out) {
        self.link(link::Event::Heard, at, out);
        match self.table.hear(bytes, at.now_ms) {
            News::Welcome { log } => {
                self.welcomed_by(log, out);
                self.link(link::Event::Welcomed, at, out);
                out.push(BoardEffect::FetchMembers);
                // What came to the door meanwhile was not heard.
                out.tell(ToPage::Door);
                self.show_receipt(out);
                self.say(out);
            }
            News::Changes if self.table.is_full() => self.apply(at, out),
            News::Changes => self.apply_soon(out),
            News::Acknowledged { heads, receipt } => {
                self.asked_at_door = false;
                let receipt = receipt.map(|seal| Receipt::new(&heads, &seal));
                self.acknowledged(heads, receipt, out);
            }
            News::Peers => self.tell_peers(out),
            News::Refused { hashes, why } => self.refuse(hashes, why, at, out),
            News::Held(held) => {
                self.told.held = held;
                self.tell_tabs(out);
            }
            News::Door => {
                out.push(BoardEffect::FetchMembers);
                out.push(BoardEffect::Tabs(Message::Door));
                out.tell(ToPage::Door);
            }
            News::NotHere => {
                self.link(link::Event::NotHere, at, out);
                // Or it lost its register, and the door lets this device in again.
                if !std::mem::replace(&mut self.asked_at_door, true) {
                    out.push(BoardEffect::FetchPlace);
                }
            }
            News::Nothing => {}
        }
    }

    fn tell_peers(&mut self, out: &mut Out) {
        self.told.peers = self.table.peers().all();
        out.tell(ToPage::Here { peers: self.told.peers.clone() });
        self.tell_tabs(out);
    }

    /// Says to the table what it lacks, as far as it may be told.
    pub(super) fn say(&mut self, out: &mut Out) {
        let Some(board) = &self.board else { return };
        if !self.told.live || !self.tabs.holds() || !self.writing.may_tell() {
            return;
        }
        while let Some(frame) = self.table.say(board) {
            out.push(BoardEffect::Send(frame));
        }
    }

    /// Changes did not fit, or the conversation makes no sense: it is begun anew.
    pub(super) fn begin_anew(&mut self, at: Moment, out: &mut Out) {
        out.push(BoardEffect::HangUp);
        self.link(link::Event::Lost, at, out);
    }

    pub(super) fn breathe(&mut self, at: Moment, out: &mut Out) {
        if !self.told.live || !self.tabs.holds() {
            return;
        }
        if self.is_in_session() && self.offset.is_due(at.now_ms) {
            out.push(BoardEffect::FetchTime);
        }
        let (frames, left) = self.table.breathe(at.now_ms);
        for frame in frames {
            out.push(BoardEffect::Send(frame));
        }
        if left {
            self.tell_peers(out);
        }
        self.alarm(Alarm::Breathe, BREATH, out);
    }

    pub fn here(&mut self, place: Place, _at: Moment, out: &mut Out) {
        self.place = Some(place);
        self.tell_place(out);
    }

    pub fn network(&mut self, online: bool, at: Moment, out: &mut Out) {
        self.link(link::Event::Network { online }, at, out);
    }

    /// Another tab of this device said something.
    pub(super) fn tab(&mut self, message: Message, at: Moment, out: &mut Out) {
        match message {
            Message::Written { chunks } => self.arrive(chunks, out),
            Message::Anybody => self.tabs(tabs::Event::Asked, at, out),
            Message::Standing(told) => {
                self.tabs(tabs::Event::HolderHeard, at, out);
                if !self.tabs.holds() {
                    self.follow(*told, out);
                }
            }
            Message::Here { tab, place } => self.table.be(&hex(&tab), place),
            Message::Door => out.tell(ToPage::Door),
            Message::Held(card) => self.held_elsewhere(card, out),
            Message::SetAside => out.push(BoardEffect::Reload),
            // Taken by the desk, which lets go of the board.
            Message::Wiped => {}
        }
    }

    /// Shows what the holder of the connection knows.
    fn follow(&mut self, told: Told, out: &mut Out) {
        if told.peers != self.told.peers {
            out.tell(ToPage::Here { peers: told.peers.clone() });
        }
        if !told.names.is_empty() && told.names != self.told.names {
            out.tell(ToPage::Names { members: told.names.clone() });
        }
        if told.offset_ms != self.told.offset_ms {
            out.tell(ToPage::Clock { offset_ms: told.offset_ms });
        }
        let is_new = told.live && !self.told.live;
        self.told = told;
        self.count_left();
        if is_new {
            self.tell_place(out);
        }
    }

    pub(super) fn members(&mut self, members: Vec<MemberCard>, at: Moment, out: &mut Out) {
        if members == self.told.names {
            return;
        }
        let mine = self.belonging.clone().and_then(|belonging| {
            let card = members.iter().find(|card| card.member == belonging.member)?;
            let (role, organisation) = (card.role, card.organisation.clone());
            let (name, function) = (card.name.clone(), card.function.clone());
            Some(Belonging { role, organisation, name, function, ..belonging })
        });
        out.tell(ToPage::Names { members: members.clone() });
        out.push(BoardEffect::Note(vec![kept::names(&members)]));
        self.told.names = members;
        self.tell_tabs(out);
        if mine.is_some() {
            self.belong(mine, at, out);
        }
    }

    /// This device's place on the board is another, or gone.
    pub(super) fn belong(&mut self, belonging: Option<Belonging>, at: Moment, out: &mut Out) {
        let Some(belonging) = belonging else { return self.link(link::Event::NotHere, at, out) };
        let before = self.belonging.replace(belonging.clone());
        let Some(before) = before.filter(|before| *before != belonging) else {
            if self.told.closed && self.tabs.holds() {
                self.link(link::Event::Start, at, out);
            }
            return;
        };
        out.push(BoardEffect::Note(vec![kept::belonging(&belonging)]));
        out.push(BoardEffect::KeepPlace);
        if before.member != belonging.member {
            // Another author, and so another actor.
            return out.push(BoardEffect::Reload);
        }
        self.tell_opened(out);
        if !before.shared || self.told.closed {
            self.count_left();
            self.meet(at, out);
        }
    }

    /// What the board says of memberships changed: the server knows the rest.
    pub(super) fn notice_members(&self, touched: impl IntoIterator<Item = Kind>, out: &mut Out) {
        if self.told.live && self.tabs.holds() && touched.into_iter().any(|kind| kind == Kind::Member) {
            out.push(BoardEffect::FetchMembers);
        }
    }

    /// Work that the table did not take is set aside on the device, with all that builds on it,
    /// and the board goes on without it. Everything is written first.
    fn refuse(&mut self, hashes: Vec<ChangeHash>, why: Refusal, at: Moment, out: &mut Out) {
        self.flush(at, out);
        // What only builds on refused work was refused for the reason of that.
        if self.refusing.is_empty() || why != Refusal::BuildsOnRefused {
            self.refused_because = why;
        }
        self.refusing.extend(hashes);
        self.set_aside(out);
    }

    pub(super) fn set_aside(&mut self, out: &mut Out) {
        if self.refusing.is_empty() || self.writing.waits() {
            return;
        }
        let Some(board) = &self.board else { return };
        let refused = kept::with_dependants(board, &std::mem::take(&mut self.refusing));
        if refused.is_empty() {
            // Set aside before.
            return;
        }
        let why = self.refused_because;
        let count = self.told.refused.map_or(0, |(count, _)| count) + refused.len() as u32;
        self.told.refused = Some((count, why));
        let mut writes = kept::set_aside(&refused);
        writes.push(kept::refused(count, why));
        out.push(BoardEffect::Note(writes));
        // This actor's numbers go on from work that is no longer on the board: it must not.
        self.board = None;
        out.push(BoardEffect::Reload);
        out.push(BoardEffect::Tabs(Message::SetAside));
        self.tell_tabs(out);
    }

    /// The person has taken the refused work with them.
    pub fn took_refused_work(&mut self, out: &mut Out) {
        if self.told.refused.take().is_some() {
            out.push(BoardEffect::Note(vec![kept::none_refused()]));
            self.tell_tabs(out);
        }
    }
}
