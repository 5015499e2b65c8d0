//! What can be shown. Everything becomes an [`AnyView`]: a description, not yet on the page.

use crate::closures::Ask;
use crate::element::Element;
use crate::rows::Rows;
use crate::signals::{Memo, RwSignal, Signal};
use std::borrow::Cow;

/// A description of something to show.
pub enum AnyView {
    /// Nothing to see, yet a place where something may come.
    Nothing,
    Text(Cow<'static, str>),
    Element(Element),
    /// Markup in which nothing ever changes; true for parts of an SVG.
    Still(&'static str, bool),
    Several(Vec<AnyView>),
    /// Asked again whenever what it read changes.
    Live(Box<dyn Ask<AnyView>>),
    Rows(Box<Rows>),
}

impl AnyView {
    /// In debug builds `view!` leaves a mark for tools that we do not use.
    #[doc(hidden)]
    pub fn with_view_marker(self, _mark: &'static str) -> Self {
        self
    }
}

pub trait IntoView {
    fn into_view(self) -> AnyView;
}

/// The names under which the macros and the views ask for the same.
pub trait IntoAny: IntoView + Sized {
    fn into_any(self) -> AnyView {
        self.into_view()
    }
}

pub trait IntoRender: IntoView + Sized {
    fn into_render(self) -> AnyView {
        self.into_view()
    }
}

pub trait IntoMaybeErased: IntoView + Sized {
    fn into_maybe_erased(self) -> AnyView {
        self.into_view()
    }
}

impl<V: IntoView> IntoAny for V {}
impl<V: IntoView> IntoRender for V {}
impl<V: IntoView> IntoMaybeErased for V {}

pub trait CollectView {
    fn collect_view(self) -> AnyView;
}

impl<I: IntoIterator<Item = V>, V: IntoView> CollectView for I {
    fn collect_view(self) -> AnyView {
        AnyView::Several(self.into_iter().map(V::into_view).collect())
    }
}

/// What `view!` wraps around its outermost element.
pub struct View;

impl View {
    #[expect(clippy::new_ret_no_self, reason = "the macro writes this name; every view is an AnyView")]
    pub fn new(view: impl IntoView) -> AnyView {
        view.into_view()
    }
}

/// The children between two tags.
pub struct StaticVec(Vec<AnyView>);

impl From<Vec<AnyView>> for StaticVec {
    fn from(views: Vec<AnyView>) -> Self {
        Self(views)
    }
}

impl IntoView for StaticVec {
    fn into_view(self) -> AnyView {
        AnyView::Several(self.0)
    }
}

impl IntoView for AnyView {
    fn into_view(self) -> AnyView {
        self
    }
}

impl IntoView for () {
    fn into_view(self) -> AnyView {
        AnyView::Nothing
    }
}

impl IntoView for &'static str {
    fn into_view(self) -> AnyView {
        AnyView::Text(Cow::Borrowed(self))
    }
}

impl IntoView for String {
    fn into_view(self) -> AnyView {
        AnyView::Text(Cow::Owned(self))
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl IntoView for $number {
            fn into_view(self) -> AnyView {
                self.to_string().into_view()
            }
        }
    )*};
}

numbers! { char u8 u16 u32 u64 usize i32 i64 }

impl<V: IntoView> IntoView for Option<V> {
    fn into_view(self) -> AnyView {
        self.map_or(AnyView::Nothing, V::into_view)
    }
}

impl<V: IntoView> IntoView for Vec<V> {
    fn into_view(self) -> AnyView {
        self.collect_view()
    }
}

impl<V: IntoView, const N: usize> IntoView for [V; N] {
    fn into_view(self) -> AnyView {
        self.collect_view()
    }
}

impl<F: FnMut() -> V + 'static, V: IntoView> IntoView for F {
    fn into_view(mut self) -> AnyView {
        AnyView::Live(Box::new(move || self().into_view()))
    }
}

macro_rules! readers {
    ($($reader:ident)*) => {$(
        impl<T: IntoView + Clone + 'static> IntoView for $reader<T> {
            fn into_view(self) -> AnyView {
                AnyView::Live(Box::new(move || self.get().into_view()))
            }
        }
    )*};
}

readers! { Memo RwSignal Signal }
