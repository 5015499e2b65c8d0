//! What sections, kinds of record and their fields are called.
//!
//! A field without a name here, such as one of a later release, is told by the object's name
//! alone: nothing that people read ever shows a key.

use super::values::name_of;
use crate::compare::Difference;
use crate::lang::Lang;
use crate::record::{FieldAt, Record, RecordAt, Records};
use crate::sections::chain::Level;
use crate::sections::{Kind, Section, Shape, Word};
use crate::words::{chain, context, roles, sections, told};

/// What a section is called, as on the rail.
pub fn section_name(section: Section, lang: Lang) -> &'static str {
    match section {
        Section::About => sections::about(lang),
        Section::Organisations => sections::organisations(lang),
        Section::People => sections::people(lang),
        Section::Vision => sections::vision(lang),
        Section::Glossary => sections::glossary(lang),
        Section::Chain => sections::chain(lang),
        Section::Roles => sections::roles(lang),
        Section::Context => sections::context(lang),
        Section::Resources => sections::resources(lang),
        Section::Governance => sections::governance(lang),
        Section::Decisions => sections::decisions(lang),
        Section::Learning => sections::learning(lang),
        Section::Outreach => sections::outreach(lang),
        Section::Session => sections::session(lang),
        Section::Versions => sections::versions(lang),
        Section::Comments => sections::comments(lang),
    }
}

/// What a section is called in full, as over its own page.
pub fn section_title(section: Section, lang: Lang) -> &'static str {
    match section {
        Section::Chain => chain::heading(lang),
        Section::Roles => roles::title(lang),
        Section::Context => context::title(lang),
        other => section_name(other, lang),
    }
}

/// What an object is: `Produit`, `Risque`; by its kind alone where the records do not have it.
pub fn kind_at(at: &RecordAt, records: &Records, lang: Lang) -> &'static str {
    match records.get(at.kind, &at.id) {
        Some(record) => kind_name(record, lang),
        None if at.kind == Kind::Node => chain::element(lang),
        None => kind_name(&Record::empty(at.kind, at.id.clone()), lang),
    }
}

/// What an object is: `Produit`, `Risque`. An element of the chain is called after its level.
pub fn kind_name(record: &Record, lang: Lang) -> &'static str {
    match record.kind {
        Kind::About => told::kind_about(lang),
        Kind::SectorCode => told::kind_sector_code(lang),
        Kind::Organisation => told::kind_organisation(lang),
        Kind::People | Kind::Member => told::kind_member(lang),
        Kind::Vision => told::kind_vision(lang),
        Kind::Principle => told::kind_principle(lang),
        Kind::Objective => told::kind_objective(lang),
        Kind::Champion => told::kind_champion(lang),
        Kind::Term => told::kind_term(lang),
        Kind::Meaning => told::kind_meaning(lang),
        Kind::Chain => told::kind_chain(lang),
        Kind::Node => match <Level as Word>::from_key(record.place().0) {
            Level::Input => chain::input(lang),
            Level::Activity => chain::activity(lang),
            Level::Output => chain::output(lang),
            Level::Outcome => chain::outcome(lang),
            Level::Impact => chain::impact(lang),
        },
        Kind::Link => told::kind_link(lang),
        Kind::Assumption => told::kind_assumption(lang),
        Kind::Risk => told::kind_risk(lang),
        Kind::Milestone => told::kind_milestone(lang),
        Kind::Indicator => told::kind_indicator(lang),
        Kind::RoleGroup => told::kind_role_group(lang),
        Kind::Responsibility => told::kind_responsibility(lang),
        Kind::Acceptance => told::kind_acceptance(lang),
        Kind::Actor => told::kind_actor(lang),
        Kind::Placement => told::kind_placement(lang),
        Kind::Relation => told::kind_relation(lang),
        Kind::Trend => told::kind_trend(lang),
        Kind::Overlap => told::kind_overlap(lang),
        Kind::Resources => told::kind_resources(lang),
        Kind::Need => told::kind_need(lang),
        Kind::Contribution => told::kind_contribution(lang),
        Kind::Expectation => told::kind_expectation(lang),
        Kind::Governance => told::kind_governance(lang),
        Kind::Body => told::kind_body(lang),
        Kind::Mandate => told::kind_mandate(lang),
        Kind::Rule => told::kind_rule(lang),
        Kind::GroundRule => told::kind_ground_rule(lang),
        Kind::Decision => told::kind_decision(lang),
        Kind::Review => told::kind_review(lang),
        Kind::Lesson => told::kind_lesson(lang),
        Kind::Capacity => told::kind_capacity(lang),
        Kind::Outreach => told::kind_outreach(lang),
        Kind::Product => told::kind_product(lang),
        Kind::Exchange => told::kind_exchange(lang),
        Kind::Session => told::kind_session(lang),
        Kind::Meeting => told::kind_meeting(lang),
        Kind::AgendaItem => told::kind_agenda_item(lang),
        Kind::Lock => told::kind_lock(lang),
        Kind::Settlement => told::kind_settlement(lang),
        Kind::Parked => told::kind_parked(lang),
        Kind::Action => told::kind_action(lang),
        Kind::Idea => told::kind_idea(lang),
        Kind::Round => told::kind_round(lang),
        Kind::IdeaGroup => told::kind_idea_group(lang),
        Kind::Dot => told::kind_dot(lang),
        Kind::Version => told::kind_version(lang),
        Kind::Vote => told::kind_vote(lang),
        Kind::Thread => told::kind_thread(lang),
        Kind::Reply => told::kind_reply(lang),
    }
}

/// What a field is called, without `@lang`; nothing for one that has no word of its own: the
/// object is then told as changed.
pub fn field_name(kind: Kind, field: &str, lang: Lang) -> Option<&'static str> {
    Some(match (kind, field) {
        (Kind::Organisation, "status") => told::field_standing(lang),
        (Kind::Responsibility, "cells") => told::field_role(lang),
        (_, "name") => told::field_name(lang),
        (_, "acronym") => told::field_acronym(lang),
        (_, "subtitle") => told::field_subtitle(lang),
        (_, "area") => told::field_area(lang),
        (_, "phase") => told::field_phase(lang),
        (_, "starts") => told::field_starts(lang),
        (_, "ends") => told::field_ends(lang),
        (_, "currency") => told::field_currency(lang),
        (_, "language") => told::field_language(lang),
        (_, "goals") => told::field_goals(lang),
        (_, "goal_targets") => told::field_goal_targets(lang),
        (_, "title") => told::field_title(lang),
        (_, "text") => told::field_text(lang),
        (_, "detail") => told::field_detail(lang),
        (_, "short") => told::field_short(lang),
        (_, "sector") => told::field_sector(lang),
        (_, "hue") => told::field_hue(lang),
        (_, "brings") => told::field_brings(lang),
        (_, "organisation") => told::field_organisation(lang),
        (_, "role") => told::field_role(lang),
        (_, "function") => told::field_function(lang),
        (_, "statement") => told::field_statement(lang),
        (_, "problem") => told::field_problem(lang),
        (_, "added_value") => told::field_added_value(lang),
        (_, "lead") => told::field_lead(lang),
        (_, "due") => told::field_due(lang),
        (_, "institution") => told::field_institution(lang),
        (_, "ask") => told::field_ask(lang),
        (_, "status") => told::field_status(lang),
        (_, "owner") => told::field_owner(lang),
        (_, "next_step") => told::field_next_step(lang),
        (_, "next") => told::field_next(lang),
        (_, "unblocks") => told::field_unblocks(lang),
        (_, "term") => told::field_term(lang),
        (_, "definition") => told::field_definition(lang),
        (_, "meaning") => told::field_meaning(lang),
        (
            Kind::Chain,
            "level_input" | "level_activity" | "level_output" | "level_outcome" | "level_impact",
        ) => told::field_level_name(lang),
        (_, "carriers") => told::field_carriers(lang),
        (_, "objectives") => told::field_objectives(lang),
        (_, "from") => told::field_from(lang),
        (_, "to") => told::field_to(lang),
        (_, "rationale") => told::field_rationale(lang),
        (_, "confidence") => told::field_confidence(lang),
        (_, "state") => told::field_state(lang),
        (_, "reviewed") => told::field_reviewed(lang),
        (_, "links") => told::field_links(lang),
        (_, "mitigation") => told::field_mitigation(lang),
        (_, "likelihood") => told::field_likelihood(lang),
        (_, "impact") => told::field_impact(lang),
        (_, "nodes") => told::field_nodes(lang),
        (_, "trend") => told::field_trend(lang),
        (_, "node") => told::field_node(lang),
        (_, "measure") => told::field_measure(lang),
        (_, "unit") => told::field_unit(lang),
        (_, "direction") => told::field_direction(lang),
        (_, "baseline") => told::field_baseline(lang),
        (_, "baseline_date") => told::field_baseline_date(lang),
        (_, "targets") => told::field_targets(lang),
        (_, "actuals") => told::field_actuals(lang),
        (_, "breakdown") => told::field_breakdown(lang),
        (_, "agreed_in") => told::field_agreed_in(lang),
        (_, "question") => told::field_question(lang),
        (_, "proposal") => told::field_proposal(lang),
        (_, "reasons") => told::field_reasons(lang),
        (_, "options") => told::field_options(lang),
        (_, "stage") => told::field_stage(lang),
        (_, "linked") => told::field_linked(lang),
        (_, "scope") => told::field_scope(lang),
        (_, "needed") => told::field_needed(lang),
        (_, "quorum_sectors") => told::field_quorum_sectors(lang),
        (_, "each_sector") => told::field_each_sector(lang),
        (_, "dots") => told::field_dots(lang),
        (_, "amount") => told::field_amount(lang),
        (_, "mandate") => told::field_mandate(lang),
        (_, "meets") => told::field_meets(lang),
        (_, "percentage") => told::field_percentage(lang),
        (_, "code") => told::field_code(lang),
        (_, "verification") => told::field_verification(lang),
        (_, "responsible") => told::field_responsible(lang),
        (_, "frequency") => told::field_frequency(lang),
        (_, "influence") => told::field_influence(lang),
        (_, "interest") => told::field_interest(lang),
        (_, "stance") => told::field_stance(lang),
        (_, "kind") => told::field_kind(lang),
        (_, "seen") => told::field_seen(lang),
        (_, "source") => told::field_source(lang),
        (_, "type") => told::field_type(lang),
        (_, "strength") => told::field_strength(lang),
        (_, "note") => told::field_note(lang),
        (_, "dimension") => told::field_dimension(lang),
        (_, "effect") => told::field_effect(lang),
        (_, "review") => told::field_review(lang),
        (_, "decision") => told::field_decision(lang),
        (_, "reason") => told::field_reason(lang),
        (_, "members") => told::field_members(lang),
        (_, "entry_exit") => told::field_entry_exit(lang),
        (_, "procedure") => told::field_procedure(lang),
        (_, "quorum") => told::field_quorum(lang),
        (_, "method") => told::field_method(lang),
        (_, "resolved") => told::field_resolved(lang),
        // Digests, and fields of sections that came later.
        (_, _) => return None,
    })
}

/// The same with the year or column of a cell, or the language of a translation: `Cible 2027`,
/// `Énoncé (de)`. Members of a set are told by themselves, not here.
pub fn field_in_words(at: &FieldAt, records: &Records, lang: Lang) -> Option<String> {
    let (name, code) = at.field.split_once('@').unwrap_or((&at.field, ""));
    let field = field_name(at.record.kind, name, lang)?;
    let is_set = at.record.kind.field(name).is_some_and(|field| field.shape == Shape::Set);
    Some(match (&at.key, Lang::from_code(code)) {
        (Some(key), _) if !is_set => match (name, year(key)) {
            ("targets", Some(year)) => told::field_target(lang, year),
            ("actuals", Some(year)) => told::field_actual(lang, year),
            (_, _) => told::cell(lang, field, name_of(key, records, lang)),
        },
        (_, Some(spoken)) => told::in_language(lang, field, spoken.code()),
        (_, None) => field.to_owned(),
    })
}

/// Whether a difference says more than that its object changed: where a field has no word of its
/// own, several of them would read alike.
pub fn is_told_apart(difference: &Difference) -> bool {
    match difference {
        Difference::Text { at, .. } | Difference::Value { at, .. } => {
            let name = at.field.split('@').next().unwrap_or_default();
            field_name(at.record.kind, name, Lang::Fr).is_some()
        }
        Difference::Added { .. } | Difference::Removed { .. } | Difference::Restored { .. } => true,
    }
}

/// The year that a period begins in: `2028-01-01/2028-12-31`.
fn year(period: &str) -> Option<&str> {
    period.get(..4).filter(|year| year.bytes().all(|digit| digit.is_ascii_digit()))
}
