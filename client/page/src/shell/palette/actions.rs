//! What can be done from anywhere, named in the three languages.

use crate::address::OnBoard;
use crate::clipboard::Clipboard;
use crate::components::add_last;
use crate::focus::focus_soon;
use crate::icons::Icon;
use crate::nav::Nav;
use crate::shell::rail::IN_RAIL;
use crate::shell::{save_copy, save_json};
use crate::store::Store;
use crate::views::chain_level;
use leptos::prelude::*;
use shared::lang::Lang;
use shared::record::{Scalar, Value};
use shared::search::Query;
use shared::sections::chain::Level;
use shared::sections::organisations::HUES;
use shared::sections::{Kind, Section, Word};
use shared::sort::sort_by_key;
use shared::words;
use std::ops::Range;

/// One thing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    AddCard(Level),
    Add(Kind),
    GoTo(Section),
    MyPartnerships,
    Copy,
    Cut,
    Paste,
    Undo,
    Redo,
    SaveCopy,
    OpenData,
    Shortcuts,
    Speak(Lang),
}

/// Every action: going somewhere, writing, the rest.
fn all() -> Vec<Action> {
    let mut all = IN_RAIL.map(|(section, ..)| Action::GoTo(section)).to_vec();
    all.extend([Section::Glossary, Section::Session, Section::People, Section::About].map(Action::GoTo));
    all.extend(Level::ALL.iter().map(|level| Action::AddCard(*level)));
    all.extend(
        [Kind::Objective, Kind::Principle, Kind::Champion, Kind::Term, Kind::Organisation].map(Action::Add),
    );
    all.extend([Action::Copy, Action::Cut, Action::Paste]);
    all.extend([Action::MyPartnerships, Action::Undo, Action::Redo, Action::SaveCopy, Action::OpenData]);
    all.push(Action::Shortcuts);
    all.extend(Lang::ALL.map(Action::Speak));
    all
}

/// The actions that this person can take now and whose words hold the query, in any language:
/// each with its words in the interface's, and where they match. All of them for an empty query.
pub fn matching(
    store: Store,
    clipboard: Clipboard,
    query: &Query,
) -> Vec<(Action, String, Vec<Range<usize>>)> {
    let lang = store.lang.get();
    let mut found = vec![];
    for action in all().into_iter().filter(|action| action.is_open_to(store, clipboard)) {
        let words = action.words(lang);
        match query.marks(&words) {
            Some(marks) => found.push((action, words, marks)),
            None if Lang::ALL.into_iter().any(|other| query.marks(&action.words(other)).is_some()) => {
                found.push((action, words, vec![]));
            }
            None => {}
        }
    }
    // Words that begin with what is sought come before those that only hold it.
    sort_by_key(&mut found, |(_, _, marks)| marks.first().is_none_or(|mark| mark.start > 0));
    found
}

impl Action {
    pub fn drawing(self) -> Icon {
        match self {
            Action::AddCard(_) | Action::Add(_) => Icon::Plus,
            Action::GoTo(_) => Icon::ArrowRight,
            Action::MyPartnerships => Icon::Home,
            Action::Copy => Icon::Copy,
            Action::Cut => Icon::Cut,
            Action::Paste => Icon::Paste,
            Action::Undo => Icon::Undo,
            Action::Redo => Icon::Redo,
            Action::SaveCopy => Icon::FileSave,
            Action::OpenData => Icon::Json,
            Action::Shortcuts => Icon::Keyboard,
            Action::Speak(_) => Icon::Glossary,
        }
    }

    fn words(self, lang: Lang) -> String {
        match self {
            Action::AddCard(level) => words::search::add_to(lang, chain_level(lang, level)),
            Action::Add(kind) => match kind {
                Kind::Objective => words::search::add_objective(lang),
                Kind::Principle => words::search::add_principle(lang),
                Kind::Champion => words::search::add_champion(lang),
                Kind::Term => words::search::add_term(lang),
                // `all` adds no other kind.
                _ => words::search::add_organisation(lang),
            }
            .to_owned(),
            Action::GoTo(section) => words::search::go_to(lang, section_words(section, lang)),
            Action::MyPartnerships => words::shell::my_partnerships(lang).to_owned(),
            Action::Copy => words::objects::copy(lang).to_owned(),
            Action::Cut => words::objects::cut(lang).to_owned(),
            Action::Paste => words::objects::paste(lang).to_owned(),
            Action::Undo => words::shell::undo(lang).to_owned(),
            Action::Redo => words::shell::redo(lang).to_owned(),
            Action::SaveCopy => words::shell::save_copy(lang).to_owned(),
            Action::OpenData => words::shell::open_json(lang).to_owned(),
            Action::Shortcuts => words::shell::shortcuts(lang).to_owned(),
            Action::Speak(other) => words::search::interface_in(
                lang,
                match other {
                    Lang::Fr => words::shell::language_fr(lang),
                    Lang::De => words::shell::language_de(lang),
                    Lang::En => words::shell::language_en(lang),
                },
            ),
        }
    }

    /// Whether it would do something for this person now.
    fn is_open_to(self, store: Store, clipboard: Clipboard) -> bool {
        match self {
            Action::Copy => !clipboard.at_hand().is_empty(),
            Action::Cut => clipboard.at_hand().first().is_some_and(|at| store.may_edit(at.kind.section())),
            Action::Paste => {
                clipboard.paste_words(store.lang.get()).is_some() && store.may_edit(Section::Chain)
            }
            Action::AddCard(_) => store.may_edit(Section::Chain),
            Action::Add(kind) => store.may_edit(kind.section()),
            Action::Undo => store.undo_state.get().undo,
            Action::Redo => store.undo_state.get().redo,
            Action::Speak(lang) => lang != store.lang.get(),
            Action::GoTo(_)
            | Action::MyPartnerships
            | Action::SaveCopy
            | Action::OpenData
            | Action::Shortcuts => true,
        }
    }

    pub fn perform(self, store: Store, nav: Nav, clipboard: Clipboard, help: RwSignal<bool>) {
        match self {
            // Once the dialog has given the focus back.
            Action::Copy | Action::Cut => {
                let chosen = untrack(|| clipboard.at_hand());
                request_animation_frame(move || clipboard.ask(chosen, self == Action::Cut));
            }
            Action::Paste => request_animation_frame(move || clipboard.paste_kept(None)),
            Action::AddCard(level) => add(store, nav, Kind::Node, level.key(), vec![]),
            Action::Add(Kind::Organisation) => {
                let seat = store.organisations().len() as i64;
                let hue = ("hue".to_owned(), Value::Scalar(Scalar::Int(seat % HUES + 1)));
                add(store, nav, Kind::Organisation, "", vec![hue]);
            }
            Action::Add(kind) => add(store, nav, kind, "", vec![]),
            Action::GoTo(section) => {
                if let Some(place) = nav.place_now() {
                    nav.go(&place.to(section).path());
                }
            }
            Action::MyPartnerships => nav.go("/"),
            Action::Undo => store.undo(),
            Action::Redo => store.redo(),
            Action::SaveCopy => save_copy(store),
            Action::OpenData => save_json(store),
            Action::Shortcuts => help.set(true),
            Action::Speak(lang) => store.speak(lang),
        }
    }
}

/// Adds an object and goes to where its words are written.
fn add(store: Store, nav: Nav, kind: Kind, group: &str, values: Vec<(String, Value)>) {
    let Some(place) = nav.place_now() else { return };
    let at = add_last(store, kind, group, values);
    let place = OnBoard::new(place.board, kind.section());
    match kind {
        Kind::Principle | Kind::Organisation => {
            nav.go(&place.path());
            focus_soon(format!("#row-{} textarea", at.id));
        }
        _ => {
            nav.go(&place.with_object(Some(at)).path());
            focus_soon("#panel h2 textarea, #panel .panel-title textarea, .term h2 textarea".to_owned());
        }
    }
}

fn section_words(section: Section, lang: Lang) -> &'static str {
    let in_rail = IN_RAIL.into_iter().find(|(other, ..)| *other == section);
    match (in_rail, section) {
        (Some((_, _, name)), _) => name(lang),
        (None, Section::Glossary) => words::sections::glossary(lang),
        (None, Section::Session) => words::session::sessions(lang),
        (None, Section::People) => words::shell::members(lang),
        // `all` goes to no other section.
        (None, _) => words::shell::settings(lang),
    }
}
