//! Decisions and how they are taken: the log, the rules by subject, the bodies; and one decision
//! at a time with its stages and its vote.

mod asking;
mod bodies;
mod card;
mod fields;
mod rule_dialog;
mod rules;
mod sheet;

pub use fields::linked_links;

use crate::components::{Choice, EmptyState, SectionPage, Segmented};
use crate::device;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use crate::views::adopt::ProposeDialog;
use crate::views::vote;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::record::RecordAt;
use shared::sections::decisions::{Decision, Noted, decisions};
use shared::sections::{Kind, Section};
use shared::sort::sort_by;
use shared::version::{Standing, Version};
use shared::words::decisions as words;

/// One entry of the log: a decision, with its last vote where there was one, or a version.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// A `Kind::Decision` or a `Kind::Version`.
    pub at: RecordAt,
    /// Counted from the first that was asked.
    pub number: usize,
    pub vote: Option<RecordId>,
    pub is_open: bool,
    pub is_to_review: bool,
}

/// The whole log, the last first. Numbers follow the order of asking, on every device the same.
pub fn entries(store: Store) -> Vec<Entry> {
    let today = shared::numbers::iso(device::now());
    let today = today.get(.."2026-01-31".len()).unwrap_or(&today).to_owned();
    let logged = store.records(Section::Decisions, decisions);
    store.versions.with(|versions| {
        let of_plan = versions.iter().filter(|one| one.is_of_plan());
        let mut all: Vec<(String, Entry)> =
            of_plan.map(|one| (one.opened.clone(), of_version(one))).collect();
        all.extend(logged.iter().map(|one| (one.asked.clone(), of_decision(one, versions, &today))));
        sort_by(&mut all, |(a, one), (b, other)| (a, &one.at).cmp(&(b, &other.at)));
        let numbered = all.into_iter().enumerate().map(|(at, (_, entry))| Entry { number: at + 1, ..entry });
        numbered.rev().collect()
    })
}

fn of_version(version: &Version) -> Entry {
    Entry {
        at: RecordAt::new(Kind::Version, version.id.clone()),
        number: 0,
        vote: Some(version.id.clone()),
        is_open: version.standing() == Standing::Open,
        is_to_review: false,
    }
}

fn of_decision(decision: &Decision, versions: &[Version], today: &str) -> Entry {
    let vote = last_vote(versions, &decision.id);
    let is_open = match vote {
        Some(vote) => vote.standing() == Standing::Open,
        None => decision.noted == Noted::Open,
    };
    Entry {
        at: RecordAt::new(Kind::Decision, decision.id.clone()),
        number: 0,
        vote: vote.map(|vote| vote.id.clone()),
        is_open,
        is_to_review: decision.is_to_review(today),
    }
}

/// The last vote on a question.
pub fn last_vote<'a>(versions: &'a [Version], decision: &RecordId) -> Option<&'a Version> {
    let on_it = versions.iter().filter(|one| one.decision.as_ref() == Some(decision));
    on_it.max_by(|a, b| (&a.opened, &a.id).cmp(&(&b.opened, &b.id)))
}

/// Which part of the log is shown.
const OPEN: &str = "ouvertes";
const REVIEW: &str = "a-revoir";

#[component]
pub fn Decisions() -> impl IntoView {
    let nav = Nav::here();
    let open =
        Memo::new(move |_| nav.place().and_then(|place| place.object).filter(|at| at.kind == Kind::Decision));
    move || match open.get() {
        Some(at) => view! { <sheet::Sheet at=at /> }.into_any(),
        None => view! { <Log /> }.into_any(),
    }
}

#[component]
fn Log() -> impl IntoView {
    let store = Store::here();
    let all = Memo::new(move |_| entries(store));
    let part = RwSignal::new("");
    let shown = Memo::new(move |_| {
        let part = part.get();
        let belongs = |entry: &Entry| match part {
            OPEN => entry.is_open,
            REVIEW => entry.is_to_review,
            // Everything.
            _ => true,
        };
        all.get().into_iter().filter(belongs).map(|entry| entry.at).collect::<Vec<RecordAt>>()
    });
    let (asking, proposing) = (RwSignal::new(false), RwSignal::new(false));
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    let count = move |part: &'static str| {
        all.with(|all| match part {
            OPEN => all.iter().filter(|entry| entry.is_open).count(),
            REVIEW => all.iter().filter(|entry| entry.is_to_review).count(),
            // Everything.
            _ => all.len(),
        })
    };
    let choice = move |key: &'static str, name: fn(Lang) -> &'static str| Choice {
        key,
        drawing: None,
        words: Signal::derive(move || words::filter(store.lang.get(), count(key), name(store.lang.get()))),
    };
    let parts = StoredValue::new(vec![
        choice("", words::all),
        choice(OPEN, words::open_ones),
        choice(REVIEW, words::to_review_ones),
    ]);
    let empty = move || match part.get() {
        OPEN => words::empty_open(store.lang.get()),
        REVIEW => words::empty_review(store.lang.get()),
        // Everything.
        _ => words::empty(store.lang.get()),
    };
    let may_ask = move || store.may_edit(Section::Decisions);
    view! {
        <SectionPage
            title=word(words::title)
            question=word(words::lead)
            actions=move || {
                view! {
                    <Segmented
                        label=word(words::which)
                        choices=parts.get_value()
                        chosen=Signal::derive(move || part.get().to_owned())
                        on_choose=Callback::new(move |key| part.set(key))
                    />
                    <Show when=may_ask>
                        <button
                            class="button"
                            type="button"
                            aria-label=move || words::new_full(store.lang.get())
                            on:click=move |_| asking.set(true)
                        >
                            {icon(Icon::Plus, 16)}
                            {move || words::new(store.lang.get())}
                        </button>
                    </Show>
                    <Show when=move || vote::may_moderate(store)>
                        <button class="button" type="button" on:click=move |_| proposing.set(true)>
                            {icon(Icon::Flag, 16)}
                            {move || words::adopt(store.lang.get())}
                        </button>
                    </Show>
                }
            }
        >
            <div class="decisions">
                <div class="decision-log">
                    <Show
                        when=move || !shown.with(Vec::is_empty)
                        fallback=move || {
                            view! {
                                <EmptyState
                                    drawing=Icon::Decisions
                                    words=Signal::derive(move || empty().to_owned())
                                />
                            }
                        }
                    >
                        <div role="feed" aria-label=move || words::log(store.lang.get())>
                            <For
                                each=move || shown.get()
                                key=|at| at.clone()
                                children=move |at| view! { <card::Card at=at all=all shown=shown /> }
                            />
                        </div>
                    </Show>
                </div>
                <div class="decision-rules">
                    <rules::Rules />
                    <bodies::Bodies />
                </div>
            </div>
        </SectionPage>
        <asking::AskDialog open=asking />
        <ProposeDialog open=proposing />
    }
    .into_any()
}
