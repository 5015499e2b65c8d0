//! What somebody's support unblocks: objectives, elements of the chain, risks.

use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::act::Act;
use shared::ids::RecordId;
use shared::questions::settle::title;
use shared::record::{RecordAt, Records, Scalar};
use shared::sections::{Kind, Section};
use shared::words;

const UNBLOCKED: [Kind; 3] = [Kind::Objective, Kind::Node, Kind::Risk];
const SECTIONS: [Section; 2] = [Section::Vision, Section::Chain];

fn find(records: &Records, id: &str) -> Option<RecordAt> {
    let id = RecordId::parse(id)?;
    UNBLOCKED
        .into_iter()
        .find(|kind| records.get(*kind, &id).is_some_and(|record| !record.is_removed()))
        .map(|kind| RecordAt::new(kind, id.clone()))
}

#[component]
pub fn Unblocks(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let section = at.kind.section();
    let at = StoredValue::new(at);
    let chosen = Memo::new(move |_| {
        let lang = store.lang.get();
        store.records_of(&SECTIONS, |records| {
            let record = at.with_value(|at| records.get(at.kind, &at.id));
            let ids = record.into_iter().flat_map(|record| record.set("unblocks"));
            ids.filter_map(|id| Some((id.to_owned(), title(&find(records, id)?, records, lang))))
                .collect::<Vec<_>>()
        })
    });
    let others = Memo::new(move |_| {
        let lang = store.lang.get();
        let chosen = chosen.get();
        store.records_of(&SECTIONS, |records| {
            UNBLOCKED
                .into_iter()
                .flat_map(|kind| records.in_order(kind))
                .filter(|record| chosen.iter().all(|(id, _)| *id != record.id.as_str()))
                .map(|record| {
                    let at = RecordAt::new(record.kind, record.id.clone());
                    (record.id.to_string(), title(&at, records, lang))
                })
                .collect::<Vec<_>>()
        })
    });
    let set = move |id: &str, on: bool| {
        let cell = at.with_value(|at| at.cell("unblocks", id));
        store.act(Act::set(cell, Scalar::Flag(on)));
    };
    let row = move |(id, name): (String, String)| {
        let label = name.clone();
        view! {
            <li class="pill">
                <span>{name}</span>
                <Show when=move || store.may_edit(section)>
                    <button
                        type="button"
                        aria-label={
                            let label = label.clone();
                            move || words::vision::unblocks_remove(store.lang.get(), &label)
                        }
                        on:click={
                            let id = id.clone();
                            move |_| set(&id, false)
                        }
                    >
                        {icon(Icon::Close, 14)}
                    </button>
                </Show>
            </li>
        }
    };
    view! {
        <ul class="pills">
            <For each=move || chosen.get() key=|row| row.clone() children=row />
        </ul>
        <Show when=move || store.may_edit(section)>
            <select
                class="input"
                aria-label=move || words::vision::unblocks_add(store.lang.get())
                on:change=move |event| set(&event_target_value(&event), true)
            >
                <option value="" selected>{move || words::vision::unblocks_add(store.lang.get())}</option>
                {move || {
                    others
                        .get()
                        .into_iter()
                        .map(|(id, name)| view! { <option value=id>{name}</option> })
                        .collect_view()
                }}
            </select>
        </Show>
    }
    .into_any()
}
