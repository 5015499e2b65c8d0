//! Events by their names, with the type that the browser gives each, and elements to hold on to.

use crate::signals::RwSignal;
use std::marker::PhantomData;
use wasm_bindgen::{JsCast, JsValue};

/// An event's name and type.
pub struct EventName<E> {
    pub name: &'static str,
    gives: PhantomData<fn() -> E>,
}

macro_rules! events {
    ($($kind:ident: $($name:ident)*;)*) => {
        /// Named as the browser does, so that `on:click` finds `click`.
        #[allow(non_upper_case_globals, reason = "named as the browser names them")]
        pub mod names {
            use super::EventName;
            use std::marker::PhantomData;
            $($(pub const $name: EventName<web_sys::$kind> =
                EventName { name: stringify!($name), gives: PhantomData };)*)*
        }
    };
}

events! {
    ClipboardEvent: copy cut paste;
    Event: change close input load scroll select toggle;
    CompositionEvent: compositionend compositionstart compositionupdate;
    DragEvent: dragend dragleave dragover dragstart drop;
    FocusEvent: blur focus focusin focusout;
    KeyboardEvent: keydown keyup;
    MouseEvent: click contextmenu dblclick mousedown mouseup;
    PointerEvent: pointercancel pointerdown pointerenter pointerleave pointermove pointerup;
    SubmitEvent: submit;
    TouchEvent: touchcancel touchend touchmove touchstart;
    UiEvent: resize;
    WheelEvent: wheel;
}

/// `bind:value`: what is typed is set, and what is set is shown.
pub struct Value;

/// The element that a view was drawn as, once it is.
pub struct NodeRef<E> {
    element: RwSignal<Option<web_sys::Element>>,
    holds: PhantomData<fn() -> E>,
}

impl<E> Copy for NodeRef<E> {}

impl<E> Clone for NodeRef<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> NodeRef<E> {
    pub(crate) fn signal(self) -> RwSignal<Option<web_sys::Element>> {
        self.element
    }
}

impl<E: JsCast> NodeRef<E> {
    #[allow(clippy::new_without_default, reason = "nothing asks for a default element")]
    pub fn new() -> Self {
        Self { element: RwSignal::new(None), holds: PhantomData }
    }

    #[cfg_attr(debug_assertions, track_caller)]
    pub fn get(&self) -> Option<E> {
        self.element.get().map(typed)
    }

    #[cfg_attr(debug_assertions, track_caller)]
    pub fn get_untracked(&self) -> Option<E> {
        self.element.get_untracked().map(typed)
    }

    #[cfg_attr(debug_assertions, track_caller)]
    pub fn track(&self) {
        self.element.track();
    }

    pub fn try_get_untracked(&self) -> Option<Option<E>> {
        self.element.try_get_untracked().map(|element| element.map(typed))
    }
}

/// A view names the type of the element it puts a `NodeRef` on.
fn typed<E: JsCast>(element: web_sys::Element) -> E {
    JsValue::from(element).unchecked_into()
}
