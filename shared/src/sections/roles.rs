//! The role matrix: who does it, who answers for it, who is consulted, who is informed.
//!
//! A row is a responsibility; a column is an organisation or a body. `cells/<column id>`
//! holds one of `CELLS`; empty text means that someone cleared it.

use super::{Kind, Section, Shape, Spec, field};

/// What a cell can say. `A/R`: answers for it and does it.
pub const CELLS: &[&str] = &["R", "A", "C", "I", "A/R"];

pub const GROUPS: Spec = Spec {
    section: Section::Roles,
    collection: Some("groups"),
    fields: &[field("title", Shape::Translated), field("place", Shape::Place)],
};

pub const RESPONSIBILITIES: Spec = Spec {
    section: Section::Roles,
    collection: Some("responsibilities"),
    fields: &[
        field("title", Shape::Translated),
        field("detail", Shape::Translated),
        field("nodes", Shape::Set),
        field("cells", Shape::Cells),
        // The group's id (or none) and the order within it.
        field("place", Shape::Place),
    ],
};

/// An organisation's acceptance of its own column, as the column then was.
pub const ACCEPTANCES: Spec = Spec {
    section: Section::Roles,
    collection: Some("acceptances"),
    fields: &[
        field("organisation", Shape::Ref(&[Kind::Organisation])),
        field("digest", Shape::Free),
        field("at", Shape::Date),
    ],
};
