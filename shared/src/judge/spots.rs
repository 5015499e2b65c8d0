//! Where an object stands on the board: the way from its operation's id to what people
//! would call the place.

use crate::door::Refusal;
use crate::ids::RecordId;
use crate::record::{FieldAt, RecordAt};
use crate::sections::{Kind, Section};
use automerge::legacy::OpId;
use automerge::{Automerge, ObjId, ObjType, Prop, ReadDoc};

/// A place that holds keys or letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    Root,
    Section(Section),
    Collection(Kind),
    Record(RecordAt),
    /// The text or the keyed map of a field; with a key, what a program put in a cell.
    Field(FieldAt, ObjType),
}

impl Spot {
    /// The place of an object that is made under `key` here; refused where a board has none.
    pub fn under(&self, key: &str, object: ObjType) -> Result<Spot, Refusal> {
        match (self, object) {
            (Spot::Root, ObjType::Map) => Section::from_key(key).map(Spot::Section).ok_or(Refusal::Shape),
            (Spot::Section(section), _) => match Kind::at(*section, key) {
                Some(kind) if object == ObjType::Map => Ok(Spot::Collection(kind)),
                Some(_) => Err(Refusal::Shape),
                None => own_field(*section, key).map(|at| Spot::Field(at, object)),
            },
            (Spot::Collection(kind), ObjType::Map) => {
                let id = RecordId::parse(key).ok_or(Refusal::Shape)?;
                Ok(Spot::Record(RecordAt::new(*kind, id)))
            }
            (Spot::Record(at), _) => Ok(Spot::Field(at.field(key), object)),
            (Spot::Field(at, ObjType::Map), _) if at.key.is_none() => {
                Ok(Spot::Field(at.record.cell(&at.field, key), object))
            }
            (Spot::Root | Spot::Collection(_) | Spot::Field(..), _) => Err(Refusal::Shape),
        }
    }
}

/// A field of a section's own record.
pub fn own_field(section: Section, key: &str) -> Result<FieldAt, Refusal> {
    let kind = Kind::own_record_of(section).filter(|kind| kind.field(key).is_some());
    kind.map(|kind| RecordAt::single(kind).field(key)).ok_or(Refusal::Shape)
}

/// An operation's id as the board's document takes it.
pub fn object_id(id: &OpId) -> ObjId {
    // The index is a hint that automerge checks against the actor.
    ObjId::Id(id.counter(), id.actor().clone(), 0)
}

/// The place of an object that is on the board.
pub fn on_board(board: &Automerge, id: &OpId) -> Result<Spot, Refusal> {
    let object = object_id(id);
    let end = board.object_type(&object).map_err(|_| Refusal::Unsound)?;
    let parents = board.parents(&object).map_err(|_| Refusal::Unsound)?;
    let mut way: Vec<(Prop, ObjType)> = vec![];
    let mut below = end;
    for parent in parents {
        way.push((parent.prop, below));
        below = parent.typ;
    }
    let mut spot = Spot::Root;
    for (prop, object) in way.into_iter().rev() {
        spot = match prop {
            Prop::Map(key) => spot.under(&key, object)?,
            // Something within a list or a text.
            Prop::Seq(_) => return Err(Refusal::Shape),
        };
    }
    Ok(spot)
}
