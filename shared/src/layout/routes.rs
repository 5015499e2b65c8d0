//! The lines of links: in gutters, and in lanes under rows where a column is skipped.

use super::{Arrow, COLUMNS, Edge, GUTTER_PX, Grid, Layout, Point, Spacing};
use crate::ids::RecordId;
use crate::ordered::OrdMap;
use crate::px::Px;
use crate::sort::sort_by;

/// Furthest apart that two points of an edge's trace are on a curve.
pub const STEP_PX: f64 = 6.0;

const PORT_GAP_PX: f64 = 18.0;
const HEAD_LENGTH_PX: f64 = 8.5;
const CORNER_PX: f64 = 10.0;
const TRACK_GAP_PX: f64 = 6.0;
/// Where vertical runs of skipping links lie in their gutter, from its left edge.
const TRACKS_PX: (f64, f64) = (13.0, 29.0);

/// Which lane each skipping arrow takes, by its index among the arrows.
pub(super) struct Lanes {
    lanes: OrdMap<usize, Lane>,
    under: Vec<usize>,
    spacing: Spacing,
}

#[derive(Clone, Copy)]
struct Lane {
    row: usize,
    depth: usize,
}

impl Lanes {
    /// The height of the gap under a row, lanes included.
    pub(super) fn gap_under(&self, row: usize) -> f64 {
        let lanes = self.under.get(row).copied().unwrap_or(0).max(1);
        self.spacing.row_gap + self.spacing.lane_gap * (lanes - 1) as f64
    }

    fn y(&self, at: usize, rows: &[f64]) -> Option<f64> {
        let lane = self.lanes.get(&at)?;
        Some(rows[lane.row] + self.spacing.lane_drop + self.spacing.lane_gap * lane.depth as f64)
    }
}

/// Gives every arrow that skips a column the first free lane under its row.
pub(super) fn lanes(grid: &Grid, arrows: &[Arrow], spacing: Spacing) -> Lanes {
    let mut taken: OrdMap<usize, Vec<Vec<(usize, usize)>>> = OrdMap::new();
    let mut lanes = OrdMap::new();
    for (at, arrow) in arrows.iter().enumerate() {
        let Some((from, to)) = grid.ends(arrow) else { continue };
        if from.0.abs_diff(to.0) < 2 {
            continue;
        }
        // The last column is not on the rows' grid: what leaves it uses its target's row.
        let row = if from.0 == COLUMNS - 1 { to.1 } else { from.1 };
        let span = (from.0.min(to.0), from.0.max(to.0));
        let under = taken.entry(row).or_default();
        let free =
            under.iter().position(|lane| lane.iter().all(|other| span.1 <= other.0 || other.1 <= span.0));
        let depth = free.unwrap_or_else(|| {
            under.push(vec![]);
            under.len() - 1
        });
        under[depth].push(span);
        lanes.insert(at, Lane { row, depth });
    }
    let under = (0..grid.rows).map(|row| taken.get(&row).map_or(0, Vec::len)).collect();
    Lanes { lanes, under, spacing }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Left,
    Right,
}

/// The sides that an arrow leaves and enters by.
fn sides(from: usize, to: usize) -> (Side, Side) {
    if from < to {
        (Side::Right, Side::Left)
    } else if from > to {
        (Side::Left, Side::Right)
    } else if from + 1 < COLUMNS {
        (Side::Right, Side::Right)
    } else {
        (Side::Left, Side::Left)
    }
}

/// One end of an arrow at a card's side, sorted by where the line goes.
struct Port {
    towards: f64,
    arrow: usize,
    entering: bool,
}

/// Draws every arrow whose ends are placed.
pub(super) fn draw(layout: &Layout, grid: &Grid, arrows: &[Arrow], lanes: &Lanes) -> Vec<Edge> {
    let rows = row_bottoms(layout, grid);
    let middle = |id: &RecordId| layout.card(id).map_or(0.0, |card| card.rect.middle().y);
    let mut ports: OrdMap<(&RecordId, Side), Vec<Port>> = OrdMap::new();
    let mut tracks: OrdMap<usize, Vec<(f64, usize)>> = OrdMap::new();
    for (at, arrow) in arrows.iter().enumerate() {
        let Some((from, to)) = grid.ends(arrow) else { continue };
        let (leave, enter) = sides(from.0, to.0);
        let lane = lanes.y(at, &rows);
        let port = |towards, entering| Port { towards, arrow: at, entering };
        ports.entry((&arrow.from, leave)).or_default().push(port(lane.unwrap_or(middle(&arrow.to)), false));
        ports.entry((&arrow.to, enter)).or_default().push(port(lane.unwrap_or(middle(&arrow.from)), true));
        if lane.is_some() {
            tracks.entry(gutter_of(from.0, leave)).or_default().push((middle(&arrow.from), at));
            tracks.entry(gutter_of(to.0, enter)).or_default().push((middle(&arrow.to), at));
        }
    }
    let ends = port_heights(layout, ports);
    let tracks = track_places(layout, tracks);
    let mut edges = vec![];
    for (at, arrow) in arrows.iter().enumerate() {
        let Some((from, to)) = grid.ends(arrow) else { continue };
        let (Some(start), Some(end)) = (ends.get(&(at, false)), ends.get(&(at, true))) else { continue };
        let (leave, enter) = sides(from.0, to.0);
        let start = Point { x: side_x(layout, from.0, leave, 1.0), y: *start };
        let end = Point { x: side_x(layout, to.0, enter, HEAD_LENGTH_PX + 0.5), y: *end };
        let drawn = match lanes.y(at, &rows) {
            Some(lane) => {
                let out = tracks.get(&(gutter_of(from.0, leave), at)).copied().unwrap_or(start.x);
                let back = tracks.get(&(gutter_of(to.0, enter), at)).copied().unwrap_or(end.x);
                rounded(&[
                    start,
                    Point { x: out, y: start.y },
                    Point { x: out, y: lane },
                    Point { x: back, y: lane },
                    Point { x: back, y: end.y },
                    end,
                ])
            }
            None => curve(start, end, leave),
        };
        edges.push(Edge {
            id: arrow.id.clone(),
            from: arrow.from.clone(),
            to: arrow.to.clone(),
            line: drawn.0,
            head: head(end, enter),
            backwards: to.0 <= from.0,
            marker: None,
            trace: drawn.1,
        });
    }
    edges
}

/// Where each line ends, whatever stands in it.
fn row_bottoms(layout: &Layout, grid: &Grid) -> Vec<f64> {
    let mut bottoms = vec![0.0; grid.rows];
    for card in layout.cards.iter().filter(|card| card.column + 1 < COLUMNS) {
        let bottom: &mut f64 = &mut bottoms[card.line];
        *bottom = bottom.max(card.rect.bottom());
    }
    bottoms
}

/// The gutter at a column's side, counted from the left; the last column has none at its right.
fn gutter_of(column: usize, side: Side) -> usize {
    match side {
        Side::Left => column.saturating_sub(1),
        Side::Right => column,
    }
}

fn side_x(layout: &Layout, column: usize, side: Side, off: f64) -> f64 {
    match side {
        Side::Left => layout.columns[column] - off,
        Side::Right => layout.columns[column] + layout.column_width + off,
    }
}

/// The height of each end: ports 18 px apart around the card's middle, nearer where many meet.
fn port_heights(layout: &Layout, ports: OrdMap<(&RecordId, Side), Vec<Port>>) -> OrdMap<(usize, bool), f64> {
    let mut heights = OrdMap::new();
    for ((id, _), mut ports) in ports {
        let Some(card) = layout.card(id) else { continue };
        sort_by(&mut ports, |a, b| a.towards.total_cmp(&b.towards).then(a.arrow.cmp(&b.arrow)));
        let between = ports.len().saturating_sub(1).max(1) as f64;
        let gap = PORT_GAP_PX.min((card.rect.height - 2.0 * layout.spacing.port_edge) / between);
        let first = card.rect.middle().y - gap * (ports.len() - 1) as f64 / 2.0;
        for (at, port) in ports.iter().enumerate() {
            heights.insert((port.arrow, port.entering), first + gap * at as f64);
        }
    }
    heights
}

/// Where the vertical runs of each gutter lie, one beside the other.
fn track_places(layout: &Layout, tracks: OrdMap<usize, Vec<(f64, usize)>>) -> OrdMap<(usize, usize), f64> {
    let mut places = OrdMap::new();
    for (gutter, mut runs) in tracks {
        sort_by(&mut runs, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let left = layout.columns[gutter] + layout.column_width;
        let between = runs.len().saturating_sub(1);
        let gap = TRACK_GAP_PX.min((TRACKS_PX.1 - TRACKS_PX.0) / between.max(1) as f64);
        let first = left + (TRACKS_PX.0 + TRACKS_PX.1 - gap * between as f64) / 2.0;
        // Of two that drop side by side, the upper one takes the outer track.
        for (at, (_, arrow)) in runs.iter().rev().enumerate() {
            places.insert((gutter, *arrow), first + gap * at as f64);
        }
    }
    places
}

/// A curve within one gutter: across it, or out of it and back to the same side.
fn curve(start: Point, end: Point, leave: Side) -> (String, Vec<Point>) {
    let away = match leave {
        Side::Left => -1.0,
        Side::Right => 1.0,
    };
    let across = (end.x - start.x).abs() > GUTTER_PX / 2.0;
    if across && (start.y - end.y).abs() < 0.05 {
        return (format!("M{} {}H{}", Px(start.x), Px(start.y), Px(end.x)), vec![start, end]);
    }
    let (a, b) = if across {
        (start.x + away * 25.0, end.x - away * 25.0)
    } else {
        (start.x + away * 40.0, end.x + away * 30.0)
    };
    let line = format!(
        "M{} {}C{} {} {} {} {} {}",
        Px(start.x),
        Px(start.y),
        Px(a),
        Px(start.y),
        Px(b),
        Px(end.y),
        Px(end.x),
        Px(end.y)
    );
    let length = (end.x - start.x).abs() + (end.y - start.y).abs() + GUTTER_PX;
    let steps = (1.5 * length / STEP_PX).ceil() as usize;
    let trace = (0..=steps)
        .map(|step| {
            let t = step as f64 / steps as f64;
            let u = 1.0 - t;
            let (p, q, r, s) = (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t);
            Point { x: p * start.x + q * a + r * b + s * end.x, y: (p + q) * start.y + (r + s) * end.y }
        })
        .collect();
    (line, trace)
}

/// A line through `points`, each two level or upright to each other, with round corners.
fn rounded(points: &[Point]) -> (String, Vec<Point>) {
    let mut corners: Vec<Point> = vec![];
    for point in points {
        let same = corners
            .last()
            .is_some_and(|last| (last.x - point.x).abs() < 0.05 && (last.y - point.y).abs() < 0.05);
        if !same {
            corners.push(*point);
        }
    }
    let mut line = String::new();
    for (at, here) in corners.iter().enumerate() {
        let (before, after) = (at.checked_sub(1).map(|at| corners[at]), corners.get(at + 1));
        match (before, after) {
            (None, _) => line.push_str(&format!("M{} {}", Px(here.x), Px(here.y))),
            (Some(_), None) => line.push_str(&format!("L{} {}", Px(here.x), Px(here.y))),
            (Some(before), Some(after)) => {
                let radius = CORNER_PX.min(distance(&before, here) / 2.0).min(distance(here, after) / 2.0);
                let (enter, leave) = (towards(here, &before, radius), towards(here, after, radius));
                line.push_str(&format!(
                    "L{} {}Q{} {} {} {}",
                    Px(enter.x),
                    Px(enter.y),
                    Px(here.x),
                    Px(here.y),
                    Px(leave.x),
                    Px(leave.y)
                ));
            }
        }
    }
    (line, corners)
}

pub(super) fn distance(a: &Point, b: &Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

fn towards(from: &Point, to: &Point, by: f64) -> Point {
    let length = distance(from, to).max(f64::EPSILON);
    Point { x: from.x + (to.x - from.x) * by / length, y: from.y + (to.y - from.y) * by / length }
}

fn head(end: Point, enter: Side) -> String {
    let (x, away) = match enter {
        Side::Left => (end.x - 0.5, HEAD_LENGTH_PX),
        Side::Right => (end.x + 0.5, -HEAD_LENGTH_PX),
    };
    format!("M{} {}l{} 4.5l{} 4.5z", Px(x), Px(end.y - 4.5), Px(away), Px(-away))
}
