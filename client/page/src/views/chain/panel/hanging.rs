//! The risks and milestones that hang on a card, in its panel.

use super::add_button;
use crate::components::{Lines, PanelPart, TextBlock};
use crate::icons::{Icon, icon};
use crate::views::chain::hand::Hand;
use crate::views::chain::indicator::remove_button;
use crate::views::chain::settle::{Settle, labelled_text};
use crate::views::chain::words as chain_words;
use crate::views::chain::{acts, fields};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::sections::chain::MilestoneStatus;
use shared::words;

/// The risks or the milestones on a card.
pub fn hangs_part(
    hand: Hand,
    node: &RecordId,
    kind: Kind,
    heading: fn(Lang) -> &'static str,
    add: fn(Lang) -> &'static str,
) -> AnyView {
    let lang = hand.store.lang;
    let node = StoredValue::new(node.clone());
    let ids = Memo::new(move |_| {
        hand.plan.with(|plan| {
            node.with_value(|node| match kind {
                Kind::Risk => plan.risks_on(node).map(|risk| risk.id.clone()).collect::<Vec<_>>(),
                _ => plan.milestones_on(node).map(|milestone| milestone.id.clone()).collect(),
            })
        })
    });
    let add_one = move || {
        let (id, jitter) = (hand.store.new_id(), hand.store.jitter());
        hand.store
            .act(hand.store.peek(|records| acts::add_on_node(records, kind, id, &node.get_value(), jitter)));
    };
    let row = move |id: RecordId| {
        let at = RecordAt::new(kind, id);
        match kind {
            Kind::Risk => risk_row(hand, &at),
            _ => milestone_row(hand, &at),
        }
    };
    view! {
        <PanelPart heading=Signal::derive(move || heading(lang.get()).to_owned())>
            <div class="stack-3">
                <For each=move || ids.get() key=|id| id.clone() children=row />
                {add_button(hand, add, add_one)}
            </div>
        </PanelPart>
    }
    .into_any()
}

fn titled(hand: Hand, at: &RecordAt, drawing: Icon, label: fn(Lang) -> &'static str) -> AnyView {
    let lang = hand.store.lang;
    view! {
        <div class="row upper">
            {icon(drawing, 16)}
            <div class="grow">
                <TextBlock
                    at=at.clone()
                    field="title"
                    label=Signal::derive(move || label(lang.get()).to_owned())
                    placeholder=Signal::derive(move || label(lang.get()).to_owned())
                    lines=Lines::One
                />
            </div>
        </div>
    }
    .into_any()
}

fn risk_row(hand: Hand, at: &RecordAt) -> AnyView {
    let lang = hand.store.lang;
    let step = |field: &str| fields::kept(hand.store, at.field(field));
    let (likelihood, impact) = (step("likelihood"), step("impact"));
    let tag = move |value: Memo<String>, words: fn(Lang, &'static str) -> String| {
        let step = value.get().parse::<u8>().unwrap_or(1);
        view! { <span class="tag">{words(lang.get(), chain_words::five(lang.get(), step))}</span> }.into_any()
    };
    view! {
        <div class="stack">
            {titled(hand, at, Icon::Warning, words::chain::risk)}
            <details>
                <summary>
                    <span class="row wrap">
                        {move || tag(likelihood, words::chain::likelihood_is)}
                        {move || tag(impact, words::chain::weight_is)}
                    </span>
                </summary>
                <div class="stack-3">
                    <div class="two-fields">
                        {fields::five(words::chain::likelihood, at.field("likelihood"))}
                        {fields::five(words::chain::weight, at.field("impact"))}
                    </div>
                    {labelled_text(hand, at, "mitigation", words::chain::mitigation)}
                    {fields::owner(words::chain::owner, at.field("owner"))}
                    {remove_button(hand, at.clone(), words::chain::remove_risk)}
                </div>
            </details>
            <Settle at=at.clone() />
        </div>
    }
    .into_any()
}

fn milestone_row(hand: Hand, at: &RecordAt) -> AnyView {
    view! {
        <div class="stack">
            {titled(hand, at, Icon::Flag, words::chain::milestone)}
            <div class="two-fields">
                {fields::date(words::chain::due, at.field("due"))}
                {fields::word::<MilestoneStatus>(words::chain::status, at.field("status"), chain_words::milestone)}
            </div>
            {remove_button(hand, at.clone(), words::chain::remove_milestone)}
            <Settle at=at.clone() />
        </div>
    }
    .into_any()
}
