//! From changes to verdicts: what each operation touches, and whether the change may join the
//! board at all. It judges operations, never differences: an edit that adds and then deletes
//! leaves no visible difference and still counts.
//!
//! ```text
//! sizes -> dependencies -> counters -> sequence and signature -> form -> operations -> policy
//! ```
//! It applies nothing and stores nothing. Bytes are parsed, with their own caps, before they
//! come here. What is taken is sound: Automerge applies it, saves it and loads it again.

mod laid;
mod lately;
mod named;
mod operations;
pub(crate) mod spots;

use crate::door::Refusal;
use crate::ids::{MemberId, RecordId};
use crate::policy::Touch;
use crate::record::RecordAt;
use crate::sections::{Kind, Section};
use automerge::legacy::OpId;
use automerge::{ActorId, Automerge, Change, ChangeHash, ROOT, ReadDoc};
use laid::Laid;
use lately::Lately;
use operations::Read;
use spots::Spot;
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Largest change as it is stored, in bytes.
pub const MAX_CHANGE_BYTES: usize = 8 * 1024 * 1024;
/// Longest message of a change, in bytes; ours are single words.
pub const MAX_MESSAGE_BYTES: usize = 1_024;
/// Most operations in one change: an act's text letter by letter, and what it deletes.
pub const MAX_CHANGE_OPS: usize = 250_000;
/// Most changes that one change builds on directly: Automerge's work grows with their square.
pub const MAX_DEPS: usize = crate::wire::chunks::MAX_DEPS as usize;
/// Longest footer of a change, in bytes: its author's name.
pub const MAX_FOOTER_BYTES: usize = 256;
/// Times further from 1970 than this, either way, would overflow when a board is saved.
const MAX_TIME: i64 = 1 << 52;
/// Counters stop here, with room for what the server itself writes.
const MAX_COUNTER: u64 = u32::MAX as u64 - 10_000_000;
/// Most changes looked at to find an actor's previous one behind what the next builds on.
const MAX_STEPS_BACK: usize = 10_000;
/// Most actors that change one board. A fresh one for every change would slow it for all.
pub const MAX_ACTORS: usize = 20_000;

/// The actors of a board: how far each has come, and who signed it.
///
/// Made once for a board and kept along with it, since reading it takes the whole history.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    known: HashMap<ActorId, Actor>,
    lately: Lately,
}

#[derive(Clone, Debug, Default)]
struct Actor {
    seq: u64,
    /// Their last change, and its highest counter.
    last: Option<(ChangeHash, u64)>,
    author: Option<MemberId>,
    /// Operations of all their changes.
    operations: u64,
}

impl Actors {
    pub fn of(board: &Automerge) -> Self {
        let mut actors = Self::default();
        for meta in board.get_changes_meta(&[]) {
            let author = meta.author.as_ref().and_then(|author| member(author.as_bytes()));
            actors.note(&meta.actor, meta.seq, (meta.hash, meta.max_op), author);
            actors.count(&meta.actor, (meta.max_op + 1).saturating_sub(meta.start_op));
        }
        actors
    }

    /// A change of theirs joined the board.
    pub fn note_change(&mut self, change: &Change) {
        self.note(change.actor_id(), change.seq(), (change.hash(), change.max_op()), signature(change));
        self.count(change.actor_id(), change.len() as u64);
    }

    /// How many operations an actor's changes hold. No counter of the board is above the sum of all,
    /// since each begins at most one past the highest.
    pub fn operations(&self, actor: &ActorId) -> u64 {
        self.known.get(actor).map_or(0, |known| known.operations)
    }

    fn count(&mut self, actor: &ActorId, operations: u64) {
        self.known.entry(actor.clone()).or_default().operations += operations;
    }

    /// Who signed the actor's first change.
    pub fn author(&self, actor: &ActorId) -> Option<&MemberId> {
        self.known.get(actor)?.author.as_ref()
    }

    fn note(&mut self, actor: &ActorId, seq: u64, last: (ChangeHash, u64), author: Option<MemberId>) {
        let known = self.known.entry(actor.clone()).or_default();
        if seq > known.seq {
            known.seq = seq;
            known.last = Some(last);
        }
        known.author = known.author.take().or(author);
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
    /// What was taken and is not on the board yet, and what it builds on.
    taken: HashMap<ChangeHash, Vec<ChangeHash>>,
    refused: HashSet<ChangeHash>,
    made: Made,
}

/// What the changes taken so far made, which the board cannot tell yet.
#[derive(Default)]
struct Made {
    objects: HashMap<OpId, Spot>,
    /// Where their operations stand, and those of some before them.
    lately: Lately,
    creators: HashMap<RecordAt, Option<MemberId>>,
    /// Of records that speak for an organisation.
    organisations: HashMap<RecordAt, RecordId>,
}

impl<'b> Batch<'b> {
    pub fn new(board: &'b Automerge, mut actors: Actors) -> Self {
        let lately = std::mem::take(&mut actors.lately);
        let on_board = |head| board.get_change_meta_by_hash(head).map(|meta| meta.max_op);
        let heads = board.get_heads();
        let max_ops = heads.iter().filter_map(|head| lately.max_op(head).or_else(|| on_board(head)));
        Self {
            board,
            actors,
            highest: max_ops.max().unwrap_or(0),
            taken: HashMap::new(),
            refused: HashSet::new(),
            made: Made { lately, ..Made::default() },
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
        if self.taken.contains_key(&hash) || crate::board::holds(self.board, &hash) {
            return Ok(vec![]);
        }
        // Soundness is proved so that nothing panics; if something does, it was not sound.
        let judged = catch_unwind(AssertUnwindSafe(|| self.judged(change, author, allow)));
        match judged.unwrap_or(Err(Refusal::Unsound)) {
            Ok((read, laid)) => {
                self.highest = self.highest.max(change.max_op());
                self.taken.insert(hash, change.deps().to_vec());
                self.actors.note_change(change);
                self.made.lately.note((hash, change.max_op()), change.actor_id(), laid);
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

    /// What the change does and where its operations stand, if it may join.
    fn judged(
        &self,
        change: &Change,
        author: Option<&MemberId>,
        allow: impl FnOnce(&[Touch]) -> Result<(), Refusal>,
    ) -> Result<(Read, Laid), Refusal> {
        self.sound(change)?;
        let expanded = change.decode();
        let laid = Laid::of(&expanded.operations, expanded.start_op.get());
        if crate::board::is_seed(&change.hash()) {
            // Everybody's: whoever brings it wrote none of it. What comes with it builds on it.
            let objects = operations::laid_down(self.board, &self.made, &expanded);
            return Ok((Read { objects, ..Read::default() }, laid));
        }
        let read = operations::read(self.board, &self.made, &expanded, &laid, author)?;
        allow(&read.touches)?;
        // A board keeps operations, not bytes. A change that it would write down in other bytes
        // has another name when the board is loaded again, and the board is unreadable.
        if Change::from(expanded).hash() != change.hash() {
            return Err(Refusal::Unsound);
        }
        Ok((read, laid))
    }

    /// The actors of the board and of what was taken so far.
    pub fn actors(&self) -> &Actors {
        &self.actors
    }

    /// The actors of the board and of what was taken.
    pub fn into_actors(self) -> Actors {
        Actors { lately: self.made.lately.bounded(), ..self.actors }
    }

    /// What can be proved of a change without looking at its operations.
    fn sound(&self, change: &Change) -> Result<(), Refusal> {
        fits(change)?;
        let mut floor = 0;
        for (at, dep) in change.deps().iter().enumerate() {
            floor = match self.max_op(dep) {
                Some(max_op) => floor.max(max_op),
                None if self.refused.contains(dep) => return Err(Refusal::BuildsOnRefused),
                None => return Err(Refusal::Unsound),
            };
            if change.deps()[..at].contains(dep) {
                return Err(Refusal::Unsound);
            }
        }
        // A huge counter would leave no room for the next honest edit.
        let start = change.start_op().get();
        if start <= floor || start > self.highest + 1 {
            return Err(Refusal::Unsound);
        }
        // A gap before a change that does nothing is read as operations that are missing.
        if change.is_empty() && start != floor + 1 {
            return Err(Refusal::Unsound);
        }
        if change.max_op() > MAX_COUNTER {
            return Err(Refusal::TooLarge);
        }
        match self.actors.known.get(change.actor_id()) {
            None if change.seq() != 1 => return Err(Refusal::Unsound),
            None if self.actors.known.len() >= MAX_ACTORS => return Err(Refusal::TooLarge),
            None => {}
            Some(known) => self.follows_own(change, known)?,
        }
        is_signed_well(change)
    }

    fn max_op(&self, hash: &ChangeHash) -> Option<u64> {
        let on_board = || self.board.get_change_meta_by_hash(hash).map(|meta| meta.max_op);
        self.made.lately.max_op(hash).or_else(on_board)
    }

    /// An actor's change builds on their previous one. Else whoever has it without the previous
    /// one cannot tell that something is missing, and Automerge panics at their desk.
    fn follows_own(&self, change: &Change, known: &Actor) -> Result<(), Refusal> {
        let (last, max_op) = known.last.ok_or(Refusal::Unsound)?;
        if change.seq() != known.seq + 1 || change.start_op().get() <= max_op {
            return Err(Refusal::Unsound);
        }
        let mut open: Vec<ChangeHash> = change.deps().to_vec();
        if open.contains(&last) {
            return Ok(());
        }
        // Behind it, as far as counters are above: somebody wrote on what others built on theirs.
        let mut seen = HashSet::new();
        while let Some(hash) = open.pop() {
            if hash == last {
                return Ok(());
            }
            let is_above = self.max_op(&hash).is_some_and(|of_hash| of_hash > max_op);
            if !is_above || !seen.insert(hash) {
                continue;
            }
            if seen.len() > MAX_STEPS_BACK {
                return Err(Refusal::TooLarge);
            }
            match (self.taken.get(&hash), self.board.get_change_meta_by_hash(&hash)) {
                (Some(deps), _) => open.extend(deps),
                (None, Some(meta)) => open.extend(&meta.deps),
                (None, None) => return Err(Refusal::Unsound),
            }
        }
        Err(Refusal::Unsound)
    }
}

fn fits(change: &Change) -> Result<(), Refusal> {
    let is_small = change.raw_bytes().len() <= MAX_CHANGE_BYTES
        && change.len() <= MAX_CHANGE_OPS
        && change.deps().len() <= MAX_DEPS
        && change.extra_bytes().len() <= MAX_FOOTER_BYTES
        && change.timestamp().abs_diff(0) <= MAX_TIME.unsigned_abs()
        && change.message().is_none_or(|message| message.len() <= MAX_MESSAGE_BYTES);
    if is_small { Ok(()) } else { Err(Refusal::TooLarge) }
}

/// Automerge panics on a signature later in an actor's life.
fn is_signed_well(change: &Change) -> Result<(), Refusal> {
    match (change.author(), change.seq()) {
        // A footer that names nobody.
        (None, _) if !change.extra_bytes().is_empty() => Err(Refusal::Unsound),
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
