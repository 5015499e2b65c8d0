//! Changes that nobody's client writes: nearly right ones, from operations put together by
//! chance out of what is really on a board, then hurt in their columns, with a checksum that
//! fits again.

use super::dice::Dice;
use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, Automerge, Change, ChangeHash, ExpandedChange, ObjType, ScalarValue};
use std::num::NonZeroU64;

/// What is there to name, on the board and in what was forged before.
#[derive(Clone, Default)]
pub struct Pool {
    hashes: Vec<ChangeHash>,
    heads: Vec<ChangeHash>,
    actors: Vec<(ActorId, u64, Option<ChangeHash>)>,
    ids: Vec<OpId>,
    objects: Vec<(ObjectId, ObjType)>,
    letters: Vec<(ObjectId, OpId)>,
    values: Vec<(ObjectId, Key, OpId)>,
    highest: u64,
}

impl Pool {
    pub fn of(board: &Automerge) -> Self {
        let mut pool = Self { objects: vec![(ObjectId::Root, ObjType::Map)], ..Self::default() };
        for change in board.get_changes(&[]) {
            pool.add(&change);
        }
        pool.heads = board.get_heads();
        for name in [201u8, 202, 203] {
            pool.actors.push((ActorId::from([name; 16]), 0, None));
        }
        pool
    }

    pub fn add(&mut self, change: &Change) {
        let hash = change.hash();
        self.hashes.push(hash);
        self.heads.retain(|head| !change.deps().contains(head));
        self.heads.push(hash);
        self.highest = self.highest.max(change.max_op());
        match self.actors.iter_mut().find(|(actor, ..)| actor == change.actor_id()) {
            Some(known) => *known = (known.0.clone(), change.seq(), Some(hash)),
            None => self.actors.push((change.actor_id().clone(), change.seq(), Some(hash))),
        }
        for (op, counter) in change.decode().operations.iter().zip(change.start_op().get()..) {
            let id = OpId::new(counter, change.actor_id());
            if let OpType::Make(object) = op.action {
                self.objects.push((ObjectId::Id(id.clone()), object));
            }
            match &op.key {
                Key::Seq(_) if op.insert => self.letters.push((op.obj.clone(), id.clone())),
                Key::Map(_) if op.action != OpType::Delete => {
                    self.values.push((op.obj.clone(), op.key.clone(), id.clone()));
                }
                Key::Seq(_) | Key::Map(_) => {}
            }
            self.ids.push(id);
        }
    }

    /// A change on top of what is there, as the dice fall.
    pub fn change(&self, dice: &mut Dice<'_>) -> ExpandedChange {
        let (actor, seq, last) = dice.pick(&self.actors).cloned().expect("actors were put in");
        let mut deps = self.heads.clone();
        if dice.once_in(4) {
            deps = dice.pick(&self.hashes).copied().into_iter().collect();
        }
        if let Some(last) = last.filter(|last| !deps.contains(last))
            && !dice.once_in(8)
        {
            deps.push(last);
        }
        if dice.once_in(32) {
            deps.push(ChangeHash([dice.byte(); 32]));
        }
        let start = match dice.once_in(16) {
            true => 1 + dice.below(40_000) as u64 * if dice.once_in(3) { 107_374 } else { 1 },
            false => self.highest + 1,
        };
        let mut own = self.clone();
        let mut operations = Vec::new();
        for counter in start..=start + dice.below(8) as u64 {
            let op = own.operation(dice);
            own.note(&op, OpId::new(counter, &actor));
            operations.push(op);
        }
        if dice.once_in(40) {
            operations.clear();
        }
        ExpandedChange {
            operations,
            actor_id: actor,
            hash: None,
            seq: if dice.once_in(24) { u64::from(dice.byte()) } else { seq + 1 },
            start_op: NonZeroU64::new(start).unwrap_or(NonZeroU64::MIN),
            time: if dice.once_in(24) { i64::MAX >> dice.below(64) } else { 1_790_000_000 },
            message: dice.once_in(6).then(|| "write".to_owned()),
            deps,
            author: None,
            extra_bytes: if dice.once_in(12) { vec![dice.byte(); dice.below(9)] } else { vec![] },
        }
    }

    fn note(&mut self, op: &Op, id: OpId) {
        if let OpType::Make(object) = op.action {
            self.objects.push((ObjectId::Id(id.clone()), object));
        }
        if op.insert {
            self.letters.push((op.obj.clone(), id.clone()));
        } else if op.action != OpType::Delete {
            self.values.push((op.obj.clone(), op.key.clone(), id.clone()));
        }
        self.ids.push(id);
    }

    fn operation(&self, dice: &mut Dice<'_>) -> Op {
        let mut op = match dice.below(8) {
            0..=2 => {
                let (obj, behind) = self.letter(dice);
                let key = if dice.once_in(6) { ElementId::Head } else { ElementId::Id(behind) };
                op(obj, Key::Seq(key), OpType::Put("é".into()), true, vec![])
            }
            3 => {
                let (obj, letter) = self.letter(dice);
                op(obj, Key::Seq(ElementId::Id(letter.clone())), OpType::Delete, false, vec![letter])
            }
            4 | 5 => {
                let (obj, key, before) = self.value(dice);
                op(obj, key, OpType::Put(scalar(dice)), false, vec![before])
            }
            6 => {
                let (obj, key, before) = self.value(dice);
                op(obj, key, OpType::Delete, false, vec![before])
            }
            _ => {
                let obj = self.object(dice);
                op(obj, Key::Map(key(dice).into()), OpType::Make(object_type(dice)), false, vec![])
            }
        };
        self.hurt(&mut op, dice);
        op
    }

    /// Now and then, one thing that does not belong.
    fn hurt(&self, op: &mut Op, dice: &mut Dice<'_>) {
        if !dice.once_in(3) {
            return;
        }
        match dice.below(9) {
            0 => op.obj = self.object(dice),
            1 => op.obj = ObjectId::Id(self.id(dice)),
            2 => op.key = Key::Seq(ElementId::Id(self.id(dice))),
            3 => op.key = Key::Map(key(dice).into()),
            4 => op.insert = !op.insert,
            5 => op.pred = vec![self.id(dice)].into(),
            6 => op.pred = vec![].into(),
            7 => op.pred = vec![self.id(dice), self.id(dice)].into(),
            _ => op.action = action(dice),
        }
    }

    fn id(&self, dice: &mut Dice<'_>) -> OpId {
        match dice.pick(&self.ids) {
            Some(id) if !dice.once_in(8) => id.clone(),
            Some(_) | None => OpId::new(dice.below(60_000) as u64, &ActorId::from([dice.byte(); 16])),
        }
    }

    fn object(&self, dice: &mut Dice<'_>) -> ObjectId {
        dice.pick(&self.objects).map_or(ObjectId::Root, |(object, _)| object.clone())
    }

    fn letter(&self, dice: &mut Dice<'_>) -> (ObjectId, OpId) {
        dice.pick(&self.letters).cloned().unwrap_or_else(|| (ObjectId::Root, self.id(&mut Dice::new(&[]))))
    }

    fn value(&self, dice: &mut Dice<'_>) -> (ObjectId, Key, OpId) {
        let none = || (ObjectId::Root, Key::Map("x".into()), self.id(&mut Dice::new(&[])));
        dice.pick(&self.values).cloned().unwrap_or_else(none)
    }
}

fn op(obj: ObjectId, key: Key, action: OpType, insert: bool, pred: Vec<OpId>) -> Op {
    Op { action, obj, key, pred: pred.into(), insert }
}

fn key(dice: &mut Dice<'_>) -> String {
    let known =
        ["title", "title@en", "owner", "status", "objectives", "removed", "n1", "r1", "r2", "chain", ""];
    dice.pick(&known).map_or_else(String::new, |key| (*key).to_owned())
}

fn object_type(dice: &mut Dice<'_>) -> ObjType {
    *dice
        .pick(&[ObjType::Map, ObjType::Text, ObjType::Map, ObjType::List, ObjType::Table])
        .unwrap_or(&ObjType::Map)
}

fn scalar(dice: &mut Dice<'_>) -> ScalarValue {
    match dice.below(9) {
        0 => ScalarValue::Null,
        1 => ScalarValue::Boolean(true),
        2 => ScalarValue::Int(i64::from(dice.byte()) - 128),
        3 => ScalarValue::F64(f64::from(dice.byte()) / 0.0),
        4 => ScalarValue::counter(1),
        5 => ScalarValue::Timestamp(i64::MIN),
        6 => ScalarValue::Bytes(vec![dice.byte(); 3]),
        7 => ScalarValue::Uint(u64::MAX),
        _ => "delayed".into(),
    }
}

fn action(dice: &mut Dice<'_>) -> OpType {
    match dice.below(6) {
        0 => OpType::Increment(i64::from(dice.byte())),
        1 => OpType::MarkEnd(true),
        2 => OpType::Make(object_type(dice)),
        3 => OpType::Delete,
        4 => OpType::Put("".into()),
        _ => OpType::Put(scalar(dice)),
    }
}

/// The body of a change chunk, with up to three of its parts hurt.
pub fn hurt_body(whole: &[u8], dice: &mut Dice<'_>) -> Vec<u8> {
    let mut parts = Parts::of(whole);
    for _ in 0..1 + dice.below(3) {
        let Some(which) = (!parts.0.is_empty()).then(|| dice.below(parts.0.len())) else { break };
        let part = &mut parts.0[which];
        let at = dice.below(part.len() + 1);
        match dice.below(4) {
            0 if at < part.len() => part[at] = dice.byte(),
            1 if at < part.len() => part[at] ^= 1 << dice.below(8),
            2 if at < part.len() => drop(part.remove(at)),
            _ => part.insert(at, dice.byte()),
        }
    }
    parts.joined()
}

/// What stands before the columns, the specification of each column, and the data of each.
struct Parts(Vec<Vec<u8>>);

impl Parts {
    /// Of a whole change chunk as Automerge wrote it.
    fn of(whole: &[u8]) -> Self {
        let mut at = 9;
        leb128(whole, &mut at); // length
        let body = at;
        let deps = leb128(whole, &mut at);
        at += deps * 32;
        let skip = |at: &mut usize| {
            let length = leb128(whole, at);
            *at += length;
        };
        skip(&mut at); // actor
        for _ in 0..3 {
            leb128(whole, &mut at); // seq, first counter, time
        }
        skip(&mut at); // message
        for _ in 0..leb128(whole, &mut at) {
            skip(&mut at);
        }
        let mut parts = vec![whole[body..at].to_vec()];
        let count = leb128(whole, &mut at);
        let heads: Vec<(usize, usize)> =
            (0..count).map(|_| (leb128(whole, &mut at), leb128(whole, &mut at))).collect();
        for (specification, length) in heads {
            let mut head = Vec::new();
            write_leb128(&mut head, specification);
            parts.push(head);
            parts.push(whole[at..at + length].to_vec());
            at += length;
        }
        parts.push(whole[at..].to_vec());
        Self(parts)
    }

    fn joined(&self) -> Vec<u8> {
        let (first, rest) = self.0.split_first().expect("there is always a head and an end");
        let (end, columns) = rest.split_last().expect("there is always a head and an end");
        let mut out = first.clone();
        write_leb128(&mut out, columns.len() / 2);
        for column in columns.chunks(2) {
            out.extend(&column[0]);
            write_leb128(&mut out, column[1].len());
        }
        for column in columns.chunks(2) {
            out.extend(&column[1]);
        }
        out.extend(end);
        out
    }
}

fn leb128(bytes: &[u8], at: &mut usize) -> usize {
    let mut out = 0;
    for shift in (0..70).step_by(7) {
        let byte = bytes[*at];
        *at += 1;
        out |= usize::from(byte & 0x7f).wrapping_shl(shift);
        if byte & 0x80 == 0 {
            break;
        }
    }
    out
}

fn write_leb128(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
