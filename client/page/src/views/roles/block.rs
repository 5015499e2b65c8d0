//! Blocks of cells, as in a spreadsheet: chosen with Shift and arrows, filled by one letter or from
//! their first row, copied and pasted as text.

use super::matrix::{self, CellAt};
use super::{Table, edits};
use leptos::prelude::*;
use shared::paste::roles::written;
use shared::sections::roles::Cell;

/// The cells that the keys act on: the block, or the one cell.
pub fn chosen(table: Table) -> Vec<Vec<CellAt>> {
    let Some(active) = table.active.get() else { return vec![] };
    match table.anchor.get() {
        Some(anchor) => {
            let (rows, columns) = table.field();
            matrix::block(&rows, &columns, &anchor, &active)
        }
        None => vec![vec![active]],
    }
}

/// One letter into every cell of the block; nothing clears them.
pub fn fill(table: Table, letter: Option<char>) {
    let cells = untrack(|| chosen(table));
    let made = |at: CellAt| {
        let now = edits::cell_now(table, &at.0, &at.1);
        let cell = letter.and_then(|letter| matrix::press(now, letter));
        (at, cell)
    };
    edits::fill(table, cells.into_iter().flatten().map(made).collect());
}

/// The letters of the block's first row into all rows below it.
pub fn fill_down(table: Table) {
    let block = untrack(|| chosen(table));
    let Some((first, rest)) = block.split_first() else { return };
    let letters: Vec<Option<Cell>> =
        first.iter().map(|(row, column)| edits::cell_now(table, row, column)).collect();
    let cells = rest.iter().flat_map(|row| row.iter().cloned().zip(letters.iter().copied()));
    edits::fill(table, cells.collect());
}

/// What a copy takes along: the block's letters, or the whole row's.
pub fn copied(table: Table) -> Option<String> {
    let block = untrack(|| {
        if table.anchor.with(Option::is_some) {
            return Some(chosen(table));
        }
        let (row, _) = table.active.get()?;
        let (_, columns) = table.field();
        Some(vec![columns.into_iter().map(|column| (row.clone(), column)).collect()])
    })?;
    let letters =
        |row: &Vec<CellAt>| row.iter().map(|(row, column)| edits::cell_now(table, row, column)).collect();
    let rows: Vec<Vec<Option<Cell>>> = block.iter().map(letters).collect();
    (!rows.is_empty()).then(|| written(&rows))
}

/// Letters from the clipboard into the cells from the block's first corner on.
pub fn put(table: Table, letters: &[Vec<Option<Cell>>]) {
    let cells = untrack(|| {
        let corner = chosen(table).into_iter().flatten().next();
        let (rows, columns) = table.field();
        corner.map(|corner| matrix::fills(&rows, &columns, &corner, letters)).unwrap_or_default()
    });
    edits::fill(table, cells);
}
