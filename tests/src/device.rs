//! A member's device on a socket: a board of its own, which outlives its connections.

use crate::gate::bearer;
use automerge::ChangeHash;
use automerge::sync::State;
use futures_util::{SinkExt, StreamExt};
use shared::act::{Act, Edit, Message as Key};
use shared::board::Board;
use shared::delta::Delta;
use shared::ids::BoardId;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::wire::{Frame, OWN_MESSAGES, PROTOCOL, PeerId, PeerMetadata, Route, payload};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

pub struct Device {
    ticket: String,
    id: BoardId,
    pub board: Board,
    /// What the table said last that it has committed.
    pub acknowledged: Vec<ChangeHash>,
    line: Option<(Socket, Route)>,
    state: State,
}

impl Device {
    pub fn new(ticket: &str, id: &BoardId) -> Self {
        let board = Board::new([0; 16], None);
        Self {
            ticket: ticket.to_owned(),
            id: id.clone(),
            board,
            acknowledged: vec![],
            line: None,
            state: State::new(),
        }
    }

    /// Writes as this actor from now on.
    pub fn write_as(&mut self, actor: [u8; 16]) {
        self.board.write_as(actor, bearer(&self.ticket).map(|who| who.member).as_ref());
    }

    /// Connects and asks for the board; nothing if the server is not there.
    pub async fn dial(&mut self, address: &str) -> Option<()> {
        let url = format!("ws://{address}/sync?ticket={}", self.ticket);
        let (mut socket, _) = connect_async(url).await.ok()?;
        let me = PeerId::parse(&self.ticket)?;
        let metadata = PeerMetadata { tablee: Some(OWN_MESSAGES), ..PeerMetadata::default() };
        let join = Frame::Join { sender: me.clone(), metadata, versions: vec![PROTOCOL.to_owned()] };
        socket.send(binary(&join)).await.ok()?;
        let Frame::Peer { route, .. } = next_frame(&mut socket).await? else { return None };
        self.state = State::new();
        self.line = Some((socket, Route { sender: me, target: route.sender }));
        self.say().await
    }

    pub async fn say(&mut self) -> Option<()> {
        let (socket, route) = self.line.as_mut()?;
        while let Some(message) = self.board.generate_sync_message(&mut self.state) {
            let (route, board, payload) = (route.clone(), self.id.clone(), message.encode());
            socket.send(binary(&Frame::Sync { route, board, payload })).await.ok()?;
        }
        Some(())
    }

    pub async fn writes(&mut self, text: &str) -> Option<()> {
        let at = RecordAt::single(Kind::Vision).field("statement");
        let edit = Edit::Splice { at, delta: Delta::splice(0, 0, text) };
        self.board.perform(&Act::new(Key::Write, vec![edit]), 1).ok()?;
        self.say().await
    }

    /// Takes one frame, and answers; nothing once the connection is gone.
    pub async fn hear(&mut self) -> Option<()> {
        let (socket, _) = self.line.as_mut()?;
        match next_frame(socket).await? {
            Frame::Sync { payload, .. } => {
                let message = payload::read(&payload).ok()?;
                self.board.receive_sync_message(&mut self.state, message).ok()?;
                self.say().await
            }
            Frame::Heads { heads, .. } => {
                self.acknowledged = heads.into_iter().next().map(|of| of.heads).unwrap_or_default();
                Some(())
            }
            _ => Some(()), // nothing else concerns it
        }
    }

    pub fn hang_up(&mut self) {
        self.line = None;
    }
}

fn binary(frame: &Frame) -> Message {
    Message::Binary(frame.encode().into())
}

async fn next_frame(socket: &mut Socket) -> Option<Frame> {
    loop {
        if let Message::Binary(bytes) = socket.next().await?.ok()? {
            return Frame::decode(&bytes).ok()?;
        }
    }
}
