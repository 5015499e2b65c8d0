//! The rules of conduct that all partners hold to.

use crate::components::{RemovedRows, RowMenu, TextBlock, add_last, move_by, moves};
use crate::focus::focus_soon;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::record::RecordAt;
use shared::sections::comments::path_of;
use shared::sections::{Kind, Section, vision};
use shared::words;

#[component]
pub fn Principles() -> impl IntoView {
    let store = Store::here();
    let rows = Memo::new(move |_| {
        store.records(Section::Vision, |records| {
            vision::principles(records).into_iter().map(|row| row.id).collect::<Vec<RecordId>>()
        })
    });
    let add = move |_| {
        let at = add_last(store, Kind::Principle, "", vec![]);
        focus_soon(format!("#row-{} textarea", at.id));
    };
    view! {
        <section>
            <h2>
                {move || words::vision::principles(store.lang.get())}
                <Show when=move || store.may_edit(Section::Vision)>
                    <button
                        class="button dense"
                        type="button"
                        aria-label=move || words::vision::add_principle(store.lang.get())
                        on:click=add
                    >
                        {icon(Icon::Plus, 16)}
                        {move || words::vision::principle(store.lang.get())}
                    </button>
                </Show>
            </h2>
            <Show when=move || rows.with(Vec::is_empty)>
                <p class="muted">{move || words::vision::no_principles(store.lang.get())}</p>
            </Show>
            <ul class="principles">
                <For
                    each=move || rows.get()
                    key=|id| id.clone()
                    children=|id| view! { <Principle at=RecordAt::new(Kind::Principle, id) /> }
                />
            </ul>
            <RemovedRows kind=Kind::Principle />
        </section>
    }
    .into_any()
}

#[component]
fn Principle(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let moved = at.clone();
    let row = format!("row-{}", at.id);
    let shown_at = path_of(&at);
    view! {
        <li
            id=row
            data-object=shown_at
            on:keydown=move |event| {
                if let Some(step) = moves(&event) {
                    event.prevent_default();
                    move_by(store, &moved, step);
                }
            }
        >
            {icon(Icon::Check, 18)}
            <TextBlock
                at=at.clone()
                field="text"
                label=Signal::derive(move || words::vision::principle(store.lang.get()).to_owned())
                placeholder=Signal::derive(move || words::vision::principle_hint(store.lang.get()).to_owned())
            />
            <RowMenu at=at />
        </li>
    }
    .into_any()
}
