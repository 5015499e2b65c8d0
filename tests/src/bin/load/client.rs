//! A client of our own that holds no document: it knows the heads, makes changes by hand, and
//! reads from a frame only what it needs to answer.

use crate::server::Prepared;
use automerge::legacy::{Key, ObjectId, Op, OpId, OpType};
use automerge::sync::{BloomFilter, ChunkList, Have, Message as SyncMessage, MessageFlags, MessageVersion};
use automerge::{ActorId, Author, Change, ChangeHash, ExpandedChange, ObjId, ScalarValue};
use futures_util::{SinkExt, StreamExt};
use shared::ids::BoardId;
use shared::wire::{Frame, OWN_MESSAGES, PROTOCOL, PeerId, PeerMetadata, Route, payload};
use std::num::NonZeroU64;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

pub struct Client {
    pub socket: Socket,
    route: Route,
    board: BoardId,
    actor: ActorId,
    author: String,
    seq: u64,
    objective: OpId,
    /// Its last own operation: what the next overwrites.
    last_op: Option<OpId>,
    heads: Vec<ChangeHash>,
    /// Its last change, until the table's heads cover it.
    own: Option<ChangeHash>,
    max_op: u64,
}

pub fn name(n: usize) -> String {
    format!("person{n}")
}

/// The one actor as which it writes.
pub fn actor(n: usize) -> [u8; 16] {
    let mut actor = [9u8; 16];
    actor[..8].copy_from_slice(&(n as u64).to_be_bytes());
    actor
}

/// What a frame said.
pub enum Heard {
    /// Chunks of changes of others (or of its own, come back).
    Changes(Vec<Vec<u8>>),
    Stored(Vec<ChangeHash>),
    Nothing,
}

impl Client {
    /// Joins and is level, as a device is that comes back to a board it knows.
    pub async fn join(address: &str, n: usize, board: &BoardId, prepared: &Prepared) -> Option<Self> {
        let name = name(n);
        let url = format!("ws://{address}/sync?ticket={name}.partner");
        let mut limits = tokio_tungstenite::tungstenite::protocol::WebSocketConfig::default();
        limits.read_buffer_size = 4 * 1024;
        let (mut socket, _) = connect_async_with_config(url, Some(limits), true).await.ok()?;
        let me = PeerId::parse(&name).unwrap();
        let metadata = PeerMetadata { tablee: Some(OWN_MESSAGES), ..PeerMetadata::default() };
        let join = Frame::Join { sender: me.clone(), metadata, versions: vec![PROTOCOL.to_owned()] };
        socket.send(Message::Binary(join.encode().into())).await.ok()?;
        let Frame::Peer { route, .. } = frame(&mut socket).await? else { panic!("no welcome") };
        let ObjId::Id(counter, owner, _) = &prepared.objectives[n % prepared.objectives.len()] else {
            panic!("an objective is not the root")
        };
        let mut client = Self {
            socket,
            route: Route { sender: me, target: route.sender },
            board: board.clone(),
            actor: ActorId::from(actor(n).as_slice()),
            author: name,
            seq: 0,
            objective: OpId::new(*counter, owner),
            last_op: None,
            heads: prepared.heads.clone(),
            own: None,
            max_op: prepared.max_op,
        };
        client.say(ChunkList::empty()).await?;
        // Its answer says that the table is level with it.
        while !matches!(frame(&mut client.socket).await?, Frame::Sync { .. }) {}
        Some(client)
    }

    /// Sets the date of its objective. `noted` is told the change's hash and highest counter before
    /// it is sent, so that nobody hears of it before it is noted.
    pub async fn edit(&mut self, noted: impl FnOnce(ChangeHash, u64)) {
        self.seq += 1;
        let op = Op {
            action: OpType::Put(ScalarValue::Str(format!("2027-01-{:02}", self.seq % 28 + 1).into())),
            obj: ObjectId::Id(self.objective.clone()),
            key: Key::Map("due".into()),
            pred: self.last_op.iter().cloned().collect(),
            insert: false,
        };
        let mut deps = self.heads.clone();
        deps.extend(self.own.filter(|own| !self.heads.contains(own)));
        deps.sort();
        let start = self.max_op + 1;
        let change = Change::from(ExpandedChange {
            operations: vec![op],
            actor_id: self.actor.clone(),
            hash: None,
            seq: self.seq,
            start_op: NonZeroU64::new(start).unwrap(),
            time: 1,
            message: Some("write".to_owned()),
            deps,
            extra_bytes: vec![],
            author: (self.seq == 1).then(|| Author::from(self.author.as_bytes().to_vec())),
        });
        self.last_op = Some(OpId::new(start, &self.actor));
        self.own = Some(change.hash());
        self.max_op = start;
        noted(change.hash(), start);
        self.say(vec![change.raw_bytes().to_vec()].into()).await.expect("the socket is open");
    }

    /// Takes one frame, and answers as a client does whose document holds it now.
    pub async fn hear(&mut self, bytes: &[u8], max_op_of: impl Fn(&[u8]) -> u64) -> Heard {
        match Frame::decode(bytes).unwrap().unwrap() {
            Frame::Sync { payload, .. } => {
                let message = payload::read(&payload).unwrap();
                self.heads.clone_from(&message.heads);
                let chunks: Vec<Vec<u8>> = message.changes.iter().map(<[u8]>::to_vec).collect();
                if chunks.is_empty() {
                    self.own = None; // the table holds all that it brought
                } else {
                    self.max_op = chunks.iter().map(|chunk| max_op_of(chunk)).fold(self.max_op, u64::max);
                    self.say(ChunkList::empty()).await;
                }
                Heard::Changes(chunks)
            }
            Frame::Heads { heads, .. } => {
                let heads = heads.into_iter().next().map(|of| of.heads).unwrap_or_default();
                if self.own.is_some_and(|own| heads.contains(&own)) {
                    self.own = None;
                }
                Heard::Stored(heads)
            }
            Frame::Refused { why, .. } => panic!("an honest edit was refused: {why:?}"),
            _ => Heard::Nothing, // nothing else concerns it
        }
    }

    async fn say(&mut self, changes: ChunkList) -> Option<()> {
        let mut heads = self.heads.clone();
        heads.extend(self.own.filter(|own| !self.heads.contains(own)));
        heads.sort();
        let mut flags = MessageFlags::new();
        flags.set(MessageFlags::SUPPORTS_SYNC_RESET);
        let message = SyncMessage {
            heads,
            need: vec![],
            have: vec![Have { last_sync: self.heads.clone(), bloom: BloomFilter::default() }],
            changes,
            flags: Some(flags),
            version: MessageVersion::V1,
        };
        let (route, board) = (self.route.clone(), self.board.clone());
        let frame = Frame::Sync { route, board, payload: message.encode() };
        self.socket.send(Message::Binary(frame.encode().into())).await.ok()
    }
}

async fn frame(socket: &mut Socket) -> Option<Frame> {
    loop {
        if let Message::Binary(bytes) = socket.next().await?.ok()? {
            return Some(Frame::decode(&bytes).unwrap().unwrap());
        }
    }
}
