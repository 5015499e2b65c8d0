//! Where the operations of one change stand: what later ones may overwrite, or write behind.
//!
//! Automerge does not ask whether the operation that another names stands in the same object
//! and under the same key. Where it does not, it panics at once, or keeps a board that can
//! never be loaded again.

use automerge::legacy::{Key, ObjectId, Op, OpType};
use std::collections::HashMap;

/// The places of a change's operations, in order.
#[derive(Clone, Debug, Default)]
pub struct Laid {
    start: u64,
    objects: Vec<ObjectId>,
    keys: Vec<Key>,
    places: Vec<Place>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    object: u32,
    at: u32,
}

/// In a [`Place`]: a letter of a text. Else, below [`NOTHING`], one of the keys.
const LETTER: u32 = u32::MAX;
/// In a [`Place`]: it takes away, and leaves nothing that could be named.
const NOTHING: u32 = u32::MAX - 1;

/// What stands somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What<'a> {
    /// A value or an object, under this key.
    Under(&'a Key),
    Letter,
    Nothing,
}

impl Laid {
    pub fn of(operations: &[Op], start: u64) -> Self {
        let mut laid = Self { start, places: Vec::with_capacity(operations.len()), ..Self::default() };
        let (mut objects, mut keys) = (HashMap::new(), HashMap::new());
        for op in operations {
            let object = match laid.places.last() {
                // People stay where they write.
                Some(last) if laid.objects[last.object as usize] == op.obj => last.object,
                _ => index(&mut objects, &mut laid.objects, &op.obj),
            };
            let at = match (&op.action, &op.key, op.insert) {
                (OpType::Put(_) | OpType::Make(_), Key::Seq(_), true) => LETTER,
                (OpType::Put(_) | OpType::Make(_), Key::Map(_), false) => {
                    index(&mut keys, &mut laid.keys, &op.key)
                }
                // Deleted, or what no board takes.
                (_, _, _) => NOTHING,
            };
            laid.places.push(Place { object, at });
        }
        laid
    }

    /// How many operations.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The counter of the first operation.
    pub fn start(&self) -> u64 {
        self.start
    }

    /// The object, and what stands there, of the operation with this counter.
    pub fn at(&self, counter: u64) -> Option<(&ObjectId, What<'_>)> {
        let place = self.places.get(usize::try_from(counter.checked_sub(self.start)?).ok()?)?;
        let what = match place.at {
            LETTER => What::Letter,
            NOTHING => What::Nothing,
            key => What::Under(&self.keys[key as usize]),
        };
        Some((&self.objects[place.object as usize], what))
    }
}

/// Where `thing` stands in the list; at its end if it was not there.
fn index<T: Clone + std::hash::Hash + Eq>(known: &mut HashMap<T, u32>, list: &mut Vec<T>, thing: &T) -> u32 {
    if let Some(index) = known.get(thing) {
        return *index;
    }
    let index = list.len() as u32;
    list.push(thing.clone());
    known.insert(thing.clone(), index);
    index
}
