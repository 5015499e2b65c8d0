//! The rows of one board in words of the board: what is read when it opens, what is written as
//! it changes. Pure; where rows rest is the store's.
//!
//! JSON where a row must outlive releases, with every field optional to readers; postcard for
//! the reading, which is dropped when its shape ages. An odd row reads as none.

use crate::store::{Rows, Table, Write};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::board::{Board, BoardError, ChangeHash};
use shared::desk::{BoardCard, Me, SHAPE};
use shared::door::{MemberCard, Membership, Role};
use shared::ids::{MemberId, RecordId};
use shared::questions::Question;
use shared::record::Record;

const CARD: &str = "card";
const BELONGING: &str = "membership";
const NAMES: &str = "names";
const ACKNOWLEDGED: &str = "acknowledged";
const LEAVING: &str = "leaving";
const READING: &str = "reading";

/// Who this device is on a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Belonging {
    pub member: MemberId,
    pub role: Role,
    #[serde(default)]
    pub organisation: Option<RecordId>,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub function: String,
    /// Whether a server knows the board and this device on it.
    #[serde(default)]
    pub shared: bool,
}

impl Belonging {
    pub fn me(&self, read_only: bool) -> Me {
        Me {
            member: self.member.clone(),
            role: self.role,
            organisation: self.organisation.clone(),
            name: self.name.clone(),
            function: self.function.clone(),
            read_only,
        }
    }

    /// How the others would see this person, before any server tells.
    pub fn card(&self) -> MemberCard {
        MemberCard {
            member: self.member.clone(),
            name: self.name.clone(),
            function: self.function.clone(),
            role: self.role,
            organisation: self.organisation.clone(),
            joined: 0,
            last_seen: 0,
            online: false,
            devices: vec![],
        }
    }
}

impl From<Membership> for Belonging {
    fn from(membership: Membership) -> Self {
        Self {
            member: membership.member,
            role: membership.role,
            organisation: membership.organisation,
            name: membership.name,
            function: membership.function,
            shared: true,
        }
    }
}

/// What a board read as when it was last left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub records: Vec<Record>,
    pub questions: Vec<Question>,
}

/// What is known of a board before its document is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub card: Option<BoardCard>,
    pub belonging: Option<Belonging>,
    pub names: Vec<MemberCard>,
    /// Heads that the server said it has committed.
    pub acknowledged: Vec<ChangeHash>,
    pub reading: Option<Reading>,
    /// Wiped while the server could not be told.
    pub is_leaving: bool,
}

impl Kept {
    /// From the rows of [`Table::Boards`] and [`Table::Readings`].
    pub fn from_rows(boards: &Rows, readings: &Rows) -> Self {
        let find =
            |rows: &Rows, name: &str| rows.iter().find(|(of, _)| of == name).map(|(_, bytes)| bytes.clone());
        let acknowledged: Vec<String> = json(find(boards, ACKNOWLEDGED)).unwrap_or_default();
        Self {
            card: json(find(boards, CARD)),
            belonging: json(find(boards, BELONGING)),
            names: json(find(boards, NAMES)).unwrap_or_default(),
            acknowledged: acknowledged.iter().filter_map(|hash| hash.parse().ok()).collect(),
            is_leaving: find(boards, LEAVING).is_some(),
            reading: find(readings, READING).and_then(|bytes| {
                let (shape, rest) = postcard::take_from_bytes::<u32>(&bytes).ok()?;
                (shape == SHAPE).then(|| postcard::from_bytes(rest).ok())?
            }),
        }
    }
}

fn json<T: DeserializeOwned>(bytes: Option<Vec<u8>>) -> Option<T> {
    serde_json::from_slice(&bytes?).ok()
}

fn row(name: &str, value: &impl Serialize) -> Write {
    let bytes = serde_json::to_vec(value).expect("rows are plain data with text keys");
    Write::put(Table::Boards, name, bytes)
}

pub fn card(card: &BoardCard) -> Write {
    row(CARD, card)
}

pub fn belonging(belonging: &Belonging) -> Write {
    row(BELONGING, belonging)
}

pub fn names(names: &[MemberCard]) -> Write {
    row(NAMES, &names)
}

pub fn acknowledged(heads: &[ChangeHash]) -> Write {
    row(ACKNOWLEDGED, &heads.iter().map(ToString::to_string).collect::<Vec<_>>())
}

pub fn reading(reading: &Reading) -> Write {
    let bytes = postcard::to_allocvec(&(SHAPE, reading)).expect("a reading is plain data");
    Write::put(Table::Readings, READING, bytes)
}

/// The board was wiped and the server is still to be told.
pub fn leaving() -> Write {
    row(LEAVING, &true)
}

/// The board is not being left (any more).
pub fn stays() -> Write {
    Write::delete(Table::Boards, LEAVING)
}

/// As actors are named in rows and locks.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Everything the device holds of a board.
pub fn wipe() -> Vec<Write> {
    Table::ALL.into_iter().map(|table| Write::Clear { table }).collect()
}

/// A change or a snapshot, named by what it holds: two tabs that write the same write it once,
/// and nobody overwrites what another wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    pub table: Table,
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Chunk {
    pub fn change(hash: ChangeHash, bytes: Vec<u8>) -> Self {
        Self { table: Table::Chunks, name: hash.to_string(), bytes }
    }

    pub fn snapshot(board: &Board) -> Self {
        // Eight bytes of each head: enough to tell snapshots of one board apart.
        let name =
            board.heads().iter().map(|head| head.to_string()[..16].to_owned()).collect::<Vec<_>>().join("-");
        Self { table: Table::Snapshots, name, bytes: board.save() }
    }

    pub fn write(&self) -> Write {
        Write::put(self.table, self.name.clone(), self.bytes.clone())
    }
}

/// The document as the device holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    pub snapshots: Rows,
    pub chunks: Rows,
    pub refused: Rows,
}

impl Document {
    pub const TABLES: [Table; 3] = [Table::Snapshots, Table::Chunks, Table::Refused];

    /// From rows read in the order of [`Document::TABLES`].
    pub fn from_rows(rows: Vec<Rows>) -> Self {
        let mut rows = rows.into_iter();
        let mut next = || rows.next().unwrap_or_default();
        Self { snapshots: next(), chunks: next(), refused: next() }
    }

    pub fn is_empty(&self) -> bool {
        self.snapshots.is_empty() && self.chunks.is_empty()
    }

    /// The board that the rows make.
    ///
    /// # Errors
    /// [`BoardError`] if nothing of it can be read. A damaged row beside sound ones is passed
    /// over: the table still has what it held.
    pub fn open(&self, actor: [u8; 16], author: Option<&MemberId>) -> Result<Board, BoardError> {
        let changes: Vec<u8> = self.chunks.iter().flat_map(|(_, bytes)| bytes.iter().copied()).collect();
        let mut board = match self.snapshots.split_first() {
            None => match Board::load(&changes, actor, author) {
                Ok(board) => return Ok(board),
                Err(_) => Board::new(actor, author),
            },
            Some(((_, first), more)) => {
                let mut board = Board::load(first, actor, author)?;
                for (_, snapshot) in more {
                    board.take_chunks(snapshot).map(drop).or_else(passed_over)?;
                }
                board
            }
        };
        if board.take_chunks(&changes).is_err() {
            for (_, chunk) in &self.chunks {
                board.take_chunks(chunk).map(drop).or_else(passed_over)?;
            }
        }
        Ok(board)
    }
}

fn passed_over(error: BoardError) -> Result<(), BoardError> {
    match error {
        BoardError::Unreadable(_) | BoardError::Write(_) => Ok(()),
        BoardError::Newer
        | BoardError::UnknownHeads
        | BoardError::Gone
        | BoardError::UnknownField
        | BoardError::WrongShape
        | BoardError::Exists
        | BoardError::TooLarge
        | BoardError::Nothing => Err(error),
    }
}
