//! A compact chain stands in bands, one per objective: its head with what is missing in it, and
//! the stacks that its cards are folded into.

use super::hand::{Hand, card_element_id};
use super::words as chain_words;
use super::{card, who};
use crate::components::org_badge;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::px::Px;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::words;
use web_sys::KeyboardEvent;

/// Frames and heads of all bands; nothing in an ample chain.
#[component]
pub fn Bands() -> impl IntoView {
    let hand = Hand::here();
    let count = Memo::new(move |_| hand.shape.with(|shape| shape.bands.len()));
    move || (0..count.get()).map(|at| band(hand, at)).collect_view()
}

fn band(hand: Hand, at: usize) -> AnyView {
    let lang = hand.store.lang;
    let objective = Memo::new(move |_| {
        hand.shape.with(|shape| shape.bands.get(at).and_then(|band| band.objective.clone()))
    });
    let folded =
        Memo::new(move |_| hand.shape.with(|shape| shape.bands.get(at).is_some_and(|band| band.folded)));
    let count = Memo::new(move |_| hand.shape.with(|shape| shape.bands.get(at).map_or(0, |band| band.count)));
    let style = move || {
        let rect = hand.layout.with(|layout| layout.bands.get(at).copied());
        rect.map(|rect| {
            format!(
                "left:{}px;top:{}px;width:{}px;height:{}px",
                Px(rect.x),
                Px(rect.y),
                Px(rect.width),
                Px(rect.height)
            )
        })
        .unwrap_or_default()
    };
    let title = move || {
        let named = hand.plan.with(|plan| {
            let id = objective.get()?;
            let number = plan.objectives.iter().position(|aim| aim.id == id)?;
            Some(format!("{}. {}", number + 1, plan.objectives[number].title))
        });
        named.unwrap_or_else(|| words::chain::no_objective(lang.get()).to_owned())
    };
    let lead = move || {
        let lead = hand.plan.with(|plan| {
            let id = objective.get()?;
            plan.objectives.iter().find(|aim| aim.id == id)?.lead.clone()
        });
        lead.map(|lead| org_badge(&who::badge(hand.store, &lead), "sm"))
    };
    let gaps = Memo::new(move |_| {
        let objective = objective.get();
        let nodes = hand.plan.with(|plan| {
            let of_it = plan.nodes.iter();
            of_it
                .filter(|node| plan.aim_of(node).map(|aim| &aim.id) == objective.as_ref())
                .map(|node| node.id.clone())
                .collect::<Vec<RecordId>>()
        });
        let asks = |node: RecordId| !hand.store.questions_on(&RecordAt::new(Kind::Node, node)).is_empty();
        nodes.into_iter().filter(|node| asks(node.clone())).count()
    });
    let turn = move |fold: bool| untrack(|| hand.fold(objective.get().as_ref(), fold));
    let keys = move |event: KeyboardEvent| {
        let fold = match event.key().as_str() {
            "+" | "ArrowRight" => false,
            "-" | "ArrowLeft" => true,
            // Every other key is the page's or the browser's.
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        turn(fold);
    };
    view! {
        <section class="chain-band" style=style>
            <button
                class="chain-band-head"
                type="button"
                aria-expanded=move || (!folded.get()).to_string()
                aria-keyshortcuts="+ -"
                on:click=move |_| turn(!folded.get_untracked())
                on:keydown=keys
            >
                {move || icon(if folded.get() { Icon::ChevronRight } else { Icon::ChevronDown }, 16)}
                <b>{title}</b>
                {lead}
                <small>{move || words::chain::cards(lang.get(), count.get() as u64)}</small>
                {move || {
                    let gaps = gaps.get();
                    (gaps > 0)
                        .then(|| {
                            view! {
                                <span class="tag warn">
                                    {icon(Icon::Gap, 14)} {words::chain::gaps_here(lang.get(), gaps as u64)}
                                </span>
                            }
                        })
                }}
            </button>
        </section>
    }
    .into_any()
}

/// The folded cards of an objective in one level; a press unfolds them.
#[component]
pub fn StackCard(id: RecordId) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let id = StoredValue::new(id);
    let stack = Memo::new(move |_| {
        hand.shape.with(|shape| {
            let stack = id.with_value(|id| shape.stacks.iter().find(|stack| stack.id == *id))?;
            let objective = shape.bands.get(stack.band)?.objective.clone();
            Some((stack.level, stack.count, objective))
        })
    });
    let style = move || {
        let rect = hand.layout.with(|layout| id.with_value(|id| layout.card(id).map(|card| card.rect)))?;
        Some(format!(
            "left:{}px;top:{}px;width:{}px;height:{}px",
            Px(rect.x),
            Px(rect.y),
            Px(rect.width),
            Px(rect.height)
        ))
    };
    let class = move || stack.get().map(|(level, ..)| format!("chain-stack {}", card::level_class(level)));
    let said = move || {
        stack.get().map(|(level, count, _)| {
            words::chain::stack(lang.get(), count, chain_words::level(lang.get(), level))
        })
    };
    view! {
        <button
            class=class
            type="button"
            id=move || id.with_value(card_element_id)
            style=move || style().unwrap_or_else(|| "display:none".to_owned())
            title=move || words::chain::unfold(lang.get())
            on:click=move |_| {
                if let Some((_, _, objective)) = stack.get_untracked() {
                    hand.fold(objective.as_ref(), false);
                }
            }
        >
            {said}
        </button>
    }
    .into_any()
}
