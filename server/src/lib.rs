//! The server: who comes in, and where bytes rest.
//!
//! It introduces the members of a board, refuses what a role may not do, and stores. Begin at
//! [`router`], which is an index of everything it answers. What a board *is* lies in `shared`.

pub mod admission;
pub mod api_error;
pub mod app;
pub mod client_files;
pub mod config;
pub mod copies;
pub mod database;
mod demo;
mod door;
mod headers;
pub mod hub;
pub mod invite;
mod last_word;
pub mod limits;
pub mod live;
pub mod log;
pub mod metrics;
pub mod origin;
pub mod outbox;
pub mod proxies;
pub mod receipt_key;
pub mod register;
pub mod router;
#[cfg(test)]
mod scratch;
mod secret;
pub mod serve;
pub mod sync_socket;
