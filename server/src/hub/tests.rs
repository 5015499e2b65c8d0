//! The hub as people meet it: each test a sentence about them.

mod circles;
mod gathering;

use super::table::*;
use super::*;
use shared::act::Edit;
use shared::board::Board;
use shared::delta::Delta;
use shared::door::Role;
use shared::ids::RecordId;
use shared::record::RecordAt;
use shared::sections::Kind;

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
fn who_only_reads_hears_a_moment_later_and_once_what_is_stored() {
    let mut table = Table::laid().with(who("amina", Role::Partner), 1).with(who("bruno", Role::Partner), 2);
    table.meet();
    let told = |effects: &[Effect]| -> Vec<u64> {
        let heads = effects.iter().filter_map(|effect| match effect {
            Effect::Spread { to, frame: Frame::Heads { .. } } => Some(to.iter().map(|socket| socket.0)),
            _ => None,
        });
        heads.flatten().collect()
    };
    let mut heard = vec![];
    for text in ["un ", "deux "] {
        table.writes(1, text);
        let amina = table.person(1);
        let payload = amina.board.generate_sync_message(&mut amina.state).unwrap().encode();
        table.event(Event::Sync { socket: SocketId(1), payload, asks: false });
        let asked = table.effects.iter().filter_map(|effect| match effect {
            Effect::WakeAt(at) => Some(*at),
            _ => None,
        });
        table.now = asked.min().unwrap();
        table.event(Event::Woke);
        let batch = table.effects.iter().find_map(|effect| match effect {
            Effect::Commit(batch) => Some(batch.clone()),
            _ => None,
        });
        table.effects.clear();
        table.store(&batch.unwrap());
        let seq = Seq(table.stored.len() as u64);
        table.event(Event::Committed { seq });
        heard.extend(told(table.effects.make_contiguous()));
        // She hears it, and goes on.
        while let Some(effect) = table.effects.pop_front() {
            if !matches!(effect, Effect::WakeAt(_)) {
                table.effect(effect);
            }
        }
    }
    assert_eq!(heard, [1, 1], "who wrote, each time");
    table.now = table.now.after(identity().limits.heads_within);
    table.event(Event::Woke);
    assert_eq!(told(table.effects.make_contiguous()), [2], "who read, once");
    table.meet();
    let stored = table.person(1).acknowledged.clone();
    assert_eq!(table.person(2).acknowledged, stored);
}

#[test]
fn what_one_brings_from_a_train_reaches_the_others_in_portions() {
    let mut table = Table::laid().with(who("amina", Role::Partner), 1).with(who("bruno", Role::Partner), 2);
    table.meet();
    for _ in 0..60 {
        table.writes(1, &"une eau saine ".repeat(70));
    }
    // And another writes meanwhile.
    let other = table.writes(2, "Oui. ");
    table.meet();

    let whole = table.hub.board().unwrap().get_heads();
    for socket in [1, 2] {
        let person = table.person(socket);
        assert_eq!(person.board.heads(), whole);
        assert!(person.acknowledged == whole && person.board.has(&[other]));
        assert!(person.messages < 20, "{}", person.messages);
    }
    let longest = table.person(2).longest;
    assert!((1..24 * 1024).contains(&longest), "{longest}");
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

    let mut train = Board::load(&table.hub.board().unwrap().save(), [9; 16], Some(&name("amina"))).unwrap();
    let at = RecordAt::single(Kind::Vision).field("statement");
    let written = Edit::Splice { at, delta: Delta::splice(0, 0, "Du train.") };
    let act = Act::new(shared::act::Message::Write, vec![written]);
    let hash = train.perform(&act, 1).unwrap().written[0].hash;
    let changes = train.changes_since(&table.hub.board().unwrap().get_heads());

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

    assert_eq!(after.hub.board().unwrap().get_heads(), whole);
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
    assert!(whole.iter().all(|head| table.hub.board().unwrap().get_change_meta_by_hash(head).is_some()));
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
                table.store(&batch);
                let seq = Seq(table.stored.len() as u64);
                table.event(Event::Committed { seq });
            }
        }
        table.effects.clear();
    }
    assert_eq!(table.hub.board().unwrap().get_heads(), heads);
}

/// Counters are 32 bits wide for all together: whoever writes without end meets their own bound,
/// and the others go on.
#[test]
fn nobody_uses_up_the_counters_of_the_board() {
    let bounds = crate::limits::Limits { operations_per_member: 500, ..Default::default() };
    let mut table =
        Table::within(bounds).with(who("mallory", Role::Partner), 1).with(who("amina", Role::Partner), 2);
    table.meet();
    for _ in 0..4 {
        table.writes(1, &"m".repeat(100));
        table.meet();
    }
    // Under another actor it is the same member.
    table.person(1).board.write_as([77; 16], Some(&name("mallory")));
    table.writes(1, &"m".repeat(90));
    table.meet();
    assert_eq!(table.person(1).refused, []);
    let over = table.writes(1, &"m".repeat(60));
    table.meet();
    assert_eq!(table.person(1).refused, [(over, Refusal::TooLarge)]);

    table.writes(2, "Amina : ");
    table.meet();
    assert_eq!(table.person(2).refused, []);
    assert!(table.statement().starts_with("Amina : "));
}
