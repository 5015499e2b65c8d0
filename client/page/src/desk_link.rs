//! The wire to the desk: starts the worker and carries postcard bytes both ways, in order.
//! Knows nothing of what they mean.

use shared::desk::{ToDesk, ToPage};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// The running desk. Dropping it would end the worker's voice, so the store keeps it.
pub struct DeskLink {
    worker: Worker,
    _hears: Closure<dyn FnMut(MessageEvent)>,
    _fails: Closure<dyn FnMut(web_sys::Event)>,
}

impl DeskLink {
    /// Starts the worker named by the page's `<meta name="desk">`. `hear` gets each message,
    /// `lost` is called when the worker cannot run or a message cannot be read (another release).
    pub fn start(mut hear: impl FnMut(ToPage) + 'static, lost: impl Fn() + Clone + 'static) -> Option<Self> {
        let meta = crate::device::document().query_selector("meta[name=desk]").ok()??;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&meta.get_attribute("content")?, &options).ok()?;
        let unread = lost.clone();
        let hears = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
            match postcard::from_bytes(&bytes) {
                Ok(message) => hear(message),
                Err(_) => unread(),
            }
        });
        let fails = Closure::<dyn FnMut(web_sys::Event)>::new(move |_| lost());
        worker.set_onmessage(Some(hears.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fails.as_ref().unchecked_ref()));
        Some(Self { worker, _hears: hears, _fails: fails })
    }

    pub fn send(&self, message: &ToDesk) {
        let bytes = postcard::to_allocvec(message).expect("our own messages have a postcard form");
        let array = js_sys::Uint8Array::from(bytes.as_slice());
        let buffer: JsValue = array.buffer().into();
        let moved = js_sys::Array::of1(&buffer);
        self.worker.post_message_with_transfer(&array, &moved).expect("a fresh buffer can be handed over");
    }
}
