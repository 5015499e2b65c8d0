//! The chain as a picture: what the graph shows now, with the filter, the density and the folds.

use super::card::{gap_words, measure_words};
use super::hand::Hand;
use super::plan::Plan;
use super::words as chain_words;
use super::{card, who};
use crate::picture::{self, ACCENT, INK, LINE, PAPER, Picture, QUIET, WARN};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::layout::{CARD_PX, Edge, HEAD_PX, Layout, Placed};
use shared::record::RecordAt;
use shared::sections::chain::{AssumptionState, Level};
use shared::sections::{Kind, Word};
use shared::words;

const LEVELS: [&str; 5] = ["#FFFFFF", "#F7FAFA", "#ECF5F5", "#DCEDEE", "#0B5D66"];
/// Above the graph, for the board's name.
const TITLE_PX: f64 = 34.0;

/// How a picture is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Svg,
    Png,
}

/// Hands the graph to the person as a file.
pub fn save(hand: Hand, format: Format) {
    let store = hand.store;
    let lang = store.lang.get_untracked();
    let board = untrack(|| store.text(&RecordAt::single(Kind::About), "name"));
    let title = words::chain::picture_title(lang, board);
    let svg = untrack(|| draw(hand, &title));
    leptos::task::spawn_local(async move {
        let saved = match format {
            Format::Svg => picture::save_svg(&title, &svg),
            Format::Png => picture::save_png(&title, &svg).await,
        };
        let told = match saved {
            Some(()) => words::shell::copy_saved(lang, &title),
            None => words::shell::no_picture(lang).to_owned(),
        };
        store.tell(told, false);
    });
}

fn draw(hand: Hand, title: &str) -> String {
    hand.plan.with(|plan| {
        hand.layout.with(|layout| {
            let mut picture = Picture::new(layout.width, layout.height + TITLE_PX);
            picture.words(24.0, 26.0, title, picture::Hand::bold(18.0, INK));
            for (level, left) in Level::ALL.iter().zip(layout.columns) {
                let head = picture::Hand::bold(14.0, INK);
                picture.words(left, HEAD_PX - 18.0 + TITLE_PX, &hand.level_name(*level), head);
            }
            bands(&mut picture, hand, plan, layout);
            for edge in &layout.edges {
                line(&mut picture, plan, edge);
            }
            for placed in &layout.cards {
                card_of(&mut picture, hand, plan, placed);
            }
            picture.finish(title)
        })
    })
}

fn bands(picture: &mut Picture, hand: Hand, plan: &Plan, layout: &Layout) {
    let objectives = hand.shape.with(|shape| {
        shape.bands.iter().map(|band| band.objective.clone()).collect::<Vec<Option<RecordId>>>()
    });
    for (rect, objective) in layout.bands.iter().zip(objectives) {
        picture.rect((rect.x, rect.y + TITLE_PX, rect.width, rect.height), PAPER, "#DAE2E0", "");
        let title = objective.and_then(|id| plan.objectives.iter().find(|aim| aim.id == id));
        let title = title.map_or_else(
            || words::chain::no_objective(hand.store.lang.get()).to_owned(),
            |aim| aim.title.clone(),
        );
        picture.words(rect.x + 12.0, rect.y + TITLE_PX + 26.0, &title, picture::Hand::bold(13.0, INK));
    }
}

fn line(picture: &mut Picture, plan: &Plan, edge: &Edge) {
    let marks = plan.marks(&edge.id);
    let doubtful = marks.as_ref().is_some_and(|marks| match marks.state {
        AssumptionState::Uncertain | AssumptionState::Broken => true,
        AssumptionState::Holds | AssumptionState::ToTest => false,
    });
    picture.lowered(TITLE_PX, |picture| {
        picture.path(&edge.line, LINE, 1.5, if doubtful { "4 4" } else { "" });
        picture.shape(&edge.head, LINE);
        if let (Some(at), Some(marks)) = (edge.marker, marks) {
            picture.circle((at.x, at.y, 12.0), PAPER, if doubtful { WARN } else { LINE }, "");
            let hand = picture::Hand::bold(10.0, if doubtful { WARN } else { QUIET }).middle();
            picture.words(at.x, at.y + 3.5, &marks.letters, hand);
        }
    });
}

fn card_of(picture: &mut Picture, hand: Hand, plan: &Plan, placed: &Placed) {
    let store = hand.store;
    let lang = store.lang.get();
    let rect = placed.rect;
    let (x, y) = (rect.x, rect.y + TITLE_PX);
    let level = LEVELS[placed.column.min(4)];
    let dark = placed.column == 4;
    let (ink, quiet) = if dark { (PAPER, PAPER) } else { (INK, QUIET) };
    let Some(node) = plan.node(&placed.id) else {
        let stack = hand.shape.with(|shape| shape.stacks.iter().find(|stack| stack.id == placed.id).cloned());
        let Some(stack) = stack else { return };
        picture.rect((x, y, rect.width, rect.height), level, LINE, "");
        let told = words::chain::stack(lang, stack.count, chain_words::level(lang, stack.level));
        picture.words(x + 10.0, y + 21.0, &told, picture::Hand::bold(13.0, ink));
        return;
    };
    let gap = card::gap_now(store, &placed.id);
    let stroke = if gap.is_some() { WARN } else { LINE };
    picture.rect((x, y, rect.width, rect.height), level, stroke, if gap.is_some() { "4 3" } else { "" });
    let ample = rect.height >= CARD_PX;
    let title = plan.reads(&node.title);
    let title = if title.is_empty() { words::chain::untitled(lang) } else { title };
    let written = picture::Hand::bold(13.0, ink);
    if !ample {
        let room = if rect.height > 40.0 { 3 } else { 1 };
        picture.lines((x + 10.0, y + 21.0), title, (rect.width - 48.0, room), written);
        if let Some(first) = plan.carriers(&placed.id).first() {
            picture.badge(x + rect.width - 16.0, y + 16.0, &who::badge(store, first));
        }
        return;
    }
    let lines = picture.lines((x + 10.0, y + 22.0), title, (rect.width - 20.0, 5), written);
    if let Some(measure) = plan.measure(&placed.id) {
        let at = y + 22.0 + lines as f64 * 17.0;
        let (from, to) = (measure.from * (rect.width - 20.0), measure.to * (rect.width - 20.0));
        picture.rect((x + 10.0, at, rect.width - 20.0, 5.0), "#DAE2E0", "none", "");
        picture.rect(
            (x + 10.0 + from, at, (to - from).max(0.0), 5.0),
            if dark { PAPER } else { ACCENT },
            "none",
            "",
        );
        let told = measure_words(lang, &measure);
        picture.words(x + 10.0, at + 19.0, &told, picture::Hand::plain(11.0, quiet));
    }
    for (at, id) in plan.carriers(&placed.id).iter().take(3).enumerate() {
        picture.badge(x + 20.0 + at as f64 * 18.0, y + rect.height - 18.0, &who::badge(store, id));
    }
    let (told, colour) = match gap {
        Some(gap) => (gap_words(lang, gap), if dark { PAPER } else { WARN }),
        None => (chain_words::status(lang, node.status), quiet),
    };
    picture.words(
        x + rect.width - 10.0,
        y + rect.height - 14.0,
        told,
        picture::Hand::plain(11.0, colour).end(),
    );
}
