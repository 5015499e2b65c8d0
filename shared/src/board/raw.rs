//! What stands under a record in the document, as it stands: every value of every key, the
//! concurrent ones too, whether or not this release knows the key.
//!
//! Two ways in, with the same result: key by key for one record (cheap after an edit), and
//! one walk over the document for all of them (cheap at past heads). It knows no kinds.

use crate::ordered::OrdMap;
use automerge::iter::{DocItem, DocObjItem};
use automerge::{ChangeHash, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// One value under a key.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Raw {
    Text(String),
    Scalar(ScalarValue),
    Map(Fields),
    /// A list, or something nested deeper than a board goes.
    Other,
}

/// All values under each key; the one in effect is the last, as Automerge orders them.
pub(super) type Fields = OrdMap<String, Vec<Raw>>;

/// Levels of maps under a record: its keyed fields, nothing deeper.
const DEPTH: u8 = 1;

/// Reads a document now, within a transaction, or at past heads.
pub(super) struct Source<'d, D> {
    pub doc: &'d D,
    pub heads: Option<&'d [ChangeHash]>,
}

impl<'d, D: ReadDoc> Source<'d, D> {
    pub fn now(doc: &'d D) -> Self {
        Self { doc, heads: None }
    }

    /// The value in effect under `key`.
    pub fn get(&self, map: &ObjId, key: &str) -> Option<(Value<'d>, ObjId)> {
        match self.heads {
            Some(heads) => self.doc.get_at(map, key, heads),
            None => self.doc.get(map, key),
        }
        .ok()
        .flatten()
    }

    /// All values under `key`, the one in effect last.
    pub fn all(&self, map: &ObjId, key: &str) -> Vec<(Value<'d>, ObjId)> {
        match self.heads {
            Some(heads) => self.doc.get_all_at(map, key, heads),
            None => self.doc.get_all(map, key),
        }
        .unwrap_or_default()
    }

    /// The map under `key`, if it is one.
    pub fn map(&self, parent: &ObjId, key: &str) -> Option<ObjId> {
        match self.get(parent, key)? {
            (Value::Object(ObjType::Map), map) => Some(map),
            // A scalar, a text or a list where a map is meant: another program's.
            (Value::Object(ObjType::Text | ObjType::List | ObjType::Table) | Value::Scalar(_), _) => None,
        }
    }

    pub fn text(&self, text: &ObjId) -> String {
        match self.heads {
            Some(heads) => self.doc.text_at(text, heads),
            None => self.doc.text(text),
        }
        .unwrap_or_default()
    }

    /// The keys of `map` that are `wanted`, with all their values.
    pub fn fields(&self, map: &ObjId, wanted: impl Fn(&str) -> bool) -> Fields {
        self.fields_within(map, wanted, DEPTH)
    }

    fn fields_within(&self, map: &ObjId, wanted: impl Fn(&str) -> bool, depth: u8) -> Fields {
        let keys = match self.heads {
            Some(heads) => self.doc.keys_at(map, heads),
            None => self.doc.keys(map),
        };
        keys.filter(|key| wanted(key))
            .map(|key| {
                let values = self.all(map, &key).into_iter();
                let values = values.map(|(value, id)| self.raw(value, &id, depth)).collect();
                (key, values)
            })
            .collect()
    }

    fn raw(&self, value: Value<'d>, id: &ObjId, depth: u8) -> Raw {
        match value {
            Value::Scalar(scalar) => Raw::Scalar(scalar.into_owned()),
            Value::Object(ObjType::Text) => Raw::Text(self.text(id)),
            Value::Object(ObjType::Map) if depth > 0 => Raw::Map(self.fields_within(id, |_| true, depth - 1)),
            Value::Object(ObjType::Map | ObjType::List | ObjType::Table) => Raw::Other,
        }
    }

    /// The whole document in one walk, which costs far less than finding each object.
    pub fn tree(&self) -> Tree<'d> {
        let mut tree = Tree::default();
        for DocObjItem { obj, item } in self.doc.iter_at(ROOT, self.heads) {
            match item {
                DocItem::Map(item) => {
                    let held = Held { id: item.id(), conflict: item.conflict, value: item.value.into() };
                    tree.maps.entry(obj).or_default().push((item.key, held));
                }
                DocItem::Text(span) => tree.texts.entry(obj).or_default().push_str(span.as_str()),
                // Another program's: nothing reads lists.
                DocItem::List(_) => {}
            }
        }
        tree
    }

    /// The same as [`Source::fields`], from the tree.
    pub fn fields_of(&self, tree: &Tree<'d>, map: &ObjId, wanted: impl Fn(&str) -> bool) -> Fields {
        self.fields_of_within(tree, map, &wanted, DEPTH)
    }

    fn fields_of_within(
        &self,
        tree: &Tree<'d>,
        map: &ObjId,
        wanted: &dyn Fn(&str) -> bool,
        depth: u8,
    ) -> Fields {
        let raw = |key: &str, held: &Held| match &held.value {
            _ if held.conflict => {
                let values = self.all(map, key).into_iter();
                values.map(|(value, id)| self.raw(value, &id, depth)).collect()
            }
            Value::Scalar(scalar) => vec![Raw::Scalar(scalar.as_ref().clone())],
            Value::Object(ObjType::Text) => {
                vec![Raw::Text(tree.texts.get(&held.id).cloned().unwrap_or_default())]
            }
            Value::Object(ObjType::Map) if depth > 0 => {
                vec![Raw::Map(self.fields_of_within(tree, &held.id, &|_| true, depth - 1))]
            }
            Value::Object(ObjType::Map | ObjType::List | ObjType::Table) => vec![Raw::Other],
        };
        let wanted = tree.entries(map).filter(|(key, _)| wanted(key));
        wanted.map(|(key, held)| (key.to_owned(), raw(key, held))).collect()
    }
}

/// All maps and texts of a document that are in effect, by object.
#[derive(Default)]
pub(super) struct Tree<'d> {
    maps: HashMap<Arc<ObjId>, Vec<(Cow<'d, str>, Held)>>,
    texts: HashMap<Arc<ObjId>, String>,
}

struct Held {
    value: Value<'static>,
    id: ObjId,
    /// Several values stand here; `value` is the one in effect.
    conflict: bool,
}

impl Tree<'_> {
    fn entries(&self, map: &ObjId) -> impl Iterator<Item = (&str, &Held)> {
        self.maps.get(map).into_iter().flatten().map(|(key, held)| (key.as_ref(), held))
    }

    /// The maps within `map`, by key.
    pub fn maps_in(&self, map: &ObjId) -> impl Iterator<Item = (&str, &ObjId)> {
        self.entries(map)
            .filter(|(_, held)| matches!(held.value, Value::Object(ObjType::Map)))
            .map(|(key, held)| (key, &held.id))
    }
}

/// Whether somewhere several values stand under one key. A further one, or an edit within
/// one that is not in effect, leaves no patch.
pub(super) fn is_torn(fields: &Fields) -> bool {
    fields.values().flatten().any(|value| matches!(value, Raw::Map(inner) if is_torn(inner)))
        || fields.values().any(|values| values.len() > 1)
}

/// A short digest of all values but those under `except`: the same in every release, since
/// it reads no kinds, and on every replica.
pub(super) fn digest(fields: &Fields, except: &str) -> String {
    let mut hash = Sha256::new();
    digest_fields(&mut hash, fields, except);
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn digest_fields(hash: &mut Sha256, fields: &Fields, except: &str) {
    // What was cleared is as if it had never been set.
    let cleared = |values: &[Raw]| values.iter().all(|value| *value == Raw::Scalar(ScalarValue::Null));
    for (key, values) in fields.iter().filter(|(key, values)| *key != except && !cleared(values)) {
        digest_bytes(hash, b'k', key.as_bytes());
        for value in values {
            match value {
                Raw::Text(text) => digest_bytes(hash, b't', text.as_bytes()),
                Raw::Map(inner) => {
                    digest_bytes(hash, b'm', &(inner.len() as u64).to_be_bytes());
                    digest_fields(hash, inner, "");
                }
                Raw::Other => digest_bytes(hash, b'o', &[]),
                Raw::Scalar(scalar) => match scalar {
                    ScalarValue::Null => digest_bytes(hash, b'n', &[]),
                    ScalarValue::Str(text) => digest_bytes(hash, b's', text.as_bytes()),
                    ScalarValue::Boolean(flag) => digest_bytes(hash, b'b', &[u8::from(*flag)]),
                    // Numbers of any type by what they print as; the rest is nobody's honest value.
                    number => digest_bytes(hash, b'i', number.to_string().as_bytes()),
                },
            }
        }
    }
}

fn digest_bytes(hash: &mut Sha256, tag: u8, bytes: &[u8]) {
    hash.update([tag]);
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}
