//! Dragging on the canvas: a card to a slot, or a link from a port to a card. By mouse at
//! once, by touch after a long press, so that panning wins. The same can be done by keys.

use super::hand::{Hand, LinkDraft, MoveDraft};
use leptos::html;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::layout::Point;
use shared::sections::Word;
use shared::sections::chain::Level;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

const LONG_PRESS: Duration = Duration::from_millis(350);
/// How far a pointer goes before a press is a drag.
const SLACK_PX: f64 = 6.0;
/// How near to the edge a drag scrolls, and how far with each step.
const EDGE_PX: f64 = 40.0;
const SCROLL_PX: f64 = 16.0;

#[derive(Clone)]
struct Press {
    node: RecordId,
    x: f64,
    y: f64,
    pointer: i32,
    armed: bool,
}

/// A hand on the free canvas: where it took hold, and where the frame then was.
#[derive(Clone, Copy)]
struct Grasp {
    x: f64,
    y: f64,
    left: f64,
    top: f64,
}

/// The pointer on one canvas. `Copy`, for its handlers.
#[derive(Clone, Copy)]
pub struct Pointer {
    hand: Hand,
    canvas: NodeRef<html::Div>,
    press: StoredValue<Option<Press>>,
    /// The canvas is being moved by the mouse; a finger scrolls it by itself.
    grasp: StoredValue<Option<Grasp>>,
    /// The click that ends a drag opens nothing.
    dragged: StoredValue<bool>,
}

impl Pointer {
    pub fn new(hand: Hand, canvas: NodeRef<html::Div>) -> Self {
        Self {
            hand,
            canvas,
            press: StoredValue::new(None),
            grasp: StoredValue::new(None),
            dragged: StoredValue::new(false),
        }
    }

    pub fn down(&self, event: &PointerEvent) {
        self.dragged.set_value(false);
        let Some(target) = element_of(event) else { return };
        let on_free_ground = is_free_ground(&target);
        if (event.button() == 1 || event.button() == 0 && on_free_ground) && event.pointer_type() == "mouse" {
            return self.grasp(event);
        }
        if event.button() != 0 || !untrack(|| self.hand.may_edit()) {
            return;
        }
        let Some(node) = id_near(&target, "data-card") else { return };
        if target.closest("[data-port]").ok().flatten().is_some() {
            event.prevent_default();
            self.capture(event.pointer_id());
            let tip = self.on_canvas(event).map(|point| (point.x, point.y));
            self.hand.linking.set(Some(LinkDraft { from: node, to: None, tip }));
            return;
        }
        if target.closest("textarea, input, button").ok().flatten().is_some() {
            return;
        }
        let armed = event.pointer_type() != "touch";
        let (x, y, pointer) = (f64::from(event.client_x()), f64::from(event.client_y()), event.pointer_id());
        self.press.set_value(Some(Press { node, x, y, pointer, armed }));
        if !armed {
            let press = self.press;
            set_timeout(
                move || {
                    let _ = press.try_update_value(|press| {
                        if let Some(press) = press.as_mut().filter(|press| press.pointer == pointer) {
                            press.armed = true;
                        }
                    });
                },
                LONG_PRESS,
            );
        }
    }

    /// Takes hold of the canvas.
    fn grasp(&self, event: &PointerEvent) {
        let Some(frame) = self.frame() else { return };
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let (left, top) = (f64::from(frame.scroll_left()), f64::from(frame.scroll_top()));
        self.grasp.set_value(Some(Grasp { x, y, left, top }));
        self.capture(event.pointer_id());
    }

    fn frame(&self) -> Option<Element> {
        self.canvas.get_untracked()?.closest(".chain-scroll").ok()?
    }

    pub fn moved(&self, event: &PointerEvent) {
        if let (Some(grasp), Some(frame)) = (self.grasp.get_value(), self.frame()) {
            let by = (f64::from(event.client_x()) - grasp.x, f64::from(event.client_y()) - grasp.y);
            self.dragged.set_value(self.dragged.get_value() || by.0.hypot(by.1) >= SLACK_PX);
            return frame.scroll_to_with_x_and_y(grasp.left - by.0, grasp.top - by.1);
        }
        let Some(point) = self.on_canvas(event) else { return };
        if self
            .hand
            .linking
            .with_untracked(|linking| linking.as_ref().is_some_and(|linking| linking.tip.is_some()))
        {
            self.aim(point);
            return;
        }
        let Some(press) = self.press.get_value() else { return };
        let (dx, dy) = (f64::from(event.client_x()) - press.x, f64::from(event.client_y()) - press.y);
        let under_way = self.hand.moving.with_untracked(Option::is_some);
        if !under_way && dx.hypot(dy) < SLACK_PX {
            return;
        }
        if !press.armed {
            // A finger that moves before the long press is panning.
            self.press.set_value(None);
            return;
        }
        if !under_way {
            self.capture(press.pointer);
            self.dragged.set_value(true);
        }
        self.scroll_near_edge(event);
        let zoom = self.hand.zoom.get_untracked();
        let slot = self.hand.layout.with_untracked(|layout| layout.slot(point.x, point.y, &press.node));
        self.hand.moving.set(Some(MoveDraft { node: press.node, slot, by: (dx / zoom, dy / zoom) }));
    }

    pub fn up(&self) {
        self.press.set_value(None);
        self.grasp.set_value(None);
        if let Some(moving) = self.hand.moving.try_update(Option::take).flatten() {
            self.dragged.set_value(true);
            if let Some(level) = Level::ALL.get(moving.slot.column) {
                self.hand.put(&moving.node, *level, moving.slot.row);
            }
        }
        let drawn = self
            .hand
            .linking
            .with_untracked(|linking| linking.clone().filter(|linking| linking.tip.is_some()));
        if let Some(drawn) = drawn {
            self.dragged.set_value(true);
            self.hand.linking.set(None);
            if let Some(to) = drawn.to {
                self.hand.link(&drawn.from, &to);
            }
        }
    }

    pub fn cancel(&self) {
        self.press.set_value(None);
        self.grasp.set_value(None);
        self.hand.moving.set(None);
        self.hand.linking.set(None);
    }

    /// A click on a card or a line opens it, unless it ended a drag.
    pub fn click(&self, event: &web_sys::MouseEvent) {
        let dragged = self.dragged.get_value();
        self.dragged.set_value(false);
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        if dragged || target.closest("textarea, input, button, [data-port]").ok().flatten().is_some() {
            return;
        }
        if let Some(link) = id_near(&target, "data-link") {
            self.hand.open_link(&link);
        } else if let Some(node) = id_near(&target, "data-card") {
            self.hand.open_node(&node);
        }
    }

    /// Twice on the free ground of a level begins a card there.
    pub fn click_twice(&self, event: &web_sys::MouseEvent) {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        let Some(canvas) = self.canvas.get_untracked().filter(|_| is_free_ground(&target)) else { return };
        let left = canvas.get_bounding_client_rect().left();
        let x = (f64::from(event.client_x()) - left) / self.hand.zoom.get_untracked();
        let column = self.hand.layout.with_untracked(|layout| layout.column_at(x));
        if let Some(level) = Level::ALL.get(column).filter(|_| untrack(|| self.hand.may_edit())) {
            self.hand.begin(*level);
        }
    }

    /// Whether the browser should be kept from panning: a card is on its way.
    pub fn holds(&self) -> bool {
        self.hand.moving.with_untracked(Option::is_some) || self.hand.linking.with_untracked(Option::is_some)
    }

    /// Only cards to the right can be the target of a drawn link.
    fn aim(&self, point: Point) {
        self.hand.linking.update(|linking| {
            let Some(linking) = linking else { return };
            linking.tip = Some((point.x, point.y));
            linking.to = self.hand.layout.with_untracked(|layout| {
                let from = layout.card(&linking.from)?;
                let to = layout.card_at(point.x, point.y)?;
                (to.column > from.column).then(|| to.id.clone())
            });
        });
    }

    fn on_canvas(&self, event: &PointerEvent) -> Option<Point> {
        let rect = self.canvas.get_untracked()?.get_bounding_client_rect();
        let zoom = self.hand.zoom.get_untracked();
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        Some(Point { x: (x - rect.left()) / zoom, y: (y - rect.top()) / zoom })
    }

    fn capture(&self, pointer: i32) {
        if let Some(canvas) = self.canvas.get_untracked() {
            // Fails only for a pointer that is gone already, whose drag is over.
            let _ = canvas.set_pointer_capture(pointer);
        }
    }

    fn scroll_near_edge(&self, event: &PointerEvent) {
        let Some(frame) = self.frame() else { return };
        let rect = frame.get_bounding_client_rect();
        let step = |at: f64, low: f64, high: f64| {
            if at < low + EDGE_PX {
                -SCROLL_PX
            } else if at > high - EDGE_PX {
                SCROLL_PX
            } else {
                0.0
            }
        };
        let dx = step(f64::from(event.client_x()), rect.left(), rect.right());
        let dy = step(f64::from(event.client_y()), rect.top(), rect.bottom());
        frame.scroll_by_with_x_and_y(dx, dy);
    }
}

/// Neither card nor line nor button, nor the heads of the columns.
fn is_free_ground(target: &Element) -> bool {
    let taken = "[data-card], [data-link], .node-card, button, .chain-heads, .chain-band-head";
    target.closest(taken).ok().flatten().is_none()
}

fn element_of(event: &PointerEvent) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn id_near(target: &Element, attribute: &str) -> Option<RecordId> {
    let holder = target.closest(&format!("[{attribute}]")).ok().flatten()?;
    RecordId::parse(&holder.get_attribute(attribute)?)
}
