//! Three people, few things to write about, and meetings in any order: once all have met they
//! read the same board, and nobody's words are lost.
//!
//! A plan that once failed is kept in `tests/plans` and tried first for ever.

#![expect(clippy::unwrap_used, reason = "a test's helpers may panic as its tests do")]

use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, LoadOptions, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, TextEncoding};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::FileFailurePersistence;
use shared::act::{Act, Edit, Message};
use shared::board::{Board, BoardError, ChangeHash, View, sync};
use shared::delta::{Delta, utf16_len};
use shared::ids::{MemberId, RecordId};
use shared::order::place;
use shared::record::{FieldAt, RecordAt, Records, Scalar, Value};
use shared::sections::Kind;
use std::collections::BTreeSet;

const NAMES: [&str; 3] = ["ana", "binta", "chiara"];
const KINDS: [Kind; 3] = [Kind::Node, Kind::Risk, Kind::Responsibility];
const FIELDS: [&str; 3] = ["title", "title@en", "title@de"];
/// Things of this id were made by another program, which knows no rules.
const ODD: &str = "odd";

/// What somebody does next. Small on purpose: collisions find the bugs.
#[derive(Clone, Debug)]
enum Step {
    Add { who: usize, kind: usize },
    Write { who: usize, on: Index, field: usize, at: Index, delete: usize, letters: usize },
    State { who: usize, field: usize, at: Index, delete: usize, letters: usize },
    Set { who: usize, on: Index, value: usize },
    Move { who: usize, on: Index, to: usize },
    Remove { who: usize, on: Index },
    Restore { who: usize, on: Index },
    Undo { who: usize },
    Redo { who: usize },
    Reopen { who: usize },
    Odd { who: usize, what: usize },
    Meet { one: usize, other: usize, how: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let who = || 0..NAMES.len();
    let index = any::<Index>;
    prop_oneof![
        2 => (who(), 0..KINDS.len()).prop_map(|(who, kind)| Step::Add { who, kind }),
        5 => (who(), index(), 0..FIELDS.len(), index(), 0usize..3, 0usize..3).prop_map(
            |(who, on, field, at, delete, letters)| Step::Write { who, on, field, at, delete, letters }
        ),
        2 => (who(), 0..2usize, index(), 0usize..3, 0usize..3).prop_map(
            |(who, field, at, delete, letters)| Step::State { who, field, at, delete, letters }
        ),
        3 => (who(), index(), 0..5usize).prop_map(|(who, on, value)| Step::Set { who, on, value }),
        1 => (who(), index(), 0..4usize).prop_map(|(who, on, to)| Step::Move { who, on, to }),
        1 => (who(), index()).prop_map(|(who, on)| Step::Remove { who, on }),
        1 => (who(), index()).prop_map(|(who, on)| Step::Restore { who, on }),
        2 => who().prop_map(|who| Step::Undo { who }),
        1 => who().prop_map(|who| Step::Redo { who }),
        1 => who().prop_map(|who| Step::Reopen { who }),
        1 => (who(), 0..ODDITIES).prop_map(|(who, what)| Step::Odd { who, what }),
        4 => (who(), who(), 0..3usize).prop_map(|(one, other, how)| Step::Meet { one, other, how }),
    ]
}

/// Everybody's boards, and what was typed on them.
struct Table {
    boards: Vec<Board>,
    actors: u8,
    /// Unix seconds; far enough apart that no two acts are one step of undo.
    now: i64,
    things: usize,
    letters: u32,
    typed: BTreeSet<char>,
    /// Letters that somebody took out, by deleting or by undoing.
    deleted: BTreeSet<char>,
    /// Moments and what was read then.
    moments: Vec<(Vec<ChangeHash>, Records)>,
}

impl Table {
    fn new() -> Self {
        let boards =
            NAMES.iter().zip(1u8..).map(|(name, n)| Board::new([n; 16], Some(&member(name)))).collect();
        let actors = NAMES.len() as u8;
        Self {
            boards,
            actors,
            now: 1_790_000_000,
            things: 0,
            letters: 0,
            typed: BTreeSet::new(),
            deleted: BTreeSet::new(),
            moments: vec![],
        }
    }

    fn step(&mut self, step: &Step) {
        self.now += 10;
        match step {
            Step::Add { who, kind } => {
                self.things += 1;
                let id = RecordId::parse(&format!("{}{}", NAMES[*who], self.things)).unwrap();
                let title = self.fresh(2);
                let values = vec![("title".to_owned(), Value::Text(title))];
                self.act(*who, Act::create(RecordAt::new(KINDS[*kind], id), values));
            }
            Step::Write { who, on, field, at, delete, letters } => {
                let Some(thing) = self.thing(*who, on) else { return };
                self.write(*who, thing.field(FIELDS[*field]), at, *delete, *letters);
            }
            Step::State { who, field, at, delete, letters } => {
                let field = ["statement", "statement@en"][*field];
                self.write(*who, RecordAt::single(Kind::Vision).field(field), at, *delete, *letters);
            }
            Step::Set { who, on, value } => {
                let Some(thing) = self.thing(*who, on) else { return };
                let act = match thing.kind {
                    Kind::Risk => Act::set(
                        thing.field("likelihood"),
                        (*value > 0).then_some(Scalar::Int(*value as i64)),
                    ),
                    Kind::Responsibility => {
                        let cell = thing.cell("cells", ["o1", "o2"][value % 2]);
                        Act::set(cell, (*value > 0).then_some(Scalar::from(["R", "A", "C"][value % 3])))
                    }
                    _ => {
                        let status = ["", "planned", "delayed", "achieved", "on-track"][*value];
                        Act::set(thing.field("status"), Scalar::from(status))
                    }
                };
                self.act(*who, act);
            }
            Step::Move { who, on, to } => {
                let Some(thing) = self.thing(*who, on) else { return };
                self.act(
                    *who,
                    Act::set(thing.field("place"), Scalar::Text(place("output", &format!("V{to}")))),
                );
            }
            Step::Remove { who, on } => {
                let Some(thing) = self.thing(*who, on) else { return };
                self.act(*who, Act::remove(thing));
            }
            Step::Restore { who, on } => {
                let Some(thing) = self.thing(*who, on) else { return };
                self.act(*who, Act::restore(thing));
            }
            Step::Undo { who } => self.mine(*who, |board, now| board.undo(now).map(drop)),
            Step::Redo { who } => self.mine(*who, |board, now| board.redo(now).map(drop)),
            Step::Reopen { who } => {
                self.actors += 1;
                let bytes = self.boards[*who].save();
                let reopened = Board::load(&bytes, [self.actors; 16], Some(&member(NAMES[*who]))).unwrap();
                assert_same(reopened.records(), self.boards[*who].records(), "opened again");
                self.boards[*who] = reopened;
            }
            Step::Odd { who, what } => {
                self.actors += 1;
                let news = by_another_program(&self.boards[*who].save(), self.actors, *what);
                self.boards[*who].take_chunks(&news).unwrap();
            }
            Step::Meet { one, other, how } => self.meet(*one, *other, *how),
        }
        for board in &self.boards {
            let fresh = board.read(&View::At(board.heads())).unwrap();
            assert_same(board.records(), &fresh, "kept by patches, and read anew");
        }
        let someone = &self.boards[self.things % NAMES.len()];
        self.moments.push((someone.heads(), someone.records().clone()));
    }

    fn act(&mut self, who: usize, act: Act) {
        self.mine(who, |board, now| board.perform(&act, now).map(drop));
    }

    /// Something that one person does on their own: letters that vanish by it were taken out.
    fn mine(&mut self, who: usize, act: impl FnOnce(&mut Board, i64) -> Result<(), BoardError>) {
        let before = letters(self.boards[who].records());
        match act(&mut self.boards[who], self.now) {
            Ok(()) | Err(BoardError::Nothing | BoardError::WrongShape) => {}
            Err(error) => panic!("{error:?}"),
        }
        let after = letters(self.boards[who].records());
        self.deleted.extend(before.difference(&after));
        // Letters that stood in a text of another program's may be gone with it.
        self.typed.extend(after.difference(&before));
    }

    fn write(&mut self, who: usize, at: FieldAt, index: &Index, delete: usize, letters: usize) {
        let fresh = self.fresh(letters);
        let record = self.boards[who].records().get(at.record.kind, &at.record.id).unwrap();
        let length = utf16_len(record.text(&at.field));
        let delta = Delta::splice(index.index(length + 1), delete, &fresh);
        self.act(who, Act::new(Message::Write, vec![Edit::Splice { at, delta }]));
    }

    /// Letters that nobody typed before: one, then one outside the basic plane, and so on.
    fn fresh(&mut self, count: usize) -> String {
        let mut fresh = String::new();
        for _ in 0..count {
            self.letters += 1;
            let base = if self.letters.is_multiple_of(2) { 0x4e00 } else { 0x1_0000 };
            fresh.extend(char::from_u32(base + self.letters));
        }
        fresh
    }

    fn thing(&self, who: usize, on: &Index) -> Option<RecordAt> {
        let records = self.boards[who].records();
        let things = KINDS.iter().flat_map(|kind| records.all(*kind));
        let things: Vec<RecordAt> = things.map(|thing| RecordAt::new(thing.kind, thing.id.clone())).collect();
        (!things.is_empty()).then(|| on.get(&things).clone())
    }

    fn meet(&mut self, one: usize, other: usize, how: usize) {
        if one == other {
            return;
        }
        let (mut a, mut b) = (self.boards[one].clone(), self.boards[other].clone());
        match how {
            0 => {
                a.take(b.changes_since(&a.heads())).unwrap();
                b.take(a.changes_since(&b.heads())).unwrap();
            }
            1 => {
                a.take_chunks(&b.save()).unwrap();
                b.take_chunks(&a.save()).unwrap();
            }
            _ => talk(&mut a, &mut b),
        }
        assert_same(a.records(), b.records(), "after meeting");
        (self.boards[one], self.boards[other]) = (a, b);
    }
}

/// Two boards over the sync protocol, until neither has anything to say.
fn talk(a: &mut Board, b: &mut Board) {
    let (mut about_b, mut about_a) = (sync::State::new(), sync::State::new());
    for _ in 0..50 {
        let to_b = a.generate_sync_message(&mut about_b);
        let to_a = b.generate_sync_message(&mut about_a);
        if to_a.is_none() && to_b.is_none() {
            return;
        }
        if let Some(message) = to_b {
            b.receive_sync_message(&mut about_a, message).unwrap();
        }
        if let Some(message) = to_a {
            a.receive_sync_message(&mut about_b, message).unwrap();
        }
    }
    panic!("they talk for ever");
}

fn member(name: &str) -> MemberId {
    MemberId::parse(name).unwrap()
}

/// Says which records differ, rather than all of both boards.
fn assert_same(one: &Records, other: &Records, when: &str) {
    if one != other {
        for (one, other) in one.everything().zip(other.everything()) {
            assert_eq!(one, other, "{when}");
        }
        panic!("{when}: {} and {} records", one.len(), other.len());
    }
}

/// Every letter that can be read on a board, but for what another program may have replaced.
fn letters(records: &Records) -> BTreeSet<char> {
    let mut found = BTreeSet::new();
    for record in records.everything().filter(|record| record.id.as_str() != ODD) {
        for value in record.values.values() {
            if let Value::Text(text) = value {
                found.extend(text.chars());
            }
        }
        for also in record.also.values().flatten() {
            found.extend(also.as_str().unwrap_or_default().chars());
        }
    }
    found
}

const ODDITIES: usize = 12;

/// What some other Automerge program might do to a board. Returns its changes.
fn by_another_program(bytes: &[u8], actor: u8, what: usize) -> Vec<u8> {
    let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
    let mut doc = Automerge::load_with_options(bytes, options).unwrap();
    doc.set_actor(ActorId::from([actor; 16].as_slice()));
    let heads = doc.get_heads();
    let mut tx = doc.transaction();
    let inside = |tx: &automerge::transaction::Transaction<'_>, keys: [&str; 2]| -> ObjId {
        let section = tx.get(ROOT, keys[0]).unwrap().unwrap().1;
        tx.get(&section, keys[1]).unwrap().unwrap().1
    };
    let (nodes, risks) = (inside(&tx, ["chain", "nodes"]), inside(&tx, ["chain", "risks"]));
    let rows = inside(&tx, ["roles", "responsibilities"]);
    let mut odd = |collection: &ObjId| match tx.get(collection, ODD).unwrap() {
        Some((automerge::Value::Object(ObjType::Map), map)) => map,
        _ => tx.put_object(collection, ODD, ObjType::Map).unwrap(),
    };
    let (node, risk, row) = (odd(&nodes), odd(&risks), odd(&rows));
    match what {
        0 => tx.put(&node, "title", "a plain string").unwrap(),
        1 => tx.put(&risk, "likelihood", 17).unwrap(),
        2 => tx.put(&risk, "likelihood", "3").unwrap(),
        3 => {
            let text = tx.put_object(&node, "status", ObjType::Text).unwrap();
            tx.splice_text(&text, 0, 0, "delayed").unwrap();
        }
        4 => {
            tx.put_object(&node, "title", ObjType::List).unwrap();
            tx.put_object(&node, "place", ObjType::Map).unwrap();
        }
        5 => {
            tx.put(&row, "cells", 4.5).unwrap();
            tx.put(&node, "unheard_of", ScalarValue::Bytes(vec![1])).unwrap();
        }
        6 => {
            let cells = tx.put_object(&row, "cells", ObjType::Map).unwrap();
            tx.put(&cells, "o1", true).unwrap();
            tx.put(&cells, "o2", ScalarValue::Null).unwrap();
            tx.put_object(&cells, "o3", ObjType::List).unwrap();
        }
        7 => {
            tx.put(&node, "removed", true).unwrap();
            tx.put(&risk, "removed", "somebody").unwrap();
        }
        8 => {
            tx.put_object(&nodes, "not an id!", ObjType::Map).unwrap();
            tx.put_object(ROOT, "weather", ObjType::Map).unwrap();
            tx.put(&nodes, "n9", "not a record").unwrap();
        }
        9 => tx.delete(&nodes, ODD).unwrap(),
        10 => {
            let text = tx.put_object(&node, "title@en", ObjType::Text).unwrap();
            tx.splice_text(&text, 0, 0, "somebody's").unwrap();
            tx.split_block(&text, 2).unwrap();
        }
        _ => {
            tx.put(&node, "status", "unheard-of").unwrap();
            tx.put(&node, "starts", "tomorrow").unwrap();
            tx.put(&node, "owner", "?? ??").unwrap();
        }
    }
    tx.commit();
    doc.get_changes(&heads).iter().flat_map(|change| change.raw_bytes().to_vec()).collect()
}

fn config(plans: &'static str) -> ProptestConfig {
    ProptestConfig {
        cases: 64,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(plans))),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config("tests/plans/everyone_reads_the_same.txt"))]

    #[test]
    fn everyone_reads_the_same_board_once_all_have_met(plan in prop::collection::vec(step(), 0..40)) {
        let mut table = Table::new();
        for step in &plan {
            table.step(step);
        }
        for (one, other) in [(0, 1), (1, 2), (0, 1)] {
            table.meet(one, other, 0);
        }
        let [ana, binta, chiara] = table.boards.as_slice() else { unreachable!() };
        assert_same(ana.records(), binta.records(), "Ana and Binta");
        assert_same(ana.records(), chiara.records(), "Ana and Chiara");
        for kind in KINDS {
            prop_assert_eq!(ana.records().in_order(kind), chiara.records().in_order(kind));
        }

        let (read, kept) = (letters(chiara.records()), &table.typed - &table.deleted);
        prop_assert!(kept.is_subset(&read), "lost: {:?}", kept.difference(&read).collect::<Vec<_>>());

        for (heads, records) in table.moments {
            let then = chiara.read(&View::At(heads)).unwrap();
            assert_same(&then, &records, "an earlier moment");
        }
    }
}

/// What is left when nothing that was made counts: no removed things, no empty texts or cells.
fn in_use(records: &Records) -> Vec<(RecordAt, Vec<(String, Value)>)> {
    let present = records.everything().filter(|record| !record.is_removed());
    present
        .map(|record| {
            let values = record.values.iter().filter(|(_, value)| **value != Value::Text(String::new()));
            let values = values.map(|(key, value)| (key.clone(), value.clone())).collect();
            (RecordAt::new(record.kind, record.id.clone()), values)
        })
        .collect()
}

/// What Ana does on her own.
fn alone() -> impl Strategy<Value = Step> {
    step().prop_map(|step| match step {
        Step::Add { kind, .. } => Step::Add { who: 0, kind },
        Step::Write { on, field, at, delete, letters, .. } => {
            Step::Write { who: 0, on, field, at, delete, letters }
        }
        Step::State { field, at, delete, letters, .. } => Step::State { who: 0, field, at, delete, letters },
        Step::Set { on, value, .. } => Step::Set { who: 0, on, value },
        Step::Move { on, to, .. } => Step::Move { who: 0, on, to },
        Step::Remove { on, .. } => Step::Remove { who: 0, on },
        Step::Restore { on, .. } => Step::Restore { who: 0, on },
        // What needs others, or would clear what can be redone.
        Step::Undo { .. }
        | Step::Redo { .. }
        | Step::Reopen { .. }
        | Step::Odd { .. }
        | Step::Meet { .. } => Step::Add { who: 0, kind: 0 },
    })
}

/// Ana or Binta types in the statement they share, or they meet.
fn together() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..2usize, any::<Index>(), 0usize..4, 0usize..4).prop_map(
            |(who, at, delete, letters)| Step::State { who, field: 0, at, delete, letters }
        ),
        1 => Just(Step::Meet { one: 0, other: 1, how: 0 }),
        1 => Just(Step::Undo { who: 0 }),
        1 => Just(Step::Redo { who: 0 }),
    ]
}

proptest! {
    #![proptest_config(config("tests/plans/undo.txt"))]

    #[test]
    fn alone_undoing_everything_leads_back_and_redoing_it_forward(
        before in prop::collection::vec(alone(), 0..12), plan in prop::collection::vec(alone(), 0..24)
    ) {
        let mut table = Table::new();
        for step in before.iter().chain([&Step::Reopen { who: 0 }]) {
            table.step(step);
        }
        let first = in_use(table.boards[0].records());
        for step in &plan {
            table.step(step);
        }
        let last = in_use(table.boards[0].records());
        let ana = &mut table.boards[0];
        while ana.undo(table.now).is_ok() {}
        prop_assert_eq!(in_use(ana.records()), first);
        while ana.redo(table.now).is_ok() {}
        prop_assert_eq!(in_use(ana.records()), last);
    }

    #[test]
    fn undoing_everything_takes_ones_own_letters_and_nobody_elses(
        plan in prop::collection::vec(together(), 0..24)
    ) {
        let mut table = Table::new();
        let (mut by_ana, mut by_binta) = (BTreeSet::new(), BTreeSet::new());
        let mut taken_by_binta = BTreeSet::new();
        for step in &plan {
            let before = letters(table.boards[1].records());
            let typed = table.typed.clone();
            table.step(step);
            let fresh = table.typed.difference(&typed);
            match step {
                Step::State { who: 0, .. } => by_ana.extend(fresh.copied()),
                Step::State { .. } => {
                    by_binta.extend(fresh.copied());
                    taken_by_binta.extend(before.difference(&letters(table.boards[1].records())).copied());
                }
                _ => {}
            }
        }
        table.meet(0, 1, 0);
        while table.boards[0].undo(table.now).is_ok() {}
        let left = letters(table.boards[0].records());
        prop_assert!(by_ana.is_disjoint(&left), "Ana's are left");
        let stand = &by_binta - &taken_by_binta;
        prop_assert!(stand.is_subset(&left), "lost: {:?}", stand.difference(&left).collect::<Vec<_>>());
        table.meet(0, 1, 0);
    }
}
