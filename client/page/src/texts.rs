//! The texts that are open for typing on this page, each shown by one field or several at once.
//! Pure bookkeeping over `shared::typing`: it touches no element and sends nothing.

use shared::delta::{Delta, byte_of_utf16};
use shared::ordered::OrdMap;
use shared::record::{FieldAt, Record, Value};
use shared::typing::PageText;
use std::rc::Rc;

/// Told each change that a field must follow.
pub type Hear = Rc<dyn Fn(&Delta)>;

#[derive(Default)]
pub struct OpenTexts {
    open: OrdMap<FieldAt, OpenText>,
}

struct OpenText {
    text: PageText,
    /// What the desk last told of it.
    told: String,
    blocks: Vec<(u64, Hear)>,
}

/// A change that the fields of a text must follow.
pub struct Follow {
    pub at: FieldAt,
    pub delta: Delta,
    pub hear: Vec<Hear>,
}

impl OpenTexts {
    pub fn open(&mut self, at: &FieldAt, now: &str, block: u64, hear: Hear) {
        let fresh = || OpenText { text: PageText::new(now), told: now.to_owned(), blocks: vec![] };
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
    pub fn take(&mut self, at: &FieldAt, delta: &Delta) -> Option<Follow> {
        let open = self.open.get_mut(at)?;
        let delta = open.text.take(delta);
        Some(Follow { at: at.clone(), delta, hear: open.hear() })
    }

    /// The desk told how a record reads now.
    pub fn tell(&mut self, record: &Record) {
        for (at, open) in &mut self.open {
            if is_of(at, record) {
                open.told = record.text(&at.field).to_owned();
            }
        }
    }

    /// The desk has answered everything up to `seq`. It told what that changed before it
    /// answered, so a settled text that reads otherwise follows what the desk told.
    pub fn done(&mut self, seq: u64) -> Vec<Follow> {
        self.open.values_mut().for_each(|open| open.text.done(seq));
        self.settle()
    }

    /// Settled texts that do not read as the desk told, brought to it.
    pub fn settle(&mut self) -> Vec<Follow> {
        let mut follow = vec![];
        for (at, open) in &mut self.open {
            if open.text.is_settled() && open.text.text() != open.told {
                let delta = open.text.take(&Delta::between(open.text.text(), &open.told));
                follow.push(Follow { at: at.clone(), delta, hear: open.hear() });
            }
        }
        self.sweep();
        follow
    }

    /// A record from the desk as it reads with what is still under way on this page.
    pub fn overlay(&self, mut record: Record) -> Record {
        for (at, open) in &self.open {
            if is_of(at, &record) && !open.text.is_settled() {
                record.values.insert(at.field.clone(), Value::Text(open.text.text().to_owned()));
            }
        }
        record
    }

    fn sweep(&mut self) {
        self.open.retain(|_, open| !open.blocks.is_empty() || !open.text.is_settled());
    }
}

impl OpenText {
    fn hear(&self) -> Vec<Hear> {
        self.blocks.iter().map(|(_, hear)| hear.clone()).collect()
    }
}

/// Whether a text is one of a record's.
fn is_of(at: &FieldAt, record: &Record) -> bool {
    at.record.kind == record.kind && at.record.id == record.id && at.key.is_none()
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
    use shared::ids::RecordId;
    use shared::record::RecordAt;
    use shared::sections::Kind;

    #[test]
    fn letters_that_the_board_did_not_take_leave_the_field() {
        let mut texts = OpenTexts::default();
        texts.open(&statement(), "eau", 1, Rc::new(|_| ()));
        texts.type_in(&statement(), 7, &Delta::splice(3, 0, "x"), 1);
        let follow = texts.done(7);
        assert_eq!((follow.len(), texts.shown(&statement()).as_str()), (1, "eau"));
    }

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
        assert_eq!(moved.delta, Delta::splice(5, 0, "!"));
        let mut told = Record::empty(Kind::Vision, RecordId::single());
        told.values.insert("statement".into(), Value::Text("L'eau!".into()));
        texts.tell(&told);
        assert!(texts.done(7).is_empty());
        assert!(texts.take(&statement(), &Delta::splice(3, 0, "!")).is_none());
    }
}
