//! The minutes of a meeting, on the board, on paper and as a file. They are made from the board
//! each time they are read: nothing of them is written twice.

use super::changes;
use super::meeting::reading;
use crate::components::{SectionPage, org_badge};
use crate::device;
use crate::icons::{Icon, icon};
use crate::session::InSession;
use crate::store::Store;
use crate::views::linked_links;
use leptos::prelude::*;
use shared::compare::Difference;
use shared::ids::RecordId;
use shared::meeting::clock::whole_minutes;
use shared::meeting::markdown::{When, choice_words, markdown, outcome_words, quorum_words};
use shared::meeting::minutes::{Minutes, Point, Sources, Todo, Vote};
use shared::record::RecordAt;
use shared::sections::session::Phase;
use shared::sections::{Kind, Section};
use shared::words;

/// Minutes of one meeting, as they read now.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    store: Store,
    session: InSession,
    id: StoredValue<RecordId>,
    pub(super) changes: RwSignal<Option<Vec<Difference>>>,
}

impl Reading {
    pub(super) fn new(store: Store, id: RecordId) -> Self {
        let changes = changes::differences(store, id.clone());
        Self { store, session: InSession::here(), id: StoredValue::new(id), changes }
    }

    pub(super) fn read<T>(self, read: impl FnOnce(&Minutes) -> T) -> Option<T> {
        let store = self.store;
        let meeting = self.id.with_value(|id| reading(store, id))?;
        let (lang, versions, now) = (store.lang.get(), store.versions.get(), device::now());
        let changes = self.changes.get().unwrap_or_default();
        let here = match meeting.phase() {
            Phase::Running => self.session.here_now(),
            Phase::Planned | Phase::Closed => vec![],
        };
        let sections =
            [Section::Session, Section::Organisations, Section::People, Section::Governance, Section::About];
        let minutes = store.records_of(&sections, |records| {
            let (changes, versions, here) = (&changes, &versions, &here);
            Minutes::of(&meeting, Sources { records, changes, versions, here, now, lang })
        });
        Some(read(&minutes))
    }

    /// When it was, as this device's calendar says.
    pub(super) fn when(self) -> When {
        let (store, lang) = (self.store, self.store.lang.get());
        let meeting = self.id.with_value(|id| reading(store, id));
        let (started, ended) = meeting.map_or((None, None), |meeting| (meeting.started, meeting.ended));
        let clock = |at: Option<i64>| at.map(|at| device::clock_time(lang, at)).unwrap_or_default();
        When {
            day: started.map(|at| device::day(lang, at)).unwrap_or_default(),
            from: clock(started),
            until: clock(ended),
            date: device::iso_day,
        }
    }

    fn save(self) {
        let lang = self.store.lang.get_untracked();
        let (text, date) = untrack(|| {
            let when = self.when();
            let text =
                self.read(|minutes| self.store.peek(|records| markdown(minutes, &when, records, lang)));
            let meeting = self.id.with_value(|id| reading(self.store, id));
            (
                text.unwrap_or_default(),
                meeting.and_then(|meeting| meeting.started).map(shared::numbers::iso).unwrap_or_default(),
            )
        });
        let name = words::minutes::file_name(lang, date.chars().take("2026-01-31".len()).collect::<String>());
        if device::save_file(&name, "text/markdown;charset=utf-8", text.as_bytes()).is_some() {
            self.store.tell(words::session::minutes_saved(lang, name), false);
        }
    }
}

#[component]
pub(super) fn MinutesPage(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let minutes = Reading::new(store, at.id);
    let title = Signal::derive(move || {
        let lang = store.lang.get();
        let title = minutes.read(|minutes| minutes.title.clone()).unwrap_or_default();
        match title.as_str() {
            "" => words::minutes::title(lang).to_owned(),
            title => words::minutes::title_of(lang, title),
        }
    });
    let question = Signal::derive(move || {
        let (lang, when) = (store.lang.get(), minutes.when());
        words::minutes::from_until(lang, when.day, when.from, when.until)
    });
    view! {
        <SectionPage
            title=title
            question=question
            class="minutes-page"
            actions=move || view! { <Keep minutes=minutes /> }
        >
            <Body minutes=minutes />
        </SectionPage>
    }
    .into_any()
}

/// As a file, or on paper.
#[component]
pub(super) fn Keep(minutes: Reading) -> impl IntoView {
    let store = Store::here();
    view! {
        <button class="button" type="button" on:click=move |_| minutes.save()>
            {icon(Icon::FileSave, 16)}
            {move || words::minutes::save(store.lang.get())}
        </button>
        <button class="button" type="button" on:click=move |_| drop(device::window().print())>
            {icon(Icon::Printer, 16)}
            {move || words::minutes::print(store.lang.get())}
        </button>
    }
    .into_any()
}

fn framed(drawing: Icon, heading: String, aside: String, body: AnyView) -> AnyView {
    view! {
        <section class="minutes-part">
            <h2>
                {icon(drawing, 18)}
                <span class="grow">{heading}</span>
                <small>{aside}</small>
            </h2>
            {body}
        </section>
    }
    .into_any()
}

/// All that the minutes say, in two columns, one on phones and on paper.
#[component]
pub(super) fn Body(minutes: Reading) -> impl IntoView {
    let store = Store::here();
    view! {
        <div class="minutes">
            <div>
                {move || minutes.read(|minutes| agenda(store, minutes))}
                {move || minutes.read(|minutes| decisions(store, minutes))}
                {move || {
                    let is_known = minutes.changes.with(Option::is_some);
                    minutes.read(|minutes| plan(store, minutes, is_known))
                }}
            </div>
            <div>
                {move || minutes.read(|minutes| present(store, minutes))}
                {move || minutes.read(|minutes| actions(store, minutes))}
                {move || minutes.read(|minutes| parked(store, minutes))}
                {move || minutes.read(|minutes| spoken(store, minutes))}
            </div>
        </div>
    }
    .into_any()
}

fn agenda(store: Store, minutes: &Minutes) -> AnyView {
    let lang = store.lang.get();
    let aside = words::minutes::planned_held(lang, minutes.held(), minutes.planned());
    let row = |(at, point): (usize, &Point)| {
        let held = match point.was_held {
            true => words::minutes::held_of(lang, point.held, point.planned),
            false => words::minutes::not_held(lang).to_owned(),
        };
        view! {
            <li>
                <span class="agenda-marker">{at + 1}</span>
                <b>{point.title.clone()}</b>
                <span class="minutes-outcome">{point.outcome.clone()} {on_decision(store, point)}</span>
                <small>{held}</small>
            </li>
        }
    };
    let rows = minutes.points.iter().enumerate().map(row).collect_view();
    framed(
        Icon::Agenda,
        words::minutes::agenda(lang).to_owned(),
        aside,
        view! { <ol class="minutes-agenda">{rows}</ol> }.into_any(),
    )
}

/// The decision of the log that an item was about.
fn on_decision(store: Store, point: &Point) -> Option<AnyView> {
    let at = RecordAt::new(Kind::Decision, point.decision.clone()?);
    Some(linked_links(store, &[at], store.lang.get()))
}

fn decisions(store: Store, minutes: &Minutes) -> AnyView {
    let lang = store.lang.get();
    let noted = minutes.decisions().map(|point| {
        view! {
            <li>
                <small>{point.title.clone()}</small>
                <b>{point.decided.clone()}</b>
            </li>
        }
    });
    let noted = noted.collect_view();
    let voted = minutes.votes.iter().map(|vote| voted(store, vote)).collect_view();
    let count = minutes.decisions().count() + minutes.votes.len();
    let none = (count == 0).then(|| view! { <li class="muted">{words::minutes::no_decisions(lang)}</li> });
    let body = view! { <ul class="minutes-decisions">{noted} {voted} {none}</ul> }.into_any();
    let aside = words::minutes::decision_count(lang, count as u64);
    framed(Icon::Decisions, words::minutes::decisions(lang).to_owned(), aside, body)
}

fn voted(store: Store, vote: &Vote) -> AnyView {
    let lang = store.lang.get();
    let voices = vote.voices.iter().map(|(organisation, choice)| {
        let (badge, says) = (store.badge(organisation), choice_words(*choice, lang));
        view! { <span class="minutes-voice">{org_badge(&badge, "sm")} {says}</span> }
    });
    let reasons = vote.reasons.iter().map(|(organisation, reason)| {
        view! { <p class="muted">{words::minutes::named(lang, store.badge(organisation).short, reason)}</p> }
    });
    let (voices, reasons) = (voices.collect_view(), reasons.collect_view());
    view! {
        <li>
            <small>{outcome_words(vote.outcome, lang)}</small>
            <b>{vote.title.clone()}</b>
            <div class="minutes-voices">{voices}</div>
            {reasons}
        </li>
    }
    .into_any()
}

fn plan(store: Store, minutes: &Minutes, is_known: bool) -> AnyView {
    let lang = store.lang.get();
    let lines = minutes.changes.iter().map(|told| changes::line(told, lang)).collect_view();
    let none = match (is_known, minutes.changes.is_empty()) {
        (false, _) => Some(words::minutes::changes_unknown(lang)),
        (true, true) => Some(words::minutes::no_changes(lang)),
        (true, false) => None,
    };
    let none = none.map(|words| view! { <li class="muted">{words}</li> });
    let body = view! { <ul class="minutes-changes">{lines} {none}</ul> }.into_any();
    framed(Icon::Changes, words::minutes::changes(lang).to_owned(), String::new(), body)
}

fn present(store: Store, minutes: &Minutes) -> AnyView {
    let (lang, there) = (store.lang.get(), &minutes.attendance);
    let seats = there.seats.iter().map(|seat| {
        let badge = store.badge(&seat.organisation);
        let (outline, count) = match (seat.people(), seat.in_room) {
            (0, _) => ("outline", words::minutes::absent(lang).to_owned()),
            (people, 0) => ("", people.to_string()),
            (people, room) => ("", words::session::with_room(lang, u64::from(people), room)),
        };
        view! { <li>{org_badge(&badge, outline)} <small>{count}</small></li> }
    });
    let seats = seats.collect_view();
    let (class, drawing) =
        if there.has_quorum() { ("quorum", Icon::Check) } else { ("quorum gap-words", Icon::Gap) };
    let body = view! {
        <ul class="minutes-seats">{seats}</ul>
        <p class=class>{icon(drawing, 16)} <span>{quorum_words(there, lang)}</span></p>
    }
    .into_any();
    let aside = words::minutes::people(lang, u64::from(there.people()));
    framed(Icon::People, words::minutes::attendance(lang).to_owned(), aside, body)
}

fn actions(store: Store, minutes: &Minutes) -> AnyView {
    let lang = store.lang.get();
    let line = |todo: &Todo| {
        let badge = todo.owner.as_ref().map(|owner| org_badge(&store.badge(owner), "sm"));
        let due = match todo.due.as_str() {
            "" => view! { <span class="tag warn">{icon(Icon::Calendar, 13)} {words::minutes::no_date_tag(lang)}</span> }.into_any(),
            due => view! { <small>{device::iso_day(lang, due)}</small> }.into_any(),
        };
        view! { <li><span class="noted-who">{badge}</span> <span>{todo.title.clone()}</span> {due}</li> }
    };
    let lines = minutes.actions.iter().map(line).collect_view();
    let none = minutes
        .actions
        .is_empty()
        .then(|| view! { <li class="muted">{words::minutes::no_actions(lang)}</li> });
    let body = view! { <ul class="minutes-lines">{lines} {none}</ul> }.into_any();
    framed(Icon::Tasks, words::minutes::actions(lang).to_owned(), minutes.actions.len().to_string(), body)
}

fn parked(store: Store, minutes: &Minutes) -> AnyView {
    let lang = store.lang.get();
    let lines = minutes.parked.iter().map(|kept| {
        let badge =
            kept.organisation.as_ref().map(|organisation| org_badge(&store.badge(organisation), "sm"));
        view! { <li><span class="noted-who">{badge}</span> <span>{kept.title.clone()}</span></li> }
    });
    let lines = lines.collect_view();
    let none =
        minutes.parked.is_empty().then(|| view! { <li class="muted">{words::minutes::no_parked(lang)}</li> });
    let body = view! { <ul class="minutes-lines">{lines} {none}</ul> }.into_any();
    framed(Icon::Parking, words::minutes::parked(lang).to_owned(), minutes.parked.len().to_string(), body)
}

/// How long each organisation spoke, where the table chose to show it: longest first, no average.
fn spoken(store: Store, minutes: &Minutes) -> AnyView {
    let Some(spoken) = &minutes.spoken else { return ().into_any() };
    let lang = store.lang.get();
    let longest = spoken.first().map_or(1, |(_, seconds)| (*seconds).max(1));
    let lines = spoken.iter().map(|(organisation, seconds)| {
        let share = u64::from(*seconds) * 100 / u64::from(longest);
        let time = words::minutes::minutes(lang, whole_minutes(i64::from(*seconds)));
        view! {
            <li>
                {org_badge(&store.badge(organisation), "sm")}
                <span class="meter" aria-hidden="true"><i style=format!("inline-size:{share}%")></i></span>
                <small>{time}</small>
            </li>
        }
    });
    let lines = lines.collect_view();
    let body = view! {
        <ul class="minutes-spoken">{lines}</ul>
        <p class="muted minutes-pad">{words::minutes::chosen_words(lang)}</p>
    }
    .into_any();
    framed(
        Icon::Mic,
        words::minutes::speaking(lang).to_owned(),
        words::minutes::chosen(lang).to_owned(),
        body,
    )
}
