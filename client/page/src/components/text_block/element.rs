//! One textarea and its text: what was typed goes out as a small delta, what arrives is put in
//! around the selection. While a composition (accents, IME) is under way, nothing is put in:
//! it would break the composition; all of it is, in order, once that ends.

use crate::store::Store;
use crate::texts::typed;
use leptos::html;
use leptos::prelude::*;
use shared::delta::Delta;
use shared::record::FieldAt;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;

pub struct Writing {
    store: Store,
    at: FieldAt,
    element: NodeRef<html::Textarea>,
    /// What the textarea shows, for the mirror behind it.
    shown: RwSignal<String>,
    /// The ends of the words that are selected in it.
    chosen: RwSignal<Option<(usize, usize)>>,
    block: Cell<u64>,
    composing: Cell<bool>,
    held: RefCell<Vec<Delta>>,
}

impl Writing {
    pub fn new(
        store: Store,
        at: FieldAt,
        element: NodeRef<html::Textarea>,
        shown: RwSignal<String>,
        chosen: RwSignal<Option<(usize, usize)>>,
    ) -> Self {
        let (block, composing, held) = (Cell::new(0), Cell::new(false), RefCell::new(vec![]));
        Self { store, at, element, shown, chosen, block, composing, held }
    }

    /// Begins to follow the text; returns it as it reads now.
    pub fn open(self: &Rc<Self>) -> String {
        let weak = Rc::downgrade(self);
        let (block, now) = self.store.open_text(&self.at, move |delta| {
            if let Some(writing) = weak.upgrade() {
                writing.hear(delta);
            }
        });
        self.block.set(block);
        self.shown.set(now.clone());
        now
    }

    pub fn close(&self) {
        self.store.close_text(&self.at, self.block.get());
    }

    /// The person changed the text.
    pub fn typed(&self) {
        let Some(area) = self.area() else { return };
        if self.composing.get() {
            return;
        }
        let (old, new) = (self.shown.get_untracked(), area.value());
        let delta = typed(&old, &new, selection(&area).1);
        self.shown.set(new);
        self.store.type_in(&self.at, delta, self.block.get());
        self.caret_moved();
    }

    /// The textarea, while it is on the page: a late event may come after that.
    fn area(&self) -> Option<HtmlTextAreaElement> {
        self.element.try_get_untracked().flatten()
    }

    pub fn compose(&self) {
        self.composing.set(true);
    }

    /// A composition ended: what it wrote goes out, moved over what arrived meanwhile.
    pub fn composed(&self) {
        let Some(area) = self.area() else { return };
        self.composing.set(false);
        let (old, new) = (self.shown.get_untracked(), area.value());
        let mut mine = typed(&old, &new, selection(&area).1);
        self.shown.set(new);
        for theirs in self.held.take() {
            let over = theirs.over(&mine, true);
            mine = mine.over(&theirs, false);
            self.put(&area, &over);
        }
        self.store.type_in(&self.at, mine, self.block.get());
        self.caret_moved();
    }

    fn hear(&self, delta: &Delta) {
        match self.area() {
            Some(_) if self.composing.get() => self.held.borrow_mut().push(delta.clone()),
            Some(area) => self.put(&area, delta),
            None => {
                if let Some(next) = self.shown.try_with_untracked(|shown| delta.apply(shown)) {
                    self.shown.set(next);
                }
            }
        }
    }

    /// Puts a change in, keeping the selection on the words it was on.
    fn put(&self, area: &HtmlTextAreaElement, delta: &Delta) {
        let (from, to) = selection(area);
        let next = delta.apply(&area.value());
        area.set_value(&next);
        let (from, to) = (delta.move_caret(from, false), delta.move_caret(to, false));
        if is_focused(area) {
            // An index past the end is clamped by the browser.
            let _ = area.set_selection_range(from as u32, to as u32);
        }
        self.shown.set(next);
    }

    pub fn caret_moved(&self) {
        let Some(area) = self.area() else { return };
        if !is_focused(&area) {
            return;
        }
        let (from, to) = selection(&area);
        self.chosen.set((from != to).then_some((from, to)));
        if !area.read_only() {
            self.store.write_at(Some((self.at.clone(), from as u32, to as u32)));
        }
    }

    pub fn left(&self) {
        self.store.write_at(None);
    }
}

/// The selection's ends, in UTF-16 units.
fn selection(area: &HtmlTextAreaElement) -> (usize, usize) {
    let end = |found: Result<Option<u32>, _>| found.ok().flatten().unwrap_or(0) as usize;
    (end(area.selection_start()), end(area.selection_end()))
}

fn is_focused(area: &HtmlTextAreaElement) -> bool {
    crate::device::document()
        .active_element()
        .is_some_and(|active| *AsRef::<web_sys::Element>::as_ref(area) == active)
}
