//! Tickets: how a program that is no browser reads and edits one board as one of its members.

use super::guards::MemberOf;
use super::invitations::DAY_S;
use crate::admission::Caller;
use crate::api_error::ApiError;
use crate::app::App;
use crate::secret::{SecretText, fresh_id};
use axum::Json;
use axum::extract::{Path, State};
use shared::door::{NewTicket, Problem, Ticket};
use shared::ids::BoardId;

const TICKET_DAYS: i64 = 30;

/// `GET /api/boards/{board}/tickets`: one's own that still run.
pub async fn list(State(app): State<App>, me: MemberOf) -> Result<Json<Vec<Ticket>>, ApiError> {
    Ok(Json(app.register.tickets(&me.ticket_of(), app.now()).await?))
}

/// `POST /api/boards/{board}/tickets`
pub async fn make(State(app): State<App>, me: MemberOf) -> Result<Json<NewTicket>, ApiError> {
    let (secret, now) = (SecretText::fresh(), app.now());
    let ticket = Ticket { id: fresh_id(), created: now, expires: now + TICKET_DAYS * DAY_S };
    if !app.register.add_ticket(&me.ticket_of(), &ticket, &secret.hash()).await? {
        return Err(Problem::TooMany.into());
    }
    Ok(Json(NewTicket { ticket, secret: secret.reveal().to_owned() }))
}

/// `DELETE /api/boards/{board}/tickets/{id}`: its sockets close.
pub async fn revoke(
    State(app): State<App>,
    me: MemberOf,
    Path((_, id)): Path<(BoardId, String)>,
) -> Result<Json<()>, ApiError> {
    if !app.register.revoke_ticket(&me.ticket_of(), &id).await? {
        return Err(Problem::NotHere.into());
    }
    app.ended(&me.board, vec![Caller::Ticket { id }]);
    Ok(Json(()))
}
