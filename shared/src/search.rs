//! Finding objects on a board by a few letters, whatever their case, accents or language.
//!
//! A title is read in the interface's language; what was written in another one, or in an
//! object's other texts, finds it too, further down the list. Nothing is kept between two
//! searches: a board has some thousand short texts, and reading them costs a few milliseconds.

mod fold;
mod terms;

pub use fold::{MAX_QUERY_LETTERS, Query, plain};
pub use terms::Names;

use crate::lang::Lang;
use crate::questions::settle::title;
use crate::record::{Record, RecordAt, Records, Value};
use crate::sections::Kind;
use std::ops::Range;

/// The kinds that are looked for: those that people would call by a name, in the order of the sections.
pub const SOUGHT: [Kind; 14] = [
    Kind::Principle,
    Kind::Objective,
    Kind::Champion,
    Kind::Term,
    Kind::Node,
    Kind::Assumption,
    Kind::Risk,
    Kind::Milestone,
    Kind::Indicator,
    Kind::Responsibility,
    Kind::Actor,
    Kind::Trend,
    Kind::Organisation,
    Kind::Body,
];

/// An object that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub at: RecordAt,
    /// What it is called in the interface's language.
    pub title: String,
    /// Where the sought letters stand in the title, in bytes; nothing if they stand elsewhere.
    pub marks: Vec<Range<usize>>,
    closeness: Closeness,
}

/// How near an object comes to what is sought, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    TitleBegins,
    WordsBegin,
    TitleHolds,
    ElsewhereInIt,
}

/// The objects that hold every word of the query, the nearest first, at most `most`.
pub fn find(records: &Records, query: &Query, lang: Lang, most: usize) -> Vec<Hit> {
    if query.is_empty() {
        return vec![];
    }
    let there = SOUGHT.into_iter().flat_map(|kind| records.in_order(kind));
    let mut hits: Vec<Hit> = there
        .filter(|record| !record.is_removed())
        .filter_map(|record| hit(record, records, query, lang))
        .collect();
    // Stable: what is equally near stays in the order of the board.
    crate::sort::sort_by_key(&mut hits, |hit| hit.closeness);
    hits.truncate(most);
    hits
}

fn hit(record: &Record, records: &Records, query: &Query, lang: Lang) -> Option<Hit> {
    let at = RecordAt::new(record.kind, record.id.clone());
    let title = title(&at, records, lang);
    if title.is_empty() {
        return None;
    }
    let marks = query.marks(&title);
    let closeness = match &marks {
        Some(marks) if marks.first().is_some_and(|mark| mark.start == 0) => Closeness::TitleBegins,
        Some(marks) if marks.iter().all(|mark| begins_a_word(&title, mark.start)) => Closeness::WordsBegin,
        Some(_) => Closeness::TitleHolds,
        None if query.is_in(texts(record)) => Closeness::ElsewhereInIt,
        None => return None,
    };
    Some(Hit { at, title, marks: marks.unwrap_or_default(), closeness })
}

fn begins_a_word(title: &str, byte: usize) -> bool {
    title[..byte].chars().next_back().is_none_or(|before| !before.is_alphanumeric())
}

/// Everything people wrote in a record, in every language.
fn texts(record: &Record) -> impl Iterator<Item = &str> {
    record.values.values().filter_map(|value| match value {
        Value::Text(text) => Some(text.as_str()),
        Value::Scalar(_) | Value::Cells(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::RecordId;
    use crate::record::Removed;

    fn record(kind: Kind, id: &str, texts: &[(&str, &str)]) -> Record {
        let values = texts.iter().map(|(key, text)| ((*key).to_owned(), Value::Text((*text).to_owned())));
        Record { values: values.collect(), ..Record::empty(kind, RecordId::parse(id).unwrap()) }
    }

    fn board() -> Records {
        let mut records = Records::default();
        records.put(record(
            Kind::Node,
            "n1",
            &[("title", "Crédits foyer accordés"), ("title@en", "Stove loans granted")],
        ));
        records.put(record(Kind::Node, "n2", &[("title", "Concevoir un microcrédit foyer")]));
        records.put(record(
            Kind::Actor,
            "a1",
            &[("name", "Forêt & Cœur"), ("detail", "Finance le crédit rural")],
        ));
        let gone = Removed { by: "ana".into(), at: 0, edited_since: false };
        records
            .put(Record {
                removed: Some(gone), ..record(Kind::Node, "n3", &[("title", "Crédits d’hier")])
            });
        records
    }

    fn found(query: &str, lang: Lang) -> Vec<String> {
        let hits = find(&board(), &Query::of(query), lang, 10);
        hits.into_iter().map(|hit| hit.at.id.to_string()).collect()
    }

    #[test]
    fn who_types_three_letters_finds_titles_first_then_what_mentions_them() {
        assert_eq!(found("cre", Lang::Fr), ["n1", "n2", "a1"]);
        assert_eq!(found("CRÉ", Lang::Fr), ["n1", "n2", "a1"]);
    }

    #[test]
    fn every_word_is_sought_in_any_order() {
        assert_eq!(found("foyer credit", Lang::Fr), ["n1", "n2"]);
        assert_eq!(found("foyer lagune", Lang::Fr), Vec::<String>::new());
    }

    #[test]
    fn what_is_written_in_another_language_is_found_and_named_in_ones_own() {
        assert_eq!(found("stove", Lang::Fr), ["n1"]);
        let hits = find(&board(), &Query::of("stove"), Lang::Fr, 10);
        assert_eq!((hits[0].title.as_str(), hits[0].marks.len()), ("Crédits foyer accordés", 0));
        assert_eq!(find(&board(), &Query::of("stove"), Lang::En, 10)[0].title, "Stove loans granted");
    }

    #[test]
    fn letters_that_stand_for_two_are_found_by_two() {
        assert_eq!(found("coeur", Lang::Fr), ["a1"]);
        assert_eq!(found("cœur", Lang::Fr), ["a1"]);
    }

    #[test]
    fn the_letters_that_were_found_are_marked_where_they_stand() {
        let hits = find(&board(), &Query::of("credit"), Lang::Fr, 1);
        assert_eq!(&hits[0].title[hits[0].marks[0].clone()], "Crédit");
    }

    #[test]
    fn removed_objects_and_empty_queries_find_nothing() {
        assert_eq!(found("hier", Lang::Fr), Vec::<String>::new());
        assert_eq!(found("  ", Lang::Fr), Vec::<String>::new());
        assert_eq!(find(&board(), &Query::of("cre"), Lang::Fr, 1).len(), 1);
    }
}
