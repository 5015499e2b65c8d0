//! Comments: threads on an object, on one of its texts or on a passage in it, and what people
//! write there. A comment is its writer's own; anyone who may comment resolves.
//!
//! Who wrote one is read from the document's authors (`board::signed`), never from a field. A
//! passage is kept in its own words with those around it, so that it is found again in the text
//! as it reads now, wherever that text is read; a cursor of Automerge would have to be proved to
//! point into this text before every use (`docs/automerge-findings.md`).

use super::{Field, Kind, Section, Shape, Spec, field};
use crate::delta::{byte_of_utf16, utf16_len};
use crate::ids::{MemberId, RecordId};
use crate::record::{Record, RecordAt, Records, Scalar, Value};
use crate::sort::sort_by;
use std::ops::Range;

/// Longest words that a passage is kept by, in characters.
pub const MAX_QUOTE: usize = 400;

/// How many characters around a passage are kept with it.
const AROUND: usize = 32;

/// The field that a reading fills in: the member who wrote the record.
pub const BY: &str = "by";

/// The member that an imported comment names; its importer wrote it on this board.
pub const SAID: &str = "said";

const SIGNED: Field = field(BY, Shape::Free);
const SAID_BY: Field = field(SAID, Shape::Free);

pub const THREADS: Spec = Spec {
    section: Section::Comments,
    collection: Some("threads"),
    fields: &[
        // The object, as `section/collection/id`, or `section` for a section's own record.
        field("on", Shape::Free),
        // The text in it, with `@lang` for a translation; nothing for the object as a whole.
        field("field", Shape::Free),
        field("quote", Shape::Free),
        field("before", Shape::Free),
        field("after", Shape::Free),
        field("at", Shape::Date),
        // When it was; nothing while it is open.
        field("resolved", Shape::Date),
        SIGNED,
        SAID_BY,
        field("place", Shape::Place),
    ],
};

pub const REPLIES: Spec = Spec {
    section: Section::Comments,
    collection: Some("replies"),
    fields: &[
        field("thread", Shape::Ref(&[Kind::Thread])),
        field("text", Shape::Text),
        field("at", Shape::Date),
        // Organisations and members who are asked to look.
        field("mentions", Shape::Set),
        SIGNED,
        SAID_BY,
        field("place", Shape::Place),
    ],
};

/// What a thread is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub on: RecordAt,
    /// Empty for the object as a whole.
    pub field: String,
    pub passage: Option<Passage>,
}

/// Words in a text, with the words around them as they were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    pub quote: String,
    pub before: String,
    pub after: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    pub id: RecordId,
    pub anchor: Anchor,
    pub by: Option<MemberId>,
    /// ISO 8601, by the writer's clock.
    pub at: String,
    pub is_resolved: bool,
    /// Oldest first.
    pub replies: Vec<Reply>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub id: RecordId,
    pub by: Option<MemberId>,
    /// The importer of a board's file says that it was theirs.
    pub is_imported: bool,
    pub text: String,
    pub at: String,
    /// Ids of organisations and members.
    pub mentions: Vec<String>,
}

/// The threads of a board that still say something, the one spoken in last first.
pub fn threads(records: &Records) -> Vec<Thread> {
    let mut threads: Vec<Thread> = records
        .all(Kind::Thread)
        .filter(|record| !record.is_removed())
        .filter_map(|record| Thread::read(record, records))
        .collect();
    sort_by(&mut threads, |a, b| b.last_at().cmp(a.last_at()).then_with(|| a.id.cmp(&b.id)));
    threads
}

impl Thread {
    /// Nothing if it is about nothing that a board has, or if all in it was taken back.
    fn read(record: &Record, records: &Records) -> Option<Self> {
        let on = place_of(record.text("on"))?;
        let passage = (!record.text("quote").is_empty()).then(|| Passage {
            quote: record.text("quote").to_owned(),
            before: record.text("before").to_owned(),
            after: record.text("after").to_owned(),
        });
        let mut replies: Vec<Reply> = records
            .all(Kind::Reply)
            .filter(|reply| !reply.is_removed() && reply.reference("thread").as_ref() == Some(&record.id))
            .map(Reply::read)
            .filter(|reply| !reply.text.trim().is_empty())
            .collect();
        sort_by(&mut replies, |a, b| a.at.cmp(&b.at).then_with(|| a.id.cmp(&b.id)));
        (!replies.is_empty()).then(|| Self {
            id: record.id.clone(),
            anchor: Anchor { on, field: record.text("field").to_owned(), passage },
            by: writer(record),
            at: record.text("at").to_owned(),
            is_resolved: !record.text("resolved").is_empty(),
            replies,
        })
    }

    /// When it was last spoken in.
    pub fn last_at(&self) -> &str {
        self.replies.last().map_or(self.at.as_str(), |reply| reply.at.as_str())
    }

    /// Whether somebody was asked to look, by the id of their organisation or their own.
    pub fn mentions(&self, who: &str) -> bool {
        self.replies.iter().any(|reply| reply.mentions.iter().any(|mention| mention == who))
    }
}

impl Reply {
    fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            by: writer(record),
            is_imported: !record.text(SAID).is_empty(),
            text: record.text("text").to_owned(),
            at: record.text("at").to_owned(),
            mentions: record.set("mentions").map(str::to_owned).collect(),
        }
    }
}

/// Who wrote a comment; of an imported one, whom it names.
fn writer(record: &Record) -> Option<MemberId> {
    MemberId::parse(record.text(SAID)).or_else(|| MemberId::parse(record.text(BY)))
}

impl Anchor {
    /// The object as a whole.
    pub fn of(on: RecordAt) -> Self {
        Self { on, field: String::new(), passage: None }
    }

    /// What a new thread's record holds.
    pub fn values(&self) -> Vec<(String, Value)> {
        let mut values = vec![("on".to_owned(), path_of(&self.on))];
        values.push(("field".to_owned(), self.field.clone()));
        if let Some(passage) = &self.passage {
            values.push(("quote".to_owned(), passage.quote.clone()));
            values.push(("before".to_owned(), passage.before.clone()));
            values.push(("after".to_owned(), passage.after.clone()));
        }
        let said = values.into_iter().filter(|(_, text)| !text.is_empty());
        said.map(|(key, text)| (key, Value::Scalar(Scalar::Text(text)))).collect()
    }
}

impl Passage {
    /// The words between two places of `text` (UTF-16), or nothing if there are none.
    pub fn chosen(text: &str, from: usize, to: usize) -> Option<Self> {
        let (from, to) = (byte_of_utf16(text, from.min(to)), byte_of_utf16(text, from.max(to)));
        let quote: String = text[from..to].chars().take(MAX_QUOTE).collect();
        let end = from + quote.len();
        let skipped = text[..from].chars().count().saturating_sub(AROUND);
        (!quote.trim().is_empty()).then(|| Self {
            quote,
            before: text[..from].chars().skip(skipped).collect(),
            after: text[end..].chars().take(AROUND).collect(),
        })
    }

    /// Where it stands in `text` now (UTF-16): the same words where those around them agree most,
    /// or else what stands between the words around it. Nothing once all of that is gone.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        let same = text.match_indices(self.quote.as_str()).filter(|_| !self.quote.is_empty());
        let found = same.map(|(at, quote)| {
            let (before, after) = (&text[..at], &text[at + quote.len()..]);
            let agrees = common_end(before, &self.before) + common_start(after, &self.after);
            (agrees, at..at + quote.len())
        });
        // The first of equals.
        let best = found.reduce(|best, next| if next.0 > best.0 { next } else { best });
        let range = match best {
            Some((_, range)) => range,
            None => self.between(text)?,
        };
        let from = utf16_len(&text[..range.start]);
        Some(from..from + utf16_len(&text[range]))
    }

    /// What stands between the words that stood around it.
    fn between(&self, text: &str) -> Option<Range<usize>> {
        let from = match self.before.as_str() {
            "" => 0,
            before => text.find(before)? + before.len(),
        };
        let to = match self.after.as_str() {
            "" => text.len(),
            after => from + text[from..].find(after)?,
        };
        (from < to).then_some(from..to)
    }
}

fn common_end(text: &str, of: &str) -> usize {
    text.chars().rev().zip(of.chars().rev()).take_while(|(a, b)| a == b).count()
}

fn common_start(text: &str, of: &str) -> usize {
    text.chars().zip(of.chars()).take_while(|(a, b)| a == b).count()
}

/// How a thread names its object: `chain/nodes/4fz…`, `vision`.
pub fn path_of(at: &RecordAt) -> String {
    let section = at.kind.section().key();
    match at.kind.spec().collection {
        Some(collection) => [section, collection, at.id.as_str()].join("/"),
        None => section.to_owned(),
    }
}

/// The object that a thread names, if a board can have it.
pub fn place_of(path: &str) -> Option<RecordAt> {
    let mut parts = path.split('/');
    let section = Section::from_key(parts.next()?)?;
    match (parts.next(), parts.next(), parts.next()) {
        (None, _, _) => Kind::own_record_of(section).map(RecordAt::single),
        (Some(collection), Some(id), None) => {
            Some(RecordAt::new(Kind::at(section, collection)?, RecordId::parse(id)?))
        }
        (Some(_), _, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn passage(text: &str, words: &str) -> Passage {
        let at = text.find(words).unwrap();
        let from = utf16_len(&text[..at]);
        Passage::chosen(text, from, from + utf16_len(words)).unwrap()
    }

    fn found<'t>(passage: &Passage, text: &'t str) -> Option<&'t str> {
        let range = passage.find(text)?;
        Some(&text[byte_of_utf16(text, range.start)..byte_of_utf16(text, range.end)])
    }

    #[test]
    fn a_passage_is_found_after_others_wrote_before_it() {
        let chosen = passage("Près de la moitié des ménages cuisine.", "la moitié des ménages");
        assert_eq!(
            found(&chosen, "D’ici 2028, près de la moitié des ménages cuisine ici."),
            Some("la moitié des ménages")
        );
    }

    #[test]
    fn of_two_equal_passages_the_one_among_the_same_words_is_meant() {
        let text = "un prix juste ici, un prix juste là";
        let second = Passage::chosen(text, 19, 32).unwrap();
        assert_eq!(second.find(text), Some(19..32));
        assert_eq!(second.find(&format!("Alors {text}")), Some(25..38));
    }

    #[test]
    fn a_passage_that_was_reworded_is_what_stands_between_its_neighbours() {
        let chosen = passage("La moitié des ménages cuisine ici.", "moitié");
        assert_eq!(found(&chosen, "La majorité des ménages cuisine ici."), Some("majorité"));
    }

    #[test]
    fn a_passage_that_is_gone_with_its_neighbours_stands_nowhere() {
        let chosen = passage("La moitié des ménages", "moitié");
        assert_eq!(chosen.find("Tout autre chose"), None);
        assert_eq!(Passage::chosen("a  b", 1, 3), None);
    }

    #[test]
    fn every_object_of_a_board_can_be_commented_on_and_nothing_else() {
        for kind in Kind::ALL {
            let at = match kind.is_single() {
                true => RecordAt::single(kind),
                false => RecordAt::new(kind, RecordId::parse("n-1").unwrap()),
            };
            assert_eq!(place_of(&path_of(&at)), Some(at));
        }
        for path in ["", "chain/nodes", "chain/nodes/n1/x", "chain/nope/n1", "nowhere"] {
            assert_eq!(place_of(path), None, "{path}");
        }
    }

    proptest! {
        #[test]
        fn what_was_just_chosen_is_found_where_it_stands(text in "[ab é😀]{1,40}", from in 0usize..40, to in 0usize..40) {
            if let Some(chosen) = Passage::chosen(&text, from, to) {
                prop_assert!(found(&chosen, &text) == Some(chosen.quote.as_str()));
            }
        }

        #[test]
        fn any_text_is_searched_without_harm(quote in "[ab😀]{0,6}", before in "[ab]{0,4}", after in "[ab]{0,4}", text in "[ab😀]{0,20}") {
            let passage = Passage { quote, before, after };
            if let Some(range) = passage.find(&text) {
                prop_assert!(range.start < range.end && range.end <= utf16_len(&text));
            }
        }
    }
}
