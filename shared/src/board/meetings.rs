//! What changed in the plan while a meeting lasted: the board as it read at the change that began it
//! and at the change that ended it. Neither is written down; both are found by what they set.

use super::raw::Source;
use super::reading::record_object;
use super::{Board, BoardError, View};
use crate::compare::{Difference, between};
use crate::ids::RecordId;
use crate::record::RecordAt;
use crate::sections::Kind;
use automerge::{ChangeHash, ReadDoc};

impl Board {
    /// From the plan as a meeting found it to the plan as it left it, or as it is while it is held.
    ///
    /// # Errors
    /// [`BoardError::Gone`] if there is no such meeting or it was never begun,
    /// [`BoardError::UnknownHeads`] if this device has not all of it.
    pub fn meeting_changes(&self, meeting: &RecordId) -> Result<Vec<Difference>, BoardError> {
        let began = self.setting("started", meeting).ok_or(BoardError::Gone)?;
        let before = self.read(&View::At(vec![began]))?;
        let after = match self.setting("ended", meeting) {
            Some(ended) => self.read(&View::At(vec![ended]))?,
            None => self.read(&View::Now)?,
        };
        let all = between(&before, &after);
        Ok(all.into_iter().filter(|difference| difference.section().is_content()).collect())
    }

    /// The change that set a field of a meeting to what it is.
    fn setting(&self, field: &str, meeting: &RecordId) -> Option<ChangeHash> {
        let at = RecordAt::new(Kind::Meeting, meeting.clone());
        let object = record_object(&Source::now(&self.doc), &at)?;
        let (_, op) = self.doc.get(&object, field).ok()??;
        self.doc.hash_for_opid(&op)
    }
}
