//! Amounts: decimal numbers kept as the text people wrote, never as floats.

use crate::record::Scalar;
use serde::{Deserialize, Serialize};

/// Longest amount that is read, in characters.
pub const MAX_AMOUNT: usize = 40;

/// A decimal number such as `-4`, `3150.5` or `0`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount(String);

impl Amount {
    /// Reads `-`, digits and at most one point; nothing for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let fits = text.len() <= MAX_AMOUNT && is_number(whole) && is_number(part);
        fits.then(|| Self(text.to_owned()))
    }

    /// Reads a cell; a whole number that another program wrote counts as well.
    pub fn of(scalar: &Scalar) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => Self::parse(text),
            Scalar::Int(number) => Some(Self(number.to_string())),
            Scalar::Flag(_) => None,
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For drawing and comparing only: never write it back.
    pub fn approximate(&self) -> f64 {
        let (sign, digits) = self.0.strip_prefix('-').map_or((1.0, self.0.as_str()), |digits| (-1.0, digits));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let read = |from: f64, digit: u8| from * 10.0 + f64::from(digit - b'0');
        let tenths = part.bytes().fold(1.0, |tenths, _| tenths * 10.0);
        sign * whole.bytes().chain(part.bytes()).fold(0.0, read) / tenths
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What was measured: a number, or words where the indicator is qualitative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measured {
    Amount(Amount),
    Words(String),
}

impl Measured {
    /// Nothing for an empty cell.
    pub fn of(scalar: &Scalar) -> Option<Self> {
        match (Amount::of(scalar), scalar) {
            (Some(amount), _) => Some(Measured::Amount(amount)),
            (None, Scalar::Text(words)) if !words.is_empty() => Some(Measured::Words(words.clone())),
            (None, Scalar::Text(_) | Scalar::Int(_) | Scalar::Flag(_)) => None,
        }
    }

    pub fn as_str(&self) -> &str {
        match self {
            Measured::Amount(amount) => amount.as_str(),
            Measured::Words(words) => words,
        }
    }

    pub fn amount(&self) -> Option<&Amount> {
        match self {
            Measured::Amount(amount) => Some(amount),
            Measured::Words(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_digits_with_at_most_one_point() {
        for good in ["0", "-4", "3150.5", "0.40"] {
            assert_eq!(Amount::parse(good).map(|amount| amount.to_string()), Some(good.to_owned()));
        }
        for bad in ["", "-", ".5", "5.", "1,5", "1e9", "NaN", "1.2.3", "٣"] {
            assert_eq!(Amount::parse(bad), None, "{bad}");
        }
    }
}
