//! Rounds of ideas between people who are not always there: all who have met see the same
//! groups, stacks and points, and no organisation counts more than its budget.

#![expect(clippy::unwrap_used, reason = "a test's helpers may panic as its tests do")]

use proptest::prelude::*;
use shared::act::Act;
use shared::board::Board;
use shared::ids::{MemberId, RecordId};
use shared::record::Records;
use shared::sections::ideas::acts::{self, NewRound, Publisher};
use shared::sections::ideas::{HeldCard, Round, groups, points};

const MORNING: i64 = 1_790_000_000;
const BUDGET: u32 = 2;
const CARDS: [&str; 4] = ["c0", "c1", "c2", "c3"];
const ORGANISATIONS: [&str; 2] = ["gf", "es"];

/// What a partner does next. Small on purpose: collisions find the bugs.
#[derive(Clone, Debug)]
enum Step {
    Give { who: usize, card: usize },
    TakeBack { who: usize, card: usize },
    Put { who: usize, card: usize, group: usize },
    Begin { who: usize, card: usize },
    Stack { who: usize, card: usize, onto: usize },
    Unstack { who: usize, card: usize },
    Meet { one: usize, other: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let (who, card) = (|| 0..3usize, || 0..CARDS.len());
    prop_oneof![
        4 => (who(), card()).prop_map(|(who, card)| Step::Give { who, card }),
        1 => (who(), card()).prop_map(|(who, card)| Step::TakeBack { who, card }),
        2 => (who(), card(), 0..4usize).prop_map(|(who, card, group)| Step::Put { who, card, group }),
        1 => (who(), card()).prop_map(|(who, card)| Step::Begin { who, card }),
        2 => (who(), card(), card()).prop_map(|(who, card, onto)| Step::Stack { who, card, onto }),
        1 => (who(), card()).prop_map(|(who, card)| Step::Unstack { who, card }),
        2 => (who(), who()).prop_map(|(one, other)| Step::Meet { one, other }),
    ]
}

fn id(text: &str) -> RecordId {
    RecordId::parse(text).unwrap()
}

/// Ana and Awa of one organisation, Binta of another, at a round whose cards are shown.
struct Room {
    boards: Vec<Board>,
    round: Round,
    made: usize,
}

impl Room {
    fn new() -> Self {
        let mut board = Board::new([9; 16], Some(&MemberId::parse("sena").unwrap()));
        let new = NewRound { budget: Some(BUDGET), ..NewRound::default() };
        let mut acts =
            vec![acts::open(board.records(), id("r"), &new, 1), acts::reveal(&id("r"), "2026-11-27")];
        let held = CARDS.map(|card| HeldCard {
            id: id(card),
            round: id("r"),
            text: card.to_owned(),
            heard_from: None,
        });
        acts.push(acts::publish(&held, &Publisher::Secretariat, false, 5));
        acts.push(acts::open_dots(&id("r")));
        acts.iter().for_each(|act| drop(board.perform(act, MORNING).unwrap()));
        let bytes = board.save();
        let boards = ["ana", "awa", "binta"]
            .iter()
            .zip(1u8..)
            .map(|(name, n)| Board::load(&bytes, [n; 16], Some(&MemberId::parse(name).unwrap())).unwrap());
        let round = Round::find(board.records(), &id("r")).unwrap();
        Self { boards: boards.collect(), round, made: 0 }
    }

    fn step(&mut self, step: &Step) {
        self.made += 1;
        let (who, act) = match step {
            Step::Meet { one, other } => return self.meet(*one, *other),
            Step::Give { who, card } => (who, self.give(*who, *card)),
            Step::TakeBack { who, card } => {
                let records = self.boards[*who].records();
                (who, acts::take_back(records, &self.round, Some(&id(CARDS[*card])), &self.own(*who)))
            }
            Step::Put { who, card, group } => {
                let records = self.boards[*who].records();
                let known: Vec<_> =
                    groups(records, &self.round.id).into_iter().map(|group| group.id).collect();
                let group = known[group % known.len()].clone();
                (who, Some(acts::put(records, &id(CARDS[*card]), group.as_ref(), self.made as u32)))
            }
            Step::Begin { who, card } => {
                let fresh = id(&format!("g{}", self.made));
                let records = self.boards[*who].records();
                let card = id(CARDS[*card]);
                (
                    who,
                    Some(acts::begin_group(
                        records,
                        &self.round.id,
                        fresh,
                        "Groupe",
                        &card,
                        self.made as u32,
                    )),
                )
            }
            Step::Stack { who, card, onto } => {
                let records = self.boards[*who].records();
                (who, acts::stack(records, &self.round.id, &id(CARDS[*card]), &id(CARDS[*onto])))
            }
            Step::Unstack { who, card } => (who, Some(acts::unstack(&id(CARDS[*card])))),
        };
        if let Some(act) = act {
            self.boards[*who].perform(&act, MORNING).unwrap();
        }
    }

    fn own(&self, who: usize) -> RecordId {
        id(ORGANISATIONS[who / 2])
    }

    fn give(&self, who: usize, card: usize) -> Option<Act> {
        let records = self.boards[who].records();
        let fresh = id(&format!("d{}", self.made));
        acts::give(records, &self.round, &id(CARDS[card]), &self.own(who), fresh, self.made as u32)
    }

    fn meet(&mut self, one: usize, other: usize) {
        for (from, to) in [(one, other), (other, one)] {
            let heads = self.boards[to].heads();
            let changes = self.boards[from].changes_since(&heads);
            self.boards[to].take(changes).unwrap();
        }
    }

    fn all_meet(&mut self) {
        for _ in 0..2 {
            self.meet(0, 1);
            self.meet(1, 2);
            self.meet(0, 2);
        }
    }

    fn records(&self, who: usize) -> &Records {
        self.boards[who].records()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn all_who_have_met_see_the_same_groups_and_points_and_no_budget_is_exceeded(
        steps in prop::collection::vec(step(), 0..30)
    ) {
        let mut room = Room::new();
        for step in &steps {
            room.step(step);
        }
        room.all_meet();
        let of = |who: usize| {
            let records = room.records(who);
            (groups(records, &room.round.id), points(records, &room.round))
        };
        let (laid, counted) = of(0);
        prop_assert_eq!(&(laid.clone(), counted.clone()), &of(1));
        prop_assert_eq!(&(laid.clone(), counted.clone()), &of(2));
        for organisation in ORGANISATIONS {
            prop_assert!(counted.by(&id(organisation)).counted.len() <= BUDGET as usize);
        }
        let cards: usize = laid.iter().map(|group| group.cards()).sum();
        prop_assert_eq!(cards, CARDS.len());
    }
}

#[test]
fn colleagues_who_give_at_once_lose_no_point_that_fits() {
    let mut room = Room::new();
    // Ana and Awa have two points between them, and each gives both before they meet.
    for (who, card) in [(0, 0), (0, 1), (1, 2), (1, 3)] {
        room.step(&Step::Give { who, card });
    }
    room.all_meet();
    let given = points(room.records(0), &room.round).by(&id("gf"));
    assert_eq!((given.counted.len(), given.beyond.len()), (2, 2));
    // One is taken back, of those beyond first: what counts stays.
    let back = acts::take_back(room.records(0), &room.round, None, &id("gf")).unwrap();
    room.boards[0].perform(&back, MORNING).unwrap();
    let after = points(room.records(0), &room.round).by(&id("gf"));
    assert_eq!((after.counted, after.beyond.len()), (given.counted, 1));
}
