//! The chain as a graph: five columns of cards, links in their gutters, one SVG under them.
//! What can be done by pointer here can be done by keys as well; the list is its equivalent.

use super::adding::AddCard;
use super::bands::{Bands, StackCard};
use super::bar::Bar;
use super::card::GraphCard;
use super::hand::{Hand, ZOOM};
use super::levels::LevelHead;
use super::lines::{Markers, lines, slot_line};
use super::minimap::Minimap;
use super::pointer::Pointer;
use super::press::press;
use super::sight;
use crate::components::{EmptyState, Gradual, gradually};
use crate::device;
use crate::icons::Icon;
use crate::pinch::Pinch;
use leptos::html;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::layout::{Density, Placed, Rect};
use shared::px::Px;
use shared::sections::Word;
use shared::sections::chain::Level;
use shared::words;
use wasm_bindgen::JsCast;

/// Cards drawn in a frame: each takes some milliseconds.
const CARDS_AT_ONCE: usize = 5;

#[component]
pub fn Graph() -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let canvas = NodeRef::<html::Div>::new();
    let frame = NodeRef::<html::Div>::new();
    sight::measure(hand, frame);
    sight::follow_the_removed(hand);
    sight::keep_selected(hand);
    let pointer = Pointer::new(hand, canvas);
    let pinch = Pinch::new(hand.zoom, ZOOM);
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
    let near = sight::near(hand);
    let all = Memo::new(move |_| {
        let near = near.get();
        let (focused, moving) = (
            hand.focused.get(),
            hand.moving.with(|moving| moving.as_ref().map(|moving| moving.node.clone())),
        );
        let stays = |id: &RecordId| Some(id) == focused.as_ref() || Some(id) == moving.as_ref();
        let is_drawn =
            |placed: &Placed| near.is_none_or(|near| near.touches(&placed.rect)) || stays(&placed.id);
        hand.shape.with(|shape| {
            let is_stack = |id: &RecordId| shape.stacks.iter().any(|stack| stack.id == *id);
            hand.layout.with(|layout| {
                let cards = layout.cards.iter().filter(|placed| is_drawn(placed) && !is_stack(&placed.id));
                cards.map(|placed| placed.id.clone()).collect::<Vec<_>>()
            })
        })
    });
    let Gradual { drawn: cards, fills } = gradually(all, CARDS_AT_ONCE, move |id| {
        let seen = hand.sight.get_untracked();
        let seen = Rect { x: seen.x, y: seen.y, width: seen.width, height: seen.height };
        hand.layout.with_untracked(|layout| layout.card(id).is_some_and(|card| seen.touches(&card.rect)))
    });
    let stacks = Memo::new(move |_| {
        hand.shape.with(|shape| shape.stacks.iter().map(|stack| stack.id.clone()).collect::<Vec<_>>())
    });
    // Lines and the small map come a frame after the first cards, which need not wait for them.
    let is_painted = RwSignal::new(false);
    device::after_paint(move || {
        // The view may be gone by then.
        let _ = is_painted.try_update(|painted| *painted = true);
    });
    // As one text that is compared: a letter in a title draws no line anew.
    let drawn = Memo::new(move |_| if is_painted.get() { lines(hand, near.get()) } else { String::new() });
    let nothing_yet =
        Memo::new(move |_| hand.plan.with(|plan| plan.nodes.is_empty()) && hand.adding.with(Option::is_none));
    let nothing_found = Memo::new(move |_| {
        !nothing_yet.get() && hand.shape.with(|shape| shape.shown == 0) && hand.adding.with(Option::is_none)
    });
    view! {
        <div class="chain-graph">
            <div
                class="chain-scroll"
                node_ref=frame
                on:scroll=move |_| sight::look(hand, frame)
                on:wheel=move |event| sight::wheel(hand, frame, &event)
            >
                <div style=outer>
                    <div
                        class="chain-canvas"
                        node_ref=canvas
                        style=inner
                        role="group"
                        aria-label=move || words::chain::graph_label(lang.get())
                        aria-busy=move || fills.get().then_some("true")
                        class:compact=move || hand.density.get() == Density::Compact
                        class:busy=move || hand.moving.with(Option::is_some)
                        on:pointerdown=move |event| pointer.down(&event)
                        on:pointermove=move |event| pointer.moved(&event)
                        on:pointerup=move |_| pointer.up()
                        on:pointercancel=move |_| pointer.cancel()
                        on:touchmove=move |event| {
                            let frame = frame.get_untracked();
                            if frame.is_some_and(|frame| pinch.moved(&event, frame.unchecked_into())) {
                                pointer.cancel();
                            } else if pointer.holds() {
                                event.prevent_default();
                            }
                        }
                        on:touchend=move |event| pinch.lifted(&event)
                        on:touchcancel=move |event| pinch.lifted(&event)
                        on:click=move |event| pointer.click(&event)
                        on:dblclick=move |event| pointer.click_twice(&event)
                        on:keydown=move |event| press(hand, pointer, &event)
                    >
                        <Heads />
                        <Bands />
                        <svg class="chain-lines" aria-hidden="true" inner_html=move || drawn.get()></svg>
                        <For each=move || cards.get() key=|id| id.clone() let:id>
                            <GraphCard id=id />
                        </For>
                        <For each=move || stacks.get() key=|id| id.clone() let:id>
                            <StackCard id=id />
                        </For>
                        <Markers near=near />
                        {move || slot_line(hand)}
                        {move || hand.adding.get().map(|adding| view! { <AddCard adding=adding /> })}
                    </div>
                </div>
                <Show when=move || nothing_yet.get()>
                    <EmptyState drawing=Icon::Chain words=Signal::derive(move || words::chain::empty(lang.get()).to_owned())>
                        <Show when=move || hand.may_edit()>
                            <button class="button primary" type="button" on:click=move |_| hand.begin(Level::Outcome)>
                                {move || words::chain::empty_start(lang.get())}
                            </button>
                        </Show>
                    </EmptyState>
                </Show>
                <Show when=move || nothing_found.get()>
                    <EmptyState drawing=Icon::Filter words=Signal::derive(move || words::chain::filter_none(lang.get()).to_owned())>
                        <button class="button" type="button" on:click=move |_| hand.filter.set(Default::default())>
                            {move || words::chain::filter_clear(lang.get())}
                        </button>
                    </EmptyState>
                </Show>
            </div>
            <Show when=move || is_painted.get() && hand.minimap.get()>
                <Minimap frame=frame />
            </Show>
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
