//! The vision: what the partners want to change together.

use leptos::prelude::*;

#[component]
pub fn Vision() -> impl IntoView {
    view! { <div class="vision"></div> }.into_any()
}
