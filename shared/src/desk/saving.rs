//! What the screen says about saving: on this device, and with the table.

use crate::door::Refusal;
use serde::{Deserialize, Serialize};

/// The two facts about saving.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saving {
    pub here: SavedHere,
    pub table: SharedWithTable,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SavedHere {
    Saved,
    Writing,
    /// The device refuses to store; work lives in memory only.
    NotSaved,
    /// This context keeps nothing (plain http): what is not shared is lost with the tab.
    OnlineOnly,
}

/// Where one's own changes stand with the table. Counts are one's own changes, not acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SharedWithTable {
    /// No server knows this board.
    Alone,
    /// The server committed all of it.
    Shared,
    Sending {
        left: u32,
    },
    /// No network since (Unix seconds).
    Offline {
        left: u32,
        since: i64,
    },
    /// The server is reached but cannot store.
    Held {
        left: u32,
    },
    /// Some work was not taken; it is kept on this device.
    Refused {
        count: u32,
        why: Refusal,
        left: u32,
    },
    /// This device is no longer admitted; what it holds stays readable and can be saved.
    Closed {
        left: u32,
    },
}

impl Saving {
    /// The same with one act more, which the desk has not seen: neither is true of it yet.
    pub fn with_one_more(self) -> Self {
        let here = match self.here {
            SavedHere::Saved | SavedHere::Writing => SavedHere::Writing,
            refusing @ (SavedHere::NotSaved | SavedHere::OnlineOnly) => refusing,
        };
        let table = match self.table {
            SharedWithTable::Shared => SharedWithTable::Sending { left: 1 },
            not_shared => not_shared,
        };
        Self { here, table }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_desk_has_not_seen_is_told_neither_as_saved_nor_as_shared() {
        let all = Saving { here: SavedHere::Saved, table: SharedWithTable::Shared };
        let one_more = all.with_one_more();
        assert_eq!(
            one_more,
            Saving { here: SavedHere::Writing, table: SharedWithTable::Sending { left: 1 } }
        );
    }

    #[test]
    fn a_device_that_refuses_to_store_stays_told_as_such() {
        let refusing =
            Saving { here: SavedHere::NotSaved, table: SharedWithTable::Offline { left: 3, since: 1 } };
        assert_eq!(refusing.clone().with_one_more(), refusing);
    }
}
