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
use shared::record::{RecordAt, Scalar, Value};
use shared::sections::roles::{Standing, acceptances, column_now, standing};
use shared::sections::{Kind, Section};
use shared::words::roles as words;

#[component]
pub fn Acceptances() -> impl IntoView {
    let table = expect_context::<Table>();
    let heads = move || {
        let heads = table.heads.get();
        heads.into_iter().filter(|head| head.is_organisation).map(|head| entry(table, head)).collect_view()
    };
    view! {
        <section class="acceptances">
            <h2>{move || words::accepting(table.lang())}</h2>
            <p class="muted">{move || words::accepting_lead(table.lang())}</p>
            <ul>{heads}</ul>
        </section>
    }
    .into_any()
}

fn entry(table: Table, head: Head) -> AnyView {
    let (id, badge) = (head.id.clone(), head.badge.clone());
    let standing = Memo::new(move |_| table.store.records(Section::Roles, |records| standing(records, &id)));
    let name = badge.name.clone();
    let said = move || {
        let lang = table.lang();
        standing.with(|standing| match standing {
            Standing::Open => words::accepted_open(lang, &name),
            Standing::Accepted { at } => words::accepted_at(lang, &name, device::iso_day(lang, at)),
            Standing::Changed { at, .. } => words::accepted_changed(lang, &name, device::iso_day(lang, at)),
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
    let own = head.id;
    let own = StoredValue::new(own);
    let may = move || own.with_value(|own| may_accept(table, own));
    let actions = move || {
        let lang = table.lang();
        let ask = match standing.get() {
            Standing::Open => Some(words::accept_own(lang)),
            Standing::Changed { .. } => Some(words::accept_again(lang)),
            Standing::Accepted { .. } => None,
        };
        may().then(|| match ask {
            Some(words) => view! {
                <button class="button primary dense" type="button" on:click=move |_| own.with_value(|own| accept(table, own))>
                    {icon(Icon::Check, 16)}
                    <span>{words}</span>
                </button>
            }
            .into_any(),
            None => view! {
                <button class="button dense" type="button" on:click=move |_| own.with_value(|own| withdraw(table, own))>
                    {words::withdraw_own(lang)}
                </button>
            }
            .into_any(),
        })
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
            {actions}
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
