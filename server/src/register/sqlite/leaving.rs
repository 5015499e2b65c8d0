//! What a member becomes, and how members and devices go: never so that a board is left without
//! its secretariat.
//!
//! Each function is one step of a transaction that its caller began and commits.

use super::{count_devices, rows};
use crate::admission::Caller;
use crate::register::{Alteration, Member, RegisterError, Removal};
use shared::door::Role;
use shared::ids::{BoardId, MemberId};
use sqlx::{Row, SqliteConnection};

/// Whether the board would be without secretariat if this member were not of it.
async fn is_last_secretariat(
    on: &mut SqliteConnection,
    board: &BoardId,
    member: &MemberId,
) -> Result<bool, RegisterError> {
    let query = "select member from door_members where board = ? and role = ? and gone is null limit 2";
    let secretariat =
        sqlx::query(query).bind(board.as_str()).bind(Role::Secretariat.key()).fetch_all(on).await?;
    Ok(secretariat.len() == 1 && secretariat[0].try_get::<&str, _>(0)? == member.as_str())
}

/// See `Register::change_member`.
pub async fn change_member(
    on: &mut SqliteConnection,
    board: &BoardId,
    member: &Member,
) -> Result<Alteration, RegisterError> {
    let steps_down = member.role != Role::Secretariat;
    if steps_down && is_last_secretariat(on, board, &member.member).await? {
        return Ok(Alteration::LastSecretariat);
    }
    let query = "update door_members set name = ?, function = ?, role = ?, organisation = ?
                 where board = ? and member = ? and gone is null";
    let changed = sqlx::query(query)
        .bind(&member.name)
        .bind(&member.function)
        .bind(member.role.key())
        .bind(member.organisation.as_ref().map(|id| id.as_str()))
        .bind(board.as_str())
        .bind(member.member.as_str())
        .execute(on)
        .await?;
    Ok(if changed.rows_affected() == 0 { Alteration::NotThere } else { Alteration::Done })
}

/// See `Register::remove_member`.
pub async fn remove_member(
    on: &mut SqliteConnection,
    board: &BoardId,
    member: &MemberId,
    now: i64,
) -> Result<Removal, RegisterError> {
    if is_last_secretariat(on, board, member).await? {
        return Ok(Removal::LastSecretariat);
    }
    let gone = "update door_members set gone = ?, name = '', function = ''
                where board = ? and member = ? and gone is null";
    let gone = sqlx::query(gone).bind(now).bind(board.as_str()).bind(member.as_str());
    if gone.execute(&mut *on).await?.rows_affected() == 0 {
        return Ok(Removal::NotThere);
    }
    let mut callers = Vec::new();
    let devices = sqlx::query("delete from door_places where board = ? and member = ? returning device");
    for row in devices.bind(board.as_str()).bind(member.as_str()).fetch_all(&mut *on).await? {
        callers.push(Caller::Device { id: row.try_get(0)? });
    }
    let tickets = sqlx::query("delete from door_tickets where board = ? and member = ? returning id");
    for row in tickets.bind(board.as_str()).bind(member.as_str()).fetch_all(on).await? {
        callers.push(Caller::Ticket { id: row.try_get(0)? });
    }
    Ok(Removal::Gone { callers, member_gone: true })
}

/// See `Register::remove_device`.
pub async fn remove_device(
    on: &mut SqliteConnection,
    board: &BoardId,
    member: &MemberId,
    device: &str,
) -> Result<Removal, RegisterError> {
    let only = count_devices(on, board, member).await? == 1;
    let last = only && is_last_secretariat(on, board, member).await?;
    let found = sqlx::query("select 1 from door_places where device = ? and board = ? and member = ?");
    let found = found.bind(device).bind(board.as_str()).bind(member.as_str());
    if found.fetch_optional(&mut *on).await?.is_none() {
        return Ok(Removal::NotThere);
    }
    if last {
        return Ok(Removal::LastSecretariat);
    }
    let query = sqlx::query("delete from door_places where device = ? and board = ?");
    query.bind(device).bind(board.as_str()).execute(on).await?;
    Ok(Removal::Gone { callers: vec![Caller::Device { id: device.to_owned() }], member_gone: false })
}

/// See `Register::leave`.
pub async fn leave(
    on: &mut SqliteConnection,
    board: &BoardId,
    device: &str,
    now: i64,
) -> Result<Removal, RegisterError> {
    let query = sqlx::query("select member from door_places where device = ? and board = ?");
    let row = query.bind(device).bind(board.as_str()).fetch_optional(&mut *on).await?;
    let Some(row) = row else { return Ok(Removal::NotThere) };
    let member = rows::member_id(&row)?;
    if count_devices(on, board, &member).await? == 1 {
        remove_member(on, board, &member, now).await
    } else {
        remove_device(on, board, &member, device).await
    }
}
