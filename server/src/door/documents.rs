//! Whole boards in and out: the open JSON for other programs, the `.tablee` file to keep.

use super::guards::{Carrying, MemberOf};
use crate::admission::Who;
use crate::api_error::ApiError;
use crate::app::App;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use shared::board::Board;
use shared::door::{Carried, Problem};
use shared::export::open_json;
use shared::file;
use shared::ids::BoardId;

type Download = [(HeaderName, HeaderValue); 2];

/// `GET /api/boards/{board}/export`: the open JSON of the whole board.
pub async fn export(
    State(app): State<App>,
    me: MemberOf,
    _carrying: Carrying,
) -> Result<(Download, Json<serde_json::Value>), ApiError> {
    let document = app.live.document(&me.board).await?;
    let json = tokio::task::spawn_blocking(move || {
        // Only read: nothing is ever written by this actor.
        Board::load(&document, [0; 16], None).map(|board| open_json(board.records(), &board.heads()))
    });
    let json = json.await.map_err(|_| Problem::CannotStore)?.map_err(|_| Problem::CannotStore)?;
    Ok((download(&me.board, "application/json", "json"), Json(json)))
}

/// `GET /api/boards/{board}/document`: the `.tablee` file.
pub async fn save(
    State(app): State<App>,
    me: MemberOf,
    _carrying: Carrying,
) -> Result<(Download, Vec<u8>), ApiError> {
    let document = app.live.document(&me.board).await?;
    let kind = "application/octet-stream";
    Ok((download(&me.board, kind, file::EXTENSION), file::write(&me.board, &document)))
}

/// `POST /api/boards/{board}/document`: merges a `.tablee` file of the same board in.
pub async fn merge(
    State(app): State<App>,
    me: MemberOf,
    _carrying: Carrying,
    brought: Bytes,
) -> Result<Json<Carried>, ApiError> {
    let read = file::read(&brought).map_err(|why| match why {
        file::FileError::TooLarge => Problem::TooLarge,
        file::FileError::NotABoard | file::FileError::Newer => Problem::NotUnderstood,
    })?;
    if read.board != me.board {
        return Err(Problem::NotUnderstood.into());
    }
    let who = Who::from(me.who);
    Ok(Json(app.live.merge(&me.board, &who, read.document.to_vec()).await?))
}

fn download(board: &BoardId, kind: &'static str, extension: &str) -> Download {
    let named = format!("attachment; filename=\"{board}.{extension}\"");
    let named = HeaderValue::from_str(&named).expect("ids are plain text");
    [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, named)]
}
