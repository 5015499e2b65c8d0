//! The surroundings: actors, initiatives, relations and trends.
//!
//! Four ways of looking at one map: the grid by influence and interest, the network of
//! relations, the list in words (the equivalent of both, and what phones show), the trends.

mod actor;
mod edits;
mod grid;
mod list;
mod map;
mod network;
mod overlaps;
mod picture;
mod pin;
mod relations;
mod sights;
mod trends;

use super::organisations::sector_word;
use crate::components::{Choice, Menu, MenuItem, SectionPage, Segmented, org_badge};
use crate::device::{self, lower};
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::shell::letters_are_on;
use crate::store::{Badge, Store};
use crate::views::fields::is_in_field;
use leptos::prelude::*;
use map::{Family, Quarter, Seat, Tie, Who};
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::record::RecordAt;
use shared::sections::context::Actor;
use shared::sections::organisations;
use shared::sections::{Kind, Section};
use shared::sort::sort_by_key;
use shared::words::context as words;
use web_sys::KeyboardEvent;

/// A way of looking, by its word in the address; the grid has none.
const NETWORK: &str = "reseau";
const LIST: &str = "liste";
pub const TRENDS: &str = "tendances";
const GRID: &str = "";

/// What all parts of this view read.
#[derive(Clone, Copy)]
struct Map {
    store: Store,
    nav: Nav,
    /// The actors in use, strongest first: the order that keys and readers follow.
    actors: Memo<Vec<Actor>>,
    ties: Memo<Vec<Tie>>,
    selected: Memo<Option<RecordId>>,
    /// An actor was just made: its name waits to be written.
    write_name: RwSignal<bool>,
    /// The actor that the tab key reaches.
    active: RwSignal<Option<RecordId>>,
}

impl Map {
    fn new() -> Self {
        let (store, nav) = (Store::here(), Nav::here());
        let object = move || nav.place().and_then(|place| place.object);
        Self {
            store,
            nav,
            actors: Memo::new(move |_| store.records(Section::Context, actors)),
            ties: Memo::new(move |_| {
                store.records_of(&[Section::Context, Section::Organisations], map::ties)
            }),
            selected: Memo::new(move |_| {
                object().filter(|object| object.kind == Kind::Actor).map(|object| object.id)
            }),
            write_name: RwSignal::new(false),
            active: RwSignal::new(None),
        }
    }

    fn lang(&self) -> Lang {
        self.store.lang.get()
    }

    fn may_edit(&self) -> bool {
        self.store.may_edit(Section::Context)
    }

    /// How an actor is called: its own name, or that of the organisation it is.
    fn name(&self, id: &RecordId) -> String {
        let own = self.store.text(&actor_at(id), "name");
        if !own.trim().is_empty() {
            return own;
        }
        let organisation = self.actor(id, |actor| actor.organisation.clone()).flatten();
        match organisation.map(|organisation| self.store.badge(&organisation).name) {
            Some(name) if !name.is_empty() => name,
            Some(_) | None => words::untitled(self.lang()).to_owned(),
        }
    }

    /// One actor, looked up each time.
    fn actor<T>(&self, id: &RecordId, read: impl FnOnce(&Actor) -> T) -> Option<T> {
        self.actors.with(|actors| actors.iter().find(|actor| actor.id == *id).map(read))
    }

    /// How one end of a tie is called.
    fn name_of(&self, who: &Who) -> String {
        match who {
            Who::Actor(id) => self.name(id),
            Who::Organisation(id) => self.store.badge(id).name,
            Who::Table => words::the_table(self.lang()).to_owned(),
        }
    }

    /// An actor in one sentence, for those who do not see where it stands.
    fn told(&self, id: &RecordId) -> String {
        let lang = self.lang();
        let name = self.name(id);
        self.actor(id, |actor| {
            words::actor_name(
                lang,
                lower(map::influence_word(lang, actor.influence)),
                lower(map::interest_word(lang, actor.interest)),
                name,
                Quarter::of(actor.influence, actor.interest).word(lang),
                seat_word(lang, Seat::of(actor)),
            )
        })
        .unwrap_or_default()
    }

    /// What ties an actor to the table as a whole, the most urgent where there are several.
    fn tie_with_table(&self, id: &RecordId) -> Option<Family> {
        let actor = Who::Actor(id.clone());
        let is_it = |tie: &&Tie| {
            (tie.from == actor && tie.to == Who::Table) || (tie.to == actor && tie.from == Who::Table)
        };
        let urgent = |family: &Family| match family {
            Family::Tension => 0,
            Family::Duplicate => 1,
            Family::Funding => 2,
            Family::Cooperation | Family::Information | Family::Other => 3,
        };
        self.ties.with(|ties| ties.iter().filter(is_it).map(|tie| Family::of(tie.kind)).min_by_key(urgent))
    }

    fn open(&self, id: &RecordId) {
        self.active.set(Some(id.clone()));
        self.nav.select(Some(actor_at(id)));
    }
}

fn actor_at(id: &RecordId) -> RecordAt {
    RecordAt::new(Kind::Actor, id.clone())
}

fn actors(records: &shared::record::Records) -> Vec<Actor> {
    let mut actors = shared::sections::context::actors(records);
    let key = |actor: &Actor| {
        let quarter = Quarter::of(actor.influence, actor.interest);
        (quarter, u8::MAX - actor.influence, u8::MAX - actor.interest, actor.id.clone())
    };
    sort_by_key(&mut actors, key);
    actors
}

fn seat_word(lang: Lang, seat: Seat) -> &'static str {
    match seat {
        Seat::Seated => words::seated(lang),
        Seat::Outside => words::outside(lang),
        Seat::Initiative => words::initiative_here(lang),
    }
}

/// What an actor carries before its name: a badge, a dashed ring, or the drawing of a network.
fn mark(map: Map, id: &RecordId) -> AnyView {
    match map.actor(id, |actor| (Seat::of(actor), actor.organisation.clone())) {
        Some((Seat::Seated, Some(organisation))) => {
            let badge: Badge = map.store.badge(&organisation);
            org_badge(&badge, "")
        }
        Some((Seat::Initiative, _)) => icon(Icon::Network, 15),
        Some((Seat::Seated | Seat::Outside, _)) | None => icon(Icon::Outside, 15),
    }
}

#[component]
pub fn Context() -> impl IntoView {
    let map = Map::new();
    provide_context(map);
    let lang = move || map.lang();
    let lens = Memo::new(move |_| map.nav.place().and_then(|place| place.lens).unwrap_or_default());
    let narrow = device::narrow();
    let body = move || match (lens.get().as_str(), narrow.get()) {
        (TRENDS, _) => view! { <trends::Trends /> }.into_any(),
        // Grid and network have no room on a phone: it reads them as a list.
        (LIST, _) | (_, true) => view! { <list::ByQuarter /> }.into_any(),
        (NETWORK, false) => view! { <network::Network /> }.into_any(),
        // The grid has no word of its own, and a mistyped one shows it too.
        (_, false) => view! { <grid::Grid /> }.into_any(),
    };
    let keys = move |event: KeyboardEvent| {
        let is_plain = !event.ctrl_key() && !event.alt_key() && !event.meta_key();
        if matches!(event.key().as_str(), "n" | "N") && is_plain && !is_in_field(&event) && letters_are_on() {
            event.prevent_default();
            edits::add_actor(map, None);
        }
    };
    view! {
        <div class="contents" on:keydown=keys>
            <SectionPage
                class="context"
                title=Signal::derive(move || words::title(lang()).to_owned())
                question=Signal::derive(move || words::lead(lang()).to_owned())
                actions=move || actions(map, lens)
                panel=move || {
                    view! {
                        <Show when=move || map.selected.with(Option::is_some)>
                            <actor::ActorPanel />
                        </Show>
                    }
                    .into_any()
                }
            >
                {sectors_line(map)}
                {body}
            </SectionPage>
        </div>
    }
    .into_any()
}

fn actions(map: Map, lens: Memo<String>) -> AnyView {
    let said = move |words: fn(Lang) -> &'static str| Signal::derive(move || words(map.lang()).to_owned());
    let choice = |key, drawing, words| Choice { key, drawing: Some(drawing), words: said(words) };
    let choices = vec![
        choice(GRID, Icon::Grid, words::view_grid),
        choice(NETWORK, Icon::Network, words::view_network),
        choice(LIST, Icon::List, words::view_list),
        choice(TRENDS, Icon::Trend, words::view_trends),
    ];
    let choose = Callback::new(move |key: &'static str| {
        if let Some(place) = map.nav.place_now() {
            let lens = (key != GRID).then_some(key);
            map.nav.go(&place.with_lens(lens).path());
        }
    });
    view! {
        <Segmented label=said(words::views) choices=choices chosen=lens on_choose=choose />
        <Show when=move || matches!(lens.get().as_str(), GRID | NETWORK)>
            <Menu label=said(words::more) face=|| icon(Icon::More, 18)>
                <MenuItem
                    drawing=Icon::Picture
                    words=said(words::picture_png)
                    on_choose=move |()| picture::save(map, picture::Format::Png)
                />
                <MenuItem
                    drawing=Icon::FileSave
                    words=said(words::picture_svg)
                    on_choose=move |()| picture::save(map, picture::Format::Svg)
                />
            </Menu>
        </Show>
        <Show when=move || map.may_edit()>
            <button
                class="button"
                type="button"
                aria-label=move || words::add_actor_full(map.lang())
                aria-keyshortcuts="N"
                on:click=move |_| edits::add_actor(map, None)
            >
                {icon(Icon::Plus, 16)}
                <span>{move || words::add_actor(map.lang())}</span>
            </button>
            {place_organisation(map)}
        </Show>
    }
    .into_any()
}

/// Puts a partner organisation on the map that is not on it yet; nothing where all are.
fn place_organisation(map: Map) -> AnyView {
    let left = Memo::new(move |_| {
        let placed: Vec<RecordId> =
            map.actors.with(|actors| actors.iter().filter_map(|actor| actor.organisation.clone()).collect());
        let (lang, working) = (map.lang(), map.store.working());
        let all = map.store.records(Section::Organisations, organisations::organisations);
        let left = all.into_iter().filter(|organisation| !placed.contains(&organisation.id));
        left.map(|organisation| {
            (organisation.id.to_string(), organisation.name.reads(lang, working).to_owned())
        })
        .collect::<Vec<_>>()
    });
    let place = move |event: web_sys::Event| {
        if let Some(organisation) = RecordId::parse(&event_target_value(&event)) {
            edits::add_actor(map, Some(organisation));
        }
    };
    view! {
        <Show when=move || !left.with(Vec::is_empty)>
            <select
                class="input place-organisation"
                aria-label=move || words::place_organisation(map.lang())
                on:change=place
            >
                <option value="" selected=true>{move || words::place_organisation(map.lang())}</option>
                <For each=move || left.get() key=Clone::clone let:entry>
                    <option value=entry.0>{entry.1}</option>
                </For>
            </select>
        </Show>
    }
    .into_any()
}

/// Which of the four sectors sit at the table, and which are missing.
fn sectors_line(map: Map) -> AnyView {
    let said = Memo::new(move |_| {
        let lang = map.lang();
        let (seated, missing) = map.store.records(Section::Organisations, map::sectors);
        let names = |sectors: &[organisations::Sector]| {
            sectors.iter().map(|sector| lower(sector_word(lang, *sector))).collect::<Vec<_>>().join(", ")
        };
        let told = match (seated.is_empty(), missing.is_empty()) {
            (true, _) => words::sectors_none(lang).to_owned(),
            (_, true) => words::sectors_all(lang).to_owned(),
            (false, false) => words::sectors_at_table(lang, names(&seated)),
        };
        let gap = (!missing.is_empty() && !seated.is_empty())
            .then(|| words::sectors_missing(lang, names(&missing)));
        (told, gap)
    });
    let outside = Memo::new(move |_| {
        let ids = map.actors.with(|actors| map::missing_at_table(actors));
        ids.into_iter().map(|id| (map.name(&id), id)).collect::<Vec<_>>()
    });
    let missing = move || {
        let outside = outside.get();
        (!outside.is_empty()).then(|| {
            let names = outside.into_iter().map(|(name, id)| {
                view! { <button class="link" type="button" on:click=move |_| map.open(&id)>{name}</button> }
                    .into_any()
            });
            view! {
                <span class="gap-words sectors-outside">
                    {icon(Icon::Gap, 16)} <span>{words::missing_at_table(map.lang())}</span> {names.collect_view()}
                </span>
            }
            .into_any()
        })
    };
    view! {
        <p class="sectors-line">
            <span>{move || said.get().0}</span>
            {move || said.get().1.map(|gap| view! { <span class="gap-words">{icon(Icon::Gap, 16)}{gap}</span> })}
            {missing}
        </p>
    }
    .into_any()
}

/// The lines of the legend, each with its number where it is asked for.
fn tie_legend(map: Map, families: &'static [Family]) -> AnyView {
    families
        .iter()
        .map(|family| {
            view! {
                <span class="legend">
                    {tie_sample(*family)} <span>{move || family.word(map.lang())}</span>
                </span>
            }
            .into_any()
        })
        .collect_view()
        .into_any()
}

fn tie_sample(family: Family) -> AnyView {
    view! {
        <svg width="26" height="6" aria-hidden="true">
            <path class=family.class() d="M1 3H25"></path>
        </svg>
    }
    .into_any()
}
