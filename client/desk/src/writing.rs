//! What is on its way to the device's store: changes wait here until a transaction that holds
//! them is complete. Nothing is sent to anybody before that, so that a power cut can never
//! make this device write another change under a number it has used.
//!
//! If the device refuses to store, work goes on in memory and is tried again. Its actor is then
//! struck off the device's list first, which needs no room; once no later visit can write as
//! it, the table may have the work at once.

use crate::kept::Chunk;
use crate::store::{Table, Write};
use shared::desk::SavedHere;

/// Chunks waiting, and the write under way.
#[derive(Clone, Debug, Default)]
pub struct Writing {
    waiting: Vec<Chunk>,
    under_way: Option<UnderWay>,
    /// The last write failed.
    refused: bool,
    /// No later visit will write as this actor.
    struck: bool,
}

#[derive(Clone, Debug)]
enum UnderWay {
    Chunks(usize),
    Strike,
}

impl Writing {
    pub fn add(&mut self, chunk: Chunk) {
        self.waiting.push(chunk);
    }

    /// The next write, if none is under way and there is something to write.
    pub fn next(&mut self, actor: &str) -> Option<Vec<Write>> {
        if self.under_way.is_some() || self.waiting.is_empty() {
            return None;
        }
        if self.refused && !self.struck {
            self.under_way = Some(UnderWay::Strike);
            return Some(vec![Write::delete(Table::Actors, actor)]);
        }
        self.under_way = Some(UnderWay::Chunks(self.waiting.len()));
        Some(self.waiting.iter().map(Chunk::write).collect())
    }

    /// The write under way is complete; the chunks that are now on the device.
    pub fn written(&mut self) -> Vec<Chunk> {
        match self.under_way.take() {
            Some(UnderWay::Chunks(count)) => {
                self.refused = false;
                self.waiting.drain(..count).collect()
            }
            Some(UnderWay::Strike) => {
                self.struck = true;
                vec![]
            }
            None => vec![],
        }
    }

    /// The device did not take it; everything still waits.
    pub fn not_written(&mut self) {
        self.under_way = None;
        self.refused = true;
    }

    /// Whether anything is not on the device yet.
    pub fn waits(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// All that waits, for a last try as the board is closed. Written twice it is the same row.
    pub fn rest(&self) -> Option<Vec<Write>> {
        self.waits().then(|| self.waiting.iter().map(Chunk::write).collect())
    }

    /// Whether what the board holds may be told to others.
    pub fn may_tell(&self) -> bool {
        self.waiting.is_empty() || self.struck
    }

    pub fn here(&self, letters_wait: bool) -> SavedHere {
        match (self.refused, self.waiting.is_empty() && !letters_wait) {
            (true, _) => SavedHere::NotSaved,
            (false, true) => SavedHere::Saved,
            (false, false) => SavedHere::Writing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(name: &str) -> Chunk {
        Chunk { table: Table::Chunks, name: name.to_owned(), bytes: vec![1] }
    }

    #[test]
    fn nothing_is_told_to_anybody_before_it_is_written() {
        let mut writing = Writing::default();
        writing.add(chunk("a"));
        assert!(writing.next("actor").is_some());
        assert_eq!((writing.may_tell(), writing.here(false)), (false, SavedHere::Writing));
        assert_eq!(writing.written(), [chunk("a")]);
        assert_eq!((writing.may_tell(), writing.here(false)), (true, SavedHere::Saved));
    }

    #[test]
    fn what_comes_while_a_write_is_under_way_is_not_called_saved_with_it() {
        let mut writing = Writing::default();
        writing.add(chunk("a"));
        writing.next("actor");
        writing.add(chunk("b"));
        assert_eq!(writing.next("actor"), None);
        assert_eq!(writing.written(), [chunk("a")]);
        assert_eq!(writing.here(false), SavedHere::Writing);
        assert_eq!(writing.next("actor").map(|writes| writes.len()), Some(1));
    }

    #[test]
    fn a_full_disk_keeps_the_work_and_strikes_the_actor_before_anything_leaves() {
        let mut writing = Writing::default();
        writing.add(chunk("a"));
        writing.next("actor");
        writing.not_written();
        assert_eq!((writing.may_tell(), writing.here(false)), (false, SavedHere::NotSaved));
        assert_eq!(writing.next("actor"), Some(vec![Write::delete(Table::Actors, "actor")]));
        assert_eq!(writing.written(), []);
        assert!(writing.may_tell());
        assert_eq!(writing.here(false), SavedHere::NotSaved);
        writing.next("actor");
        assert_eq!(writing.written(), [chunk("a")]);
        assert_eq!(writing.here(false), SavedHere::Saved);
    }

    #[test]
    fn letters_that_are_not_a_change_yet_are_not_saved() {
        assert_eq!(Writing::default().here(true), SavedHere::Writing);
    }
}
