//! Who: organisations and bodies that carry things of the chain, and who is writing where.

use crate::device::upper;
use crate::store::{Badge, Store};
use leptos::html;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::record::RecordAt;
use shared::sections::{Kind, Section};
use wasm_bindgen::JsCast;

/// The badge of an organisation, or of a body (no hue of its own).
pub fn badge(store: Store, id: &RecordId) -> Badge {
    bodies(store).into_iter().find(|(body, _)| body == id).map_or_else(|| store.badge(id), |(_, badge)| badge)
}

/// Everybody who can carry something: organisations in seat order, then bodies.
pub fn owners(store: Store) -> Vec<(RecordId, Badge)> {
    let mut all = store.organisations();
    all.extend(bodies(store));
    all
}

fn bodies(store: Store) -> Vec<(RecordId, Badge)> {
    let (lang, working) = (store.lang.get(), store.working());
    store.records(Section::Governance, |records| {
        let named = records.in_order(Kind::Body).into_iter().map(|record| {
            let name = record.text_in("name", lang, working).to_owned();
            let letters = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphabetic()));
            let short = upper(&letters.take(2).collect::<String>());
            (record.id.clone(), Badge { short, name, hue: 0 })
        });
        named.collect()
    })
}

/// Somebody else who is at this record now: their badge, and `Lina · UR`.
pub fn writer(store: Store, at: RecordAt) -> Memo<Option<(Badge, String)>> {
    Memo::new(move |_| {
        let member = store.peers.with(|peers| {
            let peer = peers.iter().find(|peer| {
                let writes = peer.place.writing.as_ref().is_some_and(|(field, _, _)| field.record == at);
                writes || peer.place.record.as_ref() == Some(&at)
            });
            peer.map(|peer| peer.member.clone())
        })?;
        let badge = store.badge_of_member(&member);
        let name = store.name_of(&member);
        let flag = if name.is_empty() { badge.short.clone() } else { format!("{name} · {}", badge.short) };
        Some((badge, flag))
    })
}

/// Focuses the field within `root` as soon as it is on the page.
pub fn focus_field_in(root: NodeRef<html::Div>) {
    Effect::new(move || {
        let field = root.get().and_then(|root| root.query_selector("textarea, input").ok().flatten());
        if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Focus cannot fail on an element of the page.
            let _ = field.focus();
        }
    });
}
