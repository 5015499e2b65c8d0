//! Who did something, in words: by name where this device knows it, else by function and
//! organisation, as the board itself says.

use crate::components::org_badge;
use crate::device;
use crate::store::{Badge, Store};
use leptos::prelude::*;
use shared::door::Role;
use shared::ids::{MemberId, RecordId};
use shared::past::PastAct;
use shared::sections::Kind;
use shared::sections::people::Member;
use shared::words::history as words;

/// The badge of an organisation, or the secretariat's square.
pub fn badge_of(store: Store, organisation: Option<&RecordId>) -> Badge {
    match organisation {
        Some(organisation) => store.badge(organisation),
        None => {
            Badge { short: "S".to_owned(), name: words::secretariat(store.lang.get()).to_owned(), hue: 0 }
        }
    }
}

pub fn badge(store: Store, organisation: Option<&RecordId>) -> AnyView {
    org_badge(&badge_of(store, organisation), "sm")
}

/// What somebody is called.
pub fn name(store: Store, member: Option<&MemberId>, organisation: Option<&RecordId>) -> String {
    let lang = store.lang.get();
    let Some(member) = member else { return words::another_program(lang).to_owned() };
    let name = store.name_of(member);
    if !name.is_empty() {
        return name;
    }
    let card = store.present(|records| {
        let id = RecordId::parse(member.as_str())?;
        records.get(Kind::Member, &id).and_then(Member::read)
    });
    let function = card.as_ref().map(|card| card.function.clone()).unwrap_or_default();
    match (organisation, card) {
        (Some(organisation), _) => {
            let of = words::member_of(lang, store.badge(organisation).short);
            if function.is_empty() { of } else { format!("{function} ({of})") }
        }
        (None, _) if !function.is_empty() => function,
        (None, Some(card)) if card.role == Role::Secretariat => words::secretariat(lang).to_owned(),
        (None, _) => words::without_organisation(lang).to_owned(),
    }
}

/// Who did an act.
pub fn author(store: Store, act: &PastAct) -> String {
    name(store, act.author.as_ref(), act.organisation.as_ref())
}

/// When an act was done, in words, and by whom: what the slider says.
pub fn value_words(store: Store, act: &PastAct) -> String {
    let lang = store.lang.get();
    let by = badge_of(store, act.organisation.as_ref()).name;
    let who = [author(store, act), by].join(", ");
    words::value(lang, device::day_in_words(lang, act.at), who, device::clock_time(lang, act.at))
}
