//! The changes of a board in the order of telling, joined into acts of people: what one person
//! typed into one text on one visit is one act, any other change is one by itself.
//!
//! What a change wrote in is read from its operations, once, in as small steps as whoever asks
//! wants; ordering and joining are anew after each merge and cost little. It reads no texts: what an act
//! changed is told page by page (see `telling`).

use super::order;
use crate::act::Message;
use crate::board::spotted::{Spotted, spotted};
use crate::board::{Board, is_seed};
use crate::ids::MemberId;
use crate::ordered::OrdMap;
use crate::record::FieldAt;
use crate::sections::Section;
use automerge::{ActorId, Automerge, ChangeHash, ChangeMetadata, ReadDoc};
use std::collections::HashMap;

/// Typing into one text goes on as one visit while each change follows the last within this.
pub const VISIT_SECONDS: i64 = 300;

/// One change, as far as its metadata tells.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub hash: ChangeHash,
    actor: usize,
    pub seq: u64,
    pub author: Option<MemberId>,
    /// Unix seconds.
    pub at: i64,
    pub message: Option<Message>,
    /// Places of those that it builds on.
    pub deps: Vec<usize>,
}

/// What a change wrote in, as far as joining and filtering need it.
#[derive(Clone, Debug, Default)]
pub(super) struct Wrote {
    pub sections: Vec<Section>,
    /// The one text that letters were typed into, and nothing else.
    typed: Option<FieldAt>,
}

/// Changes that are one act, by their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Joined {
    pub changes: Vec<usize>,
}

impl Joined {
    pub fn last(&self) -> usize {
        self.changes[self.changes.len() - 1]
    }
}

/// The history of one board, or of what it has beyond some heads.
#[derive(Clone, Debug, Default)]
pub struct Chronicle {
    /// The board's heads when it was ordered.
    heads: Vec<ChangeHash>,
    pub(super) changes: Vec<Told>,
    pub(super) actors: Vec<ActorId>,
    wrote: HashMap<ChangeHash, Wrote>,
    /// Up to where it is known what changes wrote in.
    read: usize,
    pub(super) acts: Vec<Joined>,
}

impl Chronicle {
    /// Takes in what is new on the board, and reads what at most `most` changes wrote in. Answers
    /// whether all is read: only then are there acts.
    pub fn read_on(&mut self, board: &Board, most: usize) -> bool {
        self.read_beyond(board, &[], most)
    }

    /// The same for what the board has beyond `before`, which must be on it.
    pub(super) fn read_beyond(&mut self, board: &Board, before: &[ChangeHash], most: usize) -> bool {
        let heads = board.heads();
        if self.heads != heads {
            let mut metas = board.doc.get_changes_meta(before);
            metas.retain(|meta| !is_seed(&meta.hash));
            self.order(&board.doc, &metas);
            self.heads = heads;
        }
        let mut left = most;
        while self.read < self.changes.len() && left > 0 {
            let hash = self.changes[self.read].hash;
            self.wrote.entry(hash).or_insert_with(|| {
                left -= 1;
                Wrote::of(&board.doc, &hash)
            });
            self.read += 1;
        }
        let is_read = self.read == self.changes.len();
        if is_read && self.acts.is_empty() {
            self.join();
        }
        is_read
    }

    fn order(&mut self, doc: &Automerge, metas: &[ChangeMetadata<'_>]) {
        let order = order::told(metas);
        let mut places: HashMap<ChangeHash, usize> = HashMap::with_capacity(metas.len());
        let mut actors: OrdMap<ActorId, usize> = OrdMap::new();
        self.changes.clear();
        self.acts.clear();
        self.read = 0;
        for (place, meta) in order.into_iter().map(|at| &metas[at]).enumerate() {
            places.insert(meta.hash, place);
            let next = actors.len();
            self.changes.push(Told {
                hash: meta.hash,
                actor: *actors.entry(meta.actor.as_ref().clone()).or_insert(next),
                seq: meta.seq,
                author: super::author(doc, meta),
                at: meta.timestamp,
                message: Message::from_key(meta.message.as_deref().unwrap_or_default()),
                deps: meta.deps.iter().filter_map(|dep| places.get(dep).copied()).collect(),
            });
        }
        let mut by_place: Vec<(usize, ActorId)> =
            actors.into_iter().map(|(actor, place)| (place, actor)).collect();
        crate::sort::sort(&mut by_place);
        self.actors = by_place.into_iter().map(|(_, actor)| actor).collect();
    }

    fn join(&mut self) {
        let mut open: HashMap<usize, usize> = HashMap::new();
        for (place, change) in self.changes.iter().enumerate() {
            let goes_on = open.get(&change.actor).copied().filter(|act| {
                let last = &self.changes[self.acts[*act].last()];
                self.is_one_visit(last, change)
            });
            match goes_on {
                Some(act) => self.acts[act].changes.push(place),
                None => {
                    open.insert(change.actor, self.acts.len());
                    self.acts.push(Joined { changes: vec![place] });
                }
            }
        }
        crate::sort::sort_by_key(&mut self.acts, Joined::last);
    }

    fn is_one_visit(&self, last: &Told, next: &Told) -> bool {
        let is_typing = last.message == Some(Message::Write) && next.message == Some(Message::Write);
        let typed = |change: &Told| self.wrote.get(&change.hash).and_then(|wrote| wrote.typed.as_ref());
        is_typing
            && last.seq + 1 == next.seq
            && (0..VISIT_SECONDS).contains(&next.at.saturating_sub(last.at))
            && typed(last).is_some()
            && typed(last) == typed(next)
    }

    /// How many acts there are; none before all is read.
    pub fn len(&self) -> usize {
        self.acts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.acts.is_empty()
    }

    /// The changes of each act, in the order of telling.
    pub fn changes_by_act(&self) -> impl Iterator<Item = Vec<ChangeHash>> {
        self.acts.iter().map(|act| act.changes.iter().map(|place| self.changes[*place].hash).collect())
    }

    pub(super) fn actor(&self, change: &Told) -> &ActorId {
        &self.actors[change.actor]
    }

    pub(super) fn wrote(&self, change: &Told) -> Option<&Wrote> {
        self.wrote.get(&change.hash)
    }

    /// The text that a visit was to, where an act is one.
    pub(super) fn visited(&self, act: &Joined) -> Option<&FieldAt> {
        let first = &self.changes[act.changes[0]];
        self.wrote(first)?.typed.as_ref().filter(|_| first.message == Some(Message::Write))
    }

    /// The ends of all that was told up to a place: a board at these heads is the board then.
    pub(super) fn heads_at(&self, place: usize) -> Vec<ChangeHash> {
        let told = &self.changes[..=place];
        let mut is_built_on = vec![false; told.len()];
        told.iter().flat_map(|change| &change.deps).for_each(|dep| is_built_on[*dep] = true);
        let ends = told.iter().zip(is_built_on).filter(|(_, built_on)| !built_on);
        ends.map(|(change, _)| change.hash).collect()
    }
}

impl Wrote {
    fn of(doc: &Automerge, hash: &ChangeHash) -> Self {
        let Some(change) = doc.get_change_by_hash(hash) else { return Self::default() };
        let spots = spotted(doc, &change);
        let mut sections: Vec<Section> = spots.iter().map(Spotted::section).collect();
        crate::sort::sort(&mut sections);
        sections.dedup();
        let typed = match spots.as_slice() {
            [Spotted::Field(at)] if is_text(at) => Some(at.clone()),
            _ => None,
        };
        Self { sections, typed }
    }
}

fn is_text(at: &FieldAt) -> bool {
    at.record.kind.field(&at.field).is_some_and(|field| field.shape.is_text())
}
