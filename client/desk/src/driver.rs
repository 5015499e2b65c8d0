//! Runs the desk in its worker: hands it what happens, and does what it says. Takes no decision.
//!
//! Everything that touches the store goes through one queue, in order: what was written before a
//! board was closed is there when it is opened again.

use crate::asks::{Asks, read_kept};
use crate::browser::{self, Claim, Held};
use crate::channel::Channel;
use crate::core::{BoardEffect, BoardEvent, Desk, Effect, Event, Keeps, Loaded, Moment, not_here};
use crate::door;
use crate::kept::{Document, hex};
use crate::parts;
use crate::socket::{Said, Socket};
use crate::store::{Store, StoreError, Table, Write};
use crate::tabs;
use shared::desk::{Ask, ToDesk, ToPage, Unanswered};
use shared::ids::BoardId;
use shared::link;
use shared::offset::Answered;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;

/// Takes over the worker's messages.
pub fn start() {
    let driver = Rc::new(Driver::default());
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
        // A page of another release; it is told by this desk's own messages that it cannot read.
        let Ok(message) = postcard::from_bytes::<ToDesk>(&bytes) else { return };
        driver.hear(message);
    });
    browser::scope().set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
}

#[derive(Default)]
struct Driver {
    desk: RefCell<Desk>,
    store: RefCell<Option<Store>>,
    /// Messages that came before the store was open.
    held: RefCell<Vec<ToDesk>>,
    jobs: RefCell<Jobs>,
    room: RefCell<Room>,
}

/// What the open board holds of the browser.
#[derive(Default)]
struct Room {
    opening: u32,
    channel: Option<Channel>,
    socket: Option<Socket>,
    /// The lock on the connection.
    link: Option<Held>,
    /// The actor that is written as, and its lock.
    actor: Option<(String, Held)>,
}

#[derive(Default)]
struct Jobs {
    waiting: VecDeque<Job>,
    running: bool,
}

/// Work on the store, done one after the other.
enum Job {
    Load {
        opening: u32,
        board: BoardId,
    },
    /// As another actor; the one before is struck off.
    Reload {
        opening: u32,
        board: BoardId,
    },
    Write {
        opening: u32,
        board: BoardId,
        writes: Vec<Write>,
    },
    WriteHeld {
        opening: u32,
        board: BoardId,
        writes: Vec<Write>,
    },
    Note {
        board: BoardId,
        writes: Vec<Write>,
    },
    Compact {
        board: BoardId,
        snapshot: Write,
        instead_of: Vec<Write>,
    },
    LetGo(Room),
    /// Begun in its turn; the queue does not wait for the server's answer.
    Answer {
        seq: u64,
        ask: Ask,
        document: Option<Vec<u8>>,
    },
}

impl Driver {
    fn hear(self: &Rc<Self>, message: ToDesk) {
        if self.store.borrow().is_some() {
            return self.hand(Event::Page(message));
        }
        if let ToDesk::Hello { storage, .. } = message {
            let this = Rc::clone(self);
            spawn_local(async move { this.open_store(storage).await });
        }
        self.held.borrow_mut().push(message);
    }

    async fn open_store(self: Rc<Self>, may_keep: bool) {
        let (store, keeps) = match may_keep {
            true => match Store::open().await {
                Ok(store) => (store, Keeps::All),
                Err(_) => (Store::in_memory(), Keeps::Refused),
            },
            false => (Store::in_memory(), Keeps::Online),
        };
        *self.store.borrow_mut() = Some(store);
        self.hand(Event::Keeps(keeps));
        let held = std::mem::take(&mut *self.held.borrow_mut());
        for message in held {
            self.hand(Event::Page(message));
        }
    }

    fn hand(self: &Rc<Self>, event: Event) {
        let moment = Moment { now_ms: browser::now_ms(), random: browser::random() };
        let effects = self.desk.borrow_mut().handle(event, moment);
        for effect in effects {
            self.run(effect);
        }
    }

    fn hand_board(self: &Rc<Self>, opening: u32, event: BoardEvent) {
        self.hand(Event::Board { opening, event });
    }

    fn store(&self) -> Store {
        self.store.borrow().clone().expect("messages are held until the store is open")
    }

    fn run(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Tell(message) => tell(&message),
            // After the writes before it: a board that is left must not be written again.
            Effect::Ask { seq, ask, document } => self.queue(Job::Answer { seq, ask, document }),
            Effect::Meet => {
                let asks = Asks::new(self.store());
                spawn_local(async move {
                    // Without network the boards of this device are all there are.
                    if parts::meet(asks).await.is_ok() {
                        tell(&ToPage::Boards);
                    }
                });
            }
            Effect::Board { opening, board, effect } => self.run_for_board(opening, board, effect),
        }
    }

    fn run_for_board(self: &Rc<Self>, opening: u32, board: BoardId, effect: BoardEffect) {
        match effect {
            BoardEffect::Load => self.queue(Job::Load { opening, board }),
            BoardEffect::Write(writes) => self.queue(Job::Write { opening, board, writes }),
            BoardEffect::WriteHeld(writes) => self.queue(Job::WriteHeld { opening, board, writes }),
            BoardEffect::Note(writes) => self.queue(Job::Note { board, writes }),
            BoardEffect::Compact { snapshot, instead_of } => {
                self.queue(Job::Compact { board, snapshot, instead_of });
            }
            BoardEffect::Wake { alarm, after } => {
                let this = Rc::clone(self);
                browser::after(after, move || this.hand_board(opening, BoardEvent::Woke(alarm)));
            }
            BoardEffect::Reload => self.queue(Job::Reload { opening, board }),
            BoardEffect::Claim(how) => self.claim_link(opening, &board, how),
            BoardEffect::Tabs(message) => {
                if let Some(channel) = &self.room.borrow().channel {
                    channel.tell(&message);
                }
            }
            BoardEffect::Dial => self.dial(opening),
            BoardEffect::Send(frame) => {
                if let Some(socket) = &self.room.borrow().socket {
                    socket.send(&frame);
                }
            }
            BoardEffect::HangUp => self.room.borrow_mut().socket = None,
            BoardEffect::FetchMembers => {
                let this = Rc::clone(self);
                spawn_local(async move {
                    // Without them the names of the last time are shown.
                    if let Ok(members) = parts::members(&board).await {
                        this.hand_board(opening, BoardEvent::Members(members));
                    }
                });
            }
            BoardEffect::FetchTime => {
                let this = Rc::clone(self);
                spawn_local(async move {
                    let asked_ms = browser::now_ms();
                    if let Some(date) = door::time().await {
                        let answered = Answered { asked_ms, heard_ms: browser::now_ms(), date };
                        this.hand_board(opening, BoardEvent::Time(answered));
                    }
                });
            }
            BoardEffect::FetchPlace => {
                let this = Rc::clone(self);
                spawn_local(async move { this.fetch_place(opening, &board).await });
            }
            BoardEffect::KeepPlace => spawn_local(parts::keep_places(Asks::new(self.store()))),
            // The socket and the lock on the connection go at once; the actor's lock only after the
            // writes before it, so that whoever leases it next finds all it wrote.
            BoardEffect::LetGo => {
                let mut room = self.room.take();
                room.socket = None;
                room.channel = None;
                if let Some(link) = room.link.take() {
                    link.let_go();
                }
                self.queue(Job::LetGo(room));
            }
        }
    }

    fn claim_link(self: &Rc<Self>, opening: u32, board: &BoardId, how: Claim) {
        let (this, that) = (Rc::clone(self), Rc::clone(self));
        let got = move |held: Option<Held>| {
            let mut room = this.room.borrow_mut();
            if room.opening != opening {
                // Granted to a board that was closed meanwhile.
                if let Some(held) = held {
                    held.let_go();
                }
                return;
            }
            // Where there are no locks, each tab connects by itself.
            room.link = held;
            drop(room);
            this.hand_board(opening, BoardEvent::Tabs(tabs::Event::Granted));
        };
        let lost = move || that.hand_board(opening, BoardEvent::Tabs(tabs::Event::Stolen));
        browser::claim(&format!("tablee-link-{board}"), how, got, lost);
    }

    fn dial(self: &Rc<Self>, opening: u32) {
        let this = Rc::clone(self);
        let hear = move |said| {
            let event = match said {
                Said::Link(event) => BoardEvent::Link(event),
                Said::Frame(bytes) => BoardEvent::Frame(bytes),
            };
            this.hand_later(opening, event);
        };
        let socket = Socket::dial(hear);
        if socket.is_none() {
            self.hand_later(opening, BoardEvent::Link(link::Event::Lost));
        }
        self.room.borrow_mut().socket = socket;
    }

    /// In a turn of its own: what happens may let go of whoever told it.
    fn hand_later(self: &Rc<Self>, opening: u32, event: BoardEvent) {
        let this = Rc::clone(self);
        spawn_local(async move { this.hand_board(opening, event) });
    }

    async fn fetch_place(self: Rc<Self>, opening: u32, board: &BoardId) {
        // No answer, or none that says so.
        let Ok(place) = parts::place(Asks::new(self.store()), board).await else { return };
        self.hand_board(opening, BoardEvent::Place(place.map(Into::into)));
    }

    fn queue(self: &Rc<Self>, job: Job) {
        let mut jobs = self.jobs.borrow_mut();
        jobs.waiting.push_back(job);
        if !jobs.running {
            jobs.running = true;
            let this = Rc::clone(self);
            spawn_local(async move { this.work().await });
        }
    }

    async fn work(self: Rc<Self>) {
        loop {
            let job = {
                let mut jobs = self.jobs.borrow_mut();
                let job = jobs.waiting.pop_front();
                jobs.running = job.is_some();
                job
            };
            match job {
                None => return,
                Some(Job::Load { opening, board }) => {
                    let loaded = match self.find(opening, &board).await {
                        Ok(()) => self.load(opening, &board).await,
                        Err(why) => Err(why),
                    };
                    if let Err(why) = loaded {
                        self.hand_board(opening, BoardEvent::NotOpened(why));
                    }
                }
                Some(Job::Reload { opening, board }) => {
                    let actor = self.room.borrow_mut().actor.take();
                    if let Some((name, held)) = actor {
                        let strike = [Write::delete(Table::Actors, name)];
                        // If that fails its lock stays held, and nobody leases it in this visit.
                        if self.store().write(&board, &strike).await.is_ok() {
                            held.let_go();
                        }
                    }
                    if let Err(why) = self.load(opening, &board).await {
                        self.hand_board(opening, BoardEvent::NotOpened(why));
                    }
                }
                Some(Job::Write { opening, board, writes }) => {
                    let written = self.store().write(&board, &writes).await;
                    self.hand_board(opening, BoardEvent::Written(written));
                }
                Some(Job::WriteHeld { opening, board, writes }) => {
                    let written = self.store().write(&board, &writes).await;
                    self.hand_board(opening, BoardEvent::HeldWritten(written));
                }
                Some(Job::Note { board, writes }) => {
                    // What makes the next opening fast; without it the document is read.
                    let _ = self.store().write(&board, &writes).await;
                }
                Some(Job::Compact { board, snapshot, instead_of }) => {
                    let _ = compact(&self.store(), &board, snapshot, instead_of).await;
                }
                Some(Job::Answer { seq, ask, document }) => {
                    let this = Rc::clone(&self);
                    spawn_local(async move { this.answer(seq, ask, document).await });
                }
                Some(Job::LetGo(room)) => {
                    if let Some((_, held)) = room.actor {
                        held.let_go();
                    }
                }
            }
        }
    }

    /// What is known of the board before its document is read.
    async fn find(self: &Rc<Self>, opening: u32, board: &BoardId) -> Result<(), Unanswered> {
        let store = self.store();
        let unread = |_| Unanswered::NoRoom;
        let mut kept = read_kept(&store, board).await.map_err(unread)?;
        if kept.belonging.is_none() {
            // Not on this device; perhaps the server knows it on the board all the same.
            parts::meet(Asks::new(store.clone())).await.map_err(Unanswered::Door)?;
            kept = read_kept(&store, board).await.map_err(unread)?;
        }
        if kept.belonging.is_none() {
            return Err(not_here());
        }
        let this = Rc::clone(self);
        let hear = move |message| this.hand_later(opening, BoardEvent::Told(message));
        *self.room.borrow_mut() = Room { opening, channel: Channel::open(board, hear), ..Room::default() };
        self.hand_board(opening, BoardEvent::Found(Box::new(kept)));
        Ok(())
    }

    /// The document, and an actor to write as.
    async fn load(self: &Rc<Self>, opening: u32, board: &BoardId) -> Result<(), Unanswered> {
        let store = self.store();
        // Leased first: what another tab wrote as this actor is then among the rows.
        let actor = self.lease_actor(&store, board).await;
        let rows = store.rows(&Document::TABLES, board).await.map_err(|_| Unanswered::NoRoom)?;
        let loaded = Loaded { document: Document::from_rows(rows), actor };
        self.hand_board(opening, BoardEvent::Loaded(Box::new(loaded)));
        Ok(())
    }

    /// An actor of this device that no tab writes as now, or a fresh one. Its lock is held until
    /// the board is closed or the tab is gone; its row lets a later visit go on as it.
    async fn lease_actor(&self, store: &Store, board: &BoardId) -> [u8; 16] {
        let rows = store.rows(&[Table::Actors], board).await.unwrap_or_default();
        for (name, bytes) in rows.into_iter().flatten() {
            let Ok(actor) = <[u8; 16]>::try_from(bytes.as_slice()) else { continue };
            if let Some(held) = browser::claim_now(&lock_of(board, &name)).await {
                self.room.borrow_mut().actor = Some((name, held));
                return actor;
            }
        }
        let actor: [u8; 16] = browser::random();
        let name = hex(&actor);
        if let Some(held) = browser::claim_now(&lock_of(board, &name)).await {
            // Without its row nobody goes on as it, and without its lock it must have no row.
            let _ = store.write(board, &[Write::put(Table::Actors, name.clone(), actor.to_vec())]).await;
            self.room.borrow_mut().actor = Some((name, held));
        }
        actor
    }

    async fn answer(self: Rc<Self>, seq: u64, ask: Ask, document: Option<Vec<u8>>) {
        let answered = parts::answer(Asks::new(self.store()), ask, document).await;
        let opening = self.room.borrow().opening;
        let open = self.desk.borrow().open_board().cloned();
        for news in answered.news.into_iter().filter(|news| Some(&news.board) == open.as_ref()) {
            self.hand_board(opening, news.event);
        }
        tell(&ToPage::Answer { seq, answer: answered.answer });
    }
}

fn lock_of(board: &BoardId, actor: &str) -> String {
    format!("tablee-actor-{board}-{actor}")
}

/// The snapshot is read again, byte by byte, before anything is deleted for it.
async fn compact(
    store: &Store,
    board: &BoardId,
    snapshot: Write,
    instead_of: Vec<Write>,
) -> Result<(), StoreError> {
    let Write::Put { table, name, bytes } = &snapshot else { return Ok(()) };
    store.write(board, std::slice::from_ref(&snapshot)).await?;
    if store.get(*table, board, name).await?.as_ref() == Some(bytes) {
        store.write(board, &instead_of).await?;
    }
    Ok(())
}

fn tell(message: &ToPage) {
    let bytes = postcard::to_allocvec(message).expect("messages to the page are plain data");
    browser::post(&bytes);
}
