//! What the browser lends the desk: a clock, chance, timers, its page's ear, and Web Locks.
//!
//! Thin: no decision is taken here. Web Locks are called by name because web-sys still keeps
//! them behind a build flag.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::DedicatedWorkerGlobalScope;

pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Unix milliseconds.
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("every browser that runs modules has random numbers");
    bytes
}

/// Sends a message to the page; its bytes are moved, not copied again.
pub fn post(message: &[u8]) {
    let bytes = Uint8Array::from(message);
    let moved = Array::of1(&bytes.buffer());
    // Fails only for things that cannot be moved; a fresh buffer can.
    let _ = scope().post_message_with_transfer(&bytes, &moved);
}

/// Calls `ring` once, after at least `wait`.
pub fn after(wait: Duration, ring: impl FnOnce() + 'static) {
    let millis = i32::try_from(wait.as_millis()).unwrap_or(i32::MAX);
    let ring = Closure::once_into_js(ring);
    let _ = scope().set_timeout_with_callback_and_timeout_and_arguments_0(ring.unchecked_ref(), millis);
}

/// How a lock is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// In turn, however long that takes.
    Wait,
    /// Now or not at all.
    IfFree,
    /// From whoever holds it.
    Steal,
}

/// A lock held until it is let go or stolen.
#[derive(Clone, Debug)]
pub struct Held(Function);

impl Held {
    pub fn let_go(&self) {
        let _ = self.0.call0(&JsValue::NULL);
    }
}

/// Asks for a lock of this origin. `got` is told of it (or of nothing, if it was not free), and
/// `lost` when another tab took it away.
pub fn claim(
    name: &str,
    how: Claim,
    got: impl FnOnce(Option<Held>) + 'static,
    lost: impl FnOnce() + 'static,
) {
    let granted = Rc::new(RefCell::new(Some(got)));
    let told = Rc::clone(&granted);
    let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let Some(got) = told.borrow_mut().take() else { return JsValue::NULL };
        if lock.is_null() || lock.is_undefined() {
            got(None);
            return JsValue::NULL;
        }
        let mut held = None;
        let until = Promise::new(&mut |resolve, _| held = Some(Held(resolve)));
        got(held);
        until.into()
    });
    let options = Object::new();
    match how {
        Claim::Wait => {}
        Claim::IfFree => set(&options, "ifAvailable", &JsValue::TRUE),
        Claim::Steal => set(&options, "steal", &JsValue::TRUE),
    }
    let request = || -> Result<Promise, JsValue> {
        let locks = Reflect::get(&scope().navigator(), &"locks".into())?;
        let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
        request.call3(&locks, &name.into(), &options, &callback)?.dyn_into()
    };
    let Ok(promise) = request() else {
        if let Some(got) = granted.borrow_mut().take() {
            got(None);
        }
        return;
    };
    spawn_local(async move {
        if JsFuture::from(promise).await.is_err() {
            lost();
        }
    });
}

/// The lock, if nobody holds it; nothing also where there are no locks at all.
pub async fn claim_now(name: &str) -> Option<Held> {
    let held = Rc::new(RefCell::new(None));
    let answered = Promise::new(&mut |resolve, _| {
        let found = Rc::clone(&held);
        let got = move |lock| {
            *found.borrow_mut() = lock;
            let _ = resolve.call0(&JsValue::NULL);
        };
        claim(name, Claim::IfFree, got, || ());
    });
    let _ = JsFuture::from(answered).await;
    held.take()
}

/// Sets a property of a plain object of ours.
pub fn set(object: &Object, key: &str, value: &JsValue) {
    // Fails only on sealed or foreign objects.
    let _ = Reflect::set(object, &key.into(), value);
}
