//! What in the chain serves an objective, and whether anything measures it.

use crate::address::OnBoard;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::record::{RecordAt, Records};
use shared::sections::chain::{self, Level};
use shared::sections::{Kind, Section, indicators};
use shared::words;

/// What the chain says of an objective.
#[derive(Clone, Debug, Default, PartialEq)]
struct Served {
    /// The results that serve it, from outputs on, and whether each is measured.
    results: Vec<(RecordId, bool)>,
}

fn served(records: &Records, objective: &RecordId) -> Served {
    let measured: Vec<RecordId> =
        indicators::indicators(records).into_iter().filter_map(|indicator| indicator.node).collect();
    let serves = |node: &chain::Node| match node.level {
        Level::Output | Level::Outcome | Level::Impact => node.objectives.contains(objective),
        Level::Input | Level::Activity => false,
    };
    let results = chain::nodes(records).into_iter().filter(serves);
    Served { results: results.map(|node| (node.id.clone(), measured.contains(&node.id))).collect() }
}

fn of(store: Store, objective: RecordId) -> Memo<Served> {
    Memo::new(move |_| store.records(Section::Chain, |records| served(records, &objective)))
}

/// How many results serve it, or what is missing.
#[component]
pub fn ResultsLine(objective: RecordId) -> impl IntoView {
    let store = Store::here();
    let served = of(store, objective);
    move || {
        let lang = store.lang.get();
        let (count, measured) = served.with(|served| {
            (served.results.len() as u64, served.results.iter().any(|(_, measured)| *measured))
        });
        let gap = match (count, measured) {
            (0, _) => Some(words::vision::no_results(lang)),
            (_, false) => Some(words::vision::no_indicator(lang)),
            (_, true) => None,
        };
        match gap {
            Some(gap) => view! { <small class="gap-words">{icon(Icon::Gap, 14)} {gap}</small> }.into_any(),
            None => {
                view! { <small class="facts">{words::vision::results_count(lang, count)}</small> }.into_any()
            }
        }
    }
}

/// The results, each a link to its card.
#[component]
pub fn Results(objective: RecordId) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let served = of(store, objective);
    let row = move |(node, measured): (RecordId, bool)| {
        let at = RecordAt::new(Kind::Node, node);
        let stored = StoredValue::new(at.clone());
        let path = move || {
            let place = nav.place().map(|place| OnBoard::new(place.board, Section::Chain));
            place.map(|place| place.with_object(Some(stored.get_value())).path()).unwrap_or_default()
        };
        view! {
            <li class="row">
                {icon(Icon::Chain, 16)}
                <a class="link grow" href=path>{move || store.text(&at, "title")}</a>
                <Show when=move || !measured>
                    <small class="gap-words">{icon(Icon::Gap, 14)} {move || words::chain::no_indicator(store.lang.get())}</small>
                </Show>
            </li>
        }
        .into_any()
    };
    view! {
        <Show when=move || served.with(|served| served.results.is_empty())>
            <p class="muted">{move || words::vision::no_results(store.lang.get())}</p>
        </Show>
        <ul class="stack">
            <For each=move || served.get().results key=Clone::clone children=row />
        </ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::ordered::OrdMap;
    use shared::record::{Record, Scalar, Value};

    #[test]
    fn an_objective_is_served_by_results_and_not_by_what_leads_there() {
        let id = |name: &str| RecordId::parse(name).expect("test ids are plain");
        let mut records = Records::default();
        for (name, level) in [("train", "activity"), ("trained", "output"), ("clean", "outcome")] {
            let mut node = Record::empty(Kind::Node, id(name));
            let serves = OrdMap::from([("O1".to_owned(), Scalar::Flag(true))]);
            node.values.insert("place".to_owned(), Value::Scalar(format!("{level}|1").as_str().into()));
            node.values.insert("objectives".to_owned(), Value::Cells(serves));
            records.put(node);
        }
        let mut indicator = Record::empty(Kind::Indicator, id("i"));
        indicator.values.insert("node".to_owned(), Value::Scalar("clean".into()));
        records.put(indicator);
        let told = served(&records, &id("O1")).results;
        assert_eq!(told, [(id("trained"), false), (id("clean"), true)]);
        assert_eq!(served(&records, &id("O2")), Served::default());
    }
}
