//! The marks that wander over the table: its tab stop, the cell that the panel is about, the block that is
//! chosen. They are put on the cells by hand: of thousands of cells, each would otherwise be asked with each
//! arrow key whether it is the one.

use super::matrix::{CellAt, Line};
use super::{Table, block, grid};
use crate::device;
use leptos::prelude::*;
use shared::ids::RecordId;

/// Where the marks are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// The cell that Tab leads to.
    stop: Option<CellAt>,
    /// The row that the panel is about.
    open: Option<RecordId>,
    /// The cells of a block of several.
    block: Vec<CellAt>,
}

/// How one cell is marked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mark {
    pub is_stop: bool,
    pub is_chosen: bool,
    pub in_block: bool,
}

impl Marks {
    /// The marks, kept current on the cells that are drawn.
    pub fn kept(table: Table) -> Memo<Marks> {
        let marks = Memo::new(move |_| Marks::now(table));
        Effect::new(move |before: Option<Marks>| {
            let now = marks.get();
            let before = before.unwrap_or_default();
            let (went, came) = (before.cells(), now.cells());
            went.iter().chain(&came).for_each(|(row, column)| {
                let (was, is) = (before.on(row, column), now.on(row, column));
                if was != is {
                    put(row, column, is);
                }
            });
            now
        });
        marks
    }

    fn now(table: Table) -> Self {
        let block = match table.anchor.with(Option::is_some) {
            true => block::chosen(table).into_iter().flatten().collect(),
            false => vec![],
        };
        // The first cell is the way in until another was visited.
        let stop = table.active.get().or_else(|| first(table));
        Self { stop, open: table.selected.get(), block }
    }

    pub fn on(&self, row: &RecordId, column: &RecordId) -> Mark {
        let is = |cell: &CellAt| cell.0 == *row && cell.1 == *column;
        let is_stop = self.stop.as_ref().is_some_and(is);
        Mark {
            is_stop,
            is_chosen: is_stop && self.open.as_ref() == Some(row),
            in_block: self.block.iter().any(is),
        }
    }

    /// Every cell that is marked in some way.
    fn cells(&self) -> Vec<CellAt> {
        self.stop.iter().chain(&self.block).cloned().collect()
    }
}

fn first(table: Table) -> Option<CellAt> {
    let row = table.lines.with(|lines| {
        lines.iter().find_map(|line| match line {
            Line::Row(row) => Some(row.clone()),
            Line::Group(_) => None,
        })
    });
    Some((row?, table.heads.with(|heads| heads.first().map(|head| head.id.clone()))?))
}

/// A cell that is not drawn yet is drawn as it is marked.
fn put(row: &RecordId, column: &RecordId, mark: Mark) {
    let Ok(Some(cell)) = device::document().query_selector(&grid::selector(row, column)) else { return };
    // None of these fails on an element of the page.
    let _ = cell.set_attribute("tabindex", if mark.is_stop { "0" } else { "-1" });
    let classes = cell.class_list();
    let _ = classes.toggle_with_force("is-chosen", mark.is_chosen);
    let _ = classes.toggle_with_force("in-block", mark.in_block);
}
