//! At the door: what somebody sees who waits to be admitted. They look again every few seconds;
//! nothing of the board is on this device before they are in.

use super::Step;
use crate::device;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::{DeskState, Store};
use crate::views::home::{JoinForm, go_to_board};
use leptos::prelude::*;
use shared::desk::{Answer, Ask};
use shared::door::Waiting;
use shared::ids::BoardId;
use shared::words;
use std::time::Duration;

/// Soon enough to be let in without a thought, seldom enough for a hundred who wait.
const LOOK_EVERY: Duration = Duration::from_secs(4);

#[component]
pub fn WaitingAtDoor(waiting: Waiting, step: RwSignal<Step>) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let board = waiting.board.clone();
    let (name, since) = (waiting.board_name.clone(), waiting.since);
    let leave = move |_| {
        store.ask_for(Ask::WalkOff { board: board.clone() }, move |_| nav.replace("/"));
    };
    let body = match waiting.declined.clone() {
        None => {
            keep_looking(store, nav, waiting.board, step);
            view! {
                <p class="note warn" role="status">
                    {icon(Icon::Door, 18)} <span>{move || words::home::wait_words(store.lang.get())}</span>
                </p>
                <p class="muted">
                    {move || {
                        let lang = store.lang.get();
                        words::home::wait_since(lang, device::clock_time(lang, since))
                    }}
                </p>
                <p class="muted">{move || words::home::wait_kept(store.lang.get())}</p>
                <div class="row">
                    <button class="button" type="button" on:click=leave>
                        {move || words::home::wait_leave(store.lang.get())}
                    </button>
                </div>
            }
            .into_any()
        }
        Some(reason) => view! {
            <p class="note warn" role="alert">
                {icon(Icon::Door, 18)}
                <span>{move || words::home::wait_declined(store.lang.get(), &reason)}</span>
            </p>
            <p class="muted">{move || words::home::wait_on(store.lang.get())}</p>
            <JoinForm />
            <div class="row">
                <button class="button discreet" type="button" on:click=leave>
                    {move || words::shell::close(store.lang.get())}
                </button>
            </div>
        }
        .into_any(),
    };
    view! {
        <section class="framed join-card">
            <p class="muted">{move || words::home::wait_title(store.lang.get())}</p>
            <h1>{name}</h1>
            {body}
        </section>
    }
    .into_any()
}

/// Asks every few seconds whether the secretariat has decided, for as long as this is shown.
fn keep_looking(store: Store, nav: Nav, board: BoardId, step: RwSignal<Step>) {
    let round = RwSignal::new(0u32);
    let board = StoredValue::new(board);
    let look = move || {
        store.ask_then(Ask::Waiting, move |answer| {
            let Some(board) = board.try_with_value(BoardId::clone) else { return };
            let here = match answer {
                Ok(Answer::Waiting(all)) => all.into_iter().find(|one| one.board == board),
                // No network: what is decided meanwhile is heard later.
                _ => return round.update(|round| *round += 1),
            };
            match here {
                Some(still) if still.declined.is_none() => round.update(|round| *round += 1),
                Some(declined) => step.set(Step::Waiting(declined)),
                None => come_in(store, nav, board, step),
            }
        });
    };
    Effect::new(move |timer: Option<Option<TimeoutHandle>>| {
        timer.flatten().inspect(TimeoutHandle::clear);
        round.track();
        set_timeout_with_handle(look, LOOK_EVERY).ok()
    });
}

/// No longer at the door: in, or gone from it.
fn come_in(store: Store, nav: Nav, board: BoardId, step: RwSignal<Step>) {
    store.ask_then(Ask::Meet, move |answer| match answer {
        Ok(Answer::Memberships(places)) if places.iter().any(|place| place.board == board) => {
            go_to_board(nav, board);
        }
        // Closed by the secretariat, or by another tab.
        _ => step.set(Step::Ended(words::shell::problem_link(store.lang.get_untracked()).to_owned())),
    });
}

/// On the home page: that somebody waits somewhere, and the way back there.
#[component]
pub fn AtDoors() -> impl IntoView {
    let store = Store::here();
    let waiting = RwSignal::new(Vec::<Waiting>::new());
    Effect::new(move || {
        if store.desk_state.get() == DeskState::Running {
            store.ask_then(Ask::Waiting, move |answer| {
                if let Ok(Answer::Waiting(found)) = answer {
                    waiting.set(found);
                }
            });
        }
    });
    let note = move |Waiting { board_name, .. }: Waiting| {
        let lang = store.lang.get();
        view! {
            <p class="note warn">
                {icon(Icon::Door, 18)}
                <span>
                    {words::home::waits_at(lang, board_name)} " "
                    <a class="link" href="/rejoindre">{words::home::waits_go(lang)}</a>
                </span>
            </p>
        }
    };
    move || waiting.get().into_iter().map(note).collect_view()
}
