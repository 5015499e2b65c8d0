//! A meeting about to be closed: its minutes as they stand, and what is still missing. Nothing is
//! blocked; what is missing is named, with the way to it.

use super::meeting::reading;
use super::minutes::{Body, Keep, Reading};
use super::path_of;
use crate::components::{Panel, PanelPart, SectionPage};
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::session::{InSession, acts, attendance};
use crate::store::Store;
use leptos::prelude::*;
use shared::lang::Lang;
use shared::lock::Fate;
use shared::meeting::closing::{Check, Unsettled, checks};
use shared::record::RecordAt;
use shared::sections::Section;
use shared::told::section_name;
use shared::words;

#[component]
pub(super) fn ClosingPage(at: RecordAt) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let minutes = Reading::new(store, at.id.clone());
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    let question = Signal::derive(move || {
        let (lang, when) = (store.lang.get(), minutes.when());
        words::session::closing_question(lang, words::minutes::since(lang, when.day, when.from))
    });
    let id = StoredValue::new(at.id);
    let back = Callback::new(move |()| id.with_value(|id| nav.go(&path_of(nav, id, None))));
    view! {
        <SectionPage
            title=word(words::session::close_session)
            question=question
            class="minutes-page"
            panel=move || {
                view! {
                    <Panel
                        crumb=word(words::sections::session)
                        title=move || words::session::before_closing(store.lang.get())
                        on_close=back
                    >
                        <Side id=id minutes=minutes on_back=back />
                    </Panel>
                }
            }
        >
            <Body minutes=minutes />
        </SectionPage>
    }
    .into_any()
}

#[component]
fn Side(id: StoredValue<shared::ids::RecordId>, minutes: Reading, on_back: Callback<()>) -> impl IntoView {
    let (store, session) = (Store::here(), InSession::here());
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    let list = move || {
        let lang = store.lang.get();
        let unsettled = store.moderated.with(|moderated| Unsettled {
            locked: moderated.locks.iter().map(|lock| lock.section).collect(),
            proposals: moderated.proposals.iter().filter(|proposal| proposal.fate == Fate::Open).count(),
        });
        let there = id.with_value(|id| attendance(store, session, id));
        let meeting = id.with_value(|id| reading(store, id));
        let checks = meeting.map(|meeting| {
            store.records(Section::Session, |records| checks(&meeting, records, &there, unsettled))
        });
        let line = |check: Check| {
            let (class, drawing) = if check.is_done() { ("", Icon::Check) } else { ("gap-words", Icon::Gap) };
            view! { <li class=class>{icon(drawing, 18)} <span>{check_words(&check, lang)}</span></li> }
        };
        checks.unwrap_or_default().into_iter().map(line).collect_view()
    };
    let organisations = move || store.organisations().len() as u64;
    view! {
        <section class="panel-part">
            <ul class="checks">{list}</ul>
        </section>
        <PanelPart heading=word(words::minutes::keep)>
            <div class="stack minutes-keep"><Keep minutes=minutes /></div>
        </PanelPart>
        <PanelPart heading=word(words::session::what_closing_does)>
            <p class="muted">{move || words::session::closing_words(store.lang.get(), organisations())}</p>
            <p class="row wrap minutes-close">
            <Show
                when=move || session.is_host.get()
                fallback=move || view! { <span class="muted">{move || words::session::host_closes(store.lang.get())}</span> }
            >
                <button class="button primary large" type="button" on:click=move |_| acts::close(session)>
                    {move || words::session::close_and_share(store.lang.get())}
                </button>
            </Show>
            <button class="button discreet" type="button" on:click=move |_| on_back.run(())>
                {move || words::session::go_on_with_it(store.lang.get())}
            </button>
            </p>
        </PanelPart>
    }
    .into_any()
}

fn check_words(check: &Check, lang: Lang) -> String {
    match check {
        Check::Locks { standing } if standing.is_empty() => words::session::no_locks(lang).to_owned(),
        Check::Locks { standing } => {
            let names = standing.iter().map(|section| section_name(*section, lang)).collect::<Vec<_>>();
            words::session::locks_stand(lang, names.join(", "))
        }
        Check::Proposals { open: 0 } => words::session::no_proposals(lang).to_owned(),
        Check::Proposals { open } => words::session::proposals_open(lang, *open as u64),
        Check::Quorum { is_reached: true } => words::session::quorum_reached(lang).to_owned(),
        Check::Quorum { is_reached: false } => words::session::quorum_not_reached(lang).to_owned(),
        Check::Items { left: 0 } => words::session::all_held(lang).to_owned(),
        Check::Items { left } => words::session::items_left(lang, *left as u64),
        Check::Outcomes { missing: 0 } => words::session::all_noted(lang).to_owned(),
        Check::Outcomes { missing } => words::session::outcomes_missing(lang, *missing as u64),
        Check::Owners { missing: 0 } => words::session::all_owned(lang).to_owned(),
        Check::Owners { missing } => words::session::owners_missing(lang, *missing as u64),
        Check::Dates { missing: 0 } => words::session::all_dated(lang).to_owned(),
        Check::Dates { missing } => words::session::dates_missing(lang, *missing as u64),
    }
}
