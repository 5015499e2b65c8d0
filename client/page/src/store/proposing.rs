//! What this person does in sections that somebody holds: what they send becomes a proposal unless
//! they are its chair, and the page says so, never more than is true.

use super::Store;
use crate::store::Before;
use leptos::prelude::*;
use shared::act::{Act, Edit};
use shared::desk::{SharedWithTable, ToDesk};
use shared::ids::{BoardId, RecordId};
use shared::lock::{Lock, Moderation, Proposing, Stands};
use shared::policy::{Touch, Verb};
use shared::record::{RecordAt, Value};
use shared::sections::{Kind, Section};
use shared::words;

/// What was sent to the desk and may stand aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Known to become a proposal, and what else is told of it then.
    Proposal { note: Option<String> },
    /// Undo or redo.
    TakingBack,
}

/// A new record that has no words yet. In a locked section it cannot be shown and named later: it is
/// named first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nameless {
    pub at: RecordAt,
    /// The field of its words.
    field: &'static str,
    act: Act,
}

/// The fields that something is called by.
const NAMES: [&str; 5] = ["title", "name", "term", "institution", "text"];

/// Under which this device remembers what it told of one's own proposals on a board.
pub fn told_key(board: &BoardId) -> String {
    format!("tablee.proposals.{board}")
}

impl Store {
    /// Who holds a section, if it is locked.
    pub fn lock(&self, section: Section) -> Option<Lock> {
        self.moderated.with(|all| all.locks.iter().find(|lock| lock.section == section).cloned())
    }

    /// Whether what this person writes in a section becomes a proposal.
    pub fn is_aside(&self, section: Section) -> bool {
        self.me.with(|me| {
            let chair = |lock: &Lock| me.as_ref().is_some_and(|me| me.member == lock.chair);
            self.moderated.with(|all| all.locks.iter().any(|lock| lock.section == section && !chair(lock)))
        })
    }

    /// Whether this person may lock and settle at all; that only the chair does it is the board's.
    pub fn may_moderate(&self) -> bool {
        self.may(&Touch::of_record(RecordAt::new(Kind::Lock, RecordId::single()), Verb::Create))
    }

    /// Locks, hands over, settles or unlocks.
    pub fn moderate(&self, moderation: Moderation) {
        let seq = self.next_seq();
        self.send(&ToDesk::Moderate { seq, moderation });
    }

    /// Says, repeats or takes back a proposal of one's own.
    pub fn propose(&self, proposing: Proposing) {
        let seq = self.next_seq();
        self.sent_as(seq, Sent::Proposal { note: None });
        self.send(&ToDesk::Propose { seq, proposing });
    }

    /// Whether something is on its way that is known to become a proposal.
    pub fn is_proposing(&self) -> bool {
        self.sent.with_value(|sent| sent.values().any(|sent| matches!(sent, Sent::Proposal { .. })))
    }

    /// How many acts were sent as proposals so far.
    pub fn asides(&self) -> u32 {
        self.asides.get_value()
    }

    pub(super) fn sent_as(&self, seq: u64, sent: Sent) {
        self.sent.update_value(|all| {
            all.insert(seq, sent);
        });
    }

    pub(super) fn answered(&self, seq: u64) -> Option<Sent> {
        self.sent.try_update_value(|all| all.remove(&seq)).flatten()
    }

    /// The part of an act that is in force at once, and whether there is another.
    pub(super) fn in_force_of(&self, act: &Act) -> (Act, bool) {
        let mut painted = act.clone();
        untrack(|| painted.edits.retain(|edit| !self.is_aside(edit.record().kind.section())));
        let is_aside = painted.edits.len() < act.edits.len();
        (painted, is_aside)
    }

    /// The act, unless it would propose something that has no words.
    pub(super) fn nameless(&self, act: Act) -> Result<Act, Nameless> {
        let found = act.edits.iter().find_map(|edit| {
            let Edit::Create { at, values } = edit else { return None };
            let field = NAMES.into_iter().find(|name| at.kind.field(name).is_some())?;
            let says = |(_, value): &(String, Value)| matches!(value, Value::Text(text) if !text.is_empty());
            let is_aside = untrack(|| self.is_aside(at.kind.section()));
            (is_aside && !values.iter().any(says)).then(|| (at.clone(), field))
        });
        match found {
            Some((at, field)) => Err(Nameless { at, field, act }),
            None => Ok(act),
        }
    }

    /// Proposes something new under these words.
    pub fn propose_named(&self, nameless: Nameless, words: String) {
        let Nameless { at, field, mut act } = nameless;
        for edit in &mut act.edits {
            if let Edit::Create { at: created, values } = edit
                && *created == at
            {
                values.retain(|(key, _)| key != field);
                values.push((field.to_owned(), Value::Text(words.clone())));
            }
        }
        self.send_act(act, None);
    }

    /// The desk did it; says so where it is not in force. What this page had painted of it as
    /// if it were has been told again by then, except what was new.
    pub(super) fn stands(&self, seq: u64, stands: Stands, before: Option<Vec<Before>>) {
        let sent = self.answered(seq);
        if stands == Stands::InForce {
            return;
        }
        let created: Vec<RecordAt> = before
            .into_iter()
            .flatten()
            .filter(|(at, record)| record.is_none() && untrack(|| self.is_aside(at.kind.section())))
            .map(|(at, _)| at)
            .collect();
        self.records.update_value(|records| {
            created.iter().for_each(|at| drop(records.forget(at.kind, &at.id)));
        });
        self.touch_sections(created.iter().map(|at| at.kind.section()));
        let lang = self.lang.get_untracked();
        let is_with_table = self.saving.with_untracked(|saving| {
            saving.as_ref().is_some_and(|saving| {
                matches!(saving.table, SharedWithTable::Shared | SharedWithTable::Sending { .. })
            })
        });
        match (stands, sent) {
            (Stands::Withdrawn, Some(Sent::Proposal { .. })) => {
                self.show_line(words::moderation::withdrawn_told(lang).to_owned(), true);
            }
            (Stands::Withdrawn, _) => {
                self.show_line(words::moderation::withdrawn_told(lang).to_owned(), false);
            }
            (_, Some(Sent::TakingBack)) => {
                self.show_line(words::moderation::undo_is_a_proposal(lang).to_owned(), false);
            }
            (_, Some(Sent::Proposal { note })) => {
                let made = match is_with_table {
                    true => words::moderation::made_online(lang),
                    false => words::moderation::made_offline(lang),
                };
                self.show_line(with_note(made, note), true);
            }
            // What was written before the lock was known is told by the tray (see `moderation`).
            (_, None) => {}
        }
    }
}

/// What was done, and what else there is to say of it.
pub fn with_note(done: &str, note: Option<String>) -> String {
    match note {
        Some(note) => format!("{}. {note}", done.trim_end_matches('.')),
        None => done.to_owned(),
    }
}
