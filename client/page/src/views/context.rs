//! The surroundings: actors, initiatives, relations and trends.

use leptos::prelude::*;

#[component]
pub fn Context() -> impl IntoView {
    view! { <div class="context"></div> }.into_any()
}
