//! The history of a board: acts of people in one order for everybody, and moments that read as they
//! were.

#![expect(clippy::unwrap_used, reason = "a test's helpers may panic as its tests do")]

use proptest::prelude::*;
use shared::act::{Act, Edit, Message};
use shared::board::{Board, Chronicle, VISIT_SECONDS, View, is_seed};
use shared::compare::Difference;
use shared::delta::{Delta, utf16_len};
use shared::ids::{MemberId, RecordId};
use shared::lock::{Moderation, OpenOnes};
use shared::past::{Acts, Around, By, Filter, Moment, PastAct};
use shared::record::{FieldAt, RecordAt, Scalar, Value};
use shared::sections::{Kind, Section};
use std::collections::BTreeSet;

const MORNING: i64 = 1_790_000_000;
const DAY: i64 = 24 * 3600;

fn id(text: &str) -> RecordId {
    RecordId::parse(text).unwrap()
}

fn board_of(name: &str, actor: u8) -> Board {
    Board::new([actor; 16], Some(&MemberId::parse(name).unwrap()))
}

fn statement() -> FieldAt {
    RecordAt::single(Kind::Vision).field("statement")
}

fn write(board: &mut Board, at: &FieldAt, words: &str, when: i64) {
    let now = board
        .records()
        .get(at.record.kind, &at.record.id)
        .map_or(0, |record| utf16_len(record.text(&at.field)));
    let edit = Edit::Splice { at: at.clone(), delta: Delta::splice(now, 0, words) };
    board.perform(&Act::new(Message::Write, vec![edit]), when).unwrap();
}

fn read(board: &Board) -> Chronicle {
    let mut chronicle = Chronicle::default();
    while !chronicle.read_on(board, 3) {}
    chronicle
}

fn all(board: &Board, filter: &Filter) -> Acts {
    board.acts(&read(board), Around { number: 0, older: 59, newer: 0 }, filter)
}

fn list(board: &Board) -> Vec<PastAct> {
    all(board, &Filter::default()).acts
}

fn meet(one: &mut Board, other: &mut Board) {
    one.take(other.changes_since(&one.heads())).unwrap();
    other.take(one.changes_since(&other.heads())).unwrap();
}

/// Séna has seated two organisations, and published whom Ana and Binta represent.
fn table() -> (Board, Board, Board) {
    let mut sena = board_of("sena", 1);
    for organisation in ["es", "ef"] {
        let act = Act::create(RecordAt::new(Kind::Organisation, id(organisation)), vec![]);
        sena.perform(&act, MORNING).unwrap();
    }
    for (member, organisation) in [("ana", "es"), ("binta", "ef")] {
        let of = ("organisation".to_owned(), Value::Scalar(Scalar::from(organisation)));
        sena.perform(&Act::create(RecordAt::new(Kind::Member, id(member)), vec![of]), MORNING).unwrap();
    }
    let (mut ana, mut binta) = (board_of("ana", 2), board_of("binta", 3));
    meet(&mut sena, &mut ana);
    meet(&mut sena, &mut binta);
    (sena, ana, binta)
}

#[test]
fn what_one_person_types_into_one_text_on_one_visit_is_one_act() {
    let (_, mut ana, _) = table();
    let before = list(&ana).len();
    for (nth, word) in ["Une ", "énergie ", "juste"].into_iter().enumerate() {
        write(&mut ana, &statement(), word, MORNING + 60 * nth as i64);
    }
    let acts = list(&ana);
    assert_eq!(acts.len(), before + 1);
    let to = "Une énergie juste".to_owned();
    assert_eq!(acts[0].differences, [Difference::Text { at: statement(), from: String::new(), to }]);
    assert_eq!(
        (acts[0].organisation.clone(), acts[0].sections.clone()),
        (Some(id("es")), vec![Section::Vision])
    );
    // Another text, and the same one after a pause, are other acts.
    write(&mut ana, &RecordAt::single(Kind::Vision).field("problem"), "La fumée", MORNING + 200);
    write(&mut ana, &statement(), ".", MORNING + 200 + VISIT_SECONDS);
    assert_eq!(list(&ana).len(), before + 3);
}

#[test]
fn two_who_write_at_once_in_one_text_are_each_told_with_their_own_words() {
    let (_, mut ana, mut binta) = table();
    for nth in 0..3 {
        write(&mut ana, &statement(), "A", MORNING + nth);
        write(&mut binta, &statement(), "B", MORNING + nth);
        meet(&mut ana, &mut binta);
    }
    let acts = list(&ana);
    for (member, letter) in [("ana", "A"), ("binta", "B")] {
        let of = acts.iter().find(|act| act.author == MemberId::parse(member)).unwrap();
        let [Difference::Text { from, to, .. }] = of.differences.as_slice() else { panic!("one text") };
        let put_in = |text: &str| text.matches(letter).count();
        assert_eq!(put_in(to) - put_in(from), 3);
        assert_eq!(to.len() - from.len(), 3, "{from} {to}");
    }
}

#[test]
fn a_text_is_by_the_organisations_whose_letters_stand_in_it() {
    let (mut sena, mut ana, mut binta) = table();
    write(&mut ana, &statement(), "L’eau", MORNING);
    meet(&mut ana, &mut binta);
    write(&mut binta, &statement(), " du lac reste claire", MORNING + 60);
    meet(&mut binta, &mut sena);
    assert_eq!(sena.writers(&statement()), [id("ef"), id("es")]);
    // Whose letters were all taken out wrote nothing of what stands there.
    let delta = Delta::splice(0, 5, "");
    let taken_out = Act::new(Message::Write, vec![Edit::Splice { at: statement(), delta }]);
    sena.perform(&taken_out, MORNING + 120).unwrap();
    assert_eq!(sena.writers(&statement()), [id("ef")]);
}

#[test]
fn acts_are_found_by_organisation_and_by_section() {
    let (_, mut ana, mut binta) = table();
    write(&mut ana, &statement(), "Une énergie juste", MORNING + 10);
    let node = RecordAt::new(Kind::Node, id("n1"));
    binta
        .perform(&Act::create(node, vec![("title".into(), Value::Text("Foyers".into()))]), MORNING + 20)
        .unwrap();
    meet(&mut ana, &mut binta);
    let count = |by: By, section: Option<Section>| all(&ana, &Filter { by, section }).count;
    assert_eq!(count(By::Organisation(id("es")), None), 1);
    assert_eq!(count(By::Organisation(id("ef")), Some(Section::Chain)), 1);
    assert_eq!(count(By::Organisation(id("ef")), Some(Section::Vision)), 0);
    assert_eq!(count(By::NoOrganisation, None), 4, "Séna has no organisation");
}

#[test]
fn a_moment_reads_as_the_board_did_and_its_day_is_counted() {
    let (_, mut ana, _) = table();
    write(&mut ana, &statement(), "Hier", MORNING + DAY);
    let (then, heads) = (ana.records().clone(), ana.heads());
    write(&mut ana, &statement(), " et demain", MORNING + 2 * DAY);
    let chronicle = read(&ana);
    let acts = list(&ana);
    let after = ana.then(&chronicle, &Moment::After(acts[1].change.clone())).unwrap();
    assert_eq!((&after.records, &after.heads), (&then, &heads));
    assert_eq!((after.at, after.number), (Some(MORNING + DAY), acts[1].number));
    let until = ana.then(&chronicle, &Moment::Until(MORNING + DAY + 5)).unwrap();
    assert_eq!(until.records, then);
    assert!(ana.then(&chronicle, &Moment::After("00".repeat(32))).is_err());

    let days = ana.timeline(&chronicle, 0).days;
    assert_eq!(days.iter().map(|day| (day.first, day.last)).collect::<Vec<_>>(), [(1, 4), (5, 5), (6, 6)]);
    assert_eq!(days[2].by, [(Some(id("es")), 1)]);
}

#[test]
fn in_the_past_a_locked_section_reads_as_it_was_in_force() {
    let (mut sena, mut ana, _) = table();
    write(&mut sena, &statement(), "Une énergie juste", MORNING + 10);
    meet(&mut sena, &mut ana);
    let lock = Moderation::Lock { section: Section::Vision, reason: "Séance".into(), remind: String::new() };
    sena.moderate(&lock, [7; 12], MORNING + 20).unwrap();
    meet(&mut sena, &mut ana);
    write(&mut ana, &statement(), ", et à tous", MORNING + 30);
    meet(&mut sena, &mut ana);
    let in_force = sena.records().clone();
    let moment = Moment::Until(MORNING + 35);
    let unlock = Moderation::Unlock { section: Section::Vision, open: OpenOnes::Keep };
    sena.moderate(&unlock, [8; 12], MORNING + 40).unwrap();
    assert_eq!(
        sena.records().single(Kind::Vision).unwrap().text("statement"),
        "Une énergie juste, et à tous"
    );
    let then = sena.then(&read(&sena), &moment).unwrap();
    assert_eq!(then.records, in_force);
    assert_eq!(then.records.single(Kind::Vision).unwrap().text("statement"), "Une énergie juste");
}

#[test]
fn what_differs_between_two_moments_names_who_made_it() {
    let (_, mut ana, mut binta) = table();
    let node = RecordAt::new(Kind::Node, id("n1"));
    ana.perform(&Act::create(node.clone(), vec![("title".into(), Value::Text("Foyers".into()))]), MORNING)
        .unwrap();
    meet(&mut ana, &mut binta);
    let from = Moment::Until(MORNING + 5);
    write(&mut ana, &node.field("title"), " propres", MORNING + 10);
    let status = Act::set(node.field("status"), Scalar::from("delayed"));
    binta.perform(&status, MORNING + 11).unwrap();
    meet(&mut ana, &mut binta);
    let chronicle = read(&ana);
    let (from, to) = (ana.then(&chronicle, &from).unwrap(), ana.then(&chronicle, &Moment::Now).unwrap());
    let compared = ana.compared(&from, &to);
    let made: Vec<_> = compared.differences.iter().map(|made| (made.organisation.clone(), made.at)).collect();
    assert_eq!(made, [(Some(id("ef")), MORNING + 11), (Some(id("es")), MORNING + 10)]);
    // The other way round it is nobody's doing.
    let back = ana.compared(&to, &from);
    assert!(back.differences.iter().all(|made| made.by.is_none()));
    assert_eq!(back.differences.len(), 2);
}

#[test]
fn since_the_last_visit_counts_what_others_did_and_not_ones_own() {
    let (_, mut ana, mut binta) = table();
    meet(&mut ana, &mut binta);
    let seen = ana.heads();
    write(&mut ana, &statement(), "Ana", MORNING + 10);
    write(&mut binta, &statement(), "Binta", MORNING + 11);
    meet(&mut ana, &mut binta);
    let since = ana.since(&seen, Some(MORNING), MemberId::parse("ana").as_ref());
    assert_eq!((since.acts, since.visit), (1, Some(MORNING)));
    assert_eq!(since.by, [(Some(id("ef")), 1)]);
    assert_eq!(since.sections, [(Section::Vision, 1)]);
    assert_eq!(since.last.len(), 1);
}

/// What one of three people does next. Small on purpose.
#[derive(Clone, Debug)]
enum Step {
    Type { who: usize, field: u8, pause: i64 },
    Add { who: usize, node: u8 },
    Meet { one: usize, other: usize },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..3usize, 0..2u8, prop_oneof![Just(1i64), Just(400), Just(-500)])
            .prop_map(|(who, field, pause)| Step::Type { who, field, pause }),
        1 => (0..3usize, 0..4u8).prop_map(|(who, node)| Step::Add { who, node }),
        2 => (0..3usize, 0..3usize).prop_map(|(one, other)| Step::Meet { one, other }),
    ]
}

fn perform(people: &mut [Board; 3], clock: &mut i64, step: &Step) {
    match *step {
        Step::Type { who, field, pause } => {
            *clock += pause;
            let field = ["statement", "problem"][field as usize];
            write(&mut people[who], &RecordAt::single(Kind::Vision).field(field), "x", *clock);
        }
        Step::Add { who, node } => {
            let at = RecordAt::new(Kind::Node, id(&format!("n{who}{node}")));
            // Whoever adds it twice does nothing.
            let _ = people[who].perform(&Act::create(at, vec![]), *clock);
        }
        Step::Meet { one, other } if one != other => {
            let news = people[other].changes_since(&people[one].heads());
            people[one].take(news).unwrap();
        }
        Step::Meet { .. } => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn everybody_who_has_met_reads_one_history_and_no_change_is_lost(
        steps in prop::collection::vec(step(), 0..30)
    ) {
        let (sena, ana, binta) = table();
        let mut people = [sena, ana, binta];
        let mut clock = MORNING;
        for step in &steps {
            perform(&mut people, &mut clock, step);
        }
        for (one, other) in [(0, 1), (0, 2), (1, 0), (2, 0)] {
            perform(&mut people, &mut clock, &Step::Meet { one, other });
        }
        let [sena, ana, binta] = &people;
        let told: Vec<_> = [sena, ana, binta].map(|board| read(board).changes_by_act().collect::<Vec<_>>()).into();
        prop_assert_eq!(&told[0], &told[1]);
        prop_assert_eq!(&told[0], &told[2]);
        prop_assert_eq!(list(sena), list(ana));

        let joined: Vec<_> = told[0].iter().flatten().copied().collect();
        let changes = sena.changes_since(&[]).into_iter().map(|change| change.hash()).filter(|hash| !is_seed(hash));
        let changes: BTreeSet<_> = changes.collect();
        prop_assert_eq!(joined.len(), changes.len());
        prop_assert_eq!(joined.into_iter().collect::<BTreeSet<_>>(), changes);

        // Every act is a moment, and moments only grow.
        let chronicle = read(sena);
        let mut known = 0;
        for act in list(sena).iter().rev() {
            let then = sena.then(&chronicle, &Moment::After(act.change.clone())).unwrap();
            prop_assert_eq!(then.number, act.number);
            let there = sena.read(&View::At(then.heads.clone())).unwrap();
            prop_assert_eq!(&then.records, there.as_ref());
            let behind = told[0].iter().flatten().count() - sena.beyond(&then.heads);
            prop_assert!(behind > known);
            known = behind;
        }
    }
}
