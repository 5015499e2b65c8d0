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
mod tests {
    use super::*;
    use shared::record::{Scalar, Value};
    use shared::sections::Kind;

    fn id(text: &str) -> RecordId {
        RecordId::parse(text).expect("a plain id")
    }

    fn put(records: &mut Records, kind: Kind, name: &str, place: &str) {
        let mut record = Record::empty(kind, id(name));
        record.values.insert("place".into(), Value::Scalar(place.into()));
        records.put(record);
    }

    /// Two groups of rows and one row alone, as a table starts.
    fn board() -> Records {
        let mut records = Records::default();
        put(&mut records, Kind::RoleGroup, "steer", "|a1");
        put(&mut records, Kind::RoleGroup, "do", "|b1");
        put(&mut records, Kind::Responsibility, "chair", "steer|a1");
        put(&mut records, Kind::Responsibility, "budget", "steer|b1");
        put(&mut records, Kind::Responsibility, "train", "do|a1");
        put(&mut records, Kind::Responsibility, "alone", "|a1");
        put(&mut records, Kind::Responsibility, "orphan", "gone|a2");
        records
    }

    fn rows(records: &Records) -> Vec<String> {
        let row = |line: Line| match line {
            Line::Row(id) => Some(id.to_string()),
            Line::Group(_) => None,
        };
        lines(&bands(records), None).into_iter().filter_map(row).collect()
    }

    #[test]
    fn rows_of_a_removed_group_stand_with_those_that_have_none() {
        assert_eq!(rows(&board()), ["alone", "orphan", "chair", "budget", "train"]);
    }

    #[test]
    fn the_filter_shows_named_rows_under_their_own_heading_only() {
        let only = [id("budget")];
        let shown = lines(&bands(&board()), Some(&only));
        assert_eq!(shown, [Line::Group(Some(id("steer"))), Line::Row(id("budget"))]);
    }

    #[test]
    fn a_row_dropped_on_another_stands_above_or_below_it_and_at_the_head_of_a_group() {
        let mut records = board();
        let drop = |records: &Records, on: Line, below: bool| {
            drop_row(&bands(records), &id("train"), &on, below, 7).expect("it can land there")
        };
        let landing = drop(&records, Line::Row(id("chair")), true);
        assert_eq!((landing.group.clone(), landing.position, landing.count), (Some(id("steer")), 2, 3));
        put(&mut records, Kind::Responsibility, "train", &landing.place);
        assert_eq!(rows(&records), ["alone", "orphan", "chair", "train", "budget"]);
        let landing = drop(&records, Line::Group(Some(id("steer"))), false);
        put(&mut records, Kind::Responsibility, "train", &landing.place);
        assert_eq!(rows(&records), ["alone", "orphan", "train", "chair", "budget"]);
        let itself = Line::Row(id("train"));
        assert_eq!(drop_row(&bands(&records), &id("train"), &itself, false, 7), None);
    }

    #[test]
    fn a_block_reaches_from_corner_to_corner_and_a_paste_stops_at_the_edge() {
        let (rows, columns) = (["r1", "r2", "r3"].map(id), ["a", "b", "c"].map(id));
        let cells = block(&rows, &columns, &(id("r2"), id("c")), &(id("r1"), id("b")));
        let told: Vec<String> =
            cells.iter().flatten().map(|(row, column)| format!("{row}{column}")).collect();
        assert_eq!(told, ["r1b", "r1c", "r2b", "r2c"]);
        let letters = [vec![Some(Cell::R), None], vec![Some(Cell::A), Some(Cell::C)]];
        let filled = fills(&rows, &columns, &(id("r3"), id("c")), &letters);
        assert_eq!(filled, [((id("r3"), id("c")), Some(Cell::R))]);
        let whole = [vec![Some(Cell::I); 3]];
        assert_eq!(fills(&rows, &columns, &(id("r1"), id("c")), &whole).len(), 3);
    }

    #[test]
    fn a_row_moved_down_from_the_end_of_its_group_opens_the_next_one() {
        let mut records = board();
        let landing =
            move_row(&bands(&records), &id("budget"), Toward::Down, 7).expect("there is a next group");
        assert_eq!((landing.group.clone(), landing.position, landing.count), (Some(id("do")), 1, 2));
        put(&mut records, Kind::Responsibility, "budget", &landing.place);
        assert_eq!(rows(&records), ["alone", "orphan", "chair", "budget", "train"]);
        assert_eq!(move_row(&bands(&records), &id("alone"), Toward::Up, 7), None);
        assert_eq!(move_row(&bands(&records), &id("train"), Toward::Down, 7), None);
    }

    #[test]
    fn a_copy_stands_right_after_its_row() {
        let mut records = board();
        let place = place_after(&bands(&records), &id("chair"), 3).expect("the row is there");
        put(&mut records, Kind::Responsibility, "copy", &place);
        assert_eq!(rows(&records), ["alone", "orphan", "chair", "copy", "budget", "train"]);
    }

    #[test]
    fn pressing_a_and_then_r_means_both_and_either_again_means_one() {
        let both = press(press(None, 'a'), 'R');
        assert_eq!(both, Some(Cell::AR));
        assert_eq!(press(both, 'A'), Some(Cell::A));
        assert_eq!(press(both, 'r'), Some(Cell::R));
        assert_eq!(press(both, 'C'), Some(Cell::C));
        assert_eq!(press(Some(Cell::I), 'A'), Some(Cell::A));
    }

    #[test]
    fn keys_stop_at_the_edges_of_the_grid() {
        assert_eq!(Step::Up.from((0, 2), 3, 4), (0, 2));
        assert_eq!(Step::Right.from((1, 3), 3, 4), (1, 3));
        assert_eq!(Step::Last.from((0, 0), 3, 4), (2, 3));
        assert_eq!(Step::of_key("End", true), Some(Step::Last));
        assert_eq!(Step::of_key("e", false), None);
    }

    #[test]
    fn two_letters_written_at_once_are_both_read() {
        let mut row = Record::empty(Kind::Responsibility, id("chair"));
        let cells = [("P1".to_owned(), Scalar::from("A"))];
        row.values.insert("cells".into(), Value::Cells(cells.into()));
        row.also.insert("cells/P1".into(), vec!["R".into(), "".into()]);
        let read = written(&row, &id("P1"));
        assert_eq!((read.cell, read.also), (Some(Cell::A), vec![Some(Cell::R), None]));
        assert_eq!(written(&row, &id("P2")), Written::default());
    }

    #[test]
    fn doing_and_answering_for_one_row_is_one_row_of_load() {
        let mut records = board();
        let mut row = records.get(Kind::Responsibility, &id("chair")).cloned().expect("the row is there");
        let cells = [("P1".to_owned(), Scalar::from("A/R")), ("P2".to_owned(), "C".into())];
        row.values.insert("cells".into(), Value::Cells(cells.into()));
        records.put(row);
        let bands = bands(&records);
        assert_eq!(load(&bands, &id("P1")), Load { does: 1, answers: 1, rows: 1 });
        assert_eq!(load(&bands, &id("P2")), Load::default());
    }

    #[test]
    fn columns_that_begin_alike_keep_the_words_that_tell_them_apart() {
        let names =
            ["ONG nationale".to_owned(), "ONG locale".to_owned(), "Ministère chargé des eaux".to_owned()];
        assert_eq!(short_name(&names[2], &names), "Ministère");
        assert_eq!(short_name(&names[0], &names), "ONG nationale");
    }

    #[test]
    fn moving_rows_up_and_down_never_loses_or_doubles_one() {
        // Every way of making three moves among five rows.
        for plan in 0..1_000u32 {
            let mut records = board();
            for step in 0..3u32 {
                let draw = plan / 10u32.pow(step) % 10;
                let row = id(&rows(&records)[draw as usize / 2]);
                let toward = if draw.is_multiple_of(2) { Toward::Up } else { Toward::Down };
                if let Some(landing) = move_row(&bands(&records), &row, toward, plan) {
                    put(&mut records, Kind::Responsibility, row.as_str(), &landing.place);
                }
            }
            let mut after = rows(&records);
            shared::sort::sort(&mut after);
            assert_eq!(after, ["alone", "budget", "chair", "orphan", "train"], "plan {plan}");
        }
    }
}
