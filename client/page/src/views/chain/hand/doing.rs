//! The verbs of the chain: adding, moving, linking, removing; each an act, said to those who do not
//! see it.

use super::super::acts::{self, Linking};
use super::super::link_panel::ADD_ASSUMPTION;
use super::{Adding, Hand, focus_element};
use leptos::prelude::*;
use shared::act::Act;
use shared::ids::RecordId;
use shared::layout::{COLUMNS, Direction};
use shared::record::RecordAt;
use shared::sections::chain::Level;
use shared::sections::{Kind, Word};
use shared::words;

impl Hand {
    /// the filter asks for, so that it does not vanish as it is made.
    pub fn add(&self, adding: &Adding, title: &str) -> RecordId {
        let (id, level) = (self.store.new_id(), adding.level);
        let column = self.column_without(level, &id);
        let (jitter, link) = (self.store.jitter(), self.store.new_id());
        let place = (level, column.as_slice(), column.len());
        let filter = self.filter.get_untracked();
        let act = self.store.peek(|records| {
            let mut act = acts::add_node(records, id.clone(), title, place, jitter);
            acts::give(&mut act, &filter);
            if let Some(from) = &adding.from
                && let Linking::By(_, linking) = acts::link(records, link, from, &id)
            {
                act.edits.extend(linking.edits);
            }
            act
        });
        self.store.act(act);
        if filter.path_of.is_some() {
            self.filter.update(|filter| filter.path_of = None);
        }
        self.focused.set(Some(id.clone()));
        let lang = self.store.lang.get_untracked();
        self.store.say(words::chain::said_added(lang, title, self.level_name_now(level)));
        id
    }

    /// Puts a card at `row` of a level, among the level's other cards.
    pub fn put(&self, id: &RecordId, level: Level, row: usize) {
        let all = self.column_without(level, id);
        let row = row.min(all.len());
        let stays = self.layout.with_untracked(|layout| {
            layout.card(id).is_some_and(|card| card.column == level as usize && card.row == row)
        });
        if stays {
            return;
        }
        let (column, row) = self.in_band(id, level, (&all, row));
        let jitter = self.store.jitter();
        self.store
            .act(self.store.peek(|records| acts::move_node(records, id, (level, &column, row), jitter)));
        let lang = self.store.lang.get_untracked();
        let (at, of) = (row + 1, column.len() + 1);
        self.store.say(words::chain::said_moved(lang, at, self.level_name_now(level), of));
    }

    /// Of a column, the cards that stand in the moved one's band, and how many of them are above.
    /// An impact stands beside all bands.
    fn in_band(
        &self,
        id: &RecordId,
        to: Level,
        (column, row): (&[RecordId], usize),
    ) -> (Vec<RecordId>, usize) {
        self.layout.with_untracked(|layout| {
            let band = |id: &RecordId| layout.card(id).map(|card| card.band);
            let from_impact = layout.card(id).is_some_and(|card| card.column + 1 == COLUMNS);
            let own = band(id).filter(|_| to != Level::Impact && !from_impact);
            let here = |other: &&RecordId| own.is_none() || band(other) == own;
            let above = column.iter().take(row).filter(here).count();
            (column.iter().filter(here).cloned().collect(), above)
        })
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
}
