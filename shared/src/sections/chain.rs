//! The results chain: from what the partners put in to what they want to see change.
//! What is measured on it is in `indicators`.

use super::{Kind, Phrase, Section, Shape, Spec, Word, field, ids};
use crate::ids::RecordId;
use crate::record::{Record, Records};
use crate::sort::sort_by;

/// The five levels, causes first. A node's level is the group of its `place`.
pub const LEVELS: &[&str] = &["input", "activity", "output", "outcome", "impact"];
/// How a node is doing.
pub const STATUSES: &[&str] = &["planned", "on-track", "at-risk", "delayed", "achieved"];
/// How sure the partners are that one leads to the other.
pub const CONFIDENCE: &[&str] = &["medium", "low", "high"];
/// Whether an assumption holds.
pub const ASSUMPTION_STATES: &[&str] = &["to-test", "uncertain", "holds", "broken"];
/// Where a risk is heading.
pub const TRENDS: &[&str] = &["stable", "up", "down"];
/// How a milestone stands.
pub const MILESTONE_STATUSES: &[&str] = &["planned", "at-risk", "done"];
pub(super) const OWNERS: &[Kind] = &[Kind::Organisation, Kind::Body];

/// The board's own names for the levels; empty where the usual words serve.
pub const CHAIN: Spec = Spec {
    section: Section::Chain,
    collection: None,
    fields: &[
        field("level_input", Shape::Translated),
        field("level_activity", Shape::Translated),
        field("level_output", Shape::Translated),
        field("level_outcome", Shape::Translated),
        field("level_impact", Shape::Translated),
    ],
};

pub const NODES: Spec = Spec {
    section: Section::Chain,
    collection: Some("nodes"),
    fields: &[
        field("title", Shape::Translated),
        field("detail", Shape::Translated),
        field("owner", Shape::Ref(OWNERS)),
        // Further organisations that carry it.
        field("carriers", Shape::Set),
        field("objectives", Shape::Set),
        field("status", Shape::Word(STATUSES)),
        field("starts", Shape::Date),
        field("ends", Shape::Date),
        // Level and order within it.
        field("place", Shape::Place),
    ],
};

pub const LINKS: Spec = Spec {
    section: Section::Chain,
    collection: Some("links"),
    fields: &[
        field("from", Shape::Ref(&[Kind::Node])),
        field("to", Shape::Ref(&[Kind::Node])),
        field("rationale", Shape::Translated),
        field("confidence", Shape::Word(CONFIDENCE)),
    ],
};

pub const ASSUMPTIONS: Spec = Spec {
    section: Section::Chain,
    collection: Some("assumptions"),
    fields: &[
        field("text", Shape::Translated),
        field("state", Shape::Word(ASSUMPTION_STATES)),
        field("owner", Shape::Ref(OWNERS)),
        field("reviewed", Shape::Date),
        field("links", Shape::Set),
        field("place", Shape::Place),
    ],
};

pub const RISKS: Spec = Spec {
    section: Section::Chain,
    collection: Some("risks"),
    fields: &[
        field("title", Shape::Translated),
        field("mitigation", Shape::Translated),
        field("likelihood", Shape::Number { min: 1, max: 5 }),
        field("impact", Shape::Number { min: 1, max: 5 }),
        field("owner", Shape::Ref(OWNERS)),
        field("nodes", Shape::Set),
        field("trend", Shape::Word(TRENDS)),
        field("place", Shape::Place),
    ],
};

pub const MILESTONES: Spec = Spec {
    section: Section::Chain,
    collection: Some("milestones"),
    fields: &[
        field("title", Shape::Translated),
        field("due", Shape::Date),
        field("status", Shape::Word(MILESTONE_STATUSES)),
        field("nodes", Shape::Set),
        field("place", Shape::Place),
    ],
};

/// The five levels, causes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Input,
    Activity,
    Output,
    Outcome,
    Impact,
}

impl Word for Level {
    const KEYS: &'static [&'static str] = LEVELS;
    const ALL: &'static [Level] =
        &[Level::Input, Level::Activity, Level::Output, Level::Outcome, Level::Impact];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    Planned,
    OnTrack,
    AtRisk,
    Delayed,
    Achieved,
}

impl Word for Status {
    const KEYS: &'static [&'static str] = STATUSES;
    const ALL: &'static [Status] =
        &[Status::Planned, Status::OnTrack, Status::AtRisk, Status::Delayed, Status::Achieved];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    Medium,
    Low,
    High,
}

impl Word for Confidence {
    const KEYS: &'static [&'static str] = CONFIDENCE;
    const ALL: &'static [Confidence] = &[Confidence::Medium, Confidence::Low, Confidence::High];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AssumptionState {
    ToTest,
    Uncertain,
    Holds,
    Broken,
}

impl Word for AssumptionState {
    const KEYS: &'static [&'static str] = ASSUMPTION_STATES;
    const ALL: &'static [AssumptionState] = &[
        AssumptionState::ToTest,
        AssumptionState::Uncertain,
        AssumptionState::Holds,
        AssumptionState::Broken,
    ];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RiskTrend {
    Stable,
    Up,
    Down,
}

impl Word for RiskTrend {
    const KEYS: &'static [&'static str] = TRENDS;
    const ALL: &'static [RiskTrend] = &[RiskTrend::Stable, RiskTrend::Up, RiskTrend::Down];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MilestoneStatus {
    Planned,
    AtRisk,
    Done,
}

impl Word for MilestoneStatus {
    const KEYS: &'static [&'static str] = MILESTONE_STATUSES;
    const ALL: &'static [MilestoneStatus] =
        &[MilestoneStatus::Planned, MilestoneStatus::AtRisk, MilestoneStatus::Done];
}

/// The board's own name for a level; empty where the usual word serves.
pub fn level_name(records: &Records, level: Level) -> Phrase {
    let field = match level {
        Level::Input => "level_input",
        Level::Activity => "level_activity",
        Level::Output => "level_output",
        Level::Outcome => "level_outcome",
        Level::Impact => "level_impact",
    };
    records.single(Kind::Chain).map(|chain| Phrase::read(chain, field)).unwrap_or_default()
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub id: RecordId,
    pub title: Phrase,
    pub detail: Phrase,
    pub owner: Option<RecordId>,
    pub carriers: Vec<RecordId>,
    pub objectives: Vec<RecordId>,
    pub status: Status,
    pub starts: String,
    pub ends: String,
    pub level: Level,
    /// Key within the level (see `order`).
    pub order: String,
    pub removed: bool,
}

impl Node {
    pub fn read(record: &Record) -> Self {
        let (level, order) = record.place();
        Self {
            id: record.id.clone(),
            title: Phrase::read(record, "title"),
            detail: Phrase::read(record, "detail"),
            owner: record.reference("owner"),
            carriers: ids(record, "carriers"),
            objectives: ids(record, "objectives"),
            status: Status::read(record, "status"),
            starts: record.text("starts").to_owned(),
            ends: record.text("ends").to_owned(),
            level: Level::from_key(level),
            order: order.to_owned(),
            removed: record.is_removed(),
        }
    }
}

/// The nodes in use: by level, causes first, then in their order.
pub fn nodes(records: &Records) -> Vec<Node> {
    let mut nodes: Vec<Node> = records.in_order(Kind::Node).into_iter().map(Node::read).collect();
    sort_by(&mut nodes, |a, b| (a.level, &a.order, &a.id).cmp(&(b.level, &b.order, &b.id)));
    nodes
}

/// One node leads to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub id: RecordId,
    pub from: Option<RecordId>,
    pub to: Option<RecordId>,
    pub rationale: Phrase,
    pub confidence: Confidence,
    pub removed: bool,
}

impl Link {
    pub fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            from: record.reference("from"),
            to: record.reference("to"),
            rationale: Phrase::read(record, "rationale"),
            confidence: Confidence::read(record, "confidence"),
            removed: record.is_removed(),
        }
    }
}

/// The links in use, by id, also those whose end was removed (a view hides them).
pub fn links(records: &Records) -> Vec<Link> {
    records.in_order(Kind::Link).into_iter().map(Link::read).collect()
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    pub id: RecordId,
    pub text: Phrase,
    pub state: AssumptionState,
    pub owner: Option<RecordId>,
    /// When it was last looked at.
    pub reviewed: String,
    /// The links that rest on it.
    pub links: Vec<RecordId>,
    pub order: String,
    pub removed: bool,
}

impl Assumption {
    pub fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            text: Phrase::read(record, "text"),
            state: AssumptionState::read(record, "state"),
            owner: record.reference("owner"),
            reviewed: record.text("reviewed").to_owned(),
            links: ids(record, "links"),
            order: record.place().1.to_owned(),
            removed: record.is_removed(),
        }
    }
}

pub fn assumptions(records: &Records) -> Vec<Assumption> {
    records.in_order(Kind::Assumption).into_iter().map(Assumption::read).collect()
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
    pub id: RecordId,
    pub title: Phrase,
    pub mitigation: Phrase,
    /// 1 (rare) to 5 (almost certain).
    pub likelihood: u8,
    /// 1 (minor) to 5 (severe).
    pub impact: u8,
    pub owner: Option<RecordId>,
    pub nodes: Vec<RecordId>,
    pub trend: RiskTrend,
    pub order: String,
    pub removed: bool,
}

impl Risk {
    pub fn read(record: &Record) -> Self {
        let step = |field: &str| record.int(field).unwrap_or(1).clamp(1, 5) as u8;
        Self {
            id: record.id.clone(),
            title: Phrase::read(record, "title"),
            mitigation: Phrase::read(record, "mitigation"),
            likelihood: step("likelihood"),
            impact: step("impact"),
            owner: record.reference("owner"),
            nodes: ids(record, "nodes"),
            trend: RiskTrend::read(record, "trend"),
            order: record.place().1.to_owned(),
            removed: record.is_removed(),
        }
    }
}

pub fn risks(records: &Records) -> Vec<Risk> {
    records.in_order(Kind::Risk).into_iter().map(Risk::read).collect()
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    pub id: RecordId,
    pub title: Phrase,
    pub due: String,
    pub status: MilestoneStatus,
    pub nodes: Vec<RecordId>,
    pub order: String,
    pub removed: bool,
}

impl Milestone {
    pub fn read(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            title: Phrase::read(record, "title"),
            due: record.text("due").to_owned(),
            status: MilestoneStatus::read(record, "status"),
            nodes: ids(record, "nodes"),
            order: record.place().1.to_owned(),
            removed: record.is_removed(),
        }
    }
}

pub fn milestones(records: &Records) -> Vec<Milestone> {
    records.in_order(Kind::Milestone).into_iter().map(Milestone::read).collect()
}
