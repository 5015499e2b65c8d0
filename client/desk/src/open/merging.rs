//! What others do on the open board, and how the page is told what changed.

use super::OpenBoard;
use crate::core::{Alarm, Moment, Out};
use crate::kept::Chunk;
use shared::board::{Board, ChangeHash, Changes};
use shared::desk::{Changed, Moderated, ToPage};
use shared::questions::Question;
use shared::sections::Kind;
use std::time::Duration;

/// How long changes of others are gathered before they are applied in one go.
const APPLY: Duration = Duration::from_millis(30);
/// How long after a change the questions are looked for.
const SETTLE: Duration = Duration::from_millis(120);
/// From so many changes at once on, a snapshot is stored instead of each of them.
const SNAPSHOT: usize = 300;

impl OpenBoard {
    /// Chunks that are on the device already: from another tab, or from a file.
    pub(super) fn arrive(&mut self, chunks: Vec<Vec<u8>>, out: &mut Out) {
        self.arrived.extend(chunks);
        self.apply_soon(out);
    }

    pub(super) fn apply_soon(&mut self, out: &mut Out) {
        self.alarm(Alarm::Apply, APPLY, out);
    }

    pub(super) fn apply(&mut self, at: Moment, out: &mut Out) {
        let was_away = !self.board.as_ref().is_some_and(|board| self.table.is_level(board));
        self.apply_arrived(out);
        self.apply_from_table(at, out);
        self.reveal_held(was_away, at, out);
        self.count_left();
        self.write(out);
        if self.keep_receipt(out) {
            self.tell_tabs(out);
        }
        self.say(out);
    }

    fn apply_arrived(&mut self, out: &mut Out) {
        let Some(board) = &mut self.board else { return };
        let arrived = std::mem::take(&mut self.arrived);
        if arrived.is_empty() {
            return;
        }
        let merged = match board.take_chunks(&arrived.concat()) {
            Ok(changes) => vec![changes],
            // One of them is odd, or they are snapshots: one at a time.
            Err(_) => arrived.iter().filter_map(|chunk| board.take_chunks(chunk).ok()).collect(),
        };
        for changes in merged {
            self.tell_changed(changes, out);
        }
    }

    fn apply_from_table(&mut self, at: Moment, out: &mut Out) {
        let Some(board) = &mut self.board else { return };
        let before = board.heads();
        let merged = self.table.merge(board);
        for chunk in chunks_since(board, &before) {
            self.writing.add(chunk);
        }
        match merged {
            Ok(changes) => {
                self.came_after_all(&changes.hashes, out);
                self.notice_members(changes.records.iter().map(|at| at.kind), out);
                if self.is_bare && !changes.hashes.is_empty() {
                    return self.show_bare(out);
                }
                self.tell_changed(changes, out);
            }
            Err(_) => self.begin_anew(at, out),
        }
    }

    /// Tells the page what reads differently now.
    pub(super) fn tell_changed(&mut self, changes: Changes, out: &mut Out) {
        let Some(board) = &self.board else { return };
        if changes.records.is_empty() && changes.hashes.is_empty() {
            return;
        }
        let is_moderated = !changes.moderated.is_empty();
        let concerns_versions = changes
            .records
            .iter()
            .any(|at| matches!(at.kind, Kind::Version | Kind::Vote | Kind::Organisation));
        self.revision += 1;
        for (field, delta) in &changes.texts {
            self.typed.tell(self.revision, field, delta);
        }
        let me = self.belonging.as_ref().map(|belonging| &belonging.member);
        let records = changes.records.iter().filter_map(|at| board.records().get(at.kind, &at.id).cloned());
        out.tell(ToPage::Changed(Changed {
            revision: self.revision,
            records: records.collect(),
            texts: changes.texts,
            questions: None,
            by: changes.authors.into_iter().filter(|author| Some(author) != me).collect(),
        }));
        if is_moderated {
            self.tell_moderated(out);
        }
        if concerns_versions {
            self.tell_versions(out);
        }
        self.alarm(Alarm::Questions, SETTLE, out);
        self.keep_soon(out);
    }

    /// Tells the page which sections are locked and what stands aside.
    pub(super) fn tell_moderated(&mut self, out: &mut Out) {
        let Some(board) = &self.board else { return };
        let moderated = self.moderated(board);
        self.unsent.clone_from(&moderated.unsent);
        out.tell(ToPage::Moderated(moderated));
    }

    pub(super) fn moderated(&self, board: &Board) -> Moderated {
        let unsent = board.proposals_beyond(self.reach.known());
        Moderated { locks: board.all_locks(), proposals: board.all_proposals(), unsent }
    }

    /// Tells the page which proposals are still to be sent, if that is news.
    pub(super) fn tell_unsent(&mut self, out: &mut Out) {
        let Some(board) = &self.board else { return };
        if board.proposals_beyond(self.reach.known()) != self.unsent {
            self.tell_moderated(out);
        }
    }

    /// Tells the page how versions and votes stand.
    pub(super) fn tell_versions(&self, out: &mut Out) {
        let Some(board) = &self.board else { return };
        out.tell(ToPage::Versions { versions: board.versions() });
    }

    /// Looks for what is open between people, and tells it if it is news.
    pub(super) fn look_for_questions(&mut self, out: &mut Out) {
        let Some(board) = &self.board else { return };
        let questions = open_questions(board);
        if questions == self.questions {
            return;
        }
        self.questions = questions.clone();
        self.revision += 1;
        out.tell(ToPage::Changed(Changed {
            revision: self.revision,
            records: vec![],
            texts: vec![],
            questions: Some(questions),
            by: vec![],
        }));
    }
}

/// Everything that is open between people on a board.
pub(super) fn open_questions(board: &Board) -> Vec<Question> {
    let mut questions = shared::questions::find(board.records());
    questions.extend(shared::questions::find_late(&board.all_proposals()));
    questions.extend(shared::questions::find_in_votes(&board.versions()));
    shared::sort::sort(&mut questions);
    questions
}

/// What a board holds beyond `before`, as rows: its changes, or the whole of it.
fn chunks_since(board: &Board, before: &[ChangeHash]) -> Vec<Chunk> {
    let changes = board.changes_since(before);
    if changes.len() >= SNAPSHOT {
        return vec![Chunk::snapshot(board)];
    }
    changes.iter().map(|change| Chunk::change(change.hash(), change.raw_bytes().to_vec())).collect()
}
