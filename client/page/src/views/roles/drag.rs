//! Dragging a row by its handle. Alt and arrows, and the row's panel, do the same.

use super::matrix::Line;
use super::{Table, edits};
use crate::device;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::words::roles as words;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

/// A row on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Dragged {
    pub row: RecordId,
    /// The line under the pointer, and whether it would land below it.
    pub on: Option<(Line, bool)>,
}

/// The handle of a row, for those who may edit.
pub fn handle(table: Table, row: RecordId) -> AnyView {
    let row = StoredValue::new(row);
    let take = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        event.prevent_default();
        if let Some(handle) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // Fails only for a pointer that is gone already, whose drag is over.
            let _ = handle.set_pointer_capture(event.pointer_id());
        }
        table.dragged.set(Some(Dragged { row: row.get_value(), on: None }));
    };
    let carry = move |event: PointerEvent| {
        table.dragged.update(|dragged| {
            if let Some(dragged) = dragged {
                dragged.on = under(&event);
            }
        });
    };
    let put_down = move |_| {
        let dragged = table.dragged.try_update(Option::take).flatten();
        if let Some(Dragged { row, on: Some((line, below)) }) = dragged {
            edits::drop_row(table, &row, &line, below);
        }
    };
    view! {
        <Show when=move || table.may_edit()>
            <span
                class="row-handle"
                aria-hidden="true"
                title=move || words::drag_row(table.lang())
                on:pointerdown=take
                on:pointermove=carry
                on:pointerup=put_down
                on:pointercancel=move |_| table.dragged.set(None)
                on:click=|event| event.stop_propagation()
            >
                {icon(Icon::Grip, 16)}
            </span>
        </Show>
    }
    .into_any()
}

/// The line of the table under the pointer, and whether the pointer is in its lower half.
fn under(event: &PointerEvent) -> Option<(Line, bool)> {
    let (x, y) = (event.client_x() as f32, event.client_y() as f32);
    let line = device::document().element_from_point(x, y)?.closest(".matrix tbody tr").ok()??;
    let rect = line.get_bounding_client_rect();
    let below = f64::from(event.client_y()) > rect.top() + rect.height() / 2.0;
    if let Some(group) = line.get_attribute("data-group") {
        return Some((Line::Group(RecordId::parse(&group)), false));
    }
    let row = line.query_selector("[data-row]").ok().flatten()?.get_attribute("data-row")?;
    Some((Line::Row(RecordId::parse(&row)?), below))
}

/// The class of a line under a row on its way: where it would land.
pub fn mark(table: Table, line: &Line) -> &'static str {
    table.dragged.with(|dragged| {
        let Some(dragged) = dragged else { return "" };
        match (&dragged.on, line) {
            (_, Line::Row(row)) if dragged.row == *row => "on-its-way",
            (Some((on, below)), line) if on == line => match *below || matches!(line, Line::Group(_)) {
                true => "drop-below",
                false => "drop-above",
            },
            (Some(_) | None, _) => "",
        }
    })
}
