//! Who does what: responsibilities by organisations and bodies.

use leptos::prelude::*;

#[component]
pub fn Roles() -> impl IntoView {
    view! { <div class="roles"></div> }.into_any()
}
