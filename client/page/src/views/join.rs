//! Following an invitation: what it offers, who is coming, and in.

use leptos::prelude::*;

#[component]
pub fn Join() -> impl IntoView {
    view! { <div class="join"></div> }.into_any()
}
