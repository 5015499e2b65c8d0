//! The members of a board: who they are, what changes about them, and taking one off.

use super::guards::{Body, MemberOf, Secretariat, sound_organisation, sound_text};
use super::published;
use crate::admission::{Standing, Whom};
use crate::api_error::ApiError;
use crate::app::App;
use crate::register::{Alteration, Member, MemberDevice, Removal};
use axum::Json;
use axum::extract::{Path, State};
use shared::door::{MAX_NAME, MemberCard, MemberChange, Problem};
use shared::ids::{BoardId, MemberId};
use std::collections::BTreeSet;

/// `GET /api/boards/{board}/members`
pub async fn list(State(app): State<App>, me: MemberOf) -> Result<Json<Vec<MemberCard>>, ApiError> {
    let members = app.register.members(&me.board).await?;
    let board = Around::of(&app, &me.board).await?;
    Ok(Json(members.into_iter().map(|member| card(&me, member, &board)).collect()))
}

/// What is known about members besides their own records.
struct Around {
    devices: Vec<MemberDevice>,
    here: BTreeSet<MemberId>,
}

impl Around {
    async fn of(app: &App, board: &BoardId) -> Result<Self, ApiError> {
        Ok(Self { devices: app.register.devices(board).await?, here: app.live.members(board).await })
    }
}

/// A member as this one sees them: devices only of oneself, and for the secretariat.
fn card(me: &MemberOf, member: Member, around: &Around) -> MemberCard {
    let theirs = || around.devices.iter().filter(|device| device.member == member.member);
    let sees_devices = me.is_secretariat() || me.who.member == member.member;
    MemberCard {
        last_seen: theirs().map(|device| device.last_seen).max().unwrap_or(member.joined),
        devices: if sees_devices {
            theirs().map(|device| device.shown(&me.device.id)).collect()
        } else {
            Vec::new()
        },
        online: around.here.contains(&member.member),
        member: member.member,
        name: member.name,
        function: member.function,
        role: member.role,
        organisation: member.organisation,
        joined: member.joined,
    }
}

/// `PATCH /api/boards/{board}/members/{member}`
pub async fn change(
    State(app): State<App>,
    me: MemberOf,
    Path((_, member)): Path<(BoardId, MemberId)>,
    Body(asked): Body<MemberChange>,
) -> Result<Json<MemberCard>, ApiError> {
    let members = app.register.members(&me.board).await?;
    let before = members.into_iter().find(|one| one.member == member).ok_or(Problem::NotHere)?;
    let after = altered(&me, &before, asked)?;
    match app.register.change_member(&me.board, &after).await? {
        Alteration::Done => {}
        Alteration::NotThere => return Err(Problem::NotHere.into()),
        Alteration::LastSecretariat => return Err(Problem::LastSecretariat.into()),
    }
    if after.function == before.function {
        published::changed(&app, &me.board, member).await?;
    } else {
        published::renamed(&app, &me.board, member).await?;
    }
    if after.name != before.name {
        // The name is nowhere on the board: only this tells the others' devices.
        app.tell(Standing::Rang { board: me.board.clone(), whom: Whom::Everybody });
    }
    let board = Around::of(&app, &me.board).await?;
    Ok(Json(card(&me, after, &board)))
}

/// The member after a change, if `me` may make it: role and organisation are the secretariat's
/// to change, name and function one's own. The secretariat may erase a name, not give one.
fn altered(me: &MemberOf, before: &Member, asked: MemberChange) -> Result<Member, ApiError> {
    let mine = me.who.member == before.member;
    let organisation = sound_organisation(asked.role, asked.organisation)?;
    let moves = asked.role != before.role || organisation != before.organisation;
    let named = |typed: Option<String>, now: &str| match typed {
        None => Ok(now.to_owned()),
        Some(typed) => sound_text(&typed, MAX_NAME),
    };
    let name = named(asked.name, &before.name)?;
    let function = named(asked.function, &before.function)?;
    let erases = |after: &str, before: &str| after == before || after.is_empty();
    let names = mine || me.is_secretariat() && erases(&name, &before.name);
    let names = names && (mine || erases(&function, &before.function));
    if !names || moves && !me.is_secretariat() {
        return Err(Problem::NotAllowed.into());
    }
    Ok(Member { name, function, role: asked.role, organisation, ..before.clone() })
}

/// `DELETE /api/boards/{board}/members/{member}`: their sockets close, their devices forget.
pub async fn remove(
    State(app): State<App>,
    Secretariat(me): Secretariat,
    Path((_, member)): Path<(BoardId, MemberId)>,
) -> Result<Json<()>, ApiError> {
    let removal = app.register.remove_member(&me.board, &member, app.now()).await?;
    settle(&app, &me.board, member, removal).await
}

/// `DELETE /api/boards/{board}/members/{member}/devices/{device}`: one's own, or any for the
/// secretariat.
pub async fn remove_device(
    State(app): State<App>,
    me: MemberOf,
    Path((_, member, device)): Path<(BoardId, MemberId, String)>,
) -> Result<Json<()>, ApiError> {
    if me.who.member != member && !me.is_secretariat() {
        return Err(Problem::NotAllowed.into());
    }
    let removal = app.register.remove_device(&me.board, &member, &device).await?;
    settle(&app, &me.board, member, removal).await
}

async fn settle(
    app: &App,
    board: &BoardId,
    member: MemberId,
    removal: Removal,
) -> Result<Json<()>, ApiError> {
    match removal {
        Removal::Gone { callers, member_gone } => {
            app.ended(board, callers);
            if member_gone {
                tracing::info!(%board, "a member was taken off");
                published::changed(app, board, member).await?;
            }
            Ok(Json(()))
        }
        Removal::NotThere => Err(Problem::NotHere.into()),
        Removal::LastSecretariat => Err(Problem::LastSecretariat.into()),
    }
}
