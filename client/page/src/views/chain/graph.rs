//! The chain as a graph: five columns of cards, links in their gutters, one SVG under them.
//! What can be done by pointer here can be done by keys as well; the list is its equivalent.

use super::adding::AddCard;
use super::bar::Bar;
use super::card::GraphCard;
use super::hand::{Hand, LinkDraft, Room, card_element_id, focus_element};
use super::keys::{Held, Verb, verb};
use super::levels::LevelHead;
use super::pointer::Pointer;
use super::words as chain_words;
use crate::components::EmptyState;
use crate::device;
use crate::icons::Icon;
use leptos::html;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::layout::{Direction, Edge, Layout};
use shared::px::Px;
use shared::sections::chain::{AssumptionState, Level};
use shared::sections::{Kind, Word};
use shared::words;
use std::fmt::Write as _;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{KeyboardEvent, ResizeObserver, ScrollIntoViewOptions, ScrollLogicalPosition};

#[component]
pub fn Graph() -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let canvas = NodeRef::<html::Div>::new();
    let frame = NodeRef::<html::Div>::new();
    measure_room(frame, hand.room);
    follow_the_removed(hand);
    keep_selected_in_sight(hand);
    let pointer = Pointer::new(hand, canvas);
    let size = Memo::new(move |_| hand.layout.with(|layout| (layout.width, layout.height)));
    let outer = move || {
        let ((width, height), zoom) = (size.get(), hand.zoom.get());
        format!("width:{}px;height:{}px", Px(width * zoom), Px(height * zoom))
    };
    let inner = move || {
        let ((width, height), zoom) = (size.get(), hand.zoom.get());
        format!(
            "width:{width}px;height:{height}px;transform:scale({zoom})",
            width = Px(width),
            height = Px(height),
            zoom = Px(zoom)
        )
    };
    let cards = Memo::new(move |_| {
        hand.layout.with(|layout| layout.cards.iter().map(|card| card.id.clone()).collect::<Vec<_>>())
    });
    let nothing_yet = Memo::new(move |_| cards.with(Vec::is_empty) && hand.adding.get().is_none());
    view! {
        <div class="chain-graph">
            <div class="chain-scroll" node_ref=frame>
                <div style=outer>
                    <div
                        class="chain-canvas"
                        node_ref=canvas
                        style=inner
                        role="group"
                        aria-label=move || words::chain::graph_label(lang.get())
                        class:busy=move || hand.moving.with(Option::is_some)
                        on:pointerdown=move |event| pointer.down(&event)
                        on:pointermove=move |event| pointer.moved(&event)
                        on:pointerup=move |_| pointer.up()
                        on:pointercancel=move |_| pointer.cancel()
                        on:touchmove=move |event| {
                            if pointer.holds() {
                                event.prevent_default();
                            }
                        }
                        on:click=move |event| pointer.click(&event)
                        on:keydown=move |event| press(hand, pointer, &event)
                    >
                        <Heads />
                        <svg class="chain-lines" aria-hidden="true" inner_html=move || lines(hand)></svg>
                        <For each=move || cards.get() key=|id| id.clone() let:id>
                            <GraphCard id=id />
                        </For>
                        <Markers />
                        {move || slot_line(hand)}
                        {move || hand.adding.get().map(|level| view! { <AddCard level=level /> })}
                    </div>
                </div>
                <Show when=move || nothing_yet.get()>
                    <EmptyState drawing=Icon::Chain words=Signal::derive(move || words::chain::empty(lang.get()).to_owned())>
                        <Show when=move || hand.may_edit()>
                            <button class="button primary" type="button" on:click=move |_| hand.adding.set(Some(Level::Outcome))>
                                {move || words::chain::empty_start(lang.get())}
                            </button>
                        </Show>
                    </EmptyState>
                </Show>
            </div>
            <Bar />
        </div>
    }
    .into_any()
}

/// The three spheres and the five columns' heads; they stay in sight while the cards scroll.
#[component]
fn Heads() -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let columns = Memo::new(move |_| hand.layout.with(|layout| (layout.columns, layout.column_width)));
    let sphere = move |from: usize, to: usize, words: fn(shared::lang::Lang) -> &'static str| {
        let style = move || {
            let (columns, width) = columns.get();
            format!("left:{}px;width:{}px", Px(columns[from]), Px(columns[to] + width - columns[from]))
        };
        view! { <div class="chain-sphere" style=style>{move || words(lang.get())}</div> }.into_any()
    };
    let heads = Level::ALL.iter().map(|level| {
        let level = *level;
        let style = move || {
            let (columns, width) = columns.get();
            format!("left:{}px;width:{width}px", Px(columns[level as usize]), width = Px(width))
        };
        view! { <div class="chain-column-head" style=style><LevelHead level=level /></div> }.into_any()
    });
    view! {
        <div class="chain-heads">
            {sphere(0, 2, words::chain::sphere_control)}
            {sphere(3, 3, words::chain::sphere_influence)}
            {sphere(4, 4, words::chain::sphere_horizon)}
            {heads.collect_view()}
        </div>
    }
    .into_any()
}

/// All lines as SVG text. It holds ids and numbers only, nothing that people wrote.
fn lines(hand: Hand) -> String {
    let selected = hand.selected();
    let mut out = String::new();
    hand.plan.with(|plan| {
        hand.layout.with(|layout| {
            for edge in &layout.edges {
                let is_hot = selected.as_ref().is_some_and(|at| match at.kind {
                    Kind::Link => at.id == edge.id,
                    _ => at.id == edge.from || at.id == edge.to,
                });
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
fn Markers() -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    move || {
        let marks = hand.plan.with(|plan| {
            hand.layout.with(|layout| {
                let found = layout
                    .edges
                    .iter()
                    .filter_map(|edge| Some((edge.id.clone(), edge.marker?, plan.marks(&edge.id)?)));
                found.collect::<Vec<_>>()
            })
        });
        let buttons = marks.into_iter().map(|(link, at, marks)| {
            let state = chain_words::assumption(lang.get(), marks.state);
            let label = words::chain::marker_label(lang.get(), &marks.letters, state);
            view! {
                <button
                    type="button"
                    tabindex="-1"
                    class=format!("assumption-mark {}", chain_words::assumption_class(marks.state))
                    style=format!("left:{}px;top:{}px", Px(at.x), Px(at.y))
                    title=label.clone()
                    aria-label=label
                    on:click=move |_| hand.open_link(&link)
                >
                    {marks.letters}
                </button>
            }
            .into_any()
        });
        buttons.collect_view()
    }
}

/// The line that shows where a dragged card would land.
fn slot_line(hand: Hand) -> Option<AnyView> {
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

fn press(hand: Hand, pointer: Pointer, event: &KeyboardEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(node) = target.and_then(|target| RecordId::parse(&target.get_attribute("data-card")?)) else {
        return;
    };
    let held = Held {
        alt: event.alt_key(),
        control: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
    };
    let Some(verb) = verb(&event.key(), held) else { return };
    let linking = hand.linking.get_untracked();
    let may_edit = untrack(|| hand.may_edit());
    match (verb, linking) {
        (Verb::Leave, Some(_)) => pointer.cancel(),
        (Verb::Leave, None) if hand.moving.with_untracked(Option::is_some) => pointer.cancel(),
        (Verb::Leave, None) => {
            if untrack(|| hand.selected()).is_none() {
                return;
            }
            hand.close_panel();
        }
        (Verb::Go(direction), Some(draft)) => aim(hand, draft, direction),
        (Verb::Open, Some(draft)) => {
            hand.linking.set(None);
            if let Some(to) = draft.to {
                hand.link(&draft.from, &to);
            }
        }
        (Verb::Go(direction), None) => {
            let next = hand.layout.with_untracked(|layout| layout.next(&node, direction).cloned());
            if let Some(next) = next {
                hand.focused.set(Some(next.clone()));
                focus_element(&card_element_id(&next));
            }
        }
        (Verb::Open, None) => hand.open_node(&node),
        (Verb::Move(_) | Verb::Rename | Verb::New | Verb::Link | Verb::Remove, _) if !may_edit => return,
        (Verb::Move(direction), _) => hand.step(&node, direction),
        (Verb::Rename, _) => hand.renaming.set(Some(node)),
        (Verb::New, _) => {
            let column =
                hand.layout.with_untracked(|layout| layout.card(&node).map_or(0, |card| card.column));
            hand.adding.set(Level::ALL.get(column).copied());
        }
        (Verb::Link, _) => {
            let lang = hand.store.lang.get_untracked();
            hand.linking.set(Some(LinkDraft { from: node.clone(), to: None, tip: None }));
            hand.store.say(words::chain::said_choose_target(lang));
            aim(hand, LinkDraft { from: node, to: None, tip: None }, Direction::Right);
        }
        (Verb::Remove, _) => hand.remove(&node),
    }
    event.prevent_default();
    event.stop_propagation();
}

/// Chooses the next card as the target of a link drawn by keys, and says which.
fn aim(hand: Hand, draft: LinkDraft, direction: Direction) {
    let start = draft.to.clone().unwrap_or_else(|| draft.from.clone());
    let next = hand.layout.with_untracked(|layout| layout.next(&start, direction).cloned());
    let Some(next) = next.filter(|next| *next != draft.from) else { return };
    let title = hand.plan.with_untracked(|plan| plan.title(&next).to_owned());
    hand.store.say(words::chain::said_target(hand.store.lang.get_untracked(), title));
    bring_into_sight(&next);
    hand.linking.set(Some(LinkDraft { to: Some(next), ..draft }));
}

/// Scrolls no further than it must to show a card, beside the panel where that lies over the graph.
fn bring_into_sight(card: &RecordId) {
    if let Some(element) = device::document().get_element_by_id(&card_element_id(card)) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_inline(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// The card whose panel opens stays in sight.
fn keep_selected_in_sight(hand: Hand) {
    let selected = Memo::new(move |_| hand.selected().filter(|at| at.kind == Kind::Node));
    Effect::new(move || {
        hand.room.track();
        let Some(at) = selected.get() else { return };
        // The panel takes its room, and the columns theirs, before the card has its place.
        set_timeout(move || bring_into_sight(&at.id), std::time::Duration::from_millis(80));
    });
}

/// Keeps `room` at the size of the scrolling frame.
fn measure_room(frame: NodeRef<html::Div>, room: RwSignal<Room>) {
    Effect::new(move || {
        let Some(frame) = frame.get() else { return };
        let measured = frame.clone();
        let read = move || Room {
            width: f64::from(measured.client_width()),
            height: f64::from(measured.client_height()),
        };
        room.set(read());
        let resized = Closure::<dyn FnMut()>::new(move || {
            let now = read();
            // A frame that was taken away has no size, and no room to lay out for.
            if now.width > 0.0 && room.try_get_untracked().is_some_and(|before| before != now) {
                room.set(now);
            }
        });
        let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) else { return };
        observer.observe(&frame);
        let kept = StoredValue::new_local(Some((observer, resized)));
        on_cleanup(move || {
            if let Some(Some((observer, _))) = kept.try_update_value(Option::take) {
                observer.disconnect();
            }
        });
    });
}

/// Somebody else may remove the focused card: the focus goes to its neighbour, and it is said.
fn follow_the_removed(hand: Hand) {
    let last = StoredValue::new(None::<(usize, usize)>);
    Effect::new(move || {
        let focused = hand.focused.get();
        let place = hand.layout.with(|layout| {
            let card = focused.as_ref().and_then(|id| layout.card(id))?;
            Some((card.column, card.row))
        });
        match (focused, place, last.get_value()) {
            (Some(_), Some(place), _) => last.set_value(Some(place)),
            (Some(gone), None, Some((column, row))) => {
                let next = hand.layout.with_untracked(|layout| {
                    let left = layout.column(column).rfind(|card| card.row <= row);
                    left.or_else(|| layout.cards.first()).map(|card| card.id.clone())
                });
                last.set_value(None);
                let by = hand.store.peek(|records| {
                    let removed = records.get(Kind::Node, &gone)?.removed.as_ref()?;
                    shared::ids::MemberId::parse(&removed.by)
                });
                let me = hand.store.me.with_untracked(|me| me.as_ref().map(|me| me.member.clone()));
                if let Some(by) = by.filter(|by| Some(by) != me.as_ref()) {
                    let name = untrack(|| hand.store.name_of(&by));
                    hand.store.say(words::chain::said_removed_by(hand.store.lang.get_untracked(), name));
                    hand.focus_card_soon();
                }
                hand.focused.set(next);
            }
            // A card that was just added has no place until it comes back from the desk.
            (Some(_), None, None) | (None, _, _) => {}
        }
    });
}
