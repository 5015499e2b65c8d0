//! Following the moderator's view, with a way out: any scroll, key or step of one's own leaves it.

use super::state::InSession;
use crate::address::OnBoard;
use crate::device;
use crate::nav::Nav;
use crate::shell::is_typing;
use leptos::ev;
use leptos::prelude::*;
use shared::meeting::floor::Sight;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

pub(super) fn start(session: InSession, nav: Nav) {
    // The moderator's page says where it is.
    Effect::new(move || {
        let Some(place) = nav.place().filter(|_| session.is_host.get() && session.lead.with(Option::is_some))
        else {
            return;
        };
        let sight = Sight { section: place.section, lens: place.lens, object: place.object };
        if session
            .lead
            .with_untracked(|lead| lead.as_ref().is_some_and(|lead| lead.sight.as_ref() != Some(&sight)))
        {
            session.lead(|lead, _, _| lead.look(sight));
        }
    });
    // A follower's goes there, unless they are writing.
    let sight =
        Memo::new(move |_| session.lead.with(|lead| lead.as_ref().and_then(|lead| lead.sight.clone())));
    Effect::new(move || {
        let Some(path) = path_of(session, nav, sight.get()) else { return };
        if session.follows.get() && !is_typing() {
            nav.replace(&path);
        }
    });
    // Going elsewhere by oneself leaves.
    Effect::new(move || {
        let here = nav.place().map(|place| place.path());
        let led_to = path_of(session, nav, sight.get_untracked());
        if session.follows.get_untracked() && led_to.is_some() && led_to != here {
            session.follows.set(false);
        }
    });
    let leave = move |event: &Event| {
        if session.follows.get_untracked() && untrack(|| is_led(session)) && !is_in_bar(event) {
            session.follows.set(false);
        }
    };
    let wheel = window_event_listener_untyped("wheel", move |event| leave(&event));
    let touch = window_event_listener_untyped("touchmove", move |event| leave(&event));
    let key = window_event_listener(ev::keydown, move |event| {
        if !matches!(
            event.key().as_str(),
            "m" | "M" | "f" | "F" | "Shift" | "Control" | "Alt" | "Meta" | "AltGraph"
        ) {
            leave(&event);
        }
    });
    on_cleanup(move || [wheel, touch, key].into_iter().for_each(WindowListenerHandle::remove));
}

/// Whether there is a view of somebody else's to follow.
pub(super) fn is_led(session: InSession) -> bool {
    !session.is_host.get() && session.lead.with(|lead| lead.as_ref().is_some_and(|lead| lead.sight.is_some()))
}

/// Begins to follow again, or leaves.
pub(super) fn toggle(session: InSession) {
    session.follows.update(|follows| *follows = !*follows);
}

fn path_of(session: InSession, nav: Nav, sight: Option<Sight>) -> Option<String> {
    let sight = sight.filter(|_| !session.is_host.get_untracked())?;
    let place = nav.place_now()?;
    let followed =
        OnBoard { lens: sight.lens, object: sight.object, ..OnBoard::new(place.board, sight.section) };
    Some(followed.path())
}

/// The bar is not part of the view: using it leaves nothing.
fn is_in_bar(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let focused = device::document().active_element();
    let inside = |element: Option<Element>| {
        element.is_some_and(|element| element.closest(".session-bar, dialog").is_ok_and(|bar| bar.is_some()))
    };
    inside(target) || (event.type_() == "keydown" && inside(focused))
}
