//! Everything the server answers, as an index.

use crate::api_error::ApiError;
use crate::app::App;
use crate::door::health;
use crate::{client_files, headers};
use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::map_response;
use axum::routing::{any, get};
use shared::door::Problem;
use std::time::Duration;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

/// A request of the API that takes longer is given up. Sockets are not requests of the API.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

pub fn router(app: App) -> Router {
    Router::new()
        .route("/healthz", get(health::health))
        .route("/api/{*unknown}", any(unknown))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .fallback(client_files::file)
        .layer(map_response(headers::guard))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .with_state(app)
}

async fn unknown() -> ApiError {
    Problem::NotHere.into()
}

/// What the log says about a request: never its query, headers or body, and no board's name.
fn span(request: &Request) -> tracing::Span {
    tracing::info_span!("request", method = %request.method(), path = request.uri().path())
}
