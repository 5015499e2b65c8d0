//! What a person's act on the matrix becomes on the board, and what is said about it.

use super::matrix::{self, CellAt, Toward};
use super::{Table, responsibility, role_word};
use crate::components;
use crate::views::fields::focus_soon;
use leptos::prelude::*;
use shared::act::{Act, Edit, MAX_EDITS, Message};
use shared::ids::RecordId;
use shared::order;
use shared::paste::roles::NewRow;
use shared::record::{Record, RecordAt, Scalar, Value};
use shared::search::plain;
use shared::sections::Kind;
use shared::sections::roles::{Cell, Responsibility};
use shared::words::roles as words;

/// Writes a cell, or empties it. An emptied cell holds empty text: somebody decided that.
pub fn set(table: Table, row: &RecordId, column: &RecordId, cell: Option<Cell>) {
    if !untrack(|| table.may_edit()) {
        return;
    }
    // The letter that stands there already changes nothing, unless it settles which of two it is.
    let stands = table.store.peek(|records| {
        records.get(Kind::Responsibility, row).map(|row| matrix::written(row, column)).unwrap_or_default()
    });
    if stands.cell == cell && stands.also.is_empty() {
        return;
    }
    let value = Scalar::from(cell.map_or("", Cell::key));
    table.store.act(Act::set(responsibility(row).cell("cells", column.as_str()), value));
    let (lang, name) = untrack(|| (table.lang(), table.column_name(column)));
    table.store.say(match cell {
        Some(_) => words::set(lang, name, role_word(lang, cell)),
        None => words::cleared(lang, name),
    });
}

/// Writes many cells as one act, and says how many.
pub fn fill(table: Table, cells: Vec<(CellAt, Option<Cell>)>) {
    if cells.is_empty() || !untrack(|| table.may_edit()) {
        return;
    }
    let count = cells.len() as u64;
    let edit = |((row, column), cell): (CellAt, Option<Cell>)| {
        let at = responsibility(&row).cell("cells", column.as_str());
        Edit::Set { at, value: Some(Scalar::from(cell.map_or("", Cell::key))) }
    };
    table.store.act(Act::new(Message::Change, cells.into_iter().map(edit).collect()));
    table.store.say(words::filled(table.store.lang.get_untracked(), count));
}

/// Rows from a spreadsheet as one act: a row with the same title takes the letters, others are
/// added at the end of the group that the keys are in.
pub fn add_rows(table: Table, rows: &[NewRow]) {
    if !untrack(|| table.may_edit()) {
        return;
    }
    let store = table.store;
    let mut act = Act::new(Message::Import, vec![]);
    table.bands.with_untracked(|bands| {
        let active = table.active.get_untracked();
        let holds = |band: &&matrix::Band| {
            active.as_ref().is_some_and(|(row, _)| band.rows.iter().any(|known| known.id == *row))
        };
        let band = bands.iter().find(holds).or(bands.last());
        let group = band.and_then(|band| band.group.as_ref());
        let mut order = band.and_then(|band| band.rows.last()).map_or(String::new(), |row| row.order.clone());
        let jitter = store.jitter();
        for row in rows {
            let same = |known: &&Responsibility| plain(known.title.plain()) == plain(&row.title);
            if let Some(known) = bands.iter().flat_map(|band| &band.rows).find(same) {
                let edit = |(column, cell): &(RecordId, Cell)| {
                    let at = responsibility(&known.id).cell("cells", column.as_str());
                    Edit::Set { at, value: Some(Scalar::from(cell.key())) }
                };
                act.edits.extend(row.cells.iter().map(edit));
                continue;
            }
            order = order::between(&order, "", jitter);
            let place = order::place(group.map_or("", RecordId::as_str), &order);
            let cells = row.cells.iter().map(|(column, cell)| (column.to_string(), Scalar::from(cell.key())));
            let values = vec![
                ("title".to_owned(), Value::Text(row.title.clone())),
                ("place".to_owned(), Value::Scalar(place.as_str().into())),
                ("cells".to_owned(), Value::Cells(cells.collect())),
            ];
            act.edits.push(Edit::Create { at: responsibility(&store.new_id()), values });
        }
    });
    if act.edits.is_empty() {
        return;
    }
    act.edits.truncate(MAX_EDITS);
    store.act(act);
    table.only.set(None);
    store.tell(words::pasted(store.lang.get_untracked(), rows.len() as u64), true);
}

/// Puts a row where it was dropped.
pub fn drop_row(table: Table, row: &RecordId, on: &matrix::Line, below: bool) {
    let jitter = table.store.jitter();
    let landing = table.bands.with_untracked(|bands| matrix::drop_row(bands, row, on, below, jitter));
    if let Some(landing) = landing {
        land(table, row, &landing);
    }
}

/// What is in a cell now.
pub fn cell_now(table: Table, row: &RecordId, column: &RecordId) -> Option<Cell> {
    table.store.peek(|records| matrix::written(records.get(Kind::Responsibility, row)?, column).cell)
}

/// Adds a row at the end of a group (where none is named, of the last band) and opens it.
pub fn add_row(table: Table, group: Option<RecordId>) {
    if !untrack(|| table.may_edit()) {
        return;
    }
    let store = table.store;
    let place = table.bands.with_untracked(|bands| {
        let group = group.as_ref().or_else(|| bands.last().and_then(|band| band.group.as_ref()));
        matrix::place_at_end(bands, group, store.jitter())
    });
    let row = store.new_id();
    store.act(Act::create(
        responsibility(&row),
        vec![("place".to_owned(), Value::Scalar(place.as_str().into()))],
    ));
    // A row that is still empty would be hidden by the filter.
    table.only.set(None);
    table.write_title.set(true);
    table.open(&row, None);
}

/// Makes the same row again, right below.
pub fn copy_row(table: Table, row: &RecordId) {
    let store = table.store;
    let place = table.bands.with_untracked(|bands| matrix::place_after(bands, row, store.jitter()));
    let record = store.peek(|records| records.get(Kind::Responsibility, row).cloned());
    let (Some(place), Some(record)) = (place, record) else { return };
    let copy = store.new_id();
    store.act(Act::create(responsibility(&copy), copied(&record, &place, store.lang.get_untracked())));
    table.only.set(None);
    table.write_title.set(true);
    table.open(&copy, None);
}

fn copied(record: &Record, place: &str, lang: shared::lang::Lang) -> Vec<(String, Value)> {
    let value = |(key, value): (&String, &Value)| {
        let is_title = key == "title" || key.starts_with("title@");
        let value = match value {
            Value::Text(title) if is_title => Value::Text(words::copy_of(lang, title)),
            Value::Scalar(_) if key == "place" => Value::Scalar(place.into()),
            Value::Text(_) | Value::Scalar(_) | Value::Cells(_) => value.clone(),
        };
        (key.clone(), value)
    };
    record.values.iter().map(value).collect()
}

/// Takes a row away; it can be restored.
pub fn remove_row(table: Table, row: &RecordId) {
    table.nav.select(None);
    components::remove(table.store, &responsibility(row));
}

/// Puts a row at the end of another group, or among those without one.
pub fn put_in_group(table: Table, row: &RecordId, group: Option<&RecordId>) {
    let place = table.bands.with_untracked(|bands| matrix::place_at_end(bands, group, table.store.jitter()));
    let at = responsibility(row).field("place");
    table.store.act(Act::new(Message::Move, vec![Edit::Set { at, value: Some(place.as_str().into()) }]));
}

/// Moves a row by one, over into the next group at the edge of its own.
pub fn move_row(table: Table, row: &RecordId, toward: Toward) {
    if !untrack(|| table.may_edit()) {
        return;
    }
    let store = table.store;
    let landing = table.bands.with_untracked(|bands| matrix::move_row(bands, row, toward, store.jitter()));
    let Some(landing) = landing else { return };
    land(table, row, &landing);
    // Some browsers drop focus from an element that moves in the page.
    if let Some((row, column)) = table.active.get_untracked() {
        focus_soon(super::grid::selector(&row, &column));
    }
}

fn land(table: Table, row: &RecordId, landing: &matrix::Landing) {
    let store = table.store;
    let at = responsibility(row).field("place");
    let value = Some(landing.place.as_str().into());
    store.act(Act::new(Message::Move, vec![Edit::Set { at, value }]));
    let lang = store.lang.get_untracked();
    let group = match &landing.group {
        Some(group) => untrack(|| store.text(&RecordAt::new(Kind::RoleGroup, group.clone()), "title")),
        None => words::ungrouped(lang).to_owned(),
    };
    store.say(words::moved(lang, landing.count, group, landing.position));
}

/// Adds a group at the end and gives its name to be written.
pub fn add_group(table: Table) {
    table.only.set(None);
    let at = components::add_last(table.store, Kind::RoleGroup, "", vec![]);
    table.write_group.set(Some(at.id));
}

/// Links a row to a node of the chain, or takes the link away.
pub fn link_node(table: Table, row: &RecordId, node: &str, linked: bool) {
    let at = responsibility(row).cell("nodes", node);
    let message = if linked { Message::Link } else { Message::Unlink };
    table.store.act(Act::new(message, vec![Edit::Set { at, value: Some(Scalar::Flag(linked)) }]));
}
