//! What strangers send, met by what reads it: one plain function of bytes for each place where
//! bytes come in. A function that returns is content; what it does not survive is a finding.
//!
//! The same functions run under libFuzzer (`fuzz/fuzz_targets`) and, for a bounded time, as
//! ordinary tests (`shared/tests/hostile.rs`).

mod dice;
mod forge;

use automerge::{ActorId, Automerge, Change, ReadDoc, TextEncoding};
use dice::Dice;
use forge::Pool;
use shared::act::{Act, Edit, Message};
use shared::board::Board;
use shared::delta::Delta;
use shared::door;
use shared::ids::{BoardId, MemberId, RecordId};
use shared::judge::{Actors, Batch, in_order};
use shared::record::{RecordAt, Value};
use shared::sections::Kind;
use shared::wire::{Frame, chunks, payload, presence};
use std::sync::OnceLock;

/// The chunk types of a whole document and of one change.
const DOCUMENT: u8 = 0;
const CHANGE: u8 = 1;

/// Name, function, and how many bytes an input may have.
pub type Target = (&'static str, fn(&[u8]), usize);

pub const TARGETS: [Target; 7] = [
    ("frames", frames, 600),
    ("envelopes", envelopes, 600),
    ("changes", changes, 300),
    ("documents", documents, 200),
    ("files", files, 600),
    ("bodies", bodies, 300),
    ("links", links, 120),
];

/// libFuzzer ends at the first panic, also at one that is caught on the way; only what is not
/// caught is a finding.
#[allow(dead_code, reason = "the ordinary tests tell panics apart themselves")]
pub fn quiet() {
    static QUIET: std::sync::Once = std::sync::Once::new();
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
}

/// A binary frame on the socket, and what it carries.
pub fn frames(bytes: &[u8]) {
    let Ok(Some(frame)) = Frame::decode(bytes) else { return };
    let again = Frame::decode(&frame.encode());
    assert_eq!(again, Ok(Some(frame.clone())), "what was read is written and read again");
    match &frame {
        Frame::Sync { payload, .. } | Frame::Request { payload, .. } => envelopes(payload),
        Frame::Ephemeral(said) => drop(presence::decode(&said.payload)),
        _ => {}
    }
}

/// A sync message; the board answers it as the server would.
pub fn envelopes(bytes: &[u8]) {
    use automerge::sync::{State, SyncDoc};
    let Ok(mut message) = payload::read(bytes) else { return };
    let changes = payload::changes(message.changes.iter());
    message.changes = automerge::sync::ChunkList::empty();
    let (table, mut state) = (table(), State::new());
    let mut board = table.document.clone();
    let _ = board.receive_sync_message(&mut state, message);
    let _ = board.generate_sync_message(&mut state);
    if let Ok(changes) = changes {
        judged_and_applied(changes);
    }
}

/// Changes that are nearly right, each with a checksum that fits.
pub fn changes(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let mut pool = table().pool.clone();
    let mut pieces = Vec::new();
    for _ in 0..1 + dice.below(4) {
        let expanded = pool.change(&mut dice);
        let Ok(change) = std::panic::catch_unwind(|| Change::from(expanded)) else { continue };
        let whole = change.raw_bytes().to_vec();
        if dice.once_in(4) {
            pieces.push(chunks::seal(CHANGE, &forge::hurt_body(&whole, &mut dice)));
        } else {
            pool.add(&change);
            pieces.push(whole);
        }
    }
    for piece in pieces.iter().map(Vec::as_slice) {
        if payload::changes([piece]).is_err() {
            return;
        }
    }
    if let Ok(changes) = payload::changes(pieces.iter().map(Vec::as_slice)) {
        judged_and_applied(changes);
    }
}

/// A whole document with some bytes hurt, and a checksum that fits.
pub fn documents(bytes: &[u8]) {
    let table = table();
    let mut dice = Dice::new(bytes);
    let mut body = table.body.clone();
    while !dice.is_spent() {
        let at = dice.below(body.len());
        match dice.below(3) {
            0 => body[at] = dice.byte(),
            1 => body[at] ^= 1 << dice.below(8),
            _ => body[at] = body[at].wrapping_add(1),
        }
    }
    if let Ok(changes) = payload::changes([chunks::seal(DOCUMENT, &body).as_slice()]) {
        judged_and_applied(changes);
    }
}

/// A `.tablee` file that somebody opens.
pub fn files(bytes: &[u8]) {
    let own = shared::file::write(&board_id(), bytes);
    for file in [bytes, &own] {
        if let Ok(file) = shared::file::read(file) {
            let _ = payload::changes([file.document]);
            let _ = Board::load(file.document, [9; 16], None);
        }
    }
}

/// The bodies of the HTTP API.
pub fn bodies(bytes: &[u8]) {
    let _ = serde_json::from_slice::<door::Secret>(bytes);
    let _ = serde_json::from_slice::<door::Acceptance>(bytes);
    let _ = serde_json::from_slice::<door::Founding>(bytes);
    let _ = serde_json::from_slice::<door::CodeEntry>(bytes);
    let _ = serde_json::from_slice::<door::BoardName>(bytes);
    let _ = serde_json::from_slice::<door::MemberChange>(bytes);
    let _ = serde_json::from_slice::<door::NewInvitation>(bytes);
    let _ = serde_json::from_slice::<door::Membership>(bytes);
}

/// What stands in an address: a board's name, an id.
pub fn links(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(board) = BoardId::parse(text)
        && let Some(document) = shared::wire::document_id(&board)
    {
        assert_eq!(shared::wire::board_id(document), board);
    }
    let _ = (RecordId::parse(text), MemberId::parse(text));
}

/// What the judge takes is applied to a board, saved, loaded, and written on.
fn judged_and_applied(changes: Vec<Change>) {
    let table = table();
    let mut batch = Batch::new(&table.document, table.actors.clone());
    let mut taken = Vec::new();
    for change in in_order(changes) {
        let is_new = table.document.get_change_by_hash(&change.hash()).is_none();
        if batch.verdict(&change, Some(&member()), |_| Ok(())).is_ok() && is_new {
            taken.push(change);
        }
    }
    taken.dedup_by_key(|change| change.hash());
    if taken.is_empty() {
        return;
    }
    let mut board = table.document.clone();
    board.apply_changes(taken.clone()).expect("what is sound applies");
    for change in &taken {
        assert!(board.get_change_by_hash(&change.hash()).is_some(), "what is sound is on the board");
    }
    let mut one_by_one = table.document.clone();
    for change in taken {
        one_by_one.apply_changes([change]).expect("what is sound applies alone, too");
    }
    assert_eq!(board.get_heads(), one_by_one.get_heads());
    let saved = board.save();
    let mut next = Board::load(&saved, [7; 16], Some(&member())).expect("a sound board is read again");
    let other = Board::load(&one_by_one.save(), [8; 16], None).expect("a sound board is read again");
    let reads = |board: &Board| format!("{:?}", board.records());
    assert_eq!(reads(&next), reads(&other), "together or one by one makes no difference");
    assert_eq!(sorted(next.heads()), sorted(board.get_heads()), "and is the same board");
    next.perform(&honest(), 1_790_000_100).expect("the next honest edit works");
    let its = next.changes_since(&board.get_heads());
    board.apply_changes(its).expect("everybody takes the next honest edit");
}

fn sorted(mut heads: Vec<automerge::ChangeHash>) -> Vec<automerge::ChangeHash> {
    heads.sort();
    heads
}

fn honest() -> Act {
    let at = RecordAt::single(Kind::Vision).field("problem");
    Act::new(Message::Write, vec![Edit::Splice { at, delta: Delta::splice(0, 0, "Bonjour ") }])
}

/// A board with some people's work on it.
struct Table {
    document: Automerge,
    actors: Actors,
    pool: Pool,
    /// Of its document chunk, nothing deflated.
    body: Vec<u8>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut people = [1u8, 2, 3].map(|name| Board::new([name; 16], Some(&member())));
        let node = RecordAt::new(Kind::Node, RecordId::parse("n1").expect("plain letters"));
        let title = ("title".to_owned(), Value::Text("Lagune".to_owned()));
        let owner = ("owner".to_owned(), Value::Scalar("own".into()));
        let created = Act::create(node.clone(), vec![title, owner]);
        people[0].perform(&created, 1_790_000_000).expect("it fits");
        for round in 0..3 {
            let all: Vec<Change> = people.iter().flat_map(|board| board.changes_since(&[])).collect();
            for (n, board) in people.iter_mut().enumerate() {
                board.take(all.clone()).expect("honest changes");
                let delta = Delta::splice(round, usize::from(round > 0), if n == 0 { "é" } else { "ab" });
                let write = Edit::Splice { at: node.field("title"), delta };
                let set = Edit::Set { at: node.field("status"), value: Some("delayed".into()) };
                let act = Act::new(Message::Write, vec![write, set]);
                board.perform(&act, 1_790_000_001).expect("it fits");
                board.perform(&honest(), 1_790_000_002).expect("it fits");
            }
        }
        let all: Vec<Change> = people.iter().flat_map(|board| board.changes_since(&[])).collect();
        let mut document = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
        document.set_actor(ActorId::from([9u8; 16]));
        document.apply_changes(all).expect("honest changes");
        let saved = document.save_nocompress();
        let length_bytes = saved[9..].iter().take_while(|byte| **byte & 0x80 != 0).count() + 1;
        Table {
            actors: Actors::of(&document),
            pool: Pool::of(&document),
            body: saved[9 + length_bytes..].to_vec(),
            document,
        }
    })
}

fn member() -> MemberId {
    MemberId::parse("ana").expect("plain letters")
}

fn board_id() -> BoardId {
    shared::wire::board_id([7; 16])
}
