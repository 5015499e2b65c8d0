//! Timers, frames and the window's events, heard by boxed closures.

use crate::closures::Tell;
use crate::events::EventName;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{Event, Window};

fn window() -> Window {
    web_sys::window().expect("the page runs in a window")
}

/// A timer that can still be stopped.
#[derive(Clone, Copy, Debug)]
pub struct TimeoutHandle(i32);

impl TimeoutHandle {
    pub fn clear(&self) {
        window().clear_timeout_with_handle(self.0);
    }
}

/// A closure that the browser calls once, and may then forget.
fn once(call: Box<dyn FnOnce()>) -> js_sys::Function {
    Closure::once_into_js(call).unchecked_into()
}

pub fn set_timeout(call: impl FnOnce() + 'static, after: Duration) {
    // Without a timer there is nothing to wait for: the window is going.
    let _ = set_timeout_with_handle(call, after);
}

pub fn set_timeout_with_handle(
    call: impl FnOnce() + 'static,
    after: Duration,
) -> Result<TimeoutHandle, JsValue> {
    let millis = i32::try_from(after.as_millis()).unwrap_or(i32::MAX);
    let call = once(Box::new(call));
    window().set_timeout_with_callback_and_timeout_and_arguments_0(&call, millis).map(TimeoutHandle)
}

pub fn request_animation_frame(call: impl FnOnce() + 'static) {
    // As above.
    let _ = window().request_animation_frame(&once(Box::new(call)));
}

type Hears = Rc<RefCell<Option<Closure<dyn FnMut(Event)>>>>;

/// Hears an event of the window until it is removed.
pub struct WindowListenerHandle {
    event: &'static str,
    hears: Hears,
}

impl WindowListenerHandle {
    pub fn remove(self) {
        if let Some(hears) = self.hears.take() {
            let heard = hears.as_ref().unchecked_ref();
            // Only an event that was never heard cannot be removed.
            let _ = window().remove_event_listener_with_callback(self.event, heard);
        }
    }
}

pub fn window_event_listener<E: JsCast>(
    event: EventName<E>,
    hear: impl Fn(E) + 'static,
) -> WindowListenerHandle {
    window_event_listener_untyped(event.name, move |event| hear(event.unchecked_into()))
}

pub fn window_event_listener_untyped(
    event: &'static str,
    hear: impl Fn(Event) + 'static,
) -> WindowListenerHandle {
    listen(event, Box::new(hear))
}

fn listen(event: &'static str, hear: Box<dyn Tell<Event, ()>>) -> WindowListenerHandle {
    let hears = Closure::<dyn FnMut(Event)>::new(move |event| hear.tell(event));
    // Fails for no event name that the page uses.
    let _ = window().add_event_listener_with_callback(event, hears.as_ref().unchecked_ref());
    // Kept alive by the handle if it is kept, and else for as long as the page.
    let hears = Rc::new(RefCell::new(Some(hears)));
    std::mem::forget(hears.clone());
    WindowListenerHandle { event, hears }
}

/// What a field reads when it tells of a change.
pub fn event_target_value(event: &impl AsRef<Event>) -> String {
    field(event.as_ref(), "value").and_then(|value| value.as_string()).unwrap_or_default()
}

/// Whether a box is ticked when it tells of a change.
pub fn event_target_checked(event: &impl AsRef<Event>) -> bool {
    field(event.as_ref(), "checked").is_some_and(|checked| checked.is_truthy())
}

fn field(event: &Event, property: &str) -> Option<JsValue> {
    js_sys::Reflect::get(&event.target()?.into(), &property.into()).ok()
}
