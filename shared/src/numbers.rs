//! Amounts as people write and read them in each language. What the board keeps is plain
//! (`3150.5`, see `sections::Amount`); this is only its face.

use crate::lang::Lang;
use crate::sections::Amount;

impl Lang {
    fn thousands(self) -> char {
        match self {
            // Narrow no-break space.
            Lang::Fr => '\u{202f}',
            Lang::De => '.',
            Lang::En => ',',
        }
    }

    fn decimal(self) -> char {
        match self {
            Lang::Fr | Lang::De => ',',
            Lang::En => '.',
        }
    }

    /// An amount in this language: `3 150,5`, `3.150,5`, `3,150.5`. Other texts are left alone.
    pub fn number(self, amount: &str) -> String {
        if Amount::parse(amount).is_none() {
            return amount.to_owned();
        }
        let (sign, digits) = amount.strip_prefix('-').map_or(("", amount), |digits| ("−", digits));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let mut out = sign.to_owned();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                out.push(self.thousands());
            }
            out.push(digit);
        }
        if !part.is_empty() {
            out.push(self.decimal());
            out.push_str(part);
        }
        out
    }

    /// Reads what somebody typed as an amount, with or without `%` and spaces.
    ///
    /// Both marks are understood: one that is followed by groups of three digits and is this
    /// language's mark of thousands separates thousands, any other is the decimal mark.
    pub fn amount(self, typed: &str) -> Option<Amount> {
        let plain: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '%' && *c != '\'').collect();
        let plain = plain.replace('−', "-");
        let marks: Vec<usize> = plain.match_indices(['.', ',']).map(|(at, _)| at).collect();
        let in_threes = marks.iter().enumerate().all(|(nth, at)| {
            let end = marks.get(nth + 1).copied().unwrap_or(plain.len());
            end - at == 4
        });
        let all_thousands = marks.iter().all(|at| plain[*at..].starts_with(self.thousands()));
        let decimal_at = if in_threes && all_thousands { None } else { marks.last().copied() };
        let read: String = plain
            .char_indices()
            .filter_map(|(at, c)| match c {
                '.' | ',' if Some(at) == decimal_at => Some('.'),
                '.' | ',' => None,
                other => Some(other),
            })
            .collect();
        Amount::parse(&read)
    }
}

/// A moment as ISO 8601 in UTC, to the second.
pub fn iso(unix_seconds: i64) -> String {
    let (days, second) = (unix_seconds.div_euclid(86_400), unix_seconds.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The Unix seconds of a moment as [`iso`] writes it; nothing for other texts. Parts of a second are
/// passed over.
pub fn moment(iso: &str) -> Option<i64> {
    let (date, time) = iso.strip_suffix('Z')?.split_once('T')?;
    let [year, month, day] = numbers(date, '-')?;
    let [hour, minute, second] = numbers(time.split('.').next()?, ':')?;
    let is_real = (0..=9_999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let is_of_a_day = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second);
    (is_real && is_of_a_day).then(|| days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second)
}

fn numbers(text: &str, between: char) -> Option<[i64; 3]> {
    let mut parts = text.split(between).map(|part| part.parse().ok());
    let three = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(three)
}

/// Days from 1 January 1970: the way back from [`civil`].
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The year, month and day, so many days after 1 January 1970 (Hinnant's algorithm: years begin
/// in March, so that the leap day is the last).
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_language_has_its_own_marks() {
        assert_eq!(Lang::Fr.number("3150.5"), "3\u{202f}150,5");
        assert_eq!(Lang::De.number("-1234567"), "−1.234.567");
        assert_eq!(Lang::En.number("999"), "999");
        assert_eq!(Lang::En.number("bientôt"), "bientôt");
    }

    #[test]
    fn people_type_amounts_as_they_say_them() {
        let read = |lang: Lang, typed| lang.amount(typed).map(|amount| amount.to_string());
        assert_eq!(read(Lang::Fr, "45 %"), Some("45".to_owned()));
        assert_eq!(read(Lang::Fr, "1,5"), Some("1.5".to_owned()));
        assert_eq!(read(Lang::De, "3.150"), Some("3150".to_owned()));
        assert_eq!(read(Lang::De, "3.5"), Some("3.5".to_owned()));
        assert_eq!(read(Lang::En, "3,150.25"), Some("3150.25".to_owned()));
        assert_eq!(read(Lang::En, "about 3"), None);
    }

    #[test]
    fn what_is_no_moment_is_not_guessed_at() {
        for text in ["", "2026-10-14", "2026-13-01T00:00:00Z", "2026-10-14T25:00:00Z", "bientôt"] {
            assert_eq!(moment(text), None, "{text}");
        }
        assert_eq!(moment("2026-10-14T10:00:00.250Z"), moment("2026-10-14T10:00:00Z"));
    }

    proptest! {
        #[test]
        fn a_moment_that_is_written_reads_back(seconds in 0i64..250_000_000_000) {
            prop_assert_eq!(moment(&iso(seconds)), Some(seconds));
        }

        #[test]
        fn an_amount_that_is_shown_reads_back(whole in 0u32..2_000_000, part in 0u32..100, minus in any::<bool>()) {
            let sign = if minus { "-" } else { "" };
            let amount = if part == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part:02}") };
            for lang in Lang::ALL {
                let back = lang.amount(&lang.number(&amount)).map(|found| found.to_string());
                prop_assert_eq!(back.as_deref(), Some(amount.as_str()));
            }
        }
    }
}
