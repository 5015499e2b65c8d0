//! Which cards lie together. Two people may put a card under another at once, in a circle even:
//! every replica that has heard both reads the same stacks.

use super::{Card, Points, became, cards_of};
use crate::ids::RecordId;
use crate::ordered::OrdMap;
use crate::record::{RecordAt, Records};
use crate::sections::Kind;
use crate::sort::sort_by;

/// Cards that say the same: the one on top, and those under it with their texts and names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stack {
    pub top: Card,
    pub under: Vec<Card>,
}

impl Stack {
    pub fn cards(&self) -> impl Iterator<Item = &Card> {
        std::iter::once(&self.top).chain(&self.under)
    }

    pub fn len(&self) -> usize {
        1 + self.under.len()
    }

    pub fn is_empty(&self) -> bool {
        false
    }

    /// Points given to any of its cards.
    pub fn points(&self, points: &Points) -> u32 {
        self.cards().map(|card| points.of_card(&card.id)).sum()
    }
}

/// Stacks under one title; those not grouped yet have no id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub id: Option<RecordId>,
    pub title: String,
    pub stacks: Vec<Stack>,
    pub became: Vec<RecordAt>,
}

impl Group {
    pub fn cards(&self) -> usize {
        self.stacks.iter().map(Stack::len).sum()
    }

    pub fn points(&self, points: &Points) -> u32 {
        self.stacks.iter().map(|stack| stack.points(points)).sum()
    }
}

/// The cards of a round as they lie: its groups in their order, then what is not grouped.
pub fn groups(records: &Records, round: &RecordId) -> Vec<Group> {
    let of_round = records.in_order(Kind::IdeaGroup).into_iter();
    let mut groups: Vec<Group> = of_round
        .filter(|record| record.reference("round").as_ref() == Some(round))
        .map(|record| Group {
            id: Some(record.id.clone()),
            title: record.text("title").to_owned(),
            stacks: vec![],
            became: became(record),
        })
        .collect();
    groups.push(Group { id: None, title: String::new(), stacks: vec![], became: vec![] });
    let loose = groups.len() - 1;
    let cards = cards_of(records, round);
    let ids: OrdMap<&RecordId, Option<RecordId>> =
        cards.iter().map(|record| (&record.id, record.reference(super::UNDER))).collect();
    let mut under: OrdMap<RecordId, Vec<Card>> = OrdMap::new();
    for record in &cards {
        let top = top_of(&record.id, &ids);
        if top != record.id {
            under.entry(top).or_default().push(Card::read(record));
        }
    }
    for record in cards.iter().filter(|record| top_of(&record.id, &ids) == record.id) {
        let group = RecordId::parse(record.place().0);
        let at = groups.iter().position(|one| one.id == group).unwrap_or(loose);
        let under = under.remove(&record.id).unwrap_or_default();
        groups[at].stacks.push(Stack { top: Card::read(record), under });
    }
    groups
}

/// The card on top of the stack that `card` lies in. In a circle it is the one of the smallest
/// id; what lies under a card that is no longer there lies on the table.
fn top_of(card: &RecordId, under: &OrdMap<&RecordId, Option<RecordId>>) -> RecordId {
    let mut path = vec![card.clone()];
    while let Some(next) = path.last().and_then(|at| under.get(at)?.clone())
        && under.contains_key(&next)
    {
        if let Some(from) = path.iter().position(|passed| *passed == next) {
            return path.split_off(from).into_iter().min().unwrap_or(next);
        }
        path.push(next);
    }
    path.pop().unwrap_or_else(|| card.clone())
}

/// The groups of a round with at least one point, those with the most first.
pub fn ranking(groups: &[Group], points: &Points) -> Vec<(usize, u32)> {
    let all = groups.iter().enumerate().filter(|(_, group)| group.id.is_some());
    let mut ranked: Vec<(usize, u32)> = all.map(|(at, group)| (at, group.points(points))).collect();
    ranked.retain(|(_, points)| *points > 0);
    sort_by(&mut ranked, |a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked
}
