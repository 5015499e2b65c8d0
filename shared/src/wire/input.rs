//! Bytes still to be read, never past their end.

use super::payload::PayloadError;

/// What is left to read.
pub(super) struct Input<'a>(pub &'a [u8]);

impl<'a> Input<'a> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn take(&mut self, length: u64) -> Result<&'a [u8], PayloadError> {
        let split = usize::try_from(length).ok().and_then(|length| self.0.split_at_checked(length));
        let (taken, rest) = split.ok_or(PayloadError::Damaged("it ends early"))?;
        self.0 = rest;
        Ok(taken)
    }

    pub fn byte(&mut self) -> Result<u8, PayloadError> {
        self.take(1).map(|taken| taken[0])
    }

    /// A number as LEB128, below 2^63.
    pub fn leb128(&mut self) -> Result<u64, PayloadError> {
        let mut out = 0u64;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            out |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(out);
            }
        }
        Err(PayloadError::Damaged("a number without end"))
    }

    /// A signed number as LEB128, between -2^62 and 2^62.
    pub fn signed(&mut self) -> Result<i64, PayloadError> {
        let mut out = 0i64;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            out |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let unused = 64 - (shift + 7);
                return Ok(out << unused >> unused);
            }
        }
        Err(PayloadError::Damaged("a number without end"))
    }

    pub fn count(&mut self, max: u64, of: &'static str) -> Result<u64, PayloadError> {
        let count = self.leb128()?;
        if count > max { Err(PayloadError::TooLarge(of)) } else { Ok(count) }
    }

    /// As many bytes as their length says, at most `max`.
    pub fn bytes(&mut self, max: u64, of: &'static str) -> Result<&'a [u8], PayloadError> {
        let length = self.count(max, of)?;
        self.take(length)
    }

    pub fn hashes(&mut self, max: u64) -> Result<(), PayloadError> {
        let count = self.count(max, "hashes")?;
        self.take(count * 32).map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_without_end_is_damage_and_a_negative_one_is_read() {
        assert_eq!(Input(&[0xe5, 0x8e, 0x26]).leb128(), Ok(624_485));
        assert_eq!(Input(&[0x7f]).signed(), Ok(-1));
        assert_eq!(Input(&[0x80, 0x7f]).signed(), Ok(-128));
        assert_eq!(Input(&[0xc0, 0xc4, 0x07]).signed(), Ok(123_456));
        assert!(Input(&[0xff; 12]).leb128().is_err());
        assert!(Input(&[0xff; 12]).signed().is_err());
    }
}
