//! The register: who belongs to which board, by what link, on which device.
//!
//! The only place that knows people's names. It keeps digests of secrets, never secrets, and
//! settles each question of the door in one step, so that two requests at once cannot both use
//! the last use of a link. Times are arguments, in Unix seconds. One contract suite
//! (`register::contract`) holds for every kind of register.

#[cfg(test)]
mod contract;
pub mod memory;
pub mod sqlite;

use crate::admission::Caller;
use crate::secret::SecretHash;
use shared::door::{Device, Handed, Invitation, Membership, Role, Ticket, Waiter, Waiting};
use shared::ids::{BoardId, MemberId, RecordId};

/// Most rows that a list gives. Boards are partnerships of tens of organisations.
pub const MAX_MEMBERS: u32 = 1000;
pub const MAX_LINKS: u32 = 200;
/// Most tickets of one member.
pub const MAX_TICKETS: u32 = 20;
/// Most devices of one member; a code gives no further one a place.
pub const MAX_DEVICES: u32 = 20;
/// Most people who wait at the door of one board, and most declined ones who are still told why.
pub const MAX_WAITING: u32 = 100;
/// Most pieces of handed work that wait on one board, and of one member.
pub const MAX_HANDED_ON_BOARD: u32 = 50;
pub const MAX_HANDED_BY_MEMBER: u32 = 5;
/// Most boards that are listed, of a device or of the server.
pub const MAX_BOARDS: u32 = 1000;
/// Wrong tries at which a code is gone.
pub const CODE_TRIES: u32 = 5;

/// The register could not be read or written. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    #[error("the register cannot be read or written now")]
    Database(#[from] sqlx::Error),
    #[error("the register holds what this program does not know: {0}")]
    Unknown(&'static str),
}

/// A board of this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    pub id: BoardId,
    pub name: String,
    /// Whether it is the demonstration, which this server made itself.
    pub is_demo: bool,
}

/// A member of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub member: MemberId,
    pub name: String,
    pub function: String,
    pub role: Role,
    pub organisation: Option<RecordId>,
    pub joined: i64,
}

/// An invitation, or a founder link, which is for no board yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub id: String,
    pub board: Option<BoardId>,
    pub role: Role,
    pub organisation: Option<RecordId>,
    pub organisation_name: String,
    pub uses_left: u32,
    pub expires: i64,
    pub created: i64,
    /// Nobody, if it was made on the server's machine.
    pub created_by: Option<MemberId>,
    pub closed: bool,
    /// Whoever uses it waits until they are admitted.
    pub admission: bool,
    /// It leads this member back to their place, on another device.
    pub returns: Option<MemberId>,
}

impl Link {
    pub fn is_open(&self, now: i64) -> bool {
        !self.closed && self.uses_left > 0 && now < self.expires
    }

    pub fn invitation(&self) -> Invitation {
        Invitation {
            id: self.id.clone(),
            role: self.role,
            organisation: self.organisation.clone(),
            uses_left: self.uses_left,
            expires: self.expires,
            created: self.created,
            closed: self.closed,
            admission: self.admission,
            returns: self.returns.clone(),
        }
    }
}

/// Somebody uses a link.
#[derive(Clone, Debug)]
pub struct Joining {
    pub link: SecretHash,
    pub member: MemberId,
    pub name: String,
    pub function: String,
    pub device: Newcomer,
    /// The board that a founder link brings; nothing for an invitation.
    pub founds: Option<Board>,
}

impl Joining {
    /// The board that a link leads to, or the one that is founded by it; nothing if the link is
    /// for the other.
    fn board(&self, link: &Link) -> Option<BoardId> {
        match (&link.board, &self.founds) {
            (Some(board), None) => Some(board.clone()),
            (None, Some(new)) => Some(new.id.clone()),
            (Some(_), Some(_)) | (None, None) => None,
        }
    }
}

/// The device that comes in: known already (its digest is not looked at), or new.
#[derive(Clone, Debug)]
pub struct Newcomer {
    pub id: String,
    pub secret: SecretHash,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Joined {
    Member(Membership),
    /// At the door, until the secretariat decides.
    Waits(Waiting),
    /// The link is not one, or not open, or not for this.
    LinkEnded,
    /// The board has, or once had, a member of this id, or the board to found is there already.
    Taken,
    /// The board has [`MAX_MEMBERS`], or [`MAX_WAITING`] at its door, or the member [`MAX_DEVICES`].
    Full,
}

/// What came of admitting somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admitted {
    Member(MemberId),
    /// Nobody of that name waits (any more).
    NotThere,
    /// The board has [`MAX_MEMBERS`]; they go on waiting.
    Full,
}

/// What came of taking a member or device off a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removal {
    /// These callers are no longer on the board. `member_gone` if nothing of the member is left.
    Gone {
        callers: Vec<Caller>,
        member_gone: bool,
    },
    NotThere,
    LastSecretariat,
}

/// What came of changing a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alteration {
    Done,
    NotThere,
    LastSecretariat,
}

/// A second device's code, as it is kept.
#[derive(Clone, Debug)]
pub struct Code {
    /// See `CodeText::name`.
    pub name: String,
    pub secret: SecretHash,
    /// The device whose places the new one gets.
    pub device: String,
    pub expires: i64,
}

/// A device or ticket on a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub member: Member,
    pub last_seen: i64,
}

/// A device of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberDevice {
    pub member: MemberId,
    pub id: String,
    pub added: i64,
    pub last_seen: i64,
}

impl MemberDevice {
    /// As it is shown, on the device `this`.
    pub fn shown(&self, this: &str) -> Device {
        Device { id: self.id.clone(), added: self.added, last_seen: self.last_seen, this: self.id == this }
    }
}

/// Where the door's records rest.
///
/// # Errors
/// Every method: [`RegisterError`]; nothing was changed then.
#[async_trait::async_trait]
pub trait Register: Send + Sync {
    /// Writes and commits one row that means nothing: an error if nothing can be stored now.
    async fn probe(&self) -> Result<(), RegisterError>;

    async fn boards(&self) -> Result<Vec<Board>, RegisterError>;
    async fn board(&self, board: &BoardId) -> Result<Option<Board>, RegisterError>;
    /// A board that nobody founded by link (the demonstration). There already: nothing happens.
    async fn add_board(&self, board: &Board, now: i64) -> Result<(), RegisterError>;
    /// The board is called this from now on. Not there: nothing happens.
    async fn rename_board(&self, board: &BoardId, name: &str) -> Result<(), RegisterError>;

    async fn add_link(&self, link: &Link, secret: &SecretHash) -> Result<(), RegisterError>;
    /// The link of a secret, open or not.
    async fn link(&self, secret: &SecretHash) -> Result<Option<Link>, RegisterError>;
    /// The newest [`MAX_LINKS`] of a board, newest first.
    async fn links(&self, board: &BoardId) -> Result<Vec<Link>, RegisterError>;
    /// Whether there was such a link.
    async fn close_link(&self, board: &BoardId, id: &str) -> Result<bool, RegisterError>;
    /// Uses a link up by one and takes its user in, or lets them wait if the link asks for
    /// admission. A device that is on the board already is given its place again and uses nothing
    /// up, whatever became of the link: whoever did not hear the answer asks once more.
    async fn join(&self, joining: &Joining, now: i64) -> Result<Joined, RegisterError>;

    /// Who waits at the door of a board, first come first.
    async fn waiting(&self, board: &BoardId) -> Result<Vec<Waiter>, RegisterError>;
    /// Where a device waits, or was declined.
    async fn waits(&self, device: &str) -> Result<Vec<Waiting>, RegisterError>;
    /// Makes a member of somebody who waits.
    async fn admit(&self, board: &BoardId, waiter: &str, now: i64) -> Result<Admitted, RegisterError>;
    /// Turns somebody away who waits: their name is erased, the reason kept for them. Whether
    /// there was one.
    async fn decline(&self, board: &BoardId, waiter: &str, reason: &str) -> Result<bool, RegisterError>;
    /// The device no longer waits, or has read why it was declined. Whether it did.
    async fn walk_off(&self, board: &BoardId, device: &str) -> Result<bool, RegisterError>;

    /// Keeps handed work for the secretariat. False if too much of it waits already.
    async fn hand(&self, board: &BoardId, work: &Handed) -> Result<bool, RegisterError>;
    /// What was handed over, first come first.
    async fn handed(&self, board: &BoardId) -> Result<Vec<Handed>, RegisterError>;
    /// The work was read and is not kept any more. Whether it was there.
    async fn put_away(&self, board: &BoardId, id: &str) -> Result<bool, RegisterError>;

    async fn members(&self, board: &BoardId) -> Result<Vec<Member>, RegisterError>;
    /// Writes the member's name, function, role and organisation.
    async fn change_member(&self, board: &BoardId, member: &Member) -> Result<Alteration, RegisterError>;
    /// Takes the member off the board, with devices and tickets. The name is erased; the id stays
    /// known, so that nobody takes it up again.
    async fn remove_member(
        &self,
        board: &BoardId,
        member: &MemberId,
        now: i64,
    ) -> Result<Removal, RegisterError>;

    /// The device of a cookie.
    async fn device(&self, secret: &SecretHash) -> Result<Option<String>, RegisterError>;
    /// Who a device is on a board.
    async fn place(&self, device: &str, board: &BoardId) -> Result<Option<Place>, RegisterError>;
    /// Everything that a device belongs to.
    async fn memberships(&self, device: &str) -> Result<Vec<Membership>, RegisterError>;
    /// The devices of all members of a board, oldest first.
    async fn devices(&self, board: &BoardId) -> Result<Vec<MemberDevice>, RegisterError>;
    async fn seen(&self, device: &str, board: &BoardId, now: i64) -> Result<(), RegisterError>;
    /// Takes a member's device off a board. The member stays, even without devices, except by
    /// [`Register::leave`].
    async fn remove_device(
        &self,
        board: &BoardId,
        member: &MemberId,
        device: &str,
    ) -> Result<Removal, RegisterError>;
    /// The device goes off the board by itself; with a member's last device goes the member.
    async fn leave(&self, board: &BoardId, device: &str, now: i64) -> Result<Removal, RegisterError>;

    /// Keeps a code in place of an earlier one of the same device. False if its name is in use.
    async fn add_code(&self, code: &Code, now: i64) -> Result<bool, RegisterError>;
    /// Uses a code up and gives the newcomer the places of the device that asked for it. A wrong
    /// try counts against the code of that name; at [`CODE_TRIES`] it is gone.
    async fn enter_code(
        &self,
        name: &str,
        secret: &SecretHash,
        newcomer: &Newcomer,
        now: i64,
    ) -> Result<bool, RegisterError>;

    /// False if the member has [`MAX_TICKETS`] that run.
    async fn add_ticket(
        &self,
        of: &TicketOf,
        ticket: &Ticket,
        secret: &SecretHash,
    ) -> Result<bool, RegisterError>;
    /// The tickets of a member that still run at `now`.
    async fn tickets(&self, of: &TicketOf, now: i64) -> Result<Vec<Ticket>, RegisterError>;
    /// Whether there was such a ticket.
    async fn revoke_ticket(&self, of: &TicketOf, id: &str) -> Result<bool, RegisterError>;
    /// The ticket of a secret, if it still runs.
    async fn ticket(&self, secret: &SecretHash, now: i64) -> Result<Option<String>, RegisterError>;
    /// Who a ticket is on a board, while it runs.
    async fn ticket_place(
        &self,
        ticket: &str,
        board: &BoardId,
        now: i64,
    ) -> Result<Option<Member>, RegisterError>;
}

/// Whose ticket: a ticket is for one board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketOf {
    pub board: BoardId,
    pub member: MemberId,
}
