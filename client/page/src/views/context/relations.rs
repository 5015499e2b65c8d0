//! What ties one actor to others, to organisations and to the table; each tie can be reworded,
//! weighed and taken away.

use super::actor::said;
use super::map::{self, Family, Tie, Who};
use super::{Map, edits, mark};
use crate::components::{Lines, OrgBadge, SelectField, TextBlock};
use crate::icons::{Icon, icon};
use crate::views::fields::{Entry, choice};
use leptos::prelude::*;
use shared::act::{Act, Edit, Message};
use shared::ids::RecordId;
use shared::record::{RecordAt, Scalar};
use shared::sections::context::{Relation, RelationType, TABLE};
use shared::sections::{Kind, Section, Word, organisations};
use shared::words::context as words;

/// The ties of one actor, and the way to add one.
pub fn relations(map: Map, actor: RecordId) -> AnyView {
    let id = StoredValue::new(actor);
    let mine = Memo::new(move |_| {
        let who = Who::Actor(id.get_value());
        map.ties.with(|ties| {
            ties.iter().filter(|tie| tie.from == who || tie.to == who).cloned().collect::<Vec<_>>()
        })
    });
    // The tie whose fields are shown.
    let unfolded = RwSignal::new(None::<RecordId>);
    let add = Callback::new(move |to: String| {
        if !to.is_empty() {
            id.with_value(|id| edits::relate(map, id, &to));
        }
    });
    view! {
        <div class="stack">
            <Show when=move || mine.with(Vec::is_empty)>
                <p class="muted">{move || words::no_ties(map.lang())}</p>
            </Show>
            <ul class="stack">
                <For
                    each=move || mine.get()
                    key=|tie| (tie.id.clone(), tie.from.clone(), tie.to.clone())
                    let:tie
                >
                    {entry(map, id, tie, unfolded)}
                </For>
            </ul>
            <Show when=move || map.may_edit()>
                {choice(
                    said(map, words::relation_add),
                    others(map, id),
                    Signal::derive(String::new),
                    Signal::derive(|| false),
                    add,
                )}
            </Show>
        </div>
    }
    .into_any()
}

/// Everybody whom an actor can be tied to: the table, organisations not on the map, actors.
fn others(map: Map, id: StoredValue<RecordId>) -> Signal<Vec<Entry>> {
    Signal::derive(move || {
        let (lang, working) = (map.lang(), map.store.working());
        let mut entries: Vec<Entry> = vec![
            (String::new(), words::choose_end(lang).to_owned()),
            (TABLE.to_owned(), words::the_table(lang).to_owned()),
        ];
        let placed: Vec<RecordId> =
            map.actors.with(|actors| actors.iter().filter_map(|actor| actor.organisation.clone()).collect());
        let all = map.store.records(Section::Organisations, organisations::organisations);
        for organisation in all.into_iter().filter(|organisation| !placed.contains(&organisation.id)) {
            entries.push((organisation.id.to_string(), organisation.name.reads(lang, working).to_owned()));
        }
        let ids: Vec<RecordId> =
            map.actors.with(|actors| actors.iter().map(|actor| actor.id.clone()).collect());
        for other in ids.into_iter().filter(|other| id.with_value(|id| other != id)) {
            let name = map.name(&other);
            entries.push((other.to_string(), name));
        }
        entries
    })
}

fn entry(map: Map, actor: StoredValue<RecordId>, tie: Tie, unfolded: RwSignal<Option<RecordId>>) -> AnyView {
    let at = StoredValue::new(RecordAt::new(Kind::Relation, tie.id.clone()));
    let id = StoredValue::new(tie.id);
    let other = if actor.with_value(|id| tie.from == Who::Actor(id.clone())) { tie.to } else { tie.from };
    let drawing = match &other {
        Who::Actor(id) => mark(map, id),
        Who::Organisation(id) => view! { <OrgBadge organisation=id.clone() size="sm" /> }.into_any(),
        Who::Table => icon(Icon::Seat, 16),
    };
    let other = StoredValue::new(other);
    let name = move || other.with_value(|other| map.name_of(other));
    let relation = Memo::new(move |_| {
        let read = |record: &shared::record::Record| {
            let relation = Relation::read(record);
            (relation.kind, relation.strength, relation.note)
        };
        at.with_value(|at| map.store.record(at, read))
    });
    let kind = move || relation.get().map_or(RelationType::Cooperates, |(kind, ..)| kind);
    let note = move || {
        let note = relation.get().map(|(_, _, note)| note).unwrap_or_default();
        note.reads(map.lang(), map.store.working()).to_owned()
    };
    let tag = move || match Family::of(kind()) {
        Family::Tension => "tag bad",
        Family::Duplicate => "tag warn",
        Family::Cooperation | Family::Funding | Family::Information | Family::Other => "tag",
    };
    let is_open = move || unfolded.with(|open| id.with_value(|id| open.as_ref() == Some(id)));
    view! {
        <li class="tie-entry">
            <button
                class="row tie-head"
                type="button"
                aria-expanded=move || is_open().to_string()
                aria-label=move || {
                    format!("{}, {}", map::tie_word(map.lang(), kind()), words::relation_edit(map.lang(), name()))
                }
                on:click=move |_| unfolded.set(if is_open() { None } else { Some(id.get_value()) })
            >
                {drawing}
                <span class="grow">
                    {name}
                    <small>{note}</small>
                </span>
                <span class=tag>{move || map::tie_word(map.lang(), kind())}</span>
            </button>
            <Show when=is_open>{form(map, at, other)}</Show>
        </li>
    }
    .into_any()
}

/// The fields of one tie.
fn form(map: Map, at: StoredValue<RecordAt>, other: StoredValue<Who>) -> AnyView {
    let locked = Signal::derive(move || !map.may_edit());
    let strength = Signal::derive(move || {
        let strength = at.with_value(|at| map.store.record(at, |record| Relation::read(record).strength));
        strength.unwrap_or(1).to_string()
    });
    let kinds = Signal::derive(move || {
        let lang = map.lang();
        RelationType::ALL
            .iter()
            .map(|kind| (kind.key().to_owned(), map::tie_word(lang, *kind).to_owned()))
            .collect()
    });
    let strengths = Signal::derive(move || {
        let lang = map.lang();
        let words = [words::strength_1(lang), words::strength_2(lang), words::strength_3(lang)];
        words
            .into_iter()
            .zip(1..)
            .map(|(word, strength): (_, u8)| (strength.to_string(), word.to_owned()))
            .collect()
    });
    let set_strength = Callback::new(move |strength: String| {
        if let Ok(strength) = strength.parse::<i64>() {
            map.store
                .act(Act::set(at.with_value(|at| at.field("strength")), Scalar::Int(strength.clamp(1, 3))));
        }
    });
    let remove = move |_| {
        map.store.act(Act::new(Message::Unlink, vec![Edit::Remove { at: at.get_value() }]));
    };
    let name = move || other.with_value(|other| map.name_of(other));
    view! {
        <div class="stack-3 tie-form">
            <SelectField
                at=at.with_value(|at| at.field("type"))
                label=said(map, words::relation_type)
                options=kinds
            />
            {choice(
                said(map, words::relation_strength),
                strengths,
                strength,
                locked,
                set_strength,
            )}
            <div class="field">
                <span class="field-label">{move || words::relation_note(map.lang())}</span>
                <TextBlock
                    at=at.get_value()
                    field="note"
                    lines=Lines::Many
                    class="boxed"
                    label=said(map, words::relation_note)
                />
            </div>
            <Show when=move || !locked.get()>
                <button
                    class="button dense"
                    type="button"
                    aria-label=move || words::relation_remove(map.lang(), name())
                    on:click=remove
                >
                    {icon(Icon::Unlink, 16)}
                    <span>{move || words::relation_remove(map.lang(), name())}</span>
                </button>
            </Show>
        </div>
    }
    .into_any()
}
