//! Servers that lost something, and people who bring it back: each test a sentence about them.

use super::*;
use crate::hub::table::*;
use shared::board::{Board, Carriage};
use shared::delta::Delta;
use shared::door::Role;
use shared::ids::RecordId;
use shared::lock::Moderation;
use shared::receipt::ReceiptKey;
use shared::record::Value;

const AMINA: u64 = 1;
const BRUNO: u64 = 2;
const CHIARA: u64 = 3;
/// The place of whoever comes back: their actor is fresh.
const LATER: u64 = 10;

fn record(kind: Kind, id: &str) -> RecordAt {
    RecordAt::new(kind, RecordId::parse(id).unwrap())
}

fn publish(table: &mut Table, member: &str, role: Role) {
    let values = vec![("role".to_owned(), Value::Scalar(role.key().into()))];
    let act = Act::create(record(Kind::Member, member), values);
    table.event(Event::Act { ticket: Ticket(1), act });
    table.meet();
}

fn writing(text: &str) -> Act {
    let at = RecordAt::single(Kind::Vision).field("statement");
    Act::new(Message::Write, vec![Edit::Splice { at, delta: Delta::splice(0, 0, text) }])
}

fn accepting(organisation: &str, id: &str) -> Edit {
    let values = vec![("organisation".to_owned(), Value::Scalar(organisation.into()))];
    Edit::Create { at: record(Kind::Acceptance, id), values }
}

fn locks(table: &mut Table, socket: u64, section: Section) {
    let lock = Moderation::Lock { section, reason: "Séance".into(), remind: String::new() };
    table.person(socket).board.moderate(&lock, [section as u8; 12], 1).unwrap();
}

fn board_of(table: &Table) -> &Automerge {
    table.hub.board().unwrap()
}

fn heads_of(table: &Table) -> Vec<ChangeHash> {
    board_of(table).get_heads()
}

fn carried(table: &Table) -> Vec<Carriage> {
    Board::load(&board_of(table).save(), [200; 16], None).unwrap().carried()
}

/// Yesterday's table, and today's after a lock, an acceptance, and work of everybody.
fn yesterday_and_today() -> (Table, Table) {
    let mut table = Table::laid()
        .with(who("amina", Role::Partner), AMINA)
        .with(who("bruno", Role::Partner), BRUNO)
        .with(who("chiara", Role::Secretariat), CHIARA);
    for (member, role) in [("amina", Role::Partner), ("bruno", Role::Partner), ("chiara", Role::Secretariat)]
    {
        publish(&mut table, member, role);
    }
    table.writes(AMINA, "Une eau saine");
    table.meet();
    let yesterday = table.copy();

    locks(&mut table, CHIARA, Section::Chain);
    table.meet();
    table.acts(BRUNO, accepting("bruno-org", "a1"));
    table.writes(AMINA, "Ensemble : ");
    table.meet();
    // Somebody's own program, which signs nothing.
    table.person(BRUNO).board.write_as([55; 16], None);
    table.writes(BRUNO, "[script] ");
    table.meet();
    (yesterday, table)
}

#[test]
fn after_yesterdays_copy_one_partner_alone_brings_back_todays_locks_and_votes() {
    let (mut table, mut today) = yesterday_and_today();
    assert_ne!(heads_of(&table), heads_of(&today));
    table.comes_back(who("amina", Role::Partner), LATER, today.device(AMINA));
    table.meet();

    assert_eq!(table.person(LATER).refused, []);
    assert_eq!(heads_of(&table), heads_of(&today));
    for bound in &today.bindings {
        assert!(table.bindings.contains(bound), "{bound:?}");
    }
}

#[test]
fn an_observer_brings_it_back_as_well_as_anybody() {
    let (mut table, mut today) = yesterday_and_today();
    table.comes_back(who("olga", Role::Observer), LATER, today.device(CHIARA));
    table.meet();
    assert_eq!(table.person(LATER).refused, []);
    assert_eq!(heads_of(&table), heads_of(&today));
}

#[test]
fn a_server_that_holds_nothing_is_filled_by_one_partner() {
    let (_, mut today) = yesterday_and_today();
    let mut emptied = Table::emptied();
    emptied.comes_back(who("bruno", Role::Partner), LATER, today.device(AMINA));
    emptied.meet();
    assert_eq!(emptied.person(LATER).refused, []);
    assert_eq!(heads_of(&emptied), heads_of(&today));
    assert_eq!(carried(&emptied), []);
}

/// So many changes that the filter of what the server has claims some that it has not.
#[test]
fn a_long_day_comes_back_whole() {
    let mut table =
        Table::laid().with(who("amina", Role::Partner), AMINA).with(who("chiara", Role::Secretariat), CHIARA);
    publish(&mut table, "amina", Role::Partner);
    for _ in 0..300 {
        table.writes(AMINA, "x");
    }
    table.meet();
    let mut yesterday = table.copy();
    for section in [Section::Chain, Section::Vision, Section::Roles] {
        locks(&mut table, CHIARA, section);
        for _ in 0..150 {
            table.writes(AMINA, "y");
        }
        table.meet();
    }
    yesterday.comes_back(who("amina", Role::Partner), LATER, table.device(AMINA));
    yesterday.meet();
    assert_eq!(yesterday.person(LATER).refused, []);
    assert_eq!(heads_of(&yesterday), heads_of(&table));
}

#[test]
fn without_a_receipt_nobody_brings_anothers_vote() {
    let (mut table, mut today) = yesterday_and_today();
    let (board, _) = today.device(AMINA);
    table.comes_back(who("amina", Role::Partner), LATER, (board, None));
    table.meet();
    let refused = &table.person(LATER).refused;
    assert!(refused.iter().any(|(_, why)| *why == Refusal::Author), "{refused:?}");
    assert_ne!(heads_of(&table), heads_of(&today));
}

#[test]
fn a_receipt_of_another_key_or_another_board_brings_nothing_back() {
    let (_, mut today) = yesterday_and_today();
    let (board, receipt) = today.device(AMINA);
    let (heads, _) = receipt.unwrap();
    let forged = ReceiptKey::new([1; 32]).seal(&identity().board, &heads);
    let elsewhere = identity().key.seal(&shared::wire::board_id([9; 16]), &heads);
    for seal in [forged, elsewhere] {
        let (mut table, _) = yesterday_and_today();
        let device = (board.clone(), Some((heads.clone(), seal)));
        table.comes_back(who("amina", Role::Partner), LATER, device);
        table.meet();
        assert!(!table.person(LATER).refused.is_empty());
    }
}

#[test]
fn a_receipt_says_nothing_about_what_came_after_it() {
    let (mut table, mut today) = yesterday_and_today();
    let (mut board, receipt) = today.device(AMINA);
    board.write_as([66; 16], Some(&name("bruno")));
    let act = Act::new(Message::Write, vec![accepting("bruno-org", "forged")]);
    let forged = board.perform(&act, 1).unwrap().written[0].hash;
    table.comes_back(who("amina", Role::Partner), LATER, (board, receipt));
    table.meet();

    assert_eq!(table.person(LATER).refused, [(forged, Refusal::Author)]);
    assert_eq!(heads_of(&table), heads_of(&today));
}

/// Whoever has the receipt and not the work proves nothing by it.
#[test]
fn what_cannot_be_reached_from_the_receipts_heads_is_judged_as_usual() {
    let (mut table, mut today) = yesterday_and_today();
    let (board, receipt) = today.device(AMINA);
    let missing = receipt.clone().unwrap().0;
    let known = heads_of(&table);
    let some = board.changes_since(&known).into_iter().filter(|change| !missing.contains(&change.hash()));
    let mut part = Board::load(&board_of(&table).save(), [66; 16], None).unwrap();
    part.take(some.collect()).unwrap();
    table.comes_back(who("amina", Role::Partner), LATER, (part, receipt));
    table.meet();
    assert!(table.person(LATER).refused.iter().any(|(_, why)| *why == Refusal::Author));
}

/// A key that leaked, or a fault that sealed too much: the board stays whole all the same.
#[test]
fn what_is_unsound_is_refused_with_a_receipt_too() {
    let (mut table, mut today) = yesterday_and_today();
    let (board, _) = today.device(AMINA);
    let before = heads_of(&table);
    let mut changes = board.changes_since(&before);
    let mut hurt = changes.last().unwrap().decode();
    hurt.start_op = std::num::NonZeroU64::new(4_294_000_000).unwrap();
    hurt.actor_id = ActorId::from([77; 16]);
    (hurt.seq, hurt.author, hurt.deps) = (1, None, board.heads());
    let unsound = Change::from(hurt);
    let hash = unsound.hash();
    changes.push(unsound);

    let heads = vec![hash];
    let seal = identity().key.seal(&identity().board, &heads);
    table.comes_back(who("amina", Role::Partner), LATER, (board, Some((heads.clone(), seal))));
    let message = SyncMessage {
        heads,
        need: vec![],
        have: vec![],
        changes: changes.iter().map(|change| change.raw_bytes().to_vec()).collect::<Vec<_>>().into(),
        flags: None,
        version: automerge::sync::MessageVersion::V1,
    };
    table.event(Event::Sync { socket: SocketId(LATER), payload: message.encode(), asks: false });
    table.meet();

    assert_eq!(table.person(LATER).refused, [(hash, Refusal::Unsound)]);
    assert_eq!(heads_of(&table), heads_of(&today));
    table.writes(LATER, "Et après");
    table.meet();
    assert!(table.statement().contains("Et après"));
}

#[test]
fn what_one_was_refused_another_brings_with_a_receipt_and_all_agree() {
    let (mut table, mut today) = yesterday_and_today();
    let (board, receipt) = today.device(AMINA);
    table.comes_back(who("amina", Role::Partner), LATER, (board.clone(), None));
    table.meet();
    assert!(!table.person(LATER).refused.is_empty());
    table.comes_back(who("bruno", Role::Partner), LATER + 1, (board, receipt));
    table.meet();
    let today = heads_of(&today);
    assert!(today.iter().all(|head| board_of(&table).get_change_meta_by_hash(head).is_some()));
    assert_eq!(table.person(LATER).board.heads(), heads_of(&table));
}

#[test]
fn nobody_votes_as_somebody_whose_work_came_back_in_other_hands() {
    let (mut table, mut today) = yesterday_and_today();
    table.comes_back(who("amina", Role::Partner), LATER, today.device(AMINA));
    table.meet();
    // Mallory goes on as Bruno's actor, whose first change is signed by Bruno.
    let mut forging = today.device(BRUNO).0;
    forging.write_as([BRUNO as u8; 16], None);
    let act = Act::new(Message::Write, vec![accepting("bruno-org", "forged")]);
    let forged = forging.perform(&act, 1).unwrap().written[0].hash;
    table.seat(who("mallory", Role::Partner), LATER + 1, forging);
    table.meet();
    assert_eq!(table.person(LATER + 1).refused, [(forged, Refusal::Author)]);
}

#[test]
fn what_somebody_brought_for_another_stands_on_the_board_as_carried() {
    let mut table =
        Table::laid().with(who("chiara", Role::Secretariat), CHIARA).with(who("amina", Role::Partner), AMINA);
    publish(&mut table, "amina", Role::Partner);
    table.writes(AMINA, "Une eau saine.");
    table.meet();
    let base = heads_of(&table);
    let mut train = Board::load(&board_of(&table).save(), [9; 16], Some(&name("amina"))).unwrap();
    for text in ["Du train. ", "Encore. "] {
        train.perform(&writing(text), 1).unwrap();
    }
    let changes = train.changes_since(&base);
    table.event(Event::Brought { ticket: Ticket(7), who: who("chiara", Role::Secretariat), changes });
    table.meet();

    let by = name("chiara");
    assert_eq!(carried(&table), [Carriage { actor: "09".repeat(16), from: 1, to: 2, by: by.clone() }]);
    let history = table.person(AMINA).board.history(100);
    let theirs: Vec<_> = history.iter().filter(|entry| entry.carried_by == Some(by.clone())).collect();
    assert_eq!(theirs.len(), 2);
    assert!(theirs.iter().all(|entry| entry.author == Some(name("amina"))));
    assert_eq!(history.iter().filter(|entry| entry.carried_by.is_some()).count(), 2);
}

#[test]
fn a_receipt_comes_with_each_acknowledgement_and_only_to_our_own_client() {
    let mut table = Table::laid().with(who("amina", Role::Partner), AMINA);
    let peer = PeerId::parse("script").unwrap();
    let joined = Joined { socket: SocketId(8), peer, who: who("bruno", Role::Partner), ours: false };
    table.hub.handle(Event::Joined(joined), table.now);
    let asks = Event::Subscribed { socket: SocketId(8), add: vec!["store".into()], remove: vec![] };
    let told = table.hub.handle(asks, table.now);
    assert!(
        matches!(&told[..], [Effect::Send { frame: Frame::Heads { receipt: None, .. }, .. }]),
        "{told:?}"
    );
    table.hub.handle(Event::Left { socket: SocketId(8) }, table.now);

    table.meet();
    table.writes(AMINA, "Une eau saine.");
    table.meet();
    let (heads, seal) = table.person(AMINA).receipt.clone().unwrap();
    assert_eq!(heads, heads_of(&table));
    assert!(identity().key.has_sealed(&identity().board, &heads, &seal));
}
