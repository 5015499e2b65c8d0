//! A long list fills up frame by frame: what is looked at can be used at once, and nothing that a person does
//! waits for the whole.

use crate::device;
use leptos::prelude::*;
use shared::ordered::OrdSet;

/// What of a list is drawn so far, and whether more of it is to come.
pub struct Gradual<T> {
    pub drawn: Memo<Vec<T>>,
    pub fills: Memo<bool>,
}

/// Draws `all` in its order: `at_once` items, and as many more with each frame, those that are `wanted` first.
/// What is drawn stays, wherever it goes. On paper all is drawn.
pub fn gradually<T: Clone + Ord + 'static>(
    all: Memo<Vec<T>>,
    at_once: usize,
    wanted: impl Fn(&T) -> bool + 'static,
) -> Gradual<T> {
    let (turn, printing) = (RwSignal::new(0_u32), device::printing());
    let drawn = Memo::new(move |before: Option<&Vec<T>>| {
        turn.track();
        let is_drawn: OrdSet<&T> = before.into_iter().flatten().collect();
        let room = if printing.get() { usize::MAX } else { at_once };
        all.with(|all| {
            let new = || all.iter().filter(|one| !is_drawn.contains(one));
            let first = new().filter(|one| wanted(one)).chain(new().filter(|one| !wanted(one)));
            let taken: OrdSet<&T> = first.take(room).collect();
            all.iter()
                .filter(|one| is_drawn.contains(one) || taken.contains(one))
                .cloned()
                .collect::<Vec<T>>()
        })
    });
    let fills = Memo::new(move |_| drawn.with(Vec::len) < all.with(Vec::len));
    let waits = StoredValue::new(false);
    Effect::new(move || {
        // What is drawn by now is not all, after each turn anew.
        drawn.track();
        if !fills.get() || waits.get_value() {
            return;
        }
        waits.set_value(true);
        device::after_paint(move || {
            // The view may be gone.
            let _ = waits.try_update_value(|waits| *waits = false);
            let _ = turn.try_update(|turn| *turn = turn.wrapping_add(1));
        });
    });
    Gradual { drawn, fills }
}
