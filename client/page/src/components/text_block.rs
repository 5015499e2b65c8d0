//! A text that people write together, in a plain textarea: what is typed shows at once, what
//! others type arrives around the caret without moving it.
//!
//! It owns the element and its selection; the text itself lives in the store.

use crate::store::Store;
use leptos::html;
use leptos::prelude::*;
use shared::delta::Delta;
use shared::record::{RecordAt, translation};
use shared::sections::Shape;

/// Whether Enter ends the writing or begins a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lines {
    #[default]
    One,
    Many,
}

/// One text field of a record. A translated field is written in the interface's language.
#[component]
pub fn TextBlock(
    at: RecordAt,
    field: &'static str,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] lines: Lines,
    #[prop(optional, into)] placeholder: Signal<String>,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let store = Store::here();
    let translated = at.kind.field(field).is_some_and(|field| field.shape == Shape::Translated);
    let key = Memo::new(move |_| {
        let lang = store.lang.get();
        if translated && lang != store.working() { translation(field, lang) } else { field.to_owned() }
    });
    // A field for each language: the element starts afresh when the language changes.
    move || {
        let field_at = at.field(&key.get());
        let element = NodeRef::<html::Textarea>::new();
        let set = move |delta: &Delta| {
            let Some(area) = element.get_untracked() else { return };
            let caret = |found: Result<Option<u32>, _>| found.ok().flatten().unwrap_or(0) as usize;
            let (from, to) = (caret(area.selection_start()), caret(area.selection_end()));
            area.set_value(&delta.apply(&area.value()));
            let (from, to) = (delta.move_caret(from, false), delta.move_caret(to, false));
            let _ = area.set_selection_range(from as u32, to as u32);
        };
        let (block, now) = store.open_text(&field_at, set);
        let shown = StoredValue::new(now.clone());
        let typed_at = field_at.clone();
        on_cleanup(move || store.close_text(&field_at, block));
        let section = at.kind.section();
        view! {
            <textarea
                node_ref=element
                class=format!("text-block {class}")
                rows="1"
                aria-label=move || label.get()
                placeholder=move || placeholder.get()
                readonly=move || !store.may_edit(section)
                prop:value=now
                on:input=move |event| {
                    let new = event_target_value(&event);
                    let delta = Delta::between(&shown.get_value(), &new);
                    shown.set_value(new);
                    store.type_in(&typed_at, delta, block);
                }
                on:keydown=move |event| {
                    if lines == Lines::One && event.key() == "Enter" {
                        event.prevent_default();
                    }
                }
            ></textarea>
        }
    }
}
