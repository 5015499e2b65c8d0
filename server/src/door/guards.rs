//! Guards: asking for one is how a handler is protected. Without it, it has no board to read.

use crate::api_error::ApiError;
use crate::app::App;
use crate::hub::server_author;
use crate::register::{Member, TicketOf};
use crate::secret::{SecretText, fresh_id};
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, OptionalFromRequestParts, Path};
use axum::http::request::Parts;
use shared::door::{Problem, Role};
use shared::ids::{BoardId, MemberId, RecordId};
use shared::wire::document_id;
use std::net::{IpAddr, SocketAddr};
use tokio::sync::OwnedSemaphorePermit;

/// A device by its cookie.
#[derive(Clone, Debug)]
pub struct KnownDevice {
    pub id: String,
    /// To be put into its cookie again, which prolongs it.
    pub secret: SecretText,
}

/// A device that is about to come in: one that is known; or one that was given its cookie when
/// it looked at the link, so that it is the same device if it has to ask again; or a new one.
#[derive(Clone, Debug)]
pub struct Arriving(pub KnownDevice);

/// A member of the board in the path, on one of their devices. For strangers, and where there
/// is no such board, the answer is the same.
#[derive(Clone, Debug)]
pub struct MemberOf {
    pub device: KnownDevice,
    pub board: BoardId,
    pub who: Member,
}

impl MemberOf {
    pub fn is_secretariat(&self) -> bool {
        self.who.role == Role::Secretariat
    }

    pub fn ticket_of(&self) -> TicketOf {
        TicketOf { board: self.board.clone(), member: self.who.member.clone() }
    }
}

/// A member of the board in the path who is its secretariat.
#[derive(Clone, Debug)]
pub struct Secretariat(pub MemberOf);

/// A turn to carry a whole board in or out. Asked for before its bytes are read.
pub struct Carrying {
    _turn: OwnedSemaphorePermit,
}

/// A JSON body of the form that the handler names.
#[derive(FromRequest)]
#[from_request(via(axum::Json), rejection(ApiError))]
pub struct Body<T>(pub T);

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub struct Asker(pub IpAddr);

impl FromRequestParts<App> for KnownDevice {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let secret = app.origin.cookie(&parts.headers).ok_or(Problem::NotHere)?;
        let id = app.register.device(&secret.hash()).await?.ok_or(Problem::NotHere)?;
        Ok(KnownDevice { id, secret })
    }
}

impl OptionalFromRequestParts<App> for KnownDevice {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, ApiError> {
        match <Self as FromRequestParts<App>>::from_request_parts(parts, app).await {
            Ok(device) => Ok(Some(device)),
            Err(ApiError::Refused(_)) => Ok(None),
            Err(why) => Err(why),
        }
    }
}

impl FromRequestParts<App> for Arriving {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let secret = app.origin.cookie(&parts.headers).unwrap_or_else(SecretText::fresh);
        let id = app.register.device(&secret.hash()).await?.unwrap_or_else(fresh_id);
        Ok(Arriving(KnownDevice { id, secret }))
    }
}

#[derive(serde::Deserialize)]
struct InBoard {
    board: String,
}

impl FromRequestParts<App> for MemberOf {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let device = <KnownDevice as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        let Path(InBoard { board }) =
            <Path<InBoard> as FromRequestParts<App>>::from_request_parts(parts, app)
                .await
                .map_err(|_| Problem::NotHere)?;
        let board = BoardId::parse(&board).ok_or(Problem::NotHere)?;
        let place = app.register.place(&device.id, &board).await?.ok_or(Problem::NotHere)?;
        Ok(MemberOf { device, board, who: place.member })
    }
}

impl FromRequestParts<App> for Secretariat {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let member = MemberOf::from_request_parts(parts, app).await?;
        if member.is_secretariat() { Ok(Secretariat(member)) } else { Err(Problem::NotAllowed.into()) }
    }
}

impl FromRequestParts<App> for Asker {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let ConnectInfo(address) = ConnectInfo::<SocketAddr>::from_request_parts(parts, app)
            .await
            .map_err(|_| Problem::NotUnderstood)?;
        Ok(Asker(app.proxies.asker(address.ip(), &parts.headers)))
    }
}

impl FromRequestParts<App> for Carrying {
    type Rejection = ApiError;

    async fn from_request_parts(_: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let turn = app.carrying.clone().try_acquire_owned().map_err(|_| Problem::TooMany)?;
        Ok(Carrying { _turn: turn })
    }
}

impl Asker {
    /// Lets an address that was wrong too often wait.
    pub fn may_try(self, app: &App) -> Result<(), ApiError> {
        if app.tries.may(self.0, app.now()) { Ok(()) } else { Err(Problem::TooMany.into()) }
    }

    /// Counts a wrong try, and is its answer.
    pub fn was_wrong(self, app: &App) -> ApiError {
        app.tries.wrong(self.0, app.now());
        Problem::LinkEnded.into()
    }
}

/// A member's id as a body brought it: of the form that ids have, and not the server's own.
pub fn sound_member(id: &MemberId) -> Result<MemberId, ApiError> {
    let sound = MemberId::parse(id.as_str()).filter(|id| *id != server_author());
    sound.ok_or_else(|| Problem::NotUnderstood.into())
}

/// A board's id as a body brought it: a document id of automerge-repo.
pub fn sound_board(id: &BoardId) -> Result<BoardId, ApiError> {
    if document_id(id).is_some() { Ok(id.clone()) } else { Err(Problem::NotUnderstood.into()) }
}

/// The organisation that a role speaks for: a partner's must be named.
pub fn sound_organisation(role: Role, id: Option<RecordId>) -> Result<Option<RecordId>, ApiError> {
    match (role, id) {
        (Role::Partner, None) => Err(Problem::NotUnderstood.into()),
        (_, None) => Ok(None),
        (_, Some(id)) => match RecordId::parse(id.as_str()) {
            Some(id) => Ok(Some(id)),
            None => Err(Problem::NotUnderstood.into()),
        },
    }
}

/// A name as somebody typed it, without the blanks around it: at most `max` characters, none of
/// them invisible.
pub fn sound_text(typed: &str, max: usize) -> Result<String, ApiError> {
    let text = typed.trim();
    let sound = text.chars().take(max + 1).count() <= max && !text.chars().any(char::is_control);
    if sound { Ok(text.to_owned()) } else { Err(Problem::NotUnderstood.into()) }
}
