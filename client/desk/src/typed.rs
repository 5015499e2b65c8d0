//! What is being typed and is not a change yet: a word, not a letter, is one change.
//!
//! Letters are gathered for one text at a time and performed together after a short while, or
//! as soon as anything else happens. Until then they count as not yet saved.

use shared::act::{Act, Edit, Message};
use shared::delta::Delta;
use shared::ordered::OrdMap;
use shared::record::FieldAt;
use shared::typing::DeskText;
use std::time::Duration;

/// How long letters are gathered.
pub const GATHER: Duration = Duration::from_millis(200);

/// The texts of the open board, as far as typing into them is under way.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// What the page was told and may not know yet, per text.
    texts: OrdMap<FieldAt, DeskText>,
    gathered: Option<(FieldAt, Delta)>,
}

impl Typed {
    /// Whether letters wait to become a change.
    pub fn is_waiting(&self) -> bool {
        self.gathered.is_some()
    }

    /// Whether the page was told of a change to this text that it may not know.
    pub fn has_told(&self, at: &FieldAt) -> bool {
        self.texts.contains_key(at)
    }

    /// Takes what the page typed after having seen revision `seen`. Returns the act that must be
    /// performed first, if letters of another text were waiting.
    pub fn type_in(&mut self, at: FieldAt, delta: &Delta, seen: u64) -> Option<Act> {
        let before = match &self.gathered {
            Some((gathered, _)) if *gathered != at => self.gather(),
            Some(_) | None => None,
        };
        let now = match self.texts.get_mut(&at) {
            Some(text) => text.typed(delta, seen),
            None => delta.clone(),
        };
        let whole = match self.gathered.take() {
            Some((_, waiting)) => waiting.then(&now),
            None => now,
        };
        self.gathered = (!whole.is_empty()).then_some((at, whole));
        before
    }

    /// The letters that wait, as an act.
    pub fn gather(&mut self) -> Option<Act> {
        let (at, delta) = self.gathered.take()?;
        Some(Act::new(Message::Write, vec![Edit::Splice { at, delta }]))
    }

    /// A text of the document changed otherwise than by this page's typing; the page is told
    /// `delta` as `revision`. Letters that wait are moved over it.
    pub fn tell(&mut self, revision: u64, at: &FieldAt, delta: &Delta) {
        let told = match &mut self.gathered {
            Some((gathered, mine)) if gathered == at => {
                // Counted in the document with the letters that wait, as later typing is.
                let told = delta.over(mine, true);
                *mine = mine.over(delta, false);
                told
            }
            Some(_) | None => delta.clone(),
        };
        self.texts.entry(at.clone()).or_default().tell(revision, told);
    }

    /// The page has taken everything up to `revision`.
    pub fn seen(&mut self, revision: u64) {
        for text in self.texts.values_mut() {
            text.forget(revision);
        }
        self.texts.retain(|_, text| !text.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::record::RecordAt;
    use shared::sections::Kind;

    fn statement() -> FieldAt {
        RecordAt::single(Kind::Vision).field("statement")
    }

    fn problem() -> FieldAt {
        RecordAt::single(Kind::Vision).field("problem")
    }

    #[test]
    fn a_word_typed_letter_by_letter_is_one_change() {
        let mut typed = Typed::default();
        for (index, letter) in ["e", "a", "u"].into_iter().enumerate() {
            assert_eq!(typed.type_in(statement(), &Delta::splice(index, 0, letter), 0), None);
        }
        let act = typed.gather().expect("an act");
        assert_eq!(act.edits, [Edit::Splice { at: statement(), delta: Delta::splice(0, 0, "eau") }]);
        assert_eq!(typed.gather(), None);
    }

    #[test]
    fn going_on_in_another_field_performs_the_first() {
        let mut typed = Typed::default();
        typed.type_in(statement(), &Delta::splice(0, 0, "eau"), 0);
        let first = typed.type_in(problem(), &Delta::splice(0, 0, "sel"), 0).expect("an act");
        assert!(matches!(&first.edits[0], Edit::Splice { at, .. } if *at == statement()));
        assert!(typed.is_waiting());
    }

    #[test]
    fn a_neighbours_word_that_arrives_while_letters_wait_loses_neither() {
        let document = "la lagune";
        let mut typed = Typed::default();
        let mut page = shared::typing::PageText::new(document);
        let mine = Delta::splice(9, 0, " vit");
        page.type_in(1, mine.clone());
        typed.type_in(statement(), &mine, 0);

        // Binta's word reaches the document, which does not have the letters yet; then one more
        // letter comes from a page that has not seen the word.
        let theirs = Delta::splice(0, 0, "Ici, ");
        let document = theirs.apply(document);
        typed.tell(1, &statement(), &theirs);
        let more = Delta::splice(13, 0, "!");
        page.type_in(2, more.clone());
        typed.type_in(statement(), &more, 0);
        page.take(&theirs);

        let act = typed.gather().expect("an act");
        let Edit::Splice { delta, .. } = &act.edits[0] else { panic!("a splice") };
        assert_eq!(delta.apply(&document), "Ici, la lagune vit!");
        assert_eq!(page.text(), "Ici, la lagune vit!");
    }

    #[test]
    fn letters_typed_before_a_neighbours_word_was_seen_land_beside_it() {
        let mut typed = Typed::default();
        let document = Delta::splice(0, 0, "Ici, ").apply("la lagune");
        typed.tell(1, &statement(), &Delta::splice(0, 0, "Ici, "));
        typed.type_in(statement(), &Delta::splice(9, 0, " vit"), 0);
        let act = typed.gather().expect("an act");
        let Edit::Splice { delta, .. } = &act.edits[0] else { panic!("a splice") };
        assert_eq!(delta.apply(&document), "Ici, la lagune vit");
    }

    #[test]
    fn a_letter_typed_and_taken_back_is_no_change() {
        let mut typed = Typed::default();
        typed.type_in(statement(), &Delta::splice(0, 0, "x"), 0);
        typed.type_in(statement(), &Delta::splice(0, 1, ""), 0);
        assert_eq!(typed.gather(), None);
    }
}
