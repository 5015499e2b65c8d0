//! How much somebody may ask in a time: so much at once, and so much more each second.
//!
//! Whoever sends work faster than that is not refused it: they are read more slowly, which their
//! own connection tells them. Requests and new sockets beyond it are turned away.

use crate::admission::Caller;
use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// So much at once, and so much more each second.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub at_once: u32,
    pub per_second: u32,
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} + {}/s", self.at_once, self.per_second)
    }
}

/// What is left of a rate, as of a time in Unix milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    /// Below nothing if more was taken than there was.
    left: f64,
    at_ms: u64,
}

impl Allowance {
    pub fn full(rate: Rate, now_ms: u64) -> Self {
        Self { left: f64::from(rate.at_once), at_ms: now_ms }
    }

    /// Takes `cost` if there is as much.
    pub fn take(&mut self, rate: Rate, cost: f64, now_ms: u64) -> bool {
        self.grow(rate, now_ms);
        let is_enough = self.left >= cost;
        if is_enough {
            self.left -= cost;
        }
        is_enough
    }

    /// Takes `cost` in any case, and says how long to wait until nothing is owed.
    pub fn owe(&mut self, rate: Rate, cost: f64, now_ms: u64) -> Duration {
        self.grow(rate, now_ms);
        self.left -= cost;
        if self.left >= 0.0 {
            return Duration::ZERO;
        }
        Duration::from_secs_f64(-self.left / f64::from(rate.per_second.max(1)))
    }

    fn is_full(&mut self, rate: Rate, now_ms: u64) -> bool {
        self.grow(rate, now_ms);
        self.left >= f64::from(rate.at_once)
    }

    fn grow(&mut self, rate: Rate, now_ms: u64) {
        let seconds = now_ms.saturating_sub(self.at_ms) as f64 / 1_000.0;
        let grown = self.left + seconds * f64::from(rate.per_second);
        *self = Self { left: grown.min(f64::from(rate.at_once)), at_ms: self.at_ms.max(now_ms) };
    }
}

/// The network that a request or a socket comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Address(IpAddr);

impl Address {
    pub fn of(address: IpAddr) -> Self {
        Self(network(address))
    }
}

/// Whoever has one IPv6 address has the whole /64.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// Who pays for what comes in on a socket: a member's device or ticket, or a stranger's network.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Payer {
    Caller(Caller),
    Address(Address),
}

/// What one payer has left, whichever of their sockets it comes in on. A purse outlives its
/// sockets until it is full again: coming back fills none.
#[derive(Debug)]
pub struct Purse {
    rates: [Rate; 2],
    left: Mutex<[Allowance; 2]>,
}

impl Purse {
    fn full(rates: [Rate; 2], now_ms: u64) -> Self {
        Self { rates, left: Mutex::new(rates.map(|rate| Allowance::full(rate, now_ms))) }
    }

    fn left(&self) -> MutexGuard<'_, [Allowance; 2]> {
        self.left.lock().expect("no holder panics")
    }

    /// Pays for one thing of so many bytes, and says how long to wait before the next.
    pub fn pay(&self, bytes: usize, now_ms: u64) -> Duration {
        let [of_things, of_bytes] = &mut *self.left();
        let [things, size] = self.rates;
        of_things.owe(things, 1.0, now_ms).max(of_bytes.owe(size, bytes as f64, now_ms))
    }

    /// Pays for one thing if there is as much left.
    pub fn may(&self, now_ms: u64) -> bool {
        self.left()[0].take(self.rates[0], 1.0, now_ms)
    }

    fn is_full(&self, now_ms: u64) -> bool {
        let [of_things, of_bytes] = &mut *self.left();
        of_things.is_full(self.rates[0], now_ms) & of_bytes.is_full(self.rates[1], now_ms)
    }
}

/// The purses of all who pay at one place. Bounded: those that are full and in nobody's hands go
/// first, then all: forgetting what was spent costs less than memory without end.
#[derive(Debug)]
pub struct Payers {
    rates: [Rate; 2],
    most: usize,
    purses: Mutex<HashMap<Payer, Arc<Purse>>>,
}

impl Payers {
    /// Of those who pay for things and their bytes.
    pub fn new(things: Rate, bytes: Rate, most: usize) -> Self {
        Self { rates: [things, bytes], most, purses: Mutex::default() }
    }

    pub fn purse(&self, payer: Payer, now_ms: u64) -> Arc<Purse> {
        let mut purses = self.purses.lock().expect("no holder panics");
        if purses.len() >= self.most && !purses.contains_key(&payer) {
            purses.retain(|_, purse| Arc::strong_count(purse) > 1 || !purse.is_full(now_ms));
            if purses.len() >= self.most {
                purses.clear();
            }
        }
        purses.entry(payer).or_insert_with(|| Arc::new(Purse::full(self.rates, now_ms))).clone()
    }

    /// How many sockets hold the purse of this payer.
    pub fn holders(&self, payer: &Payer) -> usize {
        let purses = self.purses.lock().expect("no holder panics");
        purses.get(payer).map_or(0, |purse| Arc::strong_count(purse) - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SLOW: Rate = Rate { at_once: 10, per_second: 2 };

    fn device(id: &str) -> Payer {
        Payer::Caller(Caller::Device { id: id.to_owned() })
    }

    fn payers(most: usize) -> Payers {
        Payers::new(SLOW, Rate { at_once: 1_000, per_second: 100 }, most)
    }

    #[test]
    fn whoever_asks_in_bursts_is_heard_at_once_and_whoever_floods_waits() {
        let purse = payers(10).purse(device("ana"), 0);
        let waits: Vec<Duration> = (0..12).map(|_| purse.pay(1, 0)).collect();
        assert_eq!(&waits[..10], [Duration::ZERO; 10]);
        assert_eq!(waits[11], Duration::from_secs(1));
        assert_eq!(purse.pay(1, 60_000), Duration::ZERO);
    }

    #[test]
    fn one_large_thing_is_paid_off_like_many_small_ones() {
        let purse = payers(10).purse(device("ana"), 0);
        assert_eq!(purse.pay(1_500, 0), Duration::from_secs(5));
    }

    #[test]
    fn coming_back_fills_no_purse_and_nobody_pays_for_another() {
        let payers = payers(10);
        for _ in 0..20 {
            payers.purse(device("ana"), 0).pay(1, 0);
        }
        assert!(payers.purse(device("ana"), 0).pay(1, 0) > Duration::ZERO);
        assert_eq!(payers.purse(device("binta"), 0).pay(1, 0), Duration::ZERO);
    }

    #[test]
    fn one_household_of_addresses_is_one_payer() {
        let of = |text: &str| Address::of(text.parse().expect("an address"));
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }

    #[test]
    fn however_many_pay_memory_is_bounded() {
        let payers = payers(50);
        for n in 0..500 {
            payers.purse(device(&n.to_string()), 0).pay(1, 0);
        }
        assert!(payers.purses.lock().unwrap().len() <= 50);
    }

    proptest! {
        /// Over any stretch, nobody gets more than so much at once and so much each second.
        #[test]
        fn no_pattern_of_asking_gets_more_than_the_rate(steps in prop::collection::vec(0u64..700, 1..200)) {
            let mut allowance = Allowance::full(SLOW, 0);
            let (mut now, mut got) = (0, 0u64);
            for step in steps {
                now += step;
                got += u64::from(allowance.take(SLOW, 1.0, now));
            }
            prop_assert!(got <= 10 + now * 2 / 1_000);
        }
    }
}
