//! Whether a request comes from our own pages, and the cookie that only they may use.

use crate::api_error::ApiError;
use crate::app::App;
use crate::secret::SecretText;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use shared::door::Problem;

/// Browsers keep no cookie longer.
const COOKIE_DAYS: u32 = 400;

/// Under which address people reach this server.
#[derive(Clone, Debug)]
pub struct OwnOrigin {
    /// Said at the start; otherwise a request's own `Host` is it.
    public_url: Option<String>,
    https: bool,
}

impl OwnOrigin {
    pub fn new(public_url: Option<String>, tls: bool) -> Self {
        let https = tls || public_url.as_ref().is_some_and(|url| url.starts_with("https://"));
        Self { public_url, https }
    }

    /// Whether a browser says that the request was made by a page of ours.
    pub fn is_ours(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        if let Some(site) = headers.get("sec-fetch-site") {
            return site == "same-origin";
        }
        self.has_our_origin(uri, headers)
    }

    /// Whether `Origin` is there and ours. Browsers always send it when they open a socket.
    pub fn has_our_origin(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let Some(origin) = text(headers.get(header::ORIGIN)) else { return false };
        if self.public_url.as_deref() == Some(origin) {
            return true;
        }
        // HTTP/2 has the host in the address, HTTP/1.1 in a header.
        let asked = uri.authority().map(|authority| authority.as_str());
        let Some(host) = asked.or_else(|| text(headers.get(header::HOST))) else { return false };
        origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
    }

    fn cookie_name(&self) -> &'static str {
        if self.https { "__Host-tablee" } else { "tablee" }
    }

    /// The secret in a request's cookie.
    pub fn cookie(&self, headers: &HeaderMap) -> Option<SecretText> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| *name == self.cookie_name()).and_then(|(_, value)| SecretText::parse(value))
    }

    /// The header that puts a device's secret into its cookie.
    pub fn set_cookie(&self, secret: &SecretText) -> HeaderValue {
        let (name, secret) = (self.cookie_name(), secret.reveal());
        let max_age_s = u64::from(COOKIE_DAYS) * 86_400;
        let secure = if self.https { "; Secure" } else { "" };
        let cookie =
            format!("{name}={secret}; HttpOnly; SameSite=Strict; Path=/; Max-Age={max_age_s}{secure}");
        let mut value = HeaderValue::from_str(&cookie).expect("base32 and words are plain text");
        value.set_sensitive(true);
        value
    }
}

/// Lets requests that change something pass only from our own pages. A program without cookie
/// and without origin is no page at all, and has nothing that could be misused.
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let headers = request.headers();
    let from_a_page = [header::COOKIE.as_str(), header::ORIGIN.as_str(), "sec-fetch-site"];
    let no_page = from_a_page.iter().all(|name| !headers.contains_key(*name));
    if reads || no_page || app.origin.is_ours(request.uri(), headers) {
        return next.run(request).await;
    }
    ApiError::from(Problem::NotAllowed).into_response()
}

fn text(value: Option<&HeaderValue>) -> Option<&str> {
    value.and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn only_our_own_pages_are_ours() {
        let ours = OwnOrigin::new(None, false);
        let at = Uri::from_static("/api/me");
        let asks = |pairs: &[(&'static str, &'static str)]| ours.is_ours(&at, &headers(pairs));
        assert!(asks(&[("host", "plan.example:8080"), ("origin", "http://plan.example:8080")]));
        assert!(!asks(&[("host", "plan.example:8080"), ("origin", "http://evil.example")]));
        assert!(!asks(&[("host", "plan.example:8080"), ("origin", "null")]));
        assert!(!asks(&[("host", "plan.example:8080")]));
        assert!(asks(&[("sec-fetch-site", "same-origin")]));
        assert!(!asks(&[("sec-fetch-site", "same-site"), ("host", "a"), ("origin", "http://a")]));
    }

    #[test]
    fn behind_another_server_the_public_address_is_ours() {
        let ours = OwnOrigin::new(Some("https://plan.example".to_owned()), false);
        let asked = headers(&[("host", "127.0.0.1:8080"), ("origin", "https://plan.example")]);
        assert!(ours.has_our_origin(&Uri::from_static("/sync"), &asked));
        assert!(
            ours.set_cookie(&SecretText::fresh())
                .to_str()
                .is_ok_and(|cookie| { cookie.starts_with("__Host-tablee=") && cookie.ends_with("; Secure") })
        );
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let ours = OwnOrigin::new(None, false);
        let secret = SecretText::fresh();
        let line = format!("theme=dark; tablee={}; other=1", secret.reveal());
        let sent =
            HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(&line).expect("plain text"))]);
        assert!(ours.cookie(&sent) == Some(secret));
        assert!(ours.cookie(&headers(&[("cookie", "tablee=short")])).is_none());
    }
}
