//! What a sync message carries, looked at before Automerge sees a byte of it.
//!
//! ```text
//! 0x42|0x43  heads  need  have[{last_sync, bloom}]  changes[length + chunks]  flags?
//! ```
//! Automerge 0.12 divides by zero on an empty Bloom filter, allocates as many probes as it is
//! told, inflates without end and walks runs of any length; so every count, length and inflated
//! size is bounded here and in `chunks` and `columns`. This module never judges what a change
//! says: that is `judge`'s.

use super::chunks::{CHANGE, Chunk, DEFLATED_CHANGE, DOCUMENT};
use super::columns::Budget;
use super::input::Input;
use automerge::sync::Message;
use automerge::{Automerge, Change};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Most hashes in one list of a message.
const MAX_HASHES: u64 = 100_000;
/// Most summaries of what the sender has; clients send one.
const MAX_HAVES: u64 = 16;
/// Most changes (or concatenations of changes) in one message.
const MAX_CHANGES: u64 = 100_000;
const MAX_BITS_PER_ENTRY: u64 = 64;
const MAX_PROBES: u64 = 64;
/// Most that the deflated parts of one message may grow to.
const MAX_INFLATED_BYTES: u64 = 32 * 1024 * 1024;
/// Most operations (or rows of any other column) of all changes of a message together.
const MAX_ROWS: u64 = 2_000_000;

/// Why a payload or a file was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayloadError {
    #[error("not a sync message or board file: {0}")]
    Damaged(&'static str),
    #[error("larger than a board takes: {0}")]
    TooLarge(&'static str),
    #[error("not read by Automerge: {0}")]
    Automerge(String),
}

/// Reads a sync message. Its changes are still unread: see [`changes`].
///
/// # Errors
/// [`PayloadError`] if it is no sync message or beyond the limits above.
pub fn read(bytes: &[u8]) -> Result<Message, PayloadError> {
    check(bytes)?;
    Message::decode(bytes).map_err(|error| PayloadError::Automerge(error.to_string()))
}

/// The changes of a sync message's pieces, or of a `.tablee` file (one piece), in the order in
/// which they came. A whole document is taken apart into its changes.
///
/// # Errors
/// [`PayloadError`] if a piece is damaged or beyond the limits above.
pub fn changes<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<Change>, PayloadError> {
    let mut out = Vec::new();
    let mut budget = Budget { rows: MAX_ROWS, inflated: MAX_INFLATED_BYTES };
    for mut rest in pieces {
        while !rest.is_empty() {
            let (chunk, after) = Chunk::split(rest)?;
            let proved = chunk.proved(&mut budget)?;
            match chunk.kind {
                CHANGE | DEFLATED_CHANGE => out.push(change(&proved)?),
                DOCUMENT => out.extend(document(&proved)?),
                _ => return Err(PayloadError::Damaged("a chunk of an unknown type")),
            }
            if out.len() as u64 > MAX_CHANGES {
                return Err(PayloadError::TooLarge("changes"));
            }
            rest = after;
        }
    }
    Ok(out)
}

fn change(chunk: &[u8]) -> Result<Change, PayloadError> {
    let read = catch_unwind(|| Change::try_from(chunk)).map_err(|_| PayloadError::Damaged("a change"))?;
    read.map_err(|error| PayloadError::Automerge(error.to_string()))
}

/// The changes of a whole document. Its columns are proved one by one, not against each other:
/// where they disagree Automerge may panic, on a document of its own that is dropped then.
fn document(chunk: &[u8]) -> Result<Vec<Change>, PayloadError> {
    let read = catch_unwind(AssertUnwindSafe(|| Ok(Automerge::load(chunk)?.get_changes(&[]))));
    let read = read.map_err(|_| PayloadError::Damaged("a document"))?;
    read.map_err(|error: automerge::AutomergeError| PayloadError::Automerge(error.to_string()))
}

fn check(bytes: &[u8]) -> Result<(), PayloadError> {
    let mut input = Input(bytes);
    if !matches!(input.byte()?, 0x42 | 0x43) {
        return Err(PayloadError::Damaged("not a sync message"));
    }
    input.hashes(MAX_HASHES)?; // heads
    input.hashes(MAX_HASHES)?; // need
    for _ in 0..input.count(MAX_HAVES, "summaries")? {
        input.hashes(MAX_HASHES)?; // last sync
        let length = input.leb128()?;
        check_bloom(input.take(length)?)?;
    }
    for _ in 0..input.count(MAX_CHANGES, "changes")? {
        let length = input.leb128()?;
        input.take(length)?;
    }
    if !input.is_empty() {
        let length = input.leb128()?;
        input.take(length)?; // flags
    }
    Ok(())
}

fn check_bloom(bytes: &[u8]) -> Result<(), PayloadError> {
    if bytes.is_empty() {
        return Ok(());
    }
    let mut input = Input(bytes);
    let (entries, bits, probes) = (input.leb128()?, input.leb128()?, input.leb128()?);
    if entries == 0 || bits == 0 || probes == 0 {
        return Err(PayloadError::Damaged("an empty Bloom filter"));
    }
    if entries > u64::from(u32::MAX) || bits > MAX_BITS_PER_ENTRY || probes > MAX_PROBES {
        return Err(PayloadError::TooLarge("Bloom filter"));
    }
    input.take((entries * bits).div_ceil(8)).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::super::chunks::seal;
    use super::*;
    use automerge::sync::{State, SyncDoc};
    use automerge::transaction::Transactable;
    use automerge::{ObjType, ROOT};
    use proptest::prelude::*;
    use std::io::Read;

    /// A board whose text is long enough for Automerge to deflate its parts.
    fn board() -> Automerge {
        let mut board = Automerge::new();
        let mut edit = board.transaction();
        let text = edit.put_object(ROOT, "statement", ObjType::Text).unwrap();
        edit.splice_text(&text, 0, 0, &"ensemble pour l'eau ".repeat(200)).unwrap();
        edit.commit();
        let mut edit = board.transaction();
        edit.put(ROOT, "phase", "design").unwrap();
        edit.commit();
        board
    }

    fn greeting_and_answer() -> [Vec<u8>; 2] {
        let (ours, theirs) = (board(), Automerge::new());
        let (mut a, mut b) = (State::new(), State::new());
        let greeting = theirs.generate_sync_message(&mut b).unwrap().encode();
        let mut us = ours.clone();
        us.receive_sync_message(&mut a, read(&greeting).unwrap()).unwrap();
        [greeting, us.generate_sync_message(&mut a).unwrap().encode()]
    }

    #[test]
    fn a_whole_document_and_single_changes_give_the_same_changes() {
        let board = board();
        let hashes = |changes: Vec<Change>| changes.iter().map(Change::hash).collect::<Vec<_>>();
        let mut single: Vec<Vec<u8>> = Vec::new();
        for mut change in board.get_changes(&[]) {
            single.push(change.bytes().into_owned());
        }
        assert_eq!(single.iter().filter(|bytes| bytes[8] == DEFLATED_CHANGE).count(), 1);

        let from_single = hashes(changes(single.iter().map(Vec::as_slice)).unwrap());
        let from_document = hashes(changes([board.save().as_slice()]).unwrap());
        let from_one_piece = hashes(changes([single.concat().as_slice()]).unwrap());

        assert_eq!(from_single, from_document);
        assert_eq!(from_single, from_one_piece);
    }

    #[test]
    fn a_bloom_filter_without_bits_or_with_endless_probes_is_turned_away() {
        let empty = [0x42, 0, 0, 1, 0, 3, 1, 0, 7, 0];
        assert_eq!(read(&empty).unwrap_err(), PayloadError::Damaged("an empty Bloom filter"));
        let endless = [0x42, 0, 0, 1, 0, 8, 1, 8, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0];
        assert_eq!(read(&endless).unwrap_err(), PayloadError::TooLarge("Bloom filter"));
    }

    #[test]
    fn a_change_that_inflates_without_end_is_turned_away_before_it_is_read() {
        let zeros = std::io::repeat(0).take(MAX_INFLATED_BYTES + 1);
        let mut deflated = Vec::new();
        flate2::read::DeflateEncoder::new(zeros, flate2::Compression::fast())
            .read_to_end(&mut deflated)
            .unwrap();
        let chunk = seal(DEFLATED_CHANGE, &deflated);

        assert_eq!(changes([chunk.as_slice()]).unwrap_err(), PayloadError::TooLarge("inflated data"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered_without_a_panic(mut bytes in prop::collection::vec(any::<u8>(), 1..200)) {
            let _ = read(&bytes);
            bytes[0] = 0x42;
            let _ = read(&bytes);
        }

        #[test]
        fn a_message_hurt_on_the_way_is_answered_without_a_panic(
            which in 0usize..2, at in any::<prop::sample::Index>(), to in any::<u8>()
        ) {
            let mut bytes = greeting_and_answer()[which].clone();
            let at = at.index(bytes.len());
            bytes[at] = to;
            let _ = read(&bytes);
        }
    }
}
