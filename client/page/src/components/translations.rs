//! The texts of one object in the board's other languages: which are missing, and where to write them.

use super::text_block::{Lines, TextBlock};
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::lang::Lang;
use shared::record::{RecordAt, translation};
use shared::sections::Shape;
use shared::words;

/// The object's texts that say something in the board's working language, by field.
fn written(store: Store, at: &RecordAt) -> Vec<(&'static str, String)> {
    let fields = at.kind.spec().fields.iter().filter(|field| field.shape == Shape::Translated);
    let said = fields.map(|field| (field.key, store.record(at, |record| record.text(field.key).to_owned())));
    said.filter_map(|(key, text)| Some((key, text.filter(|text| !text.trim().is_empty())?))).collect()
}

fn others(store: Store) -> Vec<Lang> {
    let working = store.working();
    Lang::ALL.into_iter().filter(|lang| *lang != working).collect()
}

/// The languages in which one of the texts is missing.
fn missing(store: Store, at: &RecordAt) -> Vec<Lang> {
    let fields = written(store, at);
    let lacks = |lang: &Lang| {
        let is_empty = |key: &str| {
            store.record(at, |record| record.text(&translation(key, *lang)).is_empty()).unwrap_or(true)
        };
        fields.iter().any(|(key, _)| is_empty(key))
    };
    others(store).into_iter().filter(lacks).collect()
}

/// Nothing where the object has no text to translate.
#[component]
pub fn Translations(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let at = StoredValue::new(at);
    let fields = Memo::new(move |_| {
        at.with_value(|at| written(store, at)).into_iter().map(|(key, _)| key).collect::<Vec<&'static str>>()
    });
    let gaps = Memo::new(move |_| at.with_value(|at| missing(store, at)));
    let state = move || {
        let lang = store.lang.get();
        let codes: Vec<String> =
            gaps.get().into_iter().map(|lang| crate::device::upper(lang.code())).collect();
        match codes.is_empty() {
            true => {
                view! { <span class="tag ok">{icon(Icon::Check, 14)} {words::shell::translated(lang)}</span> }
                    .into_any()
            }
            false => {
                let label = words::glossary::missing_in(lang, codes.join(" "));
                view! { <span class="tag warn" title=label>{codes.join(" ")} " ?"</span> }.into_any()
            }
        }
    };
    let field = move |key: &'static str| {
        let original = move || at.with_value(|at| store.record(at, |record| record.text(key).to_owned()));
        let one = move |lang: Lang| {
            let label = Signal::derive(move || {
                let original = original().unwrap_or_default();
                words::shell::in_language(store.lang.get(), name_of(store.lang.get(), lang), original)
            });
            view! {
                <div class="row upper">
                    <span class="tongue" aria-hidden="true">{crate::device::upper(lang.code())}</span>
                    <div class="grow">
                        <TextBlock at=at.get_value() field=key lines=Lines::Many class="boxed" label=label tongue=lang />
                    </div>
                </div>
            }
            .into_any()
        };
        view! {
            <li class="stack">
                <small class="muted">{original}</small>
                {move || others(store).into_iter().map(one).collect_view()}
            </li>
        }
        .into_any()
    };
    view! {
        <Show when=move || !fields.with(Vec::is_empty)>
            <details class="panel-part translations">
                <summary class="row">
                    <h3 class="grow">{move || words::shell::other_languages(store.lang.get())}</h3>
                    {state}
                </summary>
                <ul class="stack-3">
                    <For each=move || fields.get() key=|key| *key let:key>
                        {field(key)}
                    </For>
                </ul>
            </details>
        </Show>
    }
    .into_any()
}

/// A language's name in the reader's own.
fn name_of(lang: Lang, named: Lang) -> &'static str {
    match named {
        Lang::Fr => words::shell::french(lang),
        Lang::De => words::shell::german(lang),
        Lang::En => words::shell::english(lang),
    }
}
