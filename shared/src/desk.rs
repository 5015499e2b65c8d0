//! What page and desk say to each other: one enum each way, as postcard bytes.
//!
//! The desk (a Web Worker) holds the document, the device's storage and the link, and owns
//! everything that can be slow. The page holds records, paints and asks. Messages arrive in order.

mod asks;
mod saving;
mod start;

pub use asks::{Answer, Ask, Unanswered, Whole};
pub use saving::{SavedHere, Saving, SharedWithTable};
pub use start::{Person, Start, Template};

use crate::act::Act;
use crate::delta::Delta;
use crate::door::{MemberCard, Refusal, Role};
use crate::ids::{BoardId, MemberId, RecordId};
use crate::lang::Lang;
use crate::lock::{Lock, Moderation, Proposal, Proposing, Stands};
use crate::meeting::floor::InMeeting;
use crate::past::Look;
use crate::questions::Question;
use crate::record::{FieldAt, Record, RecordAt};
use crate::sections::Section;
use crate::sections::ideas::HeldCard;
use crate::version::{Adoption, Version};
use serde::{Deserialize, Serialize};

/// The shape of these messages and of the stored read model. Raised with every change of shape:
/// a stored reading of another shape is dropped and made anew from the document.
pub const SHAPE: u32 = 4;

/// From the page to its desk.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ToDesk {
    /// First message. `storage` is whether this context may keep anything (https or localhost).
    Hello {
        lang: Lang,
        storage: bool,
    },
    /// Opens a board of this device. Answered by `Opened` (twice, if a stored reading came first).
    Open {
        board: BoardId,
    },
    /// Back to the home page: the board stays on the device.
    Close,
    /// Performs an act on the open board. Answered by `Done` or `NotDone` with the same number.
    Act {
        seq: u64,
        act: Act,
    },
    /// Typing into one text, against the last revision this page has taken (see `typing`).
    Type {
        seq: u64,
        at: FieldAt,
        delta: Delta,
        seen: u64,
    },
    /// The page has taken everything up to this revision.
    Seen {
        revision: u64,
    },
    Undo {
        seq: u64,
    },
    Redo {
        seq: u64,
    },
    /// What a chair does: locks, settles, unlocks. Answered like an act.
    Moderate {
        seq: u64,
        moderation: Moderation,
    },
    /// What this person does with proposals of their own. Answered like an act.
    Propose {
        seq: u64,
        proposing: Proposing,
    },
    /// What the secretariat does about versions. Answered like an act.
    Adopt {
        seq: u64,
        adoption: Adoption,
    },
    /// A card of a round that is not revealed, as it reads now: it stays on this device. An empty
    /// one is thrown away. Answered by `Held`.
    Hold {
        card: HeldCard,
    },
    /// Where this person is; shown to the others, never stored.
    Here {
        place: Place,
    },
    /// The browser says that the network went or came.
    Network {
        online: bool,
    },
    /// What changed in the plan while a meeting lasted, or since it began. Answered by `Answer`.
    MeetingChanges {
        seq: u64,
        meeting: RecordId,
    },
    /// A question with one answer (`Answer` with the same number).
    Ask {
        seq: u64,
        ask: Ask,
    },
    /// A question about the past of the open board, answered like the others.
    Look {
        seq: u64,
        look: Look,
    },
}

impl ToDesk {
    /// The number of a message that writes, which [`ToPage::Done`] or [`ToPage::NotDone`] answers. Letters
    /// that become one change have one answer, with the number of the last of them.
    pub fn writes(&self) -> Option<u64> {
        match self {
            Self::Act { seq, .. }
            | Self::Type { seq, .. }
            | Self::Undo { seq }
            | Self::Redo { seq }
            | Self::Moderate { seq, .. }
            | Self::Propose { seq, .. }
            | Self::Adopt { seq, .. } => Some(*seq),
            Self::Hello { .. }
            | Self::Open { .. }
            | Self::Close
            | Self::Seen { .. }
            | Self::Hold { .. }
            | Self::Here { .. }
            | Self::Network { .. }
            | Self::MeetingChanges { .. }
            | Self::Ask { .. }
            | Self::Look { .. } => None,
        }
    }
}

/// A board of this device, on the home page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardCard {
    pub board: BoardId,
    pub name: String,
    /// Hue and short name of each organisation, in seat order.
    pub seats: Vec<Seat>,
    pub role: Role,
    /// Own changes that the table does not have yet.
    pub to_share: u32,
    /// Whether a server knows the board.
    pub shared: bool,
    /// Unix seconds of the last change seen.
    pub changed: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pub organisation: RecordId,
    pub short: String,
    pub hue: u8,
    pub seated: bool,
}

/// Where a person is on a board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub section: Option<Section>,
    pub record: Option<RecordAt>,
    /// The text being written, and the selection in it (UTF-16; equal ends are a caret).
    pub writing: Option<(FieldAt, u32, u32)>,
    /// How many cards this person holds back, by round: the others see their backs. The desk
    /// fills it in.
    pub cards: Vec<(RecordId, u32)>,
    /// What they say in a meeting that is held.
    pub meeting: Option<InMeeting>,
}

/// Somebody else who is here now. Who they are is the server's word, not theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peer {
    /// One per tab.
    pub session: String,
    pub member: MemberId,
    pub place: Place,
}

/// From the desk to its page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ToPage {
    /// The desk runs. `secure` false: nothing lasts on this device (plain http), online only.
    Ready {
        version: String,
    },
    Opened(Box<Opened>),
    /// The board could not be opened.
    NotOpened {
        board: BoardId,
        why: Unanswered,
    },
    Changed(Changed),
    /// `stands`: in force, or as a proposal. What the page had shown of a proposal leaves again.
    Done {
        seq: u64,
        undo: UndoState,
        stands: Stands,
    },
    NotDone {
        seq: u64,
        why: NotDone,
    },
    /// Which sections are locked and what stands aside, whole each time. The records that the
    /// page has of a locked section are those in force.
    Moderated(Moderated),
    /// All versions with their votes and tallies, whole each time.
    Versions {
        versions: Vec<Version>,
    },
    /// The cards that this device holds back, whole each time, and whether it has stored them.
    Held {
        cards: Vec<HeldCard>,
        kept: bool,
    },
    Saving(Saving),
    /// The server told of boards of this device: [`Ask::Boards`] answers anew.
    Boards,
    /// Everybody else who is here, whole each time.
    Here {
        peers: Vec<Peer>,
    },
    /// Milliseconds to add to this device's clock for the table's.
    Clock {
        offset_ms: i64,
    },
    /// Names of members, from the server or the cache.
    Names {
        members: Vec<MemberCard>,
    },
    /// Something is new at the door: [`Ask::Waiters`] answers anew.
    Door,
    Answer {
        seq: u64,
        answer: Result<Answer, Unanswered>,
    },
}

/// A board as it reads when it opens.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Opened {
    pub board: BoardId,
    /// The reading stored at the last visit: the document is still loading, edits are queued.
    pub stored: bool,
    pub revision: u64,
    pub me: Me,
    pub records: Vec<Record>,
    pub questions: Vec<Question>,
    pub moderated: Moderated,
    pub undo: UndoState,
}

/// Locks and proposals of a board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moderated {
    pub locks: Vec<Lock>,
    pub proposals: Vec<Proposal>,
    /// Proposals that the table does not have yet.
    pub unsent: Vec<String>,
}

/// Who this device is on the open board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub member: MemberId,
    pub role: Role,
    pub organisation: Option<RecordId>,
    pub name: String,
    pub function: String,
    /// Written by a newer release: shown, not edited.
    pub read_only: bool,
}

/// What changed in the reading. Own acts are told the same way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Changed {
    /// Counts up by one with each message of this kind.
    pub revision: u64,
    pub records: Vec<Record>,
    /// Changes to texts that did not come from this page's typing, in order.
    pub texts: Vec<(FieldAt, Delta)>,
    /// All questions, when any changed.
    pub questions: Option<Vec<Question>>,
    /// Whether others' acts are in it (to be announced politely), by author.
    pub by: Vec<MemberId>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoState {
    pub undo: bool,
    pub redo: bool,
}

/// Why an act was not performed. The words are the page's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotDone {
    /// The role does not allow it.
    Refused(Refusal),
    /// What it was about is not on the board.
    Gone,
    /// Larger than the board takes.
    TooLarge,
    ReadOnly,
    /// Nothing left to undo or redo.
    Nothing,
    /// Somebody else holds the section.
    NotChair,
    /// Something written before an unlock is still open.
    Unsettled,
    /// The rule is not met; the tally says what is missing.
    NotMet,
}
