//! Drives the boards that somebody works on: one task per live board, loaded on demand and
//! gone when nobody is there. It does what the hub says and decides nothing itself.

mod driver;

use crate::admission::Who;
use crate::hub::{Event, Identity, Joined, server_author};
use crate::log::{ChangeLog, StorageError, compact};
use crate::outbox::Outbox;
use driver::Driver;
use shared::act::Act;
use shared::door::Carried;
use shared::ids::{BoardId, MemberId};
use shared::wire::{PeerId, payload};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinSet;

/// Most events that wait for one board; whoever sends more waits with them.
const QUEUE: usize = 256;

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
}

/// All live boards of this server.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    log: Arc<dyn ChangeLog>,
    peer: PeerId,
    storage: String,
    boards: Mutex<Boards>,
    /// How many boards wait for storage to take their changes.
    held: Arc<AtomicUsize>,
}

#[derive(Default)]
struct Boards {
    live: HashMap<BoardId, mpsc::WeakSender<Command>>,
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
}

impl Live {
    /// # Errors
    /// [`StorageError`] if the log cannot be read.
    pub async fn new(log: Arc<dyn ChangeLog>) -> Result<Self, StorageError> {
        let storage = log.name().await?;
        let peer = format!("tablee-{}", hex(random()));
        let peer = PeerId::parse(&peer).expect("it is short");
        let (boards, held) = (Mutex::default(), Arc::default());
        Ok(Self(Arc::new(Inner { log, peer, storage, boards, held })))
    }

    /// The server's name as a peer. Another after each start.
    pub fn peer(&self) -> &PeerId {
        &self.0.peer
    }

    /// The name under which the server says what it has stored.
    pub fn storage(&self) -> &str {
        &self.0.storage
    }

    /// Whether everything that was brought could be stored.
    pub fn is_storing(&self) -> bool {
        self.0.held.load(Ordering::Relaxed) == 0
    }

    /// A hold on the board, which is loaded if it is not live. A board that holds nothing yet
    /// is an empty one: whether it exists is the register's to say.
    ///
    /// # Errors
    /// [`LiveError::Storage`] if it cannot be loaded.
    pub async fn open(&self, board: &BoardId) -> Result<LiveBoard, LiveError> {
        // Held while loading, so that a board is never live twice.
        let mut boards = self.0.boards.lock().await;
        if boards.is_stopping {
            return Err(LiveError::Closing);
        }
        if let Some(sender) = boards.live.get(board).and_then(mpsc::WeakSender::upgrade) {
            return Ok(LiveBoard(sender));
        }
        let moved = self.0.log.watch(board);
        let stored = self.0.log.load(board).await?.unwrap_or_default();
        let (stored, document) = tokio::task::spawn_blocking(move || {
            let document = compact::document(&stored);
            (stored, document)
        })
        .await
        .map_err(|panic| StorageError::Damaged(panic.into()))?;
        let me = Identity {
            board: board.clone(),
            peer: self.0.peer.clone(),
            storage: self.0.storage.clone(),
            author: server_author(),
            actor: random(),
        };
        let (sender, commands) = mpsc::channel(QUEUE);
        let driver = Driver::new(me, document?, stored, self.0.log.clone(), self.0.held.clone());
        boards.live.retain(|_, live| live.strong_count() > 0);
        boards.live.insert(board.clone(), sender.downgrade());
        boards.tasks.spawn(driver.run(commands, moved));
        while boards.tasks.try_join_next().is_some() {}
        Ok(LiveBoard(sender))
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
        let live = self.0.boards.lock().await.live.get(board).and_then(mpsc::WeakSender::upgrade);
        let Some(live) = live.map(LiveBoard) else { return BTreeSet::new() };
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
            let mut boards = self.0.boards.lock().await;
            boards.is_stopping = true;
            std::mem::take(&mut boards.tasks)
        };
        while tasks.join_next().await.is_some() {}
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
