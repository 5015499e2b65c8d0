//! What a decision concerns, as links to the objects, and the options of a question.

use crate::address::OnBoard;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::shell::section_drawing;
use crate::store::Store;
use leptos::prelude::*;
use shared::act::Act;
use shared::lang::Lang;
use shared::questions::settle::title;
use shared::record::{RecordAt, Scalar};
use shared::search::SOUGHT;
use shared::sections::Section;
use shared::sections::decisions::{Decision, MAX_OPTIONS, spelling};
use shared::words::decisions as words;

/// A link to each object, by its title.
pub fn linked_links(store: Store, linked: &[RecordAt], lang: Lang) -> AnyView {
    let nav = Nav::here();
    let link = |at: &RecordAt| {
        let name = store.records(at.kind.section(), |records| title(at, records, lang));
        let path = nav.place().map(|place| OnBoard::new(place.board, at.kind.section()));
        let path = path.map(|place| place.with_object(Some(at.clone())).path()).unwrap_or_default();
        (!name.is_empty()).then(|| {
            view! {
                <a class="object-link" href=path>
                    {icon(section_drawing(at.kind.section()), 14)}
                    <span>{name}</span>
                </a>
            }
            .into_any()
        })
    };
    linked.iter().filter_map(link).collect_view()
}

/// What it concerns, with a way to add and take away.
#[component]
pub fn Linked(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let stored = StoredValue::new(at);
    let linked = Memo::new(move |_| {
        stored.with_value(|at| store.record(at, Decision::read)).map(|one| one.linked).unwrap_or_default()
    });
    let may = move || store.may_edit(Section::Decisions);
    let set = move |target: &str, is_in: bool| {
        let cell = stored.with_value(|at| at.cell("linked", target));
        store.act(Act::set(cell, Scalar::Flag(is_in)));
    };
    let row = move |target: RecordAt| {
        let lang = store.lang.get_untracked();
        let name = store.peek(|records| title(&target, records, lang));
        let key = spelling(&target).unwrap_or_default();
        let one = [target];
        view! {
            <li class="row">
                {move || linked_links(store, &one, store.lang.get())}
                <Show when=may>
                    <button
                        class="icon-button dense"
                        type="button"
                        aria-label={
                            let name = name.clone();
                            move || words::link_remove(store.lang.get(), &name)
                        }
                        on:click={
                            let key = key.clone();
                            move |_| set(&key, false)
                        }
                    >
                        {icon(Icon::Close, 14)}
                    </button>
                </Show>
            </li>
        }
        .into_any()
    };
    let options = move || {
        let lang = store.lang.get();
        let sections = SOUGHT.map(|kind| kind.section());
        store.records_of(&sections, |records| {
            let all = SOUGHT.into_iter().flat_map(|kind| records.in_order(kind));
            let named = all.filter_map(|record| {
                let at = RecordAt::new(record.kind, record.id.clone());
                let name = title(&at, records, lang);
                Some((spelling(&at)?, name)).filter(|(_, name)| !name.is_empty())
            });
            named.map(|(key, name)| view! { <option value=key>{name}</option> }).collect_view()
        })
    };
    view! {
        <ul class="plain">
            <For each=move || linked.get() key=|at| at.clone() children=row />
        </ul>
        <Show when=may>
            <select
                class="input"
                aria-label=move || words::link_add(store.lang.get())
                on:change=move |event| {
                    let key = event_target_value(&event);
                    if !key.is_empty() {
                        set(&key, true);
                    }
                }
            >
                <option value="">{move || words::link_add(store.lang.get())}</option>
                {options}
            </select>
        </Show>
    }
    .into_any()
}

/// The options of a question that is decided by dots.
#[component]
pub fn Options(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let stored = StoredValue::new(at);
    let options = Memo::new(move |_| {
        stored.with_value(|at| store.record(at, Decision::read)).map(|one| one.options).unwrap_or_default()
    });
    let keys =
        Memo::new(move |_| options.with(|all| all.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>()));
    let may = move || store.may_edit(Section::Decisions);
    let set = move |key: &str, words: Option<String>| {
        let cell = stored.with_value(|at| at.cell("options", key));
        store.act(Act::set(cell, words.map(Scalar::Text)));
    };
    let row = move |key: String| {
        let key = StoredValue::new(key);
        let words_of = move || {
            let found =
                options.with(|all| key.with_value(|key| all.iter().find(|(one, _)| one == key).cloned()));
            found.map(|(_, words)| words).unwrap_or_default()
        };
        let number = move || {
            keys.with(|keys| key.with_value(|key| keys.iter().position(|one| one == key)))
                .map_or(1, |at| at + 1)
        };
        view! {
            <li class="row">
                <input
                    class="input"
                    aria-label=move || words::option(store.lang.get(), number())
                    prop:value=words_of
                    readonly=move || !may()
                    on:change=move |event| {
                        let words = event_target_value(&event);
                        key.with_value(|key| set(key, Some(words)));
                    }
                />
                <Show when=may>
                    <button
                        class="icon-button"
                        type="button"
                        aria-label=move || words::remove_option(store.lang.get(), words_of())
                        on:click=move |_| key.with_value(|key| set(key, None))
                    >
                        {icon(Icon::Close, 16)}
                    </button>
                </Show>
            </li>
        }
        .into_any()
    };
    view! {
        <ul class="plain">
            <For each=move || keys.get() key=|key| key.clone() children=row />
        </ul>
        <Show when=move || may() && keys.with(Vec::len) < MAX_OPTIONS>
            <button
                class="button dense"
                type="button"
                on:click=move |_| set(store.new_id().as_str(), Some(String::new()))
            >
                {icon(Icon::Plus, 16)}
                {move || words::add_option(store.lang.get())}
            </button>
        </Show>
    }
    .into_any()
}
