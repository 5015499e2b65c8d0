//! Moving about the chain: from a card to the next by arrow keys, and from a point under the
//! pointer to the slot where a dragged card would land.

use super::{Layout, MARGIN_PX, Placed};
use crate::ids::RecordId;

/// An arrow key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
    Left,
    Right,
}

/// A place between two cards of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    pub column: usize,
    /// How many cards of the column stand above, the moved one left out.
    pub row: usize,
    /// The height of the line that shows it.
    pub y: f64,
}

impl Layout {
    /// The card one step from `id`: above or below in its column, or along a link to the left
    /// or right; without a link, the nearest card of the next column that has any.
    pub fn next(&self, id: &RecordId, direction: Direction) -> Option<&RecordId> {
        let here = self.card(id)?;
        let found = match direction {
            Direction::Up => self.column(here.column).rfind(|card| card.row < here.row),
            Direction::Down => self.column(here.column).find(|card| card.row > here.row),
            Direction::Left => {
                let linked = self.edges.iter().filter(|edge| edge.to == *id);
                let cards = linked.filter_map(|edge| self.card(&edge.from));
                self.nearest(here, cards.filter(|card| card.column < here.column)).or_else(|| {
                    let column =
                        self.cards.iter().map(|card| card.column).filter(|at| *at < here.column).max()?;
                    self.nearest(here, self.column(column))
                })
            }
            Direction::Right => {
                let linked = self.edges.iter().filter(|edge| edge.from == *id);
                let cards = linked.filter_map(|edge| self.card(&edge.to));
                self.nearest(here, cards.filter(|card| card.column > here.column)).or_else(|| {
                    let column =
                        self.cards.iter().map(|card| card.column).filter(|at| *at > here.column).min()?;
                    self.nearest(here, self.column(column))
                })
            }
        };
        found.map(|card| &card.id)
    }

    /// The column that a point is in or nearest to, from the left.
    pub fn column_at(&self, x: f64) -> usize {
        self.columns.iter().rposition(|left| x >= left - MARGIN_PX).unwrap_or(0)
    }

    /// The slot nearest to a point for a card that is being moved.
    pub fn slot(&self, x: f64, y: f64, moved: &RecordId) -> Slot {
        let column = self.column_at(x);
        let others: Vec<&Placed> = self.column(column).filter(|card| card.id != *moved).collect();
        let row = others.iter().filter(|card| card.rect.middle().y < y).count();
        let gap = self.spacing.row_gap / 2.0;
        let line = match (row.checked_sub(1).map(|at| others[at]), others.get(row)) {
            (Some(above), Some(below)) => (above.rect.bottom() + below.rect.y) / 2.0,
            (Some(above), None) => above.rect.bottom() + gap,
            (None, Some(below)) => below.rect.y - gap,
            (None, None) => super::HEAD_PX,
        };
        Slot { column, row, y: line }
    }

    /// The card under a point.
    pub fn card_at(&self, x: f64, y: f64) -> Option<&Placed> {
        self.cards.iter().find(|card| {
            let rect = &card.rect;
            (rect.x..=rect.right()).contains(&x) && (rect.y..=rect.bottom()).contains(&y)
        })
    }

    fn nearest<'a>(&self, to: &Placed, cards: impl Iterator<Item = &'a Placed>) -> Option<&'a Placed> {
        let far = |card: &Placed| {
            let (a, b) = (card.rect.middle(), to.rect.middle());
            (a.x - b.x).abs() + (a.y - b.y).abs()
        };
        cards.min_by(|a, b| far(a).total_cmp(&far(b)).then_with(|| a.id.cmp(&b.id)))
    }
}
