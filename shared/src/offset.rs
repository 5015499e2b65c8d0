//! How far this device's clock is from the table's, so that a meeting's clock shows the same on
//! every device.
//!
//! The table tells its time in whole seconds (the `Date` of an answer). It was somewhere within that
//! second, at a moment between the asking and the answer: that bounds the difference. Each further
//! answer narrows the bounds; one that does not fit them says that a clock was set, and begins anew.
//! It asks for an answer and never waits for one.

use serde::{Deserialize, Serialize};

/// Answers that are asked for in a row.
const IN_A_ROW: u32 = 4;
/// How far apart: not whole seconds, so that each falls into another part of one.
const SOON_MS: i64 = 1_270;
/// Clocks drift; after this long the row begins again.
const LATER_MS: i64 = 600_000;
/// An answer that took longer says too little.
const SLOW_MS: i64 = 5_000;
/// How fast two clocks may drift apart, in parts of a million.
const DRIFT_PPM: i64 = 100;

/// One answer. Milliseconds by this device's clock, seconds by the table's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub asked_ms: i64,
    pub heard_ms: i64,
    pub date: i64,
}

/// What is known of the difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offset {
    /// Lower and upper bound of table minus device, in milliseconds, and when they held.
    bounds: Option<(i64, i64, i64)>,
    asked: Option<i64>,
    in_a_row: u32,
}

impl Offset {
    /// Milliseconds to add to this device's clock; none as long as nothing is known.
    pub fn millis(&self) -> i64 {
        self.bounds.map_or(0, |(low, high, _)| low + (high - low) / 2)
    }

    /// Whether to ask now. Whoever is told so asks.
    pub fn is_due(&mut self, now_ms: i64) -> bool {
        let wait = if self.in_a_row < IN_A_ROW { SOON_MS } else { LATER_MS };
        // A clock that was set back would wait for ever.
        let is_due = self.asked.is_none_or(|asked| now_ms - asked >= wait || now_ms < asked);
        if is_due {
            self.in_a_row = if self.in_a_row < IN_A_ROW { self.in_a_row + 1 } else { 1 };
            self.asked = Some(now_ms);
        }
        is_due
    }

    /// Takes an answer. True if the difference is another now.
    pub fn take(&mut self, answer: Answered) -> bool {
        let before = self.millis();
        let Answered { asked_ms, heard_ms, date } = answer;
        if heard_ms < asked_ms || heard_ms - asked_ms > SLOW_MS {
            return false;
        }
        let (low, high) = (date * 1_000 - heard_ms, date * 1_000 + 999 - asked_ms);
        self.bounds = Some(match self.bounds {
            Some((known_low, known_high, since)) => {
                let drift = (heard_ms - since).abs() * DRIFT_PPM / 1_000_000;
                let narrowed = (low.max(known_low - drift), high.min(known_high + drift));
                if narrowed.0 <= narrowed.1 {
                    (narrowed.0, narrowed.1, heard_ms)
                } else {
                    (low, high, heard_ms)
                }
            }
            None => (low, high, heard_ms),
        });
        self.millis() != before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a device whose clock is `behind` milliseconds behind the table's hears, asking at `at`.
    fn answered(behind: i64, at: i64, way: i64, back: i64) -> Answered {
        Answered { asked_ms: at, heard_ms: at + way + back, date: (at + way + behind).div_euclid(1_000) }
    }

    #[test]
    fn a_clock_that_is_three_minutes_behind_is_known_within_a_second_at_once() {
        let mut offset = Offset::default();
        assert!(offset.take(answered(180_000, 1_000_000, 20, 20)));
        assert!((offset.millis() - 180_000).abs() <= 520, "{}", offset.millis());
    }

    #[test]
    fn a_few_answers_in_a_row_narrow_it_to_a_fraction_of_a_second() {
        let mut offset = Offset::default();
        let mut at = 5_000_000;
        for _ in 0..4 {
            offset.take(answered(-42_300, at, 20, 20));
            at += SOON_MS;
        }
        assert!((offset.millis() + 42_300).abs() <= 250, "{}", offset.millis());
    }

    #[test]
    fn a_clock_that_was_set_begins_anew() {
        let mut offset = Offset::default();
        offset.take(answered(0, 1_000_000, 10, 10));
        offset.take(answered(-3_600_000, 4_600_000, 10, 10));
        assert!((offset.millis() + 3_600_000).abs() <= 510);
    }

    #[test]
    fn the_row_is_asked_soon_and_then_only_now_and_then() {
        let mut offset = Offset::default();
        let asked: Vec<i64> = (0..LATER_MS).step_by(100).filter(|now| offset.is_due(*now)).collect();
        assert_eq!(asked, [0, 1_300, 2_600, 3_900]);
        assert!(offset.is_due(3_900 + LATER_MS));
    }

    #[test]
    fn an_answer_that_was_long_under_way_is_not_believed() {
        let mut offset = Offset::default();
        assert!(!offset.take(answered(9_000, 0, 6_000, 10)));
        assert_eq!(offset.millis(), 0);
    }

    proptest! {
        #[test]
        fn the_true_difference_is_always_within_the_bounds(
            behind in -10_000_000i64..10_000_000,
            asks in prop::collection::vec((0i64..5_000, 0i64..800, 0i64..800), 1..12),
        ) {
            let mut offset = Offset::default();
            let mut at = 100_000_000;
            for (wait, way, back) in asks {
                at += wait;
                offset.take(answered(behind, at, way, back));
                at += way + back;
            }
            let (low, high, _) = offset.bounds.expect("an answer was taken");
            prop_assert!(low <= behind && behind <= high, "{low} <= {behind} <= {high}");
        }
    }
}
