//! The register in the embedded database.
//!
//! Whatever decides before it writes takes SQLite's one write lock first (`begin immediate`), so
//! two requests, or a request and `tablee invite`, never decide on the same state.

mod joining;
mod leaving;
mod rows;
mod secrets;

use super::{
    Admitted, Alteration, Board, Code, Joined, Joining, Link, MAX_BOARDS, MAX_DEVICES, MAX_HANDED_BY_MEMBER,
    MAX_HANDED_ON_BOARD, MAX_LINKS, MAX_MEMBERS, MAX_TICKETS, MAX_WAITING, Member, MemberDevice, Newcomer,
    Place, Register, RegisterError, Removal, TicketOf,
};
use crate::secret::SecretHash;
use rows::{board_id, link_from, member_from, membership_from, ticket_from};
use shared::door::{Handed, Membership, Ticket, Waiter, Waiting};
use shared::ids::{BoardId, MemberId};
use sqlx::{Row, Sqlite, SqliteConnection, SqlitePool, Transaction};

pub struct SqliteRegister {
    pool: SqlitePool,
}

impl SqliteRegister {
    /// Lays down the register's tables if they are not there.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn open(pool: SqlitePool) -> Result<Self, RegisterError> {
        sqlx::raw_sql(include_str!("sqlite/tables.sql")).execute(&pool).await?;
        Ok(Self { pool })
    }

    async fn write(&self) -> Result<Transaction<'static, Sqlite>, RegisterError> {
        Ok(self.pool.begin_with("begin immediate").await?)
    }
}

/// A link with its terms.
const LINK_OF_SECRET: &str = "select l.*, t.admission, t.returns from door_links l
                              left join door_terms t on t.link = l.id where l.secret = ?";
const LINK_OF_ID: &str = "select l.*, t.admission, t.returns from door_links l
                          left join door_terms t on t.link = l.id where l.id = ?";

/// What a device belongs to on one board.
const MEMBERSHIP: &str = "select m.*, b.name as board_name from door_places p
                          join door_members m on m.board = p.board and m.member = p.member
                          join door_boards b on b.id = p.board
                          where p.device = ? and p.board = ? and m.gone is null";

async fn count_devices(
    on: &mut SqliteConnection,
    board: &BoardId,
    member: &MemberId,
) -> Result<u32, RegisterError> {
    let query = sqlx::query_scalar("select count(*) from door_places where board = ? and member = ?");
    Ok(query.bind(board.as_str()).bind(member.as_str()).fetch_one(on).await?)
}

async fn take(on: &mut SqliteConnection, newcomer: &Newcomer, now: i64) -> Result<(), RegisterError> {
    let query = "insert or ignore into door_devices (id, secret, added) values (?, ?, ?)";
    sqlx::query(query).bind(&newcomer.id).bind(newcomer.secret.as_bytes()).bind(now).execute(on).await?;
    Ok(())
}

async fn add_place(
    on: &mut SqliteConnection,
    device: &str,
    of: (&BoardId, &MemberId),
    now: i64,
) -> Result<(), RegisterError> {
    let query = "insert or ignore into door_places (device, board, member, added, last_seen)
                 values (?, ?, ?, ?, ?)";
    let query = sqlx::query(query).bind(device).bind(of.0.as_str()).bind(of.1.as_str());
    query.bind(now).bind(now).execute(on).await?;
    Ok(())
}

#[async_trait::async_trait]
impl Register for SqliteRegister {
    async fn probe(&self) -> Result<(), RegisterError> {
        let query = "insert into door_probe (one, times) values (1, 1)
                     on conflict (one) do update set times = times + 1";
        sqlx::query(query).execute(&self.pool).await?;
        Ok(())
    }

    async fn boards(&self) -> Result<Vec<Board>, RegisterError> {
        let query =
            "select id as board, name as board_name, is_demo from door_boards order by created, id limit ?";
        let rows = sqlx::query(query).bind(MAX_BOARDS).fetch_all(&self.pool).await?;
        rows.iter()
            .map(|row| {
                Ok(Board {
                    id: board_id(row)?,
                    name: row.try_get("board_name")?,
                    is_demo: row.try_get("is_demo")?,
                })
            })
            .collect()
    }

    async fn board(&self, board: &BoardId) -> Result<Option<Board>, RegisterError> {
        let query = sqlx::query("select name, is_demo from door_boards where id = ?").bind(board.as_str());
        let row = query.fetch_optional(&self.pool).await?;
        row.map(|row| Ok(Board { id: board.clone(), name: row.try_get(0)?, is_demo: row.try_get(1)? }))
            .transpose()
    }

    async fn add_board(&self, board: &Board, now: i64) -> Result<(), RegisterError> {
        let query =
            sqlx::query("insert or ignore into door_boards (id, name, created, is_demo) values (?, ?, ?, ?)");
        query
            .bind(board.id.as_str())
            .bind(&board.name)
            .bind(now)
            .bind(board.is_demo)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    async fn rename_board(&self, board: &BoardId, name: &str) -> Result<(), RegisterError> {
        let query = sqlx::query("update door_boards set name = ? where id = ? and name <> ?");
        query.bind(name).bind(board.as_str()).bind(name).execute(&self.pool).await?;
        Ok(())
    }

    async fn add_link(&self, link: &Link, secret: &SecretHash) -> Result<(), RegisterError> {
        let query = "insert into door_links (id, secret, board, role, organisation, organisation_name,
                       uses_left, expires, created, created_by, closed)
                     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        let mut write = self.write().await?;
        sqlx::query(query)
            .bind(&link.id)
            .bind(secret.as_bytes())
            .bind(link.board.as_ref().map(BoardId::as_str))
            .bind(link.role.key())
            .bind(link.organisation.as_ref().map(|id| id.as_str()))
            .bind(&link.organisation_name)
            .bind(link.uses_left)
            .bind(link.expires)
            .bind(link.created)
            .bind(link.created_by.as_ref().map(MemberId::as_str))
            .bind(link.closed)
            .execute(&mut *write)
            .await?;
        if link.admission || link.returns.is_some() {
            let query = sqlx::query("insert into door_terms (link, admission, returns) values (?, ?, ?)");
            let query = query.bind(&link.id).bind(link.admission);
            query.bind(link.returns.as_ref().map(MemberId::as_str)).execute(&mut *write).await?;
        }
        write.commit().await?;
        Ok(())
    }

    async fn link(&self, secret: &SecretHash) -> Result<Option<Link>, RegisterError> {
        let query = sqlx::query(LINK_OF_SECRET).bind(secret.as_bytes());
        query.fetch_optional(&self.pool).await?.as_ref().map(link_from).transpose()
    }

    async fn links(&self, board: &BoardId) -> Result<Vec<Link>, RegisterError> {
        let query = "select l.*, t.admission, t.returns from door_links l
                     left join door_terms t on t.link = l.id
                     where l.board = ? order by l.created desc, l.rowid desc limit ?";
        let rows = sqlx::query(query).bind(board.as_str()).bind(MAX_LINKS).fetch_all(&self.pool).await?;
        rows.iter().map(link_from).collect()
    }

    async fn close_link(&self, board: &BoardId, id: &str) -> Result<bool, RegisterError> {
        let query = sqlx::query("update door_links set closed = 1 where board = ? and id = ?");
        Ok(query.bind(board.as_str()).bind(id).execute(&self.pool).await?.rows_affected() > 0)
    }

    async fn join(&self, joining: &Joining, now: i64) -> Result<Joined, RegisterError> {
        let mut write = self.write().await?;
        let joined = joining::join(&mut write, joining, now).await?;
        write.commit().await?;
        Ok(joined)
    }

    async fn waiting(&self, board: &BoardId) -> Result<Vec<Waiter>, RegisterError> {
        let query = "select w.*, l.role, l.organisation, l.organisation_name, l.created as link_created
                     from door_waiting w join door_links l on l.id = w.link
                     where w.board = ? and w.declined is null order by w.since, w.rowid limit ?";
        let query = sqlx::query(query).bind(board.as_str()).bind(MAX_WAITING);
        query.fetch_all(&self.pool).await?.iter().map(rows::waiter_from).collect()
    }

    async fn waits(&self, device: &str) -> Result<Vec<Waiting>, RegisterError> {
        let query = sqlx::query(joining::WAITING).bind(device);
        query.fetch_all(&self.pool).await?.iter().map(rows::waiting_from).collect()
    }

    async fn admit(&self, board: &BoardId, waiter: &str, now: i64) -> Result<Admitted, RegisterError> {
        let mut write = self.write().await?;
        let admitted = joining::admit(&mut write, (board, waiter), now).await?;
        write.commit().await?;
        Ok(admitted)
    }

    async fn decline(&self, board: &BoardId, waiter: &str, reason: &str) -> Result<bool, RegisterError> {
        let mut write = self.write().await?;
        let declined = joining::decline(&mut write, (board, waiter), reason).await?;
        write.commit().await?;
        Ok(declined)
    }

    async fn walk_off(&self, board: &BoardId, device: &str) -> Result<bool, RegisterError> {
        let query = sqlx::query("delete from door_waiting where board = ? and device = ?");
        let gone = query.bind(board.as_str()).bind(device).execute(&self.pool).await?;
        Ok(gone.rows_affected() > 0)
    }

    async fn hand(&self, board: &BoardId, work: &Handed) -> Result<bool, RegisterError> {
        let mut write = self.write().await?;
        let query = "select count(*), count(*) filter (where member = ?2) from door_handed where board = ?1";
        let query = sqlx::query_as(query).bind(board.as_str()).bind(work.member.as_str());
        let (all, theirs): (u32, u32) = query.fetch_one(&mut *write).await?;
        if all >= MAX_HANDED_ON_BOARD || theirs >= MAX_HANDED_BY_MEMBER {
            return Ok(false);
        }
        let differences = serde_json::to_string(&work.differences)
            .map_err(|_| RegisterError::Unknown("differences that are no JSON"))?;
        let query = "insert into door_handed (id, board, member, at, differences) values (?, ?, ?, ?, ?)";
        let query = sqlx::query(query).bind(&work.id).bind(board.as_str()).bind(work.member.as_str());
        query.bind(work.at).bind(differences).execute(&mut *write).await?;
        write.commit().await?;
        Ok(true)
    }

    async fn handed(&self, board: &BoardId) -> Result<Vec<Handed>, RegisterError> {
        let query = sqlx::query("select * from door_handed where board = ? order by at, rowid limit ?");
        let query = query.bind(board.as_str()).bind(MAX_HANDED_ON_BOARD);
        query.fetch_all(&self.pool).await?.iter().map(rows::handed_from).collect()
    }

    async fn put_away(&self, board: &BoardId, id: &str) -> Result<bool, RegisterError> {
        let query = sqlx::query("delete from door_handed where board = ? and id = ?");
        Ok(query.bind(board.as_str()).bind(id).execute(&self.pool).await?.rows_affected() > 0)
    }

    async fn members(&self, board: &BoardId) -> Result<Vec<Member>, RegisterError> {
        let query = "select * from door_members where board = ? and gone is null
                     order by joined, member limit ?";
        let rows = sqlx::query(query).bind(board.as_str()).bind(MAX_MEMBERS).fetch_all(&self.pool).await?;
        rows.iter().map(member_from).collect()
    }

    async fn change_member(&self, board: &BoardId, member: &Member) -> Result<Alteration, RegisterError> {
        let mut write = self.write().await?;
        let altered = leaving::change_member(&mut write, board, member).await?;
        write.commit().await?;
        Ok(altered)
    }

    async fn remove_member(
        &self,
        board: &BoardId,
        member: &MemberId,
        now: i64,
    ) -> Result<Removal, RegisterError> {
        let mut write = self.write().await?;
        let removal = leaving::remove_member(&mut write, board, member, now).await?;
        write.commit().await?;
        Ok(removal)
    }

    async fn device(&self, secret: &SecretHash) -> Result<Option<String>, RegisterError> {
        let query = sqlx::query_scalar("select id from door_devices where secret = ?");
        Ok(query.bind(secret.as_bytes()).fetch_optional(&self.pool).await?)
    }

    async fn place(&self, device: &str, board: &BoardId) -> Result<Option<Place>, RegisterError> {
        let query = "select m.*, p.last_seen from door_places p
                     join door_members m on m.board = p.board and m.member = p.member
                     where p.device = ? and p.board = ? and m.gone is null";
        let row = sqlx::query(query).bind(device).bind(board.as_str()).fetch_optional(&self.pool).await?;
        row.map(|row| Ok(Place { member: member_from(&row)?, last_seen: row.try_get("last_seen")? }))
            .transpose()
    }

    async fn memberships(&self, device: &str) -> Result<Vec<Membership>, RegisterError> {
        let query = "select m.*, b.name as board_name from door_places p
                     join door_members m on m.board = p.board and m.member = p.member
                     join door_boards b on b.id = p.board
                     where p.device = ? and m.gone is null order by p.board limit ?";
        let rows = sqlx::query(query).bind(device).bind(MAX_BOARDS).fetch_all(&self.pool).await?;
        rows.iter().map(membership_from).collect()
    }

    async fn devices(&self, board: &BoardId) -> Result<Vec<MemberDevice>, RegisterError> {
        let query = "select device, member, added, last_seen from door_places where board = ?
                     order by added, device limit ?";
        let query = sqlx::query(query).bind(board.as_str()).bind(MAX_MEMBERS * MAX_DEVICES);
        query.fetch_all(&self.pool).await?.iter().map(rows::device_from).collect()
    }

    async fn seen(&self, device: &str, board: &BoardId, now: i64) -> Result<(), RegisterError> {
        let query = sqlx::query("update door_places set last_seen = ? where device = ? and board = ?");
        query.bind(now).bind(device).bind(board.as_str()).execute(&self.pool).await?;
        Ok(())
    }

    async fn remove_device(
        &self,
        board: &BoardId,
        member: &MemberId,
        device: &str,
    ) -> Result<Removal, RegisterError> {
        let mut write = self.write().await?;
        let removal = leaving::remove_device(&mut write, board, member, device).await?;
        write.commit().await?;
        Ok(removal)
    }

    async fn leave(&self, board: &BoardId, device: &str, now: i64) -> Result<Removal, RegisterError> {
        let mut write = self.write().await?;
        let removal = leaving::leave(&mut write, board, device, now).await?;
        write.commit().await?;
        Ok(removal)
    }

    async fn add_code(&self, code: &Code, now: i64) -> Result<bool, RegisterError> {
        let mut write = self.write().await?;
        let added = secrets::add_code(&mut write, code, now).await?;
        write.commit().await?;
        Ok(added)
    }

    async fn enter_code(
        &self,
        name: &str,
        secret: &SecretHash,
        newcomer: &Newcomer,
        now: i64,
    ) -> Result<bool, RegisterError> {
        let mut write = self.write().await?;
        let entered = secrets::enter_code(&mut write, (name, secret), newcomer, now).await?;
        write.commit().await?;
        Ok(entered)
    }

    async fn add_ticket(
        &self,
        of: &TicketOf,
        ticket: &Ticket,
        secret: &SecretHash,
    ) -> Result<bool, RegisterError> {
        let mut write = self.write().await?;
        let added = secrets::add_ticket(&mut write, of, ticket, secret).await?;
        write.commit().await?;
        Ok(added)
    }

    async fn tickets(&self, of: &TicketOf, now: i64) -> Result<Vec<Ticket>, RegisterError> {
        let query = "select id, created, expires from door_tickets
                     where board = ? and member = ? and expires > ? order by created, rowid limit ?";
        let query = sqlx::query(query).bind(of.board.as_str()).bind(of.member.as_str()).bind(now);
        query.bind(MAX_TICKETS).fetch_all(&self.pool).await?.iter().map(ticket_from).collect()
    }

    async fn revoke_ticket(&self, of: &TicketOf, id: &str) -> Result<bool, RegisterError> {
        let query = sqlx::query("delete from door_tickets where board = ? and member = ? and id = ?");
        let query = query.bind(of.board.as_str()).bind(of.member.as_str()).bind(id);
        Ok(query.execute(&self.pool).await?.rows_affected() > 0)
    }

    async fn ticket(&self, secret: &SecretHash, now: i64) -> Result<Option<String>, RegisterError> {
        let query = sqlx::query_scalar("select id from door_tickets where secret = ? and expires > ?");
        Ok(query.bind(secret.as_bytes()).bind(now).fetch_optional(&self.pool).await?)
    }

    async fn ticket_place(
        &self,
        ticket: &str,
        board: &BoardId,
        now: i64,
    ) -> Result<Option<Member>, RegisterError> {
        let query = "select m.* from door_tickets t
                     join door_members m on m.board = t.board and m.member = t.member
                     where t.id = ? and t.board = ? and t.expires > ? and m.gone is null";
        let query = sqlx::query(query).bind(ticket).bind(board.as_str()).bind(now);
        query.fetch_optional(&self.pool).await?.as_ref().map(member_from).transpose()
    }
}
