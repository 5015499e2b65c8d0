//! Possible duplicates of one actor: what overlaps, with which of our own activities, and what the
//! table chose to do about it.

use super::actor::said;
use super::{Map, edits};
use crate::components::{Lines, SelectField, TextBlock};
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::act::Act;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::record::{Record, RecordAt, Scalar};
use shared::sections::chain::{self, Level};
use shared::sections::context::{self, Overlap, Way};
use shared::sections::{Kind, Section, Word};
use shared::words::context as words;

fn way_word(lang: Lang, way: Way) -> &'static str {
    match way {
        Way::Open => words::way_open(lang),
        Way::Together => words::way_together(lang),
        Way::SharedOut => words::way_shared_out(lang),
        Way::Apart => words::way_apart(lang),
    }
}

/// Whether the table has chosen or decided something about it.
pub fn is_settled(overlap: &Overlap) -> bool {
    overlap.decision.is_some() || overlap.way != Way::Open
}

/// What an actor may double, in the partners' own words.
pub fn overlaps(map: Map, id: RecordId) -> AnyView {
    let id = StoredValue::new(id);
    let notes = Memo::new(move |_| {
        let all = map.store.records(Section::Context, context::overlaps);
        let of_it = |overlap: &Overlap| id.with_value(|id| overlap.actor.as_ref() == Some(id));
        all.into_iter().filter(of_it).map(|overlap| overlap.id).collect::<Vec<_>>()
    });
    view! {
        <div class="stack">
            <For each=move || notes.get() key=Clone::clone let:note>{card(map, note)}</For>
            <Show when=move || map.may_edit()>
                <button
                    class="button dense"
                    type="button"
                    on:click=move |_| id.with_value(|id| edits::add_overlap(map, id))
                >
                    {icon(Icon::Plus, 16)}
                    <span>{move || words::duplicate_add(map.lang())}</span>
                </button>
            </Show>
        </div>
    }
    .into_any()
}

fn card(map: Map, overlap: RecordId) -> AnyView {
    let at = StoredValue::new(RecordAt::new(Kind::Overlap, overlap));
    let read = move |read: fn(&Overlap) -> Way| {
        at.with_value(|at| map.store.record(at, |record: &Record| read(&Overlap::read(record))))
            .unwrap_or(Way::Open)
    };
    let way = Memo::new(move |_| read(|overlap| overlap.way));
    let settled = Memo::new(move |_| {
        at.with_value(|at| map.store.record(at, |record| is_settled(&Overlap::read(record)))).unwrap_or(false)
    });
    let state = move || if settled.get() { words::decided(map.lang()) } else { words::to_decide(map.lang()) };
    let activities = Signal::derive(move || {
        let (lang, working) = (map.lang(), map.store.working());
        let nodes = map.store.records(Section::Chain, chain::nodes);
        let ours = nodes.into_iter().filter(|node| matches!(node.level, Level::Activity | Level::Output));
        let none = (String::new(), words::duplicate_with_none(lang).to_owned());
        let entry = |node: chain::Node| (node.id.to_string(), node.title.reads(lang, working).to_owned());
        std::iter::once(none).chain(ours.map(entry)).collect::<Vec<_>>()
    });
    let choose = move |chosen: Way| {
        let act = Act::set(at.with_value(|at| at.field("way")), Scalar::from(chosen.key()));
        map.store.act(act);
    };
    let option = move |one: Way| {
        let is_it = move || way.get() == one;
        view! {
            <label class="way" class:is-chosen=is_it>
                <input
                    type="radio"
                    name=move || at.with_value(|at| format!("way-{}", at.id))
                    prop:checked=is_it
                    disabled=move || !map.may_edit()
                    on:change=move |_| choose(one)
                />
                <span>{move || way_word(map.lang(), one)}</span>
            </label>
        }
        .into_any()
    };
    view! {
        <article class="duplicate" class:is-settled=move || settled.get()>
            <header>
                {icon(Icon::Copy, 16)}
                <b class="grow">{move || words::duplicate_card(map.lang())}</b>
                <span class="tag" class:warn=move || !settled.get()>{state}</span>
            </header>
            <SelectField
                at=at.with_value(|at| at.field("node"))
                label=said(map, words::duplicate_with)
                options=activities
            />
            <TextBlock
                at=at.get_value()
                field="note"
                lines=Lines::Many
                label=said(map, words::duplicate_note)
                placeholder=said(map, words::duplicate_note)
            />
            <div class="stack" role="radiogroup" aria-label=move || words::duplicate_way(map.lang())>
                {Way::ALL.iter().copied().map(option).collect_view()}
            </div>
            <Show when=move || map.may_edit()>
                <button class="link" type="button" on:click=move |_| map.store.act(Act::remove(at.get_value()))>
                    {move || words::duplicate_remove(map.lang())}
                </button>
            </Show>
        </article>
    }
    .into_any()
}
