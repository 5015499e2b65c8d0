//! The world of the simulation: storage, devices and their connections around one hub.

use super::super::table::{identity, name, seeded, who};
use super::super::*;
use super::device::{Device, Line};
use super::{DEVICES, Fate, Step};
use automerge::sync::State;
use shared::act::{Edit, Message};
use shared::board::Board;
use shared::delta::Delta;
use shared::door::Role;
use shared::ids::RecordId;
use shared::record::{RecordAt, Value};
use shared::sections::Kind;
use shared::wire::payload;
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

/// Rounds in which a mended world must fall silent.
const ROUNDS: usize = 400;

pub struct World {
    hub: Option<Hub>,
    now: Now,
    alarms: Vec<Now>,
    committing: Option<Arc<Batch>>,
    restoring: bool,
    stored: Vec<StoredChange>,
    /// The hashes of what is stored, and of the seeds.
    durable: HashSet<ChangeHash>,
    bindings: Vec<Binding>,
    devices: Vec<Device>,
    /// Connections that their device has left and the server has not.
    ghosts: Vec<(SocketId, VecDeque<Vec<u8>>)>,
    last_socket: u64,
    last_actor: u8,
    last_ticket: u64,
}

impl World {
    pub fn laid() -> Self {
        let people = [
            (who("amina", Role::Partner), true),
            (who("olga", Role::Observer), true),
            (who("chiara", Role::Secretariat), true),
            (who("bruno", Role::Partner), false),
        ];
        let mut world = Self {
            hub: None,
            now: Now(1_000_000),
            alarms: vec![],
            committing: None,
            restoring: false,
            stored: vec![],
            durable: seeded().get_changes(&[]).iter().map(|change| change.hash()).collect(),
            bindings: vec![],
            devices: vec![],
            ghosts: vec![],
            last_socket: 0,
            last_actor: 0,
            last_ticket: 0,
        };
        for (who, ours) in people {
            world.devices.push(Device::new(who, ours));
        }
        (0..DEVICES).for_each(|device| world.take_fresh_actor(device));
        world.start();
        world
    }

    pub fn step(&mut self, step: Step) {
        match step {
            Step::Write { device } => {
                let at = RecordAt::single(Kind::Vision).field("statement");
                self.act(device, Edit::Splice { at, delta: Delta::splice(0, 0, "x") });
            }
            // A generic client does not hear of refusals: it does what is always taken.
            Step::Create { device, id } if self.devices[device].ours => {
                let at = RecordAt::new(Kind::Principle, RecordId::parse(&format!("principle-{id}")).unwrap());
                self.act(device, Edit::Create { at, values: vec![] });
            }
            Step::Create { .. } => {}
            Step::Tell { device, frames } => (0..frames).for_each(|_| {
                self.tell(device);
            }),
            Step::Hear { device, frames } => (0..frames).for_each(|_| {
                self.hear(device);
            }),
            Step::Dial { device } => self.dial(device),
            Step::Drop { device, unnoticed } => self.hang_up(device, unnoticed),
            Step::Ghost { ends } => self.ghost(ends),
            Step::Restart { device } => {
                self.hang_up(device, false);
                let bytes = self.devices[device].board.save();
                self.devices[device].board = Board::load(&bytes, [0; 16], None).unwrap();
                self.take_fresh_actor(device);
            }
            Step::Tick { ms } => {
                self.now.0 += u64::from(ms);
                self.ring();
            }
            Step::Commit(fate) => {
                self.commit(fate);
            }
            Step::Restore { works } => {
                self.restore(works);
            }
            Step::Publish { member } => self.publish(member),
            Step::Crash { stored } => self.crash(stored),
            Step::Start => self.start(),
            Step::Evict => {
                if self.hub.as_ref().is_some_and(Hub::is_idle) {
                    self.hub = None;
                    self.alarms.clear();
                    self.start();
                }
            }
        }
    }

    /// Everything works again, until nobody has anything to say.
    pub fn mend(&mut self) {
        self.start();
        while !self.ghosts.is_empty() {
            self.ghost(true);
        }
        for _ in 0..ROUNDS {
            let mut did = self.restore(true) | self.commit(Fate::Stored);
            for device in 0..DEVICES {
                self.dial(device);
                while self.tell(device) {
                    did = true;
                }
                while self.hear(device) {
                    did = true;
                }
            }
            if did {
                continue;
            }
            let Some(next) = self.alarms.iter().min().copied() else { return };
            self.now = self.now.max(next);
            self.ring();
        }
        panic!("they talk for ever");
    }

    pub fn check(&self) {
        let seeds = seeded().get_changes(&[]).len();
        assert_eq!(self.durable.len(), self.stored.len() + seeds, "each change is stored once");
        let table = Board::load(&self.log().save(), [0; 16], None).unwrap();
        for device in &self.devices {
            let name = device.who.member.as_str();
            assert_eq!(device.board.records(), table.records(), "{name} reads something else");
            assert!(device.acknowledged.is_subset(&self.durable), "lost what {name} was told is there");
            assert!(device.refused.is_disjoint(&self.durable), "{name}'s refused work is there");
            let lost = device
                .mine
                .iter()
                .find(|hash| !self.durable.contains(hash) && !device.refused.contains(hash));
            assert_eq!(lost, None, "lost what {name} did");
            if device.who.role == Role::Observer {
                assert!(device.mine.iter().all(|hash| !self.durable.contains(hash)));
            }
        }
    }

    fn act(&mut self, device: usize, edit: Edit) {
        let device = &mut self.devices[device];
        let act = Act::new(Message::Write, vec![edit]);
        let Ok(performed) = device.board.perform(&act, 1) else { return }; // it is there already
        device.mine.extend(performed.written.into_iter().map(|written| written.hash));
        device.speak();
    }

    fn take_fresh_actor(&mut self, device: usize) {
        self.last_actor += 1;
        let device = &mut self.devices[device];
        // A generic client signs nothing.
        let author = device.ours.then_some(&device.who.member);
        device.board.write_as([self.last_actor; 16], author);
        device.state = State::new();
    }

    fn start(&mut self) {
        if self.hub.is_none() {
            let log = (self.bindings.clone(), Seq(self.stored.len() as u64));
            let me = Identity { actor: self.next_actor(), ..identity() };
            self.hub = Some(Hub::new(me, self.log(), log));
        }
    }

    fn next_actor(&mut self) -> [u8; 16] {
        self.last_actor += 1;
        [self.last_actor; 16]
    }

    /// The board as the log holds it.
    fn log(&self) -> Automerge {
        let mut board = seeded();
        let changes = self.stored.iter().map(|stored| Change::from_bytes(stored.bytes.clone()).unwrap());
        board.apply_changes(changes.collect::<Vec<_>>()).unwrap();
        board
    }

    fn event(&mut self, event: Event) {
        let Some(hub) = &mut self.hub else { return };
        for effect in hub.handle(event, self.now) {
            match effect {
                Effect::Send { socket, frame } => self.send(socket, frame),
                Effect::Spread { to, frame } => {
                    to.into_iter().for_each(|socket| self.send(socket, frame.clone()));
                }
                Effect::Close { socket, .. } => self.closed(socket),
                Effect::Commit(batch) => {
                    assert!(self.committing.replace(batch).is_none(), "one commit at a time");
                }
                Effect::Restore => self.restoring = true,
                Effect::WakeAt(at) => self.alarms.push(at),
                Effect::Answer { .. } => {}
            }
        }
    }

    fn send(&mut self, socket: SocketId, frame: Frame) {
        match &frame {
            Frame::Sync { payload, .. } => {
                let message = payload::read(payload).unwrap();
                let changes = payload::changes(message.changes.iter()).unwrap();
                let durable = changes.iter().all(|change| self.durable.contains(&change.hash()));
                assert!(durable, "passed on before it was stored");
            }
            Frame::Heads { heads, .. } => {
                let durable = heads[0].heads.iter().all(|head| self.durable.contains(head));
                assert!(durable, "acknowledged before it was stored");
            }
            _ => {} // frames without changes
        }
        if let Some(line) = self.line(socket) {
            line.down.push_back(frame);
        }
    }

    fn line(&mut self, socket: SocketId) -> Option<&mut Line> {
        self.devices.iter_mut().filter_map(|device| device.line.as_mut()).find(|line| line.socket == socket)
    }

    /// The server closed a socket.
    fn closed(&mut self, socket: SocketId) {
        self.ghosts.retain(|(ghost, _)| *ghost != socket);
        let device = self
            .devices
            .iter_mut()
            .find(|device| device.line.as_ref().is_some_and(|line| line.socket == socket));
        if let Some(device) = device {
            device.line = None;
        }
        if let Some(hub) = &mut self.hub {
            hub.handle(Event::Left { socket }, self.now);
        }
    }

    fn dial(&mut self, device: usize) {
        if self.devices[device].line.is_some() || self.hub.is_none() {
            return;
        }
        self.last_socket += 1;
        let socket = SocketId(self.last_socket);
        let device = &mut self.devices[device];
        device.line = Some(Line { socket, up: VecDeque::new(), down: VecDeque::new() });
        device.state = State::new();
        let peer = PeerId::parse(device.who.member.as_str()).unwrap();
        let joined = Joined { socket, peer, who: device.who.clone(), ours: device.ours };
        device.speak();
        self.event(Event::Joined(joined));
    }

    fn hang_up(&mut self, device: usize, unnoticed: bool) {
        let Some(line) = self.devices[device].line.take() else { return };
        if unnoticed {
            self.ghosts.push((line.socket, line.up));
        } else {
            self.event(Event::Left { socket: line.socket });
        }
    }

    fn ghost(&mut self, ends: bool) {
        let Some((socket, up)) = self.ghosts.first_mut() else { return };
        let socket = *socket;
        match up.pop_front().filter(|_| !ends) {
            Some(payload) => self.event(Event::Sync { socket, payload, asks: false }),
            None => {
                self.ghosts.remove(0);
                self.event(Event::Left { socket });
            }
        }
    }

    /// One frame up; false if there is none.
    fn tell(&mut self, device: usize) -> bool {
        let Some(line) = &mut self.devices[device].line else { return false };
        let socket = line.socket;
        let Some(payload) = line.up.pop_front() else { return false };
        self.event(Event::Sync { socket, payload, asks: false });
        true
    }

    /// One frame down; false if there is none.
    fn hear(&mut self, device: usize) -> bool {
        let Some(line) = &mut self.devices[device].line else { return false };
        let Some(frame) = line.down.pop_front() else { return false };
        let heard = &mut self.devices[device];
        match frame {
            Frame::Sync { payload, .. } => {
                let message = payload::read(&payload).unwrap();
                heard.board.receive_sync_message(&mut heard.state, message).unwrap();
                heard.speak();
            }
            Frame::Heads { heads, .. } if heard.board.has(&heads[0].heads) => {
                let beyond = heard.board.changes_since(&heads[0].heads);
                let beyond: HashSet<ChangeHash> = beyond.iter().map(Change::hash).collect();
                let there = heard.mine.iter().filter(|hash| heard.board.has(&[**hash]));
                let there: Vec<ChangeHash> = there.filter(|hash| !beyond.contains(hash)).copied().collect();
                heard.acknowledged.extend(there);
            }
            Frame::Refused { hashes, .. } => {
                heard.refused.extend(hashes);
                self.set_aside(device);
            }
            _ => {} // held; heads that this device has yet to hear of
        }
        true
    }

    /// What was not taken, and what builds on it, leaves the device's board.
    fn set_aside(&mut self, device: usize) {
        self.hang_up(device, false);
        let mut chunks = vec![];
        let aside = &mut self.devices[device];
        for change in aside.board.changes_since(&[]) {
            let is_aside = |hash: &ChangeHash| aside.refused.contains(hash);
            if is_aside(&change.hash()) || change.deps().iter().any(is_aside) {
                aside.refused.insert(change.hash());
            } else {
                chunks.extend_from_slice(change.raw_bytes());
            }
        }
        aside.board = Board::load(&chunks, [0; 16], None).unwrap();
        self.take_fresh_actor(device);
    }

    fn commit(&mut self, fate: Fate) -> bool {
        let Some(batch) = self.committing.take() else { return false };
        if fate != Fate::Refused {
            self.store(&batch);
        }
        match fate {
            Fate::Stored => self.event(Event::Committed { seq: Seq(self.stored.len() as u64) }),
            Fate::Refused | Fate::StoredUnanswered => self.event(Event::NotCommitted),
        }
        true
    }

    fn store(&mut self, batch: &Batch) {
        for change in &batch.changes {
            if self.durable.insert(change.hash) {
                self.stored.push(change.clone());
            }
        }
        for bound in &batch.bindings {
            if self.bindings.iter().all(|known| known.actor != bound.actor) {
                self.bindings.push(bound.clone());
            }
        }
    }

    fn restore(&mut self, works: bool) -> bool {
        if !std::mem::take(&mut self.restoring) {
            return false;
        }
        let (board, seq) = (Box::new(self.log()), Seq(self.stored.len() as u64));
        self.event(if works { Event::Restored { board, seq } } else { Event::NotRestored });
        true
    }

    fn publish(&mut self, member: u8) {
        self.last_ticket += 1;
        let member = name(["amina", "bruno", "chiara"][usize::from(member)]);
        let at = RecordAt::new(Kind::Member, RecordId::parse(member.as_str()).unwrap());
        let values = vec![("role".to_owned(), Value::Scalar("partner".into()))];
        self.event(Event::Act { ticket: Ticket(self.last_ticket), act: Act::create(at, values) });
    }

    fn crash(&mut self, stored: bool) {
        self.hub = None;
        if let Some(batch) = self.committing.take().filter(|_| stored) {
            self.store(&batch);
        }
        self.restoring = false;
        self.alarms.clear();
        self.ghosts.clear();
        self.devices.iter_mut().for_each(|device| device.line = None);
    }

    fn ring(&mut self) {
        let due = self.alarms.extract_if(.., |at| *at <= self.now).count();
        if due > 0 {
            self.event(Event::Woke);
        }
    }
}
