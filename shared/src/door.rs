//! The door, as plain data: who may come in, by what link, on which device.
//!
//! These are the bodies of the server's HTTP API (JSON) and of the page's questions to the
//! desk. Secrets travel only in bodies of POST requests, never in addresses or logs.
//!
//! ```text
//! POST   /api/invitations/look        Secret            -> Offer          (consumes nothing)
//! POST   /api/invitations/accept      Acceptance        -> Membership     (sets the device cookie)
//!                                                       -> Waiting        (202: the link asks for admission)
//! POST   /api/founding                Founding          -> Membership     (a founder link creates a board)
//! GET    /api/me                                        -> Vec<Membership>
//! POST   /api/me/codes                                  -> DeviceCode     (a second device, 10 minutes)
//! POST   /api/me/codes/accept         CodeEntry         -> Vec<Membership>
//! POST   /api/me/leave                BoardName         -> ()             (or no longer waits)
//! GET    /api/me/waiting                                -> Vec<Waiting>   (where this device waits)
//! GET    /api/boards/{board}/members                    -> Vec<MemberCard>
//! PATCH  /api/boards/{board}/members/{member}  MemberChange -> MemberCard
//! DELETE /api/boards/{board}/members/{member}           -> ()             (closes their sockets)
//! DELETE /api/boards/{board}/members/{member}/devices/{device} -> ()
//! POST   /api/boards/{board}/members/{member}/return    -> NewLink        (the same member's way back)
//! GET    /api/boards/{board}/waiting                    -> Vec<Waiter>
//! POST   /api/boards/{board}/waiting/{id}  Decision     -> ()
//! GET    /api/boards/{board}/handed                     -> Vec<Handed>    (work that a role no longer allowed)
//! POST   /api/boards/{board}/handed  Vec<Difference>    -> ()
//! DELETE /api/boards/{board}/handed/{id}                -> ()
//! GET    /api/boards/{board}/invitations                -> Vec<Invitation>
//! POST   /api/boards/{board}/invitations  NewInvitation -> NewLink
//! DELETE /api/boards/{board}/invitations/{id}           -> ()
//! GET    /api/boards/{board}/tickets                    -> Vec<Ticket>
//! POST   /api/boards/{board}/tickets                    -> NewTicket      (for a generic client, 30 days)
//! DELETE /api/boards/{board}/tickets/{id}               -> ()
//! GET    /api/boards/{board}/export                     -> the open JSON of the whole board
//! GET    /api/boards/{board}/document                   -> the .tablee file
//! POST   /api/boards/{board}/document  .tablee bytes    -> Carried        (merges it in)
//! GET    /healthz                                       -> Health
//! GET    /readyz                                        -> Health         (whether people are taken in)
//! ```
//! Any refusal is a [`Problem`] with the status that fits. Times are Unix seconds.

use crate::compare::Difference;
use crate::ids::{BoardId, MemberId, RecordId};
use serde::{Deserialize, Serialize};

/// What somebody may do on a board. See `policy::may`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Observer,
    Partner,
    Secretariat,
}

impl Role {
    pub const ALL: [Role; 3] = [Role::Observer, Role::Partner, Role::Secretariat];

    pub fn key(self) -> &'static str {
        match self {
            Role::Observer => "observer",
            Role::Partner => "partner",
            Role::Secretariat => "secretariat",
        }
    }

    pub fn from_key(key: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.key() == key)
    }
}

/// Longest name or function of a person, in characters.
pub const MAX_NAME: usize = 80;
/// Longest name of a board that the door shows, in characters.
pub const MAX_BOARD_NAME: usize = 200;

/// The secret of an invitation or founder link (the part behind `#`).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    pub secret: String,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// What a link offers, before it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Nothing for a founder link, which creates a board.
    pub board: Option<BoardId>,
    pub board_name: String,
    pub role: Role,
    pub organisation: Option<RecordId>,
    pub organisation_name: String,
    pub expires: i64,
    /// Whoever follows it waits until the secretariat admits them.
    pub admission: bool,
    /// A member's way back to their own place, and what they are called there.
    pub returns: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Acceptance {
    pub secret: String,
    /// Random, made on the device that joins.
    pub member: MemberId,
    pub name: String,
    pub function: String,
}

/// Brings a board to the server: a new one, or one that was begun offline.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Founding {
    pub secret: String,
    pub board: BoardId,
    pub board_name: String,
    pub member: MemberId,
    pub name: String,
    pub function: String,
}

/// This device's place on one board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    pub board: BoardId,
    pub board_name: String,
    pub member: MemberId,
    pub role: Role,
    pub organisation: Option<RecordId>,
    pub name: String,
    pub function: String,
}

/// This device at the door of a board: nothing of the board is seen from there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub board: BoardId,
    pub board_name: String,
    pub role: Role,
    pub organisation_name: String,
    pub since: i64,
    /// The secretariat's reason, once it declined.
    pub declined: Option<String>,
}

/// Somebody at the door, as the secretariat sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiter {
    pub id: String,
    pub name: String,
    pub function: String,
    pub role: Role,
    pub organisation: Option<RecordId>,
    pub organisation_name: String,
    /// When the link was made that led them here.
    pub link_created: i64,
    pub since: i64,
}

/// Longest reason for not admitting somebody, in characters.
pub const MAX_REASON: usize = 300;

/// What the secretariat says to somebody who waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    Admit,
    /// The reason is shown to whoever waited.
    Decline(String),
}

/// Work that the table did not take from its author, handed to the secretariat: what it would
/// have changed, to be read and taken in by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    pub id: String,
    pub member: MemberId,
    pub at: i64,
    pub differences: Vec<Difference>,
}

/// Most differences that are handed over at once.
pub const MAX_HANDED: usize = 500;

/// A code that lets a second device in, 8 characters without look-alikes; 10 minutes, 5 tries.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceCode {
    pub code: String,
    pub expires: i64,
}

impl std::fmt::Debug for DeviceCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeviceCode")
    }
}

#[derive(Clone, Serialize, Deserialize)]
pub struct CodeEntry {
    pub code: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BoardName {
    pub board: BoardId,
}

/// One member as the others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberCard {
    pub member: MemberId,
    pub name: String,
    pub function: String,
    pub role: Role,
    pub organisation: Option<RecordId>,
    pub joined: i64,
    pub last_seen: i64,
    pub online: bool,
    /// Filled for oneself and for the secretariat; empty for others.
    pub devices: Vec<Device>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    pub id: String,
    pub added: i64,
    pub last_seen: i64,
    pub this: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MemberChange {
    pub role: Role,
    /// Required for a partner.
    pub organisation: Option<RecordId>,
    /// Only oneself may change one's name and function; the secretariat may erase a name (empty).
    pub name: Option<String>,
    pub function: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewInvitation {
    pub role: Role,
    /// Required for a partner.
    pub organisation: Option<RecordId>,
    pub organisation_name: String,
    /// 1 to 100.
    pub uses: u32,
    /// 1 to 90.
    pub days: u32,
    /// Whether whoever follows it waits for the secretariat to admit them.
    #[serde(default)]
    pub admission: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub id: String,
    pub role: Role,
    pub organisation: Option<RecordId>,
    pub uses_left: u32,
    pub expires: i64,
    pub created: i64,
    pub closed: bool,
    pub admission: bool,
    /// The member whose way back it is.
    pub returns: Option<MemberId>,
}

/// A link just made. Its secret is shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLink {
    pub invitation: Invitation,
    /// `/rejoindre#<secret>`, to be put behind the server's address.
    pub path: String,
}

impl std::fmt::Debug for NewLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewLink({:?})", self.invitation)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    pub id: String,
    pub created: i64,
    pub expires: i64,
}

/// A ticket just made, for `/sync?ticket=…`. Shown once.
#[derive(Clone, Serialize, Deserialize)]
pub struct NewTicket {
    pub ticket: Ticket,
    pub secret: String,
}

impl std::fmt::Debug for NewTicket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewTicket({:?})", self.ticket)
    }
}

/// What came of merging a `.tablee` file into a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// Changes that were new.
    pub added: u32,
    /// Changes that were not taken, by the reason of each.
    pub refused: Vec<(Refusal, u32)>,
}

/// Why a change was not taken. A closed list; the reader's side chooses the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The member's role does not allow it (any more).
    Role,
    /// It speaks for another organisation.
    OtherOrganisation,
    /// Its author is somebody else.
    Author,
    /// It deletes or replaces what may only be removed softly.
    Deletes,
    /// It writes where a board has nothing.
    Shape,
    /// It does not follow from what the board holds.
    Unsound,
    /// It is larger than the board takes.
    TooLarge,
    /// It builds on a change that was not taken.
    BuildsOnRefused,
}

impl Refusal {
    pub const ALL: [Refusal; 8] = [
        Refusal::Role,
        Refusal::OtherOrganisation,
        Refusal::Author,
        Refusal::Deletes,
        Refusal::Shape,
        Refusal::Unsound,
        Refusal::TooLarge,
        Refusal::BuildsOnRefused,
    ];

    /// The word that goes over the wire.
    pub fn key(self) -> &'static str {
        match self {
            Refusal::Role => "role",
            Refusal::OtherOrganisation => "other-organisation",
            Refusal::Author => "author",
            Refusal::Deletes => "deletes",
            Refusal::Shape => "shape",
            Refusal::Unsound => "unsound",
            Refusal::TooLarge => "too-large",
            Refusal::BuildsOnRefused => "builds-on-refused",
        }
    }

    pub fn from_key(key: &str) -> Option<Refusal> {
        Refusal::ALL.into_iter().find(|refusal| refusal.key() == key)
    }
}

/// Why a request was not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// Wrong, used-up, expired or closed link or code; which of them is not told to strangers.
    LinkEnded,
    /// No such board for this device: absent and not admitted look the same.
    NotHere,
    /// The role does not allow it.
    NotAllowed,
    /// The request is not of the form that the API describes.
    NotUnderstood,
    /// Larger than the limit.
    TooLarge,
    /// Too many requests; later it goes.
    TooMany,
    /// The last secretariat member cannot leave or step down.
    LastSecretariat,
    /// The server cannot write. Work stays on devices.
    CannotStore,
    /// No network, or no answer.
    Offline,
}

/// An error body of the API: the problem, and an English sentence for whoever reads it raw.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProblemBody {
    pub problem: Problem,
    pub message: String,
}

/// The server's state of health.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// Whether changes can be stored now.
    pub storing: bool,
    /// Boards whose stored bytes do not read: `tablee verify` names them.
    #[serde(default)]
    pub boards_set_aside: u32,
    pub version: String,
}
