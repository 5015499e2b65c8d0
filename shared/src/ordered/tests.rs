//! They do what the standard library's do.

use super::{OrdMap, OrdSet};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

proptest! {
    #[test]
    fn a_map_holds_what_a_tree_holds(begin: Vec<(u8, u16)>, acts: Vec<(u8, u8, u16)>, more: Vec<(u8, u16)>) {
        let mut ours: OrdMap<u8, u16> = begin.iter().copied().collect();
        let mut theirs: BTreeMap<u8, u16> = begin.into_iter().collect();
        for (act, key, value) in acts {
            match act % 4 {
                0 => prop_assert_eq!(ours.insert(key, value), theirs.insert(key, value)),
                1 => prop_assert_eq!(ours.remove(&key), theirs.remove(&key)),
                2 => prop_assert_eq!(ours.entry(key).or_insert(value), theirs.entry(key).or_insert(value)),
                _ => prop_assert_eq!(ours.get(&key), theirs.get(&key)),
            }
        }
        ours.extend(more.iter().copied());
        theirs.extend(more);
        ours.retain(|key, _| key % 3 > 0);
        theirs.retain(|key, _| key % 3 > 0);
        prop_assert!(ours.iter().eq(theirs.iter()));
        prop_assert_eq!(ours.last_key_value(), theirs.last_key_value());
        let written = postcard::to_allocvec(&theirs).unwrap();
        prop_assert_eq!(&postcard::to_allocvec(&ours).unwrap(), &written, "and is written alike");
        prop_assert_eq!(postcard::from_bytes::<OrdMap<u8, u16>>(&written).unwrap(), ours);
    }

    #[test]
    fn a_set_holds_what_a_tree_holds(begin: Vec<u8>, acts: Vec<(bool, u8)>, other: Vec<u8>) {
        let mut ours: OrdSet<u8> = begin.iter().copied().collect();
        let mut theirs: BTreeSet<u8> = begin.into_iter().collect();
        for (puts, one) in acts {
            match puts {
                true => prop_assert_eq!(ours.insert(one), theirs.insert(one)),
                false => prop_assert_eq!(ours.remove(&one), theirs.remove(&one)),
            }
        }
        let (our_other, their_other) = (OrdSet::from_iter(other.clone()), BTreeSet::from_iter(other));
        prop_assert!(ours.iter().eq(theirs.iter()));
        prop_assert!(ours.difference(&our_other).eq(theirs.difference(&their_other)));
        prop_assert!(ours.intersection(&our_other).eq(theirs.intersection(&their_other)));
        prop_assert_eq!(ours.is_subset(&our_other), theirs.is_subset(&their_other));
        let written = postcard::to_allocvec(&theirs).unwrap();
        prop_assert_eq!(&postcard::to_allocvec(&ours).unwrap(), &written, "and is written alike");
        prop_assert_eq!(postcard::from_bytes::<OrdSet<u8>>(&written).unwrap(), ours);
    }
}
