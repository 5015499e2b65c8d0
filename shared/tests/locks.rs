//! A locked section among five people: two who can chair, three who cannot, one of them on a
//! train. Whatever they do and in whatever order it arrives, all who have met see the same
//! section in force and the same proposals, and no text is doubled.
//!
//! A plan that once failed is kept in `tests/plans` and tried first for ever.

#![expect(clippy::unwrap_used, reason = "a test's helpers may panic as its tests do")]

use automerge::{Automerge, LoadOptions, TextEncoding};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::FileFailurePersistence;
use shared::act::{Act, Edit, Message};
use shared::board::{Board, BoardError, Change, Performed};
use shared::compare::Difference;
use shared::delta::{Delta, utf16_len};
use shared::door::Role;
use shared::ids::{MemberId, RecordId};
use shared::judge::{Actors, Batch, in_order};
use shared::lock::{Aside, Fate, Moderation, OpenOnes, Proposal, Proposing, Settling, Stands};
use shared::policy::{Who, may};
use shared::record::{FieldAt, RecordAt, Records, Scalar, Value};
use shared::sections::{Kind, Section};
use std::collections::{BTreeMap, BTreeSet};

const NAMES: [&str; 5] = ["sec", "deputy", "ana", "binta", "train"];
const SEC: usize = 0;
const DEPUTY: usize = 1;
const ANA: usize = 2;
const BINTA: usize = 3;
const TRAIN: usize = 4;

/// What somebody does next. Small on purpose: collisions find the bugs.
#[derive(Clone, Debug)]
enum Step {
    Lock { who: usize },
    HandOver { who: usize, to: usize },
    Settle { who: usize, which: Index, accept: bool },
    Unlock { who: usize, keep: bool },
    Add { who: usize },
    Write { who: usize, on: Index, at: Index, delete: usize, letters: usize },
    Set { who: usize, on: Index, value: usize },
    Link { who: usize, from: Index, to: Index },
    Remove { who: usize, on: Index },
    Restore { who: usize, on: Index },
    Say { who: usize, on: Index, at: Index, letters: usize },
    Again { who: usize, which: Index },
    Withdraw { who: usize, which: Index },
    Undo { who: usize },
    Redo { who: usize },
    Elsewhere { who: usize },
    Reopen { who: usize },
    Meet { one: usize, other: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let who = || 0..NAMES.len();
    let chair = || 0..2usize;
    let index = any::<Index>;
    prop_oneof![
        2 => chair().prop_map(|who| Step::Lock { who }),
        1 => (chair(), chair()).prop_map(|(who, to)| Step::HandOver { who, to }),
        4 => (chair(), index(), any::<bool>()).prop_map(|(who, which, accept)| Step::Settle { who, which, accept }),
        1 => (chair(), any::<bool>()).prop_map(|(who, keep)| Step::Unlock { who, keep }),
        2 => who().prop_map(|who| Step::Add { who }),
        6 => (who(), index(), index(), 0usize..3, 0usize..3).prop_map(
            |(who, on, at, delete, letters)| Step::Write { who, on, at, delete, letters }
        ),
        2 => (who(), index(), 0..4usize).prop_map(|(who, on, value)| Step::Set { who, on, value }),
        1 => (who(), index(), index()).prop_map(|(who, from, to)| Step::Link { who, from, to }),
        1 => (who(), index()).prop_map(|(who, on)| Step::Remove { who, on }),
        1 => (who(), index()).prop_map(|(who, on)| Step::Restore { who, on }),
        2 => (who(), index(), index(), 0usize..3).prop_map(|(who, on, at, letters)| Step::Say { who, on, at, letters }),
        1 => (who(), index()).prop_map(|(who, which)| Step::Again { who, which }),
        1 => (who(), index()).prop_map(|(who, which)| Step::Withdraw { who, which }),
        2 => who().prop_map(|who| Step::Undo { who }),
        1 => who().prop_map(|who| Step::Redo { who }),
        1 => who().prop_map(|who| Step::Elsewhere { who }),
        1 => who().prop_map(|who| Step::Reopen { who }),
        6 => (who(), who()).prop_map(|(one, other)| Step::Meet { one, other }),
    ]
}

struct Table {
    boards: Vec<Board>,
    actors: u8,
    now: i64,
    things: u8,
    letters: u32,
    /// Somebody proposed the same letters once more.
    repeats: bool,
}

impl Table {
    fn new() -> Self {
        let board = |(name, n): (&&str, u8)| Board::new([n; 16], Some(&member(name)));
        let boards = NAMES.iter().zip(1u8..).map(board).collect();
        Self { boards, actors: NAMES.len() as u8, now: 1_790_000_000, things: 0, letters: 0, repeats: false }
    }

    fn step(&mut self, step: &Step) {
        self.now += 100;
        match step {
            Step::Lock { who } => self.moderate(*who, &lock()),
            Step::HandOver { who, to } => {
                let to = member(NAMES[*to]);
                self.moderate(*who, &Moderation::HandOver { section: Section::Chain, to });
            }
            Step::Settle { who, which, accept } => {
                let open: Vec<String> = open(&self.boards[*who]).into_iter().map(|open| open.id).collect();
                if open.is_empty() {
                    return;
                }
                let settling = match accept {
                    true => Settling::Accept { wording: vec![] },
                    false => Settling::Decline { reason: "plus tard".into() },
                };
                let proposals = vec![which.get(&open).clone()];
                self.moderate(*who, &Moderation::Settle { section: Section::Chain, proposals, settling });
            }
            Step::Unlock { who, keep } => {
                // Of two that unlock at once without having met, both would put back what a
                // proposal took out (see ARCHITECTURE.md).
                let all_know = (0..2).all(|other| {
                    self.boards[other].lock(Section::Chain) == self.boards[*who].lock(Section::Chain)
                });
                if all_know {
                    let open = if *keep { OpenOnes::Keep } else { OpenOnes::Leave };
                    self.moderate(*who, &Moderation::Unlock { section: Section::Chain, open });
                }
            }
            Step::Add { who } => {
                self.things += 1;
                let title = self.fresh(2);
                let at = node(&format!("n{}", self.things));
                self.act(*who, &Act::create(at, vec![("title".to_owned(), Value::Text(title))]));
            }
            Step::Write { who, on, at, delete, letters } => {
                let Some(thing) = self.thing(*who, on) else { return };
                let fresh = self.fresh(*letters);
                let length = utf16_len(text(&self.boards[*who], &thing));
                let delta = Delta::splice(at.index(length + 1), *delete, &fresh);
                let at = thing.field("title");
                self.act(*who, &Act::new(Message::Write, vec![Edit::Splice { at, delta }]));
            }
            Step::Set { who, on, value } => {
                let Some(thing) = self.thing(*who, on) else { return };
                let status = ["", "planned", "delayed", "achieved"][*value];
                self.act(*who, &Act::set(thing.field("status"), Scalar::from(status)));
            }
            Step::Link { who, from, to } => {
                let (Some(from), Some(to)) = (self.thing(*who, from), self.thing(*who, to)) else { return };
                self.things += 1;
                let at = RecordAt::new(Kind::Link, id(&format!("l{}", self.things)));
                let end = |at: &RecordAt| Value::Scalar(at.id.as_str().into());
                let values = vec![("from".to_owned(), end(&from)), ("to".to_owned(), end(&to))];
                self.act(*who, &Act::create(at, values));
            }
            Step::Remove { who, on } => {
                let Some(thing) = self.thing(*who, on) else { return };
                self.act(*who, &Act::remove(thing));
            }
            Step::Restore { who, on } => {
                let Some(thing) = self.thing(*who, on) else { return };
                self.act(*who, &Act::restore(thing));
            }
            Step::Say { who, on, at, letters } => {
                let Some(thing) = self.thing(*who, on) else { return };
                let now = text(&self.boards[*who], &thing).to_owned();
                let said = Delta::splice(at.index(utf16_len(&now) + 1), 0, &self.fresh(*letters)).apply(&now);
                self.propose(*who, &Proposing::Say { at: thing.field("title"), text: said });
            }
            Step::Again { who, which } => {
                let is_over = |one: &Proposal| matches!(one.fate, Fate::Declined { .. } | Fate::Withdrawn);
                let Some(proposal) = self.own(*who, which, is_over) else { return };
                self.repeats = true;
                self.propose(*who, &Proposing::Again { section: Section::Chain, proposal });
            }
            Step::Withdraw { who, which } => {
                let Some(proposal) = self.own(*who, which, Proposal::is_open) else { return };
                self.propose(*who, &Proposing::Withdraw { section: Section::Chain, proposal });
            }
            Step::Undo { who } => self.mine(*who, |board, now| board.undo(now)),
            Step::Redo { who } => self.mine(*who, |board, now| board.redo(now)),
            Step::Elsewhere { who } => {
                let at = RecordAt::single(Kind::Vision).field("statement");
                let delta = Delta::splice(0, 0, &self.fresh(1));
                self.act(*who, &Act::new(Message::Write, vec![Edit::Splice { at, delta }]));
            }
            Step::Reopen { who } => {
                self.actors += 1;
                let bytes = self.boards[*who].save();
                self.boards[*who] =
                    Board::load(&bytes, [self.actors; 16], Some(&member(NAMES[*who]))).unwrap();
            }
            Step::Meet { one, other } => self.meet(*one, *other),
        }
        for board in &self.boards {
            let fresh = Board::load(&board.save(), [99; 16], None).unwrap();
            assert_same(board, &fresh, "kept up to date, and opened again");
            if !self.repeats {
                assert_no_letter_twice(board.records());
            }
        }
    }

    fn meet(&mut self, one: usize, other: usize) {
        if one == other {
            return;
        }
        let (mut a, mut b) = (self.boards[one].clone(), self.boards[other].clone());
        a.take(b.changes_since(&a.heads())).unwrap();
        b.take(a.changes_since(&b.heads())).unwrap();
        assert_same(&a, &b, "after meeting");
        (self.boards[one], self.boards[other]) = (a, b);
    }

    fn all_meet(&mut self) {
        for other in 1..NAMES.len() {
            self.meet(SEC, other);
        }
        for other in 1..NAMES.len() {
            self.meet(SEC, other);
        }
    }

    fn act(&mut self, who: usize, act: &Act) {
        self.mine(who, |board, now| board.perform(act, now));
    }

    fn moderate(&mut self, who: usize, moderation: &Moderation) {
        self.things += 1;
        let fresh = [self.things; 12];
        self.mine(who, |board, now| board.moderate(moderation, fresh, now));
    }

    fn propose(&mut self, who: usize, proposing: &Proposing) {
        self.things += 1;
        let fresh = [self.things; 12];
        self.mine(who, |board, now| {
            let drafted = board.draft(proposing, fresh)?;
            board.put_aside(&drafted, now)
        });
    }

    /// One of somebody's own proposals.
    fn own(&self, who: usize, which: &Index, is: impl Fn(&Proposal) -> bool) -> Option<String> {
        let name = Some(member(NAMES[who]));
        let all = self.boards[who].proposals(Section::Chain);
        let own: Vec<String> =
            all.filter(|one| one.author == name && is(one)).map(|one| one.id.clone()).collect();
        (!own.is_empty()).then(|| which.get(&own).clone())
    }

    fn mine(&mut self, who: usize, act: impl FnOnce(&mut Board, i64) -> Result<Performed, BoardError>) {
        match act(&mut self.boards[who], self.now) {
            Ok(_)
            | Err(BoardError::Nothing | BoardError::NotChair | BoardError::Exists | BoardError::Gone) => {}
            Err(error) => panic!("{error:?}"),
        }
    }

    /// Letters that nobody typed before.
    fn fresh(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| {
                self.letters += 1;
                char::from_u32(0x4e00 + self.letters).unwrap()
            })
            .collect()
    }

    fn thing(&self, who: usize, on: &Index) -> Option<RecordAt> {
        let nodes = self.boards[who].records().all(Kind::Node);
        let nodes: Vec<RecordAt> = nodes.map(|node| RecordAt::new(Kind::Node, node.id.clone())).collect();
        (!nodes.is_empty()).then(|| on.get(&nodes).clone())
    }
}

fn member(name: &str) -> MemberId {
    MemberId::parse(name).unwrap()
}

fn id(text: &str) -> RecordId {
    RecordId::parse(text).unwrap()
}

fn node(name: &str) -> RecordAt {
    RecordAt::new(Kind::Node, id(name))
}

fn lock() -> Moderation {
    Moderation::Lock { section: Section::Chain, reason: "séance".into(), remind: String::new() }
}

fn text<'b>(board: &'b Board, at: &RecordAt) -> &'b str {
    board.records().get(at.kind, &at.id).map_or("", |record| record.text("title"))
}

fn open(board: &Board) -> Vec<Proposal> {
    board.proposals(Section::Chain).filter(|proposal| proposal.is_open()).cloned().collect()
}

fn assert_same(one: &Board, other: &Board, when: &str) {
    if one.records() != other.records() {
        for (one, other) in one.records().everything().zip(other.records().everything()) {
            assert_eq!(one, other, "{when}");
        }
        panic!("{when}: {} and {} records", one.records().len(), other.records().len());
    }
    assert_eq!(one.all_locks(), other.all_locks(), "{when}");
    let (mine, theirs) = (one.all_proposals(), other.all_proposals());
    for (mine, theirs) in mine.iter().zip(&theirs) {
        assert_eq!(mine, theirs, "{when}");
    }
    assert_eq!(mine.len(), theirs.len(), "{when}");
}

/// What stands in use reads every letter of those that nobody typed twice once.
fn assert_no_letter_twice(records: &Records) {
    let mut seen: BTreeMap<char, RecordAt> = BTreeMap::new();
    for record in records.everything().filter(|record| !record.is_removed() && record.kind == Kind::Node) {
        for letter in record.text("title").chars().filter(|letter| *letter >= '\u{4e00}') {
            let at = RecordAt::new(record.kind, record.id.clone());
            let before = seen.insert(letter, at.clone());
            assert_eq!(before, None, "{letter} in {} is there twice", at.id);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/plans/locks.txt"))),
        ..ProptestConfig::default()
    })]
    #[test]
    fn whatever_is_locked_settled_and_taken_over_all_who_have_met_agree(
        steps in prop::collection::vec(step(), 1..50)
    ) {
        let mut table = Table::new();
        for step in &steps {
            table.step(step);
        }
        table.all_meet();
        for other in 1..NAMES.len() {
            assert_same(&table.boards[SEC], &table.boards[other], "all have met");
        }
    }
}

/// The day that the model tells of: a lock, three proposals, one accepted, one declined, one
/// left, a takeover in between and a late train.
struct Day {
    /// Everything that was written, by everybody.
    changes: Vec<Change>,
    /// As those read it who were there.
    there: Board,
    /// What was in force as the section was unlocked.
    in_force: Records,
}

fn that_day() -> Day {
    let mut table = Table::new();
    let title = |text: &str| vec![("title".to_owned(), Value::Text(text.to_owned()))];
    table.act(SEC, &Act::create(node("n1"), title("La pression sur les forêts recule")));
    table.act(SEC, &Act::create(node("n2"), title("Foyers certifiés")));
    table.all_meet();
    table.now += 100;
    table.moderate(SEC, &lock());
    let write = |at: FieldAt, delta: Delta| Act::new(Message::Write, vec![Edit::Splice { at, delta }]);
    // On purpose, having heard of the lock.
    table.meet(SEC, ANA);
    table.act(ANA, &write(node("n1").field("title"), Delta::splice(26, 0, " communales")));
    // Without having heard of it.
    table.act(BINTA, &Act::set(node("n2").field("status"), Scalar::from("delayed")));
    table.act(TRAIN, &Act::create(node("n3"), title("Épargne propre")));
    // The chair goes on writing in the section in force.
    table.act(SEC, &write(node("n2").field("title"), Delta::splice(16, 0, " et vendus")));
    table.meet(SEC, ANA);
    table.meet(SEC, BINTA);
    let by = |table: &Table, who: usize, author: usize| -> Vec<String> {
        let open = open(&table.boards[who]).into_iter();
        open.filter(|open| open.author == Some(member(NAMES[author]))).map(|open| open.id).collect()
    };
    let settle = |proposals: Vec<String>, settling: Settling| Moderation::Settle {
        section: Section::Chain,
        proposals,
        settling,
    };
    let ids = by(&table, SEC, ANA);
    table.moderate(SEC, &settle(ids, Settling::Accept { wording: vec![] }));
    table.meet(SEC, DEPUTY);
    let to = member(NAMES[DEPUTY]);
    table.moderate(DEPUTY, &Moderation::HandOver { section: Section::Chain, to });
    let ids = by(&table, DEPUTY, BINTA);
    table.moderate(DEPUTY, &settle(ids, Settling::Decline { reason: "pas de données".into() }));
    // The former chair has not heard yet and accepts what was declined.
    let ids = by(&table, SEC, BINTA);
    table.moderate(SEC, &settle(ids, Settling::Accept { wording: vec![] }));
    table.meet(DEPUTY, TRAIN);
    table.meet(SEC, DEPUTY);
    table.moderate(DEPUTY, &Moderation::Unlock { section: Section::Chain, open: OpenOnes::Leave });
    let in_force = table.boards[DEPUTY].records().clone();
    // The last train: it has not heard of the unlock.
    table.act(ANA, &Act::set(node("n1").field("status"), Scalar::from("planned")));
    table.all_meet();
    let there = table.boards[SEC].clone();
    Day { changes: there.changes_since(&[]), there, in_force }
}

#[test]
fn one_is_accepted_one_declined_and_the_third_stays_open() {
    let day = that_day();
    assert_eq!(text(&day.there, &node("n1")), "La pression sur les forêts communales recule");
    assert_eq!(text(&day.there, &node("n2")), "Foyers certifiés et vendus");
    let status =
        |records: &Records, name: &str| records.get(Kind::Node, &id(name)).unwrap().text("status").to_owned();
    assert_eq!(status(day.there.records(), "n2"), "");
    assert!(day.there.records().get(Kind::Node, &id("n3")).unwrap().is_removed());
    let fates: BTreeSet<(Aside, Option<MemberId>)> =
        open(&day.there).into_iter().map(|open| (open.why_aside, open.author)).collect();
    let expected = [
        (Aside::Late, Some(member("ana"))),
        (Aside::Left, Some(member("train"))),
        // What the former chair accepted too late, with the settlement of it.
        (Aside::Left, Some(member("sec"))),
    ];
    assert_eq!(fates, expected.into());
    assert_eq!(status(&day.in_force, "n1"), "");
    assert_eq!(status(day.there.records(), "n1"), "planned");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/plans/locks_arrivals.txt"))),
        ..ProptestConfig::default()
    })]
    /// Everything that was written that day, in any order and in any portions.
    #[test]
    fn in_whatever_order_the_day_arrives_it_reads_the_same(
        order in prop::collection::vec(any::<u32>(), 64),
        portions in prop::collection::vec(1usize..6, 64),
    ) {
        let day = that_day();
        let mut changes: Vec<(u32, Change)> =
            day.changes.into_iter().enumerate().map(|(n, change)| (order[n % order.len()], change)).collect();
        changes.sort_by_key(|(at, _)| *at);
        let mut far = Board::new([42; 16], None);
        let mut left: Vec<Change> = changes.into_iter().map(|(_, change)| change).collect();
        for portion in portions {
            let portion = portion.min(left.len());
            far.take(left.drain(..portion).collect()).unwrap();
        }
        far.take(left).unwrap();
        assert_same(&far, &day.there, "heard in another order");
    }
}

#[test]
fn what_was_proposed_comes_in_force_only_with_what_it_builds_on() {
    let mut table = Table::new();
    let title = |text: &str| vec![("title".to_owned(), Value::Text(text.to_owned()))];
    table.act(SEC, &Act::create(node("n1"), title("Formation")));
    table.all_meet();
    // Ana writes on a train, and chains what she wrote; the section was locked meanwhile.
    table.moderate(SEC, &lock());
    table.act(ANA, &Act::create(node("n2"), title("Ateliers")));
    let ends = [("from", "n1"), ("to", "n2")].map(|(end, at)| (end.to_owned(), Value::Scalar(at.into())));
    table.act(ANA, &Act::create(RecordAt::new(Kind::Link, id("l1")), ends.into()));
    table.meet(SEC, ANA);
    let proposed = open(&table.boards[SEC]);
    assert_eq!(proposed.len(), 2);
    assert_eq!(proposed[1].needs, [proposed[0].id.clone()]);
    let settling = Settling::Accept { wording: vec![] };
    let proposals = vec![proposed[1].id.clone()];
    table.moderate(SEC, &Moderation::Settle { section: Section::Chain, proposals, settling });
    let records = table.boards[SEC].records();
    let link = records.all(Kind::Link).next().unwrap();
    let end = records.get(Kind::Node, &link.reference("to").unwrap()).unwrap();
    assert_eq!(end.text("title"), "Ateliers");
    assert!(open(&table.boards[SEC]).is_empty());
    table.moderate(SEC, &Moderation::Unlock { section: Section::Chain, open: OpenOnes::Keep });
    let in_use = table.boards[SEC].records().in_order(Kind::Node);
    assert_eq!(in_use.len(), 2);
}

#[test]
fn an_author_takes_a_proposal_back_and_brings_it_again() {
    let mut table = Table::new();
    table.act(SEC, &Act::create(node("n1"), vec![("title".to_owned(), Value::Text("Foyers".into()))]));
    table.all_meet();
    table.moderate(SEC, &lock());
    table.meet(SEC, ANA);
    let at = node("n1").field("title");
    let delta = Delta::splice(6, 0, " propres");
    table.act(ANA, &Act::new(Message::Write, vec![Edit::Splice { at, delta }]));
    assert_eq!(text(&table.boards[ANA], &node("n1")), "Foyers");
    assert_eq!(open(&table.boards[ANA]).len(), 1);
    table.step(&Step::Undo { who: ANA });
    assert_eq!(open(&table.boards[ANA]), []);
    table.step(&Step::Redo { who: ANA });
    assert_eq!(open(&table.boards[ANA]).len(), 1);
    table.meet(SEC, ANA);
    let proposals = open(&table.boards[SEC]).into_iter().map(|open| open.id).collect();
    let wording = vec![(node("n1").field("title"), "Foyers vraiment propres".to_owned())];
    let settling = Settling::Accept { wording };
    table.moderate(SEC, &Moderation::Settle { section: Section::Chain, proposals, settling });
    table.meet(SEC, ANA);
    assert_eq!(text(&table.boards[ANA], &node("n1")), "Foyers vraiment propres");
    let fate: Vec<Fate> = table.boards[ANA].proposals(Section::Chain).map(|one| one.fate.clone()).collect();
    assert_eq!(fate, [Fate::Accepted]);
    // What was settled is not taken back by its author.
    table.step(&Step::Undo { who: ANA });
    table.meet(SEC, ANA);
    assert_eq!(text(&table.boards[SEC], &node("n1")), "Foyers vraiment propres");
}

/// A node that Ana has read, in a section that the secretariat holds.
fn held_by_the_secretariat(title: &str) -> Table {
    let mut table = Table::new();
    table.act(SEC, &Act::create(node("n1"), vec![("title".to_owned(), Value::Text(title.into()))]));
    table.all_meet();
    table.moderate(SEC, &lock());
    table.meet(SEC, ANA);
    table
}

fn say(text: &str) -> Proposing {
    Proposing::Say { at: node("n1").field("title"), text: text.to_owned() }
}

#[test]
fn what_ana_would_have_a_text_say_is_one_proposal_however_often_she_words_it() {
    let mut table = held_by_the_secretariat("Foyers");
    table.propose(ANA, &say("Foyers propres"));
    table.propose(ANA, &say("Foyers plus propres"));
    assert_eq!(text(&table.boards[ANA], &node("n1")), "Foyers");
    table.meet(SEC, ANA);
    let open = open(&table.boards[SEC]);
    let at = node("n1").field("title");
    let expected = Difference::Text { at, from: "Foyers".into(), to: "Foyers plus propres".into() };
    assert_eq!(open.iter().map(|one| one.differences.clone()).collect::<Vec<_>>(), [[expected]]);
    assert_eq!(open[0].author, Some(member("ana")));
}

#[test]
fn a_declined_proposal_is_readable_after_the_unlock_and_can_be_made_again_before() {
    let mut table = held_by_the_secretariat("Foyers");
    table.propose(ANA, &say("Foyers propres"));
    table.meet(SEC, ANA);
    let decline = |table: &Table| Moderation::Settle {
        section: Section::Chain,
        proposals: open(&table.boards[SEC]).into_iter().map(|one| one.id).collect(),
        settling: Settling::Decline { reason: "pas encore".into() },
    };
    let settle = decline(&table);
    table.moderate(SEC, &settle);
    table.meet(SEC, ANA);
    let declined = table.boards[ANA].proposals(Section::Chain).next().unwrap().id.clone();
    table.propose(ANA, &Proposing::Again { section: Section::Chain, proposal: declined.clone() });
    table.meet(SEC, ANA);
    let again = open(&table.boards[SEC]);
    assert_eq!((again.len(), again[0].author.clone()), (1, Some(member("ana"))));
    let proposals = vec![again[0].id.clone()];
    let settling = Settling::Accept { wording: vec![] };
    table.moderate(SEC, &Moderation::Settle { section: Section::Chain, proposals, settling });
    assert_eq!(text(&table.boards[SEC], &node("n1")), "Foyers propres");
    table.moderate(SEC, &Moderation::Unlock { section: Section::Chain, open: OpenOnes::Leave });
    table.meet(SEC, ANA);
    let fates: Vec<Fate> = table.boards[ANA].proposals(Section::Chain).map(|one| one.fate.clone()).collect();
    assert_eq!(fates, [Fate::Declined { reason: "pas encore".into() }, Fate::Accepted]);
}

#[test]
fn what_an_author_withdraws_is_not_there_to_be_accepted_even_after_the_chair_wrote_there() {
    let mut table = held_by_the_secretariat("Foyers");
    table.act(ANA, &Act::set(node("n1").field("status"), Scalar::from("delayed")));
    table.act(SEC, &Act::set(node("n1").field("status"), Scalar::from("planned")));
    table.meet(SEC, ANA);
    let proposal = open(&table.boards[ANA])[0].id.clone();
    let now = table.now;
    let withdraw = Proposing::Withdraw { section: Section::Chain, proposal };
    let drafted = table.boards[ANA].draft(&withdraw, [9; 12]).unwrap();
    let done = table.boards[ANA].put_aside(&drafted, now).unwrap();
    assert_eq!(done.stands, Stands::Withdrawn);
    table.meet(SEC, ANA);
    assert_eq!(open(&table.boards[SEC]), []);
    let told: Vec<Fate> = table.boards[SEC].proposals(Section::Chain).map(|one| one.fate.clone()).collect();
    assert_eq!(told, [Fate::Withdrawn]);
    // Ana thinks better of it.
    let done = table.boards[ANA].undo(now).unwrap();
    assert_eq!(done.stands, Stands::Proposed);
    table.meet(SEC, ANA);
    assert_eq!(open(&table.boards[SEC]).len(), 1);
}

#[test]
fn nobody_withdraws_or_repeats_what_another_proposed() {
    let mut table = held_by_the_secretariat("Foyers");
    table.meet(SEC, BINTA);
    table.propose(ANA, &say("Foyers propres"));
    table.meet(ANA, BINTA);
    let proposal = open(&table.boards[BINTA])[0].id.clone();
    let section = Section::Chain;
    for proposing in [
        Proposing::Withdraw { section, proposal: proposal.clone() },
        Proposing::Again { section, proposal: proposal.clone() },
    ] {
        assert!(matches!(table.boards[BINTA].draft(&proposing, [9; 12]), Err(BoardError::Gone)));
    }
}

#[test]
fn nobody_but_the_chair_settles_or_unlocks() {
    let mut table = Table::new();
    table.moderate(SEC, &lock());
    table.meet(SEC, DEPUTY);
    let unlock = Moderation::Unlock { section: Section::Chain, open: OpenOnes::Keep };
    let refused = table.boards[DEPUTY].moderate(&unlock, [7; 12], 1_790_000_000).unwrap_err();
    assert!(matches!(refused, BoardError::NotChair));
}

/// Which role everybody has who wrote that day.
fn who(name: &MemberId) -> Who {
    let role = match name.as_str() {
        "sec" | "deputy" => Role::Secretariat,
        _ => Role::Partner,
    };
    let organisation = (role == Role::Partner).then(|| id("org"));
    Who::Member { member: name.clone(), role, organisation }
}

#[test]
fn the_judge_takes_all_of_that_day_and_no_lock_of_a_partner() {
    let day = that_day();
    let seeds = Board::new([43; 16], None);
    let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
    let document = Automerge::load_with_options(&seeds.save(), options).unwrap();
    let mut batch = Batch::new(&document, Actors::of(&document));
    let authors = day.there.history(1_000);
    let author = |change: &Change| {
        authors.iter().find(|entry| entry.hash == change.hash()).and_then(|entry| entry.author.clone())
    };
    for change in in_order(day.changes) {
        let Some(author) = author(&change) else { continue };
        let verdict = batch.verdict(&change, Some(&author), |touches| {
            touches.iter().try_for_each(|touch| may(&who(&author), touch, false))
        });
        assert!(verdict.is_ok(), "{verdict:?} of {author}: {:?}", change.message());
        // The same, had a partner written it.
        let is_chairs = change
            .message()
            .is_some_and(|message| ["lock", "hand-over", "settle", "unlock"].contains(&message));
        let touches = verdict.unwrap();
        let by_ana = touches.iter().try_for_each(|touch| may(&who(&member("ana")), touch, false));
        assert_eq!(by_ana.is_err(), is_chairs, "{:?}", change.message());
    }
}

#[test]
fn many_proposals_and_many_edits_of_the_chair_take_few_actors() {
    let mut table = Table::new();
    table.act(SEC, &Act::create(node("n1"), vec![("title".to_owned(), Value::Text("Foyers".into()))]));
    table.all_meet();
    table.moderate(SEC, &lock());
    table.meet(SEC, ANA);
    for n in 0..20 {
        for who in [SEC, ANA] {
            table.now += 100;
            let at = node("n1").field("title");
            let delta = Delta::splice(n, 0, &table.fresh(1));
            table.act(who, &Act::new(Message::Write, vec![Edit::Splice { at, delta }]));
            table.step(&Step::Elsewhere { who });
        }
    }
    table.meet(SEC, ANA);
    let actors: BTreeSet<_> = table.boards[SEC].history(1_000).into_iter().map(|entry| entry.actor).collect();
    // Each of the two, and their line in the locked section; and the seeds.
    assert!(actors.len() <= 5, "{actors:?}");
    assert_eq!(open(&table.boards[SEC]).len(), 1);
}
