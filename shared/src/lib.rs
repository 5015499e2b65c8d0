//! What a partnership's board *is*: its sections and records, who may change
//! what, what merging leaves open, and the words for all of it.
//!
//! Nothing here reads a clock, draws a random number, opens a socket or paints.
//! Time, ids and randomness are arguments. Without the feature `board` it is
//! plain records and messages (what the page needs); with it, the Automerge
//! document, its policy and its protocol (what desk and server share).

pub mod act;
mod apply;
#[cfg(feature = "board")]
pub mod board;
pub mod compare;
pub mod delta;
pub mod desk;
pub mod difference;
pub mod door;
#[cfg(feature = "board")]
pub mod export;
pub mod file;
pub mod force;
pub mod ids;
#[cfg(feature = "board")]
pub mod import;
#[cfg(feature = "board")]
pub mod judge;
pub mod lang;
pub mod layout;
pub mod link;
pub mod lock;
pub mod meeting;
pub mod numbers;
pub mod objects;
pub mod offset;
pub mod order;
pub mod ordered;
pub mod past;
pub mod paste;
pub mod place_card;
pub mod policy;
pub mod px;
pub mod qr;
pub mod questions;
#[cfg(feature = "board")]
pub mod receipt;
pub mod record;
#[cfg(feature = "board")]
pub mod sample;
pub mod search;
pub mod sections;
pub mod sort;
pub mod tally;
pub mod told;
pub mod typing;
pub mod version;
#[cfg(feature = "board")]
pub mod wire;
pub mod words;
