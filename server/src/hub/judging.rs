//! As whose each change is judged. What a change does and whether a role may is `shared`'s;
//! here is who counts as the author of what somebody delivered.

use super::receipts::CarriedRun;
use super::*;
use crate::limits::Limits;
use automerge::{ROOT, ReadDoc};
use shared::door::Role;
use shared::ids::RecordId;
use shared::judge::{self, Actors};
use shared::policy;
use shared::sections::Section;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// So many changes at once are a history, not a day's work.
const HISTORY: usize = 32;

/// The author of the server's own changes. No member may be called so.
pub fn server_author() -> MemberId {
    MemberId::parse("server").expect("it is short and plain")
}

/// By what right a change comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Right {
    /// The roles of its author and of whoever brings it.
    Roles,
    /// The secretariat fills a board on which no member ever wrote.
    FirstFill,
    /// A receipt proves that it was judged here before.
    Receipt,
}

/// What came of one round.
pub(super) struct Taken {
    /// In an order in which they apply.
    pub changes: Vec<Change>,
    /// Whose their actors newly are.
    pub bound: Vec<Binding>,
    /// What others than its authors brought, without a receipt.
    pub carried: Vec<CarriedRun>,
    /// Actors that came by receipt and sign nothing.
    pub unsigned: Vec<ActorId>,
    /// How far each actor has come.
    pub actors: Actors,
}

/// One round: what was taken so far counts as on the board.
pub(super) struct Judging<'b> {
    board: &'b Automerge,
    bindings: &'b HashMap<ActorId, MemberId>,
    rules: judge::Batch<'b>,
    observers_comment: bool,
    limits: &'b Limits,
    signed: HashMap<ActorId, MemberId>,
    taken: Vec<Change>,
    taken_hashes: HashSet<ChangeHash>,
    bound: Vec<Binding>,
    carried: Vec<CarriedRun>,
    unsigned: Vec<ActorId>,
}

impl<'b> Judging<'b> {
    pub fn new(
        board: &'b Automerge,
        actors: Actors,
        bindings: &'b HashMap<ActorId, MemberId>,
        limits: &'b Limits,
    ) -> Self {
        Self {
            board,
            bindings,
            limits,
            rules: judge::Batch::new(board, actors),
            observers_comment: judge::observers_comment(board),
            signed: HashMap::new(),
            taken: Vec::new(),
            taken_hashes: HashSet::new(),
            bound: Vec::new(),
            carried: Vec::new(),
            unsigned: Vec::new(),
        }
    }

    /// Whether the change is on the board or taken.
    pub fn holds(&self, hash: &ChangeHash) -> bool {
        self.taken_hashes.contains(hash) || holds(self.board, hash)
    }

    /// Whether this is the secretariat filling a board on which no member ever wrote: there is
    /// nobody's work to protect, and who signed what is known only to these changes themselves.
    pub fn is_first_fill(&self, who: &Who, changes: &[Change]) -> bool {
        let server = server_author();
        let is_history = changes.len() >= HISTORY
            || changes.iter().filter_map(judge::signature).any(|author| author != who.member);
        who.role == Role::Secretariat
            && is_history
            && self.taken.is_empty()
            && self.bindings.values().all(|member| *member == server)
    }

    /// Takes a change whose dependencies are held, or says why not.
    pub fn take(&mut self, who: &Who, change: Change, right: Right) -> Result<(), Refusal> {
        let actor = change.actor_id().clone();
        let signature = judge::signature(&change);
        let bound = self.bound_to(&actor).cloned();
        if let (Some(bound), Some(signature)) = (&bound, &signature)
            && bound != signature
        {
            return Err(Refusal::Author);
        }
        let is_new = bound.is_none();
        let known = bound.or_else(|| self.signed_by(&actor)).or_else(|| signature.clone());
        let author = match right {
            Right::Roles | Right::FirstFill => known.or_else(|| Some(who.member.clone())),
            // Whoever brings it need not have written it.
            Right::Receipt => known,
        };
        let is_own = author.as_ref() == Some(&who.member);
        if right == Right::Roles
            && is_own
            && change.seq() == 1
            && self.actors_of(&who.member) >= self.limits.actors_per_member
        {
            return Err(Refusal::TooLarge);
        }
        if let Some(author) = &author
            && self.uses_up_counters(author, &actor, &change)
        {
            return Err(Refusal::TooLarge);
        }
        let judged_as = match (right, &author) {
            (Right::FirstFill | Right::Receipt, _) => policy::Who::Door,
            (Right::Roles, Some(author)) if !is_own => {
                let author = self.known_member(author).ok_or(Refusal::Author)?;
                policy::weaker(&author, &member(who))
            }
            (Right::Roles, _) => member(who),
        };
        let is_carried = right == Right::Roles && !is_own;
        let observers_comment = self.observers_comment;
        let allow = |touches: &[policy::Touch]| {
            touches.iter().try_for_each(|touch| {
                if is_carried && !policy::may_be_carried(touch) {
                    return Err(Refusal::Author);
                }
                policy::may(&judged_as, touch, observers_comment)
            })
        };
        let rules = &mut self.rules;
        let verdict = catch_unwind(AssertUnwindSafe(|| rules.verdict(&change, author.as_ref(), allow)));
        verdict.map_err(|_| Refusal::Unsound)??;
        if let Some(signature) = signature {
            self.signed.insert(actor.clone(), signature);
        }
        if is_carried {
            CarriedRun::note(&mut self.carried, &change, &who.member);
        }
        // What is carried may be forged: an actor is bound by its own member only, except where
        // a whole history comes back and there is nobody else to ask, or a receipt vouches for it.
        if is_new && !shared::board::is_seed(&change.hash()) && !is_carried {
            match author {
                Some(member) => self.bound.push(Binding { actor, member }),
                None if !self.unsigned.contains(&actor) => self.unsigned.push(actor),
                None => {}
            }
        }
        self.taken_hashes.insert(change.hash());
        self.taken.push(change);
        Ok(())
    }

    pub fn into_taken(self) -> Taken {
        Taken {
            changes: self.taken,
            bound: self.bound,
            carried: self.carried,
            unsigned: self.unsigned,
            actors: self.rules.into_actors(),
        }
    }

    fn bound_to(&self, actor: &ActorId) -> Option<&MemberId> {
        let now = self.bound.iter().find(|bound| bound.actor == *actor).map(|bound| &bound.member);
        now.or_else(|| self.bindings.get(actor))
    }

    /// Who signed the first change of an actor that came carried before.
    fn signed_by(&self, actor: &ActorId) -> Option<MemberId> {
        let on_board = || {
            let author = self.board.get_author_for_actor(actor)?;
            MemberId::parse(std::str::from_utf8(author.as_bytes()).ok()?)
        };
        self.signed.get(actor).cloned().or_else(on_board)
    }

    fn actors_of(&self, author: &MemberId) -> usize {
        let now = self.bound.iter().map(|bound| &bound.member);
        self.bindings.values().chain(now).filter(|member| *member == author).count()
    }

    /// Whether the change takes its author beyond their share of the board's counters, which are
    /// 32 bits wide for all together. Nobody is counted before the board's counters could matter.
    fn uses_up_counters(&self, author: &MemberId, actor: &ActorId, change: &Change) -> bool {
        let share = self.limits.operations_per_member;
        if change.max_op() <= share || *author == server_author() {
            return false;
        }
        let actors = self.rules.actors();
        let now = self.bound.iter().map(|bound| (&bound.actor, &bound.member));
        let theirs = self.bindings.iter().chain(now).filter(|(of, member)| *member == author && *of != actor);
        let others: u64 = theirs.map(|(of, _)| actors.operations(of)).sum();
        others + actors.operations(actor) + change.len() as u64 > share
    }

    /// A member as the board has them published.
    fn known_member(&self, author: &MemberId) -> Option<policy::Who> {
        if *author == server_author() {
            return Some(policy::Who::Door);
        }
        let (_, people) = self.board.get(ROOT, Section::People.key()).ok()??;
        let (_, members) = self.board.get(&people, "members").ok()??;
        let (_, published) = self.board.get(&members, author.as_str()).ok()??;
        let word = |key: &str| {
            let (value, _) = self.board.get(&published, key).ok()??;
            value.as_str().map(str::to_owned)
        };
        Some(policy::Who::Member {
            member: author.clone(),
            role: word("role").and_then(|word| Role::from_key(&word)).unwrap_or(Role::Observer),
            organisation: word("organisation").and_then(|word| RecordId::parse(&word)),
        })
    }
}

fn member(who: &Who) -> policy::Who {
    policy::Who::Member { member: who.member.clone(), role: who.role, organisation: who.organisation.clone() }
}
