//! The waiting room: who asks to come in, and the secretariat's answer. Absent while nobody waits;
//! arrivals are told politely and move no focus.

use super::{Table, role_words};
use crate::components::{Dialog, org_badge};
use crate::device;
use crate::focus::focus_soon;
use crate::icons::{Icon, icon};
use crate::store::{Badge, unanswered};
use leptos::prelude::*;
use shared::desk::Ask;
use shared::door::{Decision, MAX_REASON, Role, Waiter};
use shared::words;

#[component]
pub fn WaitingRoom(table: Table) -> impl IntoView {
    let store = table.store;
    let declining = RwSignal::new(None::<Waiter>);
    let asked = move || store.waiters.get();
    view! {
        <Show when=move || !store.waiters.with(Vec::is_empty)>
            <section class="waiting-room" aria-labelledby="waiting-room">
                <header>
                    {icon(Icon::Door, 18)}
                    <h2 id="waiting-room" tabindex="-1">{move || words::members::waiting_room(store.lang.get())}</h2>
                    <span class="tag">{move || store.waiters.with(Vec::len)}</span>
                    <small>{move || words::members::waiting_words(store.lang.get())}</small>
                </header>
                <ul>
                    <For
                        each=asked
                        key=|waiter| waiter.id.clone()
                        children=move |waiter| view! { <WaiterRow table=table waiter=waiter declining=declining /> }
                    />
                </ul>
            </section>
        </Show>
        <DeclineDialog table=table declining=declining />
    }
    .into_any()
}

/// The first name, or the function that may replace it.
fn known_as(waiter: &Waiter) -> String {
    if waiter.name.is_empty() { waiter.function.clone() } else { waiter.name.clone() }
}

/// The function, where it does not stand in the name's place.
fn further_function(waiter: &Waiter) -> String {
    if waiter.name.is_empty() { String::new() } else { waiter.function.clone() }
}

fn decide(table: Table, waiter: String, decision: Decision, told: impl FnOnce() + 'static) {
    let store = table.store;
    let ask = Ask::Decide { board: table.board.get_value(), waiter: waiter.clone(), decision };
    store.ask_for(ask, move |_| {
        store.waiters.update(|waiters| waiters.retain(|one| one.id != waiter));
        // The buttons that were used are gone: what comes next has the focus.
        let is_empty = store.waiters.with_untracked(Vec::is_empty);
        focus_soon(if is_empty { "#main" } else { "#waiting-room" }.to_owned());
        told();
    });
}

#[component]
fn WaiterRow(table: Table, waiter: Waiter, declining: RwSignal<Option<Waiter>>) -> impl IntoView {
    let store = table.store;
    let name = known_as(&waiter);
    let badge = match &waiter.organisation {
        Some(organisation) => store.badge(organisation),
        None => Badge { short: "S".to_owned(), name: String::new(), hue: 0 },
    };
    let drawn = match (&waiter.organisation, waiter.role) {
        (None, Role::Observer) => view! { <span class="org lg more">{icon(Icon::Eye, 16)}</span> }.into_any(),
        (Some(_) | None, _) => org_badge(&badge, "lg"),
    };
    let (organisation, function, role) =
        (waiter.organisation_name.clone(), further_function(&waiter), waiter.role);
    let detail = move || {
        let lang = store.lang.get();
        let place = words::members::asks_place(lang, role_words(role, lang));
        let known = [function.as_str(), organisation.as_str(), place.as_str()];
        known.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let (link_created, since) = (waiter.link_created, waiter.since);
    let link =
        move || words::members::from_link(store.lang.get(), device::day(store.lang.get(), link_created));
    let (admit_name, decline_name, told_name) = (name.clone(), name.clone(), name.clone());
    let waiter = StoredValue::new(waiter);
    let admit = move |_| {
        let told = told_name.clone();
        decide(table, waiter.with_value(|waiter| waiter.id.clone()), Decision::Admit, move || {
            store.tell(words::members::admitted(store.lang.get_untracked(), told), false);
            table.read_members();
        });
    };
    view! {
        <li>
            {drawn}
            <span class="waiter-name">
                <b>{name}</b>
                <small>{detail}</small>
            </span>
            <span class="waiter-way">
                {link}
                <small>{move || device::since(store.lang.get(), since)}</small>
            </span>
            <span class="waiter-answers">
                <button
                    class="button primary"
                    type="button"
                    aria-label=move || words::members::admit_named(store.lang.get(), &admit_name)
                    on:click=admit
                >
                    {move || words::members::admit(store.lang.get())}
                </button>
                <button
                    class="button"
                    type="button"
                    aria-label=move || words::members::decline_named(store.lang.get(), &decline_name)
                    on:click=move |_| declining.set(Some(waiter.get_value()))
                >
                    {move || words::members::decline(store.lang.get())}
                </button>
            </span>
        </li>
    }
    .into_any()
}

#[component]
fn DeclineDialog(table: Table, declining: RwSignal<Option<Waiter>>) -> impl IntoView {
    let store = table.store;
    let open = RwSignal::new(false);
    let (reason, trouble) = (RwSignal::new(String::new()), RwSignal::new(None::<&'static str>));
    Effect::new(move || {
        if declining.with(Option::is_some) {
            reason.set(String::new());
            trouble.set(None);
            open.set(true);
        }
    });
    // Closed by Escape as well.
    Effect::new(move || {
        if !open.get() {
            declining.set(None);
        }
    });
    let name = move || declining.with(|waiter| waiter.as_ref().map(known_as)).unwrap_or_default();
    let decline = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let said = reason.get_untracked().trim().to_owned();
        if said.is_empty() {
            return trouble.set(Some(words::members::decline_needed(store.lang.get_untracked())));
        }
        let (told, Some(waiter)) = (untrack(name), declining.get_untracked()) else { return };
        let ask = Ask::Decide {
            board: table.board.get_value(),
            waiter: waiter.id.clone(),
            decision: Decision::Decline(said),
        };
        store.ask_then(ask, move |answer| match answer {
            Ok(_) => {
                open.set(false);
                store.waiters.update(|waiters| waiters.retain(|one| one.id != waiter.id));
                store.tell(words::members::declined(store.lang.get_untracked(), told), false);
            }
            Err(why) => trouble.set(Some(unanswered(store.lang.get_untracked(), &why))),
        });
    };
    view! {
        <Dialog
            open=open
            title=Signal::derive(move || words::members::decline_named(store.lang.get(), name()))
            foot=move || {
                view! {
                    <span class="grow"></span>
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {move || words::shell::cancel(store.lang.get())}
                    </button>
                    <button class="button grave" type="submit" form="decline">
                        {move || words::members::decline_now(store.lang.get())}
                    </button>
                }
            }
        >
            <form id="decline" class="stack-3" on:submit=decline>
                <div class="field">
                    <label for="decline-reason">{move || words::members::decline_reason(store.lang.get())}</label>
                    <input
                        id="decline-reason"
                        class="input"
                        autocomplete="off"
                        maxlength=MAX_REASON
                        aria-describedby="decline-hint decline-trouble"
                        bind:value=reason
                    />
                    <small id="decline-hint">{move || words::members::decline_hint(store.lang.get())}</small>
                </div>
                <p id="decline-trouble" class="trouble" role="alert">{move || trouble.get()}</p>
            </form>
        </Dialog>
    }
    .into_any()
}
