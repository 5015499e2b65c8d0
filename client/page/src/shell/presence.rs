//! Who else is here now. Decorative for screen readers but for its one sentence.

use crate::address::OnBoard;
use crate::components::{Menu, org_badge};
use crate::nav::Nav;
use crate::store::Store;
use leptos::prelude::*;
use shared::desk::Peer;
use shared::door::{MemberCard, Role};
use shared::ids::MemberId;
use shared::lang::Lang;
use shared::sections::Section;
use shared::words;

/// Badges beyond these are counted; on a phone, those beyond the first are.
const SHOWN: usize = 4;

/// Everybody else who is on this board, once each. Choosing one goes where they are.
#[component]
pub fn Presence() -> impl IntoView {
    let store = Store::here();
    let present = Memo::new(move |_| store.peers.with(|peers| once_each(peers)));
    let label =
        Signal::derive(move || words::shell::present(store.lang.get(), present.with(Vec::len) as u64));
    view! {
        <Show when=move || !present.with(Vec::is_empty)>
            <Menu
                label=label
                class="presence"
                face=move || {
                    view! {
                        <span class="orgs">
                            {move || {
                                let present = present.get();
                                let badges = present
                                    .iter()
                                    .take(SHOWN)
                                    .map(|peer| org_badge(&store.badge_of_member(&peer.member), ""))
                                    .collect_view();
                                let more = |shown: usize, class: &'static str| {
                                    let more = present.len().saturating_sub(shown);
                                    (more > 0).then(|| view! { <span class=class>{format!("+{more}")}</span> })
                                };
                                view! {
                                    {badges}
                                    {more(SHOWN, "org more not-on-phones")}
                                    {more(1, "org more on-phones")}
                                }
                            }}
                        </span>
                    }
                }
            >
                {move || present.get().into_iter().map(|peer| view! { <GoTo peer=peer /> }).collect_view()}
            </Menu>
        </Show>
    }
    .into_any()
}

#[component]
fn GoTo(peer: Peer) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let name = called(store, &peer.member);
    let label = words::shell::goes_to(store.lang.get(), &name);
    let badge = org_badge(&store.badge_of_member(&peer.member), "");
    let place = peer.place;
    let go = move |_| {
        let Some(here) = nav.place_now() else { return };
        let section = place.section.unwrap_or(Section::Vision);
        nav.go(&OnBoard::new(here.board, section).with_object(place.record.clone()).path());
    };
    view! {
        <button type="button" role="menuitem" tabindex="-1" aria-label=label on:click=go>
            {badge}
            <span>{name}</span>
        </button>
    }
}

/// Who writes in a section now, for its head.
#[component]
pub fn SectionPresence(section: Section) -> impl IntoView {
    let store = Store::here();
    move || {
        let writing: Vec<Peer> = store.peers.with(|peers| {
            once_each(peers)
                .into_iter()
                .filter(|peer| {
                    peer.place.writing.as_ref().is_some_and(|(at, ..)| at.record.kind.section() == section)
                })
                .collect()
        });
        let lang = store.lang.get();
        let words =
            if writing.len() == 1 { words::shell::writes_here(lang) } else { words::shell::write_here(lang) };
        (!writing.is_empty()).then(|| {
            let badges = writing
                .iter()
                .take(SHOWN)
                .map(|peer| org_badge(&store.badge_of_member(&peer.member), ""))
                .collect_view();
            view! {
                <span class="section-presence">
                    <span class="orgs">{badges}</span>
                    <span>{words}</span>
                </span>
            }
        })
    }
}

/// One peer per member: the tab that writes, or else the first.
fn once_each(peers: &[Peer]) -> Vec<Peer> {
    let mut once: Vec<Peer> = vec![];
    for peer in peers {
        match once.iter_mut().find(|known| known.member == peer.member) {
            Some(known) if known.place.writing.is_none() && peer.place.writing.is_some() => {
                *known = peer.clone()
            }
            Some(_) => {}
            None => once.push(peer.clone()),
        }
    }
    once
}

/// A member's name, or what they are called without one.
pub fn called(store: Store, member: &MemberId) -> String {
    let card = store.names.with(|names| names.iter().find(|card| card.member == *member).cloned());
    match card {
        None => words::shell::somebody(store.lang.get()).to_owned(),
        Some(card) if card.name.is_empty() => without_name(store, &card),
        Some(card) => card.name,
    }
}

/// The function and the organisation; without a function, whose member they are. So whoever's
/// name was erased is called everywhere.
pub fn without_name(store: Store, card: &MemberCard) -> String {
    let (lang, function) = (store.lang.get(), card.function.as_str());
    let of = match (card.role, &card.organisation) {
        (Role::Secretariat, _) | (_, None) => None,
        (Role::Partner | Role::Observer, Some(organisation)) => Some(store.badge(organisation).short),
    };
    match of {
        Some(of) if function.is_empty() => member_of(lang, &of),
        Some(of) => words::members::function_of(lang, function, of),
        None if function.is_empty() => words::shell::somebody(lang).to_owned(),
        None => function.to_owned(),
    }
}

/// "Membre d’ES", "Membre de MF".
fn member_of(lang: Lang, short: &str) -> String {
    match short.starts_with(['A', 'E', 'É', 'I', 'O', 'U', 'Y']) {
        true => words::members::member_of_vowel(lang, short),
        false => words::members::member_of(lang, short),
    }
}
