//! Everything the server answers, as an index. `openapi.json` describes it; a test compares.

use crate::api_error::ApiError;
use crate::app::App;
use crate::door::{documents, handed, health, invitations, me, members, returns, tickets, waiting};
use crate::limits::{Address, Payer};
use crate::live::now;
use crate::sync_socket::Sockets;
use crate::{client_files, headers, origin};
use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any, delete, get, patch, post};
use shared::door::Problem;
use shared::file::MAX_FILE_BYTES;
use std::net::SocketAddr;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

/// Largest piece of handed work: texts as they were and as they would be.
const MAX_HANDED_BYTES: usize = 512 * 1024;

pub fn router(app: App, sockets: &Sockets) -> Router {
    let limits = app.limits.clone();
    let give_up = |after| TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, after);
    let api = Router::new()
        .route("/api/openapi.json", get(openapi))
        .route("/api/invitations/look", post(invitations::look))
        .route("/api/invitations/accept", post(invitations::accept))
        .route("/api/founding", post(invitations::found))
        .route("/api/me", get(me::memberships))
        .route("/api/me/cards", get(returns::cards))
        .route("/api/me/return", post(returns::come_back))
        .route("/api/me/codes", post(me::new_code))
        .route("/api/me/codes/accept", post(me::enter_code))
        .route("/api/me/leave", post(me::leave))
        .route("/api/me/waiting", get(waiting::mine))
        .route("/api/boards/{board}/members", get(members::list))
        .route("/api/boards/{board}/members/{member}", patch(members::change).delete(members::remove))
        .route("/api/boards/{board}/members/{member}/devices/{device}", delete(members::remove_device))
        .route("/api/boards/{board}/members/{member}/return", post(invitations::way_back))
        .route("/api/boards/{board}/waiting", get(waiting::list))
        .route("/api/boards/{board}/waiting/{id}", post(waiting::decide))
        .route("/api/boards/{board}/handed", handed_work())
        .route("/api/boards/{board}/handed/{id}", delete(handed::put_away))
        .route("/api/boards/{board}/invitations", get(invitations::list).post(invitations::invite))
        .route("/api/boards/{board}/invitations/{id}", delete(invitations::close))
        .route("/api/boards/{board}/tickets", get(tickets::list).post(tickets::make))
        .route("/api/boards/{board}/tickets/{id}", delete(tickets::revoke))
        .route("/healthz", get(health::health))
        .route("/readyz", get(health::ready))
        .route("/api/{*unknown}", any(unknown))
        .layer(DefaultBodyLimit::max(limits.body_bytes))
        .layer(give_up(limits.answer_within));
    let whole_boards = Router::new()
        .route("/api/boards/{board}/export", get(documents::export))
        .route("/api/boards/{board}/document", get(documents::save).post(documents::merge))
        .layer(DefaultBodyLimit::max(MAX_FILE_BYTES))
        .layer(give_up(limits.carry_within));
    let api = api
        .merge(whole_boards)
        .layer(from_fn_with_state(app.clone(), origin::guard))
        .layer(from_fn_with_state(app.clone(), pace))
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, NEVER_KEPT));
    Router::new()
        .merge(api)
        .merge(sockets.route())
        .fallback(client_files::file)
        .layer(map_response(headers::guard))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .with_state(app)
}

/// Differences of texts are larger than other bodies.
fn handed_work() -> MethodRouter<App> {
    get(handed::list).post(handed::hand).layer(DefaultBodyLimit::max(MAX_HANDED_BYTES))
}

const NEVER_KEPT: HeaderValue = HeaderValue::from_static("no-store");

/// `GET /api/openapi.json`: the description of this API.
async fn openapi() -> ([(HeaderName, &'static str); 1], &'static str) {
    ([(header::CONTENT_TYPE, "application/json")], include_str!("../openapi.json"))
}

/// Lets a network that asks without end wait.
async fn pace(State(app): State<App>, request: Request, next: Next) -> Response {
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>();
    // Nothing in a server that does not listen itself.
    if let Some(ConnectInfo(from)) = from {
        let payer = Payer::Address(Address::of(app.proxies.asker(from.ip(), request.headers())));
        let now = now().0;
        if !app.askers.purse(payer, now).may(now) {
            app.live.metrics().turned_away("requests_per_address");
            return ApiError::from(Problem::TooMany).into_response();
        }
    }
    next.run(request).await
}

async fn unknown() -> ApiError {
    Problem::NotHere.into()
}

/// What the log says about a request: never its query, headers or body.
fn span(request: &Request) -> tracing::Span {
    tracing::info_span!("request", method = %request.method(), path = request.uri().path())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::system_clock;
    use crate::live::Live;
    use crate::log::memory::MemoryLog;
    use crate::origin::OwnOrigin;
    use crate::register::memory::MemoryRegister;
    use axum::body::Body;
    use serde_json::Value;
    use std::collections::BTreeSet;
    use std::sync::Arc;
    use tower::ServiceExt;

    fn described() -> Value {
        serde_json::from_str(include_str!("../openapi.json")).expect("the description is JSON")
    }

    fn paths(description: &Value) -> &serde_json::Map<String, Value> {
        description["paths"].as_object().expect("paths")
    }

    /// The paths of the table above, as it is written.
    fn routed() -> BTreeSet<&'static str> {
        let table = include_str!("router.rs").split("mod tests").next().expect("the table");
        let lines = table.lines().filter_map(|line| line.trim().strip_prefix(".route(\""));
        lines.filter_map(|line| line.split('"').next()).filter(|path| !path.contains("{*")).collect()
    }

    #[test]
    fn every_route_is_described_and_no_other() {
        let description = described();
        let described: BTreeSet<&str> = paths(&description).keys().map(String::as_str).collect();
        assert!(!described.is_empty());
        assert_eq!(routed(), described);
    }

    #[tokio::test]
    async fn every_described_method_is_answered_and_no_other() {
        let description = described();
        let origin = OwnOrigin::new(None, false);
        let live = Live::new(Arc::new(MemoryLog::default())).await.expect("an empty log");
        let app = App::new(Arc::new(MemoryRegister::default()), live.clone(), origin, system_clock());
        let sockets = Sockets::new(live, Arc::new(app.clone()));
        for (path, methods) in paths(&description) {
            let methods = methods.as_object().expect("methods").keys();
            let expected: BTreeSet<String> =
                methods.filter(|name| *name != "parameters").map(|name| name.to_uppercase()).collect();
            let at = path.replace(['{', '}'], "");
            let odd = Request::builder().method("PROPFIND").uri(at).body(Body::empty()).expect("a request");
            let answer = router(app.clone(), &sockets).oneshot(odd).await.expect("an answer");
            let allowed = answer.headers()[header::ALLOW].to_str().expect("plain text").split(',');
            let allowed: BTreeSet<String> =
                allowed.filter(|name| *name != "HEAD").map(str::to_owned).collect();
            assert_eq!(allowed, expected, "{path}");
        }
    }

    #[test]
    fn every_reference_of_the_description_leads_somewhere() {
        let text = include_str!("../openapi.json");
        let description = described();
        let mut found = 0;
        for rest in text.split("\"$ref\": \"#").skip(1) {
            let pointer = rest.split('"').next().expect("an end");
            assert!(description.pointer(pointer).is_some(), "{pointer}");
            found += 1;
        }
        assert!(found > 0);
    }
}
