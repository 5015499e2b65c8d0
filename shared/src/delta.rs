//! A change to one text, and moving one over another.
//!
//! A delta walks the text from its start: keep so many UTF-16 units, insert, delete, and
//! leave the rest. The page types against the text it has seen; the desk moves what was typed
//! over what arrived meanwhile, and the page does the same the other way round, so that both
//! end with the same text and nobody's letters or caret are lost.

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
        let mut rest = text;
        for step in &self.steps {
            match step {
                Step::Keep(n) => {
                    let (kept, after) = rest.split_at(byte_of_utf16(rest, *n as usize));
                    out.push_str(kept);
                    rest = after;
                }
                Step::Insert(fresh) => out.push_str(fresh),
                Step::Delete(n) => rest = &rest[byte_of_utf16(rest, *n as usize)..],
            }
        }
        out.push_str(rest);
        out
    }

    /// This change with every step inside `text` and no surrogate pair cut in half. Applied to
    /// `text` it does the same.
    pub fn fitted(&self, text: &str) -> Delta {
        let mut out = Delta::default();
        let mut rest = text;
        for step in &self.steps {
            match step {
                Step::Keep(n) => {
                    let (kept, after) = rest.split_at(byte_of_utf16(rest, *n as usize));
                    out.keep(utf16_len(kept) as u32);
                    rest = after;
                }
                Step::Insert(fresh) => out.insert(fresh),
                Step::Delete(n) => {
                    let (gone, after) = rest.split_at(byte_of_utf16(rest, *n as usize));
                    out.delete(utf16_len(gone) as u32);
                    rest = after;
                }
            }
        }
        out
    }

    /// The change that brings `text` back after this one was made to it.
    pub fn inverse(&self, text: &str) -> Delta {
        let mut out = Delta::default();
        let mut rest = text;
        for step in &self.steps {
            match step {
                Step::Keep(n) => {
                    let (kept, after) = rest.split_at(byte_of_utf16(rest, *n as usize));
                    out.keep(utf16_len(kept) as u32);
                    rest = after;
                }
                Step::Insert(fresh) => out.delete(utf16_len(fresh) as u32),
                Step::Delete(n) => {
                    let (gone, after) = rest.split_at(byte_of_utf16(rest, *n as usize));
                    out.insert(gone);
                    rest = after;
                }
            }
        }
        out
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

    /// This change as it must read after `other` was made to the same text.
    ///
    /// Both sides must name the same one of the two as `first`: where both insert at one
    /// spot, the first one's letters come first. Then
    /// `other.apply` + `self.over(other, f)` equals `self.apply` + `other.over(self, !f)`.
    pub fn over(&self, other: &Delta, first: bool) -> Delta {
        let mut out = Delta::default();
        let mut mine = Walk::new(&self.steps);
        let mut theirs = Walk::new(&other.steps);
        loop {
            match (mine.peek(), theirs.peek()) {
                (None, _) => return out,
                (Some(Step::Insert(_)), Some(Step::Insert(text))) if !first => {
                    out.keep(utf16_len(text) as u32);
                    theirs.pass();
                }
                (Some(Step::Insert(text)), _) => {
                    out.insert(text);
                    mine.pass();
                }
                (Some(_), Some(Step::Insert(text))) => {
                    out.keep(utf16_len(text) as u32);
                    theirs.pass();
                }
                (Some(Step::Keep(n)), None) => {
                    out.keep(*n - mine.used);
                    mine.pass();
                }
                (Some(Step::Delete(n)), None) => {
                    out.delete(*n - mine.used);
                    mine.pass();
                }
                (Some(Step::Keep(n)), Some(Step::Keep(m))) => {
                    let both = (n - mine.used).min(m - theirs.used);
                    out.keep(both);
                    mine.advance(both);
                    theirs.advance(both);
                }
                (Some(Step::Delete(n)), Some(Step::Keep(m))) => {
                    let both = (n - mine.used).min(m - theirs.used);
                    out.delete(both);
                    mine.advance(both);
                    theirs.advance(both);
                }
                (Some(Step::Keep(n) | Step::Delete(n)), Some(Step::Delete(m))) => {
                    let both = (n - mine.used).min(m - theirs.used);
                    mine.advance(both);
                    theirs.advance(both);
                }
            }
        }
    }

    /// Both changes as one: this, then `next` on its result.
    pub fn then(&self, next: &Delta) -> Delta {
        let mut out = Delta::default();
        let mut mine = Walk::new(&self.steps);
        let mut theirs = Walk::new(&next.steps);
        loop {
            match (mine.peek(), theirs.peek()) {
                (None, None) => return out,
                (Some(Step::Delete(n)), _) => {
                    out.delete(*n - mine.used);
                    mine.pass();
                }
                (_, Some(Step::Insert(text))) => {
                    out.insert(text);
                    theirs.pass();
                }
                (None, Some(Step::Keep(n))) => {
                    out.keep(*n - theirs.used);
                    theirs.pass();
                }
                (None, Some(Step::Delete(n))) => {
                    out.delete(*n - theirs.used);
                    theirs.pass();
                }
                (Some(Step::Keep(n)), None) => {
                    out.keep(*n - mine.used);
                    mine.pass();
                }
                (Some(Step::Insert(text)), None) => {
                    out.insert(&text[byte_of_utf16(text, mine.used as usize)..]);
                    mine.pass();
                }
                (Some(Step::Keep(n)), Some(step @ (Step::Keep(m) | Step::Delete(m)))) => {
                    let both = (n - mine.used).min(m - theirs.used);
                    match step {
                        Step::Keep(_) => out.keep(both),
                        Step::Delete(_) | Step::Insert(_) => out.delete(both),
                    }
                    mine.advance(both);
                    theirs.advance(both);
                }
                (Some(Step::Insert(text)), Some(step @ (Step::Keep(m) | Step::Delete(m)))) => {
                    let length = utf16_len(text) as u32;
                    let both = (length - mine.used).min(m - theirs.used);
                    if matches!(step, Step::Keep(_)) {
                        let from = byte_of_utf16(text, mine.used as usize);
                        let to = byte_of_utf16(text, (mine.used + both) as usize);
                        out.insert(&text[from..to]);
                    }
                    mine.advance(both);
                    theirs.advance(both);
                }
            }
        }
    }

    fn keep(&mut self, n: u32) {
        match self.steps.last_mut() {
            _ if n == 0 => {}
            Some(Step::Keep(last)) => *last += n,
            Some(_) | None => self.steps.push(Step::Keep(n)),
        }
    }

    fn delete(&mut self, n: u32) {
        match self.steps.last_mut() {
            _ if n == 0 => {}
            Some(Step::Delete(last)) => *last += n,
            Some(_) | None => self.steps.push(Step::Delete(n)),
        }
    }

    fn insert(&mut self, text: &str) {
        match self.steps.last_mut() {
            _ if text.is_empty() => {}
            Some(Step::Insert(last)) => last.push_str(text),
            Some(_) | None => self.steps.push(Step::Insert(text.to_owned())),
        }
    }
}

impl From<Splice> for Delta {
    fn from(splice: Splice) -> Self {
        Delta::splice(splice.index, splice.delete, &splice.insert)
    }
}

/// Walks steps piece by piece; `used` units of the current step are behind it.
struct Walk<'a> {
    steps: &'a [Step],
    used: u32,
}

impl<'a> Walk<'a> {
    fn new(steps: &'a [Step]) -> Self {
        Self { steps, used: 0 }
    }

    fn peek(&self) -> Option<&'a Step> {
        self.steps.first()
    }

    fn pass(&mut self) {
        self.steps = &self.steps[1..];
        self.used = 0;
    }

    fn advance(&mut self, n: u32) {
        self.used += n;
        let length = match self.steps.first() {
            Some(Step::Keep(n) | Step::Delete(n)) => *n,
            Some(Step::Insert(text)) => utf16_len(text) as u32,
            None => return,
        };
        if self.used >= length {
            self.pass();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A change to a text of `length` units, made of one to three splices.
    fn delta_of(length: usize) -> impl Strategy<Value = Delta> {
        prop::collection::vec((any::<prop::sample::Index>(), 0usize..4, "[a-cé😀]{0,3}"), 1..4).prop_map(
            move |splices| {
                let mut length = length;
                splices.into_iter().fold(Delta::default(), |whole, (index, delete, insert)| {
                    let index = index.index(length + 1);
                    let delete = delete.min(length - index);
                    length = length - delete + utf16_len(&insert);
                    whole.then(&Delta::splice(index, delete, &insert))
                })
            },
        )
    }

    // Plain letters here: a delta that cuts a surrogate pair in half is nobody's typing.
    const TEXT: &str = "la lagune vivante";

    proptest! {
        #[test]
        fn two_people_who_type_at_once_end_with_the_same_sentence(
            ana in delta_of(TEXT.len()), binta in delta_of(TEXT.len()), first in any::<bool>()
        ) {
            let by_ana = binta.over(&ana, first).apply(&ana.apply(TEXT));
            let by_binta = ana.over(&binta, !first).apply(&binta.apply(TEXT));
            prop_assert_eq!(by_ana, by_binta);
        }

        #[test]
        fn letters_typed_by_one_survive_what_the_other_deletes(
            at in 0usize..=TEXT.len(), from in 0usize..TEXT.len(), len in 1usize..8
        ) {
            let len = len.min(TEXT.len() - from);
            let typed = Delta::splice(at, 0, "XYZ");
            let deleted = Delta::splice(from, len, "");
            let text = typed.over(&deleted, true).apply(&deleted.apply(TEXT));
            prop_assert!(text.contains("XYZ"), "{}", text);
        }

        #[test]
        fn one_change_after_another_is_one_change(a in delta_of(TEXT.len()), splice in (0usize..10, 0usize..3, "[x-z]{0,2}")) {
            let middle = a.apply(TEXT);
            let index = splice.0.min(middle.chars().count());
            prop_assume!(!middle.contains('😀'));
            let b = Delta::splice(index, splice.1.min(middle.chars().count() - index), &splice.2);
            prop_assert_eq!(a.then(&b).apply(TEXT), b.apply(&middle));
        }

        #[test]
        fn taking_a_change_back_leaves_the_text_as_it_was(a in delta_of(TEXT.len()), text in "[a-zé😀]{0,20}") {
            let fitted = a.fitted(&text);
            prop_assert_eq!(fitted.apply(&text), a.apply(&text));
            prop_assert_eq!(fitted.inverse(&text).apply(&fitted.apply(&text)), text);
        }

        #[test]
        fn its_splices_in_turn_are_the_change(a in delta_of(TEXT.len())) {
            let step_by_step = a.splices().into_iter().fold(TEXT.to_owned(), |text, splice| Delta::from(splice).apply(&text));
            prop_assert_eq!(step_by_step, a.apply(TEXT));
        }

        #[test]
        fn the_difference_of_two_texts_leads_from_one_to_the_other(old in "[abé😀]{0,8}", new in "[abé😀]{0,8}") {
            prop_assert_eq!(Delta::between(&old, &new).apply(&old), new);
        }
    }

    #[test]
    fn a_caret_stays_behind_the_word_it_was_behind() {
        let text = "la lagune";
        let added = Delta::splice(0, 0, "Pour ");
        assert_eq!(added.move_caret(2, false), 7);
        let gone = Delta::splice(0, 3, "");
        assert_eq!(gone.move_caret(text.len(), false), 6);
        assert_eq!(gone.move_caret(1, false), 0);
        let here = Delta::splice(2, 0, "!");
        assert_eq!((here.move_caret(2, false), here.move_caret(2, true)), (2, 3));
    }
}
