//! The terms of the shared language where they are used: underlined, with the agreed definition and
//! each organisation's own meaning under the pointer, or where the caret stands in one.

use crate::address::OnBoard;
use crate::components::org_badge;
use crate::device;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use leptos::ev;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::px::Px;
use shared::record::{FieldAt, RecordAt};
use shared::search::Names;
use shared::sections::{Kind, Section, glossary};
use shared::words;
use std::ops::Range;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTextAreaElement};

/// A term in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Used {
    pub term: RecordId,
    pub bytes: Range<usize>,
}

/// The note that is shown: about which term, and where on the window.
#[derive(Clone, Debug, PartialEq)]
struct Note {
    term: RecordId,
    x: f64,
    y: f64,
}

/// `Copy`, from any component of a board.
#[derive(Clone, Copy)]
pub struct Terms {
    /// Names to look for, and the terms by the numbers that they carry.
    known: Memo<(Names, Vec<RecordId>)>,
    note: RwSignal<Option<Note>>,
}

impl Terms {
    pub fn new(store: Store) -> Self {
        let known = Memo::new(move |_| {
            let working = store.working();
            let terms = store.records(Section::Glossary, glossary::terms);
            let named = terms.iter().enumerate().flat_map(|(at, term)| {
                Lang::ALL.into_iter().map(move |lang| (at, term.term.reads(lang, working).to_owned()))
            });
            (Names::of(named), terms.iter().map(|term| term.id.clone()).collect())
        });
        Self { known, note: RwSignal::new(None) }
    }

    /// Outside a board there are none.
    pub fn here() -> Option<Self> {
        use_context::<Terms>()
    }

    /// What a field's text uses: everything but the term that it is about.
    pub fn in_field(&self, at: &FieldAt, text: &str) -> Vec<Used> {
        let own = (at.record.kind == Kind::Term).then_some(&at.record.id);
        let mut used = self.in_text(text);
        used.retain(|used| Some(&used.term) != own);
        used
    }

    /// The terms in a text.
    pub fn in_text(&self, text: &str) -> Vec<Used> {
        self.known.with(|(names, terms)| {
            let found = names.uses(text).into_iter();
            found
                .filter_map(|(bytes, number)| Some(Used { term: terms.get(number)?.clone(), bytes }))
                .collect()
        })
    }
}

/// Words of a term, found again under the pointer by their element.
pub fn term_word(words: String, term: &RecordId, text: &str, bytes: Range<usize>) -> AnyView {
    let units = |at: usize| text.get(..at).map_or(0, |before| before.encode_utf16().count());
    view! {
        <span
            class="term-word"
            data-term=term.to_string()
            data-from=units(bytes.start).to_string()
            data-to=units(bytes.end).to_string()
        >
            {words}
        </span>
    }
    .into_any()
}

/// A text that is only read, with its terms underlined.
pub fn worded(text: &str) -> AnyView {
    let used = Terms::here().map(|terms| terms.in_text(text)).unwrap_or_default();
    if used.is_empty() {
        return text.to_owned().into_any();
    }
    let mut out = vec![];
    let mut at = 0;
    for Used { term, bytes } in used {
        out.push(text[at..bytes.start].to_owned().into_any());
        at = bytes.end;
        out.push(term_word(text[bytes.clone()].to_owned(), &term, text, bytes));
    }
    out.push(text[at..].to_owned().into_any());
    out.collect_view().into_any()
}

/// The note, once per board. It follows the pointer over any text, and the caret in a field.
#[component]
pub fn TermNote(terms: Terms) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let show = move |found: Option<Element>, aloud: bool| {
        let next = found.and_then(|word| {
            let term = RecordId::parse(&word.get_attribute("data-term")?)?;
            let rect = word.get_bounding_client_rect();
            Some(Note { term, x: rect.left(), y: rect.bottom() })
        });
        if terms.note.with_untracked(|now| *now == next) {
            return;
        }
        if let Some(note) = next.as_ref().filter(|_| aloud) {
            let (name, definition) = untrack(|| told(store, &note.term));
            store.say(format!("{name}. {definition}"));
        }
        terms.note.set(next);
    };
    let over = window_event_listener(ev::pointermove, move |event| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        if target.closest(".term-note").ok().flatten().is_some() {
            return;
        }
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let direct = target.closest(".term-word").ok().flatten();
        show(direct.or_else(|| under(&target, |word| holds(word, x, y))), false);
    });
    let moved = window_event_listener(ev::keyup, move |event| {
        if event.key() == "Escape" {
            return show(None, false);
        }
        let Some(field) = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok())
        else {
            return;
        };
        let caret = field.selection_start().ok().flatten().unwrap_or(0);
        let is_there = |word: &Element| {
            let unit = |name: &str| word.get_attribute(name).and_then(|at| at.parse::<u32>().ok());
            matches!((unit("data-from"), unit("data-to")), (Some(from), Some(to)) if from <= caret && caret <= to)
        };
        // Whoever walks through a text is told; whoever types is left alone.
        show(under(&field, is_there), event.key().starts_with("Arrow"));
    });
    on_cleanup(move || {
        over.remove();
        moved.remove();
    });
    move || {
        let Note { term, x, y } = terms.note.get()?;
        let at = RecordAt::new(Kind::Term, term.clone());
        let (name, definition) = told(store, &term);
        let path = nav
            .place()
            .map(|place| OnBoard::new(place.board, Section::Glossary).with_object(Some(at)).path());
        let (lang, working) = (store.lang.get(), store.working());
        let senses = store.records(Section::Glossary, glossary::meanings);
        let senses = senses.into_iter().filter(|sense| sense.term.as_ref() == Some(&term));
        let senses = senses.filter_map(|sense| {
            let meaning = sense.meaning.reads(lang, working).to_owned();
            let badge = store.badge(sense.organisation.as_ref()?);
            (!meaning.is_empty())
                .then(|| view! { <li>{org_badge(&badge, "sm")} <span>{meaning}</span></li> }.into_any())
        });
        let senses = senses.collect::<Vec<_>>();
        let width = device::window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(1_000.0);
        let style = format!("left:{}px;top:{}px", Px(x.min(width - 336.0).max(8.0)), Px(y));
        Some(
            view! {
                <aside class="term-note" style=style on:pointerleave=move |_| terms.note.set(None)>
                    <b>{name}</b>
                    <p>{definition}</p>
                    <ul>{senses}</ul>
                    <a class="link" href=path>{icon(Icon::Glossary, 14)} {words::sections::glossary(lang)}</a>
                </aside>
            }
            .into_any(),
        )
    }
}

/// A term's name, and what the table agreed that it means.
fn told(store: Store, term: &RecordId) -> (String, String) {
    let at = RecordAt::new(Kind::Term, term.clone());
    let definition = store.text(&at, "definition");
    let definition = match definition.is_empty() {
        true => words::glossary::undefined(store.lang.get()).to_owned(),
        false => definition,
    };
    (store.text(&at, "term"), definition)
}

/// The word of a field's mirror that is meant: the mirror lies behind the field, unseen.
fn under(field: &Element, is_meant: impl Fn(&Element) -> bool) -> Option<Element> {
    if field.tag_name() != "TEXTAREA" {
        return None;
    }
    let words = field.parent_element()?.query_selector_all(".text-block-mirror .term-word").ok()?;
    (0..words.length()).filter_map(|at| words.get(at)?.dyn_into::<Element>().ok()).find(is_meant)
}

fn holds(word: &Element, x: f64, y: f64) -> bool {
    let rect = word.get_bounding_client_rect();
    (rect.left()..=rect.right()).contains(&x) && (rect.top()..=rect.bottom()).contains(&y)
}
