//! Which moment of a board is looked at, and what the desk has told of it. The address says which; one
//! question about each thing is under way at a time, and of several moments the last wins, so that dragging along
//! the timeline never queues.

use crate::address::When;
use crate::device;
use crate::nav::Nav;
use crate::store::{BoardState, Marks, Shown, Store, unanswered};
use leptos::prelude::*;
use shared::desk::Unanswered;
use shared::past::{Acts, Around, Compared, Filter, Look, Made, Moment, PastAct, Sight, Since, Timeline};
use shared::record::RecordAt;
use shared::sections::Section;
use shared::told::{Sign, is_told_apart, sign};
use std::collections::HashSet;

/// How many acts are listed before and after the moment that is shown.
const OLDER: u32 = 40;
const NEWER: u32 = 15;
/// The list is asked for again once the moment comes so near to its end.
const MARGIN: usize = 3;

/// What stands beside the section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The panel of the section's own object, or nothing.
    Own,
    Acts,
    Differences,
    Since,
}

/// The history of one open board. `Copy`, like the store.
#[derive(Clone, Copy)]
pub struct History {
    pub store: Store,
    pub nav: Nav,
    pub when: Memo<When>,
    pub timeline: RwSignal<Option<Timeline>>,
    pub acts: RwSignal<Acts>,
    /// Whether the desk has answered with acts yet.
    pub listed: RwSignal<bool>,
    pub filter: RwSignal<Filter>,
    pub compared: RwSignal<Option<Compared>>,
    /// Which of the differences is looked at.
    pub chosen: RwSignal<Option<usize>>,
    pub since: RwSignal<Option<Since>>,
    /// Whether what others did is not to be shown any more on this visit.
    pub since_read: RwSignal<bool>,
    pub playing: RwSignal<bool>,
    /// The moment that is asked for, and the one that is shown or on its way.
    wanted: StoredValue<When>,
    under_way: StoredValue<Option<When>>,
}

impl History {
    /// The history of the board in the address, followed for as long as the board is shown.
    pub fn new(store: Store, nav: Nav) -> Self {
        let history = Self {
            store,
            nav,
            when: Memo::new(move |_| nav.place().map(|place| place.when).unwrap_or_default()),
            timeline: RwSignal::new(None),
            acts: RwSignal::new(Acts::default()),
            listed: RwSignal::new(false),
            filter: RwSignal::new(Filter::default()),
            compared: RwSignal::new(None),
            chosen: RwSignal::new(None),
            since: RwSignal::new(None),
            since_read: RwSignal::new(false),
            playing: RwSignal::new(false),
            wanted: StoredValue::new(When::Present),
            under_way: StoredValue::new(None),
        };
        let is_loaded = Memo::new(move |_| {
            store.board.with(|state| matches!(state, BoardState::Open { stored: false, .. }))
        });
        Effect::new(move || {
            if is_loaded.get() {
                history.go_to(history.when.get());
            }
        });
        Effect::new(move || {
            if is_loaded.get() {
                history.ask_since();
            }
        });
        Effect::new(move |before: Option<Filter>| {
            let filter = history.filter.get();
            if before.is_some_and(|before| before != filter) {
                history.list();
            }
            filter
        });
        history
    }

    pub fn here() -> Self {
        expect_context::<History>()
    }

    /// What stands beside a section; `object` is whether one is selected.
    pub fn side(&self, object: bool) -> Side {
        match self.when.get() {
            When::Between(..) => Side::Differences,
            When::Past(_) if object => Side::Own,
            When::Past(_) => Side::Acts,
            When::Present if object || self.since_read.get() => Side::Own,
            When::Present => {
                let is_news = self.since.with(|since| since.as_ref().is_some_and(|since| since.acts > 0));
                if is_news { Side::Since } else { Side::Own }
            }
        }
    }

    /// Whether others did something in a section since the last visit, of what is listed.
    pub fn is_news_in(&self, section: Section) -> bool {
        self.since.with(|since| {
            since.as_ref().is_some_and(|since| since.last.iter().any(|act| act.sections.contains(&section)))
        })
    }

    /// Shows another moment in place of this one: Back leads out of the history.
    pub fn show(&self, when: When) {
        if let Some(place) = self.nav.place_now() {
            self.nav.replace(&place.at(when).path());
        }
    }

    pub fn leave(&self) {
        if let Some(place) = self.nav.place_now() {
            self.nav.go(&place.at(When::Present).path());
        }
    }

    fn go_to(&self, when: When) {
        self.wanted.set_value(when.clone());
        if when == When::Present {
            self.playing.set(false);
            self.compared.set(None);
            return self.store.show_present();
        }
        if self.timeline.with_untracked(Option::is_none) || !self.store.is_past_now() {
            self.ask_timeline();
        }
        self.ask_moment();
    }

    fn ask_moment(&self) {
        if self.under_way.with_value(Option::is_some) {
            return;
        }
        let history = *self;
        let when = self.wanted.get_value();
        let (moment, from) = match &when {
            When::Present => return,
            When::Past(moment) => (moment.clone(), None),
            When::Between(from, to) => (to.clone(), Some(from.clone())),
        };
        self.under_way.set_value(Some(when.clone()));
        let then = Look::Then { moment: moment.clone() };
        self.store.look_then(then, move |sight| match (sight, from) {
            (Ok(Sight::Then { records, at, number }), None) => {
                if history.came(&when) {
                    history.store.show_past(Shown { moment, at, number }, records, &[]);
                    history.list_around(number);
                }
            }
            (Ok(Sight::Then { records, at, number }), Some(from)) => {
                let between = Look::Between { from, to: moment.clone() };
                history.store.look_then(between, move |sight| {
                    if !history.came(&when) {
                        return;
                    }
                    if let Ok(Sight::Between(mut compared)) = sight {
                        compared.differences = each_once(compared.differences);
                        let ghosts = removed(&compared.differences);
                        history.store.show_past(Shown { moment, at, number }, records, &ghosts);
                        history
                            .store
                            .marks
                            .set(Marks::of(compared.differences.iter().map(|made| &made.difference)));
                        history.chosen.set(None);
                        history.compared.set(Some(compared));
                    } else {
                        history.not_there();
                    }
                });
            }
            (_, _) => {
                if history.came(&when) {
                    history.not_there();
                }
            }
        });
    }

    /// An answer came: whether it is still what is wanted. If not, what is wanted is asked for.
    fn came(&self, when: &When) -> bool {
        // The board may have been left meanwhile, and the history with it.
        let Some(wanted) = self.wanted.try_with_value(When::clone) else { return false };
        self.under_way.set_value(None);
        if wanted != *when {
            self.ask_moment();
        }
        wanted == *when
    }

    fn not_there(&self) {
        self.store.tell(unanswered(self.store.lang.get_untracked(), &Unanswered::NoSuchMoment), false);
        self.leave();
    }

    fn ask_timeline(&self) {
        let history = *self;
        let look = Look::Timeline { offset_minutes: device::offset_minutes() };
        self.store.look_then(look, move |sight| {
            if let Ok(Sight::Timeline(timeline)) = sight {
                history.timeline.set(Some(timeline));
            }
        });
    }

    /// Asks anew what others did since the last visit.
    pub fn ask_since(&self) {
        let history = *self;
        self.store.look_then(Look::Since, move |sight| {
            if let Ok(Sight::Since(since)) = sight {
                history.since.set(Some(since));
            }
        });
    }

    /// The act that the moment shown ends with.
    pub fn shown_act(&self) -> Option<PastAct> {
        let number = self.store.past.with(|past| past.as_ref().map(|past| past.number))?;
        self.acts.with(|acts| acts.acts.iter().find(|act| act.number == number).cloned())
    }

    fn list_around(&self, number: u32) {
        let is_near_the_end = self.acts.with_untracked(|acts| {
            let at = acts.acts.iter().position(|act| act.number <= number);
            at.is_none_or(|at| at < MARGIN || at + MARGIN >= acts.acts.len())
        });
        match is_near_the_end {
            true => self.list(),
            false => self.mark_act(),
        }
    }

    /// Lists the acts around the moment that is shown.
    pub fn list(&self) {
        let history = *self;
        let number = self.store.past.with_untracked(|past| past.as_ref().map_or(0, |past| past.number));
        let filter = self.filter.get_untracked();
        let around = Around { number, older: OLDER, newer: NEWER };
        self.store.look_then(Look::Acts { around, filter: filter.clone() }, move |sight| {
            if let Ok(Sight::Acts(acts)) = sight
                && history.filter.try_get_untracked() == Some(filter)
            {
                history.acts.set(acts);
                history.listed.set(true);
                history.mark_act();
            }
        });
    }

    /// Marks what the act that the moment ends with changed.
    fn mark_act(&self) {
        if matches!(self.wanted.get_value(), When::Past(_)) {
            let act = untrack(|| self.shown_act());
            self.store.marks.set(Marks::of(act.iter().flat_map(|act| &act.differences)));
        }
    }

    /// Goes to an act by its number; what is listed is at hand, any other is asked for.
    pub fn show_number(&self, number: u32) {
        let known = self.acts.with_untracked(|acts| {
            acts.acts.iter().find(|act| act.number == number).map(|act| act.change.clone())
        });
        if let Some(change) = known {
            return self.show(When::Past(Moment::After(change)));
        }
        let history = *self;
        let around = Around { number, older: 0, newer: 0 };
        self.store.look_then(Look::Acts { around, filter: Filter::default() }, move |sight| {
            if let Ok(Sight::Acts(acts)) = sight
                && let Some(act) = acts.acts.first()
                && history.wanted.try_with_value(|when| matches!(when, When::Past(_))) == Some(true)
            {
                history.show(When::Past(Moment::After(act.change.clone())));
            }
        });
    }

    /// One listed act on or back, or of all while none is listed yet. Says whether there was one.
    pub fn step(&self, step: i32) -> bool {
        let number = self.store.past.with_untracked(|past| past.as_ref().map_or(0, |past| past.number));
        if !self.listed.get_untracked() {
            let all = self.timeline.with_untracked(|one| one.as_ref().map_or(0, |one| one.acts));
            let to = number.saturating_add_signed(step).clamp(1, all.max(1));
            self.show_number(to);
            return to != number;
        }
        let next = self.acts.with_untracked(|acts| {
            let mut acts = acts.acts.iter();
            let next = match step > 0 {
                true => acts.rev().find(|act| act.number > number),
                false => acts.find(|act| act.number < number),
            };
            next.map(|act| act.change.clone())
        });
        match next {
            Some(change) => {
                self.show(When::Past(Moment::After(change)));
                true
            }
            None => false,
        }
    }

    /// One day on or back, on the timeline.
    pub fn step_day(&self, step: i32) {
        let number = self.store.past.with_untracked(|past| past.as_ref().map_or(0, |past| past.number));
        let to = self.timeline.with_untracked(|timeline| {
            let days = &timeline.as_ref()?.days;
            let here = days.iter().position(|day| number <= day.last).unwrap_or(days.len().saturating_sub(1));
            let to = (here as i32 + step).clamp(0, days.len() as i32 - 1);
            days.get(to as usize).map(|day| day.last)
        });
        to.into_iter().for_each(|number| self.show_number(number));
    }

    /// Chooses one of the differences, and shows its section.
    pub fn choose(&self, at: usize) {
        let record = self.compared.with_untracked(|compared| {
            compared
                .as_ref()
                .and_then(|compared| compared.differences.get(at))
                .map(|made| made.difference.record())
        });
        let (Some(record), Some(place)) = (record, self.nav.place_now()) else { return };
        self.chosen.set(Some(at));
        let object = (!record.kind.is_single()).then_some(record.clone());
        let section = record.kind.section();
        let lens = place.lens.clone().filter(|_| place.section == section);
        let there = place.to(section).with_lens(lens.as_deref()).with_object(object);
        self.nav.replace(&there.path());
    }

    /// The next or previous difference.
    pub fn step_difference(&self, step: i32) {
        let count =
            self.compared.with_untracked(|compared| compared.as_ref().map_or(0, |one| one.differences.len()));
        if count > 0 {
            let at = match self.chosen.get_untracked() {
                Some(at) => (at as i32 + step).rem_euclid(count as i32),
                None if step > 0 => 0,
                None => count as i32 - 1,
            };
            self.choose(at as usize);
        }
    }
}

/// What would only be told as "changed" is told once of each object.
fn each_once(differences: Vec<Made>) -> Vec<Made> {
    let mut told = HashSet::new();
    let is_new = |made: &Made| is_told_apart(&made.difference) || told.insert(made.difference.record());
    differences.into_iter().filter(is_new).collect()
}

fn removed(differences: &[Made]) -> Vec<RecordAt> {
    let removed = differences.iter().filter(|made| sign(&made.difference) == Sign::Removed);
    removed.map(|made| made.difference.record()).collect()
}
