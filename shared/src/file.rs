//! A `.tablee` file: one board as it leaves a device, a server's export, or a backup.
//!
//! ```text
//! 7 bytes   "tablee" and a zero byte: what it is
//! 1 byte    1: the form of what follows
//! 1 byte    n: length of the board's id, 1 to 64
//! n bytes   the board's id, as text
//! the rest  the document as automerge saves it, or its changes one after the other
//! ```
//!
//! Two boards share their seeds and nothing else, so only the id says which board a file belongs
//! to. This module reads the envelope and never the document: whoever opens one proves it sound.

use crate::ids::{BoardId, MAX_ID_BYTES};

const MAGIC: &[u8; 7] = b"tablee\0";
const FORM: u8 = 1;

/// Largest file that is read or written, in bytes.
pub const MAX_FILE_BYTES: usize = 64 << 20;

/// How files are called.
pub const EXTENSION: &str = "tablee";

/// What a file says it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardFile<'a> {
    pub board: BoardId,
    /// Not proved: bytes from a stranger.
    pub document: &'a [u8],
}

/// Why a file was not opened. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    #[error("this file is not a board, or it is damaged; open another copy")]
    NotABoard,
    #[error("this file was written by a newer release; update this one and open it again")]
    Newer,
    #[error("this file is larger than a board can be")]
    TooLarge,
}

/// The file of a board.
pub fn write(board: &BoardId, document: &[u8]) -> Vec<u8> {
    let id = board.as_str().as_bytes();
    let mut bytes = Vec::with_capacity(MAGIC.len() + 2 + id.len() + document.len());
    bytes.extend_from_slice(MAGIC);
    bytes.push(FORM);
    // Ids hold at most 64 bytes.
    bytes.push(id.len() as u8);
    bytes.extend_from_slice(id);
    bytes.extend_from_slice(document);
    bytes
}

/// Reads the envelope of a file.
///
/// # Errors
/// [`FileError`]: something else than a board, a later form, or too many bytes.
pub fn read(bytes: &[u8]) -> Result<BoardFile<'_>, FileError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(FileError::TooLarge);
    }
    let rest = bytes.strip_prefix(MAGIC).ok_or(FileError::NotABoard)?;
    let (form, rest) = rest.split_first().ok_or(FileError::NotABoard)?;
    if *form > FORM {
        return Err(FileError::Newer);
    }
    let (length, rest) = rest.split_first().ok_or(FileError::NotABoard)?;
    let length = usize::from(*length);
    if *form != FORM || length > MAX_ID_BYTES || length >= rest.len() {
        return Err(FileError::NotABoard);
    }
    let (id, document) = rest.split_at(length);
    let id = std::str::from_utf8(id).ok().and_then(BoardId::parse).ok_or(FileError::NotABoard)?;
    Ok(BoardFile { board: id, document })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lagune() -> BoardId {
        BoardId::parse("4NMNnkMhL8jXrdJ9jamS58PAVdXu").expect("an id")
    }

    #[test]
    fn a_board_saved_on_one_device_is_known_again_on_another() {
        let bytes = write(&lagune(), b"the document");
        assert_eq!(read(&bytes), Ok(BoardFile { board: lagune(), document: b"the document" }));
    }

    // A file that people keep: these bytes are read by every later release.
    #[test]
    fn the_first_form_of_the_file_is_read_for_ever() {
        let kept = b"tablee\0\x01\x05board\x85\x6f\x4a\x83";
        let file = read(kept).expect("a board");
        assert_eq!((file.board.as_str(), file.document), ("board", &b"\x85\x6f\x4a\x83"[..]));
    }

    #[test]
    fn a_photograph_is_not_a_board() {
        assert_eq!(read(b"\x89PNG\r\n\x1a\n and so on"), Err(FileError::NotABoard));
    }

    #[test]
    fn a_file_of_a_later_release_asks_for_an_update_instead_of_being_called_damaged() {
        let mut bytes = write(&lagune(), b"the document");
        bytes[7] = 2;
        assert_eq!(read(&bytes), Err(FileError::Newer));
    }

    proptest! {
        #[test]
        fn a_file_cut_short_before_its_document_is_never_opened(length in 0usize..37) {
            let bytes = write(&lagune(), b"d");
            prop_assume!(length < bytes.len());
            prop_assert!(read(&bytes[..length]).is_err());
        }

        #[test]
        fn whatever_a_stranger_sends_is_answered(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = read(&bytes);
            let _ = read(&[&b"tablee\0\x01"[..], &bytes].concat());
        }
    }
}
