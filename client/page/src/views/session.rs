//! Moderated sessions: the list of meetings, one that is prepared or held, its closing, and the
//! minutes of those that are over.

mod agenda;
mod attendance;
mod changes;
mod closing;
mod drag;
mod lists;
mod meeting;
mod minutes;

use crate::address::OnBoard;
use crate::components::{EmptyState, RemovedRows, RowMenu, SectionPage, add_last};
use crate::device;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::numbers::iso;
use shared::record::{RecordAt, Scalar, Value};
use shared::sections::session::{Meeting, Phase, agenda as agenda_of, meetings};
use shared::sections::{Kind, Section};
use shared::words;

/// The lens that shows a meeting as it is about to be closed.
pub const CLOSING: &str = "cloture";

#[component]
pub fn Sessions() -> impl IntoView {
    let nav = Nav::here();
    let open = Memo::new(move |_| {
        let place = nav.place()?;
        let meeting = place.object.filter(|at| at.kind == Kind::Meeting)?;
        Some((meeting, place.lens.as_deref() == Some(CLOSING)))
    });
    move || match open.get() {
        Some((at, is_closing)) => view! { <meeting::MeetingPage at=at is_closing=is_closing /> }.into_any(),
        None => view! { <List /> }.into_any(),
    }
}

/// Where a meeting is found.
fn path_of(nav: Nav, id: &RecordId, lens: Option<&str>) -> String {
    let object = Some(RecordAt::new(Kind::Meeting, id.clone()));
    let place = nav.place().map(|place| OnBoard::new(place.board, Section::Session));
    place.map(|place| place.with_lens(lens).with_object(object).path()).unwrap_or_default()
}

/// When a meeting is, in words: its day and time of day.
fn when(meeting: &Meeting, lang: Lang) -> String {
    let day = match meeting.date.as_str() {
        "" => words::session::no_day(lang).to_owned(),
        date => device::iso_day(lang, date),
    };
    match meeting.time.as_str() {
        "" => day,
        time => words::session::day_time(lang, day, time),
    }
}

#[component]
fn List() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let all = Memo::new(move |_| {
        store.records(Section::Session, |records| {
            meetings(records).into_iter().map(|one| one.id).collect::<Vec<_>>()
        })
    });
    let may_edit = move || store.may_edit(Section::Session);
    let add = move |_| {
        let today = iso(device::now()).chars().take("2026-01-31".len()).collect::<String>();
        let values = vec![("date".to_owned(), Value::Scalar(Scalar::Text(today)))];
        let at = add_last(store, Kind::Meeting, "", values);
        nav.select(Some(at));
        crate::focus::focus_soon(".meeting-title textarea".to_owned());
    };
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    let button = move |class: &'static str| {
        view! {
            <button class=class type="button" on:click=add>
                {icon(Icon::Plus, 16)}
                {move || words::session::new_session(store.lang.get())}
            </button>
        }
    };
    view! {
        <SectionPage
            title=word(words::session::sessions)
            question=word(words::session::question)
            actions=move || view! { <Show when=move || may_edit() && !all.with(Vec::is_empty)>{button("button")}</Show> }
        >
            <Show
                when=move || !all.with(Vec::is_empty)
                fallback=move || {
                    view! {
                        <EmptyState drawing=Icon::Agenda words=word(words::session::empty)>
                            <Show
                                when=may_edit
                                fallback=move || view! { <p class="muted">{words::session::secretariat_only(store.lang.get())}</p> }
                            >
                                {button("button primary")}
                            </Show>
                        </EmptyState>
                    }
                }
            >
                <ul class="meetings">
                    <For each=move || all.get() key=|id| id.clone() children=move |id| view! { <Line id=id /> } />
                </ul>
            </Show>
            <div class="meetings-removed"><RemovedRows kind=Kind::Meeting /></div>
        </SectionPage>
    }
    .into_any()
}

#[component]
fn Line(id: RecordId) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let at = RecordAt::new(Kind::Meeting, id.clone());
    let path = {
        let id = id.clone();
        move || path_of(nav, &id, None)
    };
    let shown = move || {
        let (lang, working) = (store.lang.get(), store.working());
        store.records(Section::Session, |records| {
            let meeting = Meeting::read(records.get(Kind::Meeting, &id)?);
            let title = match meeting.title.reads(lang, working) {
                "" => words::shell::untitled(lang).to_owned(),
                title => title.to_owned(),
            };
            let items = words::session::items(lang, agenda_of(records, &id).len() as u64);
            let (state, tone) = phase_words(meeting.phase(), lang);
            Some(view! {
                <span class="grow">
                    <b>{title}</b>
                    <small>{format!("{} · {items}", when(&meeting, lang))}</small>
                </span>
                <span class=format!("tag {tone}")>{state}</span>
            })
        })
    };
    view! {
        <li>
            <a class="meeting-line" href=path>
                {shown}
            </a>
            <RowMenu at=at />
        </li>
    }
    .into_any()
}

fn phase_words(phase: Phase, lang: Lang) -> (&'static str, &'static str) {
    match phase {
        Phase::Planned => (words::session::planned(lang), ""),
        Phase::Running => (words::session::running(lang), "accent"),
        Phase::Closed => (words::session::closed(lang), "ok"),
    }
}
