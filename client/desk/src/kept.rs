//! The rows of one board in words of the board: what is read when it opens, what is written as
//! it changes. Pure; where rows rest is the store's.
//!
//! JSON where a row must outlive releases, with every field optional to readers; postcard for
//! the reading, which is dropped when its shape ages. An odd row reads as none.

use crate::store::{Rows, Table, Write};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::board::{Board, BoardError, Change, ChangeHash};
use shared::desk::{BoardCard, Me, Moderated, SHAPE};
use shared::door::{MemberCard, Membership, Refusal, Role};
use shared::ids::{MemberId, RecordId};
use shared::place_card::PlaceCard;
use shared::questions::Question;
use shared::receipt::Seal;
use shared::record::Record;
use shared::sections::ideas::HeldCard;
use std::collections::BTreeSet;

const CARD: &str = "card";
const BELONGING: &str = "membership";
const NAMES: &str = "names";
const ACKNOWLEDGED: &str = "acknowledged";
const RECEIPT: &str = "receipt";
const LOG: &str = "log";
const PLACE: &str = "place";
const REFUSED: &str = "refused";
const LEAVING: &str = "leaving";
const READING: &str = "reading";
const VISIT: &str = "visit";

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

/// The table's word that it has committed everything below some heads (`shared::receipt`), as it
/// is kept: hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    heads: Vec<String>,
    seal: String,
}

impl Receipt {
    pub fn new(heads: &[ChangeHash], seal: &Seal) -> Self {
        Self { heads: heads.iter().map(ToString::to_string).collect(), seal: hex(seal.as_bytes()) }
    }

    /// Nothing if it is not one.
    pub fn read(&self) -> Option<(Vec<ChangeHash>, Seal)> {
        let heads = self.heads.iter().map(|head| head.parse().ok()).collect::<Option<_>>()?;
        Some((heads, Seal::from_bytes(&from_hex(&self.seal)?)?))
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| Some((digit(pair.first()?)? * 16 + digit(pair.get(1)?)?) as u8)).collect()
}

/// How far this device had seen the board, for "since your last visit".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// When it was last seen, Unix seconds.
    pub at: i64,
    /// The heads then, in hexadecimal.
    pub seen: Vec<String>,
    /// The end of the visit before, and the heads then.
    #[serde(default)]
    pub before: Option<(i64, Vec<String>)>,
}

/// What a board read as when it was last left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub records: Vec<Record>,
    pub questions: Vec<Question>,
    pub moderated: Moderated,
}

/// What is known of a board before its document is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub card: Option<BoardCard>,
    pub belonging: Option<Belonging>,
    pub names: Vec<MemberCard>,
    /// Heads that the server said it has committed.
    pub acknowledged: Vec<String>,
    /// The name under which it said so.
    pub log: Option<String>,
    pub receipt: Option<Receipt>,
    /// The server's word on this device's place.
    pub place: Option<PlaceCard>,
    /// How much work stands aside, not taken by the table, and why.
    pub refused: Option<(u32, Refusal)>,
    pub reading: Option<Reading>,
    /// Cards that nobody else sees yet.
    pub held: Vec<HeldCard>,
    pub visit: Option<Visit>,
    /// Wiped while the server could not be told.
    pub is_leaving: bool,
}

impl Kept {
    pub const TABLES: [Table; 3] = [Table::Boards, Table::Readings, Table::Held];

    /// From rows read in the order of [`Kept::TABLES`].
    pub fn from_rows(boards: &Rows, readings: &Rows, held: &Rows) -> Self {
        let find =
            |rows: &Rows, name: &str| rows.iter().find(|(of, _)| of == name).map(|(_, bytes)| bytes.clone());
        Self {
            card: json(find(boards, CARD)),
            belonging: json(find(boards, BELONGING)),
            names: json(find(boards, NAMES)).unwrap_or_default(),
            acknowledged: json(find(boards, ACKNOWLEDGED)).unwrap_or_default(),
            log: json(find(boards, LOG)),
            receipt: json(find(boards, RECEIPT)),
            place: json(find(boards, PLACE)),
            refused: json(find(boards, REFUSED)),
            visit: json(find(boards, VISIT)),
            is_leaving: find(boards, LEAVING).is_some(),
            held: held.iter().filter_map(|(_, bytes)| serde_json::from_slice(bytes).ok()).collect(),
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

pub fn acknowledged(heads: &[String]) -> Write {
    row(ACKNOWLEDGED, &heads)
}

pub fn log(name: &str) -> Write {
    row(LOG, &name)
}

pub fn receipt(receipt: &Receipt) -> Write {
    row(RECEIPT, receipt)
}

pub fn visit(visit: &Visit) -> Write {
    row(VISIT, visit)
}

pub fn place(card: &PlaceCard) -> Write {
    row(PLACE, card)
}

pub fn refused(count: u32, why: Refusal) -> Write {
    row(REFUSED, &(count, why))
}

/// A card as its device keeps it.
pub fn held(card: &HeldCard) -> Write {
    let bytes = serde_json::to_vec(card).expect("rows are plain data with text keys");
    Write::put(Table::Held, card.id.as_str(), bytes)
}

/// Nothing is to be said of refused work any more. The work itself stays until the board is left.
pub fn none_refused() -> Write {
    Write::delete(Table::Boards, REFUSED)
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

    /// The changes that stand aside.
    pub fn set_aside(&self) -> BTreeSet<ChangeHash> {
        self.refused.iter().filter_map(|(name, _)| name.parse().ok()).collect()
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
        let board = self.whole(actor, author)?;
        let refused: Vec<ChangeHash> =
            self.refused.iter().filter_map(|(name, _)| name.parse().ok()).collect();
        if !refused.iter().any(|hash| board.has(&[*hash])) {
            return Ok(board);
        }
        let aside: BTreeSet<ChangeHash> =
            with_dependants(&board, &refused).iter().map(Change::hash).collect();
        let mut without = Board::new(actor, author);
        let accepted = board.changes_since(&[]).into_iter().filter(|change| !aside.contains(&change.hash()));
        without.take(accepted.collect())?;
        Ok(without)
    }

    /// The board with all that the device holds, refused work too where it is still among the rows.
    fn whole(&self, actor: [u8; 16], author: Option<&MemberId>) -> Result<Board, BoardError> {
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

/// These changes and all that build on them, in an order in which they apply.
pub fn with_dependants(board: &Board, hashes: &[ChangeHash]) -> Vec<Change> {
    let mut found: BTreeSet<ChangeHash> = hashes.iter().copied().collect();
    let mut out = vec![];
    for change in board.changes_since(&[]) {
        if found.contains(&change.hash()) || change.deps().iter().any(|dep| found.contains(dep)) {
            found.insert(change.hash());
            out.push(change);
        }
    }
    out
}

/// Refused work, kept apart from the board.
pub fn set_aside(refused: &[Change]) -> Vec<Write> {
    let rows = refused.iter().flat_map(|change| {
        let name = change.hash().to_string();
        [
            Write::put(Table::Refused, name.clone(), change.raw_bytes().to_vec()),
            Write::delete(Table::Chunks, name),
        ]
    });
    rows.collect()
}

/// Work that was set aside and is on the board now.
pub fn not_aside(hashes: &[ChangeHash]) -> Vec<Write> {
    hashes.iter().map(|hash| Write::delete(Table::Refused, hash.to_string())).collect()
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
        | BoardError::Nothing
        | BoardError::NotChair
        | BoardError::Unsettled
        | BoardError::NotMet => Err(error),
    }
}
