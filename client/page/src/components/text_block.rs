//! A text that people write together, in a plain textarea: what is typed shows at once, what
//! others type arrives around the caret without moving it, and their carets show in place.
//!
//! It owns the element and its selection; the text itself lives in the store. Behind the
//! textarea lies a mirror of the same words: it gives the height and carries others' carets.

mod carets;
mod element;

use crate::comments::CommentOnPassage;
use crate::icons::{Icon, icon};
use crate::moderation::{Beside, Tray, open_composer};
use crate::store::Store;
use carets::Carets;
use element::Writing;
use leptos::html;
use leptos::prelude::*;
use shared::lang::Lang;
use shared::record::{FieldAt, RecordAt, translation};
use shared::sections::Shape;
use shared::words;
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// Whether Enter ends the writing or begins a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lines {
    #[default]
    One,
    Many,
}

/// One text field of a record. A translated field is written in the interface's language; where
/// that translation is missing, the original stays in sight and a mark says so.
#[component]
pub fn TextBlock(
    at: RecordAt,
    field: &'static str,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] lines: Lines,
    #[prop(optional, into)] placeholder: Signal<String>,
    #[prop(optional)] class: &'static str,
    /// Written in this language, whatever the interface speaks.
    #[prop(optional)]
    tongue: Option<Lang>,
) -> impl IntoView {
    let store = Store::here();
    let translated = at.kind.field(field).is_some_and(|field| field.shape == Shape::Translated);
    let variant = Memo::new(move |_| {
        let lang = tongue.unwrap_or_else(|| store.lang.get());
        (translated && lang != store.working()).then_some(lang)
    });
    let is_removed = {
        let at = at.clone();
        Memo::new(move |_| store.record(&at, |record| record.is_removed()).unwrap_or(false))
    };
    let section = at.kind.section();
    let is_held = Memo::new(move |_| store.is_aside(section));
    let read_only = Signal::derive(move || is_removed.get() || is_held.get() || !store.may_edit(section));
    // The element starts afresh when the language changes: another field is written then.
    move || {
        // It shows another moment then.
        store.past.track();
        let lang = variant.get();
        let key = lang.map_or_else(|| field.to_owned(), |lang| translation(field, lang));
        let original = lang.map(|_| at.field(field));
        let at = at.field(&key);
        let block = Block { at, original, lang, label, lines, placeholder, class, read_only, is_held };
        view! { <Written block=block /> }
    }
}

/// One text in one language.
struct Block {
    at: FieldAt,
    /// The field in the board's working language, where this is a translation.
    original: Option<FieldAt>,
    lang: Option<Lang>,
    label: Signal<String>,
    lines: Lines,
    placeholder: Signal<String>,
    class: &'static str,
    read_only: Signal<bool>,
    /// Somebody else holds the section: what one would write is proposed.
    is_held: Memo<bool>,
}

#[component]
fn Written(block: Block) -> impl IntoView {
    let store = Store::here();
    let Block { at, original, lang, label, lines, placeholder, class, read_only, is_held } = block;
    let tray = Tray::here();
    let element = NodeRef::<html::Textarea>::new();
    let shown = RwSignal::new(String::new());
    let chosen = RwSignal::new(None);
    let writing = Rc::new(Writing::new(store, at.clone(), element, shown, chosen));
    let (commented, marked) = (at.clone(), at.clone());
    let (proposed, typed_in) = (at.clone(), at.clone());
    let now = writing.open();
    on_cleanup({
        let writing = send_wrapper(writing.clone());
        move || writing.close()
    });
    let missing = Memo::new(move |_| {
        original.as_ref().is_some_and(|original| {
            shown.with(String::is_empty) && !original_text(store, original).is_empty()
        })
    });
    let original = StoredValue::new(at.record.field(at.field.split('@').next().unwrap_or_default()));
    let hint = move || {
        if missing.get() { original.with_value(|at| original_text(store, at)) } else { placeholder.get() }
    };
    let (on_input, on_start, on_end) = (writing.clone(), writing.clone(), writing.clone());
    let (on_keys, on_point, on_focus, on_blur) = (writing.clone(), writing.clone(), writing.clone(), writing);
    let code = Signal::derive(move || lang.unwrap_or_else(|| store.working()).code());
    view! {
        <div class=format!("text-block {class}") class:missing=move || missing.get() class:read-only=move || read_only.get() class:held=move || is_held.get() on:focusout=move |event| leave(chosen, &event)>
            <Carets at=at shown=shown hint=Signal::derive(hint) />
            <textarea
                node_ref=element
                rows="1"
                lang=move || code.get()
                aria-label=move || label.get()
                placeholder=hint
                spellcheck="true"
                readonly=move || read_only.get()
                prop:value=now
                on:input=move |_| on_input.typed()
                on:compositionstart=move |_| on_start.compose()
                on:compositionend=move |_| on_end.composed()
                on:keyup=move |_| on_keys.caret_moved()
                on:pointerup=move |_| on_point.caret_moved()
                on:focus=move |_| on_focus.caret_moved()
                on:blur=move |_| on_blur.left()
                on:keydown=move |event| {
                    let area = element.try_get_untracked().flatten();
                    if is_held.get_untracked() && area.is_some_and(|area| open_composer(tray, &typed_in, &area, &event)) {
                        return event.prevent_default();
                    }
                    let ends = lines == Lines::One && event.key() == "Enter" && !event.is_composing();
                    if ends {
                        event.prevent_default();
                    }
                }
            ></textarea>
            <CommentOnPassage at=commented area=element chosen=chosen />
            <Beside at=proposed label=label lines=lines area=element />
            {move || {
                store
                    .is_marked(&marked)
                    .then(|| view! { <small class="mark-tag mark-changed">{words::history::changed(store.lang.get())}</small> })
            }}
            {move || {
                missing
                    .get()
                    .then(|| {
                        view! {
                            <small class="translation-missing">
                                {icon(Icon::Glossary, 13)}
                                {words::shell::translation_missing(store.lang.get())}
                            </small>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// The focus left the text and its button: nothing is selected any more.
fn leave(chosen: RwSignal<Option<(usize, usize)>>, event: &web_sys::FocusEvent) {
    let node = |target: Option<web_sys::EventTarget>| {
        target.and_then(|target| target.dyn_into::<web_sys::Node>().ok())
    };
    let block = node(event.current_target());
    let to = node(event.related_target());
    if !block.is_some_and(|block| to.is_some() && block.contains(to.as_ref())) {
        chosen.set(None);
    }
}

fn original_text(store: Store, at: &FieldAt) -> String {
    store.record(&at.record, |record| record.text(&at.field).to_owned()).unwrap_or_default()
}

/// Cleanups must be `Send`; the page has one thread.
fn send_wrapper<T>(value: T) -> send_wrapper::SendWrapper<T> {
    send_wrapper::SendWrapper::new(value)
}
