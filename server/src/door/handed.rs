//! Work that the table did not take, because a role was changed while its author was away: handed
//! to the secretariat, who reads it and takes in by hand what is to stay.

use super::guards::{Body, MemberOf, Secretariat};
use crate::admission::{Standing, Whom};
use crate::api_error::ApiError;
use crate::app::App;
use crate::secret::fresh_id;
use axum::Json;
use axum::extract::{Path, State};
use shared::compare::Difference;
use shared::door::{Handed, MAX_HANDED, Problem};
use shared::ids::BoardId;

/// `GET /api/boards/{board}/handed`
pub async fn list(
    State(app): State<App>,
    Secretariat(me): Secretariat,
) -> Result<Json<Vec<Handed>>, ApiError> {
    Ok(Json(app.register.handed(&me.board).await?))
}

/// `POST /api/boards/{board}/handed`: by whoever wrote it, whatever their role is now.
pub async fn hand(
    State(app): State<App>,
    me: MemberOf,
    Body(differences): Body<Vec<Difference>>,
) -> Result<Json<()>, ApiError> {
    if differences.is_empty() {
        return Err(Problem::NotUnderstood.into());
    }
    if differences.len() > MAX_HANDED {
        return Err(Problem::TooLarge.into());
    }
    let work = Handed { id: fresh_id(), member: me.who.member, at: app.now(), differences };
    if !app.register.hand(&me.board, &work).await? {
        return Err(Problem::TooMany.into());
    }
    app.tell(Standing::Rang { board: me.board, whom: Whom::Secretariat });
    Ok(Json(()))
}

/// `DELETE /api/boards/{board}/handed/{id}`: it was read.
pub async fn put_away(
    State(app): State<App>,
    Secretariat(me): Secretariat,
    Path((_, id)): Path<(BoardId, String)>,
) -> Result<Json<()>, ApiError> {
    if !app.register.put_away(&me.board, &id).await? {
        return Err(Problem::NotHere.into());
    }
    app.tell(Standing::Rang { board: me.board, whom: Whom::Secretariat });
    Ok(Json(()))
}
