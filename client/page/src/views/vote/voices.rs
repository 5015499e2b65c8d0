//! What organisations said: objections with their answers, reservations, late votes, and every
//! vote in the order it was cast. Nothing is ever dropped from here.

use super::words::choice_words;
use crate::components::OrgBadge;
use crate::device;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::policy::{Touch, Verb};
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::sections::governance::Method;
use shared::sort::sort_by;
use shared::tally::{Ballot, Choice, Place};
use shared::version::{Adoption, Standing, Version};
use shared::words::decisions as words;

/// Objections, reservations and late votes, each with its words.
#[component]
pub fn Objections(vote: Memo<Option<Version>>) -> impl IntoView {
    let store = Store::here();
    let said = Memo::new(move |_| {
        let ballots = vote.with(|vote| vote.as_ref().map(|vote| vote.ballots.clone()).unwrap_or_default());
        let speaks = |ballot: &Ballot| match ballot.place {
            Place::Late => true,
            Place::Counts => matches!(ballot.choice, Choice::Object | Choice::Reservations),
            Place::Replaced | Place::AtOnce => false,
        };
        ballots.into_iter().filter(speaks).map(|ballot| ballot.vote).collect::<Vec<RecordId>>()
    });
    view! {
        <For
            each=move || said.get()
            key=|id| id.clone()
            children=move |id| view! { <Said vote=vote ballot=id store=store /> }
        />
    }
    .into_any()
}

/// The right to moderate votes: the secretariat's.
pub fn may_moderate(store: Store) -> bool {
    store.may(&Touch::of_record(RecordAt::single(Kind::Version), Verb::Create))
}

#[component]
fn Said(vote: Memo<Option<Version>>, ballot: RecordId, store: Store) -> impl IntoView {
    let id = StoredValue::new(ballot);
    let ballot = Memo::new(move |_| {
        vote.with(|vote| {
            let ballots = vote.as_ref().map(|vote| vote.ballots.as_slice()).unwrap_or_default();
            id.with_value(|id| ballots.iter().find(|one| one.vote == *id).cloned())
        })
    });
    let is_open =
        move || vote.with(|vote| vote.as_ref().is_some_and(|vote| vote.standing() == Standing::Open));
    let answering = RwSignal::new(false);
    let answer = RwSignal::new(String::new());
    let send = move |event: leptos::ev::Event| {
        event.prevent_default();
        let words = answer.get_untracked().trim().to_owned();
        let Some(version) = vote.with_untracked(|vote| vote.as_ref().map(|vote| vote.id.clone())) else {
            return;
        };
        if !words.is_empty() {
            store.adopt(Adoption::Answer { version, vote: id.get_value(), answer: words });
            answering.set(false);
        }
    };
    let may_answer = move || {
        let asks = ballot.with(|ballot| {
            ballot.as_ref().is_some_and(|one| {
                one.choice == Choice::Object && one.place == Place::Counts && one.answer.is_empty()
            })
        });
        asks && is_open() && may_moderate(store)
    };
    let words_of = move || {
        let lang = store.lang.get();
        let one = ballot.get()?;
        let (tag, tone) = match (one.place, one.choice) {
            (Place::Late, choice) => (choice_words(choice, lang), "tag warn"),
            (_, Choice::Object) if !one.answer.is_empty() => (words::answered(lang), "tag ok"),
            (_, Choice::Object) => (words::objection(lang), "tag bad"),
            (_, _) => (words::reservation(lang), "tag warn"),
        };
        let reason = (!one.reason.is_empty()).then(|| words::quote(lang, &one.reason));
        let late = (one.place == Place::Late).then(|| words::late(lang));
        let answer = (!one.answer.is_empty()).then(|| words::answer_is(lang, &one.answer));
        let is_own = store
            .me
            .with(|me| me.as_ref().is_some_and(|me| me.organisation.as_ref() == Some(&one.organisation)));
        let hint = (is_own && one.choice == Choice::Object && one.place == Place::Counts && is_open())
            .then(|| view! { <small>{words::withdraw_hint(lang)}</small> });
        let name = store.badge(&one.organisation).name;
        Some(
            view! {
                <p class="row wrap">
                    <b>{name}</b>
                    <span class=tone>{tag}</span>
                </p>
                {reason.map(|reason| view! { <p class="voice-words">{reason}</p> })}
                {late.map(|late| view! { <p class="muted">{late}</p> })}
                {answer.map(|answer| view! { <p class="voice-answer">{answer}</p> })}
                {hint}
            }
            .into_any(),
        )
    };
    let name = move || {
        ballot.with(|one| one.as_ref().map(|one| store.badge(&one.organisation).name).unwrap_or_default())
    };
    let badge = ballot.with_untracked(|one| one.as_ref().map(|one| one.organisation.clone()));
    view! {
        <article class="panel-part voice-said">
            {badge.map(|organisation| view! { <OrgBadge organisation=organisation /> })}
            <div class="stack">
                {words_of}
                <Show when=move || may_answer() && !answering.get()>
                    <button class="button dense" type="button" on:click=move |_| {
                        answering.set(true);
                        crate::focus::focus_soon("#answer".to_owned());
                    }>
                        {icon(Icon::Comment, 16)}
                        {move || words::answer(store.lang.get())}
                    </button>
                </Show>
                <Show when=move || may_answer() && answering.get()>
                    <form class="stack" on:submit=move |event| send(event.into())>
                        <label class="field">
                            <span class="field-label">{move || words::answer_to(store.lang.get(), name())}</span>
                            <textarea
                                id="answer"
                                class="input"
                                rows="3"
                                on:input=move |event| answer.set(event_target_value(&event))
                            ></textarea>
                            <small>{move || words::answer_words(store.lang.get())}</small>
                        </label>
                        <div class="row">
                            <button class="button primary dense" type="submit">
                                {move || words::answer_send(store.lang.get())}
                            </button>
                            <button class="button dense" type="button" on:click=move |_| answering.set(false)>
                                {move || words::cancel(store.lang.get())}
                            </button>
                        </div>
                    </form>
                </Show>
            </div>
        </article>
    }
    .into_any()
}

/// Every vote, with its day, its voter's organisation and what became of it.
#[component]
pub fn AllVoices(vote: Memo<Option<Version>>) -> impl IntoView {
    let store = Store::here();
    let list = move || {
        let lang = store.lang.get();
        let vote = vote.get()?;
        let hides_dots = vote.rule.method == Method::Dots && vote.standing() == Standing::Open;
        let mut ballots = vote.ballots.clone();
        sort_by(&mut ballots, |a, b| (&a.cast, &a.vote).cmp(&(&b.cast, &b.vote)));
        let line = |one: &Ballot| {
            let said = match (&one.proxy, one.gradient) {
                (Some(to), _) if one.choice == Choice::Proxy => words::proxy_is(lang, store.badge(to).name),
                (_, Some(gradient)) => super::words::gradient_words(gradient, lang).to_owned(),
                (_, _) if vote.rule.method == Method::Dots => {
                    let given = one.dots.values().sum::<u32>();
                    words::dots_result(lang, u64::from(if hides_dots { vote.rule.dots } else { given }))
                }
                (_, _) => choice_words(one.choice, lang).to_owned(),
            };
            let place = match one.place {
                Place::Counts => words::place_counts(lang),
                Place::Replaced => words::place_replaced(lang),
                Place::AtOnce => words::place_at_once(lang),
                Place::Late => words::place_late(lang),
            };
            let who = one.by.as_ref().map(|by| store.name_of(by)).filter(|name| !name.is_empty());
            let facts = [who, Some(device::iso_day(lang, &one.cast)), Some(place.to_owned())];
            let facts =
                facts.into_iter().flatten().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ");
            view! {
                <li>
                    <OrgBadge organisation=one.organisation.clone() size="sm" />
                    <span>{device::lower(&said)}</span>
                    <small>{facts}</small>
                </li>
            }
            .into_any()
        };
        let lines = ballots.iter().map(line).collect_view();
        let count = ballots.len() as u64;
        (count > 0).then(|| {
            view! {
                <details class="panel-part all-voices">
                    <summary>{words::all_voices(lang, count)}</summary>
                    <ul>{lines}</ul>
                </details>
            }
            .into_any()
        })
    };
    view! { {list} }.into_any()
}
