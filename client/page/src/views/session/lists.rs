//! What came of a meeting: who does what by when, and what was kept for another time.

use crate::components::{RowMenu, TextBlock, add_last, org_badge};
use crate::device;
use crate::focus::focus_soon;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::act::Act;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::record::{RecordAt, Scalar, Value};
use shared::sections::session::of_meeting;
use shared::sections::{Kind, Section};
use shared::words;

#[component]
pub(super) fn Actions(meeting: RecordId) -> impl IntoView {
    rows(Kind::Action, meeting, Icon::Tasks, words::minutes::actions, words::session::add_action)
}

#[component]
pub(super) fn Parked(meeting: RecordId) -> impl IntoView {
    rows(Kind::Parked, meeting, Icon::Parking, words::minutes::parked, words::session::add_parked)
}

fn rows(
    kind: Kind,
    meeting: RecordId,
    drawing: Icon,
    heading: fn(Lang) -> &'static str,
    adds: fn(Lang) -> &'static str,
) -> AnyView {
    let store = Store::here();
    let meeting = StoredValue::new(meeting);
    let ids = Memo::new(move |_| {
        store.records(Section::Session, |records| {
            let rows = meeting.with_value(|meeting| of_meeting(records, kind, meeting));
            rows.into_iter().map(|row| row.id.clone()).collect::<Vec<RecordId>>()
        })
    });
    let add = move |_| {
        let of = meeting.with_value(|meeting| Value::Scalar(Scalar::Text(meeting.to_string())));
        let at = add_last(store, kind, "", vec![("meeting".to_owned(), of)]);
        focus_soon(format!("#row-{} textarea", at.id));
    };
    view! {
        <section>
            <h2>
                {icon(drawing, 18)}
                {move || heading(store.lang.get())}
                <span class="count">{move || ids.with(Vec::len)}</span>
                <Show when=move || store.may_edit(Section::Session)>
                    <button
                        class="button dense"
                        type="button"
                        aria-label=move || adds(store.lang.get())
                        on:click=add
                    >
                        {icon(Icon::Plus, 16)}
                        {move || words::session::add(store.lang.get())}
                    </button>
                </Show>
            </h2>
            <ul class="noted">
                <For each=move || ids.get() key=|id| id.clone() children=move |id| row(RecordAt::new(kind, id)) />
            </ul>
        </section>
    }
    .into_any()
}

fn row(at: RecordAt) -> AnyView {
    let store = Store::here();
    let (id, kind) = (format!("row-{}", at.id), at.kind);
    let of = if kind == Kind::Action { "owner" } else { "organisation" };
    let label = if kind == Kind::Action { words::session::to_do } else { words::session::to_park };
    let owned = at.clone();
    let owner = Memo::new(move |_| store.record(&owned, |record| record.reference(of)).flatten());
    let badge = move || owner.get().map(|owner| org_badge(&store.badge(&owner), "sm"));
    view! {
        <li id=id>
            <span class="noted-who">{badge}</span>
            <TextBlock at=at.clone() field="title" label=Signal::derive(move || label(store.lang.get()).to_owned()) />
            <Owner at=at.clone() field=of owner=owner />
            {(kind == Kind::Action).then(|| view! { <Due at=at.clone() /> })}
            <RowMenu at=at />
        </li>
    }
    .into_any()
}

#[component]
fn Owner(at: RecordAt, field: &'static str, owner: Memo<Option<RecordId>>) -> impl IntoView {
    let store = Store::here();
    let label = move || {
        let lang = store.lang.get();
        if field == "owner" { words::session::owner(lang) } else { words::session::raised_by(lang) }
    };
    let options = move || {
        let chosen = owner.get();
        let none = view! { <option value="" selected=chosen.is_none()>{words::session::nobody_yet(store.lang.get())}</option> };
        let others = store
            .organisations()
            .into_iter()
            .map(|(id, badge)| {
                let is_chosen = chosen.as_ref() == Some(&id);
                view! { <option value=id.to_string() selected=is_chosen>{badge.name}</option> }
            })
            .collect_view();
        view! { {none} {others} }
    };
    view! {
        <select
            class="input noted-owner"
            aria-label=label
            disabled=move || !store.may_edit(Section::Session)
            on:change=move |event| {
                let chosen = event_target_value(&event);
                store.act(Act::set(at.field(field), (!chosen.is_empty()).then_some(Scalar::Text(chosen))));
            }
        >
            {options}
        </select>
    }
    .into_any()
}

/// The day by which it is done; its absence is said in words.
#[component]
fn Due(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let due = {
        let at = at.clone();
        Memo::new(move |_| store.record(&at, |record| record.text("due").to_owned()).unwrap_or_default())
    };
    let set = move |event| {
        let date = event_target_value(&event);
        store.act(Act::set(at.field("due"), (!date.is_empty()).then_some(Scalar::Text(date))));
    };
    let set = StoredValue::new(set);
    view! {
        <Show
            when=move || store.may_edit(Section::Session)
            fallback=move || {
                let lang = store.lang.get();
                match due.get().as_str() {
                    "" => view! { <span class="tag warn">{icon(Icon::Calendar, 13)} {words::minutes::no_date_tag(lang)}</span> }.into_any(),
                    date => view! { <small>{device::iso_day(lang, date)}</small> }.into_any(),
                }
            }
        >
            <input
                class="input noted-due"
                class:gap=move || due.with(String::is_empty)
                type="date"
                aria-label=move || {
                    let lang = store.lang.get();
                    match due.with(String::is_empty) {
                        true => words::session::due_missing(lang),
                        false => words::session::due(lang),
                    }
                }
                prop:value=move || due.get()
                on:change=move |event| set.with_value(|set| set(event))
            />
        </Show>
    }
    .into_any()
}
