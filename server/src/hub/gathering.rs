//! What came within a few milliseconds, judged together against the board: what is taken
//! becomes one commit, what is refused is named, what waits for something else waits.

use super::judging::Judging;
use super::peers::MAX_ORPHANS;
use super::*;
use shared::board::Board;
use shared::judge::{self, Actors};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// One round of judging, waiting for its commit.
pub(super) struct Gathered {
    /// The board with everything that was taken.
    pub board: Automerge,
    pub actors: Actors,
    pub batch: Batch,
    pub settled: Vec<Settled>,
}

/// A delivery and what came of it.
pub(super) struct Settled {
    pub from: From,
    pub outcome: Outcome,
}

#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Whether it came with changes at all, new or not.
    pub brought: bool,
    pub taken: Vec<ChangeHash>,
    pub refused: Vec<Refused>,
}

impl Outcome {
    pub fn carried(&self) -> Carried {
        let mut counts: BTreeMap<Refusal, u32> = BTreeMap::new();
        for (_, why) in &self.refused {
            *counts.entry(*why).or_default() += 1;
        }
        Carried { added: self.taken.len() as u32, refused: counts.into_iter().collect() }
    }
}

impl Hub {
    /// Judges what was gathered, and makes the board that it would be.
    pub(super) fn judged(&mut self, inbox: Vec<Delivery>, now: Now, effects: &mut Vec<Effect>) -> Gathered {
        let mut orphans: Vec<(SocketId, Vec<Change>)> = Vec::new();
        let mut judging = Judging::new(&self.board, &self.actors, &self.bindings);
        let mut settled = Vec::new();
        for Delivery { from, changes } in inbox {
            let outcome = match &from {
                From::Server { .. } => Outcome::default(), // below, on top of everybody's
                From::File { who, .. } => {
                    let mut outcome = Outcome { brought: true, ..Outcome::default() };
                    take(&mut judging, who, judge::in_order(changes), &HashMap::new(), &mut outcome);
                    outcome
                }
                From::Peer { socket, .. } => {
                    let Some(peer) = self.peers.get_mut(socket) else { continue }; // gone meanwhile
                    let mut outcome = Outcome { brought: !changes.is_empty(), ..Outcome::default() };
                    let mut all = std::mem::take(&mut peer.orphans);
                    all.extend(changes);
                    let all = judge::in_order(all);
                    let waiting = take(&mut judging, &peer.who, all, &peer.refused, &mut outcome);
                    orphans.push((*socket, waiting));
                    outcome
                }
            };
            settled.push(Settled { from, outcome });
        }
        let (changes, bindings, actors) = judging.into_taken();
        for (socket, waiting) in orphans {
            let Some(peer) = self.peers.get_mut(&socket) else { continue };
            if waiting.len() > MAX_ORPHANS {
                effects.push(Effect::Close { socket, why: "changes without their past" });
            } else {
                peer.orphans = waiting;
            }
        }

        let (board, unfit) = applied(&self.board, &changes);
        if !unfit.is_empty() {
            tracing::warn!(count = unfit.len(), "changes that seemed sound did not apply");
            settled.iter_mut().for_each(|settled| settled.outcome.take_back(&unfit));
        }
        let changes = changes.iter().filter(|change| !unfit.contains(&change.hash()));
        let batch = Batch { changes: changes.map(StoredChange::from).collect(), bindings };
        let actors = if unfit.is_empty() { actors } else { Actors::of(&board) };
        let mut gathered = Gathered { board, actors, batch, settled };
        self.add_our_own(now, &mut gathered);
        gathered
    }

    /// The acts of the server itself, and whose the actors are that sign nothing.
    fn add_our_own(&self, now: Now, gathered: &mut Gathered) {
        let mut settled = std::mem::take(&mut gathered.settled);
        for Settled { from, outcome } in &mut settled {
            if let From::Server { act, .. } = from {
                outcome.taken = self.act(act, now, gathered);
            }
        }
        gathered.settled = settled;

        let people = shared::record::RecordAt::single(shared::sections::Kind::People);
        let bindings = gathered.batch.bindings.iter();
        let unsigned = bindings.filter(|bound| gathered.actors.author(&bound.actor).is_none());
        let edits: Vec<_> = unsigned
            .map(|bound| shared::act::Edit::Set {
                at: people.cell("actors", &bound.actor.to_hex_string()),
                value: Some(bound.member.as_str().into()),
            })
            .collect();
        if !edits.is_empty() {
            self.act(&Act::new(shared::act::Message::Door, edits), now, gathered);
        }
    }

    /// Performs an act of the server's own on the board to be.
    fn act(&self, act: &Act, now: Now, gathered: &mut Gathered) -> Vec<ChangeHash> {
        let before = gathered.board.get_heads();
        let performed = Board::load(&gathered.board.save(), self.me.actor, Some(&self.me.author)).and_then(
            |mut board| {
                board.perform(act, (now.0 / 1_000) as i64)?;
                Ok(board.changes_since(&before))
            },
        );
        let changes = match performed {
            Ok(changes) => changes,
            Err(error) => {
                tracing::warn!(%error, "an act of the server itself was not performed");
                return vec![];
            }
        };
        if gathered.board.apply_changes(changes.clone()).is_err() {
            tracing::error!("the server's own changes did not apply");
            return vec![];
        }
        let ours = ActorId::from(self.me.actor.as_slice());
        for change in &changes {
            gathered.actors.note_change(change);
            gathered.batch.changes.push(StoredChange::from(change));
            if *change.actor_id() == ours && !self.bindings.contains_key(&ours) {
                let member = self.me.author.clone();
                gathered.batch.bindings.push(Binding { actor: ours.clone(), member });
            }
        }
        changes.iter().map(Change::hash).collect()
    }
}

impl Outcome {
    /// Some of what was taken does not apply after all.
    fn take_back(&mut self, unfit: &HashSet<ChangeHash>) {
        let (gone, kept) = self.taken.drain(..).partition(|hash| unfit.contains(hash));
        self.taken = kept;
        let gone: Vec<ChangeHash> = gone;
        self.refused.extend(gone.into_iter().map(|hash| (hash, Refusal::Unsound)));
    }
}

/// Judges changes in the order in which they follow from each other; gives back those whose
/// dependencies have not come.
fn take(
    judging: &mut Judging<'_>,
    who: &Who,
    changes: Vec<Change>,
    refused_before: &HashMap<ChangeHash, Refusal>,
    outcome: &mut Outcome,
) -> Vec<Change> {
    let is_first_fill = judging.is_first_fill(who, &changes);
    let mut refused: HashSet<ChangeHash> = HashSet::new();
    let mut waiting = Vec::new();
    for change in changes {
        let hash = change.hash();
        if judging.holds(&hash) || refused.contains(&hash) {
            continue;
        }
        let is_refused = |hash: &ChangeHash| refused.contains(hash) || refused_before.contains_key(hash);
        let verdict = match refused_before.get(&hash) {
            Some(why) => Err(*why),
            None if change.deps().iter().any(is_refused) => Err(Refusal::BuildsOnRefused),
            None if !change.deps().iter().all(|dep| judging.holds(dep)) => {
                waiting.push(change);
                continue;
            }
            None => judging.take(who, change, is_first_fill),
        };
        match verdict {
            Ok(()) => outcome.taken.push(hash),
            Err(why) => {
                refused.insert(hash);
                outcome.refused.push((hash, why));
            }
        }
    }
    waiting.dedup_by_key(|change| change.hash());
    waiting
}

/// The board with these changes, and those of them that do not apply. The board itself is
/// never touched, so a panic in Automerge harms only the copy.
fn applied(board: &Automerge, changes: &[Change]) -> (Automerge, HashSet<ChangeHash>) {
    if changes.is_empty() {
        return (board.clone(), HashSet::new());
    }
    if let Some(whole) = with(board.clone(), changes) {
        return (whole, HashSet::new());
    }
    // Rare and hostile: find out which. A failure may leave the copy half done, so it starts anew.
    let (mut good, mut unfit) = (Vec::new(), HashSet::new());
    let mut copy = board.clone();
    for change in changes {
        let is_orphaned = change.deps().iter().any(|dep| unfit.contains(dep));
        match (!is_orphaned).then(|| with(copy.clone(), std::slice::from_ref(change))).flatten() {
            Some(next) => {
                copy = next;
                good.push(change);
            }
            None => {
                unfit.insert(change.hash());
            }
        }
    }
    (copy, unfit)
}

fn with(mut board: Automerge, changes: &[Change]) -> Option<Automerge> {
    let applied = catch_unwind(AssertUnwindSafe(|| board.apply_changes(changes.to_vec())));
    let is_there = |change: &Change| board.get_change_meta_by_hash(&change.hash()).is_some();
    (matches!(applied, Ok(Ok(()))) && changes.iter().all(is_there)).then_some(board)
}
