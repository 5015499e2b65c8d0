//! The links of a card in its panel: what leads to it, where it leads, and linking further.

use crate::icons::{Icon, icon};
use crate::views::chain::hand::Hand;
use crate::views::chain::link_panel::assumption_notes;
use crate::views::chain::plan::Line;
use crate::views::chain::settle::{LINK_ON, Settle};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::ordered::OrdSet;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::sections::chain::{Level, Node};
use shared::sort::sort_by_key;
use shared::words;

/// What leads here and where it leads, with the assumptions on the way, and linking further.
pub fn links_part(hand: Hand, node: &RecordId) -> AnyView {
    let lang = hand.store.lang;
    let node = StoredValue::new(node.clone());
    let links = move |into: bool| {
        Memo::new(move |_| {
            node.with_value(|node| {
                hand.plan.with(|plan| {
                    let ends = |line: &Line| {
                        (line.link.id.clone(), if into { line.from.clone() } else { line.to.clone() })
                    };
                    match into {
                        true => plan.links_into(node).map(ends).collect::<Vec<_>>(),
                        false => plan.links_from(node).map(ends).collect(),
                    }
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
                let free = |other: &&Node| other.id != *node && !linked.contains(&&other.id);
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
