//! The map in words: actors by quarter, where they stand, what ties them. Everything that the
//! grid and the network show, and the way to edit it; what phones show.

use super::map::{self, Family, Quarter, Tie, Who};
use super::{Map, mark};
use crate::components::RemovedRows;
use crate::device::lower;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::sections::Kind;
use shared::words::context as words;

#[component]
pub fn ByQuarter() -> impl IntoView {
    let map = expect_context::<Map>();
    let quarter = move |quarter: Quarter| {
        let ids = Memo::new(move |_| {
            map.actors.with(|actors| {
                let here =
                    actors.iter().filter(|actor| Quarter::of(actor.influence, actor.interest) == quarter);
                here.map(|actor| actor.id.clone()).collect::<Vec<_>>()
            })
        });
        view! {
            <Show when=move || !ids.with(Vec::is_empty)>
                <section>
                    <h2 class="list-group">{move || quarter.word(map.lang())}</h2>
                    <ul class="list-rows">
                        <For each=move || ids.get() key=RecordId::clone let:id>
                            <li>{row(map, id)}</li>
                        </For>
                    </ul>
                </section>
            </Show>
        }
        .into_any()
    };
    view! {
        <div class="by-quarter">
            <Show when=move || map.actors.with(Vec::is_empty)>
                <p class="list-group">{move || words::empty(map.lang())}</p>
            </Show>
            {Quarter::ALL.map(quarter).collect_view()}
            {relations(map)}
            <RemovedRows kind=Kind::Actor />
            <RemovedRows kind=Kind::Relation />
            <RemovedRows kind=Kind::Overlap />
            <RemovedRows kind=Kind::Placement />
        </div>
    }
    .into_any()
}

fn row(map: Map, id: RecordId) -> AnyView {
    let id = StoredValue::new(id);
    let position = move || {
        let lang = map.lang();
        id.with_value(|id| {
            map.actor(id, |actor| {
                words::position_words(
                    lang,
                    lower(map::influence_word(lang, actor.influence)),
                    lower(map::interest_word(lang, actor.interest)),
                )
            })
        })
        .unwrap_or_default()
    };
    let who = move || Who::Actor(id.get_value());
    let tied = move || map.ties.with(|ties| map::ties_in_words(map.lang(), ties, &who()));
    let has = move |family: Family| {
        map.ties.with(|ties| {
            let who = who();
            ties.iter().any(|tie| Family::of(tie.kind) == family && (tie.from == who || tie.to == who))
        })
    };
    let asks = move || !id.with_value(|id| map.store.questions_on(&super::actor_at(id))).is_empty();
    view! {
        <button
            class="list-row"
            class:is-chosen=move || map.selected.with(|open| id.with_value(|id| open.as_ref() == Some(id)))
            type="button"
            on:click=move |_| id.with_value(|id| map.open(id))
        >
            {move || id.with_value(|id| mark(map, id))}
            <span class="grow">
                <b>{move || id.with_value(|id| map.name(id))}</b>
                <small>{position}" · "{tied}</small>
            </span>
            <Show when=move || has(Family::Tension)>
                <span class="tag bad">{move || words::tension(map.lang())}</span>
            </Show>
            <Show when=move || has(Family::Duplicate)>
                <span class="tag warn">{move || words::duplicate(map.lang())}</span>
            </Show>
            <Show when=asks>{icon(Icon::Gap, 16)}</Show>
            {icon(Icon::ChevronRight, 18)}
        </button>
    }
    .into_any()
}

/// Every tie in one line of words.
fn relations(map: Map) -> AnyView {
    let line = move |tie: Tie| {
        let (from, to) = (tie.from.clone(), tie.to.clone());
        let said = move || {
            let lang = map.lang();
            words::relation_line(lang, map.name_of(&from), map::tie_word(lang, tie.kind), map.name_of(&to))
        };
        let opens = match (tie.from, tie.to) {
            (Who::Actor(id), _) | (_, Who::Actor(id)) => Some(id),
            (_, _) => None,
        };
        let family = Family::of(tie.kind);
        view! {
            <li>
                <button
                    class="list-row list-tie"
                    type="button"
                    on:click=move |_| {
                        if let Some(id) = &opens {
                            map.open(id);
                        }
                    }
                >
                    {super::tie_sample(family)}
                    <span class="grow">{said}</span>
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <Show when=move || !map.ties.with(Vec::is_empty)>
            <section>
                <h2 class="list-group">{move || words::relations(map.lang())}</h2>
                <ul class="list-rows">
                    <For each=move || map.ties.get() key=|tie| (tie.id.clone(), tie.kind) let:tie>
                        {line(tie)}
                    </For>
                </ul>
            </section>
        </Show>
    }
    .into_any()
}
