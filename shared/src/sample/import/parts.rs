//! The parts of a sample file as they are read, and the fields of a record that come of them.

use super::SampleError;
use crate::act::Edit;
use crate::delta::Delta;
use crate::ids::RecordId;
use crate::lang::Lang;
use crate::order;
use crate::ordered::OrdMap;
use crate::record::{RecordAt, Scalar, Value, translation};
use crate::sections::Kind;
use serde_json::Value as Json;

/// A part of the file and its path in it, for a refusal that names what is odd.
pub struct Part<'a> {
    pub json: &'a Json,
    path: String,
}

impl<'a> Part<'a> {
    /// The whole file.
    pub fn whole(json: &'a Json) -> Self {
        Part { json, path: String::new() }
    }

    pub fn at(&self, key: &str) -> Part<'a> {
        let path = if self.path.is_empty() { key.to_owned() } else { format!("{}/{key}", self.path) };
        Part { json: &self.json[key], path }
    }

    pub fn odd(&self) -> SampleError {
        SampleError::Part { part: self.path.clone() }
    }

    pub fn string(&self) -> Result<String, SampleError> {
        self.json.as_str().map(str::to_owned).ok_or_else(|| self.odd())
    }

    pub fn flag(&self) -> Result<bool, SampleError> {
        self.json.as_bool().ok_or_else(|| self.odd())
    }

    /// The items of a list; none if it is left out. Each is named by its id in the path.
    pub fn items(&self) -> Result<impl Iterator<Item = Part<'a>> + use<'a>, SampleError> {
        let path = self.path.clone();
        let items = match self.json {
            Json::Array(items) => items.as_slice(),
            Json::Null => &[],
            Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Object(_) => return Err(self.odd()),
        };
        Ok(items.iter().enumerate().map(move |(n, json)| {
            let name = json["id"].as_str().map_or_else(|| n.to_string(), str::to_owned);
            Part { json, path: format!("{path}/{name}") }
        }))
    }

    pub fn strings(&self) -> Result<Vec<String>, SampleError> {
        self.items()?.map(|item| item.string()).collect()
    }

    pub fn entries(&self) -> Result<Vec<(String, Part<'a>)>, SampleError> {
        let entries = self.json.as_object().ok_or_else(|| self.odd())?;
        Ok(entries.keys().map(|key| (key.clone(), self.at(key))).collect())
    }

    /// The text in the working language.
    pub fn plain(&self, working: Lang) -> Result<String, SampleError> {
        self.at(working.code()).string()
    }

    /// A number as the text it is written with, words as they are; nothing for null.
    pub fn measured(&self) -> Result<Option<Scalar>, SampleError> {
        match self.json {
            Json::Null => Ok(None),
            Json::String(words) => Ok(Some(Scalar::Text(words.clone()))),
            Json::Number(number) => {
                let text = number.to_string();
                let is_plain = !text.contains(['e', 'E']);
                let long = || number.as_f64().map(|number| number.to_string());
                let text = if is_plain { Some(text) } else { long() };
                text.map(|text| Some(Scalar::Text(text))).ok_or_else(|| self.odd())
            }
            Json::Bool(_) | Json::Array(_) | Json::Object(_) => Err(self.odd()),
        }
    }
}

/// The fields of one record, as they are read.
pub struct Fields {
    working: Lang,
    values: Vec<(String, Value)>,
}

impl Fields {
    pub fn new(working: Lang) -> Self {
        Self { working, values: vec![] }
    }

    pub fn value(mut self, field: &str, value: Value) -> Self {
        self.values.push((field.to_owned(), value));
        self
    }

    /// A text with its translations; nothing if it is left out.
    pub fn phrase(mut self, field: &str, part: &Part) -> Result<Self, SampleError> {
        if part.json.is_null() {
            return Ok(self);
        }
        for (code, text) in part.entries()? {
            let Some(lang) = Lang::from_code(&code).filter(|lang| lang.code() == code) else { continue };
            let field = if lang == self.working { field.to_owned() } else { translation(field, lang) };
            self.values.push((field, Value::Text(text.string()?)));
        }
        Ok(self)
    }

    /// A text in no language; nothing if it is left out.
    pub fn text(self, field: &str, part: &Part) -> Result<Self, SampleError> {
        if part.json.is_null() {
            return Ok(self);
        }
        let text = part.string()?;
        Ok(self.value(field, Value::Text(text)))
    }

    pub fn word(self, field: &str, word: &str) -> Self {
        self.value(field, Value::Scalar(word.into()))
    }

    /// A string; nothing if it is null or left out.
    pub fn scalar(self, field: &str, part: &Part) -> Result<Self, SampleError> {
        if part.json.is_null() {
            return Ok(self);
        }
        let text = part.string()?;
        Ok(self.word(field, &text))
    }

    pub fn int(self, field: &str, part: &Part) -> Result<Self, SampleError> {
        let number = part.json.as_i64().ok_or_else(|| part.odd())?;
        Ok(self.value(field, Value::Scalar(Scalar::Int(number))))
    }

    pub fn cells(self, field: &str, cells: OrdMap<String, Scalar>) -> Self {
        self.value(field, Value::Cells(cells))
    }

    pub fn members(self, field: &str, members: Vec<String>) -> Self {
        let cells = members.into_iter().map(|member| (member, Scalar::Flag(true))).collect();
        self.cells(field, cells)
    }

    pub fn set(self, field: &str, part: &Part) -> Result<Self, SampleError> {
        let members = part.strings()?;
        Ok(self.members(field, members))
    }

    pub fn place(self, seats: &mut Seats, group: &str) -> Self {
        let place = order::place(group, &seats.next());
        self.word("place", &place)
    }

    /// Creates the record under the file's own id.
    pub fn record(self, kind: Kind, part: &Part) -> Result<Edit, SampleError> {
        let id = part.at("id").string()?;
        self.create(kind, &id, part)
    }

    pub fn create(self, kind: Kind, id: &str, part: &Part) -> Result<Edit, SampleError> {
        let id = RecordId::parse(id).ok_or_else(|| part.at("id").odd())?;
        Ok(Edit::Create { at: RecordAt::new(kind, id), values: self.values })
    }

    /// Writes the own record of a section, which is there already.
    pub fn write(self, kind: Kind) -> Vec<Edit> {
        let at = RecordAt::single(kind);
        let mut edits = vec![];
        for (field, value) in self.values {
            match value {
                Value::Text(text) => {
                    let delta = Delta::splice(0, 0, &text);
                    edits.push(Edit::Splice { at: at.field(&field), delta });
                }
                Value::Scalar(value) => edits.push(Edit::Set { at: at.field(&field), value: Some(value) }),
                Value::Cells(cells) => {
                    let set = |(key, value): (String, Scalar)| Edit::Set {
                        at: at.cell(&field, &key),
                        value: Some(value),
                    };
                    edits.extend(cells.into_iter().map(set));
                }
            }
        }
        edits
    }
}

/// Places one after the other, in the order of the file.
#[derive(Default)]
pub struct Seats {
    last: String,
    count: u32,
}

impl Seats {
    pub fn next(&mut self) -> String {
        self.count += 1;
        self.last = order::between(&self.last, "", self.count);
        self.last.clone()
    }
}
