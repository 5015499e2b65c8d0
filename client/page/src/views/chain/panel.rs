//! The panel about the selected card: everything that hangs on it, each thing editable here.

mod hanging;
mod links;

use super::card::{carrier_badges, status_class, status_icon};
use super::fields;
use super::hand::Hand;
use super::indicator::IndicatorBlock;
use super::link_panel::LinkPanel;
use super::menu::CardMenu;
use super::settle::{Settle, add_indicator, labelled_text};
use super::who;
use super::words as chain_words;
use crate::components::{Lines, Panel, PanelPart, TextBlock};
use crate::icons::{Icon, icon};
use hanging::hangs_part;
use leptos::prelude::*;
use links::links_part;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::record::RecordAt;
use shared::sections::chain::{Level, Status};
use shared::sections::{Kind, Section};
use shared::words;

/// The panel of the object in the address: a card, a link, or the card that something hangs on.
#[component]
pub fn ChainPanel() -> impl IntoView {
    let hand = Hand::here();
    let about = Memo::new(move |_| hand.selected().and_then(|at| home_of(hand, &at)));
    move || {
        about.get().map(|at| match at.kind {
            Kind::Link => view! { <LinkPanel id=at.id /> }.into_any(),
            _ => view! { <NodePanel id=at.id /> }.into_any(),
        })
    }
}

/// The card or link under which an object is found.
fn home_of(hand: Hand, at: &RecordAt) -> Option<RecordAt> {
    let first = |kind: Kind, field: &str, of: Kind| {
        hand.store.records(Section::Chain, |records| {
            let id = records.get(kind, &at.id)?.set(field).find_map(RecordId::parse)?;
            Some(RecordAt::new(of, id))
        })
    };
    match at.kind {
        Kind::Node | Kind::Link => Some(at.clone()),
        Kind::Assumption => first(Kind::Assumption, "links", Kind::Link),
        Kind::Risk => first(Kind::Risk, "nodes", Kind::Node),
        Kind::Milestone => first(Kind::Milestone, "nodes", Kind::Node),
        Kind::Indicator => hand
            .store
            .record(at, |record| record.reference("node"))
            .flatten()
            .map(|id| RecordAt::new(Kind::Node, id)),
        // Objects of other sections have no panel here.
        _ => None,
    }
}

#[component]
fn NodePanel(id: RecordId) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let at = RecordAt::new(Kind::Node, id.clone());
    let in_use = {
        let at = at.clone();
        Memo::new(move |_| hand.store.record(&at, |record| !record.is_removed()))
    };
    let level = {
        let id = id.clone();
        Memo::new(move |_| hand.plan.with(|plan| plan.node(&id).map_or(Level::Input, |node| node.level)))
    };
    let crumb = Signal::derive(move || {
        let own = hand.plan.with(|plan| plan.level_name(level.get()).to_owned());
        if own.is_empty() { chain_words::one_of(lang.get(), level.get()).to_owned() } else { own }
    });
    let title_at = at.clone();
    let title = move || {
        view! {
            <TextBlock
                at=title_at.clone()
                field="title"
                label=Signal::derive(move || words::chain::title(lang.get()).to_owned())
                placeholder=Signal::derive(move || words::chain::untitled(lang.get()).to_owned())
                lines=Lines::One
                class="panel-title"
            />
        }
        .into_any()
    };
    let parts_at = at.clone();
    let body = move || {
        match in_use.get() {
        Some(true) => node_parts(hand, &parts_at),
        Some(false) => removed_part(hand, &parts_at),
        None => view! { <section class="panel-part"><p class="note">{words::chain::not_here(lang.get())}</p></section> }.into_any(),
    }
    };
    view! {
        <Panel crumb=crumb title=title on_close=move |()| hand.close_panel()>
            {body}
        </Panel>
    }
    .into_any()
}

fn removed_part(hand: Hand, at: &RecordAt) -> AnyView {
    let lang = hand.store.lang.get();
    let by = hand.store.record(at, |record| {
        let removed = record.removed.as_ref()?;
        shared::ids::MemberId::parse(&removed.by)
    });
    let name = by.flatten().map(|by| hand.store.name_of(&by)).unwrap_or_default();
    let told = if name.is_empty() {
        words::chain::card_is_removed(lang).to_owned()
    } else {
        words::chain::card_removed_by(lang, name)
    };
    let restored = at.clone();
    view! {
        <section class="panel-part stack-3">
            <Settle at=at.clone() />
            <p class="note">{told}</p>
            <Show when=move || hand.may_edit()>
                <button class="button" type="button" on:click={let at = restored.clone(); move |_| hand.restore(&at)}>
                    {icon(Icon::Restore, 16)}
                    <span>{move || words::chain::restore(hand.store.lang.get())}</span>
                </button>
            </Show>
        </section>
    }
    .into_any()
}

fn node_parts(hand: Hand, at: &RecordAt) -> AnyView {
    let id = at.id.clone();
    view! {
        <section class="panel-part stack-3">
            {carried_by(hand, &id)}
            <Settle at=at.clone() node=id.clone() />
            {labelled_text(hand, at, "detail", words::chain::detail)}
        </section>
        {indicators_part(hand, &id)}
        {links_part(hand, &id)}
        {hangs_part(hand, &id, Kind::Risk, words::chain::risks, words::chain::add_risk)}
        {hangs_part(hand, &id, Kind::Milestone, words::chain::milestones, words::chain::add_milestone)}
        <section class="panel-part stack-3">
            <div class="two-fields">
                {fields::word::<Status>(words::chain::status, at.field("status"), chain_words::status)}
                {fields::owner(words::chain::owner, at.field("owner"))}
                {fields::date(words::chain::starts, at.field("starts"))}
                {fields::date(words::chain::ends, at.field("ends"))}
            </div>
            {fields::organisations(words::chain::carriers, at.clone(), "carriers")}
            {fields::objectives(at.clone())}
        </section>
    }
    .into_any()
}

/// Badges, `Porté par ES et GF`, the status, and the card's menu.
fn carried_by(hand: Hand, id: &RecordId) -> AnyView {
    let store = hand.store;
    let id = StoredValue::new(id.clone());
    let told = move || {
        let lang = store.lang.get();
        let carriers = id.with_value(|id| hand.plan.with(|plan| plan.carriers(id)));
        let status = id.with_value(|id| {
            hand.plan.with(|plan| plan.node(id).map_or(Status::Planned, |node| node.status))
        });
        let letters: Vec<String> = carriers.iter().map(|id| who::badge(store, id).short).collect();
        let by = match letters.as_slice() {
            [] => words::chain::nobody_yet(lang).to_owned(),
            [one] => words::chain::carried_by(lang, one),
            [most @ .., last] => words::chain::carried_by_several(lang, last, most.join(", ")),
        };
        view! {
            <span class="row">{carrier_badges(store, &carriers)}<span class="muted">{by}</span></span>
            <span class=format!("tag {}", status_class(status))>
                {status_icon(status).map(|drawing| icon(drawing, 14))} {chain_words::status(lang, status)}
            </span>
        }
    };
    view! {
        <div class="row">
            <div class="row wrap grow">{told}</div>
            <CardMenu id=id.get_value() />
        </div>
    }
    .into_any()
}

fn indicators_part(hand: Hand, node: &RecordId) -> AnyView {
    let lang = hand.store.lang;
    let node = StoredValue::new(node.clone());
    let ids = Memo::new(move |_| {
        node.with_value(|node| {
            hand.plan.with(|plan| plan.indicators_of(node).map(|found| found.id.clone()).collect::<Vec<_>>())
        })
    });
    view! {
        <PanelPart heading=Signal::derive(move || words::chain::indicators(lang.get(), ids.with(Vec::len) as u64))>
            <div class="stack-3">
                <For each=move || ids.get() key=|id| id.clone() let:id>
                    <IndicatorBlock id=id />
                </For>
                {add_button(hand, words::chain::add_indicator, move || node.with_value(|node| add_indicator(hand, node)))}
            </div>
        </PanelPart>
    }
    .into_any()
}

pub fn add_button(
    hand: Hand,
    label: fn(Lang) -> &'static str,
    act: impl Fn() + Clone + Send + Sync + 'static,
) -> AnyView {
    view! {
        <Show when=move || hand.may_edit()>
            <button class="button discreet dense" type="button" on:click={let act = act.clone(); move |_| act()}>
                {icon(Icon::Plus, 16)}
                <span>{move || label(hand.store.lang.get())}</span>
            </button>
        </Show>
    }
    .into_any()
}
