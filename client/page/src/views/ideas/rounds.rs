//! All questions of a board, the newest first, and a new one.

use super::new_round::NewRoundDialog;
use super::room::Room;
use super::stages::stage_name;
use crate::components::{EmptyState, SectionPage};
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::record::RecordAt;
use shared::sections::ideas::{Round, Stage, rounds};
use shared::sections::{Kind, Section};
use shared::words;

#[component]
pub fn Rounds() -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let asking = RwSignal::new(false);
    let all = Memo::new(move |_| {
        room.store.records(Section::Session, |records| {
            rounds(records).into_iter().rev().map(|round| round.id).collect::<Vec<RecordId>>()
        })
    });
    let ask = move || {
        view! {
            <Show when=move || room.may_moderate()>
                <button class="button primary" type="button" on:click=move |_| asking.set(true)>
                    {icon(Icon::Plus, 16)}
                    {move || words::ideas::open(lang.get())}
                </button>
            </Show>
        }
    };
    let empty = Signal::derive(move || match room.may_moderate() {
        true => words::ideas::empty(lang.get()).to_owned(),
        false => words::ideas::empty_others(lang.get()).to_owned(),
    });
    view! {
        <SectionPage
            title=Signal::derive(move || words::ideas::heading(lang.get()).to_owned())
            question=Signal::derive(move || words::ideas::question(lang.get()).to_owned())
            actions=move || view! { <Show when=move || !all.with(Vec::is_empty)>{ask()}</Show> }
            class="ideas"
        >
            <Show
                when=move || !all.with(Vec::is_empty)
                fallback=move || {
                    view! { <EmptyState drawing=Icon::Comment words=empty>{ask()}</EmptyState> }
                }
            >
                <ul class="rounds">
                    <For each=move || all.get() key=|id| id.clone() children=|id| view! { <RoundLine id=id /> } />
                </ul>
            </Show>
            <NewRoundDialog open=asking />
        </SectionPage>
    }
    .into_any()
}

#[component]
fn RoundLine(id: RecordId) -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let at = RecordAt::new(Kind::Round, id.clone());
    let round = Memo::new(move |_| room.store.records(Section::Session, |records| Round::find(records, &id)));
    let path = move || {
        let place = room.nav.place().map(|place| place.with_object(Some(at.clone())));
        place.map(|place| place.path()).unwrap_or_default()
    };
    let shown = move || {
        let lang = lang.get();
        round.get().map(|round| {
            let question = round.question.reads(lang, room.store.working()).trim().to_owned();
            let question =
                if question.is_empty() { words::shell::untitled(lang).to_owned() } else { question };
            let tone = if round.stage == Stage::Closed { "tag" } else { "tag accent" };
            view! {
                <b>{question}</b>
                <span class=tone>{stage_name(round.stage, lang)}</span>
            }
        })
    };
    view! {
        <li>
            <a href=path>{shown}{icon(Icon::ChevronRight, 18)}</a>
        </li>
    }
    .into_any()
}
