use super::*;
use crate::act::Act;
use crate::board::Board;
use crate::door::Role;
use crate::policy::{self, Verb, Who};
use crate::record::Value;
use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{ObjId, ObjType, ScalarValue, TextEncoding};

mod honest;
mod roles;
mod soundness;
mod votes;

const MORNING: i64 = 1_790_000_000;

fn member(id: &str) -> MemberId {
    MemberId::parse(id).unwrap()
}

fn who(role: Role) -> Who {
    let organisation = (role == Role::Partner).then(|| RecordId::parse("own").unwrap());
    Who::Member { member: member("ana"), role, organisation }
}

fn at(kind: Kind, id: &str) -> RecordAt {
    RecordAt::new(kind, RecordId::parse(id).unwrap())
}

/// A board with a node, another organisation's acceptance and somebody else's comment.
fn table() -> Automerge {
    let mut board = Board::new([1; 16], Some(&member("sec")));
    let title = |text: &str| ("title".to_owned(), Value::Text(text.to_owned()));
    let owner = ("owner".to_owned(), Value::Scalar("own".into()));
    let theirs = ("organisation".to_owned(), Value::Scalar("other".into()));
    let acts = [
        Act::create(at(Kind::Node, "n1"), vec![title("Lagune"), owner]),
        Act::create(at(Kind::Acceptance, "a1"), vec![theirs]),
        Act::create(at(Kind::Thread, "t1"), vec![]),
    ];
    for act in acts {
        board.perform(&act, MORNING).unwrap();
    }
    document(&board)
}

fn document(board: &Board) -> Automerge {
    let options = automerge::LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
    Automerge::load_with_options(&board.save(), options).unwrap()
}

/// What somebody writes with a program of their own.
fn forged(board: &Automerge, write: impl FnOnce(&mut Transaction<'_>)) -> Change {
    let mut doc = board.fork().with_actor(ActorId::from([66u8; 16]));
    let mut tx = doc.transaction();
    write(&mut tx);
    tx.commit_with(CommitOptions::default().with_time(MORNING)).0.expect("it writes something");
    doc.get_last_local_change().unwrap()
}

fn object(tx: &Transaction<'_>, way: &[&str]) -> ObjId {
    way.iter().fold(ROOT, |map, key| tx.get(&map, *key).unwrap().unwrap().1)
}

/// The same, whether the judge has just seen what is on the board or has to look.
fn verdict(board: &Automerge, change: &Change, role: Role) -> Result<Vec<Touch>, Refusal> {
    let [looking, remembering] = [Actors::of(board), remembering(board)].map(|actors| {
        let mut batch = Batch::new(board, actors);
        batch.verdict(change, Some(&member("ana")), |touches| {
            touches.iter().try_for_each(|touch| policy::may(&who(role), touch, false))
        })
    });
    assert_eq!(looking, remembering);
    looking
}

/// The actors of a board whose every change was judged a moment ago.
fn remembering(board: &Automerge) -> Actors {
    let nothing = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
    let mut batch = Batch::new(&nothing, Actors::of(&nothing));
    for change in in_order(board.get_changes(&[])) {
        batch.verdict(&change, Some(&member("ana")), |_| Ok(())).unwrap();
    }
    batch.into_actors()
}

fn refused(write: impl FnOnce(&mut Transaction<'_>)) -> Refusal {
    let board = table();
    verdict(&board, &forged(&board, write), Role::Secretariat).unwrap_err()
}

type Forgery = fn(&mut Transaction<'_>);

const NODES: [&str; 2] = ["chain", "nodes"];
const NODE: [&str; 3] = ["chain", "nodes", "n1"];

#[test]
fn nobody_deletes_or_replaces_what_others_write_in() {
    let deletes: [(&str, Forgery); 9] = [
        ("a record", |tx| tx.delete(object(tx, &NODES), "n1").unwrap()),
        ("a record, by another", |tx| {
            tx.put_object(object(tx, &NODES), "n1", ObjType::Map).unwrap();
        }),
        ("a record, by a word", |tx| tx.put(object(tx, &NODES), "n1", "x").unwrap()),
        ("a collection", |tx| tx.delete(object(tx, &["chain"]), "nodes").unwrap()),
        ("a collection, by another", |tx| {
            tx.put_object(object(tx, &["chain"]), "nodes", ObjType::Map).unwrap();
        }),
        ("a section", |tx| tx.delete(ROOT, "chain").unwrap()),
        ("a text", |tx| tx.delete(object(tx, &NODE), "title").unwrap()),
        ("a text, by another", |tx| {
            tx.put_object(object(tx, &NODE), "title", ObjType::Text).unwrap();
        }),
        ("a keyed field", |tx| tx.put(object(tx, &NODE), "objectives", true).unwrap()),
    ];
    for (what, write) in deletes {
        assert_eq!(refused(write), Refusal::Deletes, "{what}");
    }
}

#[test]
fn an_edit_that_leaves_nothing_to_see_still_counts() {
    let board = table();
    let change = forged(&board, |tx| {
        let title = object(tx, &NODE[..]);
        let title = tx.get(&title, "title").unwrap().unwrap().1;
        tx.splice_text(&title, 0, 0, "x").unwrap();
        tx.splice_text(&title, 0, 1, "").unwrap();
    });
    assert_eq!(verdict(&board, &change, Role::Observer), Err(Refusal::Role));
    let touch = Touch::of_field(at(Kind::Node, "n1").field("title"), Verb::Write);
    assert_eq!(verdict(&board, &change, Role::Partner), Ok(vec![touch]));
}

#[test]
fn what_a_board_has_no_place_for_is_refused() {
    let odd: [(&str, Forgery); 10] = [
        ("the root", |tx| tx.put(ROOT, "extra", 1).unwrap()),
        ("an unknown section", |tx| {
            tx.put_object(ROOT, "finance", ObjType::Map).unwrap();
        }),
        ("an unknown collection", |tx| {
            tx.put_object(object(tx, &["chain"]), "wishes", ObjType::Map).unwrap();
        }),
        ("an unknown field", |tx| tx.put(object(tx, &NODE), "colour", "red").unwrap()),
        ("a list", |tx| {
            tx.put_object(object(tx, &NODE), "status", ObjType::List).unwrap();
        }),
        ("a map in a cell", |tx| {
            let cells = object(tx, &["chain", "nodes", "n1", "objectives"]);
            tx.put_object(&cells, "o1", ObjType::Map).unwrap();
        }),
        ("a counter", |tx| tx.put(object(tx, &NODE), "status", ScalarValue::counter(1)).unwrap()),
        ("bytes", |tx| tx.put(object(tx, &NODE), "status", ScalarValue::Bytes(vec![1])).unwrap()),
        ("a translation of a word", |tx| tx.put(object(tx, &NODE), "status@en", "late").unwrap()),
        ("a mark in a text", |tx| {
            use automerge::marks::{ExpandMark, Mark};
            let title = object(tx, &["chain", "nodes", "n1", "title"]);
            tx.mark(&title, Mark::new("bold".into(), true, 0, 2), ExpandMark::None).unwrap();
        }),
    ];
    for (what, write) in odd {
        assert_eq!(refused(write), Refusal::Shape, "{what}");
    }
}

#[test]
fn too_much_at_once_is_refused() {
    let long = "x".repeat(crate::board::MAX_SCALAR_BYTES + 1);
    assert_eq!(refused(|tx| tx.put(object(tx, &NODE), "owner", long).unwrap()), Refusal::TooLarge);
    let long = "x".repeat(2 * crate::board::MAX_TEXT_UNITS);
    let text = |tx: &mut Transaction<'_>| {
        let title = object(tx, &["chain", "nodes", "n1", "title"]);
        tx.splice_text(&title, 0, 0, &long).unwrap();
    };
    assert_eq!(refused(text), Refusal::TooLarge);
}

#[test]
fn a_generic_program_may_clear_a_word_and_write_plain_strings() {
    let board = table();
    let change = forged(&board, |tx| {
        tx.delete(object(tx, &NODE), "owner").unwrap();
        let status = tx.put_object(object(tx, &NODE), "status", ObjType::Text).unwrap();
        tx.splice_text(&status, 0, 0, "delayed").unwrap();
        tx.put(object(tx, &NODE), "title@en", "Lagoon").unwrap();
    });
    let fields: Vec<_> =
        ["owner", "status", "title@en"].map(|field| at(Kind::Node, "n1").field(field)).into();
    let touches = fields.into_iter().map(|field| Touch::of_field(field, Verb::Set)).collect();
    assert_eq!(verdict(&board, &change, Role::Partner), Ok(touches));
}

#[test]
fn an_acceptance_is_judged_by_whose_it_was_and_whose_it_becomes() {
    let board = table();
    let acceptance = |id: &'static str, organisation: &'static str| {
        forged(&board, |tx| {
            let all = object(tx, &["roles", "acceptances"]);
            let one = match tx.get(&all, id).unwrap() {
                Some((_, one)) => one,
                None => tx.put_object(&all, id, ObjType::Map).unwrap(),
            };
            tx.put(&one, "organisation", organisation).unwrap();
        })
    };
    assert!(verdict(&board, &acceptance("a2", "own"), Role::Partner).is_ok());
    let others = verdict(&board, &acceptance("a2", "other"), Role::Partner);
    assert_eq!(others, Err(Refusal::OtherOrganisation));
    let taken = verdict(&board, &acceptance("a1", "own"), Role::Partner);
    assert_eq!(taken, Err(Refusal::OtherOrganisation));
    assert_eq!(verdict(&board, &acceptance("a2", "own"), Role::Secretariat), Err(Refusal::Role));
}

#[test]
fn a_comment_is_its_writers_own() {
    let board = table();
    let change =
        forged(&board, |tx| tx.put(object(tx, &["comments", "threads", "t1"]), "place", "|a").unwrap());
    assert_eq!(verdict(&board, &change, Role::Partner), Err(Refusal::Author));
    let fresh = forged(&board, |tx| {
        tx.put_object(object(tx, &["comments", "threads"]), "t2", ObjType::Map).unwrap();
    });
    assert!(verdict(&board, &fresh, Role::Partner).is_ok());
}

#[test]
fn roles_and_actors_are_the_doors_to_publish() {
    let board = table();
    let role = forged(&board, |tx| {
        let members = object(tx, &["people", "members"]);
        let ana = tx.put_object(&members, "ana", ObjType::Map).unwrap();
        tx.put(&ana, "role", "secretariat").unwrap();
    });
    let actor = forged(&board, |tx| tx.put(object(tx, &["people", "actors"]), "ab12", "ana").unwrap());
    for change in [role, actor] {
        for role in Role::ALL {
            assert_eq!(verdict(&board, &change, role), Err(Refusal::Role));
        }
        let mut batch = Batch::new(&board, Actors::of(&board));
        let by_the_door = batch.verdict(&change, None, |touches| {
            touches.iter().try_for_each(|touch| policy::may(&Who::Door, touch, false))
        });
        assert!(by_the_door.is_ok());
    }
}

#[test]
fn carried_work_is_content_only() {
    let board = table();
    let title = forged(&board, |tx| tx.put(object(tx, &NODE), "status", "delayed").unwrap());
    let may_travel = |change: &Change| {
        let mut batch = Batch::new(&board, Actors::of(&board));
        let touches = batch.verdict(change, Some(&member("ana")), |_| Ok(())).unwrap();
        touches.iter().all(policy::may_be_carried)
    };
    assert!(may_travel(&title));
    let vote = forged(&board, |tx| {
        let votes = object(tx, &["versions", "votes"]);
        let vote = tx.put_object(&votes, "v1", ObjType::Map).unwrap();
        tx.put(&vote, "choice", "approve").unwrap();
    });
    assert!(!may_travel(&vote));
}

#[test]
fn what_builds_on_a_refused_change_is_refused_and_the_rest_is_not() {
    let board = table();
    let mut doc = board.fork().with_actor(ActorId::from([66u8; 16]));
    doc.transact(|tx| tx.put(ROOT, "extra", 1)).unwrap();
    doc.transact(|tx| tx.put(object(tx, &NODE), "status", "delayed")).unwrap();
    let mut changes = doc.get_changes(&board.get_heads());
    let mut other = board.fork().with_actor(ActorId::from([67u8; 16]));
    other.transact(|tx| tx.put(object(tx, &NODE), "status", "achieved")).unwrap();
    changes.extend(other.get_last_local_change());
    changes.reverse();
    let mut batch = Batch::new(&board, Actors::of(&board));
    let verdicts: Vec<_> = in_order(changes)
        .iter()
        .map(|change| (change.actor_id().to_bytes()[0], batch.verdict(change, None, |_| Ok(())).err()))
        .collect();
    let expected = [(66, Some(Refusal::Shape)), (67, None), (66, Some(Refusal::BuildsOnRefused))];
    assert_eq!(verdicts, expected);
}
