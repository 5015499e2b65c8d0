//! The panel about a link: why one leads to the other, how sure that is, what must hold for it.

use super::fields;
use super::hand::Hand;
use super::indicator::remove_button;
use super::settle::{Settle, labelled_text};
use super::words as chain_words;
use super::{acts, who};
use crate::components::{Lines, Panel, PanelPart, TextBlock, org_badge};
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::sections::chain::{Assumption, AssumptionState, Confidence};
use shared::words;

/// Where the focus goes after a link was made: what must hold for it comes next.
pub const ADD_ASSUMPTION: &str = "add-assumption";

/// A marker in words and shape, as it stands on the line.
fn mark(lang: shared::lang::Lang, letters: &str, state: AssumptionState) -> AnyView {
    let class = format!("assumption-mark still {}", chain_words::assumption_class(state));
    let label = words::chain::marker_label(lang, letters, chain_words::assumption(lang, state));
    view! { <span class=class role="img" aria-label=label>{letters.to_owned()}</span> }.into_any()
}

fn state_tag(lang: shared::lang::Lang, state: AssumptionState) -> AnyView {
    let (class, drawing) = match state {
        AssumptionState::Holds => ("tag ok", Icon::Check),
        AssumptionState::Uncertain => ("tag warn", Icon::Question),
        AssumptionState::ToTest => ("tag", Icon::Eye),
        AssumptionState::Broken => ("tag bad", Icon::Close),
    };
    view! { <span class=class>{icon(drawing, 14)}{chain_words::assumption(lang, state)}</span> }.into_any()
}

/// The assumptions on a link, to read: letters, words, how they stand and who looks.
pub fn assumption_notes(hand: Hand, link: &RecordId) -> Vec<AnyView> {
    let lang = hand.store.lang.get();
    hand.plan.with(|plan| {
        plan.assumptions_on(link)
            .map(|(letters, assumption)| {
                let by = assumption.owner.as_ref().map(|owner| org_badge(&who::badge(hand.store, owner), "sm"));
                let text = plan.reads(&assumption.text).to_owned();
                view! {
                    <div class="assumption-note">
                        {mark(lang, &letters, assumption.state)}
                        <div class="stack"><span>{text}</span><span class="row">{state_tag(lang, assumption.state)}{by}</span></div>
                    </div>
                }
                .into_any()
            })
            .collect()
    })
}

#[component]
pub fn LinkPanel(id: RecordId) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let at = RecordAt::new(Kind::Link, id.clone());
    let id = StoredValue::new(id);
    let ends = Memo::new(move |_| {
        hand.plan
            .with(|plan| id.with_value(|id| plan.line(id).map(|line| (line.from.clone(), line.to.clone()))))
    });
    let title_of = move |id: &RecordId| {
        let title = hand.plan.with(|plan| plan.title(id).to_owned());
        if title.is_empty() { words::chain::untitled(lang.get()).to_owned() } else { title }
    };
    let title = move || match ends.get() {
        Some((from, to)) => {
            let (from_title, to_title) = (title_of(&from), title_of(&to));
            view! {
                <span class="link-ends">
                    <button class="link" type="button" on:click=move |_| hand.open_node(&from)>{from_title}</button>
                    {icon(Icon::ArrowDown, 16)}
                    <button class="link" type="button" on:click=move |_| hand.open_node(&to)>{to_title}</button>
                </span>
            }
            .into_any()
        }
        None => view! { <span>{words::chain::link_is_removed(lang.get())}</span> }.into_any(),
    };
    let body_at = at.clone();
    let body = move || match ends.with(Option::is_some) {
        true => link_parts(hand, &body_at),
        false => gone(hand, &body_at),
    };
    view! {
        <Panel
            crumb=Signal::derive(move || words::chain::link(lang.get()).to_owned())
            title=move || view! { {title} }
            on_close=move |()| hand.close_panel()
        >
            <section class="panel-part stack-3 bare"><Settle at=at /></section>
            {body}
        </Panel>
    }
    .into_any()
}

/// A link that was removed, or whose end was.
fn gone(hand: Hand, at: &RecordAt) -> AnyView {
    let removed = hand.store.record(at, |record| record.is_removed()).unwrap_or_default();
    let at = at.clone();
    view! {
        <section class="panel-part">
            <Show when=move || removed && hand.may_edit()>
                <button class="button" type="button" on:click={let at = at.clone(); move |_| hand.restore(&at)}>
                    {icon(Icon::Restore, 16)}
                    <span>{move || words::chain::restore(hand.store.lang.get())}</span>
                </button>
            </Show>
        </section>
    }
    .into_any()
}

fn link_parts(hand: Hand, at: &RecordAt) -> AnyView {
    let lang = hand.store.lang;
    let link = StoredValue::new(at.id.clone());
    let assumptions = Memo::new(move |_| {
        hand.plan.with(|plan| {
            link.with_value(|link| {
                plan.assumptions_on(link).map(|(_, assumption)| assumption.id.clone()).collect::<Vec<_>>()
            })
        })
    });
    let add = move |_| {
        let (id, jitter) = (hand.store.new_id(), hand.store.jitter());
        let act = hand
            .store
            .peek(|records| link.with_value(|link| acts::add_assumption(records, id.clone(), link, jitter)));
        hand.store.act(act);
    };
    view! {
        <PanelPart heading=Signal::derive(move || words::chain::assumptions_here(lang.get(), assumptions.with(Vec::len) as u64))>
            <div class="stack-3">
                <For each=move || assumptions.get() key=|id| id.clone() let:id>
                    <AssumptionBlock id=id link=link.get_value() />
                </For>
                <Show when=move || hand.may_edit()>
                    <button class="button dense" type="button" id=ADD_ASSUMPTION on:click=add>
                        {icon(Icon::Plus, 16)}
                        <span>{move || words::chain::add_assumption(lang.get())}</span>
                    </button>
                    <TakeAssumption link=link.get_value() />
                </Show>
            </div>
        </PanelPart>
        <section class="panel-part stack-3">
            {labelled_text(hand, at, "rationale", words::chain::rationale)}
            {fields::word::<Confidence>(words::chain::confidence, at.field("confidence"), chain_words::confidence)}
            <Show when=move || hand.may_edit()>
                <button class="button discreet dense grave" type="button" on:click=move |_| hand.unlink(&link.get_value())>
                    {icon(Icon::Unlink, 16)}
                    <span>{move || words::chain::unlink(lang.get())}</span>
                </button>
            </Show>
        </section>
    }
    .into_any()
}

/// One assumption, found again by id at each change.
#[component]
fn AssumptionBlock(id: RecordId, link: RecordId) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let at = RecordAt::new(Kind::Assumption, id.clone());
    let found = Memo::new(move |_| {
        hand.plan.with(|plan| {
            let mut on = plan.assumptions_on(&link).filter(|(_, assumption)| assumption.id == id);
            on.next().map(|(letters, assumption): (String, &Assumption)| (letters, assumption.state))
        })
    });
    let marked = move || found.get().map(|(letters, state)| mark(lang.get(), &letters, state));
    view! {
        <div class="assumption-note">
            {marked}
            <div class="stack">
                <TextBlock
                    at=at.clone()
                    field="text"
                    label=Signal::derive(move || words::chain::assumption(lang.get()).to_owned())
                    placeholder=Signal::derive(move || words::chain::assumption_placeholder(lang.get()).to_owned())
                    lines=Lines::Many
                />
                {fields::word::<AssumptionState>(words::chain::state, at.field("state"), chain_words::assumption)}
                <details>
                    <summary class="link">{move || words::chain::who_looks(lang.get())}</summary>
                    <div class="stack-3">
                        {fields::owner(words::chain::owner, at.field("owner"))}
                        {fields::date(words::chain::reviewed, at.field("reviewed"))}
                        {remove_button(hand, at.clone(), words::chain::remove_assumption)}
                    </div>
                </details>
                <Settle at=at />
            </div>
        </div>
    }
    .into_any()
}

/// An assumption of another link that this one rests on as well.
#[component]
fn TakeAssumption(link: RecordId) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let link = StoredValue::new(link);
    let others = Memo::new(move |_| {
        hand.plan.with(|plan| {
            let numbered = plan.assumptions.iter().enumerate();
            let free =
                numbered.filter(|(_, assumption)| link.with_value(|link| !assumption.links.contains(link)));
            free.map(|(at, assumption)| {
                (assumption.id.to_string(), format!("H{} · {}", at + 1, plan.reads(&assumption.text)))
            })
            .collect::<Vec<_>>()
        })
    });
    let take = move |event: leptos::ev::Event| {
        if let Some(id) = RecordId::parse(&event_target_value(&event)) {
            let at = RecordAt::new(Kind::Assumption, id);
            hand.store.act(link.with_value(|link| acts::choose(&at, "links", link, true)));
        }
    };
    view! {
        <Show when=move || !others.with(Vec::is_empty)>
            <select class="input link-to" aria-label=move || words::chain::take_assumption(lang.get()) on:change=take>
                <option value="" selected>{move || words::chain::take_assumption(lang.get())}</option>
                {move || others.get().into_iter().map(|(id, words)| view! { <option value=id>{words}</option> }).collect_view()}
            </select>
        </Show>
    }
    .into_any()
}
