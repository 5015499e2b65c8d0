//! Coming in by a link: at once, through the waiting room, or back to one's own place.
//!
//! Each function is one step of a transaction that its caller began and commits.

use super::rows::{board_id, link_from, member_id, membership_from, waiting_from};
use super::{LINK_OF_ID, LINK_OF_SECRET, MEMBERSHIP, add_place, count_devices, take};
use crate::register::{
    Admitted, Joined, Joining, Link, MAX_DEVICES, MAX_MEMBERS, MAX_WAITING, Newcomer, RegisterError,
};
use crate::secret::fresh_id;
use shared::door::{Membership, Waiting};
use shared::ids::{BoardId, MemberId};
use sqlx::{Row, SqliteConnection};

/// Where a device waits.
pub const WAITING: &str = "select w.*, b.name as board_name, l.role, l.organisation_name
                           from door_waiting w join door_links l on l.id = w.link
                           join door_boards b on b.id = w.board where w.device = ? limit 1000";

/// See `Register::join`.
pub async fn join(on: &mut SqliteConnection, joining: &Joining, now: i64) -> Result<Joined, RegisterError> {
    let link = sqlx::query(LINK_OF_SECRET).bind(joining.link.as_bytes());
    let link = link.fetch_optional(&mut *on).await?.as_ref().map(link_from).transpose()?;
    let Some(link) = link else { return Ok(Joined::LinkEnded) };
    let Some(board) = joining.board(&link) else { return Ok(Joined::LinkEnded) };
    if let Some(already) = membership(on, &joining.device.id, &board).await? {
        return Ok(Joined::Member(already));
    }
    let waiting = waiting_at(on, &joining.device.id, &board).await?;
    if let Some(waits) = waiting.filter(|waits| waits.declined.is_none()) {
        return Ok(Joined::Waits(waits));
    }
    if !link.is_open(now) {
        return Ok(Joined::LinkEnded);
    }
    if let Some(member) = &link.returns {
        return come_back(on, (&board, member), (&link, &joining.device), now).await;
    }
    if is_taken(on, &board, &joining.member).await? {
        return Ok(Joined::Taken);
    }
    if link.admission {
        return wait(on, &board, (&link, joining), now).await;
    }
    if let Some(new) = &joining.founds {
        let query = "insert or ignore into door_boards (id, name, created) values (?, ?, ?)";
        let query = sqlx::query(query).bind(new.id.as_str()).bind(&new.name).bind(now);
        if query.execute(&mut *on).await?.rows_affected() == 0 {
            return Ok(Joined::Taken);
        }
    }
    if is_full(on, &board).await? {
        return Ok(Joined::Full);
    }
    use_up(on, &link).await?;
    let person = (&joining.member, joining.name.as_str(), joining.function.as_str());
    add_member(on, &board, person, (&link, now)).await?;
    take(on, &joining.device, now).await?;
    seat(on, &joining.device.id, (&board, &joining.member), now).await
}

/// The same member on another device.
async fn come_back(
    on: &mut SqliteConnection,
    of: (&BoardId, &MemberId),
    (link, device): (&Link, &Newcomer),
    now: i64,
) -> Result<Joined, RegisterError> {
    let there = sqlx::query("select 1 from door_members where board = ? and member = ? and gone is null");
    let there = there.bind(of.0.as_str()).bind(of.1.as_str());
    if there.fetch_optional(&mut *on).await?.is_none() {
        return Ok(Joined::LinkEnded);
    }
    if count_devices(on, of.0, of.1).await? >= MAX_DEVICES {
        return Ok(Joined::Full);
    }
    use_up(on, link).await?;
    take(on, device, now).await?;
    seat(on, &device.id, of, now).await
}

async fn wait(
    on: &mut SqliteConnection,
    board: &BoardId,
    (link, joining): (&Link, &Joining),
    now: i64,
) -> Result<Joined, RegisterError> {
    let here = sqlx::query_scalar("select count(*) from door_waiting where board = ? and declined is null");
    let here: u32 = here.bind(board.as_str()).fetch_one(&mut *on).await?;
    if here >= MAX_WAITING {
        return Ok(Joined::Full);
    }
    use_up(on, link).await?;
    take(on, &joining.device, now).await?;
    let query = "insert or replace into door_waiting (id, board, device, link, member, name, function, since)
                 values (?, ?, ?, ?, ?, ?, ?, ?)";
    let query = sqlx::query(query).bind(fresh_id()).bind(board.as_str()).bind(&joining.device.id);
    let query = query.bind(&link.id).bind(joining.member.as_str()).bind(&joining.name);
    query.bind(&joining.function).bind(now).execute(&mut *on).await?;
    let waits = waiting_at(on, &joining.device.id, board).await?;
    waits.map(Joined::Waits).ok_or(RegisterError::Unknown("a link to no board"))
}

/// See `Register::admit`.
pub async fn admit(
    on: &mut SqliteConnection,
    (board, waiter): (&BoardId, &str),
    now: i64,
) -> Result<Admitted, RegisterError> {
    let query = "select * from door_waiting where board = ? and id = ? and declined is null";
    let row = sqlx::query(query).bind(board.as_str()).bind(waiter).fetch_optional(&mut *on).await?;
    let Some(row) = row else { return Ok(Admitted::NotThere) };
    if is_full(on, board).await? {
        return Ok(Admitted::Full);
    }
    sqlx::query("delete from door_waiting where id = ?").bind(waiter).execute(&mut *on).await?;
    let (member, device) = (member_id(&row)?, row.try_get::<String, _>("device")?);
    // Come in meanwhile by another way, or as somebody who is there.
    if membership(on, &device, board).await?.is_some() || is_taken(on, board, &member).await? {
        return Ok(Admitted::NotThere);
    }
    let link = sqlx::query(LINK_OF_ID).bind(row.try_get::<String, _>("link")?);
    let link = link_from(&link.fetch_one(&mut *on).await?)?;
    let person = (&member, row.try_get("name")?, row.try_get("function")?);
    add_member(on, board, person, (&link, now)).await?;
    add_place(on, &device, (board, &member), now).await?;
    Ok(Admitted::Member(member))
}

/// See `Register::decline`. Of those declined before, the earliest are forgotten.
pub async fn decline(
    on: &mut SqliteConnection,
    (board, waiter): (&BoardId, &str),
    reason: &str,
) -> Result<bool, RegisterError> {
    let query = "update door_waiting set declined = ?, name = '', function = ''
                 where board = ? and id = ? and declined is null";
    let declined = sqlx::query(query).bind(reason).bind(board.as_str()).bind(waiter);
    let declined = declined.execute(&mut *on).await?.rows_affected() > 0;
    let query = "delete from door_waiting where board = ?1 and declined is not null and id not in
                   (select id from door_waiting where board = ?1 and declined is not null
                    order by since desc limit ?2)";
    sqlx::query(query).bind(board.as_str()).bind(MAX_WAITING).execute(on).await?;
    Ok(declined)
}

async fn membership(
    on: &mut SqliteConnection,
    device: &str,
    board: &BoardId,
) -> Result<Option<Membership>, RegisterError> {
    let query = sqlx::query(MEMBERSHIP).bind(device).bind(board.as_str());
    query.fetch_optional(on).await?.as_ref().map(membership_from).transpose()
}

async fn waiting_at(
    on: &mut SqliteConnection,
    device: &str,
    board: &BoardId,
) -> Result<Option<Waiting>, RegisterError> {
    let rows = sqlx::query(WAITING).bind(device).fetch_all(on).await?;
    for row in &rows {
        if board_id(row)? == *board {
            return Ok(Some(waiting_from(row)?));
        }
    }
    Ok(None)
}

async fn is_taken(
    on: &mut SqliteConnection,
    board: &BoardId,
    member: &MemberId,
) -> Result<bool, RegisterError> {
    let query = sqlx::query("select 1 from door_members where board = ? and member = ?");
    Ok(query.bind(board.as_str()).bind(member.as_str()).fetch_optional(on).await?.is_some())
}

async fn is_full(on: &mut SqliteConnection, board: &BoardId) -> Result<bool, RegisterError> {
    let query = sqlx::query_scalar("select count(*) from door_members where board = ? and gone is null");
    let present: u32 = query.bind(board.as_str()).fetch_one(on).await?;
    Ok(present >= MAX_MEMBERS)
}

async fn use_up(on: &mut SqliteConnection, link: &Link) -> Result<(), RegisterError> {
    let query = sqlx::query("update door_links set uses_left = uses_left - 1 where id = ?");
    query.bind(&link.id).execute(on).await?;
    Ok(())
}

async fn add_member(
    on: &mut SqliteConnection,
    board: &BoardId,
    (member, name, function): (&MemberId, &str, &str),
    (link, now): (&Link, i64),
) -> Result<(), RegisterError> {
    let query = "insert into door_members (board, member, name, function, role, organisation, joined)
                 values (?, ?, ?, ?, ?, ?, ?)";
    let query = sqlx::query(query).bind(board.as_str()).bind(member.as_str()).bind(name).bind(function);
    let query = query.bind(link.role.key()).bind(link.organisation.as_ref().map(|id| id.as_str()));
    query.bind(now).execute(on).await?;
    Ok(())
}

/// Gives the device its place on the board.
async fn seat(
    on: &mut SqliteConnection,
    device: &str,
    of: (&BoardId, &MemberId),
    now: i64,
) -> Result<Joined, RegisterError> {
    add_place(on, device, of, now).await?;
    let query = sqlx::query("delete from door_waiting where board = ? and device = ?");
    query.bind(of.0.as_str()).bind(device).execute(&mut *on).await?;
    let seated = membership(on, device, of.0).await?;
    seated.map(Joined::Member).ok_or(RegisterError::Unknown("a link to no board"))
}
