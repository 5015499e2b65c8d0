//! Controls of a section that somebody else holds: a list or a date that was set goes back to what is
//! in force, since what was chosen in it became a proposal.

use crate::store::Store;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};

/// The control that has the focus, as it was when it got it.
#[derive(Clone, Copy)]
pub struct Controls {
    store: Store,
    was: StoredValue<String>,
    /// How many acts had become proposals by then.
    asides: StoredValue<u32>,
}

impl Controls {
    pub fn new(store: Store) -> Self {
        Self { store, was: StoredValue::new(String::new()), asides: StoredValue::new(0) }
    }

    pub fn focused(&self, event: &Event) {
        if let Some(value) = Control::of(event).map(|control| control.value()) {
            self.was.set_value(value);
            self.asides.set_value(self.store.asides());
        }
    }

    /// After the control has told what was chosen in it.
    pub fn changed(&self, event: &Event) {
        let Some(control) = Control::of(event) else { return };
        if self.store.asides() > self.asides.get_value() {
            self.was.with_value(|was| control.set(was));
            self.asides.set_value(self.store.asides());
        } else {
            self.was.set_value(control.value());
        }
    }
}

enum Control {
    Select(HtmlSelectElement),
    Tick(HtmlInputElement),
    Input(HtmlInputElement),
}

impl Control {
    fn of(event: &Event) -> Option<Self> {
        let target = event.target()?;
        match target.dyn_into::<HtmlSelectElement>() {
            Ok(select) => Some(Self::Select(select)),
            Err(target) => {
                let input = target.dyn_into::<HtmlInputElement>().ok()?;
                Some(match input.type_().as_str() {
                    "checkbox" | "radio" => Self::Tick(input),
                    _ => Self::Input(input),
                })
            }
        }
    }

    fn value(&self) -> String {
        match self {
            Self::Select(select) => select.value(),
            Self::Tick(tick) => tick.checked().to_string(),
            Self::Input(input) => input.value(),
        }
    }

    fn set(&self, value: &str) {
        match self {
            Self::Select(select) => select.set_value(value),
            Self::Tick(tick) => tick.set_checked(value == "true"),
            Self::Input(input) => input.set_value(value),
        }
    }
}
