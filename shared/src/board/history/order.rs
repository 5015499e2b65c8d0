//! The one order in which a history is told: nothing before what it builds on, and what was
//! written at the same time by the authors' clocks. A clock that is wrong can place a change
//! among those that nobody knew of each other, and never before what its author had seen.

use automerge::{ChangeHash, ChangeMetadata};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// The places of `metas` in the order of telling. They are given in an order in which they apply;
/// what they build on and is not among them counts as told before.
pub(super) fn told(metas: &[ChangeMetadata<'_>]) -> Vec<usize> {
    let at: HashMap<ChangeHash, usize> = metas.iter().enumerate().map(|(at, meta)| (meta.hash, at)).collect();
    let mut waits_for: Vec<usize> = vec![0; metas.len()];
    let mut followed_by: Vec<Vec<usize>> = vec![vec![]; metas.len()];
    for (place, meta) in metas.iter().enumerate() {
        for before in meta.deps.iter().filter_map(|dep| at.get(dep)) {
            followed_by[*before].push(place);
            waits_for[place] += 1;
        }
    }
    let key = |place: usize| Reverse((metas[place].timestamp, metas[place].hash, place));
    let mut next: BinaryHeap<_> = (0..metas.len()).filter(|place| waits_for[*place] == 0).map(key).collect();
    let mut out = Vec::with_capacity(metas.len());
    while let Some(Reverse((_, _, place))) = next.pop() {
        out.push(place);
        for follower in &followed_by[place] {
            waits_for[*follower] -= 1;
            if waits_for[*follower] == 0 {
                next.push(key(*follower));
            }
        }
    }
    out
}
