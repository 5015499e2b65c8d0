//! The graph's keys, performed: `keys` says which verb a key stands for.

use super::hand::{Hand, LinkDraft, card_element_id, focus_element};
use super::keys::{Held, Verb, verb};
use super::pointer::Pointer;
use super::sight;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::layout::Direction;
use shared::sections::Word;
use shared::sections::chain::Level;
use shared::words;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

pub fn press(hand: Hand, pointer: Pointer, event: &KeyboardEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(node) = target.and_then(|target| RecordId::parse(&target.get_attribute("data-card")?)) else {
        return;
    };
    let held = Held {
        alt: event.alt_key(),
        control: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
    };
    let Some(verb) = verb(&event.key(), held) else { return };
    let linking = hand.linking.get_untracked();
    let may_edit = untrack(|| hand.may_edit());
    match (verb, linking) {
        (Verb::Leave, Some(_)) => pointer.cancel(),
        (Verb::Leave, None) if hand.moving.with_untracked(Option::is_some) => pointer.cancel(),
        (Verb::Leave, None) => {
            if untrack(|| hand.selected()).is_none() {
                return;
            }
            hand.close_panel();
        }
        (Verb::Go(direction), Some(draft)) => aim(hand, draft, direction),
        (Verb::Open, Some(draft)) => {
            hand.linking.set(None);
            if let Some(to) = draft.to {
                hand.link(&draft.from, &to);
            }
        }
        (Verb::Go(direction), None) => {
            let next = hand.layout.with_untracked(|layout| layout.next(&node, direction).cloned());
            if let Some(next) = next {
                // A card far from what is in sight is drawn first.
                hand.focused.set(Some(next.clone()));
                focus_element(&card_element_id(&next));
                hand.focus_card_soon();
            }
        }
        (Verb::Open, None) => hand.open_node(&node),
        (Verb::Move(_) | Verb::Rename | Verb::New | Verb::Link | Verb::Remove, _) if !may_edit => return,
        (Verb::Move(direction), _) => hand.step(&node, direction),
        (Verb::Rename, _) => hand.renaming.set(Some(node)),
        (Verb::New, _) => {
            let column =
                hand.layout.with_untracked(|layout| layout.card(&node).map_or(0, |card| card.column));
            if let Some(level) = Level::ALL.get(column) {
                hand.begin(*level);
            }
        }
        (Verb::Link, _) => {
            let lang = hand.store.lang.get_untracked();
            hand.linking.set(Some(LinkDraft { from: node.clone(), to: None, tip: None }));
            hand.store.say(words::chain::said_choose_target(lang));
            aim(hand, LinkDraft { from: node, to: None, tip: None }, Direction::Right);
        }
        (Verb::Remove, _) => hand.remove(&node),
    }
    event.prevent_default();
    event.stop_propagation();
}

/// Chooses the next card as the target of a link drawn by keys, and says which.
fn aim(hand: Hand, draft: LinkDraft, direction: Direction) {
    let start = draft.to.clone().unwrap_or_else(|| draft.from.clone());
    let next = hand.layout.with_untracked(|layout| layout.next(&start, direction).cloned());
    let Some(next) = next.filter(|next| *next != draft.from) else { return };
    let title = hand.plan.with_untracked(|plan| plan.title(&next).to_owned());
    hand.store.say(words::chain::said_target(hand.store.lang.get_untracked(), title));
    sight::bring_into_sight(&next);
    hand.linking.set(Some(LinkDraft { to: Some(next), ..draft }));
}
