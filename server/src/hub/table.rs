//! A table for tests: a hub, the people at it, and storage that does what the test says. Events
//! by hand, effects read, no socket and no clock.

use super::*;
use crate::limits::Limits;
use automerge::sync::State;
use automerge::{ROOT, ReadDoc};
use shared::act::Edit;
use shared::board::{Board, is_seed};
use shared::delta::Delta;
use shared::door::Role;
use shared::ids::RecordId;
use shared::receipt::{ReceiptKey, Seal};
use shared::record::RecordAt;
use shared::sections::Kind;
use std::sync::Arc;

pub fn name(text: &str) -> MemberId {
    MemberId::parse(text).unwrap()
}

pub fn who(text: &str, role: Role) -> Who {
    let organisation = (role == Role::Partner).then(|| RecordId::parse(&format!("{text}-org")).unwrap());
    Who { member: name(text), role, organisation }
}

/// Somebody with a board of their own, on one socket.
pub struct Person {
    pub socket: SocketId,
    pub board: Board,
    pub state: State,
    pub refused: Vec<(ChangeHash, Refusal)>,
    pub held: Vec<bool>,
    pub acknowledged: Vec<ChangeHash>,
    /// The newest receipt.
    pub receipt: Option<Receipt>,
    pub heard: Vec<Ephemeral>,
    pub messages: usize,
    /// The longest sync message heard, in bytes.
    pub longest: usize,
}

/// What a device keeps of an acknowledgement.
pub type Receipt = (Vec<ChangeHash>, Seal);

/// A hub, the people at it, and storage that does what the test says.
pub struct Table {
    pub hub: Hub,
    pub now: Now,
    pub people: BTreeMap<SocketId, Person>,
    pub effects: VecDeque<Effect>,
    pub stored: Vec<StoredChange>,
    pub bindings: Vec<Binding>,
    pub storage_works: bool,
    pub waits_for_commit: Vec<Arc<Batch>>,
    pub wake: Option<Now>,
    pub closed: Vec<(SocketId, &'static str)>,
    pub answers: Vec<(Ticket, Carried)>,
}

pub fn identity() -> Identity {
    Identity {
        board: shared::wire::board_id([1; 16]),
        peer: PeerId::parse("table").unwrap(),
        storage: "store".into(),
        key: ReceiptKey::new([42; 32]),
        author: server_author(),
        actor: [250; 16],
        limits: Arc::default(),
    }
}

/// An empty board with its seeds, as the log holds it.
pub fn seeded() -> Automerge {
    let bytes = Board::new([249; 16], None).save();
    Automerge::load(&bytes).unwrap()
}

impl Table {
    pub fn laid() -> Self {
        Self::within(Limits::default())
    }

    pub fn within(limits: Limits) -> Self {
        Self::holding(seeded(), limits)
    }

    /// A server whose log of the board holds nothing, not even its seeds.
    pub fn emptied() -> Self {
        Self::holding(Automerge::new(), Limits::default())
    }

    fn holding(board: Automerge, limits: Limits) -> Self {
        let me = Identity { limits: Arc::new(limits), ..identity() };
        Self {
            hub: Hub::new(me, board, (vec![], Seq(0))),
            now: Now(1_000_000),
            people: BTreeMap::new(),
            effects: VecDeque::new(),
            stored: vec![],
            bindings: vec![],
            storage_works: true,
            waits_for_commit: vec![],
            wake: None,
            closed: vec![],
            answers: vec![],
        }
    }

    pub fn with(mut self, who: Who, socket: u64) -> Self {
        self.seat(who, socket, Board::new([socket as u8; 16], None));
        self
    }

    pub fn seat(&mut self, who: Who, socket: u64, mut board: Board) {
        board.write_as([socket as u8; 16], Some(&who.member));
        let socket = SocketId(socket);
        let peer = PeerId::parse(who.member.as_str()).unwrap();
        self.event(Event::Joined(Joined { socket, peer, who, ours: true }));
        let person = Person {
            socket,
            board,
            state: State::new(),
            refused: vec![],
            held: vec![],
            acknowledged: vec![],
            receipt: None,
            heard: vec![],
            messages: 0,
            longest: 0,
        };
        self.people.insert(socket, person);
    }

    /// The table as a server has it that goes on from a copy of this one.
    pub fn copy(&self) -> Self {
        let mut board = seeded();
        let changes = self.stored.iter().map(|stored| Change::from_bytes(stored.bytes.clone()).unwrap());
        board.apply_changes(changes.collect::<Vec<_>>()).unwrap();
        let resting = (self.bindings.clone(), Seq(self.stored.len() as u64));
        let me = Identity { actor: [251; 16], ..identity() };
        Self {
            hub: Hub::new(me, board, resting),
            stored: self.stored.clone(),
            bindings: self.bindings.clone(),
            ..Self::laid()
        }
    }

    /// Somebody comes back with what their device holds, and shows a receipt.
    pub fn comes_back(&mut self, who: Who, socket: u64, device: (Board, Option<Receipt>)) {
        let (board, receipt) = device;
        self.seat(who, socket, board);
        if let Some((heads, seal)) = receipt {
            self.event(Event::Shown { socket: SocketId(socket), heads, seal });
        }
    }

    /// What a person's device holds.
    pub fn device(&mut self, socket: u64) -> (Board, Option<Receipt>) {
        let person = self.person(socket);
        (person.board.clone(), person.receipt.clone())
    }

    pub fn event(&mut self, event: Event) {
        let effects = self.hub.handle(event, self.now);
        self.effects.extend(effects);
    }

    pub fn person(&mut self, socket: u64) -> &mut Person {
        self.people.get_mut(&SocketId(socket)).unwrap()
    }

    pub fn writes(&mut self, socket: u64, text: &str) -> ChangeHash {
        let at = RecordAt::single(Kind::Vision).field("statement");
        self.acts(socket, Edit::Splice { at, delta: Delta::splice(0, 0, text) })
    }

    pub fn acts(&mut self, socket: u64, edit: Edit) -> ChangeHash {
        let act = Act::new(shared::act::Message::Write, vec![edit]);
        self.person(socket).board.perform(&act, 1).unwrap().written[0].hash
    }

    /// Everybody says what they have to say and hears what there is to hear, until it is quiet.
    pub fn meet(&mut self) {
        for _ in 0..200 {
            for person in self.people.values_mut() {
                if let Some(message) = person.board.generate_sync_message(&mut person.state) {
                    person.messages += 1;
                    let (socket, payload) = (person.socket, message.encode());
                    let effects = self.hub.handle(Event::Sync { socket, payload, asks: false }, self.now);
                    self.effects.extend(effects);
                }
            }
            if !self.carry_out() {
                return;
            }
        }
        panic!("they talk for ever");
    }

    /// Does what the hub says; false if there was nothing to do.
    pub fn carry_out(&mut self) -> bool {
        let mut did = false;
        loop {
            if let Some(effect) = self.effects.pop_front() {
                did = true;
                self.effect(effect);
            } else if let Some(at) = self.wake.take_if(|_| self.storage_works) {
                did = true;
                self.now = self.now.max(at);
                self.event(Event::Woke);
            } else if let Some(batch) = self.waits_for_commit.pop() {
                did = true;
                if self.storage_works {
                    self.store(&batch);
                    let seq = Seq(self.stored.len() as u64);
                    self.event(Event::Committed { seq });
                } else {
                    self.event(Event::NotCommitted);
                }
            } else if let Some(at) = self.wake.take_if(|_| !self.hub.is_held()) {
                did = true;
                self.now = self.now.max(at);
                self.event(Event::Woke);
            } else {
                return did;
            }
        }
    }

    pub fn store(&mut self, batch: &Batch) {
        for change in &batch.changes {
            if self.stored.iter().all(|stored| stored.hash != change.hash) {
                self.stored.push(change.clone());
            }
        }
        self.bindings.extend(batch.bindings.iter().cloned());
    }

    pub fn effect(&mut self, effect: Effect) {
        match effect {
            Effect::Commit(batch) => self.waits_for_commit.push(batch),
            Effect::Restore => {
                let mut board = seeded();
                let changes =
                    self.stored.iter().map(|stored| Change::from_bytes(stored.bytes.clone()).unwrap());
                board.apply_changes(changes.collect::<Vec<_>>()).unwrap();
                let seq = Seq(self.stored.len() as u64);
                self.event(Event::Restored { board: Box::new(board), seq });
            }
            Effect::Spread { to, frame } => {
                to.into_iter().for_each(|socket| self.hear(socket, frame.clone()));
            }
            Effect::WakeAt(at) => self.wake = Some(at),
            Effect::Close { socket, why } => self.closed.push((socket, why)),
            Effect::Answer { ticket, carried } => self.answers.push((ticket, carried)),
            Effect::Send { socket, frame } => self.hear(socket, frame),
        }
    }

    pub fn hear(&mut self, socket: SocketId, frame: Frame) {
        let committed: Vec<ChangeHash> = self.stored.iter().map(|change| change.hash).collect();
        let Some(person) = self.people.get_mut(&socket) else { return };
        match frame {
            Frame::Sync { payload, .. } => {
                person.longest = person.longest.max(payload.len());
                let message = shared::wire::payload::read(&payload).unwrap();
                let changes = shared::wire::payload::changes(message.changes.iter()).unwrap();
                for change in changes {
                    let hash = change.hash();
                    let is_stored = committed.contains(&hash) || is_seed(&hash);
                    assert!(is_stored, "passed on before it was committed");
                }
                person.board.receive_sync_message(&mut person.state, message).unwrap();
            }
            Frame::Heads { heads, receipt, .. } => {
                let heads = heads[0].heads.clone();
                let is_stored = |hash: &ChangeHash| committed.contains(hash) || is_seed(hash);
                assert!(heads.iter().all(is_stored), "acknowledged before it was committed");
                person.receipt = receipt.map(|seal| (heads.clone(), seal));
                person.acknowledged = heads;
            }
            Frame::Refused { hashes, why, .. } => {
                person.refused.extend(hashes.iter().map(|hash| (*hash, why)))
            }
            Frame::Held { held, .. } => person.held.push(held),
            Frame::Ephemeral(said) => person.heard.push(said),
            other => panic!("a hub does not say {other:?} here"),
        }
    }

    pub fn statement(&self) -> String {
        let board = self.hub.board().unwrap();
        let (_, vision) = board.get(ROOT, "vision").unwrap().unwrap();
        let (_, statement) = board.get(&vision, "statement").unwrap().unwrap();
        board.text(&statement).unwrap()
    }
}
