//! What changed in the plan from one moment to another, in words: the object and what was said of
//! it before and after. For minutes; nothing is told of where a card stands among others.

use crate::compare::{Difference, is_told};
use crate::difference::{Piece, pieces};
use crate::ids::RecordId;
use crate::lang::Lang;
use crate::questions::settle::title;
use crate::record::{FieldAt, RecordAt, Records, Scalar};
use crate::sections::{Kind, Section, Shape};
use crate::words;

/// How an object changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Added,
    Changed,
    Removed,
}

/// One change of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub sign: Sign,
    /// What it is and what it is called: `Indicateur : Essais à domicile`.
    pub object: String,
    /// What was said before and after; empty where the object says it all.
    pub pieces: Vec<Piece>,
}

/// The changes of content among `differences`, in words, on a board that reads as `records`.
pub fn told(differences: &[Difference], records: &Records, lang: Lang) -> Vec<Told> {
    let mut all: Vec<Told> = vec![];
    let of_content = differences.iter().filter(|difference| difference.section().is_content());
    for difference in of_content {
        let Some(line) = line(difference, records, lang) else { continue };
        if !all.contains(&line) {
            all.push(line);
        }
    }
    all
}

fn line(difference: &Difference, records: &Records, lang: Lang) -> Option<Told> {
    let at = difference.record();
    let object = named(&at, records, lang);
    let whole = |sign| Told { sign, object: object.clone(), pieces: vec![] };
    match difference {
        Difference::Added { .. } | Difference::Restored { .. } => Some(whole(Sign::Added)),
        Difference::Removed { .. } => Some(whole(Sign::Removed)),
        Difference::Text { at, from, to } if is_told(at.record.kind, &at.field) => {
            Some(Told { pieces: pieces(from, to), ..whole(Sign::Changed) })
        }
        Difference::Value { at, from, to } if is_told(at.record.kind, &at.field) => {
            Some(Told { pieces: values(at, [from, to], records, lang), ..whole(Sign::Changed) })
        }
        Difference::Text { .. } | Difference::Value { .. } => None,
    }
}

fn named(at: &RecordAt, records: &Records, lang: Lang) -> String {
    let (kind, title) = (kind_words(at.kind, lang), title(at, records, lang));
    match title.is_empty() {
        true => kind.to_owned(),
        false => words::minutes::named(lang, kind, title),
    }
}

/// A value before and after. What is a word of the program stays unsaid: that it changed is told.
fn values(at: &FieldAt, [from, to]: [&Option<Scalar>; 2], records: &Records, lang: Lang) -> Vec<Piece> {
    let shape = at.record.kind.field(&at.field).map(|field| field.shape);
    let shown = |value: Option<&Scalar>| -> String {
        match (shape, value) {
            (Some(Shape::Amount | Shape::Number { .. }), Some(Scalar::Text(amount))) => lang.number(amount),
            (Some(Shape::Ref(kinds)), Some(Scalar::Text(id))) => of_reference(id, kinds, records, lang),
            (Some(Shape::Date | Shape::Cells), Some(Scalar::Text(text))) => text.clone(),
            (_, Some(Scalar::Int(number))) => lang.number(&number.to_string()),
            (_, Some(Scalar::Text(_) | Scalar::Flag(_)) | None) => String::new(),
        }
    };
    let (before, after) = (shown(from.as_ref()), shown(to.as_ref()));
    let column = at.key.as_ref().map(|key| format!("{} ", column(key, records))).unwrap_or_default();
    let mut out = vec![];
    let mut push = |piece: fn(String) -> Piece, words: String| {
        if !words.is_empty() {
            out.push(piece(words));
        }
    };
    push(Piece::Same, column);
    push(Piece::Gone, before);
    push(Piece::New, after);
    out
}

fn of_reference(id: &str, kinds: &[Kind], records: &Records, lang: Lang) -> String {
    let Some(id) = RecordId::parse(id) else { return String::new() };
    let found = kinds.iter().find(|kind| records.get(**kind, &id).is_some());
    found.map(|kind| title(&RecordAt::new(*kind, id.clone()), records, lang)).unwrap_or_default()
}

/// A cell's key as people read it: the letters of an organisation, or the key (a year, a code).
fn column(key: &str, records: &Records) -> String {
    let id = RecordId::parse(key);
    let short = id.and_then(|id| {
        let kinds = [Kind::Organisation, Kind::Body];
        let record = kinds.into_iter().find_map(|kind| records.get(kind, &id))?;
        Some(record.text("short").to_owned())
    });
    short.filter(|short| !short.is_empty()).unwrap_or_else(|| key.to_owned())
}

/// What kind of object it is.
pub fn kind_words(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::Principle => words::search::principle(lang),
        Kind::Objective => words::search::objective(lang),
        Kind::Champion => words::search::champion(lang),
        Kind::Term | Kind::Meaning => words::search::term(lang),
        Kind::Assumption => words::search::assumption(lang),
        Kind::Risk => words::search::risk(lang),
        Kind::Milestone => words::search::milestone(lang),
        Kind::Indicator => words::search::indicator(lang),
        Kind::Trend => words::search::trend(lang),
        Kind::Body => words::search::body(lang),
        // By the part of the board that they are in.
        kind => section_words(kind.section(), lang),
    }
}

/// What a section is called.
pub fn section_words(section: Section, lang: Lang) -> &'static str {
    match section {
        Section::About => words::sections::about(lang),
        Section::Organisations => words::sections::organisations(lang),
        Section::People => words::sections::people(lang),
        Section::Vision => words::sections::vision(lang),
        Section::Glossary => words::sections::glossary(lang),
        Section::Chain => words::sections::chain(lang),
        Section::Roles => words::sections::roles(lang),
        Section::Context => words::sections::context(lang),
        Section::Resources => words::sections::resources(lang),
        Section::Governance => words::sections::governance(lang),
        Section::Decisions => words::sections::decisions(lang),
        Section::Learning => words::sections::learning(lang),
        Section::Outreach => words::sections::outreach(lang),
        Section::Session => words::sections::session(lang),
        Section::Versions => words::sections::versions(lang),
        Section::Comments => words::sections::comments(lang),
    }
}
