//! Questions, not conflicts: what merging can leave open, found after every merge by pure
//! functions over the records and shown calmly on the objects concerned.
//!
//! [`find`] asks about the records it is given, now or at any heads. It settles nothing:
//! the ways to settle a question are acts of people (see `settle`).

mod circles;
pub mod settle;

use crate::ids::RecordId;
use crate::lock::{Aside, Proposal};
use crate::ordered::{OrdMap, OrdSet};
use crate::record::{FieldAt, Record, RecordAt, Records, Scalar, Value};
use crate::sections::chain::Level;
use crate::sections::organisations::Standing;
use crate::sections::roles::Cell;
use crate::sections::{Kind, Shape, Word};
use crate::sort::sort_by;
use crate::tally::Place;
use crate::version::Version;
use serde::{Deserialize, Serialize};

/// Something for people to settle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Question {
    /// The object it is shown on.
    pub on: RecordAt,
    pub about: About,
}

/// What the question is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum About {
    /// Several organisations or bodies answer for one responsibility.
    SeveralA {
        columns: Vec<String>,
    },
    NoA,
    NoR,
    /// The nodes of one circle in the chain, from the smallest id on.
    Cycle {
        nodes: Vec<RecordAt>,
    },
    /// A node that nothing leads to or from.
    Orphan,
    /// A link whose `end` was removed.
    LinkToRemoved {
        end: RecordAt,
    },
    RemovedAndEdited,
    /// One scalar set two ways at once; all values, the one in effect first. An empty text
    /// stands for cleared.
    TwoValues {
        at: FieldAt,
        values: Vec<Scalar>,
    },
    /// Two texts written at once in one place (two versions of a translation).
    TwoTexts {
        at: FieldAt,
        texts: Vec<String>,
    },
    NoIndicator,
    /// A signatory that does nothing (no R anywhere).
    OrganisationWithoutR,
    /// Somebody who had not heard of an unlock wrote in the section that it put in force.
    BeforeUnlock {
        proposal: String,
    },
    /// Members of one organisation voted at once, and differently.
    VotesAtOnce {
        organisation: RecordId,
    },
    /// A vote that came after closing.
    LateVote {
        organisation: RecordId,
    },
}

/// Everything that the records leave open, sorted: every replica asks the same.
///
/// Time grows with the number of records and links, not with their product.
pub fn find(records: &Records) -> Vec<Question> {
    let mut found = vec![];
    ask_about_roles(records, &mut found);
    ask_about_chain(records, &mut found);
    for record in records.everything() {
        ask_about_merging(record, &mut found);
    }
    sort_by(&mut found, Ord::cmp);
    found
}

/// What was written before an unlock was heard of and is not settled, on each record it is about.
pub fn find_late(proposals: &[Proposal]) -> Vec<Question> {
    let late = proposals.iter().filter(|one| one.why_aside == Aside::Late && one.is_open());
    let asked = late.flat_map(|one| {
        let about = About::BeforeUnlock { proposal: one.id.clone() };
        one.records().map(move |on| Question { on, about: about.clone() })
    });
    let asked: OrdSet<Question> = asked.collect();
    asked.into_iter().collect()
}

/// What votes leave open, on the version that they are for.
pub fn find_in_votes(versions: &[Version]) -> Vec<Question> {
    let asked = versions.iter().flat_map(|version| {
        version.ballots.iter().filter_map(|ballot| {
            let organisation = ballot.organisation.clone();
            let about = match ballot.place {
                Place::AtOnce => About::VotesAtOnce { organisation },
                Place::Late => About::LateVote { organisation },
                Place::Counts | Place::Replaced => return None,
            };
            Some(Question { on: RecordAt::new(Kind::Version, version.id.clone()), about })
        })
    });
    let asked: OrdSet<Question> = asked.collect();
    asked.into_iter().collect()
}

fn at(record: &Record) -> RecordAt {
    RecordAt::new(record.kind, record.id.clone())
}

fn in_use(records: &Records, kind: Kind) -> impl Iterator<Item = &Record> {
    records.all(kind).filter(|record| !record.is_removed())
}

/// One A in each row, an R in each row, an R for each signatory.
fn ask_about_roles(records: &Records, found: &mut Vec<Question>) {
    let organisations = in_use(records, Kind::Organisation);
    let bodies = in_use(records, Kind::Body).filter(|body| body.flag("in_roles"));
    let columns: OrdSet<&str> = organisations.chain(bodies).map(|record| record.id.as_str()).collect();
    let mut busy: OrdSet<&str> = OrdSet::new();
    let mut rows = 0;
    for row in in_use(records, Kind::Responsibility) {
        rows += 1;
        let (mut answering, mut is_done) = (vec![], false);
        for (column, scalar) in row.cells("cells").filter(|(column, _)| columns.contains(column)) {
            let Some(cell) = Cell::of(scalar) else { continue };
            if cell.answers() {
                answering.push(column.to_owned());
            }
            if cell.does() {
                is_done = true;
                busy.insert(column);
            }
        }
        match answering.len() {
            0 => found.push(Question { on: at(row), about: About::NoA }),
            1 => {}
            _ => found.push(Question { on: at(row), about: About::SeveralA { columns: answering } }),
        }
        if !is_done {
            found.push(Question { on: at(row), about: About::NoR });
        }
    }
    // Before anybody wrote a row, nobody is idle.
    for organisation in in_use(records, Kind::Organisation).filter(|_| rows > 0) {
        let signed = Standing::read(organisation, "status") == Standing::Signatory;
        if signed && !busy.contains(organisation.id.as_str()) {
            found.push(Question { on: at(organisation), about: About::OrganisationWithoutR });
        }
    }
}

/// Circles, orphans, links into nothing, changes that nobody will measure.
fn ask_about_chain(records: &Records, found: &mut Vec<Question>) {
    let nodes: Vec<&Record> = in_use(records, Kind::Node).collect();
    let known: OrdMap<&str, usize> =
        nodes.iter().enumerate().map(|(n, node)| (node.id.as_str(), n)).collect();
    let mut leads_to: Vec<Vec<usize>> = vec![vec![]; nodes.len()];
    let mut is_linked = vec![false; nodes.len()];
    for link in in_use(records, Kind::Link) {
        let ends = [link.text("from"), link.text("to")];
        for end in ends {
            let id = RecordId::parse(end);
            let gone = id.and_then(|id| records.get(Kind::Node, &id)).filter(|node| node.is_removed());
            if let Some(gone) = gone {
                found.push(Question { on: at(link), about: About::LinkToRemoved { end: at(gone) } });
            }
        }
        if let [Some(from), Some(to)] = ends.map(|end| known.get(end).copied()) {
            leads_to[from].push(to);
            (is_linked[from], is_linked[to]) = (true, true);
        }
    }
    for circle in circles::circles(&leads_to) {
        let circle: Vec<RecordAt> = circle.into_iter().map(|n| at(nodes[n])).collect();
        found.push(Question { on: circle[0].clone(), about: About::Cycle { nodes: circle } });
    }
    let measured: OrdSet<&str> =
        in_use(records, Kind::Indicator).map(|indicator| indicator.text("node")).collect();
    for (node, is_linked) in nodes.iter().zip(is_linked) {
        if !is_linked {
            found.push(Question { on: at(node), about: About::Orphan });
        }
        let is_change = match Level::from_key(node.place().0) {
            Level::Outcome | Level::Impact => true,
            Level::Input | Level::Activity | Level::Output => false,
        };
        if is_change && !measured.contains(node.id.as_str()) {
            found.push(Question { on: at(node), about: About::NoIndicator });
        }
    }
}

/// What several people wrote at once.
fn ask_about_merging(record: &Record, found: &mut Vec<Question>) {
    if let Some(removed) = &record.removed {
        if removed.edited_since {
            found.push(Question { on: at(record), about: About::RemovedAndEdited });
        }
        return;
    }
    for (place, others) in &record.also {
        let (name, key) = match place.split_once('/') {
            Some((name, key)) => (name, Some(key)),
            None => (place.as_str(), None),
        };
        let Some(field) = record.kind.field(name) else { continue };
        let on = at(record);
        let at = FieldAt { record: on.clone(), field: name.to_owned(), key: key.map(str::to_owned) };
        let cleared = || Scalar::Text(String::new());
        let mut values = vec![current(record, name, key).unwrap_or_else(cleared)];
        for other in others {
            if !values.contains(other) {
                values.push(other.clone());
            }
        }
        if field.shape == Shape::Place {
            // Two moves within one group leave one card in one place: nothing to ask.
            let groups: OrdSet<_> = values.iter().map(group).collect();
            if groups.len() < 2 {
                continue;
            }
        }
        if values.len() < 2 {
            continue;
        }
        let about = if field.shape.is_text() {
            let texts = values.iter().filter_map(Scalar::as_str).map(str::to_owned).collect();
            About::TwoTexts { at, texts }
        } else {
            About::TwoValues { at, values }
        };
        found.push(Question { on, about });
    }
}

fn group(place: &Scalar) -> &str {
    place.as_str().and_then(|place| place.split_once('|')).map_or("", |(group, _)| group)
}

/// The value in effect, as a scalar.
fn current(record: &Record, name: &str, key: Option<&str>) -> Option<Scalar> {
    match (record.values.get(name)?, key) {
        (Value::Text(text), None) => Some(Scalar::Text(text.clone())),
        (Value::Scalar(scalar), None) => Some(scalar.clone()),
        (Value::Cells(cells), Some(key)) => cells.get(key).cloned(),
        (Value::Text(_) | Value::Scalar(_), Some(_)) | (Value::Cells(_), None) => None,
    }
}

#[cfg(test)]
mod tests;
