//! An address where nothing lives, with the way back.

use crate::components::EmptyState;
use crate::icons::Icon;
use crate::store::Store;
use leptos::prelude::*;
use shared::words;

#[component]
pub fn Nothing() -> impl IntoView {
    let store = Store::here();
    view! {
        <main id="main" tabindex="-1">
            <EmptyState
                drawing=Icon::Compass
                words=Signal::derive(move || words::shell::nothing_here(store.lang.get()).to_owned())
            >
                <a class="button primary" href="/">
                    {move || words::shell::my_partnerships(store.lang.get())}
                </a>
            </EmptyState>
        </main>
    }
    .into_any()
}
