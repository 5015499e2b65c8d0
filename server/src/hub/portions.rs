//! A large commit goes to level peers in portions, as if it had been several: a socket keeps room for
//! the longest message that it ever sent, and at a full table everybody would. Measured with 40 unmodified
//! clients, one of whom brought 1,000 changes at once: 30 MiB held afterwards, 35 without portions.

use super::*;

/// Most bytes of changes in one message, unless a single change is longer.
const MOST_BYTES: usize = 16 * 1024;

/// Some changes of a commit, and the heads that they lead to.
pub(super) struct Portion<'c> {
    pub changes: &'c [StoredChange],
    pub heads: Vec<ChangeHash>,
}

/// A commit whose changes stand in an order in which they apply, between the heads before and after.
pub(super) fn portions<'c>(
    changes: &'c [StoredChange],
    before: &[ChangeHash],
    after: &[ChangeHash],
) -> Vec<Portion<'c>> {
    let whole = || vec![Portion { changes, heads: after.to_vec() }];
    if changes.iter().map(|change| change.bytes.len()).sum::<usize>() <= MOST_BYTES {
        return whole();
    }
    let mut heads: BTreeSet<ChangeHash> = before.iter().copied().collect();
    let (mut portions, mut from, mut bytes) = (vec![], 0, 0);
    for (n, change) in changes.iter().enumerate() {
        if n > from && bytes + change.bytes.len() > MOST_BYTES {
            portions.push(Portion { changes: &changes[from..n], heads: heads.iter().copied().collect() });
            (from, bytes) = (n, 0);
        }
        bytes += change.bytes.len();
        let Ok(read) = Change::from_bytes(change.bytes.clone()) else { return whole() };
        for dep in read.deps() {
            heads.remove(dep);
        }
        heads.insert(change.hash);
    }
    if !heads.iter().eq(after) {
        return whole(); // the board knows better
    }
    portions.push(Portion { changes: &changes[from..], heads: after.to_vec() });
    portions
}
