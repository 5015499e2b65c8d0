//! What lies beside the plan while a meeting is held and nothing is open: the agenda, what is
//! proposed in the section that is shown, and who is around the table. On narrower windows, which
//! have no room for it, the bar and the meeting's own page have the same.

use super::state::InSession;
use super::there;
use crate::components::org_badge;
use crate::icons::{Icon, icon};
use crate::moderation::{ProposalCard, Tray};
use crate::nav::Nav;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::lock::Proposal;
use shared::meeting::attendance::Seated;
use shared::sections::Section;
use shared::sections::session::{Item, agenda};
use shared::words;

/// The parts of the plan that are talked about; other pages have columns of their own.
const OF_THE_PLAN: [Section; 5] =
    [Section::Vision, Section::Glossary, Section::Chain, Section::Roles, Section::Context];

#[component]
pub fn AgendaBeside() -> impl IntoView {
    let (session, nav) = (use_context::<InSession>(), Nav::here());
    let on_plan = move || nav.place().is_some_and(|place| OF_THE_PLAN.contains(&place.section));
    session.map(|session| {
        view! {
            <Show when=move || session.meeting.get().is_some() && session.beside.get() && on_plan()>
                <Side session=session />
            </Show>
        }
    })
}

/// Shows what lies beside, or hides it.
#[component]
pub(super) fn BesideButton(session: InSession) -> impl IntoView {
    let label = move || words::minutes::agenda(session.store.lang.get());
    view! {
        <button
            class="session-button square session-side-button"
            type="button"
            aria-label=label
            title=label
            aria-expanded=move || session.beside.get().to_string()
            on:click=move |_| session.beside.update(|is_shown| *is_shown = !*is_shown)
        >
            {icon(Icon::List, 16)}
        </button>
    }
    .into_any()
}

#[component]
fn Side(session: InSession) -> impl IntoView {
    let store = session.store;
    // The clock ticks each second; the agenda changes when somebody changes it, or the item.
    let items = Memo::new(move |_| items(session));
    let current = Memo::new(move |_| session.clock.get().map(|now| now.item));
    view! {
        <aside class="session-beside" aria-label=move || words::minutes::agenda(store.lang.get())>
            <section class="panel-part">
                <h3>
                    {move || words::minutes::agenda(store.lang.get())}
                    <small class="beside-sum">{move || time_words(session, items)}</small>
                </h3>
                <ol class="beside-items">{move || lines(session, items, current)}</ol>
            </section>
            <Proposals />
            <section class="panel-part"><AroundTheTable session=session /></section>
        </aside>
    }
    .into_any()
}

/// The items of the meeting that is held.
fn items(session: InSession) -> Vec<Item> {
    let meeting = session.meeting.get();
    session
        .store
        .records(Section::Session, |records| meeting.map(|id| agenda(records, &id)).unwrap_or_default())
}

/// How long the agenda takes.
fn time_words(session: InSession, items: Memo<Vec<Item>>) -> String {
    let minutes = items.with(|items| items.iter().map(|item| item.planned() / 60).sum::<i64>());
    words::session::total(session.store.lang.get(), minutes)
}

fn lines(session: InSession, items: Memo<Vec<Item>>, current: Memo<Option<RecordId>>) -> AnyView {
    let (lang, working) = (session.store.lang.get(), session.store.working());
    let current = current.get();
    let line = |(at, item): (usize, Item)| {
        let is_now = Some(&item.id) == current.as_ref();
        let (class, marker) = match (is_now, item.runs.is_empty()) {
            (true, _) => ("now", (at + 1).to_string().into_any()),
            (false, true) => ("", (at + 1).to_string().into_any()),
            (false, false) => ("done", icon(Icon::Check, 14)),
        };
        let title = item.title.reads(lang, working).to_owned();
        let title = if title.is_empty() { words::shell::untitled(lang).to_owned() } else { title };
        view! {
            <li class=class aria-current=is_now.then_some("step")>
                <span class="agenda-marker" aria-hidden="true">{marker}</span>
                <span>{title}</span>
                <small>{words::session::total(lang, item.planned() / 60)}</small>
            </li>
        }
    };
    items.get().into_iter().enumerate().map(line).collect_view().into_any()
}

/// What waits in the section that is shown, but where the page has it beside the texts themselves.
#[component]
fn Proposals() -> impl IntoView {
    let (tray, nav) = (Tray::here(), Nav::here());
    let section = Memo::new(move |_| nav.place().map(|place| place.section));
    let is_beside_texts = |section| matches!(section, Section::Vision | Section::Glossary);
    let waits = move |one: &Proposal| {
        one.is_open() && Some(one.section) == section.get() && !is_beside_texts(one.section)
    };
    let ids = Memo::new(move |_| tray.ids(waits));
    view! {
        <Show when=move || !ids.with(Vec::is_empty)>
            <section class="panel-part proposals">
                <h3>
                    {icon(Icon::Inbox, 16)}
                    {move || words::moderation::open_count(tray.store.lang.get(), ids.with(Vec::len) as u64)}
                </h3>
                <For each=move || ids.get() key=|id| id.clone() children=|id| view! { <ProposalCard id=id /> } />
            </section>
        </Show>
    }
    .into_any()
}

/// The seats of the table, filled where somebody is there, and how many of them are.
#[component]
fn AroundTheTable(session: InSession) -> impl IntoView {
    let store = session.store;
    let there = Memo::new(move |_| {
        let meeting = session.meeting.get();
        meeting.map(|id: RecordId| there::attendance(store, session, &id)).unwrap_or_default()
    });
    let seats = move || {
        let badge = |seat: &Seated| {
            let outline = if seat.people() > 0 { "" } else { "outline" };
            org_badge(&store.badge(&seat.organisation), outline)
        };
        there.with(|there| there.seats.iter().map(badge).collect_view())
    };
    let count = move || {
        let (here, all) = there.with(|there| (there.organisations(), there.seats.len()));
        words::minutes::organisations_of(store.lang.get(), all, u64::from(here))
    };
    view! {
        <h3>
            {move || words::session::around_the_table(store.lang.get())}
            <small class="beside-sum">{count}</small>
        </h3>
        <p class="beside-seats">{seats}</p>
    }
    .into_any()
}
