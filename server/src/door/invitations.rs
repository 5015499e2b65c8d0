//! Invitations: looked at without consequence, used up by accepting, made and closed by the
//! secretariat.

use super::guards::{
    Arriving, Asker, Body, KnownDevice, Secretariat, sound_board, sound_member, sound_organisation,
    sound_text,
};
use super::published;
use crate::admission::{Standing, Whom};
use crate::api_error::ApiError;
use crate::app::App;
use crate::register::{Board, Joined, Joining, Link, Newcomer};
use crate::secret::{SecretHash, SecretText, fresh_id};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use shared::door::{
    Acceptance, Founding, Invitation, MAX_BOARD_NAME, MAX_NAME, NewInvitation, NewLink, Offer, Problem,
    Secret,
};
use shared::ids::{BoardId, MemberId};

pub const DAY_S: i64 = 86_400;
const MAX_USES: u32 = 100;
const MAX_DAYS: u32 = 90;
/// A way back is for somebody who is expected.
const BACK_DAYS: i64 = 7;

/// Where a link leads; the secret behind `#` never reaches a server's log.
pub fn path_of(secret: &SecretText) -> String {
    format!("/rejoindre#{}", secret.reveal())
}

/// `POST /api/invitations/look`: what a link offers. Consumes nothing. The device gets its cookie
/// here already: should the answer to accepting be lost, it is known when it asks again.
pub async fn look(
    State(app): State<App>,
    from: Asker,
    Arriving(device): Arriving,
    Body(asked): Body<Secret>,
) -> Result<Response, ApiError> {
    from.may_try(&app)?;
    let secret = SecretText::parse(&asked.secret).ok_or_else(|| from.was_wrong(&app))?;
    let link = app.register.link(&secret.hash()).await?.ok_or_else(|| from.was_wrong(&app))?;
    if !link.is_open(app.now()) && !led_in(&app, &device, &link).await? {
        return Err(from.was_wrong(&app));
    }
    let board = match &link.board {
        Some(board) => app.register.board(board).await?,
        None => None,
    };
    let returns = called(&app, &link).await?;
    let offer = Offer {
        board: link.board,
        board_name: board.map(|board| board.name).unwrap_or_default(),
        role: link.role,
        organisation: link.organisation,
        organisation_name: link.organisation_name,
        expires: link.expires,
        admission: link.admission,
        returns,
    };
    Ok(([(SET_COOKIE, app.origin.set_cookie(&device.secret))], Json(offer)).into_response())
}

/// Whether the device is where the link leads, or at its door: it came and perhaps never heard so.
async fn led_in(app: &App, device: &KnownDevice, link: &Link) -> Result<bool, ApiError> {
    let Some(board) = &link.board else { return Ok(false) };
    let waits = app.register.waits(&device.id).await?.into_iter();
    let is_waiting = waits.filter(|waits| waits.declined.is_none()).any(|waits| waits.board == *board);
    Ok(is_waiting || app.register.place(&device.id, board).await?.is_some())
}

/// What the member is called whose way back a link is.
async fn called(app: &App, link: &Link) -> Result<Option<String>, ApiError> {
    let (Some(board), Some(member)) = (&link.board, &link.returns) else { return Ok(None) };
    let mut members = app.register.members(board).await?.into_iter();
    let theirs = members.find(|one| one.member == *member);
    Ok(theirs.map(|theirs| if theirs.name.is_empty() { theirs.function } else { theirs.name }))
}

/// `POST /api/invitations/accept`: uses an invitation and lets this device in, or as far as the
/// waiting room. A way back asks for no name: it is the member's of before.
pub async fn accept(
    State(app): State<App>,
    from: Asker,
    Arriving(device): Arriving,
    Body(asked): Body<Acceptance>,
) -> Result<Response, ApiError> {
    from.may_try(&app)?;
    let link = SecretText::parse(&asked.secret).ok_or_else(|| from.was_wrong(&app))?.hash();
    let goes_back = app.register.link(&link).await?.is_some_and(|link| link.returns.is_some());
    let person = if goes_back {
        Person { member: sound_member(&asked.member)?, name: String::new(), function: String::new() }
    } else {
        Person::sound(&asked.member, &asked.name, &asked.function)?
    };
    come_in(&app, from, Arrival { link, person, device, founds: None }).await
}

/// `POST /api/founding`: uses a founder link and brings a board, whose document then arrives by
/// sync.
pub async fn found(
    State(app): State<App>,
    from: Asker,
    Arriving(device): Arriving,
    Body(asked): Body<Founding>,
) -> Result<Response, ApiError> {
    from.may_try(&app)?;
    let link = SecretText::parse(&asked.secret).ok_or_else(|| from.was_wrong(&app))?.hash();
    let founds = Board {
        id: sound_board(&asked.board)?,
        name: sound_text(&asked.board_name, MAX_BOARD_NAME)?,
        is_demo: false,
    };
    let person = Person::sound(&asked.member, &asked.name, &asked.function)?;
    come_in(&app, from, Arrival { link, person, device, founds: Some(founds) }).await
}

struct Person {
    member: MemberId,
    name: String,
    function: String,
}

impl Person {
    fn sound(member: &MemberId, name: &str, function: &str) -> Result<Self, ApiError> {
        let (name, function) = (sound_text(name, MAX_NAME)?, sound_text(function, MAX_NAME)?);
        if name.is_empty() && function.is_empty() {
            return Err(Problem::NotUnderstood.into());
        }
        Ok(Self { member: sound_member(member)?, name, function })
    }
}

struct Arrival {
    link: SecretHash,
    person: Person,
    device: KnownDevice,
    founds: Option<Board>,
}

/// Uses the link up and gives the device its cookie.
async fn come_in(app: &App, from: Asker, arrival: Arrival) -> Result<Response, ApiError> {
    let Arrival { link, person, device, founds } = arrival;
    let newcomer = Newcomer { id: device.id.clone(), secret: device.secret.hash() };
    let Person { member, name, function } = person;
    let joining = Joining { link, member, name, function, device: newcomer, founds };
    match app.register.join(&joining, app.now()).await? {
        Joined::Member(membership) => {
            published::changed(app, &membership.board, membership.member.clone()).await?;
            app.last_word.gave(&membership.board, &device.id);
            tracing::info!(board = %membership.board, role = membership.role.key(), "a member joined");
            Ok(([(SET_COOKIE, app.origin.set_cookie(&device.secret))], Json(membership)).into_response())
        }
        Joined::Waits(waiting) => {
            app.tell(Standing::Rang { board: waiting.board.clone(), whom: Whom::Secretariat });
            tracing::info!(board = %waiting.board, "somebody waits at the door");
            let cookie = [(SET_COOKIE, app.origin.set_cookie(&device.secret))];
            Ok((StatusCode::ACCEPTED, cookie, Json(waiting)).into_response())
        }
        Joined::LinkEnded => Err(from.was_wrong(app)),
        Joined::Taken => Err(Problem::NotAllowed.into()),
        Joined::Full => Err(Problem::TooMany.into()),
    }
}

/// `GET /api/boards/{board}/invitations`
pub async fn list(
    State(app): State<App>,
    Secretariat(me): Secretariat,
) -> Result<Json<Vec<Invitation>>, ApiError> {
    let links = app.register.links(&me.board).await?;
    Ok(Json(links.iter().map(Link::invitation).collect()))
}

/// `POST /api/boards/{board}/invitations`
pub async fn invite(
    State(app): State<App>,
    Secretariat(me): Secretariat,
    Body(asked): Body<NewInvitation>,
) -> Result<Json<NewLink>, ApiError> {
    if !(1..=MAX_USES).contains(&asked.uses) || !(1..=MAX_DAYS).contains(&asked.days) {
        return Err(Problem::NotUnderstood.into());
    }
    let (secret, now) = (SecretText::fresh(), app.now());
    let link = Link {
        id: fresh_id(),
        board: Some(me.board),
        role: asked.role,
        organisation: sound_organisation(asked.role, asked.organisation)?,
        organisation_name: sound_text(&asked.organisation_name, MAX_NAME)?,
        uses_left: asked.uses,
        expires: now + i64::from(asked.days) * DAY_S,
        created: now,
        created_by: Some(me.who.member),
        closed: false,
        admission: asked.admission,
        returns: None,
    };
    app.register.add_link(&link, &secret.hash()).await?;
    Ok(Json(NewLink { invitation: link.invitation(), path: path_of(&secret) }))
}

/// `POST /api/boards/{board}/members/{member}/return`: a link by which this member comes back to
/// their own place on another device, once.
pub async fn way_back(
    State(app): State<App>,
    Secretariat(me): Secretariat,
    Path((_, member)): Path<(BoardId, MemberId)>,
) -> Result<Json<NewLink>, ApiError> {
    let mut members = app.register.members(&me.board).await?.into_iter();
    let theirs = members.find(|one| one.member == member).ok_or(Problem::NotHere)?;
    let (secret, now) = (SecretText::fresh(), app.now());
    let link = Link {
        id: fresh_id(),
        board: Some(me.board),
        role: theirs.role,
        organisation: theirs.organisation,
        organisation_name: String::new(),
        uses_left: 1,
        expires: now + BACK_DAYS * DAY_S,
        created: now,
        created_by: Some(me.who.member),
        closed: false,
        admission: false,
        returns: Some(member),
    };
    app.register.add_link(&link, &secret.hash()).await?;
    Ok(Json(NewLink { invitation: link.invitation(), path: path_of(&secret) }))
}

/// `DELETE /api/boards/{board}/invitations/{id}`
pub async fn close(
    State(app): State<App>,
    Secretariat(me): Secretariat,
    Path((_, id)): Path<(BoardId, String)>,
) -> Result<Json<()>, ApiError> {
    if app.register.close_link(&me.board, &id).await? { Ok(Json(())) } else { Err(Problem::NotHere.into()) }
}
