//! Where actors float around the table: seats stand fixed on its edge in the order of joining,
//! everybody else is drawn towards those they are tied to and pushed off everybody else.
//!
//! The same board gives the same picture on every device and at every run: no randomness, a
//! fixed number of rounds, positions rounded to whole pixels.

use crate::px::within;
/// A position in pixels from the top left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    pub x: i32,
    pub y: i32,
}

/// One end of a tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A seat, by its number in the order of joining.
    Seat(usize),
    /// Somebody outside the table, by number.
    Float(usize),
    /// The table as a whole.
    Table,
}

/// The picture's size and the table's, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Canvas {
    pub width: i32,
    pub height: i32,
    /// From the middle to the seats.
    pub radius: i32,
}

impl Canvas {
    pub fn middle(self) -> Point {
        Point { x: self.width / 2, y: self.height / 2 }
    }
}

/// Rounds of pushing and pulling; enough for some hundred actors to come to rest.
const ROUNDS: u32 = 320;
/// Room that a circle with its name below it takes, in pixels.
const ROOM: Vector = Vector { x: 150.0, y: 84.0 };
/// Half of what a circle and its name below it cover, and how far below the circle's middle that lies.
const COVER: Vector = Vector { x: 68.0, y: 37.0 };
const NAME_BELOW: f64 = 12.0;
/// Half of what a seat and a seat's name cover.
const SEAT: Vector = Vector { x: 27.0, y: 27.0 };
const SEAT_NAME: Vector = Vector { x: 70.0, y: 17.0 };
/// Rounds of moving names off each other once everybody has found their side.
const ROUNDS_APART: u32 = 120;
/// How near to the edge a circle may come.
const MARGIN: Vector = Vector { x: 76.0, y: 56.0 };
/// How far outside the seats others stay.
const OFF_TABLE: f64 = 64.0;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Vector {
    x: f64,
    y: f64,
}

impl Vector {
    fn to(self, other: Vector) -> Vector {
        Vector { x: other.x - self.x, y: other.y - self.y }
    }

    fn length(self) -> f64 {
        self.x.hypot(self.y)
    }

    fn add(&mut self, other: Vector, times: f64) {
        self.x += other.x * times;
        self.y += other.y * times;
    }
}

/// The seats, from the top and clockwise.
pub fn seats(count: usize, canvas: Canvas) -> Vec<Point> {
    let middle = canvas.middle();
    let seat = |seat: usize| {
        let at = turn(seat as f64 / count.max(1) as f64, f64::from(canvas.radius));
        Point { x: middle.x + at.x.round() as i32, y: middle.y + at.y.round() as i32 }
    };
    (0..count).map(seat).collect()
}

/// Where those outside the table stand. `ties` between them and others draw them nearer. Each that
/// has a pin (across and down, in thousandths of the picture) stays there and the others give way.
pub fn floats(
    pins: &[Option<(u16, u16)>],
    ties: &[(End, End)],
    seats: &[Point],
    canvas: Canvas,
) -> Vec<Point> {
    let count = pins.len();
    let middle = Vector { x: f64::from(canvas.width) / 2.0, y: f64::from(canvas.height) / 2.0 };
    let seats: Vec<Vector> =
        seats.iter().map(|seat| Vector { x: f64::from(seat.x), y: f64::from(seat.y) }).collect();
    let names: Vec<Vector> = seats.iter().map(|seat| name_beside(*seat, middle)).collect();
    let fixed: Vec<Vector> = seats.iter().chain(&names).copied().collect();
    let mut at: Vec<Vector> = (0..count)
        .map(|float| match pins[float] {
            Some(pin) => pinned(pin, canvas),
            None => start(float, count, ties, &seats, canvas),
        })
        .collect();
    for round in 0..ROUNDS {
        let heat = 1.0 - f64::from(round) / f64::from(ROUNDS);
        let pushes: Vec<Vector> =
            (0..count).map(|float| push(float, &at, ties, (&seats, &fixed), middle)).collect();
        for ((point, push), pin) in at.iter_mut().zip(pushes).zip(pins) {
            if pin.is_some() {
                continue;
            }
            let length = push.length().max(1.0);
            point.add(push, (12.0 * heat).min(length) / length);
            stay_off_table(point, middle, f64::from(canvas.radius) + OFF_TABLE);
            point.x = within(point.x, MARGIN.x, f64::from(canvas.width) - MARGIN.x);
            point.y = within(point.y, MARGIN.y, f64::from(canvas.height) - MARGIN.y);
        }
    }
    let covers: Vec<(Vector, Vector)> =
        seats.iter().map(|seat| (*seat, SEAT)).chain(names.iter().map(|name| (*name, SEAT_NAME))).collect();
    for _ in 0..ROUNDS_APART {
        if !move_apart(&mut at, pins, &covers) {
            break;
        }
        for (point, _) in at.iter_mut().zip(pins).filter(|(_, pin)| pin.is_none()) {
            stay_off_table(point, middle, f64::from(canvas.radius) + OFF_TABLE);
            point.x = within(point.x, MARGIN.x, f64::from(canvas.width) - MARGIN.x);
            point.y = within(point.y, MARGIN.y, f64::from(canvas.height) - MARGIN.y);
        }
    }
    at.into_iter().map(|point| Point { x: point.x.round() as i32, y: point.y.round() as i32 }).collect()
}

/// Moves those whose names lie on another's, or on a seat or its name, off it the shorter way. Says
/// whether there were any.
fn move_apart(at: &mut [Vector], pins: &[Option<(u16, u16)>], covers: &[(Vector, Vector)]) -> bool {
    let mut any = false;
    for one in 0..at.len() {
        for other in one + 1..at.len() {
            let room = Vector { x: 2.0 * COVER.x, y: 2.0 * COVER.y };
            let Some(step) = off(at[other].to(at[one]), room) else { continue };
            let (moves_one, moves_other) = (pins[one].is_none(), pins[other].is_none());
            let share = if moves_one && moves_other { 0.5 } else { 1.0 };
            any |= moves_one || moves_other;
            if moves_one {
                at[one].add(step, share);
            }
            if moves_other {
                at[other].add(step, -share);
            }
        }
        if pins[one].is_some() {
            continue;
        }
        for (middle, half) in covers {
            let mut away = middle.to(at[one]);
            away.y += NAME_BELOW;
            let room = Vector { x: COVER.x + half.x, y: COVER.y + half.y };
            if let Some(step) = off(away, room) {
                at[one].add(step, 1.0);
                any = true;
            }
        }
    }
    any
}

/// The shortest way out of a room around the origin, for what is within it at `away`.
fn off(away: Vector, room: Vector) -> Option<Vector> {
    let (across, down) = (room.x - away.x.abs(), room.y - away.y.abs());
    if across <= 0.0 || down <= 0.0 {
        return None;
    }
    Some(match across < down {
        true => Vector { x: across.copysign(away.x), y: 0.0 },
        false => Vector { x: 0.0, y: down.copysign(away.y) },
    })
}

/// Where a pin holds, kept within the margins.
fn pinned((across, down): (u16, u16), canvas: Canvas) -> Vector {
    let (width, height) = (f64::from(canvas.width), f64::from(canvas.height));
    Vector {
        x: within(f64::from(across) / 1_000.0 * width, MARGIN.x, width - MARGIN.x),
        y: within(f64::from(down) / 1_000.0 * height, MARGIN.y, height - MARGIN.y),
    }
}

/// A point on a circle around the origin: 0 is the top, then clockwise.
fn turn(part: f64, radius: f64) -> Vector {
    let angle = part * std::f64::consts::TAU;
    Vector { x: radius * angle.sin(), y: -radius * angle.cos() }
}

/// Behind the seats it is tied to, or spread evenly around where it is tied to none.
fn start(float: usize, count: usize, ties: &[(End, End)], seats: &[Vector], canvas: Canvas) -> Vector {
    let middle = Vector { x: f64::from(canvas.width) / 2.0, y: f64::from(canvas.height) / 2.0 };
    let mut towards = Vector { x: 0.0, y: 0.0 };
    for end in others_of(float, ties) {
        if let End::Seat(seat) = end
            && let Some(seat) = seats.get(seat)
        {
            towards.add(middle.to(*seat), 1.0);
        }
    }
    // No two start at one spot: each is turned a little by its own number.
    let own = turn((float as f64 + 0.5) / count.max(1) as f64, f64::from(canvas.radius));
    let weight = if towards.length() > 1.0 { 0.2 } else { 1.0 };
    towards.add(own, weight);
    let far = (f64::from(canvas.radius) + OFF_TABLE + 30.0) / towards.length().max(1.0);
    let mut at = middle;
    at.add(towards, far);
    at
}

fn others_of(float: usize, ties: &[(End, End)]) -> impl Iterator<Item = End> {
    ties.iter().filter_map(move |(from, to)| match (from, to) {
        (End::Float(one), other) if *one == float => Some(*other),
        (other, End::Float(one)) if *one == float => Some(*other),
        (_, _) => None,
    })
}

/// What pulls and pushes one of them, all taken together.
/// `seats` draw, `fixed` (the seats and their names) push.
fn push(
    float: usize,
    at: &[Vector],
    ties: &[(End, End)],
    (seats, fixed): (&[Vector], &[Vector]),
    middle: Vector,
) -> Vector {
    let mut sum = Vector { x: 0.0, y: 0.0 };
    for end in others_of(float, ties) {
        let target = match end {
            End::Seat(seat) => seats.get(seat).copied(),
            End::Float(other) => at.get(other).copied(),
            End::Table => Some(middle),
        };
        if let Some(target) = target {
            sum.add(at[float].to(target), 0.02);
        }
    }
    let neighbours = at.iter().enumerate().filter(|(other, _)| *other != float).map(|(_, other)| other);
    for (nth, other) in neighbours.chain(fixed).enumerate() {
        let away = other.to(at[float]);
        // A wide room: names stand below the circles and are wider than high.
        let (near_x, near_y) = (away.x / ROOM.x, away.y / ROOM.y);
        let near = near_x.hypot(near_y);
        if near < 1.0 {
            let aside =
                Vector { x: 1.0 + nth as f64 * 0.01, y: if float.is_multiple_of(2) { 1.0 } else { -1.0 } };
            let direction = if away.length() < 1.0 { aside } else { away };
            sum.add(direction, 26.0 * (1.0 - near) / direction.length().max(1.0));
        }
    }
    sum
}

/// Where a seat's name stands: outside the table, on the seat's side.
fn name_beside(seat: Vector, middle: Vector) -> Vector {
    let out = middle.to(seat);
    if out.x.abs() > 30.0 {
        Vector { x: seat.x + out.x.signum() * 92.0, y: seat.y }
    } else {
        Vector { x: seat.x, y: seat.y + out.y.signum() * 40.0 }
    }
}

fn stay_off_table(point: &mut Vector, middle: Vector, least: f64) {
    let out = middle.to(*point);
    let length = out.length();
    if length < least {
        let out = if length < 1.0 { Vector { x: 0.0, y: -1.0 } } else { out };
        let far = least / out.length();
        *point = middle;
        point.add(out, far);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CANVAS: Canvas = Canvas { width: 980, height: 690, radius: 170 };

    #[test]
    fn the_first_seat_is_at_the_top_and_the_others_follow_clockwise() {
        let seats = seats(4, CANVAS);
        let middle = CANVAS.middle();
        assert_eq!(seats[0], Point { x: middle.x, y: middle.y - 170 });
        assert_eq!(seats[1], Point { x: middle.x + 170, y: middle.y });
    }

    #[test]
    fn whoever_is_tied_to_a_seat_stands_on_its_side_of_the_table() {
        let seats = seats(4, CANVAS);
        let at = floats(
            &[None; 2],
            &[(End::Float(0), End::Seat(1)), (End::Seat(3), End::Float(1))],
            &seats,
            CANVAS,
        );
        assert!(at[0].x > CANVAS.middle().x + 170, "{at:?}");
        assert!(at[1].x < CANVAS.middle().x - 170, "{at:?}");
    }

    #[test]
    fn no_name_lies_on_another_where_there_is_room_for_all() {
        let canvas = Canvas { width: 1300, height: 680, radius: 140 };
        let seats = seats(9, canvas);
        let mut ties: Vec<_> = (0..15).map(|float| (End::Float(float), End::Seat(float * 4 % 9))).collect();
        ties.extend((0..5).map(|float| (End::Float(float), End::Float(float + 5))));
        let at = floats(&[None; 15], &ties, &seats, canvas);
        for (float, one) in at.iter().enumerate() {
            for other in &at[float + 1..] {
                let apart = (one.x - other.x).abs() >= 132 || (one.y - other.y).abs() >= 70;
                assert!(apart, "{one:?} on {other:?}");
            }
        }
    }

    #[test]
    fn a_full_table_with_fifteen_others_keeps_their_circles_apart() {
        let canvas = Canvas { width: 980, height: 620, radius: 130 };
        let seats = seats(9, canvas);
        let ties: Vec<_> = (0..15).map(|float| (End::Float(float), End::Seat(float * 4 % 9))).collect();
        let at = floats(&[None; 15], &ties, &seats, canvas);
        for (float, one) in at.iter().enumerate() {
            for other in at[float + 1..].iter().chain(&seats) {
                let apart = (one.x - other.x).abs() >= 72 || (one.y - other.y).abs() >= 50;
                assert!(apart, "{one:?} on {other:?}");
            }
        }
    }

    #[test]
    fn whoever_is_pinned_stays_and_the_others_give_way() {
        let seats = seats(4, CANVAS);
        let ties = [(End::Float(0), End::Seat(1)), (End::Float(1), End::Seat(1))];
        let free = floats(&[None, None], &ties, &seats, CANVAS);
        let part = |at: i32, of: i32| (at * 1_000 / of) as u16;
        // Pinned where the other would stand.
        let pin = (part(free[1].x, CANVAS.width), part(free[1].y, CANVAS.height));
        let at = floats(&[Some(pin), None], &ties, &seats, CANVAS);
        assert!((at[0].x - free[1].x).abs() <= 1 && (at[0].y - free[1].y).abs() <= 1, "{at:?} {free:?}");
        assert!((at[0].x - at[1].x).abs() >= 72 || (at[0].y - at[1].y).abs() >= 50, "{at:?}");
    }

    fn end() -> impl Strategy<Value = End> {
        prop_oneof![(0usize..5).prop_map(End::Seat), (0usize..8).prop_map(End::Float), Just(End::Table)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_same_board_gives_the_same_picture_with_everybody_in_it(
            count in 0usize..8,
            ties in prop::collection::vec((end(), end()), 0..12)
        ) {
            let seats = seats(5, CANVAS);
            let pins = vec![None; count];
            let at = floats(&pins, &ties, &seats, CANVAS);
            prop_assert_eq!(&at, &floats(&pins, &ties, &seats, CANVAS));
            for (float, point) in at.iter().enumerate() {
                prop_assert!((0..=980).contains(&point.x) && (0..=690).contains(&point.y));
                for other in &at[float + 1..] {
                    prop_assert!(point != other, "two stand on one spot: {at:?}");
                }
            }
        }
    }
}
