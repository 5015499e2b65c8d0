//! The partnership itself: its name, its frame, and the organisations at the table.

use leptos::prelude::*;

#[component]
pub fn About() -> impl IntoView {
    view! { <div class="about"></div> }.into_any()
}
