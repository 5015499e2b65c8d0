//! Who asks, where proxies of one's own stand before the server.
//!
//! What a request says of where it comes from is only believed from a proxy that was named at
//! the start, and of that only the last hop: everything before it is the asker's own word.

use axum::http::HeaderMap;
use std::net::{IpAddr, SocketAddr};

const FORWARDED: &str = "x-forwarded-for";

/// The addresses of our own proxies.
#[derive(Clone, Debug, Default)]
pub struct Proxies(Vec<IpAddr>);

impl Proxies {
    pub fn new(addresses: Vec<IpAddr>) -> Self {
        Self(addresses.into_iter().map(|address| address.to_canonical()).collect())
    }

    /// The address behind a connection: the right-most hop that is no proxy of ours.
    pub fn asker(&self, connected: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut asker = connected.to_canonical();
        let lines = headers.get_all(FORWARDED).iter().map(|line| line.to_str().unwrap_or_default());
        let mut hops: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
        while self.0.contains(&asker) {
            match hops.pop().and_then(address) {
                Some(before) => asker = before.to_canonical(),
                // A proxy that does not say who asked: all of its askers are one.
                None => return asker,
            }
        }
        asker
    }
}

/// A hop, which some proxies write with its port.
fn address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    hop.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn asker(connected: &str, forwarded: &[&str]) -> IpAddr {
        let proxies = Proxies::new(vec![ip("127.0.0.1"), ip("10.0.0.7")]);
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED, line.parse().expect("a header"));
        }
        proxies.asker(ip(connected), &headers)
    }

    #[test]
    fn only_our_own_proxy_is_believed_and_only_its_last_hop() {
        assert_eq!(asker("127.0.0.1", &["198.51.100.4"]), ip("198.51.100.4"));
        assert_eq!(asker("127.0.0.1", &["203.0.113.9, 198.51.100.4"]), ip("198.51.100.4"));
        assert_eq!(asker("127.0.0.1", &["203.0.113.9", "198.51.100.4:5123"]), ip("198.51.100.4"));
        assert_eq!(asker("::ffff:127.0.0.1", &["[2001:db8::1]:443"]), ip("2001:db8::1"));
    }

    #[test]
    fn two_proxies_in_a_row_lead_to_who_asked_the_first() {
        assert_eq!(asker("127.0.0.1", &["203.0.113.9, 198.51.100.4, 10.0.0.7"]), ip("198.51.100.4"));
    }

    #[test]
    fn whoever_is_no_proxy_of_ours_is_who_they_are_whatever_they_say() {
        assert_eq!(asker("192.0.2.1", &["127.0.0.1, 198.51.100.4"]), ip("192.0.2.1"));
    }

    #[test]
    fn a_proxy_that_says_nothing_readable_stands_for_all_behind_it() {
        for forwarded in [&[][..], &["unknown"], &["198.51.100.4, "], &["198.51.100.4", "é"]] {
            assert_eq!(asker("127.0.0.1", forwarded), ip("127.0.0.1"), "{forwarded:?}");
        }
    }
}
