//! The small chart of an indicator: the way to the target dashed, what was measured solid,
//! labels on the points. Its table says the same in figures.

use super::words as chain_words;
use leptos::prelude::*;
use shared::lang::Lang;
use shared::px::Px;
use shared::sections::Measured;
use shared::sections::indicators::Indicator;
use shared::words;

const WIDTH: f64 = 278.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 58.0;
const LEFT: f64 = 16.0;
const RIGHT: f64 = 224.0;

/// A point of the chart: when, how much, and as people wrote it.
#[derive(Clone, Debug, PartialEq)]
struct Dot {
    year: f64,
    value: f64,
    written: String,
}

/// What can be drawn of an indicator.
#[derive(Debug, PartialEq)]
struct Course {
    measured: Vec<Dot>,
    planned: Vec<Dot>,
}

impl Course {
    fn of(indicator: &Indicator) -> Option<Course> {
        let dot = |date: &str, measured: Option<&Measured>| {
            let amount = measured?.amount()?;
            Some(Dot { year: year(date)?, value: amount.approximate(), written: amount.to_string() })
        };
        let base = dot(&indicator.baseline_date, indicator.baseline.as_ref());
        let actuals = indicator.periods.iter().filter_map(|period| dot(&period.end, period.actual.as_ref()));
        let targets = indicator.periods.iter().filter_map(|period| dot(&period.end, period.target.as_ref()));
        let measured: Vec<Dot> = base.clone().into_iter().chain(actuals).collect();
        let planned: Vec<Dot> = base.into_iter().chain(targets).collect();
        (measured.len().max(planned.len()) > 1).then_some(Course { measured, planned })
    }

    fn all(&self) -> impl Iterator<Item = &Dot> {
        self.measured.iter().chain(&self.planned)
    }
}

/// A date as a part of years: `2026-07-01` is about 2026.5.
fn year(date: &str) -> Option<f64> {
    let mut parts = date.splitn(3, '-');
    let year: i32 = parts.next()?.parse().ok()?;
    let month: u8 = parts.next().and_then(|month| month.parse().ok()).unwrap_or(1);
    Some(f64::from(year) + f64::from(month.clamp(1, 12) - 1) / 12.0)
}

/// The chart; nothing where there are not two numbers to draw a line between.
pub fn chart(lang: Lang, indicator: &Indicator) -> Option<AnyView> {
    let course = Course::of(indicator)?;
    let (first, last) = bounds(course.all().map(|dot| dot.year));
    let (low, high) = bounds(course.all().map(|dot| dot.value));
    let x = |dot: &Dot| LEFT + (dot.year - first) / (last - first).max(0.01) * (RIGHT - LEFT);
    let y = |dot: &Dot| BOTTOM - (dot.value - low) / (high - low).max(f64::EPSILON) * (BOTTOM - TOP);
    let path = |dots: &[Dot]| {
        let points = dots
            .iter()
            .enumerate()
            .map(|(at, dot)| format!("{}{} {}", if at == 0 { "M" } else { "L" }, Px(x(dot)), Px(y(dot))));
        points.collect::<String>()
    };
    let unit = indicator.unit.as_str();
    let written = |dot: &Dot| chain_words::quantity(lang, &dot.written, unit);
    let label = |dot: &Dot, class: &'static str, below: bool| {
        let at_end = x(dot) > WIDTH - 90.0;
        let (dx, anchor) = if at_end { (9.0, "start") } else { (0.0, "middle") };
        let dy = match (at_end, below) {
            (true, _) => 4.0,
            (false, true) => 16.0,
            (false, false) => -9.0,
        };
        let left = (x(dot) + dx).max(if anchor == "middle" { 14.0 } else { 0.0 });
        view! { <text class=class x=Px(left).to_string() y=Px(y(dot) + dy).to_string() text-anchor=anchor>{written(dot)}</text> }
            .into_any()
    };
    let now = course.measured.last().filter(|_| course.measured.len() > 1);
    let base = course.measured.first().or(course.planned.first());
    let goal = course.planned.last().filter(|_| course.planned.len() > 1);
    let ticks = [base, goal].into_iter().flatten().map(|dot| {
        view! { <text class="chart-tick" x=Px(x(dot).max(14.0)).to_string() y="82" text-anchor="middle">{Px(dot.year.floor()).to_string()}</text> }
            .into_any()
    });
    let summary = words::chain::chart_label(
        lang,
        base.map(written).unwrap_or_default(),
        now.or(base).map(written).unwrap_or_default(),
        goal.map(written).unwrap_or_default(),
    );
    let dot = |dot: &Dot, class: &'static str, r: &'static str| {
        view! { <circle class=class cx=Px(x(dot)).to_string() cy=Px(y(dot)).to_string() r=r></circle> }
            .into_any()
    };
    // A label under the measured point where the target's label would stand on it.
    let crowded = matches!((now, goal), (Some(now), Some(goal)) if (x(now) - x(goal)).abs() < 40.0);
    Some(
        view! {
            <svg class="chart" viewBox=format!("0 0 {} 86", Px(WIDTH)) role="img" aria-label=summary>
                <line class="chart-ground" x1="0" x2=Px(WIDTH).to_string() y1="70.5" y2="70.5"></line>
                <path class="chart-plan" d=path(&course.planned)></path>
                <path class="chart-course" d=path(&course.measured)></path>
                {base.map(|at| dot(at, "chart-base", "3.5"))}
                {goal.map(|at| dot(at, "chart-goal", "4.5"))}
                {now.map(|at| dot(at, "chart-now", "5"))}
                {ticks.collect_view()}
                {base.map(|at| label(at, "chart-label", false))}
                {goal.map(|at| label(at, "chart-label", false))}
                {now.filter(|_| !crowded).map(|at| label(at, "chart-label now", true))}
            </svg>
        }
        .into_any(),
    )
}

fn bounds(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_to_the_month() {
        assert_eq!(year("2026-07-01"), Some(2026.5));
        assert_eq!(year("2026"), Some(2026.0));
        assert_eq!(year("soon"), None);
    }
}
