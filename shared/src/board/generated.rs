//! Boards of any size from a number, made act by act as people would: for tests, measures
//! and load. The same size and number always give the same records.
//!
//! Its words mean nothing; nothing here is shown to anybody.

use super::Board;
use crate::act::{Act, Edit, Message};
use crate::delta::{Delta, utf16_len};
use crate::ids::{MemberId, RecordId};
use crate::order;
use crate::record::{RecordAt, Scalar, Value};
use crate::sections::{Kind, chain, roles};

/// How large a board is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub organisations: usize,
    /// Nodes, risks, indicators, responsibilities, actors and terms together.
    pub records: usize,
    /// Links between nodes.
    pub links: usize,
    /// Changes in the history; at least one for each record is made.
    pub changes: usize,
}

/// A board of this size. `seed` chooses everything else.
///
/// # Panics
/// If the size is past what a board takes.
pub fn generate(size: Size, seed: u64) -> Board {
    let mut making = Making { board: Board::new([0; 16], None), chance: Chance::new(seed), acts: 0 };
    for n in 0..size.organisations {
        making.organisation(n);
    }
    for n in 0..size.records {
        making.record(n, size.organisations);
    }
    let nodes = making.ids(Kind::Node);
    for n in 0..size.links {
        making.link(n, &nodes);
    }
    while making.acts < size.changes {
        making.edit(&nodes, size.organisations);
    }
    making.board
}

/// An act of somebody typing one more word at the end of a node's title.
pub fn one_word_more(board: &Board, node: &RecordId, word: &str) -> Act {
    let at = RecordAt::new(Kind::Node, node.clone()).field("title");
    let end = board.records().get(Kind::Node, node).map_or(0, |node| utf16_len(node.text("title")));
    Act::new(Message::Write, vec![Edit::Splice { at, delta: Delta::splice(end, 0, word) }])
}

const MEMBERS: usize = 8;
/// Acts that one person does before another goes on.
const BURST: usize = 25;
const KINDS: [Kind; 10] = [
    Kind::Node,
    Kind::Node,
    Kind::Node,
    Kind::Node,
    Kind::Node,
    Kind::Risk,
    Kind::Responsibility,
    Kind::Indicator,
    Kind::Actor,
    Kind::Term,
];
const WORDS: [&str; 12] = [
    "lagune ",
    "rive ",
    "école ",
    "eau ",
    "pêche ",
    "ville ",
    "accord ",
    "marché ",
    "femmes ",
    "suivi ",
    "mangrove ",
    "atelier ",
];
/// Unix seconds of the first act; the others follow by the minute.
const BEGINNING: i64 = 1_750_000_000;

struct Making {
    board: Board,
    chance: Chance,
    acts: usize,
}

impl Making {
    fn perform(&mut self, act: Act) {
        if self.acts.is_multiple_of(BURST) {
            let member = self.chance.below(MEMBERS);
            let mut actor = [member as u8 + 1; 16];
            actor[0] = 0xbe;
            let id = MemberId::parse(&format!("member{member}")).expect("made of plain letters");
            self.board.write_as(actor, Some(&id));
        }
        let at = BEGINNING + 60 * self.acts as i64;
        self.board.perform(&act, at).expect("generated acts fit the board they were made for");
        self.acts += 1;
    }

    fn create(&mut self, kind: Kind, id: String, values: Vec<(&str, Value)>) {
        let id = RecordId::parse(&id).expect("made of plain letters");
        let values = values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        self.perform(Act::create(RecordAt::new(kind, id), values));
    }

    fn organisation(&mut self, n: usize) {
        let name = self.sentence(3);
        let hue = n as i64 % crate::sections::organisations::HUES + 1;
        let values = vec![("name", name), ("hue", Value::Scalar(Scalar::Int(hue))), self.place("", n)];
        self.create(Kind::Organisation, format!("o{n}"), values);
    }

    fn record(&mut self, n: usize, organisations: usize) {
        let kind = KINDS[n % KINDS.len()];
        let (words, owner) = (4 + self.chance.below(5), self.owner(organisations));
        let title = self.sentence(words);
        let values = match kind {
            Kind::Node => {
                let (level, detail) =
                    (chain::LEVELS[self.chance.below(chain::LEVELS.len())], self.sentence(20));
                vec![("title", title), ("detail", detail), ("owner", owner), self.place(level, n)]
            }
            Kind::Risk => vec![("title", title), ("owner", owner), self.place("", n)],
            Kind::Responsibility => vec![("title", title), self.place("", n)],
            Kind::Indicator => vec![("title", title), ("responsible", owner), self.place("", n)],
            Kind::Actor => vec![("name", title)],
            // Kinds that are not in the list above.
            _ => vec![("term", title), ("definition", self.sentence(15)), self.place("", n)],
        };
        self.create(kind, format!("r{n}"), values);
    }

    fn link(&mut self, n: usize, nodes: &[RecordId]) {
        let mut end = || Value::Scalar(Scalar::from(nodes[self.chance.below(nodes.len())].as_str()));
        let (from, to) = (end(), end());
        let rationale = self.sentence(8);
        self.create(Kind::Link, format!("l{n}"), vec![("from", from), ("to", to), ("rationale", rationale)]);
    }

    fn edit(&mut self, nodes: &[RecordId], organisations: usize) {
        let node = nodes[self.chance.below(nodes.len())].clone();
        let at = RecordAt::new(Kind::Node, node.clone());
        let act = match self.chance.below(10) {
            0 => Act::set(at.field("status"), Scalar::from(chain::STATUSES[self.chance.below(5)])),
            1 => {
                let rows = self.ids(Kind::Responsibility);
                let row = RecordAt::new(Kind::Responsibility, rows[self.chance.below(rows.len())].clone());
                let column = format!("o{}", self.chance.below(organisations.max(1)));
                Act::set(row.cell("cells", &column), Scalar::from(roles::CELLS[self.chance.below(5)]))
            }
            2 => {
                let level = chain::LEVELS[self.chance.below(chain::LEVELS.len())];
                let to = self.chance.below(nodes.len());
                Act::set(at.field("place"), Scalar::Text(order::place(level, &key(to))))
            }
            3 => {
                // Somebody shortens what became long.
                let length =
                    utf16_len(self.board.records().get(Kind::Node, &node).map_or("", |n| n.text("title")));
                let delta = Delta::splice(length / 2, length - length / 2, "");
                Act::new(Message::Write, vec![Edit::Splice { at: at.field("title"), delta }])
            }
            _ => one_word_more(&self.board, &node, WORDS[self.chance.below(WORDS.len())]),
        };
        self.perform(act);
    }

    fn ids(&self, kind: Kind) -> Vec<RecordId> {
        self.board.records().all(kind).map(|record| record.id.clone()).collect()
    }

    fn owner(&mut self, organisations: usize) -> Value {
        Value::Scalar(Scalar::Text(format!("o{}", self.chance.below(organisations.max(1)))))
    }

    fn place(&mut self, group: &str, n: usize) -> (&'static str, Value) {
        ("place", Value::Scalar(Scalar::Text(order::place(group, &key(n)))))
    }

    fn sentence(&mut self, words: usize) -> Value {
        Value::Text((0..words).map(|_| WORDS[self.chance.below(WORDS.len())]).collect())
    }
}

/// A key of order for the nth of many.
fn key(n: usize) -> String {
    format!("V{n:05}V")
}

/// Numbers that look random and are the same each time (xorshift64*).
struct Chance(u64);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_board_has_the_size_asked_for_and_is_the_same_each_time() {
        let size = Size { organisations: 4, records: 40, links: 10, changes: 90 };
        let board = generate(size, 7);
        assert_eq!(board.records().all(Kind::Organisation).count(), 4);
        assert_eq!(board.records().all(Kind::Link).count(), 10);
        assert_eq!(board.history(1_000).len(), 90 + crate::board::seeds::all().count());
        assert_eq!(board.records(), generate(size, 7).records());
        assert_ne!(board.records(), generate(size, 8).records());
    }
}
