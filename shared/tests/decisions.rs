//! Questions put to the table by people who are not always connected, and what versions change.

#![expect(clippy::unwrap_used, reason = "a test's helpers may panic as its tests do")]

use shared::act::{Act, Edit, Message};
use shared::board::{Board, BoardError};
use shared::ids::{MemberId, RecordId};
use shared::record::{RecordAt, Scalar, Value};
use shared::sections::Kind;
use shared::sections::governance::Method;
use shared::tally::{Choice, Place};
use shared::version::{Adoption, Novelty, Standing, Version, in_force};

const MORNING: i64 = 1_790_000_000;

fn id(text: &str) -> RecordId {
    RecordId::parse(text).unwrap()
}

fn member(name: &str) -> MemberId {
    MemberId::parse(name).unwrap()
}

fn board_of(name: &str, actor: u8) -> Board {
    Board::new([actor; 16], Some(&member(name)))
}

fn meet(one: &mut Board, other: &mut Board) {
    one.take(other.changes_since(&one.heads())).unwrap();
    other.take(one.changes_since(&other.heads())).unwrap();
    assert_eq!(one.versions(), other.versions());
}

fn scalar(field: &str, value: impl Into<Scalar>) -> (String, Value) {
    (field.to_owned(), Value::Scalar(value.into()))
}

fn text(field: &str, words: &str) -> (String, Value) {
    (field.to_owned(), Value::Text(words.to_owned()))
}

fn create(board: &mut Board, kind: Kind, name: &str, values: Vec<(String, Value)>) {
    board.perform(&Act::create(RecordAt::new(kind, id(name)), values), MORNING).unwrap();
}

/// A table of three, with a rule for the content of the plan, and a question that Ana asks.
fn secretariat(method: &str) -> Board {
    let mut sena = board_of("sena", 1);
    for (organisation, sector) in [("es", "civil-society"), ("ef", "private"), ("me", "public")] {
        let values = vec![scalar("sector", sector), scalar("status", "signatory")];
        create(&mut sena, Kind::Organisation, organisation, values);
    }
    for (rule, scope, method) in [("r1", "content", method), ("r2", "version", "consent")] {
        let quorum = [scalar("quorum", Scalar::Int(2)), scalar("dots", Scalar::Int(5))];
        let values = vec![scalar("scope", scope), scalar("method", method)].into_iter().chain(quorum);
        create(&mut sena, Kind::Rule, rule, values.collect());
    }
    let options = [("o1", Scalar::from("Collecte")), ("o2", Scalar::from("Marché"))];
    let options = options.into_iter().map(|(key, words)| (key.to_owned(), words)).collect();
    let values = vec![
        text("question", "Ramener la cible à 45 % ?"),
        text("proposal", "La cible 2027 est de 45 %."),
        scalar("scope", "content"),
        ("options".to_owned(), Value::Cells(options)),
    ];
    create(&mut sena, Kind::Decision, "d1", values);
    sena
}

fn put(sena: &mut Board, random: u8) -> RecordId {
    let put = Adoption::Put { decision: id("d1"), closes: "2026-10-14".into() };
    sena.adopt(&put, [random; 12], MORNING).unwrap();
    RecordId::from_random([random; 12])
}

fn vote(board: &mut Board, name: &str, version: &RecordId, by: &str, more: Vec<(String, Value)>) {
    let mut values = vec![scalar("version", version.as_str()), scalar("organisation", by)];
    values.extend(more);
    let act = Act::new(Message::Vote, Act::create(RecordAt::new(Kind::Vote, id(name)), values).edits);
    board.perform(&act, MORNING).unwrap();
}

fn close(board: &mut Board, version: &RecordId, adopt: bool) -> Result<(), BoardError> {
    let close = Adoption::Close { version: version.clone(), adopt };
    board.adopt(&close, [1; 12], MORNING).map(|_| ())
}

fn read(board: &Board, version: &RecordId) -> Version {
    board.versions().into_iter().find(|one| one.id == *version).unwrap()
}

#[test]
fn a_question_is_voted_on_in_the_words_it_was_put_in_whatever_is_written_later() {
    let mut sena = secretariat("consent");
    let version = put(&mut sena, 9);
    let question = RecordAt::new(Kind::Decision, id("d1")).field("proposal");
    let delta = shared::difference::delta("La cible 2027 est de 45 %.", "La cible 2027 est de 60 %.");
    sena.perform(&Act::new(Message::Write, vec![Edit::Splice { at: question, delta }]), MORNING).unwrap();
    let put = read(&sena, &version);
    assert_eq!(
        (put.title.as_str(), put.wording.as_str()),
        ("Ramener la cible à 45 % ?", "La cible 2027 est de 45 %.")
    );
    assert_eq!(put.decision, Some(id("d1")));
    assert_eq!(put.rule.method, Method::Consent);
    // A question is no version of the plan.
    for (name, by) in [("v1", "es"), ("v2", "ef")] {
        vote(&mut sena, name, &version, by, vec![scalar("choice", "approve")]);
    }
    close(&mut sena, &version, true).unwrap();
    assert_eq!(read(&sena, &version).standing(), Standing::Adopted);
    assert_eq!(in_force(&sena.versions()), None);
}

#[test]
fn closed_for_want_of_a_quorum_it_is_postponed_and_can_be_put_again() {
    let mut sena = secretariat("consent");
    let first = put(&mut sena, 9);
    vote(&mut sena, "v1", &first, "es", vec![scalar("choice", "approve")]);
    assert!(matches!(close(&mut sena, &first, true), Err(BoardError::NotMet)));
    close(&mut sena, &first, false).unwrap();
    assert_eq!(read(&sena, &first).standing(), Standing::Postponed);
    let second = put(&mut sena, 8);
    for (name, by, choice) in [("v2", "es", "approve"), ("v3", "ef", "object")] {
        vote(&mut sena, name, &second, by, vec![scalar("choice", choice)]);
    }
    close(&mut sena, &second, false).unwrap();
    assert_eq!(read(&sena, &second).standing(), Standing::Declined);
    // Each vote stands by itself.
    assert_eq!(read(&sena, &first).ballots.len(), 1);
}

#[test]
fn gradients_are_a_histogram_of_organisations_and_dots_are_capped() {
    let mut sena = secretariat("gradients");
    let version = put(&mut sena, 9);
    for (name, by, gradient) in [("v1", "es", 1), ("v2", "ef", 3), ("v3", "me", 5)] {
        vote(&mut sena, name, &version, by, vec![scalar("gradient", Scalar::Int(gradient))]);
    }
    assert_eq!(read(&sena, &version).tally.gradients, [1, 0, 1, 0, 1, 0, 0, 0]);
    assert!(read(&sena, &version).tally.is_met());
    let mut sena = secretariat("dots");
    let version = put(&mut sena, 9);
    let dots = |given: [(&str, i64); 2]| {
        let cells = given.map(|(key, dots)| (key.to_owned(), Scalar::Int(dots)));
        vec![scalar("choice", "approve"), ("dots".to_owned(), Value::Cells(cells.into()))]
    };
    vote(&mut sena, "v1", &version, "es", dots([("o1", 4), ("o2", 9)]));
    vote(&mut sena, "v2", &version, "ef", dots([("o1", 2), ("o2", 3)]));
    let put = read(&sena, &version);
    assert_eq!(put.options.len(), 2);
    // Of thirteen, five count.
    assert_eq!(put.tally.dots, [("o1".to_owned(), 6), ("o2".to_owned(), 4)].into());
}

#[test]
fn what_is_done_to_votes_after_the_closing_changes_nothing() {
    let mut sena = secretariat("consent");
    let version = put(&mut sena, 9);
    let mut ana = board_of("ana", 2);
    meet(&mut sena, &mut ana);
    vote(&mut ana, "v1", &version, "es", vec![scalar("choice", "approve")]);
    vote(
        &mut ana,
        "v2",
        &version,
        "ef",
        vec![scalar("choice", "object"), text("reason", "Écrivons la date.")],
    );
    meet(&mut sena, &mut ana);
    let answer = Adoption::Answer { version: version.clone(), vote: id("v2"), answer: "En mars.".into() };
    sena.adopt(&answer, [1; 12], MORNING).unwrap();
    close(&mut sena, &version, true).unwrap();
    let closed = read(&sena, &version);
    assert_eq!(closed.ballots.iter().find(|one| one.vote == id("v2")).unwrap().answer, "En mars.");
    // Ana takes her vote away, changes the other, and Séna the answer and the rule.
    meet(&mut sena, &mut ana);
    ana.perform(&Act::remove(RecordAt::new(Kind::Vote, id("v1"))), MORNING).unwrap();
    let choice = RecordAt::new(Kind::Vote, id("v2")).field("choice");
    ana.perform(&Act::set(choice, Scalar::from("abstain")), MORNING).unwrap();
    let at = RecordAt::new(Kind::Version, version.clone());
    sena.perform(&Act::set(at.cell("answers", "v2"), None), MORNING).unwrap();
    sena.perform(&Act::set(at.field("quorum"), Scalar::Int(3)), MORNING).unwrap();
    sena.perform(&Act::set(at.field("outcome"), Scalar::from("not-adopted")), MORNING).unwrap();
    meet(&mut sena, &mut ana);
    assert_eq!(read(&sena, &version), closed);
    assert_eq!(read(&ana, &version), closed);
}

#[test]
fn undo_takes_back_a_vote_while_it_is_open_and_never_a_closed_one_or_a_closing() {
    let mut sena = secretariat("consent");
    let version = put(&mut sena, 9);
    let mut ana = board_of("ana", 2);
    meet(&mut sena, &mut ana);
    vote(&mut ana, "v1", &version, "es", vec![scalar("choice", "object")]);
    ana.undo(MORNING).unwrap();
    assert!(read(&ana, &version).ballots.is_empty());
    for (name, by) in [("v2", "es"), ("v3", "ef")] {
        vote(&mut ana, name, &version, by, vec![scalar("choice", "approve")]);
    }
    meet(&mut sena, &mut ana);
    close(&mut sena, &version, true).unwrap();
    meet(&mut sena, &mut ana);
    assert!(matches!(ana.undo(MORNING), Err(BoardError::Nothing)));
    // Séna's last act that can be taken back is the question itself, not the closing of the vote.
    sena.undo(MORNING).unwrap();
    assert_eq!(read(&sena, &version).standing(), Standing::Adopted);
    assert!(sena.records().get(Kind::Decision, &id("d1")).unwrap().is_removed());
}

#[test]
fn a_proxy_is_logged_with_who_gave_it_and_speaks_with_the_others_voice() {
    let mut sena = secretariat("consent");
    let version = put(&mut sena, 9);
    let mut ana = board_of("ana", 2);
    meet(&mut sena, &mut ana);
    vote(&mut ana, "v1", &version, "es", vec![scalar("choice", "proxy"), scalar("proxy", "me")]);
    vote(&mut sena, "v2", &version, "me", vec![scalar("choice", "approve")]);
    meet(&mut sena, &mut ana);
    let put = read(&sena, &version);
    assert_eq!(put.tally.approve, 2);
    let proxy = put.voice_of(&id("es")).unwrap();
    assert_eq!(
        (proxy.by.clone(), proxy.choice, proxy.place),
        (Some(member("ana")), Choice::Proxy, Place::Counts)
    );
}

/// The plan with one indicator whose target Ana sets.
fn target(board: &mut Board, target: &str) {
    let at = RecordAt::new(Kind::Indicator, id("i1")).cell("targets", "2027");
    board.perform(&Act::set(at, Scalar::from(target)), MORNING).unwrap();
}

fn adopted(sena: &mut Board, random: u8, votes: [&str; 2]) -> RecordId {
    let propose = Adoption::Propose {
        title: format!("Version {random}"),
        scope: shared::sections::governance::Scope::Version,
        closes: String::new(),
    };
    sena.adopt(&propose, [random; 12], MORNING).unwrap();
    let version = RecordId::from_random([random; 12]);
    for (name, by) in votes.into_iter().zip(["es", "ef"]) {
        vote(sena, name, &version, by, vec![scalar("choice", "approve")]);
    }
    version
}

#[test]
fn what_a_version_changes_is_told_with_whose_work_it_is_on_every_device() {
    let mut sena = secretariat("consent");
    create(&mut sena, Kind::Indicator, "i1", vec![text("title", "Foyer propre")]);
    target(&mut sena, "3");
    let first = adopted(&mut sena, 4, ["v1", "v2"]);
    // Nothing stands before the first.
    assert_eq!(sena.novelties(Some(&first)).unwrap().against, None);
    close(&mut sena, &first, true).unwrap();
    let (mut ana, mut binta) = (board_of("ana", 2), board_of("binta", 3));
    meet(&mut sena, &mut ana);
    meet(&mut sena, &mut binta);
    target(&mut ana, "5");
    create(&mut binta, Kind::Node, "n1", vec![text("title", "Crédits")]);
    meet(&mut sena, &mut ana);
    meet(&mut sena, &mut binta);
    meet(&mut sena, &mut ana);
    let second = adopted(&mut sena, 5, ["v3", "v4"]);
    // Later work is in neither.
    target(&mut sena, "7");
    meet(&mut sena, &mut ana);
    let told = sena.novelties(Some(&second)).unwrap();
    assert_eq!(told, ana.novelties(Some(&second)).unwrap());
    assert_eq!(told.against, Some(first.clone()));
    let whose = |told: &[Novelty]| -> Vec<(RecordId, Vec<MemberId>)> {
        told.iter().map(|one| (one.difference.record().id, one.by.clone())).collect()
    };
    let expected = [(id("n1"), vec![member("binta")]), (id("i1"), vec![member("ana")])];
    assert_eq!(whose(&told.lines), expected);
    // Once it is adopted, it is still compared with the one before it; the present with this one.
    close(&mut sena, &second, true).unwrap();
    assert_eq!(sena.novelties(Some(&second)).unwrap(), told);
    let now = sena.novelties(None).unwrap();
    assert_eq!((now.against, whose(&now.lines)), (Some(second), vec![(id("i1"), vec![member("sena")])]));
}
