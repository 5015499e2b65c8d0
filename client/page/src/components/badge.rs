//! Who: an organisation's hue is only ever shown with its letters.

use crate::store::{Badge, Store};
use leptos::prelude::*;
use shared::ids::{MemberId, RecordId};

/// An organisation's letters on its hue. `size` is a class: `sm`, `lg`, `xl` or nothing.
#[component]
pub fn OrgBadge(organisation: RecordId, #[prop(optional)] size: &'static str) -> impl IntoView {
    let store = Store::here();
    move || org_badge(&store.badge(&organisation), size)
}

/// The badge that stands for a member: their organisation's, or the secretariat's square.
#[component]
pub fn MemberBadge(member: MemberId, #[prop(optional)] size: &'static str) -> impl IntoView {
    let store = Store::here();
    move || org_badge(&store.badge_of_member(&member), size)
}

/// A badge from what is already known.
pub fn org_badge(badge: &Badge, size: &str) -> AnyView {
    let class = format!("org hue-{} {size}", badge.hue);
    let (name, title, short) = (badge.name.clone(), badge.name.clone(), badge.short.clone());
    view! { <span class=class role="img" aria-label=name title=title>{short}</span> }.into_any()
}
