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
        (route(), board(), bytes()).prop_map(|(route, board, payload)| Frame::Sync { route, board, payload }),
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
        (route(), names(), names()).prop_map(|(route, add, remove)| Frame::Subscribe { route, add, remove }),
        (route(), board(), prop::collection::vec(heads, 0..3), prop::option::of(any::<u8>())).prop_map(
            |(route, board, heads, seal)| {
                let receipt = seal.and_then(|byte| Seal::from_bytes(&[byte; crate::receipt::SEAL_BYTES]));
                Frame::Heads { route, board, heads, receipt }
            }
        ),
        (peer(), prop::option::of(peer()), "[a-z ]{0,20}")
            .prop_map(|(sender, target, message)| Frame::Error { sender, target, message }),
        peer().prop_map(|sender| Frame::Leave { sender }),
        (route(), board(), hashes(), prop::sample::select(Refusal::ALL.to_vec()))
            .prop_map(|(route, board, hashes, why)| Frame::Refused { route, board, hashes, why }),
        (route(), board(), any::<bool>()).prop_map(|(route, board, held)| Frame::Held { route, board, held }),
        (route(), board()).prop_map(|(route, board)| Frame::Door { route, board }),
    ]
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(frame in some_frame()) {
        prop_assert_eq!(Frame::decode(&frame.encode()), Ok(Some(frame)));
    }

    #[test]
    fn what_is_encoded_once_for_all_is_each_ones_own(frame in some_frame(), other in peer()) {
        let target = match &frame {
            Frame::Peer { route, .. }
            | Frame::Request { route, .. }
            | Frame::Sync { route, .. }
            | Frame::Unavailable { route, .. }
            | Frame::Ephemeral(Ephemeral { route, .. })
            | Frame::Subscribe { route, .. }
            | Frame::Heads { route, .. }
            | Frame::Refused { route, .. }
            | Frame::Held { route, .. }
            | Frame::Door { route, .. } => route.target.clone(),
            Frame::Error { target: Some(target), .. } => target.clone(),
            Frame::Error { target: None, .. } | Frame::Join { .. } | Frame::Leave { .. } => return Ok(()),
        };
        let once = frame.clone().unaddressed();
        prop_assert_eq!(once.to(&target), frame.encode());
        prop_assert!(Frame::decode(&once.to(&other)).is_ok_and(|read| read.is_some()));
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
    e.str("data").unwrap().begin_bytes().unwrap().bytes(b"ab").unwrap().bytes(b"c").unwrap().end().unwrap();
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
                assert_eq!((versions.as_slice(), metadata.ephemeral), (&[PROTOCOL.to_owned()][..], false));
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
            Frame::Error { .. }
            | Frame::Leave { .. }
            | Frame::Refused { .. }
            | Frame::Held { .. }
            | Frame::Door { .. } => "other",
        };
        assert_eq!(name.split_once('-').unwrap().1, kind);
        assert_eq!(Frame::decode(&frame.encode()), Ok(Some(frame)), "{name}");
        read += 1;
    }
    assert_eq!(read, 13);
}
