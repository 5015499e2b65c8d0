//! A file from elsewhere is first read by a worker that may die of it.
//!
//! Every count, length and inflated size in a file is proved before Automerge sees a byte, but a
//! whole document is not proved against itself: where its columns disagree Automerge may panic, and a
//! panic ends a worker for good. So another worker, of the same code, reads it before the desk does.

use crate::browser::{self, scope};
use js_sys::{Array, Promise, Uint8Array};
use shared::board::Board;
use shared::file;
use shared::wire::payload;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};

/// What the worker that tastes is called.
const NAME: &str = "taster";
/// A file that is not read by then is not read.
const PATIENCE: Duration = Duration::from_secs(120);

/// Whether this worker is one.
pub fn is_one() -> bool {
    scope().name() == NAME
}

/// Reads each file it is given, and says that it lives.
pub fn serve() {
    let taste = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        if let Ok(file) = file::read(&bytes)
            && let Ok(changes) = payload::changes([file.document])
        {
            // What does not fit is told by whoever reads it next.
            let _ = Board::new([0; 16], None).take(changes);
        }
        browser::post(&[1]);
    });
    scope().set_onmessage(Some(taste.as_ref().unchecked_ref()));
    taste.forget();
}

/// Whether reading these bytes ends well or in an error, and not in a panic. Where the browser lets
/// no worker start another, it is not known and taken to be so.
pub async fn is_digestible(bytes: &[u8]) -> bool {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name(NAME);
    let Ok(worker) = Worker::new_with_options(&scope().location().href(), &options) else { return true };
    let is_well = tasted(&worker, bytes).await;
    worker.terminate();
    is_well
}

async fn tasted(worker: &Worker, bytes: &[u8]) -> bool {
    let ends = Rc::new(RefCell::new(None));
    let set = Rc::clone(&ends);
    let ended = Promise::new(&mut |resolve, _| *set.borrow_mut() = Some(resolve));
    let end = move |is_well: bool| {
        if let Some(resolve) = ends.borrow_mut().take() {
            // A promise takes any value.
            let _ = resolve.call1(&JsValue::NULL, &JsValue::from_bool(is_well));
        }
    };
    let (lives, dies) = (end.clone(), end.clone());
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |_| lives(true));
    let failed = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        event.prevent_default();
        dies(false);
    });
    worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
    browser::after(PATIENCE, move || end(false));
    let copy = Uint8Array::from(bytes);
    let moved = Array::of1(&copy.buffer());
    if worker.post_message_with_transfer(&copy, &moved).is_err() {
        return true;
    }
    JsFuture::from(ended).await.is_ok_and(|is_well| is_well.is_truthy())
}
