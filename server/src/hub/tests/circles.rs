//! Pairs that would talk for ever: they begin anew, and part if that does not help.

use super::*;
use crate::limits::Limits;
use automerge::sync::{ChunkList, Message, MessageVersion};

fn most() -> usize {
    Limits::default().messages_without_progress as usize
}

#[test]
fn who_believes_to_have_sent_what_never_arrived_begins_anew_and_nothing_is_lost() {
    let mut table = Table::laid().with(who("amina", Role::Partner), 1).with(who("bruno", Role::Partner), 2);
    table.meet();
    let lost = table.writes(1, "Une eau saine.");
    let amina = table.person(1);
    assert!(amina.board.generate_sync_message(&mut amina.state).is_some(), "it is on its way, and lost");
    let before = amina.messages;
    let other = table.writes(2, "Oui : ");
    table.meet();

    assert!(table.person(2).board.has(&[lost]) && table.person(1).board.has(&[other]));
    assert!(table.hub.board().unwrap().get_change_meta_by_hash(&lost).is_some());
    assert_eq!(table.closed, [], "nobody had to go");
    let messages = table.person(1).messages - before;
    assert!((most()..2 * most()).contains(&messages), "{messages}");
}

#[test]
fn who_says_the_same_for_ever_is_told_to_go_and_the_others_go_on() {
    let mut table = Table::laid().with(who("amina", Role::Partner), 1).with(who("mallory", Role::Partner), 2);
    table.meet();
    let claim = Message {
        heads: vec![ChangeHash([9; 32])],
        need: vec![],
        have: vec![],
        changes: ChunkList::empty(),
        flags: None,
        version: MessageVersion::V1,
    };
    for _ in 0..=2 * most() {
        table.event(Event::Sync { socket: SocketId(2), payload: claim.clone().encode(), asks: false });
        table.carry_out();
    }
    assert_eq!(table.closed.first().map(|(socket, _)| *socket), Some(SocketId(2)));
    table.event(Event::Left { socket: SocketId(2) });

    let written = table.writes(1, "Une eau saine.");
    table.meet();
    assert_eq!(table.person(1).acknowledged, [written]);
}
