//! What an operation names: the values it overwrites, the letter it stands behind. Proved to
//! be there, in the same object and under the same key, and older.
//!
//! What stands now is looked up; only what somebody else overwrote meanwhile is looked for in
//! the change that wrote it, so the cost does not grow with the history.

use super::Made;
use super::laid::{Laid, What};
use super::spots::object_id;
use crate::door::Refusal;
use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, Automerge, ChangeHash, Cursor, ROOT, ReadDoc};
use std::collections::HashMap;

/// Most changes of the past that are read again for one change.
const MAX_PAST: usize = 512;

/// The proofs for one change.
pub struct Named<'a> {
    board: &'a Automerge,
    made: &'a Made,
    actor: &'a ActorId,
    own: &'a Laid,
    past: HashMap<ChangeHash, Laid>,
}

impl<'a> Named<'a> {
    pub fn new(board: &'a Automerge, made: &'a Made, actor: &'a ActorId, own: &'a Laid) -> Self {
        Self { board, made, actor, own, past: HashMap::new() }
    }

    /// A value put, made or deleted under a key.
    pub fn in_a_map(&mut self, op: &Op, id: &OpId) -> Result<(), Refusal> {
        // What deletes nothing would be forgotten when the board is saved.
        let is_idle = op.action == OpType::Delete && op.pred.is_empty();
        if op.insert || is_idle {
            return Err(Refusal::Unsound);
        }
        let mut last = None;
        for before in op.pred.iter() {
            if before.counter() >= id.counter() || last == Some(before) {
                return Err(Refusal::Unsound);
            }
            last = Some(before);
            let is_there = match self.recent(before) {
                Some((object, what)) => *object == op.obj && what == What::Under(&op.key),
                None => self.is_on_board(before, op)?,
            };
            if !is_there {
                return Err(Refusal::Unsound);
            }
        }
        Ok(())
    }

    /// A letter written behind another, or taken away.
    pub fn in_a_text(&self, op: &Op, id: &OpId) -> Result<(), Refusal> {
        let Key::Seq(element) = &op.key else { return Err(Refusal::Unsound) };
        let is_sound = match element {
            ElementId::Head => op.insert && op.pred.is_empty(),
            ElementId::Id(letter) => {
                let overwrites = if op.insert { op.pred.is_empty() } else { op.pred.iter().eq([letter]) };
                overwrites && letter.counter() < id.counter() && self.is_letter(letter, &op.obj)?
            }
        };
        if is_sound { Ok(()) } else { Err(Refusal::Unsound) }
    }

    /// What an operation of this change, or of one that was taken before it, laid down.
    fn recent(&self, id: &OpId) -> Option<(&ObjectId, What<'_>)> {
        let own = || (id.actor() == self.actor).then(|| self.own.at(id.counter())).flatten();
        self.made.lately.at(id).or_else(own)
    }

    fn is_letter(&self, letter: &OpId, text: &ObjectId) -> Result<bool, Refusal> {
        if let Some((object, what)) = self.recent(letter) {
            return Ok(object == text && what == What::Letter);
        }
        let ObjectId::Id(text) = text else { return Ok(false) };
        let name = format!("{}@{}", letter.counter(), letter.actor());
        let cursor = Cursor::try_from(name).map_err(|_| Refusal::Unsound)?;
        // Automerge panics if the letter stands in another object: that is refused by who asks.
        Ok(self.board.get_cursor_position(object_id(text), &cursor, None).is_ok())
    }

    fn is_on_board(&mut self, before: &OpId, op: &Op) -> Result<bool, Refusal> {
        let Key::Map(key) = &op.key else { return Ok(false) };
        let object = match &op.obj {
            ObjectId::Root => ROOT,
            ObjectId::Id(id) => object_id(id),
        };
        let sought = object_id(before);
        let values = self.board.get_all(&object, key.as_str()).unwrap_or_default();
        if values.iter().any(|(_, id)| *id == sought) {
            return Ok(true);
        }
        let Some(hash) = self.board.hash_for_opid(&sought) else { return Ok(false) };
        if !self.past.contains_key(&hash) {
            if self.past.len() >= MAX_PAST {
                return Err(Refusal::TooLarge);
            }
            let change = self.board.get_change_by_hash(&hash).ok_or(Refusal::Unsound)?.decode();
            self.past.insert(hash, Laid::of(&change.operations, change.start_op.get()));
        }
        let place = self.past.get(&hash).and_then(|laid| laid.at(before.counter()));
        Ok(place.is_some_and(|(object, what)| *object == op.obj && what == What::Under(&op.key)))
    }
}
