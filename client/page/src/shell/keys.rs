//! The keys that work everywhere on a board. Single letters only while nobody types.

use super::rail::IN_RAIL;
use crate::device;
use crate::nav::Nav;
use crate::store::Store;
use leptos::ev;
use leptos::prelude::*;
use shared::words;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

const LETTERS_SETTING: &str = "tablee.letters";

/// Whether single letters act (they can be switched off, WCAG 2.1.4).
pub fn letters_are_on() -> bool {
    device::setting(LETTERS_SETTING).as_deref() != Some("off")
}

pub fn keep_letters(on: bool) {
    device::keep_setting(LETTERS_SETTING, if on { "on" } else { "off" });
}

/// Whether a single letter acts now: nobody types, and they are not switched off.
pub fn letters_act() -> bool {
    !is_typing() && letters_are_on()
}

/// What keys open.
#[derive(Clone, Copy)]
pub struct Opens {
    pub help: RwSignal<bool>,
    pub palette: RwSignal<bool>,
}

/// Listens for as long as the board is shown.
pub fn listen(store: Store, nav: Nav, opens: Opens) {
    let after_g = StoredValue::new(false);
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || event.is_composing() {
            return;
        }
        let key = event.key();
        if event.ctrl_key() || event.meta_key() {
            if key.eq_ignore_ascii_case("k") && !event.shift_key() {
                event.prevent_default();
                return opens.palette.update(|open| *open = !*open);
            }
            return undo_or_redo(store, &event, &key);
        }
        match key.as_str() {
            "F6" => {
                event.prevent_default();
                return next_region(if event.shift_key() { -1 } else { 1 });
            }
            "Escape" => {
                if nav.place_now().is_some_and(|place| place.object.is_some()) {
                    nav.select(None);
                }
                return;
            }
            // Letters, below.
            _ => {}
        }
        if event.alt_key() || !letters_act() {
            return;
        }
        let was_g = after_g.get_value();
        after_g.set_value(key == "g");
        if key == "?" {
            opens.help.set(true);
        } else if was_g {
            let letters = words::shell::letters(store.lang.get_untracked());
            let found =
                IN_RAIL.into_iter().zip(letters.chars()).find(|(_, letter)| key == letter.to_string());
            if let (Some(((section, ..), _)), Some(place)) = (found, nav.place_now()) {
                event.prevent_default();
                nav.go(&place.to(section).path());
            }
        }
    });
    on_cleanup(move || handle.remove());
}

fn undo_or_redo(store: Store, event: &KeyboardEvent, key: &str) {
    // What is taken back would not be seen.
    if store.is_past_now() {
        return;
    }
    // The browser's own undo knows nothing of what others typed meanwhile.
    match (key.to_ascii_lowercase().as_str(), event.shift_key()) {
        ("z", false) => {
            event.prevent_default();
            store.undo();
        }
        ("z", true) | ("y", false) => {
            event.prevent_default();
            store.redo();
        }
        // Every other combination is the browser's.
        _ => {}
    }
}

/// Whether letters are text now, or a dialog is open.
pub fn is_typing() -> bool {
    let Some(active) = device::document().active_element() else { return false };
    matches!(active.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        || device::document().query_selector("dialog[open]").is_ok_and(|open| open.is_some())
}

/// Moves focus to the next visible region: top, rail, main, panel, bar below.
fn next_region(step: i32) {
    let Ok(found) = device::document().query_selector_all("[data-region], #main, #panel") else { return };
    let regions: Vec<HtmlElement> = (0..found.length())
        .filter_map(|at| found.get(at)?.dyn_into::<HtmlElement>().ok())
        .filter(|region| region.offset_parent().is_some() || region.client_height() > 0)
        .collect();
    if regions.is_empty() {
        return;
    }
    let active = device::document().active_element();
    let at = regions.iter().position(|region| region.contains(active.as_ref().map(AsRef::as_ref)));
    let count = regions.len() as i32;
    let next = match at {
        Some(at) => (at as i32 + step).rem_euclid(count),
        None if step < 0 => count - 1,
        None => 0,
    };
    let region = &regions[next as usize];
    let inner = region
        .query_selector("a[href], button:not(:disabled), textarea, input, select, [tabindex=\"0\"]")
        .ok()
        .flatten()
        .and_then(|found: Element| found.dyn_into::<HtmlElement>().ok());
    let target = if region.has_attribute("tabindex") { Some(region.clone()) } else { inner };
    if let Some(target) = target {
        // Focus cannot fail on a visible element.
        let _ = target.focus();
    }
}
