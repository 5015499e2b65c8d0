//! The channel between this device's tabs on one board.

use crate::tabs::Message;
use shared::ids::BoardId;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

pub struct Channel {
    channel: BroadcastChannel,
    _heard: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// Nothing if the browser has no such channels: this tab is then alone.
    pub fn open(board: &BoardId, hear: impl Fn(Message) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(&format!("tablee-{board}")).ok()?;
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let bytes = event.data().dyn_into::<js_sys::Uint8Array>().map(|bytes| bytes.to_vec());
            if let Some(message) = bytes.ok().and_then(|bytes| Message::decode(&bytes)) {
                hear(message);
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Self { channel, _heard: heard })
    }

    pub fn tell(&self, message: &Message) {
        // Fails only on a closed channel, which nobody hears.
        let _ = self.channel.post_message(&js_sys::Uint8Array::from(message.encode().as_slice()));
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}
