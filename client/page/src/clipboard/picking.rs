//! Which objects are at hand: the one with the focus, and those that are chosen one by one, with X or
//! with Ctrl and a click.

use super::{Clipboard, is_elsewhere, is_used};
use crate::device;
use crate::shell::letters_act;
use crate::views::fields::around;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::objects::{MAX_OBJECTS, is_carried};
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::sections::comments::place_of;
use shared::words::objects as words;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event, FocusEvent, KeyboardEvent, MouseEvent};

/// The attributes by which views say which record an element shows, beside `data-object`.
const SHOWN_AS: [(&str, Kind); 5] = [
    ("data-card", Kind::Node),
    ("data-actor", Kind::Actor),
    ("data-trend", Kind::Trend),
    ("data-row", Kind::Responsibility),
    ("data-group", Kind::RoleGroup),
];

impl Clipboard {
    /// Whether an object is chosen, to be copied with others.
    pub fn is_picked(&self, at: RecordAt) -> Memo<bool> {
        let picked = self.picked;
        Memo::new(move |_| picked.with(|picked| picked.contains(&at)))
    }

    /// Dialogs and menus take the focus and act on what had it.
    pub(super) fn follow(&self, event: &FocusEvent) {
        if around(event, "dialog, .menu-root, .toast, .hidden-words").is_none() {
            let found = object_around(event).filter(|at| self.store.peek(|records| is_used(records, at)));
            if self.focused.with_untracked(|focused| *focused != found) {
                self.focused.set(found);
            }
        }
    }

    pub(super) fn press(&self, event: &KeyboardEvent) {
        let is_held = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
        match event.key().as_str() {
            "Escape" if self.picked.with_untracked(|picked| !picked.is_empty()) => self.drop_all(),
            "x" | "X"
                if !is_held && !event.default_prevented() && letters_act() && !self.store.is_past_now() =>
            {
                if let Some(at) = object_around(event).filter(|_| !is_elsewhere(event)) {
                    event.prevent_default();
                    self.pick(at);
                }
            }
            // Every other key is the section's.
            _ => {}
        }
    }

    /// Ctrl and a click choose, and open nothing: heard before the section hears of it.
    pub(super) fn pick_by_click(&self) {
        let clipboard = *self;
        let hears = Closure::<dyn FnMut(MouseEvent)>::new(move |event: MouseEvent| {
            if !(event.ctrl_key() || event.meta_key())
                || is_elsewhere(&event)
                || around(&event, "a, summary").is_some()
            {
                return;
            }
            if let Some(at) = object_around(&event) {
                event.prevent_default();
                event.stop_propagation();
                clipboard.pick(at);
            }
        });
        let listen = hears.as_ref().unchecked_ref();
        // Fails for no event name that the page uses.
        let _ = device::document().add_event_listener_with_callback_and_bool("click", listen, true);
        let hears = send_wrapper::SendWrapper::new(hears);
        on_cleanup(move || {
            let listen = hears.as_ref().unchecked_ref();
            let _ = device::document().remove_event_listener_with_callback_and_bool("click", listen, true);
        });
    }

    fn pick(&self, at: RecordAt) {
        if !is_carried(at.kind) || !self.store.peek(|records| is_used(records, &at)) {
            return;
        }
        self.picked.update(|picked| match picked.iter().position(|known| *known == at) {
            Some(known) => drop(picked.remove(known)),
            None if picked.len() < MAX_OBJECTS => picked.push(at),
            None => {}
        });
        let (lang, count) = (self.store.lang.get_untracked(), self.picked.with_untracked(Vec::len) as u64);
        self.store.say(match count {
            0 => words::unpicked(lang).to_owned(),
            count => words::picked(lang, count),
        });
    }

    fn drop_all(&self) {
        self.picked.set(vec![]);
        self.store.say(words::unpicked(self.store.lang.get_untracked()));
    }
}

/// The object that an event's target shows or stands in.
fn object_around(event: &Event) -> Option<RecordAt> {
    object_of(&event.target()?.dyn_into::<Element>().ok()?)
}

/// The object that has the focus. Browsers fire their clipboard events where words were last marked.
pub fn active_object() -> Option<RecordAt> {
    object_of(&device::document().active_element()?)
}

fn object_of(element: &Element) -> Option<RecordAt> {
    let by_kind = SHOWN_AS.map(|(name, _)| format!("[{name}]")).join(", ");
    let shown = element.closest(&format!("[data-object], {by_kind}")).ok()??;
    if let Some(path) = shown.get_attribute("data-object") {
        return place_of(&path);
    }
    let (id, kind) = SHOWN_AS.iter().find_map(|(name, kind)| Some((shown.get_attribute(name)?, *kind)))?;
    Some(RecordAt::new(kind, RecordId::parse(&id)?))
}

/// What is told of an object, and that it is chosen.
pub fn told_picked(lang: Lang, told: String, is_picked: bool) -> String {
    if is_picked { format!("{told}, {}", words::is_picked(lang)) } else { told }
}
