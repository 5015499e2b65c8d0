//! The door of a server that stands behind a proxy.

use super::*;
use crate::proxies::Proxies;

#[tokio::test]
async fn behind_a_proxy_who_guesses_waits_and_nobody_else_does() {
    let mut town = Town::new().await;
    let proxy = "192.0.2.1".parse().expect("an address");
    town.app = town.app.clone().behind(Proxies::new(vec![proxy]));
    let look = async |hops: &str| {
        let asked = json!({ "secret": "0".repeat(32) });
        let mut request = Browser::default().request(Method::POST, "/api/invitations/look", Some(asked));
        request.headers_mut().insert("x-forwarded-for", HeaderValue::from_str(hops).expect("a header"));
        town.send(request).await.problem()
    };
    for n in 0..20 {
        // What the guesser writes before the proxy's own word is nobody.
        assert_eq!(look(&format!("10.0.0.{n}, 203.0.113.9")).await, Problem::LinkEnded);
    }
    assert_eq!(look("203.0.113.9").await, Problem::TooMany);
    assert_eq!(look("203.0.113.9, 198.51.100.4").await, Problem::LinkEnded);
}
