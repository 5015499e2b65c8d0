//! Changes that only a hostile program writes: each would panic in Automerge, or leave a board
//! that nobody can load again. `docs/automerge-findings.md` tells what Automerge does.

use super::*;
use automerge::legacy::{ElementId, Key, ObjectId, Op, OpType};
use automerge::{Author, ExpandedChange};
use std::num::NonZeroU64;

const TITLE: [&str; 4] = ["chain", "nodes", "n1", "title"];

/// A sound change in which one thing is made odd.
fn odd(
    board: &Automerge,
    write: impl FnOnce(&mut Transaction<'_>),
    odd: impl FnOnce(&mut ExpandedChange),
) -> Change {
    let mut expanded = forged(board, write).decode();
    odd(&mut expanded);
    Change::from(expanded)
}

fn is_unsound(board: &Automerge, change: &Change) -> bool {
    verdict(board, change, Role::Secretariat) == Err(Refusal::Unsound)
}

fn sets_status(tx: &mut Transaction<'_>) {
    tx.put(object(tx, &NODE), "status", "delayed").unwrap();
}

fn writes_a_letter(tx: &mut Transaction<'_>) {
    let title = object(tx, &TITLE);
    tx.splice_text(&title, 3, 0, "x").unwrap();
}

/// The operation that an object of the board was made by.
fn made_by(board: &Automerge, way: &[&str]) -> OpId {
    let id = way.iter().fold(ROOT, |map, key| board.get(&map, *key).unwrap().unwrap().1);
    let ObjId::Id(counter, actor, _) = id else { panic!("not the root") };
    OpId(counter, actor)
}

/// What is odd, in which honest edit, and how.
type Case = (&'static str, Forgery, Box<dyn Fn(&mut Op)>);

#[test]
fn what_an_operation_names_stands_in_the_same_place() {
    let board = table();
    let node = made_by(&board, &NODE);
    let owner = move |op: &mut Op| op.pred = vec![OpId(node.0 + 1, node.1.clone())].into();
    let cases: [Case; 9] = [
        ("overwrites the value of another key", sets_status, Box::new(owner)),
        (
            "overwrites itself",
            sets_status,
            Box::new(|op| op.pred = vec![OpId(9_999, ActorId::from([66u8; 16]))].into()),
        ),
        ("is inserted under a key", sets_status, Box::new(|op| op.insert = true)),
        ("deletes nothing", sets_status, Box::new(|op| op.action = OpType::Delete)),
        ("a letter under a key", writes_a_letter, Box::new(|op| op.key = Key::Map("x".into()))),
        (
            "a letter behind an object",
            writes_a_letter,
            Box::new(|op| {
                op.key = Key::Seq(ElementId::Id(made_by(&table(), &TITLE)));
            }),
        ),
        (
            "a letter behind one of another text",
            writes_a_letter,
            Box::new(|op| {
                let Key::Seq(ElementId::Id(id)) = &op.key else { panic!("behind a letter") };
                op.key = Key::Seq(ElementId::Id(OpId(id.0 + 400, id.1.clone())));
            }),
        ),
        (
            "a letter that overwrites",
            writes_a_letter,
            Box::new(|op| {
                let Key::Seq(ElementId::Id(id)) = &op.key else { panic!("behind a letter") };
                op.pred = vec![id.clone()].into();
            }),
        ),
        (
            "a letter taken away before the first",
            writes_a_letter,
            Box::new(|op| {
                (op.key, op.insert, op.action) = (Key::Seq(ElementId::Head), false, OpType::Delete);
            }),
        ),
    ];
    for (what, write, make_odd) in cases {
        let change = odd(&board, write, |change| make_odd(&mut change.operations[0]));
        assert!(is_unsound(&board, &change), "{what}");
    }
}

#[test]
fn a_letter_is_written_as_a_letter() {
    let board = table();
    let with = |action: OpType, insert: bool| {
        let change = odd(&board, writes_a_letter, |change| {
            (change.operations[0].action, change.operations[0].insert) = (action, insert);
        });
        verdict(&board, &change, Role::Secretariat).unwrap_err()
    };
    assert_eq!(with(OpType::Put("".into()), true), Refusal::Shape);
    assert_eq!(with(OpType::Put(ScalarValue::Int(1)), true), Refusal::Shape);
    assert_eq!(with(OpType::Make(ObjType::Map), true), Refusal::Shape);
    assert_eq!(with(OpType::Put("x".into()), false), Refusal::Shape);
    assert_eq!(with(OpType::Put("x".repeat(300).into()), true), Refusal::TooLarge);
}

#[test]
fn an_empty_change_leaves_no_gap_before_it() {
    let board = table();
    let first = board.get_changes(&[]).first().unwrap().hash();
    let empty = |deps: Vec<ChangeHash>| {
        odd(&board, sets_status, |change| {
            change.operations.clear();
            change.deps = deps;
        })
    };
    assert!(is_unsound(&board, &empty(vec![first])));
    assert!(verdict(&board, &empty(board.get_heads()), Role::Partner).is_ok());
}

#[test]
fn a_change_that_would_be_written_down_otherwise_is_unsound() {
    let board = table();
    let whole = forged(&board, sets_status).raw_bytes().to_vec();
    let body = whole[9 + whole[9..].iter().take_while(|byte| **byte & 0x80 != 0).count() + 1..].to_vec();
    let read = |body: &[u8]| Change::try_from(crate::wire::chunks::seal(1, body).as_slice()).unwrap();
    assert!(verdict(&board, &read(&body), Role::Partner).is_ok());
    // A footer that is nobody's name.
    assert!(is_unsound(&board, &read(&[&body[..], b"x"].concat())));
    // The same value written as a run of one instead of by itself.
    let action = body.windows(2).rposition(|pair| pair == [0x7f, 0x01]).unwrap();
    let mut run = body.clone();
    run[action] = 1;
    assert!(is_unsound(&board, &read(&run)));
}

#[test]
fn each_change_of_an_actor_builds_on_the_one_before() {
    let board = table();
    let mut doc = board.fork().with_actor(ActorId::from([66u8; 16]));
    doc.transact(|tx| tx.put(object(tx, &NODE), "status", "delayed")).unwrap();
    let first = doc.get_last_local_change().unwrap();
    doc.transact(|tx| tx.put(object(tx, &NODE), "owner", "b")).unwrap();
    let second = doc.get_last_local_change().unwrap();
    let of = |make_odd: &dyn Fn(&mut ExpandedChange)| {
        let mut expanded = second.decode();
        make_odd(&mut expanded);
        let mut batch = Batch::new(&board, Actors::of(&board));
        batch.verdict(&first, None, |_| Ok(())).unwrap();
        batch.verdict(&Change::from(expanded), None, |_| Ok(()))
    };
    assert!(of(&|_| {}).is_ok());
    assert_eq!(of(&|change| change.deps = board.get_heads()), Err(Refusal::Unsound));
    assert_eq!(of(&|change| change.deps.push(change.deps[0])), Err(Refusal::Unsound));
    assert_eq!(of(&|change| change.start_op = first.start_op()), Err(Refusal::Unsound));
}

#[test]
fn a_time_that_no_board_can_keep_is_refused() {
    let board = table();
    for time in [i64::MAX / 2, i64::MIN / 2] {
        let change = odd(&board, sets_status, |change| change.time = time);
        assert_eq!(verdict(&board, &change, Role::Partner), Err(Refusal::TooLarge));
    }
}

#[test]
fn a_change_out_of_nowhere_is_unsound() {
    let board = table();
    let sound = forged(&board, |tx| tx.put(object(tx, &NODE), "status", "delayed").unwrap());
    let odd = |change: &dyn Fn(&mut ExpandedChange)| {
        let mut expanded = sound.decode();
        change(&mut expanded);
        verdict(&board, &Change::from(expanded), Role::Secretariat).unwrap_err()
    };
    let high = NonZeroU64::new(4_294_967_000).unwrap();
    assert_eq!(odd(&|change| change.start_op = high), Refusal::Unsound);
    assert_eq!(odd(&|change| change.start_op = NonZeroU64::MIN), Refusal::Unsound);
    assert_eq!(odd(&|change| change.seq = 7), Refusal::Unsound);
    assert_eq!(odd(&|change| change.deps = vec![ChangeHash([9; 32])]), Refusal::Unsound);
    assert_eq!(odd(&|change| change.message = Some("x".repeat(5_000))), Refusal::TooLarge);
    let stranger = OpId(3, ActorId::from([99u8; 16]));
    let ahead = OpId(9_000, ActorId::from([1u8; 16]));
    for nowhere in [&stranger, &ahead] {
        assert_eq!(odd(&|change| change.operations[0].pred = vec![nowhere.clone()].into()), Refusal::Unsound);
    }
    assert_eq!(odd(&|change| change.operations[0].obj = ObjectId::Id(stranger.clone())), Refusal::Unsound);
}

#[test]
fn two_huge_counters_do_not_vouch_for_each_other() {
    let board = table();
    let sound = forged(&board, |tx| tx.put(object(tx, &NODE), "status", "delayed").unwrap());
    let mut batch = Batch::new(&board, Actors::of(&board));
    let changes = [1_000_000, 1_000_001].map(|start| {
        let mut expanded = sound.decode();
        expanded.actor_id = ActorId::from([(start % 256) as u8; 16]);
        expanded.start_op = NonZeroU64::new(start).unwrap();
        Change::from(expanded)
    });
    for change in in_order(changes.to_vec()) {
        assert_eq!(batch.verdict(&change, None, |_| Ok(())), Err(Refusal::Unsound));
    }
}

#[test]
fn a_signature_stands_on_the_first_change_alone() {
    let board = table();
    let signed = |author: &[u8]| {
        let mut doc = board.fork();
        doc.set_author(Some(Author::from(author.to_vec())));
        doc.set_actor(ActorId::from([68u8; 16]));
        doc.transact(|tx| tx.put(object(tx, &NODE), "status", "delayed")).unwrap();
        doc
    };
    let mut doc = signed(b"ana");
    let first = doc.get_last_local_change().unwrap();
    assert!(verdict(&board, &first, Role::Partner).is_ok());
    let nobody = signed(b"not a member!").get_last_local_change().unwrap();
    assert_eq!(verdict(&board, &nobody, Role::Partner), Err(Refusal::Author));

    doc.transact(|tx| tx.put(object(tx, &NODE), "status", "achieved")).unwrap();
    let mut second = doc.get_last_local_change().unwrap().decode();
    second.extra_bytes = first.extra_bytes().to_vec();
    second.author = first.author().map(Author::into_owned);
    let second = Change::from(second);
    let mut batch = Batch::new(&board, Actors::of(&board));
    assert!(batch.verdict(&first, None, |_| Ok(())).is_ok());
    assert!(second.author().is_some());
    assert_eq!(batch.verdict(&second, None, |_| Ok(())), Err(Refusal::Unsound));
}
