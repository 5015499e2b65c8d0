//! Tells chunks of Automerge's storage format apart: a snapshot, or changes one after another.

use automerge::{AutomergeError, Change};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
/// The chunk type of a whole document, behind the magic bytes and the checksum.
const DOCUMENT: u8 = 0;
const TYPE_AT: usize = 8;

/// Whether bytes begin with a whole document rather than with changes.
pub(super) fn is_snapshot(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC) && bytes.get(TYPE_AT) == Some(&DOCUMENT)
}

/// The changes of concatenated change chunks; all of them or none.
pub(super) fn changes(mut bytes: &[u8]) -> Result<Vec<Change>, AutomergeError> {
    let mut changes = vec![];
    while !bytes.is_empty() {
        let (chunk, rest) = bytes.split_at(chunk_length(bytes).unwrap_or(bytes.len()));
        changes.push(Change::from_bytes(chunk.to_vec())?);
        bytes = rest;
    }
    Ok(changes)
}

/// The length of the first chunk with its header; nothing if it is cut off.
fn chunk_length(bytes: &[u8]) -> Option<usize> {
    let mut length = 0usize;
    let mut at = TYPE_AT + 1;
    // LEB128: seven bits a byte, five bytes are more than any chunk that fits in memory here.
    for shift in (0..35).step_by(7) {
        let byte = *bytes.get(at)?;
        at += 1;
        length |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return at.checked_add(length).filter(|end| *end <= bytes.len());
        }
    }
    None
}
