//! Receipts: the server's word that it once committed everything below some heads of a board.
//!
//! ```text
//! seal   1 byte   1: the form of what follows
//!        32 bytes HMAC-SHA-256(key, "tablee receipt" 1 | length of the board's id | id | heads, sorted)
//! ```
//! A change is named by a digest of all that it is and builds on, so heads stand for their whole
//! past. Devices keep the newest receipt beside their changes and show it to a server that lost
//! something: what it seals was judged once and comes in again whole, whoever brings it. A receipt
//! opens no door, and says nothing about changes beyond its heads.
//!
//! Only a server has the key. This module draws none and keeps none.

use crate::ids::BoardId;
use crate::place_card::PlaceCard;
use automerge::{Change, ChangeHash};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::hint::black_box;

/// The length of a server's key, in bytes.
pub const KEY_BYTES: usize = 32;
/// The length of a seal, in bytes.
pub const SEAL_BYTES: usize = 33;

const FORM: u8 = 1;
/// What SHA-256 takes in at once, in bytes.
const BLOCK_BYTES: usize = 64;

/// What only the server that signs knows.
#[derive(Clone, PartialEq, Eq)]
pub struct ReceiptKey([u8; KEY_BYTES]);

impl std::fmt::Debug for ReceiptKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReceiptKey")
    }
}

/// The keyed digest of a receipt. Nobody can make one without the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal([u8; SEAL_BYTES]);

impl Seal {
    /// A seal as it was sent or kept; nothing if it cannot be one.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As it stands in texts.
    pub fn to_hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A seal as it stands in a text; nothing if it cannot be one.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digit = |byte: &u8| char::from(*byte).to_digit(16);
        let pairs = text.as_bytes().chunks(2);
        let byte = |pair: &[u8]| Some((digit(pair.first()?)? * 16 + digit(pair.get(1)?)?) as u8);
        Self::from_bytes(&pairs.map(byte).collect::<Option<Vec<u8>>>()?)
    }
}

impl ReceiptKey {
    pub fn new(random: [u8; KEY_BYTES]) -> Self {
        Self(random)
    }

    pub fn as_bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// Seals that everything below `heads` is committed. Their order does not matter.
    pub fn seal(&self, board: &BoardId, heads: &[ChangeHash]) -> Seal {
        let mut heads: Vec<&ChangeHash> = heads.iter().collect();
        crate::sort::sort(&mut heads);
        heads.dedup();
        let mut said = said("tablee receipt", board);
        heads.iter().for_each(|head| said.extend_from_slice(&head.0));
        self.sealed(&said)
    }

    /// Whether this key sealed exactly these heads of this board.
    pub fn has_sealed(&self, board: &BoardId, heads: &[ChangeHash], seal: &Seal) -> bool {
        is_same(&self.seal(board, heads), seal)
    }

    /// Seals whose place a device has at a board. `secret` is a digest of what the device alone can
    /// show, so that a card is of use to nobody else.
    pub fn seal_place(&self, card: &PlaceCard, secret: &[u8]) -> Seal {
        let mut said = said("tablee place", &card.board);
        let organisation = card.organisation.as_ref().map_or("", |id| id.as_str());
        for part in [card.member.as_str(), card.role.key(), organisation, &card.device] {
            said.extend_from_slice(&(part.len() as u64).to_be_bytes());
            said.extend_from_slice(part.as_bytes());
        }
        said.extend_from_slice(&card.made.to_be_bytes());
        said.extend_from_slice(secret);
        self.sealed(&said)
    }

    pub fn has_sealed_place(&self, card: &PlaceCard, secret: &[u8], seal: &Seal) -> bool {
        is_same(&self.seal_place(card, secret), seal)
    }

    /// A name for something of a board that only this server makes, and that tells nobody what it
    /// stands for.
    pub fn name_of(&self, what: &str, board: &BoardId, id: &str) -> Seal {
        let mut said = said(what, board);
        said.extend_from_slice(id.as_bytes());
        self.sealed(&said)
    }

    fn sealed(&self, said: &[u8]) -> Seal {
        let mut seal = [FORM; SEAL_BYTES];
        seal[1..].copy_from_slice(&hmac(&self.0, said));
        Seal(seal)
    }
}

/// What is sealed begins with what it is about, so that no seal passes for another kind's or
/// another board's.
fn said(what: &str, board: &BoardId) -> Vec<u8> {
    let id = board.as_str().as_bytes();
    let mut said = what.as_bytes().to_vec();
    // Ids hold at most 64 bytes.
    said.extend([FORM, id.len() as u8]);
    said.extend_from_slice(id);
    said
}

/// In a time that does not tell where they differ.
fn is_same(one: &Seal, other: &Seal) -> bool {
    let difference = one.0.iter().zip(&other.0).fold(0, |found, (a, b)| black_box(found | (a ^ b)));
    difference == 0
}

/// RFC 2104 over SHA-256, with a key that is shorter than a block.
fn hmac(key: &[u8], said: &[u8]) -> [u8; 32] {
    let padded = |with: u8| {
        let mut block = [with; BLOCK_BYTES];
        block.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
        block
    };
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(said).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().into()
}

/// Those of `changes` that heads stand for: the heads themselves and all that can be reached from
/// them through these changes. A gap is not jumped: what lies behind it is not proved.
pub fn covered(heads: &[ChangeHash], changes: &[Change]) -> HashSet<ChangeHash> {
    if heads.is_empty() {
        return HashSet::new();
    }
    let here: HashMap<ChangeHash, &Change> = changes.iter().map(|change| (change.hash(), change)).collect();
    let mut covered = HashSet::new();
    let mut open: Vec<ChangeHash> = heads.to_vec();
    while let Some(hash) = open.pop() {
        let Some(change) = here.get(&hash) else { continue };
        if covered.insert(hash) {
            open.extend(change.deps());
        }
    }
    covered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::act::Act;
    use crate::board::Board;
    use crate::door::Role;
    use crate::ids::{MemberId, RecordId};
    use crate::record::RecordAt;
    use crate::sections::Kind;
    use proptest::prelude::*;

    fn key(byte: u8) -> ReceiptKey {
        ReceiptKey::new([byte; KEY_BYTES])
    }

    fn board(byte: u8) -> BoardId {
        crate::wire::board_id([byte; 16])
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    // RFC 4231, cases 1 and 2.
    #[test]
    fn the_digest_is_the_one_of_the_standard() {
        let first = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
        assert_eq!(hex(&hmac(&[0x0b; 20], b"Hi There")), first);
        let second = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hex(&hmac(b"Jefe", b"what do ya want for nothing?")), second);
    }

    // Devices keep these for months: a later release still has to take them.
    #[test]
    fn a_receipt_of_the_first_form_counts_for_ever() {
        let (heads, id) = ([ChangeHash([7; 32]), ChangeHash([3; 32])], board(1));
        let kept = "01803fa7adb9fdb4e5181e5f49c1ef14dc67b2b8f96a335b89381e74a9bb4aae29";
        assert_eq!(hex(key(9).seal(&id, &heads).as_bytes()), kept);
    }

    fn card() -> PlaceCard {
        PlaceCard {
            board: board(1),
            board_name: "Lagune".into(),
            member: MemberId::parse("ana").unwrap(),
            role: Role::Partner,
            organisation: RecordId::parse("metro"),
            name: "Ana".into(),
            function: String::new(),
            device: "d1".into(),
            made: 1_000,
            seal: String::new(),
        }
    }

    #[test]
    fn a_place_card_is_of_one_place_of_one_device_and_says_no_other_role() {
        let (card, secret) = (card(), [5; 32]);
        let seal = key(1).seal_place(&card, &secret);
        assert!(key(1).has_sealed_place(&card, &secret, &seal));
        // What one is called is one's own to say.
        assert!(key(1).has_sealed_place(&PlaceCard { name: "Anne".into(), ..card.clone() }, &secret, &seal));
        let others = [
            PlaceCard { board: board(2), ..card.clone() },
            PlaceCard { member: MemberId::parse("binta").unwrap(), ..card.clone() },
            PlaceCard { role: Role::Secretariat, ..card.clone() },
            PlaceCard { organisation: None, ..card.clone() },
            PlaceCard { organisation: RecordId::parse("port"), ..card.clone() },
            PlaceCard { device: "d2".into(), ..card.clone() },
            PlaceCard { made: 2_000, ..card.clone() },
        ];
        for other in others {
            assert!(!key(1).has_sealed_place(&other, &secret, &seal), "{other:?}");
        }
        assert!(!key(1).has_sealed_place(&card, &[6; 32], &seal));
        assert!(!key(2).has_sealed_place(&card, &secret, &seal));
    }

    /// Devices keep these for months, too.
    #[test]
    fn a_place_card_of_the_first_form_counts_for_ever() {
        let kept = "018dadbf349a7fc2c9076a604204cf086379aca91334b9115177af21f9a6517a97";
        assert_eq!(key(9).seal_place(&card(), &[5; 32]).to_hex(), kept);
    }

    #[test]
    fn a_seal_is_read_again_from_its_letters() {
        let seal = key(1).name_of("anything", &board(1), "ana");
        assert_eq!(Seal::from_hex(&seal.to_hex()), Some(seal));
        for odd in ["", "0", "zz", &"é".repeat(33), &"01".repeat(32)] {
            assert_eq!(Seal::from_hex(odd), None);
        }
    }

    fn heads() -> impl Strategy<Value = Vec<ChangeHash>> {
        prop::collection::vec((0u8..4).prop_map(|byte| ChangeHash([byte; 32])), 0..4)
    }

    fn as_set(heads: &[ChangeHash]) -> HashSet<ChangeHash> {
        heads.iter().copied().collect()
    }

    proptest! {
        /// Another key, another board, more heads or fewer: no receipt.
        #[test]
        fn a_receipt_counts_for_what_it_sealed_and_for_nothing_else(
            (signs, reads) in (0u8..2, 0u8..2),
            (of, shown) in (0u8..2, 0u8..2),
            (sealed, named) in (heads(), heads()),
        ) {
            let seal = key(signs).seal(&board(of), &sealed);
            let is_same = signs == reads && of == shown && as_set(&sealed) == as_set(&named);
            prop_assert_eq!(key(reads).has_sealed(&board(shown), &named, &seal), is_same);
        }

        #[test]
        fn a_seal_that_was_touched_counts_no_more(at in 0usize..SEAL_BYTES, bit in 0u8..8) {
            let mut seal = key(1).seal(&board(1), &[ChangeHash([1; 32])]);
            seal.0[at] ^= 1 << bit;
            prop_assert!(!key(1).has_sealed(&board(1), &[ChangeHash([1; 32])], &seal));
        }

        #[test]
        fn what_is_no_seal_is_not_read_as_one(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            prop_assert_eq!(Seal::from_bytes(&bytes).is_some(), bytes.len() == SEAL_BYTES);
        }
    }

    /// A day of work: each change builds on the one before. The seeds stand before it; the number
    /// is where the work begins.
    fn a_day(changes: usize) -> (Vec<Change>, usize) {
        let mut board = Board::new([1; 16], MemberId::parse("ana").as_ref());
        for turn in 0..changes {
            let at = RecordAt::new(Kind::Principle, RecordId::parse(&format!("p{turn}")).unwrap());
            board.perform(&Act::create(at, vec![]), 1).unwrap();
        }
        let all = board.changes_since(&[]);
        let begins = all.len() - changes;
        (all, begins)
    }

    #[test]
    fn heads_stand_for_their_past_and_not_for_what_came_after() {
        let (day, begins) = a_day(6);
        let noon = begins + 2;
        let at_noon = day[noon].hash();
        let covered = covered(&[at_noon], &day);
        assert_eq!(covered, day[..=noon].iter().map(Change::hash).collect());
    }

    #[test]
    fn what_lies_behind_a_gap_is_not_proved() {
        let (mut day, begins) = a_day(6);
        let evening = day[begins + 5].hash();
        day.remove(begins + 2);
        let covered = covered(&[evening], &day);
        assert_eq!(covered, day[begins + 2..].iter().map(Change::hash).collect());
        assert_eq!(covered.len(), 3);
    }

    #[test]
    fn without_heads_nothing_is_proved() {
        assert!(covered(&[], &a_day(3).0).is_empty());
    }
}
