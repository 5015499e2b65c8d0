//! What a person does to a board, as plain data: one act becomes one change in the
//! document, with its author, its time and a message key.
//!
//! The page makes acts, the desk performs them on the document, undo reverses them.
//! Whether an act is allowed is the policy's to say, not this module's.

use crate::delta::Delta;
use crate::record::{FieldAt, RecordAt, Scalar, Value};
use serde::{Deserialize, Serialize};

/// Most edits that one act may hold (an import of a whole chain is several acts).
pub const MAX_EDITS: usize = 2_000;

/// One operation of an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit {
    /// A new record with all its own texts and keyed fields. Fields of the kind that are not
    /// named here are created too where they are texts or keyed (a record is created once, whole).
    Create {
        at: RecordAt,
        values: Vec<(String, Value)>,
    },
    /// Sets or clears (`None`) a scalar, a cell or a member of a set.
    Set {
        at: FieldAt,
        value: Option<Scalar>,
    },
    /// Splices a text. Creates a translation's text (`title@en`) where there is none.
    Splice {
        at: FieldAt,
        delta: Delta,
    },
    /// Keeps the one text in effect where several were written at once; the others are emptied
    /// and stay in the history.
    Settle {
        at: FieldAt,
    },
    /// Soft: the record stays and can be restored.
    Remove {
        at: RecordAt,
    },
    Restore {
        at: RecordAt,
    },
}

impl Edit {
    /// The record that it writes in.
    pub fn record(&self) -> &RecordAt {
        match self {
            Edit::Create { at, .. } | Edit::Remove { at } | Edit::Restore { at } => at,
            Edit::Set { at, .. } | Edit::Splice { at, .. } | Edit::Settle { at } => &at.record,
        }
    }
}

/// What kind of act it was, for the history: a key of the words, short and fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Message {
    Write,
    Add,
    Change,
    Move,
    Link,
    Unlink,
    Remove,
    Restore,
    Import,
    Undo,
    Redo,
    /// Raised or settled by the server itself, such as publishing a membership.
    Door,
    Lock,
    HandOver,
    /// Proposals accepted or declined.
    Settle,
    Unlock,
    /// A version put to the vote, answered about, or closed.
    Adopt,
    Vote,
}

impl Message {
    pub const ALL: [Message; 18] = [
        Message::Write,
        Message::Add,
        Message::Change,
        Message::Move,
        Message::Link,
        Message::Unlink,
        Message::Remove,
        Message::Restore,
        Message::Import,
        Message::Undo,
        Message::Redo,
        Message::Door,
        Message::Lock,
        Message::HandOver,
        Message::Settle,
        Message::Unlock,
        Message::Adopt,
        Message::Vote,
    ];

    /// The key that the change carries in the document.
    pub fn key(self) -> &'static str {
        match self {
            Message::Write => "write",
            Message::Add => "add",
            Message::Change => "change",
            Message::Move => "move",
            Message::Link => "link",
            Message::Unlink => "unlink",
            Message::Remove => "remove",
            Message::Restore => "restore",
            Message::Import => "import",
            Message::Undo => "undo",
            Message::Redo => "redo",
            Message::Door => "door",
            Message::Lock => "lock",
            Message::HandOver => "hand-over",
            Message::Settle => "settle",
            Message::Unlock => "unlock",
            Message::Adopt => "adopt",
            Message::Vote => "vote",
        }
    }

    /// Reads a change's message; nothing for other programs' messages.
    pub fn from_key(key: &str) -> Option<Message> {
        Message::ALL.into_iter().find(|message| message.key() == key)
    }
}

/// One thing a person did: all of it or nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    pub message: Message,
    pub edits: Vec<Edit>,
}

impl Act {
    pub fn new(message: Message, edits: Vec<Edit>) -> Self {
        Self { message, edits }
    }

    /// Sets one scalar or cell.
    pub fn set(at: FieldAt, value: impl Into<Option<Scalar>>) -> Self {
        Self::new(Message::Change, vec![Edit::Set { at, value: value.into() }])
    }

    pub fn create(at: RecordAt, values: Vec<(String, Value)>) -> Self {
        Self::new(Message::Add, vec![Edit::Create { at, values }])
    }

    pub fn remove(at: RecordAt) -> Self {
        Self::new(Message::Remove, vec![Edit::Remove { at }])
    }

    pub fn restore(at: RecordAt) -> Self {
        Self::new(Message::Restore, vec![Edit::Restore { at }])
    }
}
