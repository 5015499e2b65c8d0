//! Leptos as the page writes it (`view!`, `#[component]`, signals), with one difference: nothing
//! here is compiled once per view.
//!
//! Leptos' own renderer types each view by its tags, attributes and closures, and compiles building, patching
//! and dropping anew for each: two thirds of what the page weighed. Here a view is a plain value
//! ([`AnyView`]), a closure is boxed at the door, and a signal is a handle to a boxed value. What
//! Leptos' graph decides (who is told, in which order, who is cleaned up) is still decided by it.
//!
//! The page knows this crate under the name `leptos`, since that is where the macros look. The
//! modules below are laid out as the macros expect. Everything runs on the page's one thread.

extern crate self as leptos;

mod attributes;
mod browser;
mod callback;
pub mod children;
mod closures;
#[doc(hidden)]
pub mod component;
mod control;
mod element;
mod events;
mod handle;
mod into_view;
mod paint;
mod rows;
mod signals;

#[doc(hidden)]
pub use {typed_builder, typed_builder_macro};

/// What `view!` and `#[component]` need, and what views use.
pub mod prelude {
    pub use crate::attributes::IntoAttributeValue;
    pub use crate::browser::{
        TimeoutHandle, WindowListenerHandle, event_target_checked, event_target_value,
        request_animation_frame, set_timeout, set_timeout_with_handle, window_event_listener,
        window_event_listener_untyped,
    };
    pub use crate::callback::Callback;
    pub use crate::children::{Children, ChildrenFn, ToChildren, ViewFn};
    pub use crate::control::{For, Show};
    pub use crate::events::NodeRef;
    pub use crate::into_view::{AnyView, CollectView, IntoAny, IntoMaybeErased, IntoRender, IntoView, View};
    pub use crate::signals::{
        Effect, Get, IntoReactiveValue, Memo, RwSignal, Signal, StoredValue, on_cleanup, untrack,
    };
    pub use leptos_macro::{component, view};
    pub use reactive_graph::owner::{Owner, expect_context, provide_context, use_context};
}

/// Shows a view in the page's body for as long as the page lives.
pub mod mount {
    pub use crate::paint::mount_to_body;
}

/// What goes on after a view is drawn.
pub mod task {
    pub use any_spawner::Executor;

    /// Runs on the page's thread until it is done.
    pub fn spawn_local(task: impl Future<Output = ()> + 'static) {
        Executor::spawn_local(task);
    }
}

/// The elements that a `NodeRef` can hold.
pub mod html {
    pub type Button = web_sys::HtmlButtonElement;
    pub type Dialog = web_sys::HtmlDialogElement;
    pub type Div = web_sys::HtmlDivElement;
    pub type H2 = web_sys::HtmlHeadingElement;
    pub type Input = web_sys::HtmlInputElement;
    pub type Select = web_sys::HtmlSelectElement;
    pub type Textarea = web_sys::HtmlTextAreaElement;
}

pub mod ev {
    pub use crate::events::names::*;
    pub use web_sys::Event;
}

/// Where `bind:` looks.
pub mod attr {
    pub use crate::events::Value;
}

#[doc(hidden)]
pub mod reactive {
    pub mod graph {
        pub use reactive_graph::graph::untrack_with_diagnostics;
    }
}

#[doc(hidden)]
pub mod tachys {
    pub mod html {
        pub use crate::element::InertElement;
        pub use crate::element::html as element;
        pub use crate::ev as event;
    }
    pub mod svg {
        pub use crate::element::InertSvgElement as InertElement;
        pub use crate::element::svg::*;
    }
    pub mod view {
        pub mod iterators {
            pub use crate::into_view::StaticVec;
        }
    }
}

/// The macros hand each closure of a view through here; ours are boxed where they are used.
#[doc(hidden)]
pub fn __as_shared_reactive_fn<F>(closure: F) -> F {
    closure
}
