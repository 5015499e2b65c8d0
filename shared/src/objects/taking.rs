//! What goes along with the objects that somebody chose.

use super::{Copied, refers_to};
use crate::ids::RecordId;
use crate::record::{Record, RecordAt, Records, Scalar, Value};
use crate::sections::{Kind, about};
use crate::sort::sort_by;

/// Whether an object of this kind can be chosen, to be copied or cut.
pub fn is_carried(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Principle
            | Kind::Objective
            | Kind::Champion
            | Kind::Term
            | Kind::Node
            | Kind::Risk
            | Kind::Milestone
            | Kind::Indicator
            | Kind::RoleGroup
            | Kind::Responsibility
            | Kind::Actor
            | Kind::Trend
            | Kind::Overlap
    )
}

/// Whether an object of this kind may be among what is carried: chosen, or along with what was.
pub(super) fn goes_along(kind: Kind) -> bool {
    is_carried(kind) || matches!(kind, Kind::Meaning | Kind::Link | Kind::Assumption | Kind::Relation)
}

/// The chosen objects with what they carry: a card its indicators, risks, milestones and the
/// links among the chosen with their assumptions; a term each organisation's meaning; a group its rows;
/// an actor its relations to the others chosen and to the table.
pub fn take(records: &Records, board: &str, chosen: &[RecordAt], is_cut: bool) -> Copied {
    let mut copied = Copied::new(board, about::working_lang(records), is_cut);
    let mut tops: Vec<&Record> = chosen
        .iter()
        .filter(|at| is_carried(at.kind))
        .filter_map(|at| records.get(at.kind, &at.id))
        .filter(|record| !record.is_removed())
        .collect();
    sort_by(&mut tops, |a, b| (a.kind, a.place(), &a.id).cmp(&(b.kind, b.place(), &b.id)));
    for record in &tops {
        let at = RecordAt::new(record.kind, record.id.clone());
        if !copied.chosen.contains(&at) && copied.put(record) {
            copied.chosen.push(at);
        }
    }
    along(records, &mut copied);
    name(records, &mut copied);
    copied
}

fn along(records: &Records, copied: &mut Copied) {
    let is_chosen = |copied: &Copied, kind: Kind, id: &str| {
        copied.chosen.iter().any(|at| at.kind == kind && at.id.as_str() == id)
    };
    let is_top = |copied: &Copied, record: &Record| is_chosen(copied, record.kind, record.id.as_str());
    for kind in [Kind::Indicator, Kind::Risk, Kind::Milestone] {
        for record in records.in_order(kind) {
            let on_chosen = match kind {
                Kind::Indicator => is_chosen(copied, Kind::Node, record.text("node")),
                // The other two hang on several cards at once.
                _ => record.set("nodes").any(|id| is_chosen(copied, Kind::Node, id)),
            };
            if on_chosen && !is_top(copied, record) {
                let kept = only(record, "nodes", |id| is_chosen(copied, Kind::Node, id));
                copied.put(&kept);
            }
        }
    }
    for link in records.in_order(Kind::Link) {
        if ["from", "to"].iter().all(|end| is_chosen(copied, Kind::Node, link.text(end))) {
            copied.put(link);
        }
    }
    for assumption in records.in_order(Kind::Assumption) {
        let is_taken =
            |id: &str| RecordId::parse(id).is_some_and(|id| copied.holds(&RecordAt::new(Kind::Link, id)));
        if assumption.set("links").any(is_taken) {
            let kept = only(assumption, "links", is_taken);
            copied.put(&kept);
        }
    }
    for meaning in records.in_order(Kind::Meaning) {
        if is_chosen(copied, Kind::Term, meaning.text("term")) {
            copied.put(meaning);
        }
    }
    for row in records.in_order(Kind::Responsibility) {
        if is_chosen(copied, Kind::RoleGroup, row.place().0) {
            copied.put(row);
        }
    }
    for relation in records.in_order(Kind::Relation) {
        let ends = ["from", "to"].map(|end| relation.text(end));
        let is_actor = |id: &&str| is_chosen(copied, Kind::Actor, id);
        let at_the_table =
            |id: &&str| RecordId::parse(id).is_some_and(|id| records.get(Kind::Organisation, &id).is_some());
        if ends.iter().any(is_actor) && ends.iter().all(|id| is_actor(id) || at_the_table(id)) {
            copied.put(relation);
        }
    }
}

/// The record with only those members of a set that go along too.
fn only(record: &Record, field: &str, is_kept: impl Fn(&str) -> bool) -> Record {
    let mut record = record.clone();
    if let Some(Value::Cells(cells)) = record.values.get_mut(field) {
        cells.retain(|id, cell| *cell == Scalar::Flag(true) && is_kept(id));
    }
    record
}

/// Notes how that is called which they refer to and leave behind.
fn name(records: &Records, copied: &mut Copied) {
    let mut named: Vec<(RecordAt, String)> = vec![];
    for record in &copied.records {
        for (kinds, id) in references(record) {
            let ats = kinds.iter().map(|kind| RecordAt::new(*kind, id.clone()));
            let Some(found) = ats.into_iter().find_map(|at| records.get(at.kind, &at.id)) else { continue };
            let at = RecordAt::new(found.kind, found.id.clone());
            if copied.holds(&at) || named.iter().any(|(known, _)| *known == at) {
                continue;
            }
            named.push((at, called(found).to_owned()));
        }
    }
    copied.named = named;
}

/// What a record is called in the plain language of its board.
pub(super) fn called(record: &Record) -> &str {
    let fields = crate::questions::settle::TITLES.iter().map(|field| record.text(field));
    fields.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

/// Every record that one refers to, with the kinds it may be of.
pub(super) fn references(record: &Record) -> Vec<(&'static [Kind], RecordId)> {
    let mut found: Vec<(&'static [Kind], RecordId)> = vec![];
    for (field, value) in &record.values {
        let kinds = refers_to(record.kind, field);
        if kinds.is_empty() {
            continue;
        }
        match value {
            Value::Scalar(scalar) => {
                found.extend(scalar.as_str().and_then(RecordId::parse).map(|id| (kinds, id)));
            }
            Value::Cells(cells) => {
                let ids = cells.iter().filter(|(_, cell)| **cell != Scalar::Flag(false));
                found.extend(ids.filter_map(|(id, _)| Some((kinds, RecordId::parse(id)?))));
            }
            Value::Text(_) => {}
        }
    }
    if record.kind == Kind::Responsibility {
        found.extend(RecordId::parse(record.place().0).map(|id| (&[Kind::RoleGroup][..], id)));
    }
    found
}
