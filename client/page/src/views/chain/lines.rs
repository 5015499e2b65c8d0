//! The links of the graph: their lines in one SVG, the markers of their assumptions, the line
//! being drawn, and the line that shows where a dragged card would land.

use super::hand::{Hand, LinkDraft};
use super::plan::Marks;
use super::words as chain_words;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::layout::{Edge, Layout, Point, Rect};
use shared::px::Px;
use shared::sections::Kind;
use shared::sections::chain::AssumptionState;
use shared::words;
use std::fmt::Write as _;

/// The lines that pass `near` as SVG text; all of them where all is drawn. It holds ids and numbers only,
/// nothing that people wrote.
pub fn lines(hand: Hand, near: Option<Rect>) -> String {
    let selected = hand.selected().filter(|at| at.kind == Kind::Link);
    let path = hand.path.get();
    let mut out = String::new();
    hand.plan.with(|plan| {
        hand.layout.with(|layout| {
            let is_near = |edge: &&Edge| near.is_none_or(|near| near.touches(&edge.bounds()));
            for edge in layout.edges.iter().filter(is_near) {
                let is_hot =
                    path.links.contains(&edge.id) || selected.as_ref().is_some_and(|at| at.id == edge.id);
                let doubtful = plan.marks(&edge.id).is_some_and(|marks| match marks.state {
                    AssumptionState::Uncertain | AssumptionState::Broken => true,
                    AssumptionState::Holds | AssumptionState::ToTest => false,
                });
                line(&mut out, edge, is_hot, doubtful);
            }
            if let Some(draft) = hand.linking.get() {
                out.push_str(&drawn(layout, &draft));
            }
        });
    });
    out
}

fn line(out: &mut String, edge: &Edge, is_hot: bool, doubtful: bool) {
    let hot = if is_hot { " hot" } else { "" };
    let weak = if doubtful { " doubtful" } else { "" };
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<path class='hit' data-link='{id}' d='{line}'/><path class='line{hot}{weak}' d='{line}'/>\
         <path class='head{hot}' d='{head}'/>",
        id = edge.id,
        line = edge.line,
        head = edge.head
    );
}

/// The link under the pointer, or towards the card chosen by keys.
fn drawn(layout: &Layout, draft: &LinkDraft) -> String {
    let Some(from) = layout.card(&draft.from) else { return String::new() };
    let start = (from.rect.right(), from.rect.middle().y);
    let chosen = draft.to.as_ref().and_then(|to| layout.card(to));
    let end = chosen.map(|to| (to.rect.x, to.rect.middle().y)).or(draft.tip);
    let Some(end) = end else { return String::new() };
    let bend = ((end.0 - start.0).abs() / 2.0).max(24.0);
    format!(
        "<path class='line hot' d='M{} {}C{} {} {} {} {} {}'/>",
        Px(start.0),
        Px(start.1),
        Px(start.0 + bend),
        Px(start.1),
        Px(end.0 - bend),
        Px(end.1),
        Px(end.0),
        Px(end.1)
    )
}

/// The markers of assumptions: a letter, a shape and a colour.
#[component]
pub fn Markers(near: Memo<Option<Rect>>) -> impl IntoView {
    let hand = Hand::here();
    let marks = Memo::new(move |_| {
        let near = near.get();
        let is_near = |at: &Point| {
            near.is_none_or(|near| near.touches(&Rect { x: at.x, y: at.y, width: 0.0, height: 0.0 }))
        };
        hand.plan.with(|plan| {
            hand.layout.with(|layout| {
                let found = layout.edges.iter().filter_map(|edge| {
                    let at = edge.marker.filter(is_near)?;
                    let Marks { letters, state } = plan.marks(&edge.id)?;
                    let style = format!("left:{}px;top:{}px", Px(at.x), Px(at.y));
                    Some(Marker { link: edge.id.clone(), style, letters, state })
                });
                found.collect::<Vec<_>>()
            })
        })
    });
    view! {
        <For each=move || marks.get() key=Marker::clone let:marker>
            {mark(hand, marker)}
        </For>
    }
    .into_any()
}

/// A marker as it is drawn: a list of them is gone over without drawing those anew that stay.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Marker {
    link: RecordId,
    style: String,
    letters: String,
    state: AssumptionState,
}

fn mark(hand: Hand, Marker { link, style, letters, state }: Marker) -> AnyView {
    let lang = hand.store.lang;
    let said = letters.clone();
    let label = Signal::derive(move || {
        let lang = lang.get();
        words::chain::marker_label(lang, &said, chain_words::assumption(lang, state))
    });
    view! {
        <button
            type="button"
            tabindex="-1"
            class=format!("assumption-mark {}", chain_words::assumption_class(state))
            style=style
            title=move || label.get()
            aria-label=move || label.get()
            on:click=move |_| hand.open_link(&link)
        >
            {letters}
        </button>
    }
    .into_any()
}

/// The line that shows where a dragged card would land.
pub fn slot_line(hand: Hand) -> Option<AnyView> {
    let slot = hand.moving.with(|moving| moving.as_ref().map(|moving| moving.slot))?;
    let style = hand.layout.with(|layout| {
        format!(
            "left:{}px;top:{}px;width:{}px",
            Px(layout.columns[slot.column]),
            Px(slot.y),
            Px(layout.column_width)
        )
    });
    Some(view! { <div class="chain-slot" style=style aria-hidden="true"></div> }.into_any())
}
