//! Refusals of the API: one closed list, as JSON, each with the status that fits.

use crate::live::LiveError;
use crate::register::RegisterError;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use shared::door::{Problem, ProblemBody};

/// Why a request was not answered.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    #[error("{}", told(*.0))]
    Refused(Problem),
    #[error(transparent)]
    Register(#[from] RegisterError),
    #[error(transparent)]
    Live(#[from] LiveError),
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        ApiError::Refused(problem)
    }
}

impl From<JsonRejection> for ApiError {
    fn from(why: JsonRejection) -> Self {
        let too_large = why.status() == StatusCode::PAYLOAD_TOO_LARGE;
        ApiError::Refused(if too_large { Problem::TooLarge } else { Problem::NotUnderstood })
    }
}

impl ApiError {
    pub fn problem(&self) -> Problem {
        match self {
            ApiError::Refused(problem) => *problem,
            ApiError::Register(_)
            | ApiError::Live(
                LiveError::Storage(_) | LiveError::Closing | LiveError::Full | LiveError::SetAside,
            ) => Problem::CannotStore,
            ApiError::Live(LiveError::NotABoard(_)) => Problem::NotUnderstood,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        match &self {
            ApiError::Refused(_) | ApiError::Live(LiveError::NotABoard(_)) => {}
            ApiError::Live(why) => tracing::error!(%why),
            ApiError::Register(why) => tracing::error!(%why, source = ?std::error::Error::source(why)),
        }
        let problem = self.problem();
        (status(problem), Json(ProblemBody { problem, message: told(problem).to_owned() })).into_response()
    }
}

fn status(problem: Problem) -> StatusCode {
    match problem {
        Problem::LinkEnded => StatusCode::GONE,
        Problem::NotHere => StatusCode::NOT_FOUND,
        Problem::NotAllowed => StatusCode::FORBIDDEN,
        Problem::NotUnderstood => StatusCode::BAD_REQUEST,
        Problem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Problem::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Problem::LastSecretariat => StatusCode::CONFLICT,
        Problem::CannotStore | Problem::Offline => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// An English sentence for whoever reads the API raw; the client has its own words.
fn told(problem: Problem) -> &'static str {
    match problem {
        Problem::LinkEnded => "this link or code is wrong, used up, expired or closed; ask for a new one",
        Problem::NotHere => "there is nothing here for this device",
        Problem::NotAllowed => "your role on this board does not allow it",
        Problem::NotUnderstood => "the request is not of the form that /api/openapi.json describes",
        Problem::TooLarge => "the request is larger than the limit",
        Problem::TooMany => "too many requests; wait a minute and try again",
        Problem::LastSecretariat => "the last secretariat member cannot leave; make somebody else one first",
        Problem::CannotStore => "nothing can be stored now; work stays on devices until it can",
        Problem::Offline => "there is no answer now",
    }
}
