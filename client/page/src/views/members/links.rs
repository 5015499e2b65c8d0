//! The open invitation links, and making one.

use super::invite::{Draft, InviteDialog};
use super::made::{Made, MadeLink};
use super::{Table, role_words};
use crate::components::org_badge;
use crate::device;
use crate::icons::{Icon, icon};
use crate::shell::called;
use crate::store::Store;
use leptos::prelude::*;
use shared::desk::{Answer, Ask};
use shared::door::Invitation;
use shared::words;

#[component]
pub fn Links(table: Table) -> impl IntoView {
    let store = table.store;
    let links = RwSignal::new(Vec::<Invitation>::new());
    let made = RwSignal::new(Vec::<MadeLink>::new());
    let (inviting, draft) = (RwSignal::new(false), Draft::new());
    let read = move || {
        store.ask_then(Ask::Invitations { board: table.board.get_value() }, move |answer| {
            if let Ok(Answer::Invitations(found)) = answer {
                links.set(found);
            }
        });
    };
    // Read at first, whenever the dialog closes, and when somebody came by one.
    Effect::new(move || {
        store.door_told.track();
        if !inviting.get() {
            read();
        }
    });
    let renew = Callback::new(move |invitation: Invitation| {
        draft.like(&invitation);
        inviting.set(true);
    });
    let reads = Callback::new(move |()| read());
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
            <ul>
                {move || {
                    links
                        .get()
                        .into_iter()
                        .map(|invitation| view! { <LinkRow table=table invitation=invitation made=made renew=renew reads=reads /> })
                        .collect_view()
                }}
            </ul>
        </section>
        <InviteDialog table=table open=inviting draft=draft made=made />
    }
    .into_any()
}

/// One link: active, used up, expired or closed; with its code while this page remembers it.
#[component]
fn LinkRow(
    table: Table,
    invitation: Invitation,
    made: RwSignal<Vec<MadeLink>>,
    renew: Callback<Invitation>,
    reads: Callback<()>,
) -> impl IntoView {
    let store = table.store;
    let is_open = !invitation.closed && invitation.uses_left > 0 && invitation.expires > device::now();
    let is_unfolded = RwSignal::new(false);
    let link = made.with(|made| made.iter().find(|link| link.invitation.id == invitation.id).cloned());
    let id = invitation.id.clone();
    let close = move |_| {
        let ask = Ask::CloseInvitation { board: table.board.get_value(), id: id.clone() };
        store.ask_for(ask, move |_| {
            store.tell(words::members::link_closed(store.lang.get_untracked()), false);
            reads.run(());
        });
    };
    let badge = invitation.organisation.as_ref().map(|organisation| store.badge(organisation));
    let name = match (&invitation.returns, &badge) {
        (Some(member), _) => words::members::way_back_of(store.lang.get(), called(store, member)),
        (None, Some(badge)) => badge.name.clone(),
        (None, None) => role_words(invitation.role, store.lang.get()).to_owned(),
    };
    let facts = facts(store, &invitation, is_open);
    let again = invitation.returns.is_none().then(|| invitation.clone());
    let code = link.map(|link| {
        let link = StoredValue::new(link);
        view! {
            <button
                class="button dense"
                type="button"
                aria-expanded=move || is_unfolded.get().to_string()
                on:click=move |_| is_unfolded.update(|is| *is = !*is)
            >
                {icon(Icon::QrCode, 16)}
                {move || words::members::show_code(store.lang.get())}
            </button>
            <Show when=move || is_unfolded.get()>
                <Made table=table link=link.get_value() />
            </Show>
        }
    });
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
                {again
                    .filter(|_| !is_open)
                    .map(|again| {
                        view! {
                            <button class="button dense" type="button" on:click=move |_| renew.run(again.clone())>
                                {move || words::members::renew(store.lang.get())}
                            </button>
                        }
                    })}
            </div>
            <p class="muted">{facts}</p>
            {code.filter(|_| is_open)}
        </li>
    }
    .into_any()
}

fn facts(store: Store, invitation: &Invitation, is_open: bool) -> String {
    let lang = store.lang.get();
    let mut facts = vec![
        role_words(invitation.role, lang).to_owned(),
        words::members::until(lang, device::day(lang, invitation.expires)),
        match is_open {
            true => words::members::uses_left(lang, u64::from(invitation.uses_left)),
            false => words::members::ended(lang).to_owned(),
        },
    ];
    if invitation.admission {
        facts.push(words::members::admission_short(lang).to_owned());
    }
    facts.join(" · ")
}
