//! A change to one text, and moving one over another.
//!
//! A delta walks the text from its start: keep so many UTF-16 units, insert, delete, and
//! leave the rest. The page types against the text it has seen; the desk moves what was typed
//! over what arrived meanwhile, and the page does the same the other way round, so that both
//! end with the same text and nobody's letters or caret are lost.

mod together;

use serde::{Deserialize, Serialize};

/// One step of a delta. Lengths are UTF-16 code units, as browsers and our texts count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    Keep(u32),
    Insert(String),
    Delete(u32),
}

/// A change to one text. Empty means no change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delta {
    steps: Vec<Step>,
}

/// A plain splice: at `index`, delete `delete` units, then insert `insert`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    pub index: usize,
    pub delete: usize,
    pub insert: String,
}

/// The length of a text in UTF-16 code units.
pub fn utf16_len(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The same, as steps count.
fn units(text: &str) -> u32 {
    utf16_len(text) as u32
}

/// The byte offset of the UTF-16 `index` in `text`, clamped to its end; an index within a
/// surrogate pair goes to the pair's start.
pub fn byte_of_utf16(text: &str, index: usize) -> usize {
    let mut units = 0;
    for (byte, c) in text.char_indices() {
        if units + c.len_utf16() > index {
            return byte;
        }
        units += c.len_utf16();
    }
    text.len()
}

impl Delta {
    /// Deletes `delete` units at `index` and inserts `insert` there.
    pub fn splice(index: usize, delete: usize, insert: &str) -> Self {
        let mut delta = Delta::default();
        delta.keep(index as u32);
        delta.delete(delete as u32);
        delta.insert(insert);
        delta
    }

    /// The smallest single splice that turns `old` into `new`.
    pub fn between(old: &str, new: &str) -> Self {
        let prefix: usize =
            old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let (old_rest, new_rest) = (&old[prefix..], &new[prefix..]);
        let suffix: usize = old_rest
            .chars()
            .rev()
            .zip(new_rest.chars().rev())
            .take_while(|(a, b)| a == b)
            .map(|(a, _)| a.len_utf8())
            .sum();
        let gone = &old_rest[..old_rest.len() - suffix];
        let fresh = &new_rest[..new_rest.len() - suffix];
        Self::splice(utf16_len(&old[..prefix]), utf16_len(gone), fresh)
    }

    /// This change, then, after `keep` more units, `gone` becomes `fresh`.
    #[must_use]
    pub fn followed_by(mut self, keep: usize, gone: &str, fresh: &str) -> Self {
        let prefix: usize =
            gone.chars().zip(fresh.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        self.keep((keep + utf16_len(&gone[..prefix])) as u32);
        self.delete(utf16_len(&gone[prefix..]) as u32);
        self.insert(&fresh[prefix..]);
        self
    }

    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The splices that apply it one after the other, each index counted after those before it.
    pub fn splices(&self) -> Vec<Splice> {
        let mut out: Vec<Splice> = vec![];
        let mut at = 0usize;
        let mut open = false;
        for step in &self.steps {
            match step {
                Step::Keep(n) => {
                    at += *n as usize;
                    open = false;
                }
                Step::Insert(text) => {
                    match out.last_mut().filter(|_| open) {
                        Some(last) => last.insert.push_str(text),
                        None => out.push(Splice { index: at, delete: 0, insert: text.clone() }),
                    }
                    at += utf16_len(text);
                    open = true;
                }
                Step::Delete(n) => {
                    match out.last_mut().filter(|_| open) {
                        Some(last) => last.delete += *n as usize,
                        None => out.push(Splice { index: at, delete: *n as usize, insert: String::new() }),
                    }
                    open = true;
                }
            }
        }
        out
    }

    /// The text after the change. Steps past its end are clamped.
    pub fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let rest = self.along(text, |step, part| match step {
            Step::Keep(_) => out.push_str(part),
            Step::Insert(fresh) => out.push_str(fresh),
            Step::Delete(_) => {}
        });
        out.push_str(rest);
        out
    }

    /// This change with every step inside `text` and no surrogate pair cut in half. Applied to
    /// `text` it does the same.
    pub fn fitted(&self, text: &str) -> Delta {
        let mut out = Delta::default();
        self.along(text, |step, part| match step {
            Step::Keep(_) => out.keep(units(part)),
            Step::Insert(fresh) => out.insert(fresh),
            Step::Delete(_) => out.delete(units(part)),
        });
        out
    }

    /// The change that brings `text` back after this one was made to it.
    pub fn inverse(&self, text: &str) -> Delta {
        let mut out = Delta::default();
        self.along(text, |step, part| match step {
            Step::Keep(_) => out.keep(units(part)),
            Step::Insert(fresh) => out.delete(units(fresh)),
            Step::Delete(_) => out.insert(part),
        });
        out
    }

    /// Walks the steps along a text: each with the part that it keeps or deletes. Returns what
    /// the steps do not reach.
    fn along<'t>(&self, text: &'t str, mut each: impl FnMut(&Step, &'t str)) -> &'t str {
        let mut rest = text;
        for step in &self.steps {
            let reach = match step {
                Step::Keep(n) | Step::Delete(n) => byte_of_utf16(rest, *n as usize),
                Step::Insert(_) => 0,
            };
            let (part, after) = rest.split_at(reach);
            each(step, part);
            rest = after;
        }
        rest
    }

    /// Where a caret at `index` stands after the change. With `after_insert`, text inserted
    /// exactly there pushes it along.
    pub fn move_caret(&self, index: usize, after_insert: bool) -> usize {
        let (mut old, mut new) = (0usize, 0usize);
        for step in &self.steps {
            match step {
                Step::Keep(n) => {
                    if index < old + *n as usize {
                        return new + (index - old);
                    }
                    old += *n as usize;
                    new += *n as usize;
                }
                Step::Insert(text) => {
                    if old == index && !after_insert {
                        return new;
                    }
                    new += utf16_len(text);
                }
                Step::Delete(n) => {
                    if index < old + *n as usize {
                        return new;
                    }
                    old += *n as usize;
                }
            }
        }
        new + (index - old)
    }

    fn push(&mut self, step: Step) {
        match (self.steps.last_mut(), step) {
            (_, step) if step.units() == 0 => {}
            (Some(Step::Keep(last)), Step::Keep(n)) | (Some(Step::Delete(last)), Step::Delete(n)) => {
                *last += n
            }
            (Some(Step::Insert(last)), Step::Insert(text)) => last.push_str(&text),
            (_, step) => self.steps.push(step),
        }
    }

    fn keep(&mut self, n: u32) {
        self.push(Step::Keep(n));
    }

    fn delete(&mut self, n: u32) {
        self.push(Step::Delete(n));
    }

    fn insert(&mut self, text: &str) {
        self.push(Step::Insert(text.to_owned()));
    }
}

impl Step {
    /// Its length in UTF-16 code units.
    fn units(&self) -> u32 {
        match self {
            Step::Keep(n) | Step::Delete(n) => *n,
            Step::Insert(text) => units(text),
        }
    }
}

impl From<Splice> for Delta {
    fn from(splice: Splice) -> Self {
        Delta::splice(splice.index, splice.delete, &splice.insert)
    }
}

#[cfg(test)]
mod tests;
