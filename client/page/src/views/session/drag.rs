//! The handle of a row: dragged, it carries the row to where it is let go. The same is in the row's
//! menu, and on Alt with the arrows.

use crate::components::move_by;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::record::RecordAt;
use shared::words;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};

#[component]
pub(super) fn Handle(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    // The row that is dragged, and where it was taken.
    let taken = StoredValue::new_local(None::<HtmlElement>);
    let take = move |event: PointerEvent| {
        let Some(handle) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        let row = handle.closest("li").ok().flatten().and_then(|row| row.dyn_into::<HtmlElement>().ok());
        if let Some(row) = row {
            event.prevent_default();
            // Without capture the row is let go where the pointer leaves the handle.
            let _ = handle.set_pointer_capture(event.pointer_id());
            let _ = row.class_list().add_1("dragged");
            taken.set_value(Some(row));
        }
    };
    let let_go = move |event: PointerEvent| {
        let Some(row) = taken.try_update_value(Option::take).flatten() else { return };
        let _ = row.class_list().remove_1("dragged");
        if let Some(step) = steps(&row, f64::from(event.client_y())).filter(|step| *step != 0) {
            move_by(store, &at, step);
        }
    };
    let give_up = move |_| {
        if let Some(row) = taken.try_update_value(Option::take).flatten() {
            let _ = row.class_list().remove_1("dragged");
        }
    };
    view! {
        <span
            class="drag-handle"
            title=move || words::session::drag(store.lang.get())
            aria-hidden="true"
            on:pointerdown=take
            on:pointerup=let_go
            on:pointercancel=give_up
        >
            {icon(Icon::Grip, 16)}
        </span>
    }
    .into_any()
}

/// By how many rows the row moves if it is let go at `y`.
fn steps(row: &HtmlElement, y: f64) -> Option<i32> {
    let rows = row.parent_element()?.query_selector_all(":scope > li").ok()?;
    let mut from = None;
    let mut before = 0;
    for at in 0..rows.length() {
        let other = rows.get(at)?.dyn_into::<Element>().ok()?;
        let rect = other.get_bounding_client_rect();
        if other == **row {
            from = Some(at as i32);
        } else if rect.top() + rect.height() / 2.0 < y {
            before += 1;
        }
    }
    Some(before - from?)
}
