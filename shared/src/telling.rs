//! Differences in words: what was added, changed or taken out, on which object, and how it read
//! before. One wording for a version's changes, the history, comparisons and proposals.
//!
//! It reads records for titles and knows neither who did it nor when; a caller that knows says
//! the whole sentence with [`sentence`]. Titles are those of the records it is given, so that
//! what was removed since is still called by its name.

mod names;

use crate::compare::Difference;
use crate::difference::{Piece, pieces};
use crate::ids::RecordId;
use crate::lang::Lang;
use crate::questions::settle::title;
use crate::record::{FieldAt, Record, RecordAt, Records, Scalar};
use crate::sections::about::working_lang;
use crate::sections::{Kind, Shape};
use crate::words::changes as words;

pub use names::{kind_name, section_name};

/// How many characters of unchanged text are left around a change.
const AROUND: usize = 48;

/// What kind of difference it is: shown as a sign with a word, never as a colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    Added,
    Changed,
    Removed,
    Restored,
}

impl Sign {
    pub fn words(self, lang: Lang) -> &'static str {
        match self {
            Sign::Added => words::added(lang),
            Sign::Changed => words::changed(lang),
            Sign::Removed => words::removed(lang),
            Sign::Restored => words::restored(lang),
        }
    }
}

/// A difference, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub at: RecordAt,
    pub sign: Sign,
    /// Which object, and what of it: `Indicateur « Foyer propre » : cible 2027`.
    pub lead: String,
    /// How it read and how it reads, in reading order, with long unchanged stretches cut short.
    pub pieces: Vec<Piece>,
    how: How,
}

/// Which sentence tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Whole,
    Text,
    Value,
    Member,
}

/// Tells one difference by the titles in `records`.
pub fn told(difference: &Difference, records: &Records, lang: Lang) -> Told {
    let at = difference.record();
    let whole = |sign: Sign, name: String| {
        let piece = if sign == Sign::Removed { Piece::Gone(name) } else { Piece::New(name) };
        let lead = kind_name(&at, records, lang);
        Told { at: at.clone(), sign, lead, pieces: vec![piece], how: How::Whole }
    };
    match difference {
        Difference::Added { record } => {
            let mut with = Records::default();
            // Its ends and titles may be read from the board; its own words from itself.
            records.everything().filter(|one| one.kind == Kind::About).for_each(|one| with.put(one.clone()));
            let name = match title(&at, records, lang) {
                name if name.is_empty() => {
                    with.put(record.clone());
                    title(&at, &with, lang)
                }
                name => name,
            };
            let kind = match records.get(at.kind, &at.id) {
                Some(_) => kind_name(&at, records, lang),
                None => names::kind_of(record, lang),
            };
            Told { lead: kind, ..whole(Sign::Added, named(name, lang)) }
        }
        Difference::Removed { .. } => whole(Sign::Removed, named(title(&at, records, lang), lang)),
        Difference::Restored { .. } => whole(Sign::Restored, named(title(&at, records, lang), lang)),
        Difference::Text { at: field, from, to } => Told {
            lead: lead(field, records, lang),
            pieces: shortened(pieces(from, to)),
            sign: Sign::Changed,
            how: How::Text,
            at,
        },
        Difference::Value { at: field, from, to } => {
            let is_set = field.record.kind.field(&field.field).is_some_and(|one| one.shape == Shape::Set);
            let read = |value: &Option<Scalar>| match (value, &field.key) {
                (Some(Scalar::Flag(true)), Some(key)) if is_set => Some(reference(key, records, lang)),
                (None, _) | (Some(Scalar::Flag(false)), Some(_)) if is_set => None,
                (Some(value), _) => Some(value_words(field, value, records, lang)),
                (None, _) => None,
            };
            let pieces = [read(from).map(Piece::Gone), read(to).map(Piece::New)];
            Told {
                lead: lead(field, records, lang),
                pieces: pieces.into_iter().flatten().collect(),
                sign: Sign::Changed,
                how: if is_set { How::Member } else { How::Value },
                at,
            }
        }
    }
}

/// The whole sentence: who did it, to what, from what to what. Plain text, also for screen readers.
pub fn sentence(told: &Told, who: &str, lang: Lang) -> String {
    let who = if who.is_empty() { words::nobody(lang) } else { who };
    let what = &told.lead;
    let gone = told.pieces.iter().find_map(|piece| match piece {
        Piece::Gone(text) => Some(text.as_str()),
        Piece::Same(_) | Piece::New(_) => None,
    });
    let new = told.pieces.iter().find_map(|piece| match piece {
        Piece::New(text) => Some(text.as_str()),
        Piece::Same(_) | Piece::Gone(_) => None,
    });
    match (told.how, told.sign, gone, new) {
        (How::Whole, Sign::Removed, name, _) => words::did_remove(lang, of(what, name, lang), who),
        (How::Whole, Sign::Restored, _, name) => words::did_restore(lang, of(what, name, lang), who),
        (How::Whole, Sign::Added | Sign::Changed, _, name) => words::did_add(lang, of(what, name, lang), who),
        (How::Text, ..) => words::did_write(lang, now(&told.pieces), what, who),
        (How::Member, _, None, Some(to)) => words::did_take_in(lang, to, what, who),
        (How::Member, _, Some(from), None) => words::did_take_out(lang, from, what, who),
        (_, _, Some(from), Some(to)) => words::did_move(lang, from, to, what, who),
        (_, _, None, Some(to)) => words::did_set(lang, to, what, who),
        (_, _, Some(from), None) => words::did_clear(lang, from, what, who),
        (_, _, None, None) => words::did_set(lang, "–", what, who),
    }
}

/// A value as people read it: a word of its list, a reference by its title, a number by the
/// habits of the language.
pub fn value_words(at: &FieldAt, value: &Scalar, records: &Records, lang: Lang) -> String {
    let shape = at.record.kind.field(&at.field).map(|field| field.shape);
    match (value, shape) {
        (Scalar::Text(text), Some(Shape::Ref(_) | Shape::Set)) => reference(text, records, lang),
        (Scalar::Text(text), Some(Shape::Word(_))) => {
            names::word(text, lang).map_or_else(|| text.clone(), str::to_owned)
        }
        (Scalar::Text(text), Some(Shape::Cells | Shape::Amount | Shape::Free)) => lang.number(text),
        (Scalar::Text(text), _) => text.clone(),
        (Scalar::Int(number), _) => number.to_string(),
        (Scalar::Flag(flag), _) => if *flag { words::yes(lang) } else { words::no(lang) }.to_owned(),
    }
}

/// An object by its title where a key or a value is an id; otherwise the text itself.
fn reference(text: &str, records: &Records, lang: Lang) -> String {
    // `decisions` links by `section/collection/id`.
    let id = text.rsplit('/').next().unwrap_or(text);
    let Some(id) = RecordId::parse(id) else { return text.to_owned() };
    let found = records.everything().find(|record| record.id == id && !record.kind.is_single());
    match found.map(|record| title(&RecordAt::new(record.kind, id), records, lang)) {
        Some(name) if !name.is_empty() => name,
        Some(_) | None => text.to_owned(),
    }
}

/// What a field is called: nothing for an object's own title, which its name already says.
pub fn field_name(at: &FieldAt, records: &Records, lang: Lang) -> Option<String> {
    let (key, spoken) = match at.field.split_once('@') {
        Some((key, code)) => (key, Some(code)),
        None => (at.field.as_str(), None),
    };
    let name = names::field(at.record.kind, key, lang)?;
    let is_set = at.record.kind.field(key).is_some_and(|field| field.shape == Shape::Set);
    Some(match (&at.key, spoken) {
        (Some(cell), _) if !is_set => words::cell(lang, name, reference(cell, records, lang)),
        (_, Some(code)) => words::field_in(lang, name, code),
        (_, None) => name.to_owned(),
    })
}

/// Which object, and what of it.
fn lead(at: &FieldAt, records: &Records, lang: Lang) -> String {
    let kind = kind_name(&at.record, records, lang);
    let title = title(&at.record, records, lang);
    let is_own_title = !at.record.kind.is_single() && TITLES.contains(&at.field.as_str());
    let what = match is_own_title || title.is_empty() || at.record.kind.is_single() {
        true => kind,
        false => words::of(lang, kind, title),
    };
    match field_name(at, records, lang) {
        Some(field) if !is_own_title => words::lead(lang, field, what),
        Some(_) | None => what,
    }
}

/// The fields that an object is called by.
const TITLES: [&str; 6] = ["title", "question", "name", "term", "institution", "text"];

fn of(what: &str, name: Option<&str>, lang: Lang) -> String {
    name.map_or_else(|| what.to_owned(), |name| words::of(lang, what, name))
}

fn named(title: String, lang: Lang) -> String {
    if title.is_empty() { crate::words::shell::untitled(lang).to_owned() } else { title }
}

/// How a text reads after the change.
fn now(pieces: &[Piece]) -> String {
    let parts = pieces.iter().filter_map(|piece| match piece {
        Piece::Same(text) | Piece::New(text) => Some(text.as_str()),
        Piece::Gone(_) => None,
    });
    parts.collect::<String>().trim().to_owned()
}

/// Leaves of long unchanged stretches only what stands next to a change.
fn shortened(pieces: Vec<Piece>) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    let cut = pieces.into_iter().enumerate().map(|(at, piece)| match piece {
        Piece::Same(text) => Piece::Same(cut(&text, at > 0, at < last)),
        other => other,
    });
    cut.collect()
}

/// `text` with its middle or its far end replaced by `…`: `before` says that a change stands
/// before it, `after` that one follows.
fn cut(text: &str, before: bool, after: bool) -> String {
    let letters: Vec<char> = text.chars().collect();
    let kept = usize::from(before) + usize::from(after);
    if letters.len() <= AROUND * kept + 1 {
        return text.to_owned();
    }
    let head: String = if before { letters[..AROUND].iter().collect() } else { String::new() };
    let tail: String = if after { letters[letters.len() - AROUND..].iter().collect() } else { String::new() };
    // At the ends of words.
    let head = head.rsplit_once(' ').map_or(head.as_str(), |(head, _)| head).to_owned();
    let tail = tail.split_once(' ').map_or(tail.as_str(), |(_, tail)| tail).to_owned();
    match (before, after) {
        (true, true) => format!("{head} … {tail}"),
        (true, false) => format!("{head} …"),
        (false, _) => format!("… {tail}"),
    }
}

/// What a record says, field by field, as a reading of it shows: texts and values in use, with
/// their names, in the order of its kind. The title is not among them.
pub fn fields_in_words(record: &Record, records: &Records, lang: Lang) -> Vec<(String, String)> {
    let at = RecordAt::new(record.kind, record.id.clone());
    let working = working_lang(records);
    let mut out = vec![];
    for field in record.kind.spec().fields {
        let is_title = !record.kind.is_single() && TITLES.contains(&field.key);
        if is_title || field.shape == Shape::Place {
            continue;
        }
        let Some(name) = field_name(&at.field(field.key), records, lang) else { continue };
        let text = match field.shape {
            Shape::Text | Shape::Translated => record.text_in(field.key, lang, working).to_owned(),
            Shape::Set => {
                record.set(field.key).map(|key| reference(key, records, lang)).collect::<Vec<_>>().join(", ")
            }
            Shape::Cells => {
                let cells = record.cells(field.key).map(|(key, value)| {
                    let value = value_words(&at.cell(field.key, key), value, records, lang);
                    words::cell(lang, reference(key, records, lang), value)
                });
                cells.collect::<Vec<_>>().join(" · ")
            }
            Shape::Word(_)
            | Shape::Free
            | Shape::Date
            | Shape::Amount
            | Shape::Number { .. }
            | Shape::Flag
            | Shape::Ref(_)
            | Shape::Place => match record.values.get(field.key) {
                Some(crate::record::Value::Scalar(value)) => {
                    value_words(&at.field(field.key), value, records, lang)
                }
                Some(_) | None => record.text(field.key).to_owned(),
            },
        };
        if !text.is_empty() {
            out.push((name, text));
        }
    }
    out
}

#[cfg(test)]
mod tests;
