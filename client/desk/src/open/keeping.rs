//! The open board and the device's store: changes first, then what makes the next opening fast.

use super::OpenBoard;
use crate::core::{Alarm, BoardEffect, Keeps, Moment, Out};
use crate::kept::{self, Belonging, Chunk, Document, Reading};
use crate::store::{Table, Write};
use crate::tabs::Message;
use shared::board::Board;
use shared::desk::{BoardCard, SavedHere, Saving, Seat, ToPage};
use shared::ids::BoardId;
use shared::lang::Lang;
use shared::record::Records;
use shared::sections::Kind;
use std::time::Duration;

/// How long after a change the reading is stored.
const KEEP: Duration = Duration::from_secs(4);
/// How long until a failed write is tried again.
const RETRY: Duration = Duration::from_secs(5);
/// How long after opening small rows are made one, and from how many on.
const COMPACT: Duration = Duration::from_secs(20);
const MANY_ROWS: usize = 300;

impl OpenBoard {
    /// Writes what waits, unless a write is under way.
    pub(super) fn write(&mut self, out: &mut Out) {
        if let Some(writes) = self.writing.next(&self.actor) {
            out.push(BoardEffect::Write(writes));
        }
    }

    pub(super) fn written(&mut self, is_written: bool, out: &mut Out) {
        if !is_written {
            self.writing.not_written();
            // The table may have it all the same, once no later visit can write as this actor.
            self.say(out);
            return self.alarm(Alarm::Retry, RETRY, out);
        }
        let chunks: Vec<Vec<u8>> = self.writing.written().into_iter().map(|chunk| chunk.bytes).collect();
        if !chunks.is_empty() {
            out.push(BoardEffect::Tabs(Message::Written { chunks }));
        }
        self.write(out);
        if self.keep_receipt(out) {
            self.tell_tabs(out);
        }
        self.let_go_of_shown(out);
        self.say(out);
        self.set_aside(out);
    }

    pub(super) fn keep_soon(&mut self, out: &mut Out) {
        self.alarm(Alarm::Keep, KEEP, out);
    }

    /// Stores what the board reads as, and its card for the home page.
    pub(super) fn keep(&mut self, at: Moment, out: &mut Out) {
        let (Some(board), Some(belonging)) = (&self.board, &self.belonging) else { return };
        let mut card = card(&self.id, belonging, board.records(), at.seconds());
        card.to_share = self.left;
        let reading = Reading {
            records: board.records().everything().cloned().collect(),
            questions: self.questions.clone(),
            moderated: self.moderated(board),
        };
        let visit = self.looking.visit(board, at.seconds());
        out.push(BoardEffect::Note(vec![kept::card(&card), kept::reading(&reading), kept::visit(&visit)]));
    }

    /// Remembers rows that are many, to make them one while nothing else happens.
    pub(super) fn note_scattered(&mut self, document: Document, out: &mut Out) {
        if self.keeps == Keeps::All && (document.chunks.len() >= MANY_ROWS || document.snapshots.len() > 1) {
            self.scattered = Some(document);
            self.alarm(Alarm::Compact, COMPACT, out);
        }
    }

    /// Makes one snapshot take the place of the rows that were read. Rows that were written since,
    /// by this tab or another, stay.
    pub(super) fn compact(&mut self, out: &mut Out) {
        let (Some(board), Some(scattered)) = (&self.board, self.scattered.take()) else { return };
        let snapshot = Chunk::snapshot(board);
        // Read back as any device would, before anything is deleted for it.
        let again = Board::load(&snapshot.bytes, [0; 16], None);
        if !again.is_ok_and(|again| again.heads() == board.heads()) {
            return;
        }
        let older = scattered.snapshots.into_iter().filter(|(name, _)| *name != snapshot.name);
        let snapshots = older.map(|(name, _)| Write::delete(Table::Snapshots, name));
        let chunks = scattered.chunks.into_iter().map(|(name, _)| Write::delete(Table::Chunks, name));
        out.push(BoardEffect::Compact {
            snapshot: snapshot.write(),
            instead_of: snapshots.chain(chunks).collect(),
        });
    }

    /// The whole document, with the letters that wait.
    pub fn save(&mut self, at: Moment, out: &mut Out) -> Option<Vec<u8>> {
        self.flush(at, out);
        self.board.as_ref().map(Board::save)
    }

    pub fn close(&mut self, at: Moment, out: &mut Out) {
        self.flush(at, out);
        if let Some(writes) = self.writing.rest() {
            out.push(BoardEffect::Note(writes));
        }
        self.keep(at, out);
        if self.is_meeting {
            out.push(BoardEffect::Tabs(Message::Here { tab: self.tab, place: None }));
        }
    }

    /// Tells the page where its work stands, if that is news.
    pub fn tell_saving(&mut self, out: &mut Out) {
        if self.board.is_none() {
            return;
        }
        let here = match self.keeps {
            Keeps::All => self.writing.here(self.typed.is_waiting()),
            Keeps::Refused => SavedHere::NotSaved,
            Keeps::Online => SavedHere::OnlineOnly,
        };
        let saving = Saving { here, table: self.with_table() };
        if self.saving.as_ref() != Some(&saving) {
            self.saving = Some(saving.clone());
            out.tell(ToPage::Saving(saving));
            self.tell_unsent(out);
        }
    }
}

/// A board's card for the home page, as its records tell, with nothing left to share.
pub fn card(board: &BoardId, belonging: &Belonging, records: &Records, changed: i64) -> BoardCard {
    let about = records.single(Kind::About);
    let working = about.and_then(|about| Lang::from_code(about.text("language"))).unwrap_or_default();
    let seats = records.in_order(Kind::Organisation).into_iter().map(|organisation| Seat {
        organisation: organisation.id.clone(),
        short: organisation.text_in("short", working, working).chars().take(3).collect(),
        hue: organisation.int("hue").unwrap_or(1).clamp(1, 8) as u8,
        seated: organisation.text("status") == "signatory",
    });
    BoardCard {
        board: board.clone(),
        name: about.map(|about| about.text("name").to_owned()).unwrap_or_default(),
        seats: seats.collect(),
        role: belonging.role,
        to_share: 0,
        shared: belonging.shared,
        changed,
    }
}
