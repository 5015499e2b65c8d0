//! One meeting: prepared, held, about to be closed, or over.

use super::{agenda, attendance, closing, lists, minutes, phase_words, when};
use crate::components::{DateField, Panel, PanelPart, SectionPage, TextBlock};
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::session::{InSession, acts};
use crate::store::Store;
use leptos::prelude::*;
use shared::act::Act;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::record::{RecordAt, Scalar};
use shared::sections::session::{Meeting, Phase, shows_speaking_time};
use shared::sections::{Kind, Section};
use shared::words;

/// Reads a meeting, tracking the session.
pub(super) fn reading(store: Store, id: &RecordId) -> Option<Meeting> {
    store.records(Section::Session, |records| records.get(Kind::Meeting, id).map(Meeting::read))
}

#[component]
pub(super) fn MeetingPage(at: RecordAt, is_closing: bool) -> impl IntoView {
    let store = Store::here();
    let id = StoredValue::new(at.id.clone());
    let phase = Memo::new(move |_| id.with_value(|id| reading(store, id).map(|meeting| meeting.phase())));
    move || {
        let at = at.clone();
        match (phase.get(), is_closing) {
            (None, _) => view! { <crate::views::Nothing /> }.into_any(),
            (Some(Phase::Closed), _) => view! { <minutes::MinutesPage at=at /> }.into_any(),
            (Some(Phase::Running), true) => view! { <closing::ClosingPage at=at /> }.into_any(),
            (Some(phase), _) => view! { <Prepared at=at phase=phase /> }.into_any(),
        }
    }
}

/// A meeting that is prepared or held: its agenda, and who is there.
#[component]
fn Prepared(at: RecordAt, phase: Phase) -> impl IntoView {
    let (store, nav, session) = (Store::here(), Nav::here(), InSession::here());
    let id = StoredValue::new(at.id.clone());
    let may_edit = move || store.may_edit(Section::Session);
    let title = Signal::derive(move || {
        let (lang, working) = (store.lang.get(), store.working());
        let title = id
            .with_value(|id| reading(store, id))
            .map(|meeting| meeting.title.reads(lang, working).to_owned());
        title.filter(|title| !title.is_empty()).unwrap_or_else(|| words::sections::session(lang).to_owned())
    });
    let question = Signal::derive(move || {
        let lang = store.lang.get();
        let when =
            id.with_value(|id| reading(store, id)).map(|meeting| when(&meeting, lang)).unwrap_or_default();
        format!("{when} · {}", phase_words(phase, lang).0)
    });
    let another_runs = move || session.meeting.get().is_some();
    let begin = move |_| id.with_value(|id| acts::begin(session, id));
    let actions = move || {
        match phase {
        Phase::Planned => view! {
            <Show when=move || may_edit() && !another_runs()>
                <button class="button primary" type="button" on:click=begin>
                    {icon(Icon::Play, 16)}
                    {move || words::session::begin(store.lang.get())}
                </button>
            </Show>
        }
        .into_any(),
        Phase::Running | Phase::Closed => view! {
            <Show when=move || session.is_host.get()>
                <a class="button primary" href=move || id.with_value(|id| super::path_of(nav, id, Some(super::CLOSING)))>
                    {move || words::session::close_session(store.lang.get())}
                </a>
            </Show>
        }
        .into_any(),
    }
    };
    let (side, stored) = (at.clone(), StoredValue::new(at.clone()));
    view! {
        <SectionPage
            title=title
            question=question
            actions=actions
            panel=move || view! { <Side at=side.clone() phase=phase /> }
        >
            <div class="document meeting">
                <Show when=may_edit><Frame at=stored.get_value() /></Show>
                <agenda::Agenda meeting=at.id.clone() phase=phase />
                <lists::Actions meeting=at.id.clone() />
                <lists::Parked meeting=at.id.clone() />
            </div>
        </SectionPage>
    }
    .into_any()
}

/// What a meeting is called, when and where it is.
#[component]
fn Frame(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    let timed = at.clone();
    let time = {
        let at = at.clone();
        move || store.record(&at, |record| record.text("time").to_owned()).unwrap_or_default()
    };
    view! {
        <section class="stack-3">
            <div class="field meeting-title">
                <span class="field-label">{move || words::session::title(store.lang.get())}</span>
                <TextBlock at=at.clone() field="title" class="boxed" label=word(words::session::title) />
            </div>
            <div class="three">
                <DateField at=at.field("date") label=word(words::session::date) />
                <label class="field">
                    <span class="field-label">{move || words::session::time(store.lang.get())}</span>
                    <input
                        class="input"
                        type="time"
                        prop:value=time
                        on:change=move |event| {
                            let time = event_target_value(&event);
                            store.act(Act::set(timed.field("time"), (!time.is_empty()).then_some(Scalar::Text(time))));
                        }
                    />
                </label>
                <div class="field">
                    <span class="field-label">{move || words::session::venue(store.lang.get())}</span>
                    <TextBlock at=at.clone() field="venue" class="boxed" label=word(words::session::venue) />
                </div>
            </div>
        </section>
    }
    .into_any()
}

/// Who is there, and how the table moderates itself.
#[component]
fn Side(at: RecordAt, phase: Phase) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    let back = Callback::new(move |()| nav.select(None));
    let shows = move || store.records(Section::Session, shows_speaking_time);
    let names = {
        let id = at.id.clone();
        move || {
            let hosts = reading(store, &id).map(|meeting| meeting.hosts).unwrap_or_default();
            let line = |(since, member): &(String, _)| {
                let lang = store.lang.get();
                let at = shared::numbers::moment(since)
                    .map_or(String::new(), |at| crate::device::clock_time(lang, at));
                view! { <li>{words::session::led_since(lang, at, crate::shell::called(store, member))}</li> }
            };
            let lines = hosts.iter().map(line).collect_view();
            (!hosts.is_empty()).then(|| view! { <ul class="muted">{lines}</ul> })
        }
    };
    let head = at.clone();
    view! {
        <Panel crumb=word(words::sections::session) title=move || words::session::around_the_table(store.lang.get()) on_close=back>
            <section class="panel-part">
                <attendance::AroundTheTable meeting=head.id.clone() phase=phase />
            </section>
            <PanelPart heading=word(words::session::moderation)>
                <p class="muted">{move || words::session::moderation_words(store.lang.get())}</p>
                {names}
                <label class="row">
                    <input
                        type="checkbox"
                        prop:checked=shows
                        disabled=move || !store.may_edit(Section::Session)
                        on:change=move |event| acts::show_speaking_time(store, event_target_checked(&event))
                    />
                    <span>{move || words::session::show_speaking(store.lang.get())}</span>
                </label>
                <p class="muted">{move || words::session::show_speaking_words(store.lang.get())}</p>
            </PanelPart>
        </Panel>
    }
    .into_any()
}
