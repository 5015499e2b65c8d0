//! The bar at the top: which partnership, what is saved, who is here, and what concerns the whole.

use super::{palette::PaletteButton, presence::Presence, saving::SavingPill, waiting::AtTheDoor};
use crate::address::{OnBoard, When};
use crate::comments::CommentsButton;
use crate::components::{BoardMark, Menu, MenuItem};
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::{BoardState, Store};
use crate::views::HistoryButton;
use leptos::prelude::*;
use shared::door::Role;
use shared::lang::Lang;
use shared::past::Moment;
use shared::record::RecordAt;
use shared::sections::{Kind, Section};
use shared::version::in_force;
use shared::words;

#[component]
pub fn TopBar(help: RwSignal<bool>, palette: RwSignal<bool>) -> impl IntoView {
    let store = Store::here();
    let name = Memo::new(move |_| {
        let (name, lang) = (store.text(&RecordAt::single(Kind::About), "name"), store.lang.get());
        let is_open = store.board.with(|state| matches!(state, BoardState::Open { .. }));
        match (name.is_empty(), is_open) {
            (false, _) => name,
            (true, true) => words::shell::unnamed(lang).to_owned(),
            (true, false) => words::shell::opening(lang).to_owned(),
        }
    });
    let seats = Memo::new(move |_| store.organisations().len() as u64);
    // The version in force, or else who sits at the table.
    let line = move || {
        let lang = store.lang.get();
        let adopted = store.versions.with(|all| in_force(all).map(|version| version.title.clone()));
        match adopted {
            Some(title) => words::decisions::in_force_title(lang, title),
            None => words::shell::at_the_table(lang, seats.get()),
        }
    };
    let may_invite =
        Memo::new(move |_| store.me.with(|me| me.as_ref().is_some_and(|me| me.role == Role::Secretariat)));
    Effect::new(move || crate::device::document().set_title(&format!("{} — Tablée", name.get())));
    view! {
        <header class="top" data-region="">
            <a class="brand" href="/" aria-label=move || words::shell::my_partnerships(store.lang.get())>
                <BoardMark />
            </a>
            <Menu
                label=Signal::derive(move || words::shell::partnership_menu(store.lang.get(), name.get()))
                class="partnership"
                side="from-start"
                face=move || {
                    view! {
                        <b>{move || name.get()}</b>
                        <small>{line}</small>
                        {icon(Icon::ChevronsUpDown, 16)}
                    }
                }
            >
                <PartnershipMenu help=help />
            </Menu>
            <span class="grow"></span>
            <SavingPill />
            <PaletteButton open=palette />
            <Presence />
            <HistoryButton />
            <CommentsButton />
            <UndoButtons />
            <Menu
                label=Signal::derive(move || words::shell::language(store.lang.get()).to_owned())
                class="icon-button not-on-phones"
                face=move || icon(Icon::Glossary, 18)
            >
                <LanguageItems />
            </Menu>
            <Menu
                label=Signal::derive(move || words::shell::export(store.lang.get()).to_owned())
                class="icon-button not-on-phones"
                face=move || icon(Icon::Export, 18)
            >
                <ExportMenu />
            </Menu>
            <AtTheDoor />
            <Show when=move || may_invite.get()>
                <a class="button primary invite" href=members_path aria-label=move || words::shell::invite(store.lang.get())>
                    {icon(Icon::Invite, 16)}
                    <span>{move || words::shell::invite(store.lang.get())}</span>
                </a>
            </Show>
        </header>
    }
    .into_any()
}

pub fn members_path() -> String {
    let place = Nav::here().place();
    place.map(|place| OnBoard::new(place.board, Section::People).path()).unwrap_or_default()
}

#[component]
fn UndoButtons() -> impl IntoView {
    let store = Store::here();
    view! {
        <span class="top-actions not-on-phones">
            <button
                class="icon-button"
                type="button"
                aria-label=move || words::shell::undo(store.lang.get())
                title=move || words::shell::undo(store.lang.get())
                aria-keyshortcuts="Control+Z"
                disabled=move || !store.undo_state.get().undo || store.is_past()
                on:click=move |_| store.undo()
            >
                {icon(Icon::Undo, 18)}
            </button>
            <button
                class="icon-button"
                type="button"
                aria-label=move || words::shell::redo(store.lang.get())
                title=move || words::shell::redo(store.lang.get())
                aria-keyshortcuts="Control+Shift+Z"
                disabled=move || !store.undo_state.get().redo || store.is_past()
                on:click=move |_| store.redo()
            >
                {icon(Icon::Redo, 18)}
            </button>
        </span>
    }
    .into_any()
}

/// What concerns the partnership as a whole: its settings, its members, another one.
#[component]
pub fn PartnershipMenu(help: RwSignal<bool>) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let go = move |section: Section| {
        Callback::new(move |()| {
            if let Some(place) = nav.place_now() {
                nav.go(&OnBoard::new(place.board, section).path());
            }
        })
    };
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    view! {
        <MenuItem drawing=Icon::Settings words=word(words::shell::settings) on_choose=go(Section::About) />
        <MenuItem drawing=Icon::History words=word(words::history::history) on_choose=Callback::new(move |()| {
            if let Some(place) = nav.place_now() {
                nav.go(&place.at(When::Past(Moment::Now)).path());
            }
        }) />
        <MenuItem drawing=Icon::People words=word(words::shell::members) on_choose=go(Section::People) />
        <MenuItem drawing=Icon::Flag words=word(words::decisions::versions) on_choose=go(Section::Versions) />
        <MenuItem drawing=Icon::Agenda words=word(words::session::sessions) on_choose=go(Section::Session) />
        <MenuItem drawing=Icon::Glossary words=word(words::sections::glossary) on_choose=go(Section::Glossary) />
        <MenuItem drawing=Icon::Home words=word(words::shell::my_partnerships) on_choose=Callback::new(move |()| nav.go("/")) />
        <hr />
        <MenuItem
            drawing=Icon::Lock
            words=Signal::derive(move || {
                let lang = store.lang.get();
                match store.frozen.with(Option::is_some) {
                    true => words::shell::unfreeze(lang).to_owned(),
                    false => words::shell::freeze(lang).to_owned(),
                }
            })
            on_choose=Callback::new(move |()| store.freeze(store.frozen.with_untracked(Option::is_none)))
        />
        <MenuItem
            drawing=Icon::Keyboard
            words=word(words::shell::shortcuts)
            on_choose=Callback::new(move |()| help.set(true))
        />
    }
    .into_any()
}

/// The three languages, each named in itself.
#[component]
pub fn LanguageItems() -> impl IntoView {
    let store = Store::here();
    Lang::ALL
        .into_iter()
        .map(|lang| {
            let name = match lang {
                Lang::Fr => words::shell::language_fr(lang),
                Lang::De => words::shell::language_de(lang),
                Lang::En => words::shell::language_en(lang),
            };
            view! {
                <button
                    type="button"
                    role="menuitemradio"
                    tabindex="-1"
                    lang=lang.code()
                    data-lang=lang.code()
                    aria-checked=move || (store.lang.get() == lang).to_string()
                    on:click=move |_| store.speak(lang)
                >
                    <span class="menu-check">{move || (store.lang.get() == lang).then(|| icon(Icon::Check, 18))}</span>
                    <span>{name}</span>
                </button>
            }
        })
        .collect_view()
}

/// A copy of the whole board, to keep or to carry.
#[component]
pub fn ExportMenu() -> impl IntoView {
    let store = Store::here();
    view! {
        <MenuItem
            drawing=Icon::FileSave
            words=Signal::derive(move || words::shell::save_copy(store.lang.get()).to_owned())
            on_choose=Callback::new(move |()| super::save_copy(store))
        />
        <MenuItem
            drawing=Icon::Json
            words=Signal::derive(move || words::shell::open_json(store.lang.get()).to_owned())
            on_choose=Callback::new(move |()| super::save_json(store))
        />
    }
    .into_any()
}
