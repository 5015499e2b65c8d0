//! This device: what it belongs to, a code for a second one, and leaving.

use super::guards::{Arriving, Asker, Body, KnownDevice, sound_board};
use super::published;
use crate::admission::{Standing, Whom};
use crate::api_error::ApiError;
use crate::app::App;
use crate::register::{Code, Newcomer, Removal};
use crate::secret::CodeText;
use axum::Json;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use shared::door::{BoardName, CodeEntry, DeviceCode, Membership, Problem};

/// A code lives ten minutes.
const CODE_S: i64 = 600;
/// Draws of a code whose name is free, among 32,768 names.
const DRAWS: u32 = 8;

/// `GET /api/me`: what this device belongs to; nothing for a stranger. Prolongs the cookie.
pub async fn memberships(State(app): State<App>, device: Option<KnownDevice>) -> Result<Response, ApiError> {
    let Some(device) = device else { return Ok(Json(Vec::<Membership>::new()).into_response()) };
    let mine = app.register.memberships(&device.id).await?;
    Ok(([(SET_COOKIE, app.origin.set_cookie(&device.secret))], Json(mine)).into_response())
}

/// `POST /api/me/codes`: a code by which a second device gets the places of this one.
pub async fn new_code(State(app): State<App>, device: KnownDevice) -> Result<Json<DeviceCode>, ApiError> {
    let (now, expires) = (app.now(), app.now() + CODE_S);
    for _ in 0..DRAWS {
        let code = CodeText::fresh();
        let (name, secret, device) = (code.name().to_owned(), code.hash(), device.id.clone());
        if app.register.add_code(&Code { name, secret, device, expires }, now).await? {
            return Ok(Json(DeviceCode { code: code.reveal().to_owned(), expires }));
        }
    }
    Err(Problem::TooMany.into())
}

/// `POST /api/me/codes/accept`: lets this device in by another one's code.
pub async fn enter_code(
    State(app): State<App>,
    from: Asker,
    Arriving(device): Arriving,
    Body(asked): Body<CodeEntry>,
) -> Result<Response, ApiError> {
    from.may_try(&app)?;
    let code = CodeText::parse(&asked.code).ok_or_else(|| from.was_wrong(&app))?;
    let newcomer = Newcomer { id: device.id.clone(), secret: device.secret.hash() };
    if !app.register.enter_code(code.name(), &code.hash(), &newcomer, app.now()).await? {
        return Err(from.was_wrong(&app));
    }
    let mine = app.register.memberships(&device.id).await?;
    mine.iter().for_each(|membership| app.last_word.gave(&membership.board, &device.id));
    Ok(([(SET_COOKIE, app.origin.set_cookie(&device.secret))], Json(mine)).into_response())
}

/// `POST /api/me/leave`: this device goes off a board, or from its door; with a member's last
/// device, the member.
pub async fn leave(
    State(app): State<App>,
    device: KnownDevice,
    Body(asked): Body<BoardName>,
) -> Result<Json<()>, ApiError> {
    let board = sound_board(&asked.board)?;
    if app.register.walk_off(&board, &device.id).await? {
        app.tell(Standing::Rang { board, whom: Whom::Secretariat });
        return Ok(Json(()));
    }
    let place = app.register.place(&device.id, &board).await?.ok_or(Problem::NotHere)?;
    match app.register.leave(&board, &device.id, app.now()).await? {
        Removal::Gone { callers, member_gone } => {
            app.ended(&board, callers);
            if member_gone {
                published::changed(&app, &board, place.member.member).await?;
            }
            Ok(Json(()))
        }
        Removal::NotThere => Err(Problem::NotHere.into()),
        Removal::LastSecretariat => Err(Problem::LastSecretariat.into()),
    }
}
