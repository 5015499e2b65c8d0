//! What opens a board for a while: a second device's code, another program's ticket.
//!
//! Each function is one step of a transaction that its caller began and commits.

use super::rows::{board_id, member_id};
use super::{add_place, count_devices, take};
use crate::register::{CODE_TRIES, Code, MAX_DEVICES, MAX_TICKETS, Newcomer, RegisterError, TicketOf};
use crate::secret::SecretHash;
use shared::door::Ticket;
use sqlx::SqliteConnection;

/// See `Register::add_code`.
pub async fn add_code(on: &mut SqliteConnection, code: &Code, now: i64) -> Result<bool, RegisterError> {
    let query = sqlx::query("delete from door_codes where device = ? or expires <= ?");
    query.bind(&code.device).bind(now).execute(&mut *on).await?;
    let query = "insert or ignore into door_codes (name, secret, device, expires, tries_left)
                 values (?, ?, ?, ?, ?)";
    let query = sqlx::query(query).bind(&code.name).bind(code.secret.as_bytes()).bind(&code.device);
    let added = query.bind(code.expires).bind(CODE_TRIES).execute(on).await?;
    Ok(added.rows_affected() > 0)
}

/// See `Register::enter_code`.
pub async fn enter_code(
    on: &mut SqliteConnection,
    (name, secret): (&str, &SecretHash),
    newcomer: &Newcomer,
    now: i64,
) -> Result<bool, RegisterError> {
    let used = "delete from door_codes where name = ? and secret = ? and expires > ? returning device";
    let used = sqlx::query_scalar(used).bind(name).bind(secret.as_bytes()).bind(now);
    let Some(from) = used.fetch_optional(&mut *on).await? else {
        let query = sqlx::query("update door_codes set tries_left = tries_left - 1 where name = ?");
        query.bind(name).execute(&mut *on).await?;
        sqlx::query("delete from door_codes where tries_left <= 0").execute(on).await?;
        return Ok(false);
    };
    let from: String = from;
    take(on, newcomer, now).await?;
    let places = sqlx::query("select board, member from door_places where device = ?").bind(from);
    for row in places.fetch_all(&mut *on).await? {
        let (board, member) = (board_id(&row)?, member_id(&row)?);
        if count_devices(on, &board, &member).await? < MAX_DEVICES {
            add_place(on, &newcomer.id, (&board, &member), now).await?;
        }
    }
    Ok(true)
}

/// See `Register::add_ticket`.
pub async fn add_ticket(
    on: &mut SqliteConnection,
    of: &TicketOf,
    ticket: &Ticket,
    secret: &SecretHash,
) -> Result<bool, RegisterError> {
    let query = sqlx::query("delete from door_tickets where expires <= ?");
    query.bind(ticket.created).execute(&mut *on).await?;
    let running = sqlx::query_scalar("select count(*) from door_tickets where board = ? and member = ?");
    let running = running.bind(of.board.as_str()).bind(of.member.as_str());
    let running: u32 = running.fetch_one(&mut *on).await?;
    if running >= MAX_TICKETS {
        return Ok(false);
    }
    let query = "insert into door_tickets (id, secret, board, member, created, expires)
                 values (?, ?, ?, ?, ?, ?)";
    let query = sqlx::query(query).bind(&ticket.id).bind(secret.as_bytes()).bind(of.board.as_str());
    let query = query.bind(of.member.as_str()).bind(ticket.created).bind(ticket.expires);
    query.execute(on).await?;
    Ok(true)
}
