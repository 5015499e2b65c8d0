//! The client bundle, from within the binary (a debug build reads it from `client/dist`).
//!
//! Names that carry a digest never change and are cached for ever; all others are asked for
//! again each time, with a tag. Every address without a file of its own is a place within the
//! client, so the shell page answers it.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::fmt::Write;

#[derive(RustEmbed)]
#[folder = "../client/dist"]
struct Bundle;

const SHELL: &str = "index.html";
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// Answers every address that is not one of the API's.
pub async fn file(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let name = file_name(uri.path());
    let Some(plain) = Bundle::get(name) else {
        return (StatusCode::NOT_FOUND, "Nothing lies here.\n").into_response();
    };
    let brotli = if accepts_brotli(&headers) { Bundle::get(&format!("{name}.br")) } else { None };
    send(name, &plain, brotli, &headers)
}

/// The file for a path. A name with an ending is a file or nothing; other paths are places.
fn file_name(path: &str) -> &str {
    let name = path.trim_start_matches('/');
    let last = name.rsplit('/').next().unwrap_or_default();
    if last.contains('.') && !name.ends_with(".br") { name } else { SHELL }
}

fn send(name: &str, plain: &EmbeddedFile, brotli: Option<EmbeddedFile>, asked: &HeaderMap) -> Response {
    let tag = tag(plain, brotli.is_some());
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, if has_digest(name) { FOR_EVER } else { ASK_AGAIN });
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if asked.get(header::IF_NONE_MATCH) == Some(&tag) {
        headers.insert(header::ETAG, tag);
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::ETAG, tag);
    headers.insert(header::CONTENT_TYPE, content_type(plain));
    let body = match brotli {
        Some(small) => {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
            Body::from(small.data)
        }
        None => Body::from(plain.data.clone()),
    };
    (headers, body).into_response()
}

fn content_type(file: &EmbeddedFile) -> HeaderValue {
    let kind = file.metadata.mimetype();
    let kind = if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind.to_owned() };
    HeaderValue::from_str(&kind).expect("media types are plain text")
}

/// The tag of what is sent: its digest, and how it is written.
fn tag(file: &EmbeddedFile, brotli: bool) -> HeaderValue {
    let mut tag = String::from("\"");
    for byte in &file.metadata.sha256_hash()[..12] {
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push_str(if brotli { "-br\"" } else { "\"" });
    HeaderValue::from_str(&tag).expect("hexadecimal digits are plain text")
}

/// Whether the bundle put the content's digest (16 hexadecimal digits) into the name.
fn has_digest(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let digest = stem.rsplit_once('-').map_or("", |(_, digest)| digest);
    digest.len() == 16 && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|list| list.split(',')).any(|one| {
        let (coding, weight) = one.split_once(';').unwrap_or((one, ""));
        coding.trim() == "br" && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_the_client_is_answered_by_the_shell() {
        for place in ["/", "/rejoindre", "/b/4NMNnkMhL8jXrdJ9jamS58PAVdXu/vision"] {
            assert_eq!(file_name(place), SHELL);
        }
        assert_eq!(file_name("/fonts/a.woff2"), "fonts/a.woff2");
        assert_eq!(file_name("/page-0123456789abcdef.wasm.br"), SHELL);
    }

    #[test]
    fn only_names_with_a_digest_are_kept_for_ever() {
        assert!(has_digest("page-0123456789abcdef.wasm"));
        assert!(has_digest("desk-boot-0123456789abcdef.js"));
        assert!(!has_digest("index.html"));
        assert!(!has_digest("sw.js"));
        assert!(!has_digest("fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"));
    }

    #[test]
    fn brotli_goes_only_to_whoever_takes_it() {
        let asks = |value: &'static str| {
            accepts_brotli(&HeaderMap::from_iter([(
                header::ACCEPT_ENCODING,
                HeaderValue::from_static(value),
            )]))
        };
        assert!(asks("gzip, deflate, br, zstd"));
        assert!(!asks("gzip, br;q=0"));
        assert!(!asks("gzip"));
    }
}
