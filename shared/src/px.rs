//! Lengths as drawings and styles write them: to a hundredth, and no longer than needed.
//!
//! The standard formatting of `f64` is exact for any number, and brings some twenty kilobytes of
//! code to the browser; no drawing needs it.

use std::fmt::{self, Display, Formatter};

/// A length, a place or a share of either.
#[derive(Clone, Copy, Debug)]
pub struct Px(pub f64);

impl Display for Px {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let hundredths = (self.0 * 100.0).round() as i64;
        let sign = if hundredths < 0 { "-" } else { "" };
        let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
        write!(f, "{sign}{whole}")?;
        match (part / 10, part % 10) {
            (0, 0) => Ok(()),
            (tenths, 0) => write!(f, ".{tenths}"),
            (tenths, hundredths) => write!(f, ".{tenths}{hundredths}"),
        }
    }
}

/// Keeps a length between two. As `f64::clamp`, whose refusal of odd bounds writes numbers out.
pub fn within(length: f64, least: f64, most: f64) -> f64 {
    length.max(least).min(most)
}

#[cfg(test)]
mod tests {
    use super::Px;

    #[test]
    fn a_length_is_written_to_a_hundredth_and_no_longer_than_needed() {
        let cases = [
            (0.0, "0"),
            (-0.001, "0"),
            (12.0, "12"),
            (12.5, "12.5"),
            (12.05, "12.05"),
            (-3.456, "-3.46"),
            (0.999, "1"),
            (-0.25, "-0.25"),
            (100_000.125, "100000.13"),
        ];
        for (length, written) in cases {
            assert_eq!(Px(length).to_string(), written);
        }
    }
}
