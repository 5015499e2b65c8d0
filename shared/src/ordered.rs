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

#[cfg(test)]
mod tests;
