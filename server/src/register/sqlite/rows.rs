//! Rows of the register as what they mean. What this program did not write is an error, not a
//! guess: a role that is misread would open a door.

use crate::register::{Link, Member, MemberDevice, RegisterError};
use shared::door::{Handed, Membership, Role, Ticket, Waiter, Waiting};
use shared::ids::{BoardId, MemberId, RecordId};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

pub fn board_id(row: &SqliteRow) -> Result<BoardId, RegisterError> {
    BoardId::parse(row.try_get("board")?).ok_or(RegisterError::Unknown("a board's id"))
}

pub fn member_id(row: &SqliteRow) -> Result<MemberId, RegisterError> {
    MemberId::parse(row.try_get("member")?).ok_or(RegisterError::Unknown("a member's id"))
}

fn role(row: &SqliteRow) -> Result<Role, RegisterError> {
    Role::from_key(row.try_get("role")?).ok_or(RegisterError::Unknown("a role"))
}

fn organisation(row: &SqliteRow) -> Result<Option<RecordId>, RegisterError> {
    let Some(id) = row.try_get::<Option<&str>, _>("organisation")? else { return Ok(None) };
    RecordId::parse(id).map(Some).ok_or(RegisterError::Unknown("an organisation's id"))
}

pub fn member_from(row: &SqliteRow) -> Result<Member, RegisterError> {
    Ok(Member {
        member: member_id(row)?,
        name: row.try_get("name")?,
        function: row.try_get("function")?,
        role: role(row)?,
        organisation: organisation(row)?,
        joined: row.try_get("joined")?,
    })
}

/// Of a member's row with the `board_name` beside it.
pub fn membership_from(row: &SqliteRow) -> Result<Membership, RegisterError> {
    let member = member_from(row)?;
    Ok(Membership {
        board: board_id(row)?,
        board_name: row.try_get("board_name")?,
        member: member.member,
        role: member.role,
        organisation: member.organisation,
        name: member.name,
        function: member.function,
    })
}

/// Of a link's row with its terms beside it.
pub fn link_from(row: &SqliteRow) -> Result<Link, RegisterError> {
    let board = match row.try_get::<Option<&str>, _>("board")? {
        Some(_) => Some(board_id(row)?),
        None => None,
    };
    let created_by = row.try_get::<Option<&str>, _>("created_by")?.and_then(MemberId::parse);
    Ok(Link {
        id: row.try_get("id")?,
        board,
        role: role(row)?,
        organisation: organisation(row)?,
        organisation_name: row.try_get("organisation_name")?,
        uses_left: row.try_get("uses_left")?,
        expires: row.try_get("expires")?,
        created: row.try_get("created")?,
        created_by,
        closed: row.try_get("closed")?,
        admission: row.try_get::<Option<bool>, _>("admission")?.unwrap_or(false),
        returns: match row.try_get::<Option<&str>, _>("returns")? {
            Some(id) => Some(MemberId::parse(id).ok_or(RegisterError::Unknown("a member's id"))?),
            None => None,
        },
    })
}

/// Of a waiting row with its link's facts beside it.
pub fn waiter_from(row: &SqliteRow) -> Result<Waiter, RegisterError> {
    Ok(Waiter {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        function: row.try_get("function")?,
        role: role(row)?,
        organisation: organisation(row)?,
        organisation_name: row.try_get("organisation_name")?,
        link_created: row.try_get("link_created")?,
        since: row.try_get("since")?,
    })
}

/// Of a waiting row with its link's facts and the `board_name` beside it.
pub fn waiting_from(row: &SqliteRow) -> Result<Waiting, RegisterError> {
    Ok(Waiting {
        board: board_id(row)?,
        board_name: row.try_get("board_name")?,
        role: role(row)?,
        organisation_name: row.try_get("organisation_name")?,
        since: row.try_get("since")?,
        declined: row.try_get("declined")?,
    })
}

pub fn handed_from(row: &SqliteRow) -> Result<Handed, RegisterError> {
    let differences = serde_json::from_str(row.try_get("differences")?);
    Ok(Handed {
        id: row.try_get("id")?,
        member: member_id(row)?,
        at: row.try_get("at")?,
        differences: differences.map_err(|_| RegisterError::Unknown("handed work"))?,
    })
}

pub fn device_from(row: &SqliteRow) -> Result<MemberDevice, RegisterError> {
    Ok(MemberDevice {
        member: member_id(row)?,
        id: row.try_get("device")?,
        added: row.try_get("added")?,
        last_seen: row.try_get("last_seen")?,
    })
}

pub fn ticket_from(row: &SqliteRow) -> Result<Ticket, RegisterError> {
    Ok(Ticket { id: row.try_get("id")?, created: row.try_get("created")?, expires: row.try_get("expires")? })
}
