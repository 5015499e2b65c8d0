//! What a board is made of: the one list of sections, of the kinds of record in
//! them, and of the fields of each. Everything that must know a board's shape
//! (seeds, readers, the judge, import, export, history) asks here.
//!
//! ```text
//! <section>/<field>                      a section's own texts and settings (one record)
//! <section>/<collection>/<id>/<field>    records, by random id
//! <section>/<collection>/<id>/<field>/<key>   keyed scalars (role cells, targets, sets)
//! ```
//!
//! Keys are for ever: never renamed, never reused. A new collection or a new text of a
//! section's own record is a new seed (see `board::seeds`).

pub mod about;
mod amount;
pub mod chain;
pub mod comments;
pub mod context;
pub mod decisions;
pub mod glossary;
pub mod governance;
pub mod ideas;
pub mod indicators;
pub mod later;
pub mod organisations;
pub mod people;
mod phrase;
pub mod roles;
pub mod session;
pub mod versions;
pub mod vision;
mod word;

pub use amount::{Amount, Measured};
pub use phrase::Phrase;
pub use word::Word;

use crate::ids::RecordId;
use crate::record::Record;
use serde::{Deserialize, Serialize};

/// The parts of a board, in the order of the model. Each is one key at the document's root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Section {
    About,
    Organisations,
    People,
    Vision,
    Glossary,
    Chain,
    Roles,
    Context,
    Resources,
    Governance,
    Decisions,
    Learning,
    Outreach,
    Session,
    Versions,
    Comments,
}

impl Section {
    pub const ALL: [Section; 16] = [
        Section::About,
        Section::Organisations,
        Section::People,
        Section::Vision,
        Section::Glossary,
        Section::Chain,
        Section::Roles,
        Section::Context,
        Section::Resources,
        Section::Governance,
        Section::Decisions,
        Section::Learning,
        Section::Outreach,
        Section::Session,
        Section::Versions,
        Section::Comments,
    ];

    /// Its key at the root of the document.
    pub fn key(self) -> &'static str {
        match self {
            Section::About => "about",
            Section::Organisations => "organisations",
            Section::People => "people",
            Section::Vision => "vision",
            Section::Glossary => "glossary",
            Section::Chain => "chain",
            Section::Roles => "roles",
            Section::Context => "context",
            Section::Resources => "resources",
            Section::Governance => "governance",
            Section::Decisions => "decisions",
            Section::Learning => "learning",
            Section::Outreach => "outreach",
            Section::Session => "session",
            Section::Versions => "versions",
            Section::Comments => "comments",
        }
    }

    pub fn from_key(key: &str) -> Option<Section> {
        Section::ALL.into_iter().find(|section| section.key() == key)
    }

    /// Sections that hold the plan itself: locked, proposed to and adopted as a whole.
    pub fn is_content(self) -> bool {
        match self {
            Section::About
            | Section::Vision
            | Section::Glossary
            | Section::Chain
            | Section::Roles
            | Section::Context
            | Section::Resources
            | Section::Governance
            | Section::Decisions
            | Section::Learning
            | Section::Outreach => true,
            Section::Organisations
            | Section::People
            | Section::Session
            | Section::Versions
            | Section::Comments => false,
        }
    }
}

/// Every kind of record. Kinds named after a section are that section's one own record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    About,
    SectorCode,
    Organisation,
    People,
    Member,
    Vision,
    Principle,
    Objective,
    Champion,
    Term,
    Meaning,
    Chain,
    Node,
    Link,
    Assumption,
    Risk,
    Milestone,
    Indicator,
    RoleGroup,
    Responsibility,
    Acceptance,
    Actor,
    Placement,
    Relation,
    Trend,
    Overlap,
    Resources,
    Need,
    Contribution,
    Expectation,
    Governance,
    Body,
    Mandate,
    Rule,
    GroundRule,
    Decision,
    Review,
    Lesson,
    Capacity,
    Outreach,
    Product,
    Exchange,
    Session,
    Meeting,
    AgendaItem,
    Lock,
    Settlement,
    Parked,
    Action,
    Idea,
    Round,
    IdeaGroup,
    Dot,
    Version,
    Vote,
    Thread,
    Reply,
}

/// What a field can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Human text that people write together; spliced, never replaced.
    Text,
    /// Text that also exists in other languages, under `name@lang`.
    Translated,
    /// One of a closed list. Unknown words are read as the first and kept.
    Word(&'static [&'static str]),
    /// A short free scalar: a code, a currency, a digest, a JSON text.
    Free,
    /// ISO 8601 date or time, as text.
    Date,
    /// A decimal number as text (`-4`, `3150.5`), never a float.
    Amount,
    /// A whole number within bounds, clamped when read.
    Number { min: i64, max: i64 },
    /// Yes or no.
    Flag,
    /// The id of a record of one of these kinds.
    Ref(&'static [Kind]),
    /// `group|order`: where the record stands, moved in one write (see `order`).
    Place,
    /// Keyed flags: ids or codes that are in (true) or out (false).
    Set,
    /// Keyed scalars.
    Cells,
}

impl Shape {
    /// Whether the field is an Automerge text, spliced.
    pub fn is_text(self) -> bool {
        matches!(self, Shape::Text | Shape::Translated)
    }

    /// Whether the field is a map of scalars.
    pub fn is_keyed(self) -> bool {
        matches!(self, Shape::Set | Shape::Cells)
    }
}

/// One field of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub key: &'static str,
    pub shape: Shape,
}

/// What a kind is made of and where its records live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    pub section: Section,
    /// The collection's key under the section; nothing for the section's own record.
    pub collection: Option<&'static str>,
    pub fields: &'static [Field],
}

/// A field, for the lists in the section files.
pub(crate) const fn field(key: &'static str, shape: Shape) -> Field {
    Field { key, shape }
}

/// The records that a set refers to, by id.
pub(crate) fn ids(record: &Record, field: &str) -> Vec<RecordId> {
    record.set(field).filter_map(RecordId::parse).collect()
}

/// Whether it can be an ISO 8601 date or time: a year first, and nothing but their signs.
pub(crate) fn is_date(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_digit() || b"TZ:+-.W".contains(&byte);
    text.len() >= 4
        && text.len() <= 40
        && text.bytes().take(4).all(|byte| byte.is_ascii_digit())
        && text.bytes().all(plain)
}

/// The key of the scalar that marks a record as removed (see `record::Removed`).
pub const REMOVED: &str = "removed";

impl Kind {
    pub const ALL: [Kind; 57] = [
        Kind::About,
        Kind::SectorCode,
        Kind::Organisation,
        Kind::People,
        Kind::Member,
        Kind::Vision,
        Kind::Principle,
        Kind::Objective,
        Kind::Champion,
        Kind::Term,
        Kind::Meaning,
        Kind::Chain,
        Kind::Node,
        Kind::Link,
        Kind::Assumption,
        Kind::Risk,
        Kind::Milestone,
        Kind::Indicator,
        Kind::RoleGroup,
        Kind::Responsibility,
        Kind::Acceptance,
        Kind::Actor,
        Kind::Placement,
        Kind::Relation,
        Kind::Trend,
        Kind::Overlap,
        Kind::Resources,
        Kind::Need,
        Kind::Contribution,
        Kind::Expectation,
        Kind::Governance,
        Kind::Body,
        Kind::Mandate,
        Kind::Rule,
        Kind::GroundRule,
        Kind::Decision,
        Kind::Review,
        Kind::Lesson,
        Kind::Capacity,
        Kind::Outreach,
        Kind::Product,
        Kind::Exchange,
        Kind::Session,
        Kind::Meeting,
        Kind::AgendaItem,
        Kind::Lock,
        Kind::Settlement,
        Kind::Parked,
        Kind::Action,
        Kind::Idea,
        Kind::Round,
        Kind::IdeaGroup,
        Kind::Dot,
        Kind::Version,
        Kind::Vote,
        Kind::Thread,
        Kind::Reply,
    ];

    /// Where its records live and what they hold.
    pub fn spec(self) -> Spec {
        match self {
            Kind::About => about::ABOUT,
            Kind::SectorCode => about::SECTOR_CODES,
            Kind::Organisation => organisations::ORGANISATIONS,
            Kind::People => people::PEOPLE,
            Kind::Member => people::MEMBERS,
            Kind::Vision => vision::VISION,
            Kind::Principle => vision::PRINCIPLES,
            Kind::Objective => vision::OBJECTIVES,
            Kind::Champion => vision::CHAMPIONS,
            Kind::Term => glossary::TERMS,
            Kind::Meaning => glossary::MEANINGS,
            Kind::Chain => chain::CHAIN,
            Kind::Node => chain::NODES,
            Kind::Link => chain::LINKS,
            Kind::Assumption => chain::ASSUMPTIONS,
            Kind::Risk => chain::RISKS,
            Kind::Milestone => chain::MILESTONES,
            Kind::Indicator => indicators::INDICATORS,
            Kind::RoleGroup => roles::GROUPS,
            Kind::Responsibility => roles::RESPONSIBILITIES,
            Kind::Acceptance => roles::ACCEPTANCES,
            Kind::Actor => context::ACTORS,
            Kind::Placement => context::PLACEMENTS,
            Kind::Relation => context::RELATIONS,
            Kind::Trend => context::TRENDS,
            Kind::Overlap => context::OVERLAPS,
            Kind::Resources => later::RESOURCES,
            Kind::Need => later::NEEDS,
            Kind::Contribution => later::CONTRIBUTIONS,
            Kind::Expectation => later::EXPECTATIONS,
            Kind::Governance => later::GOVERNANCE,
            Kind::Body => later::BODIES,
            Kind::Mandate => later::MANDATES,
            Kind::Rule => governance::RULES,
            Kind::GroundRule => later::GROUND_RULES,
            Kind::Decision => decisions::DECISIONS,
            Kind::Review => later::REVIEWS,
            Kind::Lesson => later::LESSONS,
            Kind::Capacity => later::CAPACITIES,
            Kind::Outreach => later::OUTREACH,
            Kind::Product => later::PRODUCTS,
            Kind::Exchange => later::EXCHANGES,
            Kind::Session => session::SESSION,
            Kind::Meeting => session::MEETINGS,
            Kind::AgendaItem => session::AGENDA,
            Kind::Lock => later::LOCKS,
            Kind::Settlement => later::SETTLEMENTS,
            Kind::Parked => session::PARKED,
            Kind::Action => session::ACTIONS,
            Kind::Idea => ideas::IDEAS,
            Kind::Round => ideas::ROUNDS,
            Kind::IdeaGroup => ideas::GROUPS,
            Kind::Dot => ideas::DOTS,
            Kind::Version => versions::VERSIONS,
            Kind::Vote => versions::VOTES,
            Kind::Thread => comments::THREADS,
            Kind::Reply => comments::REPLIES,
        }
    }

    pub fn section(self) -> Section {
        self.spec().section
    }

    /// Whether the kind is a section's one own record rather than a collection.
    pub fn is_single(self) -> bool {
        self.spec().collection.is_none()
    }

    /// The kind whose records live at `section/collection`.
    pub fn at(section: Section, collection: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| {
            let spec = kind.spec();
            spec.section == section && spec.collection == Some(collection)
        })
    }

    /// The section's own record, if it has one.
    pub fn own_record_of(section: Section) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.section() == section && kind.is_single())
    }

    /// The field stored under `key`; `title@en` finds `title`.
    pub fn field(self, key: &str) -> Option<Field> {
        let (name, lang) = match key.split_once('@') {
            Some((name, lang)) => (name, Some(lang)),
            None => (key, None),
        };
        let found = self.spec().fields.iter().find(|field| field.key == name)?;
        match lang {
            Some(_) if found.shape != Shape::Translated => None,
            Some(_) | None => Some(*found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ordered::OrdSet;

    #[test]
    fn no_two_kinds_share_a_place_in_the_document() {
        let places: OrdSet<_> =
            Kind::ALL.iter().map(|kind| (kind.section(), kind.spec().collection)).collect();
        assert_eq!(places.len(), Kind::ALL.len());
    }

    #[test]
    fn a_sections_own_fields_and_collections_never_share_a_key() {
        for section in Section::ALL {
            let mut keys = OrdSet::new();
            for kind in Kind::ALL.into_iter().filter(|kind| kind.section() == section) {
                let spec = kind.spec();
                match spec.collection {
                    Some(key) => assert!(keys.insert(key), "{key} twice in {section:?}"),
                    None => {
                        for field in spec.fields {
                            assert!(keys.insert(field.key), "{} twice in {section:?}", field.key);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn every_kind_is_found_at_its_own_place() {
        for kind in Kind::ALL {
            match kind.spec().collection {
                Some(key) => assert_eq!(Kind::at(kind.section(), key), Some(kind)),
                None => assert_eq!(Kind::own_record_of(kind.section()), Some(kind)),
            }
        }
    }

    #[test]
    fn an_order_key_never_hides_a_field_called_removed() {
        for kind in Kind::ALL {
            assert!(kind.spec().fields.iter().all(|field| field.key != REMOVED));
        }
    }
}
