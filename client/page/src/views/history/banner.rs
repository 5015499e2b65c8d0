//! Says which moment is looked at, and that nothing in it can be changed. It closes only by going
//! back to the present.

use super::hand::History;
use super::take_up::TakeUp;
use crate::address::When;
use crate::device;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::past::Moment;
use shared::words::history as words;

#[component]
pub fn Banner() -> impl IntoView {
    let history = History::here();
    let store = history.store;
    let taking_up = RwSignal::new(false);
    let said = move || {
        let lang = store.lang.get();
        store.past.with(|past| match past {
            None => words::opening(lang).to_owned(),
            Some(shown) => match shown.at {
                Some(at) => {
                    words::viewing(lang, device::day_in_words(lang, at), device::clock_time(lang, at))
                }
                None => words::viewing_now(lang).to_owned(),
            },
        })
    };
    let compare = move || {
        let place = history.nav.place();
        let moment = match history.when.get() {
            When::Past(moment) => moment,
            When::Present | When::Between(..) => Moment::Now,
        };
        place.map(|place| place.at(When::Between(moment, Moment::Now)).path()).unwrap_or_default()
    };
    view! {
        <section class="past-banner" data-region="" aria-label=move || words::history(store.lang.get())>
            {icon(Icon::History, 18)}
            <p role="status">{said}</p>
            <span class="past-ways">
                <a class="button dense" href=compare>
                    {icon(Icon::Swap, 16)}
                    <span>{move || words::compare(store.lang.get())}</span>
                </a>
                <button class="button dense" type="button" on:click=move |_| taking_up.set(true)>
                    {icon(Icon::Restore, 16)}
                    <span>{move || words::take_up(store.lang.get())}</span>
                </button>
                <button class="button dense back" type="button" on:click=move |_| history.leave()>
                    {move || words::back_to_now(store.lang.get())}
                </button>
            </span>
        </section>
        <TakeUp open=taking_up />
    }
    .into_any()
}
