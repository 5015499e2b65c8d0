//! What every response says to the browser about how far it may be trusted.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

/// Nothing but our own: no foreign script, frame, address or base. WebAssembly needs its word;
/// style attributes (a bar's length, a card's place) are allowed, style elements are not.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     style-src-attr 'unsafe-inline'; connect-src 'self'; worker-src 'self'; img-src 'self' data: blob:; \
     object-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const ALWAYS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Puts them on.
pub async fn guard(mut response: Response) -> Response {
    for (name, value) in ALWAYS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
