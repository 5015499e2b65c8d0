//! Sockets that misbehave, end or are ended; and everybody else, undisturbed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use automerge::Automerge;
use automerge::sync::{State, SyncDoc};
use futures_util::{SinkExt, StreamExt};
use server::live::Live;
use server::log::memory::MemoryLog;
use server::sync_socket::Sockets;
use shared::act::{Act, Edit, Message as Key};
use shared::board::Board;
use shared::delta::Delta;
use shared::ids::BoardId;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::wire::{Frame, PROTOCOL, PeerId, PeerMetadata, Route, board_id, payload};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;
use tablee_tests::gate::{Gate, bearer};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// An actor of its own for everybody who comes.
static ACTORS: AtomicU8 = AtomicU8::new(1);

/// A server in this process, with one board in memory.
struct Town {
    gate: Arc<Gate>,
    sockets: Sockets,
    live: Live,
    board: BoardId,
    address: String,
}

impl Town {
    async fn open() -> Self {
        let board = board_id([1; 16]);
        let live = Live::new(Arc::new(MemoryLog::default())).await.unwrap();
        let gate = Arc::new(Gate::to(vec![board.clone()]));
        let sockets = Sockets::new(live.clone(), gate.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let route = sockets.route::<()>();
        tokio::spawn(async move { axum::serve(listener, route).await });
        live.perform(&board, write("Une eau saine.")).await.unwrap();
        Self { gate, sockets, live, board, address }
    }

    async fn dial(&self, ticket: &str) -> WebSocketStream<MaybeTlsStream<TcpStream>> {
        let url = format!("ws://{}/sync?ticket={ticket}", self.address);
        connect_async(url).await.unwrap().0
    }

    /// A member whose own board is level with the server's.
    async fn person(&self, ticket: &str) -> Person {
        let me = PeerId::parse(ticket).unwrap();
        let mut socket = self.dial(ticket).await;
        socket.send(binary(&join(&me, PROTOCOL))).await.unwrap();
        let Frame::Peer { route, .. } = next_frame(&mut socket).await else { panic!("no welcome") };
        let route = Route { sender: me, target: route.sender };
        let board = Board::new(
            [ACTORS.fetch_add(1, Ordering::Relaxed); 16],
            bearer(ticket).map(|who| who.member).as_ref(),
        );
        let mut person = Person { socket, route, id: self.board.clone(), board, state: State::new() };
        person.say().await;
        person.until(|board| statement(board).contains("Une eau saine.")).await;
        person
    }

    async fn statement(&self) -> String {
        let bytes = self.live.document(&self.board).await.unwrap();
        statement(&Board::load(&bytes, [200; 16], None).unwrap())
    }
}

struct Person {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    route: Route,
    id: BoardId,
    board: Board,
    state: State,
}

impl Person {
    async fn say(&mut self) {
        if let Some(message) = self.board.generate_sync_message(&mut self.state) {
            let (route, board, payload) = (self.route.clone(), self.id.clone(), message.encode());
            self.socket.send(binary(&Frame::Sync { route, board, payload })).await.unwrap();
        }
    }

    async fn writes(&mut self, text: &str) {
        self.board.perform(&write(text), 1).unwrap();
        self.say().await;
    }

    async fn until(&mut self, is_there: impl Fn(&Board) -> bool) {
        while !is_there(&self.board) {
            if let Frame::Sync { payload, .. } = next_frame(&mut self.socket).await {
                let message = payload::read(&payload).unwrap();
                self.board.receive_sync_message(&mut self.state, message).unwrap();
                self.say().await;
            }
        }
    }
}

fn write(text: &str) -> Act {
    let at = RecordAt::single(Kind::Vision).field("statement");
    Act::new(Key::Write, vec![Edit::Splice { at, delta: Delta::splice(0, 0, text) }])
}

fn statement(board: &Board) -> String {
    board.records().single(Kind::Vision).map(|vision| vision.text("statement").to_owned()).unwrap_or_default()
}

fn join(me: &PeerId, version: &str) -> Frame {
    let (sender, metadata) = (me.clone(), PeerMetadata::default());
    Frame::Join { sender, metadata, versions: vec![version.to_owned()] }
}

fn binary(frame: &Frame) -> Message {
    Message::Binary(frame.encode().into())
}

async fn next(socket: &mut WebSocketStream<MaybeTlsStream<TcpStream>>) -> Message {
    loop {
        let message = timeout(Duration::from_secs(10), socket.next()).await.expect("the server is silent");
        match message.unwrap().unwrap() {
            Message::Ping(_) | Message::Pong(_) => {}
            message => return message,
        }
    }
}

async fn next_frame(socket: &mut WebSocketStream<MaybeTlsStream<TcpStream>>) -> Frame {
    match next(socket).await {
        Message::Binary(bytes) => Frame::decode(&bytes).unwrap().unwrap(),
        other => panic!("no frame: {other:?}"),
    }
}

/// The reason that the server gives when it closes, whatever it sent before.
async fn reason(socket: &mut WebSocketStream<MaybeTlsStream<TcpStream>>) -> String {
    loop {
        if let Message::Close(frame) = next(socket).await {
            return frame.unwrap().reason.to_string();
        }
    }
}

#[tokio::test]
async fn a_frame_that_is_none_closes_its_socket_with_a_reason_and_nobody_elses() {
    let town = Town::open().await;
    let mut bruno = town.person("bruno.partner").await;
    let mut amina = town.person("amina.partner").await;

    bruno.socket.send(Message::Binary(vec![0xff; 40].into())).await.unwrap();
    assert!(reason(&mut bruno.socket).await.contains("protocol"));
    let mut carla = town.person("carla.partner").await;
    carla.socket.send(Message::Text("hello".into())).await.unwrap();
    assert!(reason(&mut carla.socket).await.contains("binary"));

    amina.writes("Amina : ").await;
    let mut dora = town.person("dora.partner").await;
    dora.until(|board| statement(board).starts_with("Amina : ")).await;
}

#[tokio::test]
async fn an_unknown_version_and_a_missing_join_are_told() {
    let town = Town::open().await;
    let me = PeerId::parse("amina").unwrap();
    let mut socket = town.dial("amina.partner").await;
    socket.send(binary(&join(&me, "9"))).await.unwrap();
    assert!(matches!(next_frame(&mut socket).await, Frame::Error { .. }));
    assert!(reason(&mut socket).await.contains("version"));

    let mut socket = town.dial("amina.partner").await;
    let route = Route { sender: me.clone(), target: me };
    socket.send(binary(&Frame::Sync { route, board: town.board.clone(), payload: vec![1] })).await.unwrap();
    assert!(reason(&mut socket).await.contains("join"));
}

#[tokio::test]
async fn a_stranger_and_an_unknown_board_get_the_same_answer() {
    let town = Town::open().await;
    let elsewhere = board_id([9; 16]);
    for (ticket, board) in [("nobody", &town.board), ("amina.partner", &elsewhere)] {
        let me = PeerId::parse("amina").unwrap();
        let mut socket = town.dial(ticket).await;
        socket.send(binary(&join(&me, PROTOCOL))).await.unwrap();
        let Frame::Peer { route, .. } = next_frame(&mut socket).await else { panic!("no welcome") };
        let route = Route { sender: me, target: route.sender };
        let payload = Automerge::new().generate_sync_message(&mut State::new()).unwrap().encode();
        let request = Frame::Request { route, board: board.clone(), payload };
        socket.send(binary(&request)).await.unwrap();
        let Frame::Unavailable { board: answered, .. } = next_frame(&mut socket).await else {
            panic!("{ticket} was told something else")
        };
        assert_eq!(answered, *board);
    }
}

#[tokio::test]
async fn whoever_is_revoked_is_out_within_a_second_and_cannot_come_back() {
    let town = Town::open().await;
    let mut bruno = town.person("bruno.partner").await;

    town.gate.end("bruno.partner");
    let told = timeout(Duration::from_secs(1), reason(&mut bruno.socket)).await.expect("within a second");

    assert!(told.contains("no longer admitted"));
    let mut again = town.dial("bruno.partner").await;
    again.send(binary(&join(&bruno.route.sender, PROTOCOL))).await.unwrap();
    let Frame::Peer { .. } = next_frame(&mut again).await else { panic!("no welcome") };
    bruno.socket = again;
    bruno.say().await;
    bruno.state = State::new();
    bruno.say().await;
    assert!(matches!(next_frame(&mut bruno.socket).await, Frame::Unavailable { .. }));
}

#[tokio::test]
async fn joining_twice_under_one_name_leaves_the_later_socket() {
    let town = Town::open().await;
    let mut first = town.person("amina.partner").await;
    let mut second = town.person("amina.partner").await;

    assert!(reason(&mut first.socket).await.contains("joined again"));
    second.writes("Encore : ").await;
    let mut bruno = town.person("bruno.partner").await;
    bruno.until(|board| statement(board).starts_with("Encore : ")).await;
}

#[tokio::test]
async fn a_server_that_stops_keeps_what_was_sent_and_says_goodbye() {
    let town = Town::open().await;
    let mut amina = town.person("amina.partner").await;
    let mut bruno = town.person("bruno.partner").await;
    amina.writes("Amina : ").await;
    bruno.until(|board| statement(board).starts_with("Amina : ")).await;

    let ((), amina_told, bruno_told) =
        tokio::join!(town.sockets.stop(), reason(&mut amina.socket), reason(&mut bruno.socket));

    assert!(amina_told.contains("restarting") && bruno_told.contains("restarting"));
    assert!(town.live.document(&town.board).await.is_err(), "nothing is opened any more");
}

#[tokio::test]
async fn a_file_is_merged_by_whoever_may_and_counted() {
    let town = Town::open().await;
    let before = town.live.document(&town.board).await.unwrap();
    let amina = bearer("amina.partner").unwrap();
    let mut copy = Board::load(&before, [42; 16], Some(&amina.member)).unwrap();
    copy.perform(&write("Du train : "), 1).unwrap();

    let olga = bearer("olga.observer").unwrap();
    let refused = town.live.merge(&town.board, &olga, copy.save()).await.unwrap();
    let merged = town.live.merge(&town.board, &amina, copy.save()).await.unwrap();

    assert_eq!((refused.added, refused.refused.len()), (0, 1));
    assert_eq!((merged.added, merged.refused.len()), (1, 0));
    assert_eq!(town.statement().await, "Du train : Une eau saine.");
    assert!(town.live.merge(&town.board, &amina, b"not a board".to_vec()).await.is_err());
}
