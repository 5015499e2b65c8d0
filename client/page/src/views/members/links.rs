//! The open invitation links, and making one.

use super::invite::InviteDialog;
use super::{Table, role_words};
use crate::components::org_badge;
use crate::device;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::desk::{Answer, Ask};
use shared::door::Invitation;
use shared::words;

#[component]
pub fn Links(table: Table) -> impl IntoView {
    let store = table.store;
    let links = RwSignal::new(Vec::<Invitation>::new());
    let inviting = RwSignal::new(false);
    let read = move || {
        store.ask_then(Ask::Invitations { board: table.board.get_value() }, move |answer| {
            if let Ok(Answer::Invitations(found)) = answer {
                links.set(found);
            }
        });
    };
    // Read at first, and again each time the dialog closes.
    Effect::new(move || {
        if !inviting.get() {
            read();
        }
    });
    let row = move |invitation: Invitation| {
        let Invitation { id, role, organisation, uses_left, expires, closed, .. } = invitation;
        let is_open = !closed && uses_left > 0 && expires > device::now();
        let close = move |_| {
            let ask = Ask::CloseInvitation { board: table.board.get_value(), id: id.clone() };
            store.ask_for(ask, move |_| {
                store.tell(words::members::link_closed(store.lang.get_untracked()), false);
                read();
            });
        };
        let badge = organisation.map(|organisation| store.badge(&organisation));
        let name = match &badge {
            Some(badge) => badge.name.clone(),
            None => role_words(role, store.lang.get()).to_owned(),
        };
        let facts = move || {
            let lang = store.lang.get();
            let until = words::members::until(lang, device::day(lang, expires));
            let left = if is_open {
                words::members::uses_left(lang, u64::from(uses_left))
            } else {
                words::members::ended(lang).to_owned()
            };
            format!("{} · {until} · {left}", role_words(role, lang))
        };
        view! {
            <li>
                <div class="row">
                    {badge.map(|badge| org_badge(&badge, "sm"))}
                    <b class="grow">{name}</b>
                    {is_open
                        .then(|| {
                            view! {
                                <button class="button dense grave" type="button" on:click=close>
                                    {move || words::members::close_link(store.lang.get())}
                                </button>
                            }
                        })}
                </div>
                <p class="muted">{facts}</p>
            </li>
        }
    };
    view! {
        <section class="framed links">
            <header class="row">
                {icon(Icon::Link, 18)}
                <h2 class="grow">{move || words::members::links(store.lang.get())}</h2>
                <button class="button primary dense" type="button" on:click=move |_| inviting.set(true)>
                    {icon(Icon::Plus, 16)}
                    {move || words::members::new_link(store.lang.get())}
                </button>
            </header>
            <Show when=move || links.with(Vec::is_empty)>
                <p class="muted">{move || words::members::no_links(store.lang.get())}</p>
            </Show>
            <ul>{move || links.get().into_iter().map(row).collect_view()}</ul>
        </section>
        <InviteDialog table=table open=inviting />
    }
    .into_any()
}
