//! How often one address may be wrong about a link or code.
//!
//! Only wrong tries count, so a whole meeting room behind one address joins without waiting.
//! Bounded: when too many addresses are known, those that have all their tries back go first.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard};

/// Wrong tries in a row, from one address, before it waits.
const TRIES: i64 = 20;
/// Seconds until a wrong try is given back.
const BACK_AFTER_S: i64 = 6;
const MAX_ADDRESSES: usize = 10_000;

#[derive(Debug, Default)]
pub struct Tries(Mutex<HashMap<IpAddr, Spent>>);

/// Tries spent as of a time.
#[derive(Clone, Copy, Debug)]
struct Spent {
    tries: i64,
    at: i64,
}

impl Spent {
    fn as_of(self, now: i64) -> Self {
        let back = (now - self.at).max(0) / BACK_AFTER_S;
        // What is left of the wait for the next one must not be lost.
        let at = if back >= self.tries { now } else { self.at + back * BACK_AFTER_S };
        Self { tries: (self.tries - back).max(0), at }
    }
}

impl Tries {
    /// Whether this address may try now.
    pub fn may(&self, address: IpAddr, now: i64) -> bool {
        self.rows().get(&network(address)).is_none_or(|spent| spent.as_of(now).tries < TRIES)
    }

    /// This address was wrong.
    pub fn wrong(&self, address: IpAddr, now: i64) {
        let mut rows = self.rows();
        if rows.len() >= MAX_ADDRESSES {
            rows.retain(|_, spent| spent.as_of(now).tries > 0);
        }
        if rows.len() >= MAX_ADDRESSES {
            // More guessing networks than fit: forgetting all of them costs less than memory without end.
            rows.clear();
        }
        let spent = rows.entry(network(address)).or_insert(Spent { tries: 0, at: now });
        let known = spent.as_of(now);
        *spent = Spent { tries: (known.tries + 1).min(TRIES), at: known.at };
    }

    fn rows(&self) -> MutexGuard<'_, HashMap<IpAddr, Spent>> {
        self.0.lock().expect("no holder panics")
    }
}

/// Whoever has one IPv6 address has the whole /64.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn whoever_guesses_waits_and_nobody_else_does() {
        let (tries, guesser) = (Tries::default(), address("192.0.2.1"));
        for _ in 0..TRIES {
            assert!(tries.may(guesser, 100));
            tries.wrong(guesser, 100);
        }
        assert!(!tries.may(guesser, 100));
        assert!(!tries.may(guesser, 100 + BACK_AFTER_S - 1));
        assert!(tries.may(guesser, 100 + BACK_AFTER_S));
        assert!(tries.may(address("192.0.2.2"), 100));
    }

    #[test]
    fn one_household_of_addresses_is_one_guesser() {
        let tries = Tries::default();
        for last in 0..TRIES {
            tries.wrong(address(&format!("2001:db8::{last:x}")), 0);
        }
        assert!(!tries.may(address("2001:db8::ffff"), 0));
        assert!(tries.may(address("2001:db8:0:1::1"), 0));
    }

    #[test]
    fn however_many_guess_memory_is_bounded() {
        let tries = Tries::default();
        for n in 0..(2 * MAX_ADDRESSES as u32) {
            tries.wrong(IpAddr::V4(n.into()), 0);
        }
        assert!(tries.rows().len() <= MAX_ADDRESSES);
    }
}
