//! The log of decisions: what was asked, how it was decided, why, and what it concerns.
//!
//! A question is put to the vote as a version without content (`versions::VERSIONS`): one ballot,
//! one tally and one closing for both. What is written down here about an outcome is for what was
//! decided elsewhere, before the board or in a room, and is shown as such; where there was a
//! vote, its tally is the outcome.
//!
//! ```text
//! log/<id>/question    text    what is asked of the table
//! log/<id>/proposal    text    the wording that is put to the vote
//! log/<id>/stage       word    clarify -> react -> amend -> objections -> decide
//! ```

use super::governance::{METHODS, Method, Rule, SCOPES, Scope};
use super::{Kind, Phrase, Section, Shape, Spec, Word, field};
use crate::ids::RecordId;
use crate::ordered::OrdMap;
use crate::record::{Record, RecordAt, Records, Scalar, Value};
use crate::sort::sort_by;
use crate::tally::{CHOICES, Choice};

pub const STAGES: &[&str] = &["clarify", "react", "amend", "objections", "decide"];
pub const NOTED: &[&str] = &["open", "adopted", "amended", "indicative", "postponed", "declined"];

/// Most options that one question offers.
pub const MAX_OPTIONS: usize = 40;

pub const DECISIONS: Spec = Spec {
    section: Section::Decisions,
    collection: Some("log"),
    fields: &[
        field("question", Shape::Translated),
        field("proposal", Shape::Translated),
        field("reasons", Shape::Translated),
        field("scope", Shape::Word(SCOPES)),
        // How it was decided, where it was not by a vote on this board.
        field("method", Shape::Word(METHODS)),
        field("stage", Shape::Word(STAGES)),
        // What dots are given to: key to words.
        field("options", Shape::Cells),
        // What it concerns: `section/collection/id`, as comments are anchored.
        field("linked", Shape::Set),
        // Where it was taken.
        field("meeting", Shape::Ref(&[Kind::Meeting])),
        field("proposed_by", Shape::Ref(&[Kind::Organisation])),
        field("asked", Shape::Date),
        field("decided", Shape::Date),
        field("noted", Shape::Word(NOTED)),
        // The version that it made, as it was called.
        field("version", Shape::Free),
        // As written down: organisation to choice, to its objection, and to how that was resolved.
        field("voices", Shape::Cells),
        field("objections", Shape::Cells),
        field("resolutions", Shape::Cells),
        // When the table looks at it again.
        field("review", Shape::Date),
        // The rule that it would set, for a change of rules.
        field("rule_scope", Shape::Free),
        field("rule_method", Shape::Word(METHODS)),
        field("rule_needed", Shape::Number { min: 0, max: 1_000 }),
        field("rule_quorum", Shape::Number { min: 0, max: 1_000 }),
        field("rule_sectors", Shape::Number { min: 0, max: 10 }),
        field("rule_each_sector", Shape::Flag),
        field("rule_dots", Shape::Number { min: 0, max: 100 }),
        field("place", Shape::Place),
    ],
};

/// How far a question has come before it is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    Clarify,
    React,
    Amend,
    Objections,
    Decide,
}

impl Word for Stage {
    const KEYS: &'static [&'static str] = STAGES;
    const ALL: &'static [Stage] =
        &[Stage::Clarify, Stage::React, Stage::Amend, Stage::Objections, Stage::Decide];
}

/// What was written down as the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Noted {
    Open,
    Adopted,
    /// Adopted with another wording than was proposed.
    Amended,
    Indicative,
    Postponed,
    Declined,
}

impl Word for Noted {
    const KEYS: &'static [&'static str] = NOTED;
    const ALL: &'static [Noted] =
        &[Noted::Open, Noted::Adopted, Noted::Amended, Noted::Indicative, Noted::Postponed, Noted::Declined];
}

/// One decision of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub id: RecordId,
    pub question: Phrase,
    pub proposal: Phrase,
    pub reasons: Phrase,
    pub scope: Scope,
    pub method: Method,
    pub stage: Stage,
    /// Key and words, by key.
    pub options: Vec<(String, String)>,
    pub linked: Vec<RecordAt>,
    pub meeting: Option<RecordId>,
    pub proposed_by: Option<RecordId>,
    /// ISO 8601.
    pub asked: String,
    pub decided: String,
    pub noted: Noted,
    /// The version that it made, as it was called.
    pub version: String,
    pub voices: OrdMap<RecordId, Choice>,
    /// Organisation, objection, how it was resolved (empty where it was not).
    pub objections: Vec<(RecordId, String, String)>,
    pub review: String,
    /// The rule that it would set.
    pub rule: Option<Rule>,
}

impl Decision {
    pub fn read(record: &Record) -> Self {
        let texts = |field: &str| -> Vec<(String, String)> {
            let cells = record.cells(field).filter_map(|(key, value)| Some((key, value.as_str()?)));
            cells.map(|(key, words)| (key.to_owned(), words.to_owned())).collect()
        };
        let resolutions: OrdMap<String, String> = texts("resolutions").into_iter().collect();
        let objections = texts("objections").into_iter().filter_map(|(by, words)| {
            let resolved = resolutions.get(&by).cloned().unwrap_or_default();
            Some((RecordId::parse(&by)?, words, resolved))
        });
        let voices = texts("voices").into_iter().filter_map(|(by, choice)| {
            // A word of another release is no voice.
            let known = CHOICES.contains(&choice.as_str());
            Some((RecordId::parse(&by)?, known.then(|| Choice::from_key(&choice))?))
        });
        let text = |field: &str| record.text(field).to_owned();
        Self {
            id: record.id.clone(),
            question: Phrase::read(record, "question"),
            proposal: Phrase::read(record, "proposal"),
            reasons: Phrase::read(record, "reasons"),
            scope: Scope::read(record, "scope"),
            method: Method::read(record, "method"),
            stage: Stage::read(record, "stage"),
            options: texts("options"),
            linked: record.set("linked").filter_map(spelled).collect(),
            meeting: record.reference("meeting"),
            proposed_by: record.reference("proposed_by"),
            asked: text("asked"),
            decided: text("decided"),
            noted: Noted::read(record, "noted"),
            version: text("version"),
            voices: voices.collect(),
            objections: objections.collect(),
            review: text("review"),
            rule: proposed_rule(record),
        }
    }

    /// Whether the table meant to look at it again by `today` (ISO 8601).
    pub fn is_to_review(&self, today: &str) -> bool {
        !self.review.is_empty() && self.review.as_str() <= today
    }
}

/// All decisions, the first asked first, ties by id so that every replica agrees.
pub fn decisions(records: &Records) -> Vec<Decision> {
    let in_use = records.all(Kind::Decision).filter(|record| !record.is_removed());
    let mut decisions: Vec<Decision> = in_use.map(Decision::read).collect();
    sort_by(&mut decisions, |a, b| (&a.asked, &a.id).cmp(&(&b.asked, &b.id)));
    decisions
}

/// The decisions taken in a meeting, in the order of the log.
pub fn of_meeting(records: &Records, meeting: &RecordId) -> Vec<Decision> {
    decisions(records).into_iter().filter(|one| one.meeting.as_ref() == Some(meeting)).collect()
}

/// How `linked` names an object.
pub fn spelling(at: &RecordAt) -> Option<String> {
    let spec = at.kind.spec();
    Some(format!("{}/{}/{}", spec.section.key(), spec.collection?, at.id))
}

fn spelled(name: &str) -> Option<RecordAt> {
    let mut parts = name.splitn(3, '/');
    let section = Section::from_key(parts.next()?)?;
    let kind = Kind::at(section, parts.next()?)?;
    Some(RecordAt::new(kind, RecordId::parse(parts.next()?)?))
}

fn proposed_rule(record: &Record) -> Option<Rule> {
    let scope = Scope::known(record.text("rule_scope"))?;
    let number = |field: &str| record.int(field).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    Some(Rule {
        scope,
        method: Method::read(record, "rule_method"),
        needed: number("rule_needed"),
        quorum: number("rule_quorum"),
        quorum_sectors: number("rule_sectors"),
        each_sector: record.flag("rule_each_sector"),
        dots: number("rule_dots"),
    })
}

/// A rule as the fields of the decision that would set it.
pub fn rule_values(rule: &Rule) -> Vec<(String, Value)> {
    let scalars = [
        ("rule_scope", Scalar::from(rule.scope.key())),
        ("rule_method", Scalar::from(rule.method.key())),
        ("rule_needed", Scalar::Int(rule.needed.into())),
        ("rule_quorum", Scalar::Int(rule.quorum.into())),
        ("rule_sectors", Scalar::Int(rule.quorum_sectors.into())),
        ("rule_each_sector", Scalar::Flag(rule.each_sector)),
        ("rule_dots", Scalar::Int(rule.dots.into())),
    ];
    scalars.map(|(key, value)| (key.to_owned(), Value::Scalar(value))).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> RecordId {
        RecordId::parse(text).unwrap()
    }

    fn record(scalars: &[(&str, Scalar)]) -> Record {
        let values = scalars.iter().map(|(key, value)| ((*key).to_owned(), Value::Scalar(value.clone())));
        Record { values: values.collect(), ..Record::empty(Kind::Decision, id("d1")) }
    }

    #[test]
    fn what_a_rule_change_would_set_is_read_as_it_was_written() {
        let rule = Rule {
            scope: Scope::Budget,
            method: Method::Qualified,
            needed: 6,
            quorum: 6,
            quorum_sectors: 4,
            each_sector: true,
            dots: 0,
        };
        let values = rule_values(&rule).into_iter().collect();
        let change = Record { values, ..Record::empty(Kind::Decision, id("d1")) };
        assert_eq!(Decision::read(&change).rule, Some(rule));
        assert_eq!(Decision::read(&record(&[])).rule, None);
        // A scope of another release sets nothing here.
        assert_eq!(Decision::read(&record(&[("rule_scope", Scalar::from("statutes"))])).rule, None);
    }

    #[test]
    fn an_object_is_linked_by_a_name_that_reads_back() {
        let node = RecordAt::new(Kind::Node, id("n1"));
        assert_eq!(spelling(&node).as_deref(), Some("chain/nodes/n1"));
        assert_eq!(spelled("chain/nodes/n1"), Some(node));
        for odd in ["", "chain", "chain/nodes", "nowhere/nodes/n1", "chain/nope/n1"] {
            assert_eq!(spelled(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_decision_is_to_be_reviewed_from_its_day_on() {
        let decision = Decision::read(&record(&[("review", Scalar::from("2026-11-30"))]));
        assert!(!decision.is_to_review("2026-11-29"));
        assert!(decision.is_to_review("2026-11-30"));
        assert!(!Decision::read(&record(&[])).is_to_review("2026-11-30"));
    }

    #[test]
    fn the_log_reads_by_the_day_of_asking_and_a_meeting_finds_its_own() {
        let mut records = Records::default();
        for (name, asked, meeting) in
            [("b", "2026-02-01", "m1"), ("a", "2026-02-01", ""), ("c", "2026-01-01", "m1")]
        {
            let read = record(&[("asked", Scalar::from(asked)), ("meeting", Scalar::from(meeting))]);
            records.put(Record { id: id(name), ..read });
        }
        let names = |all: Vec<Decision>| all.into_iter().map(|one| one.id.to_string()).collect::<Vec<_>>();
        assert_eq!(names(decisions(&records)), ["c", "a", "b"]);
        assert_eq!(names(of_meeting(&records, &id("m1"))), ["c", "b"]);
    }
}
