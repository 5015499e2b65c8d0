//! The results chain: from what the partners put in to what they want to see change.
//!
//! `hand` is what a person is doing, `plan` what the section reads as, `acts` what can be done.
//! Shown as a graph or as a list with the same acts; the panel is about one card or one link.

mod acts;
mod adding;
mod bar;
mod card;
mod chart;
mod fields;
mod graph;
mod hand;
mod indicator;
mod keys;
mod levels;
mod link_panel;
mod list;
mod menu;
mod panel;
mod plan;
mod pointer;
mod removed;
mod settle;
mod who;
mod words;

use crate::address::OnBoard;
use crate::components::{Choice, Menu, MenuItem, SectionPage, Segmented};
use crate::icons::{Icon, icon};
use graph::Graph;
use hand::{Hand, Way};
use leptos::prelude::*;
use list::List;
use panel::ChainPanel;
use removed::RemovedButton;
use shared::sections::Word;
use shared::sections::chain::Level;
use wasm_bindgen::JsCast;
pub use words::one_of;

#[component]
pub fn Chain() -> impl IntoView {
    let hand = Hand::new();
    provide_context(hand);
    let lang = hand.store.lang;
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        let writing = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|target| hand::is_writing(&target));
        let held = event.ctrl_key() || event.meta_key() || event.alt_key();
        if !writing && !held && event.key().eq_ignore_ascii_case("v") {
            hand.look_other_way();
        }
    });
    on_cleanup(move || keys.remove());
    let body = move || match hand.way.get() {
        Way::Graph => view! { <Graph /> }.into_any(),
        Way::List => view! { <List /> }.into_any(),
    };
    view! {
        <SectionPage
            title=Signal::derive(move || shared::words::chain::heading(lang.get()).to_owned())
            question=Signal::derive(move || shared::words::chain::question(lang.get()).to_owned())
            actions=move || view! { <Actions /> }
            panel=move || view! { <ChainPanel /> }
            class="chain"
        >
            {body}
        </SectionPage>
    }
    .into_any()
}

/// Graph or list, what was removed, and a new card in a level.
#[component]
fn Actions() -> impl IntoView {
    use shared::words::chain as words;
    let hand = Hand::here();
    let lang = hand.store.lang;
    let choice = move |key: &'static str, drawing: Icon, said: fn(shared::lang::Lang) -> &'static str| {
        Choice { key, drawing: Some(drawing), words: Signal::derive(move || said(lang.get()).to_owned()) }
    };
    let chosen = Signal::derive(move || match hand.way.get() {
        Way::Graph => "graph".to_owned(),
        Way::List => "list".to_owned(),
    });
    let levels = move || {
        let item = |level: &Level| {
            let level = *level;
            let name = Signal::derive(move || hand.level_name(level));
            view! { <MenuItem drawing=Icon::Plus words=name on_choose=move |()| hand.adding.set(Some(level)) /> }
        };
        Level::ALL.iter().map(item).collect_view()
    };
    let ideas = move || hand.nav.place().map(|place| OnBoard::ideas(place.board).path()).unwrap_or_default();
    view! {
        <a class="button" href=ideas>
            {icon(Icon::Comment, 16)}
            <span>{move || shared::words::ideas::heading(lang.get())}</span>
        </a>
        <RemovedButton />
        <span class="chain-ways">
            <Segmented
                label=Signal::derive(move || words::ways(lang.get()).to_owned())
                choices=vec![
                    choice("graph", Icon::Graph, words::graph),
                    choice("list", Icon::List, words::list),
                ]
                chosen=chosen
                on_choose=move |key: &'static str| hand.look(if key == "graph" { Way::Graph } else { Way::List })
            />
        </span>
        <Show when=move || hand.may_edit()>
            <Menu
                label=Signal::derive(move || words::add_label(lang.get()).to_owned())
                face=move || view! { {icon(Icon::Plus, 16)} <span>{move || words::element(lang.get())}</span> }
                class="button"
            >
                {levels}
            </Menu>
        </Show>
    }
    .into_any()
}
