//! One live board's task: feeds the hub its events and does what it says.

use super::life::Weight as Memory;
use super::{Command, Live, Named};
use crate::hub::{Effect, Event, Hub, Identity, Now, SocketId, Ticket};
use crate::log::{Batch, ChangeLog, Seq, StorageError, Stored, StoredChange, Tail, compact};
use crate::metrics::Metrics;
use crate::outbox::{Outbox, Parcel, Weight};
use automerge::{Automerge, ReadDoc};
use shared::door::Carried;
use shared::ids::BoardId;
use shared::wire::{Frame, PeerId};
use std::collections::HashMap;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::task::JoinHandle;

/// Most changes read at once from another writer's part of the log.
const TAIL: u32 = 1_000;
/// How often an idle board looks whether it is still held.
const LOOK_EVERY: Duration = Duration::from_secs(1);
const LOOK_AGAIN: Duration = Duration::from_secs(20);
/// Most commands taken in one turn.
const TAKEN_AT_ONCE: usize = 64;

pub(super) struct Driver {
    board: BoardId,
    hub: Hub,
    live: Live,
    log: Arc<dyn ChangeLog>,
    outboxes: HashMap<SocketId, (Arc<PeerId>, Arc<Outbox>)>,
    answers: HashMap<Ticket, oneshot::Sender<Carried>>,
    last_ticket: u64,
    wake: Option<Now>,
    /// What asked for the document while a commit was under way.
    readers: Vec<oneshot::Sender<Vec<u8>>>,
    committing: Option<JoinHandle<Result<Seq, StorageError>>>,
    restoring: Option<JoinHandle<Result<(Automerge, Seq), StorageError>>>,
    /// Changes in the log since its last snapshot.
    uncompacted: usize,
    compacting: Option<JoinHandle<()>>,
    metrics: Arc<Metrics>,
    held: Arc<AtomicUsize>,
    was_held: bool,
    named: broadcast::Sender<Named>,
    /// What was told last, and the place in the log up to which it is true.
    name: (String, Option<Seq>),
    /// Whether it was said that nobody is here.
    is_resting: bool,
    /// Whether it was told to end.
    ends: bool,
}

impl Driver {
    pub fn new(me: Identity, document: Automerge, stored: Stored, live: Live) -> Self {
        let (log, held) = (live.0.log.clone(), live.0.held.clone());
        let (named, metrics) = (live.0.named.clone(), live.0.metrics.clone());
        Self {
            board: me.board.clone(),
            uncompacted: stored.changes.len(),
            hub: Hub::new(me, document, (stored.bindings, stored.seq)),
            live,
            log,
            metrics,
            outboxes: HashMap::new(),
            answers: HashMap::new(),
            last_ticket: 0,
            wake: None,
            readers: vec![],
            committing: None,
            restoring: None,
            compacting: None,
            held,
            was_held: false,
            is_resting: false,
            ends: false,
            named,
            name: (String::new(), None),
        }
    }

    /// Runs until it is told to rest, or nobody holds the board, and nothing waits.
    pub async fn run(mut self, mut commands: mpsc::Receiver<Command>, mut moved: watch::Receiver<Seq>) {
        self.tell_name();
        let mut is_open = true;
        let mut taken = Vec::with_capacity(TAKEN_AT_ONCE);
        while (is_open && !self.ends) || self.has_work() {
            let look_after = self.look_after();
            tokio::select! {
                count = commands.recv_many(&mut taken, TAKEN_AT_ONCE), if is_open => {
                    is_open = count > 0;
                    taken.drain(..).for_each(|command| self.command(command));
                }
                event = woken(self.wake) => {
                    self.wake = None;
                    self.handle(event);
                }
                event = committed(&mut self.committing) => {
                    self.committing = None;
                    self.handle(event);
                }
                event = restored(&mut self.restoring) => {
                    self.restoring = None;
                    self.handle(event);
                }
                Ok(()) = moved.changed() => {}
                // A hold that is let go of is not told.
                () = tokio::time::sleep(look_after), if self.hub.is_idle() && !self.ends => {
                    self.is_resting = false;
                }
            }
            self.answer_readers();
            self.catch_up(&moved).await;
            self.tell_held();
            self.tell_name();
            self.compact();
            if self.hub.is_idle() && !self.is_resting && commands.is_empty() {
                self.is_resting = self.live.rests(&self.board, self.memory());
            }
        }
        self.held.fetch_sub(usize::from(self.was_held), Ordering::Relaxed);
        tracing::debug!(board = %self.board, "board at rest");
    }

    /// While storage refuses, the work is safe on devices: nothing to wait for here.
    fn has_work(&self) -> bool {
        self.committing.is_some() || self.restoring.is_some() || !(self.hub.is_idle() || self.hub.is_held())
    }

    fn look_after(&self) -> Duration {
        if self.is_resting { LOOK_AGAIN } else { LOOK_EVERY }
    }

    fn memory(&self) -> Memory {
        self.hub.board().map(weight_of).unwrap_or_default()
    }

    fn command(&mut self, command: Command) {
        self.is_resting = false;
        match command {
            Command::Rest => {
                self.is_resting = true;
                self.ends = true;
            }
            Command::Join(joined, outbox) => {
                self.outboxes.insert(joined.socket, (Arc::new(joined.peer.clone()), outbox));
                self.handle(Event::Joined(joined));
            }
            Command::Event(event) => {
                let left = if let Event::Left { socket } = event { Some(socket) } else { None };
                self.handle(event);
                left.and_then(|socket| self.outboxes.remove(&socket));
            }
            Command::Document(answer) => self.readers.push(answer),
            Command::Members(answer) => {
                let _ = answer.send(self.hub.members());
            }
            Command::Bring(who, changes, answer) => {
                let ticket = self.ticket(answer);
                self.handle(Event::Brought { ticket, who, changes });
            }
            Command::Act(act, answer) => {
                let ticket = self.ticket(answer);
                self.handle(Event::Act { ticket, act });
            }
        }
    }

    fn ticket(&mut self, answer: oneshot::Sender<Carried>) -> Ticket {
        self.last_ticket += 1;
        let ticket = Ticket(self.last_ticket);
        self.answers.insert(ticket, answer);
        ticket
    }

    fn handle(&mut self, event: Event) {
        let begun = Instant::now();
        let effects = self.hub.handle(event, now());
        if effects.iter().any(|effect| matches!(effect, Effect::Commit(_))) {
            self.metrics.applied.observe(begun.elapsed());
        }
        for (why, count) in self.hub.take_refusals() {
            self.metrics.refused(why, count);
        }
        for effect in effects {
            match effect {
                Effect::Send { socket, frame } => {
                    if let Some((_, outbox)) = self.outboxes.get(&socket) {
                        outbox.send(frame.encode(), weight(&frame));
                    }
                }
                Effect::Spread { to, frame } => {
                    let (weight, frame) = (weight(&frame), Arc::new(frame.unaddressed()));
                    for (to, outbox) in to.iter().filter_map(|socket| self.outboxes.get(socket)) {
                        outbox.send(Parcel::Shared { frame: frame.clone(), to: to.clone() }, weight);
                    }
                }
                Effect::Close { socket, why } => {
                    if let Some((_, outbox)) = self.outboxes.get(&socket) {
                        outbox.close(why);
                    }
                }
                Effect::Commit(batch) => self.commit(batch),
                Effect::Restore => self.restore(),
                Effect::WakeAt(at) => self.wake = Some(self.wake.map_or(at, |set| set.min(at))),
                Effect::Answer { ticket, carried } => {
                    if let Some(answer) = self.answers.remove(&ticket) {
                        let _ = answer.send(carried);
                    }
                }
            }
        }
    }

    fn answer_readers(&mut self) {
        let Some(board) = self.hub.board().filter(|_| !self.readers.is_empty()) else { return };
        let bytes = board.save();
        for answer in self.readers.drain(..) {
            // Nobody waiting any more is nobody's loss.
            let _ = answer.send(bytes.clone());
        }
    }

    fn restore(&mut self) {
        let (log, board) = (self.log.clone(), self.board.clone());
        self.restoring = Some(tokio::spawn(async move {
            let stored = log.load(&board).await?.unwrap_or_default();
            let seq = stored.seq;
            let read = tokio::task::spawn_blocking(move || compact::document(&stored)).await;
            let document = read.map_err(|panic| StorageError::Damaged(panic.into()))??;
            Ok((document, seq))
        }));
    }

    fn commit(&mut self, batch: Arc<Batch>) {
        self.uncompacted += batch.changes.len();
        let (log, board, metrics) = (self.log.clone(), self.board.clone(), self.metrics.clone());
        self.committing = Some(tokio::spawn(async move {
            let begun = Instant::now();
            let stored = log.append(&board, &batch).await;
            match &stored {
                Ok(_) => metrics.committed.observe(begun.elapsed()),
                Err(_) => metrics.not_committed(),
            }
            stored
        }));
    }

    /// Reads what another writer committed. Our own commit is told to the hub first.
    async fn catch_up(&mut self, moved: &watch::Receiver<Seq>) {
        while self.hub.board().is_some() && *moved.borrow() > self.hub.seq() {
            match self.log.tail(&self.board, self.hub.seq(), TAIL).await {
                Ok(Tail::Changes { changes, seq }) if seq > self.hub.seq() => {
                    self.handle(Event::Moved { changes, seq });
                }
                Ok(Tail::Behind { snapshot }) => {
                    let Ok(document) = Automerge::load(&snapshot.bytes) else { return };
                    let Some(board) = self.hub.board() else { return };
                    let new = board.get_changes_added(&document);
                    let changes = new.iter().map(StoredChange::from).collect();
                    self.handle(Event::Moved { changes, seq: snapshot.seq });
                }
                Ok(Tail::Changes { .. }) => return,
                Err(error) => {
                    tracing::warn!(board = %self.board, %error, "the log's tail was not read");
                    return;
                }
            }
        }
    }

    fn tell_held(&mut self) {
        let is_held = self.hub.is_held();
        match (self.was_held, is_held) {
            (false, true) => self.held.fetch_add(1, Ordering::Relaxed),
            (true, false) => self.held.fetch_sub(1, Ordering::Relaxed),
            (true, true) | (false, false) => return,
        };
        self.was_held = is_held;
    }

    /// Tells what the board is called, once that is stored and if it is news.
    fn tell_name(&mut self) {
        let seq = Some(self.hub.seq());
        if self.committing.is_some() || self.name.1 == seq {
            return;
        }
        // While the board is being read anew, its name waits.
        let Some(document) = self.hub.board() else { return };
        let name = shared::board::name_of(document);
        if !name.trim().is_empty() && name != self.name.0 {
            // Nobody listens in a test of sync alone.
            let _ = self.named.send(Named { board: self.board.clone(), name: name.clone() });
        }
        self.name = (name, seq);
    }

    /// Now and then puts what the log holds into one snapshot, from a copy: the board goes on.
    fn compact(&mut self) {
        let is_due = self.uncompacted >= compact::worth(self.hub.seq());
        if !is_due || self.compacting.as_ref().is_some_and(|compacting| !compacting.is_finished()) {
            return;
        }
        let Some(whole) = self.hub.board().cloned() else { return };
        self.uncompacted = 0;
        let (log, board, seq) = (self.log.clone(), self.board.clone(), self.hub.seq());
        self.compacting = Some(tokio::spawn(async move {
            if let Err(error) = compact::cut_behind(&*log, &board, whole, seq).await {
                tracing::warn!(%board, %error, "the log was not compacted; it is whole");
            }
        }));
    }
}

async fn woken(at: Option<Now>) -> Event {
    let Some(at) = at else { return pending().await };
    tokio::time::sleep(Duration::from_millis(at.0.saturating_sub(now().0))).await;
    Event::Woke
}

async fn committed(committing: &mut Option<JoinHandle<Result<Seq, StorageError>>>) -> Event {
    let Some(commit) = committing else { return pending().await };
    match commit.await {
        Ok(Ok(seq)) => Event::Committed { seq },
        Ok(Err(error)) => {
            tracing::error!(%error, "changes were not stored; they are held and tried again");
            Event::NotCommitted
        }
        Err(panic) => {
            tracing::error!(%panic, "storing stopped; it is tried again");
            Event::NotCommitted
        }
    }
}

async fn restored(restoring: &mut Option<JoinHandle<Result<(Automerge, Seq), StorageError>>>) -> Event {
    let Some(restore) = restoring else { return pending().await };
    match restore.await {
        Ok(Ok((board, seq))) => Event::Restored { board: Box::new(board), seq },
        Ok(Err(error)) => {
            tracing::error!(%error, "a board was not read again; it is tried again");
            Event::NotRestored
        }
        Err(panic) => {
            tracing::error!(%panic, "reading a board stopped; it is tried again");
            Event::NotRestored
        }
    }
}

fn weight(frame: &Frame) -> Weight {
    if matches!(frame, Frame::Ephemeral(_)) { Weight::Presence } else { Weight::Work }
}

/// What a document takes in memory, by its history and operations; measured, roughly.
pub(super) fn weight_of(document: &Automerge) -> Memory {
    let stats = document.stats();
    Memory(64 * 1024 + 180 * stats.num_changes as usize + 16 * stats.num_ops as usize)
}

pub(crate) fn now() -> Now {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Now(since.as_millis() as u64)
}
