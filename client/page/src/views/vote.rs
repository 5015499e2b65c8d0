//! The vote on a version or a question: the ring, what is missing, objections and their answers,
//! one's own voice, and the closing. One panel for everything that is put to the vote.
//!
//! It shows the tally that the desk counted from this device's own document, and casts and
//! closes; what counts is never decided here.

mod ballot;
mod closing;
mod voices;
pub mod words;

pub use voices::may_moderate;

use crate::components::LargeRing;
use crate::device;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::sections::governance::Method;
use shared::version::{Standing, Version};
use shared::words::decisions;

/// A version, found again by id in what the desk last told.
pub fn find(store: Store, id: &RecordId) -> Option<Version> {
    store.versions.with(|versions| versions.iter().find(|one| one.id == *id).cloned())
}

#[component]
pub fn VotePanel(version: RecordId) -> impl IntoView {
    let store = Store::here();
    let id = StoredValue::new(version);
    let vote = Memo::new(move |_| id.with_value(|id| find(store, id)));
    let is_open = Memo::new(move |_| {
        vote.with(|vote| vote.as_ref().is_some_and(|vote| vote.standing() == Standing::Open))
    });
    view! {
        <section class="vote" aria-label=move || decisions::vote(store.lang.get())>
            <div class="panel-part vote-ring">{ring(store, vote)}</div>
            {move || vote.with(|vote| vote.as_ref().map(|vote| standing(store, vote)))}
            <voices::Objections vote=vote />
            {move || match is_open.get() {
                true => view! { <ballot::BallotForm vote=vote /> }.into_any(),
                false => ().into_any(),
            }}
            <closing::Closing vote=vote />
            {move || vote.with(|vote| vote.as_ref().and_then(|vote| results(store, vote)))}
            <voices::AllVoices vote=vote />
        </section>
    }
    .into_any()
}

fn ring(store: Store, vote: Memo<Option<Version>>) -> AnyView {
    let seats = Memo::new(move |_| {
        vote.with(|vote| vote.as_ref().map(|vote| words::ring_of(store, vote)).unwrap_or_default())
    });
    let label = Signal::derive(move || {
        let lang = store.lang.get();
        let title = vote.with(|vote| vote.as_ref().map(|vote| vote.title.clone()).unwrap_or_default());
        seats.with(|seats| decisions::ring(lang, title, words::ring_label(seats, lang)))
    });
    let centre = move || {
        let lang = store.lang.get();
        vote.with(|vote| {
            let vote = vote.as_ref()?;
            let all = vote.tally.voices.len();
            let gave = vote.tally.voices.iter().filter(|(_, choice)| choice.is_some()).count();
            let (number, words) = match vote.rule.method {
                Method::Dots => (gave, decisions::gave_of_all(lang, all)),
                Method::Consent | Method::Majority | Method::Qualified | Method::Gradients => {
                    (vote.tally.approvals() as usize, decisions::of_all(lang, all))
                }
            };
            let object = u64::from(vote.tally.object);
            Some(view! {
                <b>{number}</b>
                <span>{words}</span>
                {(object > 0).then(|| view! { <em>{decisions::n_object(lang, object)}</em> })}
            })
        })
    };
    view! {
        <LargeRing
            seats=seats
            label=label
            own=Signal::derive(move || decisions::you(store.lang.get()).to_owned())
            centre=centre
        />
    }
    .into_any()
}

/// The rule, and what it still asks for.
fn standing(store: Store, vote: &Version) -> AnyView {
    let lang = store.lang.get();
    let (said, tone) = words::standing_words(vote, lang);
    let missing = words::missing_words(store, vote, lang);
    let when = match (vote.closed.as_str(), vote.closes.as_str()) {
        ("", "") => None,
        ("", closes) => Some(decisions::closes_on(lang, device::iso_day(lang, closes))),
        (closed, _) => Some(decisions::closed_on(lang, device::iso_day(lang, closed))),
    };
    let is_open = vote.standing() == Standing::Open;
    let lines = missing.iter().map(|line| view! { <li>{line.clone()}</li> }).collect_view();
    let asks = match (missing.is_empty(), is_open) {
        (true, true) => Some(
            view! {
                <p class="note ok" role="status">
                    {icon(Icon::Check, 18)} <span>{decisions::met(lang)}</span>
                </p>
            }
            .into_any(),
        ),
        (true, false) => None,
        (false, _) => Some(
            view! {
                <div class="note warn" role="status">
                    {icon(Icon::Warning, 18)}
                    <div>
                        <b>{decisions::missing(lang)}</b>
                        <ul class="missing">{lines}</ul>
                    </div>
                </div>
            }
            .into_any(),
        ),
    };
    view! {
        <div class="panel-part stack">
            <p class="row wrap">
                <span class=tone>{said}</span>
                <span class="tag outlined">{words::rule_words(&vote.rule, vote.tally.voices.len(), lang)}</span>
                <small>{when}</small>
            </p>
            {asks}
        </div>
    }
    .into_any()
}

/// What came out of dots (once closed) and gradients.
fn results(store: Store, vote: &Version) -> Option<AnyView> {
    let lang = store.lang.get();
    match vote.rule.method {
        Method::Dots if vote.standing() == Standing::Open => None,
        Method::Dots => {
            let most = vote.options.iter().map(|(key, _)| dots_on(vote, key)).max().unwrap_or(0).max(1);
            let row = |(key, words): &(String, String)| {
                let dots = dots_on(vote, key);
                let share = format!("--share:{}%", dots * 100 / most);
                view! {
                    <li>
                        <span>{words.clone()}</span>
                        <i style=share aria-hidden="true"></i>
                        <b>{decisions::dots_result(lang, u64::from(dots))}</b>
                    </li>
                }
            };
            let rows = vote.options.iter().map(row).collect_view();
            Some(view! { <ul class="panel-part vote-bars">{rows}</ul> }.into_any())
        }
        Method::Gradients => {
            let counts = vote.tally.gradients;
            let most = counts.iter().copied().max().unwrap_or(0).max(1);
            let label = counts.map(|count| count.to_string()).join(", ");
            let column = |(at, count): (usize, u32)| {
                let height = format!("--share:{}%", count * 100 / most);
                view! {
                    <li title=words::gradient_words(at as u8 + 1, lang)>
                        <b>{count}</b>
                        <i style=height></i>
                        <small>{at + 1}</small>
                    </li>
                }
            };
            let columns = counts.into_iter().enumerate().map(column).collect_view();
            Some(
                view! {
                    <div class="panel-part" role="img" aria-label=decisions::histogram(lang, label)>
                        <ul class="vote-histogram">{columns}</ul>
                    </div>
                }
                .into_any(),
            )
        }
        Method::Consent | Method::Majority | Method::Qualified => None,
    }
}

fn dots_on(vote: &Version, key: &str) -> u32 {
    vote.tally.dots.get(key).copied().unwrap_or(0)
}
