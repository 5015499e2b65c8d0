//! Something a component calls back, as a `Copy` handle.

use crate::closures::Tell;
use crate::handle::Handle;
use std::marker::PhantomData;
use std::rc::Rc;

type Call<In, Out> = Box<dyn Tell<In, Out>>;

pub struct Callback<In, Out = ()> {
    handle: Handle,
    calls: PhantomData<fn(In) -> Out>,
}

impl<In, Out> Copy for Callback<In, Out> {}

impl<In, Out> Clone for Callback<In, Out> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<In: 'static, Out: 'static> Callback<In, Out> {
    pub fn new(call: impl Fn(In) -> Out + 'static) -> Self {
        let call: Call<In, Out> = Box::new(call);
        Self { handle: Handle::kept(Rc::new(call)), calls: PhantomData }
    }

    #[cfg_attr(debug_assertions, track_caller)]
    pub fn run(&self, with: In) -> Out {
        let call = self.handle.read_untracked();
        call.downcast_ref::<Call<In, Out>>().expect("a callback holds what it was made with").tell(with)
    }
}

impl<In: 'static, Out: 'static, F: Fn(In) -> Out + 'static> From<F> for Callback<In, Out> {
    fn from(call: F) -> Self {
        Self::new(call)
    }
}
