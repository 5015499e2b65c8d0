//! What the table said it has, how far that is still true, and its receipt for it.
//!
//! A table that goes by another name than before may have lost something: nothing counts as
//! shared then until it says so again, and its last receipt is shown to it. A receipt is kept once
//! everything below it is on the device, and never makes way for one that covers less.

use super::OpenBoard;
use crate::core::{BoardEffect, Out};
use crate::kept::{self, Receipt};
use shared::board::{Board, ChangeHash};
use shared::desk::SharedWithTable;

/// How a board stands to what the table said.
#[derive(Debug, Default)]
pub(super) struct Reach {
    /// The last heads that the table said it has and that this device has too.
    known: Vec<ChangeHash>,
    /// A receipt that may be kept once all below it is on the device.
    newest: Option<Receipt>,
}

impl Reach {
    /// Heads that both the table and this device have.
    pub fn known(&self) -> &[ChangeHash] {
        &self.known
    }
}

impl OpenBoard {
    /// The table answered, under this name: whether it is the one that acknowledged before.
    pub(super) fn welcomed_by(&mut self, log: Option<String>, out: &mut Out) {
        if log == self.told.log {
            return;
        }
        let had_another = self.told.log.is_some();
        self.told.log = log;
        if had_another {
            self.told.acknowledged = vec![];
            self.told.is_behind = self.told.receipt.is_some();
            self.reach = Reach::default();
        }
        self.note_reach(out);
        self.count_left();
    }

    /// Shows the table what it once said it has. It looks at it only if it lacks something.
    pub(super) fn show_receipt(&mut self, out: &mut Out) {
        let Some((heads, seal)) = self.told.receipt.as_ref().and_then(Receipt::read) else { return };
        if let Some(frame) = self.table.show(heads, seal) {
            out.push(BoardEffect::Send(frame));
        }
    }

    /// The table has committed everything below these heads.
    pub(super) fn acknowledged(&mut self, heads: Vec<ChangeHash>, receipt: Option<Receipt>, out: &mut Out) {
        let heads: Vec<String> = heads.iter().map(ToString::to_string).collect();
        self.reach.newest = receipt.or(self.reach.newest.take());
        let is_news = heads != self.told.acknowledged;
        if is_news {
            self.told.acknowledged = heads;
            self.note_reach(out);
            self.count_left();
        }
        let is_kept = self.keep_receipt(out);
        if is_news || is_kept {
            self.tell_tabs(out);
        }
    }

    fn note_reach(&self, out: &mut Out) {
        let mut writes = vec![kept::acknowledged(&self.told.acknowledged)];
        writes.extend(self.told.log.as_deref().map(kept::log));
        out.push(BoardEffect::Note(writes));
    }

    /// Keeps the newest receipt, if this device could bring what is below it, and if it covers what
    /// the one before covers. Says whether it did.
    pub(super) fn keep_receipt(&mut self, out: &mut Out) -> bool {
        let Some(board) = self.board.as_ref().filter(|_| !self.writing.waits()) else { return false };
        let Some((heads, _)) = self.reach.newest.as_ref().and_then(Receipt::read) else { return false };
        if !board.has(&heads) {
            return false; // what leads there is on its way
        }
        let before = self.told.receipt.as_ref().and_then(Receipt::read);
        // One for what is no longer on this device proves nothing from here.
        let before = before.map(|(heads, _)| heads).filter(|heads| board.has(heads));
        if before.is_some_and(|before| !board.covers(&heads, &before)) {
            return false; // the table is being filled again
        }
        let newest = self.reach.newest.take();
        if newest == self.told.receipt {
            return false;
        }
        out.push(BoardEffect::Note(newest.iter().map(kept::receipt).collect()));
        self.told.receipt = newest;
        true
    }

    /// Counts what the table does not have: own changes, and all of them where it once had them.
    pub(super) fn count_left(&mut self) {
        let Some(board) = &self.board else { return };
        let said: Vec<ChangeHash> =
            self.told.acknowledged.iter().filter_map(|head| head.parse().ok()).collect();
        if board.has(&said) {
            let receipt = self.told.receipt.as_ref().and_then(Receipt::read);
            self.told.is_behind = receipt.is_some_and(|(heads, _)| lacks(board, &said, &heads));
            self.reach.known = said;
        } else {
            // Beyond what is known already, it has others' work that is on its way.
            let known = &mut self.reach.known;
            for head in said.into_iter().filter(|head| board.has(&[*head])) {
                if !known.contains(&head) {
                    known.push(head);
                }
            }
        }
        let left = match self.told.is_behind {
            true => board.beyond(&self.reach.known),
            false => board.own_since(&self.reach.known),
        };
        self.left = left as u32;
    }

    pub(super) fn with_table(&self) -> SharedWithTable {
        // Letters that are not yet a change are with nobody either.
        let left = self.left + u32::from(self.typed.is_waiting());
        if !self.belonging.as_ref().is_some_and(|belonging| belonging.shared) {
            return SharedWithTable::Alone;
        }
        match (&self.told, self.told.refused, self.told.away_since) {
            (told, _, _) if told.closed => SharedWithTable::Closed { left },
            (_, Some((count, why)), _) => SharedWithTable::Refused { count, why, left },
            (told, None, Some(since)) if !told.live => SharedWithTable::Offline { left, since },
            (told, None, _) if told.held => SharedWithTable::Held { left },
            (_, None, _) if left > 0 => SharedWithTable::Sending { left },
            (_, None, _) => SharedWithTable::Shared,
        }
    }

    /// Work that stood aside and is on the table all the same, because somebody else brought it or
    /// the role is another again, stands aside no more.
    pub(super) fn came_after_all(&mut self, hashes: &[ChangeHash], out: &mut Out) {
        let came: Vec<ChangeHash> = hashes.iter().copied().filter(|hash| self.aside.remove(hash)).collect();
        if came.is_empty() {
            return;
        }
        let mut writes = kept::not_aside(&came);
        self.told.refused = self.told.refused.and_then(|(count, why)| {
            let count = count.saturating_sub(came.len() as u32);
            (count > 0).then_some((count, why))
        });
        writes.push(match self.told.refused {
            Some((count, why)) => kept::refused(count, why),
            None => kept::none_refused(),
        });
        out.push(BoardEffect::Note(writes));
        self.tell_tabs(out);
    }
}

/// Whether a table at `said` lacks something below `receipted`. What is not on this device is
/// nothing that it could miss.
fn lacks(board: &Board, said: &[ChangeHash], receipted: &[ChangeHash]) -> bool {
    board.has(receipted) && !board.covers(said, receipted)
}
