//! What kinds, fields and words of closed lists are called in sentences about changes.
//!
//! A field or word without a name here, such as one of a later release, is told by the object's
//! name alone: nothing that people read ever shows a key.

use crate::lang::Lang;
use crate::record::{Record, RecordAt, Records};
use crate::sections::chain::Level;
use crate::sections::{Kind, Section, Word};
use crate::words::{self, chain, changes, context, search, sections};

/// What kind of object it is: a card of the chain by its level.
pub fn kind_name(at: &RecordAt, records: &Records, lang: Lang) -> String {
    match records.get(at.kind, &at.id) {
        Some(record) => kind_of(record, lang),
        None => plain(at.kind, lang).to_owned(),
    }
}

pub(super) fn kind_of(record: &Record, lang: Lang) -> String {
    if record.kind != Kind::Node {
        return plain(record.kind, lang).to_owned();
    }
    let level = match Level::from_key(record.place().0) {
        Level::Input => chain::input(lang),
        Level::Activity => chain::activity(lang),
        Level::Output => chain::output(lang),
        Level::Outcome => chain::outcome(lang),
        Level::Impact => chain::impact(lang),
    };
    level.to_owned()
}

fn plain(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::Principle => search::principle(lang),
        Kind::Objective => search::objective(lang),
        Kind::Champion => search::champion(lang),
        Kind::Term => search::term(lang),
        Kind::Meaning => changes::kind_meaning(lang),
        Kind::Assumption => search::assumption(lang),
        Kind::Risk => search::risk(lang),
        Kind::Milestone => search::milestone(lang),
        Kind::Indicator => search::indicator(lang),
        Kind::Link => changes::kind_link(lang),
        Kind::RoleGroup => changes::kind_role_group(lang),
        Kind::Responsibility => changes::kind_responsibility(lang),
        Kind::Acceptance => changes::kind_acceptance(lang),
        Kind::Actor => changes::kind_actor(lang),
        Kind::Placement => changes::kind_placement(lang),
        Kind::Relation => changes::kind_relation(lang),
        Kind::Trend => search::trend(lang),
        Kind::Overlap => changes::kind_overlap(lang),
        Kind::Organisation => search::organisation(lang),
        Kind::Body => search::body(lang),
        Kind::SectorCode => changes::kind_sector_code(lang),
        Kind::Need => changes::kind_need(lang),
        Kind::Contribution => changes::kind_contribution(lang),
        Kind::Expectation => changes::kind_expectation(lang),
        Kind::Mandate => changes::kind_mandate(lang),
        Kind::Rule => changes::kind_rule(lang),
        Kind::GroundRule => changes::kind_ground_rule(lang),
        Kind::Decision => changes::kind_decision(lang),
        Kind::Review => changes::kind_review(lang),
        Kind::Lesson => changes::kind_lesson(lang),
        Kind::Capacity => changes::kind_capacity(lang),
        Kind::Product => changes::kind_product(lang),
        Kind::Exchange => changes::kind_exchange(lang),
        Kind::Node => chain::element(lang),
        Kind::About => sections::about(lang),
        Kind::People => sections::people(lang),
        Kind::Vision => sections::vision(lang),
        Kind::Chain => sections::chain(lang),
        Kind::Resources => sections::resources(lang),
        Kind::Governance => sections::governance(lang),
        Kind::Outreach => sections::outreach(lang),
        Kind::Session => sections::session(lang),
        Kind::Member
        | Kind::Meeting
        | Kind::AgendaItem
        | Kind::Lock
        | Kind::Settlement
        | Kind::Parked
        | Kind::Action
        | Kind::Idea
        | Kind::Round
        | Kind::IdeaGroup
        | Kind::Dot
        | Kind::Version
        | Kind::Vote
        | Kind::Thread
        | Kind::Reply => changes::item(lang),
    }
}

/// What a section is called.
pub fn section_name(section: Section, lang: Lang) -> &'static str {
    match section {
        Section::About => sections::about(lang),
        Section::Organisations => sections::organisations(lang),
        Section::People => sections::people(lang),
        Section::Vision => sections::vision(lang),
        Section::Glossary => sections::glossary(lang),
        Section::Chain => chain::heading(lang),
        Section::Roles => words::roles::title(lang),
        Section::Context => context::title(lang),
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

/// What a field is called; nothing for one that is told by its object alone.
pub(super) fn field(kind: Kind, key: &str, lang: Lang) -> Option<&'static str> {
    let name = match (kind, key) {
        (Kind::Objective, "lead") => changes::lead_org,
        (Kind::Risk, "impact") => changes::impact,
        (_, "title") => changes::title,
        (_, "name") => changes::name,
        (_, "short" | "acronym") => changes::short,
        (_, "detail" | "subtitle") => changes::detail,
        (_, "text") => changes::text,
        (_, "statement") => changes::statement,
        (_, "problem") => changes::problem,
        (_, "added_value") => changes::added_value,
        (_, "owner") => changes::owner,
        (_, "carriers") => changes::carriers,
        (_, "objectives") => changes::objectives,
        (_, "status") => changes::status,
        (_, "starts") => changes::starts,
        (_, "ends") => changes::ends,
        (_, "due") => changes::due,
        (_, "from") => changes::from,
        (_, "to") => changes::to,
        (_, "rationale") => changes::rationale,
        (_, "confidence") => changes::confidence,
        (_, "state") => changes::state,
        (_, "reviewed") => changes::reviewed,
        (_, "links") => changes::links,
        (_, "nodes" | "node") => changes::nodes,
        (_, "mitigation") => changes::mitigation,
        (_, "likelihood") => changes::likelihood,
        (_, "trend") => changes::trend,
        (_, "unit") => changes::unit,
        (_, "direction") => changes::direction,
        (_, "measure") => changes::measure,
        (_, "baseline") => changes::baseline,
        (_, "baseline_date") => changes::baseline_date,
        (_, "targets") => changes::targets,
        (_, "actuals") => changes::actuals,
        (_, "verification") => changes::verification,
        (_, "responsible") => changes::responsible,
        (_, "frequency") => changes::frequency,
        (_, "breakdown") => changes::breakdown,
        (_, "cells") => changes::cells,
        (_, "sector") => changes::sector,
        (_, "influence") => changes::influence,
        (_, "interest") => changes::interest,
        (_, "stance") => changes::stance,
        (_, "kind") => changes::kind,
        (_, "organisation") => changes::organisation,
        (_, "source") => changes::source,
        (_, "type") => changes::nature,
        (_, "strength") => changes::strength,
        (_, "note") => changes::note,
        (_, "effect") => changes::effect,
        (_, "review") => changes::review,
        (_, "decision") => changes::decision,
        (_, "term") => changes::term,
        (_, "definition") => changes::definition,
        (_, "agreed_in") => changes::agreed_in,
        (_, "meaning") => changes::meaning,
        (_, "goals" | "goal_targets") => changes::goals,
        (_, "institution") => changes::institution,
        (_, "ask") => changes::ask,
        (_, "next_step") => changes::next_step,
        (_, "next") => changes::next,
        (_, "unblocks") => changes::unblocks,
        (_, "phase") => changes::phase,
        (_, "currency") => changes::currency,
        (_, "area") => changes::area,
        (_, "question") => changes::question,
        (_, "proposal") => changes::proposal,
        (_, "reasons") => changes::reasons,
        (_, "options") => changes::options,
        (_, "stage") => changes::stage,
        (_, "linked") => changes::linked,
        (_, "scope") => changes::scope,
        (_, "method") => changes::method,
        (_, "needed") => changes::needed,
        (_, "quorum") => changes::quorum,
        (_, "quorum_sectors") => changes::quorum_sectors,
        (_, "each_sector") => changes::each_sector,
        (_, "dots") => changes::dots,
        (_, "amount") => changes::amount,
        (_, "mandate") => changes::mandate,
        (_, "meets") => changes::meets,
        (_, "members") => changes::members,
        (_, "entry_exit") => changes::entry_exit,
        (_, "procedure") => changes::procedure,
        (_, "percentage") => changes::percentage,
        (_, "code") => changes::code,
        // What another release added, and what people do not speak of.
        (_, _) => return None,
    };
    Some(name(lang))
}

/// A word of a closed list; nothing for one that has no words here.
pub(super) fn word(key: &str, lang: Lang) -> Option<&'static str> {
    let word = match key {
        "planned" => chain::planned,
        "on-track" => chain::on_track,
        "at-risk" => chain::at_risk,
        "delayed" => chain::delayed,
        "achieved" => chain::achieved,
        "done" => chain::done,
        "low" => chain::confidence_low,
        "medium" => chain::confidence_medium,
        "high" => chain::confidence_high,
        "to-test" | "uncertain" => chain::to_check,
        "holds" => chain::confirmed,
        "broken" => chain::broken,
        "annual" => chain::annual,
        "semiannual" => chain::semiannual,
        "quarterly" => chain::quarterly,
        "monthly" => chain::monthly,
        "support" => context::support,
        "neutral" => context::neutral,
        "opposed" => context::opposed,
        "cooperates" => context::cooperates,
        "informs" => context::informs,
        "funds" => context::funds,
        "overlaps" => context::overlaps,
        "exchanges" => context::exchanges,
        "contracts" => context::contracts,
        "political" => context::political,
        "economic" => context::economic,
        "social" => context::social,
        "technological" => context::technological,
        "environmental" => context::environmental,
        "legal" => context::legal,
        "risk" => context::effect_risk,
        "opportunity" => context::effect_opportunity,
        "both" => context::effect_both,
        "actor" => context::kind_actor,
        "initiative" => context::kind_initiative,
        "public" => words::about::sector_public,
        "private" => words::about::sector_private,
        "civil-society" => words::about::sector_civil,
        "academia" => words::about::sector_academia,
        "mixed" => words::about::sector_mixed,
        "launch" => words::about::phase_launch,
        "design" => words::about::phase_design,
        "implementation" => words::about::phase_implementation,
        "development" => words::about::phase_development,
        "to-approach" => words::vision::support_to_approach,
        "in-discussion" => words::vision::support_in_discussion,
        "obtained" => words::vision::support_obtained,
        "declined" => words::decisions::declined,
        "consent" => words::decisions::consent,
        "majority" => words::decisions::majority,
        "qualified" => words::decisions::qualified,
        "gradients" => words::decisions::gradients,
        "dots" => words::decisions::dots,
        "content" => words::decisions::scope_content,
        "version" => words::decisions::scope_version,
        "budget" => words::decisions::scope_budget,
        "priorities" => words::decisions::scope_priorities,
        "rules" => words::decisions::scope_rules,
        "clarify" => words::decisions::stage_clarify,
        "react" => words::decisions::stage_react,
        "amend" => words::decisions::stage_amend,
        "objections" => words::decisions::stage_objections,
        "decide" => words::decisions::stage_decide,
        "open" => words::decisions::open,
        "adopted" => words::decisions::adopted,
        "amended" => words::decisions::amended,
        "indicative" => words::decisions::indicative,
        "postponed" => words::decisions::postponed,
        _ => return None,
    };
    Some(word(lang))
}
