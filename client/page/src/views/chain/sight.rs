//! What of the graph is in sight: the room it has, where it is scrolled to, how near one looks, and
//! following the selected card and a card that somebody else removed.

use super::hand::{Hand, Room, Sight, card_element_id};
use crate::device;
use leptos::html;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::layout::Rect;
use shared::px::within;
use shared::sections::Kind;
use shared::words;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{ResizeObserver, ScrollIntoViewOptions, ScrollLogicalPosition, WheelEvent};

/// Scrolls no further than it must to show a card, beside the panel where that lies over the graph.
pub fn bring_into_sight(card: &RecordId) {
    if let Some(element) = device::document().get_element_by_id(&card_element_id(card)) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_inline(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// The card whose panel opens stays in sight.
pub fn keep_selected(hand: Hand) {
    let selected = Memo::new(move |_| hand.selected().filter(|at| at.kind == Kind::Node));
    Effect::new(move || {
        hand.room.track();
        let Some(at) = selected.get() else { return };
        // The panel takes its room, and the columns theirs, before the card has its place.
        set_timeout(move || bring_into_sight(&at.id), std::time::Duration::from_millis(80));
    });
}

/// Keeps the room at the size of the scrolling frame.
pub fn measure(hand: Hand, frame: NodeRef<html::Div>) {
    let room = hand.room;
    Effect::new(move || {
        // What is in sight changes with the zoom and with what is placed, too.
        hand.zoom.track();
        hand.layout.track();
        request_animation_frame(move || look(hand, frame));
    });
    Effect::new(move || {
        let Some(element) = frame.get() else { return };
        let measured = element.clone();
        let read = move || Room {
            width: f64::from(measured.client_width()),
            height: f64::from(measured.client_height()),
        };
        // What is in sight is known before the cards are placed: only those are drawn then.
        look(hand, frame);
        room.set(read());
        let resized = Closure::<dyn FnMut()>::new(move || {
            let now = read();
            // A frame that was taken away has no size, and no room to lay out for.
            if now.width > 0.0 && room.try_get_untracked().is_some_and(|before| before != now) {
                room.set(now);
                look(hand, frame);
            }
        });
        let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) else { return };
        observer.observe(&element);
        let kept = StoredValue::new_local(Some((observer, resized)));
        on_cleanup(move || {
            if let Some(Some((observer, _))) = kept.try_update_value(Option::take) {
                observer.disconnect();
            }
        });
    });
}

/// Somebody else may remove the focused card: the focus goes to its neighbour, and it is said.
pub fn follow_the_removed(hand: Hand) {
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

/// Up to so many cards all are drawn; of more, those near what is in sight.
const FEW: usize = 80;

/// The part of the canvas that is drawn: what is in sight and as much again on each side, in steps
/// of half a screen. Nothing where all is drawn.
pub fn near(hand: Hand) -> Memo<Option<Rect>> {
    // On paper all of it is wanted.
    let printing = device::printing();
    Memo::new(move |_| {
        if printing.get() || hand.layout.with(|layout| layout.cards.len()) <= FEW {
            return None;
        }
        let Sight { x, y, width, height } = hand.sight.get();
        let (step_x, step_y) = ((width / 2.0).max(100.0), (height / 2.0).max(100.0));
        let (left, top) = ((x / step_x).floor() * step_x, (y / step_y).floor() * step_y);
        Some(Rect { x: left - width, y: top - height, width: 3.5 * width, height: 3.5 * height })
    })
}

/// Notes which part of the canvas is in sight.
pub fn look(hand: Hand, frame: NodeRef<html::Div>) {
    // The frame may come to rest after the view has gone.
    let Some(frame) = frame.try_get_untracked().flatten() else { return };
    let zoom = hand.zoom.get_untracked();
    let now = Sight {
        x: f64::from(frame.scroll_left()) / zoom,
        y: f64::from(frame.scroll_top()) / zoom,
        width: f64::from(frame.client_width()) / zoom,
        height: f64::from(frame.client_height()) / zoom,
    };
    if now != hand.sight.get_untracked() {
        hand.sight.set(now);
    }
}

/// Brings a part of the canvas into sight, by its top left.
pub fn go_to(hand: Hand, frame: NodeRef<html::Div>, x: f64, y: f64) {
    if let Some(frame) = frame.get_untracked() {
        let zoom = hand.zoom.get_untracked();
        frame.scroll_to_with_x_and_y(x * zoom, y * zoom);
    }
}

/// Control and the wheel (or two fingers on a pad) look nearer or further, at the pointer.
pub fn wheel(hand: Hand, frame: NodeRef<html::Div>, event: &WheelEvent) {
    if !(event.ctrl_key() || event.meta_key()) {
        return;
    }
    event.prevent_default();
    let Some(element) = frame.get_untracked() else { return };
    let rect = element.get_bounding_client_rect();
    let at = (f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top());
    let before = hand.zoom.get_untracked();
    let (left, top) = (f64::from(element.scroll_left()), f64::from(element.scroll_top()));
    // A notch of a wheel is some hundred pixels, a pad sends a few at a time.
    hand.zoom_to(before * (1.0 - within(event.delta_y(), -50.0, 50.0) / 200.0));
    let by = hand.zoom.get_untracked() / before;
    // The canvas takes its new size with the next frame.
    request_animation_frame(move || {
        if let Some(element) = frame.try_get_untracked().flatten() {
            element.scroll_to_with_x_and_y((left + at.0) * by - at.0, (top + at.1) * by - at.1);
        }
    });
}
