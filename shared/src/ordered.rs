//! Maps and sets in the order of their keys, as one sorted list each.
//!
//! They do what `BTreeMap` and `BTreeSet` do. Those are compiled anew for every type, some 6 kB each in
//! the browser's module, and were a fifth of it; of these a type costs a search and a shift. A board's
//! maps have few or thousands of entries, which mostly come in order: putting one in the middle moves
//! what follows, and many at once ([`Extend`], `collect`) are sorted once ([`crate::sort`]).
//!
//! What others can make long and in any order, one by one, stays with the standard library's: the
//! records, fields and changes that a batch touches, and all that the judge keeps.

mod map;
mod set;

pub use map::{Entry, OrdMap};
pub use set::OrdSet;

use std::borrow::Borrow;

/// Where `key` stands in a list that is in the order of what `key_of` reads, or where it would.
fn place<T, K: Borrow<Q>, Q: Ord + ?Sized>(
    list: &[T],
    key_of: impl Fn(&T) -> &K,
    key: &Q,
) -> Result<usize, usize> {
    // Most come in order: looked at first, they cost one comparison.
    if list.last().is_some_and(|last| key_of(last).borrow() < key) {
        return Err(list.len());
    }
    list.binary_search_by(|known| key_of(known).borrow().cmp(key))
}

#[cfg(test)]
mod tests;
