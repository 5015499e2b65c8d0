//! All proposals of a board in one panel: those that wait, section by section, and those that were
//! dealt with, on demand. Whoever deals with them may do several at once.

use super::card::ProposalCard;
use super::tray::{Asked, Tray};
use crate::components::Panel;
use crate::focus::focus_soon;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::lock::{Fate, Proposal};
use shared::sections::Section;
use shared::told::section_name;
use shared::words;

#[component]
pub fn AllProposals() -> impl IntoView {
    let (store, tray) = (Store::here(), Tray::here());
    let settled = RwSignal::new(false);
    let open = Memo::new(move |_| tray.ids(Proposal::is_open));
    // What was withdrawn is its author's to see.
    let is_done = move |one: &Proposal| !one.is_open() && (one.fate != Fate::Withdrawn || tray.is_mine(one));
    let done = Memo::new(move |_| {
        let mut done = tray.ids(is_done);
        done.reverse();
        done
    });
    // Whoever reads them here has read what became of their own.
    Effect::new(move || super::news::seen(tray));
    let title = move || {
        view! {
            <span>{move || words::moderation::open_count(store.lang.get(), open.with(Vec::len) as u64)}</span>
        }
        .into_any()
    };
    view! {
        <Panel
            crumb=Signal::derive(move || words::moderation::proposals(store.lang.get()).to_owned())
            title=title
            on_close=move |()| tray.open.set(false)
        >
            <Show when=move || open.with(Vec::is_empty)>
                <section class="panel-part">
                    <p class="muted">{move || words::moderation::none_open(store.lang.get())}</p>
                </section>
            </Show>
            {Section::ALL
                .into_iter()
                .filter(|section| section.is_content())
                .map(|section| view! { <OfSection section=section /> })
                .collect_view()}
            <Together />
            <Show when=move || !done.with(Vec::is_empty)>
                <section class="panel-part">
                    <button
                        class="link"
                        type="button"
                        aria-expanded=move || settled.get().to_string()
                        on:click=move |_| settled.update(|shown| *shown = !*shown)
                    >
                        {move || match settled.get() {
                            true => words::moderation::hide_settled(store.lang.get()).to_owned(),
                            false => words::moderation::show_settled(store.lang.get(), done.with(Vec::len) as u64),
                        }}
                    </button>
                </section>
            </Show>
            <section class="panel-part proposals">
                <For
                    each=move || if settled.get() { done.get() } else { vec![] }
                    key=|id| id.clone()
                    children=|id| view! { <ProposalCard id=id /> }
                />
            </section>
        </Panel>
    }
    .into_any()
}

/// The proposals that wait in one section, under its name.
#[component]
fn OfSection(section: Section) -> impl IntoView {
    let (store, tray) = (Store::here(), Tray::here());
    let ids = Memo::new(move |_| tray.ids(|one| one.is_open() && one.section == section));
    view! {
        <section class="panel-part proposals" class:bare=move || ids.with(Vec::is_empty)>
            <Show when=move || !ids.with(Vec::is_empty)>
                <h3>{move || section_name(section, store.lang.get())}</h3>
            </Show>
            <For each=move || ids.get() key=|id| id.clone() children=|id| view! { <ProposalCard id=id /> } />
        </section>
    }
    .into_any()
}

/// Accepts or declines those that were ticked, or all that this person deals with.
#[component]
fn Together() -> impl IntoView {
    let (store, tray) = (Store::here(), Tray::here());
    let all = Memo::new(move |_| tray.ids(|one| tray.may_settle(one)));
    let chosen = Memo::new(move |_| {
        let still = all.get();
        tray.chosen.with(|chosen| chosen.iter().filter(|id| still.contains(id)).cloned().collect::<Vec<_>>())
    });
    let count = move || chosen.with(Vec::len) as u64;
    view! {
        <Show when=move || { all.with(Vec::len) > 1 }>
            <section class="panel-part proposals-together">
                <Show
                    when=move || { count() > 0 }
                    fallback=move || {
                        view! {
                            <button class="link" type="button" on:click=move |_| tray.chosen.set(all.get())>
                                {move || words::moderation::choose_all(store.lang.get())}
                            </button>
                        }
                    }
                >
                    <button
                        class="button primary dense"
                        type="button"
                        on:click=move |_| {
                            tray.accept(&chosen.get());
                            focus_list();
                        }
                    >
                        {icon(Icon::Check, 16)}
                        <span>{move || words::moderation::accept_chosen(store.lang.get(), count())}</span>
                    </button>
                    <button
                        class="button dense"
                        type="button"
                        on:click=move |_| tray.asked.set(Some(Asked::Decline(chosen.get())))
                    >
                        {move || words::moderation::decline_chosen(store.lang.get(), count())}
                    </button>
                </Show>
            </section>
        </Show>
    }
    .into_any()
}

/// What was dealt with leaves the list: the focus goes to its head, and not nowhere.
pub fn focus_list() {
    focus_soon("#panel h2".to_owned());
}
