//! What a person is doing in the chain right now: which card has the focus, what is being
//! added, moved or linked, how near they look. And the verbs that graph, list and panel share.
//!
//! It owns nothing of the board: every edit goes to the store as an act.

mod doing;
mod looking;

use super::plan::{Path, Plan};
use super::shape::{Filter, Look, MANY, Shape, shape};
use super::words as chain_words;
use crate::device;
use crate::nav::Nav;
use crate::pinch::in_percents;
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::layout::{Arrangement, Density, Layout, Slot};
use shared::record::RecordAt;
use shared::sections::chain::Level;
use shared::sections::{Kind, Section};
use shared::words;
use wasm_bindgen::JsCast;

/// The two ways to look at the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Graph,
    List,
}

/// A new card being written.
#[derive(Clone, Debug, PartialEq)]
pub struct Adding {
    pub level: Level,
    /// The card that will lead to it.
    pub from: Option<RecordId>,
}

/// A link being drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkDraft {
    pub from: RecordId,
    /// The card it would lead to.
    pub to: Option<RecordId>,
    /// Where the pointer is, on the canvas; nothing while it is drawn by keys.
    pub tip: Option<(f64, f64)>,
}

/// A card being dragged.
#[derive(Clone, Debug, PartialEq)]
pub struct MoveDraft {
    pub node: RecordId,
    pub slot: Slot,
    /// How far the card has been carried.
    pub by: (f64, f64),
}

/// The room that the view has on the page, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    pub width: f64,
    pub height: f64,
}

/// The part of the canvas that is in sight, in the canvas's own pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sight {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// `Copy`, from any component of the view.
#[derive(Clone, Copy)]
pub struct Hand {
    pub store: Store,
    pub nav: Nav,
    pub plan: Memo<Plan>,
    /// What the filter, the density and the folds leave to place.
    pub shape: Memo<Shape>,
    pub layout: Memo<Layout>,
    /// The path of the selected card; empty without one.
    pub path: Memo<Path>,
    pub way: Memo<Way>,
    /// The card that arrow keys start from; it alone can be reached by Tab.
    pub focused: RwSignal<Option<RecordId>>,
    pub renaming: RwSignal<Option<RecordId>>,
    pub adding: RwSignal<Option<Adding>>,
    pub linking: RwSignal<Option<LinkDraft>>,
    pub moving: RwSignal<Option<MoveDraft>>,
    pub filter: RwSignal<Filter>,
    pub density: Memo<Density>,
    /// What somebody chose; until then it follows from how many cards there are.
    chosen_density: RwSignal<Option<Density>>,
    folded: RwSignal<Option<Vec<String>>>,
    pub zoom: RwSignal<f64>,
    pub room: RwSignal<Room>,
    pub sight: RwSignal<Sight>,
    pub minimap: RwSignal<bool>,
    /// A text that was pasted, to be read into cards.
    pub pasted: RwSignal<Option<String>>,
}

pub const ZOOM: (f64, f64) = (0.4, 1.6);

impl Hand {
    pub fn new() -> Self {
        let (store, nav) = (Store::here(), Nav::here());
        let plan = Memo::new(move |_| {
            let (lang, working) = (store.lang.get(), store.working());
            store.records_of(&[Section::Chain, Section::Vision], |records| Plan::read(records, lang, working))
        });
        let (filter, folded) = (RwSignal::new(Filter::default()), RwSignal::new(None::<Vec<String>>));
        let chosen_density = RwSignal::new(looking::kept_density());
        let many = Memo::new(move |_| plan.with(|plan| plan.nodes.len() > MANY));
        let density = Memo::new(move |_| {
            let usual = if many.get() { Density::Compact } else { Density::Ample };
            chosen_density.get().unwrap_or(usual)
        });
        let room = RwSignal::new(Room { width: 0.0, height: 0.0 });
        let width = Memo::new(move |_| room.with(|room| room.width));
        let shape = Memo::new(move |_| {
            let arrangement = Arrangement { width: width.get(), ..Arrangement::default() };
            // The columns' width does not depend on what stands in them.
            let column_px = Layout::of(&[], &[], arrangement).column_width;
            plan.with(|plan| {
                let folded = folded.get().unwrap_or_else(|| looking::usual_folds(plan, many.get()));
                let look = Look { filter: filter.get(), density: density.get(), folded };
                shape(plan, &look, column_px)
            })
        });
        let narrow = device::narrow();
        let way = Memo::new(move |_| {
            let lens = nav.place().and_then(|place| place.lens);
            match lens.as_deref() {
                Some(LIST) => Way::List,
                Some(_) | None if narrow.get() => Way::List,
                Some(_) | None => Way::Graph,
            }
        });
        let layout = Memo::new(move |_| {
            // Before the graph knows its room, placing the cards would be in vain.
            if way.get() == Way::Graph && width.get() == 0.0 {
                return Layout::of(&[], &[], Arrangement::default());
            }
            shape.with(|shape| {
                let bands = shape.bands.len();
                let arrangement = Arrangement { width: width.get(), density: density.get(), bands };
                Layout::of(&shape.cards, &shape.arrows, arrangement)
            })
        });
        let path = Memo::new(move |_| {
            let selected = nav.place().and_then(|place| place.object).filter(|at| at.kind == Kind::Node);
            selected.map(|at| plan.with(|plan| plan.path(&at.id))).unwrap_or_default()
        });
        Self {
            store,
            nav,
            plan,
            shape,
            layout,
            path,
            way,
            focused: RwSignal::new(None),
            renaming: RwSignal::new(None),
            adding: RwSignal::new(None),
            linking: RwSignal::new(None),
            moving: RwSignal::new(None),
            filter,
            density,
            chosen_density,
            folded,
            zoom: RwSignal::new(1.0),
            room,
            sight: RwSignal::new(Sight::default()),
            minimap: RwSignal::new(many.get_untracked()),
            pasted: RwSignal::new(None),
        }
    }

    pub fn here() -> Self {
        expect_context::<Hand>()
    }

    pub fn may_edit(&self) -> bool {
        self.store.may_edit(Section::Chain)
    }

    /// The object whose panel is open, of those that this view shows.
    pub fn selected(&self) -> Option<RecordAt> {
        self.nav.place().and_then(|place| place.object)
    }

    pub fn is_selected(&self, kind: Kind, id: &RecordId) -> bool {
        self.selected().is_some_and(|at| at.kind == kind && at.id == *id)
    }

    pub fn open_node(&self, id: &RecordId) {
        self.focused.set(Some(id.clone()));
        self.nav.select(Some(RecordAt::new(Kind::Node, id.clone())));
    }

    pub fn open_link(&self, id: &RecordId) {
        self.nav.select(Some(RecordAt::new(Kind::Link, id.clone())));
    }

    /// Closes the panel and gives the focus back to the card it was about.
    pub fn close_panel(&self) {
        self.nav.select(None);
        self.focus_card_soon();
    }

    pub fn look(&self, way: Way) {
        let Some(place) = self.nav.place_now() else { return };
        let lens = match way {
            Way::Graph => None,
            Way::List => Some(LIST),
        };
        self.nav.go(&place.with_lens(lens).path());
    }

    pub fn look_other_way(&self) {
        match self.way.get_untracked() {
            Way::Graph => self.look(Way::List),
            Way::List => self.look(Way::Graph),
        }
        self.focus_card_soon();
    }

    pub fn stand(&self, density: Density) {
        looking::keep_density(density);
        self.chosen_density.set(Some(density));
        self.focus_card_soon();
    }

    /// Begins a new card in a level.
    pub fn begin(&self, level: Level) {
        self.adding.set(Some(Adding { level, from: None }));
    }

    pub fn is_adding(&self, level: Level) -> bool {
        self.adding.with(|adding| adding.as_ref().is_some_and(|adding| adding.level == level))
    }

    pub fn zoom_to(&self, zoom: f64) {
        self.zoom.set(in_percents(zoom, ZOOM));
    }

    /// The cards of a level, in order.
    pub fn column(&self, level: Level) -> Vec<RecordId> {
        self.layout.with(|layout| layout.column(level as usize).map(|card| card.id.clone()).collect())
    }

    fn column_without(&self, level: Level, id: &RecordId) -> Vec<RecordId> {
        self.layout.with_untracked(|layout| {
            let cards = layout.column(level as usize).filter(|card| card.id != *id);
            cards.map(|card| card.id.clone()).collect()
        })
    }

    /// The level's name as this board says it.
    pub fn level_name(&self, level: Level) -> String {
        let lang = self.store.lang.get();
        let own = self.plan.with(|plan| plan.level_name(level).to_owned());
        if own.is_empty() { chain_words::level(lang, level).to_owned() } else { own }
    }

    fn level_name_now(&self, level: Level) -> String {
        untrack(|| self.level_name(level))
    }

    fn title_now(&self, id: &RecordId) -> String {
        let title = self.plan.with_untracked(|plan| plan.title(id).to_owned());
        if title.is_empty() {
            words::chain::untitled(self.store.lang.get_untracked()).to_owned()
        } else {
            title
        }
    }

    /// Gives the focus to the focused card's element, once the page has painted it.
    pub fn focus_card_soon(&self) {
        let focused = self.focused;
        // After the act has come back from the desk, the card may stand elsewhere in the page.
        for wait_ms in [0, 60] {
            set_timeout(
                move || {
                    let Some(id) = focused.try_get_untracked().flatten() else { return };
                    focus_element(&card_element_id(&id));
                },
                std::time::Duration::from_millis(wait_ms),
            );
        }
    }
}

/// The lens of the address under which the list is shown.
const LIST: &str = "liste";

/// The id of a card's element on the page, in the graph or in the list.
pub fn card_element_id(id: &RecordId) -> String {
    format!("card-{id}")
}

/// Focuses an element unless something is being written elsewhere.
pub fn focus_element(id: &str) {
    let writing = device::document().active_element().is_some_and(|element| is_writing(&element));
    let found = device::document().get_element_by_id(id);
    if let (false, Some(element)) =
        (writing, found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()))
    {
        // Focus cannot fail on an element of the page.
        let _ = element.focus();
    }
}

/// Whether keys typed here are text.
pub fn is_writing(element: &web_sys::Element) -> bool {
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
}
