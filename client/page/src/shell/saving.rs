//! The two facts about saving, always in the same place: here on this device, and with the table.
//! A click says more: what is still to go, and how to keep a copy.

use crate::components::Dialog;
use crate::icons::{Icon, icon};
use crate::moderation::Tray;
use crate::store::{BoardState, Store};
use leptos::prelude::*;
use shared::desk::{SavedHere, Saving, SharedWithTable};
use shared::door::Refusal;
use shared::lang::Lang;
use shared::words;

/// How one of the two facts is drawn.
#[derive(Clone, PartialEq, Eq)]
struct Fact {
    words: String,
    drawing: Icon,
    tone: &'static str,
}

#[component]
pub fn SavingPill() -> impl IntoView {
    let store = Store::here();
    let open = RwSignal::new(false);
    let most = most_to_send(store);
    let tray = Tray::here();
    announce_return(store);
    let facts = Memo::new(move |_| {
        let lang = store.lang.get();
        // Before the board reads, there is nothing of which either could be true.
        if !store.board.with(|state| matches!(state, BoardState::Open { .. })) {
            return None;
        }
        store.saving.with(|saving| {
            saving.as_ref().map(|saving| (here(lang, saving), table(lang, saving, most.get())))
        })
    });
    view! {
        <Show when=move || store.is_past()>
            <span class="saving past">
                {icon(Icon::History, 16)}
                <span class="saving-words">{move || words::history::past_pill(store.lang.get())}</span>
            </span>
        </Show>
        {move || {
            facts
                .get()
                .filter(|_| !store.is_past())
                .map(|(here, table)| {
                    let lang = store.lang.get();
                    let label = words::shell::saving_label(lang, &here.words, &table.words);
                    let tone = if here.tone == "bad" || table.tone == "bad" {
                        "bad"
                    } else if here.tone == "warn" || table.tone == "warn" {
                        "warn"
                    } else {
                        ""
                    };
                    view! {
                        <button class=format!("saving {tone}") type="button" aria-label=label on:click=move |_| open.set(true)>
                            {fact(here)}
                            {fact(table)}
                        </button>
                    }
                })
        }}
        <Dialog
            open=open
            title=Signal::derive(move || {
                facts.with(|facts| facts.as_ref().map(|(here, _)| here.words.clone()).unwrap_or_default())
            })
            foot=move || {
                view! {
                    <button class="button" type="button" on:click=move |_| super::save_copy(store)>
                        {icon(Icon::FileSave, 16)}
                        {move || words::shell::save_copy_short(store.lang.get())}
                    </button>
                }
            }
        >
            <div class="stack-3">
                {move || {
                    let lang = store.lang.get();
                    store.saving.with(|saving| saving.as_ref().map(|saving| details(lang, saving)))
                }}
                {move || {
                    let own = tray.ids(|one| one.is_open() && tray.is_mine(one)).len() as u64;
                    let words = words::moderation::pending_inside(store.lang.get(), own);
                    (own > 0).then(|| view! { <p class="muted">{words}</p> })
                }}
            </div>
        </Dialog>
    }
    .into_any()
}

fn fact(fact: Fact) -> AnyView {
    view! {
        <span class=fact.tone>
            {icon(fact.drawing, 16)}
            <span class="saving-words">{fact.words}</span>
        </span>
    }
    .into_any()
}

fn here(lang: Lang, saving: &Saving) -> Fact {
    let offline = matches!(saving.table, SharedWithTable::Offline { .. });
    let (words, drawing, tone) = match saving.here {
        SavedHere::Saved if offline => (words::shell::offline_here(lang), Icon::SavedHere, "ok"),
        SavedHere::Saved => (words::shell::saved_here(lang), Icon::SavedHere, "ok"),
        SavedHere::Writing => (words::shell::writing_here(lang), Icon::SavedHere, "busy"),
        SavedHere::NotSaved => (words::shell::not_saved_here(lang), Icon::Warning, "bad"),
        SavedHere::OnlineOnly => (words::shell::online_only_here(lang), Icon::Warning, "warn"),
    };
    Fact { words: words.to_owned(), drawing, tone }
}

fn table(lang: Lang, saving: &Saving, most: u32) -> Fact {
    let (words, drawing, tone) = match &saving.table {
        SharedWithTable::Alone => (words::shell::alone_table(lang).to_owned(), Icon::Shared, "busy"),
        SharedWithTable::Shared => (words::shell::shared_table(lang).to_owned(), Icon::Shared, "ok"),
        SharedWithTable::Sending { left } => {
            let all = most.max(*left);
            (words::shell::sending_table(lang, all, all - left), Icon::Send, "busy")
        }
        SharedWithTable::Offline { left: 0, .. } => {
            (words::shell::offline_none(lang).to_owned(), Icon::Offline, "warn")
        }
        SharedWithTable::Offline { left, .. } => {
            (words::shell::offline_table(lang, u64::from(*left)), Icon::Offline, "warn")
        }
        SharedWithTable::Held { .. } => (words::shell::held_table(lang).to_owned(), Icon::Cloud, "warn"),
        SharedWithTable::Refused { count, .. } => {
            (words::shell::refused_table(lang, u64::from(*count)), Icon::Warning, "warn")
        }
        SharedWithTable::Closed { .. } => (words::shell::closed_table(lang).to_owned(), Icon::Lock, "warn"),
    };
    Fact { words, drawing, tone }
}

fn details(lang: Lang, saving: &Saving) -> AnyView {
    let here = match saving.here {
        SavedHere::Saved | SavedHere::Writing => None,
        SavedHere::NotSaved => Some(words::shell::not_saved(lang)),
        SavedHere::OnlineOnly => Some(words::shell::online_only(lang)),
    };
    let (table, left) = match &saving.table {
        SharedWithTable::Alone => (words::shell::alone_detail(lang).to_owned(), 0),
        SharedWithTable::Shared => (words::shell::shared_detail(lang).to_owned(), 0),
        SharedWithTable::Sending { left } => (words::shell::sending_detail(lang).to_owned(), *left),
        SharedWithTable::Offline { left, since } => {
            (words::shell::offline_detail(lang, crate::device::clock_time(lang, *since)), *left)
        }
        SharedWithTable::Held { left } => (words::shell::held_detail(lang).to_owned(), *left),
        SharedWithTable::Refused { left, why, .. } => {
            (format!("{} {}", refused_because(lang, *why), words::shell::refused_kept(lang)), *left)
        }
        SharedWithTable::Closed { left } => (words::shell::closed_detail(lang).to_owned(), *left),
    };
    view! {
        {here.map(|words| view! { <p>{words}</p> })}
        <p>{table}</p>
        {(left > 0).then(|| view! { <p class="muted">{words::shell::pending(lang, u64::from(left))}</p> })}
    }
    .into_any()
}

/// Why the table did not take a person's work.
fn refused_because(lang: Lang, why: Refusal) -> &'static str {
    match why {
        Refusal::Role => words::shell::refused_why_role(lang),
        Refusal::OtherOrganisation => words::shell::refused_why_other_organisation(lang),
        Refusal::Author => words::shell::refused_why_author(lang),
        Refusal::Deletes => words::shell::refused_why_deletes(lang),
        Refusal::Shape => words::shell::refused_why_shape(lang),
        Refusal::Unsound => words::shell::refused_why_unsound(lang),
        Refusal::TooLarge => words::shell::refused_why_too_large(lang),
        Refusal::BuildsOnRefused => words::shell::refused_why_builds_on_refused(lang),
    }
}

/// Own changes not with the table; nothing while that is not known.
fn left(saving: &Saving) -> Option<u32> {
    match &saving.table {
        SharedWithTable::Alone => None,
        SharedWithTable::Shared => Some(0),
        SharedWithTable::Sending { left }
        | SharedWithTable::Offline { left, .. }
        | SharedWithTable::Held { left }
        | SharedWithTable::Refused { left, .. }
        | SharedWithTable::Closed { left } => Some(*left),
    }
}

/// The most that was left since everything was last shared: the "of m" in "n of m".
fn most_to_send(store: Store) -> Memo<u32> {
    Memo::new(move |most: Option<&u32>| {
        let left = store.saving.with(|saving| saving.as_ref().and_then(left)).unwrap_or(0);
        if left == 0 { 0 } else { left.max(most.copied().unwrap_or(0)) }
    })
}

/// Says once that the network came back and everything that waited is shared.
fn announce_return(store: Store) {
    Effect::new(move |waited: Option<u32>| {
        let waited = waited.unwrap_or(0);
        store.saving.with(|saving| match saving.as_ref().map(|saving| &saving.table) {
            Some(SharedWithTable::Offline { left, .. }) => *left,
            Some(SharedWithTable::Sending { .. } | SharedWithTable::Held { .. }) => waited,
            Some(SharedWithTable::Shared) => {
                if waited > 0 {
                    store.tell(
                        words::shell::back_online(store.lang.get_untracked(), u64::from(waited)),
                        false,
                    );
                }
                0
            }
            Some(
                SharedWithTable::Alone | SharedWithTable::Refused { .. } | SharedWithTable::Closed { .. },
            )
            | None => 0,
        })
    });
}
