//! The page: what people see and touch. Leptos over plain records that the desk (a Web Worker)
//! keeps current; it never links Automerge, opens no socket and stores nothing of a board itself.
//!
//! Start with `app.rs` (which address shows what), then `store.rs` (what a view reads and does).

mod address;
mod app;
mod clipboard;
mod comments;
mod components;
mod desk_link;
mod device;
mod differences;
mod focus;
mod icons;
mod moderation;
mod nav;
mod parts;
mod picture;
mod pinch;
mod session;
mod shell;
mod store;
mod terms;
mod texts;
mod views;

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once, when the bundle has loaded.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
