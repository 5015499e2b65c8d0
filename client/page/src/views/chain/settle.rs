//! Questions on the chain's objects, and the ways to settle them that need a choice here.

use super::acts;
use super::hand::{Hand, focus_element};
use crate::components::{Lines, QuestionNotes, TextBlock};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::questions::settle::Way;
use shared::record::RecordAt;
use shared::words;

/// The list in the panel from which a card is linked on.
pub const LINK_ON: &str = "link-on";

/// What is open on `at`. `node` is the card whose panel it stands in.
#[component]
pub fn Settle(at: RecordAt, #[prop(optional)] node: Option<RecordId>) -> impl IntoView {
    let hand = Hand::here();
    match node {
        Some(node) => {
            let choose = move |way: Way| match way {
                Way::AddIndicator => add_indicator(hand, &node),
                Way::AddLink => focus_element(LINK_ON),
                // Asked of other sections, or done by an act of their own.
                Way::KeepAnswering { .. }
                | Way::ChooseWhoAnswers
                | Way::ChooseWhoDoes
                | Way::RemoveLink { .. }
                | Way::Restore { .. }
                | Way::LeaveRemoved { .. }
                | Way::KeepValue { .. }
                | Way::KeepText { .. }
                | Way::TakeOn => {}
            };
            view! { <QuestionNotes at=at on_choose=choose /> }.into_any()
        }
        None => view! { <QuestionNotes at=at /> }.into_any(),
    }
}

/// Gives a card its first indicator, to be named next.
pub fn add_indicator(hand: Hand, node: &RecordId) {
    let (id, jitter) = (hand.store.new_id(), hand.store.jitter());
    hand.store.act(hand.store.peek(|records| acts::add_indicator(records, id, node, jitter)));
    hand.store.say(words::chain::said_indicator_added(hand.store.lang.get_untracked()));
}

/// A labelled text of a record in the panel.
pub fn labelled_text(
    hand: Hand,
    at: &RecordAt,
    field: &'static str,
    label: fn(Lang) -> &'static str,
) -> AnyView {
    let lang = hand.store.lang;
    view! {
        <div class="field">
            <span class="field-label">{move || label(lang.get())}</span>
            <TextBlock
                at=at.clone()
                field=field
                label=Signal::derive(move || label(lang.get()).to_owned())
                lines=Lines::Many
                class="input"
            />
        </div>
    }
    .into_any()
}
