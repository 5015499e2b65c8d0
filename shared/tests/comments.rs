//! Who wrote a comment is the document's to tell, whatever a program writes into it.

#![expect(clippy::unwrap_used, reason = "a test's helpers may panic as its tests do")]

use shared::act::{Act, Edit, Message};
use shared::board::Board;
use shared::delta::Delta;
use shared::door::Role;
use shared::ids::{MemberId, RecordId};
use shared::policy::{Who, may_perform};
use shared::record::{RecordAt, Scalar, Value};
use shared::sections::Kind;
use shared::sections::comments::{Anchor, Passage, threads};
use shared::{export, import};

fn member(name: &str) -> MemberId {
    MemberId::parse(name).unwrap()
}

fn who(name: &str, role: Role) -> Who {
    Who::Member { member: member(name), role, organisation: None }
}

fn board(actor: u8, name: &str) -> Board {
    Board::new([actor; 16], Some(&member(name)))
}

fn reply(id: &str) -> RecordAt {
    RecordAt::new(Kind::Reply, RecordId::parse(id).unwrap())
}

/// A thread on the vision with one comment, whose writer claims to be `claimed`.
fn comment(claimed: &str) -> Act {
    let anchor = Anchor {
        on: RecordAt::single(Kind::Vision),
        field: "problem".to_owned(),
        passage: Passage::chosen("Trop de plastique", 8, 17),
    };
    let thread = RecordAt::new(Kind::Thread, RecordId::parse("t1").unwrap());
    let scalar = |text: &str| Value::Scalar(Scalar::from(text));
    let said = vec![
        ("thread".to_owned(), scalar("t1")),
        ("text".to_owned(), Value::Text("Combien ?".to_owned())),
        ("by".to_owned(), scalar(claimed)),
    ];
    Act::new(
        Message::Add,
        vec![
            Edit::Create { at: thread, values: anchor.values() },
            Edit::Create { at: reply("r1"), values: said },
        ],
    )
}

fn meet(one: &mut Board, other: &mut Board) {
    other.take_chunks(&one.save()).unwrap();
    one.take_chunks(&other.save()).unwrap();
}

#[test]
fn a_comment_is_whose_the_document_says_and_not_whom_it_names() {
    let (mut ana, mut binta) = (board(1, "ana"), board(2, "binta"));
    ana.perform(&comment("binta"), 1_790_000_000).unwrap();
    meet(&mut ana, &mut binta);
    for board in [&ana, &binta, &Board::load(&ana.save(), [3; 16], None).unwrap()] {
        let threads = threads(board.records());
        assert_eq!(threads[0].replies[0].by, Some(member("ana")));
        assert_eq!(threads[0].anchor.passage.as_ref().unwrap().quote, "plastique");
    }
}

#[test]
fn binta_may_resolve_anas_comment_and_not_rewrite_it() {
    let (mut ana, mut binta) = (board(1, "ana"), board(2, "binta"));
    ana.perform(&comment("ana"), 1_790_000_000).unwrap();
    meet(&mut ana, &mut binta);
    let rewrite = Edit::Splice { at: reply("r1").field("text"), delta: Delta::splice(0, 7, "Assez") };
    let rewrite = Act::new(Message::Write, vec![rewrite]);
    let thread = RecordAt::new(Kind::Thread, RecordId::parse("t1").unwrap());
    let resolve = Edit::Set { at: thread.field("resolved"), value: Some("2026-11-23".into()) };
    let resolve = Act::new(Message::Change, vec![resolve]);
    let (a, b) = (who("ana", Role::Partner), who("binta", Role::Partner));
    assert!(may_perform(&a, &rewrite, binta.records()).is_ok());
    assert!(may_perform(&b, &rewrite, binta.records()).is_err());
    assert!(may_perform(&b, &resolve, binta.records()).is_ok());
    binta.perform(&resolve, 1_790_000_100).unwrap();
    meet(&mut ana, &mut binta);
    assert!(threads(ana.records())[0].is_resolved);
}

#[test]
fn an_exported_board_says_who_commented_and_its_importer_takes_no_credit() {
    let mut ana = board(1, "ana");
    ana.perform(&comment("ana"), 1_790_000_000).unwrap();
    let json = export::open_json(ana.records(), &[]);
    let mut elsewhere = board(2, "sec");
    for act in import::open_json(&json).unwrap() {
        assert!(may_perform(&who("sec", Role::Secretariat), &act, elsewhere.records()).is_ok());
        elsewhere.perform(&act, 1_790_000_200).unwrap();
    }
    let threads = threads(elsewhere.records());
    assert_eq!(threads[0].replies[0].by, Some(member("ana")));
    assert!(threads[0].replies[0].is_imported);
    assert_eq!(
        export::open_json(elsewhere.records(), &[])["sections"]["comments"],
        json["sections"]["comments"]
    );
}
