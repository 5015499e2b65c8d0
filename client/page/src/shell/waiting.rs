//! What waits for the secretariat of the open board, wherever they are: people at the door, and work
//! that was handed over. Said politely.

use super::top_bar::members_path;
use crate::icons::{Icon, icon};
use crate::store::{BoardState, Store};
use leptos::prelude::*;
use shared::desk::{Answer, Ask, Whole};
use shared::door::Role;
use shared::words;

/// Asks what waits when the secretariat opens the board, and whenever something is new there.
pub fn follow(store: Store) {
    let board = Memo::new(move |_| {
        let is_secretariat = store.me.with(|me| me.as_ref().is_some_and(|me| me.role == Role::Secretariat));
        store.board.with(|state| match state {
            BoardState::Open { board, .. } if is_secretariat => Some(board.clone()),
            BoardState::Closed
            | BoardState::Opening(_)
            | BoardState::Open { .. }
            | BoardState::NotOpened { .. } => None,
        })
    });
    Effect::new(move || {
        store.door_told.track();
        let Some(board) = board.get() else {
            store.waiters.set(vec![]);
            return store.handed.set(vec![]);
        };
        store.ask_then(Ask::Handed { board: board.clone() }, move |answer| {
            if let Ok(Answer::Handed(handed)) = answer {
                store.handed.set(handed);
            }
        });
        store.ask_then(Ask::Waiters { board }, move |answer| {
            let Ok(Answer::Waiters(waiters)) = answer else { return };
            let known = store.waiters.get_untracked();
            let somebody_came = waiters.iter().any(|waiter| known.iter().all(|one| one.id != waiter.id));
            store.waiters.set(waiters);
            if somebody_came {
                store.say(words::members::waiting_words(store.lang.get_untracked()));
            }
        });
    });
}

/// Hands the work that the table did not take to the secretariat.
pub fn hand_over(store: Store) {
    let Some(board) = store.open_board() else { return };
    store.ask_for(Ask::Whole(Whole::HandOver { board }), move |_| {
        store.tell(words::members::handed_over(store.lang.get_untracked()), false);
    });
}

/// How many wait, and the way to them; nothing while nobody does.
#[component]
pub fn AtTheDoor() -> impl IntoView {
    let store = Store::here();
    let people = Memo::new(move |_| store.waiters.with(Vec::len));
    let work = Memo::new(move |_| store.handed.with(Vec::len));
    let label = move || {
        let lang = store.lang.get();
        let people = (people.get() > 0).then(|| words::members::waiting_count(lang, people.get() as u64));
        let work = (work.get() > 0).then(|| words::members::handed_count(lang, work.get() as u64));
        people.into_iter().chain(work).collect::<Vec<_>>().join(" · ")
    };
    view! {
        <Show when=move || people.get() + work.get() != 0>
            <a class="at-the-door" href=members_path aria-label=label title=label>
                {icon(Icon::Door, 18)}
                <b>{move || people.get() + work.get()}</b>
            </a>
        </Show>
    }
    .into_any()
}
