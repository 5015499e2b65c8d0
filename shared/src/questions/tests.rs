use super::settle::{Way, sentence, ways};
use super::*;
use crate::act::{Act, Edit, Message};
use crate::board::Board;
use crate::delta::Delta;
use crate::ids::MemberId;
use crate::lang::Lang;
use crate::record::Removed;

/// A small board: fields by kind and id, set as its people would.
#[derive(Default)]
struct Plan(Records);

impl Plan {
    fn with(mut self, kind: Kind, id: &str, fields: &[(&str, &str)]) -> Self {
        let mut record = Record::empty(kind, RecordId::parse(id).unwrap());
        for (field, value) in fields {
            let value = match kind.field(field).unwrap().shape {
                shape if shape.is_text() => Value::Text((*value).to_owned()),
                Shape::Flag => Value::Scalar(Scalar::Flag(*value == "true")),
                // Words, dates, references, places: all scalar texts.
                _ => Value::Scalar((*value).into()),
            };
            record.values.insert((*field).to_owned(), value);
        }
        self.0.put(record);
        self
    }

    fn row(self, id: &str, cells: &[(&str, &str)]) -> Self {
        let mut plan = self.with(Kind::Responsibility, id, &[]);
        let cells = cells.iter().map(|(column, cell)| ((*column).to_owned(), (*cell).into())).collect();
        plan.change(Kind::Responsibility, id, |row| {
            row.values.insert("cells".into(), Value::Cells(cells));
        });
        plan
    }

    fn change(&mut self, kind: Kind, id: &str, change: impl FnOnce(&mut Record)) {
        let mut record = self.0.get(kind, &RecordId::parse(id).unwrap()).unwrap().clone();
        change(&mut record);
        self.0.put(record);
    }

    fn remove(mut self, kind: Kind, id: &str, edited_since: bool) -> Self {
        self.change(kind, id, |record| {
            record.removed = Some(Removed { by: String::new(), at: 0, edited_since });
        });
        self
    }

    fn also(mut self, kind: Kind, id: &str, at: &str, others: &[&str]) -> Self {
        let others = others.iter().map(|other| (*other).into()).collect();
        self.change(kind, id, |record| {
            record.also.insert(at.to_owned(), others);
        });
        self
    }

    fn link(self, from: &str, to: &str) -> Self {
        self.with(Kind::Link, &format!("{from}-{to}"), &[("from", from), ("to", to)])
    }

    fn node(self, id: &str, level: &str) -> Self {
        self.with(Kind::Node, id, &[("title", id), ("place", &format!("{level}|a"))])
    }

    fn on(&self, kind: Kind, id: &str) -> Vec<About> {
        let asked = find(&self.0).into_iter().filter(|question| question.on == record(kind, id));
        asked.map(|question| question.about).collect()
    }
}

fn record(kind: Kind, id: &str) -> RecordAt {
    RecordAt::new(kind, RecordId::parse(id).unwrap())
}

fn two_partners() -> Plan {
    Plan::default().with(Kind::Organisation, "ana", &[("short", "AN")]).with(
        Kind::Organisation,
        "bo",
        &[("short", "BO")],
    )
}

#[test]
fn a_row_that_two_answer_for_asks_which_one() {
    let plan = two_partners().row("R1", &[("ana", "A"), ("bo", "A/R")]);
    let several = About::SeveralA { columns: vec!["ana".into(), "bo".into()] };
    assert_eq!(plan.on(Kind::Responsibility, "R1"), [several]);

    let mut asked = find(&plan.0).into_iter();
    let question = asked.find(|question| question.on.kind == Kind::Responsibility).unwrap();
    assert_eq!(
        sentence(&question, &plan.0, Lang::Fr),
        "2 A au lieu d’un\u{a0}: AN, BO. Qui en répond\u{a0}?"
    );
    let ways = ways(&question, &plan.0);
    let mut settled = plan.0.clone();
    settled.apply(&ways[0].act(&plan.0).unwrap(), "ana", 1);
    let row = settled.get(Kind::Responsibility, &RecordId::parse("R1").unwrap()).unwrap();
    let cells: Vec<_> = row.cells("cells").filter_map(|(_, cell)| cell.as_str()).collect();
    assert_eq!(cells, ["A", "R"]);
}

#[test]
fn an_empty_row_asks_who_answers_and_who_does() {
    let plan = two_partners().row("R1", &[("ana", "C"), ("gone", "A"), ("bo", "")]);
    assert_eq!(plan.on(Kind::Responsibility, "R1"), [About::NoA, About::NoR]);
}

#[test]
fn a_body_answers_only_where_it_is_a_column() {
    let body = |flag| two_partners().with(Kind::Body, "copil", &[("in_roles", flag)]);
    let row = [("copil", "A"), ("ana", "R")];
    assert_eq!(body("true").row("R1", &row).on(Kind::Responsibility, "R1"), []);
    assert_eq!(body("false").row("R1", &row).on(Kind::Responsibility, "R1"), [About::NoA]);
}

#[test]
fn a_signatory_without_an_r_is_asked_what_it_takes_on() {
    let plan = two_partners()
        .with(Kind::Organisation, "guest", &[("status", "invited")])
        .row("R1", &[("ana", "A/R"), ("bo", "I")]);
    assert_eq!(plan.on(Kind::Organisation, "ana"), []);
    assert_eq!(plan.on(Kind::Organisation, "bo"), [About::OrganisationWithoutR]);
    assert_eq!(plan.on(Kind::Organisation, "guest"), []);
    assert_eq!(two_partners().on(Kind::Organisation, "bo"), []);
}

#[test]
fn a_circle_is_told_once_and_ends_when_a_link_goes() {
    let plan = Plan::default()
        .node("n1", "input")
        .node("n2", "activity")
        .node("n3", "output")
        .link("n2", "n3")
        .link("n3", "n1")
        .link("n1", "n2");
    let nodes = ["n1", "n2", "n3"].map(|id| record(Kind::Node, id)).to_vec();
    let circles = find(&plan.0);
    assert_eq!(circles, [Question { on: nodes[0].clone(), about: About::Cycle { nodes } }]);

    let ways = ways(&circles[0], &plan.0);
    assert_eq!(ways.len(), 3);
    assert_eq!(ways[0].label(&plan.0, Lang::En), "Remove the link “n1 → n2”");
    let mut settled = plan.0.clone();
    settled.apply(&ways[0].act(&plan.0).unwrap(), "ana", 1);
    assert_eq!(find(&settled), []);
}

#[test]
fn a_node_on_its_own_asks_for_a_link_and_a_change_for_an_indicator() {
    let plan = Plan::default().node("n1", "output").node("n2", "outcome").node("n3", "impact");
    assert_eq!(plan.on(Kind::Node, "n1"), [About::Orphan]);
    assert_eq!(plan.on(Kind::Node, "n2"), [About::Orphan, About::NoIndicator]);
    let plan = plan.link("n1", "n2").with(Kind::Indicator, "i1", &[("node", "n2")]);
    assert_eq!(plan.on(Kind::Node, "n2"), []);
    assert_eq!(plan.on(Kind::Node, "n3"), [About::Orphan, About::NoIndicator]);
}

#[test]
fn a_link_to_a_removed_node_offers_to_bring_it_back() {
    let plan = Plan::default().node("n1", "input").node("n2", "input").link("n1", "n2");
    let plan = plan.remove(Kind::Node, "n2", false);
    let asked = plan.on(Kind::Link, "n1-n2");
    assert_eq!(asked, [About::LinkToRemoved { end: record(Kind::Node, "n2") }]);
    assert_eq!(plan.on(Kind::Node, "n1"), [About::Orphan]);
    assert_eq!(plan.on(Kind::Node, "n2"), []);
    let hidden = find(&plan.0).into_iter().find(|question| question.on.kind == Kind::Link).unwrap();
    assert_eq!(
        sentence(&hidden, &plan.0, Lang::De),
        "Diese Verbindung ist ausgeblendet: „n2“ wurde entfernt."
    );
    assert_eq!(ways(&hidden, &plan.0)[0], Way::Restore { record: record(Kind::Node, "n2") });
}

#[test]
fn an_edit_to_what_somebody_removed_is_never_silent() {
    let plan = Plan::default().node("n1", "input").remove(Kind::Node, "n1", true);
    assert_eq!(plan.on(Kind::Node, "n1"), [About::RemovedAndEdited]);
    let plan = Plan::default().node("n1", "input").remove(Kind::Node, "n1", false);
    assert_eq!(plan.on(Kind::Node, "n1"), []);
}

#[test]
fn values_set_at_the_same_time_are_both_offered() {
    let risk = || Plan::default().with(Kind::Risk, "q", &[("trend", "up"), ("title", "Crue")]);
    let at = record(Kind::Risk, "q").field("trend");
    let values = vec!["up".into(), "down".into()];
    let asked = risk().also(Kind::Risk, "q", "trend", &["down", "up"]).on(Kind::Risk, "q");
    assert_eq!(asked, [About::TwoValues { at, values }]);

    let at = record(Kind::Risk, "q").field("title");
    let asked = risk().also(Kind::Risk, "q", "title", &["Crues"]).on(Kind::Risk, "q");
    assert_eq!(asked, [About::TwoTexts { at, texts: vec!["Crue".into(), "Crues".into()] }]);

    assert_eq!(risk().also(Kind::Risk, "q", "trend", &["up"]).on(Kind::Risk, "q"), []);

    // Cleared by one, set by the other.
    let at = record(Kind::Risk, "q").field("owner");
    let asked = risk().also(Kind::Risk, "q", "owner", &["ana"]).on(Kind::Risk, "q");
    assert_eq!(asked, [About::TwoValues { at, values: vec!["".into(), "ana".into()] }]);
}

#[test]
fn two_cells_of_one_row_are_asked_about_by_column() {
    let plan = two_partners().row("R1", &[("ana", "A/R"), ("bo", "R")]);
    let plan = plan.also(Kind::Responsibility, "R1", "cells/bo", &["C"]);
    let at = record(Kind::Responsibility, "R1").cell("cells", "bo");
    let values = vec!["R".into(), "C".into()];
    assert_eq!(plan.on(Kind::Responsibility, "R1"), [About::TwoValues { at, values }]);
}

#[test]
fn two_moves_are_a_question_only_across_levels() {
    let node = || Plan::default().node("n1", "input").node("n2", "input").link("n1", "n2");
    assert_eq!(node().also(Kind::Node, "n1", "place", &["input|b"]).on(Kind::Node, "n1"), []);
    assert_eq!(node().also(Kind::Node, "n1", "place", &["output|b"]).on(Kind::Node, "n1").len(), 1);
}

/// `cargo test -p tablee-shared --release questions_of_a_large -- --nocapture` prints the time.
#[test]
fn questions_of_a_large_board_are_found_while_nobody_waits() {
    let mut plan =
        (0..40).fold(Plan::default(), |plan, n| plan.with(Kind::Organisation, &format!("o{n}"), &[]));
    for n in 0..600 {
        plan = plan.node(&format!("n{n}"), "outcome");
    }
    for n in 0..900 {
        plan = plan.link(&format!("n{}", n % 600), &format!("n{}", (n * 7 + n / 600 + 1) % 600));
    }
    for n in 0..460 {
        let cells: Vec<_> = (0..40).map(|column| (format!("o{column}"), "R")).collect();
        let cells: Vec<_> = cells.iter().map(|(column, cell)| (column.as_str(), *cell)).collect();
        plan = plan.row(&format!("r{n}"), &cells);
    }
    assert_eq!(plan.0.len(), 2_000);
    let start = std::time::Instant::now();
    let found = find(&plan.0);
    let took = start.elapsed();
    println!("{} questions on {} records in {took:?}", found.len(), plan.0.len());
    assert_eq!(found, find(&plan.0));
    assert_eq!(found.iter().filter(|question| question.about == About::NoA).count(), 460);
}

/// Ana and Bo translate one title at once, each offline.
fn two_translations() -> (Board, Board) {
    let mut people = ["ana", "bo"].map(|name| {
        let actor = [name.len() as u8; 16];
        Board::new(actor, MemberId::parse(name).as_ref())
    });
    let [ana, bo] = &mut people;
    let title = record(Kind::Term, "g1").field("term@en");
    ana.perform(&Act::create(record(Kind::Term, "g1"), vec![]), 0).unwrap();
    bo.take(ana.changes_since(&bo.heads())).unwrap();
    for (board, text) in [(&mut *ana, "Leak"), (&mut *bo, "Leakage")] {
        let splice = Edit::Splice { at: title.clone(), delta: Delta::splice(0, 0, text) };
        board.perform(&Act::new(Message::Write, vec![splice]), 0).unwrap();
    }
    meet(ana, bo);
    let [ana, bo] = people;
    (ana, bo)
}

fn meet(one: &mut Board, other: &mut Board) {
    one.take(other.changes_since(&one.heads())).unwrap();
    other.take(one.changes_since(&other.heads())).unwrap();
}

#[test]
fn of_two_translations_either_can_be_kept_and_the_choice_taken_back() {
    for chosen in 0..2 {
        let (mut ana, mut bo) = two_translations();
        let open = find(ana.records());
        let [Question { about: About::TwoTexts { texts, .. }, .. }] = open.as_slice() else {
            panic!("one question: {open:?}")
        };
        let way = &ways(&open[0], ana.records())[chosen];
        ana.perform(&way.act(ana.records()).unwrap(), 0).unwrap();
        meet(&mut ana, &mut bo);
        for board in [&ana, &bo] {
            assert_eq!(find(board.records()), []);
            let term = board.records().get(Kind::Term, &record(Kind::Term, "g1").id).unwrap();
            assert_eq!(term.text("term@en"), texts[chosen]);
        }
        ana.undo(0).unwrap();
        meet(&mut ana, &mut bo);
        assert_eq!(find(bo.records()), open);
    }
}
