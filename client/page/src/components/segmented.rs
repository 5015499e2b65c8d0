//! Two or three ways, one at a time.

use crate::icons::{Icon, icon};
use leptos::prelude::*;

/// One of the ways.
#[derive(Clone)]
pub struct Choice {
    pub key: &'static str,
    pub drawing: Option<Icon>,
    pub words: Signal<String>,
}

/// Buttons side by side; `chosen` is the key of the pressed one.
#[component]
pub fn Segmented(
    #[prop(into)] label: Signal<String>,
    choices: Vec<Choice>,
    #[prop(into)] chosen: Signal<String>,
    #[prop(into)] on_choose: Callback<&'static str>,
) -> impl IntoView {
    let buttons = choices
        .into_iter()
        .map(|Choice { key, drawing, words }| {
            view! {
                <button
                    type="button"
                    aria-pressed=move || (chosen.get() == key).to_string()
                    on:click=move |_| on_choose.run(key)
                >
                    {drawing.map(|drawing| icon(drawing, 16))}
                    <span>{move || words.get()}</span>
                </button>
            }
        })
        .collect_view();
    view! { <div class="segmented" role="group" aria-label=move || label.get()>{buttons}</div> }.into_any()
}
