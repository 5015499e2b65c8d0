//! What people do to the chain, as acts. Pure: ids and jitter come from the caller, the present
//! from the records; sending them is the store's.

use super::shape::Filter;
use shared::act::{Act, Edit, Message};
use shared::ids::RecordId;
use shared::order;
use shared::ordered::OrdMap;
use shared::paste::chain::NewChain;
use shared::record::{RecordAt, Records, Scalar, Value};
use shared::search::plain;
use shared::sections::chain::{self, Level, Node};
use shared::sections::{Kind, Word};

/// A new node at the end of a level, or after `after` in it.
pub fn add_node(
    records: &Records,
    id: RecordId,
    title: &str,
    (level, column, row): (Level, &[RecordId], usize),
    jitter: u32,
) -> Act {
    let values = vec![
        ("title".to_owned(), Value::Text(title.to_owned())),
        ("place".to_owned(), Value::Scalar(Scalar::Text(place_in(records, level, column, row, jitter)))),
    ];
    Act::create(RecordAt::new(Kind::Node, id), values)
}

/// Gives a new node what a filter asks for.
pub fn give(act: &mut Act, filter: &Filter) {
    for edit in &mut act.edits {
        let Edit::Create { values, .. } = edit else { continue };
        if let Some(organisation) = &filter.organisation {
            values.push(("owner".to_owned(), Value::Scalar(organisation.as_str().into())));
        }
        if let Some(objective) = &filter.objective {
            values.push(("objectives".to_owned(), only(objective)));
        }
        if let Some(status) = filter.status {
            values.push(("status".to_owned(), Value::Scalar(status.key().into())));
        }
    }
}

/// The cards and links that a pasted text comes to. A card with the same title in the same level
/// is the one that is there; links that are there stay as they are. `ids` gives fresh ids.
pub fn paste(
    records: &Records,
    chain: &NewChain,
    filter: &Filter,
    (mut ids, jitter): (impl FnMut() -> RecordId, u32),
) -> Act {
    let known: Vec<Node> = chain::nodes(records);
    let mut act = Act::new(Message::Import, vec![]);
    let mut made: Vec<RecordId> = vec![];
    let mut last: Vec<String> = Level::ALL
        .iter()
        .map(|level| {
            known
                .iter()
                .rev()
                .find(|node| node.level == *level)
                .map(|node| node.order.clone())
                .unwrap_or_default()
        })
        .collect();
    for card in &chain.cards {
        let same = |node: &&Node| node.level == card.level && plain(node.title.plain()) == plain(&card.title);
        if let Some(node) = known.iter().find(same) {
            made.push(node.id.clone());
            continue;
        }
        let id = ids();
        let order = &mut last[card.level as usize];
        *order = order::between(order, "", jitter);
        let place = order::place(card.level.key(), order);
        let values = vec![
            ("title".to_owned(), Value::Text(card.title.clone())),
            ("detail".to_owned(), Value::Text(card.detail.clone())),
            ("place".to_owned(), Value::Scalar(Scalar::Text(place))),
        ];
        act.edits.push(Edit::Create { at: RecordAt::new(Kind::Node, id.clone()), values });
        made.push(id);
    }
    give(&mut act, filter);
    for (from, to) in &chain.links {
        if let Linking::By(_, linking) = link(records, ids(), &made[*from], &made[*to]) {
            act.edits.extend(linking.edits);
        }
    }
    act
}

/// Moves a node to `row` among `column`, the cards of `level` without it.
pub fn move_node(
    records: &Records,
    id: &RecordId,
    (level, column, row): (Level, &[RecordId], usize),
    jitter: u32,
) -> Act {
    let at = RecordAt::new(Kind::Node, id.clone()).field("place");
    let place = place_in(records, level, column, row, jitter);
    Act::new(Message::Move, vec![Edit::Set { at, value: Some(Scalar::Text(place)) }])
}

fn place_in(records: &Records, level: Level, column: &[RecordId], row: usize, jitter: u32) -> String {
    let key = |at: Option<&RecordId>| {
        at.and_then(|id| records.get(Kind::Node, id)).map_or("", |record| record.place().1)
    };
    let before = key(row.checked_sub(1).and_then(|at| column.get(at)));
    order::place(level.key(), &order::between(before, key(column.get(row)), jitter))
}

/// What linking two nodes comes to.
#[derive(Debug, PartialEq)]
pub enum Linking {
    /// They are linked already, by this link.
    Already(RecordId),
    /// This act links them, by this link: a fresh one, or one removed before, with what hung on it.
    By(RecordId, Act),
    /// A node does not lead to itself.
    Itself,
}

/// Links `from` to `to`.
pub fn link(records: &Records, fresh: RecordId, from: &RecordId, to: &RecordId) -> Linking {
    if from == to {
        return Linking::Itself;
    }
    let ends = [from.as_str(), to.as_str()];
    let same: Vec<_> =
        records.all(Kind::Link).filter(|link| [link.text("from"), link.text("to")] == ends).collect();
    if let Some(link) = same.iter().find(|link| !link.is_removed()) {
        return Linking::Already(link.id.clone());
    }
    if let Some(link) = same.first() {
        let at = RecordAt::new(Kind::Link, link.id.clone());
        return Linking::By(link.id.clone(), Act::new(Message::Link, vec![Edit::Restore { at }]));
    }
    let end = |key: &str, id: &RecordId| (key.to_owned(), Value::Scalar(id.as_str().into()));
    let at = RecordAt::new(Kind::Link, fresh.clone());
    let values = vec![end("from", from), end("to", to)];
    Linking::By(fresh, Act::new(Message::Link, vec![Edit::Create { at, values }]))
}

pub fn unlink(link: &RecordId) -> Act {
    let at = RecordAt::new(Kind::Link, link.clone());
    Act::new(Message::Unlink, vec![Edit::Remove { at }])
}

/// A new assumption on a link.
pub fn add_assumption(records: &Records, id: RecordId, link: &RecordId, jitter: u32) -> Act {
    let values = vec![("links".to_owned(), only(link)), last_place(records, Kind::Assumption, jitter)];
    Act::create(RecordAt::new(Kind::Assumption, id), values)
}

/// A new risk or milestone on a node.
pub fn add_on_node(records: &Records, kind: Kind, id: RecordId, node: &RecordId, jitter: u32) -> Act {
    let values = vec![("nodes".to_owned(), only(node)), last_place(records, kind, jitter)];
    Act::create(RecordAt::new(kind, id), values)
}

/// A new indicator of a node.
pub fn add_indicator(records: &Records, id: RecordId, node: &RecordId, jitter: u32) -> Act {
    let values = vec![
        ("node".to_owned(), Value::Scalar(node.as_str().into())),
        last_place(records, Kind::Indicator, jitter),
    ];
    Act::create(RecordAt::new(Kind::Indicator, id), values)
}

fn only(id: &RecordId) -> Value {
    Value::Cells(OrdMap::from([(id.to_string(), Scalar::Flag(true))]))
}

fn last_place(records: &Records, kind: Kind, jitter: u32) -> (String, Value) {
    let last = records.in_order(kind).last().map_or("", |record| record.place().1);
    let place = order::place("", &order::between(last, "", jitter));
    ("place".to_owned(), Value::Scalar(Scalar::Text(place)))
}

/// Puts a member into a set, or takes it out.
pub fn choose(at: &RecordAt, field: &str, member: &RecordId, chosen: bool) -> Act {
    Act::set(at.cell(field, member.as_str()), Scalar::Flag(chosen))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::record::{Record, Removed};

    fn id(name: &str) -> RecordId {
        RecordId::parse(name).expect("test ids are plain")
    }

    fn node(name: &str, place: &str) -> Record {
        let mut record = Record::empty(Kind::Node, id(name));
        record.values.insert("place".to_owned(), Value::Scalar(place.into()));
        record
    }

    fn link_of(name: &str, from: &str, to: &str) -> Record {
        let mut record = Record::empty(Kind::Link, id(name));
        record.values.insert("from".to_owned(), Value::Scalar(from.into()));
        record.values.insert("to".to_owned(), Value::Scalar(to.into()));
        record
    }

    fn place_of(act: &Act) -> String {
        match act.edits.as_slice() {
            [Edit::Set { value: Some(Scalar::Text(place)), .. }] => place.clone(),
            other => panic!("not one place: {other:?}"),
        }
    }

    #[test]
    fn a_card_moved_between_two_stands_between_them() {
        let mut records = Records::default();
        [node("a", "output|3"), node("b", "output|5"), node("c", "input|1")]
            .into_iter()
            .for_each(|record| records.put(record));
        let act = move_node(&records, &id("c"), (Level::Output, &[id("a"), id("b")], 1), 7);
        let place = place_of(&act);
        assert!("output|3" < place.as_str() && place.as_str() < "output|5", "{place}");
    }

    #[test]
    fn pasting_the_same_text_twice_makes_each_card_and_each_link_once() {
        let mut records = Records::default();
        let mut counter = 0;
        let text = "Pêche durable\n  Guides formés\n    Former";
        let how = shared::paste::chain::How::usual(text);
        let pasted = shared::paste::chain::read(text, how, &[]);
        for round in 0..2 {
            let ids = || {
                counter += 1;
                id(&format!("new-{counter}"))
            };
            let act = paste(&records, &pasted, &Filter::default(), (ids, 7));
            assert_eq!(act.edits.len(), if round == 0 { 5 } else { 0 });
            records.apply(&act, "", 0);
        }
        let nodes = chain::nodes(&records);
        assert_eq!(nodes.len(), 3);
        assert!(nodes.iter().any(|node| node.title.plain() == "Former" && node.level == Level::Activity));
    }

    #[test]
    fn two_cards_are_linked_once() {
        let mut records = Records::default();
        records.put(link_of("l", "a", "b"));
        assert_eq!(link(&records, id("new"), &id("a"), &id("b")), Linking::Already(id("l")));
        assert!(matches!(link(&records, id("new"), &id("b"), &id("a")), Linking::By(..)));
        assert_eq!(link(&records, id("new"), &id("a"), &id("a")), Linking::Itself);
    }

    #[test]
    fn linking_again_brings_back_the_link_with_its_assumptions() {
        let mut records = Records::default();
        let removed = Some(Removed { by: String::new(), at: 0, edited_since: false });
        records.put(Record { removed, ..link_of("l", "a", "b") });
        let at = RecordAt::new(Kind::Link, id("l"));
        let act = Act::new(Message::Link, vec![Edit::Restore { at }]);
        assert_eq!(link(&records, id("new"), &id("a"), &id("b")), Linking::By(id("l"), act));
    }
}
