//! The matrix as a plain shape: its bands of rows, where the keys lead, what a letter makes of a
//! cell, where a moved row lands, who carries how much. Pure: it paints nothing and sends nothing.

use shared::ids::RecordId;
use shared::order;
use shared::questions::{About, Question};
use shared::record::{Record, Records};
use shared::sections::roles::{self, Cell, Responsibility};
use shared::sort::sort_by;

/// Where a cell is: its row and its column.
pub type CellAt = (RecordId, RecordId);

/// One line of the table, top to bottom.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// The heading of a group; nothing for the rows that stand in none.
    Group(Option<RecordId>),
    Row(RecordId),
}

/// Rows that stand together under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    pub group: Option<RecordId>,
    pub rows: Vec<Responsibility>,
}

/// The bands in their order, those without a group first. Rows of a removed group stand there too.
pub fn bands(records: &Records) -> Vec<Band> {
    let groups = roles::groups(records);
    let heads = std::iter::once(None).chain(groups.into_iter().map(|group| Some(group.id)));
    let mut bands: Vec<Band> = heads.map(|group| Band { group, rows: vec![] }).collect();
    for row in roles::responsibilities(records) {
        let at = bands.iter().position(|band| band.group == row.group).unwrap_or(0);
        bands[at].rows.push(row);
    }
    for band in &mut bands {
        sort_by(&mut band.rows, |a, b| (&a.order, &a.id).cmp(&(&b.order, &b.id)));
    }
    bands
}

/// The lines of the table. With `only`, the rows named there and the groups they stand in.
pub fn lines(bands: &[Band], only: Option<&[RecordId]>) -> Vec<Line> {
    let has_groups = bands.iter().any(|band| band.group.is_some());
    let mut lines = vec![];
    for band in bands {
        let shown = |row: &&Responsibility| only.is_none_or(|only| only.contains(&row.id));
        let rows: Vec<Line> = band.rows.iter().filter(shown).map(|row| Line::Row(row.id.clone())).collect();
        let is_headed = match band.group {
            Some(_) => only.is_none() || !rows.is_empty(),
            None => has_groups && !rows.is_empty(),
        };
        if is_headed {
            lines.push(Line::Group(band.group.clone()));
        }
        lines.extend(rows);
    }
    lines
}

/// How a row stands, from the questions open on it. The gravest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowState {
    Complete,
    RemovedAndEdited,
    SeveralA(Vec<String>),
    NoA,
    NoR,
    TwoValues,
}

impl RowState {
    pub fn of(open: &[Question]) -> RowState {
        let states = open.iter().filter_map(|question| match &question.about {
            About::RemovedAndEdited => Some((0, RowState::RemovedAndEdited)),
            About::SeveralA { columns } => Some((1, RowState::SeveralA(columns.clone()))),
            About::NoA => Some((2, RowState::NoA)),
            About::NoR => Some((3, RowState::NoR)),
            About::TwoValues { .. } | About::TwoTexts { .. } => Some((4, RowState::TwoValues)),
            About::Cycle { .. }
            | About::Orphan
            | About::LinkToRemoved { .. }
            | About::NoIndicator
            | About::OrganisationWithoutR
            | About::BeforeUnlock { .. }
            | About::VotesAtOnce { .. }
            | About::LateVote { .. } => None,
        });
        states.min_by_key(|(grave, _)| *grave).map_or(RowState::Complete, |(_, state)| state)
    }
}

/// A cell as it reads: what is in effect, and what was written at the same time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub cell: Option<Cell>,
    pub also: Vec<Option<Cell>>,
}

pub fn written(row: &Record, column: &RecordId) -> Written {
    let cell =
        row.cells("cells").find(|(key, _)| *key == column.as_str()).and_then(|(_, value)| Cell::of(value));
    let also = row.also.get(&format!("cells/{column}")).map(Vec::as_slice).unwrap_or_default();
    Written { cell, also: also.iter().map(Cell::of).filter(|other| *other != cell).collect() }
}

/// What a letter makes of a cell. A and R stand together; either of them on A/R takes the other away.
pub fn press(now: Option<Cell>, letter: char) -> Option<Cell> {
    match (letter.to_ascii_uppercase(), now) {
        ('A', Some(Cell::R)) | ('R', Some(Cell::A)) => Some(Cell::AR),
        ('A', _) => Some(Cell::A),
        ('R', _) => Some(Cell::R),
        ('C', _) => Some(Cell::C),
        ('I', _) => Some(Cell::I),
        (_, now) => now,
    }
}

/// Where a key leads in the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Up,
    Down,
    Left,
    Right,
    RowStart,
    RowEnd,
    First,
    Last,
}

impl Step {
    /// Reads a key as browsers name it.
    pub fn of_key(key: &str, ctrl: bool) -> Option<Step> {
        match (key, ctrl) {
            ("ArrowUp", false) => Some(Step::Up),
            ("ArrowDown", false) => Some(Step::Down),
            ("ArrowLeft", false) => Some(Step::Left),
            ("ArrowRight", false) => Some(Step::Right),
            ("Home", false) => Some(Step::RowStart),
            ("End", false) => Some(Step::RowEnd),
            ("Home", true) => Some(Step::First),
            ("End", true) => Some(Step::Last),
            // Every other key means something else, or nothing, here.
            _ => None,
        }
    }

    /// The cell that this leads to from `(row, column)`; it stops at the edges.
    pub fn from(self, (row, column): (usize, usize), rows: usize, columns: usize) -> (usize, usize) {
        let (last_row, last_column) = (rows.saturating_sub(1), columns.saturating_sub(1));
        match self {
            Step::Up => (row.saturating_sub(1), column),
            Step::Down => ((row + 1).min(last_row), column),
            Step::Left => (row, column.saturating_sub(1)),
            Step::Right => (row, (column + 1).min(last_column)),
            Step::RowStart => (row, 0),
            Step::RowEnd => (row, last_column),
            Step::First => (0, 0),
            Step::Last => (last_row, last_column),
        }
    }
}

/// Which way a row or a group is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    Up,
    Down,
}

/// Where a moved row comes to stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Landing {
    /// What its `place` becomes.
    pub place: String,
    pub group: Option<RecordId>,
    /// Counted from 1 within the group.
    pub position: usize,
    pub count: usize,
}

/// Moves a row by one; at the edge of its group it goes over into the next one.
pub fn move_row(bands: &[Band], row: &RecordId, toward: Toward, jitter: u32) -> Option<Landing> {
    let (band, at) = bands
        .iter()
        .enumerate()
        .find_map(|(band, here)| here.rows.iter().position(|known| known.id == *row).map(|at| (band, at)))?;
    let orders = |band: usize| -> Vec<&str> {
        bands[band].rows.iter().filter(|known| known.id != *row).map(|known| known.order.as_str()).collect()
    };
    let (to, position) = match toward {
        Toward::Up if at > 0 => (band, at - 1),
        Toward::Down if at + 1 < bands[band].rows.len() => (band, at + 1),
        Toward::Up => {
            let to = band.checked_sub(1)?;
            (to, orders(to).len())
        }
        Toward::Down => (band + 1 < bands.len()).then_some((band + 1, 0))?,
    };
    let others = orders(to);
    let before = position.checked_sub(1).map_or("", |before| others[before]);
    let after = others.get(position).copied().unwrap_or("");
    let group = bands[to].group.clone();
    let key = order::between(before, after, jitter);
    Some(Landing {
        place: order::place(group.as_ref().map_or("", RecordId::as_str), &key),
        group,
        position: position + 1,
        count: others.len() + 1,
    })
}

/// Puts a row above or below another line: another row, or at the head of a group.
pub fn drop_row(bands: &[Band], row: &RecordId, on: &Line, below: bool, jitter: u32) -> Option<Landing> {
    let (band, at) = match on {
        Line::Group(group) => (bands.iter().position(|band| band.group == *group)?, 0),
        Line::Row(other) if other == row => return None,
        Line::Row(other) => bands.iter().enumerate().find_map(|(band, here)| {
            let rest = here.rows.iter().filter(|known| known.id != *row);
            rest.map(|known| &known.id).position(|id| id == other).map(|at| (band, at + usize::from(below)))
        })?,
    };
    let rest: Vec<&Responsibility> = bands[band].rows.iter().filter(|known| known.id != *row).collect();
    let order = |at: Option<usize>| at.and_then(|at| rest.get(at)).map_or("", |row| row.order.as_str());
    let key = order::between(order(at.checked_sub(1)), order(Some(at)), jitter);
    let group = bands[band].group.clone();
    Some(Landing {
        place: order::place(group.as_ref().map_or("", RecordId::as_str), &key),
        group,
        position: at + 1,
        count: rest.len() + 1,
    })
}

/// The cells between two corners, row by row, in the order of the table.
pub fn block(rows: &[RecordId], columns: &[RecordId], one: &CellAt, other: &CellAt) -> Vec<Vec<CellAt>> {
    let span = |ids: &[RecordId], a: &RecordId, b: &RecordId| {
        let at = |id: &RecordId| ids.iter().position(|known| known == id);
        match (at(a), at(b)) {
            (Some(a), Some(b)) => a.min(b)..a.max(b) + 1,
            (_, _) => 0..0,
        }
    };
    let across = span(columns, &one.1, &other.1);
    let row =
        |row: &RecordId| columns[across.clone()].iter().map(|column| (row.clone(), column.clone())).collect();
    rows[span(rows, &one.0, &other.0)].iter().map(row).collect()
}

/// The cells that a pasted block of letters fills from `corner` on. As wide as the table, it
/// begins at the row's start, as whole rows do in a spreadsheet.
pub fn fills(
    rows: &[RecordId],
    columns: &[RecordId],
    corner: &CellAt,
    letters: &[Vec<Option<Cell>>],
) -> Vec<(CellAt, Option<Cell>)> {
    let width = letters.iter().map(Vec::len).max().unwrap_or(0);
    let at = |ids: &[RecordId], id: &RecordId| ids.iter().position(|known| known == id).unwrap_or(ids.len());
    let left = if width >= columns.len() { 0 } else { at(columns, &corner.1) };
    let lines = rows.iter().skip(at(rows, &corner.0)).zip(letters);
    lines
        .flat_map(|(row, letters)| {
            let cells = columns.iter().skip(left).zip(letters);
            cells.map(|(column, cell)| ((row.clone(), column.clone()), *cell)).collect::<Vec<_>>()
        })
        .collect()
}

/// The place at the end of a group (or of the rows without one).
pub fn place_at_end(bands: &[Band], group: Option<&RecordId>, jitter: u32) -> String {
    let band = bands.iter().find(|band| band.group.as_ref() == group);
    let last = band.and_then(|band| band.rows.last()).map_or("", |row| row.order.as_str());
    order::place(group.map_or("", RecordId::as_str), &order::between(last, "", jitter))
}

/// The place right after a row, in its group.
pub fn place_after(bands: &[Band], row: &RecordId, jitter: u32) -> Option<String> {
    let (band, at) = bands
        .iter()
        .find_map(|band| band.rows.iter().position(|known| known.id == *row).map(|at| (band, at)))?;
    let after = band.rows.get(at + 1).map_or("", |next| next.order.as_str());
    let key = order::between(&band.rows[at].order, after, jitter);
    Some(order::place(band.group.as_ref().map_or("", RecordId::as_str), &key))
}

/// What one column carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    pub does: u64,
    pub answers: u64,
    /// Rows in which it holds R, A or both.
    pub rows: u64,
}

pub fn load(bands: &[Band], column: &RecordId) -> Load {
    let mut load = Load::default();
    let cells = bands.iter().flat_map(|band| &band.rows).filter_map(|row| row.cells.get(column));
    for cell in cells {
        load.does += u64::from(cell.does());
        load.answers += u64::from(cell.answers());
        load.rows += u64::from(cell.does() || cell.answers());
    }
    load
}

/// The columns that answer for a row, in the order of `columns`.
pub fn who_answers<'a>(row: &Responsibility, columns: &'a [RecordId]) -> Vec<&'a RecordId> {
    columns.iter().filter(|column| row.cells.get(column).is_some_and(|cell| cell.answers())).collect()
}

/// A column's one word: the first of its name, unless another column starts with the same.
pub fn short_name(name: &str, others: &[String]) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    for length in 1..words.len() {
        let start = words[..length].join(" ");
        let is_short_word = words[length - 1].chars().count() <= 3 && length > 1;
        let is_taken = others.iter().filter(|other| other.starts_with(&start)).count() > 1;
        if !is_taken && !is_short_word {
            return start;
        }
    }
    name.to_owned()
}

#[cfg(test)]
mod tests;
