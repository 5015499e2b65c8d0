//! The bar of a meeting, under the top bar of every page while one is held: the item and its time,
//! who speaks, whose hands are raised; for whoever leads, what they lead with (`host`).

use super::beside::BesideButton;
use super::state::InSession;
use super::{capture, following, host, keys};
use crate::address::OnBoard;
use crate::components::org_badge;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::{Badge, Store};
use leptos::prelude::*;
use shared::door::Role;
use shared::lang::Lang;
use shared::meeting::clock::{Tone, face};
use shared::meeting::floor::Voice;
use shared::record::RecordAt;
use shared::sections::session::agenda;
use shared::sections::{Kind, Section};
use shared::words;

/// Raised hands beyond these are counted.
const SHOWN: usize = 5;

/// Words in a language.
type Said = fn(Lang) -> &'static str;

#[component]
pub fn SessionBar() -> impl IntoView {
    let session = InSession::here();
    keys::listen(session);
    view! {
        <Show when=move || session.meeting.get().is_some()>
            <Bar session=session />
        </Show>
    }
    .into_any()
}

#[component]
fn Bar(session: InSession) -> impl IntoView {
    let store = session.store;
    let is_host = session.is_host;
    let label = move || {
        let lang = store.lang.get();
        if is_host.get() { words::session::you_lead_label(lang) } else { words::session::running(lang) }
    };
    view! {
        <section
            class="session-bar"
            class:hosting=move || is_host.get()
            data-region=""
            tabindex="-1"
            aria-label=label
            on:keydown=move |event| keys::in_bar(session, &event)
        >
            <span class="session-live">
                {move || {
                    let lang = store.lang.get();
                    match is_host.get() {
                        true => {
                            let badge = Badge { short: "S".to_owned(), ..Badge::default() };
                            view! { {org_badge(&badge, "")} {words::session::you_lead(lang)} }.into_any()
                        }
                        false => view! { <i></i> {words::session::running(lang)} }.into_any(),
                    }
                }}
            </span>
            <CurrentItem session=session />
            <BesideButton session=session />
            <Time session=session />
            <Show when=move || is_host.get()>{host::time_buttons(session)}</Show>
            <Floor session=session />
            <Queue session=session />
            <Show when=move || is_host.get()>{host::floor_buttons(session)}</Show>
            <span class="grow"></span>
            <Follow session=session />
            {move || match is_host.get() {
                true => host::going_on(session),
                false => view! { <Hand session=session /> }.into_any(),
            }}
            <Show when=move || may_take_over(session)>{host::take_over(session)}</Show>
        </section>
        <capture::Capture session=session />
    }
    .into_any()
}

/// Another member of the secretariat can go on where the moderator left.
fn may_take_over(session: InSession) -> bool {
    let is_secretariat =
        session.store.me.with(|me| me.as_ref().is_some_and(|me| me.role == Role::Secretariat));
    is_secretariat && !session.is_host.get()
}

#[component]
fn CurrentItem(session: InSession) -> impl IntoView {
    let (store, nav) = (session.store, Nav::here());
    // Where it stands in the agenda, and its title.
    let item = Memo::new(move |_| {
        let (lang, working) = (store.lang.get(), store.working());
        let meeting = session.meeting.get();
        let current = session.clock.get().map(|now| now.item);
        store.records(Section::Session, |records| {
            let items = meeting.map(|meeting| agenda(records, &meeting)).unwrap_or_default();
            let at = items.iter().position(|item| Some(&item.id) == current.as_ref());
            let title = at.map(|at| items[at].title.reads(lang, working).to_owned());
            (at.map_or(0, |at| at + 1), items.len(), title.unwrap_or_default())
        })
    });
    let path = move || {
        let object = session.meeting.get().map(|meeting| RecordAt::new(Kind::Meeting, meeting));
        let place = nav.place().map(|place| OnBoard::new(place.board, Section::Session).with_object(object));
        place.map(|place| place.path()).unwrap_or_default()
    };
    let at = move || {
        item.with(|(at, count, _)| match at {
            0 => words::session::no_item(store.lang.get()).to_owned(),
            at => words::session::item_at(store.lang.get(), at, count),
        })
    };
    let title = move || match item.get().2 {
        title if title.is_empty() => words::shell::untitled(store.lang.get()).to_owned(),
        title => title,
    };
    view! {
        <a class="session-item" href=path>
            <small>{at}</small>
            <b>{title}</b>
        </a>
    }
    .into_any()
}

#[component]
fn Time(session: InSession) -> impl IntoView {
    let store = session.store;
    let shown = move || session.clock.get().map(|now| face(now.left())).unwrap_or_else(|| "–".to_owned());
    let words = move || {
        let lang = store.lang.get();
        session.clock.get().map(|now| match (now.is_paused, now.tone()) {
            (true, _) => words::session::paused(lang).to_owned(),
            (false, Tone::Over) => words::session::over_of(lang, now.planned / 60),
            (false, Tone::Last) => words::session::last_of(lang, now.planned / 60),
            (false, Tone::Calm) => words::session::of_minutes(lang, now.planned / 60),
        })
    };
    let focusable = move || if session.is_host.get() { Some("0") } else { None };
    view! {
        <span
            class="session-time"
            class:paused=move || session.clock.get().is_some_and(|now| now.is_paused)
            role="timer"
            tabindex=focusable
            aria-label=move || words::session::time_left(store.lang.get())
        >
            {move || {
                // A share of the circle: what is left of the item.
                let left = session.clock.get().map_or(0, |now| {
                    (now.left().max(0) * 100).checked_div(now.planned).unwrap_or(0).min(100)
                });
                view! {
                    <svg class="session-ring" width="32" height="32" viewBox="0 0 32 32" aria-hidden="true">
                        <circle cx="16" cy="16" r="13"></circle>
                        <circle class="left" cx="16" cy="16" r="13" pathLength="100" stroke-dasharray=format!("{left} 100")></circle>
                    </svg>
                }
            }}
            <span>
                <b>{shown}</b>
                <small>{words}</small>
            </span>
        </span>
    }
    .into_any()
}

/// The badge that stands for a voice.
fn voice_badge(store: Store, voice: &Voice) -> AnyView {
    match voice {
        Voice::Member(member) => org_badge(&store.badge_of_member(member), ""),
        Voice::Room(organisation) => org_badge(&store.badge(organisation), ""),
    }
}

#[component]
fn Floor(session: InSession) -> impl IntoView {
    let store = session.store;
    view! {
        <span class="session-floor">
            <small>{move || words::session::floor(store.lang.get())}</small>
            <span>
                {move || {
                    let lang = store.lang.get();
                    match session.speaker() {
                        Some(voice) => {
                            view! {
                                {voice_badge(store, &voice)}
                                <b>{session.called(&voice)}</b>
                                <em class="session-mic">{icon(Icon::Mic, 14)}</em>
                            }
                                .into_any()
                        }
                        None => view! { <b class="session-nobody">{words::session::nobody(lang)}</b> }.into_any(),
                    }
                }}
            </span>
        </span>
    }
    .into_any()
}

#[component]
fn Queue(session: InSession) -> impl IntoView {
    let store = session.store;
    view! {
        <span class="session-queue">
            <small>{move || words::session::hands(store.lang.get())}</small>
            <span>
                {move || {
                    let queue = session.queue();
                    let more = queue.len().saturating_sub(SHOWN);
                    let shown = queue
                        .iter()
                        .take(SHOWN)
                        .enumerate()
                        .map(|(at, voice)| {
                            let title = session.called(voice);
                            view! { <span class="session-hand" title=title><i>{at + 1}</i>{voice_badge(store, voice)}</span> }
                        })
                        .collect_view();
                    let none = queue.is_empty().then(|| words::session::no_hands(store.lang.get()));
                    view! { {shown} {none} {(more > 0).then(|| format!("+{more}"))} }
                }}
            </span>
        </span>
    }
    .into_any()
}

/// Whom one follows and the way out; for the moderator, how many follow.
#[component]
fn Follow(session: InSession) -> impl IntoView {
    let store = session.store;
    move || {
        let lang = store.lang.get();
        if session.is_host.get() {
            let (follow, all) = session.followers();
            let words = words::session::followers(lang, all, follow as u64);
            return view! { <span class="session-follow">{icon(Icon::Screen, 16)} <span>{words}</span></span> }
                .into_any();
        }
        if !following::is_led(session) {
            return ().into_any();
        }
        let (words, button): (Said, Said) = match session.follows.get() {
            true => (words::session::you_follow, words::session::leave),
            false => (words::session::on_your_own, words::session::follow_again),
        };
        view! {
            <span class="session-follow" class:left=move || !session.follows.get()>
                {icon(Icon::Screen, 16)}
                <span>{words(lang)}</span>
                <button class="session-button" type="button" aria-keyshortcuts="F" on:click=move |_| following::toggle(session)>
                    {button(lang)}
                </button>
            </span>
        }
        .into_any()
    }
}

#[component]
fn Hand(session: InSession) -> impl IntoView {
    let store = session.store;
    let is_up = move || session.hand.get().is_some();
    view! {
        <button
            class="session-button light"
            type="button"
            aria-pressed=move || is_up().to_string()
            aria-keyshortcuts="M"
            on:click=move |_| session.raise()
        >
            {icon(Icon::Hand, 18)}
            <span>
                {move || {
                    let lang = store.lang.get();
                    if is_up() { words::session::lower_hand(lang) } else { words::session::raise_hand(lang) }
                }}
            </span>
            <kbd>"M"</kbd>
        </button>
    }
    .into_any()
}

/// Says that what is open lies in the centre of the table.
#[component]
pub fn CentreFlag() -> impl IntoView {
    let (session, nav) = (use_context::<InSession>(), Nav::here());
    session.map(|session| {
        view! {
            <Show when=move || session.is_centred(nav)>
                <span class="centre-flag">
                    {icon(Icon::Screen, 14)}
                    {move || words::session::centre(session.store.lang.get())}
                </span>
            </Show>
        }
    })
}
