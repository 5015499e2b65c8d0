//! What a moderator leads with, in the bar: pause, five minutes more, the floor, the next item; and,
//! in a menu, what is done seldom.

use super::acts;
use super::state::InSession;
use crate::address::OnBoard;
use crate::components::{Menu, MenuItem};
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::views::CLOSING;
use leptos::prelude::*;
use shared::door::Role;
use shared::ids::MemberId;
use shared::meeting::floor::Voice;
use shared::record::RecordAt;
use shared::sections::{Kind, Section};
use shared::words;

pub(super) fn time_buttons(session: InSession) -> AnyView {
    let store = session.store;
    let is_paused = move || session.clock.get().is_some_and(|now| now.is_paused);
    let pause = move || {
        let lang = store.lang.get();
        if is_paused() { words::session::go_on(lang) } else { words::session::pause(lang) }
    };
    view! {
        <span class="session-buttons">
            <button
                class="session-button square"
                type="button"
                aria-label=pause
                title=pause
                on:click=move |_| acts::pause_or_go_on(session)
            >
                {move || icon(if is_paused() { Icon::Play } else { Icon::Pause }, 16)}
            </button>
            <button
                class="session-button"
                type="button"
                aria-label=move || words::session::more_time(store.lang.get())
                on:click=move |_| acts::give_time(session)
            >
                {move || words::session::more_time_short(store.lang.get())}
            </button>
        </span>
    }
    .into_any()
}

/// Giving the floor to whoever comes next, and taking it back.
pub(super) fn floor_buttons(session: InSession) -> AnyView {
    let store = session.store;
    let next = move || session.queue().into_iter().next();
    view! {
        <span class="session-buttons">
            {move || {
                let lang = store.lang.get();
                let give = next().map(|voice| {
                    let label = words::session::give_to(lang, session.called(&voice));
                    let short = match &voice {
                        Voice::Member(member) => store.badge_of_member(member).short,
                        Voice::Room(organisation) => store.badge(organisation).short,
                    };
                    view! {
                        <button
                            class="session-button"
                            type="button"
                            aria-label=label
                            on:click=move |_| session.lead(|lead, now, counts| lead.give(voice.clone(), now, counts))
                        >
                            {icon(Icon::Mic, 16)}
                            <span class="not-on-phones">{words::session::give_to(lang, &short)}</span>
                            <span class="on-phones">{short}</span>
                        </button>
                    }
                });
                let end = session.speaker().map(|_| {
                    view! {
                        <button
                            class="session-button square"
                            type="button"
                            aria-label=words::session::end_turn(lang)
                            title=words::session::end_turn(lang)
                            on:click=move |_| session.lead(|lead, now, counts| lead.end_turn(now, counts))
                        >
                            {icon(Icon::Close, 16)}
                        </button>
                    }
                });
                view! { {give} {end} }
            }}
        </span>
    }
    .into_any()
}

/// Noting, the next item or the end, and the rest.
pub(super) fn going_on(session: InSession) -> AnyView {
    let (store, nav) = (session.store, Nav::here());
    let has_next = Memo::new(move |_| acts::next_of(session).is_some());
    let closing = move || {
        let object = session.meeting.get().map(|meeting| RecordAt::new(Kind::Meeting, meeting));
        let place = nav.place().map(|place| OnBoard::new(place.board, Section::Session));
        place.map(|place| place.with_lens(Some(CLOSING)).with_object(object).path()).unwrap_or_default()
    };
    view! {
        <button
            class="session-button"
            type="button"
            aria-label=move || words::session::note_long(store.lang.get())
            on:click=move |_| session.notes.set(true)
        >
            {icon(Icon::Pencil, 16)}
            <span class="not-on-phones">{move || words::session::note(store.lang.get())}</span>
        </button>
        {move || match has_next.get() {
            true => {
                view! {
                    <button class="session-button light" type="button" on:click=move |_| acts::next_item(session)>
                        {icon(Icon::ArrowRight, 18)}
                        <span>{move || words::session::next_item(store.lang.get())}</span>
                    </button>
                }
                    .into_any()
            }
            false => {
                view! {
                    <a class="session-button light" href=closing>
                        {icon(Icon::Check, 18)}
                        <span>{move || words::session::close_session(store.lang.get())}</span>
                    </a>
                }
                    .into_any()
            }
        }}
        <Menu
            label=Signal::derive(move || words::session::more(store.lang.get()).to_owned())
            class="session-button square"
            face=|| icon(Icon::More, 18)
        >
            <Rest session=session closing=Signal::derive(closing) />
        </Menu>
    }
    .into_any()
}

#[component]
fn Rest(session: InSession, closing: Signal<String>) -> impl IntoView {
    let (store, nav) = (session.store, Nav::here());
    let lang = store.lang;
    let in_room = move || {
        store
            .organisations()
            .into_iter()
            .map(|(organisation, badge)| {
                let is_raised = session.lead.with(|lead| {
                    lead.as_ref()
                        .is_some_and(|lead| lead.room.iter().any(|(raised, _)| *raised == organisation))
                });
                let words = match is_raised {
                    true => words::session::room_hand_down(lang.get(), &badge.name),
                    false => words::session::room_hand_up(lang.get(), &badge.name),
                };
                view! {
                    <MenuItem
                        drawing=Icon::Hand
                        words=Signal::stored(words)
                        on_choose=Callback::new(move |()| {
                            session.lead(|lead, now, _| lead.raise_in_room(&organisation, now))
                        })
                    />
                }
            })
            .collect_view()
    };
    let hosts = move || {
        others_of_secretariat(session)
            .into_iter()
            .map(|member| {
                let words = words::session::hand_over_to(lang.get(), crate::shell::called(store, &member));
                view! {
                    <MenuItem
                        drawing=Icon::People
                        words=Signal::stored(words)
                        on_choose=Callback::new(move |()| acts::hand_over(session, &member))
                    />
                }
            })
            .collect_view()
    };
    let centre = move || {
        let chosen = nav.place().and_then(|place| place.object).filter(|at| at.kind != Kind::Meeting);
        let placed = session.lead.with(|lead| lead.as_ref().and_then(|lead| lead.centre.clone()));
        let (words, next) = match (chosen, placed) {
            (Some(chosen), placed) if placed.as_ref() != Some(&chosen) => {
                (words::session::put_in_centre(lang.get()), Some(chosen))
            }
            (_, Some(_)) => (words::session::take_from_centre(lang.get()), None),
            (_, None) => return ().into_any(),
        };
        view! {
            <MenuItem
                drawing=Icon::Screen
                words=Signal::stored(words.to_owned())
                on_choose=Callback::new(move |()| session.lead(|lead, _, _| lead.put_in_centre(next.clone())))
            />
        }
        .into_any()
    };
    view! {
        {centre}
        {in_room}
        <hr />
        {hosts}
        <MenuItem
            drawing=Icon::Check
            words=Signal::derive(move || words::session::close_session(lang.get()).to_owned())
            on_choose=Callback::new(move |()| nav.go(&closing.get_untracked()))
        />
    }
    .into_any()
}

/// The other members of the secretariat, as the server lists them.
fn others_of_secretariat(session: InSession) -> Vec<MemberId> {
    let store = session.store;
    let me = store.me.with(|me| me.as_ref().map(|me| me.member.clone()));
    store.names.with(|names| {
        let others =
            names.iter().filter(|card| card.role == Role::Secretariat && Some(&card.member) != me.as_ref());
        others.map(|card| card.member.clone()).collect()
    })
}

/// For another member of the secretariat: going on where the moderator left.
pub(super) fn take_over(session: InSession) -> AnyView {
    let store = session.store;
    let take = move |_| {
        if let Some(me) = store.me.with_untracked(|me| me.as_ref().map(|me| me.member.clone())) {
            acts::hand_over(session, &me);
        }
    };
    view! {
        <button class="session-button" type="button" on:click=take>
            {icon(Icon::People, 16)}
            <span>{move || words::session::take_over(store.lang.get())}</span>
        </button>
    }
    .into_any()
}
