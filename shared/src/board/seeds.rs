//! The seeds: what every board has from its beginning, the same bytes on every device and in
//! every release, so that two people who both begin a section offline meet in one.
//!
//! A seed is frozen once released. A new kind or a new text of a section's own record is a
//! new seed: add an empty file and its line here, run the ignored test, freeze its hash.

use automerge::{Automerge, Change, ChangeHash};
use std::sync::LazyLock;

const FILES: [&[u8]; 2] = [
    include_bytes!("../../seeds/1.automerge-change"),
    // Rounds of ideas: `session/rounds`, `session/idea_groups`, `session/dots`.
    include_bytes!("../../seeds/2.automerge-change"),
];

/// All seeds, oldest first.
pub(super) fn all() -> impl Iterator<Item = Change> {
    FILES.iter().filter(|bytes| !bytes.is_empty()).map(|bytes| {
        Change::from_bytes(bytes.to_vec()).expect("the seeds are changes: a test reads each of them")
    })
}

/// The seeds as chunks, to stand before chunks that build on them.
pub(super) fn chunks() -> Vec<u8> {
    FILES.concat()
}

/// Whether a change is a seed: everybody's, and nobody's.
pub fn is_seed(hash: &ChangeHash) -> bool {
    static HASHES: LazyLock<Vec<ChangeHash>> = LazyLock::new(|| all().map(|seed| seed.hash()).collect());
    HASHES.contains(hash)
}

/// The seeds that `doc` misses.
pub(super) fn missing(doc: &Automerge) -> Vec<Change> {
    all().filter(|seed| doc.get_change_meta_by_hash(&seed.hash()).is_none()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::raw::Source;
    use crate::board::reading::{SCHEMA, SCHEMA_KEY};
    use crate::sections::{Kind, Section, Shape};
    use automerge::transaction::{CommitOptions, Transactable, Transaction};
    use automerge::{ActorId, ObjId, ObjType, ROOT, ReadDoc, TextEncoding};

    /// Never changes: boards out there hold these.
    const HASHES: [&str; 2] = [
        "76472127f90dcc852d000e29901b22f73f07a540d719bb7adc46051b9ac8cd15",
        "0f74d20c41ee099474878b8039bb34b62d5204fa479689eb91a80116d793d8af",
    ];

    fn seeded() -> Automerge {
        let mut doc = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
        doc.apply_changes(all().collect::<Vec<_>>()).unwrap();
        doc
    }

    #[test]
    fn the_seeds_are_what_they_always_were() {
        let hashes: Vec<String> = all().map(|seed| seed.hash().to_string()).collect();
        assert_eq!(hashes, HASHES);
        for seed in all() {
            assert_eq!((seed.timestamp(), seed.seq(), seed.author()), (0, 1, None));
        }
    }

    #[test]
    fn every_section_collection_and_own_text_is_there_before_anybody_writes() {
        let doc = seeded();
        let source = Source::now(&doc);
        for kind in Kind::ALL {
            let spec = kind.spec();
            let section = source.map(&ROOT, spec.section.key()).unwrap();
            match spec.collection {
                Some(collection) => {
                    assert!(source.map(&section, collection).is_some(), "{kind:?} needs a seed")
                }
                None => {
                    for field in spec.fields.iter().filter(|field| object_of(field.shape).is_some()) {
                        let (value, _) = source.get(&section, field.key).unwrap();
                        assert!(value.is_object(), "{kind:?} {} needs a seed", field.key);
                    }
                }
            }
        }
    }

    fn object_of(shape: Shape) -> Option<ObjType> {
        match shape {
            Shape::Text | Shape::Translated => Some(ObjType::Text),
            Shape::Set | Shape::Cells => Some(ObjType::Map),
            Shape::Word(_)
            | Shape::Free
            | Shape::Date
            | Shape::Amount
            | Shape::Number { .. }
            | Shape::Flag
            | Shape::Ref(_)
            | Shape::Place => None,
        }
    }

    fn lay_down(tx: &mut Transaction<'_>, parent: &ObjId, key: &str, object: ObjType) -> ObjId {
        match tx.get(parent, key).unwrap() {
            Some((_, found)) => found,
            None => tx.put_object(parent, key, object).unwrap(),
        }
    }

    /// Fills the last seed's file if it is empty; never touches one that is not.
    #[test]
    #[ignore = "run by hand, once for each new seed"]
    fn write_the_new_seed() {
        let number = FILES.len();
        assert!(FILES[number - 1].is_empty(), "the newest seed is written already");
        let mut doc = seeded().with_actor(ActorId::from(format!("tablee-seed-{number:04}").as_bytes()));
        let mut tx = doc.transaction();
        if number == 1 {
            tx.put(ROOT, SCHEMA_KEY, SCHEMA).unwrap();
        }
        for section in Section::ALL {
            lay_down(&mut tx, &ROOT, section.key(), ObjType::Map);
        }
        for kind in Kind::ALL {
            let spec = kind.spec();
            let section = lay_down(&mut tx, &ROOT, spec.section.key(), ObjType::Map);
            match spec.collection {
                Some(collection) => {
                    lay_down(&mut tx, &section, collection, ObjType::Map);
                }
                None => {
                    for field in spec.fields {
                        if let Some(object) = object_of(field.shape) {
                            lay_down(&mut tx, &section, field.key, object);
                        }
                    }
                }
            }
        }
        let options = CommitOptions::default().with_time(0).with_message(format!("seed {number}"));
        tx.commit_with(options).0.unwrap();
        let bytes = doc.get_last_local_change().unwrap().raw_bytes().to_vec();
        std::fs::write(format!("seeds/{number}.automerge-change"), bytes).unwrap();
    }
}
