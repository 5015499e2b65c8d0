//! The sections: a rail at the left, a bar below on phones. Dots show who is where.

use super::top_bar::{ExportMenu, LanguageItems, PartnershipMenu};
use crate::address::OnBoard;
use crate::components::{Menu, MenuItem};
use crate::icons::{Icon, icon};
use crate::moderation::RailLock;
use crate::nav::Nav;
use crate::store::Store;
use leptos::prelude::*;
use shared::lang::Lang;
use shared::sections::Section;
use shared::sort::sort_by;
use shared::words;

/// A section, its drawing and its name.
pub type Entry = (Section, Icon, fn(Lang) -> &'static str);

/// The sections that this release shows in the rail, in the order people work.
pub const IN_RAIL: [Entry; 5] = [
    (Section::Vision, Icon::Vision, words::sections::vision),
    (Section::Chain, Icon::Chain, words::sections::chain),
    (Section::Roles, Icon::Roles, words::sections::roles),
    (Section::Context, Icon::Context, words::sections::context),
    (Section::Decisions, Icon::Decisions, words::sections::decisions),
];

/// The drawing that stands for a section, wherever it is spoken of.
pub fn section_drawing(section: Section) -> Icon {
    match section {
        Section::About => Icon::Settings,
        Section::Organisations => Icon::Seat,
        Section::People => Icon::People,
        Section::Vision => Icon::Vision,
        Section::Glossary => Icon::Glossary,
        Section::Chain => Icon::Chain,
        Section::Roles => Icon::Roles,
        Section::Context => Icon::Context,
        Section::Governance | Section::Decisions => Icon::Decisions,
        Section::Learning => Icon::Trend,
        Section::Outreach => Icon::Megaphone,
        Section::Session => Icon::Clock,
        Section::Versions => Icon::Flag,
        Section::Comments => Icon::Comment,
        Section::Resources => Icon::Seat,
    }
}

/// The rail entry that a section belongs to.
fn lit(section: Section) -> Section {
    match section {
        Section::Glossary => Section::Vision,
        Section::Governance | Section::Versions => Section::Decisions,
        section => section,
    }
}

/// Ideas belong to the results, wherever they are kept.
fn lit_by(place: &OnBoard) -> Section {
    if place.is_ideas() { Section::Chain } else { lit(place.section) }
}

/// The sections that a rail entry stands for.
fn stands_for(entry: Section) -> Vec<Section> {
    Section::ALL.into_iter().filter(|section| lit(*section) == entry).collect()
}

#[component]
pub fn Rail() -> impl IntoView {
    let store = Store::here();
    view! {
        <nav class="rail" data-region="" aria-label=move || words::shell::sections(store.lang.get())>
            <SectionLinks size=20 most=IN_RAIL.len() />
        </nav>
    }
    .into_any()
}

/// How many sections stand in the bar below; the others are under everything else.
const IN_TABS: usize = 4;

/// The bar below, on phones: the sections, then everything else.
#[component]
pub fn TabBar(help: RwSignal<bool>, palette: RwSignal<bool>) -> impl IntoView {
    let store = Store::here();
    view! {
        <nav class="tab-bar" data-region="" aria-label=move || words::shell::sections(store.lang.get())>
            <SectionLinks size=22 most=IN_TABS />
            <Menu
                label=Signal::derive(move || words::shell::everything(store.lang.get()).to_owned())
                class="tab-bar-all"
                side="above"
                face=move || {
                    view! {
                        {icon(Icon::All, 22)}
                        <span>{move || words::shell::everything(store.lang.get())}</span>
                    }
                }
            >
                {IN_RAIL.into_iter().skip(IN_TABS).map(more).collect_view()}
                <hr />
                <MenuItem
                    drawing=Icon::Search
                    words=Signal::derive(move || words::search::open(store.lang.get()).to_owned())
                    on_choose=Callback::new(move |()| palette.set(true))
                />
                <hr />
                <ExportMenu />
                <hr />
                <LanguageItems />
                <hr />
                <PartnershipMenu help=help />
            </Menu>
        </nav>
    }
    .into_any()
}

/// A section in the menu of everything else.
fn more((section, drawing, name): Entry) -> AnyView {
    let (store, nav) = (Store::here(), Nav::here());
    let go = move |()| {
        if let Some(place) = nav.place_now() {
            nav.go(&OnBoard::new(place.board, section).path());
        }
    };
    view! {
        <MenuItem
            drawing=drawing
            words=Signal::derive(move || name(store.lang.get()).to_owned())
            on_choose=Callback::new(go)
        />
    }
    .into_any()
}

#[component]
fn SectionLinks(size: u32, most: usize) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    IN_RAIL
        .into_iter()
        .take(most)
        .map(|(section, drawing, name)| {
            let is_here = move || nav.place().is_some_and(|place| lit_by(&place) == section);
            let path = move || nav.place().map(|place| place.to(section).path()).unwrap_or_default();
            view! {
                <a href=path aria-current=move || is_here().then_some("page")>
                    {icon(drawing, size)}
                    <span>{move || name(store.lang.get())}</span>
                    <RailLock sections=stands_for(section) />
                    <Dots section=section />
                </a>
            }
        })
        .collect_view()
}

/// A dot per organisation that is in a section, at most three.
#[component]
fn Dots(section: Section) -> impl IntoView {
    let store = Store::here();
    move || {
        let mut hues: Vec<(u8, String)> = store.peers.with(|peers| {
            peers
                .iter()
                .filter(|peer| peer.place.section.map(lit) == Some(section))
                .map(|peer| store.badge_of_member(&peer.member))
                .map(|badge| (badge.hue, badge.name))
                .collect()
        });
        sort_by(&mut hues, Ord::cmp);
        hues.dedup();
        let names = hues.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
        (!hues.is_empty()).then(|| {
            view! {
                <em class="rail-dots">
                    <span class="hidden-words">{words::shell::here_in(store.lang.get(), names)}</span>
                    {hues.iter().take(3).map(|(hue, _)| view! { <i class=format!("hue-{hue}")></i> }).collect_view()}
                </em>
            }
        })
    }
}
