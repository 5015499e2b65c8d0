//! Beside the cards: when they were revealed and by whom, how to hold the talk, what comes next.

use super::room::Room;
use crate::components::{OrgBadge, PanelPart};
use crate::device;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::ordered::OrdMap;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::sections::ideas::{Card, Stage, ranking};
use shared::words;

/// Most groups that are named as the most supported.
const KEPT: usize = 3;

#[component]
pub fn Facts(stage: Stage) -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let word = move |word: fn(shared::lang::Lang) -> &'static str| {
        Signal::derive(move || word(lang.get()).to_owned())
    };
    let note = move || match room.is_anonymous() {
        true => words::ideas::in_no_name(lang.get()),
        false => words::ideas::in_own_name(lang.get()),
    };
    let shown = (stage != Stage::Writing).then(|| view! { <Shown /> });
    let kept = (stage == Stage::Closed).then(|| {
        view! {
            <PanelPart heading=word(words::ideas::ranking)>
                <Ranking />
            </PanelPart>
        }
    });
    let talk = (stage != Stage::Writing).then(|| {
        view! {
            <PanelPart heading=word(words::ideas::talk)>
                <ul class="stack">
                    <li class="row">{icon(Icon::Comment, 16)} {move || words::ideas::talk_clarify(lang.get())}</li>
                    <li class="row">{icon(Icon::Seat, 16)} {move || words::ideas::talk_quiet(lang.get())}</li>
                </ul>
            </PanelPart>
        }
    });
    let next = (stage == Stage::Writing).then(|| {
        view! {
            <PanelPart heading=word(words::ideas::next)>
                <p>{move || words::ideas::reveal_note(lang.get())}</p>
            </PanelPart>
        }
    });
    let after = (stage == Stage::Dots || stage == Stage::Revealed).then(|| {
        view! {
            <PanelPart heading=word(words::ideas::next)>
                <p>{move || words::ideas::next_note(lang.get())}</p>
            </PanelPart>
        }
    });
    let back = move || {
        let place = room.nav.place().map(|place| place.with_object(None).path());
        view! { <a class="link" href=place.unwrap_or_default()>{words::ideas::all_rounds(lang.get())}</a> }
    };
    view! {
        <div class="idea-facts">
            {shown}
            {kept}
            {next}
            <section class="panel-part">
                <small class="row">{icon(Icon::People, 14)} <span>{note}</span></small>
            </section>
            {talk}
            {after}
            <section class="panel-part">{back}</section>
        </div>
    }
    .into_any()
}

/// How many cards each organisation showed, and how many came later.
#[component]
fn Shown() -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let cards = Memo::new(move |_| {
        room.groups.with(|groups| {
            let mut all: Vec<Card> = vec![];
            let stacks = groups.iter().flat_map(|group| &group.stacks);
            stacks.for_each(|stack| all.extend(stack.cards().cloned()));
            all
        })
    });
    let heading = Signal::derive(move || {
        let lang = lang.get();
        let time = room.round.with(|round| device::iso_time(lang, &round.as_ref()?.revealed));
        match time {
            Some(time) => words::ideas::revealed_at(lang, time),
            None => words::ideas::step_reveal(lang).to_owned(),
        }
    });
    let by = move || {
        let mut by: OrdMap<RecordId, usize> = OrdMap::new();
        cards.with(|cards| {
            for organisation in cards.iter().filter_map(|card| card.voice.organisation()) {
                *by.entry(organisation.clone()).or_default() += 1;
            }
        });
        let seats = room
            .store
            .organisations()
            .into_iter()
            .map(|(id, badge)| (by.get(&id).copied().unwrap_or(0), id, badge));
        let rows = seats.filter(|(count, _, _)| *count > 0).map(|(count, id, _)| {
            let bars = (0..count.min(12)).map(|_| view! { <i></i> }).collect_view();
            view! {
                <li>
                    <OrgBadge organisation=id size="sm" />
                    <span class="idea-bars" aria-hidden="true">{bars}</span>
                    <small class="numbers">{count}</small>
                </li>
            }
        });
        rows.collect_view()
    };
    let late = move || {
        let late = cards.with(|cards| cards.iter().filter(|card| card.is_late).count());
        (late > 0).then(|| view! { <p class="gap-words">{icon(Icon::Clock, 16)} {words::ideas::late_cards(lang.get(), late)}</p> })
    };
    view! {
        <PanelPart heading=heading>
            <p>{move || words::ideas::revealed(lang.get(), cards.with(Vec::len) as u64)}</p>
            <ul class="idea-counts">{by}</ul>
            {late}
        </PanelPart>
    }
    .into_any()
}

/// The groups with the most points, each with its way into the plan.
#[component]
fn Ranking() -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    move || {
        let lang = lang.get();
        let points = room.points.get();
        let first: Vec<(Option<RecordId>, u32)> = room.groups.with(|groups| {
            let ranked = ranking(groups, &points).into_iter().take(KEPT);
            ranked.map(|(at, points)| (groups.get(at).and_then(|group| group.id.clone()), points)).collect()
        });
        if first.is_empty() {
            return view! { <p class="dim">{words::ideas::ranking_none(lang)}</p> }.into_any();
        }
        let rows = first.into_iter().filter_map(|(group, points)| Some((group?, points))).map(|(group, points)| {
            let at = RecordAt::new(Kind::IdeaGroup, group.clone());
            let name = room.group_name(Some(&group));
            let become_part = room.may_group().then(|| {
                view! {
                    <button class="button dense" type="button" on:click=move |_| room.becoming.set(Some(at.clone()))>
                        {words::ideas::becomes(lang)}
                    </button>
                }
            });
            view! {
                <li>
                    <span>
                        <b>{name}</b>
                        <small>{words::ideas::all_points(lang, u64::from(points))}</small>
                    </span>
                    {become_part}
                </li>
            }
        });
        view! { <ol class="idea-ranking">{rows.collect_view()}</ol> }.into_any()
    }
}
