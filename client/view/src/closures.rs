//! Closures behind a pointer. `Box<dyn Fn()>` would bring, for each closure, also the code to call
//! it as `FnMut` and as `FnOnce`, which nobody here does: a tenth of the page. These bring one call.

/// Asked again and again.
pub trait Ask<T> {
    fn ask(&mut self) -> T;
}

impl<T, F: FnMut() -> T> Ask<T> for F {
    fn ask(&mut self) -> T {
        self()
    }
}

/// Told something, and answers.
pub trait Tell<In, Out> {
    fn tell(&self, what: In) -> Out;
}

impl<In, Out, F: Fn(In) -> Out> Tell<In, Out> for F {
    fn tell(&self, what: In) -> Out {
        self(what)
    }
}
