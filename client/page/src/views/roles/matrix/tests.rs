//! Rows, keys, blocks and landings of the matrix.

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
    let told: Vec<String> = cells.iter().flatten().map(|(row, column)| format!("{row}{column}")).collect();
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
    let landing = move_row(&bands(&records), &id("budget"), Toward::Down, 7).expect("there is a next group");
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
    let names = ["ONG nationale".to_owned(), "ONG locale".to_owned(), "Ministère chargé des eaux".to_owned()];
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
