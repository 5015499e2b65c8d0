//! What one socket says and hears, frame by frame.

use super::Sockets;
use crate::admission::{Caller, Standing, Whom};
use crate::hub::{Event, Joined, SocketId};
use crate::limits::Limits;
use crate::live::{LiveBoard, LiveError};
use crate::outbox::{Outbox, Weight};
use shared::ids::BoardId;
use shared::wire::{Frame, PROTOCOL, PeerId, PeerMetadata, Route};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::broadcast::error::RecvError;

/// Why the socket ends, as its peer is told.
#[derive(Debug)]
pub(super) struct Ended {
    pub why: &'static str,
    /// Whether it goes again in a moment: the peer is told when to come back, each at another time.
    pub is_for_now: bool,
}

impl Ended {
    pub fn of(why: &'static str) -> Self {
        Self { why, is_for_now: false }
    }

    pub fn for_now(why: &'static str) -> Self {
        Self { why, is_for_now: true }
    }
}

pub(super) struct Conversation {
    sockets: Sockets,
    caller: Caller,
    id: SocketId,
    outbox: Arc<Outbox>,
    /// Who it says it is, after its join.
    peer: Option<(PeerId, PeerMetadata)>,
    boards: HashMap<BoardId, LiveBoard>,
    subscriptions: Vec<String>,
}

impl Conversation {
    pub fn new(sockets: Sockets, caller: Caller, id: SocketId, outbox: Arc<Outbox>) -> Self {
        Self { sockets, caller, id, outbox, peer: None, boards: HashMap::new(), subscriptions: vec![] }
    }

    pub fn has_joined(&self) -> bool {
        self.peer.is_some()
    }

    pub fn limits(&self) -> &Arc<Limits> {
        self.sockets.limits()
    }

    /// It sends faster than it may.
    pub fn slowed(&self) {
        self.sockets.0.live.metrics().slowed();
    }

    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    pub async fn frame(&mut self, bytes: &[u8]) -> Result<(), Ended> {
        let frame = match Frame::decode(bytes) {
            Ok(Some(frame)) => frame,
            Ok(None) => return Ok(()), // of a later release or another program
            Err(error) => {
                tracing::debug!(socket = self.id.0, %error, "a frame was not read");
                return Err(Ended::of("the frame is not one of automerge-repo's protocol"));
            }
        };
        let Some((me, _)) = &self.peer else {
            return match frame {
                Frame::Join { sender, metadata, versions } => self.join(sender, metadata, &versions),
                _ => Err(Ended::of("the first message is join")), // every other frame
            };
        };
        let (me, live) = (me.clone(), &self.sockets.0.live);
        let is_for_us = |route: &Route| route.target == *live.peer();
        let is_own = |route: &Route| route.sender == me && is_for_us(route);
        match frame {
            Frame::Request { route, board, payload } if is_own(&route) => {
                self.tell(&board, |socket| Event::Sync { socket, payload, asks: true }).await
            }
            Frame::Sync { route, board, payload } if is_own(&route) => {
                self.tell(&board, |socket| Event::Sync { socket, payload, asks: false }).await
            }
            // Its author may be a peer behind this one.
            Frame::Ephemeral(said) if is_for_us(&said.route) => {
                let board = said.board.clone();
                self.tell(&board, |socket| Event::Said { socket, said }).await
            }
            Frame::Subscribe { route, add, remove } if is_own(&route) => self.subscribe(add, remove).await,
            Frame::Heads { route, board, mut heads, receipt: Some(seal) } if is_own(&route) => {
                let heads = heads.pop().map(|of| of.heads).unwrap_or_default();
                self.tell(&board, |socket| Event::Shown { socket, heads, seal }).await
            }
            Frame::Leave { .. } => Err(Ended::of("goodbye")),
            // Another's name, an address that is not ours, or what only we say.
            Frame::Join { .. }
            | Frame::Peer { .. }
            | Frame::Request { .. }
            | Frame::Sync { .. }
            | Frame::Unavailable { .. }
            | Frame::Ephemeral(_)
            | Frame::Subscribe { .. }
            | Frame::Heads { .. }
            | Frame::Error { .. }
            | Frame::Refused { .. }
            | Frame::Held { .. }
            | Frame::Door { .. } => Ok(()),
        }
    }

    fn join(&mut self, peer: PeerId, metadata: PeerMetadata, versions: &[String]) -> Result<(), Ended> {
        let live = &self.sockets.0.live;
        if !versions.iter().any(|version| version == PROTOCOL) {
            self.say(&Frame::Error {
                sender: live.peer().clone(),
                target: Some(peer),
                message: "this server speaks version 1".to_owned(),
            });
            return Err(Ended::of("unknown protocol version"));
        }
        self.sockets.take_place(&self.caller, &peer, &self.outbox);
        self.say(&Frame::Peer {
            route: self.route_to(&peer),
            metadata: PeerMetadata { storage: Some(live.storage().to_owned()), ..PeerMetadata::default() },
            version: PROTOCOL.to_owned(),
        });
        self.peer = Some((peer, metadata));
        Ok(())
    }

    /// Hands an event to a board, joining it first if this is its first.
    async fn tell(&mut self, board: &BoardId, event: impl FnOnce(SocketId) -> Event) -> Result<(), Ended> {
        if !self.boards.contains_key(board) && !self.open(board).await? {
            return Ok(());
        }
        let told = match self.boards.get(board) {
            Some(live) => live.tell(event(self.id)).await,
            None => return Ok(()),
        };
        told.map_err(|_| Ended::for_now("the board is closing"))
    }

    /// Joins a board if it is this caller's; says that it is not here otherwise.
    async fn open(&mut self, board: &BoardId) -> Result<bool, Ended> {
        let Some((peer, metadata)) = self.peer.clone() else { return Ok(false) };
        let who = match self.sockets.0.admission.who(&self.caller, board).await {
            Ok(who) => who,
            Err(error) => {
                tracing::warn!(%error, "nobody can be looked up");
                return Err(Ended::for_now("the server cannot look this up now"));
            }
        };
        let Some(who) = who else {
            self.say(&Frame::Unavailable { route: self.route_to(&peer), board: board.clone() });
            return Ok(false);
        };
        if self.boards.len() >= self.limits().boards_per_socket {
            return Err(Ended::of("too many boards on one socket"));
        }
        let unread = |error| {
            tracing::error!(%board, %error, "a board could not be opened");
            match error {
                LiveError::Full => Ended::for_now("there is no room for this board now"),
                LiveError::SetAside => Ended::for_now("this board cannot be read on the server"),
                LiveError::Closing => Ended::for_now("the board is closing"),
                LiveError::Storage(_) | LiveError::NotABoard(_) => {
                    Ended::for_now("the board cannot be read now")
                }
            }
        };
        let live = self.sockets.0.live.open(board).await.map_err(unread)?;
        let joined = Joined { socket: self.id, peer, who, ours: metadata.tablee.is_some() };
        live.join(joined, self.outbox.clone()).await.map_err(unread)?;
        if !self.subscriptions.is_empty() {
            let (socket, add) = (self.id, self.subscriptions.clone());
            live.tell(Event::Subscribed { socket, add, remove: vec![] }).await.map_err(unread)?;
        }
        self.boards.insert(board.clone(), live);
        Ok(true)
    }

    async fn subscribe(&mut self, add: Vec<String>, remove: Vec<String>) -> Result<(), Ended> {
        self.subscriptions.retain(|storage| !remove.contains(storage));
        self.subscriptions.extend(add.iter().cloned());
        self.subscriptions.sort();
        self.subscriptions.dedup();
        if self.subscriptions.len() > self.limits().storages_per_socket {
            return Err(Ended::of("too many storages asked for"));
        }
        for live in self.boards.values() {
            let (socket, add, remove) = (self.id, add.clone(), remove.clone());
            let told = live.tell(Event::Subscribed { socket, add, remove }).await;
            told.map_err(|_| Ended::for_now("the board is closing"))?;
        }
        Ok(())
    }

    /// Takes in what changed about memberships.
    pub async fn standing(&mut self, standing: Result<Standing, RecvError>) -> Result<(), Ended> {
        match standing {
            Ok(Standing::Ended { board, caller }) if caller == self.caller => {
                // A socket that never touched the board has nothing to lose.
                let was_here = self.boards.contains_key(&board);
                if was_here { self.turn_out() } else { Ok(()) }
            }
            Ok(Standing::Changed { board, member }) => {
                let Some(live) = self.boards.get(&board) else { return Ok(()) };
                match self.sockets.0.admission.who(&self.caller, &board).await {
                    Ok(Some(who)) if who.member == member => {
                        let told = live.tell(Event::Changed { who }).await;
                        told.map_err(|_| Ended::for_now("the board is closing"))
                    }
                    Ok(Some(_)) => Ok(()),
                    Ok(None) | Err(_) => self.turn_out(),
                }
            }
            Ok(Standing::Rang { board, whom }) => {
                self.rang(&board, whom).await;
                Ok(())
            }
            Ok(Standing::Ended { .. }) => Ok(()),
            // It may have been this one's end: come back and be looked up again.
            Err(RecvError::Lagged(_) | RecvError::Closed) => Err(Ended::for_now("come back and join again")),
        }
    }

    /// Tells a page of ours that something is new at the door, if it is its business.
    async fn rang(&self, board: &BoardId, whom: Whom) {
        let Some((peer, _)) = self.peer.as_ref().filter(|(_, metadata)| metadata.tablee.is_some()) else {
            return;
        };
        if !self.boards.contains_key(board) {
            return;
        }
        let who = self.sockets.0.admission.who(&self.caller, board).await;
        if who.is_ok_and(|who| who.is_some_and(|who| whom.is(&who))) {
            self.say(&Frame::Door { route: self.route_to(peer), board: board.clone() });
        }
    }

    /// Nothing that waits is sent any more.
    fn turn_out(&self) -> Result<(), Ended> {
        let why = "no longer admitted to this board";
        self.outbox.close(why);
        Err(Ended::of(why))
    }

    /// Leaves every board.
    pub async fn leave(&mut self) {
        for (_, live) in self.boards.drain() {
            // A board that ended has no one to leave.
            let _ = live.tell(Event::Left { socket: self.id }).await;
        }
    }

    fn say(&self, frame: &Frame) {
        self.outbox.send(frame.encode(), Weight::Work);
    }

    fn route_to(&self, peer: &PeerId) -> Route {
        Route { sender: self.sockets.0.live.peer().clone(), target: peer.clone() }
    }
}
