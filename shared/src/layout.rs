//! Where the cards and links of the results chain stand: a pure function from who comes
//! before whom to rectangles, lines and markers, the same on every device.
//!
//! Five equal columns with gutters between them. Links run only in gutters; one that skips a
//! column drops into the lane under its row, so that no line ever crosses a card. It never
//! reorders what people ordered: only cards that share one order key are sorted by their
//! neighbours. Cards may stand in bands, one under the other: each band has rows of its own, and
//! the last column, which is what all bands lead to, runs beside them. Lengths are CSS pixels at 100 %.

mod grid;
mod markers;
mod routes;
mod steps;

pub use steps::{Direction, Slot};

use crate::ids::RecordId;
use crate::ordered::OrdMap;
use grid::{Grid, Linked, linked};

/// How many columns there are: one per level.
pub const COLUMNS: usize = 5;
/// Free space at the left and right edge.
pub const MARGIN_PX: f64 = 24.0;
/// Between two columns; links run here.
pub const GUTTER_PX: f64 = 48.0;
/// Above the first row, for the columns' titles.
pub const HEAD_PX: f64 = 86.0;
/// Least height of an ample card: three lines of title and a measure.
pub const CARD_PX: f64 = 126.0;
/// Height of a compact card: one line.
pub const LINE_CARD_PX: f64 = 32.0;
/// Above the first row of a band, for its name.
pub const BAND_HEAD_PX: f64 = 44.0;
/// Least width of the whole; narrower screens scroll.
pub const MIN_WIDTH_PX: f64 = 1028.0;
/// Across an assumption's marker.
pub const MARKER_PX: f64 = 24.0;

const FOOT_PX: f64 = 36.0;
/// Between a band's last lane and its edge, and from there to the next band.
const BAND_FOOT_PX: f64 = 10.0;
const BAND_GAP_PX: f64 = 12.0;
/// How far a band reaches beyond its columns.
const BAND_SIDE_PX: f64 = 12.0;

/// How close the cards stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Density {
    #[default]
    Ample,
    /// One line a card.
    Compact,
}

impl Density {
    fn spacing(self) -> Spacing {
        match self {
            Density::Ample => {
                Spacing { card: CARD_PX, row_gap: 26.0, lane_drop: 16.0, lane_gap: 8.0, port_edge: 10.0 }
            }
            Density::Compact => {
                Spacing { card: LINE_CARD_PX, row_gap: 10.0, lane_drop: 5.0, lane_gap: 6.0, port_edge: 7.0 }
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Spacing {
    /// Least height of a card.
    card: f64,
    row_gap: f64,
    /// From the end of a row to its first lane, and from a lane to the next.
    lane_drop: f64,
    lane_gap: f64,
    /// Ports keep off a card's rounded corners.
    port_edge: f64,
}

/// How the cards are to stand.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Arrangement {
    /// The canvas is as wide as this, and at least [`MIN_WIDTH_PX`].
    pub width: f64,
    pub density: Density,
    /// How many bands there are, each with a head; 0 for one field without heads.
    pub bands: usize,
}

/// A card to place.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub id: RecordId,
    /// 0 ..= 4; beyond is read as 4.
    pub column: usize,
    /// The band it stands in; beyond the last one is read as the last.
    pub band: usize,
    /// The key people ordered it by within its column.
    pub order: String,
    /// Raised to the least height of its density if less.
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

    /// Whether the two have a spot in common.
    pub fn touches(&self, other: &Rect) -> bool {
        self.x <= other.right()
            && other.x <= self.right()
            && self.y <= other.bottom()
            && other.y <= self.bottom()
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
    pub band: usize,
    /// Counted from 0 within its column.
    pub row: usize,
    /// The row of the whole field that it stands in, bands counted through.
    line: usize,
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
    /// The bands from the top, heads included.
    pub bands: Vec<Rect>,
    spacing: Spacing,
    /// The place of each card among `cards`.
    index: OrdMap<RecordId, usize>,
}

impl Edge {
    /// The rectangle that its line lies in.
    pub fn bounds(&self) -> Rect {
        let (mut left, mut top) = (f64::INFINITY, f64::INFINITY);
        let (mut right, mut bottom) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
        for point in &self.trace {
            (left, right) = (left.min(point.x), right.max(point.x));
            (top, bottom) = (top.min(point.y), bottom.max(point.y));
        }
        Rect { x: left, y: top, width: right - left, height: bottom - top }
    }
}

impl Layout {
    /// Places `cards` and `arrows`.
    pub fn of(cards: &[Card], arrows: &[Arrow], arrangement: Arrangement) -> Layout {
        let width = arrangement.width.max(MIN_WIDTH_PX);
        let spacing = arrangement.density.spacing();
        let gutters = GUTTER_PX * (COLUMNS - 1) as f64;
        let column_width = (width - 2.0 * MARGIN_PX - gutters) / COLUMNS as f64;
        let columns = std::array::from_fn(|at| MARGIN_PX + at as f64 * (column_width + GUTTER_PX));
        let linked = linked(arrows);
        let grid = Grid::of(cards, &linked, arrangement.bands, spacing);
        let lanes = routes::lanes(&grid, arrows, spacing);
        let mut layout = Layout {
            width,
            height: 0.0,
            columns,
            column_width,
            cards: vec![],
            edges: vec![],
            bands: vec![],
            spacing,
            index: OrdMap::new(),
        };
        let bottom = layout.place(&grid, &linked, &lanes);
        layout.height = bottom + FOOT_PX;
        layout.edges = routes::draw(&layout, &grid, arrows, &lanes);
        markers::place(&mut layout, arrows);
        layout
    }

    pub fn card(&self, id: &RecordId) -> Option<&Placed> {
        self.cards.get(*self.index.get(id)?)
    }

    /// The cards of one column, top down.
    pub fn column(&self, column: usize) -> impl DoubleEndedIterator<Item = &Placed> {
        self.cards.iter().filter(move |card| card.column == column)
    }

    /// Gives every card its rectangle; returns where the last row or lane ends.
    fn place(&mut self, grid: &Grid, linked: &Linked, lanes: &routes::Lanes) -> f64 {
        let (mut tops, heights) = (vec![], grid.line_heights());
        let mut y = HEAD_PX;
        for lines in &grid.bands {
            let head = y;
            if grid.headed {
                y += BAND_HEAD_PX;
            }
            for line in lines.clone() {
                tops.push(y);
                y += heights[line] + lanes.gap_under(line);
            }
            if grid.headed {
                y += BAND_FOOT_PX - self.spacing.row_gap.min(BAND_FOOT_PX);
                self.bands.push(self.band(head, y));
                y += BAND_GAP_PX;
            }
        }
        let last = COLUMNS - 1;
        for (column, ids) in grid.columns.iter().enumerate().take(last) {
            for (row, card) in ids.iter().enumerate() {
                let line = grid.line_of(&card.id);
                self.put(card, column, (row, line), tops[line]);
            }
        }
        // No lane passes the last column: its cards stand level with what leads to them.
        let wished = grid.columns[last].iter().map(|card| self.wished_middle(&card.id, linked));
        let tops = settle(&grid.columns[last], wished.collect(), self.spacing);
        for (row, (card, top)) in grid.columns[last].iter().zip(tops).enumerate() {
            self.put(card, last, (row, row), top);
        }
        self.cards.iter().map(|card| card.rect.bottom()).fold(y - self.spacing.row_gap, f64::max)
    }

    fn put(&mut self, card: &Card, column: usize, (row, line): (usize, usize), top: f64) {
        let height = self.spacing.height(card);
        let rect = Rect { x: self.columns[column], y: top, width: self.column_width, height };
        self.index.insert(card.id.clone(), self.cards.len());
        self.cards.push(Placed { id: card.id.clone(), column, band: card.band, row, line, rect });
    }

    /// All columns but the last, from `top` to `bottom`.
    fn band(&self, top: f64, bottom: f64) -> Rect {
        let left = self.columns[0] - BAND_SIDE_PX;
        let right = self.columns[COLUMNS - 2] + self.column_width + BAND_SIDE_PX;
        Rect { x: left, y: top, width: right - left, height: bottom - top }
    }

    /// The mean height of the cards that lead to `id`, among those placed already.
    fn wished_middle(&self, id: &RecordId, linked: &Linked) -> Option<f64> {
        let causes: Vec<f64> = linked
            .get(id)?
            .iter()
            .filter(|arrow| arrow.to == *id)
            .filter_map(|arrow| Some(self.card(&arrow.from)?.rect.middle().y))
            .collect();
        (!causes.is_empty()).then(|| causes.iter().sum::<f64>() / causes.len() as f64)
    }
}

impl Spacing {
    fn height(&self, card: &Card) -> f64 {
        card.height_px.max(self.card)
    }
}

/// Tops for a column whose cards would like their middles at `wished`: as near as their order
/// and the gap between two cards allow.
fn settle(cards: &[Card], wished: Vec<Option<f64>>, spacing: Spacing) -> Vec<f64> {
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
        below += spacing.height(card) + spacing.row_gap;
    }
    let mut blocks: Vec<Block> = vec![];
    for ((card, offset), wish) in cards.iter().zip(&offsets).zip(wished) {
        // A card without causes stands where the one above leaves it.
        let above = blocks.last().map_or(0.0, |block| block.sum / block.cards as f64);
        let shift = wish.map_or(above, |middle| (middle - spacing.height(card) / 2.0 - offset).max(0.0));
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

#[cfg(test)]
mod tests;
