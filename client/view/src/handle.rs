//! What signals, memos and stored values have in common: a `Copy` handle to a value in Leptos'
//! arena, gone when its owner is cleaned up. Nothing here knows what the value is.

use crate::closures::Tell;
use reactive_graph::computed::ArcMemo;
use reactive_graph::owner::{LocalStorage, StoredValue};
use reactive_graph::signal::ArcTrigger;
use reactive_graph::traits::{GetUntracked, GetValue, Notify, Track};
use send_wrapper::SendWrapper;
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

/// A value of any type. Who reads it holds on to it; a new one takes its place.
pub type Value = Rc<dyn Any>;

/// Gets the value before, and returns the next if it is another one.
pub type Compute = Box<dyn Tell<Value, Option<Value>>>;

/// What tells readers that the value is another one.
enum Source {
    /// Nothing: the value is only kept.
    None,
    /// Whoever sets it.
    Set(ArcTrigger),
    /// It is computed; the number counts how often it came out differently.
    Computed(ArcMemo<u64>),
}

/// A value and who tells of it.
pub struct Slot {
    value: Rc<RefCell<Value>>,
    source: Source,
}

#[derive(Clone, Copy)]
pub struct Handle(StoredValue<Rc<Slot>, LocalStorage>);

impl Handle {
    fn new(value: Rc<RefCell<Value>>, source: Source) -> Self {
        Self(StoredValue::new_local(Rc::new(Slot { value, source })))
    }

    pub fn kept(value: Value) -> Self {
        Self::new(Rc::new(RefCell::new(value)), Source::None)
    }

    pub fn set_by_hand(value: Value) -> Self {
        Self::new(Rc::new(RefCell::new(value)), Source::Set(ArcTrigger::new()))
    }

    pub fn computed(compute: Compute) -> Self {
        let value: Rc<RefCell<Value>> = Rc::new(RefCell::new(Rc::new(())));
        let compute = SendWrapper::new((value.clone(), compute));
        let memo = ArcMemo::new_owning(move |times: Option<u64>| {
            let (value, compute) = &*compute;
            let before = value.borrow().clone();
            let next = compute.tell(before);
            let changed = next.is_some();
            if let Some(next) = next {
                value.replace(next);
            }
            (times.unwrap_or(0) + u64::from(changed), changed)
        });
        Self::new(value, Source::Computed(memo))
    }

    /// The slot, or nothing once its owner is gone.
    pub fn find(self) -> Option<Rc<Slot>> {
        self.0.try_get_value()
    }

    /// The slot.
    ///
    /// # Panics
    /// If its owner is gone: a view that is no longer shown was asked.
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn slot(self) -> Rc<Slot> {
        self.find().expect("a signal is read only while its view is shown")
    }

    /// Puts another value in the place of what was there; returns that, to be dropped by whoever
    /// asked: it may itself hold what looks here.
    pub fn put(self, value: Value) -> Option<Value> {
        self.find().map(|slot| slot.value.replace(value))
    }

    /// Tells everyone who reads this value.
    pub fn tell(self) {
        if let Some(Source::Set(trigger)) = self.find().as_ref().map(|slot| &slot.source) {
            trigger.notify();
        }
    }

    /// The value; whoever runs now is told of the next.
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn read(self) -> Value {
        self.slot().read()
    }

    #[cfg_attr(debug_assertions, track_caller)]
    pub fn read_untracked(self) -> Value {
        self.slot().read_untracked()
    }
}

impl Slot {
    pub fn read(&self) -> Value {
        match &self.source {
            Source::None => {}
            Source::Set(trigger) => trigger.track(),
            Source::Computed(memo) => memo.track(),
        }
        self.read_untracked()
    }

    pub fn read_untracked(&self) -> Value {
        if let Source::Computed(memo) = &self.source {
            // Brings the value up to date; how often it changed is of no interest here.
            let _ = memo.get_untracked();
        }
        self.value.borrow().clone()
    }

    /// Changes the value in its place, unless somebody is reading it.
    pub fn change(&self, change: &mut dyn FnMut(&mut dyn Any)) {
        if let Some(value) = Rc::get_mut(&mut self.value.borrow_mut()) {
            change(value);
        }
    }
}
