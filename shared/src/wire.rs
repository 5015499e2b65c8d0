//! The messages on `/sync`: automerge-repo's protocol, version "1", and the few of our own.
//!
//! One CBOR map per binary WebSocket frame. Reading trusts nothing: every length, count and
//! depth is capped, key order is free, unknown keys and types are passed over, and what
//! JavaScript writes oddly (undefined, whole numbers as floats) is understood. Nothing here
//! knows who is connected: a sender's name on the wire is never an identity.

pub mod chunks;
mod columns;
mod decode;
mod encode;
mod input;
pub mod payload;
pub mod presence;

use crate::door::Refusal;
use crate::ids::{BoardId, MemberId};
use crate::receipt::Seal;
use automerge::ChangeHash;
use std::fmt;

/// The only version of the protocol that there is.
pub const PROTOCOL: &str = "1";
/// Largest frame that is read.
pub const MAX_FRAME_BYTES: usize = 16 * 1024 * 1024;
/// Largest payload of an ephemeral message.
pub const MAX_EPHEMERAL_BYTES: usize = 16 * 1024;
/// Longest name of a peer, a session or a storage.
pub const MAX_NAME_BYTES: usize = 256;
/// Most entries in any list of a frame, the changes of a payload aside.
pub const MAX_ENTRIES: usize = 1_024;
/// Our own client says in `peerMetadata` which release of our own messages it reads.
pub const OWN_MESSAGES: u64 = 1;

/// The key of a receipt in a frame that is not ours alone.
const RECEIPT: &str = "tablee/receipt";

/// What a peer calls itself, for the length of one connection. Chosen by the peer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PeerId(String);

impl PeerId {
    /// A name of 1 to 256 bytes; nothing otherwise.
    pub fn parse(text: &str) -> Option<Self> {
        (!text.is_empty() && text.len() <= MAX_NAME_BYTES).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PeerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a peer says of itself when it joins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeerMetadata {
    /// The name of its storage, under which it reports its heads.
    pub storage: Option<String>,
    /// It will not come back under the same storage name.
    pub ephemeral: bool,
    /// Set by our own client (see [`OWN_MESSAGES`]).
    pub tablee: Option<u64>,
}

/// The heads that one storage holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageHeads {
    pub storage: String,
    pub heads: Vec<ChangeHash>,
    /// Unix milliseconds by the storage's clock.
    pub timestamp: u64,
}

/// Who a frame is from and for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    pub sender: PeerId,
    pub target: PeerId,
}

/// One frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    Join {
        sender: PeerId,
        metadata: PeerMetadata,
        versions: Vec<String>,
    },
    Peer {
        route: Route,
        metadata: PeerMetadata,
        version: String,
    },
    /// A sync message, and: say so if you have no such board.
    Request {
        route: Route,
        board: BoardId,
        payload: Vec<u8>,
    },
    Sync {
        route: Route,
        board: BoardId,
        payload: Vec<u8>,
    },
    Unavailable {
        route: Route,
        board: BoardId,
    },
    Ephemeral(Ephemeral),
    /// Which storages' heads the sender wants to hear of.
    Subscribe {
        route: Route,
        add: Vec<String>,
        remove: Vec<String>,
    },
    Heads {
        route: Route,
        board: BoardId,
        heads: Vec<StorageHeads>,
        /// Our own addition, which other programs pass over: a receipt for the heads of the first
        /// storage. The server gives it with its acknowledgement; our client shows it again.
        receipt: Option<Seal>,
    },
    Error {
        sender: PeerId,
        target: Option<PeerId>,
        message: String,
    },
    Leave {
        sender: PeerId,
    },
    /// `tablee/refused`: these changes were not taken.
    Refused {
        route: Route,
        board: BoardId,
        hashes: Vec<ChangeHash>,
        why: Refusal,
    },
    /// `tablee/held`: the server cannot store now (`true`), or can again (`false`).
    Held {
        route: Route,
        board: BoardId,
        held: bool,
    },
    /// `tablee/door`: names or admissions are new; the HTTP API says which.
    Door {
        route: Route,
        board: BoardId,
    },
}

/// A frame encoded once for several peers: each one's name is put behind it.
#[derive(Clone, Debug)]
pub struct Unaddressed {
    bytes: Vec<u8>,
    /// A join and a leave name no target: they are the same for everybody.
    names_target: bool,
}

impl Unaddressed {
    pub fn to(&self, target: &PeerId) -> Vec<u8> {
        encode::addressed(self, target)
    }

    /// At most how long it is for one peer, in bytes.
    pub fn len_to(&self, target: &PeerId) -> usize {
        self.bytes.len() + target.0.len() + 3
    }
}

/// A message to whoever is there now; never stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ephemeral {
    /// Its author, kept when it is passed on.
    pub route: Route,
    pub board: BoardId,
    /// Counts up within the session.
    pub count: u64,
    pub session: String,
    pub payload: Vec<u8>,
    /// Who really sent it: the server's word, present only from the server.
    pub member: Option<MemberId>,
}

/// Why bytes are not a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    #[error("not one CBOR map")]
    NotCbor,
    #[error("larger than the protocol takes: {0}")]
    TooLarge(&'static str),
    #[error("missing or of the wrong kind: {0}")]
    Odd(&'static str),
}

impl Frame {
    /// Reads one binary frame. `Ok(None)`: a type that this release does not know.
    ///
    /// # Errors
    /// [`WireError`] if it is not a frame at all, or is beyond the limits above.
    pub fn decode(bytes: &[u8]) -> Result<Option<Frame>, WireError> {
        decode::frame(bytes)
    }

    /// The bytes of one binary frame, as cbor-x and samod read them.
    pub fn encode(&self) -> Vec<u8> {
        encode::frame(self)
    }

    /// The bytes up to the target's name, for a frame that goes to several. Its own target is
    /// left out.
    pub fn unaddressed(self) -> Unaddressed {
        encode::unaddressed(self)
    }
}

/// A board's name from the 16 bytes of its document id.
pub fn board_id(document: [u8; 16]) -> BoardId {
    let text = bs58::encode(document).with_check().into_string();
    BoardId::parse(&text).expect("base58 of 16 bytes is short and plain")
}

/// The 16 bytes behind a board's name; nothing if it is not a document id.
pub fn document_id(board: &BoardId) -> Option<[u8; 16]> {
    from_bs58(board.as_str())
}

/// The address under which generic clients find a board.
pub fn automerge_url(board: &BoardId) -> String {
    format!("automerge:{board}")
}

fn from_bs58<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut out = [0u8; 128];
    let length = bs58::decode(text).with_check(None).onto(&mut out[..]).ok()?;
    out.get(..length)?.try_into().ok()
}

#[cfg(test)]
mod tests;
