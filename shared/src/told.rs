//! Differences in words, in each language: for the history, the comparison of two moments,
//! proposals, what a version changes against the one in force, and minutes.
//!
//! [`sentence`] tells one in a line of plain text; [`marked`] lays it out as an object and the
//! words that stayed, went and came. Neither says who: that is not in a difference (see
//! `board::history`), and a caller that knows says it with [`by_whom`]. Objects are called by the
//! names that they have in the records that are given; quotations are kept short.

mod marked;
mod names;
mod reading;
mod values;

pub use marked::{Told, by_whom, marked};
pub use names::{field_in_words, field_name, is_told_apart, kind_at, kind_name, section_name, section_title};
pub use reading::fields_in_words;
pub use values::in_words;

use crate::compare::Difference;
use crate::difference::{Piece, pieces};
use crate::lang::Lang;
use crate::questions::settle::{TITLES, called};
use crate::record::{FieldAt, Record, RecordAt, Records, Scalar};
use crate::sections::{Kind, Shape};
use crate::words::{changes, told as words};

/// Most letters of a quotation.
const QUOTED: usize = 90;
/// Most passages of one text that are told apart.
const PASSAGES: usize = 3;

/// What became of the object: its mark on the plan and before its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    Added,
    Changed,
    Removed,
    Restored,
}

impl Sign {
    pub fn words(self, lang: Lang) -> &'static str {
        match self {
            Sign::Added => changes::added(lang),
            Sign::Changed => changes::changed(lang),
            Sign::Removed => changes::removed(lang),
            Sign::Restored => changes::restored(lang),
        }
    }
}

/// What a difference means for its object.
pub fn sign(difference: &Difference) -> Sign {
    match difference {
        Difference::Added { .. } => Sign::Added,
        Difference::Restored { .. } => Sign::Restored,
        Difference::Removed { .. } => Sign::Removed,
        Difference::Text { .. } | Difference::Value { .. } => Sign::Changed,
    }
}

/// A difference in a sentence. `records` is where names are looked up: the later of two readings.
pub fn sentence(difference: &Difference, records: &Records, lang: Lang) -> String {
    let teller = Teller { records, lang };
    match difference {
        Difference::Added { record } => words::added(
            lang,
            teller.object(record.kind, kind_name(record, lang), &called(record, records, lang)),
        ),
        Difference::Removed { at } => teller.of_object(at, words::removed),
        Difference::Restored { at } => teller.of_object(at, words::restored),
        Difference::Text { at, from, to } => teller.text(at, from, to),
        Difference::Value { at, from, to } => teller.value(at, from.as_ref(), to.as_ref()),
    }
}

/// Whether objects of a kind have titles of their own: votes, for one, have none.
fn is_titled(kind: Kind) -> bool {
    !kind.is_single() && TITLES.iter().any(|field| kind.field(field).is_some())
}

struct Teller<'a> {
    records: &'a Records,
    lang: Lang,
}

impl Teller<'_> {
    fn record(&self, at: &RecordAt) -> Option<&Record> {
        self.records.get(at.kind, &at.id)
    }

    fn title(&self, at: &RecordAt) -> String {
        self.record(at).map(|record| called(record, self.records, self.lang)).unwrap_or_default()
    }

    fn quoted(&self, text: &str) -> String {
        match text.trim() {
            "" => format!("({})", words::nameless(self.lang)),
            text => words::quoted(self.lang, cut(text)),
        }
    }

    fn of_object(&self, at: &RecordAt, say: fn(Lang, String) -> String) -> String {
        let kind = kind_at(at, self.records, self.lang);
        say(self.lang, self.object(at.kind, kind, &self.title(at)))
    }

    /// `Produit « Foyers certifiés »`. What has no title by its nature is called by its kind alone.
    fn object(&self, kind: Kind, name: &str, title: &str) -> String {
        match title.trim().is_empty() && !is_titled(kind) {
            true => name.to_owned(),
            false => words::object(self.lang, name, self.quoted(title)),
        }
    }

    /// The field, and the object where a section has several.
    fn what(&self, at: &FieldAt, field: String) -> String {
        if at.record.kind.is_single() {
            return field;
        }
        words::of(self.lang, field, self.quoted(&self.title(&at.record)))
    }

    fn text(&self, at: &FieldAt, from: &str, to: &str) -> String {
        let Some(field) = field_in_words(at, self.records, self.lang) else {
            return self.of_object(&at.record, words::changed);
        };
        let what = self.what(at, field);
        if from.trim().is_empty() {
            return words::says(self.lang, self.quoted(to), what);
        }
        if to.trim().is_empty() {
            return words::cleared(self.lang, self.quoted(from), what);
        }
        words::says(self.lang, self.passages(from, to), what)
    }

    /// What came into a text, what went out of it, and what took the place of what.
    fn passages(&self, from: &str, to: &str) -> String {
        let passages = passages(&pieces(from, to));
        let told = passages.iter().take(PASSAGES).map(|(gone, new)| match (gone.trim(), new.trim()) {
            ("", new) => words::entered(self.lang, self.quoted(new)),
            (gone, "") => words::left(self.lang, self.quoted(gone)),
            (gone, new) => words::replaced(self.lang, self.quoted(gone), self.quoted(new)),
        });
        let told = told.collect::<Vec<_>>().join(", ");
        if passages.len() > PASSAGES { format!("{told}…") } else { told }
    }

    fn value(&self, at: &FieldAt, from: Option<&Scalar>, to: Option<&Scalar>) -> String {
        let lang = self.lang;
        let shape = at.record.kind.field(&at.field).map(|field| field.shape);
        if shape == Some(Shape::Place) {
            return self.of_object(&at.record, words::moved);
        }
        let Some(field) = field_in_words(at, self.records, self.lang) else {
            return self.of_object(&at.record, words::changed);
        };
        let (what, said) = match (&at.key, shape) {
            (Some(member), Some(Shape::Set)) => {
                let (what, one) = (self.what(at, field), self.member(member));
                return if to.is_some() { words::got(lang, one, what) } else { words::lost(lang, one, what) };
            }
            (Some(column), _) if at.record.kind == Kind::Responsibility => {
                let (column, title) = (self.member(column), self.quoted(&self.title(&at.record)));
                (words::of_column(lang, column, title), None)
            }
            (Some(_), _) => (self.what(at, field), None),
            (None, _) => (self.what(at, field), Some(())),
        };
        // A text among scalars is quoted; words of a list, numbers and dates are not.
        let is_free = said.is_some() && matches!(shape, Some(Shape::Free | Shape::Ref(_)));
        let say = |value: &Scalar| {
            let words = in_words(at, value, self.records, lang);
            if is_free { self.quoted(&words) } else { words }
        };
        match (from.map(say), to.filter(|to| to.as_str() != Some("")).map(say)) {
            (Some(before), Some(now)) if !before.is_empty() => words::becomes(lang, before, now, what),
            (_, Some(now)) => words::says(lang, now, what),
            (Some(before), None) => words::cleared(lang, before, what),
            (None, None) => words::says(lang, "–", what),
        }
    }

    /// A member of a set or the head of a column: an object of the board, or a code.
    fn member(&self, key: &str) -> String {
        match values::member(key, self.records, self.lang) {
            Some((Kind::Organisation | Kind::Body, name)) => name,
            Some((_, name)) => self.quoted(&name),
            None => key.to_owned(),
        }
    }
}

/// What went and what came instead, passage by passage. Those between which only a space stands
/// are one, so that a sentence that was rewritten is told as one.
fn passages(pieces: &[Piece]) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = vec![];
    // What stands between the last passage and here.
    let mut between = String::new();
    let mut is_new = true;
    for piece in pieces {
        let (gone, new) = match piece {
            Piece::Same(text) => {
                between.clone_from(text);
                is_new = !text.trim().is_empty() || out.is_empty();
                continue;
            }
            Piece::Gone(text) => (text.as_str(), ""),
            Piece::New(text) => ("", text.as_str()),
        };
        if is_new {
            out.push(Default::default());
            between.clear();
        }
        is_new = false;
        if let Some((all_gone, all_new)) = out.last_mut() {
            all_gone.push_str(&between);
            all_gone.push_str(gone);
            all_new.push_str(&between);
            all_new.push_str(new);
        }
        between.clear();
    }
    out
}

/// The beginning of a long text, to the end of a word.
fn cut(text: &str) -> String {
    if text.chars().count() <= QUOTED {
        return text.to_owned();
    }
    let head: String = text.chars().take(QUOTED).collect();
    let end = head.rfind(char::is_whitespace).filter(|end| *end > QUOTED / 2).unwrap_or(head.len());
    format!("{}…", head[..end].trim_end())
}

#[cfg(test)]
mod tests;
