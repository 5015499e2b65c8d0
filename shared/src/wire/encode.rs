//! Frames to bytes: definite lengths, absent optionals left out, `targetId` last, so that one
//! message to many peers may be encoded once and its last entry exchanged.

use super::*;
use minicbor::Encoder;
use minicbor::encode::Write;
use std::convert::Infallible;

type Done = Result<(), minicbor::encode::Error<Infallible>>;

pub(super) fn frame(frame: &Frame) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    write(&mut Encoder::new(&mut out), frame).expect("writing to memory does not end early");
    out
}

/// Every frame with a target ends in it: encoded as nobody's, cut before that name.
pub(super) fn unaddressed(mut frame: Frame) -> Unaddressed {
    let names_target = match &mut frame {
        Frame::Peer { route, .. }
        | Frame::Request { route, .. }
        | Frame::Sync { route, .. }
        | Frame::Unavailable { route, .. }
        | Frame::Ephemeral(Ephemeral { route, .. })
        | Frame::Subscribe { route, .. }
        | Frame::Heads { route, .. }
        | Frame::Refused { route, .. }
        | Frame::Held { route, .. }
        | Frame::Door { route, .. } => {
            route.target.0.clear();
            true
        }
        Frame::Error { target, .. } => {
            *target = Some(PeerId(String::new()));
            true
        }
        Frame::Join { .. } | Frame::Leave { .. } => false,
    };
    let mut bytes = self::frame(&frame);
    if names_target {
        bytes.pop(); // the length of an empty name
    }
    Unaddressed { bytes, names_target }
}

pub(super) fn addressed(frame: &Unaddressed, target: &PeerId) -> Vec<u8> {
    let mut out = Vec::with_capacity(frame.bytes.len() + target.0.len() + 3);
    out.extend_from_slice(&frame.bytes);
    if frame.names_target {
        Encoder::new(&mut out).str(target.as_str()).expect("writing to memory does not end early");
    }
    out
}

fn write<W: Write<Error = Infallible>>(e: &mut Encoder<W>, frame: &Frame) -> Done {
    match frame {
        Frame::Join { sender, metadata, versions } => {
            head(e, 4, "join", sender)?;
            write_metadata(e, metadata)?;
            write_texts(e, "supportedProtocolVersions", versions.iter().map(String::as_str))
        }
        Frame::Peer { route, metadata, version } => {
            head(e, 5, "peer", &route.sender)?;
            write_metadata(e, metadata)?;
            e.str("selectedProtocolVersion")?.str(version)?;
            target(e, &route.target)
        }
        Frame::Request { route, board, payload } => message(e, "request", route, board, payload),
        Frame::Sync { route, board, payload } => message(e, "sync", route, board, payload),
        Frame::Unavailable { route, board } => {
            head(e, 4, "doc-unavailable", &route.sender)?;
            document(e, board)?;
            target(e, &route.target)
        }
        Frame::Ephemeral(said) => {
            head(e, 7 + u64::from(said.member.is_some()), "ephemeral", &said.route.sender)?;
            document(e, &said.board)?;
            e.str("count")?;
            number(e, said.count)?;
            e.str("sessionId")?.str(&said.session)?;
            e.str("data")?.bytes(&said.payload)?;
            if let Some(member) = &said.member {
                e.str("member")?.str(member.as_str())?;
            }
            target(e, &said.route.target)
        }
        Frame::Subscribe { route, add, remove } => {
            head(e, 5, "remote-subscription-change", &route.sender)?;
            write_texts(e, "add", add.iter().map(String::as_str))?;
            write_texts(e, "remove", remove.iter().map(String::as_str))?;
            target(e, &route.target)
        }
        Frame::Heads { route, board, heads, receipt } => {
            head(e, 5 + u64::from(receipt.is_some()), "remote-heads-changed", &route.sender)?;
            document(e, board)?;
            e.str("newHeads")?.map(heads.len() as u64)?;
            for entry in heads {
                e.str(&entry.storage)?.map(2)?;
                write_hashes(e, "heads", &entry.heads)?;
                e.str("timestamp")?;
                number(e, entry.timestamp)?;
            }
            if let Some(seal) = receipt {
                e.str(RECEIPT)?.bytes(seal.as_bytes())?;
            }
            target(e, &route.target)
        }
        Frame::Error { sender, target: to, message } => {
            head(e, 3 + u64::from(to.is_some()), "error", sender)?;
            e.str("message")?.str(message)?;
            to.as_ref().map_or(Ok(()), |to| target(e, to))
        }
        Frame::Leave { sender } => head(e, 2, "leave", sender),
        Frame::Refused { route, board, hashes, why } => {
            head(e, 6, "tablee/refused", &route.sender)?;
            document(e, board)?;
            write_hashes(e, "hashes", hashes)?;
            e.str("why")?.str(why.key())?;
            target(e, &route.target)
        }
        Frame::Held { route, board, held } => {
            head(e, 5, "tablee/held", &route.sender)?;
            document(e, board)?;
            e.str("held")?.bool(*held)?;
            target(e, &route.target)
        }
        Frame::Door { route, board } => {
            head(e, 4, "tablee/door", &route.sender)?;
            document(e, board)?;
            target(e, &route.target)
        }
    }
}

fn head<W: Write<Error = Infallible>>(e: &mut Encoder<W>, entries: u64, kind: &str, sender: &PeerId) -> Done {
    e.map(entries)?.str("type")?.str(kind)?.str("senderId")?.str(sender.as_str())?;
    Ok(())
}

fn target<W: Write<Error = Infallible>>(e: &mut Encoder<W>, target: &PeerId) -> Done {
    e.str("targetId")?.str(target.as_str())?;
    Ok(())
}

fn document<W: Write<Error = Infallible>>(e: &mut Encoder<W>, board: &BoardId) -> Done {
    e.str("documentId")?.str(board.as_str())?;
    Ok(())
}

fn message<W: Write<Error = Infallible>>(
    e: &mut Encoder<W>,
    kind: &str,
    route: &Route,
    board: &BoardId,
    payload: &[u8],
) -> Done {
    head(e, 5, kind, &route.sender)?;
    document(e, board)?;
    e.str("data")?.bytes(payload)?;
    target(e, &route.target)
}

/// JavaScript reads 64-bit integers as another type: beyond 32 bits it is a float, as there.
fn number<W: Write<Error = Infallible>>(e: &mut Encoder<W>, number: u64) -> Done {
    match u32::try_from(number) {
        Ok(small) => e.u32(small)?,
        Err(_) => e.f64(number as f64)?,
    };
    Ok(())
}

fn write_metadata<W: Write<Error = Infallible>>(e: &mut Encoder<W>, metadata: &PeerMetadata) -> Done {
    let entries = 1 + u64::from(metadata.storage.is_some()) + u64::from(metadata.tablee.is_some());
    e.str("peerMetadata")?.map(entries)?;
    if let Some(storage) = &metadata.storage {
        e.str("storageId")?.str(storage)?;
    }
    if let Some(release) = metadata.tablee {
        e.str("tablee")?;
        number(e, release)?;
    }
    e.str("isEphemeral")?.bool(metadata.ephemeral)?;
    Ok(())
}

fn write_texts<'a, W: Write<Error = Infallible>>(
    e: &mut Encoder<W>,
    key: &str,
    texts: impl ExactSizeIterator<Item = &'a str>,
) -> Done {
    e.str(key)?.array(texts.len() as u64)?;
    for text in texts {
        e.str(text)?;
    }
    Ok(())
}

fn write_hashes<W: Write<Error = Infallible>>(e: &mut Encoder<W>, key: &str, hashes: &[ChangeHash]) -> Done {
    e.str(key)?.array(hashes.len() as u64)?;
    for hash in hashes {
        e.str(&bs58::encode(hash.0).with_check().into_string())?;
    }
    Ok(())
}
