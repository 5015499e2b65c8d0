//! What ties people in the network: the lines, and the buttons on those that ask for attention.

use super::Picture;
use crate::icons::{Icon, icon};
use crate::views::context::Map;
use crate::views::context::map::{Family, Seat, Tie, Who};
use leptos::prelude::*;
use shared::force::Point;
use shared::ordered::OrdSet;
use shared::px::Px;
use shared::words::context as words;

/// A tie's line: bent towards the middle between two seats, straight elsewhere.
pub fn path(picture: &Picture, tie: &Tie) -> Option<(String, (f64, f64))> {
    let float = |point: Point| (f64::from(point.x), f64::from(point.y));
    let (from, to) = (float(picture.place(&tie.from)?), float(picture.place(&tie.to)?));
    let (from, to) = (shorten(picture, from, to, &tie.from), shorten(picture, to, from, &tie.to));
    let is_seat = |who: &Who| picture.dots.iter().any(|dot| dot.who == *who && dot.seat == Seat::Seated);
    let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
    if is_seat(&tie.from) && is_seat(&tie.to) {
        let centre = float(picture.middle());
        let bend = (middle.0 + (centre.0 - middle.0) * 0.5, middle.1 + (centre.1 - middle.1) * 0.5);
        let path =
            format!("M{} {}Q{} {} {} {}", Px(from.0), Px(from.1), Px(bend.0), Px(bend.1), Px(to.0), Px(to.1));
        return Some((path, ((middle.0 + bend.0) / 2.0, (middle.1 + bend.1) / 2.0)));
    }
    Some((format!("M{} {}L{} {}", Px(from.0), Px(from.1), Px(to.0), Px(to.1)), middle))
}

/// A line ends at the edge of what it leads to, not in its middle.
fn shorten(picture: &Picture, from: (f64, f64), to: (f64, f64), who: &Who) -> (f64, f64) {
    let edge = match who {
        Who::Table => f64::from(picture.radius) * 0.62,
        Who::Actor(_) | Who::Organisation(_) => 26.0,
    };
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let length = x.hypot(y).max(1.0);
    let part = (edge / length).min(0.45);
    (from.0 + x * part, from.1 + y * part)
}

pub fn lines(map: Map, picture: Memo<Picture>, hidden: RwSignal<OrdSet<Family>>) -> AnyView {
    let drawn = move || {
        let picture = picture.read();
        let hidden = hidden.read();
        let open = map.selected.get().map(Who::Actor);
        map.ties.with(|ties| {
            ties.iter()
                .filter(|tie| !hidden.contains(&Family::of(tie.kind)))
                .filter_map(|tie| {
                    let (path, _) = path(&picture, tie)?;
                    let is_hot = open.as_ref().is_some_and(|open| tie.from == *open || tie.to == *open);
                    let heat = if is_hot { " hot" } else { "" };
                    let class = format!("{} strength-{}{heat}", Family::of(tie.kind).class(), tie.strength);
                    let arrow = matches!(Family::of(tie.kind), Family::Funding).then_some("url(#tie-arrow)");
                    Some(view! { <path class=class d=path marker-end=arrow></path> }.into_any())
                })
                .collect_view()
        })
    };
    let disc = move || {
        let picture = picture.read();
        let middle = picture.middle();
        view! { <circle class="network-disc" cx=middle.x cy=middle.y r=picture.radius></circle> }.into_any()
    };
    view! {
        <svg
            class="network-lines"
            width=move || picture.read().size.0
            height=move || picture.read().size.1
            aria-hidden="true"
        >
            <defs>
                <marker id="tie-arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">
                    <path class="tie-arrow" d="M0 0L10 5L0 10Z"></path>
                </marker>
            </defs>
            {disc}
            {drawn}
        </svg>
    }
    .into_any()
}

/// Small buttons on the ties that ask for attention: money, tension, possible duplicates.
pub fn markers(map: Map, picture: Memo<Picture>, hidden: RwSignal<OrdSet<Family>>) -> AnyView {
    let marker = move |tie: &Tie| {
        let (drawing, class) = match Family::of(tie.kind) {
            Family::Tension => (Icon::Bolt, "tie-mark bad"),
            Family::Duplicate => (Icon::Copy, "tie-mark warn"),
            Family::Cooperation | Family::Funding | Family::Information | Family::Other => return None,
        };
        let (_, (x, y)) = path(&picture.read(), tie)?;
        let lang = map.lang();
        let said = words::tie_between(
            lang,
            map.name_of(&tie.from),
            Family::of(tie.kind).word(lang),
            map.name_of(&tie.to),
        );
        let opens = match (&tie.from, &tie.to) {
            (Who::Actor(id), _) | (_, Who::Actor(id)) => id.to_string(),
            (_, _) => return None,
        };
        let style = format!("left:{x}px;top:{y}px", x = Px(x), y = Px(y));
        let title = said.clone();
        Some(
            view! {
                <button class=class type="button" style=style data-actor=opens aria-label=said title=title>
                    {icon(drawing, 13)}
                </button>
            }
            .into_any(),
        )
    };
    let shown = move || {
        let hidden = hidden.read();
        let ties = map.ties.get();
        ties.iter().filter(|tie| !hidden.contains(&Family::of(tie.kind))).filter_map(marker).collect_view()
    };
    view! { {shown} }.into_any()
}
