//! The hub as people meet it: events by hand, effects read, no socket and no clock.

use super::*;
use automerge::sync::State;
use automerge::{ROOT, ReadDoc};
use proptest::prelude::*;
use shared::act::Edit;
use shared::board::Board;
use shared::delta::Delta;
use shared::door::Role;
use shared::ids::RecordId;
use shared::record::RecordAt;
use shared::sections::Kind;
use std::collections::VecDeque;

fn name(text: &str) -> MemberId {
    MemberId::parse(text).unwrap()
}

fn who(text: &str, role: Role) -> Who {
    let organisation = (role == Role::Partner).then(|| RecordId::parse(&format!("{text}-org")).unwrap());
    Who { member: name(text), role, organisation }
}

/// Somebody with a board of their own, on one socket.
struct Person {
    socket: SocketId,
    board: Board,
    state: State,
    refused: Vec<(ChangeHash, Refusal)>,
    held: Vec<bool>,
    acknowledged: Vec<ChangeHash>,
    heard: Vec<Ephemeral>,
    messages: usize,
}

/// A hub, the people at it, and storage that does what the test says.
struct Table {
    hub: Hub,
    now: Now,
    people: BTreeMap<SocketId, Person>,
    effects: VecDeque<Effect>,
    stored: Vec<StoredChange>,
    storage_works: bool,
    waits_for_commit: Vec<Batch>,
    wake: Option<Now>,
    closed: Vec<(SocketId, &'static str)>,
    answers: Vec<(Ticket, Carried)>,
}

fn identity() -> Identity {
    Identity {
        board: shared::wire::board_id([1; 16]),
        peer: PeerId::parse("table").unwrap(),
        storage: "store".into(),
        author: server_author(),
        actor: [250; 16],
    }
}

impl Table {
    fn laid() -> Self {
        let seeded = Automerge::load(&Board::new([249; 16], None).save()).unwrap();
        Self {
            hub: Hub::new(identity(), seeded, (vec![], Seq(0))),
            now: Now(1_000_000),
            people: BTreeMap::new(),
            effects: VecDeque::new(),
            stored: vec![],
            storage_works: true,
            waits_for_commit: vec![],
            wake: None,
            closed: vec![],
            answers: vec![],
        }
    }

    fn with(mut self, who: Who, socket: u64) -> Self {
        self.seat(who, socket, Board::new([socket as u8; 16], None));
        self
    }

    fn seat(&mut self, who: Who, socket: u64, mut board: Board) {
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
            heard: vec![],
            messages: 0,
        };
        self.people.insert(socket, person);
    }

    fn event(&mut self, event: Event) {
        let effects = self.hub.handle(event, self.now);
        self.effects.extend(effects);
    }

    fn person(&mut self, socket: u64) -> &mut Person {
        self.people.get_mut(&SocketId(socket)).unwrap()
    }

    fn writes(&mut self, socket: u64, text: &str) -> ChangeHash {
        let at = RecordAt::single(Kind::Vision).field("statement");
        self.acts(socket, Edit::Splice { at, delta: Delta::splice(0, 0, text) })
    }

    fn acts(&mut self, socket: u64, edit: Edit) -> ChangeHash {
        let act = Act::new(shared::act::Message::Write, vec![edit]);
        self.person(socket).board.perform(&act, 1).unwrap().change.unwrap().hash
    }

    /// Everybody says what they have to say and hears what there is to hear, until it is quiet.
    fn meet(&mut self) {
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
    fn carry_out(&mut self) -> bool {
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
                    self.stored.extend(batch.changes);
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

    fn effect(&mut self, effect: Effect) {
        match effect {
            Effect::Commit(batch) => self.waits_for_commit.push(batch),
            Effect::WakeAt(at) => self.wake = Some(at),
            Effect::Close { socket, why } => self.closed.push((socket, why)),
            Effect::Answer { ticket, carried } => self.answers.push((ticket, carried)),
            Effect::Send { socket, frame } => self.hear(socket, frame),
        }
    }

    fn hear(&mut self, socket: SocketId, frame: Frame) {
        let committed: Vec<ChangeHash> = self.stored.iter().map(|change| change.hash).collect();
        let seeded = self.hub.board().get_changes(&[]).first().map(Change::hash);
        let Some(person) = self.people.get_mut(&socket) else { return };
        match frame {
            Frame::Sync { payload, .. } => {
                let message = shared::wire::payload::read(&payload).unwrap();
                let changes = shared::wire::payload::changes(message.changes.iter()).unwrap();
                for change in changes {
                    let hash = change.hash();
                    let is_stored = committed.contains(&hash) || Some(hash) == seeded;
                    assert!(is_stored, "passed on before it was committed");
                }
                person.board.receive_sync_message(&mut person.state, message).unwrap();
            }
            Frame::Heads { heads, .. } => {
                let heads = heads[0].heads.clone();
                let is_stored = |hash: &ChangeHash| committed.contains(hash) || Some(*hash) == seeded;
                assert!(heads.iter().all(is_stored), "acknowledged before it was committed");
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

    fn statement(&self) -> String {
        let board = self.hub.board();
        let (_, vision) = board.get(ROOT, "vision").unwrap().unwrap();
        let (_, statement) = board.get(&vision, "statement").unwrap().unwrap();
        board.text(&statement).unwrap()
    }
}

#[test]
fn what_one_writes_the_other_reads_and_both_know_the_server_has_it() {
    let mut table = Table::laid().with(who("amina", Role::Partner), 1).with(who("bruno", Role::Partner), 2);
    table.meet();
    let hash = table.writes(1, "Une eau saine.");
    table.meet();

    assert!(table.person(2).board.has(&[hash]));
    assert_eq!(table.statement(), "Une eau saine.");
    for socket in [1, 2] {
        assert_eq!(table.person(socket).acknowledged, [hash]);
    }
    assert_eq!(table.stored.len(), 1);
}

#[test]
fn an_observers_edit_is_refused_by_name_and_the_talk_ends() {
    let mut table = Table::laid().with(who("olga", Role::Observer), 1).with(who("bruno", Role::Partner), 2);
    table.meet();
    let first = table.writes(1, "Non");
    let second = table.writes(1, "Non, non");
    let kept = table.writes(2, "Oui");
    table.meet();

    assert_eq!(table.person(1).refused, [(first, Refusal::Role), (second, Refusal::BuildsOnRefused)]);
    assert!(!table.person(2).board.has(&[first]));
    assert!(table.person(1).board.has(&[kept]), "others' work still arrives");
    assert_eq!(table.statement(), "Oui");
    assert!(table.person(1).messages < 10);
}

#[test]
fn while_the_disk_is_full_nothing_is_acknowledged_and_all_arrives_when_there_is_room() {
    let mut table = Table::laid().with(who("amina", Role::Partner), 1).with(who("bruno", Role::Partner), 2);
    table.meet();
    table.storage_works = false;
    let hash = table.writes(1, "Une eau saine.");
    table.meet();

    assert!(table.hub.is_held());
    assert_eq!(table.person(1).held, [true]);
    assert!(!table.person(2).board.has(&[hash]));
    assert!(!table.person(1).acknowledged.contains(&hash));

    table.storage_works = true;
    let later = table.writes(2, "Oui : ");
    table.meet();

    assert_eq!(table.person(1).held, [true, false]);
    assert!(table.person(2).board.has(&[hash]) && table.person(1).board.has(&[later]));
    assert!(!table.hub.is_held());
}

#[test]
fn a_change_in_anothers_name_is_refused() {
    let mut table = Table::laid().with(who("amina", Role::Partner), 1).with(who("bruno", Role::Partner), 2);
    table.meet();
    table.person(2).board.write_as([77; 16], Some(&name("amina")));
    let forged = table.writes(2, "Amina veut");
    table.meet();

    assert_eq!(table.person(2).refused, [(forged, Refusal::Author)]);
    assert_eq!(table.statement(), "");
}

#[test]
fn a_published_members_text_may_come_with_another_but_only_within_both_roles() {
    let mut table =
        Table::laid().with(who("chiara", Role::Secretariat), 1).with(who("olga", Role::Observer), 3);
    let member = RecordAt::new(Kind::Member, RecordId::parse("amina").unwrap());
    let values = vec![("role".to_owned(), shared::record::Value::Scalar("partner".into()))];
    table.event(Event::Act { ticket: Ticket(1), act: Act::create(member, values) });
    table.meet();

    let mut train = Board::load(&table.hub.board().save(), [9; 16], Some(&name("amina"))).unwrap();
    let at = RecordAt::single(Kind::Vision).field("statement");
    let written = Edit::Splice { at, delta: Delta::splice(0, 0, "Du train.") };
    let act = Act::new(shared::act::Message::Write, vec![written]);
    let hash = train.perform(&act, 1).unwrap().change.unwrap().hash;
    let changes = train.changes_since(&table.hub.board().get_heads());

    let bring = |ticket, by| Event::Brought { ticket, who: by, changes: changes.clone() };
    table.event(bring(Ticket(2), who("olga", Role::Observer)));
    table.meet();
    table.event(bring(Ticket(3), who("chiara", Role::Secretariat)));
    table.meet();

    let carried =
        |ticket| table.answers.iter().find(|(other, _)| *other == Ticket(ticket)).unwrap().1.clone();
    assert_eq!(carried(2), Carried { added: 0, refused: vec![(Refusal::Role, 1)] });
    assert_eq!(carried(3), Carried { added: 1, refused: vec![] });
    assert!(table.person(3).board.has(&[hash]));
    assert_eq!(table.statement(), "Du train.");
}

#[test]
fn an_emptied_server_is_filled_again_by_its_secretariat() {
    let mut before =
        Table::laid().with(who("amina", Role::Partner), 1).with(who("chiara", Role::Secretariat), 2);
    let member = RecordAt::new(Kind::Member, RecordId::parse("amina").unwrap());
    let values = vec![("role".to_owned(), shared::record::Value::Scalar("partner".into()))];
    before.event(Event::Act { ticket: Ticket(1), act: Act::create(member, values) });
    before.meet();
    before.writes(1, "Une eau saine.");
    before.meet();
    let whole = before.person(2).board.heads();
    let kept = before.person(2).board.clone();

    let mut after = Table::laid();
    after.seat(who("chiara", Role::Secretariat), 20, kept);
    after.meet();

    assert_eq!(after.hub.board().get_heads(), whole);
    assert_eq!(after.person(20).refused, []);
    assert_eq!(after.statement(), "Une eau saine.");
}

#[test]
fn a_sample_board_begun_offline_is_shared_whole_after_its_maker_was_let_in() {
    let chiara = who("chiara", Role::Secretariat);
    let mut board = Board::new([60; 16], Some(&chiara.member));
    for act in shared::sample::living_lagoon() {
        board.perform(&act, 1).unwrap();
    }
    let whole = board.heads();
    let mut table = Table::laid();
    let at = RecordAt::new(Kind::Member, RecordId::parse("chiara").unwrap());
    let values = vec![("role".to_owned(), shared::record::Value::Scalar("secretariat".into()))];
    table.event(Event::Act { ticket: Ticket(1), act: Act::create(at, values) });
    table.carry_out();
    table.seat(chiara, 60, board);
    table.meet();

    assert_eq!(table.person(60).refused, []);
    assert!(whole.iter().all(|head| table.hub.board().get_change_meta_by_hash(head).is_some()));
}

#[test]
fn whose_an_unsigned_actor_is_stands_on_the_board() {
    let mut table = Table::laid().with(who("amina", Role::Partner), 1);
    table.person(1).board.write_as([5; 16], None);
    table.meet();
    table.writes(1, "Signé par personne");
    table.meet();

    let people = table.person(1).board.records().single(Kind::People).unwrap().clone();
    let actors: Vec<_> = people.cells("actors").collect();
    assert_eq!(actors, [("05".repeat(16).as_str(), &"amina".into())]);
}

#[test]
fn the_server_publishes_more_than_one_membership_in_one_life() {
    let mut table = Table::laid().with(who("amina", Role::Partner), 1);
    for (ticket, member) in [(1, "amina"), (2, "bruno"), (3, "chiara")] {
        let at = RecordAt::new(Kind::Member, RecordId::parse(member).unwrap());
        let values = vec![("role".to_owned(), shared::record::Value::Scalar("partner".into()))];
        table.event(Event::Act { ticket: Ticket(ticket), act: Act::create(at, values) });
        table.meet();
    }
    assert_eq!(table.person(1).board.records().all(Kind::Member).count(), 3);
    assert!(table.answers.iter().all(|(_, carried)| carried.added == 1));
}

#[test]
fn presence_reaches_the_others_once_with_the_name_of_who_really_sent_it() {
    let mut table = Table::laid().with(who("amina", Role::Partner), 1).with(who("bruno", Role::Partner), 2);
    let said = Ephemeral {
        route: Route { sender: PeerId::parse("bruno").unwrap(), target: PeerId::parse("table").unwrap() },
        board: identity().board,
        count: 1,
        session: "tab".into(),
        payload: vec![1],
        member: Some(name("bruno")),
    };
    table.event(Event::Said { socket: SocketId(1), said: said.clone() });
    table.event(Event::Said { socket: SocketId(1), said });
    table.carry_out();

    assert_eq!(table.person(1).heard, []);
    let heard = &table.person(2).heard;
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].member, Some(name("amina")));
}

#[test]
fn whoever_floods_the_table_with_presence_is_heard_at_a_bearable_rate() {
    let mut table = Table::laid().with(who("amina", Role::Partner), 1).with(who("bruno", Role::Partner), 2);
    for count in 1..=1_000 {
        let said = Ephemeral {
            route: Route { sender: PeerId::parse("amina").unwrap(), target: PeerId::parse("table").unwrap() },
            board: identity().board,
            count,
            session: "tab".into(),
            payload: vec![1],
            member: None,
        };
        table.event(Event::Said { socket: SocketId(1), said });
    }
    table.carry_out();
    assert!((1..100).contains(&table.person(2).heard.len()));
}

#[test]
fn hurt_messages_close_their_socket_and_leave_the_board_and_the_others_alone() {
    let mut table = Table::laid().with(who("amina", Role::Partner), 1).with(who("mallory", Role::Partner), 2);
    table.meet();
    table.writes(1, "Une eau saine.");
    table.event(Event::Sync {
        socket: SocketId(2),
        payload: vec![0x42, 0, 0, 1, 0, 3, 1, 0, 7, 0],
        asks: false,
    });
    table.meet();

    assert_eq!(table.closed.iter().map(|(socket, _)| *socket).collect::<Vec<_>>(), [SocketId(2)]);
    assert_eq!(table.statement(), "Une eau saine.");
}

#[test]
fn a_change_that_comes_before_its_past_waits_for_it() {
    let mut table = Table::laid().with(who("amina", Role::Partner), 1);
    table.meet();
    let before = table.person(1).board.heads();
    table.writes(1, "un ");
    table.writes(1, "deux ");
    let changes = table.person(1).board.changes_since(&before);
    let piece = |change: &Change, heads: &[ChangeHash]| {
        automerge::sync::Message {
            heads: heads.to_vec(),
            need: vec![],
            have: vec![],
            changes: vec![change.raw_bytes().to_vec()].into(),
            flags: None,
            version: automerge::sync::MessageVersion::V1,
        }
        .encode()
    };
    let heads = [changes[1].hash()];
    for change in [&changes[1], &changes[0]] {
        table.event(Event::Sync { socket: SocketId(1), payload: piece(change, &heads), asks: false });
        while table.effects.iter().any(|effect| !matches!(effect, Effect::Send { .. })) {
            let sends: Vec<Effect> = table.effects.drain(..).collect();
            for effect in sends.into_iter().filter(|effect| !matches!(effect, Effect::Send { .. })) {
                table.effect(effect);
            }
            if let Some(at) = table.wake.take() {
                table.now = table.now.max(at);
                table.event(Event::Woke);
            }
            while let Some(batch) = table.waits_for_commit.pop() {
                table.stored.extend(batch.changes);
                let seq = Seq(table.stored.len() as u64);
                table.event(Event::Committed { seq });
            }
        }
        table.effects.clear();
    }
    assert_eq!(table.hub.board().get_heads(), heads);
}

/// What may happen at a table, on purpose little.
#[derive(Clone, Debug)]
enum Turn {
    Write { person: u64 },
    Meet,
    Fill,
    Empty,
    Hurt { person: u64, at: prop::sample::Index, to: u8 },
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        4 => (1u64..=3).prop_map(|person| Turn::Write { person }),
        3 => Just(Turn::Meet),
        1 => Just(Turn::Fill),
        1 => Just(Turn::Empty),
        1 => (1u64..=3, any::<prop::sample::Index>(), any::<u8>())
            .prop_map(|(person, at, to)| Turn::Hurt { person, at, to }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn all_allowed_work_reaches_everybody_whatever_happened_before(turns in prop::collection::vec(turn(), 0..20)) {
        let mut table = Table::laid()
            .with(who("amina", Role::Partner), 1)
            .with(who("bruno", Role::Partner), 2)
            .with(who("olga", Role::Observer), 3);
        table.meet();
        let (mut allowed, mut forbidden) = (vec![], vec![]);
        for turn in turns {
            match turn {
                Turn::Write { person: 3 } => { let hash = table.writes(3, "o"); forbidden.push(hash); }
                Turn::Write { person } => { let hash = table.writes(person, "x"); allowed.push(hash); }
                Turn::Meet => table.meet(),
                Turn::Fill => table.storage_works = false,
                Turn::Empty => table.storage_works = true,
                Turn::Hurt { person, at, to } => {
                    let mut payload = table.person(person).board.generate_sync_message(&mut State::new()).unwrap().encode();
                    let at = at.index(payload.len());
                    payload[at] = to;
                    // From a socket of its own, so that nobody's state is spoilt.
                    let socket = SocketId(90);
                    let (peer, who) = (PeerId::parse("mallory").unwrap(), who("mallory", Role::Observer));
                    table.event(Event::Joined(Joined { socket, peer, who, ours: false }));
                    table.event(Event::Sync { socket, payload, asks: false });
                    table.event(Event::Left { socket });
                }
            }
        }
        table.storage_works = true;
        table.meet();

        for person in [1, 2, 3] {
            prop_assert!(table.person(person).board.has(&allowed));
        }
        for person in [1, 2] {
            prop_assert!(forbidden.iter().all(|hash| !table.person(person).board.has(&[*hash])));
        }
        let mut stored: Vec<_> = table.stored.iter().map(|change| change.hash).collect();
        stored.sort();
        stored.dedup();
        prop_assert_eq!(stored.len(), table.stored.len(), "each change is committed once");
        prop_assert_eq!(table.stored.len(), allowed.len());
    }
}
