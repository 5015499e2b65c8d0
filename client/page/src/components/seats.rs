//! The round table, seen from above, with one seat per organisation in the order of joining:
//! the logo, a partnership's thumbnail, the mark of the open board.

use crate::store::Store;
use leptos::prelude::*;
use shared::px::{Px, within};
use std::f64::consts::PI;

/// A mark with these hues, one per seat. Decorative: a name always stands beside it.
#[component]
pub fn Mark(#[prop(into)] hues: Signal<Vec<u8>>, #[prop(default = 32)] size: u32) -> impl IntoView {
    view! {
        <svg class="mark" width=size height=size viewBox="0 0 32 32" aria-hidden="true">
            <circle class="mark-table" cx="16" cy="16" r="6.54"></circle>
            {move || {
                let hues = hues.get();
                let seats = hues.len().max(1) as f64;
                // More seats than the design's seven are drawn smaller, so that none overlap.
                let radius = within(12.14 * (PI / seats).sin() * 0.64, 1.2, 3.36);
                hues.into_iter()
                    .enumerate()
                    .map(|(at, hue)| {
                        let angle = 2.0 * PI * at as f64 / seats - PI / 2.0;
                        let (x, y) = (16.0 + 12.14 * angle.cos(), 16.0 + 12.14 * angle.sin());
                        view! {
                            <circle
                                class=format!("mark-seat hue-{hue}")
                                cx=Px(x).to_string()
                                cy=Px(y).to_string()
                                r=Px(radius).to_string()
                            ></circle>
                        }
                    })
                    .collect_view()
            }}
        </svg>
    }
    .into_any()
}

/// The mark of the open board.
#[component]
pub fn BoardMark(#[prop(default = 32)] size: u32) -> impl IntoView {
    let store = Store::here();
    let hues =
        Memo::new(move |_| store.organisations().into_iter().map(|(_, badge)| badge.hue).collect::<Vec<_>>());
    view! { <Mark hues=hues size=size /> }
}
