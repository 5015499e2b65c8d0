//! Columns of Automerge's storage, counted without being unpacked.
//!
//! ```text
//! columns:        count, then (specification, length) of each, then the data of all
//! specification:  id * 16 + deflated * 8 + kind
//! runs:           n > 0: a value n times    n < 0: -n values    0, n: n times nothing
//! booleans:       lengths of runs, false first
//! ```
//! Five bytes may stand for billions of rows, which Automerge would walk one by one, or
//! collect. Here a run is one step, and every count has a cap. What the rows mean is not
//! looked at.

use super::input::Input;
use super::payload::PayloadError;
use std::io::Read;

/// Most columns of a change, of a document's changes or of its operations; there are some fifteen.
const MAX_COLUMNS: u64 = 64;
/// Largest number that a column may count up or down to, either way: what JavaScript knows.
const MAX_NUMBER: i64 = 1 << 53;

/// In a specification: the data is deflated.
const DEFLATED: u64 = 0b1000;

const GROUP: u64 = 0;
const ACTOR: u64 = 1;
const INTEGER: u64 = 2;
const DELTA: u64 = 3;
const BOOLEAN: u64 = 4;
const STRING: u64 = 5;
const VALUE_LENGTHS: u64 = 6;
const VALUE: u64 = 7;

/// What may be spent on one message; taken off as it is read.
#[derive(Debug)]
pub(super) struct Budget {
    pub rows: u64,
    pub inflated: u64,
}

impl Budget {
    fn spend_inflated(&mut self, bytes: u64) -> Result<(), PayloadError> {
        self.inflated = self.inflated.checked_sub(bytes).ok_or(PayloadError::TooLarge("inflated data"))?;
        Ok(())
    }

    /// Inflates, keeping no more than the budget.
    pub fn inflate(&mut self, deflated: &[u8]) -> Result<Vec<u8>, PayloadError> {
        let mut out = Vec::new();
        flate2::bufread::DeflateDecoder::new(deflated)
            .take(self.inflated + 1)
            .read_to_end(&mut out)
            .map_err(|_| PayloadError::Damaged("deflated data"))?;
        self.spend_inflated(out.len() as u64)?;
        Ok(out)
    }
}

/// The head of some columns: what and how long each is.
pub(super) struct Columns(Vec<(u64, u64)>);

impl Columns {
    pub fn read(input: &mut Input<'_>) -> Result<Self, PayloadError> {
        let count = input.count(MAX_COLUMNS, "columns")?;
        (0..count).map(|_| Ok((input.leb128()?, input.leb128()?))).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a column is deflated; within a change none may be.
    pub fn any_deflated(&self) -> bool {
        self.0.iter().any(|(specification, _)| specification & DEFLATED != 0)
    }

    /// Counts the data of all columns, with `actors` in the table they refer to.
    pub fn check(&self, input: &mut Input<'_>, actors: u64, budget: &mut Budget) -> Result<(), PayloadError> {
        let mut tallies: Vec<Tally> = Vec::with_capacity(self.0.len());
        let mut rows = 0;
        for (specification, length) in &self.0 {
            let data = input.take(*length)?;
            let tally = if specification & DEFLATED == 0 {
                Tally::of(*specification, data, budget.rows)?
            } else {
                Tally::of(*specification, &budget.inflate(data)?, budget.rows)?
            };
            if tally.kind == ACTOR && tally.rows > 0 && tally.highest >= actors {
                return Err(PayloadError::Damaged("an actor that is not in the table"));
            }
            rows = rows.max(tally.rows);
            tallies.push(tally);
        }
        budget.rows -= rows;
        check_belonging(&tallies)
    }
}

/// Members of a group are as many as the group says, values as long as their lengths say.
fn check_belonging(tallies: &[Tally]) -> Result<(), PayloadError> {
    for (at, head) in tallies.iter().enumerate() {
        let mut of_it = tallies[at + 1..].iter().take_while(|tally| tally.id == head.id).peekable();
        let is_even = match head.kind {
            GROUP => (head.sum == 0 || of_it.peek().is_some()) && of_it.all(|tally| tally.rows == head.sum),
            VALUE_LENGTHS => {
                let value = of_it.next().filter(|tally| tally.kind == VALUE);
                value.map_or(0, |value| value.sum) == head.sum
            }
            _ => true,
        };
        if !is_even {
            return Err(PayloadError::Damaged("columns that do not fit each other"));
        }
    }
    Ok(())
}

/// What a column holds, in numbers.
#[derive(Debug, Default)]
struct Tally {
    id: u64,
    kind: u64,
    rows: u64,
    /// Of a group: its members. Of lengths, and of values: bytes.
    sum: u64,
    highest: u64,
}

impl Tally {
    fn of(specification: u64, data: &[u8], most: u64) -> Result<Self, PayloadError> {
        let (id, kind) = (specification >> 4, specification & 0b111);
        let mut tally = Self { id, kind, ..Self::default() };
        let mut input = Input(data);
        match kind {
            VALUE => tally.sum = data.len() as u64,
            BOOLEAN => {
                while !input.is_empty() {
                    tally.add(input.leb128()?, most)?;
                }
            }
            _ => tally.add_runs(&mut input, most)?,
        }
        Ok(tally)
    }

    fn add_runs(&mut self, input: &mut Input<'_>, most: u64) -> Result<(), PayloadError> {
        let mut number = 0i64;
        while !input.is_empty() {
            match input.signed()? {
                0 => {
                    let nothing = input.leb128()?;
                    self.add(nothing, most)?;
                }
                run if run > 0 => {
                    self.add(run.unsigned_abs(), most)?;
                    self.value(input, run, &mut number, most)?;
                }
                literal => {
                    self.add(literal.unsigned_abs(), most)?;
                    for _ in 0..literal.unsigned_abs() {
                        self.value(input, 1, &mut number, most)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, rows: u64, most: u64) -> Result<(), PayloadError> {
        self.rows = self.rows.checked_add(rows).filter(|rows| *rows <= most).ok_or(TOO_MANY_ROWS)?;
        Ok(())
    }

    /// One value, `times` in a row.
    fn value(
        &mut self,
        input: &mut Input<'_>,
        times: i64,
        number: &mut i64,
        most: u64,
    ) -> Result<(), PayloadError> {
        match self.kind {
            DELTA => {
                let grown = input.signed()?.checked_mul(times).and_then(|by| number.checked_add(by));
                *number = grown.filter(|number| number.abs() <= MAX_NUMBER).ok_or(TOO_LARGE_A_NUMBER)?;
            }
            STRING => {
                let length = input.leb128()?;
                input.take(length)?;
            }
            GROUP | VALUE_LENGTHS => {
                let one = if self.kind == GROUP { input.leb128()? } else { input.leb128()? >> 4 };
                let most = if self.kind == GROUP { most } else { MAX_NUMBER as u64 };
                let all = one.checked_mul(times.unsigned_abs()).and_then(|all| self.sum.checked_add(all));
                self.sum = all.filter(|sum| *sum <= most).ok_or(TOO_MANY_ROWS)?;
            }
            ACTOR | INTEGER => {
                let one = input.leb128()?;
                if one > MAX_NUMBER as u64 {
                    return Err(TOO_LARGE_A_NUMBER);
                }
                self.highest = self.highest.max(one);
            }
            _ => return Err(PayloadError::Damaged("a column of an unknown kind")),
        }
        Ok(())
    }
}

const TOO_MANY_ROWS: PayloadError = PayloadError::TooLarge("rows");
const TOO_LARGE_A_NUMBER: PayloadError = PayloadError::TooLarge("number");

#[cfg(test)]
mod tests {
    use super::*;

    fn check(columns: &[(u64, &[u8])]) -> Result<u64, PayloadError> {
        let head = Columns(columns.iter().map(|(what, data)| (*what, data.len() as u64)).collect());
        let data = columns.iter().map(|(_, data)| *data).collect::<Vec<_>>().concat();
        let mut budget = Budget { rows: 1_000, inflated: 1_000 };
        head.check(&mut Input(&data), 2, &mut budget)?;
        Ok(1_000 - budget.rows)
    }

    #[test]
    fn a_run_that_claims_billions_of_rows_is_turned_away_in_one_step() {
        let billions: [u8; 5] = [0xff, 0xff, 0xff, 0xff, 0x07];
        let runs: [(&str, u64, Vec<u8>); 5] = [
            ("values", INTEGER, [&billions[..], &[1]].concat()),
            ("nothing", INTEGER, [&[0], &billions[..]].concat()),
            ("differences", DELTA, [&billions[..], &[1]].concat()),
            ("booleans", BOOLEAN, billions.to_vec()),
            ("members", GROUP, [&[1], &billions[..]].concat()),
        ];
        for (what, kind, data) in runs {
            assert_eq!(check(&[(kind, &data)]), Err(TOO_MANY_ROWS), "{what}");
        }
    }

    #[test]
    fn differences_that_add_up_without_end_are_turned_away() {
        let step = [0x82, 0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01];
        assert!(matches!(check(&[(DELTA, &step)]), Err(PayloadError::TooLarge(_))));
    }

    #[test]
    fn what_does_not_fit_together_is_damage() {
        assert!(matches!(check(&[(ACTOR, &[1, 2])]), Err(PayloadError::Damaged(_))));
        assert!(matches!(check(&[(GROUP, &[1, 2]), (ACTOR, &[1, 1])]), Err(PayloadError::Damaged(_))));
        assert!(matches!(check(&[(VALUE_LENGTHS, &[1, 0x26])]), Err(PayloadError::Damaged(_))));
        assert_eq!(check(&[(GROUP, &[1, 2]), (ACTOR, &[2, 1]), (DELTA, &[2, 1])]), Ok(2));
        assert_eq!(check(&[(VALUE_LENGTHS, &[1, 0x26]), (VALUE, b"ab")]), Ok(1));
    }

    #[test]
    fn a_column_that_inflates_without_end_is_turned_away() {
        let mut deflated = Vec::new();
        let zeros = std::io::repeat(0).take(100_000);
        flate2::read::DeflateEncoder::new(zeros, flate2::Compression::fast())
            .read_to_end(&mut deflated)
            .unwrap();
        let turned_away = check(&[(BOOLEAN | DEFLATED, &deflated)]);
        assert_eq!(turned_away, Err(PayloadError::TooLarge("inflated data")));
    }
}
