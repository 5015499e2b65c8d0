//! Moving focus to something that is about to be drawn.

use crate::device;
use leptos::prelude::request_animation_frame;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Focuses what `selector` finds, once the view has been drawn.
pub fn focus_soon(selector: String) {
    request_animation_frame(move || {
        let found = device::document().query_selector(&selector).ok().flatten();
        if let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            // Focus cannot fail on an element of the page.
            let _ = element.focus();
        }
    });
}
