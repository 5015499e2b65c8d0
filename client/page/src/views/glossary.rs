//! The shared language: terms, their agreed definition, what each organisation means by them.

use leptos::prelude::*;

#[component]
pub fn Glossary() -> impl IntoView {
    view! { <div class="glossary"></div> }.into_any()
}
