//! Writes what a board's records say in the sample's form, and nothing else.

use super::TABLE_ID;
use crate::lang::Lang;
use crate::ordered::OrdSet;
use crate::record::{Record, Records, Scalar, Value};
use crate::sections::{Amount, Kind, Phrase, about, chain, context};
use crate::sort::{sort_by, sort_by_key};
use serde_json::{Map, Value as Json, json};

/// What the import kept beside the records, by part.
pub fn kept_rest(records: &Records) -> Json {
    let Some(about) = records.single(Kind::About) else { return json!({}) };
    let kept = about.cells("imported").filter_map(|(part, text)| {
        let json = serde_json::from_slice(text.as_str()?.as_bytes()).ok()?;
        Some((part.to_owned(), json))
    });
    Json::Object(kept.collect())
}

pub fn typed(records: &Records) -> Json {
    let writer = Writer { records, working: about::working_lang(records) };
    let mut sample = Map::new();
    let parts = [
        ("meta", json!({ "schema": super::FORMAT, "language": writer.working.code() })),
        ("partnership", writer.partnership()),
        ("vision", writer.vision()),
        ("objectives", writer.list(Kind::Objective, Writer::objective)),
        ("partners", writer.list(Kind::Organisation, Writer::partner)),
        ("governance", json!({ "bodies": writer.list(Kind::Body, Writer::body) })),
        ("assumptions", writer.list(Kind::Assumption, Writer::assumption)),
        ("resultsChain", writer.chain()),
        ("indicators", writer.list(Kind::Indicator, Writer::indicator)),
        ("milestones", writer.list(Kind::Milestone, Writer::milestone)),
        ("raci", json!({ "rows": writer.list(Kind::Responsibility, Writer::row) })),
        ("contextMap", writer.context()),
        ("highLevelSupport", writer.list(Kind::Champion, Writer::champion)),
        ("risks", writer.list(Kind::Risk, Writer::risk)),
        ("glossary", writer.list(Kind::Term, Writer::term)),
        ("decisions", writer.list(Kind::Decision, Writer::decision)),
    ];
    for (part, json) in parts {
        sample.insert(part.to_owned(), json);
    }
    Json::Object(sample)
}

struct Writer<'a> {
    records: &'a Records,
    working: Lang,
}

impl Writer<'_> {
    fn list(&self, kind: Kind, write: fn(&Self, &Record) -> Json) -> Json {
        self.records.in_order(kind).into_iter().map(|record| write(self, record)).collect()
    }

    fn phrase(&self, record: &Record, field: &str) -> Json {
        let phrase = Phrase::read(record, field);
        let written = Lang::ALL.into_iter().filter_map(|lang| {
            let text = if lang == self.working { Some(phrase.plain()) } else { phrase.translated(lang) };
            Some((lang.code().to_owned(), text.filter(|text| !text.is_empty())?.into()))
        });
        Json::Object(written.collect())
    }

    fn partnership(&self) -> Json {
        let empty = Record::empty(Kind::About, crate::ids::RecordId::single());
        let about = self.records.single(Kind::About).unwrap_or(&empty);
        let phase = match about.text("phase") {
            "development" => "further-development",
            phase => phase,
        };
        json!({
            "acronym": about.text("acronym"),
            "name": self.phrase(about, "name"),
            "subtitle": self.phrase(about, "subtitle"),
            "place": self.phrase(about, "area"),
            "startDate": about.text("starts"),
            "endDate": about.text("ends"),
            "currency": about.text("currency"),
            "phase": phase,
            "sdg": { "goals": numbered(about, "goals"), "targets": numbered(about, "goal_targets") },
            "sectors": self.list(Kind::SectorCode, Writer::sector),
        })
    }

    fn sector(&self, record: &Record) -> Json {
        json!({
            "vocabulary": record.text("vocabulary"),
            "code": record.text("code"),
            "label": self.phrase(record, "label"),
            "percentage": record.int("percentage"),
        })
    }

    fn vision(&self) -> Json {
        let empty = Record::empty(Kind::Vision, crate::ids::RecordId::single());
        let vision = self.records.single(Kind::Vision).unwrap_or(&empty);
        json!({
            "statement": self.phrase(vision, "statement"),
            "problem": self.phrase(vision, "problem"),
            "addedValue": self.phrase(vision, "added_value"),
            "principles": self.list(Kind::Principle, |writer, record| writer.phrase(record, "text")),
        })
    }

    fn objective(&self, record: &Record) -> Json {
        json!({
            "id": record.id.as_str(),
            "title": self.phrase(record, "title"),
            "statement": self.phrase(record, "statement"),
            "lead": string(record, "lead"),
            "sdgTargets": numbered(record, "goal_targets"),
            "due": string(record, "due"),
        })
    }

    fn partner(&self, record: &Record) -> Json {
        json!({
            "id": record.id.as_str(),
            "name": self.phrase(record, "name"),
            "sector": string(record, "sector"),
            "iatiOrgType": string(record, "type"),
            "iatiRole": string(record, "role"),
            "contribution": self.phrase(record, "brings"),
            "representative": self.phrase(record, "representative"),
            "status": string(record, "status"),
            "joined": string(record, "joined"),
        })
    }

    fn body(&self, record: &Record) -> Json {
        let mut body = json!({
            "id": record.id.as_str(),
            "name": self.phrase(record, "name"),
            "members": members(record, "members"),
        });
        self.put_phrase(&mut body, "role", record, "mandate");
        self.put_phrase(&mut body, "meets", record, "meets");
        body
    }

    fn assumption(&self, record: &Record) -> Json {
        json!({
            "id": record.id.as_str(),
            "text": self.phrase(record, "text"),
            "state": string(record, "state"),
            "owner": string(record, "owner"),
            "lastReviewed": string(record, "reviewed"),
        })
    }

    fn chain(&self) -> Json {
        let levels = chain::LEVELS.iter().filter_map(|level| {
            let label = self.phrase(self.records.single(Kind::Chain)?, &format!("level_{level}"));
            Some(json!({ "id": level, "label": label }))
        });
        let mut nodes: Vec<&Record> = self.records.in_order(Kind::Node);
        sort_by(&mut nodes, |a, b| (a.place().1, &a.id).cmp(&(b.place().1, &b.id)));
        json!({
            "levels": levels.collect::<Json>(),
            "nodes": nodes.into_iter().map(|node| self.node(node)).collect::<Json>(),
            "links": self.list(Kind::Link, Writer::link),
        })
    }

    fn node(&self, record: &Record) -> Json {
        let mut node = json!({
            "id": record.id.as_str(),
            "type": record.place().0,
            "title": self.phrase(record, "title"),
            "owner": string(record, "owner"),
            "objectives": members(record, "objectives"),
            "status": string(record, "status"),
        });
        put_string(&mut node, "start", record, "starts");
        put_string(&mut node, "end", record, "ends");
        let milestones = self.referring(Kind::Milestone, "nodes", record);
        if !milestones.is_empty() {
            node["milestones"] = milestones.into();
        }
        node
    }

    fn link(&self, record: &Record) -> Json {
        let mut link = json!({
            "id": record.id.as_str(),
            "from": string(record, "from"),
            "to": string(record, "to"),
            "confidence": string(record, "confidence"),
            "assumptions": self.referring(Kind::Assumption, "links", record),
        });
        self.put_phrase(&mut link, "rationale", record, "rationale");
        link
    }

    /// The records of a kind whose set `field` names `record`.
    fn referring(&self, kind: Kind, field: &str, record: &Record) -> Vec<String> {
        let all = self.records.in_order(kind).into_iter();
        let naming = all.filter(|other| other.set(field).any(|id| id == record.id.as_str()));
        naming.map(|other| other.id.to_string()).collect()
    }

    fn indicator(&self, record: &Record) -> Json {
        let keys: OrdSet<&str> =
            record.cells("targets").chain(record.cells("actuals")).map(|(key, _)| key).collect();
        let period = |key: &str| {
            let (start, end) = key.split_once('/').unwrap_or((key, ""));
            json!({
                "start": start,
                "end": end,
                "target": measured(cell(record, "targets", key)),
                "actual": measured(cell(record, "actuals", key)),
            })
        };
        let breakdown = record.cells("breakdown").map(|(name, values)| {
            let values = values.as_str().unwrap_or_default().split(',').filter(|value| !value.is_empty());
            json!({ "name": name, "values": values.collect::<Vec<_>>() })
        });
        let baseline = match record.values.get("baseline") {
            Some(Value::Scalar(scalar)) => Some(scalar),
            Some(Value::Text(_) | Value::Cells(_)) | None => None,
        };
        json!({
            "id": record.id.as_str(),
            "node": string(record, "node"),
            "title": self.phrase(record, "title"),
            "measure": string(record, "measure"),
            "unit": string(record, "unit"),
            "ascending": record.text("direction") != "down",
            "aggregable": record.flag("aggregable"),
            "baseline": { "date": string(record, "baseline_date"), "value": measured(baseline) },
            "periods": keys.into_iter().map(period).collect::<Json>(),
            "verification": self.phrase(record, "verification"),
            "responsible": string(record, "responsible"),
            "frequency": string(record, "frequency"),
            "disaggregation": breakdown.collect::<Json>(),
            "reference": serde_json::from_slice(record.text("reference").as_bytes()).unwrap_or(Json::Null),
        })
    }

    fn milestone(&self, record: &Record) -> Json {
        json!({
            "id": record.id.as_str(),
            "title": self.phrase(record, "title"),
            "date": string(record, "due"),
            "status": string(record, "status"),
        })
    }

    fn row(&self, record: &Record) -> Json {
        let cells = record.cells("cells").filter_map(|(column, cell)| {
            let letters = cell.as_str().filter(|letters| !letters.is_empty())?.split('/');
            Some((column.to_owned(), letters.collect::<Json>()))
        });
        json!({
            "id": record.id.as_str(),
            "title": self.phrase(record, "title"),
            "nodes": members(record, "nodes"),
            "assignments": Json::Object(cells.collect()),
        })
    }

    fn context(&self) -> Json {
        json!({
            "actors": self.list(Kind::Actor, Writer::actor),
            "relations": self.list(Kind::Relation, Writer::relation),
            "overlapNotes": self.list(Kind::Overlap, Writer::overlap),
            "pestel": self.list(Kind::Trend, Writer::trend),
        })
    }

    fn actor(&self, record: &Record) -> Json {
        json!({
            "id": record.id.as_str(),
            "name": self.phrase(record, "name"),
            "sector": string(record, "sector"),
            "influence": record.int("influence"),
            "interest": record.int("interest"),
            "position": string(record, "stance"),
            "kind": string(record, "kind"),
        })
    }

    fn relation(&self, record: &Record) -> Json {
        let end = |field: &str| match record.text(field) {
            context::TABLE => TABLE_ID.into(),
            _ => string(record, field),
        };
        json!({
            "id": record.id.as_str(),
            "from": end("from"),
            "to": end("to"),
            "type": string(record, "type"),
            "strength": record.int("strength"),
        })
    }

    fn overlap(&self, record: &Record) -> Json {
        json!({
            "actor": string(record, "actor"),
            "note": self.phrase(record, "note"),
            "decision": string(record, "decision"),
        })
    }

    fn trend(&self, record: &Record) -> Json {
        json!({
            "dim": string(record, "dimension"),
            "text": self.phrase(record, "text"),
            "effect": string(record, "effect"),
        })
    }

    fn decision(&self, record: &Record) -> Json {
        // What was voted on here says in its last vote when and how it ended.
        let on_it =
            self.records.all(Kind::Version).filter(|vote| vote.text("decision") == record.id.as_str());
        let vote = on_it.max_by(|a, b| a.text("opened").cmp(b.text("opened")));
        let (date, outcome) = match vote {
            Some(vote) => (string(vote, "closed"), vote.text("outcome")),
            None if record.text("noted") == "amended" => {
                (string(record, "decided"), "adopted-with-amendment")
            }
            None => (string(record, "decided"), record.text("noted")),
        };
        json!({
            "id": record.id.as_str(),
            "date": date,
            "title": self.phrase(record, "question"),
            "outcome": outcome,
            "version": string(record, "version"),
            "reason": self.phrase(record, "reasons"),
        })
    }

    fn champion(&self, record: &Record) -> Json {
        json!({
            "id": record.id.as_str(),
            "institution": self.phrase(record, "institution"),
            "ask": self.phrase(record, "ask"),
            "status": string(record, "status"),
            "owner": string(record, "owner"),
            "next": string(record, "next"),
        })
    }

    fn risk(&self, record: &Record) -> Json {
        json!({
            "id": record.id.as_str(),
            "title": self.phrase(record, "title"),
            "likelihood": record.int("likelihood"),
            "impact": record.int("impact"),
            "owner": string(record, "owner"),
            "links": members(record, "nodes"),
            "mitigation": self.phrase(record, "mitigation"),
            "trend": string(record, "trend"),
        })
    }

    fn term(&self, record: &Record) -> Json {
        let meanings = self.records.in_order(Kind::Meaning).into_iter();
        let own = meanings.filter(|meaning| meaning.text("term") == record.id.as_str());
        let own = own.map(|meaning| {
            json!({
                "partner": string(meaning, "organisation"),
                "meaning": self.phrase(meaning, "meaning"),
            })
        });
        json!({
            "id": record.id.as_str(),
            "term": self.phrase(record, "term"),
            "definition": self.phrase(record, "definition"),
            "divergentMeanings": own.collect::<Json>(),
            "agreedIn": string(record, "agreed_in"),
        })
    }

    fn put_phrase(&self, json: &mut Json, key: &str, record: &Record, field: &str) {
        if !Phrase::read(record, field).is_empty() {
            json[key] = self.phrase(record, field);
        }
    }
}

/// A scalar as a string; null where nobody set it.
fn string(record: &Record, field: &str) -> Json {
    match record.text(field) {
        "" => Json::Null,
        text => text.into(),
    }
}

fn put_string(json: &mut Json, key: &str, record: &Record, field: &str) {
    if !record.text(field).is_empty() {
        json[key] = record.text(field).into();
    }
}

fn members(record: &Record, field: &str) -> Json {
    record.set(field).collect()
}

/// Members that are numbers (`6`, `11.6`), in the order of numbers.
fn numbered(record: &Record, field: &str) -> Json {
    let mut members: Vec<&str> = record.set(field).collect();
    sort_by_key(&mut members, |member| {
        member.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect::<Vec<_>>()
    });
    members.into_iter().collect()
}

fn cell<'a>(record: &'a Record, field: &str, key: &str) -> Option<&'a Scalar> {
    record.cells(field).find(|(known, _)| *known == key).map(|(_, value)| value)
}

/// An amount as a number, words as a string, null for an empty cell.
fn measured(scalar: Option<&Scalar>) -> Json {
    let Some(scalar) = scalar else { return Json::Null };
    match (Amount::of(scalar), scalar.as_str()) {
        (Some(amount), _) => serde_json::from_slice(amount.as_str().as_bytes()).unwrap_or(Json::Null),
        (None, Some("") | None) => Json::Null,
        (None, Some(words)) => words.into(),
    }
}
