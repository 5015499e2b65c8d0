//! What people do in a round, as acts. Ids, order keys' jitter and the time are arguments.

use super::{BECAME, BUDGET, HEARD_FROM, HeldCard, IN_ROOM, Round, Stage, UNDER, cards_of, groups, points};
use crate::act::{Act, Edit, Message};
use crate::ids::RecordId;
use crate::order;
use crate::record::{RecordAt, Records, Scalar, Value};
use crate::sections::comments::path_of;
use crate::sections::{Kind, Word};

/// Most cards that one device reveals of a round.
pub const MAX_HELD: usize = 100;

fn scalar(text: impl Into<String>) -> Value {
    Value::Scalar(Scalar::Text(text.into()))
}

fn flag() -> Value {
    Value::Scalar(Scalar::Flag(true))
}

fn set(at: &RecordAt, field: &str, value: impl Into<Option<Scalar>>) -> Edit {
    Edit::Set { at: at.field(field), value: value.into() }
}

fn last_key(records: &Records, kind: Kind, group: &str) -> String {
    let mut all = records.in_order(kind).into_iter().filter(|record| record.place().0 == group);
    all.next_back().map(|record| record.place().1.to_owned()).unwrap_or_default()
}

fn at_end(records: &Records, kind: Kind, group: &str, jitter: u32) -> String {
    order::place(group, &order::between(&last_key(records, kind, group), "", jitter))
}

/// What the secretariat asks the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewRound {
    pub question: String,
    pub about: Option<RecordId>,
    pub item: Option<RecordId>,
    pub is_anonymous: bool,
    pub budget: Option<u32>,
}

/// Opens a round: everybody may write.
pub fn open(records: &Records, id: RecordId, new: &NewRound, jitter: u32) -> Act {
    let mut values = vec![
        ("question".to_owned(), Value::Text(new.question.clone())),
        ("stage".to_owned(), scalar(Stage::Writing.key())),
        ("budget".to_owned(), Value::Scalar(Scalar::Int(i64::from(new.budget.unwrap_or(BUDGET))))),
        ("place".to_owned(), scalar(at_end(records, Kind::Round, "", jitter))),
    ];
    let refers = [("about", &new.about), ("item", &new.item)];
    values.extend(
        refers.into_iter().filter_map(|(key, id)| Some((key.to_owned(), scalar(id.as_ref()?.as_str())))),
    );
    if new.is_anonymous {
        values.push(("anonymous".to_owned(), flag()));
    }
    Act::create(RecordAt::new(Kind::Round, id), values)
}

/// All cards are shown: every device that hears of it publishes its own. `now` is ISO 8601.
pub fn reveal(round: &RecordId, now: &str) -> Act {
    let at = RecordAt::new(Kind::Round, round.clone());
    let stage = set(&at, "stage", Scalar::from(Stage::Revealed.key()));
    Act::new(Message::Change, vec![stage, set(&at, "revealed", Scalar::from(now))])
}

/// Organisations may give points.
pub fn open_dots(round: &RecordId) -> Act {
    let at = RecordAt::new(Kind::Round, round.clone());
    Act::new(Message::Change, vec![set(&at, "stage", Scalar::from(Stage::Dots.key()))])
}

/// Counts: names every point that counts now, with its card. What arrives later is shown, and
/// changes nothing.
pub fn close(records: &Records, round: &Round, now: &str) -> Act {
    let at = RecordAt::new(Kind::Round, round.id.clone());
    let counted = points(records, round);
    let named = counted.counted();
    let mut edits: Vec<Edit> = named
        .map(|(point, card)| Edit::Set {
            at: at.cell("counted", point.as_str()),
            value: Some(Scalar::from(card.as_str())),
        })
        .collect();
    edits.push(set(&at, "stage", Scalar::from(Stage::Closed.key())));
    edits.push(set(&at, "closed", Scalar::from(now)));
    Act::new(Message::Change, edits)
}

/// Who publishes cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Publisher {
    /// In its organisation's name, or in none.
    Partner(Option<RecordId>),
    /// For the room.
    Secretariat,
}

/// Cards of this device come onto the board, all in one act. `is_late` if the device was away
/// when the round was revealed. `jitter` mixes them among the others' cards.
pub fn publish(cards: &[HeldCard], publisher: &Publisher, is_late: bool, jitter: u32) -> Act {
    let edits = cards.iter().take(MAX_HELD).zip(0u32..).map(|(card, n)| {
        let key = order::between("", "", jitter.wrapping_add(n.wrapping_mul(2_654_435_761)));
        let mut values = vec![
            ("round".to_owned(), scalar(card.round.as_str())),
            ("text".to_owned(), Value::Text(card.text.trim().to_owned())),
            ("place".to_owned(), scalar(order::place("", &key))),
        ];
        match publisher {
            Publisher::Partner(None) => {}
            Publisher::Partner(Some(own)) => values.push(("organisation".to_owned(), scalar(own.as_str()))),
            Publisher::Secretariat => {
                values.push((IN_ROOM.to_owned(), flag()));
                if let Some(organisation) = &card.heard_from {
                    values.push((HEARD_FROM.to_owned(), scalar(organisation.as_str())));
                }
            }
        }
        if is_late {
            values.push(("late".to_owned(), flag()));
        }
        Edit::Create { at: RecordAt::new(Kind::Idea, card.id.clone()), values }
    });
    Act::new(Message::Add, edits.collect())
}

/// Puts a card, with all that lies in its stack, at the end of a group; into none with `None`.
pub fn put(records: &Records, card: &RecordId, group: Option<&RecordId>, jitter: u32) -> Act {
    let at = RecordAt::new(Kind::Idea, card.clone());
    let group = group.map_or("", RecordId::as_str);
    let mut edits = vec![set(&at, "place", Scalar::Text(at_end(records, Kind::Idea, group, jitter)))];
    // A card taken out of a stack lies by itself again.
    if records.get(Kind::Idea, card).is_some_and(|record| record.reference(UNDER).is_some()) {
        edits.push(set(&at, UNDER, None));
    }
    Act::new(Message::Move, edits)
}

/// Begins a group with a card in it.
pub fn begin_group(
    records: &Records,
    round: &RecordId,
    group: RecordId,
    title: &str,
    card: &RecordId,
    jitter: u32,
) -> Act {
    let values = vec![
        ("round".to_owned(), scalar(round.as_str())),
        ("title".to_owned(), Value::Text(title.to_owned())),
        ("place".to_owned(), scalar(at_end(records, Kind::IdeaGroup, "", jitter))),
    ];
    let mut act = put(records, card, Some(&group), jitter);
    act.edits.insert(0, Edit::Create { at: RecordAt::new(Kind::IdeaGroup, group), values });
    act
}

/// Lays a card under another. Nothing where it would lie under itself.
pub fn stack(records: &Records, round: &RecordId, card: &RecordId, onto: &RecordId) -> Option<Act> {
    let all = groups(records, round);
    let of = |id: &RecordId| {
        let mut stacks = all.iter().flat_map(|group| &group.stacks);
        stacks.find(|stack| stack.cards().any(|card| card.id == *id)).map(|stack| stack.top.id.clone())
    };
    let (from, to) = (of(card)?, of(onto)?);
    if from == to {
        return None;
    }
    let at = RecordAt::new(Kind::Idea, from);
    Some(Act::new(Message::Move, vec![set(&at, UNDER, Scalar::Text(to.to_string()))]))
}

/// Takes a card out of its stack.
pub fn unstack(card: &RecordId) -> Act {
    let at = RecordAt::new(Kind::Idea, card.clone());
    Act::new(Message::Move, vec![set(&at, UNDER, None)])
}

/// Gives one point to a card; nothing while the round takes none or the budget is spent.
pub fn give(
    records: &Records,
    round: &Round,
    card: &RecordId,
    own: &RecordId,
    id: RecordId,
    jitter: u32,
) -> Option<Act> {
    let given = points(records, round).by(own);
    let is_there = cards_of(records, &round.id).iter().any(|record| record.id == *card);
    if round.stage != Stage::Dots || given.counted.len() >= round.budget as usize || !is_there {
        return None;
    }
    let values = vec![
        ("round".to_owned(), scalar(round.id.as_str())),
        ("idea".to_owned(), scalar(card.as_str())),
        ("organisation".to_owned(), scalar(own.as_str())),
        ("place".to_owned(), scalar(at_end(records, Kind::Dot, "", jitter))),
    ];
    Some(Act::create(RecordAt::new(Kind::Dot, id), values))
}

/// Takes the last point back from a card, or the last one given where no card is named. Points
/// beyond the budget go first.
pub fn take_back(records: &Records, round: &Round, card: Option<&RecordId>, own: &RecordId) -> Option<Act> {
    if round.stage != Stage::Dots {
        return None;
    }
    let given = points(records, round).by(own);
    let mut last_first = given.counted.iter().chain(&given.beyond).rev();
    let (point, _) = last_first.find(|(_, to)| card.is_none_or(|card| card == to))?;
    Some(Act::remove(RecordAt::new(Kind::Dot, point.clone())))
}

/// What a card or a group is made into, in the order of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// A card of the chain, on this level.
    Node(crate::sections::chain::Level),
    Objective,
    /// Something that somebody will do.
    Action,
}

/// Makes an idea (a card or a group) part of the plan, and links it to what came of it.
pub fn become_part(
    records: &Records,
    idea: &RecordAt,
    words: &str,
    becomes: Becomes,
    id: RecordId,
    jitter: u32,
) -> Act {
    let (kind, group) = match becomes {
        Becomes::Node(level) => (Kind::Node, level.key()),
        Becomes::Objective => (Kind::Objective, ""),
        Becomes::Action => (Kind::Action, ""),
    };
    let values = vec![
        ("title".to_owned(), Value::Text(words.to_owned())),
        ("place".to_owned(), scalar(at_end(records, kind, group, jitter))),
    ];
    let made = RecordAt::new(kind, id);
    let link = Edit::Set { at: idea.cell(BECAME, &path_of(&made)), value: Some(Scalar::Flag(true)) };
    Act::new(Message::Add, vec![Edit::Create { at: made, values }, link])
}
