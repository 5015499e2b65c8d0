//! From gathering to the commit and back to rest: when the board is ahead of the log, and how it
//! comes back to what the log holds when it broke or storage refused.

use super::gathering::Gathered;
use super::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// First and longest wait before a commit is tried again.
const RETRY_MIN: Duration = Duration::from_millis(250);
const RETRY_MAX: Duration = Duration::from_secs(5);

/// Where the board stands between gathering and the commit.
pub(super) enum Stage {
    Resting,
    Gathering {
        until: Now,
    },
    /// The board holds what was gathered; the log does not yet.
    Committing {
        gathered: Box<Gathered>,
    },
    /// The board is being read from the log again; what it holds meanwhile counts for nothing.
    Restoring {
        then: Then,
        /// When to ask again, if the log could not be read.
        again: Option<Now>,
    },
    /// Storage refused, and the board is without what it refused: tried again at `until`.
    Held {
        gathered: Box<Gathered>,
        until: Now,
        wait: Duration,
    },
}

/// What the board was broken off from.
pub(super) enum Then {
    /// Applying broke it: try each change on a copy, and go on with those that fit.
    Try(Box<Gathered>),
    /// Storage refused: hold what was gathered.
    Hold { gathered: Box<Gathered>, wait: Duration },
    /// It was committed, by us or by another writer: go on.
    Go(Option<Box<Gathered>>),
}

impl Hub {
    /// Whether the board holds what is not committed, or nothing that counts.
    pub(super) fn is_ahead(&self) -> bool {
        match self.stage {
            Stage::Committing { .. } | Stage::Restoring { .. } => true,
            Stage::Resting | Stage::Gathering { .. } | Stage::Held { .. } => false,
        }
    }

    /// Whether storage refused the last commit.
    pub fn is_held(&self) -> bool {
        match &self.stage {
            Stage::Held { .. } | Stage::Restoring { then: Then::Hold { .. }, .. } => true,
            Stage::Resting
            | Stage::Gathering { .. }
            | Stage::Committing { .. }
            | Stage::Restoring { then: Then::Try(_) | Then::Go(_), .. } => false,
        }
    }

    pub(super) fn deliver(&mut self, delivery: Delivery, now: Now, effects: &mut Vec<Effect>) {
        if self.inbox.is_empty() {
            self.inbox_since = now;
        }
        self.inbox.push(delivery);
        if matches!(self.stage, Stage::Resting) {
            self.gather(effects);
        }
    }

    /// Each commit costs a frame to everybody here, and an answer of each: the more there are, the
    /// longer is gathered, counted from the first that came, also during the commit before. And where
    /// the machine does not keep up, the last gathering ended late: then longer still.
    fn gather(&mut self, effects: &mut Vec<Effect>) {
        let limits = &self.me.limits;
        let wait = limits.gather + limits.gather_per_peer * self.peers.len() as u32;
        let late = (self.late * 2).min(limits.gather_late_most);
        let until = self.inbox_since.after(wait.min(limits.gather_most) + late).max(self.now);
        self.stage = Stage::Gathering { until };
        effects.push(Effect::WakeAt(until));
    }

    pub(super) fn woke(&mut self, now: Now, effects: &mut Vec<Effect>) {
        match std::mem::replace(&mut self.stage, Stage::Resting) {
            Stage::Gathering { until } if until <= now => {
                self.late = now.since(until);
                self.judge(now, effects);
            }
            Stage::Held { gathered, until, wait } if until <= now => {
                effects.push(Effect::Commit(gathered.batch.clone()));
                self.stage = Stage::Held { gathered, until: Now(u64::MAX), wait };
            }
            Stage::Restoring { then, again: Some(again) } if again <= now => self.restore(then, effects),
            // An early or late timer of an earlier stage.
            stage @ (Stage::Resting
            | Stage::Gathering { .. }
            | Stage::Committing { .. }
            | Stage::Restoring { .. }
            | Stage::Held { .. }) => self.stage = stage,
        }
        self.reply_to_silent(effects);
        self.tell_late_heads(now, effects);
        effects.extend(self.wakes_at().into_iter().chain(self.heads_due).map(Effect::WakeAt));
    }

    /// When the stage goes on by itself: the alarm that rang may have been another's.
    fn wakes_at(&self) -> Option<Now> {
        match self.stage {
            Stage::Gathering { until } | Stage::Held { until, .. } => Some(until),
            Stage::Restoring { again, .. } => again,
            Stage::Resting | Stage::Committing { .. } => None,
        }
        .filter(|at| *at > self.now && *at < Now(u64::MAX))
    }

    /// Judges what was gathered, tries it on the board, and asks for the commit if anything is new.
    fn judge(&mut self, now: Now, effects: &mut Vec<Effect>) {
        let inbox = std::mem::take(&mut self.inbox);
        let gathered = self.judged(inbox, effects);
        if self.apply(&gathered.changes) {
            self.commit(gathered, now, effects);
        } else {
            tracing::warn!(board = %self.me.board, "changes that seemed sound did not apply");
            self.restore(Then::Try(Box::new(gathered)), effects);
        }
    }

    /// Asks for the commit of what the board holds already, with what the server adds to it.
    fn commit(&mut self, mut gathered: Gathered, now: Now, effects: &mut Vec<Effect>) {
        let added = catch_unwind(AssertUnwindSafe(|| self.add_our_own(now, &mut gathered)));
        if added.is_err() {
            tracing::error!(board = %self.me.board, "an act of the server itself broke off");
            gathered.acts_broke_off = true;
            self.restore(Then::Try(Box::new(gathered)), effects);
            return;
        }
        if gathered.batch.changes.is_empty() {
            self.settle(gathered, effects);
            self.reply(effects);
            self.go_on(effects);
            return;
        }
        effects.push(Effect::Commit(gathered.batch.clone()));
        self.stage = Stage::Committing { gathered: Box::new(gathered) };
    }

    pub(super) fn committed(&mut self, seq: Seq, effects: &mut Vec<Effect>) {
        let gathered = match std::mem::replace(&mut self.stage, Stage::Resting) {
            Stage::Committing { gathered } => gathered,
            Stage::Held { gathered, .. } => {
                self.tell_held(false, effects);
                gathered.changes.iter().for_each(|change| self.actors.note_change(change));
                if !self.apply(&gathered.changes) {
                    // It applied before; the log has it, whatever became of this copy.
                    self.bind(&gathered.batch);
                    self.restore(Then::Go(Some(gathered)), effects);
                    return;
                }
                gathered
            }
            stage @ (Stage::Resting | Stage::Gathering { .. } | Stage::Restoring { .. }) => {
                self.stage = stage;
                return;
            }
        };
        // Another writer's change between ours would be read by `Moved`; a gap is never skipped.
        if seq.0 == self.seq.0 + gathered.batch.changes.len() as u64 {
            self.seq = seq;
        }
        self.bind(&gathered.batch);
        let before = self.move_heads();
        let batch = gathered.batch.clone();
        self.take_back_refusals(&batch.changes, effects);
        let brought = self.settle(*gathered, effects);
        self.relay(&before, &batch.changes, &brought, effects);
        self.go_on(effects);
    }

    fn bind(&mut self, batch: &Batch) {
        for bound in &batch.bindings {
            self.bindings.entry(bound.actor.clone()).or_insert_with(|| bound.member.clone());
        }
    }

    pub(super) fn not_committed(&mut self, now: Now, effects: &mut Vec<Effect>) {
        match std::mem::replace(&mut self.stage, Stage::Resting) {
            Stage::Committing { gathered } => {
                self.tell_held(true, effects);
                self.restore(Then::Hold { gathered, wait: RETRY_MIN }, effects);
            }
            Stage::Held { gathered, wait, .. } => {
                self.hold(gathered, (wait * 2).min(RETRY_MAX), now, effects);
            }
            stage @ (Stage::Resting | Stage::Gathering { .. } | Stage::Restoring { .. }) => {
                self.stage = stage;
            }
        }
    }

    fn hold(&mut self, gathered: Box<Gathered>, wait: Duration, now: Now, effects: &mut Vec<Effect>) {
        let until = now.after(wait);
        self.stage = Stage::Held { gathered, until, wait };
        effects.push(Effect::WakeAt(until));
    }

    fn restore(&mut self, then: Then, effects: &mut Vec<Effect>) {
        self.stage = Stage::Restoring { then, again: None };
        effects.push(Effect::Restore);
    }

    pub(super) fn not_restored(&mut self, now: Now, effects: &mut Vec<Effect>) {
        if let Stage::Restoring { again, .. } = &mut self.stage {
            let at = now.after(RETRY_MAX);
            *again = Some(at);
            effects.push(Effect::WakeAt(at));
        }
    }

    /// The board is what the log holds, nothing more.
    pub(super) fn restored(&mut self, board: Automerge, seq: Seq, now: Now, effects: &mut Vec<Effect>) {
        let then = match std::mem::replace(&mut self.stage, Stage::Resting) {
            Stage::Restoring { then, .. } => then,
            stage @ (Stage::Resting
            | Stage::Gathering { .. }
            | Stage::Committing { .. }
            | Stage::Held { .. }) => {
                self.stage = stage;
                return;
            }
        };
        self.actors = Actors::of(&board);
        self.board = board;
        self.seq = self.seq.max(seq);
        // What another writer, or a commit whose answer was lost, added meanwhile.
        let has_moved = self.board.get_heads() != self.heads;
        if has_moved {
            self.move_heads();
        }
        match then {
            Then::Try(mut gathered) => {
                self.keep_fitting(&mut gathered);
                self.commit(*gathered, now, effects);
            }
            Then::Hold { gathered, wait } => self.hold(gathered, wait, now, effects),
            Then::Go(gathered) => {
                if let Some(gathered) = gathered {
                    self.settle(*gathered, effects);
                }
                self.go_on(effects);
            }
        }
        if has_moved {
            self.bring_up_to_date(now, effects);
        } else if !self.is_ahead() {
            self.reply(effects);
        }
    }

    /// Takes in what another writer committed; it was judged there.
    pub(super) fn moved(&mut self, changes: &[StoredChange], seq: Seq, now: Now, effects: &mut Vec<Effect>) {
        if matches!(self.stage, Stage::Restoring { .. }) {
            return; // the log is being read anyway
        }
        let read = changes.iter().map(|change| Change::from_bytes(change.bytes.clone()));
        let Ok(read) = read.collect::<Result<Vec<Change>, _>>() else {
            return; // the log's own damage shows when the board is loaded
        };
        let is_new = |change: &Change| !holds(&self.board, &change.hash());
        let new: Vec<Change> = read.into_iter().filter(is_new).collect();
        self.seq = seq.max(self.seq);
        if new.is_empty() {
            return;
        }
        new.iter().for_each(|change| self.actors.note_change(change));
        let is_whole = self.apply(&new);
        match std::mem::replace(&mut self.stage, Stage::Resting) {
            Stage::Committing { gathered } if is_whole => {
                // Everybody hears of both after the commit.
                self.peers.values_mut().for_each(Peer::fall_behind);
                self.stage = Stage::Committing { gathered };
            }
            // The answer to the commit finds no commit; the log has it, and is read after it.
            Stage::Committing { gathered } => self.restore(Then::Go(Some(gathered)), effects),
            stage @ (Stage::Resting | Stage::Gathering { .. } | Stage::Held { .. }) if is_whole => {
                self.stage = stage;
                self.move_heads();
                self.bring_up_to_date(now, effects);
            }
            Stage::Held { gathered, wait, .. } => self.restore(Then::Hold { gathered, wait }, effects),
            Stage::Resting | Stage::Gathering { .. } | Stage::Restoring { .. } => {
                self.restore(Then::Go(None), effects);
            }
        }
    }

    /// What the board holds is committed now. Gives the heads of before.
    fn move_heads(&mut self) -> Vec<ChangeHash> {
        let before = std::mem::replace(&mut self.heads, self.board.get_heads());
        self.remember(before.clone());
        before
    }

    /// These heads may still be acknowledged.
    pub(super) fn remember(&mut self, heads: Vec<ChangeHash>) {
        self.lately.push_back(heads);
        if self.lately.len() > level::LATELY {
            self.lately.pop_front();
        }
    }

    /// Tells everybody what they lack, one by one, and what the server has.
    fn bring_up_to_date(&mut self, now: Now, effects: &mut Vec<Effect>) {
        self.peers.values_mut().for_each(Peer::fall_behind);
        if self.is_ahead() {
            return; // after the commit that is under way
        }
        let sockets: Vec<SocketId> = self.peers.keys().copied().collect();
        for socket in sockets {
            self.send_next(socket, effects);
        }
        self.tell_heads(now, effects);
    }

    /// Answers whoever brought something. Gives how many new changes each socket brought that
    /// brought any at all.
    fn settle(&mut self, gathered: Gathered, effects: &mut Vec<Effect>) -> HashMap<SocketId, usize> {
        let mut brought = HashMap::new();
        for settled in gathered.settled {
            if let From::Peer { socket, .. } = &settled.from
                && settled.outcome.brought
            {
                *brought.entry(*socket).or_default() += settled.outcome.taken.len();
            }
            self.answer(settled, effects);
        }
        brought
    }

    /// Goes on with what came meanwhile.
    fn go_on(&mut self, effects: &mut Vec<Effect>) {
        if !matches!(self.stage, Stage::Resting | Stage::Gathering { .. }) {
            return;
        }
        if self.inbox.is_empty() {
            self.stage = Stage::Resting;
        } else {
            self.gather(effects);
        }
    }

    /// Applies changes to the board itself, and says whether all of them are on it. If not, the
    /// board counts for nothing until it is restored.
    fn apply(&mut self, changes: &[Change]) -> bool {
        if changes.is_empty() {
            return true;
        }
        let board = &mut self.board;
        let applied = catch_unwind(AssertUnwindSafe(|| {
            let applied = board.apply_changes(changes.to_vec()).is_ok();
            let is_there = |change: &Change| holds(board, &change.hash());
            applied && changes.iter().all(is_there)
        }));
        applied.unwrap_or(false)
    }

    /// After a batch that did not apply: finds out on copies which of its changes do not. Rare
    /// and hostile, so it may cost what it costs.
    fn keep_fitting(&mut self, gathered: &mut Gathered) {
        let unfit = gathering::unfit(&mut self.board, &gathered.changes);
        self.actors = Actors::of(&self.board);
        gathered.changes.retain(|change| !unfit.contains(&change.hash()));
        let batch = Arc::make_mut(&mut gathered.batch);
        batch.changes = gathered.changes.iter().map(StoredChange::from).collect();
        gathered.settled.iter_mut().for_each(|settled| settled.outcome.take_back(&unfit));
    }
}
