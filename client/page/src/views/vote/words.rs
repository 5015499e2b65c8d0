//! How votes read: rules, choices, the seats of the ring, what is missing.

use crate::components::{RingSeat, Stand};
use crate::store::Store;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::sections::decisions::{Decision, Noted, Stage};
use shared::sections::governance::{Method, Rule, Scope};
use shared::sections::organisations::Sector;
use shared::tally::{Choice, Missing};
use shared::version::{Standing, Version};
use shared::words::{about, decisions as words};

pub fn scope_words(scope: Scope, lang: Lang) -> &'static str {
    match scope {
        Scope::Content => words::scope_content(lang),
        Scope::Version => words::scope_version(lang),
        Scope::Budget => words::scope_budget(lang),
        Scope::Priorities => words::scope_priorities(lang),
        Scope::Rules => words::scope_rules(lang),
    }
}

pub fn method_words(method: Method, lang: Lang) -> &'static str {
    match method {
        Method::Consent => words::consent(lang),
        Method::Majority => words::majority(lang),
        Method::Qualified => words::qualified(lang),
        Method::Gradients => words::gradients(lang),
        Method::Dots => words::dots(lang),
    }
}

/// A rule's method with its number, at a table of so many seats.
pub fn rule_words(rule: &Rule, seats: usize, lang: Lang) -> String {
    match rule.method {
        Method::Qualified if rule.needed > 0 => words::qualified_of(lang, rule.needed, seats),
        Method::Dots => words::dots_each(lang, rule.dots),
        method => method_words(method, lang).to_owned(),
    }
}

pub fn stage_words(stage: Stage, lang: Lang) -> &'static str {
    match stage {
        Stage::Clarify => words::stage_clarify(lang),
        Stage::React => words::stage_react(lang),
        Stage::Amend => words::stage_amend(lang),
        Stage::Objections => words::stage_objections(lang),
        Stage::Decide => words::stage_decide(lang),
    }
}

pub fn noted_words(noted: Noted, lang: Lang) -> &'static str {
    match noted {
        Noted::Open => words::open(lang),
        Noted::Adopted => words::adopted(lang),
        Noted::Amended => words::amended(lang),
        Noted::Indicative => words::indicative(lang),
        Noted::Postponed => words::postponed(lang),
        Noted::Declined => words::declined(lang),
    }
}

pub fn choice_words(choice: Choice, lang: Lang) -> &'static str {
    match choice {
        Choice::Approve => words::approve(lang),
        Choice::Reservations => words::reservations(lang),
        Choice::Abstain => words::abstain(lang),
        Choice::Object => words::object(lang),
        Choice::Proxy => words::proxy(lang),
    }
}

pub fn gradient_words(gradient: u8, lang: Lang) -> &'static str {
    match gradient {
        1 => words::gradient_1(lang),
        2 => words::gradient_2(lang),
        3 => words::gradient_3(lang),
        4 => words::gradient_4(lang),
        5 => words::gradient_5(lang),
        6 => words::gradient_6(lang),
        7 => words::gradient_7(lang),
        // A scale has eight steps; readers clamp.
        _ => words::gradient_8(lang),
    }
}

pub fn sector_words(sector: Sector, lang: Lang) -> &'static str {
    match sector {
        Sector::Public => about::sector_public(lang),
        Sector::Private => about::sector_private(lang),
        Sector::CivilSociety => about::sector_civil(lang),
        Sector::Academia => about::sector_academia(lang),
        Sector::Mixed => about::sector_mixed(lang),
    }
}

/// Where a vote stands: the words, their tone, and whether it is still open.
pub fn standing_words(version: &Version, lang: Lang) -> (&'static str, &'static str) {
    match version.standing() {
        Standing::Open => (words::vote_open(lang), "tag accent"),
        Standing::Adopted if version.rule.method == Method::Dots => (words::indicative(lang), "tag ok"),
        Standing::Adopted => (words::adopted(lang), "tag ok"),
        Standing::Postponed => (words::postponed(lang), "tag warn"),
        Standing::Declined => (words::declined(lang), "tag"),
    }
}

fn stand(choice: Option<Choice>, is_open: bool) -> Stand {
    match choice {
        Some(Choice::Approve) => Stand::Approve,
        Some(Choice::Reservations) => Stand::Reservations,
        Some(Choice::Abstain | Choice::Proxy) => Stand::Abstain,
        Some(Choice::Object) => Stand::Object,
        None if is_open => Stand::Waiting,
        None => Stand::Absent,
    }
}

/// The seats of a vote's ring, as they voted.
pub fn ring_of(store: Store, version: &Version) -> Vec<RingSeat> {
    let is_open = version.standing() == Standing::Open;
    let voices = version.tally.voices.iter().map(|(seat, choice)| (seat.clone(), stand(*choice, is_open)));
    ring(store, voices.collect())
}

/// The seats of a decision that was written down, as it says.
pub fn ring_noted(store: Store, decision: &Decision) -> Vec<RingSeat> {
    let seats = store.organisations().into_iter().map(|(seat, _)| {
        let choice = decision.voices.get(&seat).copied();
        (seat, stand(choice, decision.noted == Noted::Open))
    });
    ring(store, seats.collect())
}

fn ring(store: Store, seats: Vec<(RecordId, Stand)>) -> Vec<RingSeat> {
    let own = store.me.with(|me| me.as_ref().and_then(|me| me.organisation.clone()));
    let seat = |(id, stand): (RecordId, Stand)| RingSeat {
        badge: store.badge(&id),
        stand,
        is_own: own.as_ref() == Some(&id),
    };
    seats.into_iter().map(seat).collect()
}

/// Every position of a ring in words.
pub fn ring_label(seats: &[RingSeat], lang: Lang) -> String {
    let position = |seat: &RingSeat| {
        let name = &seat.badge.name;
        match seat.stand {
            Stand::Approve => words::voice_approve(lang, name),
            Stand::Reservations => words::voice_reservations(lang, name),
            Stand::Abstain => words::voice_abstain(lang, name),
            Stand::Object => words::voice_object(lang, name),
            Stand::Waiting => words::voice_waiting(lang, name),
            Stand::Absent => words::voice_absent(lang, name),
        }
    };
    seats.iter().map(position).collect::<Vec<_>>().join(", ")
}

/// How many said what, in one line beside the ring.
pub fn counts(seats: &[RingSeat], method: Method, lang: Lang) -> String {
    let of = |stand: Stand| seats.iter().filter(|seat| seat.stand == stand).count() as u64;
    let approve = match method {
        Method::Consent => words::n_consent(lang, of(Stand::Approve)),
        Method::Dots => words::n_gave(lang, of(Stand::Approve)),
        Method::Majority | Method::Qualified | Method::Gradients => {
            words::n_approve(lang, of(Stand::Approve))
        }
    };
    type Counted = fn(Lang, u64) -> String;
    let others: [(Stand, Counted); 5] = [
        (Stand::Reservations, words::n_reservations),
        (Stand::Abstain, words::n_abstain),
        (Stand::Object, words::n_object),
        (Stand::Waiting, words::n_waiting),
        (Stand::Absent, words::n_absent),
    ];
    let others = others.into_iter().filter(|(stand, _)| of(*stand) > 0);
    let others = others.map(|(stand, words)| words(lang, of(stand)));
    std::iter::once(approve).chain(others).collect::<Vec<_>>().join(" · ")
}

/// What the rule still asks for, in whole sentences.
pub fn missing_words(store: Store, version: &Version, lang: Lang) -> Vec<String> {
    let here = version.tally.voices.iter().filter(|(_, choice)| choice.is_some()).count() as u32;
    let rule = &version.rule;
    let sentence = |missing: &Missing| match missing {
        Missing::Organisations(_) if here == 1 => words::missing_quorum_one(lang, rule.quorum),
        Missing::Organisations(_) => words::missing_quorum(lang, here, rule.quorum),
        Missing::Sectors(more) => match rule.quorum_sectors.saturating_sub(*more) {
            1 => words::missing_sectors_one(lang, rule.quorum_sectors),
            here => words::missing_sectors(lang, here, rule.quorum_sectors),
        },
        Missing::Approvals(more) => words::missing_approvals(lang, u64::from(*more)),
        Missing::OfSector(sector) => words::missing_of_sector(lang, sector_words(*sector, lang)),
        Missing::Objection(by) => words::missing_objection(lang, store.badge(by).name),
        Missing::AtOnce(by) => words::missing_at_once(lang, store.badge(by).name),
    };
    version.tally.missing.iter().map(sentence).collect()
}

/// Whether a seat has said something.
pub fn has_spoken(stand: Stand) -> bool {
    approves(stand) || matches!(stand, Stand::Abstain | Stand::Object)
}

/// Whether a seat approves, with or without reservations.
pub fn approves(stand: Stand) -> bool {
    matches!(stand, Stand::Approve | Stand::Reservations)
}
