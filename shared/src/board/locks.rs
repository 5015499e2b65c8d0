//! Which sections are locked, which changes are in force in them, and which stand aside.
//!
//! A lock is a record; the change that laid it down is the pin. The chair writes in the section
//! as it stands at the pin, and each change of theirs that builds on nothing else moves the
//! pin on: who is in force is read from authors and dependencies alone, so that every replica
//! agrees and nobody can write it down falsely. A lock that takes over another is laid down in
//! the same way, on what was in force. Everything else that touches the section is aside.
//!
//! After the unlock, what was written without knowing of it is aside too, until it is settled.
//! It keeps only hashes and dependencies; what an act aside would change is told by `effects`.

use super::history;
use super::raw::Source;
use super::reading::record_object;
use super::spotted::{Spotted, spotted};
use crate::ids::{MemberId, RecordId};
use crate::lock::Lock;
use crate::ordered::{OrdMap, OrdSet};
use crate::record::{Record, RecordAt, Records};
use crate::sections::{Kind, Section};
use automerge::{ActorId, Automerge, ChangeHash, ChangeMetadata, ReadDoc};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A change that is not in force in a section it touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AsideChange {
    pub hash: ChangeHash,
    pub actor: ActorId,
    pub start_op: u64,
    pub deps: Vec<ChangeHash>,
    pub author: Option<MemberId>,
    /// Unix seconds by the author's clock.
    pub at: i64,
    pub message: String,
    /// All that it wrote in, in other sections too.
    pub spots: Vec<Spotted>,
}

/// A section that somebody holds.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub lock: Lock,
    begin: ChangeHash,
    /// Changes in force since the pin, with the one that locked.
    branch: HashSet<ChangeHash>,
    /// The ends of the branch: the section in force is read there.
    pub tips: Vec<ChangeHash>,
    /// Everything on the board that the pin does not build on.
    since: HashSet<ChangeHash>,
    pub aside: Vec<AsideChange>,
}

/// A section that was unlocked, for whoever has not heard of it.
#[derive(Clone, Debug)]
pub(super) struct Released {
    unlock: ChangeHash,
    /// How far each actor had come when the unlock was written.
    clock: HashMap<ActorId, u64>,
    /// Changes written without knowing of the unlock that it did not know of either.
    beside: HashSet<ChangeHash>,
    pub late: Vec<AsideChange>,
}

/// All sections that are or were locked.
#[derive(Clone, Debug, Default)]
pub(super) struct Locks {
    held: OrdMap<Section, Held>,
    released: OrdMap<Section, Released>,
}

impl Locks {
    /// Reads every lock of the board anew.
    pub fn read(doc: &Automerge, records: &Records) -> Self {
        let mut locks = Self::default();
        for section in Section::ALL.into_iter().filter(|section| section.is_content()) {
            let laid_down: Vec<LaidDown> = records
                .all(Kind::Lock)
                .filter(|record| !record.is_removed() && record.text("section") == section.key())
                .filter_map(|record| LaidDown::read(&Source::now(doc), section, record))
                .collect();
            let released = last_unlock(doc, &laid_down).map(|unlock| Released::read(doc, section, unlock));
            let held = current(doc, laid_down, released.as_ref());
            if let Some((lock, begin)) = held {
                locks.held.insert(section, Held::read(doc, lock, begin, |_| true));
            }
            if let Some(released) = released {
                locks.released.insert(section, released);
            }
        }
        locks
    }

    pub fn held(&self, section: Section) -> Option<&Held> {
        self.held.get(&section)
    }

    pub fn all_held(&self) -> impl Iterator<Item = &Held> {
        self.held.values()
    }

    pub fn released(&self, section: Section) -> Option<&Released> {
        self.released.get(&section)
    }

    /// Where a section is read: at the ends of its chair's branch, or now.
    pub fn heads(&self, section: Section) -> Option<&[ChangeHash]> {
        self.held.get(&section).map(|held| held.tips.as_slice())
    }

    /// Takes in changes that are on the board since just now, in an order in which they apply.
    /// Answers what they changed of the sections in force, and where something came to stand aside.
    pub fn hear(&mut self, doc: &Automerge, news: &[ChangeMetadata<'_>]) -> Heard {
        let mut heard = Heard::default();
        if self.held.is_empty() && self.released.is_empty() {
            return heard;
        }
        for meta in news {
            let mut spots: Option<Vec<Spotted>> = None;
            for (section, held) in &mut self.held {
                let is_in_force = held.hear(doc, meta);
                let spots = spots.get_or_insert_with(|| spots_of(doc, &meta.hash));
                let touched = spots.iter().filter(|spot| spot.section() == *section);
                if is_in_force {
                    heard.in_force.extend(touched.map(|spot| spot.record().clone()));
                } else if touched.count() > 0 {
                    held.aside.push(AsideChange::of(doc, meta, spots.clone()));
                    heard.aside.insert(*section);
                }
            }
            for (section, released) in &mut self.released {
                if !released.is_beside(doc, meta) {
                    continue;
                }
                released.beside.insert(meta.hash);
                let spots = spots.get_or_insert_with(|| spots_of(doc, &meta.hash));
                if spots.iter().any(|spot| spot.section() == *section) {
                    released.late.push(AsideChange::of(doc, meta, spots.clone()));
                    heard.aside.insert(*section);
                }
            }
        }
        heard
    }
}

/// The sections that were locked at past heads, which `records` reads, and where each was in force
/// then.
pub(super) fn in_force_at(
    doc: &Automerge,
    records: &Records,
    heads: &[ChangeHash],
) -> Vec<(Section, Vec<ChangeHash>)> {
    let locks: Vec<&Record> = records.all(Kind::Lock).filter(|record| !record.is_removed()).collect();
    if locks.is_empty() {
        return vec![];
    }
    let source = Source { doc, heads: Some(heads) };
    let later: HashSet<ChangeHash> = doc.get_changes_meta(heads).iter().map(|meta| meta.hash).collect();
    let mut out = vec![];
    for section in Section::ALL.into_iter().filter(|section| section.is_content()) {
        let of_section = locks.iter().filter(|record| record.text("section") == section.key());
        let laid_down: Vec<LaidDown> =
            of_section.filter_map(|record| LaidDown::read(&source, section, record)).collect();
        let released = last_unlock(doc, &laid_down).map(|unlock| Released::read(doc, section, unlock));
        if let Some((lock, begin)) = current(doc, laid_down, released.as_ref()) {
            out.push((section, Held::read(doc, lock, begin, |hash| !later.contains(hash)).tips));
        }
    }
    out
}

/// What new changes meant for sections that are or were locked.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Records of locked sections that read differently now.
    pub in_force: BTreeSet<RecordAt>,
    pub aside: OrdSet<Section>,
}

impl Held {
    /// As far as the changes that are `known` lead.
    fn read(doc: &Automerge, lock: Lock, begin: ChangeHash, known: impl Fn(&ChangeHash) -> bool) -> Self {
        let mut held = Self {
            lock,
            begin,
            branch: HashSet::from([begin]),
            tips: vec![begin],
            since: HashSet::new(),
            aside: vec![],
        };
        for meta in doc.get_changes_meta(&[begin]).into_iter().filter(|meta| known(&meta.hash)) {
            if held.hear(doc, &meta) {
                continue;
            }
            let spots = spots_of(doc, &meta.hash);
            if spots.iter().any(|spot| spot.section() == held.lock.section) {
                held.aside.push(AsideChange::of(doc, &meta, spots));
            }
        }
        held
    }

    /// Whether the change is in force: written by the chair, on what is in force and nothing else.
    fn hear(&mut self, doc: &Automerge, meta: &ChangeMetadata<'_>) -> bool {
        self.since.insert(meta.hash);
        let is_chairs = history::author(doc, meta).as_ref() == Some(&self.lock.chair);
        let follows = meta.deps.iter().any(|dep| self.branch.contains(dep))
            && meta.deps.iter().all(|dep| self.is_in_force(dep));
        if !(is_chairs && follows) {
            return false;
        }
        self.branch.insert(meta.hash);
        self.tips.retain(|tip| !meta.deps.contains(tip));
        self.tips.push(meta.hash);
        crate::sort::sort(&mut self.tips);
        true
    }

    /// What a proposal of `author` builds on: the section in force, and what they proposed before,
    /// so that their proposals are one line and take one actor.
    pub fn beside(&self, author: Option<&MemberId>) -> Vec<ChangeHash> {
        let own = || self.aside.iter().filter(|change| change.author.as_ref() == author);
        let built_on: HashSet<ChangeHash> = own().flat_map(|change| change.deps.iter().copied()).collect();
        let ends = own().map(|change| change.hash).filter(|hash| !built_on.contains(hash));
        self.tips.iter().copied().chain(ends).collect()
    }

    /// Whether a change of the board is one that the section in force builds on.
    pub fn is_in_force(&self, hash: &ChangeHash) -> bool {
        self.branch.contains(hash) || !self.since.contains(hash)
    }

    /// Whether it reads the same as `other`, as far as the lock goes.
    pub fn is_same(&self, other: &Held) -> bool {
        self.begin == other.begin && self.tips == other.tips
    }
}

impl Released {
    fn read(doc: &Automerge, section: Section, unlock: ChangeHash) -> Self {
        let metas = doc.get_changes_meta(&[unlock]);
        let mut released = Self { unlock, clock: HashMap::new(), beside: HashSet::new(), late: vec![] };
        for meta in doc.get_changes_meta(&[]) {
            released.clock.insert(meta.actor.as_ref().clone(), meta.seq);
        }
        // In an order in which they apply: an actor's first is the first that the unlock lacks.
        for meta in metas.iter().rev() {
            released.clock.insert(meta.actor.as_ref().clone(), meta.seq - 1);
        }
        for meta in &metas {
            if !released.is_beside(doc, meta) {
                continue;
            }
            released.beside.insert(meta.hash);
            let spots = spots_of(doc, &meta.hash);
            if spots.iter().any(|spot| spot.section() == section) {
                released.late.push(AsideChange::of(doc, meta, spots));
            }
        }
        released
    }

    /// Whether a change that the unlock did not know of was written without knowing of it.
    fn is_beside(&self, doc: &Automerge, meta: &ChangeMetadata<'_>) -> bool {
        !meta.deps.iter().any(|dep| self.is_after(doc, dep))
    }

    /// Whether a change builds on the unlock, or is it.
    fn is_after(&self, doc: &Automerge, hash: &ChangeHash) -> bool {
        if *hash == self.unlock {
            return true;
        }
        if self.beside.contains(hash) {
            return false;
        }
        let Some(meta) = doc.get_change_meta_by_hash(hash) else { return false };
        self.clock.get(meta.actor.as_ref()).is_none_or(|known| meta.seq > *known)
    }
}

impl AsideChange {
    pub fn of(doc: &Automerge, meta: &ChangeMetadata<'_>, spots: Vec<Spotted>) -> Self {
        Self {
            hash: meta.hash,
            actor: meta.actor.as_ref().clone(),
            start_op: meta.start_op,
            deps: meta.deps.clone(),
            author: history::author(doc, meta),
            at: meta.timestamp,
            message: meta.message.as_deref().unwrap_or_default().to_owned(),
            spots,
        }
    }

    /// A change by its hash, as far as the board has it.
    pub fn known(doc: &Automerge, hash: &ChangeHash) -> Option<Self> {
        let meta = doc.get_change_meta_by_hash(hash)?;
        Some(Self::of(doc, &meta, spots_of(doc, hash)))
    }
}

fn spots_of(doc: &Automerge, hash: &ChangeHash) -> Vec<Spotted> {
    doc.get_change_by_hash(hash).map(|change| spotted(doc, &change)).unwrap_or_default()
}

/// A lock as its record says, and where it stands among the changes.
struct LaidDown {
    lock: Lock,
    after: Option<RecordId>,
    begin: ChangeHash,
    /// The change that ended it.
    ended: Option<ChangeHash>,
}

impl LaidDown {
    fn read(source: &Source<'_, Automerge>, section: Section, record: &Record) -> Option<Self> {
        let doc = source.doc;
        let object = record_object(source, &RecordAt::new(record.kind, record.id.clone()))?;
        let text = |field: &str| record.text(field).to_owned();
        let ended = match record.text("ended") {
            "" => None,
            _ => source.get(&object, "ended").and_then(|(_, op)| doc.hash_for_opid(&op)),
        };
        Some(Self {
            lock: Lock {
                section,
                id: record.id.clone(),
                chair: MemberId::parse(record.text("chair"))?,
                reason: text("reason"),
                since: text("since"),
                remind: text("remind"),
            },
            after: record.reference("after"),
            begin: doc.hash_for_opid(&object)?,
            ended,
        })
    }
}

/// The last change that ended a lock. One that builds on another has the higher counter.
fn last_unlock(doc: &Automerge, locks: &[LaidDown]) -> Option<ChangeHash> {
    let unlocks = locks.iter().filter_map(|lock| lock.ended);
    unlocks.max_by_key(|unlock| (doc.get_change_meta_by_hash(unlock).map(|meta| meta.start_op), *unlock))
}

/// The lock that stands: not ended, taken over by no other, and laid down by somebody who had
/// heard of the last unlock. Of two laid down at once it is the one with less behind it.
fn current(doc: &Automerge, locks: Vec<LaidDown>, released: Option<&Released>) -> Option<(Lock, ChangeHash)> {
    let taken_over: OrdSet<RecordId> = locks.iter().filter_map(|lock| lock.after.clone()).collect();
    locks
        .into_iter()
        .filter(|lock| lock.ended.is_none() && !taken_over.contains(&lock.lock.id))
        .filter(|lock| released.is_none_or(|released| released.is_after(doc, &lock.begin)))
        .min_by_key(|lock| (doc.get_change_meta_by_hash(&lock.begin).map(|meta| meta.start_op), lock.begin))
        .map(|lock| (lock.lock, lock.begin))
}

/// A settlement as its record says.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    pub changes: Vec<ChangeHash>,
    pub is_accepted: bool,
    pub reason: String,
    /// The change that wrote it.
    pub by: ChangeHash,
    /// What was created again under another id when it was accepted.
    pub became: Vec<(RecordId, RecordId)>,
}

/// The settlements of a section that count: under a lock, those in force.
pub(super) fn settlements(
    doc: &Automerge,
    records: &Records,
    section: Section,
    held: Option<&Held>,
) -> Vec<Settled> {
    let of_section = records.all(Kind::Settlement).filter(|record| record.text("section") == section.key());
    let read = of_section.filter(|record| !record.is_removed()).filter_map(|record| {
        let object = record_object(&Source::now(doc), &RecordAt::new(record.kind, record.id.clone()))?;
        let became = record
            .cells("became")
            .filter_map(|(old, new)| Some((RecordId::parse(old)?, RecordId::parse(new.as_str()?)?)));
        Some(Settled {
            changes: hashes(record.text("changes")),
            is_accepted: record.text("outcome") == "accepted",
            reason: record.text("reason").to_owned(),
            by: doc.hash_for_opid(&object)?,
            became: became.collect(),
        })
    });
    let read: Vec<Settled> = read.collect();
    if let Some(held) = held {
        return read.into_iter().filter(|settled| held.is_in_force(&settled.by)).collect();
    }
    // What a former chair settled is void with the act that settled it, unless that was accepted.
    let of = |is_accepted: bool| {
        let settled = read.iter().filter(move |settled| settled.is_accepted == is_accepted);
        settled.flat_map(|settled| settled.changes.iter().copied())
    };
    let accepted: HashSet<ChangeHash> = of(true).collect();
    let left = left_open(records, section).into_iter().filter(|hash| !accepted.contains(hash));
    let void: HashSet<ChangeHash> = left.chain(of(false)).collect();
    read.into_iter().filter(|settled| !void.contains(&settled.by)).collect()
}

/// The changes that unlocks of a section left open.
pub(super) fn left_open(records: &Records, section: Section) -> Vec<ChangeHash> {
    let locks = records.all(Kind::Lock).filter(|lock| lock.text("section") == section.key());
    let left = locks.filter(|lock| !lock.is_removed()).flat_map(|lock| lock.cells("left"));
    left.flat_map(|(_, changes)| hashes(changes.as_str().unwrap_or_default())).collect()
}

/// Hashes as they stand in a record, in hexadecimal with spaces between.
pub(super) fn hashes(text: &str) -> Vec<ChangeHash> {
    text.split(' ').filter_map(|hash| hash.parse().ok()).collect()
}

pub(super) fn spell(hashes: impl IntoIterator<Item = ChangeHash>) -> String {
    hashes.into_iter().map(|hash| hash.to_string()).collect::<Vec<_>>().join(" ")
}
