//! Where a person is, as the payload of an ephemeral message between our own clients.
//!
//! A CBOR map, because generic clients decode whatever passes on their board; the place itself
//! is our own record inside. Read from strangers: anything odd is nothing.

use crate::desk::{Place, SHAPE};
use crate::meeting::floor::InMeeting;
use minicbor::{Decoder, Encoder};

/// Largest place that is read.
const MAX_PLACE_BYTES: usize = 8_192;

/// The payload that says where this person is.
pub fn encode(place: &Place) -> Vec<u8> {
    let inner = postcard::to_allocvec(place).expect("a place is plain data");
    let mut out = Vec::with_capacity(inner.len() + 24);
    let mut e = Encoder::new(&mut out);
    e.map(1)
        .and_then(|e| e.str("tablee/place"))
        .and_then(|e| e.array(2))
        .and_then(|e| e.u32(SHAPE))
        .and_then(|e| e.bytes(&inner))
        .expect("writing to memory does not end early");
    out
}

/// Where the sender is; nothing if another program or another release said it.
pub fn decode(payload: &[u8]) -> Option<Place> {
    let mut d = Decoder::new(payload);
    let ours = d.map().ok()? == Some(1) && d.str().ok()? == "tablee/place";
    if !ours || d.array().ok()? != Some(2) || d.u32().ok()? != SHAPE {
        return None;
    }
    let inner = d.bytes().ok().filter(|inner| inner.len() <= MAX_PLACE_BYTES)?;
    let place: Place = postcard::from_bytes(inner).ok()?;
    Some(Place { meeting: place.meeting.map(InMeeting::within_bounds), ..place })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{MemberId, RecordId};
    use crate::meeting::floor::{Lead, MAX_VOICES, Voice};
    use crate::record::RecordAt;
    use crate::sections::{Kind, Section};
    use proptest::prelude::*;

    #[test]
    fn a_caret_in_the_vision_is_told_and_understood() {
        let at = RecordAt::single(Kind::Vision);
        let place = Place {
            section: Some(Section::Vision),
            record: Some(at.clone()),
            writing: Some((at.field("statement"), 3, 9)),
            cards: vec![(RecordId::parse("r1").expect("an id"), 4)],
            meeting: None,
        };
        assert_eq!(decode(&encode(&place)), Some(place));
    }

    #[test]
    fn a_full_table_s_floor_is_told_and_understood() {
        let mut lead = Lead::new(RecordId::from_random([7; 12]));
        for n in 0..MAX_VOICES as u8 {
            lead.give(Voice::Member(MemberId::from_random([n; 12])), i64::from(n) * 60, true);
        }
        let says = InMeeting { hand: Some(1_792_058_400), follows: true, lead: Some(lead) };
        let place = Place { meeting: Some(says), ..Place::default() };
        assert_eq!(decode(&encode(&place)), Some(place));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_place_or_nothing(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
        }

        #[test]
        fn a_place_hurt_on_the_way_is_a_place_or_nothing(at in any::<prop::sample::Index>(), to in any::<u8>()) {
            let mut bytes = encode(&Place { section: Some(Section::Chain), ..Place::default() });
            let at = at.index(bytes.len());
            bytes[at] = to;
            let _ = decode(&bytes);
        }
    }
}
