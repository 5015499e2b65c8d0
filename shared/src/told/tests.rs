use super::*;
use crate::compare;
use crate::ids::RecordId;
use crate::record::Value;
use proptest::prelude::*;

fn id(text: &str) -> RecordId {
    RecordId::parse(text).expect("a plain id")
}

fn record(kind: Kind, name: &str, values: &[(&str, Value)]) -> Record {
    let mut record = Record::empty(kind, if name.is_empty() { RecordId::single() } else { id(name) });
    for (key, value) in values {
        record.values.insert((*key).to_owned(), value.clone());
    }
    record
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn board() -> Records {
    let mut records = Records::default();
    let scalar = |text: &str| Value::Scalar(Scalar::from(text));
    for record in [
        record(Kind::Node, "n1", &[("title", text("Foyers certifiés")), ("place", scalar("output|a"))]),
        record(Kind::Organisation, "me", &[("name", text("Ministère de l’Énergie")), ("short", text("ME"))]),
        record(Kind::Responsibility, "r1", &[("title", text("Garantir la qualité"))]),
        record(Kind::Indicator, "i1", &[("title", text("Usage quotidien"))]),
        record(Kind::Vision, "", &[("statement", text("Une énergie juste"))]),
    ] {
        records.put(record);
    }
    records
}

fn plain(words: &str) -> String {
    words.replace('\u{a0}', " ")
}

fn fr(difference: &Difference) -> String {
    plain(&sentence(difference, &board(), Lang::Fr))
}

fn node() -> RecordAt {
    RecordAt::new(Kind::Node, id("n1"))
}

#[test]
fn an_object_is_called_after_its_level_and_its_title() {
    assert_eq!(fr(&Difference::Removed { at: node() }), "Retiré : Produit « Foyers certifiés »");
    let added = Difference::Added { record: record(Kind::Risk, "r9", &[("title", text("Pluies tardives"))]) };
    assert_eq!(fr(&added), "Ajouté : Risque « Pluies tardives »");
    assert_eq!(sentence(&added, &board(), Lang::De), "Hinzugefügt: Risiko „Pluies tardives“");
    let nameless = Difference::Added { record: record(Kind::Term, "t9", &[]) };
    assert_eq!(fr(&nameless), "Ajouté : Terme (sans titre)");
}

#[test]
fn of_a_text_only_what_changed_is_quoted() {
    let at = RecordAt::single(Kind::Vision).field("statement");
    let said =
        |from: &str, to: &str| fr(&Difference::Text { at: at.clone(), from: from.into(), to: to.into() });
    assert_eq!(
        said("Une énergie abordable", "Une énergie juste et entretenue ici"),
        "Énoncé : « abordable » est devenu « juste et entretenue ici »"
    );
    assert_eq!(said("Une énergie", "Une énergie juste"), "Énoncé : « juste » est entré");
    assert_eq!(said("Une énergie juste", "Une énergie"), "Énoncé : « juste » est sorti");
    assert_eq!(said("", "Une énergie"), "Énoncé : « Une énergie »");
}

#[test]
fn a_role_names_its_column_and_a_target_its_year() {
    let cell = |from: Option<&str>, to: Option<&str>| Difference::Value {
        at: RecordAt::new(Kind::Responsibility, id("r1")).cell("cells", "me"),
        from: from.map(Scalar::from),
        to: to.map(Scalar::from),
    };
    let said = fr(&cell(None, Some("A")));
    assert_eq!(said, "Ministère de l’Énergie dans « Garantir la qualité » : Répond du résultat");
    let said = fr(&cell(Some("A"), None));
    assert_eq!(said, "Ministère de l’Énergie dans « Garantir la qualité » : Répond du résultat n’y est plus");
    let target = Difference::Value {
        at: RecordAt::new(Kind::Indicator, id("i1")).cell("targets", "2028-01-01/2028-12-31"),
        from: Some(Scalar::from("60")),
        to: Some(Scalar::from("45")),
    };
    assert_eq!(fr(&target), "Cible 2028 de « Usage quotidien » : 60 devient 45");
}

#[test]
fn words_of_a_list_dates_and_references_read_as_people_say_them() {
    let set = |field: &str, from: Option<&str>, to: &str| Difference::Value {
        at: node().field(field),
        from: from.map(Scalar::from),
        to: Some(Scalar::from(to)),
    };
    assert_eq!(
        fr(&set("status", Some("planned"), "delayed")),
        "État de « Foyers certifiés » : Prévu devient En retard"
    );
    assert_eq!(
        fr(&set("owner", None, "me")),
        "Qui en répond de « Foyers certifiés » : « Ministère de l’Énergie »"
    );
    let ends = sentence(&set("ends", None, "2028-03-01"), &board(), Lang::De);
    assert_eq!(ends, "Ende von „Foyers certifiés“: 01.03.2028");
    assert_eq!(fr(&set("place", None, "impact|b")), "Déplacé : Produit « Foyers certifiés »");
}

proptest! {
    #[test]
    fn every_difference_of_two_texts_has_words_in_every_language(
        from in "[ab .]{0,12}", to in "[ab .]{0,12}",
    ) {
        let (mut before, mut after) = (board(), board());
        before.put(record(Kind::Vision, "", &[("statement", text(&from))]));
        after.put(record(Kind::Vision, "", &[("statement", text(&to))]));
        for difference in compare::between(&before, &after) {
            for lang in Lang::ALL {
                prop_assert!(!sentence(&difference, &after, lang).is_empty());
            }
        }
    }
}
