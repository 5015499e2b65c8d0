//! The panel about the selected card: everything that hangs on it, each thing editable here.

use super::card::{carrier_badges, status_class, status_icon};
use super::fields;
use super::hand::Hand;
use super::indicator::{IndicatorBlock, remove_button};
use super::link_panel::{LinkPanel, assumption_notes};
use super::menu::CardMenu;
use super::settle::{LINK_ON, Settle, add_indicator, labelled_text};
use super::words as chain_words;
use super::{acts, who};
use crate::components::{Lines, Panel, PanelPart, TextBlock};
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::ordered::OrdSet;
use shared::record::RecordAt;
use shared::sections::chain::{Level, MilestoneStatus, Status};
use shared::sections::{Kind, Section};
use shared::sort::sort_by_key;
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

/// What leads here and where it leads, with the assumptions on the way, and linking further.
fn links_part(hand: Hand, node: &RecordId) -> AnyView {
    let lang = hand.store.lang;
    let node = StoredValue::new(node.clone());
    let links = move |into: bool| {
        Memo::new(move |_| {
            node.with_value(|node| {
                hand.plan.with(|plan| {
                    let lines = plan
                        .links
                        .iter()
                        .filter(|line| if into { line.to == *node } else { line.from == *node });
                    lines
                        .map(|line| {
                            (line.link.id.clone(), if into { line.from.clone() } else { line.to.clone() })
                        })
                        .collect::<Vec<_>>()
                })
            })
        })
    };
    let list = move |into: bool, label: fn(Lang) -> &'static str| {
        let links = links(into);
        view! {
            <h3>{move || label(lang.get())}</h3>
            <ul class="stack">
                <For each=move || links.get() key=|(link, _)| link.clone() let:ends>
                    <LinkRow link=ends.0 other=ends.1 />
                </For>
            </ul>
            <LinkTo node=node.get_value() into=into />
        }
        .into_any()
    };
    view! {
        <section class="panel-part stack">{list(true, words::chain::comes_from)}</section>
        <section class="panel-part stack">{list(false, words::chain::leads_to)}</section>
    }
    .into_any()
}

/// One link as the card at its other end sees it.
#[component]
fn LinkRow(link: RecordId, other: RecordId) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let (link, other) = (StoredValue::new(link), StoredValue::new(other));
    let title = move || {
        let title = hand.plan.with(|plan| other.with_value(|id| plan.title(id).to_owned()));
        if title.is_empty() { words::chain::untitled(lang.get()).to_owned() } else { title }
    };
    view! {
        <li class="link-row">
            <div class="row">
                <button class="link grow" type="button" on:click=move |_| hand.open_node(&other.get_value())>
                    {title}
                </button>
                <button
                    class="icon-button dense"
                    type="button"
                    aria-label=move || words::chain::open_link(lang.get(), title())
                    title=move || words::chain::assumptions(lang.get())
                    on:click=move |_| hand.open_link(&link.get_value())
                >
                    {icon(Icon::Question, 16)}
                </button>
                <Show when=move || hand.may_edit()>
                    <button
                        class="icon-button dense"
                        type="button"
                        aria-label=move || words::chain::unlink_from(lang.get(), title())
                        title=move || words::chain::unlink(lang.get())
                        on:click=move |_| hand.unlink(&link.get_value())
                    >
                        {icon(Icon::Unlink, 16)}
                    </button>
                </Show>
            </div>
            <Settle at=RecordAt::new(Kind::Link, link.get_value()) />
            {move || link.with_value(|link| assumption_notes(hand, link))}
        </li>
    }
    .into_any()
}

/// A list of the cards that this one is not linked with yet; choosing one links them. The cards are listed
/// when somebody comes to choose: hundreds of lines would follow each letter that anybody writes.
#[component]
fn LinkTo(node: RecordId, into: bool) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let node = StoredValue::new(node);
    let others = RwSignal::new(vec![]);
    let list = move || {
        let found = hand.plan.with_untracked(|plan| {
            node.with_value(|node| {
                let linked: OrdSet<&RecordId> = match into {
                    true => plan.links_into(node).map(|line| &line.from).collect(),
                    false => plan.links_from(node).map(|line| &line.to).collect(),
                };
                let free = |other: &&shared::sections::chain::Node| {
                    other.id != *node && !linked.contains(&&other.id)
                };
                let here = plan.node(node).map_or(Level::Input, |node| node.level);
                let mut found: Vec<_> = plan.nodes.iter().filter(free).collect();
                // The levels next to this one first: that is where links mostly go.
                sort_by_key(&mut found, |other| {
                    let (a, b) = (other.level as i32, here as i32);
                    let backwards = if into { a >= b } else { a <= b };
                    (backwards, (a - b).abs())
                });
                found
                    .iter()
                    .map(|other| (other.id.to_string(), other.level, plan.reads(&other.title).to_owned()))
                    .collect::<Vec<_>>()
            })
        });
        others.set(found);
    };
    let has_others = Memo::new(move |_| hand.plan.with(|plan| plan.nodes.len() > 1));
    let label =
        move || if into { words::chain::link_from(lang.get()) } else { words::chain::link_to(lang.get()) };
    let link = move |event: leptos::ev::Event| {
        let Some(other) = RecordId::parse(&event_target_value(&event)) else { return };
        node.with_value(|node| if into { hand.link(&other, node) } else { hand.link(node, &other) });
    };
    view! {
        <Show when=move || hand.may_edit() && has_others.get()>
            <select
                class="input link-to"
                id=(!into).then_some(LINK_ON)
                aria-label=label
                on:pointerdown=move |_| list()
                on:focus=move |_| list()
                on:change=link
            >
                <option value="" selected>{label}</option>
                {move || {
                    let option = |(id, level, title): (String, Level, String)| {
                        let words = format!("{} · {title}", hand.level_name(level));
                        view! { <option value=id>{words}</option> }
                    };
                    others.get().into_iter().map(option).collect_view()
                }}
            </select>
        </Show>
    }
    .into_any()
}

/// The risks or the milestones on a card.
fn hangs_part(
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
