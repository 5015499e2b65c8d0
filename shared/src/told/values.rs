//! A value as people read it: a reference by its title, a word of a closed list in its own words,
//! numbers and dates as each language writes them.

use crate::ids::RecordId;
use crate::lang::Lang;
use crate::questions::settle::title;
use crate::record::{FieldAt, RecordAt, Records, Scalar};
use crate::sections::roles::Cell;
use crate::sections::{Kind, Shape};
use crate::words::{about, chain, context, decisions, organisations, roles, told, vision};

/// A scalar in words; a cleared one is a dash.
pub fn in_words(at: &FieldAt, value: &Scalar, records: &Records, lang: Lang) -> String {
    let shape = at.record.kind.field(&at.field).map(|field| field.shape);
    match (value, shape) {
        (Scalar::Text(text), _) if text.is_empty() => "–".to_owned(),
        (Scalar::Text(text), Some(Shape::Ref(kinds))) => {
            referred(text, kinds, records, lang).unwrap_or_else(|| text.clone())
        }
        (Scalar::Text(key), Some(Shape::Word(_))) => {
            word(at.record.kind, &at.field, key, lang).map_or_else(|| key.clone(), str::to_owned)
        }
        (Scalar::Text(text), Some(Shape::Date)) => day(text, lang),
        (Scalar::Text(text), Some(Shape::Cells)) if at.record.kind == Kind::Responsibility => {
            Cell::from_key(text).map_or_else(|| text.clone(), |cell| role(cell, lang).to_owned())
        }
        (Scalar::Text(text), Some(Shape::Amount | Shape::Cells)) => lang.number(text),
        (Scalar::Text(text), _) if at.field == "baseline" => lang.number(text),
        (Scalar::Text(text), _) => text.clone(),
        (Scalar::Int(step), Some(Shape::Number { min: 1, max: 5 })) => {
            let step = match step {
                ..=1 => chain::very_low,
                2 => chain::low,
                3 => chain::middling,
                4 => chain::high,
                5.. => chain::very_high,
            };
            step(lang).to_owned()
        }
        (Scalar::Int(number), _) => lang.number(&number.to_string()),
        (Scalar::Flag(true), _) => told::yes(lang).to_owned(),
        (Scalar::Flag(false), _) => told::no(lang).to_owned(),
    }
}

/// A member of a set or the head of a column: an object of the board with its kind and title;
/// nothing for a code. Decisions link by `section/collection/id`.
pub(super) fn member(key: &str, records: &Records, lang: Lang) -> Option<(Kind, String)> {
    let id = RecordId::parse(key.rsplit('/').next().unwrap_or(key))?;
    let kind = Kind::ALL.into_iter().find(|kind| !kind.is_single() && records.get(*kind, &id).is_some())?;
    Some((kind, title(&RecordAt::new(kind, id), records, lang))).filter(|(_, title)| !title.is_empty())
}

/// The same by its title, or else the key as it is written.
pub(super) fn name_of(key: &str, records: &Records, lang: Lang) -> String {
    member(key, records, lang).map_or_else(|| key.to_owned(), |(_, name)| name)
}

fn referred(id: &str, kinds: &[Kind], records: &Records, lang: Lang) -> Option<String> {
    let id = RecordId::parse(id)?;
    let found = kinds.iter().find(|kind| records.get(**kind, &id).is_some())?;
    Some(title(&RecordAt::new(*found, id), records, lang)).filter(|title| !title.is_empty())
}

fn role(cell: Cell, lang: Lang) -> &'static str {
    match cell {
        Cell::R => roles::r(lang),
        Cell::A => roles::a(lang),
        Cell::C => roles::c(lang),
        Cell::I => roles::i(lang),
        Cell::AR => roles::ar(lang),
    }
}

/// The day of an ISO 8601 date, in figures.
fn day(date: &str, lang: Lang) -> String {
    let day = date.get(..10).unwrap_or(date);
    let mut parts = day.split('-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return date.to_owned();
    };
    match lang {
        Lang::Fr | Lang::En => format!("{day}/{month}/{year}"),
        Lang::De => format!("{day}.{month}.{year}"),
    }
}

/// A word of a closed list; nothing for lists that no view shows in words.
pub(super) fn word(kind: Kind, field: &str, key: &str, lang: Lang) -> Option<&'static str> {
    Some(match (kind, field, key) {
        (Kind::About, "phase", "launch") => about::phase_launch(lang),
        (Kind::About, "phase", "design") => about::phase_design(lang),
        (Kind::About, "phase", "implementation") => about::phase_implementation(lang),
        (Kind::About, "phase", _) => about::phase_development(lang),
        (_, "sector", "public") => organisations::public(lang),
        (_, "sector", "private") => organisations::private(lang),
        (_, "sector", "civil-society") => organisations::civil_society(lang),
        (_, "sector", "academia") => organisations::academia(lang),
        (_, "sector", _) => organisations::mixed(lang),
        (Kind::Organisation, "status", "signatory") => organisations::signatory(lang),
        (Kind::Organisation, "status", "invited") => organisations::invited(lang),
        (Kind::Organisation, "status", "observer") => organisations::observer(lang),
        (Kind::Organisation, "status", "left") => organisations::left(lang),
        (Kind::Champion, "status", "to-approach") => vision::support_to_approach(lang),
        (Kind::Champion, "status", "in-discussion") => vision::support_in_discussion(lang),
        (Kind::Champion, "status", "obtained") => vision::support_obtained(lang),
        (Kind::Champion, "status", "declined") => vision::support_declined(lang),
        (Kind::Node | Kind::Milestone, "status", "planned") => chain::planned(lang),
        (Kind::Node, "status", "on-track") => chain::on_track(lang),
        (Kind::Node | Kind::Milestone, "status", "at-risk") => chain::at_risk(lang),
        (Kind::Node, "status", "delayed") => chain::delayed(lang),
        (Kind::Node, "status", "achieved") => chain::achieved(lang),
        (Kind::Milestone, "status", "done") => chain::done(lang),
        (Kind::Link, "confidence", "low") => chain::confidence_low(lang),
        (Kind::Link, "confidence", "medium") => chain::confidence_medium(lang),
        (Kind::Link, "confidence", "high") => chain::confidence_high(lang),
        (Kind::Assumption, "state", "to-test") => chain::not_examined(lang),
        (Kind::Assumption, "state", "uncertain") => chain::to_check(lang),
        (Kind::Assumption, "state", "holds") => chain::confirmed(lang),
        (Kind::Assumption, "state", "broken") => chain::broken(lang),
        (Kind::Indicator, "measure", "1") => chain::measure_unit(lang),
        (Kind::Indicator, "measure", "2") => chain::measure_percentage(lang),
        (Kind::Indicator, "measure", "3") => chain::measure_nominal(lang),
        (Kind::Indicator, "measure", "4") => chain::measure_ordinal(lang),
        (Kind::Indicator, "measure", "5") => chain::measure_qualitative(lang),
        (Kind::Indicator, "direction", "up") => chain::more_is_better(lang),
        (Kind::Indicator, "direction", "down") => chain::less_is_better(lang),
        (Kind::Indicator, "frequency", "annual") => chain::annual(lang),
        (Kind::Indicator, "frequency", "semiannual") => chain::semiannual(lang),
        (Kind::Indicator, "frequency", "quarterly") => chain::quarterly(lang),
        (Kind::Indicator, "frequency", "monthly") => chain::monthly(lang),
        (Kind::Actor, "stance", "support") => context::support(lang),
        (Kind::Actor, "stance", "neutral") => context::neutral(lang),
        (Kind::Actor, "stance", "opposed") => context::opposed(lang),
        (Kind::Actor, "kind", "actor") => context::kind_actor(lang),
        (Kind::Actor, "kind", "initiative") => context::kind_initiative(lang),
        (Kind::Relation, "type", "cooperates") => context::cooperates(lang),
        (Kind::Relation, "type", "informs") => context::informs(lang),
        (Kind::Relation, "type", "funds") => context::funds(lang),
        (Kind::Relation, "type", "overlaps") => context::overlaps(lang),
        (Kind::Relation, "type", "exchanges") => context::exchanges(lang),
        (Kind::Relation, "type", "contracts") => context::contracts(lang),
        (Kind::Relation, "type", "competes") => context::competes(lang),
        (Kind::Relation, "type", "supplies") => context::supplies(lang),
        (Kind::Relation, "type", "influences") => context::influences(lang),
        (Kind::Relation, "type", "supports") => context::supports(lang),
        (Kind::Relation, "type", _) => context::in_tension(lang),
        (Kind::Trend, "dimension", "political") => context::political(lang),
        (Kind::Trend, "dimension", "economic") => context::economic(lang),
        (Kind::Trend, "dimension", "social") => context::social(lang),
        (Kind::Trend, "dimension", "technological") => context::technological(lang),
        (Kind::Trend, "dimension", "environmental") => context::environmental(lang),
        (Kind::Trend, "dimension", "legal") => context::legal(lang),
        (Kind::Trend, "effect", "risk") => context::effect_risk(lang),
        (Kind::Trend, "effect", "opportunity") => context::effect_opportunity(lang),
        (Kind::Trend, "effect", "both") => context::effect_both(lang),
        (Kind::Rule, "method", "consent") => decisions::consent(lang),
        (Kind::Rule, "method", "majority") => decisions::majority(lang),
        (Kind::Rule, "method", "qualified") => decisions::qualified(lang),
        (Kind::Rule, "method", "gradients") => decisions::gradients(lang),
        (Kind::Rule, "method", "dots") => decisions::dots(lang),
        (_, "scope", "content") => decisions::scope_content(lang),
        (_, "scope", "version") => decisions::scope_version(lang),
        (_, "scope", "budget") => decisions::scope_budget(lang),
        (_, "scope", "priorities") => decisions::scope_priorities(lang),
        (_, "scope", "rules") => decisions::scope_rules(lang),
        (Kind::Decision, "stage", "clarify") => decisions::stage_clarify(lang),
        (Kind::Decision, "stage", "react") => decisions::stage_react(lang),
        (Kind::Decision, "stage", "amend") => decisions::stage_amend(lang),
        (Kind::Decision, "stage", "objections") => decisions::stage_objections(lang),
        (Kind::Decision, "stage", "decide") => decisions::stage_decide(lang),
        (Kind::Decision, "status", "open") => decisions::open(lang),
        (Kind::Decision, "status", "adopted") => decisions::adopted(lang),
        (Kind::Decision, "status", "amended") => decisions::amended(lang),
        (Kind::Decision, "status", "indicative") => decisions::indicative(lang),
        (Kind::Decision, "status", "postponed") => decisions::postponed(lang),
        (Kind::Decision, "status", "declined") => decisions::declined(lang),
        // Lists whose words no view of this release has.
        (_, _, _) => return None,
    })
}
