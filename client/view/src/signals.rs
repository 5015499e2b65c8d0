//! Typed handles over [`Handle`]: each method is a borrow and a look at the type, so that one
//! more signal, memo or closure costs only what it computes.

use crate::closures::{Ask, Tell};
use crate::handle::{Handle, Value};
use send_wrapper::SendWrapper;
use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;

macro_rules! handles {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        pub struct $name<T> {
            handle: Handle,
            holds: PhantomData<fn() -> T>,
        }

        impl<T> Copy for $name<T> {}

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> $name<T> {
            fn of(handle: Handle) -> Self {
                Self { handle, holds: PhantomData }
            }
        }
    )*};
}

handles! {
    /// A value that is set, and tells its readers.
    RwSignal
    /// A value computed from others, told only when it comes out differently.
    Memo
    /// Something to read: a signal, a memo, a closure or a plain value.
    Signal
    /// A value kept for as long as its owner, which tells nobody.
    StoredValue
}

/// A closure that is asked each time; it never changes once made.
struct Derived<T>(Box<dyn Tell<(), T>>);

fn of_type<T: 'static>(value: &dyn Any) -> &T {
    value.downcast_ref().expect("a handle is made with the type it is read by")
}

fn change<T: 'static, U>(handle: Handle, change: impl FnOnce(&mut T) -> U) -> Option<U> {
    let (slot, mut change, mut done) = (handle.find()?, Some(change), None);
    slot.change(&mut |value| {
        let value = value.downcast_mut().expect("a handle is made with the type it is changed by");
        done = change.take().map(|change| change(value));
    });
    Some(done.expect("a value is not changed by what reads it"))
}

/// Reading by clone, tracked: what a closure of a view mostly does.
pub trait Get {
    type Value;
    fn get(&self) -> Self::Value;
}

macro_rules! readers {
    ($($name:ident)*) => {$(
        impl<T: 'static> $name<T> {
            #[cfg_attr(debug_assertions, track_caller)]
            pub fn with<U>(&self, read: impl FnOnce(&T) -> U) -> U {
                read(of_type(&*self.handle.read()))
            }

            #[cfg_attr(debug_assertions, track_caller)]
            pub fn with_untracked<U>(&self, read: impl FnOnce(&T) -> U) -> U {
                read(of_type(&*self.handle.read_untracked()))
            }

            pub fn try_with_untracked<U>(&self, read: impl FnOnce(&T) -> U) -> Option<U> {
                Some(read(of_type(&*self.handle.find()?.read_untracked())))
            }

            #[cfg_attr(debug_assertions, track_caller)]
            pub fn track(&self) {
                self.handle.read();
            }

            /// The value as it is now, held on to while it is looked at.
            #[cfg_attr(debug_assertions, track_caller)]
            pub fn read(&self) -> Rc<T> {
                self.handle.read().downcast().expect("a handle is made with the type it is read by")
            }
        }

        impl<T: Clone + 'static> $name<T> {
            #[cfg_attr(debug_assertions, track_caller)]
            pub fn get(&self) -> T {
                self.with(T::clone)
            }

            #[cfg_attr(debug_assertions, track_caller)]
            pub fn get_untracked(&self) -> T {
                self.with_untracked(T::clone)
            }

            pub fn try_get_untracked(&self) -> Option<T> {
                self.try_with_untracked(T::clone)
            }
        }

        impl<T: Clone + 'static> Get for $name<T> {
            type Value = T;

            fn get(&self) -> T {
                self.with(T::clone)
            }
        }
    )*};
}

readers! { RwSignal Memo }

impl<T: 'static> RwSignal<T> {
    pub fn new(value: T) -> Self {
        Self::of(Handle::set_by_hand(Rc::new(value)))
    }

    pub fn set(&self, value: T) {
        drop(self.handle.put(Rc::new(value)));
        self.handle.tell();
    }

    /// Tells nobody.
    pub fn update_untracked<U>(&self, update: impl FnOnce(&mut T) -> U) -> Option<U> {
        change(self.handle, update)
    }

    pub fn update(&self, update: impl FnOnce(&mut T)) {
        self.try_update(update);
    }

    pub fn try_update<U>(&self, update: impl FnOnce(&mut T) -> U) -> Option<U> {
        let done = change(self.handle, update);
        self.handle.tell();
        done
    }
}

impl<T: PartialEq + 'static> Memo<T> {
    /// `compute` gets what it made the last time.
    pub fn new(compute: impl Fn(Option<&T>) -> T + 'static) -> Self {
        let compute = move |before: Value| {
            let before = before.downcast_ref::<T>();
            let next = compute(before);
            (before != Some(&next)).then(|| Rc::new(next) as Value)
        };
        Self::of(Handle::computed(Box::new(compute)))
    }
}

impl<T: 'static> Signal<T> {
    pub fn derive(read: impl Fn() -> T + 'static) -> Self {
        Self::asked(Box::new(move |()| read()))
    }

    /// Not inlined: a view derives many.
    #[inline(never)]
    fn asked(read: Box<dyn Tell<(), T>>) -> Self {
        Self::of(Handle::kept(Rc::new(Derived(read))))
    }

    pub fn stored(value: T) -> Self {
        Self::of(Handle::kept(Rc::new(value)))
    }

    #[cfg_attr(debug_assertions, track_caller)]
    pub fn with<U>(&self, read: impl FnOnce(&T) -> U) -> U {
        let value = self.handle.read();
        match value.downcast_ref::<Derived<T>>() {
            Some(derived) => read(&derived.0.tell(())),
            None => read(of_type(&*value)),
        }
    }

    #[cfg_attr(debug_assertions, track_caller)]
    pub fn with_untracked<U>(&self, read: impl FnOnce(&T) -> U) -> U {
        untrack(|| self.with(read))
    }
}

impl<T: Clone + 'static> Signal<T> {
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    #[cfg_attr(debug_assertions, track_caller)]
    pub fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }
}

impl<T: Clone + 'static> Get for Signal<T> {
    type Value = T;

    fn get(&self) -> T {
        self.with(T::clone)
    }
}

impl<T: Default + 'static> Default for Signal<T> {
    fn default() -> Self {
        Self::stored(T::default())
    }
}

impl<T> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self::of(signal.handle)
    }
}

impl<T> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::of(memo.handle)
    }
}

impl<T: 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Self::stored(value)
    }
}

impl<T: 'static> StoredValue<T> {
    pub fn new(value: T) -> Self {
        Self::of(Handle::kept(Rc::new(value)))
    }

    /// The same: everything here stays on the page's thread.
    pub fn new_local(value: T) -> Self {
        Self::new(value)
    }

    #[cfg_attr(debug_assertions, track_caller)]
    pub fn with_value<U>(&self, read: impl FnOnce(&T) -> U) -> U {
        read(of_type(&*self.handle.read_untracked()))
    }

    pub fn try_with_value<U>(&self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.handle.find().map(|slot| read(of_type(&*slot.read_untracked())))
    }

    pub fn set_value(&self, value: T) {
        drop(self.handle.put(Rc::new(value)));
    }

    pub fn update_value(&self, update: impl FnOnce(&mut T)) {
        change(self.handle, update);
    }

    pub fn try_update_value<U>(&self, update: impl FnOnce(&mut T) -> U) -> Option<U> {
        change(self.handle, update)
    }
}

impl<T: Clone + 'static> StoredValue<T> {
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn get_value(&self) -> T {
        self.with_value(T::clone)
    }
}

/// Does something outside the views whenever what it read changes; for the first time soon.
pub struct Effect;

impl Effect {
    #[expect(
        clippy::new_ret_no_self,
        reason = "named as in Leptos; it lives as long as its owner, and nobody holds it"
    )]
    /// `act` may take and return something: it then gets what it returned the last time.
    pub fn new<Kind>(act: impl Act<Kind>) {
        Self::run(act.boxed());
    }

    fn run(mut act: Box<dyn Ask<()>>) {
        reactive_graph::effect::Effect::new(move |_: Option<()>| act.ask());
    }
}

/// What an effect does.
pub trait Act<Kind> {
    fn boxed(self) -> Box<dyn Ask<()>>;
}

pub struct Remembers<T>(PhantomData<T>);

impl<F: FnMut() + 'static> Act<Plain> for F {
    fn boxed(self) -> Box<dyn Ask<()>> {
        Box::new(self)
    }
}

impl<T: 'static, F: FnMut(Option<T>) -> T + 'static> Act<Remembers<T>> for F {
    fn boxed(mut self) -> Box<dyn Ask<()>> {
        let mut last = None;
        Box::new(move || last = Some(self(last.take())))
    }
}

/// Reads without being told of changes.
pub fn untrack<T>(read: impl FnOnce() -> T) -> T {
    let (mut read, mut result) = (Some(read), None);
    let mut run = || result = read.take().map(|read| read());
    let erased: &mut dyn Ask<()> = &mut run;
    reactive_graph::graph::untrack(|| erased.ask());
    result.expect("what is read untracked is read at once")
}

/// Runs when what surrounds it goes, or is made anew.
pub fn on_cleanup(run: impl FnOnce() + 'static) {
    let run: SendWrapper<Box<dyn FnOnce()>> = SendWrapper::new(Box::new(run));
    reactive_graph::owner::on_cleanup(move || run.take()());
}

/// `#[prop(into)]`: what a component takes in place of what it wants.
pub trait IntoReactiveValue<T, Kind> {
    fn into_reactive_value(self) -> T;
}

pub struct Plain;
pub struct FromClosure;
pub struct FromWords;

impl<T, I: Into<T>> IntoReactiveValue<T, Plain> for I {
    fn into_reactive_value(self) -> T {
        self.into()
    }
}

impl<T: 'static, F: Fn() -> T + 'static> IntoReactiveValue<Signal<T>, FromClosure> for F {
    fn into_reactive_value(self) -> Signal<T> {
        Signal::derive(self)
    }
}

impl IntoReactiveValue<Signal<String>, FromWords> for &str {
    fn into_reactive_value(self) -> Signal<String> {
        Signal::stored(self.to_owned())
    }
}
