//! Which card stands in which column and row, before anything has a place on the canvas.

use super::{Arrow, COLUMNS, Card, Spacing};
use crate::ids::RecordId;
use crate::ordered::OrdMap;
use crate::sort::sort_by;
use std::ops::Range;

/// The arrows at each card, in the order given: no card looks through all of them.
pub type Linked<'a> = OrdMap<&'a RecordId, Vec<&'a Arrow>>;

pub fn linked(arrows: &[Arrow]) -> Linked<'_> {
    let mut linked = Linked::new();
    for arrow in arrows {
        linked.entry(&arrow.from).or_default().push(arrow);
        if arrow.to != arrow.from {
            linked.entry(&arrow.to).or_default().push(arrow);
        }
    }
    linked
}

/// Which card stands in which column and row.
pub struct Grid {
    pub columns: [Vec<Card>; COLUMNS],
    /// Column and line of each card; in the last column its row.
    pub at: OrdMap<RecordId, (usize, usize)>,
    /// Lines of the columns that lanes may pass: all but the last.
    pub rows: usize,
    /// The lines of each band; one band holds all where there are no heads.
    pub bands: Vec<Range<usize>>,
    pub headed: bool,
    pub spacing: Spacing,
}

impl Grid {
    pub fn of(cards: &[Card], linked: &Linked, bands: usize, spacing: Spacing) -> Grid {
        let (headed, count) = (bands > 0, bands.max(1));
        let band_of = |card: &Card| card.band.min(count - 1);
        let mut columns: [Vec<Card>; COLUMNS] = Default::default();
        // While columns are sorted, a line within the card's band.
        let mut at: OrdMap<RecordId, (usize, usize)> = OrdMap::new();
        for (column, stack) in columns.iter_mut().enumerate() {
            let mut found: Vec<(f64, &Card)> = cards
                .iter()
                .filter(|card| card.column.min(COLUMNS - 1) == column)
                .map(|card| (mean_row(&card.id, linked, &at), card))
                .collect();
            sort_by(&mut found, |(a_row, a), (b_row, b)| {
                let order = (band_of(a), &a.order).cmp(&(band_of(b), &b.order));
                order.then(a_row.total_cmp(b_row)).then_with(|| a.id.cmp(&b.id))
            });
            // An id given twice is one card.
            found.dedup_by(|a, b| a.1.id == b.1.id);
            found.retain(|(_, card)| !at.contains_key(&card.id));
            *stack =
                found.into_iter().map(|(_, card)| Card { band: band_of(card), ..card.clone() }).collect();
            let mut line = 0;
            for (row, card) in stack.iter().enumerate() {
                let starts = row == 0 || stack[row - 1].band != card.band;
                line = if column == COLUMNS - 1 {
                    row
                } else if starts {
                    0
                } else {
                    line + 1
                };
                at.insert(card.id.clone(), (column, line));
            }
        }
        let deepest = |band: usize| {
            let deep = |column: &Vec<Card>| column.iter().filter(|card| card.band == band).count();
            columns.iter().take(COLUMNS - 1).map(deep).max().unwrap_or(0)
        };
        let mut rows = 0;
        let bands: Vec<Range<usize>> = (0..count)
            .map(|band| {
                let from = rows;
                rows += deepest(band);
                from..rows
            })
            .collect();
        for card in columns.iter().take(COLUMNS - 1).flatten() {
            if let Some((_, line)) = at.get_mut(&card.id) {
                *line += bands[card.band].start;
            }
        }
        Grid { columns, at, rows, bands, headed, spacing }
    }

    pub fn line_of(&self, id: &RecordId) -> usize {
        self.at.get(id).map_or(0, |(_, line)| *line)
    }

    /// How high each line is: as its highest card.
    pub fn line_heights(&self) -> Vec<f64> {
        let mut heights = vec![self.spacing.card; self.rows];
        for card in self.columns.iter().take(COLUMNS - 1).flatten() {
            let height = &mut heights[self.line_of(&card.id)];
            *height = height.max(self.spacing.height(card));
        }
        heights
    }

    /// Columns and rows of both ends; nothing for an arrow that is not drawn.
    pub fn ends(&self, arrow: &Arrow) -> Option<((usize, usize), (usize, usize))> {
        if arrow.from == arrow.to {
            return None;
        }
        Some((*self.at.get(&arrow.from)?, *self.at.get(&arrow.to)?))
    }
}

/// The mean row of the cards already ranked that are linked to `id`: what sorts cards that
/// share one order key, so that their links cross less.
fn mean_row(id: &RecordId, linked: &Linked, at: &OrdMap<RecordId, (usize, usize)>) -> f64 {
    let mut rows = vec![];
    for arrow in linked.get(id).into_iter().flatten() {
        let other = if arrow.to == *id { &arrow.from } else { &arrow.to };
        rows.extend(at.get(other).map(|(_, row)| *row as f64));
    }
    if rows.is_empty() { f64::INFINITY } else { rows.iter().sum::<f64>() / rows.len() as f64 }
}
