//! A place card: the server's word on whose place a device has at a board, kept by that device
//! beside its copy of the board.
//!
//! A server that lost its register lets those in again who show one (`receipt` seals it, with a
//! secret that only the device has). It opens no door while the register knows its member, and
//! never a higher one than it says.

use crate::door::Role;
use crate::ids::{BoardId, MemberId, RecordId};
use serde::{Deserialize, Serialize};

/// What this device is at one board. Kept for months: fields are only added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceCard {
    pub board: BoardId,
    pub member: MemberId,
    pub role: Role,
    #[serde(default)]
    pub organisation: Option<RecordId>,
    /// The device, as the server called it.
    pub device: String,
    /// In Unix seconds.
    pub made: i64,
    /// Of all above; the names below are the person's own to say.
    pub seal: String,
    #[serde(default)]
    pub board_name: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub function: String,
}
