//! What a page asks of the device's storage or the server, and what it is answered.

use super::{BoardCard, Person, Start};
use crate::compare::Difference;
use crate::door::{
    Carried, Decision, DeviceCode, Handed, Invitation, MemberCard, MemberChange, Membership, NewInvitation,
    NewLink, NewTicket, Offer, Problem, Ticket, Waiter, Waiting,
};
use crate::ids::{BoardId, MemberId, RecordId};
use crate::lang::Lang;
use crate::past::Sight;
use crate::record::Record;
use crate::version::Novelties;
use serde::{Deserialize, Serialize};

/// Questions that need the device's storage or the server.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Ask {
    /// The boards of this device, newest first.
    Boards,
    Look {
        secret: String,
    },
    /// Joins by link; the board is then on this device, or the person waits to be admitted.
    Join {
        secret: String,
        person: Person,
    },
    /// Where this device waits. Once it waits there no longer, [`Ask::Boards`] may know the board.
    Waiting,
    /// No longer waits there.
    WalkOff {
        board: BoardId,
    },
    /// Asks the server which boards this device is a member of; they are then on it.
    Meet,
    /// Brings an offline board to the server by a founder link.
    Share {
        board: BoardId,
        secret: String,
    },
    /// Wipes the board from this device (and tells the server, when it can).
    Leave {
        board: BoardId,
    },
    /// What others handed over.
    Handed {
        board: BoardId,
    },
    PutAway {
        board: BoardId,
        id: String,
    },
    Members {
        board: BoardId,
    },
    ChangeMember {
        board: BoardId,
        member: MemberId,
        change: MemberChange,
    },
    RemoveMember {
        board: BoardId,
        member: MemberId,
    },
    RemoveDevice {
        board: BoardId,
        member: MemberId,
        device: String,
    },
    /// A link by which this member comes back on another device.
    WayBack {
        board: BoardId,
        member: MemberId,
    },
    /// Who waits to be admitted.
    Waiters {
        board: BoardId,
    },
    Decide {
        board: BoardId,
        waiter: String,
        decision: Decision,
    },
    Invitations {
        board: BoardId,
    },
    Invite {
        board: BoardId,
        invitation: NewInvitation,
    },
    CloseInvitation {
        board: BoardId,
        id: String,
    },
    Tickets {
        board: BoardId,
    },
    NewTicket {
        board: BoardId,
    },
    CloseTicket {
        board: BoardId,
        id: String,
    },
    NewCode,
    EnterCode {
        code: String,
    },
    Whole(Whole),
    /// What a version of the open board changes; without one, what adopting it as it is would.
    Novelties {
        version: Option<RecordId>,
    },
    /// All that a version of the open board holds, with its digest made again on this device.
    Adopted {
        version: RecordId,
    },
}

/// What the whole of a board is read or written for: slower, and seldom asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Whole {
    /// Begins a board on this device, offline or not. Its maker is its secretariat.
    Create { name: String, person: Person, working: Lang, start: Start },
    /// A `.tablee` file: a board new to this device, or merged into the one it already holds.
    OpenFile { bytes: Vec<u8> },
    /// The whole document as a `.tablee` file.
    SaveCopy { board: BoardId },
    /// The open JSON of the whole board.
    Export { board: BoardId },
    /// Work of this device that the server did not take, as a `.tablee` file.
    RefusedWork { board: BoardId },
    /// Hands that work to the secretariat, as differences.
    HandOver { board: BoardId },
}

/// Answers to [`Ask`], in the same order of ideas, and to what is asked of the open board.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Answer {
    Boards(Vec<BoardCard>),
    Created(BoardId),
    Offer(Offer),
    Joined(Membership),
    /// At the door, until the secretariat decides.
    Waits(Waiting),
    Waiting(Vec<Waiting>),
    Waiters(Vec<Waiter>),
    Handed(Vec<Handed>),
    File {
        name: String,
        bytes: Vec<u8>,
    },
    /// A file was read: this board, new here or merged.
    Opened {
        board: BoardId,
        carried: Carried,
    },
    Members(Vec<MemberCard>),
    Member(MemberCard),
    Invitations(Vec<Invitation>),
    Link(NewLink),
    Tickets(Vec<Ticket>),
    Ticket(NewTicket),
    Code(DeviceCode),
    Memberships(Vec<Membership>),
    Past(Box<Sight>),
    Changes(Vec<Difference>),
    Done,
    Novelties(Novelties),
    Adopted {
        records: Vec<Record>,
        /// Whether what stands there still has the digest that was voted on.
        is_same: bool,
    },
}

/// Why a question had no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unanswered {
    Door(Problem),
    /// Not a board, or a damaged one; nothing was changed.
    NotABoard,
    /// Written by a newer release.
    Newer,
    /// The device cannot store it.
    NoRoom,
    /// A device without lasting storage cannot hold boards of its own.
    OnlineOnly,
    /// A moment that is not on this device (yet).
    NoSuchMoment,
}
