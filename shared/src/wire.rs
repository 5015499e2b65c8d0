//! The messages on `/sync`: automerge-repo's protocol, version "1", and the few of our own.
//!
//! One CBOR map per binary WebSocket frame. Reading trusts nothing: every length, count and
//! depth is capped, key order is free, unknown keys and types are passed over, and what
//! JavaScript writes oddly (undefined, whole numbers as floats) is understood. Nothing here
//! knows who is connected: a sender's name on the wire is never an identity.

mod decode;
mod encode;
pub mod payload;
pub mod presence;

use crate::door::Refusal;
use crate::ids::{BoardId, MemberId};
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn peer() -> impl Strategy<Value = PeerId> {
        "[a-z]{1,12}".prop_map(|text| PeerId::parse(&text).unwrap())
    }

    fn route() -> impl Strategy<Value = Route> {
        (peer(), peer()).prop_map(|(sender, target)| Route { sender, target })
    }

    fn board() -> impl Strategy<Value = BoardId> {
        any::<[u8; 16]>().prop_map(board_id)
    }

    fn hashes() -> impl Strategy<Value = Vec<ChangeHash>> {
        prop::collection::vec(any::<[u8; 32]>().prop_map(ChangeHash), 0..4)
    }

    fn metadata() -> impl Strategy<Value = PeerMetadata> {
        (prop::option::of("[a-z]{1,9}"), any::<bool>(), prop::option::of(0u64..1 << 40))
            .prop_map(|(storage, ephemeral, tablee)| PeerMetadata { storage, ephemeral, tablee })
    }

    fn names() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("[a-z0-9]{0,9}", 0..4)
    }

    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        prop::collection::vec(any::<u8>(), 1..300)
    }

    fn some_frame() -> impl Strategy<Value = Frame> {
        // Counts stay below 2^53: JavaScript knows no others.
        let number = 0u64..1 << 53;
        let heads = (("[a-z]{1,9}"), hashes(), number.clone())
            .prop_map(|(storage, heads, timestamp)| StorageHeads { storage, heads, timestamp });
        prop_oneof![
            (peer(), metadata(), names()).prop_map(|(sender, metadata, versions)| Frame::Join {
                sender,
                metadata,
                versions
            }),
            (route(), metadata()).prop_map(|(route, metadata)| Frame::Peer {
                route,
                metadata,
                version: PROTOCOL.into()
            }),
            (route(), board(), bytes()).prop_map(|(route, board, payload)| Frame::Request {
                route,
                board,
                payload
            }),
            (route(), board(), bytes()).prop_map(|(route, board, payload)| Frame::Sync {
                route,
                board,
                payload
            }),
            (route(), board()).prop_map(|(route, board)| Frame::Unavailable { route, board }),
            (route(), board(), number, "[a-z]{0,9}", bytes(), prop::option::of(any::<[u8; 12]>())).prop_map(
                |(route, board, count, session, payload, member)| Frame::Ephemeral(Ephemeral {
                    route,
                    board,
                    count,
                    session,
                    payload,
                    member: member.map(MemberId::from_random),
                })
            ),
            (route(), names(), names()).prop_map(|(route, add, remove)| Frame::Subscribe {
                route,
                add,
                remove
            }),
            (route(), board(), prop::collection::vec(heads, 0..3))
                .prop_map(|(route, board, heads)| { Frame::Heads { route, board, heads } }),
            (peer(), prop::option::of(peer()), "[a-z ]{0,20}")
                .prop_map(|(sender, target, message)| Frame::Error { sender, target, message }),
            peer().prop_map(|sender| Frame::Leave { sender }),
            (route(), board(), hashes(), prop::sample::select(Refusal::ALL.to_vec()))
                .prop_map(|(route, board, hashes, why)| Frame::Refused { route, board, hashes, why }),
            (route(), board(), any::<bool>()).prop_map(|(route, board, held)| Frame::Held {
                route,
                board,
                held
            }),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(frame in some_frame()) {
            prop_assert_eq!(Frame::decode(&frame.encode()), Ok(Some(frame)));
        }

        #[test]
        fn any_bytes_are_answered_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = Frame::decode(&bytes);
        }

        #[test]
        fn a_frame_hurt_on_the_way_is_answered_without_a_panic(
            frame in some_frame(), at in any::<prop::sample::Index>(), to in any::<u8>(), cut in any::<bool>()
        ) {
            let mut bytes = frame.encode();
            let at = at.index(bytes.len());
            bytes[at] = to;
            if cut {
                bytes.truncate(at);
            }
            let _ = Frame::decode(&bytes);
        }

        #[test]
        fn a_document_id_survives_its_text(bytes in any::<[u8; 16]>()) {
            prop_assert_eq!(document_id(&board_id(bytes)), Some(bytes));
        }
    }

    /// A map with keys in another order, of indefinite length, with an unknown nested value,
    /// undefined where there is nothing, and whole numbers as floats: all seen in the wild.
    #[test]
    fn what_other_encoders_write_oddly_is_understood() {
        let mut bytes = Vec::new();
        let mut e = minicbor::Encoder::new(&mut bytes);
        e.begin_map().unwrap();
        e.str("later").unwrap().begin_array().unwrap().map(1).unwrap().u8(1).unwrap().null().unwrap();
        e.end().unwrap();
        e.str("count").unwrap().f64(4_294_967_299.0).unwrap();
        e.str("data")
            .unwrap()
            .begin_bytes()
            .unwrap()
            .bytes(b"ab")
            .unwrap()
            .bytes(b"c")
            .unwrap()
            .end()
            .unwrap();
        e.u8(7).unwrap().undefined().unwrap();
        e.str("targetId").unwrap().str("server").unwrap();
        e.str("senderId").unwrap().str("anna").unwrap();
        e.str("member").unwrap().undefined().unwrap();
        e.str("sessionId").unwrap().str("s").unwrap();
        e.str("documentId").unwrap().str(board_id([7; 16]).as_str()).unwrap();
        e.str("type").unwrap().str("ephemeral").unwrap();
        e.end().unwrap();

        let Ok(Some(Frame::Ephemeral(read))) = Frame::decode(&bytes) else { panic!("not read") };

        assert_eq!((read.count, read.payload.as_slice()), (4_294_967_299, b"abc".as_slice()));
        assert_eq!(read.member, None);
    }

    #[test]
    fn a_type_from_a_later_release_is_passed_over() {
        let mut bytes = Vec::new();
        let mut e = minicbor::Encoder::new(&mut bytes);
        e.map(2).unwrap().str("type").unwrap().str("tablee/later").unwrap();
        e.str("senderId").unwrap().str("anna").unwrap();
        assert_eq!(Frame::decode(&bytes), Ok(None));
    }

    #[test]
    fn a_value_nested_without_end_is_turned_away() {
        let mut bytes = vec![0xa1, 0x61, b'x'];
        bytes.extend(std::iter::repeat_n(0x81, 100_000));
        assert_eq!(Frame::decode(&bytes), Err(WireError::TooLarge("nesting")));
    }

    #[test]
    fn a_list_that_promises_more_than_it_may_hold_is_turned_away_unread() {
        let mut bytes = Vec::new();
        let mut e = minicbor::Encoder::new(&mut bytes);
        e.map(1).unwrap().str("add").unwrap().array(u64::MAX).unwrap();
        assert_eq!(Frame::decode(&bytes), Err(WireError::TooLarge("list")));
    }

    /// Frames of automerge-repo 2.5.6 in Node, written by `tests/interop/capture.mjs`.
    #[test]
    fn every_frame_of_an_unmodified_javascript_client_is_read() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/wire");
        let mut read = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let frame = Frame::decode(&std::fs::read(&path).unwrap()).unwrap().unwrap();
            let kind = match &frame {
                Frame::Join { versions, metadata, .. } => {
                    assert_eq!(
                        (versions.as_slice(), metadata.ephemeral),
                        (&[PROTOCOL.to_owned()][..], false)
                    );
                    "join"
                }
                Frame::Peer { metadata, .. } => {
                    assert!(metadata.storage.is_some());
                    "peer"
                }
                Frame::Request { payload, .. } | Frame::Sync { payload, .. } => {
                    payload::changes(payload::read(payload).unwrap().changes.iter()).unwrap();
                    if matches!(frame, Frame::Sync { .. }) { "sync" } else { "request" }
                }
                Frame::Unavailable { .. } => "doc-unavailable",
                Frame::Ephemeral(said) => {
                    assert!(said.count > 0 && !said.session.is_empty());
                    "ephemeral"
                }
                Frame::Subscribe { add, remove, .. } => {
                    assert_eq!((add.len(), remove.len()), (1, 0));
                    "remote-subscription-change"
                }
                Frame::Heads { heads, .. } => {
                    assert!(heads[0].heads.len() == 1 && heads[0].timestamp > 1 << 32);
                    "remote-heads-changed"
                }
                Frame::Error { .. } | Frame::Leave { .. } | Frame::Refused { .. } | Frame::Held { .. } => {
                    "other"
                }
            };
            assert_eq!(name.split_once('-').unwrap().1, kind);
            assert_eq!(Frame::decode(&frame.encode()), Ok(Some(frame)), "{name}");
            read += 1;
        }
        assert_eq!(read, 13);
    }
}
