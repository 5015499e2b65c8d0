//! Parts of a view that come and go, and lists.

use crate::children::{ChildrenFn, ViewFn};
use crate::closures::Tell;
use crate::into_view::{AnyView, IntoView};
use crate::rows::{Row, Rows, places};
use crate::signals::Memo;
use leptos_macro::component;
use reactive_graph::owner::Owner;
use std::rc::Rc;

/// Shows its children while `when` holds.
#[component]
pub fn Show(
    children: ChildrenFn,
    #[prop(into)] when: When,
    #[prop(optional, into)] fallback: ViewFn,
) -> impl IntoView {
    let When(when) = when;
    let holds = Memo::new(move |_| when.tell(()));
    AnyView::Live(Box::new(move || if holds.get() { children.run() } else { fallback.run() }))
}

/// A condition that is asked again.
pub struct When(Box<dyn Tell<(), bool>>);

impl<F: Fn() -> bool + 'static> From<F> for When {
    fn from(when: F) -> Self {
        Self(Box::new(move |()| when()))
    }
}

/// A list: one row for each item, kept as long as its key is among them. A row finds its record
/// by id each time; the item it was made with stays what it was.
#[component]
pub fn For<E, L, T, K, F, C, V>(each: E, key: F, children: C) -> impl IntoView
where
    E: Fn() -> L + 'static,
    L: IntoIterator<Item = T> + 'static,
    T: 'static,
    K: Ord + 'static,
    F: Fn(&T) -> K + 'static,
    C: Fn(T) -> V + 'static,
    V: IntoView + 'static,
{
    let children = Rc::new(children);
    let mut shown: Vec<K> = vec![];
    let next = move || {
        let items: Vec<T> = each().into_iter().collect();
        let keys: Vec<K> = items.iter().map(&key).collect();
        let found = places(shown.len(), keys.len(), &|at, was| keys[at].cmp(&shown[was]), &|one, other| {
            shown[one].cmp(&shown[other])
        });
        shown = keys;
        let row = |(item, place): (T, Option<usize>)| match place {
            Some(place) => Row::Kept(place),
            None => {
                let children = children.clone();
                Row::New(Box::new(move || children(item).into_view()))
            }
        };
        items.into_iter().zip(found).map(row).collect()
    };
    let owner = Owner::current().expect("a component is made under an owner");
    AnyView::Rows(Box::new(Rows { owner, next: Box::new(next) }))
}
