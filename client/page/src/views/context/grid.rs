//! The grid: influence upwards, interest to the right. Placed by hand, by Alt and arrows, or by
//! the sliders of the panel. Keys and pointer are heard once, on the canvas.

mod pill;

use super::map::{self, Pill, Quarter, Tie, Who};
use super::{Family, Map, edits, tie_legend};
use crate::components::{EmptyState, gradually};
use crate::icons::{Icon, icon};
use crate::store::Store;
use crate::views::fields::{around, focus, focus_soon};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use pill::pill;
use shared::ids::RecordId;
use shared::ordered::OrdMap;
use shared::px::Px;
use shared::sections::Section;
use shared::sections::context::{self, Actor};
use shared::words::context as words;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent, PointerEvent};

/// A pill under somebody's hand.
#[derive(Clone, Debug, PartialEq)]
struct Held {
    id: RecordId,
    /// Where the hand took it, in pixels of the window.
    taken: (f64, f64),
    /// Where it stood then.
    stood: (u8, u8),
    /// Where it is now: influence, interest. The same until the hand has moved a little.
    now: (u8, u8),
    moved: bool,
}

/// What the canvas knows about itself while it is shown.
#[derive(Clone, Copy)]
struct Canvas {
    map: Map,
    size: RwSignal<(f64, f64)>,
    held: RwSignal<Option<Held>>,
    /// Where each pill's middle is, in pixels.
    places: Memo<OrdMap<RecordId, (f64, f64)>>,
}

const PILL_HEIGHT: f64 = 32.0;
/// Pills drawn in a frame.
const PILLS_AT_ONCE: usize = 8;
/// A hand that moved less than this only pointed.
const STILL_PX: f64 = 4.0;

#[component]
pub fn Grid() -> impl IntoView {
    let map = expect_context::<Map>();
    let element = NodeRef::<html::Div>::new();
    let size = RwSignal::new((980.0, 640.0));
    let held = RwSignal::new(None::<Held>);
    let canvas = Canvas { map, size, held, places: Memo::new(move |_| places(map, size.get())) };
    measure(map, element, size);
    let is_empty = Memo::new(move |_| map.actors.with(Vec::is_empty));
    let ids = Memo::new(move |_| map.actors.with(|all| all.iter().map(|actor| actor.id.clone()).collect()));
    let drawn = gradually(ids, PILLS_AT_ONCE, |_| true).drawn;
    view! {
        <div
            class="map-grid"
            node_ref=element
            role="group"
            aria-label=move || words::map_name(map.lang())
            on:keydown=move |event| press(canvas, &event)
            on:focusin=move |event| {
                if let Some(id) = actor_of(&event) {
                    map.active.set(Some(id));
                }
            }
            on:click=move |event| point(canvas, &event)
            on:pointerdown=move |event| take(canvas, &event)
            on:pointermove=move |event| carry(canvas, &event)
            on:pointerup=move |event| drop_it(canvas, &event)
            on:pointercancel=move |_| held.set(None)
        >
            {quarters(map)}
            {lines(canvas)}
            {ghosts(canvas)}
            <For each=move || drawn.get() key=RecordId::clone let:id>
                {pill(canvas, id)}
            </For>
            <Show when=move || is_empty.get()>
                <div class="map-empty">
                    <EmptyState
                        drawing=Icon::Context
                        words=Signal::derive(move || words::empty(map.lang()).to_owned())
                    />
                </div>
            </Show>
        </div>
        {foot(map)}
    }
    .into_any()
}

/// Keeps the canvas's size: pills are laid out in its pixels.
fn measure(map: Map, element: NodeRef<html::Div>, size: RwSignal<(f64, f64)>) {
    let read = move || {
        // The frame may come after the view has gone.
        if let Some(element) = element.try_get_untracked().flatten() {
            let now = (f64::from(element.offset_width()), f64::from(element.offset_height()));
            // A canvas that is not shown (phones) has no size; the last one serves.
            if now.0 > 0.0 && now != size.get_untracked() {
                size.set(now);
            }
        }
    };
    Effect::new(move || {
        // The panel takes room from the canvas when it opens.
        map.selected.track();
        element.track();
        request_animation_frame(read);
    });
    let resized = window_event_listener(ev::resize, move |_| read());
    on_cleanup(move || resized.remove());
}

pub(super) fn places(map: Map, (width, height): (f64, f64)) -> OrdMap<RecordId, (f64, f64)> {
    let actors: Vec<Actor> = map.actors.get();
    let mut pills: Vec<Pill> = actors
        .iter()
        .map(|actor| Pill {
            x: f64::from(actor.interest) / 100.0 * width,
            y: (1.0 - f64::from(actor.influence) / 100.0) * height,
            width: map::pill_width(&map.name(&actor.id)).min(232.0),
            height: PILL_HEIGHT,
        })
        .collect();
    map::spread(&mut pills, width, height);
    actors.into_iter().zip(pills).map(|(actor, pill)| (actor.id, (pill.x, pill.y))).collect()
}

/// Where a pill is shown: under the hand that holds it, or in its place.
fn place_of(canvas: Canvas, id: &RecordId) -> (f64, f64) {
    let in_hand = canvas.held.with(|held| {
        let held = held.as_ref().filter(|held| held.id == *id && held.moved)?;
        let (width, height) = canvas.size.get();
        let (influence, interest) = held.now;
        Some((f64::from(interest) / 100.0 * width, (1.0 - f64::from(influence) / 100.0) * height))
    });
    in_hand.unwrap_or_else(|| canvas.places.with(|places| places.get(id).copied()).unwrap_or_default())
}

fn actor_of(event: &Event) -> Option<RecordId> {
    RecordId::parse(&around(event, "[data-actor]")?.get_attribute("data-actor")?)
}

fn selector(id: &RecordId) -> String {
    format!(".map-grid [data-actor=\"{id}\"]")
}

fn point(canvas: Canvas, event: &Event) {
    // The click that ends a drag is not a click.
    if canvas.held.with_untracked(|held| held.as_ref().is_some_and(|held| held.moved)) {
        return canvas.held.set(None);
    }
    canvas.held.set(None);
    match actor_of(event) {
        Some(id) => {
            canvas.map.open(&id);
            focus_soon(selector(&id));
        }
        None if canvas.map.selected.with_untracked(Option::is_some) => canvas.map.nav.select(None),
        None => {}
    }
}

fn take(canvas: Canvas, event: &PointerEvent) {
    if event.button() != 0 || !untrack(|| canvas.map.may_edit()) {
        return;
    }
    let Some(id) = actor_of(event) else { return };
    let stood = untrack(|| canvas.map.actor(&id, |actor| (actor.influence, actor.interest)));
    let Some(stood) = stood else { return };
    let taken = (f64::from(event.client_x()), f64::from(event.client_y()));
    canvas.held.set(Some(Held { id, taken, stood, now: stood, moved: false }));
}

fn carry(canvas: Canvas, event: &PointerEvent) {
    let Some(mut held) = canvas.held.get_untracked() else { return };
    let by = (f64::from(event.client_x()) - held.taken.0, f64::from(event.client_y()) - held.taken.1);
    if !held.moved {
        if by.0.hypot(by.1) < STILL_PX {
            return;
        }
        held.moved = true;
        // From now on the hand is followed outside the pill and the canvas too.
        if let Some(pill) = around(event, "[data-actor]").and_then(|pill| pill.dyn_into::<HtmlElement>().ok())
        {
            let _ = pill.set_pointer_capture(event.pointer_id());
        }
    }
    let (width, height) = canvas.size.get_untracked();
    let percent = |pixels: f64, of: f64| (pixels / of * 100.0).round() as i32;
    held.now =
        (map::moved(held.stood.0, -percent(by.1, height)), map::moved(held.stood.1, percent(by.0, width)));
    canvas.held.set(Some(held));
}

fn drop_it(canvas: Canvas, event: &PointerEvent) {
    let Some(held) = canvas.held.get_untracked().filter(|held| held.moved) else { return };
    event.prevent_default();
    edits::place(canvas.map, &held.id, held.now.0, held.now.1);
    // The click that follows sees that it was a drag; without one (touch) the hand is empty too.
    request_animation_frame(move || canvas.held.set(None));
}

fn press(canvas: Canvas, event: &KeyboardEvent) {
    let map = canvas.map;
    let Some(id) = actor_of(event) else { return };
    let step = match event.key().as_str() {
        "ArrowRight" => Some((1, 0)),
        "ArrowLeft" => Some((-1, 0)),
        "ArrowUp" => Some((0, 1)),
        "ArrowDown" => Some((0, -1)),
        // Not a direction.
        _ => None,
    };
    match (step, event.key().as_str()) {
        (Some((right, up)), _) if event.alt_key() => {
            let by = if event.shift_key() { 5 } else { 1 };
            let now = map.actors.with_untracked(|actors| {
                actors.iter().find(|actor| actor.id == id).map(|actor| (actor.influence, actor.interest))
            });
            if let Some((influence, interest)) = now {
                edits::place(map, &id, map::moved(influence, up * by), map::moved(interest, right * by));
                focus_soon(selector(&id));
            }
        }
        (Some((right, up)), _) if !event.ctrl_key() && !event.meta_key() => walk(map, &id, right - up),
        (None, "Home") => walk(map, &id, i32::MIN),
        (None, "End") => walk(map, &id, i32::MAX),
        (None, "Enter" | " ") => {
            map.open(&id);
            focus_soon("#panel h2".to_owned());
        }
        (None, "Delete") => edits::remove_actor(map, &id),
        // Every other key is the page's or the browser's.
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// Goes on to another actor; an open panel follows.
fn walk(map: Map, id: &RecordId, by: i32) {
    let to = map.actors.with_untracked(|actors| {
        let at = actors.iter().position(|actor| actor.id == *id)? as i32;
        let to = at.saturating_add(by).clamp(0, actors.len() as i32 - 1);
        actors.get(to as usize).map(|actor| actor.id.clone())
    });
    let Some(to) = to else { return };
    focus(&selector(&to));
    if map.selected.with_untracked(Option::is_some)
        && let Some(place) = map.nav.place_now()
    {
        map.nav.replace(&place.with_object(Some(super::actor_at(&to))).path());
    }
}

fn quarters(map: Map) -> AnyView {
    let corner = |quarter: Quarter, class: &'static str| {
        view! { <span class=class aria-hidden="true">{move || quarter.word(map.lang())}</span> }.into_any()
    };
    let axis = |class: &'static str, words: fn(shared::lang::Lang) -> &'static str| {
        view! { <span class=class aria-hidden="true">{move || words(map.lang())}</span> }.into_any()
    };
    view! {
        <span class="quarter-tint"></span>
        {corner(Quarter::Convince, "quarter quarter-top quarter-left")}
        {corner(Quarter::Involve, "quarter quarter-top quarter-right quarter-near")}
        {corner(Quarter::Watch, "quarter quarter-bottom quarter-left")}
        {corner(Quarter::Inform, "quarter quarter-bottom quarter-right")}
        {axis("axis axis-top", words::high_influence)}
        {axis("axis axis-bottom", words::low_influence)}
        {axis("axis axis-left", words::low_interest)}
        {axis("axis axis-right", words::high_interest)}
    }
    .into_any()
}

fn lines(canvas: Canvas) -> AnyView {
    let map = canvas.map;
    let view_box = move || {
        let (width, height) = canvas.size.get();
        format!("0 0 {width} {height}")
    };
    // Only what ties two pills can be drawn here; the panel and the list tell the rest.
    let drawn = Memo::new(move |_| {
        let ties = map.ties.get();
        ties.into_iter()
            .filter(|tie| matches!((&tie.from, &tie.to), (Who::Actor(from), Who::Actor(to)) if from != to))
            .collect::<Vec<_>>()
    });
    let line = move |tie: Tie| {
        let ends = StoredValue::new((tie.from.clone(), tie.to.clone()));
        let path = move || {
            let place = |who: &Who| match who {
                Who::Actor(id) => place_of(canvas, id),
                Who::Organisation(_) | Who::Table => (0.0, 0.0),
            };
            let ((x1, y1), (x2, y2)) = ends.with_value(|(from, to)| (place(from), place(to)));
            format!("M{x1} {y1}L{x2} {y2}", x1 = Px(x1), y1 = Px(y1), x2 = Px(x2), y2 = Px(y2))
        };
        let family = Family::of(tie.kind);
        let is_hot = move || {
            map.selected.with(|open| {
                let open = open.as_ref().map(|id| Who::Actor(id.clone()));
                open.is_some_and(|open| ends.with_value(|(from, to)| *from == open || *to == open))
            })
        };
        view! { <path class=family.class() class:hot=is_hot d=path></path> }.into_any()
    };
    view! {
        <svg class="map-lines" viewBox=view_box aria-hidden="true">
            <For each=move || drawn.get() key=|tie| (tie.id.clone(), tie.kind, tie.from.clone(), tie.to.clone()) let:tie>
                {line(tie)}
            </For>
        </svg>
    }
    .into_any()
}

/// Where other organisations would place the open actor.
fn ghosts(canvas: Canvas) -> AnyView {
    let map = canvas.map;
    let others = Memo::new(move |_| {
        let open = map.selected.get()?;
        let all = map.store.records(Section::Context, context::placements);
        let of_open = all.into_iter().filter(|placement| placement.actor.as_ref() == Some(&open));
        Some(of_open.collect::<Vec<_>>())
    });
    let ghost = move |placement: context::Placement| {
        let style = format!("left:{}%;top:{}%", placement.interest, 100 - placement.influence);
        let badge = placement.organisation.map(|organisation| map.store.badge(&organisation));
        let badge = badge.map(|badge| crate::components::org_badge(&badge, "sm outline"));
        view! { <span class="ghost" style=style aria-hidden="true">{badge}</span> }.into_any()
    };
    let shown = move || others.get().unwrap_or_default().into_iter().map(ghost).collect_view();
    view! { {shown} }.into_any()
}

fn foot(map: Map) -> AnyView {
    const DRAWN: &[Family] = &[Family::Cooperation, Family::Tension, Family::Duplicate, Family::Other];
    view! {
        <div class="foot-bar context-foot">
            {seat_legend(map.store)}
            <span class="foot-line"></span>
            {tie_legend(map, DRAWN)}
            <span class="legend">
                <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                    <circle class="pill-table" cx="6" cy="6" r="4.5"></circle>
                </svg>
                <span>{move || words::legend_table(map.lang())}</span>
            </span>
            <span class="grow"></span>
            <span class="dim context-keys">{move || words::keys(map.lang())}</span>
        </div>
    }
    .into_any()
}

fn seat_legend(store: Store) -> AnyView {
    let entry = move |drawing: AnyView, words: fn(shared::lang::Lang) -> &'static str| {
        view! { <span class="legend">{drawing}<span>{move || words(store.lang.get())}</span></span> }
            .into_any()
    };
    view! {
        {entry(view! { <span class="legend-seat" aria-hidden="true"></span> }.into_any(), words::legend_seated)}
        {entry(icon(Icon::Outside, 16), words::legend_outside)}
        {entry(icon(Icon::Network, 16), words::legend_initiative)}
    }
    .into_any()
}
