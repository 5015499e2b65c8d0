//! Members and invitations: who is at the table, on which devices, and how others come in.

use leptos::prelude::*;

#[component]
pub fn Members() -> impl IntoView {
    view! { <div class="members"></div> }.into_any()
}
