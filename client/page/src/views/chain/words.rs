//! Which word stands for which of the chain's closed lists.

use shared::lang::Lang;
use shared::sections::chain::{AssumptionState, Confidence, Level, MilestoneStatus, Status};
use shared::sections::indicators::{Direction, Frequency, Measure};
use shared::words::chain as words;

/// A level's usual name, in the plural.
pub fn level(lang: Lang, level: Level) -> &'static str {
    match level {
        Level::Input => words::inputs(lang),
        Level::Activity => words::activities(lang),
        Level::Output => words::outputs(lang),
        Level::Outcome => words::outcomes(lang),
        Level::Impact => words::impacts(lang),
    }
}

/// What one card of a level is called.
pub fn one_of(lang: Lang, level: Level) -> &'static str {
    match level {
        Level::Input => words::input(lang),
        Level::Activity => words::activity(lang),
        Level::Output => words::output(lang),
        Level::Outcome => words::outcome(lang),
        Level::Impact => words::impact(lang),
    }
}

/// What a level holds, in a few words.
pub fn sense_of(lang: Lang, level: Level) -> &'static str {
    match level {
        Level::Input => words::sense_input(lang),
        Level::Activity => words::sense_activity(lang),
        Level::Output => words::sense_output(lang),
        Level::Outcome => words::sense_outcome(lang),
        Level::Impact => words::sense_impact(lang),
    }
}

pub fn status(lang: Lang, status: Status) -> &'static str {
    match status {
        Status::Planned => words::planned(lang),
        Status::OnTrack => words::on_track(lang),
        Status::AtRisk => words::at_risk(lang),
        Status::Delayed => words::delayed(lang),
        Status::Achieved => words::achieved(lang),
    }
}

pub fn milestone(lang: Lang, status: MilestoneStatus) -> &'static str {
    match status {
        MilestoneStatus::Planned => words::planned(lang),
        MilestoneStatus::AtRisk => words::at_risk(lang),
        MilestoneStatus::Done => words::done(lang),
    }
}

pub fn confidence(lang: Lang, confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => words::confidence_low(lang),
        Confidence::Medium => words::confidence_medium(lang),
        Confidence::High => words::confidence_high(lang),
    }
}

pub fn assumption(lang: Lang, state: AssumptionState) -> &'static str {
    match state {
        AssumptionState::ToTest => words::not_examined(lang),
        AssumptionState::Uncertain => words::to_check(lang),
        AssumptionState::Holds => words::confirmed(lang),
        AssumptionState::Broken => words::broken(lang),
    }
}

/// The class of an assumption's marker: its shape and its colour.
pub fn assumption_class(state: AssumptionState) -> &'static str {
    match state {
        AssumptionState::ToTest => "untested",
        AssumptionState::Uncertain => "doubtful",
        AssumptionState::Holds => "holds",
        AssumptionState::Broken => "broken",
    }
}

pub fn measure(lang: Lang, measure: Measure) -> &'static str {
    match measure {
        Measure::Unit => words::measure_unit(lang),
        Measure::Percentage => words::measure_percentage(lang),
        Measure::Nominal => words::measure_nominal(lang),
        Measure::Ordinal => words::measure_ordinal(lang),
        Measure::Qualitative => words::measure_qualitative(lang),
    }
}

pub fn direction(lang: Lang, direction: Direction) -> &'static str {
    match direction {
        Direction::Up => words::more_is_better(lang),
        Direction::Down => words::less_is_better(lang),
    }
}

pub fn frequency(lang: Lang, frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Annual => words::annual(lang),
        Frequency::Semiannual => words::semiannual(lang),
        Frequency::Quarterly => words::quarterly(lang),
        Frequency::Monthly => words::monthly(lang),
    }
}

/// One to five as likelihood or as weight.
pub fn five(lang: Lang, step: u8) -> &'static str {
    match step {
        ..=1 => words::very_low(lang),
        2 => words::low(lang),
        3 => words::middling(lang),
        4 => words::high(lang),
        5.. => words::very_high(lang),
    }
}

/// A unit as it stands behind a number: usual codes in words, others as people wrote them.
pub fn unit(lang: Lang, unit: &str) -> String {
    match unit {
        "count" | "scale-0-5" | "qualitative" => String::new(),
        "percent" => "%".to_owned(),
        "person" => words::unit_person(lang).to_owned(),
        "household" => words::unit_household(lang).to_owned(),
        "tonne" => "t".to_owned(),
        own => own.to_owned(),
    }
}

/// A number with its unit: `21 %`, `14 ateliers`.
pub fn quantity(lang: Lang, amount: &str, unit_code: &str) -> String {
    let (number, unit) = (lang.number(amount), unit(lang, unit_code));
    match (unit.as_str(), lang) {
        ("", _) => number,
        ("%", Lang::En) => format!("{number}%"),
        (unit, _) => format!("{number}\u{a0}{unit}"),
    }
}
