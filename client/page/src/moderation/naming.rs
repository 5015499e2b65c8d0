//! The title of something new in a locked section, asked for before it is proposed.

use crate::components::Dialog;
use crate::focus::focus_soon;
use crate::nav::Nav;
use crate::store::Store;
use leptos::prelude::*;
use shared::words;

/// Something new in a locked section: its title first, since it is not there to be named later.
#[component]
pub fn Naming() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let open = RwSignal::new(false);
    let words = RwSignal::new(String::new());
    Effect::new(move || {
        let about = store.nameless.with(|nameless| nameless.as_ref().map(|nameless| nameless.at.clone()));
        open.set(about.is_some());
        if about.is_some() {
            focus_soon("#naming-title".to_owned());
            // Whoever added it may have gone to it already.
            if nav.place_now().is_some_and(|place| place.object == about) {
                nav.select(None);
            }
        }
    });
    Effect::new(move || {
        if !open.get() && store.nameless.with_untracked(Option::is_some) {
            store.nameless.set(None);
        }
    });
    let send = move || {
        let said = words.with_untracked(|words| words.trim().to_owned());
        if let Some(nameless) = store.nameless.get_untracked().filter(|_| !said.is_empty()) {
            store.propose_named(nameless, said);
            words.set(String::new());
            open.set(false);
        }
    };
    view! {
        <Dialog
            open=open
            title=Signal::derive(move || words::moderation::name_title(store.lang.get()).to_owned())
            foot=move || {
                view! {
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {move || words::moderation::cancel(store.lang.get())}
                    </button>
                    <span class="grow"></span>
                    <button class="button primary" type="submit" form="naming">
                        {move || words::moderation::send(store.lang.get())}
                    </button>
                }
            }
        >
            <form
                id="naming"
                class="stack-3"
                on:submit=move |event| {
                    event.prevent_default();
                    send();
                }
            >
                <p class="muted">{move || words::moderation::name_words(store.lang.get())}</p>
                <div class="field">
                    <label for="naming-title">{move || words::moderation::name_label(store.lang.get())}</label>
                    <input id="naming-title" class="input" autofocus=true maxlength="300" bind:value=words />
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}
