//! The desk without its browser: what the page, the device's store, the other tabs and the table
//! say comes in as events; what is to be done about it goes out as effects. It reads no clock,
//! draws no number, and waits for nothing.
//!
//! One board is open at a time. What concerns it carries the number of its opening, so that an
//! answer to a board that was closed meanwhile is never taken for another's.

use crate::browser::Claim;
use crate::kept::{Belonging, Document, Kept, hex};
use crate::open::{Letters, OpenBoard};
use crate::store::{StoreError, Write};
use crate::tabs;
use shared::desk::{Ask, ToDesk, ToPage, Unanswered, Whole};
use shared::door::{MemberCard, Problem};
use shared::ids::BoardId;
use shared::link;
use shared::offset::Answered;
use std::time::Duration;

/// When an event came, and chance for whoever needs it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moment {
    pub now_ms: i64,
    pub random: [u8; 12],
}

impl Moment {
    pub fn chance(self) -> u32 {
        let [a, b, c, d, ..] = self.random;
        u32::from_le_bytes([a, b, c, d])
    }

    pub fn seconds(self) -> i64 {
        self.now_ms.div_euclid(1000)
    }
}

pub enum Event {
    /// What this context keeps, before anything else.
    Keeps(Keeps),
    Page(ToDesk),
    Board {
        opening: u32,
        event: BoardEvent,
    },
}

/// What a context keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keeps {
    /// Everything, until it is wiped.
    #[default]
    All,
    /// Nothing: the browser refuses to store.
    Refused,
    /// Nothing: plain http. Boards live on the server only.
    Online,
}

/// What happens to the open board.
pub enum BoardEvent {
    /// What the device knows of the board, before its document is read.
    Found(Box<Kept>),
    Loaded(Box<Loaded>),
    NotOpened(Unanswered),
    Written(Result<(), StoreError>),
    /// Cards that are held back were stored, or not.
    HeldWritten(Result<(), StoreError>),
    Woke(Alarm),
    Tabs(tabs::Event),
    /// Another tab said something.
    Told(tabs::Message),
    Link(link::Event),
    /// A binary frame from the table.
    Frame(Vec<u8>),
    /// The server's list of members.
    Members(Vec<MemberCard>),
    /// The table told its time.
    Time(Answered),
    /// This device's place on the board, as the server says; nothing if it has none.
    Place(Option<Belonging>),
    /// The secretariat has the work that the table did not take.
    Handed,
    /// Changes that were put on the device otherwise than by this desk (a file).
    Brought(Vec<Vec<u8>>),
}

/// A document and who writes on it.
pub struct Loaded {
    pub document: Document,
    pub actor: [u8; 16],
}

impl Loaded {
    /// The actor as its row and its lock are named.
    pub fn actor_name(&self) -> String {
        hex(&self.actor)
    }
}

/// What rings later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// Letters become a change.
    Gather,
    /// Changes of others are applied.
    Apply,
    /// What is open between people is looked for.
    Questions,
    /// A write that failed is tried again.
    Retry,
    /// The reading is stored, for the next opening.
    Keep,
    /// Many small rows become one.
    Compact,
    /// The history is read on, and a question about it answered.
    Look,
    /// Places are told and forgotten.
    Breathe,
    Watch(tabs::Watch),
    Link(link::Alarm),
}

pub enum Effect {
    Tell(ToPage),
    /// A question for the store or the server. `document` is the open board's, where it is about
    /// that one.
    Ask {
        seq: u64,
        ask: Ask,
        document: Option<Vec<u8>>,
    },
    /// Look for boards that the server knows this device on.
    Meet,
    Board {
        opening: u32,
        board: BoardId,
        effect: BoardEffect,
    },
}

pub enum BoardEffect {
    Load,
    /// One transaction, answered by [`BoardEvent::Written`].
    Write(Vec<Write>),
    /// Cards that are held back: one transaction, answered by [`BoardEvent::HeldWritten`].
    WriteHeld(Vec<Write>),
    /// One transaction that nobody waits for.
    Note(Vec<Write>),
    /// A snapshot is written, read again, and only then takes the place of what it holds.
    Compact {
        snapshot: Write,
        instead_of: Vec<Write>,
    },
    Wake {
        alarm: Alarm,
        after: Duration,
    },
    /// The document is read again, and written as another actor.
    Reload,
    Claim(Claim),
    /// To the other tabs of this device.
    Tabs(tabs::Message),
    Dial,
    Send(Vec<u8>),
    HangUp,
    /// Ask the server who the members are.
    FetchMembers,
    /// Ask the server for its time.
    FetchTime,
    /// Ask the server whether this device still has a place.
    FetchPlace,
    /// Keep the server's word on this device's place again: what it says of the person is another.
    KeepPlace,
    /// The board was closed: locks, sockets and channels are let go.
    LetGo,
}

/// The desk of one tab.
#[derive(Default)]
pub struct Desk {
    keeps: Keeps,
    opening: u32,
    open: Option<OpenBoard>,
}

impl Desk {
    pub fn handle(&mut self, event: Event, at: Moment) -> Vec<Effect> {
        match event {
            Event::Keeps(keeps) => {
                self.keeps = keeps;
                vec![]
            }
            Event::Page(message) => self.page(message, at),
            Event::Board { opening, event } if opening == self.opening => self.board(event, at),
            // A board that was closed meanwhile.
            Event::Board { .. } => vec![],
        }
    }

    /// The board that is open, for whoever answers questions about it.
    pub fn open_board(&self) -> Option<&BoardId> {
        self.open.as_ref().map(OpenBoard::id)
    }

    fn page(&mut self, message: ToDesk, at: Moment) -> Vec<Effect> {
        match message {
            // What it keeps was said before, by whoever opened the store.
            ToDesk::Hello { .. } => {
                vec![
                    Effect::Tell(ToPage::Ready { version: env!("CARGO_PKG_VERSION").to_owned() }),
                    Effect::Meet,
                ]
            }
            ToDesk::Open { board } => {
                let mut effects = self.close(at);
                self.opening += 1;
                self.open = Some(OpenBoard::new(board, self.keeps, at.random));
                effects.extend(self.with_open(|_, out| out.push(BoardEffect::Load)));
                effects
            }
            ToDesk::Close => self.close(at),
            ToDesk::Network { online } => self.with_open(|open, out| open.network(online, at, out)),
            ToDesk::Ask { seq, ask } => self.ask(seq, ask, at),
            ToDesk::Act { seq, act } => self.with_open(|open, out| open.act(seq, act, at, out)),
            ToDesk::Type { seq, at: field, delta, seen } => {
                self.with_open(|open, out| open.type_in(Letters { seq, field, delta, seen }, at, out))
            }
            ToDesk::Seen { revision } => self.with_open(|open, _| open.seen(revision)),
            ToDesk::Undo { seq } => self.with_open(|open, out| open.undo(seq, at, out)),
            ToDesk::Redo { seq } => self.with_open(|open, out| open.redo(seq, at, out)),
            ToDesk::Moderate { seq, moderation } => {
                self.with_open(|open, out| open.moderate(seq, moderation, at, out))
            }
            ToDesk::Propose { seq, proposing } => {
                self.with_open(|open, out| open.propose(seq, proposing, at, out))
            }
            ToDesk::Adopt { seq, adoption } => self.with_open(|open, out| open.adopt(seq, adoption, at, out)),
            ToDesk::Hold { card } => self.with_open(|open, out| open.hold(card, out)),
            ToDesk::Look { seq, look } => self.with_open(|open, out| open.look(seq, look, at, out)),
            ToDesk::MeetingChanges { seq, meeting } => {
                self.with_open(|open, out| open.tell_meeting_changes(seq, &meeting, out))
            }
            ToDesk::Here { place } => self.with_open(|open, out| open.here(place, at, out)),
        }
    }

    fn board(&mut self, event: BoardEvent, at: Moment) -> Vec<Effect> {
        let why = match event {
            BoardEvent::NotOpened(why) => why,
            BoardEvent::Told(tabs::Message::Wiped) => not_here(),
            event => return self.with_open(|open, out| open.handle(event, at, out)),
        };
        let effects = self.with_open(|open, out| {
            out.tell(ToPage::NotOpened { board: open.id().clone(), why });
            out.push(BoardEffect::LetGo);
        });
        self.open = None;
        effects
    }

    fn close(&mut self, at: Moment) -> Vec<Effect> {
        let effects = self.with_open(|open, out| {
            open.close(at, out);
            out.push(BoardEffect::LetGo);
        });
        self.open = None;
        effects
    }

    fn ask(&mut self, seq: u64, ask: Ask, at: Moment) -> Vec<Effect> {
        let about = match &ask {
            Ask::Novelties { .. } | Ask::Adopted { .. } => {
                return self.with_open(|open, out| open.look_at_version(seq, &ask, at, out));
            }
            Ask::Whole(
                Whole::SaveCopy { board } | Whole::Export { board } | Whole::RefusedWork { board },
            ) => Some(board),
            Ask::Leave { board } if self.open_board() == Some(board) => {
                let mut effects = self.with_open(|_, out| out.push(BoardEffect::Tabs(tabs::Message::Wiped)));
                effects.extend(self.close(at));
                effects.push(Effect::Ask { seq, ask, document: None });
                return effects;
            }
            Ask::Boards
            | Ask::Whole(Whole::Create { .. } | Whole::OpenFile { .. } | Whole::HandOver { .. })
            | Ask::Look { .. }
            | Ask::Join { .. }
            | Ask::Waiting
            | Ask::WalkOff { .. }
            | Ask::Meet
            | Ask::WayBack { .. }
            | Ask::Waiters { .. }
            | Ask::Handed { .. }
            | Ask::PutAway { .. }
            | Ask::Decide { .. }
            | Ask::Share { .. }
            | Ask::Leave { .. }
            | Ask::Members { .. }
            | Ask::ChangeMember { .. }
            | Ask::RemoveMember { .. }
            | Ask::RemoveDevice { .. }
            | Ask::Invitations { .. }
            | Ask::Invite { .. }
            | Ask::CloseInvitation { .. }
            | Ask::Tickets { .. }
            | Ask::NewTicket { .. }
            | Ask::CloseTicket { .. }
            | Ask::NewCode
            | Ask::EnterCode { .. } => None,
        };
        let is_open = about.is_some() && about == self.open_board();
        let mut document = None;
        let mut effects = vec![];
        if is_open {
            effects = self.with_open(|open, out| {
                document = open.save(at, out);
                if matches!(ask, Ask::Whole(Whole::RefusedWork { .. })) {
                    open.took_refused_work(out);
                }
            });
        }
        effects.push(Effect::Ask { seq, ask, document });
        effects
    }

    fn with_open(&mut self, act: impl FnOnce(&mut OpenBoard, &mut Out)) -> Vec<Effect> {
        let opening = self.opening;
        let Some(open) = &mut self.open else { return vec![] };
        let mut out = Out { opening, board: open.id().clone(), effects: vec![] };
        act(open, &mut out);
        let done = std::mem::take(&mut out.effects);
        // Told before what it is about: whoever hears that an act is done has heard that it is not stored.
        open.tell_saving(&mut out);
        out.effects.extend(done);
        out.effects
    }
}

/// Where the open board puts its effects.
pub struct Out {
    opening: u32,
    board: BoardId,
    effects: Vec<Effect>,
}

impl Out {
    pub fn tell(&mut self, message: ToPage) {
        self.effects.push(Effect::Tell(message));
    }

    pub fn push(&mut self, effect: BoardEffect) {
        let board = self.board.clone();
        self.effects.push(Effect::Board { opening: self.opening, board, effect });
    }

    pub fn wake(&mut self, alarm: Alarm, after: Duration) {
        self.push(BoardEffect::Wake { alarm, after });
    }
}

/// What a board that is not on this device is told as.
pub fn not_here() -> Unanswered {
    Unanswered::Door(Problem::NotHere)
}

#[cfg(test)]
mod tests;
