//! Chunks of Automerge's storage, proved well-formed and of bounded size before Automerge
//! reads them.
//!
//! ```text
//! chunk:    magic(4) checksum(4) type(1) length(LEB128) body
//! type 0    a document: actors, heads, columns of changes, columns of operations, indices of the heads
//! type 1    a change: deps, actor, seq, first counter, time, message, other actors, columns, footer
//! type 2    a change whose body is deflated; the checksum is of the body as it was
//! ```
//! The checksum is proved here: Automerge does not look at a single change's, and a log that
//! holds a wrong one cannot be read back. What a change *says* is the judge's.

use super::columns::{Budget, Columns};
use super::input::Input;
use super::payload::PayloadError;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
pub(super) const DOCUMENT: u8 = 0;
pub(super) const CHANGE: u8 = 1;
pub(super) const DEFLATED_CHANGE: u8 = 2;

/// Most heads of a document, and most changes that one change follows: one for each person who
/// writes at the same moment. Automerge's work grows with their square.
pub const MAX_DEPS: u64 = 2_000;
/// Longest name of an actor; they are 16 bytes as a rule.
const MAX_ACTOR_BYTES: u64 = 64;
/// Most actors in one table.
const MAX_ACTORS: u64 = 100_000;
/// Largest counter and sequence number that Automerge can hold.
const MAX_COUNTER: u64 = u32::MAX as u64;

/// The first of some bytes' chunks.
pub(super) struct Chunk<'a> {
    pub kind: u8,
    /// With its header.
    pub whole: &'a [u8],
    checksum: &'a [u8],
    body: &'a [u8],
}

impl<'a> Chunk<'a> {
    /// The first chunk, and what follows it.
    pub fn split(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), PayloadError> {
        let mut input = Input(bytes);
        if input.take(4)? != MAGIC {
            return Err(PayloadError::Damaged("not an Automerge chunk"));
        }
        let checksum = input.take(4)?;
        let kind = input.byte()?;
        let length = input.leb128()?;
        let body = input.take(length)?;
        let (whole, after) = bytes.split_at(bytes.len() - input.0.len());
        Ok((Self { kind, whole, checksum, body }, after))
    }

    /// Proves the chunk, and gives it as it is to be read: a change inflated, a document as it came.
    pub fn proved(&self, budget: &mut Budget) -> Result<Cow<'a, [u8]>, PayloadError> {
        match self.kind {
            CHANGE => {
                self.prove_checksum(CHANGE, self.body)?;
                check_change(self.body, budget)?;
                Ok(Cow::Borrowed(self.whole))
            }
            DEFLATED_CHANGE => {
                let body = budget.inflate(self.body)?;
                self.prove_checksum(CHANGE, &body)?;
                check_change(&body, budget)?;
                let mut whole = Vec::with_capacity(body.len() + 20);
                whole.extend_from_slice(&MAGIC);
                whole.extend_from_slice(self.checksum);
                whole.push(CHANGE);
                write_leb128(&mut whole, body.len());
                whole.extend_from_slice(&body);
                Ok(Cow::Owned(whole))
            }
            DOCUMENT => {
                self.prove_checksum(DOCUMENT, self.body)?;
                check_document(self.body, budget)?;
                Ok(Cow::Borrowed(self.whole))
            }
            _ => Err(PayloadError::Damaged("a chunk of an unknown type")),
        }
    }

    fn prove_checksum(&self, kind: u8, body: &[u8]) -> Result<(), PayloadError> {
        if checksum(kind, body) == self.checksum { Ok(()) } else { Err(PayloadError::Damaged("checksum")) }
    }
}

/// A chunk of this kind around a body, with the checksum that fits.
pub fn seal(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() + 20);
    out.extend_from_slice(&MAGIC);
    out.extend_from_slice(&checksum(kind, body));
    out.push(kind);
    write_leb128(&mut out, body.len());
    out.extend_from_slice(body);
    out
}

fn checksum(kind: u8, body: &[u8]) -> [u8; 4] {
    let mut head = vec![kind];
    write_leb128(&mut head, body.len());
    let digest = Sha256::new().chain_update(head).chain_update(body).finalize();
    [digest[0], digest[1], digest[2], digest[3]]
}

fn write_leb128(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn check_change(body: &[u8], budget: &mut Budget) -> Result<(), PayloadError> {
    let mut input = Input(body);
    input.hashes(MAX_DEPS)?;
    actor(&mut input)?;
    input.count(MAX_COUNTER, "sequence number")?;
    input.count(MAX_COUNTER, "counter")?;
    input.signed()?; // time
    input.bytes(body.len() as u64, "message")?;
    let others = input.count(MAX_ACTORS, "actors")?;
    for _ in 0..others {
        actor(&mut input)?;
    }
    let columns = Columns::read(&mut input)?;
    if columns.any_deflated() {
        return Err(PayloadError::Damaged("a deflated column within a change"));
    }
    columns.check(&mut input, others + 1, budget)
}

fn check_document(body: &[u8], budget: &mut Budget) -> Result<(), PayloadError> {
    let mut input = Input(body);
    let actors = input.count(MAX_ACTORS, "actors")?;
    for _ in 0..actors {
        actor(&mut input)?;
    }
    input.hashes(MAX_DEPS)?; // heads
    let (changes, operations) = (Columns::read(&mut input)?, Columns::read(&mut input)?);
    changes.check(&mut input, actors, budget)?;
    operations.check(&mut input, actors, budget)
}

fn actor(input: &mut Input<'_>) -> Result<(), PayloadError> {
    if input.bytes(MAX_ACTOR_BYTES, "actor")?.is_empty() {
        return Err(PayloadError::Damaged("an actor without a name"));
    }
    Ok(())
}
