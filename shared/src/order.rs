//! Where a record stands among others: `group|key` in one register, so that a move is one
//! write and two concurrent moves leave one card in one place.
//!
//! Keys are fractions in base 62, compared as text. Between two keys there is always another;
//! a jitter from the caller keeps two people who insert at the same spot apart.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Longest key that is made; past it, new keys fall back to the end of the group.
pub const MAX_KEY: usize = 48;

fn digit(byte: u8) -> usize {
    match byte {
        b'0'..=b'9' => usize::from(byte - b'0'),
        b'A'..=b'Z' => usize::from(byte - b'A') + 10,
        b'a'..=b'z' => usize::from(byte - b'a') + 36,
        // Another program's key: read as the nearest end.
        0..=b'/' => 0,
        _ => 61,
    }
}

/// A key strictly after `before` and strictly before `after`; an empty bound is open.
///
/// `jitter` is any random number: it chooses the last digits. Bounds in the wrong order
/// (two people moved at once) give a key right after `before`.
pub fn between(before: &str, after: &str, jitter: u32) -> String {
    let after = if !after.is_empty() && before >= after { "" } else { after };
    let (low, high) = (before.as_bytes(), after.as_bytes());
    let mut key = String::new();
    let mut bounded = !high.is_empty();
    let mut at = 0;
    loop {
        let floor = low.get(at).map_or(0, |byte| digit(*byte));
        let ceiling = if bounded { high.get(at).map_or(0, |byte| digit(*byte)) } else { 62 };
        if floor + 1 < ceiling {
            let middle = if high.is_empty() && at == 0 && ceiling == 62 {
                // Appending: small steps, so that keys stay short.
                floor + 1
            } else {
                floor + (ceiling - floor) / 2
            };
            key.push(char::from(DIGITS[middle]));
            break;
        }
        key.push(char::from(DIGITS[floor]));
        if floor < ceiling {
            bounded = false;
        }
        at += 1;
    }
    let spread = jitter as usize % (62 * 61);
    key.push(char::from(DIGITS[spread / 61]));
    // Never end in the smallest digit: nothing would fit before it.
    key.push(char::from(DIGITS[spread % 61 + 1]));
    if key.len() > MAX_KEY && after.is_empty() {
        key.truncate(MAX_KEY);
    }
    key
}

/// The register's text for a place.
pub fn place(group: &str, key: &str) -> String {
    format!("{group}|{key}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn appending_a_hundred_cards_keeps_keys_short() {
        let mut last = String::new();
        for n in 0..100 {
            let next = between(&last, "", n * 977);
            assert!(next > last, "{next} after {last}");
            last = next;
        }
        assert!(last.len() <= 12, "{last}");
    }

    proptest! {
        #[test]
        fn a_card_dropped_between_two_lands_between_them(
            places in prop::collection::vec((any::<prop::sample::Index>(), any::<u32>()), 1..60)
        ) {
            let mut keys: Vec<String> = vec![];
            for (index, jitter) in places {
                let at = index.index(keys.len() + 1);
                let before = if at == 0 { "" } else { keys[at - 1].as_str() };
                let after = keys.get(at).map_or("", String::as_str);
                let key = between(before, after, jitter);
                prop_assert!(before < key.as_str(), "{before} < {key}");
                prop_assert!(after.is_empty() || key.as_str() < after, "{key} < {after}");
                keys.insert(at, key);
            }
        }
    }
}
