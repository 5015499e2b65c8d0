//! How often one address may be wrong about a link or code.
//!
//! Only wrong tries count, so a whole meeting room behind one address joins without waiting.
//! Bounded: when too many addresses are known, those that have all their tries back go first.

use super::{Limits, network};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard};

#[derive(Debug)]
pub struct Tries {
    /// Wrong tries in a row, from one address, before it waits.
    tries: i64,
    /// Seconds until a wrong try is given back.
    back_after_s: i64,
    most: usize,
    spent: Mutex<HashMap<IpAddr, Spent>>,
}

/// Tries spent as of a time.
#[derive(Clone, Copy, Debug)]
struct Spent {
    tries: i64,
    at: i64,
}

impl Spent {
    fn as_of(self, now: i64, back_after_s: i64) -> Self {
        let back = (now - self.at).max(0) / back_after_s;
        // What is left of the wait for the next one must not be lost.
        let at = if back >= self.tries { now } else { self.at + back * back_after_s };
        Self { tries: (self.tries - back).max(0), at }
    }
}

impl Tries {
    pub fn new(limits: &Limits) -> Self {
        Self {
            tries: i64::from(limits.wrong_tries_per_address),
            back_after_s: i64::try_from(limits.wrong_try_back_after.as_secs()).unwrap_or(i64::MAX).max(1),
            most: limits.payers_remembered,
            spent: Mutex::default(),
        }
    }

    /// Whether this address may try now.
    pub fn may(&self, address: IpAddr, now: i64) -> bool {
        let rows = self.rows();
        let spent = rows.get(&network(address));
        spent.is_none_or(|spent| spent.as_of(now, self.back_after_s).tries < self.tries)
    }

    /// This address was wrong.
    pub fn wrong(&self, address: IpAddr, now: i64) {
        let mut rows = self.rows();
        if rows.len() >= self.most {
            rows.retain(|_, spent| spent.as_of(now, self.back_after_s).tries > 0);
        }
        if rows.len() >= self.most {
            // More guessing networks than fit: forgetting all of them costs less than memory without end.
            rows.clear();
        }
        let spent = rows.entry(network(address)).or_insert(Spent { tries: 0, at: now });
        let known = spent.as_of(now, self.back_after_s);
        *spent = Spent { tries: (known.tries + 1).min(self.tries), at: known.at };
    }

    fn rows(&self) -> MutexGuard<'_, HashMap<IpAddr, Spent>> {
        self.spent.lock().expect("no holder panics")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIES: i64 = 20;
    const BACK_AFTER_S: i64 = 6;

    fn tries() -> Tries {
        Tries::new(&Limits::default())
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn whoever_guesses_waits_and_nobody_else_does() {
        let (tries, guesser) = (tries(), address("192.0.2.1"));
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
        let tries = tries();
        for last in 0..TRIES {
            tries.wrong(address(&format!("2001:db8::{last:x}")), 0);
        }
        assert!(!tries.may(address("2001:db8::ffff"), 0));
        assert!(tries.may(address("2001:db8:0:1::1"), 0));
    }

    #[test]
    fn however_many_guess_memory_is_bounded() {
        let tries = tries();
        for n in 0..(2 * tries.most as u32) {
            tries.wrong(IpAddr::V4(n.into()), 0);
        }
        assert!(tries.rows().len() <= tries.most);
    }
}
