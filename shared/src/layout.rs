//! Where the cards and links of the results chain stand: a pure function from who comes
//! before whom to rectangles, lines and markers, the same on every device.
//!
//! Five equal columns with gutters between them. Links run only in gutters; one that skips a
//! column drops into the lane under its row, so that no line ever crosses a card. It never
//! reorders what people ordered: only cards that share one order key are sorted by their
//! neighbours. Lengths are CSS pixels at 100 %.

mod markers;
mod routes;
mod steps;

pub use steps::{Direction, Slot};

use crate::ids::RecordId;
use crate::sort::sort_by;
use std::collections::BTreeMap;

/// How many columns there are: one per level.
pub const COLUMNS: usize = 5;
/// Free space at the left and right edge.
pub const MARGIN_PX: f64 = 24.0;
/// Between two columns; links run here.
pub const GUTTER_PX: f64 = 48.0;
/// Above the first row, for the columns' titles.
pub const HEAD_PX: f64 = 86.0;
/// Least height of a card: three lines of title and a measure.
pub const CARD_PX: f64 = 126.0;
/// Least width of the whole; narrower screens scroll.
pub const MIN_WIDTH_PX: f64 = 1028.0;
/// Across an assumption's marker.
pub const MARKER_PX: f64 = 24.0;

const ROW_GAP_PX: f64 = 26.0;
const LANE_DROP_PX: f64 = 16.0;
const LANE_GAP_PX: f64 = 8.0;
const FOOT_PX: f64 = 36.0;

/// A card to place.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub id: RecordId,
    /// 0 ..= 4; beyond is read as 4.
    pub column: usize,
    /// The key people ordered it by within its column.
    pub order: String,
    /// Raised to [`CARD_PX`] if less.
    pub height_px: f64,
}

/// A link to draw. One whose ends are not among the cards, or are one card, is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    pub id: RecordId,
    pub from: RecordId,
    pub to: RecordId,
    /// Whether it carries assumptions, and so a marker.
    pub marked: bool,
}

/// A point on the canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// A rectangle on the canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Rect {
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    pub fn middle(&self) -> Point {
        Point { x: self.x + self.width / 2.0, y: self.y + self.height / 2.0 }
    }
}

/// A card with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    pub id: RecordId,
    pub column: usize,
    /// Counted from 0 within its column.
    pub row: usize,
    pub rect: Rect,
}

/// A link with its line.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    pub id: RecordId,
    pub from: RecordId,
    pub to: RecordId,
    /// SVG path data of the line.
    pub line: String,
    /// SVG path data of the arrow's head, at the card it leads to.
    pub head: String,
    /// It leads back to its own level or to an earlier one.
    pub backwards: bool,
    /// The middle of the marker of its assumptions.
    pub marker: Option<Point>,
    /// Points along the line, at most [`routes::STEP_PX`] apart on curves.
    pub trace: Vec<Point>,
}

/// The whole chain, placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    pub width: f64,
    pub height: f64,
    /// The left edges of the columns; all are [`Layout::column_width`] wide.
    pub columns: [f64; COLUMNS],
    pub column_width: f64,
    /// By column, then row.
    pub cards: Vec<Placed>,
    /// In the order of the arrows given.
    pub edges: Vec<Edge>,
}

impl Layout {
    /// Places `cards` and `arrows` on a canvas `width` wide (at least [`MIN_WIDTH_PX`]).
    pub fn of(cards: &[Card], arrows: &[Arrow], width: f64) -> Layout {
        let width = width.max(MIN_WIDTH_PX);
        let gutters = GUTTER_PX * (COLUMNS - 1) as f64;
        let column_width = (width - 2.0 * MARGIN_PX - gutters) / COLUMNS as f64;
        let columns = std::array::from_fn(|at| MARGIN_PX + at as f64 * (column_width + GUTTER_PX));
        let grid = Grid::of(cards, arrows);
        let lanes = routes::lanes(&grid, arrows);
        let mut layout = Layout { width, height: 0.0, columns, column_width, cards: vec![], edges: vec![] };
        let bottom = layout.place(&grid, arrows, &lanes);
        layout.height = bottom + FOOT_PX;
        layout.edges = routes::draw(&layout, &grid, arrows, &lanes);
        markers::place(&mut layout, arrows);
        layout
    }

    pub fn card(&self, id: &RecordId) -> Option<&Placed> {
        self.cards.iter().find(|card| card.id == *id)
    }

    /// The cards of one column, top down.
    pub fn column(&self, column: usize) -> impl DoubleEndedIterator<Item = &Placed> {
        self.cards.iter().filter(move |card| card.column == column)
    }

    /// Gives every card its rectangle; returns where the last row or lane ends.
    fn place(&mut self, grid: &Grid, arrows: &[Arrow], lanes: &routes::Lanes) -> f64 {
        let mut tops = vec![];
        let mut y = HEAD_PX;
        for row in 0..grid.rows {
            tops.push(y);
            y += grid.row_height(row) + lanes.gap_under(row);
        }
        let last = COLUMNS - 1;
        for (column, ids) in grid.columns.iter().enumerate().take(last) {
            for (row, card) in ids.iter().enumerate() {
                self.put(card, column, row, tops[row]);
            }
        }
        // No lane passes the last column: its cards stand level with what leads to them.
        let wished = grid.columns[last].iter().map(|card| self.wished_middle(&card.id, arrows));
        let tops = settle(&grid.columns[last], wished.collect());
        for (row, (card, top)) in grid.columns[last].iter().zip(tops).enumerate() {
            self.put(card, last, row, top);
        }
        self.cards.iter().map(|card| card.rect.bottom()).fold(y - ROW_GAP_PX, f64::max)
    }

    fn put(&mut self, card: &Card, column: usize, row: usize, top: f64) {
        let rect = Rect { x: self.columns[column], y: top, width: self.column_width, height: height(card) };
        self.cards.push(Placed { id: card.id.clone(), column, row, rect });
    }

    /// The mean height of the cards that lead to `id`, among those placed already.
    fn wished_middle(&self, id: &RecordId, arrows: &[Arrow]) -> Option<f64> {
        let causes: Vec<f64> = arrows
            .iter()
            .filter(|arrow| arrow.to == *id)
            .filter_map(|arrow| Some(self.card(&arrow.from)?.rect.middle().y))
            .collect();
        (!causes.is_empty()).then(|| causes.iter().sum::<f64>() / causes.len() as f64)
    }
}

fn height(card: &Card) -> f64 {
    card.height_px.max(CARD_PX)
}

/// Tops for a column whose cards would like their middles at `wished`: as near as their order
/// and the gap between two cards allow.
fn settle(cards: &[Card], wished: Vec<Option<f64>>) -> Vec<f64> {
    // Each block of touching cards stands at the mean of what its cards wish (its `offset`s
    // taken off); a block that would reach into the one above joins it.
    struct Block {
        cards: usize,
        sum: f64,
    }
    let mut offsets = vec![];
    let mut below = HEAD_PX;
    for card in cards {
        offsets.push(below);
        below += height(card) + ROW_GAP_PX;
    }
    let mut blocks: Vec<Block> = vec![];
    for ((card, offset), wish) in cards.iter().zip(&offsets).zip(wished) {
        // A card without causes stands where the one above leaves it.
        let above = blocks.last().map_or(0.0, |block| block.sum / block.cards as f64);
        let shift = wish.map_or(above, |middle| (middle - height(card) / 2.0 - offset).max(0.0));
        blocks.push(Block { cards: 1, sum: shift });
        while let [.., upper, lower] = blocks.as_slice() {
            if upper.sum / upper.cards as f64 <= lower.sum / lower.cards as f64 {
                break;
            }
            let joined = Block { cards: upper.cards + lower.cards, sum: upper.sum + lower.sum };
            blocks.truncate(blocks.len() - 2);
            blocks.push(joined);
        }
    }
    let shifts = blocks
        .iter()
        .flat_map(|block| std::iter::repeat_n((block.sum / block.cards as f64).round(), block.cards));
    offsets.iter().zip(shifts).map(|(offset, shift)| offset + shift).collect()
}

/// Which card stands in which column and row.
struct Grid {
    columns: [Vec<Card>; COLUMNS],
    at: BTreeMap<RecordId, (usize, usize)>,
    /// Rows of the columns that lanes may pass: all but the last.
    rows: usize,
}

impl Grid {
    fn of(cards: &[Card], arrows: &[Arrow]) -> Grid {
        let mut columns: [Vec<Card>; COLUMNS] = Default::default();
        let mut at: BTreeMap<RecordId, (usize, usize)> = BTreeMap::new();
        for (column, stack) in columns.iter_mut().enumerate() {
            let mut found: Vec<(f64, &Card)> = cards
                .iter()
                .filter(|card| card.column.min(COLUMNS - 1) == column)
                .map(|card| (mean_row(&card.id, arrows, &at), card))
                .collect();
            sort_by(&mut found, |(a_row, a), (b_row, b)| {
                a.order.cmp(&b.order).then(a_row.total_cmp(b_row)).then_with(|| a.id.cmp(&b.id))
            });
            // An id given twice is one card.
            found.dedup_by(|a, b| a.1.id == b.1.id);
            found.retain(|(_, card)| !at.contains_key(&card.id));
            for (row, (_, card)) in found.iter().enumerate() {
                at.insert(card.id.clone(), (column, row));
            }
            *stack = found.into_iter().map(|(_, card)| card.clone()).collect();
        }
        let rows = columns.iter().take(COLUMNS - 1).map(Vec::len).max().unwrap_or(0);
        Grid { columns, at, rows }
    }

    fn row_height(&self, row: usize) -> f64 {
        let cards = self.columns.iter().take(COLUMNS - 1).filter_map(|column| column.get(row));
        cards.map(height).fold(CARD_PX, f64::max)
    }

    /// Columns and rows of both ends; nothing for an arrow that is not drawn.
    fn ends(&self, arrow: &Arrow) -> Option<((usize, usize), (usize, usize))> {
        if arrow.from == arrow.to {
            return None;
        }
        Some((*self.at.get(&arrow.from)?, *self.at.get(&arrow.to)?))
    }
}

/// The mean row of the cards already ranked that are linked to `id`: what sorts cards that
/// share one order key, so that their links cross less.
fn mean_row(id: &RecordId, arrows: &[Arrow], at: &BTreeMap<RecordId, (usize, usize)>) -> f64 {
    let mut rows = vec![];
    for arrow in arrows {
        let other = if arrow.to == *id {
            &arrow.from
        } else if arrow.from == *id {
            &arrow.to
        } else {
            continue;
        };
        rows.extend(at.get(other).map(|(_, row)| *row as f64));
    }
    if rows.is_empty() { f64::INFINITY } else { rows.iter().sum::<f64>() / rows.len() as f64 }
}

#[cfg(test)]
mod tests;
