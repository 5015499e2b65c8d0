//! Where a text uses the terms of the shared language: whole words, whatever their case, accents
//! and plural.

use super::fold::folded;
use crate::sort::sort_by;
use std::ops::Range;

/// Shortest name that is looked for, in letters: shorter ones stand in too many words.
const LEAST_LETTERS: usize = 3;
/// What a word may end in beyond its name.
const ENDINGS: [&str; 6] = ["", "s", "x", "e", "n", "en"];

/// The names to look for, longest first, each with the number it was given by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(Vec<(String, usize)>);

impl Names {
    /// `names` may give one number several names (a term in several languages).
    pub fn of(names: impl Iterator<Item = (usize, String)>) -> Self {
        let mut all: Vec<(String, usize)> = names
            .map(|(number, name)| (folded(name.trim()).0, number))
            .filter(|(name, _)| name.chars().count() >= LEAST_LETTERS)
            .collect();
        sort_by(&mut all, |(a, at), (b, bt)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)).then(at.cmp(bt)));
        all.dedup();
        Self(all)
    }

    /// Where terms stand in a text, in bytes and in order, and the number of each. Of two that
    /// overlap the longer one counts.
    pub fn uses(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        if self.0.is_empty() || text.is_empty() {
            return vec![];
        }
        let (plain, at) = folded(text);
        let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        // A name can only begin where a word does: few places, looked at for every name.
        let mut before = None;
        let starts = plain.char_indices().filter(|(_, letter)| !is_letter(before.replace(*letter)));
        let starts: Vec<usize> = starts.map(|(start, _)| start).collect();
        let mut uses: Vec<(Range<usize>, usize)> = vec![];
        for (name, number) in &self.0 {
            for start in starts.iter().copied().filter(|start| plain[*start..].starts_with(name.as_str())) {
                let end = start + name.len();
                let word = plain[end..].find(|letter: char| !letter.is_alphanumeric());
                let rest = &plain[end..word.map_or(plain.len(), |length| end + length)];
                if !ENDINGS.contains(&rest) {
                    continue;
                }
                let last = at[end + rest.len() - 1];
                let beyond = at[end + rest.len() - 1..].iter().find(|byte| **byte > last);
                let range = at[start]..beyond.copied().unwrap_or(text.len());
                let is_free =
                    |(other, _): &(Range<usize>, usize)| range.end <= other.start || other.end <= range.start;
                if uses.iter().all(is_free) {
                    uses.push((range, *number));
                }
            }
        }
        sort_by(&mut uses, |(a, _), (b, _)| a.start.cmp(&b.start));
        uses
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(names: &[&str]) -> Names {
        Names::of(names.iter().enumerate().map(|(at, name)| (at, (*name).to_owned())))
    }

    fn told(text: &str, all: &[&str]) -> Vec<(String, usize)> {
        names(all).uses(text).into_iter().map(|(range, at)| (text[range].to_owned(), at)).collect()
    }

    #[test]
    fn a_term_is_found_in_the_plural_with_accents_and_capitals_but_not_within_a_word() {
        let text = "Les Ménages de l’île, un menage, l'aménagement.";
        assert_eq!(told(text, &["ménage"]), [("Ménages".to_owned(), 0), ("menage".to_owned(), 0)]);
    }

    #[test]
    fn the_longer_of_two_terms_counts() {
        let text = "Un effet direct et un effet.";
        assert_eq!(
            told(text, &["effet", "effet direct"]),
            [("effet direct".to_owned(), 1), ("effet".to_owned(), 0)]
        );
    }

    #[test]
    fn a_name_of_two_letters_is_not_looked_for() {
        assert!(told("un de la", &["de", " "]).is_empty());
    }

    proptest! {
        #[test]
        fn whatever_is_written_terms_are_whole_letters_in_order_and_apart(
            text in "[ a-cé’œß😀]{0,40}", all in prop::collection::vec("[a-cé œ]{0,5}", 0..5)
        ) {
            let all: Vec<&str> = all.iter().map(String::as_str).collect();
            let mut last = 0;
            for (range, _) in names(&all).uses(&text) {
                prop_assert!(last <= range.start && range.start < range.end);
                prop_assert!(text.get(range.clone()).is_some());
                last = range.end;
            }
        }
    }
}
