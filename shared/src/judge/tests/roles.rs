//! Every role against every kind of record and every verb, as raw changes of a program that
//! knows nothing of our interface.
//!
//! Votes are laid down and used later: they have no fields yet, so nobody can name whose one is.

use super::*;
use crate::policy::Verb;
use crate::record::Scalar;
use crate::sections::{Section, Shape};

/// Whether records of the kind name an organisation that they speak for.
fn names_one(kind: Kind) -> bool {
    policy::speaks_for_one(kind) && kind.field("organisation").is_some()
}

/// A board with one record of each kind, written by the secretariat; acceptances speak for the
/// partner's own organisation.
fn full_table() -> Automerge {
    let mut board = Board::new([1; 16], Some(&member("sec")));
    for kind in Kind::ALL.into_iter().filter(|kind| !kind.is_single()) {
        let own = ("organisation".to_owned(), Value::Scalar(Scalar::from("own")));
        let values = if names_one(kind) { vec![own] } else { vec![] };
        board.perform(&Act::create(at(kind, "r1"), values), MORNING).unwrap();
    }
    document(&board)
}

/// A change that does `verb` to a record of this kind, where the kind has such a thing.
fn raw(board: &Automerge, kind: Kind, verb: Verb) -> Option<Change> {
    let section = kind.section().key();
    let field = |fits: fn(Shape) -> bool| kind.spec().fields.iter().find(|field| fits(field.shape));
    let text = field(Shape::is_text);
    let scalar = field(|shape| !shape.is_text() && !shape.is_keyed());
    let (collection, is_single) = (kind.spec().collection, kind.is_single());
    let exists = match verb {
        Verb::Write => text.is_some(),
        Verb::Set => scalar.is_some(),
        Verb::Create | Verb::Remove | Verb::Restore | Verb::Delete => !is_single,
    };
    exists.then(|| {
        forged(board, |tx| {
            let home = object(tx, &[section]);
            let records = collection.map(|key| tx.get(&home, key).unwrap().unwrap().1);
            let record = match &records {
                Some(records) => tx.get(records, "r1").unwrap().unwrap().1,
                None => home.clone(),
            };
            let records = records.unwrap_or(home);
            match verb {
                Verb::Create => {
                    let fresh = tx.put_object(&records, "r2", ObjType::Map).unwrap();
                    if names_one(kind) {
                        tx.put(&fresh, "organisation", "own").unwrap();
                    }
                }
                Verb::Write => {
                    let text = tx.get(&record, text.unwrap().key).unwrap().unwrap().1;
                    tx.splice_text(&text, 0, 0, "x").unwrap();
                }
                Verb::Set => tx.put(&record, scalar.unwrap().key, "").unwrap(),
                Verb::Remove => tx.put(&record, "removed", true).unwrap(),
                Verb::Restore => tx.put(&record, "removed", false).unwrap(),
                Verb::Delete => tx.delete(&records, "r1").unwrap(),
            }
        })
    })
}

/// The model's section 3, row by row. Ana did not write any of these records, and is not the
/// member of any.
fn expected(role: Role, kind: Kind, verb: Verb) -> Result<(), Refusal> {
    if verb == Verb::Delete {
        return Err(Refusal::Deletes);
    }
    let only = |may: bool| if may { Ok(()) } else { Err(Refusal::Role) };
    // A card that speaks for the partner's organisation is not the secretariat's.
    if kind == Kind::Idea && role == Role::Secretariat {
        return Err(Refusal::OtherOrganisation);
    }
    match (kind, kind.section()) {
        (Kind::Acceptance | Kind::Vote | Kind::Dot, _) if role != Role::Partner => Err(Refusal::Role),
        (Kind::Acceptance | Kind::Vote | Kind::Dot, _) if names_one(kind) => Ok(()),
        (Kind::Acceptance | Kind::Vote | Kind::Dot, _) => Err(Refusal::OtherOrganisation),
        (Kind::Idea | Kind::IdeaGroup, _) => only(role != Role::Observer),
        (Kind::Rule, _) | (_, Section::Organisations | Section::Session | Section::Versions) => {
            only(role == Role::Secretariat)
        }
        // Their own function, and nobody else's.
        (Kind::Member, _) if matches!(verb, Verb::Create | Verb::Write) => Err(Refusal::Author),
        (_, Section::People) => Err(Refusal::Role),
        (_, Section::Comments) if role == Role::Observer => Err(Refusal::Role),
        (_, Section::Comments) if verb == Verb::Create => Ok(()),
        (_, Section::Comments) => Err(Refusal::Author),
        _ => only(role != Role::Observer),
    }
}

#[test]
fn whatever_program_they_use_each_role_does_what_the_model_says_and_nothing_more() {
    let board = full_table();
    let mut judged = 0;
    for kind in Kind::ALL {
        for verb in Verb::ALL {
            let Some(change) = raw(&board, kind, verb) else { continue };
            for role in Role::ALL {
                let verdict = verdict(&board, &change, role).map(|_| ());
                let first = kind.spec().fields.first().map(|field| field.key);
                assert_eq!(verdict, expected(role, kind, verb), "{role:?} {verb:?} {kind:?} {first:?}");
                judged += 1;
            }
        }
    }
    assert!(judged > 400, "{judged}");
}
