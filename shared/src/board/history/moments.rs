//! The board as it was: at a moment of its history, with the sections that were locked then as they
//! were in force then, and what differs between two moments.

use super::chronicle::Chronicle;
use super::makers::Makers;
use crate::board::{Board, BoardError, ChangeHash, View, locks, reading};
use crate::compare::{self, Difference, is_told};
use crate::ids::RecordId;
use crate::past::{Compared, MAX_DIFFERENCES, Moment};
use crate::record::Records;
use crate::sections::{Kind, Section};

/// A board as it was.
#[derive(Clone, Debug)]
pub struct Then {
    pub records: Records,
    pub heads: Vec<ChangeHash>,
    /// When it was, by the clock of whoever wrote last, Unix seconds; nothing for now.
    pub at: Option<i64>,
    /// The number of the last act that was done.
    pub number: u32,
}

impl Chronicle {
    /// The number of the act that a change is part of.
    pub(super) fn act_of(&self, hash: &ChangeHash) -> Option<u32> {
        let place = self.changes.iter().position(|change| change.hash == *hash)?;
        let act = self.acts.iter().position(|act| act.changes.contains(&place))?;
        Some(act as u32 + 1)
    }

    /// How many acts were done once all up to a place had been told.
    fn number_at(&self, place: usize) -> u32 {
        self.acts.partition_point(|act| act.last() <= place) as u32
    }

    /// Up to where a moment reaches; nothing for one before any change.
    fn place_of(&self, moment: &Moment) -> Result<Option<usize>, BoardError> {
        match moment {
            Moment::Now | Moment::Version(_) => Ok(self.changes.len().checked_sub(1)),
            Moment::After(hash) => {
                let hash: ChangeHash = hash.parse().map_err(|_| BoardError::UnknownHeads)?;
                let place = self.changes.iter().position(|change| change.hash == hash);
                place.map(Some).ok_or(BoardError::UnknownHeads)
            }
            Moment::Until(seconds) => Ok(self.changes.iter().rposition(|change| change.at <= *seconds)),
        }
    }
}

impl Board {
    /// The board as it was at a moment. The chronicle is this board's, read to its end.
    ///
    /// # Errors
    /// [`BoardError::UnknownHeads`] if the moment is not on this device, [`BoardError::Gone`] if there is no
    /// such version.
    pub fn then(&self, chronicle: &Chronicle, moment: &Moment) -> Result<Then, BoardError> {
        let place = chronicle.place_of(moment)?;
        let number = |place: Option<usize>| place.map_or(0, |place| chronicle.number_at(place));
        match moment {
            Moment::Now => Ok(Then {
                records: self.records.clone(),
                heads: self.heads(),
                at: None,
                number: number(place),
            }),
            Moment::After(_) | Moment::Until(_) => {
                let heads = place.map(|place| chronicle.heads_at(place)).unwrap_or_default();
                let at = place.map(|place| chronicle.changes[place].at);
                Ok(Then { records: self.read_past(&heads)?, heads, at, number: number(place) })
            }
            Moment::Version(version) => self.at_version(chronicle, version),
        }
    }

    fn at_version(&self, chronicle: &Chronicle, version: &RecordId) -> Result<Then, BoardError> {
        let adopted = self.adopted(version)?;
        let mut heads: Vec<ChangeHash> = self.version_heads(version)?.into_values().flatten().collect();
        crate::sort::sort(&mut heads);
        heads.dedup();
        let place = chronicle.changes.iter().rposition(|change| heads.contains(&change.hash));
        let mut records = reading::everything(&self.doc, Some(&heads)).records;
        for section in Section::ALL.into_iter().filter(|section| section.is_content()) {
            replace(&mut records, section, &adopted);
        }
        let at = place.map(|place| chronicle.changes[place].at);
        Ok(Then { records, heads, at, number: place.map_or(0, |place| chronicle.number_at(place)) })
    }

    /// Everything as it read at past heads, the sections that were locked then as they were in force.
    fn read_past(&self, heads: &[ChangeHash]) -> Result<Records, BoardError> {
        let mut records = self.read(&View::At(heads.to_vec()))?.into_owned();
        for (section, tips) in locks::in_force_at(&self.doc, &records, heads) {
            let in_force = reading::everything(&self.doc, Some(&tips)).records;
            replace(&mut records, section, &in_force);
        }
        Ok(records)
    }

    /// What leads from one moment to another in the plan and at the table: section by section.
    pub fn compared(&self, from: &Then, to: &Then) -> Compared {
        let makers = Makers::new(&self.doc, &from.heads, &to.heads);
        let is_plan = |section: Section| section.is_content() || section == Section::Organisations;
        let mut differences: Vec<Difference> = compare::between(&from.records, &to.records)
            .into_iter()
            .filter(|difference| is_plan(difference.section()) && is_for_people(difference))
            .collect();
        crate::sort::sort_by_key(&mut differences, Difference::section);
        let more = differences.len().saturating_sub(MAX_DIFFERENCES) as u32;
        differences.truncate(MAX_DIFFERENCES);
        let made = differences.into_iter().map(|difference| {
            let mut made = makers.made(difference);
            let member = made.by.as_ref().and_then(|by| RecordId::parse(by.as_str()));
            let member = member.and_then(|id| self.records.get(Kind::Member, &id));
            made.organisation = member.and_then(|member| member.reference("organisation"));
            made
        });
        Compared { differences: made.collect(), more }
    }
}

fn is_for_people(difference: &Difference) -> bool {
    match difference {
        Difference::Value { at, .. } => is_told(at.record.kind, &at.field),
        Difference::Added { .. }
        | Difference::Removed { .. }
        | Difference::Restored { .. }
        | Difference::Text { .. } => true,
    }
}

/// Puts a section as another reading has it in place of what stands there.
fn replace(records: &mut Records, section: Section, other: &Records) {
    let old: Vec<_> = records.of_section(section).map(|record| (record.kind, record.id.clone())).collect();
    for (kind, id) in old {
        records.forget(kind, &id);
    }
    other.of_section(section).for_each(|record| records.put(record.clone()));
}
