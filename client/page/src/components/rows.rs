//! Records in an order of their own: adding at the end, moving by one, removing and restoring.

use super::menu::{Menu, MenuItem};
use crate::clipboard::CopyItems;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::act::{Act, Edit, Message};
use shared::ids::RecordId;
use shared::objects::is_carried;
use shared::order;
use shared::questions::settle::title;
use shared::record::{Record, RecordAt, Records, Scalar, Value};
use shared::sections::Kind;
use shared::words;

/// Creates a record at the end of its kind (in `group`, often empty) and returns where it is.
pub fn add_last(store: Store, kind: Kind, group: &str, mut values: Vec<(String, Value)>) -> RecordAt {
    let at = RecordAt::new(kind, store.new_id());
    let last = store.peek(|records| {
        let in_group = peers_in(records, kind, group);
        in_group.last().map(|record| record.place().1.to_owned()).unwrap_or_default()
    });
    let place = order::place(group, &order::between(&last, "", store.jitter()));
    values.push(("place".to_owned(), Value::Scalar(Scalar::Text(place))));
    store.act(Act::create(at.clone(), values));
    at
}

/// Moves a record by `step` among those of its group, and says where it is now.
pub fn move_by(store: Store, at: &RecordAt, step: i32) {
    let target = store.peek(|records| {
        let record = records.get(at.kind, &at.id)?;
        let group = record.place().0.to_owned();
        let row = peers_in(records, at.kind, &group);
        let from = row.iter().position(|other| other.id == at.id)?;
        let to = (from as i32 + step).clamp(0, row.len() as i32 - 1) as usize;
        let key = |at: usize| row.get(at).map(|record| record.place().1).unwrap_or_default();
        // Its neighbours once it is there: the one passed and the one beyond.
        let (before, after) = match to {
            to if to > from => (key(to), key(to + 1)),
            0 => ("", key(0)),
            to => (key(to - 1), key(to)),
        };
        let place = order::place(&group, &order::between(before, after, store.jitter()));
        (to != from).then_some((place, to + 1, row.len()))
    });
    let Some((place, to, count)) = target else { return };
    let edit = Edit::Set { at: at.field("place"), value: Some(Scalar::Text(place)) };
    store.act(Act::new(Message::Move, vec![edit]));
    store.say(words::shell::moved(store.lang.get_untracked(), to, count));
}

/// Removes a record, with a way back at the foot of the window.
pub fn remove(store: Store, at: &RecordAt) {
    let lang = store.lang.get_untracked();
    let name = store.peek(|records| title(at, records, lang));
    store.act(Act::remove(at.clone()));
    store.tell(words::shell::removed(lang, name), true);
}

fn peers_in<'a>(records: &'a Records, kind: Kind, group: &str) -> Vec<&'a Record> {
    records.in_order(kind).into_iter().filter(|record| record.place().0 == group).collect()
}

/// Whether Alt and an arrow move the row that the key was pressed in.
pub fn moves(event: &web_sys::KeyboardEvent) -> Option<i32> {
    if !event.alt_key() {
        return None;
    }
    match event.key().as_str() {
        "ArrowUp" => Some(-1),
        "ArrowDown" => Some(1),
        // Other keys with Alt are the browser's.
        _ => None,
    }
}

/// The menu of a row: up, down, remove. Nothing where the person may not edit.
#[component]
pub fn RowMenu(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let section = at.kind.section();
    let at = StoredValue::new(at);
    let name = Signal::derive(move || {
        let lang = store.lang.get();
        let name = at.with_value(|at| store.records(at.kind.section(), |records| title(at, records, lang)));
        words::shell::actions_for(lang, name)
    });
    view! {
        <Show when=move || store.may_edit(section)>
            <Menu label=name class="icon-button dense" face=|| icon(Icon::More, 18)>
                <MenuItem
                    drawing=Icon::ArrowUp
                    words=Signal::derive(move || words::shell::move_up(store.lang.get()).to_owned())
                    on_choose=Callback::new(move |()| at.with_value(|at| move_by(store, at, -1)))
                />
                <MenuItem
                    drawing=Icon::ArrowDown
                    words=Signal::derive(move || words::shell::move_down(store.lang.get()).to_owned())
                    on_choose=Callback::new(move |()| at.with_value(|at| move_by(store, at, 1)))
                />
                {at.with_value(|at| is_carried(at.kind).then(|| view! { <CopyItems at=at.clone() /> }))}
                <MenuItem
                    drawing=Icon::Trash
                    words=Signal::derive(move || words::shell::remove(store.lang.get()).to_owned())
                    on_choose=Callback::new(move |()| at.with_value(|at| remove(store, at)))
                />
            </Menu>
        </Show>
    }
    .into_any()
}

/// The removed records of a kind, each with its way back; nothing while there are none.
#[component]
pub fn RemovedRows(kind: Kind) -> impl IntoView {
    let store = Store::here();
    let removed = Memo::new(move |_| {
        store.records(kind.section(), |records| {
            let gone = records.all(kind).filter(|record| record.is_removed());
            gone.map(|record| record.id.clone()).collect::<Vec<RecordId>>()
        })
    });
    let row = move |id: RecordId| {
        let at = RecordAt::new(kind, id);
        let restored = at.clone();
        let name = {
            let at = at.clone();
            move || {
                let lang = store.lang.get();
                store.records(kind.section(), |records| title(&at, records, lang))
            }
        };
        view! {
            <li>
                <span>{name}</span>
                <Show when=move || store.may_edit(kind.section())>
                    <button
                        class="button dense"
                        type="button"
                        on:click={
                            let restored = restored.clone();
                            move |_| store.act(Act::restore(restored.clone()))
                        }
                    >
                        {icon(Icon::Restore, 16)}
                        {move || words::shell::restore(store.lang.get())}
                    </button>
                </Show>
                <super::QuestionNotes at=at />
            </li>
        }
    };
    view! {
        <Show when=move || !removed.with(Vec::is_empty)>
            <details class="removed">
                <summary>
                    {move || words::shell::removed_list(store.lang.get(), removed.with(Vec::len) as u64)}
                </summary>
                <ul>
                    <For each=move || removed.get() key=|id| id.clone() children=row />
                </ul>
            </details>
        </Show>
    }
    .into_any()
}
