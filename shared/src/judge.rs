//! From changes to verdicts: what each operation touches, and whether the change may join the
//! board at all. It judges operations, never differences: an edit that adds and then deletes
//! leaves no visible difference and still counts.
//!
//! ```text
//! sizes -> dependencies -> counters -> sequence and signature -> operations -> policy
//! ```
//! It applies nothing and stores nothing. Bytes are parsed, with their own caps, before they
//! come here; whoever applies what was judged does so where a panic harms nobody.

mod operations;
mod spots;

use crate::door::Refusal;
use crate::ids::{MemberId, RecordId};
use crate::policy::Touch;
use crate::record::RecordAt;
use crate::sections::{Kind, Section};
use automerge::legacy::OpId;
use automerge::{ActorId, Automerge, Change, ChangeHash, ROOT, ReadDoc};
use operations::Read;
use spots::Spot;
use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

/// Largest change as it is stored, in bytes.
pub const MAX_CHANGE_BYTES: usize = 8 * 1024 * 1024;
/// Longest message of a change, in bytes; ours are single words.
pub const MAX_MESSAGE_BYTES: usize = 1_024;
/// Most operations in one change: an act's text letter by letter, and what it deletes.
pub const MAX_CHANGE_OPS: usize = 1_000_000;
/// Most actors that change one board. A fresh one for every change would slow it for all.
pub const MAX_ACTORS: usize = 20_000;

/// The actors of a board: how far each has come, and who signed it.
///
/// Made once for a board and kept along with it, since reading it takes the whole history.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    known: HashMap<ActorId, Actor>,
}

#[derive(Clone, Debug, Default)]
struct Actor {
    seq: u64,
    author: Option<MemberId>,
}

impl Actors {
    pub fn of(board: &Automerge) -> Self {
        let mut actors = Self::default();
        for meta in board.get_changes_meta(&[]) {
            let author = meta.author.as_ref().and_then(|author| member(author.as_bytes()));
            actors.note(&meta.actor, meta.seq, author);
        }
        actors
    }

    /// A change of theirs joined the board.
    pub fn note_change(&mut self, change: &Change) {
        self.note(change.actor_id(), change.seq(), signature(change));
    }

    /// Who signed the actor's first change.
    pub fn author(&self, actor: &ActorId) -> Option<&MemberId> {
        self.known.get(actor)?.author.as_ref()
    }

    fn note(&mut self, actor: &ActorId, seq: u64, author: Option<MemberId>) {
        let known = self.known.entry(actor.clone()).or_default();
        known.seq = known.seq.max(seq);
        known.author = known.author.take().or(author);
    }

    fn seq(&self, actor: &ActorId) -> u64 {
        self.known.get(actor).map_or(0, |known| known.seq)
    }
}

/// The member who signed a change: only an actor's first change is signed.
pub fn signature(change: &Change) -> Option<MemberId> {
    member(change.author()?.as_bytes())
}

fn member(bytes: &[u8]) -> Option<MemberId> {
    MemberId::parse(std::str::from_utf8(bytes).ok()?)
}

/// An order in which changes follow from each other: each stands behind what it builds on.
pub fn in_order(mut changes: Vec<Change>) -> Vec<Change> {
    // A change's counters begin above those of everything it builds on.
    changes.sort_by_cached_key(|change| (change.start_op(), change.actor_id().clone(), change.seq()));
    changes
}

/// Changes judged together, against a board that holds none of them yet.
pub struct Batch<'b> {
    board: &'b Automerge,
    actors: Actors,
    /// The highest counter on the board and in what was taken.
    highest: u64,
    taken: HashMap<ChangeHash, u64>,
    refused: HashSet<ChangeHash>,
    made: Made,
}

/// What the changes taken so far made, which the board cannot tell yet.
#[derive(Default)]
struct Made {
    objects: HashMap<OpId, Spot>,
    /// The counters of each actor's operations, change by change, in order.
    counters: HashMap<ActorId, Vec<RangeInclusive<u64>>>,
    creators: HashMap<RecordAt, Option<MemberId>>,
    /// Of records that speak for an organisation.
    organisations: HashMap<RecordAt, RecordId>,
}

impl Made {
    fn holds(&self, id: &OpId) -> bool {
        let Some(counters) = self.counters.get(id.actor()) else { return false };
        let behind = counters.partition_point(|range| *range.start() <= id.counter());
        behind > 0 && counters[behind - 1].contains(&id.counter())
    }
}

impl<'b> Batch<'b> {
    pub fn new(board: &'b Automerge, actors: Actors) -> Self {
        let heads = board.get_heads();
        let metas = heads.iter().filter_map(|head| board.get_change_meta_by_hash(head));
        Self {
            board,
            actors,
            highest: metas.map(|meta| meta.max_op).max().unwrap_or(0),
            taken: HashMap::new(),
            refused: HashSet::new(),
            made: Made::default(),
        }
    }

    /// Judges one change by `author`, after all it builds on ([`in_order`]). `allow` answers for
    /// the policy. What is taken counts as on the board for those that follow.
    ///
    /// A change that is on the board already touches nothing.
    ///
    /// # Errors
    /// Why the change is refused; what builds on it is then refused too.
    pub fn verdict(
        &mut self,
        change: &Change,
        author: Option<&MemberId>,
        allow: impl FnOnce(&[Touch]) -> Result<(), Refusal>,
    ) -> Result<Vec<Touch>, Refusal> {
        let hash = change.hash();
        if self.taken.contains_key(&hash) || self.board.get_change_meta_by_hash(&hash).is_some() {
            return Ok(vec![]);
        }
        let judged = self.sound(change).and_then(|()| {
            if crate::board::is_seed(&hash) {
                return Ok(Read::default());
            }
            let read = operations::read(self.board, &self.made, change, author)?;
            allow(&read.touches)?;
            Ok(read)
        });
        match judged {
            Ok(read) => {
                self.highest = self.highest.max(change.max_op());
                self.taken.insert(hash, change.max_op());
                self.actors.note_change(change);
                let counters = change.start_op().get()..=change.max_op();
                self.made.counters.entry(change.actor_id().clone()).or_default().push(counters);
                self.made.objects.extend(read.objects);
                self.made.creators.extend(read.created.into_iter().map(|at| (at, author.cloned())));
                self.made.organisations.extend(read.organisations);
                Ok(read.touches)
            }
            Err(why) => {
                self.refused.insert(hash);
                Err(why)
            }
        }
    }

    /// The actors of the board and of what was taken.
    pub fn into_actors(self) -> Actors {
        self.actors
    }

    /// What can be proved of a change without looking at its operations.
    fn sound(&self, change: &Change) -> Result<(), Refusal> {
        fits(change)?;
        let mut floor = 0;
        for dep in change.deps() {
            let on_board = || self.board.get_change_meta_by_hash(dep).map(|meta| meta.max_op);
            floor = match self.taken.get(dep).copied().or_else(on_board) {
                Some(max_op) => floor.max(max_op),
                None if self.refused.contains(dep) => return Err(Refusal::BuildsOnRefused),
                None => return Err(Refusal::Unsound),
            };
        }
        // A huge counter would leave no room for the next honest edit.
        let start = change.start_op().get();
        if start <= floor || start > self.highest + 1 {
            return Err(Refusal::Unsound);
        }
        if change.seq() != self.actors.seq(change.actor_id()) + 1 {
            return Err(Refusal::Unsound);
        }
        if change.seq() == 1 && self.actors.known.len() >= MAX_ACTORS {
            return Err(Refusal::TooLarge);
        }
        is_signed_well(change)
    }
}

fn fits(change: &Change) -> Result<(), Refusal> {
    let is_small = change.raw_bytes().len() <= MAX_CHANGE_BYTES
        && change.len() <= MAX_CHANGE_OPS
        && change.message().is_none_or(|message| message.len() <= MAX_MESSAGE_BYTES);
    if is_small { Ok(()) } else { Err(Refusal::TooLarge) }
}

/// Automerge panics on a signature later in an actor's life.
fn is_signed_well(change: &Change) -> Result<(), Refusal> {
    match (change.author(), change.seq()) {
        (Some(_), 2..) => Err(Refusal::Unsound),
        (Some(_), _) if signature(change).is_none() => Err(Refusal::Author),
        (Some(_) | None, _) => Ok(()),
    }
}

/// The board's own setting, read from its document.
pub fn observers_comment(board: &Automerge) -> bool {
    let about = board.get(ROOT, Section::About.key()).ok().flatten();
    let flag = about.and_then(|(_, about)| board.get(&about, "observers_comment").ok().flatten());
    flag.is_some_and(|(value, _)| value.as_bool() == Some(true))
}

/// The collection's map of a kind, on the board.
fn collection(board: &Automerge, kind: Kind) -> Option<automerge::ObjId> {
    let (_, section) = board.get(ROOT, kind.section().key()).ok()??;
    let (_, records) = board.get(&section, kind.spec().collection?).ok()??;
    Some(records)
}

#[cfg(test)]
mod tests;
