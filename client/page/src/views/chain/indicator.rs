//! An indicator in the panel: what is measured, how far it has come, and the table behind it.

use super::chart::chart;
use super::fields;
use super::hand::Hand;
use super::words as chain_words;
use crate::components::{Lines, TextBlock};
use crate::device;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::sections::indicators::{Direction, Frequency, Indicator, Measure, period_key};
use shared::sort::sort_by;
use shared::words;

/// One indicator, found again by id at each change.
#[component]
pub fn IndicatorBlock(id: RecordId) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let at = RecordAt::new(Kind::Indicator, id.clone());
    let indicator = Memo::new(move |_| {
        hand.plan.with(|plan| plan.indicators.iter().find(|found| found.id == id).cloned())
    });
    let drawn = move || indicator.with(|found| found.as_ref().and_then(|found| chart(lang.get(), found)));
    let figures = move || indicator.with(|found| found.as_ref().map(|found| figures(hand, found)));
    let removed = at.clone();
    view! {
        <div class="stack indicator">
            <TextBlock
                at=at.clone()
                field="title"
                label=Signal::derive(move || words::chain::indicator(lang.get()).to_owned())
                placeholder=Signal::derive(move || words::chain::indicator_placeholder(lang.get()).to_owned())
                lines=Lines::One
            />
            {drawn}
            {figures}
            <details>
                <summary class="link">{move || words::chain::see_table(lang.get())}</summary>
                <div class="stack-3">
                    <Periods at=at.clone() indicator=indicator />
                    {baseline(hand, &at, indicator)}
                    {measure_fields(&at)}
                    {fields::owner(words::chain::responsible, at.field("responsible"))}
                    <label class="field">
                        <span class="field-label">{move || words::chain::verification(lang.get())}</span>
                        <TextBlock
                            at=at.clone()
                            field="verification"
                            label=Signal::derive(move || words::chain::verification(lang.get()).to_owned())
                            lines=Lines::Many
                            class="input"
                        />
                    </label>
                    {remove_button(hand, removed, words::chain::remove_indicator)}
                </div>
            </details>
        </div>
    }
    .into_any()
}

/// A quiet button that removes something which hangs on a card.
pub fn remove_button(hand: Hand, at: RecordAt, label: fn(shared::lang::Lang) -> &'static str) -> AnyView {
    let at = StoredValue::new(at);
    view! {
        <Show when=move || hand.may_edit()>
            <button class="button discreet dense grave" type="button" on:click=move |_| hand.remove_part(at.get_value())>
                {icon(Icon::Trash, 16)}
                <span>{move || label(hand.store.lang.get())}</span>
            </button>
        </Show>
    }
    .into_any()
}

/// Departure, present and target in large figures.
fn figures(hand: Hand, indicator: &Indicator) -> AnyView {
    let lang = hand.store.lang.get();
    let unit = indicator.unit.as_str();
    let show = |measured: Option<&shared::sections::Measured>| {
        measured
            .map_or_else(|| "–".to_owned(), |measured| chain_words::quantity(lang, measured.as_str(), unit))
    };
    let goal = indicator.periods.iter().rev().find(|period| period.target.is_some());
    let goal_words = match goal {
        Some(goal) => words::chain::target_year(lang, goal.end.get(..4).unwrap_or_default()),
        None => words::chain::target(lang).to_owned(),
    };
    let is_long = [indicator.baseline.as_ref(), indicator.latest().map(|(_, found)| found)]
        .into_iter()
        .flatten()
        .any(|measured| measured.as_str().chars().count() > 12);
    view! {
        <dl class="figures" class:told=is_long>
            <div><dt>{words::chain::departure(lang)}</dt><dd>{show(indicator.baseline.as_ref())}</dd></div>
            <div class="now"><dt>{words::chain::today(lang)}</dt><dd>{show(indicator.latest().map(|(_, found)| found))}</dd></div>
            <div><dt>{goal_words}</dt><dd>{show(goal.and_then(|period| period.target.as_ref()))}</dd></div>
        </dl>
    }
    .into_any()
}

/// The table of periods: target and measure of each, and a way to add the next year.
#[component]
fn Periods(at: RecordAt, indicator: Memo<Option<Indicator>>) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    // Years that were opened here and hold nothing yet: a period exists once something is in it.
    let opened = RwSignal::new(Vec::<String>::new());
    let keys = Memo::new(move |_| {
        let mut keys: Vec<String> = indicator.with(|found| {
            found.iter().flat_map(|found| &found.periods).map(|period| period.key.clone()).collect()
        });
        opened.with(|opened| {
            keys.extend(opened.iter().filter(|key| !keys.contains(key)).cloned().collect::<Vec<_>>())
        });
        sort_by(&mut keys, Ord::cmp);
        keys
    });
    let in_words = Signal::derive(move || {
        indicator.with(|found| found.as_ref().is_some_and(|found| found.measure == Measure::Qualitative))
    });
    let add_year = move |_| {
        let last = keys.with_untracked(|keys| keys.last().and_then(|key| key.get(..4)?.parse::<i32>().ok()));
        let next = last.map_or_else(device::this_year, |last| last + 1);
        opened.update(|opened| opened.push(period_key(&format!("{next}-01-01"), &format!("{next}-12-31"))));
    };
    let row = move |key: String| {
        let name = period_name(&key);
        let cell = |field: &'static str, words: fn(shared::lang::Lang) -> &'static str| {
            let name = name.clone();
            let label = Signal::derive(move || format!("{} {name}", words(lang.get())));
            fields::amount(label, at.cell(field, &key), in_words)
        };
        let (target, actual) =
            (cell("targets", words::chain::target), cell("actuals", words::chain::measured));
        view! { <tr><th scope="row" class="numbers">{name.clone()}</th><td>{target}</td><td>{actual}</td></tr> }.into_any()
    };
    view! {
        <table class="periods">
            <thead>
                <tr>
                    <th scope="col">{move || words::chain::period(lang.get())}</th>
                    <th scope="col">{move || words::chain::target(lang.get())}</th>
                    <th scope="col">{move || words::chain::measured(lang.get())}</th>
                </tr>
            </thead>
            <tbody>
                <For each=move || keys.get() key=|key| key.clone() children=row />
            </tbody>
        </table>
        <Show when=move || hand.may_edit()>
            <button class="button discreet dense" type="button" on:click=add_year>
                {icon(Icon::Plus, 16)}
                <span>{move || words::chain::add_year(lang.get())}</span>
            </button>
        </Show>
    }
    .into_any()
}

/// `2026` for a whole year, else `2026-03-01 – 2026-05-31`.
fn period_name(key: &str) -> String {
    match key.split_once('/') {
        Some((start, end)) => match (start.strip_suffix("-01-01"), end.strip_suffix("-12-31")) {
            (Some(first), Some(last)) if first == last => first.to_owned(),
            (_, _) => format!("{start} – {end}"),
        },
        None => key.to_owned(),
    }
}

fn baseline(hand: Hand, at: &RecordAt, indicator: Memo<Option<Indicator>>) -> AnyView {
    let lang = hand.store.lang;
    let in_words = Signal::derive(move || {
        indicator.with(|found| found.as_ref().is_some_and(|found| found.measure == Measure::Qualitative))
    });
    let label = Signal::derive(move || words::chain::departure(lang.get()).to_owned());
    view! {
        <div class="two-fields">
            <div class="field">
                <span class="field-label">{move || label.get()}</span>
                {fields::amount(label, at.field("baseline"), in_words)}
            </div>
            {fields::date(words::chain::departure_date, at.field("baseline_date"))}
        </div>
    }
    .into_any()
}

fn measure_fields(at: &RecordAt) -> AnyView {
    view! {
        <div class="two-fields">
            {fields::word::<Measure>(words::chain::measure, at.field("measure"), chain_words::measure)}
            {fields::free(words::chain::unit, at.field("unit"))}
            {fields::word::<Direction>(words::chain::direction, at.field("direction"), chain_words::direction)}
            {fields::word::<Frequency>(words::chain::frequency, at.field("frequency"), chain_words::frequency)}
        </div>
    }
    .into_any()
}
