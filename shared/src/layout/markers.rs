//! Where the markers of assumptions sit: on their link, in a gutter, never on one another.

use super::routes::distance;
use super::{Arrow, GUTTER_PX, Layout, MARKER_PX, Point};

/// Least distance between the middles of two markers: they never touch.
const APART_PX: f64 = MARKER_PX + 2.0;
const STEP_PX: f64 = 3.0;

/// Gives each marked edge the free place on its line nearest to the line's middle. Where its
/// whole line is taken, the marker moves up or down beside it.
pub(super) fn place(layout: &mut Layout, arrows: &[Arrow]) {
    let mut taken: Vec<Point> = vec![];
    // Edges are drawn in the order of the arrows; those without ends are left out.
    let mut marked = arrows.iter();
    for at in 0..layout.edges.len() {
        let edge = &layout.edges[at];
        if !marked.by_ref().find(|arrow| arrow.id == edge.id).is_some_and(|arrow| arrow.marked) {
            continue;
        }
        let along: Vec<Point> =
            steps(&edge.trace).into_iter().filter_map(|point| in_gutter(layout, point)).collect();
        let Some(spot) = first_free(&along, &taken) else { continue };
        taken.push(spot);
        layout.edges[at].marker = Some(spot);
    }
}

/// Points along the trace at even steps.
fn steps(trace: &[Point]) -> Vec<Point> {
    let mut points = vec![];
    for pair in trace.windows(2) {
        let count = (distance(&pair[0], &pair[1]) / STEP_PX).ceil().max(1.0);
        for step in 0..count as usize {
            let t = step as f64 / count;
            points.push(Point {
                x: pair[0].x + (pair[1].x - pair[0].x) * t,
                y: pair[0].y + (pair[1].y - pair[0].y) * t,
            });
        }
    }
    points.extend(trace.last());
    points
}

/// The point, if a marker around it touches no column.
fn in_gutter(layout: &Layout, point: Point) -> Option<Point> {
    let half = MARKER_PX / 2.0;
    let clear = layout.columns.iter().any(|left| {
        let gutter = left + layout.column_width;
        point.x - half >= gutter && point.x + half <= gutter + GUTTER_PX
    });
    clear.then_some(point)
}

fn first_free(along: &[Point], taken: &[Point]) -> Option<Point> {
    let is_free = |point: &Point| taken.iter().all(|other| distance(point, other) >= APART_PX);
    let middle = along.len() / 2;
    let outward = (0..=middle).flat_map(|off| [middle.checked_sub(off), middle.checked_add(off)]);
    let mut on_line = outward.flatten().filter_map(|at| along.get(at));
    if let Some(point) = on_line.find(|point| is_free(point)) {
        return Some(*point);
    }
    let start = along.get(middle)?;
    let beside = (1..=2 * taken.len() + 1).flat_map(|n| {
        let off = n as f64 * APART_PX / 2.0;
        [start.y + off, start.y - off].map(|y| Point { x: start.x, y })
    });
    beside.into_iter().find(is_free)
}
