//! What this device and the table say to each other over the connection: greeting, changes both
//! ways, what the table has committed, what it did not take, and who is here.
//!
//! Speaks automerge-repo's frames. It neither dials nor waits (`shared::link` says when), nor does
//! it touch the board except to read and to merge what came.

use crate::presence::{Peers, Telling};
use shared::board::{Board, BoardError, Change, ChangeHash, Changes, sync};
use shared::desk::Place;
use shared::door::Refusal;
use shared::ids::{BoardId, MemberId};
use shared::ordered::OrdMap;
use shared::receipt::Seal;
use shared::wire::{
    Ephemeral, Frame, OWN_MESSAGES, PROTOCOL, PeerId, PeerMetadata, Route, StorageHeads, payload, presence,
};

/// Most changes that wait to be applied together; more are applied at once.
const MAX_WAITING: usize = 10_000;
/// Most places that are told for the tabs of this device.
const MAX_TABS: usize = 32;

/// What a frame meant.
#[derive(Debug, PartialEq, Eq)]
pub enum News {
    /// The table answered the greeting, and what it stores goes by this name.
    Welcome { log: Option<String> },
    /// Changes wait to be applied; or the table only said what it has.
    Changes,
    /// The table has committed everything below these heads, and perhaps gives a receipt.
    Acknowledged { heads: Vec<ChangeHash>, receipt: Option<Seal> },
    /// Somebody came, moved or left.
    Peers,
    /// These changes were not taken.
    Refused { hashes: Vec<ChangeHash>, why: Refusal },
    /// The table stores again, or cannot.
    Held(bool),
    /// Names or admissions are new.
    Door,
    /// There is no such board for this device.
    NotHere,
    /// Nothing that concerns us.
    Nothing,
}

/// One connection's conversation about one board, and what outlives it.
pub struct Table {
    board: BoardId,
    me: PeerId,
    server: Option<(PeerId, Option<String>)>,
    sync: sync::State,
    /// Whether the board was asked for on this connection.
    has_asked: bool,
    arrived: Vec<(sync::Message, Vec<Change>)>,
    peers: Peers,
    /// Where the people in this device's tabs are, by session.
    telling: OrdMap<String, Telling>,
}

impl Table {
    /// `name` is random: what this desk calls itself on its connections.
    pub fn new(board: BoardId, name: [u8; 12]) -> Self {
        let name = MemberId::from_random(name);
        Self {
            board,
            me: PeerId::parse(name.as_str()).expect("twelve bytes are twenty letters"),
            server: None,
            sync: sync::State::new(),
            has_asked: false,
            arrived: vec![],
            peers: Peers::default(),
            telling: OrdMap::new(),
        }
    }

    /// The first frame on a new connection.
    pub fn greet(&mut self) -> Vec<u8> {
        self.lost();
        let metadata = PeerMetadata { storage: None, ephemeral: true, tablee: Some(OWN_MESSAGES) };
        let versions = vec![PROTOCOL.to_owned()];
        Frame::Join { sender: self.me.clone(), metadata, versions }.encode()
    }

    /// The connection is gone, and with it what was agreed on it. What arrived is still applied.
    pub fn lost(&mut self) {
        self.server = None;
        self.sync = sync::State::new();
        self.has_asked = false;
        self.peers.clear();
        self.telling.values_mut().for_each(Telling::again);
    }

    /// A frame that the table answers at once: what its storage holds.
    pub fn ping(&self) -> Option<Vec<u8>> {
        let (_, storage) = self.server.as_ref()?;
        let add = vec![storage.clone()?];
        Some(Frame::Subscribe { route: self.route()?, add, remove: vec![] }.encode())
    }

    /// What the table once said it has, and its receipt for it.
    pub fn show(&self, heads: Vec<ChangeHash>, seal: Seal) -> Option<Vec<u8>> {
        let (_, storage) = self.server.as_ref()?;
        let heads = vec![StorageHeads { storage: storage.clone()?, heads, timestamp: 0 }];
        let (route, board) = (self.route()?, self.board.clone());
        Some(Frame::Heads { route, board, heads, receipt: Some(seal) }.encode())
    }

    fn route(&self) -> Option<Route> {
        let (server, _) = self.server.as_ref()?;
        Some(Route { sender: self.me.clone(), target: server.clone() })
    }

    /// Takes one frame.
    pub fn hear(&mut self, bytes: &[u8], now_ms: i64) -> News {
        let Ok(Some(frame)) = Frame::decode(bytes) else { return News::Nothing };
        match frame {
            Frame::Peer { route, metadata, version } if version == PROTOCOL => {
                self.server = Some((route.sender, metadata.storage.clone()));
                News::Welcome { log: metadata.storage }
            }
            Frame::Request { board, payload, .. } | Frame::Sync { board, payload, .. }
                if board == self.board =>
            {
                self.hear_changes(&payload)
            }
            Frame::Unavailable { board, .. } if board == self.board => News::NotHere,
            Frame::Heads { board, heads, receipt, .. } if board == self.board => {
                let storage = self.server.as_ref().and_then(|(_, storage)| storage.as_deref());
                match heads.into_iter().find(|of| Some(of.storage.as_str()) == storage) {
                    Some(of_server) => News::Acknowledged { heads: of_server.heads, receipt },
                    None => News::Nothing,
                }
            }
            Frame::Ephemeral(said) if said.board == self.board => self.hear_place(said, now_ms),
            Frame::Refused { board, hashes, why, .. } if board == self.board => News::Refused { hashes, why },
            Frame::Held { board, held, .. } if board == self.board => News::Held(held),
            Frame::Door { board, .. } if board == self.board => News::Door,
            // Another version, another board, or what only a server hears.
            Frame::Peer { .. }
            | Frame::Request { .. }
            | Frame::Sync { .. }
            | Frame::Unavailable { .. }
            | Frame::Heads { .. }
            | Frame::Ephemeral(_)
            | Frame::Refused { .. }
            | Frame::Held { .. }
            | Frame::Door { .. }
            | Frame::Join { .. }
            | Frame::Subscribe { .. }
            | Frame::Error { .. }
            | Frame::Leave { .. } => News::Nothing,
        }
    }

    fn hear_changes(&mut self, bytes: &[u8]) -> News {
        let Ok(mut message) = payload::read(bytes) else { return News::Nothing };
        let Ok(changes) = payload::changes(message.changes.iter()) else { return News::Nothing };
        message.changes = sync::ChunkList::empty();
        self.arrived.push((message, changes));
        News::Changes
    }

    fn hear_place(&mut self, said: Ephemeral, now_ms: i64) -> News {
        // Without the server's word on who it is, it is a generic client's own business.
        let (Some(member), Some(place)) = (said.member, presence::decode(&said.payload)) else {
            return News::Nothing;
        };
        match self.peers.hear(&said.session, said.count, member, place, now_ms) {
            true => News::Peers,
            false => News::Nothing,
        }
    }

    /// Whether all that the table last said it has is on the board. Never before it said anything.
    pub fn is_level(&self, board: &Board) -> bool {
        self.sync.their_heads.as_ref().is_some_and(|heads| board.has(heads))
    }

    /// Whether so much has arrived that it should not wait for more.
    pub fn is_full(&self) -> bool {
        self.arrived.iter().map(|(_, changes)| changes.len()).sum::<usize>() > MAX_WAITING
    }

    /// Merges all that has arrived into the board, in one go.
    ///
    /// # Errors
    /// If a change does not fit; the connection is then best begun anew.
    pub fn merge(&mut self, board: &mut Board) -> Result<Changes, BoardError> {
        let (messages, changes): (Vec<_>, Vec<_>) = std::mem::take(&mut self.arrived).into_iter().unzip();
        let changes: Vec<Change> = changes.into_iter().flatten().collect();
        let merged = if changes.is_empty() { Changes::default() } else { board.take(changes)? };
        for message in messages {
            board.receive_sync_message(&mut self.sync, message)?;
        }
        Ok(merged)
    }

    /// What there is to say about changes now, if anything.
    pub fn say(&mut self, board: &Board) -> Option<Vec<u8>> {
        let route = self.route()?;
        let message = board.generate_sync_message(&mut self.sync)?;
        let (id, payload) = (self.board.clone(), message.encode());
        let asked = std::mem::replace(&mut self.has_asked, true);
        let frame = match asked {
            true => Frame::Sync { route, board: id, payload },
            false => Frame::Request { route, board: id, payload },
        };
        Some(frame.encode())
    }

    pub fn peers(&self) -> &Peers {
        &self.peers
    }

    /// The person in one of this device's tabs is here, or has left.
    pub fn be(&mut self, session: &str, place: Option<Place>) {
        match place {
            None => drop(self.telling.remove(session)),
            Some(place) if self.telling.len() < MAX_TABS || self.telling.contains_key(session) => {
                self.telling.entry(session.to_owned()).or_default().be(Some(place));
            }
            Some(_) => {}
        }
    }

    /// Places that are to be told now, as frames; and whether somebody has left.
    pub fn breathe(&mut self, now_ms: i64) -> (Vec<Vec<u8>>, bool) {
        let mut frames = vec![];
        if let Some(route) = self.route() {
            for (session, telling) in &mut self.telling {
                let Some((count, place)) = telling.due(now_ms) else { continue };
                let said = Ephemeral {
                    route: route.clone(),
                    board: self.board.clone(),
                    count,
                    session: session.clone(),
                    payload: presence::encode(&place),
                    member: None,
                };
                frames.push(Frame::Ephemeral(said).encode());
            }
        }
        (frames, self.peers.expire(now_ms))
    }
}
