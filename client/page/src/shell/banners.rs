//! What a person must know before going on: nothing lasts here, nothing is saved, read only.
//! One line each, above the section, with what to do.

use crate::icons::{Icon, icon};
use crate::store::{BoardState, DeskState, Store};
use leptos::prelude::*;
use shared::desk::{SavedHere, SharedWithTable};
use shared::door::Role;
use shared::words;
use std::time::Duration;

/// A board that takes longer than this to load says so; most never do.
const SLOW: Duration = Duration::from_secs(2);

/// What stands above the section now, gravest first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Notice {
    DeskLost,
    NotSaved,
    OnlineOnly,
    Closed,
    Refused,
    ReadOnly,
    Observing,
    StoredReading,
    NewVersion,
    /// What others do waits until this person looks again.
    Frozen,
    /// The browser may clear away what only this device has.
    MayBeCleared,
}

#[component]
pub fn Banners() -> impl IntoView {
    let store = Store::here();
    let is_slow = RwSignal::new(false);
    Effect::new(move |timer: Option<Option<TimeoutHandle>>| {
        timer.flatten().inspect(TimeoutHandle::clear);
        is_slow.set(false);
        let is_stored = store.board.with(|state| matches!(state, BoardState::Open { stored: true, .. }));
        is_stored.then(|| set_timeout_with_handle(move || is_slow.set(true), SLOW).ok()).flatten()
    });
    let has_newer = newer_version();
    let may_clear = may_be_cleared(store);
    let notice = Memo::new(move |_| {
        let slow = || is_slow.get().then_some(Notice::StoredReading);
        let newer = || has_newer.get().then_some(Notice::NewVersion);
        let frozen = || store.frozen.with(Option::is_some).then_some(Notice::Frozen);
        let cleared = || (may_clear.get() && is_only_here(store)).then_some(Notice::MayBeCleared);
        notice(store).or_else(frozen).or_else(slow).or_else(newer).or_else(cleared)
    });
    move || notice.get().map(|notice| view! { <Banner notice=notice may_clear=may_clear /> })
}

fn notice(store: Store) -> Option<Notice> {
    if store.desk_state.get() == DeskState::Lost {
        return Some(Notice::DeskLost);
    }
    let of_saving = store.saving.with(|saving| {
        let saving = saving.as_ref()?;
        match (saving.here, &saving.table) {
            (SavedHere::NotSaved, _) => Some(Notice::NotSaved),
            (_, SharedWithTable::Closed { .. }) => Some(Notice::Closed),
            (_, SharedWithTable::Refused { .. }) => Some(Notice::Refused),
            (SavedHere::OnlineOnly, _) => Some(Notice::OnlineOnly),
            (
                SavedHere::Saved | SavedHere::Writing,
                SharedWithTable::Alone
                | SharedWithTable::Shared
                | SharedWithTable::Sending { .. }
                | SharedWithTable::Offline { .. }
                | SharedWithTable::Held { .. },
            ) => None,
        }
    });
    let of_me = || {
        store.me.with(|me| {
            let me = me.as_ref()?;
            match me.role {
                _ if me.read_only => Some(Notice::ReadOnly),
                Role::Observer => Some(Notice::Observing),
                Role::Partner | Role::Secretariat => None,
            }
        })
    };
    of_saving.or_else(of_me)
}

/// Whether the browser may clear this device's storage, asked once a board is open.
fn may_be_cleared(store: Store) -> RwSignal<bool> {
    let may = RwSignal::new(false);
    let is_known = crate::device::setting(TOLD_OF_CLEARING).is_some();
    let asked = StoredValue::new(is_known);
    Effect::new(move || {
        let is_open = store.board.with(|state| matches!(state, BoardState::Open { stored: false, .. }));
        if is_open && !asked.get_value() {
            asked.set_value(true);
            leptos::task::spawn_local(async move {
                if crate::device::keeps_storage().await {
                    return;
                }
                // Until it is granted it is not: some browsers ask the person, who may never answer.
                // The board may have been left meanwhile.
                let _ = may.try_update(|may| *may = true);
                if crate::device::ask_to_keep_storage().await {
                    let _ = may.try_update(|may| *may = false);
                }
            });
        }
    });
    may
}

/// Whether something is on this device and nowhere else.
fn is_only_here(store: Store) -> bool {
    store.saving.with(|saving| {
        saving.as_ref().is_some_and(|saving| match saving.table {
            SharedWithTable::Alone => true,
            SharedWithTable::Offline { left, .. } | SharedWithTable::Held { left } => left > 0,
            SharedWithTable::Shared
            | SharedWithTable::Sending { .. }
            | SharedWithTable::Refused { .. }
            | SharedWithTable::Closed { .. } => false,
        })
    })
}

/// Remembers that this person was told what the browser may clear away.
const TOLD_OF_CLEARING: &str = "tablee.told-of-clearing";

/// Whether a newer version of the page waits on this device (`client/web/boot.js` tells).
fn newer_version() -> RwSignal<bool> {
    let is_known = crate::device::document()
        .document_element()
        .is_some_and(|root| root.has_attribute("data-new-version"));
    let has_newer = RwSignal::new(is_known);
    let told = window_event_listener_untyped("tablee-new-version", move |_| has_newer.set(true));
    on_cleanup(move || told.remove());
    has_newer
}

/// Whether something is on its way to this device's storage: the page does not leave before it is there.
fn is_writing(store: Store) -> bool {
    store.saving.with(|saving| saving.as_ref().is_some_and(|saving| saving.here == SavedHere::Writing))
}

/// Asks for the newer version: the page then starts again with it.
fn take_newer() {
    if let Ok(event) = web_sys::Event::new("tablee-take-new-version") {
        // Nobody refuses it.
        let _ = crate::device::window().dispatch_event(&event);
    }
}

#[component]
fn Banner(notice: Notice, may_clear: RwSignal<bool>) -> impl IntoView {
    let store = Store::here();
    let words = move || {
        let lang = store.lang.get();
        match notice {
            Notice::DeskLost => words::shell::desk_lost(lang),
            Notice::NotSaved => words::shell::not_saved(lang),
            Notice::OnlineOnly => words::shell::online_only(lang),
            Notice::Closed => words::shell::closed_detail(lang),
            Notice::Refused => words::shell::refused_detail(lang),
            Notice::ReadOnly => words::shell::read_only(lang),
            Notice::Observing => words::shell::observing(lang),
            Notice::StoredReading => words::shell::stored_reading(lang),
            Notice::NewVersion => words::shell::new_version(lang),
            Notice::MayBeCleared => words::shell::may_be_cleared(lang),
            Notice::Frozen => {
                let waiting = store.frozen.get().unwrap_or(0);
                return words::shell::frozen(lang, u64::from(waiting));
            }
        }
        .to_owned()
    };
    let (tone, drawing) = match notice {
        Notice::DeskLost | Notice::NotSaved => ("bad", Icon::Warning),
        Notice::OnlineOnly | Notice::Closed | Notice::Refused => ("warn", Icon::Warning),
        Notice::ReadOnly | Notice::Observing => ("calm", Icon::Eye),
        Notice::StoredReading => ("calm", Icon::Clock),
        Notice::NewVersion => ("calm", Icon::Bolt),
        Notice::Frozen => ("calm", Icon::Lock),
        Notice::MayBeCleared => ("warn", Icon::Device),
    };
    let role = if tone == "bad" { "alert" } else { "status" };
    let reload = move |_| drop(crate::device::window().location().reload());
    let way_on = move || {
        match notice {
        Notice::DeskLost => view! {
            <button class="button dense" type="button" on:click=reload>
                {move || words::shell::reload(store.lang.get())}
            </button>
        }
        .into_any(),
        Notice::NotSaved | Notice::OnlineOnly | Notice::Closed => view! {
            <button class="button dense" type="button" on:click=move |_| super::save_copy(store)>
                {move || words::shell::save_copy_short(store.lang.get())}
            </button>
        }
        .into_any(),
        Notice::Refused => view! {
            <button class="button dense" type="button" on:click=move |_| super::copies::save_refused(store)>
                {move || words::shell::save_refused(store.lang.get())}
            </button>
            <button class="button dense" type="button" on:click=move |_| super::waiting::hand_over(store)>
                {move || words::members::hand_over(store.lang.get())}
            </button>
        }
        .into_any(),
        Notice::NewVersion => view! {
            <button class="button dense" type="button" disabled=move || is_writing(store) on:click=|_| take_newer()>
                {move || words::shell::take_new_version(store.lang.get())}
            </button>
        }
        .into_any(),
        Notice::Frozen => view! {
            <button class="button dense" type="button" on:click=move |_| store.freeze(false)>
                {move || words::shell::unfreeze(store.lang.get())}
            </button>
        }
        .into_any(),
        Notice::MayBeCleared => view! {
            <button class="button dense" type="button" on:click=move |_| super::save_copy(store)>
                {move || words::shell::save_copy_short(store.lang.get())}
            </button>
            <button
                class="button discreet dense"
                type="button"
                on:click=move |_| {
                    crate::device::keep_setting(TOLD_OF_CLEARING, "yes");
                    may_clear.set(false);
                }
            >
                {move || words::shell::understood(store.lang.get())}
            </button>
        }
        .into_any(),
        Notice::ReadOnly | Notice::Observing | Notice::StoredReading => ().into_any(),
    }
    };
    view! {
        <div class=format!("banner {tone}") role=role>
            {icon(drawing, 18)}
            <span>{words}</span>
            {way_on()}
        </div>
    }
    .into_any()
}
