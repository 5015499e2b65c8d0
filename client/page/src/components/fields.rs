//! Fields that are set as a whole: a word of a list, a reference, a date.

use crate::store::Store;
use leptos::prelude::*;
use shared::act::Act;
use shared::record::{FieldAt, Scalar};

/// A choice among `options` (key, words). An empty key clears the field.
#[component]
pub fn SelectField(
    at: FieldAt,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let store = Store::here();
    let id = dom_id(&at);
    let section = at.record.kind.section();
    let chosen = {
        let at = at.clone();
        Memo::new(move |_| {
            store.record(&at.record, |record| record.text(&at.field).to_owned()).unwrap_or_default()
        })
    };
    let set = move |event| {
        let key = event_target_value(&event);
        store.act(Act::set(at.clone(), (!key.is_empty()).then_some(Scalar::Text(key))));
    };
    view! {
        <div class="field">
            <label for=id.clone()>{move || label.get()}</label>
            <select id=id class="input" disabled=move || !store.may_edit(section) on:change=set>
                {move || {
                    let chosen = chosen.get();
                    let options = options.get();
                    // Without a value, the first word is what readers read.
                    let any = options.iter().any(|(key, _)| *key == chosen);
                    options
                        .into_iter()
                        .enumerate()
                        .map(|(at, (key, words))| {
                            let is_chosen = key == chosen || (!any && at == 0);
                            view! { <option value=key selected=is_chosen>{words}</option> }
                        })
                        .collect_view()
                }}
            </select>
        </div>
    }
    .into_any()
}

/// A date (ISO 8601 in the document, the browser's own picker here).
#[component]
pub fn DateField(at: FieldAt, #[prop(into)] label: Signal<String>) -> impl IntoView {
    let store = Store::here();
    let id = dom_id(&at);
    let section = at.record.kind.section();
    let date = {
        let at = at.clone();
        Memo::new(move |_| {
            store.record(&at.record, |record| record.text(&at.field).to_owned()).unwrap_or_default()
        })
    };
    // A time of day behind the date is kept in the document, and not shown.
    let shown = move || date.get().chars().take("2026-01-31".len()).collect::<String>();
    let set = move |event| {
        let date = event_target_value(&event);
        store.act(Act::set(at.clone(), (!date.is_empty()).then_some(Scalar::Text(date))));
    };
    view! {
        <div class="field">
            <label for=id.clone()>{move || label.get()}</label>
            <input
                id=id
                class="input"
                type="date"
                prop:value=shown
                readonly=move || !store.may_edit(section)
                on:change=set
            />
        </div>
    }
    .into_any()
}

/// A field's name as an element's id, unique on the page.
fn dom_id(at: &FieldAt) -> String {
    let kind = at.record.kind.spec();
    format!("{}-{}-{}-{}", kind.section.key(), kind.collection.unwrap_or_default(), at.record.id, at.field)
}
