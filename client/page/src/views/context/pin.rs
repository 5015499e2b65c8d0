//! Pinning an actor of the network where a hand or the arrow keys put it. Seats stand fixed; a pin
//! is kept on the board, so that everybody sees the same picture, and can be taken out again.

use super::map::Who;
use super::network::Picture;
use super::{Map, actor_at};
use crate::views::fields::{around, focus_soon};
use leptos::prelude::*;
use shared::act::{Act, Edit, Message};
use shared::force::Point;
use shared::ids::RecordId;
use shared::record::Scalar;
use shared::words::context as words;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent};

/// A dot under somebody's hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub id: RecordId,
    /// Where the hand took it, in pixels of the window, and where it stood.
    taken: (i32, i32),
    stood: Point,
    pub at: Point,
    pub moved: bool,
}

/// A hand that moved less than this only pointed.
const STILL_PX: i32 = 4;
/// How far an arrow key moves, in pixels; with Shift five times as far.
const STEP_PX: i32 = 8;

/// The actor of a dot that may be moved: not one of those at the table.
fn movable(event: &web_sys::Event) -> Option<RecordId> {
    let dot = around(event, ".dot.outside[data-actor]")?;
    RecordId::parse(&dot.get_attribute("data-actor")?)
}

pub fn take(map: Map, picture: Memo<Picture>, held: RwSignal<Option<Held>>, event: &PointerEvent) {
    if event.button() != 0 || !untrack(|| map.may_edit()) {
        return;
    }
    let Some(id) = movable(event) else { return };
    let stood = picture.with_untracked(|picture| picture.place(&Who::Actor(id.clone())));
    let Some(stood) = stood else { return };
    let taken = (event.client_x(), event.client_y());
    held.set(Some(Held { id, taken, stood, at: stood, moved: false }));
}

pub fn carry(held: RwSignal<Option<Held>>, zoom: f64, event: &PointerEvent) {
    let Some(mut now) = held.get_untracked() else { return };
    let by = (event.client_x() - now.taken.0, event.client_y() - now.taken.1);
    if !now.moved {
        if by.0.abs().max(by.1.abs()) < STILL_PX {
            return;
        }
        now.moved = true;
        if let Some(dot) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // Fails only for a pointer that is gone already.
            let _ = dot.set_pointer_capture(event.pointer_id());
        }
    }
    let drawn = |by: i32| (f64::from(by) / zoom) as i32;
    now.at = Point { x: now.stood.x + drawn(by.0), y: now.stood.y + drawn(by.1) };
    held.set(Some(now));
}

pub fn put_down(map: Map, size: (i32, i32), held: RwSignal<Option<Held>>) {
    let Some(now) = held.get_untracked().filter(|held| held.moved) else { return };
    pin(map, &now.id, now.at, size);
    // The click that follows sees that it was a drag; without one (touch) the hand is empty too.
    request_animation_frame(move || held.set(None));
}

/// Alt and an arrow move the dot that has the focus.
pub fn step(map: Map, picture: Memo<Picture>, event: &KeyboardEvent) {
    let (x, y) = match event.key().as_str() {
        "ArrowRight" => (1, 0),
        "ArrowLeft" => (-1, 0),
        "ArrowDown" => (0, 1),
        "ArrowUp" => (0, -1),
        // Other keys with Alt are the browser's.
        _ => return,
    };
    let Some(id) = movable(event).filter(|_| untrack(|| map.may_edit())) else { return };
    let place =
        picture.with_untracked(|picture| Some((picture.place(&Who::Actor(id.clone()))?, picture.size)));
    let Some((at, size)) = place else { return };
    let by = if event.shift_key() { 5 * STEP_PX } else { STEP_PX };
    event.prevent_default();
    event.stop_propagation();
    pin(map, &id, Point { x: at.x + x * by, y: at.y + y * by }, size);
    focus_soon(format!(".map-network [data-actor=\"{id}\"]"));
}

fn pin(map: Map, id: &RecordId, at: Point, size: (i32, i32)) {
    let part = |at: i32, of: i32| (at * 1_000 / of.max(1)).clamp(0, 1_000);
    let pin = format!("{},{}", part(at.x, size.0), part(at.y, size.1));
    let edit = Edit::Set { at: actor_at(id).field("pin"), value: Some(Scalar::Text(pin)) };
    map.store.act(Act::new(Message::Move, vec![edit]));
    map.store.say(words::pinned(map.store.lang.get_untracked(), untrack(|| map.name(id))));
}

/// Takes the pin out: the actor floats again.
pub fn release(map: Map, id: &RecordId) {
    map.store.act(Act::set(actor_at(id).field("pin"), None));
}
