//! Finding and doing by typing: objects of the board first, then actions. A combobox over a list,
//! opened with Ctrl K or from the top bar.

mod actions;

use crate::clipboard::Clipboard;
use crate::components::closed;
use crate::focus::focus_soon;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use actions::Action;
use leptos::html;
use leptos::prelude::*;
use shared::lang::Lang;
use shared::record::RecordAt;
use shared::search::{self, Query};
use shared::sections::{Kind, Section};
use shared::words;
use std::ops::Range;

/// Most objects listed; whoever sought more types more.
const MOST_OBJECTS: usize = 8;
const MOST_ACTIONS: usize = 6;

/// One line that can be chosen.
#[derive(Clone, PartialEq)]
struct Line {
    drawing: Icon,
    words: String,
    marks: Vec<Range<usize>>,
    /// At the end of the line: what kind of object it is.
    aside: &'static str,
    does: Does,
}

#[derive(Clone, PartialEq)]
enum Does {
    Open(RecordAt),
    Act(Action),
}

/// The palette; nothing is drawn while it is closed.
#[component]
pub fn Palette(open: RwSignal<bool>, help: RwSignal<bool>) -> impl IntoView {
    let (store, nav, clipboard) = (Store::here(), Nav::here(), Clipboard::here());
    let element = NodeRef::<html::Dialog>::new();
    let typed = RwSignal::new(String::new());
    let chosen = RwSignal::new(0_usize);
    let lines = Memo::new(move |_| {
        if !open.get() {
            return vec![];
        }
        let query = typed.with(|typed| Query::of(typed));
        let mut lines = objects(store, &query);
        lines.extend(actions::matching(store, clipboard, &query).into_iter().take(MOST_ACTIONS).map(
            |(action, words, marks)| Line {
                drawing: action.drawing(),
                words,
                marks,
                aside: "",
                does: Does::Act(action),
            },
        ));
        lines
    });
    Effect::new(move || {
        let Some(dialog) = element.get() else { return };
        match (open.get(), dialog.open()) {
            // Fails only for a dialog that is already open.
            (true, false) => {
                typed.set(String::new());
                chosen.set(0);
                drop(dialog.show_modal());
            }
            (false, true) => dialog.close(),
            (true, true) | (false, false) => {}
        }
    });
    let choose = move |at: usize| {
        let Some(line) = lines.with_untracked(|lines| lines.get(at).cloned()) else { return };
        open.set(false);
        match line.does {
            Does::Open(at) => go_to(nav, at),
            Does::Act(action) => action.perform(store, nav, clipboard, help),
        }
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        event.stop_propagation();
        let count = lines.with_untracked(Vec::len);
        let at = chosen.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" if count > 0 => (at + 1) % count,
            "ArrowUp" if count > 0 => (at + count - 1) % count,
            "Home" if event.ctrl_key() => 0,
            "End" if event.ctrl_key() => count.saturating_sub(1),
            "Enter" => {
                event.prevent_default();
                return choose(at);
            }
            // Every other key is for the field, or for the dialog (Escape).
            _ => return,
        };
        event.prevent_default();
        chosen.set(next);
        show(next);
    };
    view! {
        <dialog
            class="dialog palette"
            node_ref=element
            aria-label=move || words::search::open(store.lang.get())
            on:close=move |_| closed(element, open)
            on:click=move |event| {
                // A press beside the box, on what lies behind it, closes it.
                let behind = element.get_untracked().is_some_and(|dialog| {
                    event.target().is_some_and(|target| target == *AsRef::<web_sys::EventTarget>::as_ref(&*dialog))
                });
                if behind {
                    open.set(false);
                }
            }
        >
            <Show when=move || open.get()>
                <div class="palette-field">
                    {icon(Icon::Search, 20)}
                    <input
                        type="text"
                        role="combobox"
                        autocomplete="off"
                        spellcheck="false"
                        maxlength="100"
                        aria-expanded="true"
                        aria-controls="palette-list"
                        aria-autocomplete="list"
                        aria-activedescendant=move || {
                            lines.with(|lines| !lines.is_empty()).then(|| line_id(chosen.get()))
                        }
                        aria-label=move || words::search::hint(store.lang.get())
                        placeholder=move || words::search::hint(store.lang.get())
                        prop:value=move || typed.get()
                        on:input=move |event| {
                            typed.set(event_target_value(&event));
                            chosen.set(0);
                        }
                        on:keydown=keys
                    />
                    <kbd>{move || words::search::escape(store.lang.get())}</kbd>
                </div>
                {move || list(store, lines, chosen, choose)}
                {move || nothing(store, lines, typed)}
                <p class="hidden-words" role="status">
                    {move || words::search::found(store.lang.get(), lines.with(Vec::len) as u64)}
                </p>
            </Show>
        </dialog>
    }
    .into_any()
}

/// The button in the top bar.
#[component]
pub fn PaletteButton(open: RwSignal<bool>) -> impl IntoView {
    let store = Store::here();
    view! {
        <button
            class="palette-open"
            type="button"
            aria-label=move || words::search::open(store.lang.get())
            aria-keyshortcuts="Control+K"
            on:click=move |_| open.set(true)
        >
            {icon(Icon::Search, 16)}
            <span>{move || words::search::open(store.lang.get())}</span>
            <kbd>{move || words::search::key(store.lang.get())}</kbd>
        </button>
    }
    .into_any()
}

fn list(
    store: Store,
    lines: Memo<Vec<Line>>,
    chosen: RwSignal<usize>,
    choose: impl Fn(usize) + Copy + Send + Sync + 'static,
) -> AnyView {
    let lang = store.lang.get();
    let lines = lines.get();
    let first_action = lines.iter().position(|line| matches!(line.does, Does::Act(_)));
    let mut rows: Vec<AnyView> = vec![];
    for (at, line) in lines.into_iter().enumerate() {
        let heading = match first_action {
            Some(first) if at == first => Some(words::search::actions(lang)),
            _ if at == 0 => Some(words::search::on_the_board(lang)),
            Some(_) | None => None,
        };
        if let Some(words) = heading {
            rows.push(view! { <div class="palette-heading" role="presentation">{words}</div> }.into_any());
        }
        rows.push(
            view! {
                <div
                    class="palette-line"
                    role="option"
                    id=line_id(at)
                    aria-selected=move || (chosen.get() == at).to_string()
                    on:pointermove=move |_| {
                        if chosen.get_untracked() != at {
                            chosen.set(at);
                        }
                    }
                    on:click=move |_| choose(at)
                >
                    {icon(line.drawing, 20)}
                    <span class="grow">{marked(&line.words, &line.marks)}</span>
                    <small>{line.aside}</small>
                </div>
            }
            .into_any(),
        );
    }
    view! {
        <div class="palette-list" id="palette-list" role="listbox" aria-label=words::search::results(lang)>
            {rows}
        </div>
    }
    .into_any()
}

fn nothing(store: Store, lines: Memo<Vec<Line>>, typed: RwSignal<String>) -> Option<AnyView> {
    let sought = typed.get();
    let none = lines.with(Vec::is_empty) && !sought.trim().is_empty();
    none.then(|| {
        view! { <p class="palette-nothing">{words::search::nothing(store.lang.get(), sought)}</p> }.into_any()
    })
}

/// The words with the sought letters set off.
fn marked(words: &str, marks: &[Range<usize>]) -> Vec<AnyView> {
    let mut parts: Vec<AnyView> = vec![];
    let mut from = 0;
    for mark in marks {
        parts.push(words[from..mark.start].to_owned().into_any());
        parts.push(view! { <mark>{words[mark.clone()].to_owned()}</mark> }.into_any());
        from = mark.end;
    }
    parts.push(words[from..].to_owned().into_any());
    parts
}

fn line_id(at: usize) -> String {
    format!("palette-{at}")
}

/// Scrolls a line of the list into sight.
fn show(at: usize) {
    if let Some(line) = crate::device::document().get_element_by_id(&line_id(at)) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        line.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn objects(store: Store, query: &Query) -> Vec<Line> {
    let lang = store.lang.get();
    let hits = store.records_of(&Section::ALL, |records| search::find(records, query, lang, MOST_OBJECTS));
    let line = |hit: search::Hit| {
        let (drawing, aside) = kind_words(hit.at.kind, lang);
        Line { drawing, words: hit.title, marks: hit.marks, aside, does: Does::Open(hit.at) }
    };
    hits.into_iter().map(line).collect()
}

/// What kind of object it is, drawn and named.
fn kind_words(kind: Kind, lang: Lang) -> (Icon, &'static str) {
    match kind {
        Kind::Principle => (Icon::Vision, words::search::principle(lang)),
        Kind::Objective => (Icon::Vision, words::search::objective(lang)),
        Kind::Champion => (Icon::Megaphone, words::search::champion(lang)),
        Kind::Term => (Icon::Glossary, words::search::term(lang)),
        Kind::Assumption => (Icon::Question, words::search::assumption(lang)),
        Kind::Risk => (Icon::Warning, words::search::risk(lang)),
        Kind::Milestone => (Icon::Flag, words::search::milestone(lang)),
        Kind::Indicator => (Icon::Chain, words::search::indicator(lang)),
        Kind::Responsibility => (Icon::Roles, words::search::responsibility(lang)),
        Kind::Actor => (Icon::Context, words::search::actor(lang)),
        Kind::Trend => (Icon::Context, words::search::trend(lang)),
        Kind::Organisation => (Icon::People, words::search::organisation(lang)),
        Kind::Body => (Icon::People, words::search::body(lang)),
        // `search::SOUGHT` holds no other kind than those above and the chain's cards.
        _ => (Icon::Chain, words::search::node(lang)),
    }
}

/// Opens an object where it is shown, its panel where it has one.
fn go_to(nav: Nav, at: RecordAt) {
    let Some(place) = nav.place_now() else { return };
    let section = match at.kind {
        // A body is a column of the role matrix.
        Kind::Body => Section::Roles,
        kind => kind.section(),
    };
    let place = place.to(section);
    let row = format!("#row-{} textarea, [data-trend=\"{}\"] textarea", at.id, at.id);
    match at.kind {
        Kind::Principle | Kind::Organisation | Kind::Trend => {
            let lens = (at.kind == Kind::Trend).then_some(crate::views::TRENDS);
            nav.go(&place.with_lens(lens).path());
            focus_soon(row);
        }
        Kind::Body => nav.go(&place.path()),
        _ => {
            nav.go(&place.with_object(Some(at)).path());
            focus_soon("#panel h2".to_owned());
        }
    }
}
