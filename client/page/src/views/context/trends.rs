//! Trends around the partnership (PESTEL): what moves, what it means for the plan, and when to
//! look at it again.

use super::actor::said;
use super::{Map, edits};
use crate::components::{DateField, Lines, RemovedRows, SelectField, TextBlock, remove};
use crate::icons::{Icon, icon};
use crate::views::fields::focus_soon;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::record::RecordAt;
use shared::sections::context::{self, Dimension, Effect as TrendEffect, Trend};
use shared::sections::{Kind, Section, Word};
use shared::words::context as words;

fn dimension_word(lang: Lang, dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Political => words::political(lang),
        Dimension::Economic => words::economic(lang),
        Dimension::Social => words::social(lang),
        Dimension::Technological => words::technological(lang),
        Dimension::Environmental => words::environmental(lang),
        Dimension::Legal => words::legal(lang),
    }
}

fn effect_word(lang: Lang, effect: TrendEffect) -> &'static str {
    match effect {
        TrendEffect::Risk => words::effect_risk(lang),
        TrendEffect::Opportunity => words::effect_opportunity(lang),
        TrendEffect::Both => words::effect_both(lang),
    }
}

#[component]
pub fn Trends() -> impl IntoView {
    let map = expect_context::<Map>();
    // A trend was just added: its text waits to be written.
    let fresh = RwSignal::new(None::<RecordId>);
    let all = Memo::new(move |_| map.store.records(Section::Context, context::trends));
    let dimension = move |dimension: Dimension| {
        let ids = Memo::new(move |_| {
            all.with(|all| {
                let here = all.iter().filter(|trend| trend.dimension == dimension);
                here.map(|trend| trend.id.clone()).collect::<Vec<_>>()
            })
        });
        view! {
            <section class="trend-dimension">
                <header class="row">
                    <h2 class="grow">{move || dimension_word(map.lang(), dimension)}</h2>
                    <Show when=move || map.may_edit()>
                        <button
                            class="icon-button dense"
                            type="button"
                            aria-label=move || {
                                words::trend_add_in(map.lang(), dimension_word(map.lang(), dimension))
                            }
                            on:click=move |_| fresh.set(Some(edits::add_trend(map, dimension)))
                        >
                            {icon(Icon::Plus, 16)}
                        </button>
                    </Show>
                </header>
                <Show when=move || ids.with(Vec::is_empty)>
                    <p class="dim">{move || words::trend_none(map.lang())}</p>
                </Show>
                <ul class="stack">
                    <For each=move || ids.get() key=RecordId::clone let:id>{trend(map, id, fresh)}</For>
                </ul>
            </section>
        }
        .into_any()
    };
    view! {
        <div class="trends">
            <p class="muted trends-lead">{move || words::trends_lead(map.lang())}</p>
            <div class="trend-dimensions">{Dimension::ALL.iter().copied().map(dimension).collect_view()}</div>
            <RemovedRows kind=Kind::Trend />
        </div>
    }
    .into_any()
}

fn trend(map: Map, id: RecordId, fresh: RwSignal<Option<RecordId>>) -> AnyView {
    if fresh.with_untracked(|fresh| fresh.as_ref() == Some(&id)) {
        fresh.set(None);
        focus_soon(format!("[data-trend=\"{id}\"] textarea"));
    }
    let name = id.to_string();
    let at = StoredValue::new(RecordAt::new(Kind::Trend, id));
    let locked = Signal::derive(move || !map.may_edit());
    let read = move |read: fn(&Trend) -> String| {
        Signal::derive(move || {
            at.with_value(|at| map.store.record(at, |record| read(&Trend::read(record)))).unwrap_or_default()
        })
    };
    let effects = Signal::derive(move || {
        let lang = map.lang();
        TrendEffect::ALL
            .iter()
            .map(|effect| (effect.key().to_owned(), effect_word(lang, *effect).to_owned()))
            .collect()
    });
    let effect = read(|trend| trend.effect.key().to_owned());
    let tone = move || match TrendEffect::from_key(&effect.get()) {
        TrendEffect::Risk => "trend trend-risk",
        TrendEffect::Opportunity => "trend trend-opportunity",
        TrendEffect::Both => "trend trend-both",
    };
    view! {
        <li class=tone data-trend=name>
            <TextBlock
                at=at.get_value()
                field="text"
                lines=Lines::Many
                label=said(map, words::trend_text)
                placeholder=said(map, words::new_trend)
            />
            <div class="trend-facts">
                <SelectField at=at.with_value(|at| at.field("effect")) label=said(map, words::effect) options=effects />
                <DateField at=at.with_value(|at| at.field("review")) label=said(map, words::review) />
                <Show when=move || !locked.get()>
                    <button
                        class="icon-button"
                        type="button"
                        aria-label=move || words::trend_remove(map.lang())
                        title=move || words::trend_remove(map.lang())
                        on:click=move |_| at.with_value(|at| remove(map.store, at))
                    >
                        {icon(Icon::Trash, 16)}
                    </button>
                </Show>
            </div>
        </li>
    }
    .into_any()
}
