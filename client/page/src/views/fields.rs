//! Labelled choices, sliders and dates, and where focus goes after something was made.

use crate::device;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

/// One of a list under a label: the value that is kept, and its words.
pub type Entry = (String, String);

/// A labelled list to choose from. `on_choose` gets the value of the chosen entry.
pub fn choice(
    label: Signal<String>,
    options: Signal<Vec<Entry>>,
    chosen: Signal<String>,
    disabled: Signal<bool>,
    on_choose: Callback<String>,
) -> AnyView {
    view! {
        <label class="field">
            <span class="field-label">{move || label.get()}</span>
            <select
                class="input"
                disabled=move || disabled.get()
                on:change=move |event| on_choose.run(event_target_value(&event))
            >
                {move || {
                    let chosen = chosen.get();
                    options
                        .get()
                        .into_iter()
                        .map(|(value, words)| {
                            let is_chosen = value == chosen;
                            view! { <option value=value selected=is_chosen>{words}</option> }
                        })
                        .collect_view()
                }}
            </select>
        </label>
    }
    .into_any()
}

/// A labelled scale from 0 to 100; `on_set` is told once the hand or the key lets go.
pub fn slider(
    label: Signal<String>,
    value: Signal<u8>,
    words: Signal<String>,
    disabled: Signal<bool>,
    on_set: Callback<u8>,
) -> AnyView {
    view! {
        <label class="field">
            <span class="row">
                <span class="field-label grow">{move || label.get()}</span>
                <b>{move || words.get()}</b>
            </span>
            <input
                class="slider"
                type="range"
                min="0"
                max="100"
                step="1"
                prop:value=move || value.get().to_string()
                aria-valuetext=move || words.get()
                style=move || format!("--filled:{}%", value.get())
                disabled=move || disabled.get()
                on:change=move |event| {
                    if let Ok(value) = event_target_value(&event).parse::<u8>() {
                        on_set.run(value.min(100));
                    }
                }
            />
        </label>
    }
    .into_any()
}

/// Gives focus to the first element that a selector finds, once what was just made is painted.
pub fn focus_soon(selector: String) {
    request_animation_frame(move || focus(&selector));
}

/// Gives focus to the first element that a selector finds; nothing where there is none.
pub fn focus(selector: &str) {
    let found = device::document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Focus cannot fail on an element of the page.
        let _ = element.focus();
    }
}

/// The element around an event's target that a selector finds.
pub fn around(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

/// Where people write.
pub const FIELDS: &str = "input, textarea, select, [contenteditable]";

/// Whether a key was pressed in a field where people write: its letters are text there.
pub fn is_in_field(event: &Event) -> bool {
    around(event, FIELDS).is_some()
}
