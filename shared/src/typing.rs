//! Typing without waiting: the page shows letters at once, the desk holds the document,
//! and each moves its changes over the other's that were under way.
//!
//! Messages between the two arrive in order. Where both insert at one spot, what came
//! from the document stands first, on both sides.

use crate::delta::Delta;
use std::collections::VecDeque;

/// The page's side of one text: what the field shows, and what the desk has not answered yet.
#[derive(Clone, Debug)]
pub struct PageText {
    text: String,
    pending: VecDeque<(u64, Delta)>,
}

impl PageText {
    /// A field that shows `text` as the desk last told it.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), pending: VecDeque::new() }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether everything typed has been answered.
    pub fn is_settled(&self) -> bool {
        self.pending.is_empty()
    }

    /// Takes what was typed into what the field shows. Send the same delta to the desk under
    /// `seq`, with the last revision this page has taken.
    pub fn type_in(&mut self, seq: u64, delta: Delta) {
        self.text = delta.apply(&self.text);
        self.pending.push_back((seq, delta));
    }

    /// A change from the document: returns it as it applies to what the field shows now.
    pub fn take(&mut self, delta: &Delta) -> Delta {
        let mut theirs = delta.clone();
        for (_, mine) in &mut self.pending {
            let over = theirs.over(mine, true);
            *mine = mine.over(&theirs, false);
            theirs = over;
        }
        self.text = theirs.apply(&self.text);
        theirs
    }

    /// The desk has performed everything up to `seq`.
    pub fn done(&mut self, seq: u64) {
        while self.pending.front().is_some_and(|(sent, _)| *sent <= seq) {
            self.pending.pop_front();
        }
    }
}

/// The desk's side of one text: changes it told the page that typing under way may not know.
#[derive(Clone, Debug, Default)]
pub struct DeskText {
    told: VecDeque<(u64, Delta)>,
}

impl DeskText {
    /// The document changed otherwise than by this page's typing; the page is told as `revision`.
    pub fn tell(&mut self, revision: u64, delta: Delta) {
        self.told.push_back((revision, delta));
    }

    /// What the page typed after having seen `seen`, as it applies to the document now.
    pub fn typed(&mut self, delta: &Delta, seen: u64) -> Delta {
        self.forget(seen);
        let mut mine = delta.clone();
        for (_, theirs) in &mut self.told {
            let over = mine.over(theirs, false);
            *theirs = theirs.over(&mine, true);
            mine = over;
        }
        mine
    }

    /// The page has taken everything up to `seen`.
    pub fn forget(&mut self, seen: u64) {
        while self.told.front().is_some_and(|(revision, _)| *revision <= seen) {
            self.told.pop_front();
        }
    }

    pub fn is_empty(&self) -> bool {
        self.told.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What happens next between a page, its desk and the world behind it.
    #[derive(Clone, Debug)]
    enum Step {
        Type { at: prop::sample::Index, delete: usize, insert: String },
        Remote { at: prop::sample::Index, delete: usize, insert: String },
        DeskHears,
        PageHears,
    }

    fn step() -> impl Strategy<Value = Step> {
        let splice = || (any::<prop::sample::Index>(), 0usize..3, "[a-c]{0,2}");
        prop_oneof![
            splice().prop_map(|(at, delete, insert)| Step::Type { at, delete, insert }),
            splice().prop_map(|(at, delete, insert)| Step::Remote { at, delete, insert }),
            Just(Step::DeskHears),
            Just(Step::PageHears),
        ]
    }

    enum ToPage {
        Told(u64, Delta),
        Done(u64),
    }

    struct Pair {
        page: PageText,
        desk: DeskText,
        document: String,
        to_desk: VecDeque<(u64, Delta, u64)>,
        to_page: VecDeque<ToPage>,
        seq: u64,
        revision: u64,
        seen: u64,
    }

    impl Pair {
        fn splice(text: &str, at: prop::sample::Index, delete: usize, insert: &str) -> Delta {
            let at = at.index(text.len() + 1);
            Delta::splice(at, delete.min(text.len() - at), insert)
        }

        fn perform(&mut self, step: Step) {
            match step {
                Step::Type { at, delete, insert } => {
                    let delta = Self::splice(self.page.text(), at, delete, &insert);
                    self.seq += 1;
                    self.page.type_in(self.seq, delta.clone());
                    self.to_desk.push_back((self.seq, delta, self.seen));
                }
                Step::Remote { at, delete, insert } => {
                    let delta = Self::splice(&self.document, at, delete, &insert);
                    self.document = delta.apply(&self.document);
                    self.revision += 1;
                    self.desk.tell(self.revision, delta.clone());
                    self.to_page.push_back(ToPage::Told(self.revision, delta));
                }
                Step::DeskHears => {
                    let Some((seq, delta, seen)) = self.to_desk.pop_front() else { return };
                    self.document = self.desk.typed(&delta, seen).apply(&self.document);
                    self.to_page.push_back(ToPage::Done(seq));
                }
                Step::PageHears => match self.to_page.pop_front() {
                    Some(ToPage::Told(revision, delta)) => {
                        self.page.take(&delta);
                        self.seen = revision;
                    }
                    Some(ToPage::Done(seq)) => self.page.done(seq),
                    None => {}
                },
            }
        }
    }

    proptest! {
        #[test]
        fn the_field_and_the_document_agree_once_all_is_heard(
            steps in prop::collection::vec(step(), 0..60)
        ) {
            let text = "abcabc";
            let mut pair = Pair {
                page: PageText::new(text), desk: DeskText::default(), document: text.to_owned(),
                to_desk: VecDeque::new(), to_page: VecDeque::new(), seq: 0, revision: 0, seen: 0,
            };
            for step in steps {
                pair.perform(step);
            }
            while !pair.to_desk.is_empty() || !pair.to_page.is_empty() {
                pair.perform(Step::DeskHears);
                pair.perform(Step::PageHears);
            }
            prop_assert_eq!(pair.page.text(), &pair.document);
            prop_assert!(pair.page.is_settled());
        }
    }
}
