//! A version put to the vote by people who are not always connected: what counts is what the
//! closing knew of, and any replica counts the same again.

#![expect(clippy::unwrap_used, reason = "a test's helpers may panic as its tests do")]

use shared::act::{Act, Message};
use shared::board::{Board, BoardError};
use shared::ids::{MemberId, RecordId};
use shared::lock::{Moderation, OpenOnes};
use shared::record::{RecordAt, Scalar, Value};
use shared::sections::governance::Scope;
use shared::sections::versions::Outcome;
use shared::sections::{Kind, Section};
use shared::tally::{Choice, Missing, Place};
use shared::version::{Adoption, Version};

const MORNING: i64 = 1_790_000_000;

fn id(text: &str) -> RecordId {
    RecordId::parse(text).unwrap()
}

fn board_of(name: &str, actor: u8) -> Board {
    Board::new([actor; 16], Some(&MemberId::parse(name).unwrap()))
}

fn meet(one: &mut Board, other: &mut Board) {
    one.take(other.changes_since(&one.heads())).unwrap();
    other.take(one.changes_since(&other.heads())).unwrap();
    assert_eq!(one.versions(), other.versions());
}

fn scalar(field: &str, value: impl Into<Scalar>) -> (String, Value) {
    (field.to_owned(), Value::Scalar(value.into()))
}

fn title(text: &str) -> (String, Value) {
    ("title".to_owned(), Value::Text(text.to_owned()))
}

/// A table of three organisations that adopts by consent of two, with one node in its plan.
fn secretariat() -> Board {
    let mut sec = board_of("sec", 1);
    for (organisation, sector) in [("es", "civil-society"), ("ef", "private"), ("me", "public")] {
        let values = vec![scalar("sector", sector), scalar("status", "signatory")];
        sec.perform(&Act::create(RecordAt::new(Kind::Organisation, id(organisation)), values), MORNING)
            .unwrap();
    }
    let values = vec![
        scalar("scope", "version"),
        scalar("method", "consent"),
        scalar("quorum", Scalar::Int(2)),
        scalar("quorum_sectors", Scalar::Int(2)),
    ];
    sec.perform(&Act::create(RecordAt::new(Kind::Rule, id("r1")), values), MORNING).unwrap();
    sec.perform(&Act::create(RecordAt::new(Kind::Node, id("n1")), vec![title("Foyers")]), MORNING).unwrap();
    sec
}

fn propose(sec: &mut Board) -> RecordId {
    let propose =
        Adoption::Propose { title: "Version 4".into(), scope: Scope::Version, closes: String::new() };
    sec.adopt(&propose, [9; 12], MORNING).unwrap();
    RecordId::from_random([9; 12])
}

fn vote(board: &mut Board, name: &str, version: &RecordId, organisation: &str, choice: &str) {
    let values = vec![
        scalar("version", version.as_str()),
        scalar("organisation", organisation),
        scalar("choice", choice),
        ("reason".to_owned(), Value::Text(String::new())),
    ];
    let act = Act::new(Message::Vote, Act::create(RecordAt::new(Kind::Vote, id(name)), values).edits);
    board.perform(&act, MORNING).unwrap();
}

fn only(board: &Board) -> Version {
    board.versions().remove(0)
}

fn close(version: &RecordId) -> Adoption {
    Adoption::Close { version: version.clone(), adopt: true }
}

#[test]
fn a_version_is_adopted_once_the_rule_is_met_and_reads_the_same_for_ever() {
    let mut sec = secretariat();
    let version = propose(&mut sec);
    let mut es = board_of("ana", 2);
    meet(&mut sec, &mut es);
    assert!(matches!(sec.adopt(&close(&version), [1; 12], MORNING), Err(BoardError::NotMet)));
    let missing = [Missing::Organisations(2), Missing::Sectors(2), Missing::Approvals(1)];
    assert_eq!(only(&sec).tally.missing, missing);
    vote(&mut es, "v1", &version, "es", "approve");
    vote(&mut es, "v2", &version, "ef", "object");
    meet(&mut sec, &mut es);
    assert_eq!(only(&sec).tally.missing, [Missing::Objection(id("ef"))]);
    let answer = Adoption::Answer { version: version.clone(), vote: id("v2"), answer: "En mars.".into() };
    sec.adopt(&answer, [1; 12], MORNING).unwrap();
    sec.adopt(&close(&version), [1; 12], MORNING).unwrap();
    assert_eq!(only(&sec).outcome, Outcome::Adopted);
    // The work goes on; what was adopted stays.
    sec.perform(&Act::create(RecordAt::new(Kind::Node, id("n2")), vec![title("Crédit")]), MORNING).unwrap();
    meet(&mut sec, &mut es);
    for board in [&sec, &es] {
        assert!(board.is_what_was_adopted(&version).unwrap());
        let adopted = board.adopted(&version).unwrap();
        assert_eq!(adopted.all(Kind::Node).count(), 1);
        assert_eq!(only(board).outcome, Outcome::Adopted);
    }
}

#[test]
fn a_vote_that_the_closing_did_not_know_of_is_shown_as_late() {
    let mut sec = secretariat();
    let version = propose(&mut sec);
    let (mut es, mut train) = (board_of("ana", 2), board_of("train", 3));
    meet(&mut sec, &mut es);
    meet(&mut sec, &mut train);
    vote(&mut es, "v1", &version, "es", "approve");
    vote(&mut es, "v2", &version, "ef", "approve");
    vote(&mut train, "v3", &version, "me", "object");
    meet(&mut sec, &mut es);
    sec.adopt(&close(&version), [1; 12], MORNING).unwrap();
    meet(&mut sec, &mut train);
    let read = only(&sec);
    assert_eq!(read.outcome, Outcome::Adopted);
    let late = read.ballots.iter().find(|ballot| ballot.place == Place::Late).unwrap();
    assert_eq!((late.organisation.clone(), late.choice), (id("me"), Choice::Object));
}

#[test]
fn an_organisation_has_one_voice_its_last_and_two_at_once_are_asked_about() {
    let mut sec = secretariat();
    let version = propose(&mut sec);
    let (mut ana, mut paul) = (board_of("ana", 2), board_of("paul", 3));
    meet(&mut sec, &mut ana);
    meet(&mut sec, &mut paul);
    vote(&mut ana, "v1", &version, "es", "object");
    vote(&mut ana, "v2", &version, "es", "approve");
    vote(&mut paul, "v3", &version, "es", "abstain");
    meet(&mut sec, &mut ana);
    assert_eq!(only(&sec).tally.approve, 1);
    meet(&mut sec, &mut paul);
    let places: Vec<(String, Place)> =
        only(&sec).ballots.iter().map(|one| (one.vote.as_str().to_owned(), one.place)).collect();
    let expected = [("v1", Place::Replaced), ("v2", Place::AtOnce), ("v3", Place::AtOnce)];
    assert_eq!(places, expected.map(|(vote, place)| (vote.to_owned(), place)));
    assert_eq!(shared::questions::find_in_votes(&sec.versions()).len(), 1);
    // A colleague who has heard of both says which holds.
    meet(&mut sec, &mut ana);
    vote(&mut ana, "v4", &version, "es", "approve");
    meet(&mut sec, &mut ana);
    assert_eq!(only(&sec).tally.approve, 1);
    assert!(shared::questions::find_in_votes(&sec.versions()).is_empty());
}

#[test]
fn an_outcome_that_was_only_written_down_is_not_believed() {
    let mut sec = secretariat();
    let version = propose(&mut sec);
    let at = RecordAt::new(Kind::Version, version.clone());
    sec.perform(&Act::set(at.field("outcome"), Scalar::from("adopted")), MORNING).unwrap();
    sec.perform(&Act::set(at.field("closed"), Scalar::from("2026-10-14T10:00:00Z")), MORNING).unwrap();
    assert_eq!(only(&sec).outcome, Outcome::NotAdopted);
    // Nor is a digest.
    sec.perform(&Act::set(at.field("digest"), Scalar::from("00")), MORNING).unwrap();
    assert!(!sec.is_what_was_adopted(&version).unwrap());
}

#[test]
fn what_is_put_to_the_vote_holds_no_open_proposal() {
    let mut sec = secretariat();
    let lock = Moderation::Lock { section: Section::Chain, reason: "séance".into(), remind: String::new() };
    sec.moderate(&lock, [5; 12], MORNING).unwrap();
    let mut ana = board_of("ana", 2);
    ana.take(sec.changes_since(&ana.heads())).unwrap();
    let status = RecordAt::new(Kind::Node, id("n1")).field("status");
    ana.perform(&Act::set(status.clone(), Scalar::from("delayed")), MORNING).unwrap();
    meet(&mut sec, &mut ana);
    let version = propose(&mut sec);
    let adopted = sec.adopted(&version).unwrap();
    assert_eq!(adopted.get(Kind::Node, &id("n1")).unwrap().text("status"), "");
    // Written before the unlock was heard of, it is in the text: nothing is put to the vote first.
    let unlock = Moderation::Unlock { section: Section::Chain, open: OpenOnes::Leave };
    sec.moderate(&unlock, [6; 12], MORNING).unwrap();
    ana.perform(&Act::set(status, Scalar::from("achieved")), MORNING).unwrap();
    meet(&mut sec, &mut ana);
    let propose = Adoption::Propose { title: String::new(), scope: Scope::Version, closes: String::new() };
    assert!(matches!(sec.adopt(&propose, [7; 12], MORNING), Err(BoardError::Unsettled)));
    meet(&mut sec, &mut ana);
    assert!(ana.is_what_was_adopted(&version).unwrap());
}

/// Never changes: versions out there are bound to digests made this way.
#[test]
fn the_digest_of_the_sample_board_is_what_it_always_was() {
    let mut sec = secretariat();
    let version = propose(&mut sec);
    let digest = only(&sec).digest;
    assert_eq!(digest, FROZEN);
    assert!(sec.is_what_was_adopted(&version).unwrap());
}

const FROZEN: &str = "3eb8fc7a39aeb23cb86dfe34f9dcc63a2e5ef454032b6ec7dc6630fd2a19c49e";
