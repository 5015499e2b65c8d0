//! Bytes to frames. Collects the fields it knows, whatever their order, then builds the frame
//! that `type` names. Never allocates by a length it was told: only by bytes that are there.

use super::*;
use minicbor::data::Type;
use minicbor::decode::Decoder;

/// Deepest nesting of a value that is passed over.
const MAX_DEPTH: u8 = 16;

/// Every field of every type, as far as present.
#[derive(Default)]
struct Fields {
    kind: Option<String>,
    sender: Option<String>,
    target: Option<String>,
    document: Option<String>,
    data: Option<Vec<u8>>,
    metadata: PeerMetadata,
    versions: Option<Vec<String>>,
    version: Option<String>,
    count: Option<u64>,
    session: Option<String>,
    member: Option<String>,
    add: Option<Vec<String>>,
    remove: Option<Vec<String>>,
    heads: Option<Vec<StorageHeads>>,
    receipt: Option<Vec<u8>>,
    message: Option<String>,
    hashes: Option<Vec<String>>,
    why: Option<String>,
    held: Option<bool>,
}

pub(super) fn frame(bytes: &[u8]) -> Result<Option<Frame>, WireError> {
    if bytes.len() > MAX_FRAME_BYTES {
        return Err(WireError::TooLarge("frame"));
    }
    let mut d = Decoder::new(bytes);
    let mut fields = Fields::default();
    each_entry(&mut d, |d, key| {
        match key {
            "type" => fields.kind = text(d)?,
            "senderId" => fields.sender = text(d)?,
            "targetId" => fields.target = text(d)?,
            "documentId" => fields.document = text(d)?,
            "data" => fields.data = byte_string(d)?,
            "peerMetadata" => fields.metadata = metadata(d)?,
            "supportedProtocolVersions" => fields.versions = texts(d)?,
            "selectedProtocolVersion" => fields.version = text(d)?,
            "count" => fields.count = number(d)?,
            "sessionId" => fields.session = text(d)?,
            "member" => fields.member = text(d)?,
            "add" => fields.add = texts(d)?,
            "remove" => fields.remove = texts(d)?,
            "newHeads" => fields.heads = new_heads(d)?,
            RECEIPT => fields.receipt = byte_string(d)?,
            "message" => fields.message = text(d)?,
            "hashes" => fields.hashes = texts(d)?,
            "why" => fields.why = text(d)?,
            "held" => fields.held = flag(d)?,
            _ => pass_over(d, MAX_DEPTH)?, // a key of a later release
        }
        Ok(())
    })?;
    if d.position() != bytes.len() {
        return Err(WireError::NotCbor);
    }
    fields.build()
}

impl Fields {
    fn build(self) -> Result<Option<Frame>, WireError> {
        let kind = self.kind.as_deref().ok_or(WireError::Odd("type"))?;
        let frame = match kind {
            "join" => Frame::Join {
                sender: self.sender()?,
                metadata: self.metadata.clone(),
                // A client that names no version speaks the first.
                versions: self.versions.unwrap_or_else(|| vec![PROTOCOL.to_owned()]),
            },
            "peer" => Frame::Peer {
                route: self.route()?,
                metadata: self.metadata.clone(),
                version: self.version.ok_or(WireError::Odd("selectedProtocolVersion"))?,
            },
            "request" => {
                Frame::Request { route: self.route()?, board: self.board()?, payload: self.payload()? }
            }
            "sync" => Frame::Sync { route: self.route()?, board: self.board()?, payload: self.payload()? },
            "doc-unavailable" => Frame::Unavailable { route: self.route()?, board: self.board()? },
            "ephemeral" => Frame::Ephemeral(self.ephemeral()?),
            "remote-subscription-change" => Frame::Subscribe {
                route: self.route()?,
                add: self.add.unwrap_or_default(),
                remove: self.remove.unwrap_or_default(),
            },
            "remote-heads-changed" => Frame::Heads {
                route: self.route()?,
                board: self.board()?,
                heads: self.heads.ok_or(WireError::Odd("newHeads"))?,
                // Of a later form: as if there were none.
                receipt: self.receipt.as_deref().and_then(Seal::from_bytes),
            },
            "error" => Frame::Error {
                sender: self.sender()?,
                target: self.target.as_deref().and_then(PeerId::parse),
                message: self.message.unwrap_or_default(),
            },
            "leave" => Frame::Leave { sender: self.sender()? },
            "tablee/refused" => Frame::Refused {
                route: self.route()?,
                board: self.board()?,
                why: self.why.as_deref().and_then(Refusal::from_key).ok_or(WireError::Odd("why"))?,
                hashes: hashes(self.hashes.unwrap_or_default())?,
            },
            "tablee/held" => Frame::Held {
                route: self.route()?,
                board: self.board()?,
                held: self.held.ok_or(WireError::Odd("held"))?,
            },
            "tablee/door" => Frame::Door { route: self.route()?, board: self.board()? },
            _ => return Ok(None), // a type of a later release or another program
        };
        Ok(Some(frame))
    }

    fn ephemeral(self) -> Result<Ephemeral, WireError> {
        let (route, board, payload) = (self.route()?, self.board()?, self.payload()?);
        if payload.len() > MAX_EPHEMERAL_BYTES {
            return Err(WireError::TooLarge("ephemeral"));
        }
        Ok(Ephemeral {
            route,
            board,
            payload,
            count: self.count.ok_or(WireError::Odd("count"))?,
            session: self.session.ok_or(WireError::Odd("sessionId"))?,
            member: self.member.as_deref().and_then(MemberId::parse),
        })
    }

    fn sender(&self) -> Result<PeerId, WireError> {
        self.sender.as_deref().and_then(PeerId::parse).ok_or(WireError::Odd("senderId"))
    }

    fn route(&self) -> Result<Route, WireError> {
        let target = self.target.as_deref().and_then(PeerId::parse).ok_or(WireError::Odd("targetId"))?;
        Ok(Route { sender: self.sender()?, target })
    }

    fn board(&self) -> Result<BoardId, WireError> {
        self.document.as_deref().and_then(BoardId::parse).ok_or(WireError::Odd("documentId"))
    }

    fn payload(&self) -> Result<Vec<u8>, WireError> {
        self.data.clone().filter(|data| !data.is_empty()).ok_or(WireError::Odd("data"))
    }
}

fn bad(_: minicbor::decode::Error) -> WireError {
    WireError::NotCbor
}

/// Skips tags, and reads undefined and null as nothing (`false`).
fn present(d: &mut Decoder<'_>) -> Result<bool, WireError> {
    for _ in 0..MAX_DEPTH {
        match d.datatype().map_err(bad)? {
            Type::Tag => d.tag().map(|_| ()).map_err(bad)?,
            Type::Undefined => return d.undefined().map(|()| false).map_err(bad),
            Type::Null => return d.null().map(|()| false).map_err(bad),
            _ => return Ok(true), // a value
        }
    }
    Err(WireError::TooLarge("nesting"))
}

/// A value of another kind than the field wants is passed over and counts as absent: the
/// frame's own check then says which field was odd.
fn absent<T>(d: &mut Decoder<'_>) -> Result<Option<T>, WireError> {
    pass_over(d, MAX_DEPTH).map(|()| None)
}

fn text(d: &mut Decoder<'_>) -> Result<Option<String>, WireError> {
    if !present(d)? {
        return Ok(None);
    }
    if !matches!(d.datatype().map_err(bad)?, Type::String | Type::StringIndef) {
        return absent(d);
    }
    let mut out = String::new();
    for piece in d.str_iter().map_err(bad)? {
        let piece = piece.map_err(bad)?;
        if out.len() + piece.len() > MAX_NAME_BYTES {
            return Err(WireError::TooLarge("text"));
        }
        out.push_str(piece);
    }
    Ok(Some(out))
}

fn byte_string(d: &mut Decoder<'_>) -> Result<Option<Vec<u8>>, WireError> {
    if !present(d)? {
        return Ok(None);
    }
    if !matches!(d.datatype().map_err(bad)?, Type::Bytes | Type::BytesIndef) {
        return absent(d);
    }
    let mut out = Vec::new();
    for piece in d.bytes_iter().map_err(bad)? {
        out.extend_from_slice(piece.map_err(bad)?);
    }
    Ok(Some(out))
}

/// Up to here every whole number has a float of its own.
const MAX_WHOLE: u64 = 1 << 53;

/// A whole number from 0 to [`MAX_WHOLE`], written as an integer or as a float.
fn number(d: &mut Decoder<'_>) -> Result<Option<u64>, WireError> {
    if !present(d)? {
        return Ok(None);
    }
    let float = match d.datatype().map_err(bad)? {
        // Larger ones are no number to a JavaScript client, nor to us.
        Type::U8 | Type::U16 | Type::U32 | Type::U64 => {
            return d.u64().map(|whole| (whole <= MAX_WHOLE).then_some(whole)).map_err(bad);
        }
        Type::F32 => f64::from(d.f32().map_err(bad)?),
        Type::F64 => d.f64().map_err(bad)?,
        _ => return absent(d), // negative, or no number at all
    };
    let whole = float.is_finite() && float.fract() == 0.0 && (0.0..=MAX_WHOLE as f64).contains(&float);
    Ok(whole.then_some(float as u64))
}

fn flag(d: &mut Decoder<'_>) -> Result<Option<bool>, WireError> {
    if !present(d)? {
        return Ok(None);
    }
    match d.datatype().map_err(bad)? {
        Type::Bool => d.bool().map(Some).map_err(bad),
        _ => absent(d),
    }
}

fn texts(d: &mut Decoder<'_>) -> Result<Option<Vec<String>>, WireError> {
    if !present(d)? {
        return Ok(None);
    }
    if !matches!(d.datatype().map_err(bad)?, Type::Array | Type::ArrayIndef) {
        return absent(d);
    }
    let mut left = d.array().map_err(bad)?;
    let mut out = Vec::new();
    while !ended(d, &mut left)? {
        if out.len() == MAX_ENTRIES {
            return Err(WireError::TooLarge("list"));
        }
        out.extend(text(d)?);
    }
    Ok(Some(out))
}

fn metadata(d: &mut Decoder<'_>) -> Result<PeerMetadata, WireError> {
    let mut out = PeerMetadata::default();
    if !present(d)? {
        return Ok(out);
    }
    if !matches!(d.datatype().map_err(bad)?, Type::Map | Type::MapIndef) {
        return pass_over(d, MAX_DEPTH).map(|()| out);
    }
    each_entry(d, |d, key| {
        match key {
            "storageId" => out.storage = text(d)?,
            "isEphemeral" => out.ephemeral = flag(d)?.unwrap_or(false),
            "tablee" => out.tablee = number(d)?,
            _ => pass_over(d, MAX_DEPTH)?, // other programs say more of themselves
        }
        Ok(())
    })?;
    Ok(out)
}

fn new_heads(d: &mut Decoder<'_>) -> Result<Option<Vec<StorageHeads>>, WireError> {
    if !present(d)? {
        return Ok(None);
    }
    if !matches!(d.datatype().map_err(bad)?, Type::Map | Type::MapIndef) {
        return absent(d);
    }
    let mut out = Vec::new();
    each_entry(d, |d, storage| {
        let mut entry = StorageHeads { storage: storage.to_owned(), heads: Vec::new(), timestamp: 0 };
        each_entry(d, |d, key| {
            match key {
                "heads" => entry.heads = hashes(texts(d)?.unwrap_or_default())?,
                "timestamp" => entry.timestamp = number(d)?.unwrap_or(0),
                _ => pass_over(d, MAX_DEPTH)?, // a later release's addition
            }
            Ok(())
        })?;
        out.push(entry);
        Ok(())
    })?;
    Ok(Some(out))
}

fn hashes(texts: Vec<String>) -> Result<Vec<ChangeHash>, WireError> {
    texts.iter().map(|text| from_bs58(text).map(ChangeHash).ok_or(WireError::Odd("hash"))).collect()
}

/// Whether a list or map has no further entry; `left` is what its header promised.
fn ended(d: &mut Decoder<'_>, left: &mut Option<u64>) -> Result<bool, WireError> {
    match left {
        Some(0) => Ok(true),
        Some(n) if *n > d.input().len() as u64 => Err(WireError::TooLarge("list")),
        Some(n) => {
            *n -= 1;
            Ok(false)
        }
        None if d.datatype().map_err(bad)? == Type::Break => {
            d.set_position(d.position() + 1);
            Ok(true)
        }
        None => Ok(false),
    }
}

/// Reads a map whose keys are texts; entries with other keys are passed over.
fn each_entry<'b>(
    d: &mut Decoder<'b>,
    mut entry: impl FnMut(&mut Decoder<'b>, &str) -> Result<(), WireError>,
) -> Result<(), WireError> {
    let mut left = d.map().map_err(bad)?;
    for seen in 0.. {
        if ended(d, &mut left)? {
            break;
        }
        if seen == MAX_ENTRIES {
            return Err(WireError::TooLarge("map"));
        }
        match text(d)? {
            Some(key) => entry(d, &key)?,
            None => pass_over(d, MAX_DEPTH)?,
        }
    }
    Ok(())
}

/// Skips one value of any kind, at most `depth` deep.
fn pass_over(d: &mut Decoder<'_>, depth: u8) -> Result<(), WireError> {
    let Some(depth) = depth.checked_sub(1) else { return Err(WireError::TooLarge("nesting")) };
    let (mut left, per_entry) = match d.datatype().map_err(bad)? {
        Type::Array | Type::ArrayIndef => (d.array().map_err(bad)?, 1),
        Type::Map | Type::MapIndef => (d.map().map_err(bad)?, 2),
        Type::Tag => {
            d.tag().map_err(bad)?;
            return pass_over(d, depth);
        }
        Type::Break => return Err(WireError::NotCbor),
        _ => return d.skip().map_err(bad), // a leaf
    };
    while !ended(d, &mut left)? {
        for _ in 0..per_entry {
            pass_over(d, depth)?;
        }
    }
    Ok(())
}
