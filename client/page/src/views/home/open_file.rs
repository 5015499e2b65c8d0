//! Opening a `.tablee` file: a board new to this device, or merged into the one it holds.

use super::go_to_board;
use crate::device;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use leptos::html;
use leptos::prelude::*;
use shared::desk::{Answer, Ask, Whole};
use shared::door::Carried;
use shared::lang::Lang;
use shared::words;

/// Largest file that is read, in bytes. A board's own limit is far below it.
const MAX_FILE_BYTES: f64 = 64.0 * 1024.0 * 1024.0;

#[component]
pub fn OpenFile(class: &'static str) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let input = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let file = input.files().and_then(|files| files.get(0));
        // Choosing the same file again must be noticed too.
        input.set_value("");
        if let Some(file) = file {
            leptos::task::spawn_local(open(store, nav, file));
        }
    };
    view! {
        <button
            class=class
            type="button"
            title=move || words::home::open_file_hint(store.lang.get())
            on:click=move |_| {
                if let Some(input) = input.get_untracked() {
                    input.click();
                }
            }
        >
            {icon(Icon::FileOpen, 16)}
            {move || words::home::open_file(store.lang.get())}
        </button>
        <input
            node_ref=input
            class="hidden-words"
            type="file"
            accept=".tablee,application/octet-stream"
            tabindex="-1"
            aria-hidden="true"
            on:change=chosen
        />
    }
    .into_any()
}

async fn open(store: Store, nav: Nav, file: web_sys::File) {
    let lang = store.lang.get_untracked();
    let bytes = if file.size() > MAX_FILE_BYTES { None } else { device::read_file(&file).await };
    let Some(bytes) = bytes else { return store.tell(words::shell::wrong_file(lang), false) };
    store.ask_for(Ask::Whole(Whole::OpenFile { bytes }), move |answer| {
        if let Answer::Opened { board, carried } = answer {
            store.tell(told(store.lang.get_untracked(), &carried), false);
            go_to_board(nav, board);
        }
    });
}

fn told(lang: Lang, carried: &Carried) -> String {
    let refused: u32 = carried.refused.iter().map(|(_, count)| count).sum();
    let added = match carried.added {
        0 => words::home::file_nothing_new(lang).to_owned(),
        added => words::home::file_merged(lang, u64::from(added)),
    };
    match refused {
        0 => added,
        refused => format!("{added} {}", words::home::file_refused(lang, u64::from(refused))),
    }
}
