//! A town: a server and the people who come to its boards.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

pub mod device;
pub mod gate;
