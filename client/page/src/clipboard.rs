//! Objects on the clipboard: copied, cut and pasted with the browser's own keys, from their menus and
//! from the palette, on one board or from board to board (`shared::objects`).
//!
//! What the browsers have in common decides how it is carried. A `copy` event may write
//! `text/plain` and `text/html` at once, in Chromium, Firefox and WebKit, on plain http too, and a
//! `paste` event may read both without asking anybody; so the outline goes as text and the written
//! form in an attribute of the HTML, as other programs do it. A type of our own (`web …`) exists in
//! Chromium alone, WebKit hides any from other origins, and the asynchronous clipboard asks the person
//! before it reads. A menu has no `paste` event: it pastes what this device copied last, kept
//! in its storage, under its name; the same serves where the HTML was lost and the text is still ours.

mod items;
mod kept;
mod pasting;
mod picking;

pub use items::{CopyItems, CopyMenu};
pub use kept::SETTINGS;
pub use picking::told_picked;

use crate::device;
use crate::nav::Nav;
use crate::store::Store;
use crate::views::fields::{FIELDS, is_in_field};
use leptos::prelude::*;
use shared::act::{Act, Edit, Message};
use shared::objects::{self, Copied};
use shared::policy::{Touch, Verb};
use shared::questions::settle::title;
use shared::record::RecordAt;
use shared::words::objects as words;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, HtmlElement, HtmlTextAreaElement};

/// `Copy`, from any component of a board.
#[derive(Clone, Copy)]
pub struct Clipboard {
    store: Store,
    nav: Nav,
    /// Those that were chosen one by one, to be copied together.
    picked: RwSignal<Vec<RecordAt>>,
    /// The object that has the focus, or had it before a dialog or a menu took it.
    focused: RwSignal<Option<RecordAt>>,
    /// What a menu asked to copy, until the `copy` event comes; whether it is cut.
    asked: StoredValue<Option<(Vec<RecordAt>, bool)>>,
    /// Counts what this device copied, so that menus name the last.
    copies: RwSignal<u32>,
}

impl Clipboard {
    /// Listens for as long as the board is shown; before any section does, which may have its own use
    /// for a text.
    pub fn new(store: Store, nav: Nav) -> Self {
        let clipboard = Self {
            store,
            nav,
            picked: RwSignal::new(vec![]),
            focused: RwSignal::new(None),
            asked: StoredValue::new(None),
            copies: RwSignal::new(0),
        };
        let heard = [
            window_event_listener(leptos::ev::copy, move |event| clipboard.hear_copy(&event, false)),
            window_event_listener(leptos::ev::cut, move |event| clipboard.hear_copy(&event, true)),
            window_event_listener(leptos::ev::paste, move |event| clipboard.hear_paste(&event)),
            // Another tab of this device copied something.
            window_event_listener_untyped("storage", move |_| clipboard.copies.update(|times| *times += 1)),
            window_event_listener(leptos::ev::focusin, move |event| clipboard.follow(&event)),
            window_event_listener(leptos::ev::keydown, move |event| clipboard.press(&event)),
        ];
        on_cleanup(move || heard.into_iter().for_each(WindowListenerHandle::remove));
        clipboard.pick_by_click();
        clipboard
    }

    pub fn here() -> Self {
        expect_context::<Clipboard>()
    }

    /// The objects that a copy would take: those chosen one by one, the one with the focus, or the one
    /// whose panel is open.
    pub fn at_hand(&self) -> Vec<RecordAt> {
        let picked = self.picked.get();
        if !picked.is_empty() {
            return picked;
        }
        let open = move || self.nav.place().and_then(|place| place.object);
        self.carried(self.focused.get().or_else(open))
    }

    /// The same for a key: what has the focus now.
    fn at_hand_now(&self) -> Vec<RecordAt> {
        let picked = self.picked.get_untracked();
        if !picked.is_empty() {
            return picked;
        }
        self.carried(picking::active_object().or_else(|| self.open_now()))
    }

    /// An object alone, if it is in use and of a kind that is carried.
    fn carried(&self, at: Option<RecordAt>) -> Vec<RecordAt> {
        let is_there =
            |at: &RecordAt| objects::is_carried(at.kind) && self.store.peek(|records| is_used(records, at));
        at.filter(is_there).into_iter().collect()
    }

    fn open_now(&self) -> Option<RecordAt> {
        self.nav.place_now().and_then(|place| place.object)
    }

    /// Copies or cuts, from a menu: the event that a browser fires for its own key is asked for.
    pub fn ask(&self, chosen: Vec<RecordAt>, is_cut: bool) {
        if chosen.is_empty() {
            return;
        }
        self.asked.set_value(Some((chosen, is_cut)));
        let is_done = copy_command();
        if self.asked.try_update_value(Option::take).flatten().is_some() || !is_done {
            self.store.tell(words::not_copied(self.store.lang.get_untracked()), false);
        }
    }

    fn hear_copy(&self, event: &ClipboardEvent, is_cut: bool) {
        let asked = self.asked.try_update_value(Option::take).flatten();
        let (chosen, is_cut) = match asked {
            Some(asked) => asked,
            None if event.default_prevented() || is_about_text(event) => return,
            None => (self.at_hand_now(), is_cut),
        };
        let Some(data) = event.clipboard_data().filter(|_| !chosen.is_empty()) else { return };
        let lang = self.store.lang.get_untracked();
        if is_cut && !untrack(|| self.may_remove(&chosen)) {
            event.prevent_default();
            return self.store.tell(words::not_yours(lang), false);
        }
        let board = self.store.open_board().map(|board| board.to_string()).unwrap_or_default();
        let copied = self.store.peek(|records| objects::take(records, &board, &chosen, is_cut));
        if copied.is_empty() {
            return;
        }
        event.prevent_default();
        let outline = self.store.peek(|records| objects::outline(&copied, records, lang));
        // Cannot fail while the event lasts.
        let _ = data.set_data("text/plain", &outline);
        let _ = data.set_data("text/html", &objects::html(&copied, &outline));
        let name = self.store.peek(|records| title(&copied.chosen[0], records, lang));
        kept::keep(&copied, &outline, &name);
        self.copies.update(|times| *times += 1);
        if is_cut {
            self.take_off(&copied);
        }
        self.tell_copied(&copied, name, is_cut);
        self.picked.set(vec![]);
    }

    fn may_remove(&self, chosen: &[RecordAt]) -> bool {
        chosen.iter().all(|at| self.store.may(&Touch::of_record(at.clone(), Verb::Remove)))
    }

    fn take_off(&self, copied: &Copied) {
        if self.open_now().is_some_and(|open| copied.chosen.contains(&open)) {
            self.nav.select(None);
        }
        let edits = copied.chosen.iter().map(|at| Edit::Remove { at: at.clone() }).collect();
        self.store.act(Act::new(Message::Remove, edits));
    }

    fn tell_copied(&self, copied: &Copied, name: String, is_cut: bool) {
        let lang = self.store.lang.get_untracked();
        let count = copied.chosen.len() as u64;
        let mut said = match (is_cut, count) {
            (true, _) => words::cut_done(lang, count),
            (false, 1) if !name.is_empty() => words::copied(lang, name),
            (false, _) => words::copied_many(lang, count),
        };
        if copied.left_out > 0 {
            said = format!("{said}. {}", words::left_out(lang, copied.left_out as u64));
        }
        self.store.tell(said, is_cut);
    }
}

fn is_used(records: &shared::record::Records, at: &RecordAt) -> bool {
    records.get(at.kind, &at.id).is_some_and(|record| !record.is_removed())
}

/// Whether the browser should do as always: somebody writes, marked words, or is at a cell of the
/// role matrix, which has letters of its own to copy.
fn is_about_text(event: &ClipboardEvent) -> bool {
    let marked = device::window().get_selection().ok().flatten().is_some_and(|marked| !marked.is_collapsed());
    let active = device::document().active_element();
    let in_cell =
        active.is_some_and(|active| active.closest(".matrix [data-column]").is_ok_and(|cell| cell.is_some()));
    marked || in_cell || is_elsewhere(event)
}

/// Whether an event is about a field or a dialog.
fn is_elsewhere(event: &web_sys::Event) -> bool {
    let in_dialog = device::document().query_selector("dialog[open]").is_ok_and(|open| open.is_some());
    let active = device::document().active_element();
    let writes = active.is_some_and(|active| active.closest(FIELDS).is_ok_and(|field| field.is_some()));
    in_dialog || writes || is_in_field(event)
}

/// Has the browser fire its `copy` event: it does so only where something is marked.
fn copy_command() -> bool {
    let document = device::document();
    let focused = document.active_element();
    let made =
        document.create_element("textarea").ok().and_then(|made| made.dyn_into::<HtmlTextAreaElement>().ok());
    let (Some(field), Some(body)) = (made, document.body()) else { return false };
    field.set_value("-");
    field.set_class_name("hidden-words");
    let is_there = body.append_child(&field).is_ok();
    // Not every browser gives the focus to what it selects.
    let _ = field.focus();
    field.select();
    let document: web_sys::HtmlDocument = document.unchecked_into();
    let is_done = is_there && document.exec_command("copy").unwrap_or(false);
    field.remove();
    if let Some(focused) = focused.and_then(|element: Element| element.dyn_into::<HtmlElement>().ok()) {
        // Focus cannot fail on an element of the page.
        let _ = focused.focus();
    }
    is_done
}
