//! Versions: put to the vote as the board is in force, bound to a digest, adopted by organisations.
//!
//! What the tally counts is read where the version was closed: whatever came after, or without
//! knowing of it, is shown as late. Everything is read from the document; nothing that
//! somebody wrote down about an outcome is believed without counting again.

use super::digest::digest;
use super::locks::{hashes, spell};
use super::raw::Source;
use super::reading::{self, record_object};
use super::{Board, BoardError, Onto, Performed, View, history};
use crate::act::{Edit, Message};
use crate::ids::{MemberId, RecordId};
use crate::lock::Aside;
use crate::numbers::iso;
use crate::ordered::OrdMap;
use crate::record::{Record, RecordAt, Records, Scalar, Value};
use crate::sections::decisions::Decision;
use crate::sections::governance::{Rule, Scope};
use crate::sections::versions::Outcome;
use crate::sections::{Kind, Section, Word};
use crate::tally::{Ballot, Place, Seat, count, rule_for, seats};
use crate::version::{ALGORITHM, Adoption, Version};
use automerge::{ChangeHash, ReadDoc};

impl Board {
    /// Every version that was put to the vote, oldest first.
    pub fn versions(&self) -> Vec<Version> {
        let mut versions: Vec<Version> = self
            .records
            .all(Kind::Version)
            .filter(|record| !record.is_removed())
            .map(|record| self.version(record))
            .collect();
        crate::sort::sort_by(&mut versions, |a, b| (&a.opened, &a.id).cmp(&(&b.opened, &b.id)));
        versions
    }

    fn version(&self, now: &Record) -> Version {
        let at = RecordAt::new(now.kind, now.id.clone());
        let closing = self.closing(now);
        // Whatever was written in it once it was closed says nothing.
        let closed = closing.and_then(|closing| reading::one(&self.doc, &at, Some(&[closing])));
        let record = closed.as_ref().map_or(now, |(record, _)| record);
        let rule = Rule::read(record);
        let ballots = self.ballots(record, closing);
        let tally = count(&rule, &self.seats_at(closing), &ballots);
        let said = <Outcome as Word>::read(record, "outcome");
        let outcome = match said {
            Outcome::Adopted if tally.is_met() => Outcome::Adopted,
            Outcome::Adopted | Outcome::NotAdopted => Outcome::NotAdopted,
            Outcome::Open => Outcome::Open,
        };
        let text = |field: &str| record.text(field).to_owned();
        let options = record.cells("options").filter_map(|(key, words)| Some((key, words.as_str()?)));
        Version {
            id: record.id.clone(),
            title: text("title"),
            decision: record.reference("decision"),
            wording: text("wording"),
            options: options.map(|(key, words)| (key.to_owned(), words.to_owned())).collect(),
            proposed_by: self.written_by(&at),
            opened: text("opened"),
            closes: text("closes"),
            closed: text("closed"),
            outcome,
            digest: text("digest"),
            rule,
            tally,
            ballots,
        }
    }

    /// What a version adopts, section by section.
    ///
    /// # Errors
    /// [`BoardError::UnknownHeads`] if this device has not all of it, [`BoardError::Gone`] if
    /// there is no such version.
    pub fn adopted(&self, version: &RecordId) -> Result<Records, BoardError> {
        let heads = self.version_heads(version)?;
        let mut adopted = Records::default();
        let mut read: OrdMap<Vec<ChangeHash>, Records> = OrdMap::new();
        for (section, heads) in heads {
            if !read.contains_key(&heads) {
                let records = self.read(&View::At(heads.clone()))?.into_owned();
                read.insert(heads.clone(), records);
            }
            for record in read.get(&heads).into_iter().flat_map(|records| records.of_section(section)) {
                adopted.put(record.clone());
            }
        }
        Ok(adopted)
    }

    /// Whether what stands at a version's heads still has the digest it was put to the vote with.
    ///
    /// # Errors
    /// As [`Board::adopted`].
    pub fn is_what_was_adopted(&self, version: &RecordId) -> Result<bool, BoardError> {
        let heads = self.version_heads(version)?;
        let record = self.records.get(Kind::Version, version).ok_or(BoardError::Gone)?;
        Ok(record.text("alg") == ALGORITHM && digest(&self.doc, &heads) == record.text("digest"))
    }

    pub(super) fn version_heads(
        &self,
        version: &RecordId,
    ) -> Result<OrdMap<Section, Vec<ChangeHash>>, BoardError> {
        let record = self.records.get(Kind::Version, version).ok_or(BoardError::Gone)?;
        let mut out = OrdMap::new();
        for (section, heads) in record.cells("heads") {
            let Some(section) = Section::from_key(section).filter(|section| section.is_content()) else {
                continue;
            };
            let heads = hashes(heads.as_str().unwrap_or_default());
            if heads.is_empty() || !self.has(&heads) {
                return Err(BoardError::UnknownHeads);
            }
            out.insert(section, heads);
        }
        Ok(out)
    }

    /// Does what the secretariat does about versions. `fresh` is random, for a new one's id.
    ///
    /// # Errors
    /// [`BoardError::Unsettled`] if something written before an unlock is not settled yet,
    /// [`BoardError::NotMet`] if a version is to be adopted whose rule is not met,
    /// [`BoardError::Gone`] if there is no such version, rule or vote, or it is closed.
    pub fn adopt(&mut self, adoption: &Adoption, fresh: [u8; 12], at: i64) -> Result<Performed, BoardError> {
        let edits = match adoption {
            Adoption::Propose { title, scope, closes } => {
                vec![self.proposed_version(title, *scope, closes, fresh, at)?]
            }
            Adoption::Put { decision, closes } => vec![self.put_question(decision, closes, fresh, at)?],
            Adoption::Answer { version, vote, answer } => {
                let version = self.open_version(version)?;
                let vote = self.records.get(Kind::Vote, vote).ok_or(BoardError::Gone)?;
                let value = Some(Scalar::Text(answer.clone()));
                vec![Edit::Set { at: version.cell("answers", vote.id.as_str()), value }]
            }
            Adoption::Close { version, adopt } => {
                let at_version = self.open_version(version)?;
                let now = self.records.get(Kind::Version, version).ok_or(BoardError::Gone)?;
                if *adopt && !self.version(now).tally.is_met() {
                    return Err(BoardError::NotMet);
                }
                let outcome = if *adopt { Outcome::Adopted } else { Outcome::NotAdopted };
                let set = |field: &str, value: String| Edit::Set {
                    at: at_version.field(field),
                    value: Some(Scalar::Text(value)),
                };
                vec![set("outcome", outcome.key().to_owned()), set("closed", iso(at))]
            }
        };
        let written = self.write(&Onto::Now, Message::Adopt, at, |writer| {
            edits.iter().try_for_each(|edit| writer.edit(edit))
        });
        written.map(|(performed, _)| performed)
    }

    fn proposed_version(
        &self,
        title: &str,
        scope: Scope,
        closes: &str,
        fresh: [u8; 12],
        at: i64,
    ) -> Result<Edit, BoardError> {
        let content = || Section::ALL.into_iter().filter(|section| section.is_content());
        // Nothing that is open may come into what is adopted.
        let is_late = |section: Section| {
            self.proposals(section).any(|one| one.why_aside == Aside::Late && one.is_open())
        };
        if content().any(is_late) {
            return Err(BoardError::Unsettled);
        }
        let (_, rule) = rule_for(scope, &self.records).ok_or(BoardError::Gone)?;
        let now = self.heads();
        let heads: OrdMap<Section, Vec<ChangeHash>> = content()
            .map(|section| (section, self.locks.heads(section).map_or_else(|| now.clone(), <[_]>::to_vec)))
            .collect();
        let cells = heads
            .iter()
            .map(|(section, heads)| (section.key().to_owned(), Scalar::Text(spell(heads.iter().copied()))));
        let scalars = [
            ("digest", Scalar::Text(digest(&self.doc, &heads))),
            ("alg", Scalar::from(ALGORITHM)),
            ("closes", Scalar::Text(closes.to_owned())),
        ];
        let mut values = opened(&rule, &scalars, at);
        values.push(("title".to_owned(), Value::Text(title.to_owned())));
        values.push(("heads".to_owned(), Value::Cells(cells.collect())));
        Ok(Edit::Create { at: RecordAt::new(Kind::Version, RecordId::from_random(fresh)), values })
    }

    /// A question of the log is put to the vote in the words that it has now.
    fn put_question(
        &self,
        decision: &RecordId,
        closes: &str,
        fresh: [u8; 12],
        at: i64,
    ) -> Result<Edit, BoardError> {
        let record = self.records.get(Kind::Decision, decision).filter(|record| !record.is_removed());
        let asked = Decision::read(record.ok_or(BoardError::Gone)?);
        let (_, rule) = rule_for(asked.scope, &self.records).ok_or(BoardError::Gone)?;
        let scalars =
            [("decision", Scalar::from(decision.as_str())), ("closes", Scalar::Text(closes.to_owned()))];
        let mut values = opened(&rule, &scalars, at);
        let options = asked.options.into_iter().map(|(key, words)| (key, Scalar::Text(words)));
        values.push(("title".to_owned(), Value::Text(asked.question.any().to_owned())));
        values.push(("wording".to_owned(), Value::Text(asked.proposal.any().to_owned())));
        values.push(("options".to_owned(), Value::Cells(options.collect())));
        Ok(Edit::Create { at: RecordAt::new(Kind::Version, RecordId::from_random(fresh)), values })
    }

    fn open_version(&self, version: &RecordId) -> Result<RecordAt, BoardError> {
        let record = self.records.get(Kind::Version, version).filter(|record| !record.is_removed());
        let open = record.filter(|record| <Outcome as Word>::read(record, "outcome") == Outcome::Open);
        open.map(|record| RecordAt::new(record.kind, record.id.clone())).ok_or(BoardError::Gone)
    }

    /// The organisations that vote, as they sat at the table when a version was closed.
    fn seats_at(&self, closing: Option<ChangeHash>) -> Vec<Seat> {
        let Some(closing) = closing else { return seats(&self.records) };
        let mut then = Records::default();
        for organisation in self.records.all(Kind::Organisation) {
            let at = RecordAt::new(organisation.kind, organisation.id.clone());
            if let Some((record, _)) = reading::one(&self.doc, &at, Some(&[closing])) {
                then.put(record);
            }
        }
        seats(&then)
    }

    /// The change that closed a version.
    fn closing(&self, version: &Record) -> Option<ChangeHash> {
        if version.text("closed").is_empty() {
            return None;
        }
        let at = RecordAt::new(version.kind, version.id.clone());
        let object = record_object(&Source::now(&self.doc), &at)?;
        let (_, op) = self.doc.get(&object, "closed").ok()??;
        self.doc.hash_for_opid(&op)
    }

    fn ballots(&self, version: &Record, closing: Option<ChangeHash>) -> Vec<Ballot> {
        let answers: OrdMap<&str, &str> =
            version.cells("answers").filter_map(|(vote, answer)| Some((vote, answer.as_str()?))).collect();
        let mut ballots = vec![];
        let mut cast: OrdMap<RecordId, Vec<(usize, ChangeHash)>> = OrdMap::new();
        let of_version = |vote: &&Record| vote.reference("version").as_ref() == Some(&version.id);
        for vote in self.records.all(Kind::Vote).filter(of_version) {
            let at = RecordAt::new(vote.kind, vote.id.clone());
            let then = match closing {
                Some(closing) => reading::one(&self.doc, &at, Some(&[closing])).map(|(record, _)| record),
                None => Some(vote.clone()),
            };
            // Taken back before the closing, it is gone; after it, it stays.
            if then.as_ref().unwrap_or(vote).is_removed() {
                continue;
            }
            let place = if then.is_some() { Place::Counts } else { Place::Late };
            let answer = answers.get(vote.id.as_str()).copied().unwrap_or_default();
            let ballot = Ballot::read(then.as_ref().unwrap_or(vote), place, answer, self.written_by(&at));
            let (Some(ballot), Some(by)) = (ballot, self.laid_down_by(&at)) else { continue };
            if place == Place::Counts {
                cast.entry(ballot.organisation.clone()).or_default().push((ballots.len(), by));
            }
            ballots.push(ballot);
        }
        for of_one in cast.into_values().filter(|votes| votes.len() > 1) {
            self.place_in_order(&mut ballots, &of_one);
        }
        crate::sort::sort_by(&mut ballots, |a, b| {
            (&a.organisation, a.place, &a.vote).cmp(&(&b.organisation, b.place, &b.vote))
        });
        ballots
    }

    /// Which of one organisation's votes is the last, or that several were given at once.
    fn place_in_order(&self, ballots: &mut [Ballot], votes: &[(usize, ChangeHash)]) {
        for (at, by) in votes {
            let is_known_to = |later: &ChangeHash| {
                let unknown = self.doc.get_changes_meta(&[*later]);
                later != by && !unknown.iter().any(|meta| meta.hash == *by)
            };
            if votes.iter().any(|(_, later)| is_known_to(later)) {
                ballots[*at].place = Place::Replaced;
            }
        }
        let last: Vec<usize> =
            votes.iter().map(|(at, _)| *at).filter(|at| ballots[*at].place == Place::Counts).collect();
        let says = |at: &usize| {
            let Ballot { choice, proxy, gradient, dots, .. } = &ballots[*at];
            (*choice, proxy.clone(), *gradient, dots.clone())
        };
        // Given twice at once and the same: there is nothing to ask.
        let is_same = last.windows(2).all(|pair| says(&pair[0]) == says(&pair[1]));
        let rest = if is_same { Place::Replaced } else { Place::AtOnce };
        let kept = usize::from(is_same);
        for at in last.into_iter().skip(kept) {
            ballots[at].place = rest;
        }
    }

    /// The change that laid a record down.
    pub(super) fn laid_down_by(&self, at: &RecordAt) -> Option<ChangeHash> {
        let object = record_object(&Source::now(&self.doc), at)?;
        self.doc.hash_for_opid(&object)
    }

    fn written_by(&self, at: &RecordAt) -> Option<MemberId> {
        let meta = self.doc.get_change_meta_by_hash(&self.laid_down_by(at)?)?;
        history::author(&self.doc, &meta)
    }
}

/// What everything that is put to the vote begins with: its rule as it stands, and when.
fn opened(rule: &Rule, more: &[(&str, Scalar)], at: i64) -> Vec<(String, Value)> {
    let when = [("opened", Scalar::Text(iso(at))), ("outcome", Scalar::from(Outcome::Open.key()))];
    let scalars = when.into_iter().chain(more.iter().cloned());
    let filled = scalars.filter(|(_, value)| value.as_str() != Some(""));
    let own = filled.map(|(key, value)| (key.to_owned(), Value::Scalar(value)));
    rule.values().into_iter().chain(own).collect()
}
