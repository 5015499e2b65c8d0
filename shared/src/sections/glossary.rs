//! The shared language: each term's agreed definition, and what it means to each organisation.

use super::{Kind, Section, Shape, Spec, field};

pub const TERMS: Spec = Spec {
    section: Section::Glossary,
    collection: Some("terms"),
    fields: &[
        field("term", Shape::Translated),
        field("definition", Shape::Translated),
        // The decision that agreed it.
        field("agreed_in", Shape::Ref(&[Kind::Decision])),
        field("place", Shape::Place),
    ],
};

pub const MEANINGS: Spec = Spec {
    section: Section::Glossary,
    collection: Some("meanings"),
    fields: &[
        field("term", Shape::Ref(&[Kind::Term])),
        field("organisation", Shape::Ref(&[Kind::Organisation])),
        field("meaning", Shape::Translated),
    ],
};
