use super::*;
use crate::compare::between;
use crate::ids::RecordId;
use crate::record::{Record, Removed, Value};
use crate::sections::Kind;

fn id(text: &str) -> RecordId {
    RecordId::parse(text).unwrap()
}

fn record(kind: Kind, name: &str, values: &[(&str, Value)]) -> Record {
    let values = values.iter().map(|(key, value)| ((*key).to_owned(), value.clone()));
    Record { values: values.collect(), ..Record::empty(kind, id(name)) }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn scalar(text: &str) -> Value {
    Value::Scalar(Scalar::from(text))
}

fn cells(cells: &[(&str, Scalar)]) -> Value {
    Value::Cells(cells.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
}

/// A board with these records beside three that everything refers to.
fn board(more: &[Record]) -> Records {
    let mut records = Records::default();
    let place = scalar("output|m");
    records.put(record(Kind::Node, "n1", &[("title", text("Foyers vendus")), ("place", place)]));
    records.put(record(Kind::Organisation, "p6", &[("name", text("Groupements de femmes"))]));
    records.put(record(Kind::Organisation, "me", &[("name", text("Ministère"))]));
    more.iter().for_each(|one| records.put(one.clone()));
    records
}

fn sentences(before: &Records, after: &Records, lang: Lang) -> Vec<String> {
    let all = between(before, after);
    all.iter().map(|one| by_whom(&marked(one, after, lang), "P6", lang)).collect()
}

fn indicator(target: &str) -> Record {
    let targets = cells(&[("2027", Scalar::from(target))]);
    record(Kind::Indicator, "i1", &[("title", text("Foyer propre")), ("targets", targets)])
}

#[test]
fn a_moved_target_is_told_from_what_to_what_in_each_language() {
    let (before, after) = (board(&[indicator("3")]), board(&[indicator("5")]));
    let fr = "P6 a fait passer Indicateur «\u{a0}Foyer propre\u{a0}»\u{a0}: Cible 2027 de 3 à 5.";
    assert_eq!(sentences(&before, &after, Lang::Fr), [fr]);
    let de = "P6 hat Indikator „Foyer propre“: Zielwert 2027 von 3 auf 5 geändert.";
    assert_eq!(sentences(&before, &after, Lang::De), [de]);
    let en = "P6 moved Indicator “Foyer propre”: Target 2027 from 3 to 5.";
    assert_eq!(sentences(&before, &after, Lang::En), [en]);
}

#[test]
fn what_came_and_went_is_called_by_its_level_and_title() {
    let gone = Removed { by: "ana".into(), at: 0, edited_since: false };
    let activity = |title: &str, name: &str| {
        record(Kind::Node, name, &[("title", text(title)), ("place", scalar("activity|m"))])
    };
    let given = activity("Distribuer des foyers gratuits", "n2");
    let before = board(std::slice::from_ref(&given));
    let after = board(&[
        Record { removed: Some(gone), ..given },
        record(Kind::Principle, "p1", &[("text", text("Un désaccord se dit"))]),
    ]);
    let expected = [
        "P6 added Principle “Un désaccord se dit”.",
        "P6 removed Activity “Distribuer des foyers gratuits”.",
    ];
    assert_eq!(sentences(&before, &after, Lang::En), expected);
}

#[test]
fn a_role_names_the_organisation_and_a_link_its_ends() {
    let row = |letter: &str| {
        let letters = cells(&[("me", Scalar::from(letter))]);
        record(Kind::Responsibility, "r1", &[("title", text("Garantir la qualité")), ("cells", letters)])
    };
    let told = sentences(&board(&[row("C")]), &board(&[row("A")]), Lang::En);
    assert_eq!(
        told,
        [
            "P6 moved Responsibility “Garantir la qualité”: Role Ministère from Is consulted to Answers for the result."
        ]
    );
    let node = record(Kind::Node, "n2", &[("title", text("Ménages équipés"))]);
    let link = record(Kind::Link, "l1", &[("from", scalar("n1")), ("to", scalar("n2"))]);
    let told = sentences(&board(std::slice::from_ref(&node)), &board(&[node, link]), Lang::En);
    assert_eq!(told, ["P6 added Link “Foyers vendus → Ménages équipés”."]);
}

#[test]
fn a_text_shows_the_words_that_went_and_came_and_cuts_what_stayed() {
    let long = "mot ".repeat(40);
    let of = |last: &str| record(Kind::Objective, "o1", &[("statement", text(&format!("{long}{last}")))]);
    let differences = between(&board(&[of("abordable")]), &board(&[of("juste")]));
    let told = marked(&differences[0], &board(&[of("juste")]), Lang::Fr);
    assert_eq!(told.sign, Sign::Changed);
    assert!(told.pieces.contains(&Piece::Gone("abordable".into())), "{:?}", told.pieces);
    assert!(told.pieces.contains(&Piece::New("juste".into())));
    let Some(Piece::Same(kept)) = told.pieces.first() else { panic!("{:?}", told.pieces) };
    assert!(kept.starts_with('…') && kept.chars().count() < 60, "{kept}");
}

#[test]
fn a_field_of_a_later_release_is_told_by_its_object_and_never_by_its_key() {
    let at = RecordAt::new(Kind::Node, id("n1"));
    assert_eq!(field_in_words(&at.field("glow"), &board(&[]), Lang::Fr), None);
    let difference = Difference::Value { at: at.field("glow"), from: None, to: Some(Scalar::from("bright")) };
    assert!(!marked(&difference, &board(&[]), Lang::Fr).lead.contains("glow"));
}

#[test]
fn every_word_of_the_closed_lists_of_the_plan_has_words() {
    use crate::sections::{chain, context, decisions, governance, indicators};
    use crate::told::values::word;
    let lists = [
        (Kind::Node, "status", chain::STATUSES),
        (Kind::Link, "confidence", chain::CONFIDENCE),
        (Kind::Assumption, "state", chain::ASSUMPTION_STATES),
        (Kind::Milestone, "status", chain::MILESTONE_STATUSES),
        (Kind::Actor, "stance", context::STANCES),
        (Kind::Trend, "dimension", context::DIMENSIONS),
        (Kind::Trend, "effect", context::EFFECTS),
        (Kind::Indicator, "frequency", indicators::FREQUENCIES),
        (Kind::Rule, "method", governance::METHODS),
        (Kind::Rule, "scope", governance::SCOPES),
        (Kind::Decision, "stage", decisions::STAGES),
        (Kind::Decision, "status", decisions::NOTED),
    ];
    for (kind, field, words) in lists {
        for key in words {
            assert!(word(kind, field, key, Lang::De).is_some(), "{field} {key}");
        }
    }
}
