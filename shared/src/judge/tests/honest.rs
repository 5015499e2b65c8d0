//! Nothing that people honestly do is refused.

use super::*;
use crate::act::{Edit, Message};
use crate::delta::Delta;
use crate::record::Scalar;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[test]
fn the_whole_sample_is_taken_from_the_secretariat() {
    let seeds = document(&Board::new([2; 16], None));
    let mut board = Board::new([1; 16], Some(&member("ana")));
    for act in crate::sample::living_lagoon() {
        board.perform(&act, MORNING).unwrap();
    }
    let mut batch = Batch::new(&seeds, Actors::of(&seeds));
    for change in in_order(board.changes_since(&seeds.get_heads())) {
        let verdict = batch.verdict(&change, Some(&member("ana")), |touches| {
            touches.iter().try_for_each(|touch| policy::may(&who(Role::Secretariat), touch, false))
        });
        assert!(verdict.is_ok(), "{verdict:?}");
    }
    assert_eq!(batch.into_actors().author(&ActorId::from([1u8; 16])), Some(&member("ana")));
}

#[test]
fn a_board_that_comes_back_to_an_empty_server_is_taken_with_its_seeds() {
    let mut board = Board::new([1; 16], Some(&member("ana")));
    let statement = RecordAt::single(Kind::Vision).field("statement");
    let written = Edit::Splice { at: statement, delta: Delta::splice(0, 0, "Une eau saine") };
    board.perform(&Act::new(Message::Write, vec![written]), MORNING).unwrap();
    let nothing = Automerge::new();
    let mut batch = Batch::new(&nothing, Actors::of(&nothing));
    for change in in_order(board.changes_since(&[])) {
        let verdict = batch.verdict(&change, Some(&member("ana")), |_| Ok(()));
        assert!(verdict.is_ok(), "{verdict:?}");
    }
}

/// What a partner does, honestly, in any content section.
fn honest() -> impl Strategy<Value = Edit> {
    let kinds = vec![Kind::Node, Kind::Risk, Kind::Responsibility, Kind::Term, Kind::Actor];
    let record = move || {
        (prop::sample::select(kinds.clone()), 0u8..3).prop_map(|(kind, id)| at(kind, &format!("r{id}")))
    };
    let first_text = |at: &RecordAt| {
        let fields = at.kind.spec().fields.iter();
        fields.clone().find(|field| field.shape.is_text()).map_or("", |field| field.key)
    };
    let splice = move |at: RecordAt, lang: &str, delta| Edit::Splice {
        at: at.field(&format!("{}{lang}", first_text(&at))),
        delta,
    };
    let delta =
        || (0usize..3, 0usize..2, "[ab😀]{0,3}").prop_map(|(at, gone, text)| Delta::splice(at, gone, &text));
    prop_oneof![
        record().prop_map(|at| Edit::Create { at, values: vec![] }),
        (record(), prop::sample::select(vec!["", "@en", "@de"]), delta())
            .prop_map(move |(at, lang, delta)| splice(at, lang, delta)),
        (record(), prop::option::of("[a-z]{1,3}")).prop_map(|(at, place)| Edit::Set {
            at: at.field("place"),
            value: place.map(|key| Scalar::Text(format!("|{key}"))),
        }),
        (0u8..3, "[ab]", prop::option::of(prop::sample::select(vec!["R", "A/R"]))).prop_map(
            |(row, column, cell)| Edit::Set {
                at: at(Kind::Responsibility, &format!("r{row}")).cell("cells", &column),
                value: cell.map(Scalar::from),
            }
        ),
        record().prop_map(|at| Edit::Remove { at }),
        record().prop_map(|at| Edit::Restore { at }),
        delta().prop_map(|delta| Edit::Splice { at: RecordAt::single(Kind::Vision).field("problem"), delta }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Two partners write, meet now and then, take back; a third board takes all of it.
    #[test]
    fn whatever_partners_honestly_do_is_taken(
        plan in prop::collection::vec((any::<bool>(), honest(), 0u8..8), 1..25)
    ) {
        let mut people = [5u8, 6].map(|actor| Board::new([actor; 16], Some(&member("ana"))));
        for (who, edit, then) in plan {
            let [one, other] = &mut people;
            let writer = if who { one } else { other };
            // Ids are random: two people never create the same one.
            if let Edit::Create { at, .. } = &edit
                && (at.id.as_str() == "r0") != who
            {
                continue;
            }
            let _ = writer.perform(&Act::new(Message::Change, vec![edit]), MORNING);
            match then {
                0 => drop(writer.undo(MORNING)),
                1 => {
                    let [one, other] = &mut people;
                    one.take(other.changes_since(&one.heads())).unwrap();
                    other.take(one.changes_since(&other.heads())).unwrap();
                }
                _ => {}
            }
        }
        let [mut one, other] = people;
        one.take(other.changes_since(&one.heads())).unwrap();
        let seeds = document(&Board::new([2; 16], None));
        let mut batch = Batch::new(&seeds, Actors::of(&seeds));
        let mut verdicts = BTreeMap::new();
        for change in in_order(one.changes_since(&seeds.get_heads())) {
            let verdict = batch.verdict(&change, Some(&member("ana")), |touches| {
                touches.iter().try_for_each(|touch| policy::may(&who(Role::Partner), touch, false))
            });
            verdicts.insert((change.actor_id().clone(), change.seq()), verdict.err());
        }
        prop_assert!(verdicts.values().all(Option::is_none), "{:?}", verdicts);
    }
}
