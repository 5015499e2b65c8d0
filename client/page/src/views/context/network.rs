//! The network: the table in the middle with a seat per organisation, everybody else around it,
//! and what ties them. Seats stand fixed in the order of joining; the others float.

mod ties;

use super::map::{Family, Seat, Who};
use super::pin::{self, Held};
use super::{Map, actor_at, edits, mark, tie_sample};
use crate::clipboard::{Clipboard, told_picked};
use crate::components::org_badge;
use crate::icons::{Icon, icon};
use crate::pinch::{Pinch, in_percents};
use crate::shell::letters_act;
use crate::views::fields::{around, focus, focus_soon};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use shared::force::{self, Canvas, End, Point};
use shared::ids::RecordId;
use shared::ordered::{OrdMap, OrdSet};
use shared::px::Px;
use shared::sections::{Section, organisations};
use shared::sort::sort_by;
use shared::words::context as words;
pub(super) use ties::path;
use ties::{lines, markers};
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

/// Somebody without a seat: where on the grid, and where they were pinned.
type Float = (Who, Seat, Option<(u16, u16)>);

/// Who is drawn and where.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Picture {
    pub size: (i32, i32),
    pub radius: i32,
    /// In seat order, then the others in the map's order.
    pub dots: Vec<Dot>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Dot {
    pub who: Who,
    pub seat: Seat,
    pub at: Point,
}

/// The picture with the dot in hand where the hand is.
fn carried(mut picture: Picture, held: &Option<Held>) -> Picture {
    if let Some(held) = held.as_ref().filter(|held| held.moved) {
        let who = Who::Actor(held.id.clone());
        if let Some(dot) = picture.dots.iter_mut().find(|dot| dot.who == who) {
            dot.at = held.at;
        }
    }
    picture
}

impl Picture {
    pub fn place(&self, who: &Who) -> Option<Point> {
        match who {
            Who::Table => Some(self.middle()),
            Who::Actor(_) | Who::Organisation(_) => {
                self.dots.iter().find(|dot| dot.who == *who).map(|dot| dot.at)
            }
        }
    }

    fn middle(&self) -> Point {
        Point { x: self.size.0 / 2, y: self.size.1 / 2 }
    }
}

#[component]
pub fn Network() -> impl IntoView {
    let map = expect_context::<Map>();
    let element = NodeRef::<html::Div>::new();
    let size = RwSignal::new((980, 640));
    let hidden = RwSignal::new(OrdSet::<Family>::new());
    let held = RwSignal::new(None::<Held>);
    let zoom = RwSignal::new(1.0);
    let pinch = Pinch::new(zoom, ZOOM);
    let rest = Memo::new(move |_| picture(map, size.get()));
    let picture = Memo::new(move |_| carried(rest.get(), &held.read()));
    measure(map, element, size);
    let outer = move || {
        let ((width, height), zoom) = (size.get(), zoom.get());
        format!("width:{}px;height:{}px", Px(f64::from(width) * zoom), Px(f64::from(height) * zoom))
    };
    let inner = move || {
        let ((width, height), zoom) = (size.get(), zoom.get());
        format!("width:{width}px;height:{height}px;transform:scale({zoom})", zoom = Px(zoom))
    };
    let counted = move || {
        let lang = map.lang();
        let actors = picture.with(|picture| picture.dots.len() as u64);
        let relations = map.ties.with(|ties| ties.len() as u64);
        words::counted(lang, words::n_actors(lang, actors), words::n_relations(lang, relations))
    };
    view! {
        <div
            class="map-network"
            node_ref=element
            role="group"
            aria-label=move || words::network_name(map.lang())
            on:keydown=move |event| {
                if !nearer(zoom, &event) {
                    press(map, picture, &event);
                }
            }
            on:pointerdown=move |event| pin::take(map, picture, held, &event)
            on:pointermove=move |event| pin::carry(held, zoom.get_untracked(), &event)
            on:pointerup=move |_| pin::put_down(map, size.get_untracked(), held)
            on:pointercancel=move |_| held.set(None)
            on:touchmove=move |event| {
                if element.get_untracked().is_some_and(|frame| pinch.moved(&event, frame.unchecked_into())) {
                    held.set(None);
                }
            }
            on:touchend=move |event| pinch.lifted(&event)
            on:touchcancel=move |event| pinch.lifted(&event)
            on:click=move |event| {
                // The click that ends a drag is not a click.
                let dragged = held.with_untracked(|held| held.as_ref().is_some_and(|held| held.moved));
                held.set(None);
                if let Some(id) = actor_of(&event).filter(|_| !dragged) {
                    map.open(&id);
                }
            }
        >
            <p class="network-count">{counted}</p>
            <div style=outer>
                <div class="network-canvas" style=inner>
                    {lines(map, picture, hidden)}
                    <span class="network-table" aria-hidden="true">{move || words::the_table(map.lang())}</span>
                    <For each=move || picture.get().dots key=|dot| (dot.who.clone(), dot.seat) let:dot>
                        {dot_view(map, picture, dot)}
                    </For>
                    {markers(map, picture, hidden)}
                </div>
            </div>
        </div>
        {foot(map, hidden)}
    }
    .into_any()
}

/// How far and how near the network can be looked at.
const ZOOM: (f64, f64) = (0.5, 2.5);

/// Plus, minus and nought look nearer, further, and as it was; whether it was one of them.
fn nearer(zoom: RwSignal<f64>, event: &KeyboardEvent) -> bool {
    let now = zoom.get_untracked();
    let to = match event.key().as_str() {
        "+" => now + 0.1,
        "-" | "−" => now - 0.1,
        "0" => 1.0,
        // Every other key is the network's.
        _ => return false,
    };
    let is_held = event.ctrl_key() || event.meta_key() || event.alt_key();
    if is_held || !letters_act() {
        return false;
    }
    event.prevent_default();
    event.stop_propagation();
    zoom.set(in_percents(to, ZOOM));
    true
}

fn measure(map: Map, element: NodeRef<html::Div>, size: RwSignal<(i32, i32)>) {
    let read = move || {
        // The frame may come after the view has gone.
        if let Some(element) = element.try_get_untracked().flatten() {
            // Below this the names would lie on each other; the frame scrolls instead.
            let now = (element.client_width().max(640), element.client_height().max(520));
            if now != size.get_untracked() {
                size.set(now);
            }
        }
    };
    Effect::new(move || {
        map.selected.track();
        element.track();
        request_animation_frame(read);
    });
    let resized = window_event_listener(ev::resize, move |_| read());
    on_cleanup(move || resized.remove());
}

/// Lays the whole picture out. Seats are organisations: placed on the map as actors or not.
pub(super) fn picture(map: Map, size: (i32, i32)) -> Picture {
    let organisations = map.store.records(Section::Organisations, organisations::organisations);
    let actors = map.actors.get();
    let seated = |organisation: &organisations::Organisation| {
        let actor = actors.iter().find(|actor| actor.organisation.as_ref() == Some(&organisation.id));
        match actor {
            Some(actor) => Who::Actor(actor.id.clone()),
            None => Who::Organisation(organisation.id.clone()),
        }
    };
    let seats: Vec<Who> = organisations.iter().map(seated).collect();
    let mut floats: Vec<Float> = actors
        .iter()
        .map(|actor| (Who::Actor(actor.id.clone()), Seat::of(actor), actor.pin))
        .filter(|(who, ..)| !seats.contains(who))
        .collect();
    // By id: the picture stays when somebody only moves on the grid.
    sort_by(&mut floats, Ord::cmp);
    let ends: OrdMap<&Who, End> = seats
        .iter()
        .enumerate()
        .map(|(at, who)| (who, End::Seat(at)))
        .chain(floats.iter().enumerate().map(|(at, (who, ..))| (who, End::Float(at))))
        .collect();
    let end = |who: &Who| match who {
        Who::Table => Some(End::Table),
        Who::Actor(_) | Who::Organisation(_) => ends.get(who).copied(),
    };
    let ties: Vec<(End, End)> =
        map.ties.with(|ties| ties.iter().filter_map(|tie| Some((end(&tie.from)?, end(&tie.to)?))).collect());
    let radius = size.0.min(size.1) / 5;
    let canvas = Canvas { width: size.0, height: size.1, radius };
    let seat_points = force::seats(seats.len(), canvas);
    let pins: Vec<Option<(u16, u16)>> = floats.iter().map(|(.., pin)| *pin).collect();
    let float_points = force::floats(&pins, &ties, &seat_points, canvas);
    let seated = seats.into_iter().zip(seat_points).map(|(who, at)| Dot { who, seat: Seat::Seated, at });
    let others = floats.into_iter().zip(float_points).map(|((who, seat, _), at)| Dot { who, seat, at });
    Picture { size, radius, dots: seated.chain(others).collect() }
}

fn actor_of(event: &Event) -> Option<RecordId> {
    RecordId::parse(&around(event, "[data-actor]")?.get_attribute("data-actor")?)
}

fn press(map: Map, picture: Memo<Picture>, event: &KeyboardEvent) {
    let Some(dot) = around(event, "[data-dot]").and_then(|dot| dot.get_attribute("data-dot")) else { return };
    let Ok(at) = dot.parse::<usize>() else { return };
    let last = picture.with_untracked(|picture| picture.dots.len()).saturating_sub(1);
    if event.alt_key() {
        return pin::step(map, picture, event);
    }
    let to = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => (at + 1).min(last),
        "ArrowLeft" | "ArrowUp" => at.saturating_sub(1),
        "Home" => 0,
        "End" => last,
        "Enter" | " " => {
            if let Some(id) = actor_of(event) {
                event.prevent_default();
                map.open(&id);
                focus_soon("#panel h2".to_owned());
            }
            return;
        }
        "Delete" => {
            if let Some(id) = actor_of(event) {
                event.prevent_default();
                edits::remove_actor(map, &id);
            }
            return;
        }
        // Every other key is the page's or the browser's.
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    focus(&format!(".map-network [data-dot=\"{to}\"]"));
}

fn dot_view(map: Map, picture: Memo<Picture>, dot: Dot) -> AnyView {
    let who = StoredValue::new(dot.who.clone());
    let number = move || {
        picture.with(|picture| who.with_value(|who| picture.dots.iter().position(|dot| dot.who == *who)))
    };
    let place = move || who.with_value(|who| picture.read().place(who)).unwrap_or(Point { x: 0, y: 0 });
    let style = move || {
        let at = place();
        format!("left:{}px;top:{}px", at.x, at.y)
    };
    // A seat's name stands outside the table, on its side; the others' names stand below.
    let side = move || {
        let (at, middle) = (place(), picture.read().middle());
        match dot.seat {
            Seat::Seated if at.x - middle.x > 30 => "dot-name to-right",
            Seat::Seated if middle.x - at.x > 30 => "dot-name to-left",
            Seat::Seated if at.y < middle.y => "dot-name above",
            Seat::Seated | Seat::Outside | Seat::Initiative => "dot-name below",
        }
    };
    let name = move || who.with_value(|who| map.name_of(who));
    let clipboard = Clipboard::here();
    // Of seats that are not on the map there is nothing to copy.
    let picked = match &dot.who {
        Who::Actor(id) => Some(clipboard.is_picked(actor_at(id))),
        Who::Organisation(_) | Who::Table => None,
    };
    let picked = move || picked.is_some_and(|picked| picked.get());
    let said = move || {
        let told = format!("{}, {}", name(), super::seat_word(map.lang(), dot.seat));
        told_picked(map.lang(), told, picked())
    };
    let (id, face) = match &dot.who {
        Who::Actor(id) => (Some(id.to_string()), mark(map, id)),
        Who::Organisation(id) => (None, org_badge(&map.store.badge(id), "")),
        Who::Table => (None, ().into_any()),
    };
    let is_open = move || {
        map.selected.with(|open| {
            open.as_ref().is_some_and(|open| who.with_value(|who| *who == Who::Actor(open.clone())))
        })
    };
    let class = match dot.seat {
        Seat::Seated => "dot",
        Seat::Outside => "dot outside",
        Seat::Initiative => "dot outside initiative",
    };
    let asks = move || {
        who.with_value(|who| match who {
            Who::Actor(id) => !map.store.questions_on(&actor_at(id)).is_empty(),
            Who::Organisation(_) | Who::Table => false,
        })
    };
    view! {
        <button
            class=class
            class:is-chosen=is_open
            class:asks=asks
            class:picked=picked
            type="button"
            style=style
            data-actor=id
            data-dot=move || number().unwrap_or_default().to_string()
            tabindex=move || if number() == Some(0) { "0" } else { "-1" }
            aria-label=said
        >
            {face}
        </button>
        <span class=side style=style aria-hidden="true">{name}</span>
    }
    .into_any()
}

/// The legend: each line with its number, shown or hidden by a press.
fn foot(map: Map, hidden: RwSignal<OrdSet<Family>>) -> AnyView {
    let entry = move |family: Family| {
        let count =
            move || map.ties.with(|ties| ties.iter().filter(|tie| Family::of(tie.kind) == family).count());
        let toggle = move |_| {
            hidden.update(|hidden| {
                if !hidden.remove(&family) {
                    hidden.insert(family);
                }
            });
        };
        view! {
            <button
                class="legend legend-toggle"
                type="button"
                aria-pressed=move || hidden.with(|hidden| !hidden.contains(&family)).to_string()
                aria-label=move || words::show_family(map.lang(), family.word(map.lang()))
                on:click=toggle
            >
                {tie_sample(family)}
                <span>{move || family.word(map.lang())}</span>
                <span class="dim numbers">{count}</span>
            </button>
        }
        .into_any()
    };
    let open = move || {
        let overlaps = map.store.records(Section::Context, shared::sections::context::overlaps);
        overlaps.iter().filter(|overlap| !super::overlaps::is_settled(overlap)).count() as u64
    };
    view! {
        <div class="foot-bar context-foot">
            {Family::ALL.map(entry).collect_view()}
            <span class="grow"></span>
            <Show when=move || { open() > 0 }>
                <span class="gap-words">
                    {icon(Icon::Copy, 16)} <span>{move || words::duplicates_open(map.lang(), open())}</span>
                </span>
            </Show>
        </div>
    }
    .into_any()
}
