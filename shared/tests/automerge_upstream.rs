//! What automerge 0.12.0 does with changes that nobody's client writes, and that our guard
//! refuses each of them. When a later automerge behaves, a test here fails: then its line in
//! `docs/automerge-findings.md` goes, and the guard may.

use automerge::legacy::{ElementId, Key, ObjectId, OpId, OpType};
use automerge::sync::{Message, State, SyncDoc};
use automerge::transaction::{Transactable, Transaction};
use automerge::{
    ActorId, Automerge, Change, Cursor, ExpandedChange, ObjId, ObjType, ROOT, ReadDoc, TextEncoding,
};
use shared::act::Act;
use shared::board::Board;
use shared::ids::RecordId;
use shared::judge::{Actors, Batch};
use shared::record::{RecordAt, Value};
use shared::sections::Kind;
use shared::wire::{chunks, payload};
use std::num::NonZeroU64;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What becomes of a board that takes a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Fine,
    /// Applying panics.
    Panics,
    /// It applies, and the next honest edit panics.
    NextEditPanics,
    /// It applies and saves, and what was saved cannot be loaded.
    Unreadable,
}

fn fate(board: &Automerge, changes: Vec<Change>) -> Fate {
    let mut board = board.clone();
    if catch_unwind(AssertUnwindSafe(|| board.apply_changes(changes).expect("no error is told"))).is_err() {
        return Fate::Panics;
    }
    let saved = catch_unwind(AssertUnwindSafe(|| board.save()));
    let is_read =
        saved.is_ok_and(|saved| catch_unwind(|| Automerge::load(&saved)).is_ok_and(|read| read.is_ok()));
    let edit = catch_unwind(AssertUnwindSafe(|| board.transact(|tx| tx.put(ROOT, "x", 1)).expect("an edit")));
    match (edit.is_ok(), is_read) {
        (false, _) => Fate::NextEditPanics,
        (true, false) => Fate::Unreadable,
        (true, true) => Fate::Fine,
    }
}

fn is_refused(board: &Automerge, changes: &[Change]) -> bool {
    let mut batch = Batch::new(board, Actors::of(board));
    changes.iter().any(|change| batch.verdict(change, None, |_| Ok(())).is_err())
}

fn board() -> Automerge {
    let mut board = Board::new([1; 16], None);
    let node = RecordAt::new(Kind::Node, RecordId::parse("n1").expect("plain letters"));
    let title = ("title".to_owned(), Value::Text("Lagune".to_owned()));
    let owner = ("owner".to_owned(), Value::Scalar("own".into()));
    board.perform(&Act::create(node, vec![title, owner]), 1_790_000_000).expect("it fits");
    let mut document = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
    document.apply_changes(board.changes_since(&[])).expect("honest changes");
    document.set_actor(ActorId::from([2; 16]));
    document
}

fn object(tx: &impl ReadDoc, way: &[&str]) -> ObjId {
    way.iter().fold(ROOT, |map, key| tx.get(&map, *key).expect("a map").expect("it is there").1)
}

const NODE: [&str; 3] = ["chain", "nodes", "n1"];
const TITLE: [&str; 4] = ["chain", "nodes", "n1", "title"];

fn sets_status(tx: &mut Transaction<'_>) {
    tx.put(object(tx, &NODE), "status", "delayed").expect("a map");
}

fn writes_a_letter(tx: &mut Transaction<'_>) {
    tx.splice_text(object(tx, &TITLE), 3, 0, "x").expect("a text");
}

/// An honest change of actor 66 in which one thing is odd.
fn odd(write: fn(&mut Transaction<'_>), make_odd: impl FnOnce(&mut ExpandedChange)) -> Change {
    let mut document = board().with_actor(ActorId::from([66; 16]));
    let mut tx = document.transaction();
    write(&mut tx);
    tx.commit();
    let mut expanded = document.get_last_local_change().expect("it writes something").decode();
    make_odd(&mut expanded);
    Change::from(expanded)
}

/// A single change that ends in `fate`, and that the judge refuses.
fn shows(expected: Fate, change: Change) {
    let board = board();
    assert_eq!(fate(&board, vec![change.clone()]), expected);
    assert!(is_refused(&board, &[change]));
}

#[test]
fn an_honest_change_is_fine() {
    let change = odd(sets_status, |_| {});
    assert_eq!(fate(&board(), vec![change.clone()]), Fate::Fine);
    assert!(!is_refused(&board(), &[change]));
}

#[test]
fn an_operation_in_an_object_that_is_nowhere_panics() {
    shows(
        Fate::Panics,
        odd(sets_status, |change| {
            change.operations[0].obj = ObjectId::Id(OpId(1_000_000, ActorId::from([1; 16])));
        }),
    );
}

#[test]
fn an_actor_that_is_nowhere_panics() {
    shows(
        Fate::Panics,
        odd(sets_status, |change| {
            change.operations[0].pred = vec![OpId(1, ActorId::from([99; 16]))].into();
        }),
    );
}

#[test]
fn a_letter_behind_something_that_is_no_letter_panics() {
    shows(
        Fate::Panics,
        odd(writes_a_letter, |change| {
            let ObjectId::Id(text) = change.operations[0].obj.clone() else { panic!("a text") };
            change.operations[0].key = Key::Seq(ElementId::Id(text));
        }),
    );
}

#[test]
fn a_letter_taken_away_that_is_no_letter_leaves_a_board_that_cannot_be_loaded() {
    shows(
        Fate::Unreadable,
        odd(writes_a_letter, |change| {
            let ObjectId::Id(text) = change.operations[0].obj.clone() else { panic!("a text") };
            let op = &mut change.operations[0];
            (op.insert, op.action) = (false, OpType::Delete);
            (op.key, op.pred) = (Key::Seq(ElementId::Id(text.clone())), vec![text].into());
        }),
    );
}

#[test]
fn an_operation_in_a_table_panics() {
    shows(
        Fate::Panics,
        odd(sets_status, |change| {
            let table = OpId(change.start_op.get(), change.actor_id.clone());
            let mut within = change.operations[0].clone();
            within.obj = ObjectId::Id(table);
            change.operations[0].action = OpType::Make(ObjType::Table);
            change.operations.push(within);
        }),
    );
}

#[test]
fn a_counter_near_the_end_bricks_the_board_for_everybody() {
    shows(
        Fate::NextEditPanics,
        odd(sets_status, |change| {
            change.start_op = NonZeroU64::new(4_294_967_295).expect("not zero");
        }),
    );
}

#[test]
fn a_delete_that_deletes_nothing_leaves_a_board_that_cannot_be_loaded() {
    shows(
        Fate::Unreadable,
        odd(sets_status, |change| {
            change.operations[0].action = OpType::Delete;
        }),
    );
}

#[test]
fn an_overwrite_of_another_key_leaves_a_board_that_cannot_be_loaded() {
    shows(
        Fate::Unreadable,
        odd(sets_status, |change| {
            let ObjectId::Id(node) = change.operations[0].obj.clone() else { panic!("a record") };
            change.operations[0].pred = vec![node].into();
        }),
    );
}

#[test]
fn an_empty_change_behind_a_gap_leaves_a_board_that_cannot_be_loaded() {
    let first = board().get_changes(&[])[0].hash();
    shows(
        Fate::Unreadable,
        odd(sets_status, |change| {
            change.operations.clear();
            change.deps = vec![first];
        }),
    );
}

#[test]
fn a_change_in_other_bytes_than_automerges_own_leaves_a_board_that_cannot_be_loaded() {
    let mut body = body(odd(sets_status, |_| {}).raw_bytes()).to_vec();
    let action = body.windows(2).rposition(|pair| pair == [0x7f, 0x01]).expect("one put");
    // A run of one value instead of one value by itself.
    body[action] = 1;
    let change = Change::try_from(chunks::seal(1, &body).as_slice()).expect("it is read");
    shows(Fate::Unreadable, change);
}

#[test]
fn an_authors_name_on_a_second_change_panics() {
    let board = board();
    let mut signed = board.fork();
    signed.set_author(Some(automerge::Author::from(b"ana".to_vec())));
    signed.set_actor(ActorId::from([66; 16]));
    signed.transact(|tx| tx.put(object(tx, &NODE), "status", "delayed")).expect("an edit");
    let first = signed.get_last_local_change().expect("it was written");
    signed.transact(|tx| tx.put(object(tx, &NODE), "status", "achieved")).expect("an edit");
    let mut second = signed.get_last_local_change().expect("it was written").decode();
    second.extra_bytes = first.extra_bytes().to_vec();
    let mut unsigned = first.decode();
    unsigned.extra_bytes = vec![];
    let unsigned = Change::from(unsigned);
    second.deps = vec![unsigned.hash()];
    let changes = vec![unsigned, Change::from(second)];
    assert_eq!(fate(&board, changes.clone()), Fate::Panics);
    assert!(is_refused(&board, &changes));
}

/// Nothing tells a peer that the actor's first change is missing.
#[test]
fn a_second_change_that_does_not_build_on_the_first_panics_at_whoever_lacks_the_first() {
    let board = board();
    let second = odd(sets_status, |change| change.seq = 2);
    assert_eq!(fate(&board, vec![second.clone()]), Fate::Panics);
    let first = odd(writes_a_letter, |_| {});
    assert!(is_refused(&board, &[first, second]));
}

#[test]
fn a_single_change_is_taken_with_a_wrong_checksum_and_never_read_again() {
    let mut bytes = odd(sets_status, |_| {}).raw_bytes().to_vec();
    bytes[4] ^= 1;
    let change = Change::try_from(bytes.as_slice()).expect("automerge does not look");
    assert_eq!(change.raw_bytes(), bytes);
    let log = [board().save(), bytes.clone()].concat();
    assert!(Automerge::load(&log).is_err());
    assert!(payload::changes([bytes.as_slice()]).is_err());
}

#[test]
fn forty_bytes_are_unpacked_to_a_million_operations() {
    // Actor 1, sequence 1, counter 1, time 0, no message, no others; a million deletes of no key.
    let million = [0xc0, 0x84, 0x3d];
    let columns: [(u8, Vec<u8>); 4] = [
        (0x15, [&million[..], &[1, b'k']].concat()),
        (0x42, [&million[..], &[3]].concat()),
        (0x56, [&million[..], &[0]].concat()),
        (0x70, [&million[..], &[0]].concat()),
    ];
    let insert = (0x34u8, million.to_vec());
    let mut all = vec![columns[0].clone(), insert];
    all.extend(columns[1..].iter().cloned());
    let mut body = vec![0, 1, 1, 1, 1, 0, 0, 0, all.len() as u8];
    for (specification, data) in &all {
        match specification {
            0x42 | 0x56 | 0x70 | 0x15 | 0x34 => body.push(*specification),
            _ => unreachable!("one byte each"),
        }
        body.push(data.len() as u8);
    }
    for (_, data) in &all {
        body.extend(data);
    }
    let chunk = chunks::seal(1, &body);
    assert!(chunk.len() < 60, "{}", chunk.len());
    match Change::try_from(chunk.as_slice()) {
        Ok(change) => assert_eq!(change.len(), 1_000_000),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_bloom_filter_without_bits_panics() {
    let message = [0x42, 0, 0, 1, 0, 3, 1, 0, 7, 0];
    let panics = catch_unwind(|| {
        let mut state = State::new();
        let mut board = board();
        let mut message = Message::decode(&message).expect("it is read");
        message.heads = vec![];
        let _ = board.receive_sync_message(&mut state, message);
        board.generate_sync_message(&mut state).is_some()
    });
    assert!(panics.is_err());
    assert!(payload::read(&message).is_err());
}

#[test]
fn a_cursor_of_another_text_panics() {
    let board = board();
    let letter = board.get_cursor(object(&board, &TITLE), 0, None).expect("a letter");
    let detail = object(&board, &["vision", "problem"]);
    let moved = Cursor::try_from(letter.to_string()).expect("a cursor");
    assert!(catch_unwind(AssertUnwindSafe(|| board.get_cursor_position(detail, &moved, None))).is_err());
}

fn body(whole: &[u8]) -> &[u8] {
    &whole[9 + whole[9..].iter().take_while(|byte| **byte & 0x80 != 0).count() + 1..]
}
