//! Leaving this device: what it holds of the board is wiped, after one clear question.

use super::Table;
use crate::components::Dialog;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::shell::save_copy;
use leptos::prelude::*;
use shared::desk::Ask;
use shared::words;

#[component]
pub fn Leaving(table: Table) -> impl IntoView {
    let (store, nav) = (table.store, Nav::here());
    let asking = RwSignal::new(false);
    let leave = move |_| {
        asking.set(false);
        store.ask_for(Ask::Leave { board: table.board.get_value() }, move |_| {
            store.tell(words::members::left(store.lang.get_untracked()), false);
            nav.replace("/");
        });
    };
    view! {
        <div class="row">
            <button class="button grave dense" type="button" on:click=move |_| asking.set(true)>
                {icon(Icon::Leave, 16)}
                {move || words::members::leave(store.lang.get())}
            </button>
        </div>
        <Dialog
            open=asking
            title=Signal::derive(move || words::members::leave(store.lang.get()).to_owned())
            foot=move || {
                view! {
                    <button class="button" type="button" on:click=move |_| save_copy(store)>
                        {move || words::shell::save_copy_short(store.lang.get())}
                    </button>
                    <span class="grow"></span>
                    <button class="button" type="button" on:click=move |_| asking.set(false)>
                        {move || words::shell::cancel(store.lang.get())}
                    </button>
                    <button class="button grave" type="button" on:click=leave>
                        {move || words::members::leave_confirm(store.lang.get())}
                    </button>
                }
            }
        >
            <p>{move || words::members::leave_words(store.lang.get())}</p>
        </Dialog>
    }
    .into_any()
}
