//! Which cards are shown: by organisation, by objective, by status, or the path of one card.

use super::hand::Hand;
use super::shape::Filter;
use super::{who, words as chain_words};
use crate::icons::{Icon, icon};
use crate::views::fields::{Entry, choice};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::sections::Word;
use shared::sections::chain::Status;
use shared::words;

/// The button that shows the filter's fields, and says that something is hidden.
#[component]
pub fn FilterButton(open: RwSignal<bool>) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    view! {
        <button
            class="button"
            type="button"
            aria-expanded=move || open.get().to_string()
            on:click=move |_| open.update(|open| *open = !*open)
        >
            {icon(Icon::Filter, 16)}
            <span>{move || words::chain::filter(lang.get())}</span>
            <Show when=move || hand.filter.with(|filter| !filter.is_open())>
                <span class="tag warn numbers">{move || hand.shape.with(|shape| shape.shown)}</span>
            </Show>
        </button>
    }
    .into_any()
}

/// The fields, and how many cards they leave.
#[component]
pub fn FilterBar(open: RwSignal<bool>) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let said = move |words: fn(Lang) -> &'static str| Signal::derive(move || words(lang.get()).to_owned());
    let all = move || (String::new(), words::chain::filter_all(lang.get()).to_owned());
    let organisations = Signal::derive(move || {
        let owners = who::owners(hand.store).into_iter().map(|(id, badge)| (id.to_string(), badge.name));
        std::iter::once(all()).chain(owners).collect::<Vec<Entry>>()
    });
    let objectives = Signal::derive(move || {
        let aims = hand.plan.with(|plan| {
            plan.objectives.iter().map(|aim| (aim.id.to_string(), aim.title.clone())).collect::<Vec<Entry>>()
        });
        std::iter::once(all()).chain(aims).collect::<Vec<Entry>>()
    });
    let statuses = Signal::derive(move || {
        let words =
            |status: &Status| (status.key().to_owned(), chain_words::status(lang.get(), *status).to_owned());
        std::iter::once(all()).chain(Status::ALL.iter().map(words)).collect::<Vec<Entry>>()
    });
    let chosen = move |read: fn(&Filter) -> String| Signal::derive(move || hand.filter.with(read));
    let set = move |put: fn(&mut Filter, &str)| {
        Callback::new(move |key: String| {
            hand.filter.update(|filter| put(filter, &key));
            let shown = hand.shape.with_untracked(|shape| shape.shown) as u64;
            hand.store.say(words::chain::cards(lang.get_untracked(), shown));
        })
    };
    let id = |id: &Option<RecordId>| id.as_ref().map(RecordId::to_string).unwrap_or_default();
    let never = Signal::derive(|| false);
    let left = move || {
        let (shown, all) = (hand.shape.with(|shape| shape.shown), hand.plan.with(|plan| plan.nodes.len()));
        words::chain::cards_of(lang.get(), all, shown)
    };
    view! {
        <Show when=move || open.get() || hand.filter.with(|filter| !filter.is_open())>
            <div class="chain-filter" role="group" aria-label=move || words::chain::filter(lang.get())>
                {choice(
                    said(words::chain::filter_by),
                    organisations,
                    Signal::derive(move || hand.filter.with(|filter| id(&filter.organisation))),
                    never,
                    set(|filter, key| filter.organisation = RecordId::parse(key)),
                )}
                {choice(
                    said(words::chain::filter_for),
                    objectives,
                    Signal::derive(move || hand.filter.with(|filter| id(&filter.objective))),
                    never,
                    set(|filter, key| filter.objective = RecordId::parse(key)),
                )}
                {choice(
                    said(words::chain::status),
                    statuses,
                    chosen(|filter| filter.status.map(|status| status.key().to_owned()).unwrap_or_default()),
                    never,
                    set(|filter, key| filter.status = (!key.is_empty()).then(|| Status::from_key(key))),
                )}
                <span class="grow"></span>
                <span class="muted numbers">{left}</span>
                <button
                    class="button discreet dense"
                    type="button"
                    on:click=move |_| {
                        hand.filter.set(Filter::default());
                        open.set(false);
                    }
                >
                    {icon(Icon::Close, 16)}
                    <span>{move || words::chain::filter_clear(lang.get())}</span>
                </button>
            </div>
        </Show>
    }
    .into_any()
}
