//! Reads a sample into acts: one per section, records under the file's own ids.

mod parts;

use super::{FORMAT, SampleError, TABLE_ID};
use crate::act::{Act, Edit, Message};
use crate::lang::Lang;
use crate::ordered::{OrdMap, OrdSet};
use crate::record::{RecordAt, Scalar, Value};
use crate::sections::{Kind, context, indicators, organisations};
use parts::{Fields, Part, Seats};
use serde_json::Value as Json;

pub fn acts(sample: &Json) -> Result<Vec<Act>, SampleError> {
    if sample["meta"]["schema"].as_str() != Some(FORMAT) {
        return Err(SampleError::Foreign);
    }
    let root = Part::whole(sample);
    let language = root.at("meta").at("language").string()?;
    let working = Lang::from_code(&language).unwrap_or_default();
    let parts = [about, organisations, bodies, vision, glossary, chain, measures, roles, context, decided];
    let acts = parts.into_iter().map(|part| Ok(Act::new(Message::Import, part(&root, working)?)));
    acts.collect()
}

/// The act that keeps what no record holds, one JSON text for each part of the file.
pub fn keep_rest(rest: &Json) -> Act {
    let parts = rest.as_object().into_iter().flatten();
    let about = RecordAt::single(Kind::About);
    let edits = parts.map(|(part, kept)| Edit::Set {
        at: about.cell("imported", part),
        value: Some(Scalar::Text(kept.to_string())),
    });
    Act::new(Message::Import, edits.collect())
}

type Edits = Result<Vec<Edit>, SampleError>;

fn about(root: &Part, working: Lang) -> Edits {
    let part = root.at("partnership");
    let phase = match part.at("phase").string()?.as_str() {
        "further-development" => "development".to_owned(),
        phase => phase.to_owned(),
    };
    let about = Fields::new(working)
        .phrase("name", &part.at("name"))?
        .text("acronym", &part.at("acronym"))?
        .phrase("subtitle", &part.at("subtitle"))?
        .phrase("area", &part.at("place"))?
        .scalar("starts", &part.at("startDate"))?
        .scalar("ends", &part.at("endDate"))?
        .scalar("currency", &part.at("currency"))?
        .scalar("language", &root.at("meta").at("language"))?
        .word("phase", &phase)
        .set("goals", &part.at("sdg").at("goals"))?
        .set("goal_targets", &part.at("sdg").at("targets"))?;
    let mut edits = about.write(Kind::About);
    let mut seats = Seats::default();
    for (n, sector) in part.at("sectors").items()?.enumerate() {
        let fields = Fields::new(working)
            .phrase("label", &sector.at("label"))?
            .scalar("vocabulary", &sector.at("vocabulary"))?
            .scalar("code", &sector.at("code"))?
            .int("percentage", &sector.at("percentage"))?
            .place(&mut seats, "");
        edits.push(fields.create(Kind::SectorCode, &format!("sector-{}", n + 1), &sector)?);
    }
    Ok(edits)
}

fn organisations(root: &Part, working: Lang) -> Edits {
    let mut seats = Seats::default();
    let mut taken = OrdSet::new();
    let mut edits = vec![];
    for (seat, partner) in root.at("partners").items()?.enumerate() {
        let short = organisations::letters(&partner.at("name").plain(working)?, &taken);
        let fields = Fields::new(working)
            .phrase("name", &partner.at("name"))?
            .value("short", Value::Text(short.clone()))
            .scalar("sector", &partner.at("sector"))?
            .value("hue", Value::Scalar(Scalar::Int(seat as i64 % organisations::HUES + 1)))
            .scalar("type", &partner.at("iatiOrgType"))?
            .scalar("role", &partner.at("iatiRole"))?
            .phrase("brings", &partner.at("contribution"))?
            .phrase("representative", &partner.at("representative"))?
            .scalar("status", &partner.at("status"))?
            .scalar("joined", &partner.at("joined"))?
            .place(&mut seats, "");
        taken.insert(short);
        edits.push(fields.record(Kind::Organisation, &partner)?);
    }
    Ok(edits)
}

fn bodies(root: &Part, working: Lang) -> Edits {
    let columns = root.at("raci").at("columns").strings()?;
    let secretariat = root.at("secretariat").at("id").string()?;
    let mut seats = Seats::default();
    let mut edits = vec![];
    for body in root.at("governance").at("bodies").items()? {
        let id = body.at("id").string()?;
        let kind = if id == secretariat { "secretariat" } else { "body" };
        let fields = Fields::new(working)
            .phrase("name", &body.at("name"))?
            .value("short", Value::Text(id.clone()))
            .word("kind", kind)
            .phrase("mandate", &body.at("role"))?
            .phrase("meets", &body.at("meets"))?
            .set("members", &body.at("members"))?
            .value("in_roles", Value::Scalar(Scalar::Flag(columns.contains(&id))))
            .place(&mut seats, "");
        edits.push(fields.record(Kind::Body, &body)?);
    }
    Ok(edits)
}

fn vision(root: &Part, working: Lang) -> Edits {
    let part = root.at("vision");
    let vision = Fields::new(working)
        .phrase("statement", &part.at("statement"))?
        .phrase("problem", &part.at("problem"))?
        .phrase("added_value", &part.at("addedValue"))?;
    let mut edits = vision.write(Kind::Vision);
    let mut seats = Seats::default();
    for (n, principle) in part.at("principles").items()?.enumerate() {
        let fields = Fields::new(working).phrase("text", &principle)?.place(&mut seats, "");
        edits.push(fields.create(Kind::Principle, &format!("principle-{}", n + 1), &principle)?);
    }
    for objective in root.at("objectives").items()? {
        let fields = Fields::new(working)
            .phrase("title", &objective.at("title"))?
            .phrase("statement", &objective.at("statement"))?
            .scalar("lead", &objective.at("lead"))?
            .scalar("due", &objective.at("due"))?
            .set("goal_targets", &objective.at("sdgTargets"))?
            .place(&mut seats, "");
        edits.push(fields.record(Kind::Objective, &objective)?);
    }
    for champion in root.at("highLevelSupport").items()? {
        let fields = Fields::new(working)
            .phrase("institution", &champion.at("institution"))?
            .phrase("ask", &champion.at("ask"))?
            .scalar("status", &champion.at("status"))?
            .scalar("owner", &champion.at("owner"))?
            .scalar("next", &champion.at("next"))?
            .place(&mut seats, "");
        edits.push(fields.record(Kind::Champion, &champion)?);
    }
    Ok(edits)
}

fn glossary(root: &Part, working: Lang) -> Edits {
    let mut seats = Seats::default();
    let mut edits = vec![];
    for term in root.at("glossary").items()? {
        let fields = Fields::new(working)
            .phrase("term", &term.at("term"))?
            .phrase("definition", &term.at("definition"))?
            .scalar("agreed_in", &term.at("agreedIn"))?
            .place(&mut seats, "");
        edits.push(fields.record(Kind::Term, &term)?);
        for (n, meaning) in term.at("divergentMeanings").items()?.enumerate() {
            let id = format!("{}-{}", term.at("id").string()?, n + 1);
            let fields = Fields::new(working)
                .scalar("term", &term.at("id"))?
                .scalar("organisation", &meaning.at("partner"))?
                .phrase("meaning", &meaning.at("meaning"))?;
            edits.push(fields.create(Kind::Meaning, &id, &meaning)?);
        }
    }
    Ok(edits)
}

fn chain(root: &Part, working: Lang) -> Edits {
    let part = root.at("resultsChain");
    let mut levels = Fields::new(working);
    for level in part.at("levels").items()? {
        levels = levels.phrase(&format!("level_{}", level.at("id").string()?), &level.at("label"))?;
    }
    let mut edits = levels.write(Kind::Chain);
    let mut seats = Seats::default();
    for node in part.at("nodes").items()? {
        let level = node.at("type").string()?;
        let fields = Fields::new(working)
            .phrase("title", &node.at("title"))?
            .scalar("owner", &node.at("owner"))?
            .set("objectives", &node.at("objectives"))?
            .scalar("status", &node.at("status"))?
            .scalar("starts", &node.at("start"))?
            .scalar("ends", &node.at("end"))?
            .place(&mut seats, &level);
        edits.push(fields.record(Kind::Node, &node)?);
    }
    let mut resting: OrdMap<String, Vec<String>> = OrdMap::new();
    for link in part.at("links").items()? {
        for assumption in link.at("assumptions").strings()? {
            resting.entry(assumption).or_default().push(link.at("id").string()?);
        }
        let fields = Fields::new(working)
            .scalar("from", &link.at("from"))?
            .scalar("to", &link.at("to"))?
            .phrase("rationale", &link.at("rationale"))?
            .scalar("confidence", &link.at("confidence"))?;
        edits.push(fields.record(Kind::Link, &link)?);
    }
    for assumption in root.at("assumptions").items()? {
        let links = resting.remove(&assumption.at("id").string()?).unwrap_or_default();
        let fields = Fields::new(working)
            .phrase("text", &assumption.at("text"))?
            .scalar("state", &assumption.at("state"))?
            .scalar("owner", &assumption.at("owner"))?
            .scalar("reviewed", &assumption.at("lastReviewed"))?
            .members("links", links)
            .place(&mut seats, "");
        edits.push(fields.record(Kind::Assumption, &assumption)?);
    }
    for risk in root.at("risks").items()? {
        let fields = Fields::new(working)
            .phrase("title", &risk.at("title"))?
            .phrase("mitigation", &risk.at("mitigation"))?
            .int("likelihood", &risk.at("likelihood"))?
            .int("impact", &risk.at("impact"))?
            .scalar("owner", &risk.at("owner"))?
            .set("nodes", &risk.at("links"))?
            .scalar("trend", &risk.at("trend"))?
            .place(&mut seats, "");
        edits.push(fields.record(Kind::Risk, &risk)?);
    }
    Ok(edits)
}

fn measures(root: &Part, working: Lang) -> Edits {
    let mut seats = Seats::default();
    let mut edits = vec![];
    let mut marked: OrdMap<String, Vec<String>> = OrdMap::new();
    for node in root.at("resultsChain").at("nodes").items()? {
        for milestone in node.at("milestones").strings()? {
            marked.entry(milestone).or_default().push(node.at("id").string()?);
        }
    }
    for milestone in root.at("milestones").items()? {
        let nodes = marked.remove(&milestone.at("id").string()?).unwrap_or_default();
        let fields = Fields::new(working)
            .phrase("title", &milestone.at("title"))?
            .scalar("due", &milestone.at("date"))?
            .scalar("status", &milestone.at("status"))?
            .members("nodes", nodes)
            .place(&mut seats, "");
        edits.push(fields.record(Kind::Milestone, &milestone)?);
    }
    for indicator in root.at("indicators").items()? {
        let reference = indicator.at("reference");
        let direction = if indicator.at("ascending").flag()? { "up" } else { "down" };
        let mut fields = Fields::new(working)
            .phrase("title", &indicator.at("title"))?
            .scalar("node", &indicator.at("node"))?
            .scalar("measure", &indicator.at("measure"))?
            .scalar("unit", &indicator.at("unit"))?
            .word("direction", direction)
            .value("aggregable", Value::Scalar(Scalar::Flag(indicator.at("aggregable").flag()?)))
            .scalar("baseline_date", &indicator.at("baseline").at("date"))?
            .phrase("verification", &indicator.at("verification"))?
            .scalar("responsible", &indicator.at("responsible"))?
            .scalar("frequency", &indicator.at("frequency"))?
            .place(&mut seats, "");
        if let Some(value) = indicator.at("baseline").at("value").measured()? {
            fields = fields.value("baseline", Value::Scalar(value));
        }
        if !reference.json.is_null() {
            fields = fields.word("reference", &reference.json.to_string());
        }
        let (mut targets, mut actuals) = (OrdMap::new(), OrdMap::new());
        for period in indicator.at("periods").items()? {
            let key = indicators::period_key(&period.at("start").string()?, &period.at("end").string()?);
            if let Some(target) = period.at("target").measured()? {
                targets.insert(key.clone(), target);
            }
            if let Some(actual) = period.at("actual").measured()? {
                actuals.insert(key, actual);
            }
        }
        let mut breakdown = OrdMap::new();
        for by in indicator.at("disaggregation").items()? {
            let values = by.at("values").strings()?.join(",");
            breakdown.insert(by.at("name").string()?, Scalar::Text(values));
        }
        let fields = fields.cells("targets", targets).cells("actuals", actuals).cells("breakdown", breakdown);
        edits.push(fields.record(Kind::Indicator, &indicator)?);
    }
    Ok(edits)
}

fn roles(root: &Part, working: Lang) -> Edits {
    let mut seats = Seats::default();
    let mut edits = vec![];
    for row in root.at("raci").at("rows").items()? {
        let mut cells = OrdMap::new();
        for (column, letters) in row.at("assignments").entries()? {
            let mut letters = letters.strings()?;
            crate::sort::sort(&mut letters);
            cells.insert(column, Scalar::Text(letters.join("/")));
        }
        let fields = Fields::new(working)
            .phrase("title", &row.at("title"))?
            .set("nodes", &row.at("nodes"))?
            .cells("cells", cells)
            .place(&mut seats, "");
        edits.push(fields.record(Kind::Responsibility, &row)?);
    }
    Ok(edits)
}

fn context(root: &Part, working: Lang) -> Edits {
    let part = root.at("contextMap");
    let mut seats = Seats::default();
    let mut edits = vec![];
    for actor in part.at("actors").items()? {
        let fields = Fields::new(working)
            .phrase("name", &actor.at("name"))?
            .scalar("sector", &actor.at("sector"))?
            .int("influence", &actor.at("influence"))?
            .int("interest", &actor.at("interest"))?
            .scalar("stance", &actor.at("position"))?
            .scalar("kind", &actor.at("kind"))?;
        edits.push(fields.record(Kind::Actor, &actor)?);
    }
    for relation in part.at("relations").items()? {
        let end = |key: &str| match relation.at(key).string()? {
            id if id == TABLE_ID => Ok(context::TABLE.to_owned()),
            id => Ok(id),
        };
        let fields = Fields::new(working)
            .word("from", &end("from")?)
            .word("to", &end("to")?)
            .scalar("type", &relation.at("type"))?
            .int("strength", &relation.at("strength"))?;
        edits.push(fields.record(Kind::Relation, &relation)?);
    }
    for (n, overlap) in part.at("overlapNotes").items()?.enumerate() {
        let fields = Fields::new(working)
            .scalar("actor", &overlap.at("actor"))?
            .phrase("note", &overlap.at("note"))?
            .scalar("decision", &overlap.at("decision"))?
            .place(&mut seats, "");
        edits.push(fields.create(Kind::Overlap, &format!("overlap-{}", n + 1), &overlap)?);
    }
    for (n, trend) in part.at("pestel").items()?.enumerate() {
        let fields = Fields::new(working)
            .scalar("dimension", &trend.at("dim"))?
            .phrase("text", &trend.at("text"))?
            .scalar("effect", &trend.at("effect"))?
            .place(&mut seats, "");
        edits.push(fields.create(Kind::Trend, &format!("trend-{}", n + 1), &trend)?);
    }
    Ok(edits)
}

/// The log: who said what, and how objections were resolved, in the working language.
fn decided(root: &Part, working: Lang) -> Edits {
    let mut seats = Seats::default();
    let mut edits = vec![];
    for decision in root.at("decisions").items()? {
        let method = match decision.at("method").string()?.as_str() {
            "qualified-majority" => "qualified",
            "dot-vote" => "dots",
            "majority" => "majority",
            // Consensus too: nobody stands in the way.
            _ => "consent",
        };
        let noted = match decision.at("outcome").string()?.as_str() {
            "adopted-with-amendment" => "amended".to_owned(),
            outcome => outcome.to_owned(),
        };
        let voices = decision.at("votes").entries()?.into_iter().map(|(by, voice)| {
            let choice = match voice.json.as_str() {
                Some("no" | "object") => "object",
                Some("abstain" | "stand-aside") => "abstain",
                // Agrees, consents, or gives dots.
                Some(_) | None => "approve",
            };
            (by, Scalar::from(choice))
        });
        let (mut objections, mut resolutions) = (OrdMap::new(), OrdMap::new());
        for objection in decision.at("objections").items()? {
            let by = objection.at("by").string()?;
            objections.insert(by.clone(), Scalar::Text(objection.at("text").plain(working)?));
            resolutions.insert(by, Scalar::Text(objection.at("resolvedBy").plain(working)?));
        }
        let fields = Fields::new(working)
            .phrase("question", &decision.at("title"))?
            .phrase("reasons", &decision.at("reason"))?
            .scalar("asked", &decision.at("date"))?
            .scalar("decided", &decision.at("date"))?
            .scalar("version", &decision.at("version"))?
            .word("method", method)
            .word("noted", &noted)
            .cells("voices", voices.collect())
            .cells("objections", objections)
            .cells("resolutions", resolutions)
            .place(&mut seats, "");
        edits.push(fields.record(Kind::Decision, &decision)?);
    }
    Ok(edits)
}
