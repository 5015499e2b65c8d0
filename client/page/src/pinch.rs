//! Looking nearer and further with two fingers: what lies under their middle stays under it.
//!
//! A view gives the frame that scrolls and the zoom that it draws by. Touch events are used and not
//! pointers, since only they keep the browser from scrolling while two fingers move.

use leptos::prelude::*;
use shared::px::within;
use web_sys::{Element, Touch, TouchEvent};

/// Two fingers at work, in pixels of the frame. Pure.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Grip {
    apart: f64,
    zoom: f64,
    /// What lay under their middle, in pixels of the drawing.
    under: (f64, f64),
}

/// A zoom as keys and buttons step it: in whole percents, as it is shown and written in styles.
pub fn in_percents(zoom: f64, (least, most): (f64, f64)) -> f64 {
    within((zoom * 100.0).round() / 100.0, least, most)
}

/// Fingers nearer to each other than this say nothing.
const LEAST_APART_PX: f64 = 12.0;

impl Grip {
    fn begin(fingers: [(f64, f64); 2], zoom: f64, scroll: (f64, f64)) -> Self {
        let (middle, apart) = (middle(fingers), apart(fingers));
        Self { apart, zoom, under: ((scroll.0 + middle.0) / zoom, (scroll.1 + middle.1) / zoom) }
    }

    fn zoom(&self, fingers: [(f64, f64); 2], (least, most): (f64, f64)) -> f64 {
        within(self.zoom * apart(fingers) / self.apart, least, most)
    }

    /// Where the frame scrolls to, once it is drawn at `zoom`.
    fn scroll(&self, fingers: [(f64, f64); 2], zoom: f64) -> (f64, f64) {
        let middle = middle(fingers);
        (self.under.0 * zoom - middle.0, self.under.1 * zoom - middle.1)
    }
}

fn middle([one, two]: [(f64, f64); 2]) -> (f64, f64) {
    ((one.0 + two.0) / 2.0, (one.1 + two.1) / 2.0)
}

fn apart([one, two]: [(f64, f64); 2]) -> f64 {
    (one.0 - two.0).hypot(one.1 - two.1).max(LEAST_APART_PX)
}

/// The fingers on one frame. `Copy`, for its handlers.
#[derive(Clone, Copy)]
pub struct Pinch {
    grip: StoredValue<Option<Grip>>,
    zoom: RwSignal<f64>,
    bounds: (f64, f64),
}

impl Pinch {
    pub fn new(zoom: RwSignal<f64>, bounds: (f64, f64)) -> Self {
        Self { grip: StoredValue::new(None), zoom, bounds }
    }

    /// Fingers moved on `frame`; true if it was two, and the zoom is theirs.
    pub fn moved(&self, event: &TouchEvent, frame: Element) -> bool {
        let Some(fingers) = fingers(event, &frame) else { return false };
        event.prevent_default();
        let scroll = (f64::from(frame.scroll_left()), f64::from(frame.scroll_top()));
        let now = Grip::begin(fingers, self.zoom.get_untracked(), scroll);
        let grip = self.grip.get_value().unwrap_or(now);
        self.grip.set_value(Some(grip));
        let zoom = grip.zoom(fingers, self.bounds);
        self.zoom.set(zoom);
        let (x, y) = grip.scroll(fingers, zoom);
        // The drawing takes its new size with the next frame.
        request_animation_frame(move || frame.scroll_to_with_x_and_y(x, y));
        true
    }

    /// A finger was lifted; the other one scrolls on.
    pub fn lifted(&self, event: &TouchEvent) {
        if event.touches().length() < 2 {
            self.grip.set_value(None);
        }
    }
}

/// Two fingers, seen from the frame; nothing for any other number.
fn fingers(event: &TouchEvent, frame: &Element) -> Option<[(f64, f64); 2]> {
    let touches = event.touches();
    if touches.length() != 2 {
        return None;
    }
    let rect = frame.get_bounding_client_rect();
    let at =
        |touch: Touch| (f64::from(touch.client_x()) - rect.left(), f64::from(touch.client_y()) - rect.top());
    Some([at(touches.get(0)?), at(touches.get(1)?)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_between_the_fingers_stays_there_and_twice_as_far_apart_is_twice_as_near() {
        let grip = Grip::begin([(100.0, 100.0), (200.0, 100.0)], 1.0, (50.0, 0.0));
        let wide = [(50.0, 100.0), (250.0, 100.0)];
        assert_eq!(grip.zoom(wide, (0.4, 3.0)), 2.0);
        // Under (150, 100) lay (200, 100) of the drawing; at 2 it is at (400, 200).
        assert_eq!(grip.scroll(wide, 2.0), (250.0, 100.0));
    }

    #[test]
    fn two_fingers_that_go_side_by_side_move_the_drawing_only() {
        let grip = Grip::begin([(100.0, 100.0), (200.0, 100.0)], 0.8, (0.0, 0.0));
        let moved = [(90.0, 130.0), (190.0, 130.0)];
        assert_eq!(grip.zoom(moved, (0.4, 1.6)), 0.8);
        assert_eq!(grip.scroll(moved, 0.8), (10.0, -30.0));
    }

    #[test]
    fn no_finger_looks_nearer_or_further_than_the_bounds() {
        let grip = Grip::begin([(0.0, 0.0), (100.0, 0.0)], 1.0, (0.0, 0.0));
        assert_eq!(grip.zoom([(0.0, 0.0), (1000.0, 0.0)], (0.4, 1.6)), 1.6);
        assert_eq!(grip.zoom([(5.0, 5.0), (5.0, 5.0)], (0.4, 1.6)), 0.4);
    }
}
