//! The partnerships on this device, and the ways to begin or join one.

use leptos::prelude::*;

#[component]
pub fn Home() -> impl IntoView {
    view! { <div class="home"></div> }.into_any()
}
