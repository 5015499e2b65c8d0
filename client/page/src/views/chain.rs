//! The results chain: from what the partners put in to what they want to see change.

use leptos::prelude::*;

#[component]
pub fn Chain() -> impl IntoView {
    view! { <div class="chain"></div> }.into_any()
}
