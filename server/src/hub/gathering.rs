//! What came within a few milliseconds, judged together against the board: what is taken
//! becomes one commit, what is refused is named, what waits for something else waits.

use super::judging::{Judging, Right, Taken};
use super::receipts::CarriedRun;
use super::*;
use shared::board;
use shared::judge;
use shared::receipt;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// One round of judging, on its way to its commit.
pub(super) struct Gathered {
    pub batch: Arc<Batch>,
    /// What the batch stores, in an order in which it applies.
    pub changes: Vec<Change>,
    pub settled: Vec<Settled>,
    /// What others than its authors brought.
    pub carried: Vec<CarriedRun>,
    /// Actors that came by receipt, whose the board itself says they are.
    pub unsigned: Vec<ActorId>,
    /// Our own acts once broke off here: they are left out.
    pub acts_broke_off: bool,
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
    /// Judges what was gathered. Touches no board.
    pub(super) fn judged(&mut self, inbox: Vec<Delivery>, effects: &mut Vec<Effect>) -> Gathered {
        let mut orphans: Vec<(SocketId, Vec<Change>)> = Vec::new();
        let actors = std::mem::take(&mut self.actors);
        let mut judging = Judging::new(&self.board, actors, &self.bindings, &self.me.limits);
        let mut settled = Vec::new();
        for Delivery { from, changes } in inbox {
            let outcome = match &from {
                From::Server { .. } => Outcome::default(), // later, on top of everybody's
                From::File { who, .. } => {
                    let mut outcome = Outcome { brought: true, ..Outcome::default() };
                    let brought = Brought { who, refused: &HashMap::new(), receipted: &HashSet::new() };
                    brought.take(&mut judging, judge::in_order(changes), &mut outcome);
                    outcome
                }
                From::Peer { socket, .. } => {
                    let Some(peer) = self.peers.get_mut(socket) else { continue }; // gone meanwhile
                    let mut outcome = Outcome { brought: !changes.is_empty(), ..Outcome::default() };
                    let mut all = std::mem::take(&mut peer.orphans);
                    all.extend(changes);
                    let receipted = receipt::covered(&peer.receipted, &all);
                    let brought = Brought { who: &peer.who, refused: &peer.refused, receipted: &receipted };
                    let waiting = brought.take(&mut judging, judge::in_order(all), &mut outcome);
                    orphans.push((*socket, waiting));
                    outcome
                }
            };
            settled.push(Settled { from, outcome });
        }
        let Taken { changes, bound, carried, unsigned, actors } = judging.into_taken();
        self.actors = actors;
        for (socket, waiting) in orphans {
            let Some(peer) = self.peers.get_mut(&socket) else { continue };
            if waiting.len() > self.me.limits.orphans_per_socket {
                effects.push(Effect::Close { socket, why: "changes without their past" });
            } else {
                peer.orphans = waiting;
            }
        }
        let stored = changes.iter().map(StoredChange::from).collect();
        let batch = Arc::new(Batch { changes: stored, bindings: bound });
        Gathered { batch, changes, settled, carried, unsigned, acts_broke_off: false }
    }

    /// The acts of the server itself, and whose the actors are that sign nothing.
    pub(super) fn add_our_own(&mut self, now: Now, gathered: &mut Gathered) {
        if gathered.acts_broke_off {
            return;
        }
        let mut settled = std::mem::take(&mut gathered.settled);
        for Settled { from, outcome } in &mut settled {
            if let From::Server { act, .. } = from {
                outcome.taken = self.act(act, now, gathered);
            }
        }
        gathered.settled = settled;
        self.bind_published(gathered);
        self.mark_carried(now, gathered);

        let people = shared::record::RecordAt::single(shared::sections::Kind::People);
        let bindings = gathered.batch.bindings.iter();
        let unsigned = bindings.filter(|bound| self.actors.author(&bound.actor).is_none());
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
    pub(super) fn act(&mut self, act: &Act, now: Now, gathered: &mut Gathered) -> Vec<ChangeHash> {
        let ours = ActorId::from(self.me.actor.as_slice());
        let performed =
            board::perform_on(&mut self.board, act, (self.me.actor, &self.me.author), (now.0 / 1_000) as i64);
        let changes = match performed {
            Ok(changes) => changes,
            Err(error) => {
                tracing::warn!(%error, "an act of the server itself was not performed");
                return vec![];
            }
        };
        let batch = Arc::make_mut(&mut gathered.batch);
        for change in &changes {
            self.actors.note_change(change);
            batch.changes.push(StoredChange::from(change));
            if *change.actor_id() == ours && !self.bindings.contains_key(&ours) {
                let member = self.me.author.clone();
                batch.bindings.push(Binding { actor: ours.clone(), member });
            }
        }
        let hashes = changes.iter().map(Change::hash).collect();
        gathered.changes.extend(changes);
        hashes
    }
}

impl Outcome {
    /// Some of what was taken does not apply after all.
    pub fn take_back(&mut self, unfit: &HashSet<ChangeHash>) {
        let (gone, kept) = self.taken.drain(..).partition(|hash| unfit.contains(hash));
        self.taken = kept;
        let gone: Vec<ChangeHash> = gone;
        self.refused.extend(gone.into_iter().map(|hash| (hash, Refusal::Unsound)));
    }
}

/// Changes somebody brings, and what is known of them before they are judged.
struct Brought<'a> {
    who: &'a Who,
    /// Not taken from here before.
    refused: &'a HashMap<ChangeHash, Refusal>,
    /// Once committed by this server, as a receipt proves.
    receipted: &'a HashSet<ChangeHash>,
}

impl Brought<'_> {
    /// Judges changes in the order in which they follow from each other; gives back those whose
    /// dependencies have not come.
    fn take(&self, judging: &mut Judging<'_>, changes: Vec<Change>, outcome: &mut Outcome) -> Vec<Change> {
        let is_first_fill = judging.is_first_fill(self.who, &changes);
        let mut refused: HashSet<ChangeHash> = HashSet::new();
        let mut waiting = Vec::new();
        for change in changes {
            let hash = change.hash();
            if judging.holds(&hash) || refused.contains(&hash) {
                continue;
            }
            let right = match (self.receipted.contains(&hash), is_first_fill) {
                (true, _) => Right::Receipt,
                (false, true) => Right::FirstFill,
                (false, false) => Right::Roles,
            };
            let is_refused = |dep: &ChangeHash| {
                !judging.holds(dep) && (refused.contains(dep) || self.refused.contains_key(dep))
            };
            let verdict = match self.refused.get(&hash) {
                Some(why) if right != Right::Receipt => Err(*why),
                Some(_) | None if change.deps().iter().any(is_refused) => Err(Refusal::BuildsOnRefused),
                Some(_) | None if !change.deps().iter().all(|dep| judging.holds(dep)) => {
                    waiting.push(change);
                    continue;
                }
                Some(_) | None => judging.take(self.who, change, right),
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
}

/// Applies changes to a board, leaving out those that do not apply and what builds on them:
/// the hashes of these. The board itself is only ever a copy that went well.
pub(super) fn unfit(board: &mut Automerge, changes: &[Change]) -> HashSet<ChangeHash> {
    let mut unfit = HashSet::new();
    let mut halves = vec![changes];
    while let Some(some) = halves.pop() {
        if let Some(whole) = with(board.clone(), some) {
            *board = whole;
        } else if let [change] = some {
            unfit.insert(change.hash());
        } else {
            let (first, second) = some.split_at(some.len() / 2);
            halves.extend([second, first]);
        }
    }
    unfit
}

fn with(mut board: Automerge, changes: &[Change]) -> Option<Automerge> {
    let applied = catch_unwind(AssertUnwindSafe(|| board.apply_changes(changes.to_vec())));
    let is_there = |change: &Change| holds(&board, &change.hash());
    (matches!(applied, Ok(Ok(()))) && changes.iter().all(is_there)).then_some(board)
}
