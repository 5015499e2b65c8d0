//! The keys of a meeting: M raises and lowers the hand, F follows and leaves; in the bar, the
//! moderator pauses with the space bar and goes on with the right arrow.

use super::state::InSession;
use super::{acts, following};
use crate::shell::{is_typing, letters_are_on};
use leptos::ev;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

pub(super) fn listen(session: InSession) {
    let keys = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let is_plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        if event.default_prevented() || !is_plain || is_typing() || !letters_are_on() {
            return;
        }
        match event.key().as_str() {
            "m" | "M" if !session.is_host.get_untracked() => session.raise(),
            "f" | "F" if untrack(|| following::is_led(session)) => following::toggle(session),
            // Every other key is the page's.
            _ => {}
        }
    });
    on_cleanup(move || keys.remove());
}

/// A key that was pressed in the bar of the moderator.
pub(super) fn in_bar(session: InSession, event: &KeyboardEvent) {
    if !session.is_host.get_untracked() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let on_button = crate::views::around(event, "button, a, [role=menu]").is_some();
    match event.key().as_str() {
        " " if !on_button => {
            event.prevent_default();
            acts::pause_or_go_on(session);
        }
        "ArrowRight" if crate::views::around(event, "[role=menu]").is_none() => {
            event.prevent_default();
            acts::next_item(session);
        }
        // Every other key is the bar's buttons'.
        _ => {}
    }
}
