//! Work that was handed to the secretariat: read here, and taken into the board as the
//! secretariat's own act, or left. Texts are carried over to what stands there now.

use super::Table;
use crate::device;
use crate::icons::{Icon, icon};
use crate::shell::called;
use crate::store::Store;
use leptos::prelude::*;
use shared::act::{Act, Edit, Message};
use shared::compare::{self, Difference};
use shared::desk::Ask;
use shared::difference::{Piece, carried, pieces};
use shared::door::Handed;
use shared::lang::Lang;
use shared::record::Records;
use shared::told::section_name;
use shared::words;

#[component]
pub fn HandedWork(table: Table) -> impl IntoView {
    let store = table.store;
    view! {
        <Show when=move || !store.handed.with(Vec::is_empty)>
            <section class="waiting-room handed" aria-labelledby="handed-work">
                <header>
                    {icon(Icon::Merge, 18)}
                    <h2 id="handed-work" tabindex="-1">{move || words::members::handed(store.lang.get())}</h2>
                    <small>{move || words::members::handed_words(store.lang.get())}</small>
                </header>
                <ul>
                    <For
                        each=move || store.handed.get()
                        key=|work| work.id.clone()
                        children=move |work| view! { <HandedRow table=table work=work /> }
                    />
                </ul>
            </section>
        </Show>
    }
    .into_any()
}

#[component]
fn HandedRow(table: Table, work: Handed) -> impl IntoView {
    let store = table.store;
    let (member, at) = (work.member.clone(), work.at);
    let head = move || {
        let lang = store.lang.get();
        words::members::handed_by(lang, called(store, &member), device::since(lang, at))
    };
    let told = work.differences.iter().filter_map(|difference| tell(store, difference)).collect_view();
    let id = StoredValue::new(work.id);
    let differences = StoredValue::new(work.differences);
    let away = move || {
        let ask = Ask::PutAway { board: table.board.get_value(), id: id.get_value() };
        store.ask_for(ask, move |_| {
            let gone = id.get_value();
            store.handed.update(|handed| handed.retain(|work| work.id != gone));
        });
    };
    let take_in = move |_| {
        let edits = store.peek(|records| {
            differences
                .with_value(|all| all.iter().flat_map(|one| edits_now(one, records)).collect::<Vec<_>>())
        });
        if !edits.is_empty() {
            store.act(Act::new(Message::Import, edits));
        }
        store.tell(words::members::taken_in(store.lang.get_untracked()), true);
        away();
    };
    view! {
        <li>
            <div class="stack">
                <b>{head}</b>
                <ul class="differences">{told}</ul>
            </div>
            <span class="waiter-answers">
                <button class="button primary" type="button" on:click=take_in>
                    {move || words::members::take_in(store.lang.get())}
                </button>
                <button class="button" type="button" on:click=move |_| away()>
                    {move || words::members::put_away(store.lang.get())}
                </button>
            </span>
        </li>
    }
    .into_any()
}

/// What makes the difference on the board as it is now: a text that went on keeps what others wrote.
fn edits_now(difference: &Difference, now: &Records) -> Vec<Edit> {
    match difference {
        Difference::Text { at, from, to } => {
            let standing = now.get(at.record.kind, &at.record.id);
            let onto = standing.map_or("", |record| record.text(&at.field));
            let to = carried(from, to, onto);
            compare::edits(&Difference::Text { at: at.clone(), from: onto.to_owned(), to }, now)
        }
        Difference::Added { .. }
        | Difference::Removed { .. }
        | Difference::Restored { .. }
        | Difference::Value { .. } => compare::edits(difference, now),
    }
}

/// One difference in words; nothing for where a card stands among others.
fn tell(store: Store, difference: &Difference) -> Option<AnyView> {
    let at = difference.record();
    let (verb, body): (fn(Lang) -> &'static str, AnyView) = match difference {
        Difference::Added { record } => {
            let title = title_in(|field| record.text(field).to_owned());
            (words::members::difference_added, view! { <ins>{title}</ins> }.into_any())
        }
        Difference::Removed { .. } => (words::members::difference_removed, ().into_any()),
        Difference::Restored { .. } => (words::members::difference_restored, ().into_any()),
        Difference::Text { from, to, .. } => (words::members::difference_changed, marked(from, to)),
        Difference::Value { at, from, to } if compare::is_told(at.record.kind, &at.field) => {
            let said = |value: &Option<shared::record::Scalar>| {
                value.as_ref().and_then(|value| value.as_str()).unwrap_or_default().to_owned()
            };
            (words::members::difference_changed, marked(&said(from), &said(to)))
        }
        Difference::Value { .. } => return None,
    };
    let title = store.peek(|records| {
        let standing = records.get(at.kind, &at.id);
        standing.map(|record| title_in(|field| record.text(field).to_owned())).unwrap_or_default()
    });
    let head = move || {
        let lang = store.lang.get();
        format!("{} · {}", section_name(at.kind.section(), lang), verb(lang))
    };
    Some(view! { <li><small>{head}</small> <b>{title}</b> <span>{body}</span></li> }.into_any())
}

/// What a record is called, by whichever field says so.
fn title_in(text: impl Fn(&str) -> String) -> String {
    let named = ["title", "name", "term"].into_iter().map(text).find(|title| !title.is_empty());
    named.unwrap_or_default()
}

fn marked(from: &str, to: &str) -> AnyView {
    let marked = pieces(from, to).into_iter().map(|piece| match piece {
        Piece::Same(text) => view! { <span>{text}</span> }.into_any(),
        Piece::Gone(text) => view! { <del>{text}</del> }.into_any(),
        Piece::New(text) => view! { <ins>{text}</ins> }.into_any(),
    });
    marked.collect_view().into_any()
}
