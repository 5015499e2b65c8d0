//! What an empty place says: one sentence of method and the way to fill it.

use crate::icons::{Icon, icon};
use leptos::prelude::*;

/// `children` are the ways on: one main action, one way to start otherwise.
#[component]
pub fn EmptyState(
    drawing: Icon,
    #[prop(into)] words: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-drawing">{icon(drawing, 40)}</span>
            <p>{move || words.get()}</p>
            <div class="row wrap">{children.map(|children| children())}</div>
        </div>
    }
    .into_any()
}
