//! Where the page is, and going elsewhere without loading anew: the address, the browser's history
//! and links. It carries the address; `Address` says what it means.

use crate::address::{Address, OnBoard};
use crate::device::window;
use leptos::prelude::*;
use shared::record::RecordAt;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent};

/// Where the page is. `Copy`, from any component.
#[derive(Clone, Copy)]
pub struct Nav {
    address: Memo<Address>,
    path: RwSignal<String>,
}

impl Nav {
    /// Follows Back, Forward and the page's own links for as long as the page lives.
    pub fn new() -> Self {
        let path = RwSignal::new(path_now());
        let nav = Self { address: Memo::new(move |_| path.with(|path| Address::parse(path))), path };
        window_event_listener_untyped("popstate", move |_| path.set(path_now()));
        window_event_listener(leptos::ev::click, move |event| {
            if let Some(link) = own_link(&event) {
                event.prevent_default();
                nav.go(&link);
            }
        });
        nav
    }

    pub fn here() -> Self {
        expect_context::<Nav>()
    }

    pub fn address(&self) -> Address {
        self.address.get()
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
        if path != path_now()
            && let Ok(history) = window().history()
        {
            // Fails only for another origin, and paths have none.
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(path));
        }
        self.path.set(path_now());
    }

    /// Goes to an address instead of this one.
    pub fn replace(&self, path: &str) {
        if let Ok(history) = window().history() {
            // As above.
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
        }
        self.path.set(path_now());
    }

    /// Opens an object's panel, or closes the open one.
    pub fn select(&self, object: Option<RecordAt>) {
        if let Some(place) = self.place_now() {
            self.go(&place.with_object(object).path());
        }
    }
}

fn path_now() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The path that a plain click on a link of this page leads to. Clicks that open a tab, downloads,
/// links elsewhere and to the server's own addresses are the browser's.
fn own_link(event: &MouseEvent) -> Option<String> {
    let is_plain = event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
        && !AsRef::<Event>::as_ref(event).default_prevented();
    if !is_plain {
        return None;
    }
    let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    let link = link.dyn_into::<HtmlAnchorElement>().ok()?;
    let is_page = link.target().is_empty() && !link.has_attribute("download");
    let is_ours = link.origin() == window().location().origin().ok()?;
    let path = link.pathname();
    let is_plain_path = link.hash().is_empty() && Address::parse(&path) != Address::Unknown;
    (is_page && is_ours && is_plain_path).then_some(path)
}
