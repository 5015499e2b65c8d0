//! The results chain: from what the partners put in to what they want to see change.
//!
//! `hand` is what a person is doing, `plan` what the section reads as, `acts` what can be done.
//! Shown as a graph or as a list with the same acts; the panel is about one card or one link.

mod acts;
mod adding;
mod bands;
mod bar;
mod card;
mod chart;
mod fields;
mod filter;
mod graph;
mod hand;
mod indicator;
mod keys;
mod levels;
mod lines;
mod link_panel;
mod list;
mod menu;
mod minimap;
mod panel;
mod paste;
mod picture;
mod plan;
mod pointer;
mod press;
mod removed;
mod settle;
mod shape;
mod sight;
mod who;
mod words;

use crate::address::OnBoard;
use crate::components::{Choice, Menu, MenuItem, SectionPage, Segmented};
use crate::icons::{Icon, icon};
use crate::shell::letters_are_on;
use filter::{FilterBar, FilterButton};
use graph::Graph;
use hand::{Hand, Way};
use leptos::prelude::*;
use list::List;
use panel::ChainPanel;
use paste::PasteDialog;
use picture::Format;
use removed::RemovedButton;
use shared::layout::Density;
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
        if writing || held || !letters_are_on() {
            return;
        }
        match (event.key().as_str(), hand.way.get_untracked()) {
            ("v", _) => hand.look_other_way(),
            ("V", Way::Graph) => hand.stand(match hand.density.get_untracked() {
                Density::Ample => Density::Compact,
                Density::Compact => Density::Ample,
            }),
            ("o" | "O", Way::Graph) => hand.minimap.update(|shown| *shown = !*shown),
            // Every other key is the shell's or the browser's.
            _ => {}
        }
    });
    on_cleanup(move || keys.remove());
    paste::listen(hand);
    let filtering = RwSignal::new(false);
    let body = move || match hand.way.get() {
        Way::Graph => view! { <Graph /> }.into_any(),
        Way::List => view! { <List /> }.into_any(),
    };
    view! {
        <SectionPage
            title=Signal::derive(move || shared::words::chain::heading(lang.get()).to_owned())
            question=Signal::derive(move || shared::words::chain::question(lang.get()).to_owned())
            actions=move || view! { <Actions filtering=filtering /> }
            panel=move || view! { <ChainPanel /> }
            class="chain"
        >
            <FilterBar open=filtering />
            {body}
            <PasteDialog />
        </SectionPage>
    }
    .into_any()
}

/// Graph or list, what was removed, and a new card in a level.
#[component]
fn Actions(filtering: RwSignal<bool>) -> impl IntoView {
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
            view! { <MenuItem drawing=Icon::Plus words=name on_choose=move |()| hand.begin(level) /> }
        };
        Level::ALL.iter().map(item).collect_view()
    };
    let ideas = move || hand.nav.place().map(|place| OnBoard::ideas(place.board).path()).unwrap_or_default();
    let density = Signal::derive(move || match hand.density.get() {
        Density::Ample => "ample".to_owned(),
        Density::Compact => "compact".to_owned(),
    });
    let said = move |words: fn(shared::lang::Lang) -> &'static str| {
        Signal::derive(move || words(lang.get()).to_owned())
    };
    view! {
        <a class="button" href=ideas>
            {icon(Icon::Comment, 16)}
            <span>{move || shared::words::ideas::heading(lang.get())}</span>
        </a>
        <RemovedButton />
        <Show when=move || hand.way.get() == Way::Graph>
            <span class="chain-ways chain-densities">
                <Segmented
                    label=said(words::densities)
                    choices=vec![
                        choice("ample", Icon::Ample, words::ample),
                        choice("compact", Icon::Compact, words::compact),
                    ]
                    chosen=density
                    on_choose=move |key: &'static str| {
                        hand.stand(if key == "ample" { Density::Ample } else { Density::Compact });
                    }
                />
            </span>
        </Show>
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
        <FilterButton open=filtering />
        <Menu label=said(words::more) face=move || icon(Icon::More, 18)>
            <Show when=move || hand.may_edit()>
                <MenuItem
                    drawing=Icon::Paste
                    words=said(words::paste)
                    on_choose=move |()| hand.pasted.set(Some(String::new()))
                />
            </Show>
            <MenuItem
                drawing=Icon::Picture
                words=said(words::picture_png)
                on_choose=move |()| picture::save(hand, Format::Png)
            />
            <MenuItem
                drawing=Icon::FileSave
                words=said(words::picture_svg)
                on_choose=move |()| picture::save(hand, Format::Svg)
            />
        </Menu>
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
