//! What the device keeps: rows of bytes under a table, a board and a name.
//!
//! ```text
//! boards     card | membership | names | acknowledged | log | receipt | place | leaving   JSON: must outlive releases
//! chunks     <change hash>        the change, as automerge writes it
//! snapshots  document             the whole document, in place of the chunks it holds
//! readings   reading              what the board last read as (postcard, dropped when its shape ages)
//! actors     <actor>              actors of this device that may write again
//! refused    <change hash>        work that the table did not take
//! held       <record id>          a card of a round that is not revealed yet (JSON)
//! ```
//!
//! A write is one transaction, complete and flushed ("strict") before it is said to be written.
//! Where a context keeps nothing, the same rows live in memory for as long as the tab.

mod indexed;

use indexed::Indexed;
use shared::ids::BoardId;
use shared::ordered::OrdMap;
use std::cell::RefCell;
use std::rc::Rc;

/// A kind of row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    Boards,
    Chunks,
    Snapshots,
    Readings,
    Actors,
    Refused,
    Held,
}

impl Table {
    pub const ALL: [Table; 7] = [
        Table::Boards,
        Table::Chunks,
        Table::Snapshots,
        Table::Readings,
        Table::Actors,
        Table::Refused,
        Table::Held,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Table::Boards => "boards",
            Table::Chunks => "chunks",
            Table::Snapshots => "snapshots",
            Table::Readings => "readings",
            Table::Actors => "actors",
            Table::Refused => "refused",
            Table::Held => "held",
        }
    }
}

/// One step of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    Put {
        table: Table,
        name: String,
        bytes: Vec<u8>,
    },
    Delete {
        table: Table,
        name: String,
    },
    /// Every row of the board in the table.
    Clear {
        table: Table,
    },
}

impl Write {
    pub fn put(table: Table, name: impl Into<String>, bytes: Vec<u8>) -> Self {
        Write::Put { table, name: name.into(), bytes }
    }

    pub fn delete(table: Table, name: impl Into<String>) -> Self {
        Write::Delete { table, name: name.into() }
    }
}

/// Rows of a board: name and bytes.
pub type Rows = Vec<(String, Vec<u8>)>;

/// Why the device did not keep something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    #[error("the device has no room left; free some and go on")]
    NoRoom,
    #[error("the browser does not let this site store; allow it, or save a copy")]
    Refused,
}

/// The device's rows. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Store {
    Indexed(Indexed),
    Memory(Memory),
}

impl Store {
    /// The lasting store of this browser.
    pub async fn open() -> Result<Self, StoreError> {
        Indexed::open().await.map(Store::Indexed)
    }

    /// Rows that end with the tab.
    pub fn in_memory() -> Self {
        Store::Memory(Memory::default())
    }

    pub fn lasts(&self) -> bool {
        match self {
            Store::Indexed(_) => true,
            Store::Memory(_) => false,
        }
    }

    pub async fn get(
        &self,
        table: Table,
        board: &BoardId,
        name: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        match self {
            Store::Indexed(store) => store.get(table, board, name).await,
            Store::Memory(store) => Ok(store.get(table, board, name)),
        }
    }

    /// All rows of one board, for each of `tables`, read at one moment.
    pub async fn rows(&self, tables: &[Table], board: &BoardId) -> Result<Vec<Rows>, StoreError> {
        match self {
            Store::Indexed(store) => store.rows(tables, board).await,
            Store::Memory(store) => Ok(tables.iter().map(|table| store.rows(*table, board)).collect()),
        }
    }

    /// Every board that has a row in [`Table::Boards`].
    pub async fn boards(&self) -> Result<Vec<BoardId>, StoreError> {
        match self {
            Store::Indexed(store) => store.boards().await,
            Store::Memory(store) => Ok(store.boards()),
        }
    }

    /// All of it or nothing; returns once it would survive a power cut.
    pub async fn write(&self, board: &BoardId, writes: &[Write]) -> Result<(), StoreError> {
        match self {
            Store::Indexed(store) => store.write(board, writes).await,
            Store::Memory(store) => {
                store.write(board, writes);
                Ok(())
            }
        }
    }
}

/// Rows in memory: tests, and contexts that keep nothing.
#[derive(Clone, Debug, Default)]
pub struct Memory(Rc<RefCell<OrdMap<Key, Vec<u8>>>>);

type Key = (Table, BoardId, String);

impl Memory {
    fn get(&self, table: Table, board: &BoardId, name: &str) -> Option<Vec<u8>> {
        self.0.borrow().get(&(table, board.clone(), name.to_owned())).cloned()
    }

    pub(crate) fn rows(&self, table: Table, board: &BoardId) -> Rows {
        let rows = self.0.borrow();
        let of_board = rows.iter().filter(|((at, of, _), _)| *at == table && of == board);
        of_board.map(|((_, _, name), bytes)| (name.clone(), bytes.clone())).collect()
    }

    fn boards(&self) -> Vec<BoardId> {
        let rows = self.0.borrow();
        let mut boards: Vec<_> = rows
            .keys()
            .filter(|(table, _, _)| *table == Table::Boards)
            .map(|(_, board, _)| board.clone())
            .collect();
        boards.dedup();
        boards
    }

    pub(crate) fn write(&self, board: &BoardId, writes: &[Write]) {
        let mut rows = self.0.borrow_mut();
        for write in writes {
            match write {
                Write::Put { table, name, bytes } => {
                    rows.insert((*table, board.clone(), name.clone()), bytes.clone());
                }
                Write::Delete { table, name } => {
                    rows.remove(&(*table, board.clone(), name.clone()));
                }
                Write::Clear { table } => rows.retain(|(at, of, _), _| at != table || of != board),
            }
        }
    }
}
