//! Pasting: one act on the open board, and words on what came of it.

use super::{Clipboard, is_elsewhere, kept, picking};
use crate::focus::focus_soon;
use crate::store::with_note;
use leptos::prelude::*;
use shared::lang::Lang;
use shared::objects::{self, Copied, Laid, Onto};
use shared::policy::{Touch, Verb};
use shared::record::RecordAt;
use shared::words::objects as words;
use web_sys::ClipboardEvent;

/// Most names of what is missing that are said.
const MOST_NAMES: usize = 6;

impl Clipboard {
    pub(super) fn hear_paste(&self, event: &ClipboardEvent) {
        if event.default_prevented() || is_elsewhere(event) {
            return;
        }
        let data = event.clipboard_data();
        let read = |kind: &str| data.as_ref().and_then(|data| data.get_data(kind).ok()).unwrap_or_default();
        let carried = objects::read_html(&read("text/html")).or_else(|| kept::kept_as(&read("text/plain")));
        let Some(copied) = carried else { return };
        event.prevent_default();
        self.lay(&copied, picking::active_object().or_else(|| self.open_now()));
    }

    /// Pastes what this device copied last, at an object or where the hand is.
    pub fn paste_kept(&self, at: Option<RecordAt>) {
        match kept::kept() {
            Some(copied) => {
                self.lay(&copied, at.or_else(|| self.focused.get_untracked()).or_else(|| self.open_now()));
            }
            None => self.store.tell(words::nothing(self.store.lang.get_untracked()), false),
        }
    }

    fn lay(&self, copied: &Copied, at: Option<RecordAt>) {
        let (store, lang) = (self.store, self.store.lang.get_untracked());
        let board = store.open_board().map(|board| board.to_string()).unwrap_or_default();
        let onto = Onto { board, at };
        let mut fresh = || store.new_id();
        let laid = store.peek(|records| objects::lay(records, copied, &onto, (&mut fresh, store.jitter())));
        let touches = |verb: Verb| {
            let records = laid.act.edits.iter().map(|edit| edit.record().clone());
            records.map(move |at| Touch::of_record(at, verb))
        };
        let verb = if laid.is_move { Verb::Restore } else { Verb::Create };
        if !untrack(|| touches(verb).all(|touch| store.may(&touch))) {
            return store.tell(words::not_yours(lang), false);
        }
        let missing = said_of_rest(lang, &laid);
        if laid.act.edits.is_empty() {
            return store.tell(with_note(words::nothing(lang), missing), false);
        }
        let is_proposed = store.act_noting(laid.act.clone(), missing.clone());
        self.picked.set(vec![]);
        if !is_proposed {
            let count = laid.objects.len() as u64;
            let done = if laid.is_move { words::moved(lang, count) } else { words::pasted(lang, count) };
            store.tell(with_note(&done, missing), true);
        }
        self.show(&laid);
    }

    /// Goes to where the first of them stands, and gives it the focus.
    fn show(&self, laid: &Laid) {
        let Some((first, place)) = laid.objects.first().zip(self.nav.place_now()) else { return };
        let section = first.kind.section();
        if place.section != section || place.is_ideas() {
            self.nav.go(&place.to(section).path());
        }
        let id = &first.id;
        focus_soon(format!(
            "[data-card=\"{id}\"], main [data-actor=\"{id}\"], [data-row=\"{id}\"][data-column], [data-object=\"{}\"] :is(a, button, textarea)",
            shared::sections::comments::path_of(first)
        ));
    }
}

/// What did not come along.
fn said_of_rest(lang: Lang, laid: &Laid) -> Option<String> {
    let mut said: Vec<String> = vec![];
    if !laid.missing.is_empty() {
        let mut names: Vec<String> = laid.missing.iter().take(MOST_NAMES).cloned().collect();
        let more = laid.missing.len().saturating_sub(MOST_NAMES);
        if more > 0 {
            names.push(words::and_more(lang, more as u64));
        }
        said.push(words::missing(lang, names.join(", ")));
    }
    if laid.left_out > 0 {
        said.push(words::left_out(lang, laid.left_out as u64));
    }
    (!said.is_empty()).then(|| said.join(" "))
}
