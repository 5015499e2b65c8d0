//! How the partnership decides: its rules by scope. One organisation, one voice; the secretariat
//! moderates and has none.

use super::{Field, Section, Shape, Spec, Word, field};
use crate::record::{Record, Scalar, Value};
use serde::{Deserialize, Serialize};

/// What a rule is for.
pub const SCOPES: &[&str] = &["content", "version", "budget", "priorities", "rules"];
pub const METHODS: &[&str] = &["consent", "majority", "qualified", "gradients", "dots"];

/// The fields of a rule, also copied into what is put to the vote under it.
const RULE: &[Field] = &[
    field("scope", Shape::Word(SCOPES)),
    field("method", Shape::Word(METHODS)),
    // Approvals that a qualified majority takes; 0 for two thirds of the table.
    field("needed", Shape::Number { min: 0, max: 1_000 }),
    field("quorum", Shape::Number { min: 0, max: 1_000 }),
    field("quorum_sectors", Shape::Number { min: 0, max: 10 }),
    // Whether somebody of each sector at the table has to approve.
    field("each_sector", Shape::Flag),
    field("dots", Shape::Number { min: 0, max: 100 }),
    field("note", Shape::Translated),
    // The decision that set it.
    field("decision", Shape::Free),
    field("place", Shape::Place),
];

pub const RULES: Spec = Spec { section: Section::Governance, collection: Some("rules"), fields: RULE };

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    Content,
    Version,
    Budget,
    Priorities,
    Rules,
}

impl Word for Scope {
    const KEYS: &'static [&'static str] = SCOPES;
    const ALL: &'static [Scope] =
        &[Scope::Content, Scope::Version, Scope::Budget, Scope::Priorities, Scope::Rules];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Method {
    /// Nobody objects.
    Consent,
    Majority,
    Qualified,
    /// From 1 (wholly agreed) to 8 (cannot go along).
    Gradients,
    Dots,
}

impl Word for Method {
    const KEYS: &'static [&'static str] = METHODS;
    const ALL: &'static [Method] =
        &[Method::Consent, Method::Majority, Method::Qualified, Method::Gradients, Method::Dots];
}

impl Scope {
    /// A scope that this release knows; another release's is none.
    pub fn known(key: &str) -> Option<Self> {
        SCOPES.contains(&key).then(|| <Scope as Word>::from_key(key))
    }
}

/// How something is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub scope: Scope,
    pub method: Method,
    pub needed: u32,
    /// Organisations that have to speak.
    pub quorum: u32,
    pub quorum_sectors: u32,
    pub each_sector: bool,
    pub dots: u32,
}

impl Rule {
    /// Reads a rule, or the copy of one in what is put to the vote.
    pub fn read(record: &Record) -> Self {
        let number = |field: &str| record.int(field).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        Self {
            scope: <Scope as Word>::read(record, "scope"),
            method: <Method as Word>::read(record, "method"),
            needed: number("needed"),
            quorum: number("quorum"),
            quorum_sectors: number("quorum_sectors"),
            each_sector: record.flag("each_sector"),
            dots: number("dots"),
        }
    }

    /// The rule as fields: of its own record, or copied into what is put to the vote under it.
    pub fn values(&self) -> Vec<(String, Value)> {
        let scalars = [
            ("scope", Scalar::from(self.scope.key())),
            ("method", Scalar::from(self.method.key())),
            ("needed", Scalar::Int(self.needed.into())),
            ("quorum", Scalar::Int(self.quorum.into())),
            ("quorum_sectors", Scalar::Int(self.quorum_sectors.into())),
            ("each_sector", Scalar::Flag(self.each_sector)),
            ("dots", Scalar::Int(self.dots.into())),
        ];
        scalars.map(|(key, value)| (key.to_owned(), Value::Scalar(value))).into()
    }

    /// What a table of so many seats in so many sectors begins with: consent, two thirds of the
    /// organisations, three sectors or as many as there are.
    pub fn suggested(scope: Scope, seats: u32, sectors: u32) -> Self {
        let method = match scope {
            Scope::Priorities => Method::Dots,
            Scope::Budget => Method::Qualified,
            Scope::Content | Scope::Version | Scope::Rules => Method::Consent,
        };
        Self {
            scope,
            method,
            needed: if method == Method::Qualified { (seats * 2).div_ceil(3) } else { 0 },
            quorum: (seats * 2).div_ceil(3),
            quorum_sectors: sectors.min(3),
            each_sector: false,
            dots: if method == Method::Dots { 5 } else { 0 },
        }
    }
}
