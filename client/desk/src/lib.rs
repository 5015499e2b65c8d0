//! The desk: a Web Worker that holds the document, the device's storage and the link, and owns
//! everything that can be slow. The page asks and is told; see `shared::desk`.
//!
//! Read `core` first: what comes in, what goes out. `open` is the open board, `driver` runs the
//! effects in the browser. `core`, `open`, `kept`, `held`, `typed`, `writing`, `tabs` and `presence` know
//! no browser and are tested without one.

mod asks;
mod browser;
mod channel;
mod core;
mod door;
mod driver;
mod held;
mod kept;
mod open;
mod parts;
mod presence;
mod socket;
mod store;
mod table;
mod tabs;
mod taster;
mod typed;
mod writing;

use wasm_bindgen::prelude::wasm_bindgen;

/// Runs when the worker has loaded its module.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    match taster::is_one() {
        true => taster::serve(),
        false => driver::start(),
    }
}
