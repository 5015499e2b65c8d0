//! The context map: who matters for the objectives, what ties them, what moves around them.

use super::organisations::Sector;
use super::{Kind, Phrase, Section, Shape, Spec, Word, field};
use crate::ids::RecordId;
use crate::record::{Record, Records};

/// How an actor stands towards the partnership.
pub const STANCES: &[&str] = &["neutral", "support", "opposed"];
/// An actor, or another initiative in the field.
pub const ACTOR_KINDS: &[&str] = &["actor", "initiative"];
/// What ties two actors.
pub const RELATION_TYPES: &[&str] = &[
    "cooperates",
    "informs",
    "funds",
    "overlaps",
    "exchanges",
    "contracts",
    "competes",
    "supplies",
    "influences",
    "supports",
    "conflicts",
];
/// PESTEL.
pub const DIMENSIONS: &[&str] =
    &["political", "economic", "social", "technological", "environmental", "legal"];
/// What a trend means for the plan.
pub const EFFECTS: &[&str] = &["both", "risk", "opportunity"];
/// What the table does about a possible duplicate.
pub const WAYS: &[&str] = &["open", "together", "shared-out", "apart"];

/// Stands in a relation for the partnership as a whole.
pub const TABLE: &str = "TABLE";

const PERCENT: Shape = Shape::Number { min: 0, max: 100 };

pub const ACTORS: Spec = Spec {
    section: Section::Context,
    collection: Some("actors"),
    fields: &[
        field("name", Shape::Translated),
        field("detail", Shape::Translated),
        field("sector", Shape::Word(super::organisations::SECTORS)),
        field("influence", PERCENT),
        field("interest", PERCENT),
        field("stance", Shape::Word(STANCES)),
        field("kind", Shape::Word(ACTOR_KINDS)),
        // The partner organisation that this actor is: seated at the table.
        field("organisation", Shape::Ref(&[Kind::Organisation])),
        field("seen", Shape::Date),
        field("source", Shape::Text),
        // Where somebody pinned it in the network: `across,down` in thousandths of the picture.
        field("pin", Shape::Free),
    ],
};

/// Where one organisation would place an actor, when it sees it otherwise.
pub const PLACEMENTS: Spec = Spec {
    section: Section::Context,
    collection: Some("placements"),
    fields: &[
        field("actor", Shape::Ref(&[Kind::Actor])),
        field("organisation", Shape::Ref(&[Kind::Organisation])),
        field("influence", PERCENT),
        field("interest", PERCENT),
    ],
};

pub const RELATIONS: Spec = Spec {
    section: Section::Context,
    collection: Some("relations"),
    fields: &[
        field("from", Shape::Ref(&[Kind::Actor, Kind::Organisation])),
        field("to", Shape::Ref(&[Kind::Actor, Kind::Organisation])),
        field("type", Shape::Word(RELATION_TYPES)),
        field("strength", Shape::Number { min: 1, max: 3 }),
        field("note", Shape::Translated),
    ],
};

pub const TRENDS: Spec = Spec {
    section: Section::Context,
    collection: Some("trends"),
    fields: &[
        field("text", Shape::Translated),
        field("dimension", Shape::Word(DIMENSIONS)),
        field("effect", Shape::Word(EFFECTS)),
        field("review", Shape::Date),
        field("place", Shape::Place),
    ],
};

/// A possible duplicate: what was seen, and what was decided about it.
pub const OVERLAPS: Spec = Spec {
    section: Section::Context,
    collection: Some("overlaps"),
    fields: &[
        field("actor", Shape::Ref(&[Kind::Actor])),
        field("note", Shape::Translated),
        field("decision", Shape::Ref(&[Kind::Decision])),
        // The partnership's own activity that it may double.
        field("node", Shape::Ref(&[Kind::Node])),
        // What the table chose to do about it.
        field("way", Shape::Word(WAYS)),
        field("place", Shape::Place),
    ],
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    Neutral,
    Support,
    Opposed,
}

impl Word for Stance {
    const KEYS: &'static [&'static str] = STANCES;
    const ALL: &'static [Stance] = &[Stance::Neutral, Stance::Support, Stance::Opposed];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActorKind {
    Actor,
    Initiative,
}

impl Word for ActorKind {
    const KEYS: &'static [&'static str] = ACTOR_KINDS;
    const ALL: &'static [ActorKind] = &[ActorKind::Actor, ActorKind::Initiative];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationType {
    Cooperates,
    Informs,
    Funds,
    Overlaps,
    Exchanges,
    Contracts,
    Competes,
    Supplies,
    Influences,
    Supports,
    Conflicts,
}

impl Word for RelationType {
    const KEYS: &'static [&'static str] = RELATION_TYPES;
    const ALL: &'static [RelationType] = &[
        RelationType::Cooperates,
        RelationType::Informs,
        RelationType::Funds,
        RelationType::Overlaps,
        RelationType::Exchanges,
        RelationType::Contracts,
        RelationType::Competes,
        RelationType::Supplies,
        RelationType::Influences,
        RelationType::Supports,
        RelationType::Conflicts,
    ];
}

/// PESTEL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    Political,
    Economic,
    Social,
    Technological,
    Environmental,
    Legal,
}

impl Word for Dimension {
    const KEYS: &'static [&'static str] = DIMENSIONS;
    const ALL: &'static [Dimension] = &[
        Dimension::Political,
        Dimension::Economic,
        Dimension::Social,
        Dimension::Technological,
        Dimension::Environmental,
        Dimension::Legal,
    ];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    Both,
    Risk,
    Opportunity,
}

impl Word for Effect {
    const KEYS: &'static [&'static str] = EFFECTS;
    const ALL: &'static [Effect] = &[Effect::Both, Effect::Risk, Effect::Opportunity];
}

/// What the table does about a possible duplicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    Open,
    Together,
    SharedOut,
    Apart,
}

impl Word for Way {
    const KEYS: &'static [&'static str] = WAYS;
    const ALL: &'static [Way] = &[Way::Open, Way::Together, Way::SharedOut, Way::Apart];
}

/// Where an actor stands on the map: 0 to 100 each; the middle where nobody said.
fn percent(record: &Record, field: &str) -> u8 {
    record.int(field).unwrap_or(50).clamp(0, 100) as u8
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub id: RecordId,
    pub name: Phrase,
    pub detail: Phrase,
    pub sector: Sector,
    /// 0 to 100.
    pub influence: u8,
    /// 0 to 100.
    pub interest: u8,
    pub stance: Stance,
    pub kind: ActorKind,
    /// The partner organisation that it is, if it sits at the table.
    pub organisation: Option<RecordId>,
    pub seen: String,
    pub source: String,
    /// Where it is pinned in the network, in thousandths of its width and height.
    pub pin: Option<(u16, u16)>,
    pub removed: bool,
}

impl Actor {
    pub fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            name: Phrase::read(record, "name"),
            detail: Phrase::read(record, "detail"),
            sector: Sector::read(record, "sector"),
            influence: percent(record, "influence"),
            interest: percent(record, "interest"),
            stance: Stance::read(record, "stance"),
            kind: ActorKind::read(record, "kind"),
            organisation: record.reference("organisation"),
            seen: record.text("seen").to_owned(),
            source: record.text("source").to_owned(),
            pin: pin(record.text("pin")),
            removed: record.is_removed(),
        }
    }
}

/// Reads a pin; nothing for words that are none.
fn pin(text: &str) -> Option<(u16, u16)> {
    let (across, down) = text.split_once(',')?;
    let part = |text: &str| text.parse::<u16>().ok().map(|part| part.min(1_000));
    Some((part(across)?, part(down)?))
}

/// The actors in use, by id.
pub fn actors(records: &Records) -> Vec<Actor> {
    records.in_order(Kind::Actor).into_iter().map(Actor::read).collect()
}

/// Where one organisation would place an actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    pub id: RecordId,
    pub actor: Option<RecordId>,
    pub organisation: Option<RecordId>,
    pub influence: u8,
    pub interest: u8,
    pub removed: bool,
}

impl Placement {
    pub fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            actor: record.reference("actor"),
            organisation: record.reference("organisation"),
            influence: percent(record, "influence"),
            interest: percent(record, "interest"),
            removed: record.is_removed(),
        }
    }
}

pub fn placements(records: &Records) -> Vec<Placement> {
    records.in_order(Kind::Placement).into_iter().map(Placement::read).collect()
}

/// One end of a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// An actor or an organisation.
    Of(RecordId),
    /// The partnership as a whole.
    Table,
}

impl End {
    fn read(record: &Record, field: &str) -> Option<End> {
        match record.text(field) {
            TABLE => Some(End::Table),
            id => RecordId::parse(id).map(End::Of),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    pub id: RecordId,
    pub from: Option<End>,
    pub to: Option<End>,
    pub kind: RelationType,
    /// 1 to 3.
    pub strength: u8,
    pub note: Phrase,
    pub removed: bool,
}

impl Relation {
    pub fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            from: End::read(record, "from"),
            to: End::read(record, "to"),
            kind: RelationType::read(record, "type"),
            strength: record.int("strength").unwrap_or(1).clamp(1, 3) as u8,
            note: Phrase::read(record, "note"),
            removed: record.is_removed(),
        }
    }
}

/// The relations in use, by id, also those whose end was removed (a view hides them).
pub fn relations(records: &Records) -> Vec<Relation> {
    records.in_order(Kind::Relation).into_iter().map(Relation::read).collect()
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trend {
    pub id: RecordId,
    pub text: Phrase,
    pub dimension: Dimension,
    pub effect: Effect,
    /// When it is to be looked at again.
    pub review: String,
    pub order: String,
    pub removed: bool,
}

impl Trend {
    pub fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            text: Phrase::read(record, "text"),
            dimension: Dimension::read(record, "dimension"),
            effect: Effect::read(record, "effect"),
            review: record.text("review").to_owned(),
            order: record.place().1.to_owned(),
            removed: record.is_removed(),
        }
    }
}

pub fn trends(records: &Records) -> Vec<Trend> {
    records.in_order(Kind::Trend).into_iter().map(Trend::read).collect()
}

/// A possible duplicate, and the decision taken about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    pub id: RecordId,
    pub actor: Option<RecordId>,
    pub note: Phrase,
    pub decision: Option<RecordId>,
    pub node: Option<RecordId>,
    pub way: Way,
    pub order: String,
    pub removed: bool,
}

impl Overlap {
    pub fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            actor: record.reference("actor"),
            note: Phrase::read(record, "note"),
            decision: record.reference("decision"),
            node: record.reference("node"),
            way: Way::read(record, "way"),
            order: record.place().1.to_owned(),
            removed: record.is_removed(),
        }
    }
}

pub fn overlaps(records: &Records) -> Vec<Overlap> {
    records.in_order(Kind::Overlap).into_iter().map(Overlap::read).collect()
}
