//! Each organisation accepts its own column; the table sees who did, and what has changed since.

use super::{Head, Table};
use crate::components::org_badge;
use crate::device;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::act::{Act, Edit, Message};
use shared::ids::RecordId;
use shared::numbers::iso;
use shared::policy::{Touch, Verb, Whose};
use shared::record::{RecordAt, Records, Scalar, Value};
use shared::sections::roles::{Standing, acceptances, column_now, standing};
use shared::sections::{Kind, Section};
use shared::words::roles as words;

/// How each organisation stands to its column, worked out once for the line and the list.
type Standings = Memo<Vec<(RecordId, Standing)>>;

#[component]
pub fn Acceptances() -> impl IntoView {
    let table = expect_context::<Table>();
    let organisations = move || table.heads.get().into_iter().filter(|head| head.is_organisation);
    let standings: Standings = Memo::new(move |_| {
        let of_each = |records: &Records| {
            organisations().map(|head| (head.id.clone(), standing(records, &head.id))).collect()
        };
        table.store.records(Section::Roles, of_each)
    });
    let count = move || {
        standings.with(|all| {
            let done =
                all.iter().filter(|(_, standing)| matches!(standing, Standing::Accepted { .. })).count();
            words::accepting_count(table.lang(), all.len(), done)
        })
    };
    let own = move || {
        let head = organisations().find(|head| may_accept(table, &head.id));
        head.map(|head| own_action(table, head.id, standings))
    };
    view! {
        <section class="acceptances">
            <details>
                <summary>
                    <h2>{move || words::accepting(table.lang())}</h2>
                    <span class="muted">{count}</span>
                </summary>
                <p class="muted">{move || words::accepting_lead(table.lang())}</p>
                <ul>{move || organisations().map(|head| entry(table, head, standings)).collect_view()}</ul>
            </details>
            {own}
        </section>
    }
    .into_any()
}

/// The button with which an organisation accepts its column, again too, or takes it back.
fn own_action(table: Table, own: RecordId, standings: Standings) -> AnyView {
    let standing = standing_of(standings, own.clone());
    let own = StoredValue::new(own);
    let action = move || {
        let lang = table.lang();
        let ask = match standing.get() {
            Standing::Open => words::accept_own(lang),
            Standing::Changed { .. } => words::accept_again(lang),
            Standing::Accepted { .. } => {
                return view! {
                    <button class="button dense" type="button" on:click=move |_| own.with_value(|own| withdraw(table, own))>
                        {words::withdraw_own(lang)}
                    </button>
                }
                .into_any();
            }
        };
        view! {
            <button class="button primary dense" type="button" on:click=move |_| own.with_value(|own| accept(table, own))>
                {icon(Icon::Check, 16)}
                <span>{ask}</span>
            </button>
        }
        .into_any()
    };
    action.into_any()
}

/// How one organisation stands, told anew only when that changes.
fn standing_of(standings: Standings, organisation: RecordId) -> Memo<Standing> {
    Memo::new(move |_| {
        let own = |all: &Vec<(RecordId, Standing)>| {
            all.iter().find(|(id, _)| *id == organisation).map(|(_, standing)| standing.clone())
        };
        standings.with(own).unwrap_or(Standing::Open)
    })
}

fn entry(table: Table, head: Head, standings: Standings) -> AnyView {
    let badge = head.badge;
    let standing = standing_of(standings, head.id);
    let name = badge.name.clone();
    let said = move || {
        let lang = table.lang();
        standing.with(|standing| match standing {
            Standing::Open => words::accepted_open(lang, &name),
            Standing::Accepted { at } => words::accepted_at(lang, device::iso_day(lang, at), &name),
            Standing::Changed { at, .. } => words::accepted_changed(lang, device::iso_day(lang, at), &name),
        })
    };
    let drawing = move || {
        standing.with(|standing| match standing {
            Standing::Open => icon(Icon::Clock, 16),
            Standing::Accepted { .. } => icon(Icon::Check, 16),
            Standing::Changed { .. } => icon(Icon::Warning, 16),
        })
    };
    let rows = move || {
        let Standing::Changed { rows, .. } = standing.get() else { return None };
        let named = rows.iter().map(|row| table.title(row)).collect::<Vec<_>>().join(" · ");
        Some(view! { <p class="muted small">{words::changed_rows(table.lang(), named)}</p> })
    };
    let class = move || {
        standing.with(|standing| match standing {
            Standing::Open => "",
            Standing::Accepted { .. } => "ok",
            Standing::Changed { .. } => "warn",
        })
    };
    view! {
        <li class=class>
            {org_badge(&badge, "")}
            <div>
                <p>{drawing} <span>{said}</span></p>
                {rows}
            </div>
        </li>
    }
    .into_any()
}

/// Only a partner of the organisation itself; the server judges by the same rule.
fn may_accept(table: Table, organisation: &RecordId) -> bool {
    let at = RecordAt::single(Kind::Acceptance);
    table.store.may(&Touch::of_record(at, Verb::Create).by(Whose::Organisation(organisation.clone())))
}

fn accept(table: Table, organisation: &RecordId) {
    let store = table.store;
    let column = store.peek(|records| column_now(records, organisation));
    let lang = store.lang.get_untracked();
    if column.is_empty() {
        return store.tell(words::accept_nothing(lang), false);
    }
    let values = [("organisation", organisation.to_string()), ("digest", column), ("at", iso(device::now()))];
    let values = values.map(|(key, text)| (key.to_owned(), Value::Scalar(Scalar::Text(text)))).into();
    store.act(Act::create(RecordAt::new(Kind::Acceptance, store.new_id()), values));
    store.tell(words::accepted_now(lang), true);
}

fn withdraw(table: Table, organisation: &RecordId) {
    let own = table.store.peek(acceptances).into_iter();
    let own = own.filter(|one| one.organisation.as_ref() == Some(organisation));
    let edits = own.map(|one| Edit::Remove { at: RecordAt::new(Kind::Acceptance, one.id) }).collect();
    table.store.act(Act::new(Message::Remove, edits));
}
