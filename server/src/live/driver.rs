//! One live board's task: feeds the hub its events and does what it says.

use super::Command;
use crate::hub::{Effect, Event, Hub, Identity, Now, SocketId, Ticket};
use crate::log::{Batch, ChangeLog, Seq, StorageError, Stored, StoredChange, Tail, compact};
use crate::outbox::Outbox;
use automerge::Automerge;
use shared::door::Carried;
use shared::ids::BoardId;
use std::collections::HashMap;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;

/// Most changes read at once from another writer's part of the log.
const TAIL: u32 = 1_000;

pub(super) struct Driver {
    board: BoardId,
    hub: Hub,
    log: Arc<dyn ChangeLog>,
    outboxes: HashMap<SocketId, Arc<Outbox>>,
    answers: HashMap<Ticket, oneshot::Sender<Carried>>,
    last_ticket: u64,
    wake: Option<Now>,
    committing: Option<JoinHandle<Result<Seq, StorageError>>>,
    /// Changes in the log since its last snapshot.
    uncompacted: usize,
    held: Arc<AtomicUsize>,
    was_held: bool,
}

impl Driver {
    pub fn new(
        me: Identity,
        document: Automerge,
        stored: Stored,
        log: Arc<dyn ChangeLog>,
        held: Arc<AtomicUsize>,
    ) -> Self {
        Self {
            board: me.board.clone(),
            uncompacted: stored.changes.len(),
            hub: Hub::new(me, document, (stored.bindings, stored.seq)),
            log,
            outboxes: HashMap::new(),
            answers: HashMap::new(),
            last_ticket: 0,
            wake: None,
            committing: None,
            held,
            was_held: false,
        }
    }

    /// Runs until nobody holds the board and nothing waits.
    pub async fn run(mut self, mut commands: mpsc::Receiver<Command>, mut moved: watch::Receiver<Seq>) {
        let mut is_open = true;
        while is_open || self.has_work() {
            tokio::select! {
                command = commands.recv(), if is_open => match command {
                    Some(command) => self.command(command),
                    None => is_open = false,
                },
                event = woken(self.wake) => {
                    self.wake = None;
                    self.handle(event);
                }
                event = committed(&mut self.committing) => {
                    self.committing = None;
                    self.handle(event);
                }
                Ok(()) = moved.changed() => {}
            }
            self.catch_up(&moved).await;
            self.tell_held();
            self.compact();
        }
        self.held.fetch_sub(usize::from(self.was_held), Ordering::Relaxed);
        tracing::debug!(board = %self.board, "board at rest");
    }

    /// While storage refuses, the work is safe on devices: nothing to wait for here.
    fn has_work(&self) -> bool {
        self.committing.is_some() || !(self.hub.is_idle() || self.hub.is_held())
    }

    fn command(&mut self, command: Command) {
        match command {
            Command::Join(joined, outbox) => {
                self.outboxes.insert(joined.socket, outbox);
                self.handle(Event::Joined(joined));
            }
            Command::Event(event) => {
                let left = if let Event::Left { socket } = event { Some(socket) } else { None };
                self.handle(event);
                left.and_then(|socket| self.outboxes.remove(&socket));
            }
            Command::Document(answer) => {
                // Nobody waiting any more is nobody's loss.
                let _ = answer.send(self.hub.board().save());
            }
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
        for effect in self.hub.handle(event, now()) {
            match effect {
                Effect::Send { socket, frame } => {
                    if let Some(outbox) = self.outboxes.get(&socket) {
                        outbox.send(&frame);
                    }
                }
                Effect::Close { socket, why } => {
                    if let Some(outbox) = self.outboxes.get(&socket) {
                        outbox.close(why);
                    }
                }
                Effect::Commit(batch) => self.commit(batch),
                Effect::WakeAt(at) => self.wake = Some(self.wake.map_or(at, |set| set.min(at))),
                Effect::Answer { ticket, carried } => {
                    if let Some(answer) = self.answers.remove(&ticket) {
                        let _ = answer.send(carried);
                    }
                }
            }
        }
    }

    fn commit(&mut self, batch: Batch) {
        self.uncompacted += batch.changes.len();
        let (log, board) = (self.log.clone(), self.board.clone());
        self.committing = Some(tokio::spawn(async move { log.append(&board, &batch).await }));
    }

    /// Reads what another writer committed. Our own commit is told to the hub first.
    async fn catch_up(&mut self, moved: &watch::Receiver<Seq>) {
        while self.committing.is_none() && *moved.borrow() > self.hub.seq() {
            match self.log.tail(&self.board, self.hub.seq(), TAIL).await {
                Ok(Tail::Changes { changes, seq }) if seq > self.hub.seq() => {
                    self.handle(Event::Moved { changes, seq });
                }
                Ok(Tail::Behind { snapshot }) => {
                    let Ok(document) = Automerge::load(&snapshot.bytes) else { return };
                    let new = self.hub.board().get_changes_added(&document);
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

    fn compact(&mut self) {
        if self.uncompacted < compact::WORTH_CHANGES || self.committing.is_some() {
            return;
        }
        self.uncompacted = 0;
        let (log, board) = (self.log.clone(), self.board.clone());
        tokio::spawn(async move {
            if let Err(error) = compact::compact(&*log, &board, compact::WORTH_CHANGES).await {
                tracing::warn!(%board, %error, "the log was not compacted; it is whole");
            }
        });
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

fn now() -> Now {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Now(since.as_millis() as u64)
}
