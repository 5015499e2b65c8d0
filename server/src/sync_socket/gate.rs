//! How many sockets may come from where, and what each may send: by network, and by whoever is
//! behind it.

use crate::admission::Caller;
use crate::hub::Now;
use crate::limits::{Address, Limits, Payer, Payers, Purse};
use crate::metrics::Metrics;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

pub(super) struct Gate {
    limits: Arc<Limits>,
    addresses: Payers,
    callers: Payers,
}

/// Held as long as its socket is open.
pub(super) struct Pass {
    _address: Option<Arc<Purse>>,
    purse: Arc<Purse>,
}

/// A limit that is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Full(&'static str);

impl Gate {
    pub fn new(limits: Arc<Limits>) -> Self {
        let most = limits.payers_remembered;
        let dials = limits.dials_per_address;
        Self {
            addresses: Payers::new(dials, dials, most),
            callers: Payers::new(limits.frames_per_caller, limits.bytes_per_caller, most),
            limits,
        }
    }

    /// A socket is asked for. `from` is nothing in a server that does not listen itself.
    pub fn dialled(&self, from: Option<IpAddr>, now: Now) -> Result<Dialled, Full> {
        let Some(from) = from.map(Address::of) else { return Ok(Dialled { from: None, purse: None }) };
        let payer = Payer::Address(from);
        if self.addresses.holders(&payer) >= self.limits.sockets_per_address {
            return Err(Full("sockets_per_address"));
        }
        let purse = self.addresses.purse(payer, now.0);
        if !purse.may(now.0) {
            return Err(Full("dials_per_address"));
        }
        Ok(Dialled { from: Some(from), purse: Some(purse) })
    }

    /// It is known who asks for it. A stranger pays from the purse of their network.
    pub fn known(&self, caller: &Caller, dialled: Dialled, now: Now) -> Result<Pass, Full> {
        let payer = match (caller, dialled.from) {
            (Caller::Stranger, Some(from)) => Payer::Address(from),
            (Caller::Stranger, None) | (Caller::Device { .. } | Caller::Ticket { .. }, _) => {
                Payer::Caller(caller.clone())
            }
        };
        let is_somebody = *caller != Caller::Stranger;
        if is_somebody && self.callers.holders(&payer) >= self.limits.sockets_per_caller {
            return Err(Full("sockets_per_caller"));
        }
        Ok(Pass { _address: dialled.purse, purse: self.callers.purse(payer, now.0) })
    }

    /// When one of so many is to come back: each at another time, so that all together come at a
    /// rate that the server takes in.
    pub fn back_in(&self, sockets: usize) -> Duration {
        let spread_ms = (1_000 * sockets as u64 / u64::from(self.limits.back_per_second.max(1))).max(1_000);
        let mut random = [0; 8];
        // Without randomness all come at once; they are let in one after the other all the same.
        let _ = getrandom::fill(&mut random);
        Duration::from_millis(500 + u64::from_le_bytes(random) % spread_ms)
    }
}

/// A socket whose network may have it.
pub(super) struct Dialled {
    from: Option<Address>,
    purse: Option<Arc<Purse>>,
}

impl Pass {
    /// What is paid from for what comes in.
    pub fn purse(&self) -> Arc<Purse> {
        self.purse.clone()
    }
}

impl Full {
    pub fn answer(self, metrics: &Metrics, back_in: Duration) -> Response {
        metrics.turned_away(self.0);
        let seconds = HeaderValue::from(back_in.as_secs().max(1));
        (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds)]).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Rate;

    fn gate() -> Gate {
        Gate::new(Arc::new(Limits {
            sockets_per_address: 3,
            sockets_per_caller: 2,
            dials_per_address: Rate { at_once: 5, per_second: 1 },
            ..Limits::default()
        }))
    }

    fn comes(gate: &Gate, from: &str, caller: &Caller, now: u64) -> Result<Pass, Full> {
        let from = from.parse().expect("an address");
        gate.known(caller, gate.dialled(Some(from), Now(now))?, Now(now))
    }

    fn ana() -> Caller {
        Caller::Device { id: "ana".into() }
    }

    #[test]
    fn one_device_holds_a_few_sockets_and_others_theirs() {
        let gate = gate();
        let _two = [comes(&gate, "192.0.2.1", &ana(), 0), comes(&gate, "192.0.2.2", &ana(), 0)];
        assert_eq!(comes(&gate, "192.0.2.3", &ana(), 0).err(), Some(Full("sockets_per_caller")));
        assert!(comes(&gate, "192.0.2.3", &Caller::Ticket { id: "binta".into() }, 0).is_ok());
    }

    #[test]
    fn one_network_holds_so_many_sockets_and_gets_room_as_they_close() {
        let gate = gate();
        let mut held: Vec<_> = (0..3).map(|_| comes(&gate, "192.0.2.1", &Caller::Stranger, 0)).collect();
        assert!(held.iter().all(Result::is_ok));
        assert_eq!(comes(&gate, "192.0.2.1", &ana(), 0).err(), Some(Full("sockets_per_address")));
        assert!(comes(&gate, "192.0.2.2", &ana(), 0).is_ok());
        held.pop();
        assert!(comes(&gate, "192.0.2.1", &ana(), 0).is_ok());
    }

    #[test]
    fn whoever_dials_without_end_waits() {
        let gate = gate();
        for _ in 0..5 {
            assert!(comes(&gate, "192.0.2.1", &ana(), 0).is_ok());
        }
        assert_eq!(comes(&gate, "192.0.2.1", &ana(), 0).err(), Some(Full("dials_per_address")));
        assert!(comes(&gate, "192.0.2.1", &ana(), 1_000).is_ok());
    }

    #[test]
    fn a_full_server_spreads_those_who_come_back_over_seconds() {
        let gate = gate();
        let latest = |sockets| (0..200).map(|_| gate.back_in(sockets)).max().unwrap_or_default();
        assert!(latest(10) < Duration::from_millis(1_500));
        let of_many = latest(4_000);
        assert!(of_many > Duration::from_secs(8) && of_many < Duration::from_millis(10_500), "{of_many:?}");
    }
}
