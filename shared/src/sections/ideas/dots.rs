//! Points, counted. A point is a record of its own, so that colleagues who give at once lose
//! nothing; what an organisation gave beyond its budget stands there and does not count.
//!
//! An open round counts what is given now. A closed one counts the points that its closing named,
//! as they were then, if they are an organisation's at all: the judge lets nobody give another's.

use super::{Round, Stage};
use crate::ids::RecordId;
use crate::ordered::{OrdMap, OrdSet};
use crate::record::{Record, Records};
use crate::sections::Kind;

/// One organisation's points, oldest first: each point and the card it was given to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    pub counted: Vec<(RecordId, RecordId)>,
    /// Given at once with a colleague, beyond the budget.
    pub beyond: Vec<(RecordId, RecordId)>,
    /// Not known to the closing: shown, not counted.
    pub late: Vec<(RecordId, RecordId)>,
}

impl Given {
    /// How many it gave to a card.
    pub fn to(&self, card: &RecordId) -> u32 {
        self.counted.iter().filter(|(_, to)| to == card).count() as u32
    }
}

/// The points of a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Points {
    by: OrdMap<RecordId, Given>,
}

impl Points {
    /// What one organisation gave.
    pub fn by(&self, organisation: &RecordId) -> Given {
        self.by.get(organisation).cloned().unwrap_or_default()
    }

    /// Every point that counts, with its card.
    pub fn counted(&self) -> impl Iterator<Item = &(RecordId, RecordId)> {
        self.by.values().flat_map(|given| &given.counted)
    }

    /// How many organisations gave any.
    pub fn givers(&self) -> usize {
        self.by.values().filter(|given| !given.counted.is_empty()).count()
    }

    pub fn of_card(&self, card: &RecordId) -> u32 {
        self.by.values().map(|given| given.to(card)).sum()
    }

    /// Which organisations gave to a card, and how many each.
    pub fn givers_of(&self, card: &RecordId) -> Vec<(RecordId, u32)> {
        let each = self.by.iter().map(|(organisation, given)| (organisation.clone(), given.to(card)));
        each.filter(|(_, points)| *points > 0).collect()
    }

    pub fn total(&self) -> u32 {
        self.by.values().map(|given| given.counted.len() as u32).sum()
    }
}

/// The points of a round: in its order of giving, no organisation gives more than the budget.
pub fn points(records: &Records, round: &Round) -> Points {
    let cards: OrdSet<RecordId> =
        super::cards_of(records, &round.id).into_iter().map(|record| record.id.clone()).collect();
    let named = named_by_closing(records, round);
    let mut points = Points::default();
    for record in in_order_of_giving(records, &round.id) {
        let Some(organisation) = record.reference("organisation") else { continue };
        let given = points.by.entry(organisation).or_default();
        let now = record.reference("idea").filter(|_| !record.is_removed());
        let Some(named) = &named else {
            if let Some(card) = now.filter(|card| cards.contains(card)) {
                let within = given.counted.len() < round.budget as usize;
                let to = if within { &mut given.counted } else { &mut given.beyond };
                to.push((record.id.clone(), card));
            }
            continue;
        };
        match named.get(&record.id) {
            Some(card) if given.counted.len() < round.budget as usize => {
                given.counted.push((record.id.clone(), card.clone()));
            }
            Some(card) => given.beyond.push((record.id.clone(), card.clone())),
            None => given.late.extend(now.map(|card| (record.id.clone(), card))),
        }
    }
    points
}

/// Point to card, as the closing wrote it down; nothing while the round is open.
fn named_by_closing(records: &Records, round: &Round) -> Option<OrdMap<RecordId, RecordId>> {
    if round.stage != Stage::Closed {
        return None;
    }
    let record = records.get(Kind::Round, &round.id)?;
    let named = record
        .cells("counted")
        .filter_map(|(point, card)| Some((RecordId::parse(point)?, RecordId::parse(card.as_str()?)?)));
    Some(named.collect())
}

/// Those taken back too: the closing may have known them as given.
fn in_order_of_giving<'r>(records: &'r Records, round: &RecordId) -> Vec<&'r Record> {
    let all = records.all(Kind::Dot);
    let mut of_round: Vec<&Record> =
        all.filter(|record| record.reference("round").as_ref() == Some(round)).collect();
    crate::sort::sort_by(&mut of_round, |a, b| a.place().cmp(&b.place()).then_with(|| a.id.cmp(&b.id)));
    of_round
}
