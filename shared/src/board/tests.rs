//! One board, and two people's boards that meet.

use super::*;
use crate::ids::RecordId;
use crate::record::{Scalar, Value};
use crate::sections::Kind;

const MORNING: i64 = 1_790_000_000;

fn member(name: &str) -> MemberId {
    MemberId::parse(name).unwrap()
}

fn board_of(name: &str) -> Board {
    let mut actor = [0; 16];
    actor[..name.len()].copy_from_slice(name.as_bytes());
    Board::new(actor, Some(&member(name)))
}

fn meet(one: &mut Board, other: &mut Board) {
    let news = other.changes_since(&one.heads());
    one.take(news).unwrap();
    let news = one.changes_since(&other.heads());
    other.take(news).unwrap();
    assert_eq!(one.records(), other.records());
}

fn node(id: &str) -> RecordAt {
    RecordAt::new(Kind::Node, RecordId::parse(id).unwrap())
}

fn with_title(id: &str, title: &str) -> Act {
    Act::create(node(id), vec![("title".to_owned(), Value::Text(title.to_owned()))])
}

fn typing(at: FieldAt, index: usize, delete: usize, insert: &str) -> Act {
    Act::new(Message::Write, vec![Edit::Splice { at, delta: Delta::splice(index, delete, insert) }])
}

fn title<'b>(board: &'b Board, id: &str) -> &'b str {
    let at = node(id);
    board.records().get(at.kind, &at.id).unwrap().text("title")
}

#[test]
fn a_board_opens_again_with_what_was_written_after_its_snapshot() {
    let mut ana = board_of("ana");
    ana.perform(&with_title("n1", "Lagune"), MORNING).unwrap();
    let mut bytes = ana.save();
    for letter in [" ", "v", "ive"] {
        let end = title(&ana, "n1").len();
        let done = ana.perform(&typing(node("n1").field("title"), end, 0, letter), MORNING).unwrap();
        bytes.extend(&done.written[0].chunk);
    }
    let again = Board::load(&bytes, [9; 16], None).unwrap();
    assert_eq!(again.records(), ana.records());
    assert_eq!(title(&again, "n1"), "Lagune vive");
}

#[test]
fn a_board_kept_as_changes_alone_opens_on_its_seeds() {
    let mut ana = board_of("ana");
    let chunks: Vec<u8> = ["n1", "n2"]
        .iter()
        .flat_map(|id| ana.perform(&with_title(id, "x"), MORNING).unwrap().written.remove(0).chunk)
        .collect();
    assert_eq!(Board::load(&chunks, [9; 16], None).unwrap().records(), ana.records());
    let mut binta = board_of("binta");
    binta.take_chunks(&chunks).unwrap();
    assert_eq!(binta.records(), ana.records());
    assert!(binta.take_chunks(&chunks[..chunks.len() - 1]).is_err());
    assert!(Board::load(b"not a board", [9; 16], None).is_err());
}

#[test]
fn what_others_wrote_is_not_counted_as_ones_own() {
    let (mut ana, mut binta) = (board_of("ana"), board_of("binta"));
    ana.perform(&with_title("n1", "x"), MORNING).unwrap();
    binta.perform(&with_title("n2", "x"), MORNING).unwrap();
    let shared = ana.heads();
    ana.perform(&with_title("n3", "x"), MORNING).unwrap();
    meet(&mut ana, &mut binta);
    assert_eq!((ana.own_since(&[]), ana.own_since(&shared), ana.own_since(&ana.heads())), (2, 1, 0));
}

#[test]
fn two_people_who_write_the_vision_offline_meet_in_one_text() {
    let (mut ana, mut binta) = (board_of("ana"), board_of("binta"));
    let statement = RecordAt::single(Kind::Vision).field("statement");
    ana.perform(&typing(statement.clone(), 0, 0, "Lagune"), MORNING).unwrap();
    binta.perform(&typing(statement, 0, 0, "Vivante"), MORNING).unwrap();
    meet(&mut ana, &mut binta);
    let text = ana.records().single(Kind::Vision).unwrap().text("statement");
    assert!(text.contains("Lagune") && text.contains("Vivante"), "{text}");
}

#[test]
fn a_change_says_who_wrote_it_and_what_it_changed() {
    let (mut ana, mut binta) = (board_of("ana"), board_of("binta"));
    ana.perform(&with_title("n1", "Lagune 😀"), MORNING).unwrap();
    meet(&mut ana, &mut binta);
    ana.perform(&typing(node("n1").field("title"), 9, 0, "!"), MORNING).unwrap();
    let changes = binta.take(ana.changes_since(&binta.heads())).unwrap();
    assert_eq!(changes.authors, [member("ana")]);
    assert_eq!(changes.texts, [(node("n1").field("title"), Delta::splice(9, 0, "!"))]);
    assert_eq!(changes.records.into_iter().collect::<Vec<_>>(), [node("n1")]);
    assert_eq!(ana.history(1)[0].author, Some(member("ana")));
    assert_eq!(ana.history(1)[0].message, "write");
}

#[test]
fn an_act_that_cannot_apply_leaves_the_board_as_it_was() {
    let mut ana = board_of("ana");
    ana.perform(&with_title("n1", "Lagune"), MORNING).unwrap();
    let (before, records) = (ana.save(), ana.records().clone());
    let status = |value: &str| Edit::Set { at: node("n1").field("status"), value: Some(Scalar::from(value)) };
    let bad = [
        (status("unheard-of"), "WrongShape"),
        (Edit::Set { at: node("n1").field("colour"), value: None }, "UnknownField"),
        (Edit::Set { at: node("n2").field("status"), value: None }, "Gone"),
        (Edit::Set { at: node("n1").field("title"), value: None }, "WrongShape"),
        (Edit::Remove { at: node("n2") }, "Gone"),
        (Edit::Create { at: node("n1"), values: vec![] }, "Exists"),
        (
            Edit::Splice {
                at: node("n1").field("title"),
                delta: Delta::splice(0, 0, &"x".repeat(MAX_TEXT_UNITS)),
            },
            "TooLarge",
        ),
    ];
    for (edit, why) in bad {
        let act = Act::new(Message::Change, vec![status("delayed"), edit]);
        let error = ana.perform(&act, MORNING).unwrap_err();
        assert_eq!(format!("{error:?}"), why);
        assert_eq!(ana.save(), before);
        assert_eq!(ana.records(), &records);
    }
    // And the next honest act goes through, on a board that nobody had written on too.
    assert!(board_of("binta").perform(&Act::remove(node("n9")), MORNING).is_err());
    ana.perform(&Act::new(Message::Change, vec![status("delayed")]), MORNING).unwrap();
}

#[test]
fn what_is_removed_says_so_when_somebody_wrote_in_it_unknowing() {
    let (mut ana, mut binta) = (board_of("ana"), board_of("binta"));
    ana.perform(&with_title("n1", "Lagune"), MORNING).unwrap();
    meet(&mut ana, &mut binta);
    ana.perform(&Act::remove(node("n1")), MORNING).unwrap();
    let removed = |board: &Board| board.records().get(Kind::Node, &node("n1").id).unwrap().removed.clone();
    let expected =
        |edited_since| Some(crate::record::Removed { by: "ana".into(), at: MORNING, edited_since });
    assert_eq!(removed(&ana), expected(false));
    binta.perform(&typing(node("n1").field("title"), 0, 0, "La "), MORNING).unwrap();
    meet(&mut ana, &mut binta);
    assert_eq!(removed(&ana), expected(true));
    binta.perform(&Act::restore(node("n1")), MORNING).unwrap();
    meet(&mut ana, &mut binta);
    assert_eq!(removed(&ana), None);
    assert_eq!(title(&ana, "n1"), "La Lagune");
}

#[test]
fn a_board_of_a_newer_release_reads_and_is_not_edited() {
    use automerge::transaction::Transactable;
    let mut ana = board_of("ana");
    ana.perform(&with_title("n1", "Lagune"), MORNING).unwrap();
    let mut newer = Automerge::load(&ana.save()).unwrap();
    newer.transact(|tx| tx.put(automerge::ROOT, reading::SCHEMA_KEY, 2u64)).unwrap();
    assert!(!ana.is_newer());
    ana.take(newer.get_changes(&ana.heads())).unwrap();
    assert!(ana.is_newer());
    assert_eq!(title(&ana, "n1"), "Lagune");
    assert!(matches!(ana.perform(&with_title("n2", ""), MORNING), Err(BoardError::Newer)));
}

#[test]
fn an_earlier_moment_reads_as_it_was() {
    let mut ana = board_of("ana");
    ana.perform(&with_title("n1", "Lagune"), MORNING).unwrap();
    let (heads, then) = (ana.heads(), ana.records().clone());
    ana.perform(&typing(node("n1").field("title"), 0, 6, "Mer"), MORNING).unwrap();
    assert_eq!(ana.read(&View::At(heads)).unwrap().as_ref(), &then);
    assert!(matches!(ana.read(&View::At(vec![ChangeHash([7; 32])])), Err(BoardError::UnknownHeads)));
}

#[test]
fn only_an_actors_first_change_is_signed() {
    let mut ana = board_of("ana");
    ana.perform(&with_title("n1", ""), MORNING).unwrap();
    let mut again =
        Board::load(&ana.save(), *b"ana\0\0\0\0\0\0\0\0\0\0\0\0\0", Some(&member("ana"))).unwrap();
    again.perform(&with_title("n2", ""), MORNING).unwrap();
    let changes = again.changes_since(&[]);
    let own = changes.iter().filter(|change| !is_seed(&change.hash()));
    let signed: Vec<bool> = own.map(|change| change.author().is_some()).collect();
    assert_eq!(signed, [true, false]);
}
