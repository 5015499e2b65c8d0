//! All cards in small, and a frame around what is in sight: dragged, or moved by arrow keys.

use super::hand::{Hand, Sight};
use super::sight;
use leptos::html;
use leptos::prelude::*;
use shared::px::Px;
use shared::words;
use std::fmt::Write as _;
use web_sys::{KeyboardEvent, PointerEvent};

/// Largest size of the map, in pixels.
const WIDTH_PX: f64 = 208.0;
const HEIGHT_PX: f64 = 150.0;
/// How much of what is in sight an arrow key moves it by.
const STEP: f64 = 0.25;

#[component]
pub fn Minimap(frame: NodeRef<html::Div>) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let element = NodeRef::<html::Div>::new();
    let held = StoredValue::new(false);
    let size = Memo::new(move |_| hand.layout.with(|layout| (layout.width, layout.height.max(1.0))));
    let scale = move || {
        let (width, height) = size.get();
        (WIDTH_PX / width).min(HEIGHT_PX / height)
    };
    let cards = move || {
        let scale = scale();
        let path = hand.path.get();
        hand.layout.with(|layout| {
            let mut out = String::new();
            for card in &layout.cards {
                let hot = if path.cards.contains(&card.id) { " class='hot'" } else { "" };
                // Writing to a string cannot fail.
                let _ = write!(
                    out,
                    "<rect{hot} x='{}' y='{}' width='{}' height='{}'/>",
                    Px(card.rect.x * scale),
                    Px(card.rect.y * scale),
                    Px(card.rect.width * scale),
                    Px((card.rect.height * scale).max(1.5))
                );
            }
            out
        })
    };
    let map_style = move || {
        let (width, height) = size.get();
        format!("width:{}px;height:{}px", Px(width * scale()), Px(height * scale()))
    };
    let frame_style = move || {
        let (seen, scale, (width, height)) = (hand.sight.get(), scale(), size.get());
        let (x, y) = (seen.x.min(width), seen.y.min(height));
        format!(
            "left:{}px;top:{}px;width:{}px;height:{}px",
            Px(x * scale),
            Px(y * scale),
            Px(seen.width.min(width - x) * scale),
            Px(seen.height.min(height - y) * scale)
        )
    };
    let look_at = move |event: &PointerEvent| {
        let Some(element) = element.get_untracked() else { return };
        let rect = element.get_bounding_client_rect();
        let scale = untrack(scale);
        let seen = hand.sight.get_untracked();
        let x = (f64::from(event.client_x()) - rect.left()) / scale - seen.width / 2.0;
        let y = (f64::from(event.client_y()) - rect.top()) / scale - seen.height / 2.0;
        sight::go_to(hand, frame, x, y);
    };
    let take = move |event: PointerEvent| {
        held.set_value(true);
        if let Some(element) = element.get_untracked() {
            // Fails only for a pointer that is gone already.
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        look_at(&event);
    };
    let keys = move |event: KeyboardEvent| {
        let Sight { x, y, width, height } = hand.sight.get_untracked();
        let (by_x, by_y) = match event.key().as_str() {
            "ArrowLeft" => (-STEP, 0.0),
            "ArrowRight" => (STEP, 0.0),
            "ArrowUp" => (0.0, -STEP),
            "ArrowDown" => (0.0, STEP),
            // Every other key is the page's or the browser's.
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        sight::go_to(hand, frame, x + by_x * width, y + by_y * height);
    };
    view! {
        <div
            class="chain-minimap"
            tabindex="0"
            role="group"
            aria-label=move || words::chain::minimap_keys(lang.get())
            on:keydown=keys
        >
            <div
                node_ref=element
                style=map_style
                on:pointerdown=take
                on:pointermove=move |event| {
                    if held.get_value() {
                        look_at(&event);
                    }
                }
                on:pointerup=move |_| held.set_value(false)
                on:pointercancel=move |_| held.set_value(false)
            >
                <svg aria-hidden="true" inner_html=cards></svg>
                <span class="chain-minimap-frame" style=frame_style></span>
            </div>
        </div>
    }
    .into_any()
}
