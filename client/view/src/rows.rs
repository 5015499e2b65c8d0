//! Lists by key: which rows stay, which are new. Knows keys only by comparing them.

use crate::closures::Ask;
use crate::into_view::AnyView;
use reactive_graph::owner::Owner;
use std::cmp::Ordering;

/// A list that is asked again whenever what it read changes.
pub struct Rows {
    /// Owns the rows, which outlive each asking.
    pub owner: Owner,
    pub next: Box<dyn Ask<Vec<Row>>>,
}

/// A row of the next list.
pub enum Row {
    /// The one that stands at this place now.
    Kept(usize),
    New(Box<dyn FnOnce() -> AnyView>),
}

/// Where each of `new` keys stood among `old` ones. `meets` compares a new key with an old one,
/// `among` two old ones. A key that comes twice is found once.
pub fn places(
    old: usize,
    new: usize,
    meets: &dyn Fn(usize, usize) -> Ordering,
    among: &dyn Fn(usize, usize) -> Ordering,
) -> Vec<Option<usize>> {
    let same = (0..old.min(new)).take_while(|at| meets(*at, *at) == Ordering::Equal).count();
    let mut places: Vec<Option<usize>> = (0..same).map(Some).collect();
    let mut rest: Vec<usize> = (same..old).collect();
    rest.sort_unstable_by(|one, other| among(*one, *other));
    let mut taken = vec![false; rest.len()];
    for at in same..new {
        let found = rest.binary_search_by(|old| meets(at, *old).reverse()).ok();
        let free = found.filter(|found| !std::mem::replace(&mut taken[*found], true));
        places.push(free.map(|found| rest[found]));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(old: &str, new: &str) -> Vec<Option<usize>> {
        let (old, new) = (old.as_bytes(), new.as_bytes());
        places(old.len(), new.len(), &|at, was| new[at].cmp(&old[was]), &|one, other| {
            old[one].cmp(&old[other])
        })
    }

    #[test]
    fn rows_are_found_again_wherever_they_go() {
        assert_eq!(found("abc", "abc"), [Some(0), Some(1), Some(2)]);
        assert_eq!(found("abcd", "adxb"), [Some(0), Some(3), None, Some(1)]);
        assert_eq!(found("ba", "ab"), [Some(1), Some(0)]);
        assert_eq!(found("", "a"), [None]);
        assert_eq!(found("a", ""), []);
    }

    #[test]
    fn a_key_that_comes_twice_has_one_row() {
        assert_eq!(found("ab", "bb"), [Some(1), None]);
    }
}
