//! A decision in the log: the ring with its words, the method, why and who said so, and what it
//! concerns. Words beside the ring say the same, so that nothing hangs on the drawing.

use super::{Entry, fields::linked_links};
use crate::address::OnBoard;
use crate::components::{OrgBadge, RingSeat, SmallRing};
use crate::device;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use crate::views::adopt::title_of;
use crate::views::vote::{self, words as vote_words};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::policy::{Touch, Verb, Whose};
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::sections::decisions::{Decision, Noted};
use shared::sections::governance::Method;
use shared::tally::{Choice, Place};
use shared::version::{Standing, Version, in_force};
use shared::words::decisions as words;

/// What a card shows, read at once so that it is painted at once.
#[derive(Clone, PartialEq)]
struct Shown {
    crumb: String,
    title: String,
    tag: &'static str,
    tone: &'static str,
    is_open: bool,
    is_in_force: bool,
    is_to_review: bool,
    method: String,
    counts: String,
    seats: Vec<RingSeat>,
    number: String,
    /// Who gave the reason, and the reason.
    reason: Option<(Option<RecordId>, String)>,
    linked: Vec<RecordAt>,
    path: String,
    /// The organisation that this person can vote for here.
    votes_for: Option<RecordId>,
}

#[component]
pub fn Card(at: RecordAt, all: Memo<Vec<Entry>>, shown: Memo<Vec<RecordAt>>) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let stored = StoredValue::new(at.clone());
    let entry = Memo::new(move |_| {
        all.with(|all| stored.with_value(|at| all.iter().find(|entry| entry.at == *at).cloned()))
    });
    let card = Memo::new(move |_| entry.get().and_then(|entry| read(store, nav, &entry)));
    let place = move || {
        shown
            .with(|shown| stored.with_value(|at| shown.iter().position(|one| one == at)))
            .map_or(0, |at| at + 1)
    };
    let heading = format!("decision-{}", at.id);
    let class = move || match card.with(|card| card.as_ref().is_some_and(|card| card.is_open)) {
        true => "decision is-open",
        false => "decision",
    };
    let seats = Signal::derive(move || {
        card.with(|card| card.as_ref().map(|card| card.seats.clone()).unwrap_or_default())
    });
    let label = Signal::derive(move || vote_words::ring_label(&seats.get(), store.lang.get()));
    let number = Signal::derive(move || {
        card.with(|card| card.as_ref().map(|card| card.number.clone()).unwrap_or_default())
    });
    let labelled = heading.clone();
    let body = move || {
        let lang = store.lang.get();
        card.get().map(|card| body(store, card, &heading, lang))
    };
    view! {
        <article
            class=class
            tabindex="0"
            aria-posinset=move || place().to_string()
            aria-setsize=move || shown.with(Vec::len).to_string()
            aria-labelledby=labelled
        >
            <div class="decision-ring">
                <SmallRing seats=seats label=label number=number />
            </div>
            <div class="stack">{body}</div>
        </article>
    }
    .into_any()
}

fn body(store: Store, card: Shown, heading: &str, lang: Lang) -> AnyView {
    let drawing = match card.tone {
        "tag accent" => Icon::Clock,
        "tag ok" => Icon::Check,
        "tag warn" => Icon::Undo,
        // Declined, or open without a vote.
        _ => Icon::Minus,
    };
    let review = card
        .is_to_review
        .then(|| view! { <span class="tag warn">{icon(Icon::Clock, 13)} {words::to_review(lang)}</span> });
    let in_force =
        card.is_in_force.then(|| view! { <span class="tag accent">{words::in_force(lang)}</span> });
    let reason = card.reason.map(|(by, words)| {
        let badge = by.map(|by| view! { <OrgBadge organisation=by size="sm" /> });
        view! { <p class="row decision-reason">{badge} <span>{words}</span></p> }
    });
    let to_vote = card.votes_for.map(|own| {
        view! {
            <a class="button primary dense" href=card.path.clone()>
                {words::vote_for(lang, store.badge(&own).short)}
            </a>
        }
    });
    let linked = linked_links(store, &card.linked, lang);
    let foot = (!card.linked.is_empty() || to_vote.is_some()).then(|| {
        view! {
            <div class="row wrap">
                {linked}
                <span class="grow"></span>
                {to_vote}
            </div>
        }
    });
    view! {
        <div class="row wrap">
            <small>{card.crumb}</small>
            <span class="grow"></span>
            {in_force}
            {review}
            <span class=card.tone>{icon(drawing, 13)} {card.tag}</span>
        </div>
        <h2 id=heading.to_owned()>
            <a href=card.path>{card.title}</a>
        </h2>
        <p class="row wrap decision-method">
            <span class="tag outlined">{card.method}</span>
            <span>{card.counts}</span>
        </p>
        {reason}
        {foot}
    }
    .into_any()
}

fn read(store: Store, nav: Nav, entry: &Entry) -> Option<Shown> {
    let lang = store.lang.get();
    let vote = entry.vote.as_ref().and_then(|id| vote::find(store, id));
    let decision =
        (entry.at.kind == Kind::Decision).then(|| store.record(&entry.at, Decision::read)).flatten();
    let path = {
        let place = nav.place().map(|place| OnBoard::new(place.board, entry.at.kind.section()));
        place.map(|place| place.with_object(Some(entry.at.clone())).path()).unwrap_or_default()
    };
    let working = store.working();
    let title = match (&decision, &vote) {
        (Some(decision), _) => decision.question.reads(lang, working).to_owned(),
        (None, Some(vote)) => words::adopt_title(lang, title_of(vote, lang)),
        (None, None) => return None,
    };
    let title = if title.is_empty() { shared::words::shell::untitled(lang).to_owned() } else { title };
    let seats = match (&vote, &decision) {
        (Some(vote), _) => vote_words::ring_of(store, vote),
        (None, Some(decision)) => vote_words::ring_noted(store, decision),
        (None, None) => vec![],
    };
    let method = match (&vote, &decision) {
        (Some(vote), _) => vote.rule.method,
        (None, Some(decision)) => decision.method,
        (None, None) => Method::Consent,
    };
    let lifted = match (&vote, &decision) {
        (Some(vote), _) => {
            vote.ballots.iter().filter(|one| !one.answer.is_empty() && one.choice == Choice::Object).count()
        }
        (None, Some(decision)) => {
            decision.objections.iter().filter(|(_, _, resolved)| !resolved.is_empty()).count()
        }
        (None, None) => 0,
    } as u64;
    let has_voices = seats.iter().any(|seat| vote_words::has_spoken(seat.stand));
    let mut counts = match vote.is_some() || has_voices {
        true => vote_words::counts(&seats, method, lang),
        false => decision.as_ref().map(|one| stage(one, lang)).unwrap_or_default(),
    };
    if lifted > 0 {
        counts = format!("{counts} · {}", words::n_lifted(lang, lifted));
    }
    let (tag, tone) = match (&vote, &decision) {
        (Some(vote), _) => vote_words::standing_words(vote, lang),
        (None, Some(decision)) => (vote_words::noted_words(decision.noted, lang), noted_tone(decision.noted)),
        (None, None) => ("", "tag"),
    };
    let number = match method {
        Method::Dots => seats.iter().filter(|seat| vote_words::has_spoken(seat.stand)).count(),
        Method::Consent | Method::Majority | Method::Qualified | Method::Gradients => {
            seats.iter().filter(|seat| vote_words::approves(seat.stand)).count()
        }
    };
    let is_in_force = entry.at.kind == Kind::Version
        && store.versions.with(|all| in_force(all).is_some_and(|one| one.id == entry.at.id));
    Some(Shown {
        crumb: crumb(entry.number, &vote, &decision, lang),
        title,
        tag,
        tone,
        is_open: vote.as_ref().is_some_and(|vote| vote.standing() == Standing::Open),
        is_in_force,
        is_to_review: entry.is_to_review,
        method: match &vote {
            Some(vote) => vote_words::rule_words(&vote.rule, seats.len(), lang),
            None => vote_words::method_words(method, lang).to_owned(),
        },
        counts,
        number: number.to_string(),
        seats,
        reason: reason(store, &vote, &decision, lang),
        linked: decision.map(concerns).unwrap_or_default(),
        path,
        votes_for: vote.and_then(|vote| votes_for(store, &vote)),
    })
}

/// What it is about, and the meeting that it was taken in.
fn concerns(decision: Decision) -> Vec<RecordAt> {
    let meeting = decision.meeting.map(|meeting| RecordAt::new(Kind::Meeting, meeting));
    decision.linked.into_iter().chain(meeting).collect()
}

fn noted_tone(noted: Noted) -> &'static str {
    match noted {
        Noted::Adopted | Noted::Amended | Noted::Indicative => "tag ok",
        Noted::Postponed => "tag warn",
        Noted::Open | Noted::Declined => "tag",
    }
}

fn stage(decision: &Decision, lang: Lang) -> String {
    match decision.noted {
        Noted::Open => {
            words::stage_of(lang, decision.stage as usize + 1, vote_words::stage_words(decision.stage, lang))
        }
        _ => words::noted(lang).to_owned(),
    }
}

fn crumb(number: usize, vote: &Option<Version>, decision: &Option<Decision>, lang: Lang) -> String {
    let day = |date: &str| device::iso_day(lang, date);
    match (vote, decision) {
        (Some(vote), _) if !vote.closed.is_empty() => words::number_day(lang, day(&vote.closed), number),
        (Some(vote), _) if !vote.closes.is_empty() => words::number_closes(lang, day(&vote.closes), number),
        (_, Some(decision)) if !decision.decided.is_empty() => {
            words::number_day(lang, day(&decision.decided), number)
        }
        (_, Some(decision)) if !decision.asked.is_empty() => {
            words::number_day(lang, day(&decision.asked), number)
        }
        (_, _) => words::number(lang, number),
    }
}

/// An objection that is open, or else why it was decided so, with who says it.
fn reason(
    store: Store,
    vote: &Option<Version>,
    decision: &Option<Decision>,
    lang: Lang,
) -> Option<(Option<RecordId>, String)> {
    let objection = vote.as_ref().and_then(|vote| {
        vote.ballots
            .iter()
            .find(|one| one.place == Place::Counts && one.choice == Choice::Object && one.answer.is_empty())
    });
    if let Some(objection) = objection {
        let said = words::quote(lang, &objection.reason);
        let words = format!("{} {said}", words::objection_suspends(lang));
        return Some((Some(objection.organisation.clone()), words));
    }
    let decision = decision.as_ref()?;
    let why = decision.reasons.reads(lang, store.working());
    (!why.is_empty()).then(|| (decision.proposed_by.clone(), why.to_owned()))
}

/// The organisation that this person may still vote for.
fn votes_for(store: Store, vote: &Version) -> Option<RecordId> {
    let own = store.me.with(|me| me.as_ref().and_then(|me| me.organisation.clone()))?;
    let touch = Touch::of_record(RecordAt::single(Kind::Vote), Verb::Create);
    let may = store.may(&touch.by(Whose::Organisation(own.clone())));
    let has_seat = vote.tally.voices.iter().any(|(seat, _)| *seat == own);
    (vote.standing() == Standing::Open && may && has_seat && vote.voice_of(&own).is_none()).then_some(own)
}
