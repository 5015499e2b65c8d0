//! What a person is doing in the chain right now: which card has the focus, what is being
//! added, moved or linked, how near they look. And the verbs that graph, list and panel share.
//!
//! It owns nothing of the board: every edit goes to the store as an act.

use super::acts::{self, Linking};
use super::link_panel::ADD_ASSUMPTION;
use super::plan::Plan;
use super::words as chain_words;
use crate::device;
use crate::nav::Nav;
use crate::store::Store;
use leptos::prelude::*;
use shared::act::Act;
use shared::ids::RecordId;
use shared::layout::{COLUMNS, Direction, Layout, Slot};
use shared::px::within;
use shared::record::RecordAt;
use shared::sections::chain::Level;
use shared::sections::{Kind, Section, Word};
use shared::words;
use wasm_bindgen::JsCast;

/// The two ways to look at the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Graph,
    List,
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

/// `Copy`, from any component of the view.
#[derive(Clone, Copy)]
pub struct Hand {
    pub store: Store,
    pub nav: Nav,
    pub plan: Memo<Plan>,
    pub layout: Memo<Layout>,
    pub way: Memo<Way>,
    /// The card that arrow keys start from; it alone can be reached by Tab.
    pub focused: RwSignal<Option<RecordId>>,
    pub renaming: RwSignal<Option<RecordId>>,
    pub adding: RwSignal<Option<Level>>,
    pub linking: RwSignal<Option<LinkDraft>>,
    pub moving: RwSignal<Option<MoveDraft>>,
    pub zoom: RwSignal<f64>,
    pub room: RwSignal<Room>,
}

const ZOOM: (f64, f64) = (0.4, 1.6);

impl Hand {
    pub fn new() -> Self {
        let (store, nav) = (Store::here(), Nav::here());
        let plan = Memo::new(move |_| {
            let (lang, working) = (store.lang.get(), store.working());
            store.records(Section::Chain, |records| Plan::read(records, lang, working))
        });
        let room = RwSignal::new(Room { width: 0.0, height: 0.0 });
        let shape = Memo::new(move |_| {
            let width = room.with(|room| room.width);
            // The columns' width does not depend on what stands in them.
            let column_px = Layout::of(&[], &[], width).column_width;
            (plan.with(|plan| plan.shape(column_px)), width)
        });
        let layout =
            Memo::new(move |_| shape.with(|((cards, arrows), width)| Layout::of(cards, arrows, *width)));
        let narrow = device_is_narrow();
        let way = Memo::new(move |_| {
            let lens = nav.place().and_then(|place| place.lens);
            match lens.as_deref() {
                Some(LIST) => Way::List,
                Some(_) | None if narrow.get() => Way::List,
                Some(_) | None => Way::Graph,
            }
        });
        Self {
            store,
            nav,
            plan,
            layout,
            way,
            focused: RwSignal::new(None),
            renaming: RwSignal::new(None),
            adding: RwSignal::new(None),
            linking: RwSignal::new(None),
            moving: RwSignal::new(None),
            zoom: RwSignal::new(1.0),
            room,
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

    pub fn zoom_to(&self, zoom: f64) {
        // In whole percents, as it is shown and written in styles.
        self.zoom.set(within((zoom * 100.0).round() / 100.0, ZOOM.0, ZOOM.1));
    }

    /// Zooms so that the whole chain is seen, if it can be at a readable size.
    pub fn zoom_to_fit(&self) {
        let room = self.room.get_untracked();
        let fit =
            self.layout.with_untracked(|layout| (room.width / layout.width).min(room.height / layout.height));
        self.zoom_to(fit.min(1.0));
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

    /// Adds a card at the end of a level.
    pub fn add(&self, level: Level, title: &str) {
        let id = self.store.new_id();
        let column = self.column_without(level, &id);
        let jitter = self.store.jitter();
        let place = (level, column.as_slice(), column.len());
        self.store.act(self.store.peek(|records| acts::add_node(records, id.clone(), title, place, jitter)));
        self.focused.set(Some(id));
        let lang = self.store.lang.get_untracked();
        self.store.say(words::chain::said_added(lang, title, self.level_name_now(level)));
    }

    /// Puts a card at `row` of a level, among the level's other cards.
    pub fn put(&self, id: &RecordId, level: Level, row: usize) {
        let column = self.column_without(level, id);
        let row = row.min(column.len());
        let stays = self.layout.with_untracked(|layout| {
            layout.card(id).is_some_and(|card| card.column == level as usize && card.row == row)
        });
        if stays {
            return;
        }
        let jitter = self.store.jitter();
        self.store
            .act(self.store.peek(|records| acts::move_node(records, id, (level, &column, row), jitter)));
        let lang = self.store.lang.get_untracked();
        let (at, of) = (row + 1, column.len() + 1);
        self.store.say(words::chain::said_moved(lang, at, self.level_name_now(level), of));
    }

    /// Moves a card one step by its arrow key.
    pub fn step(&self, id: &RecordId, direction: Direction) {
        let Some((column, row)) =
            self.layout.with_untracked(|layout| layout.card(id).map(|card| (card.column, card.row)))
        else {
            return;
        };
        let (to_column, to_row) = match direction {
            Direction::Up => (Some(column), row.saturating_sub(1)),
            Direction::Down => (Some(column), row + 1),
            Direction::Left => (column.checked_sub(1), row),
            Direction::Right => (Some(column + 1).filter(|at| *at < COLUMNS), row),
        };
        if let Some(level) = to_column.and_then(|at| Level::ALL.get(at)) {
            self.put(id, *level, to_row);
            self.focus_card_soon();
        }
    }

    /// Links two cards and opens the link's panel, where its assumption is written next.
    pub fn link(&self, from: &RecordId, to: &RecordId) {
        let fresh = self.store.new_id();
        let lang = self.store.lang.get_untracked();
        match self.store.peek(|records| acts::link(records, fresh, from, to)) {
            Linking::Itself => {}
            Linking::Already(link) => {
                self.store.say(words::chain::said_linked_already(lang));
                self.open_link(&link);
            }
            Linking::By(link, act) => {
                self.store.act(act);
                self.store.say(words::chain::said_linked(lang, self.title_now(from), self.title_now(to)));
                self.open_link(&link);
                // What must hold for it is written next, once the panel is there.
                set_timeout(|| focus_element(ADD_ASSUMPTION), std::time::Duration::from_millis(120));
            }
        }
    }

    pub fn unlink(&self, link: &RecordId) {
        self.leave_if_selected(Kind::Link, link);
        self.store.act(acts::unlink(link));
        self.store.tell(words::chain::unlinked(self.store.lang.get_untracked()), true);
    }

    /// Removes a card; it can be taken back at once, or restored later.
    pub fn remove(&self, id: &RecordId) {
        let title = self.title_now(id);
        let next = self.layout.with_untracked(|layout| {
            let below = layout.next(id, Direction::Down).or_else(|| layout.next(id, Direction::Up));
            below.or_else(|| layout.next(id, Direction::Left)).cloned()
        });
        self.leave_if_selected(Kind::Node, id);
        self.store.act(Act::remove(RecordAt::new(Kind::Node, id.clone())));
        self.store.tell(words::chain::removed_card(self.store.lang.get_untracked(), title), true);
        self.focused.set(next);
        self.focus_card_soon();
    }

    /// Removes something that hangs on a card or a link.
    pub fn remove_part(&self, at: RecordAt) {
        self.store.act(Act::remove(at));
        self.store.tell(words::chain::removed_part(self.store.lang.get_untracked()), true);
    }

    pub fn restore(&self, at: &RecordAt) {
        self.store.act(Act::restore(at.clone()));
        self.store.say(words::chain::said_restored(self.store.lang.get_untracked()));
    }

    fn leave_if_selected(&self, kind: Kind, id: &RecordId) {
        if untrack(|| self.is_selected(kind, id)) {
            self.nav.select(None);
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

/// Whether the window is as narrow as a phone, kept current.
fn device_is_narrow() -> RwSignal<bool> {
    const PHONE_PX: f64 = 720.0;
    let read = || {
        let width = device::window().inner_width().ok().and_then(|width| width.as_f64());
        width.is_some_and(|width| width <= PHONE_PX)
    };
    let narrow = RwSignal::new(read());
    let resized = window_event_listener(leptos::ev::resize, move |_| narrow.set(read()));
    on_cleanup(move || resized.remove());
    narrow
}
