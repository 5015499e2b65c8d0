//! The frame around a board: top bar, rail, the section, and the bar below on phones.

mod banners;
mod copies;
mod keys;
mod palette;
mod presence;
mod rail;
mod saving;
mod shortcuts;
mod toast;
mod top_bar;
mod waiting;

pub use copies::{save_copy, save_json};
pub use keys::{is_typing, letters_act, letters_are_on};
pub use presence::{SectionPresence, called, without_name};
pub use rail::section_drawing;
pub use toast::Announcer;

use crate::clipboard::Clipboard;
use crate::comments::Talk;
use crate::components::EmptyState;
use crate::icons::Icon;
use crate::moderation::{ModerationDialogs, Tray};
use crate::nav::Nav;
use crate::parts::{Part, PartView};
use crate::session::{InSession, SessionBar};
use crate::store::{BoardState, Store};
use crate::terms::{TermNote, Terms};
use crate::views;
use leptos::prelude::*;
use shared::desk::{Place, Unanswered};
use shared::sections::Section;
use shared::words;

/// A board and everything around it.
#[component]
pub fn BoardShell() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let help = RwSignal::new(false);
    let palette = RwSignal::new(false);
    let talk = Talk::new(store, nav);
    provide_context(talk);
    provide_context(Tray::new(store, nav, talk));
    waiting::follow(store);
    provide_context(views::History::new(store, nav));
    let session = InSession::new(store, nav);
    provide_context(session);
    let terms = Terms::new(store);
    provide_context(terms);
    let clipboard = Clipboard::new(store, nav);
    provide_context(clipboard);
    keys::listen(store, nav, keys::Opens { help, palette });
    let shown = Memo::new(move |_| nav.place().map(|place| (place.is_ideas(), place.section)));
    Effect::new(move || {
        if let Some(place) = nav.place() {
            store.be_at(Place { section: Some(place.section), record: place.object, ..Place::default() });
        }
    });
    let state = Memo::new(move |_| {
        store.board.with(|state| match state {
            BoardState::Closed | BoardState::Opening(_) => Shown::Opening,
            BoardState::Open { .. } => Shown::Board,
            BoardState::NotOpened { why, .. } => Shown::NotOpened(why.clone()),
        })
    });
    view! {
        <a class="skip" href="#main">{move || words::shell::skip(store.lang.get())}</a>
        <div
            class="shell"
            class:following=move || session.is_following()
            class:centred=move || session.is_centred(nav)
        >
            <top_bar::TopBar help=help palette=palette />
            <banners::Banners />
            <views::HistoryHead />
            <SessionBar />
            <div class="app">
                <rail::Rail />
                {move || match state.get() {
                    Shown::Opening => {
                        view! {
                            <main id="main" tabindex="-1">
                                <p class="opening">{move || words::shell::opening(store.lang.get())}</p>
                            </main>
                        }
                            .into_any()
                    }
                    Shown::Board => view! { {move || shown.get().map(page_view)} }.into_any(),
                    Shown::NotOpened(why) => view! { <NotOpened why=why /> }.into_any(),
                }}
            </div>
            <views::HistoryFoot />
            <rail::TabBar help=help palette=palette />
        </div>
        <shortcuts::Shortcuts open=help />
        <palette::Palette open=palette help=help />
        <ModerationDialogs />
        <TermNote terms=terms />
    }
    .into_any()
}

#[derive(Clone, PartialEq)]
enum Shown {
    Opening,
    Board,
    NotOpened(Unanswered),
}

#[component]
fn NotOpened(why: Unanswered) -> impl IntoView {
    let store = Store::here();
    let words = Signal::derive(move || {
        let lang = store.lang.get();
        match why {
            Unanswered::NotABoard => words::shell::not_opened_damaged(lang),
            Unanswered::Newer => words::shell::newer_file(lang),
            Unanswered::NoRoom => words::shell::no_room(lang),
            Unanswered::OnlineOnly => words::shell::online_only_boards(lang),
            Unanswered::NoSuchMoment => words::history::no_such_moment(lang),
            Unanswered::Door(_) => words::shell::not_opened_here(lang),
        }
        .to_owned()
    });
    view! {
        <main id="main" tabindex="-1">
            <EmptyState drawing=Icon::Key words=words>
                <a class="button primary" href="/">
                    {move || words::shell::my_partnerships(store.lang.get())}
                </a>
            </EmptyState>
        </main>
    }
    .into_any()
}

/// The ideas are a page of their own within the session.
fn page_view((is_ideas, section): (bool, Section)) -> AnyView {
    match is_ideas {
        true => view! { <PartView part=Part::Ideas /> }.into_any(),
        false => section_view(section),
    }
}

/// One view per section; the compiler asks for it.
fn section_view(section: Section) -> AnyView {
    let part = match section {
        Section::About | Section::Organisations => Part::About,
        Section::People => Part::Members,
        Section::Vision => Part::Vision,
        Section::Glossary => Part::Glossary,
        Section::Chain => Part::Chain,
        Section::Roles => Part::Roles,
        Section::Context => Part::Context,
        Section::Decisions | Section::Governance => Part::Decisions,
        Section::Versions => Part::Adopt,
        Section::Session => Part::Sessions,
        // Kept by the board, not shown by this release.
        Section::Resources | Section::Learning | Section::Outreach | Section::Comments => {
            return view! { <views::Nothing /> }.into_any();
        }
    };
    view! { <PartView part=part /> }.into_any()
}
