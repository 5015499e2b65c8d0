//! Views handed to components: once, or as often as they are shown.

use crate::closures::Tell;
use crate::into_view::{AnyView, IntoView};
use std::rc::Rc;

pub type Children = Box<dyn FnOnce() -> AnyView>;
pub type ChildrenFn = ViewFn;

/// What stands between a component's tags, as the component takes it.
pub trait ToChildren<F> {
    fn to_children(children: F) -> Self;
}

/// A single text between the tags.
#[doc(hidden)]
pub struct ChildrenOptContainer<T>(pub T);

impl<F: FnOnce() -> V + 'static, V: IntoView> ToChildren<F> for Children {
    fn to_children(children: F) -> Self {
        Box::new(move || children().into_view())
    }
}

impl<F: Fn() -> V + 'static, V: IntoView> ToChildren<F> for ChildrenFn {
    fn to_children(children: F) -> Self {
        children.into()
    }
}

impl<V: IntoView + 'static> ToChildren<ChildrenOptContainer<V>> for Children {
    fn to_children(children: ChildrenOptContainer<V>) -> Self {
        Box::new(move || children.0.into_view())
    }
}

impl<V: IntoView + Clone + 'static> ToChildren<ChildrenOptContainer<V>> for ChildrenFn {
    fn to_children(children: ChildrenOptContainer<V>) -> Self {
        ViewFn::from(move || children.0.clone())
    }
}

/// A part of a view that a component shows where it likes; nothing by default.
#[derive(Clone)]
pub struct ViewFn(Rc<dyn Tell<(), AnyView>>);

impl ViewFn {
    pub fn run(&self) -> AnyView {
        self.0.tell(())
    }
}

impl Default for ViewFn {
    fn default() -> Self {
        Self(Rc::new(|()| ().into_view()))
    }
}

impl<F: Fn() -> V + 'static, V: IntoView> From<F> for ViewFn {
    fn from(view: F) -> Self {
        Self(Rc::new(move |()| view().into_view()))
    }
}
