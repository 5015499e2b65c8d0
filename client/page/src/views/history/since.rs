//! What others did since this device last looked, by organisation and by section: to go through one by
//! one, or to compare with now.

use super::acts::told;
use super::hand::History;
use super::who;
use crate::address::When;
use crate::device;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::past::Moment;
use shared::sections::Section;
use shared::told::section_name;
use shared::words::{history as words, shell};

/// How many acts are listed here; the history has all of them.
const LISTED: usize = 8;

#[component]
pub fn SincePanel() -> impl IntoView {
    let history = History::here();
    let store = history.store;
    let since = move || history.since.get().unwrap_or_default();
    let visit = move || {
        let (lang, visit) = (store.lang.get(), since().visit);
        visit.map(|at| words::since_when(lang, device::day_in_words(lang, at), device::clock_time(lang, at)))
    };
    let counts = move || {
        let lang = store.lang.get();
        let since = since();
        let by = since.by.iter().map(|(organisation, acts)| {
            view! { <span class="row">{who::badge(store, organisation.as_ref())}<span>{*acts}</span></span> }.into_any()
        });
        let sections =
            since.sections.iter().map(|(section, acts)| format!("{} {acts}", section_name(*section, lang)));
        let sections = sections.collect::<Vec<_>>().join(" · ");
        view! {
            <p class="since-by">{by.collect_view()}</p>
            <p class="muted">{sections}</p>
        }
        .into_any()
    };
    let listed = move || {
        let since = since();
        let act = |act: &shared::past::PastAct| {
            let change = act.change.clone();
            let go = move |_| open(history, When::Past(Moment::After(change.clone())));
            view! { <li><button class="act" type="button" on:click=go>{told(store, act)}</button></li> }
                .into_any()
        };
        since.last.iter().take(LISTED).map(act).collect_view()
    };
    // From the first of them on.
    let play = move |_| {
        let first = history.since.with_untracked(|since| {
            since.as_ref().and_then(|since| since.last.last().map(|act| act.change.clone()))
        });
        first.into_iter().for_each(|change| open(history, When::Past(Moment::After(change))));
    };
    let compare = move |_| {
        let visit = history.since.with_untracked(|since| since.as_ref().and_then(|since| since.visit));
        visit.into_iter().for_each(|at| open(history, When::Between(Moment::Until(at), Moment::Now)));
    };
    view! {
        <aside class="side acts" id="panel" aria-label=move || words::since(store.lang.get())>
            <section class="panel-part panel-head">
                <p class="crumb">
                    <span>{visit}</span>
                    <button
                        class="icon-button"
                        type="button"
                        aria-label=move || shell::close(store.lang.get())
                        on:click=move |_| history.since_read.set(true)
                    >
                        {icon(Icon::Close, 18)}
                    </button>
                </p>
                <h2 tabindex="-1">{move || words::since(store.lang.get())}</h2>
                <p>{move || words::n_acts(store.lang.get(), u64::from(since().acts))}</p>
                {counts}
                <p class="row">
                    <button class="button dense" type="button" on:click=play>
                        {icon(Icon::Play, 16)}
                        {move || words::since_play(store.lang.get())}
                    </button>
                    <button class="button dense" type="button" on:click=compare>
                        {icon(Icon::Swap, 16)}
                        {move || words::since_compare(store.lang.get())}
                    </button>
                </p>
            </section>
            <ol class="act-list">{listed}</ol>
        </aside>
    }
    .into_any()
}

/// The last of what others did in one section, as a part of its panel, and the way to the history.
#[component]
pub fn SinceIn(section: Section) -> impl IntoView {
    let history = History::here();
    let store = history.store;
    let listed = move || {
        let since = history.since.get().unwrap_or_default();
        let act = |act: &shared::past::PastAct| {
            let change = act.change.clone();
            let go = move |_| open(history, When::Past(Moment::After(change.clone())));
            view! { <li><button class="act" type="button" on:click=go>{told(store, act)}</button></li> }
                .into_any()
        };
        let here = since.last.iter().filter(|act| act.sections.contains(&section));
        here.take(LISTED / 2).map(act).collect_view()
    };
    let path = move || {
        let place = history.nav.place();
        place.map(|place| place.at(When::Past(Moment::Now)).path()).unwrap_or_default()
    };
    view! {
        <section class="panel-part">
            <h3>{move || words::since(store.lang.get())}</h3>
            <ol class="act-list">{listed}</ol>
            <a class="link" href=path>{move || words::see_history(store.lang.get())}</a>
        </section>
    }
    .into_any()
}

/// Goes into the past; Back leads here again.
fn open(history: History, when: When) {
    history.since_read.set(true);
    if let Some(place) = history.nav.place_now() {
        history.nav.go(&place.at(when).path());
    }
}
