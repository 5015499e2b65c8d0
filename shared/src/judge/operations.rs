//! What the operations of one change do, told as touches; what no board has is refused.

use super::laid::Laid;
use super::named::Named;
use super::spots::{Spot, object_id, on_board, own_field};
use super::{Made, collection};
use crate::board::signed::creator;
use crate::board::{MAX_CELLS, MAX_KEY_BYTES, MAX_RECORDS, MAX_SCALAR_BYTES, MAX_TEXT_UNITS};
use crate::door::Refusal;
use crate::ids::{MemberId, RecordId};
use crate::policy::{Touch, Verb, Whose, speaks_for_one};
use crate::record::{FieldAt, RecordAt};
use crate::sections::{Kind, REMOVED, Section, Shape};
use automerge::legacy::{Key, ObjectId, Op, OpId, OpType};
use automerge::{Automerge, ExpandedChange, ObjType, ReadDoc, ScalarValue};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Room above the caps of one act: people who write at once may pass them together.
const HEADROOM: usize = 2;
/// Longest letter, in bytes: a family in one picture takes some thirty.
const MAX_LETTER_BYTES: usize = 256;

/// What one change does.
#[derive(Default)]
pub struct Read {
    /// Sorted, each once.
    pub touches: Vec<Touch>,
    pub objects: HashMap<OpId, Spot>,
    pub created: HashSet<RecordAt>,
    pub organisations: HashMap<RecordAt, RecordId>,
}

/// Reads the operations of `change` on a board, with what was made on it meanwhile. `laid` is
/// where they stand.
pub fn read(
    board: &Automerge,
    made: &Made,
    change: &ExpandedChange,
    laid: &Laid,
    author: Option<&MemberId>,
) -> Result<Read, Refusal> {
    let mut reader = Reader {
        board,
        made,
        named: Named::new(board, made, &change.actor_id, laid),
        read: Read::default(),
        found: HashMap::new(),
        touched: BTreeSet::new(),
        written: None,
        grown: BTreeMap::new(),
    };
    for (op, counter) in change.operations.iter().zip(change.start_op.get()..) {
        reader.operation(op, OpId::new(counter, &change.actor_id))?;
    }
    reader.check_sizes()?;
    Ok(reader.finish(author))
}

/// Where the objects stand that a seed makes.
pub fn laid_down(board: &Automerge, made: &Made, seed: &ExpandedChange) -> HashMap<OpId, Spot> {
    let mut objects: HashMap<OpId, Spot> = HashMap::new();
    for (op, counter) in seed.operations.iter().zip(seed.start_op.get()..) {
        let (OpType::Make(object), Key::Map(key)) = (&op.action, &op.key) else { continue };
        let within = match &op.obj {
            ObjectId::Root => Ok(Spot::Root),
            ObjectId::Id(id) => {
                let known = objects.get(id).or_else(|| made.objects.get(id)).cloned();
                known.map_or_else(|| on_board(board, id), Ok)
            }
        };
        if let Ok(spot) = within.and_then(|spot| spot.under(key, *object)) {
            objects.insert(OpId::new(counter, &seed.actor_id), spot);
        }
    }
    objects
}

struct Reader<'a> {
    board: &'a Automerge,
    made: &'a Made,
    named: Named<'a>,
    read: Read,
    found: HashMap<OpId, Spot>,
    touched: BTreeSet<Touch>,
    /// The text that a touch was told of last: one for all the letters in a row.
    written: Option<OpId>,
    /// How much each object grows, in letters or keys.
    grown: BTreeMap<OpId, usize>,
}

impl Reader<'_> {
    fn operation(&mut self, op: &Op, id: OpId) -> Result<(), Refusal> {
        if matches!(op.action, OpType::Increment(_) | OpType::MarkBegin(_) | OpType::MarkEnd(_)) {
            return Err(Refusal::Shape);
        }
        let spot = self.spot(&op.obj, &id)?;
        if let Spot::Field(at, ObjType::Text) = &spot {
            return self.letter(op, &id, at);
        }
        let Key::Map(key) = &op.key else { return Err(Refusal::Unsound) };
        if key.is_empty() || key.len() > MAX_KEY_BYTES {
            return Err(Refusal::TooLarge);
        }
        self.named.in_a_map(op, &id)?;
        match &spot {
            Spot::Root => self.above(op),
            Spot::Section(section) if Kind::at(*section, key).is_some() => self.above(op),
            Spot::Section(section) => {
                let at = own_field(*section, key)?;
                self.field(op, id, &spot, at)
            }
            Spot::Collection(kind) => self.record(op, id, *kind, key),
            Spot::Record(at) if key == REMOVED => self.removal(op, at),
            Spot::Record(at) => self.field(op, id, &spot, at.field(key)),
            Spot::Field(at, ObjType::Map) => self.cell(op, id, &spot, at, key),
            // Lists and tables, which another program may have left.
            Spot::Field(_, ObjType::Text | ObjType::List | ObjType::Table) => Err(Refusal::Shape),
        }
    }

    /// The root, a section or a collection: laid down by seeds and nobody else's to write.
    fn above(&self, op: &Op) -> Result<(), Refusal> {
        let replaces = op.action == OpType::Delete || self.replaces_object(op);
        Err(if replaces { Refusal::Deletes } else { Refusal::Shape })
    }

    fn record(&mut self, op: &Op, id: OpId, kind: Kind, key: &str) -> Result<(), Refusal> {
        let record = RecordId::parse(key).ok_or(Refusal::Shape)?;
        let at = RecordAt::new(kind, record);
        // A second one under the same id would hide the first.
        if op.action == OpType::Delete || self.is_there(&at) {
            return Err(Refusal::Deletes);
        }
        if op.action != OpType::Make(ObjType::Map) {
            return Err(Refusal::Shape);
        }
        self.grow(&op.obj, 1);
        self.read.objects.insert(id, Spot::Record(at.clone()));
        self.read.created.insert(at.clone());
        self.touched.insert(Touch::of_record(at, Verb::Create));
        Ok(())
    }

    fn removal(&mut self, op: &Op, at: &RecordAt) -> Result<(), Refusal> {
        let verb = match &op.action {
            OpType::Delete | OpType::Put(ScalarValue::Null | ScalarValue::Boolean(false)) => Verb::Restore,
            OpType::Put(value) => {
                check_scalar(value)?;
                Verb::Remove
            }
            OpType::Make(_) | OpType::Increment(_) | OpType::MarkBegin(_) | OpType::MarkEnd(_) => {
                return Err(Refusal::Shape);
            }
        };
        self.touched.insert(Touch::of_record(at.clone(), verb));
        Ok(())
    }

    fn field(&mut self, op: &Op, id: OpId, spot: &Spot, at: FieldAt) -> Result<(), Refusal> {
        let shape = at.record.kind.field(&at.field).ok_or(Refusal::Shape)?.shape;
        let is_object = shape.is_text() || shape.is_keyed();
        // In a scalar's place another program may have left a text; it gives way.
        if is_object && self.replaces_object(op) {
            return Err(Refusal::Deletes);
        }
        let verb = match (&op.action, shape) {
            (OpType::Make(ObjType::Map), Shape::Set | Shape::Cells) => Verb::Set,
            (OpType::Make(ObjType::Text), Shape::Text | Shape::Translated) => Verb::Write,
            (OpType::Make(ObjType::Text), _) if !is_object => Verb::Set,
            (OpType::Put(value), _) if !shape.is_keyed() => {
                check_scalar(value)?;
                Verb::Set
            }
            (OpType::Delete, _) => Verb::Set,
            // Lists, maps where none belong, a scalar where people fill in cells.
            (_, _) => return Err(Refusal::Shape),
        };
        if let OpType::Make(object) = op.action {
            self.read.objects.insert(id, spot.under(&field_key(op), object)?);
        }
        self.note_organisation(&at, &op.action);
        self.touched.insert(Touch::of_field(at, verb));
        Ok(())
    }

    fn cell(&mut self, op: &Op, id: OpId, spot: &Spot, at: &FieldAt, key: &str) -> Result<(), Refusal> {
        // Within a cell there is nothing but its value.
        if at.key.is_some() {
            return Err(Refusal::Shape);
        }
        match &op.action {
            OpType::Put(value) => check_scalar(value)?,
            OpType::Make(ObjType::Text) => {
                self.read.objects.insert(id, spot.under(key, ObjType::Text)?);
            }
            OpType::Delete => {}
            // Lists and maps; counters and marks were refused before.
            _ => return Err(Refusal::Shape),
        }
        if op.pred.is_empty() {
            self.grow(&op.obj, 1);
        }
        self.touched.insert(Touch::of_field(at.record.cell(&at.field, key), Verb::Set));
        Ok(())
    }

    /// One letter of a text: written, or taken away. Letters are never overwritten.
    fn letter(&mut self, op: &Op, id: &OpId, at: &FieldAt) -> Result<(), Refusal> {
        match &op.action {
            OpType::Put(ScalarValue::Str(letter)) if op.insert => {
                if letter.is_empty() {
                    return Err(Refusal::Shape);
                }
                if letter.len() > MAX_LETTER_BYTES {
                    return Err(Refusal::TooLarge);
                }
                self.grow(&op.obj, letter.encode_utf16().count());
            }
            OpType::Delete if !op.insert => {}
            // Blocks and other values within a text.
            _ => return Err(Refusal::Shape),
        }
        self.named.in_a_text(op, id)?;
        let ObjectId::Id(text) = &op.obj else { return Err(Refusal::Unsound) };
        if self.written.as_ref() != Some(text) {
            self.written = Some(text.clone());
            let shape = at.record.kind.field(&at.field).ok_or(Refusal::Shape)?.shape;
            let verb = if shape.is_text() { Verb::Write } else { Verb::Set };
            self.touched.insert(Touch::of_field(at.clone(), verb));
        }
        Ok(())
    }

    /// Where an object stands that the operation `now` writes in.
    fn spot(&mut self, object: &ObjectId, now: &OpId) -> Result<Spot, Refusal> {
        match object {
            ObjectId::Root => Ok(Spot::Root),
            ObjectId::Id(id) if id.counter() < now.counter() => self.spot_of(id),
            ObjectId::Id(_) => Err(Refusal::Unsound),
        }
    }

    fn spot_of(&mut self, id: &OpId) -> Result<Spot, Refusal> {
        let known = self.read.objects.get(id).or_else(|| self.made.objects.get(id));
        if let Some(spot) = known.or_else(|| self.found.get(id)) {
            return Ok(spot.clone());
        }
        let spot = on_board(self.board, id)?;
        self.found.insert(id.clone(), spot.clone());
        Ok(spot)
    }

    /// Whether what the operation overwrites is something that people write in.
    fn replaces_object(&self, op: &Op) -> bool {
        op.pred.iter().any(|before| {
            self.read.objects.contains_key(before)
                || self.made.objects.contains_key(before)
                || self.board.object_type(object_id(before)).is_ok()
        })
    }

    fn is_there(&self, at: &RecordAt) -> bool {
        let on_board = || {
            let records = collection(self.board, at.kind)?;
            self.board.get(&records, at.id.as_str()).ok()?
        };
        self.read.created.contains(at) || self.made.creators.contains_key(at) || on_board().is_some()
    }

    fn grow(&mut self, object: &ObjectId, by: usize) {
        if let ObjectId::Id(id) = object {
            *self.grown.entry(id.clone()).or_default() += by;
        }
    }

    /// Whether texts, cells and collections stay within their caps.
    fn check_sizes(&mut self) -> Result<(), Refusal> {
        for (id, grown) in std::mem::take(&mut self.grown) {
            let most = match self.spot_of(&id)? {
                Spot::Collection(_) => MAX_RECORDS,
                Spot::Field(_, ObjType::Text) => MAX_TEXT_UNITS,
                Spot::Field(_, ObjType::Map | ObjType::List | ObjType::Table) => MAX_CELLS,
                Spot::Root | Spot::Section(_) | Spot::Record(_) => continue,
            };
            if self.board.length(object_id(&id)) + grown > most * HEADROOM {
                return Err(Refusal::TooLarge);
            }
        }
        Ok(())
    }

    fn note_organisation(&mut self, at: &FieldAt, action: &OpType) {
        if at.field != "organisation" || !speaks_for_one(at.record.kind) {
            return;
        }
        let named = match action {
            OpType::Put(ScalarValue::Str(id)) => RecordId::parse(id),
            // Cleared, or not an id: it speaks for nobody.
            _ => None,
        };
        if let Some(organisation) = named {
            self.read.organisations.insert(at.record.clone(), organisation);
        }
    }

    /// Says of each touch whose the record is.
    fn finish(mut self, author: Option<&MemberId>) -> Read {
        let mut touches = BTreeSet::new();
        for touch in std::mem::take(&mut self.touched) {
            if speaks_for_one(touch.at.kind) {
                let before = self.organisation_before(&touch.at);
                let after = self.read.organisations.get(&touch.at).cloned();
                let both: BTreeSet<RecordId> = before.into_iter().chain(after).collect();
                let whose = both.iter().map(|id| touch.clone().by(Whose::Organisation(id.clone())));
                touches.extend(whose);
                if both.is_empty() {
                    touches.insert(touch);
                }
            } else if touch.section() == Section::Comments {
                let whose = match self.writer(&touch.at, author) {
                    Some(member) => Whose::Member(member),
                    None => Whose::Everyones,
                };
                touches.insert(touch.by(whose));
            } else {
                touches.insert(touch);
            }
        }
        self.read.touches = touches.into_iter().collect();
        self.read
    }

    fn organisation_before(&self, at: &RecordAt) -> Option<RecordId> {
        if let Some(organisation) = self.made.organisations.get(at) {
            return Some(organisation.clone());
        }
        let records = collection(self.board, at.kind)?;
        let (_, record) = self.board.get(&records, at.id.as_str()).ok()??;
        let (value, text) = self.board.get(&record, "organisation").ok()??;
        match value.into_string() {
            Ok(id) => RecordId::parse(&id),
            // A text that another program made of it.
            Err(_) => RecordId::parse(&self.board.text(&text).ok()?),
        }
    }

    /// Who created a record: the author of the actor whose operation it is.
    fn writer(&self, at: &RecordAt, author: Option<&MemberId>) -> Option<MemberId> {
        if self.read.created.contains(at) {
            return author.cloned();
        }
        if let Some(creator) = self.made.creators.get(at) {
            return creator.clone();
        }
        let records = collection(self.board, at.kind)?;
        let (_, record) = self.board.get(&records, at.id.as_str()).ok()??;
        creator(self.board, &record)
    }
}

fn field_key(op: &Op) -> String {
    match &op.key {
        Key::Map(key) => key.to_string(),
        Key::Seq(_) => String::new(),
    }
}

/// Any short plain value: readers clamp what does not fit the field.
fn check_scalar(value: &ScalarValue) -> Result<(), Refusal> {
    match value {
        ScalarValue::Str(text) if text.len() > MAX_SCALAR_BYTES => Err(Refusal::TooLarge),
        ScalarValue::Bytes(_) | ScalarValue::Counter(_) | ScalarValue::Unknown { .. } => Err(Refusal::Shape),
        ScalarValue::Str(_)
        | ScalarValue::Int(_)
        | ScalarValue::Uint(_)
        | ScalarValue::F64(_)
        | ScalarValue::Timestamp(_)
        | ScalarValue::Boolean(_)
        | ScalarValue::Null => Ok(()),
    }
}
