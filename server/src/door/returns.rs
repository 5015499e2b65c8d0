//! People whose server lost its register come back: each device shows the card of its place.
//!
//! ```text
//! the register knows the member, or once did    it alone decides; a card opens nothing
//! it never heard of them                        it was lost since: the card is believed, but for
//!                                               what was decided after it (`last_word`)
//! it heard of them only after the card          another device of theirs came back before
//! ```
//! Whoever comes back is what the card says at most. The board itself comes by sync, with its receipt,
//! and shows memberships as they were when its last holder heard of it: once it is there, it is
//! brought in line with the register (`published::bring_in_line`). Open invitations, codes, tickets and
//! who waited at the door are gone with the register: their secrets were nowhere else.

use super::guards::{Asker, Body, KnownDevice, sound_board, sound_member, sound_text};
use super::published;
use crate::api_error::ApiError;
use crate::app::App;
use crate::last_word::Standing;
use crate::register::{Board, Joined, Joining, Link, Member, Newcomer, RegisterError};
use crate::secret::{SecretText, fresh_id};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use shared::door::{MAX_BOARD_NAME, MAX_NAME, Membership, Problem};
use shared::ids::{BoardId, MemberId};
use shared::place_card::PlaceCard;
use shared::receipt::Seal;

/// A card that was not renewed for this long is of somebody who left long ago.
const CARD_S: i64 = 400 * super::invitations::DAY_S;
/// The link by which somebody comes back is used at once.
const LINK_S: i64 = 60;

/// `GET /api/me/cards`: the cards of this device's places, to be kept beside its boards.
pub async fn cards(State(app): State<App>, device: KnownDevice) -> Result<Json<Vec<PlaceCard>>, ApiError> {
    let mine = app.register.memberships(&device.id).await?;
    Ok(Json(mine.into_iter().map(|membership| card(&app, membership, &device)).collect()))
}

fn card(app: &App, membership: Membership, device: &KnownDevice) -> PlaceCard {
    let mut card = PlaceCard {
        board: membership.board,
        member: membership.member,
        role: membership.role,
        organisation: membership.organisation,
        device: device.id.clone(),
        made: app.now(),
        seal: String::new(),
        board_name: membership.board_name,
        name: membership.name,
        function: membership.function,
    };
    card.seal = app.live.key().seal_place(&card, device.secret.hash().as_bytes()).to_hex();
    card
}

/// `POST /api/me/return`: lets this device in again by the card of its place.
pub async fn come_back(
    State(app): State<App>,
    from: Asker,
    headers: HeaderMap,
    Body(card): Body<PlaceCard>,
) -> Result<Response, ApiError> {
    from.may_try(&app)?;
    let secret = app.origin.cookie(&headers).ok_or_else(|| from.was_wrong(&app))?;
    if !is_ours(&app, &card, &secret) {
        return Err(from.was_wrong(&app));
    }
    if app.last_word.has_taken(&card.board, &card.device) {
        return Err(Problem::NotHere.into());
    }
    let membership = match app.register.place(&card.device, &card.board).await? {
        // It never was away.
        Some(_) => None,
        None => Some(take_in(&app, &card, &secret).await?),
    };
    let mine = app.register.memberships(&card.device).await?;
    let found = mine.into_iter().find(|one| one.board == card.board);
    let membership = membership.or(found).ok_or(Problem::NotHere)?;
    Ok(([(SET_COOKIE, app.origin.set_cookie(&secret))], Json(membership)).into_response())
}

fn is_ours(app: &App, card: &PlaceCard, secret: &SecretText) -> bool {
    let age = app.now() - card.made;
    let seal = Seal::from_hex(&card.seal);
    (0..CARD_S).contains(&age)
        && seal.is_some_and(|seal| app.live.key().has_sealed_place(card, secret.hash().as_bytes(), &seal))
}

/// Makes a member again of somebody of whom the register never heard.
async fn take_in(app: &App, card: &PlaceCard, secret: &SecretText) -> Result<Membership, ApiError> {
    let (board, member) = (sound_board(&card.board)?, sound_member(&card.member)?);
    if app.last_word.has_taken_off(&board, &member) {
        return Err(Problem::NotHere.into());
    }
    let now = app.now();
    let known = app.last_word.standing(&board, &member);
    let Standing { role, organisation } =
        known.unwrap_or_else(|| Standing { role: card.role, organisation: card.organisation.clone() });
    let name = sound_text(&card.board_name, MAX_BOARD_NAME)?;
    app.register.add_board(&Board { id: board.clone(), name, is_demo: false }, now).await?;
    let members = app.register.members(&board).await?;
    let came_before = members.iter().any(|one| one.member == member && one.joined > card.made);
    let way_in = SecretText::fresh();
    let link = Link {
        id: fresh_id(),
        board: Some(board),
        role,
        organisation,
        organisation_name: String::new(),
        uses_left: 1,
        expires: now + LINK_S,
        created: now,
        created_by: None,
        closed: false,
        admission: false,
        returns: came_before.then(|| member.clone()),
    };
    app.register.add_link(&link, &way_in.hash()).await?;
    let joining = Joining {
        link: way_in.hash(),
        member,
        name: sound_text(&card.name, MAX_NAME)?,
        function: sound_text(&card.function, MAX_NAME)?,
        device: Newcomer { id: card.device.clone(), secret: secret.hash() },
        founds: None,
    };
    match app.register.join(&joining, now).await? {
        Joined::Member(membership) => {
            tracing::info!(board = %membership.board, role = membership.role.key(), "a member came back");
            published::lost(app, &membership.board).await;
            Ok(membership)
        }
        // The register knows the member, or once did: it alone decides.
        Joined::Taken | Joined::LinkEnded | Joined::Waits(_) => Err(Problem::NotHere.into()),
        Joined::Full => Err(Problem::TooMany.into()),
    }
}

/// Notes what a member is now, for the day on which the register is lost.
pub fn note(app: &App, board: &BoardId, member: &MemberId, now: Option<&Member>) {
    let Some(now) = now else {
        app.last_word.took_off(board, member);
        return;
    };
    let standing = Standing { role: now.role, organisation: now.organisation.clone() };
    app.last_word.became(board, &now.member, &standing);
}

/// A register that was brought back from a copy may hold places and members that were taken off
/// since, and roles that were lowered.
///
/// # Errors
/// The register cannot be read or written.
pub async fn keep_out(app: &App) -> Result<(), RegisterError> {
    for board in app.register.boards().await? {
        for place in app.register.devices(&board.id).await? {
            if app.last_word.has_taken(&board.id, &place.id) {
                app.register.remove_device(&board.id, &place.member, &place.id).await?;
                tracing::info!(board = %board.id, "a place that was taken since the copy is taken again");
            }
        }
        for member in app.register.members(&board.id).await? {
            if app.last_word.has_taken_off(&board.id, &member.member) {
                app.register.remove_member(&board.id, &member.member, app.now()).await?;
                app.out_of_line.mark(&board.id);
                continue;
            }
            let Some(known) = app.last_word.standing(&board.id, &member.member) else { continue };
            if known.role < member.role {
                let Standing { role, organisation } = known;
                app.register.change_member(&board.id, &Member { role, organisation, ..member }).await?;
                app.out_of_line.mark(&board.id);
            }
        }
    }
    Ok(())
}
