//! What the operations of a change on the board write in, told as records and fields.
//!
//! It reads the operations themselves: an edit that somebody else's outweighed, or that a
//! locked section does not show, leaves no patch and is found here all the same.

use crate::judge::spots::{Spot, on_board, own_field};
use crate::record::{FieldAt, RecordAt};
use crate::sections::{Kind, REMOVED, Section};
use automerge::legacy::{Key, ObjectId, OpId};
use automerge::{Automerge, Change, ObjType};
use std::collections::HashMap;

/// One thing that a change wrote in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spotted {
    Created(RecordAt),
    /// Removed or restored.
    Removal(RecordAt),
    /// A field, or a cell of a keyed one.
    Field(FieldAt),
}

impl Spotted {
    pub fn record(&self) -> &RecordAt {
        match self {
            Spotted::Created(at) | Spotted::Removal(at) => at,
            Spotted::Field(at) => &at.record,
        }
    }

    pub fn section(&self) -> Section {
        self.record().kind.section()
    }
}

/// Everything that a change of this board wrote in, each once, in the order of its operations.
pub(super) fn spotted(doc: &Automerge, change: &Change) -> Vec<Spotted> {
    let decoded = change.decode();
    let mut known: HashMap<OpId, Option<Spot>> = HashMap::new();
    let mut out: Vec<Spotted> = vec![];
    for op in &decoded.operations {
        let spot = match &op.obj {
            ObjectId::Root => Some(Spot::Root),
            ObjectId::Id(id) => known.entry(id.clone()).or_insert_with(|| on_board(doc, id).ok()).clone(),
        };
        let found = match (spot, &op.key) {
            (Some(spot), Key::Map(key)) => in_map(spot, key),
            (Some(Spot::Field(at, ObjType::Text)), Key::Seq(_)) => Some(Spotted::Field(at)),
            // Letters outside of texts, and what no board has a place for.
            (Some(_) | None, _) => None,
        };
        if let Some(found) = found
            && out.last() != Some(&found)
            && !out.contains(&found)
        {
            out.push(found);
        }
    }
    out
}

fn in_map(spot: Spot, key: &str) -> Option<Spotted> {
    match spot {
        Spot::Root | Spot::Field(_, ObjType::Text | ObjType::List | ObjType::Table) => None,
        Spot::Section(section) if Kind::at(section, key).is_some() => None,
        Spot::Section(section) => own_field(section, key).ok().map(Spotted::Field),
        Spot::Collection(kind) => {
            let id = crate::ids::RecordId::parse(key)?;
            Some(Spotted::Created(RecordAt::new(kind, id)))
        }
        Spot::Record(at) if key == REMOVED => Some(Spotted::Removal(at)),
        Spot::Record(at) => Some(Spotted::Field(at.field(key))),
        Spot::Field(at, ObjType::Map) => Some(Spotted::Field(at.record.cell(&at.field, key))),
    }
}
