//! What says that a section is held: the band under its title (who, why, since when), the padlocks
//! beside the title and in the rail, and the secretariat's controls.

use super::news::NewsNote;
use super::tray::{Asked, Tray};
use crate::components::{Menu, MenuItem};
use crate::device;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::shell::called;
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::{MemberId, RecordId};
use shared::lock::{Aside, Lock};
use shared::record::RecordAt;
use shared::sections::{Kind, Section};
use shared::told::section_name;
use shared::words;
use std::time::Duration;

/// The section in the address, if it can be held.
fn section_here(nav: Nav) -> Option<Section> {
    nav.place().map(|place| place.section).filter(|section| section.is_content())
}

/// How the section in the address is held, as a class: nothing, by oneself, or by somebody else.
pub fn held_as(store: Store, nav: Nav) -> &'static str {
    let Some(section) = section_here(nav) else { return "" };
    match (store.lock(section).is_some(), store.is_aside(section)) {
        (false, _) => "",
        (true, true) => "held",
        (true, false) => "held mine",
    }
}

/// A padlock beside a title.
#[component]
pub fn Padlock() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let is_held = Memo::new(move |_| section_here(nav).is_some_and(|section| store.lock(section).is_some()));
    view! {
        <Show when=move || is_held.get()>
            <span class="padlock" role="img" aria-label=move || words::moderation::locked(store.lang.get())>
                {icon(Icon::Lock, 18)}
            </span>
        </Show>
    }
    .into_any()
}

/// A padlock in the rail, for a link that leads to `sections`.
#[component]
pub fn RailLock(sections: Vec<Section>) -> impl IntoView {
    let store = Store::here();
    let held = Memo::new(move |_| {
        let lang = store.lang.get();
        let held = sections.iter().filter(|section| store.lock(**section).is_some());
        let names: Vec<&str> = held.map(|section| section_name(*section, lang)).collect();
        names.join(", ")
    });
    move || {
        let names = held.get();
        (!names.is_empty()).then(|| {
            view! {
                <em class="rail-lock">
                    {icon(Icon::Lock, 13)}
                    <span class="hidden-words">
                        {words::moderation::locked_section(store.lang.get(), names)}
                    </span>
                </em>
            }
        })
    }
}

/// The secretariat's buttons beside the title; nothing for everybody else.
#[component]
pub fn LockControls() -> impl IntoView {
    let (store, nav, tray) = (Store::here(), Nav::here(), Tray::here());
    let may = Memo::new(move |_| store.may_moderate());
    let section = Memo::new(move |_| section_here(nav));
    let state = Memo::new(move |_| section.get().map_or("", |_| held_as(store, nav)));
    let ask = move |asked: fn(Section) -> Asked| {
        if let Some(section) = section.get_untracked() {
            tray.asked.set(Some(asked(section)));
        }
    };
    move || {
        if !may.get() || section.get().is_none() {
            return ().into_any();
        }
        match state.get() {
            "" => view! {
                <button class="button" type="button" on:click=move |_| ask(Asked::Lock)>
                    {icon(Icon::Lock, 16)}
                    <span>{move || words::moderation::lock(store.lang.get())}</span>
                </button>
            }
            .into_any(),
            "held" => view! {
                <button class="button" type="button" on:click=move |_| ask(Asked::TakeOver)>
                    {icon(Icon::Lock, 16)}
                    <span>{move || words::moderation::take_over(store.lang.get())}</span>
                </button>
            }
            .into_any(),
            _ => view! {
                <button class="button" type="button" on:click=move |_| ask(Asked::Unlock)>
                    {icon(Icon::Unlock, 16)}
                    <span>{move || words::moderation::unlock(store.lang.get())}</span>
                </button>
                <Menu
                    label=Signal::derive(move || words::moderation::lock_more(store.lang.get()).to_owned())
                    face=|| icon(Icon::More, 18)
                >
                    <MenuItem
                        drawing=Icon::ArrowRight
                        words=Signal::derive(move || words::moderation::hand_over(store.lang.get()).to_owned())
                        on_choose=Callback::new(move |()| ask(Asked::HandOver))
                    />
                </Menu>
            }
            .into_any(),
        }
    }
}

/// Under the title: who holds the section and why, what waits, and what became of one's own.
#[component]
pub fn LockBand() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let lock = Memo::new(move |_| section_here(nav).and_then(|section| store.lock(section)));
    let left = Memo::new(move |_| {
        let section = section_here(nav);
        store.moderated.with(|all| {
            let left = all
                .proposals
                .iter()
                .filter(|one| one.is_open() && Some(one.section) == section && one.why_aside != Aside::Late);
            left.count()
        })
    });
    view! {
        <NewsNote />
        {move || match lock.get() {
            Some(lock) => view! { <Held lock=lock /> }.into_any(),
            None if left.get() > 0 => {
                view! {
                    <div class="lock-band left">
                        {icon(Icon::Inbox, 18)}
                        <p>{move || words::moderation::left_aside(store.lang.get(), left.get() as u64)}</p>
                        <ShowProposals />
                    </div>
                }
                    .into_any()
            }
            None => ().into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Held(lock: Lock) -> impl IntoView {
    let store = Store::here();
    let due = remind(store, &lock);
    let is_mine = {
        let chair = lock.chair.clone();
        Memo::new(move |_| store.me.with(|me| me.as_ref().is_some_and(|me| me.member == chair)))
    };
    let Lock { id, chair, reason, since, remind, .. } = lock;
    let words = move || match is_mine.get() {
        true => words::moderation::locked_chair(store.lang.get()),
        false => words::moderation::locked_words(store.lang.get()),
    };
    let before = Memo::new(move |_| taken_over_from(store, &id).map(|chair| chair.to_string()));
    let who = move || {
        let lang = store.lang.get();
        let held = words::moderation::held_by(lang, called(store, &chair), device::ago(lang, &since));
        let before = before.get().and_then(|before| MemberId::parse(&before));
        match before {
            Some(before) => {
                format!("{held} · {}", words::moderation::held_after(lang, called(store, &before)))
            }
            None => held,
        }
    };
    let has_reason = !reason.is_empty();
    let why = move || words::moderation::because(store.lang.get(), &reason);
    let reminder = move || {
        let at = device::seconds(&remind).unwrap_or_default();
        let lang = store.lang.get();
        words::moderation::reminder(lang, device::clock_time(lang, at))
    };
    view! {
        <div class="lock-band" role="note" aria-label=move || words::moderation::locked(store.lang.get())>
            {icon(Icon::Lock, 18)}
            <div>
                <p>{words}</p>
                <p class="lock-who">
                    <span>{who}</span>
                    <Show when=move || has_reason>
                        <span>{why.clone()}</span>
                    </Show>
                </p>
                <Show when=move || due.get()>
                    <p class="lock-reminder">{icon(Icon::Clock, 14)} <span>{reminder.clone()}</span></p>
                </Show>
            </div>
            <ShowProposals />
        </div>
    }
    .into_any()
}

/// Opens the proposals; says how many wait.
#[component]
fn ShowProposals() -> impl IntoView {
    let (store, nav, tray) = (Store::here(), Nav::here(), Tray::here());
    let waits = Memo::new(move |_| tray.open_count(section_here(nav)));
    view! {
        <button
            class="button dense"
            type="button"
            aria-label=move || words::moderation::show(store.lang.get(), waits.get() as u64)
            aria-expanded=move || tray.open.get().to_string()
            on:click=move |_| tray.open.update(|open| *open = !*open)
        >
            {icon(Icon::Inbox, 16)}
            <span>{move || words::moderation::proposals(store.lang.get())}</span>
            <em class="tag accent" aria-hidden="true">{move || waits.get()}</em>
        </button>
    }
    .into_any()
}

/// Whom the holder of a lock took it over from.
fn taken_over_from(store: Store, id: &RecordId) -> Option<MemberId> {
    let before = store.record(&RecordAt::new(Kind::Lock, id.clone()), |lock| lock.reference("after"))??;
    let chair = store.record(&RecordAt::new(Kind::Lock, before), |lock| lock.text("chair").to_owned())?;
    MemberId::parse(&chair)
}

/// Whether the moment has come that the chair wanted to be reminded at. Only the chair is.
fn remind(store: Store, lock: &Lock) -> RwSignal<bool> {
    let due = RwSignal::new(false);
    let is_mine = store.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.member == lock.chair));
    if let Some(at) = device::seconds(&lock.remind).filter(|_| is_mine) {
        let left = u64::try_from(at - device::now()).unwrap_or(0);
        // A day ahead is far enough: whoever opens the board later finds it due.
        let ring = set_timeout_with_handle(move || due.set(true), Duration::from_secs(left.min(86_400))).ok();
        on_cleanup(move || ring.iter().for_each(TimeoutHandle::clear));
    }
    due
}
