//! The waiting room: who is at the door, as they see it and as the secretariat does. From there
//! nothing of the board is seen; whoever is declined is told why.

use super::guards::{Body, KnownDevice, Secretariat, sound_text};
use super::published;
use crate::admission::{Standing, Whom};
use crate::api_error::ApiError;
use crate::app::App;
use crate::register::Admitted;
use axum::Json;
use axum::extract::{Path, State};
use shared::door::{Decision, MAX_REASON, Problem, Waiter, Waiting};
use shared::ids::BoardId;

/// `GET /api/me/waiting`: where this device waits, or was declined; nothing for a stranger.
pub async fn mine(
    State(app): State<App>,
    device: Option<KnownDevice>,
) -> Result<Json<Vec<Waiting>>, ApiError> {
    let Some(device) = device else { return Ok(Json(vec![])) };
    Ok(Json(app.register.waits(&device.id).await?))
}

/// `GET /api/boards/{board}/waiting`
pub async fn list(
    State(app): State<App>,
    Secretariat(me): Secretariat,
) -> Result<Json<Vec<Waiter>>, ApiError> {
    Ok(Json(app.register.waiting(&me.board).await?))
}

/// `POST /api/boards/{board}/waiting/{id}`: lets somebody in who waits, or not.
pub async fn decide(
    State(app): State<App>,
    Secretariat(me): Secretariat,
    Path((_, waiter)): Path<(BoardId, String)>,
    Body(asked): Body<Decision>,
) -> Result<Json<()>, ApiError> {
    match asked {
        Decision::Admit => match app.register.admit(&me.board, &waiter, app.now()).await? {
            Admitted::Member(member) => {
                tracing::info!(board = %me.board, "a member was admitted");
                published::changed(&app, &me.board, member).await?;
            }
            Admitted::NotThere => return Err(Problem::NotHere.into()),
            Admitted::Full => return Err(Problem::TooMany.into()),
        },
        Decision::Decline(reason) => {
            let reason = sound_text(&reason, MAX_REASON)?;
            if reason.is_empty() {
                return Err(Problem::NotUnderstood.into());
            }
            if !app.register.decline(&me.board, &waiter, &reason).await? {
                return Err(Problem::NotHere.into());
            }
        }
    }
    app.tell(Standing::Rang { board: me.board, whom: Whom::Secretariat });
    Ok(Json(()))
}
