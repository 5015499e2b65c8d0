//! What somebody who does not hold a section does with their own proposals: say how a text would
//! read, bring one again that was declined, take one back.
//!
//! All of it is written aside, like any act of theirs in the section, and reads as an act on every
//! replica. That it is their own proposal is said here; whether they may is the policy's to say.

use super::moderating::{Settled, made_equal};
use super::undo::Step;
use super::{Board, BoardError, Onto, Performed, reading};
use crate::act::{Act, Edit, Message};
use crate::difference::delta;
use crate::lock::{Fate, Proposing, Stands};
use crate::ordered::OrdMap;
use crate::record::FieldAt;
use crate::sections::Section;
use automerge::ChangeHash;

/// An act aside that is not written yet.
#[derive(Clone, Debug)]
pub struct Drafted {
    act: Act,
    base: Vec<ChangeHash>,
}

impl Drafted {
    /// What it does, for whoever asks whether its author may.
    pub fn act(&self) -> &Act {
        &self.act
    }
}

impl Board {
    /// The act aside that `proposing` is. `fresh` is random, for the ids of what it creates.
    ///
    /// # Errors
    /// [`BoardError::Gone`] if the section is not held by somebody else, or there is no such
    /// proposal of this author; [`BoardError::Nothing`] if it would change nothing.
    pub fn draft(&self, proposing: &Proposing, fresh: [u8; 12]) -> Result<Drafted, BoardError> {
        match proposing {
            Proposing::Say { at, text } => self.draft_text(at, text),
            Proposing::Again { section, proposal } => self.draft_again(*section, proposal, fresh),
            Proposing::Withdraw { section, proposal } => self.draft_withdrawal(*section, proposal),
        }
    }

    /// Writes what was drafted on this board.
    ///
    /// # Errors
    /// What is in the way ([`BoardError::not_done`]); the board is then as it was.
    pub fn put_aside(&mut self, drafted: &Drafted, at_unix_seconds: i64) -> Result<Performed, BoardError> {
        let Drafted { act, base } = drafted;
        let before = self.own_open().len();
        let (mut performed, done) =
            self.write(&Onto::Aside(base.clone()), act.message, at_unix_seconds, |writer| {
                act.edits.iter().try_for_each(|edit| writer.edit(edit))
            })?;
        let aside = performed.written.first().map(|written| written.hash);
        self.undo.performed(Step::new(done.reversals, at_unix_seconds, aside), false);
        performed.stands = self.stands_after(before);
        Ok(performed)
    }

    /// This author's proposals that wait for a chair.
    pub(super) fn own_open(&self) -> Vec<&str> {
        let all = self.proposals.everything();
        let own = all.filter(|one| one.is_open() && one.author.is_some() && one.author == self.author);
        own.map(|one| one.id.as_str()).collect()
    }

    /// What an act aside came to, where so many of its author's proposals were open before it.
    pub(super) fn stands_after(&self, before: usize) -> Stands {
        if self.own_open().len() < before { Stands::Withdrawn } else { Stands::Proposed }
    }

    fn draft_text(&self, at: &FieldAt, text: &str) -> Result<Drafted, BoardError> {
        let held = self.held_by_another(at.record.kind.section())?;
        let beside = held.beside(self.author.as_ref());
        // Beside what they proposed before; what that says already is said anew on its own.
        for base in [beside, held.tips.clone()] {
            let (record, _) = reading::one(&self.doc, &at.record, Some(&base)).ok_or(BoardError::Gone)?;
            let delta = delta(record.text(&at.field), text);
            if !delta.is_empty() {
                let edits = vec![Edit::Splice { at: at.clone(), delta }];
                return Ok(Drafted { act: Act::new(Message::Write, edits), base });
            }
        }
        Err(BoardError::Nothing)
    }

    fn draft_again(&self, section: Section, id: &str, fresh: [u8; 12]) -> Result<Drafted, BoardError> {
        let base = self.held_by_another(section)?.tips.clone();
        let kept = self.kept(section, id).ok_or(BoardError::Gone)?;
        let is_settled = matches!(kept.proposal.fate, Fate::Declined { .. } | Fate::Withdrawn);
        if !is_settled || kept.proposal.author != self.author {
            return Err(BoardError::Gone);
        }
        let ahead = self.records.clone();
        let mut again = Settled { ahead, became: OrdMap::new(), fresh, edits: vec![] };
        kept.proposal.differences.iter().for_each(|difference| again.make(difference));
        if again.edits.is_empty() {
            return Err(BoardError::Nothing);
        }
        Ok(Drafted { act: Act::new(Message::Change, again.edits), base })
    }

    fn draft_withdrawal(&self, section: Section, id: &str) -> Result<Drafted, BoardError> {
        self.held_by_another(section)?;
        let kept = self.kept(section, id).ok_or(BoardError::Gone)?;
        if !kept.proposal.is_open() || kept.proposal.author != self.author {
            return Err(BoardError::Gone);
        }
        let metas = kept.changes.iter().filter_map(|hash| self.doc.get_change_meta_by_hash(hash));
        let deps: Vec<Vec<ChangeHash>> = metas.map(|meta| meta.deps.clone()).collect();
        let before = deps.first().ok_or(BoardError::Gone)?;
        let is_end = |hash: &&ChangeHash| !deps.iter().any(|deps| deps.contains(hash));
        let base: Vec<ChangeHash> = kept.changes.iter().filter(is_end).copied().collect();
        let mut edits = vec![];
        for at in kept.touched() {
            let Some((now, _)) = reading::one(&self.doc, at, Some(&base)) else { continue };
            match reading::one(&self.doc, at, Some(before)) {
                Some((was, _)) => edits.extend(made_equal(at, &now, &was)),
                None => edits.push(Edit::Remove { at: at.clone() }),
            }
        }
        Ok(Drafted { act: Act::new(Message::Undo, edits), base })
    }

    fn held_by_another(&self, section: Section) -> Result<&super::locks::Held, BoardError> {
        let is_aside = self.is_aside(section);
        self.locks.held(section).filter(|_| is_aside).ok_or(BoardError::Gone)
    }
}
