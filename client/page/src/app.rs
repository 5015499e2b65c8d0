//! Which address shows what.

use crate::address::Address;
use crate::nav::Nav;
use crate::parts::{Part, PartView};
use crate::shell::{Announcer, BoardShell};
use crate::store::Store;
use crate::views;
use leptos::prelude::*;

#[component]
pub fn App() -> impl IntoView {
    let store = Store::new();
    provide_context(store);
    store.start_desk();
    follow_network(store);
    Effect::new(move || {
        if let Some(root) = crate::device::document().document_element() {
            // `lang` is a plain attribute: setting it cannot fail.
            let _ = root.set_attribute("lang", store.lang.get().code());
        }
    });
    view! {
        <Pages />
        <Announcer />
    }
}

/// Passes on what the browser knows of the network.
fn follow_network(store: Store) {
    for (event, online) in [("online", true), ("offline", false)] {
        window_event_listener_untyped(event, move |_| store.network(online));
    }
}

/// What kind of page is shown; within a board the shell stays.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    Home,
    Join,
    Board,
    Unknown,
}

#[component]
fn Pages() -> impl IntoView {
    let store = Store::here();
    let nav = Nav::new();
    provide_context(nav);
    Effect::new(move || match nav.place().map(|place| place.board) {
        Some(board) => store.open(&board),
        None => store.close(),
    });
    let page = Memo::new(move |_| match nav.address() {
        Address::Home => Page::Home,
        Address::Join => Page::Join,
        Address::Board(_) => Page::Board,
        Address::Unknown => Page::Unknown,
    });
    move || match page.get() {
        Page::Home => view! { <PartView part=Part::Home /> }.into_any(),
        Page::Join => view! { <PartView part=Part::Join /> }.into_any(),
        Page::Unknown => view! { <views::Nothing /> }.into_any(),
        Page::Board => view! { <BoardShell /> }.into_any(),
    }
}
