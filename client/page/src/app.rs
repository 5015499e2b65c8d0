//! Which address shows what. The router only carries the address; `Address` says what it means.

use crate::address::{Address, OnBoard};
use crate::shell::{Announcer, BoardShell};
use crate::store::Store;
use crate::views;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Router;
use leptos_router::hooks::{use_location, use_navigate};

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
        <Router>
            <Pages />
        </Router>
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
    let location = use_location();
    let address = Memo::new(move |_| Address::parse(&location.pathname.get()));
    provide_context(Nav::new(address));
    Effect::new(move || match address.with(|address| address.board().map(|place| place.board.clone())) {
        Some(board) => store.open(&board),
        None => store.close(),
    });
    let page = Memo::new(move |_| match address.get() {
        Address::Home => Page::Home,
        Address::Join => Page::Join,
        Address::Board(_) => Page::Board,
        Address::Unknown => Page::Unknown,
    });
    move || match page.get() {
        Page::Home => view! { <views::Home /> }.into_any(),
        Page::Join => view! { <views::Join /> }.into_any(),
        Page::Unknown => view! { <views::Nothing /> }.into_any(),
        Page::Board => view! { <BoardShell /> }.into_any(),
    }
}

/// Where the page is, and going elsewhere. `Copy`, from any component.
#[derive(Clone, Copy)]
pub struct Nav {
    address: Memo<Address>,
    go: Callback<(String, bool)>,
}

impl Nav {
    fn new(address: Memo<Address>) -> Self {
        let navigate = use_navigate();
        let go = Callback::new(move |(path, replace): (String, bool)| {
            let options = NavigateOptions { replace, scroll: false, resolve: false, ..Default::default() };
            navigate(&path, options);
        });
        Self { address, go }
    }

    pub fn here() -> Self {
        expect_context::<Nav>()
    }

    /// The place on the open board, tracked; nothing on the home page.
    pub fn place(&self) -> Option<OnBoard> {
        self.address.with(|address| address.board().cloned())
    }

    /// The same without tracking, for event handlers.
    pub fn place_now(&self) -> Option<OnBoard> {
        self.address.with_untracked(|address| address.board().cloned())
    }

    /// Goes to an address; Back returns here.
    pub fn go(&self, path: &str) {
        self.go.run((path.to_owned(), false));
    }

    /// Goes to an address instead of this one.
    pub fn replace(&self, path: &str) {
        self.go.run((path.to_owned(), true));
    }

    /// Opens an object's panel, or closes the open one.
    pub fn select(&self, object: Option<shared::record::RecordAt>) {
        if let Some(place) = self.place_now() {
            self.go(&place.with_object(object).path());
        }
    }
}
