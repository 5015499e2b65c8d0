//! Drives the boards that somebody works on: one task per live board, loaded on demand and
//! gone when nobody was there for a while. It does what `hub` says of a board and `life` of
//! them all, and decides nothing itself.

mod driver;
mod life;

use crate::admission::Who;
use crate::hub::{Event, Identity, Joined, server_author};
use crate::limits::Limits;
use crate::log::{ChangeLog, StorageError, Stored, compact};
use crate::metrics::Metrics;
use crate::outbox::Outbox;
use crate::receipt_key;
use automerge::Automerge;
use driver::Driver;
pub(crate) use driver::now;
pub use life::Census;
use life::{Effect, Lives, Weight};
use shared::act::Act;
use shared::door::Carried;
use shared::ids::{BoardId, MemberId};
use shared::receipt::ReceiptKey;
use shared::wire::{PeerId, payload};
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::task::JoinSet;

/// Most events that wait for one board; whoever sends more waits with them.
const QUEUE: usize = 256;
/// Names that a slow listener may be behind. What it misses is told at the board's next change.
const NAMES: usize = 256;

/// Why a board did not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum LiveError {
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Nothing was changed.
    #[error("these bytes are not a board's document")]
    NotABoard(#[from] payload::PayloadError),
    #[error("the board is closing; ask again")]
    Closing,
    /// Nothing was changed.
    #[error("there is no room for one more board now; come back later")]
    Full,
    /// Nothing was changed.
    #[error("this board cannot be read on the server and is set aside; the others go on")]
    SetAside,
}

/// All live boards of this server.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    log: Arc<dyn ChangeLog>,
    peer: PeerId,
    storage: String,
    key: ReceiptKey,
    limits: Arc<Limits>,
    metrics: Arc<Metrics>,
    boards: Mutex<Boards>,
    /// How many boards wait for storage to take their changes.
    held: Arc<AtomicUsize>,
    named: broadcast::Sender<Named>,
}

/// What a board says that it is called, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub board: BoardId,
    pub name: String,
}

struct Boards {
    lives: Lives,
    live: HashMap<BoardId, mpsc::Sender<Command>>,
    wanted: HashMap<BoardId, Vec<oneshot::Sender<Result<LiveBoard, LiveError>>>>,
    tasks: JoinSet<()>,
    is_stopping: bool,
}

/// A hold on a live board: it stays live as long as one is held.
#[derive(Clone)]
pub struct LiveBoard(mpsc::Sender<Command>);

/// What is asked of a live board.
enum Command {
    Join(Joined, Arc<Outbox>),
    Event(Event),
    Document(oneshot::Sender<Vec<u8>>),
    Members(oneshot::Sender<BTreeSet<MemberId>>),
    Bring(Who, Vec<automerge::Change>, oneshot::Sender<Carried>),
    Act(Act, oneshot::Sender<Carried>),
    /// Finish and end: nobody holds the board.
    Rest,
}

impl Live {
    /// With receipts that nobody can check after this process.
    ///
    /// # Errors
    /// [`StorageError`] if the log cannot be read.
    pub async fn new(log: Arc<dyn ChangeLog>) -> Result<Self, StorageError> {
        Self::sealing(log, receipt_key::draw(), Arc::default()).await
    }

    /// With receipts sealed by this key, within these limits.
    ///
    /// # Errors
    /// [`StorageError`] if the log cannot be read.
    pub async fn sealing(
        log: Arc<dyn ChangeLog>,
        key: ReceiptKey,
        limits: Arc<Limits>,
    ) -> Result<Self, StorageError> {
        let storage = log.name().await?;
        let peer = format!("tablee-{}", hex(random()));
        let peer = PeerId::parse(&peer).expect("it is short");
        let named = broadcast::channel(NAMES).0;
        let boards = Mutex::new(Boards {
            lives: Lives::new(limits.clone()),
            live: HashMap::new(),
            wanted: HashMap::new(),
            tasks: JoinSet::new(),
            is_stopping: false,
        });
        let (metrics, held) = (Arc::default(), Arc::default());
        Ok(Self(Arc::new(Inner { log, peer, storage, key, limits, metrics, boards, held, named })))
    }

    pub fn limits(&self) -> &Arc<Limits> {
        &self.0.limits
    }

    pub fn metrics(&self) -> &Arc<Metrics> {
        &self.0.metrics
    }

    /// How many boards are in which part of their life.
    pub fn census(&self) -> Census {
        self.boards().lives.census()
    }

    /// How many boards wait for storage to take their changes.
    pub fn held(&self) -> usize {
        self.0.held.load(Ordering::Relaxed)
    }

    /// Whether boards are opened: not while the server stops.
    pub fn is_open(&self) -> bool {
        !self.boards().is_stopping
    }

    /// The server's name as a peer. Another after each start.
    pub fn peer(&self) -> &PeerId {
        &self.0.peer
    }

    /// The key of this server's receipts.
    pub fn key(&self) -> &ReceiptKey {
        &self.0.key
    }

    /// The name under which the server says what it has stored.
    pub fn storage(&self) -> &str {
        &self.0.storage
    }

    /// Whether everything that was brought could be stored.
    pub fn is_storing(&self) -> bool {
        self.held() == 0
    }

    /// The name of each board as it becomes live, and whenever it changes.
    pub fn names(&self) -> broadcast::Receiver<Named> {
        self.0.named.subscribe()
    }

    /// A hold on the board, which is loaded if it is not live. A board that holds nothing yet
    /// is an empty one: whether it exists is the register's to say.
    ///
    /// # Errors
    /// [`LiveError::Storage`] if it cannot be loaded.
    pub async fn open(&self, board: &BoardId) -> Result<LiveBoard, LiveError> {
        let (sender, granted) = oneshot::channel();
        {
            let mut boards = self.boards();
            if boards.is_stopping {
                return Err(LiveError::Closing);
            }
            boards.wanted.entry(board.clone()).or_default().push(sender);
            self.handle(&mut boards, life::Event::Wanted { board: board.clone() });
        }
        granted.await.map_err(|_| LiveError::Closing)?
    }

    fn boards(&self) -> MutexGuard<'_, Boards> {
        self.0.boards.lock().expect("no holder panics")
    }

    fn handle(&self, boards: &mut Boards, event: life::Event) {
        for effect in boards.lives.handle(event, now()) {
            match effect {
                Effect::Load(board) => {
                    let live = self.clone();
                    boards.tasks.spawn(async move { live.load(board).await });
                    while boards.tasks.try_join_next().is_some() {}
                }
                Effect::Grant(board) => {
                    let Some(sender) = boards.live.get(&board).cloned() else { continue };
                    for wanted in boards.wanted.remove(&board).unwrap_or_default() {
                        // Whoever no longer waits holds nothing.
                        let _ = wanted.send(Ok(LiveBoard(sender.clone())));
                    }
                }
                Effect::Refuse(board) => {
                    tracing::warn!(%board, "no room for one more board");
                    boards.refuse(&board, LiveError::Full);
                }
                Effect::StayAside(board) => boards.refuse(&board, LiveError::SetAside),
                Effect::Drain(board) => {
                    if let Some(sender) = boards.live.remove(&board) {
                        // Nobody holds it: its queue has room, and without our hold it ends anyway.
                        let _ = sender.try_send(Command::Rest);
                    }
                }
                Effect::WakeAt(at) => {
                    let live = self.clone();
                    let wait = Duration::from_millis(at.0.saturating_sub(now().0));
                    tokio::spawn(async move {
                        tokio::time::sleep(wait).await;
                        live.handle(&mut live.boards(), life::Event::Woke);
                    });
                }
            }
        }
    }

    /// Loads a board and runs it to its end.
    async fn load(&self, board: BoardId) {
        let moved = self.0.log.watch(&board);
        let (document, stored) = match self.read(&board).await {
            Ok(read) => read,
            Err(error) => {
                tracing::error!(%board, %error, "a board could not be loaded");
                let is_damaged = matches!(error, StorageError::Damaged(_));
                let mut boards = self.boards();
                boards.refuse(&board, LiveError::Storage(error));
                self.handle(&mut boards, life::Event::NotLoaded { board, is_damaged });
                return;
            }
        };
        let me = Identity {
            board: board.clone(),
            peer: self.0.peer.clone(),
            storage: self.0.storage.clone(),
            key: self.0.key.clone(),
            author: server_author(),
            actor: random(),
            limits: self.0.limits.clone(),
        };
        let weight = driver::weight_of(&document);
        let driver = Driver::new(me, document, stored, self.clone());
        let (sender, commands) = mpsc::channel(QUEUE);
        {
            let mut boards = self.boards();
            if boards.is_stopping {
                return;
            }
            boards.live.insert(board.clone(), sender);
            self.handle(&mut boards, life::Event::Loaded { board: board.clone(), weight });
        }
        driver.run(commands, moved).await;
        self.handle(&mut self.boards(), life::Event::Drained { board });
    }

    async fn read(&self, board: &BoardId) -> Result<(Automerge, Stored), StorageError> {
        let stored = self.0.log.load(board).await?.unwrap_or_default();
        let read = tokio::task::spawn_blocking(move || Ok((compact::document(&stored)?, stored))).await;
        read.map_err(|panic| StorageError::Damaged(panic.into()))?
    }

    /// Nobody is at the board and nothing waits there. False if somebody is about to come.
    fn rests(&self, board: &BoardId, weight: Weight) -> bool {
        let mut boards = self.boards();
        let is_held = boards.live.get(board).is_none_or(|sender| sender.strong_count() > 1);
        if !is_held {
            self.handle(&mut boards, life::Event::Rests { board: board.clone(), weight });
        }
        !is_held
    }

    /// The whole document, as a snapshot.
    ///
    /// # Errors
    /// [`LiveError`] if the board cannot be loaded.
    pub async fn document(&self, board: &BoardId) -> Result<Vec<u8>, LiveError> {
        let (sender, answer) = oneshot::channel();
        self.open(board).await?.send(Command::Document(sender)).await?;
        answer.await.map_err(|_| LiveError::Closing)
    }

    /// The members who have the board open now. A board that is not live is not loaded for it.
    pub async fn members(&self, board: &BoardId) -> BTreeSet<MemberId> {
        let live = self.boards().live.get(board).cloned().map(LiveBoard);
        let Some(live) = live else { return BTreeSet::new() };
        let (sender, answer) = oneshot::channel();
        match live.send(Command::Members(sender)).await {
            Ok(()) => answer.await.unwrap_or_default(),
            Err(_) => BTreeSet::new(),
        }
    }

    /// Merges a document or changes that a member brings, as their own or carried. Answers when
    /// it is committed.
    ///
    /// # Errors
    /// [`LiveError`]; nothing was changed then.
    pub async fn merge(&self, board: &BoardId, who: &Who, bytes: Vec<u8>) -> Result<Carried, LiveError> {
        let read = tokio::task::spawn_blocking(move || payload::changes([bytes.as_slice()])).await;
        let changes = read.map_err(|_| payload::PayloadError::Damaged("it cannot be read"))??;
        let (sender, answer) = oneshot::channel();
        self.open(board).await?.send(Command::Bring(who.clone(), changes, sender)).await?;
        answer.await.map_err(|_| LiveError::Closing)
    }

    /// Performs an act of the server's own, such as publishing a membership. Answers when it is
    /// committed.
    ///
    /// # Errors
    /// [`LiveError`]; nothing was changed then.
    pub async fn perform(&self, board: &BoardId, act: Act) -> Result<(), LiveError> {
        let (sender, answer) = oneshot::channel();
        self.open(board).await?.send(Command::Act(act, sender)).await?;
        answer.await.map(|_| ()).map_err(|_| LiveError::Closing)
    }

    /// Lets every board finish what it has begun. Sockets are closed before.
    pub async fn stop(&self) {
        let mut tasks = {
            let mut boards = self.boards();
            boards.is_stopping = true;
            // Without our own hold they end when nobody else has one.
            boards.live.clear();
            boards.wanted.clear();
            std::mem::take(&mut boards.tasks)
        };
        while tasks.join_next().await.is_some() {}
    }
}

impl Boards {
    /// The first who waits hears why, the others that they may ask again.
    fn refuse(&mut self, board: &BoardId, why: LiveError) {
        let mut wanted = self.wanted.remove(board).unwrap_or_default().into_iter();
        if let Some(first) = wanted.next() {
            let _ = first.send(Err(why));
        }
    }
}

impl LiveBoard {
    /// # Errors
    /// [`LiveError::Closing`] if the board's task ended.
    pub async fn join(&self, joined: Joined, outbox: Arc<Outbox>) -> Result<(), LiveError> {
        self.send(Command::Join(joined, outbox)).await
    }

    /// # Errors
    /// [`LiveError::Closing`] if the board's task ended.
    pub async fn tell(&self, event: Event) -> Result<(), LiveError> {
        self.send(Command::Event(event)).await
    }

    async fn send(&self, command: Command) -> Result<(), LiveError> {
        self.0.send(command).await.map_err(|_| LiveError::Closing)
    }
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes).expect("the operating system has randomness");
    bytes
}

fn hex(bytes: [u8; 8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
