//! Following an invitation: what it offers, who is coming, and in; or as far as the door, for
//! those who are to be admitted.
//! The secret is taken out of the address before anything is drawn.

mod waiting;

use super::home::{CreateDialog, JoinForm, LangSwitch, PersonFields, Wordmark, go_to_board};
use crate::device;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::{DeskState, Store, unanswered};
use leptos::prelude::*;
use shared::desk::{Answer, Ask, BoardCard, Person};
use shared::door::{Offer, Role, Waiting};
use shared::ids::BoardId;
use shared::lang::Lang;
use shared::words;
use waiting::WaitingAtDoor;

pub use waiting::AtDoors;

/// How far following the link has come.
#[derive(Clone)]
pub enum Step {
    Looking,
    Offered(Offer),
    /// At the door, until the secretariat decides.
    Waiting(Waiting),
    /// Nothing to follow, or the link does not lead anywhere any more.
    Ended(String),
}

#[component]
pub fn Join() -> impl IntoView {
    let store = Store::here();
    let fragment = device::take_fragment();
    if !fragment.is_empty() {
        store.invitation.set(Some(fragment));
    }
    device::document().set_title("Tablée");
    let step = RwSignal::new(Step::Looking);
    Effect::new(move || {
        if store.desk_state.get() != DeskState::Running {
            return;
        }
        let lang = store.lang.get_untracked();
        match store.invitation.get() {
            None => store.ask_then(Ask::Waiting, move |answer| match answer {
                Ok(Answer::Waiting(waiting)) if !waiting.is_empty() => {
                    waiting.into_iter().next().into_iter().for_each(|first| step.set(Step::Waiting(first)));
                }
                _ => step.set(Step::Ended(words::home::link_missing(lang).to_owned())), // nowhere
            }),
            Some(secret) => store.ask_then(Ask::Look { secret }, move |answer| match answer {
                Ok(Answer::Offer(offer)) => step.set(Step::Offered(offer)),
                Ok(_) => {}
                Err(why) => step.set(Step::Ended(unanswered(store.lang.get_untracked(), &why).to_owned())),
            }),
        }
    });
    view! {
        <header class="top home-top">
            <a href="/" aria-label=move || words::shell::my_partnerships(store.lang.get())>
                <Wordmark />
            </a>
            <span class="grow"></span>
            <LangSwitch />
        </header>
        <main id="main" class="join" tabindex="-1">
            {move || match step.get() {
                Step::Looking => view! { <p>{words::home::looking(store.lang.get())}</p> }.into_any(),
                Step::Offered(offer) => view! { <Offered offer=offer step=step /> }.into_any(),
                Step::Waiting(waiting) => view! { <WaitingAtDoor waiting=waiting step=step /> }.into_any(),
                Step::Ended(words) => view! { <Ended words=words /> }.into_any(),
            }}
        </main>
    }
    .into_any()
}

#[component]
fn Ended(words: String) -> impl IntoView {
    let store = Store::here();
    view! {
        <section class="framed join-card">
            <p class="note warn" role="alert">{icon(Icon::Key, 18)} <span>{words}</span></p>
            <JoinForm />
            <a class="link" href="/">{move || words::shell::my_partnerships(store.lang.get())}</a>
        </section>
    }
    .into_any()
}

#[component]
fn Offered(offer: Offer, step: RwSignal<Step>) -> impl IntoView {
    let store = Store::here();
    let (expires, role, organisation) = (offer.expires, offer.role, offer.organisation_name.clone());
    let returns = offer.returns.clone();
    let place = move |lang: Lang| match role {
        _ if returns.is_some() => words::home::offer_return(lang, returns.clone().unwrap_or_default()),
        Role::Partner => words::home::offer_partner(lang, &organisation),
        Role::Secretariat => words::home::offer_secretariat(lang).to_owned(),
        Role::Observer => words::home::offer_observer(lang).to_owned(),
    };
    let until = move || {
        let lang = store.lang.get();
        words::home::offer_expires(lang, device::day(lang, expires))
    };
    match offer.board {
        None => view! {
            <section class="framed join-card">
                <h1>{move || words::home::offer_founder(store.lang.get())}</h1>
                <p class="muted">{until}</p>
                <Founding />
            </section>
        }
        .into_any(),
        Some(_) => view! {
            <section class="framed join-card">
                <p class="muted">{move || words::home::invited_to(store.lang.get())}</p>
                <h1>{offer.board_name}</h1>
                <p class="row">{icon(Icon::Seat, 18)} <b>{move || place(store.lang.get())}</b></p>
                <p class="muted">{until}</p>
                <Accepting step=step admission=offer.admission returns=offer.returns.is_some() />
            </section>
        }
        .into_any(),
    }
}

#[component]
fn Accepting(step: RwSignal<Step>, admission: bool, returns: bool) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let (name, function) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (trouble, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let accept = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let lang = store.lang.get_untracked();
        let person = Person {
            name: name.get_untracked().trim().to_owned(),
            function: function.get_untracked().trim().to_owned(),
        };
        if !returns && person.name.is_empty() && person.function.is_empty() {
            return trouble.set(Some(words::home::name_needed(lang).to_owned()));
        }
        let Some(secret) = store.invitation.get_untracked() else { return };
        busy.set(true);
        store.ask_then(Ask::Join { secret, person }, move |answer| {
            busy.set(false);
            match answer {
                Ok(Answer::Joined(membership)) => {
                    go_to_board(nav, membership.board);
                    store.invitation.update_untracked(|secret| *secret = None);
                }
                Ok(Answer::Waits(waiting)) => {
                    store.invitation.update_untracked(|secret| *secret = None);
                    step.set(Step::Waiting(waiting));
                }
                Ok(_) => {}
                Err(why) => trouble.set(Some(unanswered(store.lang.get_untracked(), &why).to_owned())),
            }
        });
    };
    let does = move || {
        let lang = store.lang.get();
        match (returns, admission) {
            (true, _) => words::home::take_place_again(lang),
            (false, true) => words::home::ask_in(lang),
            (false, false) => words::home::take_place(lang),
        }
    };
    view! {
        <form class="stack-3" on:submit=accept>
            {(!returns).then(|| view! { <PersonFields name=name function=function /> })}
            {admission
                .then(|| {
                    view! {
                        <p class="note warn">
                            {icon(Icon::Door, 18)} <span>{move || words::home::asks_admission(store.lang.get())}</span>
                        </p>
                    }
                })}
            <p class="note">{icon(Icon::Eye, 18)} <span>{move || words::home::everyone_sees(store.lang.get())}</span></p>
            <Trouble trouble=trouble />
            <div class="row">
                <button class="button primary large" type="submit" disabled=move || busy.get()>
                    {does}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// A founder link shares a board of this device, or a new one begun now.
#[component]
fn Founding() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let unshared = RwSignal::new(Vec::<BoardCard>::new());
    let (trouble, creating) = (RwSignal::new(None::<String>), RwSignal::new(false));
    store.ask_then(Ask::Boards, move |answer| {
        if let Ok(Answer::Boards(boards)) = answer {
            // Whoever only reads a board, from a file, cannot bring it to a table.
            let own = |card: &BoardCard| !card.shared && card.role == Role::Secretariat;
            unshared.set(boards.into_iter().filter(own).collect());
        }
    });
    let share = Callback::new(move |board: BoardId| {
        let Some(secret) = store.invitation.get_untracked() else { return };
        store.ask_then(Ask::Share { board: board.clone(), secret }, move |answer| match answer {
            Ok(_) => {
                go_to_board(nav, board);
                store.invitation.update_untracked(|secret| *secret = None);
            }
            Err(why) => trouble.set(Some(unanswered(store.lang.get_untracked(), &why).to_owned())),
        });
    });
    view! {
        <div class="stack-3">
            <p>{move || words::home::found_which(store.lang.get())}</p>
            {move || {
                unshared
                    .get()
                    .into_iter()
                    .map(|card| {
                        let name = card.name.clone();
                        let called = move || match name.is_empty() {
                            true => words::shell::unnamed(store.lang.get()).to_owned(),
                            false => name.clone(),
                        };
                        view! {
                            <button class="button large" type="button" on:click=move |_| share.run(card.board.clone())>
                                {called}
                            </button>
                        }
                    })
                    .collect_view()
            }}
            <button class="button large" type="button" on:click=move |_| creating.set(true)>
                {icon(Icon::Plus, 16)}
                {move || words::home::found_new(store.lang.get())}
            </button>
            <Trouble trouble=trouble />
        </div>
        <CreateDialog open=creating on_created=share />
    }
    .into_any()
}

#[component]
fn Trouble(trouble: RwSignal<Option<String>>) -> impl IntoView {
    move || {
        trouble
            .get()
            .map(|words| view! { <p class="note warn" role="alert">{icon(Icon::Warning, 18)} <span>{words}</span></p> })
    }
}
