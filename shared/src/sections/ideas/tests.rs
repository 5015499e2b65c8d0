use super::acts::{Becomes, NewRound, Publisher};
use super::*;
use crate::act::{Act, Edit};
use crate::record::{RecordAt, Scalar, Value};
use crate::sections::chain::Level;
use proptest::prelude::*;

fn id(text: &str) -> RecordId {
    RecordId::parse(text).unwrap()
}

/// A board with one round, with the secretariat's and two partners' cards on it.
fn revealed(budget: u32) -> (Records, Round) {
    let mut records = Records::default();
    let new = NewRound { question: "Pourquoi ?".into(), budget: Some(budget), ..NewRound::default() };
    records.apply(&acts::open(&records, id("r"), &new, 1), "sena", 0);
    records.apply(&acts::reveal(&id("r"), "2026-11-27T10:21:00Z"), "sena", 0);
    for (card, organisation) in [("a1", "ana"), ("a2", "ana"), ("b1", "binta")] {
        publish(&mut records, card, &Publisher::Partner(Some(id(organisation))));
    }
    let round = Round::find(&records, &id("r")).unwrap();
    (records, round)
}

fn held(card: &str) -> HeldCard {
    HeldCard { id: id(card), round: id("r"), text: format!(" Idée {card} "), heard_from: None }
}

fn publish(records: &mut Records, card: &str, publisher: &Publisher) {
    records.apply(&acts::publish(&[held(card)], publisher, false, 7), "", 0);
}

fn at_dots(budget: u32) -> (Records, Round) {
    let (mut records, round) = revealed(budget);
    records.apply(&acts::open_dots(&round.id), "sena", 0);
    let round = Round::find(&records, &round.id).unwrap();
    (records, round)
}

fn give(records: &mut Records, round: &Round, card: &str, own: &str, dot: &str) -> bool {
    let act = acts::give(records, round, &id(card), &id(own), id(dot), 3);
    if let Some(act) = &act {
        records.apply(act, own, 0);
    }
    act.is_some()
}

#[test]
fn a_card_says_whose_it_is_and_one_from_the_room_says_that_too() {
    let (mut records, round) = revealed(5);
    publish(&mut records, "u", &Publisher::Partner(None));
    let from_room = HeldCard { heard_from: Some(id("binta")), ..held("s") };
    records.apply(&acts::publish(&[from_room], &Publisher::Secretariat, true, 7), "sena", 0);
    let all = groups(&records, &round.id);
    let card = |wanted: &str| {
        all[0].stacks.iter().map(|stack| &stack.top).find(|card| card.id == id(wanted)).unwrap()
    };
    assert_eq!(card("a1").voice, Voice::Organisation(id("ana")));
    assert_eq!(card("a1").text, "Idée a1");
    assert_eq!(card("u").voice, Voice::Unnamed);
    assert_eq!((&card("s").voice, card("s").is_late), (&Voice::Room(Some(id("binta"))), true));
}

#[test]
fn a_group_that_is_removed_leaves_its_cards_to_group() {
    let (mut records, round) = revealed(5);
    records.apply(&acts::begin_group(&records, &round.id, id("g"), "Entretien", &id("a1"), 1), "ana", 0);
    records.apply(&acts::put(&records, &id("b1"), Some(&id("g")), 1), "ana", 0);
    let all = groups(&records, &round.id);
    let sizes: Vec<(&str, usize)> = all.iter().map(|group| (group.title.as_str(), group.cards())).collect();
    assert_eq!(sizes, [("Entretien", 2), ("", 1)]);
    records.apply(&Act::remove(RecordAt::new(Kind::IdeaGroup, id("g"))), "ana", 0);
    assert_eq!(groups(&records, &round.id).iter().map(Group::cards).collect::<Vec<_>>(), [3]);
}

#[test]
fn a_stack_keeps_every_text_and_every_name() {
    let (mut records, round) = revealed(5);
    records.apply(&acts::stack(&records, &round.id, &id("b1"), &id("a1")).unwrap(), "ana", 0);
    // Onto a card that lies under another is onto the one on top.
    records.apply(&acts::stack(&records, &round.id, &id("a2"), &id("b1")).unwrap(), "ana", 0);
    assert_eq!(acts::stack(&records, &round.id, &id("a1"), &id("a2")), None);
    let all = groups(&records, &round.id);
    let [stack] = all[0].stacks.as_slice() else { panic!("one stack: {all:?}") };
    assert_eq!(stack.top.id, id("a1"));
    let mut voices: Vec<_> = stack.cards().map(|card| card.voice.clone()).collect();
    voices.sort();
    assert_eq!(
        voices,
        [Voice::Organisation(id("ana")), Voice::Organisation(id("ana")), Voice::Organisation(id("binta")),]
    );
    records.apply(&acts::unstack(&id("b1")), "ana", 0);
    assert_eq!(groups(&records, &round.id)[0].stacks.len(), 2);
}

#[test]
fn points_are_given_within_the_budget_and_taken_back() {
    let (mut records, round) = at_dots(2);
    assert!(give(&mut records, &round, "b1", "ana", "d1"));
    assert!(give(&mut records, &round, "b1", "ana", "d2"));
    assert!(!give(&mut records, &round, "a1", "ana", "d3"));
    assert!(give(&mut records, &round, "a1", "binta", "d4"));
    assert_eq!(points(&records, &round).of_card(&id("b1")), 2);
    records.apply(&acts::take_back(&records, &round, Some(&id("b1")), &id("ana")).unwrap(), "ana", 0);
    assert_eq!(points(&records, &round).by(&id("ana")).counted, [(id("d1"), id("b1"))]);
    assert!(give(&mut records, &round, "a1", "ana", "d5"));
}

#[test]
fn nothing_is_given_before_points_are_open_and_nothing_changes_once_they_are_closed() {
    let (mut records, before) = revealed(3);
    assert!(!give(&mut records, &before, "b1", "ana", "d0"));
    let (mut records, round) = at_dots(3);
    give(&mut records, &round, "b1", "ana", "d1");
    // Binta's was given on a train, and is heard of after the closing.
    let on_the_train = acts::give(&records, &round, &id("a1"), &id("binta"), id("d2"), 3).unwrap();
    let closing = acts::close(&records, &round, "2026-11-27T11:00:00Z");
    records.apply(&closing, "sena", 0);
    records.apply(&on_the_train, "binta", 0);
    records.apply(&Act::remove(RecordAt::new(Kind::Dot, id("d1"))), "ana", 0);
    let closed = Round::find(&records, &round.id).unwrap();
    let counted = points(&records, &closed);
    assert_eq!((counted.total(), counted.of_card(&id("b1"))), (1, 1));
    assert_eq!(counted.by(&id("binta")).late, [(id("d2"), id("a1"))]);
    assert!(!give(&mut records, &closed, "a1", "binta", "d3"));
}

#[test]
fn a_closing_that_names_points_nobody_gave_counts_none_of_them() {
    let (mut records, round) = at_dots(3);
    records.apply(&acts::close(&records, &round, "2026-11-27T11:00:00Z"), "sena", 0);
    let counted = RecordAt::new(Kind::Round, id("r")).cell("counted", "invented");
    records.apply(&Act::set(counted, Scalar::from("a1")), "sena", 0);
    let closed = Round::find(&records, &round.id).unwrap();
    assert_eq!(points(&records, &closed).total(), 0);
}

#[test]
fn the_groups_with_the_most_points_come_first() {
    let (mut records, round) = at_dots(5);
    records.apply(&acts::begin_group(&records, &round.id, id("g"), "G", &id("a1"), 1), "ana", 0);
    records.apply(&acts::begin_group(&records, &round.id, id("h"), "H", &id("b1"), 1), "ana", 0);
    for (card, dot) in [("b1", "d1"), ("b1", "d2"), ("a1", "d3"), ("a2", "d4")] {
        assert!(give(&mut records, &round, card, "ana", dot));
    }
    let all = groups(&records, &round.id);
    assert_eq!(ranking(&all, &points(&records, &round)), [(1, 2), (0, 1)]);
}

#[test]
fn an_idea_becomes_part_of_the_plan_and_both_know_it() {
    let (mut records, _) = revealed(5);
    let idea = RecordAt::new(Kind::Idea, id("a1"));
    let becomes = Becomes::Node(Level::Activity);
    records.apply(&acts::become_part(&records, &idea, "Réparer", becomes, id("n"), 1), "ana", 0);
    let node = RecordAt::new(Kind::Node, id("n"));
    let record = records.get(node.kind, &node.id).unwrap();
    assert_eq!((record.text("title"), record.place().0), ("Réparer", "activity"));
    assert_eq!(Card::read(records.get(Kind::Idea, &id("a1")).unwrap()).became, std::slice::from_ref(&node));
    assert_eq!(sources(&records, &node), [idea]);
}

#[test]
fn a_card_taken_out_of_its_stack_lies_where_it_was_put() {
    let (mut records, round) = revealed(5);
    records.apply(&acts::begin_group(&records, &round.id, id("g"), "G", &id("a1"), 1), "ana", 0);
    records.apply(&acts::stack(&records, &round.id, &id("b1"), &id("a2")).unwrap(), "ana", 0);
    records.apply(&acts::put(&records, &id("b1"), Some(&id("g")), 1), "ana", 0);
    let all = groups(&records, &round.id);
    assert_eq!(all.iter().map(|group| group.stacks.len()).collect::<Vec<_>>(), [2, 1]);
}

proptest! {
    /// Whatever stands on the board, given at once or by another program, in whatever order it came.
    #[test]
    fn no_organisation_counts_more_than_its_budget(
        budget in 1u32..4,
        dots in prop::collection::vec((0usize..3, 0usize..4, "[a-d]{0,2}", any::<bool>()), 0..24),
        closes in any::<bool>(),
    ) {
        let (mut records, round) = at_dots(budget);
        let mut acts = vec![];
        for (n, (organisation, card, key, is_removed)) in dots.iter().enumerate() {
            let at = RecordAt::new(Kind::Dot, id(&format!("d{n}")));
            let text = |text: &str| Value::Scalar(Scalar::from(text));
            acts.push(Act::create(at.clone(), vec![
                ("round".to_owned(), text("r")),
                ("idea".to_owned(), text(["a1", "a2", "b1", "gone"][*card])),
                ("organisation".to_owned(), text(["ana", "binta", "chiara"][*organisation])),
                ("place".to_owned(), text(&format!("|{key}"))),
            ]));
            if *is_removed {
                acts.push(Act::remove(at));
            }
        }
        let mut backwards = records.clone();
        acts.iter().for_each(|act| records.apply(act, "", 0));
        // Another replica hears the organisations in another order.
        let (mine, others): (Vec<&Act>, Vec<&Act>) =
            acts.iter().partition(|act| matches!(&act.edits[0], Edit::Create { at, .. } | Edit::Remove { at } if at.id.as_str().ends_with('1')));
        others.iter().chain(&mine).for_each(|act| backwards.apply(act, "", 0));
        let mut round = round;
        if closes {
            let closing = acts::close(&records, &round, "2026-11-27T11:00:00Z");
            records.apply(&closing, "", 0);
            backwards.apply(&closing, "", 0);
            round = Round::find(&records, &round.id).unwrap();
        }
        let counted = points(&records, &round);
        prop_assert_eq!(&counted, &points(&backwards, &round));
        for organisation in ["ana", "binta", "chiara"] {
            prop_assert!(counted.by(&id(organisation)).counted.len() <= budget as usize);
        }
        let on_cards: u32 = ["a1", "a2", "b1", "gone"].map(|card| counted.of_card(&id(card))).iter().sum();
        prop_assert_eq!(on_cards, counted.total());
    }

    /// Circles too: two people each put the other's card under their own.
    #[test]
    fn every_card_lies_in_one_stack_whatever_lies_under_what(
        under in prop::collection::vec((0usize..5, 0usize..6), 0..8),
    ) {
        let (mut records, round) = revealed(5);
        publish(&mut records, "c1", &Publisher::Partner(None));
        publish(&mut records, "c2", &Publisher::Partner(None));
        let cards = ["a1", "a2", "b1", "c1", "c2", "gone"];
        for (card, onto) in under {
            let at = RecordAt::new(Kind::Idea, id(cards[card])).field(UNDER);
            records.apply(&Act::set(at, Scalar::from(cards[onto])), "", 0);
        }
        let all = groups(&records, &round.id);
        let mut seen: Vec<&str> =
            all.iter().flat_map(|group| &group.stacks).flat_map(Stack::cards).map(|card| card.id.as_str()).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, &cards[..5]);
    }
}
