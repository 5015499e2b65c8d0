//! Votes and the moderation of decisions, as raw changes of a program that knows nothing of our
//! interface: what the page does not offer, the server does not take either.

use super::*;

/// A version that is put to the vote, a vote of another organisation, and a question.
fn voting() -> Automerge {
    let mut board = Board::new([1; 16], Some(&member("sec")));
    let of = |organisation: &str| vec![("organisation".to_owned(), Value::Scalar(organisation.into()))];
    let acts = [
        Act::create(at(Kind::Version, "v1"), vec![]),
        Act::create(at(Kind::Vote, "b1"), of("other")),
        Act::create(at(Kind::Decision, "d1"), vec![]),
    ];
    for act in acts {
        board.perform(&act, MORNING).unwrap();
    }
    document(&board)
}

fn judged(role: Role, write: impl FnOnce(&mut Transaction<'_>)) -> Result<(), Refusal> {
    let board = voting();
    verdict(&board, &forged(&board, write), role).map(|_| ())
}

/// A new vote for an organisation.
fn cast(tx: &mut Transaction<'_>, organisation: &str) {
    let votes = object(tx, &["versions", "votes"]);
    let vote = tx.put_object(&votes, "b2", ObjType::Map).unwrap();
    tx.put(&vote, "version", "v1").unwrap();
    tx.put(&vote, "choice", "approve").unwrap();
    tx.put(&vote, "organisation", organisation).unwrap();
}

#[test]
fn only_a_partner_votes_and_only_for_their_own_organisation() {
    assert_eq!(judged(Role::Partner, |tx| cast(tx, "own")), Ok(()));
    assert_eq!(judged(Role::Partner, |tx| cast(tx, "other")), Err(Refusal::OtherOrganisation));
    for organisation in ["own", "other"] {
        assert_eq!(judged(Role::Secretariat, |tx| cast(tx, organisation)), Err(Refusal::Role));
        assert_eq!(judged(Role::Observer, |tx| cast(tx, organisation)), Err(Refusal::Role));
    }
}

#[test]
fn nobody_changes_or_takes_over_another_organisations_vote() {
    let change: [(&str, Forgery); 3] = [
        ("its choice", |tx| tx.put(object(tx, &["versions", "votes", "b1"]), "choice", "object").unwrap()),
        ("whose it is", |tx| {
            tx.put(object(tx, &["versions", "votes", "b1"]), "organisation", "own").unwrap()
        }),
        ("takes it out", |tx| tx.put(object(tx, &["versions", "votes", "b1"]), "removed", true).unwrap()),
    ];
    for (what, write) in change {
        assert_eq!(judged(Role::Partner, write), Err(Refusal::OtherOrganisation), "{what}");
        assert_eq!(judged(Role::Secretariat, write), Err(Refusal::Role), "{what}");
    }
}

#[test]
fn a_partner_neither_opens_closes_nor_answers_a_vote() {
    let write: [(&str, Forgery); 4] = [
        ("opens one", |tx| {
            drop(tx.put_object(object(tx, &["versions", "proposed"]), "v2", ObjType::Map).unwrap())
        }),
        ("closes it", |tx| {
            tx.put(object(tx, &["versions", "proposed", "v1"]), "closed", "2026-10-14").unwrap()
        }),
        ("says adopted", |tx| {
            tx.put(object(tx, &["versions", "proposed", "v1"]), "outcome", "adopted").unwrap()
        }),
        ("answers", |tx| {
            tx.put(object(tx, &["versions", "proposed", "v1", "answers"]), "b1", "En mars.").unwrap()
        }),
    ];
    for (what, write) in write {
        assert_eq!(judged(Role::Partner, write), Err(Refusal::Role), "{what}");
        assert_eq!(judged(Role::Secretariat, write), Ok(()), "{what}");
    }
}

#[test]
fn a_partner_asks_and_words_a_question_and_the_secretariat_leads_it() {
    let content: [(&str, Forgery); 2] = [
        ("asks", |tx| {
            let asked = tx.put_object(object(tx, &["decisions", "log"]), "d2", ObjType::Map).unwrap();
            tx.put_object(&asked, "question", ObjType::Text).unwrap();
            // The empty map that voices will stand in comes with every new record.
            tx.put_object(&asked, "voices", ObjType::Map).unwrap();
        }),
        ("words it", |tx| {
            tx.splice_text(object(tx, &["decisions", "log", "d1", "proposal"]), 0, 0, "45 %").unwrap();
        }),
    ];
    for (what, write) in content {
        assert_eq!(judged(Role::Partner, write), Ok(()), "{what}");
        assert_eq!(judged(Role::Observer, write), Err(Refusal::Role), "{what}");
    }
    let process: [(&str, Forgery); 4] = [
        ("leads on", |tx| tx.put(object(tx, &["decisions", "log", "d1"]), "stage", "decide").unwrap()),
        ("notes an outcome", |tx| {
            tx.put(object(tx, &["decisions", "log", "d1"]), "noted", "adopted").unwrap()
        }),
        ("notes a day", |tx| {
            tx.put(object(tx, &["decisions", "log", "d1"]), "decided", "2026-10-14").unwrap()
        }),
        ("notes a voice", |tx| {
            tx.put(object(tx, &["decisions", "log", "d1", "voices"]), "own", "approve").unwrap();
        }),
    ];
    for (what, write) in process {
        assert_eq!(judged(Role::Partner, write), Err(Refusal::Role), "{what}");
        assert_eq!(judged(Role::Secretariat, write), Ok(()), "{what}");
    }
}
