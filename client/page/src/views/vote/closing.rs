//! The closing, by the secretariat: refused and explained while the rule is not met. Closing
//! cannot be undone, so it is asked once more.

use super::voices::may_moderate;
use crate::components::Dialog;
use crate::store::Store;
use leptos::prelude::*;
use shared::sections::governance::Method;
use shared::version::{Adoption, Standing, Version};
use shared::words::decisions as words;

#[component]
pub fn Closing(vote: Memo<Option<Version>>) -> impl IntoView {
    let store = Store::here();
    let is_shown = move || {
        let is_open = vote.with(|vote| vote.as_ref().is_some_and(|vote| vote.standing() == Standing::Open));
        is_open && may_moderate(store)
    };
    let is_met = Memo::new(move |_| vote.with(|vote| vote.as_ref().is_some_and(|vote| vote.tally.is_met())));
    let asking = RwSignal::new(false);
    let adopt = RwSignal::new(false);
    let ask = move |adopts: bool| {
        if adopts && !is_met.get_untracked() {
            return store.tell(words::close_why_not(store.lang.get_untracked()), false);
        }
        adopt.set(adopts);
        asking.set(true);
    };
    let close = move |_| {
        asking.set(false);
        let version = vote.with_untracked(|vote| vote.as_ref().map(|vote| vote.id.clone()));
        if let Some(version) = version {
            store.adopt(Adoption::Close { version, adopt: adopt.get_untracked() });
        }
    };
    let is_indicative =
        move || vote.with(|vote| vote.as_ref().is_some_and(|vote| vote.rule.method == Method::Dots));
    let adopt_words = move || {
        let lang = store.lang.get();
        if is_indicative() { words::close_indicative(lang) } else { words::close_adopt(lang) }
    };
    let sure = move || {
        let lang = store.lang.get();
        match (adopt.get(), is_indicative()) {
            (true, true) => words::close_indicative(lang),
            (true, false) => words::close_now_adopt(lang),
            (false, _) => words::close_now_without(lang),
        }
    };
    view! {
        <Show when=is_shown>
            <section class="panel-part stack" aria-label=move || words::closing(store.lang.get())>
                <h3>{move || words::closing(store.lang.get())}</h3>
                <div class="row wrap">
                    <button
                        class="button primary"
                        type="button"
                        aria-disabled=move || (!is_met.get()).to_string()
                        aria-describedby="close-why"
                        on:click=move |_| ask(true)
                    >
                        {adopt_words}
                    </button>
                    <button class="button" type="button" on:click=move |_| ask(false)>
                        {move || words::close_without(store.lang.get())}
                    </button>
                </div>
                <small id="close-why">
                    {move || (!is_met.get()).then(|| words::close_why_not(store.lang.get()))}
                </small>
            </section>
        </Show>
        <Dialog
            open=asking
            title=Signal::derive(move || sure().to_owned())
            foot=move || {
                view! {
                    <span class="grow"></span>
                    <button class="button" type="button" on:click=move |_| asking.set(false)>
                        {move || words::cancel(store.lang.get())}
                    </button>
                    <button class="button primary" type="button" on:click=close>
                        {sure}
                    </button>
                }
            }
        >
            <p>{move || words::close_sure(store.lang.get())}</p>
        </Dialog>
    }
    .into_any()
}
