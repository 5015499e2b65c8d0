//! What was said on a question before: in earlier votes, or as it was written down.

use crate::components::{LargeRing, OrgBadge};
use crate::device;
use crate::store::Store;
use crate::views::vote::words::{approves, counts, ring_label, ring_noted, ring_of, standing_words};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::record::RecordAt;
use shared::sections::decisions::Decision;
use shared::version::Version;
use shared::words::decisions as words;

/// Votes on the same question before the last: postponed, or not adopted then.
pub fn earlier_votes(store: Store, last: Option<RecordId>, at: StoredValue<RecordAt>) -> Option<AnyView> {
    let lang = store.lang.get();
    let rows = store.versions.with(|all| {
        let on_it = all.iter().filter(|one| at.with_value(|at| one.decision.as_ref() == Some(&at.id)));
        let earlier = on_it.filter(|one| last.as_ref() != Some(&one.id));
        let row = |one: &Version| {
            let (said, tone) = standing_words(one, lang);
            let seats = ring_of(store, one);
            let counts = counts(&seats, one.rule.method, lang);
            view! {
                <li class="row wrap">
                    <span class=tone>{said}</span>
                    <span>{counts}</span>
                    <small>{words::closed_on(lang, device::iso_day(lang, &one.closed))}</small>
                </li>
            }
            .into_any()
        };
        earlier.map(row).collect::<Vec<AnyView>>()
    });
    (!rows.is_empty()).then(|| {
        view! {
            <section class="panel-part">
                <h3>{words::earlier_votes(lang)}</h3>
                <ul class="plain">{rows}</ul>
            </section>
        }
        .into_any()
    })
}

/// Who said what where it was written down, with objections and how they were resolved.
pub fn noted_voices(store: Store, decision: &Decision) -> AnyView {
    let lang = store.lang.get();
    if decision.voices.is_empty() {
        return ().into_any();
    }
    let seats = ring_noted(store, decision);
    let label = ring_label(&seats, lang);
    let said = counts(&seats, decision.method, lang);
    let objection = |(by, words, resolved): &(RecordId, String, String)| {
        let answer = (!resolved.is_empty()).then(|| words::answer_is(lang, resolved));
        view! {
            <article class="voice-said">
                <OrgBadge organisation=by.clone() />
                <div class="stack">
                    <p class="row wrap">
                        <b>{store.badge(by).name}</b>
                        <span class="tag">{words::objection(lang)}</span>
                    </p>
                    <p class="voice-words">{words::quote(lang, words)}</p>
                    {answer.map(|answer| view! { <p class="voice-answer">{answer}</p> })}
                </div>
            </article>
        }
    };
    let objections = decision.objections.iter().map(objection).collect_view();
    let approve = seats.iter().filter(|seat| approves(seat.stand)).count();
    let centre = move || {
        view! {
            <b>{approve}</b>
            <span>{words::of_all(store.lang.get(), seats.len())}</span>
        }
    };
    view! {
        <div class="panel-part vote-ring">
            <LargeRing seats=ring_noted(store, decision) label=label own=words::you(lang).to_owned() centre=centre />
        </div>
        <div class="panel-part stack">
            <p>{said}</p>
            {objections}
        </div>
    }
    .into_any()
}
