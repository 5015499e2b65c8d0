//! What a person's act on the map becomes on the board, and what is said about it.

use super::map::{self, Quarter};
use super::{Map, actor_at};
use crate::components::add_last;
use crate::device::lower;
use leptos::prelude::*;
use shared::act::{Act, Edit, Message};
use shared::ids::RecordId;
use shared::record::{RecordAt, Scalar, Value};
use shared::sections::context::Dimension;
use shared::sections::{Kind, Word};
use shared::words::context as words;

fn number(value: u8) -> Scalar {
    Scalar::Int(i64::from(value))
}

/// Adds an actor in the middle of the map and opens it; with an organisation, that one.
pub fn add_actor(map: Map, organisation: Option<RecordId>) {
    if !untrack(|| map.may_edit()) {
        return;
    }
    let id = map.store.new_id();
    let mut values = vec![
        ("influence".to_owned(), Value::Scalar(number(60))),
        ("interest".to_owned(), Value::Scalar(number(60))),
    ];
    match organisation {
        Some(organisation) => {
            let at = RecordAt::new(Kind::Organisation, organisation.clone());
            let sector = map.store.peek(|records| {
                records
                    .get(at.kind, &at.id)
                    .map(|record| record.text("sector").to_owned())
                    .unwrap_or_default()
            });
            values.push(("organisation".to_owned(), Value::Scalar(organisation.as_str().into())));
            values.push(("sector".to_owned(), Value::Scalar(sector.as_str().into())));
        }
        None => map.write_name.set(true),
    }
    map.store.act(Act::create(actor_at(&id), values));
    map.open(&id);
}

/// Puts an actor somewhere else on the map: one act, however far.
pub fn place(map: Map, id: &RecordId, influence: u8, interest: u8) {
    if !untrack(|| map.may_edit()) {
        return;
    }
    let at = actor_at(id);
    let set = |field: &str, value: u8| Edit::Set { at: at.field(field), value: Some(number(value)) };
    let now = untrack(|| map.actor(id, |actor| (actor.influence, actor.interest)));
    let mut edits = vec![];
    if now.is_none_or(|(now, _)| now != influence) {
        edits.push(set("influence", influence));
    }
    if now.is_none_or(|(_, now)| now != interest) {
        edits.push(set("interest", interest));
    }
    if edits.is_empty() {
        return;
    }
    map.store.act(Act::new(Message::Move, edits));
    let (lang, name) = untrack(|| (map.lang(), map.name(id)));
    map.store.say(words::moved(
        lang,
        lower(map::influence_word(lang, influence)),
        lower(map::interest_word(lang, interest)),
        name,
        Quarter::of(influence, interest).word(lang),
    ));
}

/// Takes an actor off the map; it can be restored.
pub fn remove_actor(map: Map, id: &RecordId) {
    if !untrack(|| map.may_edit()) {
        return;
    }
    let (lang, name) = untrack(|| (map.lang(), map.name(id)));
    let is_open = map.selected.with_untracked(|open| open.as_ref() == Some(id));
    map.store.act(Act::remove(actor_at(id)));
    if is_open {
        map.nav.select(None);
    }
    map.store.tell(words::removed_announce(lang, name), true);
}

/// Ties an actor to another, to an organisation or to the table.
pub fn relate(map: Map, from: &RecordId, to: &str) {
    let at = RecordAt::new(Kind::Relation, map.store.new_id());
    let values = vec![
        ("from".to_owned(), Value::Scalar(from.as_str().into())),
        ("to".to_owned(), Value::Scalar(to.into())),
        ("type".to_owned(), Value::Scalar("cooperates".into())),
        ("strength".to_owned(), Value::Scalar(Scalar::Int(2))),
    ];
    map.store.act(Act::new(Message::Link, vec![Edit::Create { at, values }]));
}

/// Notes a possible duplicate about an actor.
pub fn add_overlap(map: Map, actor: &RecordId) {
    let values = vec![("actor".to_owned(), Value::Scalar(actor.as_str().into()))];
    add_last(map.store, Kind::Overlap, "", values);
}

/// Adds a trend to one dimension.
pub fn add_trend(map: Map, dimension: Dimension) -> RecordId {
    let values = vec![
        ("dimension".to_owned(), Value::Scalar(dimension.key().into())),
        ("effect".to_owned(), Value::Scalar("risk".into())),
    ];
    add_last(map.store, Kind::Trend, "", values).id
}
