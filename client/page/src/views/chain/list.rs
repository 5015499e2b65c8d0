//! The chain as a list: the graph's full equivalent, and what phones show. A tree by level; each
//! card names what it comes from and what it leads to.

use super::adding::AddField;
use super::bar::GapsButton;
use super::card::{carrier_badges, face, gap, gap_words, measure_words, meter};
use super::hand::{Hand, card_element_id};
use super::menu::CardMenu;
use super::shape::MANY;
use super::who;
use super::words as chain_words;
use crate::clipboard::{Clipboard, told_picked};
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::layout::Direction;
use shared::record::RecordAt;
use shared::sections::chain::Level;
use shared::sections::comments::path_of;
use shared::sections::{Kind, Word};
use shared::words;
use web_sys::KeyboardEvent;

#[component]
pub fn List() -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    // On phones one level is open at a time; the one with the selection, or else the outcomes.
    let start = untrack(|| {
        let selected = hand.selected().filter(|at| at.kind == Kind::Node);
        hand.plan.with(|plan| selected.and_then(|at| plan.node(&at.id).map(|node| node.level)))
    });
    let open = RwSignal::new(Some(start.unwrap_or(Level::Outcome)));
    let levels = Level::ALL.iter().map(|level| view! { <ListLevel level=*level open=open /> }).collect_view();
    view! {
        <div class="chain-list">
            <div class="row"><GapsButton /></div>
            <div role="tree" aria-label=move || words::chain::list_label(lang.get())>{levels}</div>
        </div>
    }
    .into_any()
}

#[component]
fn ListLevel(level: Level, open: RwSignal<Option<Level>>) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let cards = Memo::new(move |_| hand.column(level));
    let is_open = Memo::new(move |_| open.get() == Some(level) || hand.is_adding(level));
    // A closed level of a long chain draws nothing, on wide screens too.
    let is_shown = Memo::new(move |_| is_open.get() || hand.plan.with(|plan| plan.nodes.len() <= MANY));
    let number = level as usize + 1;
    view! {
        <section class="list-level" class:open=move || is_open.get() role="treeitem" aria-expanded=move || is_open.get().to_string()>
            <button
                class="list-level-head"
                type="button"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| open.update(|open| *open = if *open == Some(level) { None } else { Some(level) })
            >
                <span class="list-number" aria-hidden="true">{number}</span>
                <b>{move || hand.level_name(level)}</b>
                <small>{move || chain_words::sense_of(lang.get(), level)}</small>
                <span class="grow"></span>
                <span class="dim">{move || cards.with(Vec::len)}</span>
                {move || icon(if is_open.get() { Icon::ChevronDown } else { Icon::ChevronRight }, 18)}
            </button>
            <div class="list-cards" role="group">
                <For each=move || if is_shown.get() { cards.get() } else { vec![] } key=|id| id.clone() let:id>
                    <ListCard id=id />
                </For>
                {move || {
                    let adding = hand.adding.get().filter(|adding| adding.level == level);
                    adding.map(|adding| view! { <div class="list-card"><AddField adding=adding /></div> })
                }}
                <Show when=move || hand.may_edit() && !hand.is_adding(level)>
                    <button class="button discreet dense" type="button" on:click=move |_| hand.begin(level)>
                        {icon(Icon::Plus, 16)}
                        <span>{move || words::chain::add_in(lang.get(), hand.level_name(level))}</span>
                    </button>
                </Show>
            </div>
        </section>
    }
    .into_any()
}

/// One card of the list, found again by id at each change.
#[component]
fn ListCard(id: RecordId) -> impl IntoView {
    let hand = Hand::here();
    let store = hand.store;
    let lang = store.lang;
    let face = face(hand, id.clone());
    let gap = gap(store, id.clone());
    let writer = who::writer(store, RecordAt::new(Kind::Node, id.clone()));
    let id = StoredValue::new(id);
    let selected = Memo::new(move |_| id.with_value(|id| hand.is_selected(Kind::Node, id)));
    let title = move || {
        let title = face.get().map(|face| face.title).unwrap_or_default();
        if title.is_empty() { words::chain::untitled(lang.get()).to_owned() } else { title }
    };
    let measure = move || {
        let measure = face.get().and_then(|face| face.measure)?;
        let words = measure_words(lang.get(), &measure);
        Some(view! { <div class="row list-measure">{meter(&measure)}<small class="numbers">{words}</small></div> }.into_any())
    };
    let missing = move || {
        gap.get().map(|gap| {
            view! { <small class="gap-words">{icon(Icon::Gap, 14)}{gap_words(lang.get(), gap)}</small> }
                .into_any()
        })
    };
    let keys = move |event: KeyboardEvent| {
        if event.alt_key() && untrack(|| hand.may_edit()) {
            let direction = match event.key().as_str() {
                "ArrowUp" => Direction::Up,
                "ArrowDown" => Direction::Down,
                "ArrowLeft" => Direction::Left,
                "ArrowRight" => Direction::Right,
                // Other keys with Alt are the browser's.
                _ => return,
            };
            event.prevent_default();
            hand.step(&id.get_value(), direction);
        } else if event.key() == "Delete" && untrack(|| hand.may_edit()) {
            event.prevent_default();
            hand.remove(&id.get_value());
        }
    };
    let clipboard = Clipboard::here();
    let shown_at = path_of(&RecordAt::new(Kind::Node, id.get_value()));
    let picked = clipboard.is_picked(RecordAt::new(Kind::Node, id.get_value()));
    let class = move || {
        let mut class = String::from("list-card");
        if picked.get() {
            class.push_str(" picked");
        }
        if selected.get() {
            class.push_str(" selected");
        }
        if gap.get().is_some() {
            class.push_str(" gap");
        }
        if let Some((badge, _)) = writer.get() {
            class.push_str(&format!(" written hue-{}", badge.hue));
        }
        class
    };
    view! {
        <article class=class role="treeitem" data-object=shown_at aria-selected=move || selected.get().to_string()>
            {move || writer.get().map(|(_, name)| view! { <span class="card-flag">{name}</span> })}
            <div class="row upper">
                <button
                    class="list-title grow"
                    type="button"
                    id=move || id.with_value(card_element_id)
                    aria-current=move || selected.get().then_some("true")
                    aria-label=move || picked.get().then(|| told_picked(lang.get(), title(), true))
                    on:focus=move |_| hand.focused.set(Some(id.get_value()))
                    on:click=move |_| hand.open_node(&id.get_value())
                    on:keydown=keys
                >
                    {title}
                </button>
                {move || face.get().map(|face| carrier_badges(store, &face.carriers))}
                <CardMenu id=id.get_value() />
            </div>
            {measure}
            <Ends id=id.get_value() into=true />
            <Ends id=id.get_value() into=false />
            {missing}
        </article>
    }
    .into_any()
}

/// `Vient de` or `Mène à`, each card a link; nothing where there is none.
#[component]
fn Ends(id: RecordId, into: bool) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let ends = Memo::new(move |_| {
        hand.plan.with(|plan| {
            let ids: Vec<RecordId> = if into {
                plan.links_into(&id).map(|line| line.from.clone()).collect()
            } else {
                plan.links_from(&id).map(|line| line.to.clone()).collect()
            };
            ids.into_iter().map(|id| (plan.title(&id).to_owned(), id)).collect::<Vec<_>>()
        })
    });
    let label =
        move || if into { words::chain::comes_from(lang.get()) } else { words::chain::leads_to(lang.get()) };
    let links = move || {
        let one = |(title, id): (String, RecordId)| {
            view! { <button class="link" type="button" on:click=move |_| hand.open_node(&id)>{title}</button> }.into_any()
        };
        ends.get().into_iter().map(one).collect_view()
    };
    view! {
        <Show when=move || !ends.with(Vec::is_empty)>
            <div class="list-ends" role="group" aria-label=label>
                {icon(if into { Icon::ArrowDown } else { Icon::ArrowRight }, 14)}
                <span class="dim">{label}</span>
                {links}
            </div>
        </Show>
    }
    .into_any()
}
