//! Indicators: what is measured on the chain, from which baseline, towards which targets.

use super::amount::Measured;
use super::chain::OWNERS;
use super::{Kind, Phrase, Section, Shape, Spec, Word, field};
use crate::ids::RecordId;
use crate::ordered::OrdMap;
use crate::record::{Record, Records, Scalar, Value};

/// IATI indicator measures: unit, percentage, nominal, ordinal, qualitative.
pub const MEASURES: &[&str] = &["1", "2", "3", "4", "5"];
/// Whether more is better.
pub const DIRECTIONS: &[&str] = &["up", "down"];
/// How often an indicator is measured.
pub const FREQUENCIES: &[&str] = &["annual", "semiannual", "quarterly", "monthly"];

pub const INDICATORS: Spec = Spec {
    section: Section::Chain,
    collection: Some("indicators"),
    fields: &[
        field("title", Shape::Translated),
        field("node", Shape::Ref(&[Kind::Node])),
        field("measure", Shape::Word(MEASURES)),
        field("unit", Shape::Free),
        field("direction", Shape::Word(DIRECTIONS)),
        field("aggregable", Shape::Flag),
        // An amount; words where the indicator is qualitative.
        field("baseline", Shape::Free),
        field("baseline_date", Shape::Date),
        // Amounts by period, keyed `2026-01-01/2026-12-31`, so that people who fill in
        // different periods, or the same one, never make two records of one period.
        field("targets", Shape::Cells),
        field("actuals", Shape::Cells),
        field("verification", Shape::Translated),
        field("responsible", Shape::Ref(OWNERS)),
        field("frequency", Shape::Word(FREQUENCIES)),
        // Breakdowns by name, values separated by commas; reference as JSON.
        field("breakdown", Shape::Cells),
        field("reference", Shape::Free),
        field("place", Shape::Place),
    ],
};

/// IATI indicator measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    Unit,
    Percentage,
    Nominal,
    Ordinal,
    Qualitative,
}

impl Word for Measure {
    const KEYS: &'static [&'static str] = MEASURES;
    const ALL: &'static [Measure] =
        &[Measure::Unit, Measure::Percentage, Measure::Nominal, Measure::Ordinal, Measure::Qualitative];
}

/// Whether more is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    Up,
    Down,
}

impl Word for Direction {
    const KEYS: &'static [&'static str] = DIRECTIONS;
    const ALL: &'static [Direction] = &[Direction::Up, Direction::Down];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    Annual,
    Semiannual,
    Quarterly,
    Monthly,
}

impl Word for Frequency {
    const KEYS: &'static [&'static str] = FREQUENCIES;
    const ALL: &'static [Frequency] =
        &[Frequency::Annual, Frequency::Semiannual, Frequency::Quarterly, Frequency::Monthly];
}

/// One period of an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The cell's key: `start/end`.
    pub key: String,
    pub start: String,
    pub end: String,
    pub target: Option<Measured>,
    pub actual: Option<Measured>,
}

/// The cell's key of a period between two ISO dates.
pub fn period_key(start: &str, end: &str) -> String {
    format!("{start}/{end}")
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    pub id: RecordId,
    pub title: Phrase,
    pub node: Option<RecordId>,
    pub measure: Measure,
    pub unit: String,
    pub direction: Direction,
    pub aggregable: bool,
    pub baseline: Option<Measured>,
    pub baseline_date: String,
    /// In the order of time.
    pub periods: Vec<Period>,
    pub verification: Phrase,
    pub responsible: Option<RecordId>,
    pub frequency: Frequency,
    /// Breakdowns: a name and its values, separated by commas.
    pub breakdown: Vec<(String, String)>,
    pub order: String,
    pub removed: bool,
}

impl Indicator {
    pub fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            title: Phrase::read(record, "title"),
            node: record.reference("node"),
            measure: Measure::read(record, "measure"),
            unit: record.text("unit").to_owned(),
            direction: Direction::read(record, "direction"),
            aggregable: record.flag("aggregable"),
            baseline: scalar(record, "baseline").and_then(Measured::of),
            baseline_date: record.text("baseline_date").to_owned(),
            periods: periods(record),
            verification: Phrase::read(record, "verification"),
            responsible: record.reference("responsible"),
            frequency: Frequency::read(record, "frequency"),
            breakdown: breakdown(record),
            order: record.place().1.to_owned(),
            removed: record.is_removed(),
        }
    }

    /// The latest actual value and its period.
    pub fn latest(&self) -> Option<(&Period, &Measured)> {
        self.periods.iter().rev().find_map(|period| Some((period, period.actual.as_ref()?)))
    }
}

fn scalar<'a>(record: &'a Record, field: &str) -> Option<&'a Scalar> {
    match record.values.get(field) {
        Some(Value::Scalar(scalar)) => Some(scalar),
        Some(Value::Text(_) | Value::Cells(_)) | None => None,
    }
}

/// Periods with a target or an actual value, by start, then end.
fn periods(record: &Record) -> Vec<Period> {
    let mut found: OrdMap<&str, (Option<Measured>, Option<Measured>)> = OrdMap::new();
    for (key, cell) in record.cells("targets") {
        found.entry(key).or_default().0 = Measured::of(cell);
    }
    for (key, cell) in record.cells("actuals") {
        found.entry(key).or_default().1 = Measured::of(cell);
    }
    let told = found.into_iter().filter(|(_, (target, actual))| target.is_some() || actual.is_some());
    told.filter_map(|(key, (target, actual))| {
        let (start, end) = key.split_once('/')?;
        Some(Period { key: key.to_owned(), start: start.to_owned(), end: end.to_owned(), target, actual })
    })
    .collect()
}

fn breakdown(record: &Record) -> Vec<(String, String)> {
    let named = record.cells("breakdown");
    named.filter_map(|(name, values)| Some((name.to_owned(), values.as_str()?.to_owned()))).collect()
}

pub fn indicators(records: &Records) -> Vec<Indicator> {
    records.in_order(Kind::Indicator).into_iter().map(Indicator::read).collect()
}
