//! Who laid a record down: the author of the actor whose operation it is, as the document and
//! the door's bindings tell it. Nothing that a program writes into a record changes it.

use crate::ids::MemberId;
use crate::record::{Record, Scalar, Value};
use crate::sections::{Section, comments};
use automerge::{Automerge, ObjId, ROOT, ReadDoc};

/// The author of the actor that created `object`.
pub(crate) fn creator(doc: &Automerge, object: &ObjId) -> Option<MemberId> {
    let ObjId::Id(_, actor, _) = object else { return None };
    if let Some(author) = doc.get_author_for_actor(actor) {
        return MemberId::parse(std::str::from_utf8(author.as_bytes()).ok()?);
    }
    // Programs that sign nothing: the door publishes whose their actors are.
    let (_, people) = doc.get(ROOT, Section::People.key()).ok()??;
    let (_, actors) = doc.get(&people, "actors").ok()??;
    let (value, _) = doc.get(&actors, actor.to_hex_string()).ok()??;
    MemberId::parse(value.as_str()?)
}

/// A comment with its writer, read from the document; any other record as it is.
pub(super) fn sign(doc: &Automerge, object: &ObjId, record: &mut Record) {
    if record.kind.section() != Section::Comments {
        return;
    }
    match creator(doc, object) {
        Some(by) => {
            let by = Value::Scalar(Scalar::Text(by.to_string()));
            record.values.insert(comments::BY.to_owned(), by);
        }
        None => drop(record.values.remove(comments::BY)),
    }
}
