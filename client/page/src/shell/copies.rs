//! Handing the board to the person as a file.

use crate::device;
use crate::store::{BoardState, Store};
use shared::desk::{Answer, Ask, Whole};
use shared::ids::BoardId;
use shared::words;

/// The whole document, to keep, to carry, to merge back in.
pub fn save_copy(store: Store) {
    save(store, "application/octet-stream", |board| Whole::SaveCopy { board });
}

/// The open JSON of the whole board.
pub fn save_json(store: Store) {
    save(store, "application/json", |board| Whole::Export { board });
}

/// Work of this device that the table did not take.
pub fn save_refused(store: Store) {
    save(store, "application/octet-stream", |board| Whole::RefusedWork { board });
}

fn save(store: Store, mime: &'static str, ask: fn(BoardId) -> Whole) {
    let board = store.board.with_untracked(|state| match state {
        BoardState::Opening(board) | BoardState::Open { board, .. } | BoardState::NotOpened { board, .. } => {
            Some(board.clone())
        }
        BoardState::Closed => None,
    });
    let Some(board) = board else { return };
    leptos::task::spawn_local(async move {
        let answer = store.ask(Ask::Whole(ask(board))).await;
        let lang = store.lang.get_untracked();
        match answer {
            Ok(Answer::File { name, bytes }) if device::save_file(&name, mime, &bytes).is_some() => {
                store.tell(words::shell::copy_saved(lang, name), false);
            }
            Ok(_) | Err(_) => store.tell(words::shell::no_copy(lang), false),
        }
    });
}
