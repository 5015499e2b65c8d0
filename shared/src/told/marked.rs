//! A difference as an object and the words that stayed, went and came; and, where it is known whose
//! work it is, the whole sentence for a screen reader.

use super::values::{in_words, name_of};
use super::{Sign, field_in_words, is_titled, kind_at, kind_name, section_name};
use crate::compare::Difference;
use crate::difference::{Piece, pieces};
use crate::lang::Lang;
use crate::questions::settle::{TITLES, called, title};
use crate::record::{FieldAt, RecordAt, Records, Scalar};
use crate::sections::Shape;
use crate::words::changes as words;

/// How many characters of unchanged text are left around a change.
const AROUND: usize = 48;

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

impl Told {
    /// Whether the object itself came or went: its name is all that is told.
    pub fn is_whole(&self) -> bool {
        self.how == How::Whole
    }

    /// The object that came or went, with its name.
    pub fn object(&self, lang: Lang) -> String {
        let name = self.pieces.iter().find_map(|piece| match piece {
            Piece::Gone(name) | Piece::New(name) => Some(name.as_str()),
            Piece::Same(_) => None,
        });
        of(&self.lead, name, lang)
    }
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
pub fn marked(difference: &Difference, records: &Records, lang: Lang) -> Told {
    let at = difference.record();
    // What has no title by its nature is named by its kind, under the section that it is in.
    let whole = |sign: Sign, kind: &'static str, name: String| {
        let (lead, name) = match name.is_empty() && !is_titled(at.kind) {
            true => (section_name(at.kind.section(), lang), kind.to_owned()),
            false => (kind, named(name, lang)),
        };
        let piece = if sign == Sign::Removed { Piece::Gone(name) } else { Piece::New(name) };
        Told { at: at.clone(), sign, lead: lead.to_owned(), pieces: vec![piece], how: How::Whole }
    };
    let known = |sign: Sign| whole(sign, kind_at(&at, records, lang), title(&at, records, lang));
    match difference {
        Difference::Added { record } => {
            whole(Sign::Added, kind_name(record, lang), called(record, records, lang))
        }
        Difference::Removed { .. } => known(Sign::Removed),
        Difference::Restored { .. } => known(Sign::Restored),
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
                (Some(Scalar::Flag(true)), Some(key)) if is_set => Some(name_of(key, records, lang)),
                (None, _) | (Some(Scalar::Flag(false)), Some(_)) if is_set => None,
                (Some(value), _) => Some(in_words(field, value, records, lang)),
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
pub fn by_whom(told: &Told, who: &str, lang: Lang) -> String {
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

/// Which object, and what of it.
fn lead(at: &FieldAt, records: &Records, lang: Lang) -> String {
    let kind = kind_at(&at.record, records, lang).to_owned();
    let title = title(&at.record, records, lang);
    let is_own_title = !at.record.kind.is_single() && TITLES.contains(&at.field.as_str());
    let what = match is_own_title || title.is_empty() || at.record.kind.is_single() {
        true => kind,
        false => words::of(lang, kind, title),
    };
    match field_in_words(at, records, lang) {
        Some(field) if !is_own_title => words::lead(lang, field, what),
        Some(_) | None => what,
    }
}

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

#[cfg(test)]
mod tests;
