//! One decision: its question and proposal, the stages it goes through, why, what it concerns;
//! and beside it the vote, or the way to one.

mod past;
mod putting;

use super::fields::{Linked, Options};
use super::rules::rule_of;
use super::{entries, last_vote};
use crate::address::OnBoard;
use crate::comments::CommentsPart;
use crate::components::{DateField, Lines, OrgBadge, SectionPage, SelectField, TextBlock, remove};
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use crate::views::vote::words::{scope_words, stage_words};
use crate::views::vote::{VotePanel, may_moderate};
use leptos::prelude::*;
use past::{earlier_votes, noted_voices};
use putting::Putting;
use shared::act::Act;
use shared::lang::Lang;
use shared::record::{RecordAt, Scalar};
use shared::sections::decisions::{Decision, Stage};
use shared::sections::governance::Method;
use shared::sections::session::{Meeting, meetings};
use shared::sections::{Section, Word};
use shared::words::decisions as words;

#[component]
pub fn Sheet(at: RecordAt) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let stored = StoredValue::new(at.clone());
    let decision = Memo::new(move |_| {
        stored.with_value(|at| {
            store.records(at.kind.section(), |records| {
                records.get(at.kind, &at.id).filter(|record| !record.is_removed()).map(Decision::read)
            })
        })
    });
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    let back = move || {
        nav.place().map(|place| OnBoard::new(place.board, Section::Decisions).path()).unwrap_or_default()
    };
    let title = Signal::derive(move || {
        let lang = store.lang.get();
        let number = entries(store).into_iter().find(|entry| stored.with_value(|at| entry.at == *at));
        number.map_or_else(|| words::title(lang).to_owned(), |entry| words::number(lang, entry.number))
    });
    let scope_line = Signal::derive(move || {
        let lang = store.lang.get();
        decision
            .with(|one| one.as_ref().map(|one| scope_words(one.scope, lang)).unwrap_or_default())
            .to_owned()
    });
    let take_out = move |_| {
        stored.with_value(|at| remove(store, at));
        if let Some(place) = nav.place_now() {
            nav.go(&OnBoard::new(place.board, Section::Decisions).path());
        }
    };
    let is_there = Memo::new(move |_| decision.with(Option::is_some));
    let body = {
        let at = at.clone();
        move || match is_there.get() {
            true => content(store, at.clone(), decision),
            false => view! { <p class="note">{words::gone(store.lang.get())}</p> }.into_any(),
        }
    };
    let vote = Memo::new(move |_| {
        store.versions.with(|all| stored.with_value(|at| last_vote(all, &at.id).map(|vote| vote.id.clone())))
    });
    let panel = move || match vote.get() {
        Some(version) => view! { <VotePanel version=version /> }.into_any(),
        None => decision.with(|one| one.as_ref().map(|one| noted_voices(store, one))).into_any(),
    };
    view! {
        <SectionPage
            title=title
            question=scope_line
            class="with-vote"
            actions=move || {
                view! {
                    <a class="button" href=back>
                        {icon(Icon::List, 16)}
                        <span>{word(words::back_to_log)}</span>
                    </a>
                    <Show when=move || is_there.get() && vote.with(Option::is_none) && store.may_edit(Section::Decisions)>
                        <button class="button" type="button" on:click=take_out>
                            {icon(Icon::Trash, 16)}
                            {word(words::remove)}
                        </button>
                    </Show>
                }
            }
        >
            <div class="adopt">
                <div class="adopt-content">{body}</div>
                <div class="adopt-vote">
                    {panel}
                    <Putting at=at.clone() decision=decision vote=vote />
                    {move || earlier_votes(store, vote.get(), stored)}
                    <CommentsPart at=at />
                </div>
            </div>
        </SectionPage>
    }
    .into_any()
}

fn content(store: Store, at: RecordAt, decision: Memo<Option<Decision>>) -> AnyView {
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    let by = move || {
        let one = decision.get()?;
        let badge = match one.proposed_by {
            Some(by) => view! { <OrgBadge organisation=by size="sm" /> }.into_any(),
            None => view! { <span>{words::secretariat(store.lang.get())}</span> }.into_any(),
        };
        Some(view! { <p class="row muted">{words::proposed_by(store.lang.get())} " " {badge}</p> })
    };
    let method = Memo::new(move |_| {
        let scope = decision.with(|one| one.as_ref().map(|one| one.scope))?;
        rule_of(store, scope).map(|(_, rule)| rule.method)
    });
    let options_at = at.clone();
    let options = move || {
        let at = options_at.clone();
        (method.get() == Some(Method::Dots)).then(|| {
            view! {
                <section class="sheet-part">
                    <h2>{word(words::options)}</h2>
                    <Options at=at />
                </section>
            }
        })
    };
    view! {
        <article class="sheet">
            <div class="sheet-question">
                <TextBlock at=at.clone() field="question" label=word(words::question) placeholder=word(words::question_hint) />
            </div>
            {by}
            <Stages at=at.clone() decision=decision />
            <section class="sheet-part">
                <h2>{word(words::proposal)}</h2>
                <TextBlock
                    at=at.clone()
                    field="proposal"
                    label=word(words::proposal)
                    lines=Lines::Many
                    placeholder=word(words::proposal_hint)
                />
            </section>
            {options}
            <section class="sheet-part">
                <h2>{word(words::reasons)}</h2>
                <TextBlock
                    at=at.clone()
                    field="reasons"
                    label=word(words::reasons)
                    lines=Lines::Many
                    placeholder=word(words::reasons_hint)
                />
            </section>
            <section class="sheet-part">
                <h2>{word(words::linked)}</h2>
                <Linked at=at.clone() />
            </section>
            <SelectField at=at.field("meeting") label=word(words::in_meeting) options=Signal::derive(move || meeting_options(store)) />
            <DateField at=at.field("review") label=word(words::review) />
        </article>
    }
    .into_any()
}

/// The meetings that a decision can come from, and none.
fn meeting_options(store: Store) -> Vec<(String, String)> {
    let (lang, working) = (store.lang.get(), store.working());
    let none = (String::new(), words::no_meeting(lang).to_owned());
    let named = |meeting: Meeting| {
        let title = meeting.title.reads(lang, working).to_owned();
        let title = if title.is_empty() { shared::words::shell::untitled(lang).to_owned() } else { title };
        (meeting.id.to_string(), title)
    };
    let all = store.records(Section::Session, meetings);
    std::iter::once(none).chain(all.into_iter().map(named)).collect()
}

/// The stages of consent; the secretariat leads from one to the next.
#[component]
fn Stages(at: RecordAt, decision: Memo<Option<Decision>>) -> impl IntoView {
    let store = Store::here();
    let now = Memo::new(move |_| decision.with(|one| one.as_ref().map_or(Stage::Clarify, |one| one.stage)));
    let stored = StoredValue::new(at);
    let set = move |stage: Stage| {
        let field = stored.with_value(|at| at.field("stage"));
        store.act(Act::set(field, Scalar::from(stage.key())));
    };
    let step = move |stage: &Stage| {
        let stage = *stage;
        let face = move || {
            let lang = store.lang.get();
            match may_moderate(store) && now.get() != stage {
                true => view! {
                    <button type="button" aria-label=words::stage_go(lang, stage_words(stage, lang)) on:click=move |_| set(stage)>
                        {stage_words(stage, lang)}
                    </button>
                }
                .into_any(),
                false => view! { <span>{stage_words(stage, lang)}</span> }.into_any(),
            }
        };
        let class = move || match now.get() {
            one if one == stage => "stage now",
            one if one > stage => "stage past",
            _ => "stage",
        };
        view! { <li class=class aria-current=move || (now.get() == stage).then_some("step")>{face}</li> }
            .into_any()
    };
    let says = move || {
        let lang = store.lang.get();
        match now.get() {
            Stage::Clarify => words::stage_words_clarify(lang),
            Stage::React => words::stage_words_react(lang),
            Stage::Amend => words::stage_words_amend(lang),
            Stage::Objections => words::stage_words_objections(lang),
            Stage::Decide => words::stage_words_decide(lang),
        }
    };
    view! {
        <section class="sheet-part" aria-label=move || words::stages(store.lang.get())>
            <ol class="stages">{Stage::ALL.iter().map(step).collect_view()}</ol>
            <p class="muted">{says}</p>
        </section>
    }
    .into_any()
}
