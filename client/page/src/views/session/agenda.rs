//! The agenda: items with their time, in an order that is changed by a handle or with Alt and arrows.

use super::drag::Handle;
use crate::components::{Lines, RemovedRows, RowMenu, SelectField, TextBlock, add_last, move_by, moves};
use crate::focus::focus_soon;
use crate::icons::{Icon, icon};
use crate::session::{InSession, acts};
use crate::store::Store;
use crate::views::linked_links;
use leptos::prelude::*;
use shared::act::Act;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::meeting::clock::{held, whole_minutes};
use shared::record::{RecordAt, Scalar, Value};
use shared::sections::decisions::decisions;
use shared::sections::session::{ItemKind, MAX_MINUTES, Phase, agenda};
use shared::sections::{Kind, Section, Word};
use shared::told::section_name;
use shared::words;

/// Minutes of a new item.
const FRESH_MINUTES: i64 = 10;

fn kind_words(kind: ItemKind, lang: Lang) -> &'static str {
    match kind {
        ItemKind::Discussion => words::session::kind_discussion(lang),
        ItemKind::Information => words::session::kind_information(lang),
        ItemKind::Ideas => words::session::kind_ideas(lang),
        ItemKind::Decision => words::session::kind_decision(lang),
        ItemKind::Review => words::session::kind_review(lang),
    }
}

#[component]
pub(super) fn Agenda(meeting: RecordId, phase: Phase) -> impl IntoView {
    let store = Store::here();
    let meeting = StoredValue::new(meeting);
    let items = Memo::new(move |_| {
        store.records(Section::Session, |records| {
            let items = meeting.with_value(|meeting| agenda(records, meeting));
            items.into_iter().map(|item| item.id).collect::<Vec<RecordId>>()
        })
    });
    let total = move || {
        let minutes = store.records(Section::Session, |records| {
            meeting
                .with_value(|meeting| agenda(records, meeting))
                .iter()
                .map(|item| item.minutes)
                .sum::<i64>()
        });
        words::session::total(store.lang.get(), minutes)
    };
    let may_edit = move || store.may_edit(Section::Session);
    let add = move |_| {
        let minutes = vec![("minutes".to_owned(), Value::Scalar(Scalar::Int(FRESH_MINUTES)))];
        let at = meeting.with_value(|meeting| add_last(store, Kind::AgendaItem, meeting.as_str(), minutes));
        focus_soon(format!("#item-{} textarea", at.id));
    };
    view! {
        <section>
            <h2>
                {move || words::minutes::agenda(store.lang.get())}
                <span class="count">{total}</span>
                <Show when=may_edit>
                    <button
                        class="button dense"
                        type="button"
                        aria-label=move || words::session::add_item(store.lang.get())
                        on:click=add
                    >
                        {icon(Icon::Plus, 16)}
                        {move || words::minutes::point(store.lang.get())}
                    </button>
                </Show>
            </h2>
            <Show when=move || items.with(Vec::is_empty)>
                <p class="muted">{move || words::session::no_items(store.lang.get())}</p>
            </Show>
            <ol class="agenda-items">
                <For
                    each=move || items.get()
                    key=|id| id.clone()
                    children=move |id| view! { <Item at=RecordAt::new(Kind::AgendaItem, id) meeting=meeting phase=phase /> }
                />
            </ol>
            <RemovedRows kind=Kind::AgendaItem />
        </section>
    }
    .into_any()
}

/// Where an item stands while the meeting is held.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    Waits,
    IsHeld,
    WasHeld,
}

#[component]
fn Item(at: RecordAt, meeting: StoredValue<RecordId>, phase: Phase) -> impl IntoView {
    let (store, session) = (Store::here(), InSession::here());
    let id = StoredValue::new(at.id.clone());
    let stored = StoredValue::new(at.clone());
    let place = Memo::new(move |_| {
        store.records(Section::Session, |records| {
            let items = meeting.with_value(|meeting| agenda(records, meeting));
            let nth = id.with_value(|id| items.iter().position(|item| item.id == *id)).unwrap_or(0);
            let was_held = items.get(nth).is_some_and(|item| !item.runs.is_empty());
            (nth, items.get(nth).map_or(0, |item| item.minutes), was_held)
        })
    });
    let stands = Memo::new(move |_| {
        let current = session.clock.get().map(|now| now.item);
        match (phase, place.get().2) {
            (Phase::Running, _) if id.with_value(|id| current.as_ref() == Some(id)) => Stands::IsHeld,
            (Phase::Running, true) => Stands::WasHeld,
            (Phase::Planned | Phase::Running | Phase::Closed, _) => Stands::Waits,
        }
    });
    let held = move || {
        store.records(Section::Session, |records| {
            let items = meeting.with_value(|meeting| agenda(records, meeting));
            held(&items, session.now.get()).get(place.get().0).copied().unwrap_or(0)
        })
    };
    let may_edit = move || store.may_edit(Section::Session);
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    let marker = move || match stands.get() {
        Stands::WasHeld => icon(Icon::Check, 14),
        Stands::IsHeld | Stands::Waits => (place.get().0 + 1).to_string().into_any(),
    };
    let class = move || match stands.get() {
        Stands::Waits => "agenda-item",
        Stands::IsHeld => "agenda-item now",
        Stands::WasHeld => "agenda-item done",
    };
    let (moved, row) = (at.clone(), format!("item-{}", at.id));
    let hold = move |_| id.with_value(|id| acts::hold_item(session, id));
    view! {
        <li
            id=row
            class=class
            aria-current=move || (stands.get() == Stands::IsHeld).then_some("step")
            on:keydown=move |event| {
                if let Some(step) = moves(&event).filter(|_| untrack(may_edit)) {
                    event.prevent_default();
                    move_by(store, &moved, step);
                }
            }
        >
            <Show when=may_edit><Handle at=stored.get_value() /></Show>
            <span class="agenda-marker">{marker}</span>
            <div class="agenda-words">
                <TextBlock
                    at=at.clone()
                    field="title"
                    label=word(words::minutes::point)
                    placeholder=word(words::session::item_hint)
                />
                <Show when=may_edit fallback=move || view! { <Said id=id /> }>
                    <Settings at=stored.get_value() />
                </Show>
                <OnDecision at=stored.get_value() />
                <Show when=move || stands.get() != Stands::Waits>
                    <Notes at=stored.get_value() />
                </Show>
            </div>
            <span class="agenda-time">
                {move || {
                    let lang = store.lang.get();
                    let planned = place.get().1;
                    match stands.get() {
                        Stands::Waits => words::minutes::minutes(lang, planned),
                        Stands::IsHeld | Stands::WasHeld => {
                            words::minutes::held_of(lang, whole_minutes(held()), planned)
                        }
                    }
                }}
            </span>
            <Show when=move || session.is_host.get() && stands.get() != Stands::IsHeld>
                <button
                    class="icon-button dense"
                    type="button"
                    aria-label=move || words::session::hold_now(store.lang.get())
                    title=move || words::session::hold_now(store.lang.get())
                    on:click=hold
                >
                    {icon(Icon::Play, 16)}
                </button>
            </Show>
            <RowMenu at=at.clone() />
        </li>
    }
    .into_any()
}

/// What came of an item, and what was decided.
#[component]
fn Notes(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    view! {
        <div class="agenda-notes">
            {icon(Icon::Pencil, 16)}
            <TextBlock
                at=at.clone()
                field="outcome"
                lines=Lines::Many
                label=word(words::minutes::outcome)
                placeholder=word(words::session::outcome_hint)
            />
            {icon(Icon::Decisions, 16)}
            <TextBlock
                at=at
                field="decided"
                lines=Lines::Many
                label=word(words::session::decided)
                placeholder=word(words::session::decided_hint)
            />
        </div>
    }
    .into_any()
}

/// What an item is for and about, for those who read.
#[component]
fn Said(id: StoredValue<RecordId>) -> impl IntoView {
    let store = Store::here();
    move || {
        let lang = store.lang.get();
        let at = RecordAt::new(Kind::AgendaItem, id.get_value());
        let said = store.record(&at, |record| {
            let kind = kind_words(ItemKind::read(record, "kind"), lang);
            match Section::from_key(record.text("on")) {
                Some(section) => format!("{kind} · {}", section_name(section, lang)),
                None => kind.to_owned(),
            }
        });
        said.map(|said| view! { <small>{said}</small> })
    }
}

/// The decision of the log that an item is about: chosen where it decides, a link for everybody.
#[component]
fn OnDecision(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let stored = StoredValue::new(at);
    let chosen = Memo::new(move |_| {
        stored.with_value(|at| store.record(at, |record| record.reference("decision"))).flatten()
    });
    let decides = Memo::new(move |_| {
        let kind = stored.with_value(|at| store.record(at, |record| ItemKind::read(record, "kind")));
        kind == Some(ItemKind::Decision)
    });
    let options = Signal::derive(move || {
        let (lang, working) = (store.lang.get(), store.working());
        let none = (String::new(), words::session::no_decision(lang).to_owned());
        let all = store.records(Section::Decisions, decisions);
        let asked = all.into_iter().filter(|one| !one.question.is_empty());
        let named = asked.map(|one| (one.id.to_string(), one.question.reads(lang, working).to_owned()));
        std::iter::once(none).chain(named).collect()
    });
    view! {
        <Show when=move || decides.get() && store.may_edit(Section::Session)>
            <SelectField
                at=stored.with_value(|at| at.field("decision"))
                label=Signal::derive(move || words::session::decision_label(store.lang.get()).to_owned())
                options=options
            />
        </Show>
        {move || {
            chosen.get().map(|id| {
                let at = RecordAt::new(Kind::Decision, id);
                view! { <p class="row">{linked_links(store, &[at], store.lang.get())}</p> }
            })
        }}
    }
    .into_any()
}

/// The sections that an item can be about.
const ABOUT: [Section; 9] = [
    Section::Vision,
    Section::Glossary,
    Section::Chain,
    Section::Roles,
    Section::Context,
    Section::Resources,
    Section::Governance,
    Section::Decisions,
    Section::Learning,
];

/// How long, what for, and about what.
#[component]
fn Settings(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let text = {
        let at = at.clone();
        move |field: &'static str| {
            let at = at.clone();
            Signal::derive(move || {
                store.record(&at, |record| record.text(field).to_owned()).unwrap_or_default()
            })
        }
    };
    let minutes = {
        let at = at.clone();
        move || store.record(&at, |record| record.int("minutes").unwrap_or(0)).unwrap_or(0).to_string()
    };
    let kinds = move || {
        let (lang, chosen) = (store.lang.get(), text("kind").get());
        let chosen = ItemKind::from_key(&chosen);
        let option = |kind: &ItemKind| view! { <option value=kind.key() selected=*kind == chosen>{kind_words(*kind, lang)}</option> };
        ItemKind::ALL.iter().map(option).collect_view()
    };
    let (timed, kinded, about) = (at.clone(), at.clone(), at.clone());
    let on = {
        let at = at.clone();
        move || {
            let lang = store.lang.get();
            let chosen = store.record(&at, |record| record.text("on").to_owned()).unwrap_or_default();
            let none = view! { <option value="" selected=chosen.is_empty()>{words::session::about_nothing(lang)}</option> };
            let sections = ABOUT
                .into_iter()
                .map(|section| {
                    let is_chosen = chosen == section.key();
                    view! { <option value=section.key() selected=is_chosen>{section_name(section, lang)}</option> }
                })
                .collect_view();
            view! { {none} {sections} }
        }
    };
    view! {
        <div class="agenda-settings">
            <label>
                <span class="hidden-words">{move || words::session::minutes_label(store.lang.get())}</span>
                <input
                    class="input"
                    type="number"
                    min="0"
                    max=MAX_MINUTES
                    prop:value=minutes
                    on:change=move |event| {
                        if let Ok(minutes) = event_target_value(&event).parse::<i64>() {
                            store.act(Act::set(timed.field("minutes"), Scalar::Int(minutes.clamp(0, MAX_MINUTES))));
                        }
                    }
                />
                <span aria-hidden="true">{move || words::session::min(store.lang.get())}</span>
            </label>
            <select
                class="input"
                aria-label=move || words::session::kind_label(store.lang.get())
                on:change=move |event| store.act(Act::set(kinded.field("kind"), Scalar::Text(event_target_value(&event))))
            >
                {kinds}
            </select>
            <select
                class="input"
                aria-label=move || words::session::about_label(store.lang.get())
                on:change=move |event| {
                    let chosen = event_target_value(&event);
                    store.act(Act::set(about.field("on"), (!chosen.is_empty()).then_some(Scalar::Text(chosen))));
                }
            >
                {on}
            </select>
        </div>
    }
    .into_any()
}
