//! Names of things, as newtypes: what is a record can never be taken for a member.
//!
//! Ids are random and made by whoever creates the thing; randomness is an
//! argument. All print as short URL-safe text and parse back from it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest id that is read, in bytes. Longer ones are somebody's mistake.
pub const MAX_ID_BYTES: usize = 64;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            out.push(char::from(ALPHABET[(bits >> held) as usize & 31]));
        }
    }
    if held > 0 {
        out.push(char::from(ALPHABET[(bits << (5 - held)) as usize & 31]));
    }
    out
}

fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_ID_BYTES
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_' || b == b'.')
}

// The one macro of the project: three ids with the same twenty lines, and a generic with a
// phantom type would put its bounds on every derive.
macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(String);

        impl $name {
            /// A fresh id from 12 random bytes.
            pub fn from_random(bytes: [u8; 12]) -> Self {
                Self(encode(&bytes))
            }

            /// An id read from outside: 1 to 64 of `A-Z a-z 0-9 - _ .`; nothing otherwise.
            pub fn parse(text: &str) -> Option<Self> {
                is_plain(text).then(|| Self(text.to_owned()))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// One record of a board (an objective, a node, a link, …), unique within the board.
    RecordId
}
text_id! {
    /// One member of one board. Random, made on the member's device; also the author of
    /// their changes. Says nothing about who they are: names are the server's records.
    MemberId
}
text_id! {
    /// One board. As text it is automerge-repo's document id (base58 with checksum).
    BoardId
}

impl RecordId {
    /// The one record of a section that has just one (`about`, the vision's texts).
    pub fn single() -> Self {
        Self(String::new())
    }

    pub fn is_single(&self) -> bool {
        self.0.is_empty()
    }
}
