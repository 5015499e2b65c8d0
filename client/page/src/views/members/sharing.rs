//! Bringing a board that was begun offline to the table, by a founder link.

use super::Table;
use crate::store::unanswered;
use leptos::prelude::*;
use shared::desk::Ask;
use shared::words;

/// Longest link that is looked at.
const MAX_LINK_CHARS: usize = 400;

#[component]
pub fn ShareBoard(table: Table) -> impl IntoView {
    let store = table.store;
    let (link, trouble) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let share = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let pasted = link.get_untracked();
        let secret = pasted.trim().rsplit('#').next().unwrap_or_default().to_owned();
        if secret.is_empty() {
            return trouble.set(Some(words::home::link_missing(store.lang.get_untracked()).to_owned()));
        }
        store.ask_then(Ask::Share { board: table.board.get_value(), secret }, move |answer| match answer {
            Ok(_) => {
                store.tell(words::members::shared(store.lang.get_untracked()), false);
                table.read_members();
            }
            Err(why) => trouble.set(Some(unanswered(store.lang.get_untracked(), &why).to_owned())),
        });
    };
    view! {
        <section class="framed">
            <h2>{move || words::members::offline_share(store.lang.get())}</h2>
            <p class="muted">{move || words::members::offline_share_words(store.lang.get())}</p>
            <form class="stack-3" on:submit=share>
                <div class="field">
                    <label for="founder-link">{move || words::members::founder_link(store.lang.get())}</label>
                    <input id="founder-link" class="input" autocomplete="off" maxlength=MAX_LINK_CHARS bind:value=link />
                </div>
                <p class="trouble" role="alert">{move || trouble.get()}</p>
                <div class="row">
                    <button class="button primary" type="submit">
                        {move || words::members::share(store.lang.get())}
                    </button>
                </div>
            </form>
        </section>
    }
    .into_any()
}
