//! Texts without case and accents, and where their letters stood.

use std::ops::Range;

/// Longest query that is read, in letters; the rest of it is left out.
pub const MAX_QUERY_LETTERS: usize = 100;
/// Most words of a query.
const MAX_WORDS: usize = 8;

/// What is sought: words, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
}

impl Query {
    pub fn of(typed: &str) -> Self {
        let short: String = typed.chars().take(MAX_QUERY_LETTERS).collect();
        let words = short.split_whitespace().take(MAX_WORDS).map(|word| folded(word).0);
        Self { words: words.filter(|word| !word.is_empty()).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Where each word stands in a text, in bytes, in the order of the text; nothing unless all do.
    pub fn marks(&self, text: &str) -> Option<Vec<Range<usize>>> {
        let (plain, at) = folded(text);
        let mut marks = vec![];
        for word in &self.words {
            let start = plain.find(word)?;
            let (_, rest) = at.split_at(start + word.len());
            let last = at[start + word.len() - 1];
            // Up to where the letter after the last one begins, or the text ends.
            marks.push(at[start]..rest.iter().find(|byte| **byte > last).copied().unwrap_or(text.len()));
        }
        crate::sort::sort_by_key(&mut marks, |mark| mark.start);
        marks.dedup_by(|next, mark| {
            let overlap = next.start < mark.end;
            if overlap {
                mark.end = mark.end.max(next.end);
            }
            overlap
        });
        Some(marks)
    }

    /// Whether each word stands in one of these texts.
    pub fn is_in<'t>(&self, texts: impl Iterator<Item = &'t str>) -> bool {
        let plain: Vec<String> = texts.map(|text| folded(text).0).collect();
        self.words.iter().all(|word| plain.iter().any(|text| text.contains(word.as_str())))
    }
}

/// A text in small letters without accents.
pub fn plain(text: &str) -> String {
    folded(text).0
}

/// A text in small letters without accents, and for each of its bytes the byte in `text` of the
/// letter it came from.
pub(super) fn folded(text: &str) -> (String, Vec<usize>) {
    let mut plain = String::with_capacity(text.len());
    let mut at = Vec::with_capacity(text.len());
    for (byte, letter) in text.char_indices() {
        let before = plain.len();
        match base(letter) {
            Some(base) => plain.push_str(base),
            None => plain.extend(letter.to_lowercase()),
        }
        at.resize(at.len() + plain.len() - before, byte);
    }
    (plain, at)
}

/// The plain letters of an accented Latin letter or a typographic sign; nothing for any other.
/// Combining accents are dropped.
fn base(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' | 'ā' | 'Ā' | 'ą' | 'Ą' => {
            "a"
        }
        'ç' | 'Ç' | 'č' | 'Č' | 'ć' | 'Ć' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' | 'ē' | 'Ē' | 'ę' | 'Ę' | 'ɛ' | 'Ɛ' => {
            "e"
        }
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' | 'ī' | 'Ī' => "i",
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ŋ' | 'Ŋ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' | 'ō' | 'Ō' | 'ɔ' | 'Ɔ' => {
            "o"
        }
        'ù' | 'ú' | 'û' | 'ü' | 'Ù' | 'Ú' | 'Û' | 'Ü' | 'ū' | 'Ū' => "u",
        'ý' | 'ÿ' | 'Ý' | 'Ÿ' => "y",
        'š' | 'Š' | 'ś' | 'Ś' => "s",
        'ž' | 'Ž' | 'ź' | 'Ź' | 'ż' | 'Ż' => "z",
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ß' | 'ẞ' => "ss",
        '’' | '‘' | 'ʼ' => "'",
        '\u{a0}' | '\u{202f}' => " ",
        '\u{300}'..='\u{36f}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_title_is_found_by_any_of_its_words_and_the_mark_holds_that_word(
            words in prop::collection::vec("[a-zA-Zéœß😀’]{1,6}", 1..5), chosen in any::<prop::sample::Index>()
        ) {
            let title = words.join(" ");
            let word = chosen.get(&words);
            let marks = Query::of(word).marks(&title).expect("it stands there");
            prop_assert_eq!(marks.len(), 1);
            // Whole letters: an `o` is found in an `œ`, and marks it.
            prop_assert!(folded(&title[marks[0].clone()]).0.contains(&folded(word).0));
        }

        #[test]
        fn whatever_is_typed_marks_whole_letters(typed in ".{0,12}", title in ".{0,12}") {
            for mark in Query::of(&typed).marks(&title).unwrap_or_default() {
                prop_assert!(title.get(mark).is_some());
            }
        }
    }
}
