//! The texts that are open for typing on this page, each shown by one field or several at once.
//! Pure bookkeeping over `shared::typing`: it touches no element and sends nothing.

use shared::delta::{Delta, byte_of_utf16};
use shared::record::{FieldAt, Record, Value};
use shared::typing::PageText;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Told each change that a field must follow.
pub type Hear = Rc<dyn Fn(&Delta)>;

#[derive(Default)]
pub struct OpenTexts {
    open: BTreeMap<FieldAt, OpenText>,
}

struct OpenText {
    text: PageText,
    blocks: Vec<(u64, Hear)>,
}

impl OpenTexts {
    pub fn open(&mut self, at: &FieldAt, now: &str, block: u64, hear: Hear) {
        let fresh = || OpenText { text: PageText::new(now), blocks: vec![] };
        self.open.entry(at.clone()).or_insert_with(fresh).blocks.push((block, hear));
    }

    /// Closes one field. The text is kept while the desk still owes an answer: what arrives
    /// meanwhile must be moved over what was typed.
    pub fn close(&mut self, at: &FieldAt, block: u64) {
        if let Some(open) = self.open.get_mut(at) {
            open.blocks.retain(|(id, _)| *id != block);
        }
        self.sweep();
    }

    pub fn fields(&self) -> Vec<FieldAt> {
        self.open.keys().cloned().collect()
    }

    /// What the fields of a text show.
    pub fn shown(&self, at: &FieldAt) -> String {
        self.open.get(at).map(|open| open.text.text().to_owned()).unwrap_or_default()
    }

    /// Takes what was typed in `block`; returns the other fields that show the same text.
    pub fn type_in(&mut self, at: &FieldAt, seq: u64, delta: &Delta, block: u64) -> Vec<Hear> {
        let Some(open) = self.open.get_mut(at) else { return vec![] };
        open.text.type_in(seq, delta.clone());
        open.blocks.iter().filter(|(id, _)| *id != block).map(|(_, hear)| hear.clone()).collect()
    }

    /// Takes a change from the document: how it applies here, and who must follow it.
    pub fn take(&mut self, at: &FieldAt, delta: &Delta) -> Option<(Delta, Vec<Hear>)> {
        let open = self.open.get_mut(at)?;
        let delta = open.text.take(delta);
        Some((delta, open.blocks.iter().map(|(_, hear)| hear.clone()).collect()))
    }

    /// The desk has answered everything up to `seq`.
    pub fn done(&mut self, seq: u64) {
        self.open.values_mut().for_each(|open| open.text.done(seq));
        self.sweep();
    }

    /// A record from the desk as it reads with what is still under way on this page.
    pub fn overlay(&self, mut record: Record) -> Record {
        for (at, open) in &self.open {
            let is_its = at.record.kind == record.kind && at.record.id == record.id && at.key.is_none();
            if is_its && !open.text.is_settled() {
                record.values.insert(at.field.clone(), Value::Text(open.text.text().to_owned()));
            }
        }
        record
    }

    fn sweep(&mut self) {
        self.open.retain(|_, open| !open.blocks.is_empty() || !open.text.is_settled());
    }
}

/// What turned `old` into `new`, given where the caret (UTF-16) stands after it: an `a` typed
/// among others of its kind goes where it was typed, so that others' carets stay right.
pub fn typed(old: &str, new: &str, caret: usize) -> Delta {
    let at = byte_of_utf16(new, caret);
    match old.strip_suffix(&new[at..]) {
        Some(head) => Delta::between(head, &new[..at]),
        None => Delta::between(old, new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::record::RecordAt;
    use shared::sections::Kind;

    #[test]
    fn a_letter_typed_among_its_like_goes_where_the_caret_was() {
        assert_eq!(typed("aaa", "aaaa", 2), Delta::splice(1, 0, "a"));
        assert_eq!(typed("eau", "eaux", 4), Delta::splice(3, 0, "x"));
        assert_eq!(typed("un deux", "un trois deux", 9), Delta::splice(3, 0, "trois "));
        assert_eq!(typed("abc", "", 0), Delta::splice(0, 3, ""));
    }

    fn statement() -> FieldAt {
        RecordAt::single(Kind::Vision).field("statement")
    }

    #[test]
    fn a_text_shown_twice_follows_what_is_typed_in_one_field() {
        let mut texts = OpenTexts::default();
        texts.open(&statement(), "eau", 1, Rc::new(|_| ()));
        texts.open(&statement(), "eau", 2, Rc::new(|_| ()));
        let others = texts.type_in(&statement(), 7, &Delta::splice(3, 0, "x"), 1);
        assert_eq!((others.len(), texts.shown(&statement()).as_str()), (1, "eaux"));
    }

    #[test]
    fn a_field_left_while_the_desk_is_busy_still_moves_what_arrives() {
        let mut texts = OpenTexts::default();
        texts.open(&statement(), "eau", 1, Rc::new(|_| ()));
        texts.type_in(&statement(), 7, &Delta::splice(0, 0, "L'"), 1);
        texts.close(&statement(), 1);
        let moved = texts.take(&statement(), &Delta::splice(3, 0, "!")).expect("still open");
        assert_eq!(moved.0, Delta::splice(5, 0, "!"));
        texts.done(7);
        assert!(texts.take(&statement(), &Delta::splice(3, 0, "!")).is_none());
    }
}
