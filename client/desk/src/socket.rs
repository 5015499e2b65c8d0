//! One WebSocket to the table: binary frames out and in, and its end. Letting go of it
//! closes it and ends its voice, so that a late word from an old one is never heard.

use crate::browser::scope;
use shared::link::{self, Event};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

/// What a socket tells.
pub enum Said {
    Link(Event),
    Frame(Vec<u8>),
}

pub struct Socket {
    socket: WebSocket,
    _opened: Closure<dyn FnMut()>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _closed: Closure<dyn FnMut(CloseEvent)>,
}

impl Socket {
    /// Dials where this page came from. Nothing if the browser forbids it.
    pub fn dial(hear: impl Fn(Said) + Clone + 'static) -> Option<Self> {
        let location = scope().location();
        let scheme = if location.protocol() == "https:" { "wss" } else { "ws" };
        let socket = WebSocket::new(&format!("{scheme}://{}/sync", location.host())).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let tell = hear.clone();
        let opened = Closure::<dyn FnMut()>::new(move || tell(Said::Link(Event::Opened)));
        let tell = hear.clone();
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            // Text frames are nobody's here.
            if let Ok(bytes) = event.data().dyn_into::<js_sys::ArrayBuffer>() {
                tell(Said::Frame(js_sys::Uint8Array::new(&bytes).to_vec()));
            }
        });
        // Whether this device still has a place, the door tells; when to come back, perhaps the table.
        let closed = Closure::<dyn FnMut(CloseEvent)>::new(move |event: CloseEvent| {
            hear(Said::Link(link::ended(&event.reason())));
        });
        socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        Some(Self { socket, _opened: opened, _heard: heard, _closed: closed })
    }

    pub fn send(&self, frame: &[u8]) {
        // A socket that is closing takes nothing; its end is told by itself.
        let _ = self.socket.send_with_u8_array(frame);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}
