//! What was judged last, kept from one batch to the next: people write next to what was just written,
//! and on top of it. It says nothing that the board does not; asking the board takes a walk along the text.

use super::laid::{Laid, What};
use automerge::legacy::{ObjectId, OpId};
use automerge::{ActorId, ChangeHash};
use std::collections::HashMap;

/// So many operations are kept between batches, a change counting as some more: tens of kilobytes.
const MOST: usize = 8_192;
const OF_A_CHANGE: usize = 32;

/// Where the operations of the changes of late stand, and their highest counters.
#[derive(Clone, Debug, Default)]
pub struct Lately {
    /// Change by change, in order.
    laid: HashMap<ActorId, Vec<Laid>>,
    max_ops: HashMap<ChangeHash, u64>,
    size: usize,
}

impl Lately {
    pub fn note(&mut self, (hash, max_op): (ChangeHash, u64), actor: &ActorId, laid: Laid) {
        self.size += laid.len() + OF_A_CHANGE;
        self.laid.entry(actor.clone()).or_default().push(laid);
        self.max_ops.insert(hash, max_op);
    }

    /// The object of an operation, and what it left there.
    pub fn at(&self, id: &OpId) -> Option<(&ObjectId, What<'_>)> {
        let laid = self.laid.get(id.actor())?;
        let behind = laid.partition_point(|laid| laid.start() <= id.counter());
        laid.get(behind.checked_sub(1)?)?.at(id.counter())
    }

    pub fn max_op(&self, hash: &ChangeHash) -> Option<u64> {
        self.max_ops.get(hash).copied()
    }

    /// Forgets when it has become much: what it held is on the board by now, or will never be.
    pub fn bounded(self) -> Self {
        if self.size > MOST { Self::default() } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_knows_what_was_laid_until_it_has_become_much() {
        let ana = ActorId::from([1u8; 16]);
        let hash = |n: usize| ChangeHash([n as u8; 32]);
        let mut lately = Lately::default();
        lately.note((hash(1), 7), &ana, Laid::of(&[], 7));
        lately = lately.bounded();
        assert_eq!((lately.max_op(&hash(1)), lately.max_op(&hash(2))), (Some(7), None));
        for n in 0..=MOST / OF_A_CHANGE {
            lately.note((hash(n), 7), &ana, Laid::of(&[], 7));
        }
        assert_eq!(lately.bounded().max_op(&hash(1)), None);
    }
}
