//! The bar under the graph: undo, what the markers mean, what is missing, and how near to look.

use super::hand::Hand;
use super::words as chain_words;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::record::RecordAt;
use shared::sections::chain::AssumptionState;
use shared::sections::{Kind, Section, Word};
use shared::words;

/// What asks for something in this section, each object once, in a steady order.
fn gaps(hand: Hand) -> Vec<RecordAt> {
    hand.store.questions.with(|questions| {
        let on_chain = questions.iter().filter(|question| question.on.kind.section() == Section::Chain);
        let mut on: Vec<RecordAt> = on_chain.map(|question| question.on.clone()).collect();
        on.dedup();
        on
    })
}

/// How many gaps there are; each press goes to the next one.
#[component]
pub fn GapsButton() -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let gaps = Memo::new(move |_| gaps(hand));
    let at = StoredValue::new(0usize);
    let go = move |_| {
        let all = gaps.get_untracked();
        let Some(next) = all.get(at.get_value() % all.len().max(1)) else { return };
        at.update_value(|at| *at += 1);
        hand.focused.set(Some(next.id.clone()));
        hand.nav.select(Some(next.clone()));
        super::hand::focus_element(&super::hand::card_element_id(&next.id));
    };
    view! {
        <Show when=move || !gaps.with(Vec::is_empty)>
            <button class="button discreet dense" type="button" on:click=go>
                {icon(Icon::Gap, 16)}
                <span>{move || words::chain::gaps(lang.get(), gaps.with(Vec::len) as u64)}</span>
            </button>
        </Show>
    }
    .into_any()
}

#[component]
pub fn Bar() -> impl IntoView {
    let hand = Hand::here();
    let store = hand.store;
    let lang = store.lang;
    let button = move |drawing: Icon,
                       words: fn(shared::lang::Lang) -> &'static str,
                       act: Callback<()>,
                       dimmed: Signal<bool>| {
        view! {
            <button
                class="icon-button"
                type="button"
                aria-label=move || words(lang.get())
                title=move || words(lang.get())
                aria-disabled=move || dimmed.get().then_some("true")
                on:click=move |_| act.run(())
            >
                {icon(drawing, 18)}
            </button>
        }
        .into_any()
    };
    let legend = AssumptionState::ALL.iter().rev().map(|state| {
        let state = *state;
        view! {
            <span class="chain-legend">
                <span class=format!("assumption-mark {}", chain_words::assumption_class(state)) aria-hidden="true">"H"</span>
                {move || chain_words::assumption(lang.get(), state)}
            </span>
        }
        .into_any()
    });
    let never = Signal::derive(|| false);
    view! {
        <div class="chain-bar" role="toolbar" aria-label=move || words::chain::bar_label(lang.get())>
            {button(
                Icon::Undo,
                words::chain::undo,
                Callback::new(move |()| store.undo()),
                Signal::derive(move || !store.undo_state.get().undo),
            )}
            {button(
                Icon::Redo,
                words::chain::redo,
                Callback::new(move |()| store.redo()),
                Signal::derive(move || !store.undo_state.get().redo),
            )}
            <span class="chain-bar-line"></span>
            {legend_or_path(hand, legend.collect_view())}
            <span class="grow"></span>
            <Show when=move || hand.shape.with(|shape| !shape.bands.is_empty())>{fold_button(hand)}</Show>
            <GapsButton />
            <span class="chain-bar-line"></span>
            {button(
                Icon::Minus,
                words::chain::zoom_out,
                Callback::new(move |()| hand.zoom_to(hand.zoom.get_untracked() - 0.1)),
                never,
            )}
            <button
                class="chain-zoom numbers"
                type="button"
                title=move || words::chain::zoom_fit(lang.get())
                aria-label=move || words::chain::zoom_fit_now(lang.get(), percent(hand))
                on:click=move |_| {
                    if (hand.zoom.get_untracked() - 1.0).abs() < 0.01 { hand.zoom_to_fit() } else { hand.zoom_to(1.0) }
                }
            >
                {move || format!("{}\u{a0}%", percent(hand))}
            </button>
            {button(
                Icon::Plus,
                words::chain::zoom_in,
                Callback::new(move |()| hand.zoom_to(hand.zoom.get_untracked() + 0.1)),
                never,
            )}
            <button
                class="icon-button"
                type="button"
                aria-pressed=move || hand.minimap.get().to_string()
                aria-keyshortcuts="O"
                aria-label=move || words::chain::minimap(lang.get())
                title=move || words::chain::minimap(lang.get())
                on:click=move |_| hand.minimap.update(|shown| *shown = !*shown)
            >
                {icon(Icon::Context, 18)}
            </button>
        </div>
    }
    .into_any()
}

/// What the markers mean; with a card selected, how long its path is and a way to see only that.
fn legend_or_path(hand: Hand, legend: AnyView) -> AnyView {
    let lang = hand.store.lang;
    let selected = Memo::new(move |_| hand.selected().filter(|at| at.kind == Kind::Node).map(|at| at.id));
    let is_on = move || hand.filter.with(|filter| filter.path_of.is_some());
    let title = move || selected.get().map(|id| hand.plan.with(|plan| plan.title(&id).to_owned()));
    let count = move || hand.path.with(|path| path.cards.len()) as u64;
    let turn = move |_| {
        let path_of = if untrack(is_on) { None } else { selected.get_untracked() };
        hand.filter.update(|filter| filter.path_of = path_of);
    };
    view! {
        <span class="chain-legends" hidden=move || selected.get().is_some() || is_on()>{legend}</span>
        <Show when=move || selected.get().is_some() || is_on()>
            <span class="chain-path">
                <b>{title}</b>
                <Show when=move || selected.get().is_some()>
                    <span>{move || words::chain::path_of(lang.get(), count())}</span>
                </Show>
                <button class="button dense" type="button" aria-pressed=move || is_on().to_string() on:click=turn>
                    {icon(Icon::Path, 16)}
                    <span>
                        {move || {
                            if is_on() { words::chain::path_all(lang.get()) } else { words::chain::path_only(lang.get()) }
                        }}
                    </span>
                </button>
            </span>
        </Show>
    }
    .into_any()
}

/// Unfolds all objectives, or folds them where none is folded.
fn fold_button(hand: Hand) -> AnyView {
    let lang = hand.store.lang;
    let any = Memo::new(move |_| hand.shape.with(|shape| shape.bands.iter().any(|band| band.folded)));
    view! {
        <button
            class="button discreet dense"
            type="button"
            on:click=move |_| hand.fold_all(!any.get_untracked())
        >
            {move || icon(if any.get() { Icon::Unfold } else { Icon::Fold }, 16)}
            <span>
                {move || if any.get() { words::chain::unfold_all(lang.get()) } else { words::chain::fold_all(lang.get()) }}
            </span>
        </button>
    }
    .into_any()
}

fn percent(hand: Hand) -> u32 {
    (hand.zoom.get() * 100.0).round() as u32
}
