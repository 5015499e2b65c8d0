//! The partnerships on this device, and the ways to begin or join one.

mod create;
mod first_run;
mod open_file;
mod ways_in;

pub use create::CreateDialog;
pub use ways_in::{JoinForm, PersonFields};

use crate::address::OnBoard;
use crate::components::{Choice, Mark, Segmented};
use crate::device;
use crate::device::upper;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::{DeskState, Store};
use crate::views::AtDoors;
use leptos::prelude::*;
use shared::desk::{Answer, Ask, BoardCard};
use shared::ids::BoardId;
use shared::lang::Lang;
use shared::sections::Section;
use shared::words;

#[component]
pub fn Home() -> impl IntoView {
    let store = Store::here();
    let boards = boards_of_device(store);
    device::document().set_title("Tablée");
    let is_first_run = Memo::new(move |_| boards.with(|boards| boards.as_ref().map(Vec::is_empty)));
    move || match is_first_run.get() {
        _ if store.desk_state.get() == DeskState::Lost => view! { <DeskLost /> }.into_any(),
        Some(true) => view! { <first_run::FirstRun /> }.into_any(),
        Some(false) => view! { <BoardList boards=boards /> }.into_any(),
        None => ().into_any(),
    }
}

/// The boards of this device, read when the page is shown and again when it comes back in sight.
fn boards_of_device(store: Store) -> RwSignal<Option<Vec<BoardCard>>> {
    let boards = RwSignal::new(None);
    let read = move || {
        store.ask_then(Ask::Boards, move |answer| {
            if let Ok(Answer::Boards(found)) = answer {
                boards.set(Some(found));
            }
        });
    };
    Effect::new(move || {
        store.boards_told.track();
        if store.desk_state.get() == DeskState::Running {
            read();
        }
    });
    let listener = window_event_listener_untyped("focus", move |_| read());
    on_cleanup(move || listener.remove());
    boards
}

#[component]
fn DeskLost() -> impl IntoView {
    let store = Store::here();
    view! {
        <main id="main" class="home" tabindex="-1">
            <p class="note bad" role="alert">
                {icon(Icon::Warning, 18)}
                <span>{move || words::shell::desk_lost(store.lang.get())}</span>
            </p>
        </main>
    }
    .into_any()
}

/// The three languages as a small switch.
#[component]
pub fn LangSwitch() -> impl IntoView {
    let store = Store::here();
    let choices = Lang::ALL
        .into_iter()
        .map(|lang| Choice { key: lang.code(), drawing: None, words: Signal::stored(upper(lang.code())) })
        .collect();
    view! {
        <Segmented
            label=Signal::derive(move || words::shell::language(store.lang.get()).to_owned())
            choices=choices
            chosen=Signal::derive(move || store.lang.get().code().to_owned())
            on_choose=move |code: &'static str| {
                if let Some(lang) = Lang::from_code(code) {
                    store.speak(lang);
                }
            }
        />
    }
    .into_any()
}

/// The name of the product beside its mark: seven seats, as in the design.
#[component]
pub fn Wordmark() -> impl IntoView {
    view! {
        <span class="wordmark">
            <Mark hues=Signal::stored((1..=7).collect::<Vec<u8>>()) size=36 />
            <b>"Tablée"</b>
        </span>
    }
    .into_any()
}

/// Opens a board of this device on its vision.
pub fn go_to_board(nav: Nav, board: BoardId) {
    nav.go(&OnBoard::new(board, Section::Vision).path());
}

#[component]
fn BoardList(boards: RwSignal<Option<Vec<BoardCard>>>) -> impl IntoView {
    let store = Store::here();
    let count = Memo::new(move |_| boards.with(|boards| boards.as_ref().map_or(0, Vec::len)) as u64);
    let creating = RwSignal::new(false);
    view! {
        <header class="top home-top">
            <Wordmark />
            <span class="grow"></span>
            <span class="saving not-on-phones">
                <span class="ok">
                    {icon(Icon::SavedHere, 16)} {move || words::home::boards_here(store.lang.get(), count.get())}
                </span>
            </span>
            <LangSwitch />
        </header>
        <main id="main" class="home" tabindex="-1">
            <h1>{move || words::home::title(store.lang.get())}</h1>
            <AtDoors />
            <div class="home-grid">
                <div>
                    <ul class="boards">
                        <For
                            each=move || boards.get().unwrap_or_default()
                            key=|card| (card.board.clone(), card.name.clone(), card.to_share, card.seats.len(), card.changed)
                            children=|card| view! { <BoardRow card=card /> }
                        />
                    </ul>
                    <Show when=device::is_secure>
                        <p class="note quiet">
                            {icon(Icon::SavedHere, 18)} <span>{move || words::home::kept(store.lang.get())}</span>
                        </p>
                    </Show>
                    <ways_in::InsecureNote />
                </div>
                <div class="stack-3">
                    <ways_in::JoinCard />
                    <section class="framed">
                        <h2>{move || words::home::create(store.lang.get())}</h2>
                        <p class="muted">{move || words::home::create_words(store.lang.get())}</p>
                        <div class="row wrap">
                            <button class="button primary" type="button" on:click=move |_| creating.set(true)>
                                {icon(Icon::Plus, 16)}
                                {move || words::home::create_short(store.lang.get())}
                            </button>
                            <open_file::OpenFile class="button discreet" />
                        </div>
                    </section>
                </div>
            </div>
        </main>
        <CreateDialog open=creating />
    }
    .into_any()
}

#[component]
fn BoardRow(card: BoardCard) -> impl IntoView {
    let store = Store::here();
    let path = OnBoard::new(card.board.clone(), Section::Vision).path();
    let hues: Vec<u8> = card.seats.iter().map(|seat| if seat.seated { seat.hue } else { 0 }).collect();
    let organisations = card.seats.len() as u64;
    let (name, to_share, shared, changed) = (card.name, u64::from(card.to_share), card.shared, card.changed);
    let waiting = move || {
        let lang = store.lang.get();
        let words = match (shared, to_share) {
            (false, _) => words::home::not_shared(lang).to_owned(),
            (true, 0) => return None,
            (true, n) => words::home::to_share(lang, n),
        };
        Some(view! { <span class="gap-words">{icon(Icon::Cloud, 16)} {words}</span> })
    };
    view! {
        <li>
            <a class="board-row" href=path>
                <Mark hues=Signal::stored(hues) size=64 />
                <div>
                    <h2>
                        {move || {
                            if name.is_empty() { words::shell::unnamed(store.lang.get()).to_owned() } else { name.clone() }
                        }}
                    </h2>
                    <p class="board-facts">
                        {waiting}
                        <span>
                            {icon(Icon::People, 16)}
                            {move || words::home::organisations(store.lang.get(), organisations)}
                        </span>
                    </p>
                </div>
                <small>
                    {move || {
                        let lang = store.lang.get();
                        (changed > 0).then(|| words::home::changed(lang, device::day(lang, changed)))
                    }}
                </small>
            </a>
        </li>
    }
    .into_any()
}
