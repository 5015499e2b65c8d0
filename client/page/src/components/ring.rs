//! The round table with what each seat said, in the order of the seats: small in lists, large
//! with letters where people vote or sit in session. Never the ring alone: words stand beside
//! it, and its name says every position.

use crate::store::Badge;
use leptos::prelude::*;
use shared::px::{Px, within};
use std::f64::consts::PI;

/// What a seat shows: a sign and a form of line, and only then a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stand {
    /// A tick.
    Approve,
    /// A wave.
    Reservations,
    /// A bar.
    Abstain,
    /// An exclamation mark.
    Object,
    /// A dashed edge in the organisation's hue.
    Waiting,
    /// A dashed edge in grey.
    Absent,
}

impl Stand {
    /// The sign's path, around its own middle; nothing where there is none.
    fn sign(self) -> Option<&'static str> {
        match self {
            Stand::Approve => Some("M-2.8 .1l2 2.1l3.7-4.2"),
            Stand::Reservations => Some("M-2.6 .8q1.3-1.8 2.6 0t2.6 0"),
            Stand::Abstain => Some("M-2.6 0h5.2"),
            Stand::Object => Some("M0-3.2v3.4M0 3v.1"),
            Stand::Waiting | Stand::Absent => None,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Stand::Approve => "approve",
            Stand::Reservations => "reservations",
            Stand::Abstain => "abstain",
            Stand::Object => "object",
            Stand::Waiting => "waiting",
            Stand::Absent => "absent",
        }
    }
}

/// One seat of the ring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingSeat {
    pub badge: Badge,
    pub stand: Stand,
    /// The reader's own organisation.
    pub is_own: bool,
}

/// A small ring with a number in its middle. `label` says all positions in words.
#[component]
pub fn SmallRing(
    #[prop(into)] seats: Signal<Vec<RingSeat>>,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] number: Signal<String>,
) -> impl IntoView {
    let drawn = move || {
        let seats = seats.get();
        let radius = seat_radius(seats.len(), 26.0, 8.5);
        let places = places(seats.len(), 36.0, 26.0);
        let seat = |(seat, (x, y)): (RingSeat, (f64, f64))| {
            let class = format!("ring-seat hue-{} {}", seat.badge.hue, seat.stand.class());
            let sign = seat.stand.sign().map(|path| sign(path, x, y, radius / 7.8));
            view! {
                <g class=class>
                    <circle cx=Px(x).to_string() cy=Px(y).to_string() r=Px(radius).to_string()></circle>
                    {sign}
                </g>
            }
            .into_any()
        };
        seats.into_iter().zip(places).map(seat).collect_view()
    };
    view! {
        <svg class="ring-small" width="72" height="72" viewBox="0 0 72 72" role="img" aria-label=move || label.get()>
            <text x="36" y="42" text-anchor="middle" class="ring-number">
                {move || number.get()}
            </text>
            {drawn}
        </svg>
    }
    .into_any()
}

/// A large ring with letters and signs; `children` stand in its middle.
#[component]
pub fn LargeRing(
    #[prop(into)] seats: Signal<Vec<RingSeat>>,
    #[prop(into)] label: Signal<String>,
    /// What stands under the reader's own seat.
    #[prop(into)]
    own: Signal<String>,
    #[prop(into)] centre: ViewFn,
) -> impl IntoView {
    let drawn = move || {
        let seats = seats.get();
        let radius = seat_radius(seats.len(), 116.0, 25.0);
        let places = places(seats.len(), 158.0, 116.0);
        let seat = |(seat, (x, y)): (RingSeat, (f64, f64))| {
            let class = format!("ring-seat large hue-{} {}", seat.badge.hue, seat.stand.class());
            let badge = seat.stand.sign().map(|path| {
                let (at_x, at_y) = (x + radius * 0.68, y - radius * 0.68);
                view! {
                    <g class="ring-badge">
                        <circle cx=Px(at_x).to_string() cy=Px(at_y).to_string() r="11.5"></circle>
                        {sign(path, at_x, at_y, 1.6)}
                    </g>
                }
                .into_any()
            });
            let yours = seat.is_own.then(|| {
                let below = Px(y + radius + 16.0).to_string();
                view! {
                    <text x=Px(x).to_string() y=below text-anchor="middle" class="ring-own">
                        {move || own.get()}
                    </text>
                }
                .into_any()
            });
            view! {
                <g class=class>
                    <circle cx=Px(x).to_string() cy=Px(y).to_string() r=Px(radius).to_string()></circle>
                    <text x=Px(x).to_string() y=Px(y + 5.0).to_string() text-anchor="middle" class="ring-letters">
                        {seat.badge.short}
                    </text>
                    {badge}
                    {yours}
                </g>
            }
            .into_any()
        };
        seats.into_iter().zip(places).map(seat).collect_view()
    };
    view! {
        <div class="ring-large" role="img" aria-label=move || label.get()>
            <svg viewBox="0 0 316 316" aria-hidden="true">
                <circle cx="158" cy="158" r="76" class="ring-table"></circle>
                {drawn}
            </svg>
            <div class="ring-centre">{move || centre.run()}</div>
        </div>
    }
    .into_any()
}

fn sign(path: &'static str, x: f64, y: f64, scale: f64) -> AnyView {
    let moved = format!("translate({} {}) scale({})", Px(x), Px(y), Px(scale));
    view! { <path d=path transform=moved></path> }.into_any()
}

/// The middles of so many seats around a table, from the top on.
fn places(seats: usize, middle: f64, away: f64) -> Vec<(f64, f64)> {
    let all = seats.max(1) as f64;
    let place = |at: usize| {
        let angle = 2.0 * PI * at as f64 / all - PI / 2.0;
        (middle + away * angle.cos(), middle + away * angle.sin())
    };
    (0..seats).map(place).collect()
}

/// More seats than the design's seven are drawn smaller, so that none overlap.
fn seat_radius(seats: usize, away: f64, most: f64) -> f64 {
    within(away * (PI / seats.max(2) as f64).sin() * 0.78, 2.0, most)
}
