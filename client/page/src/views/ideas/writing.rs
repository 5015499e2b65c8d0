//! Before the reveal: one's own cards, which nobody else sees, and the backs of the others'.

use super::cards::NewCard;
use super::room::Room;
use crate::components::org_badge;
use crate::icons::{Icon, icon};
use crate::store::Badge;
use leptos::prelude::*;
use shared::ids::{MemberId, RecordId};
use shared::ordered::OrdMap;
use shared::sections::ideas::{Group, HeldCard, MAX_CARD_UNITS};
use shared::words;

/// Most backs that are drawn in a row; the number says the rest.
const BACKS: u32 = 12;

#[component]
pub fn Writing() -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let held = Memo::new(move |_| {
        let round = room.round.with(|round| round.as_ref().map(|round| round.id.clone()));
        room.store.held.with(|(cards, _)| {
            let own = cards.iter().filter(|card| Some(&card.round) == round.as_ref());
            own.map(|card| card.id.clone()).collect::<Vec<RecordId>>()
        })
    });
    let method = move || match room.is_secretariat() {
        true => words::ideas::write_room(lang.get()),
        false => words::ideas::write_alone(lang.get()),
    };
    let kept = move || match room.store.held.with(|(_, kept)| *kept) {
        true => words::ideas::kept(lang.get()),
        false => words::ideas::keeping(lang.get()),
    };
    view! {
        <Show
            when=move || room.may_write()
            fallback=move || view! { <p class="note">{icon(Icon::Eye, 16)} {words::ideas::observes(lang.get())}</p> }
        >
            <section class="ideas-write">
                <p class="note">{icon(Icon::Device, 16)} <span>{method}</span></p>
                <NewCard />
                <div class="row wrap ideas-kept">
                    <h2>{move || words::ideas::my_cards(lang.get(), held.with(Vec::len) as u64)}</h2>
                    <Show when=move || !held.with(Vec::is_empty)>
                        <span class="tag" role="status">{icon(Icon::SavedHere, 13)} {kept}</span>
                    </Show>
                </div>
                <ol class="ideas-held">
                    <For
                        each=move || held.get()
                        key=|id| id.clone()
                        children=move |id| view! { <HeldOne id=id held=held /> }
                    />
                </ol>
            </section>
        </Show>
        <AlreadyShown />
        <Backs />
    }
    .into_any()
}

/// One card that is held back: written over, or thrown away.
#[component]
fn HeldOne(id: RecordId, held: Memo<Vec<RecordId>>) -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let id = StoredValue::new(id);
    let number = Memo::new(move |_| {
        let at = held.with(|held| id.with_value(|id| held.iter().position(|other| other == id)));
        at.map_or(0, |at| at + 1)
    });
    let card = move || {
        room.store.held.with_untracked(|(cards, _)| {
            id.with_value(|id| cards.iter().find(|card| card.id == *id).cloned())
        })
    };
    // What is typed is ahead of what comes back from the desk: the field is its own.
    let begins = card().map(|card| card.text).unwrap_or_default();
    let write = move |text: String| {
        if let Some(card) = card() {
            room.store.hold(HeldCard { text, ..card });
        }
    };
    view! {
        <li class="idea me">
            <textarea
                rows="2"
                maxlength=MAX_CARD_UNITS.to_string()
                aria-label=move || words::ideas::my_card(lang.get(), number.get())
                prop:value=begins
                on:keydown=|event| event.stop_propagation()
                on:input=move |event| {
                    // Emptied while it is written anew: thrown away only once one leaves it so.
                    let text = event_target_value(&event);
                    if !text.trim().is_empty() {
                        write(text);
                    }
                }
                on:change=move |event| write(event_target_value(&event))
            ></textarea>
            <button
                class="icon-button dense"
                type="button"
                aria-label=move || words::ideas::throw_away(lang.get(), number.get())
                on:click=move |_| write(String::new())
            >
                {icon(Icon::Trash, 16)}
            </button>
        </li>
    }
    .into_any()
}

/// Cards that are on the board all the same: a reveal that was taken back again.
#[component]
fn AlreadyShown() -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let shown = move || {
        let cards = room.groups.with(|groups| groups.iter().map(Group::cards).sum::<usize>());
        (cards > 0).then(|| {
            let texts = room.groups.with(|groups| {
                let stacks = groups.iter().flat_map(|group| &group.stacks);
                stacks.flat_map(|stack| stack.cards().map(|card| card.text.clone()).collect::<Vec<_>>()).collect::<Vec<_>>()
            });
            view! {
                <section class="ideas-write">
                    <h2>{words::ideas::already_shown(lang.get())}</h2>
                    <ul class="ideas-held">
                        {texts.into_iter().map(|text| view! { <li class="idea"><p>{text}</p></li> }).collect_view()}
                    </ul>
                </section>
            }
        })
    };
    view! { {shown} }.into_any()
}

/// The cards of the others, face down: how many, never what.
#[component]
fn Backs() -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let rows = move || {
        let (lang, backs) = (lang.get(), others(room));
        if backs.is_empty() {
            return view! { <p class="dim">{words::ideas::backs_none(lang)}</p> }.into_any();
        }
        let total = || backs.iter().map(|(_, count)| count).sum::<u32>();
        let each = match room.is_anonymous() {
            true => vec![row(None, words::ideas::backs_all(lang, u64::from(total())), total())],
            false => {
                let said =
                    |badge: &Badge, count: u32| words::ideas::backs_of(lang, u64::from(count), &badge.name);
                let rows =
                    backs.iter().map(|(badge, count)| row(Some(badge.clone()), said(badge, *count), *count));
                rows.collect()
            }
        };
        view! { <ul class="stack">{each.into_iter().collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="ideas-backs">
            <h2>{move || words::ideas::backs(lang.get())}</h2>
            {rows}
            <small>{move || words::ideas::backs_here(lang.get())}</small>
        </section>
    }
    .into_any()
}

fn row(badge: Option<Badge>, said: String, count: u32) -> AnyView {
    let backs = (0..count.min(BACKS)).map(|_| view! { <i class="idea-back"></i> }).collect_view();
    let badge = badge.map(|badge| view! { <span aria-hidden="true">{org_badge(&badge, "sm")}</span> });
    view! {
        <li class="row">
            {badge}
            <span class="row wrap" aria-hidden="true">{backs}</span>
            <span class="hidden-words">{said}</span>
            <small class="numbers" aria-hidden="true">{count}</small>
        </li>
    }
    .into_any()
}

/// How many cards the others hold back, by their badge. Two tabs of one person count once.
fn others(room: Room) -> Vec<(Badge, u32)> {
    let Some(round) = room.round.with(|round| round.as_ref().map(|round| round.id.clone())) else {
        return vec![];
    };
    let me = room.store.me.with(|me| me.as_ref().map(|me| me.member.clone()));
    let mut by_member: OrdMap<MemberId, u32> = OrdMap::new();
    room.store.peers.with(|peers| {
        for peer in peers.iter().filter(|peer| Some(&peer.member) != me.as_ref()) {
            let count = peer.place.cards.iter().find(|(of, _)| *of == round).map_or(0, |(_, count)| *count);
            let most = by_member.entry(peer.member.clone()).or_default();
            *most = (*most).max(count);
        }
    });
    let mut by_badge: OrdMap<Badge, u32> = OrdMap::new();
    for (member, count) in by_member.into_iter().filter(|(_, count)| *count > 0) {
        *by_badge.entry(room.store.badge_of_member(&member)).or_default() += count;
    }
    by_badge.into_iter().collect()
}
