//! Why a board could not be opened, read or changed, and what whoever asked is told.

use crate::desk::NotDone;
use crate::door::Refusal;
use automerge::AutomergeError;

/// Why a board could not be opened, read or changed.
#[derive(Debug, thiserror::Error)]
pub enum BoardError {
    #[error("these bytes are not a board, or they are damaged; open the last saved copy instead")]
    Unreadable(#[source] Box<AutomergeError>),
    #[error("this board was written by a newer version; it can be read, not edited")]
    Newer,
    #[error("this moment is not on this device yet; go online once to fetch it")]
    UnknownHeads,
    #[error("what the edit is about is not on the board")]
    Gone,
    #[error("a record of this kind has no such field")]
    UnknownField,
    #[error("the field does not take such a value")]
    WrongShape,
    #[error("there already is a record with this id")]
    Exists,
    #[error("the edit is larger than the board takes")]
    TooLarge,
    #[error("there is nothing left to take back")]
    Nothing,
    #[error("somebody else holds the section; ask them, or take it over")]
    NotChair,
    #[error("something that was written before an unlock is still open; settle it first")]
    Unsettled,
    #[error("the rule is not met; the tally says what is missing")]
    NotMet,
    #[error("the changes do not fit the board")]
    Write(#[source] Box<AutomergeError>),
}

impl From<AutomergeError> for BoardError {
    fn from(error: AutomergeError) -> Self {
        BoardError::Write(Box::new(error))
    }
}

/// Bytes that do not open.
pub(super) fn unreadable(error: AutomergeError) -> BoardError {
    BoardError::Unreadable(Box::new(error))
}

impl BoardError {
    /// The answer to whoever asked for the act.
    pub fn not_done(&self) -> NotDone {
        match self {
            BoardError::Newer => NotDone::ReadOnly,
            BoardError::Gone | BoardError::UnknownHeads => NotDone::Gone,
            BoardError::TooLarge => NotDone::TooLarge,
            BoardError::Nothing => NotDone::Nothing,
            BoardError::NotChair => NotDone::NotChair,
            BoardError::Unsettled => NotDone::Unsettled,
            BoardError::NotMet => NotDone::NotMet,
            BoardError::UnknownField | BoardError::WrongShape | BoardError::Exists => {
                NotDone::Refused(Refusal::Shape)
            }
            BoardError::Unreadable(_) | BoardError::Write(_) => NotDone::Refused(Refusal::Unsound),
        }
    }
}
