//! Questions about the chain in words, each with the ways to settle it.

use super::acts;
use super::hand::Hand;
use crate::components::Lines;
use crate::components::TextBlock;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::act::{Act, Edit, Message};
use shared::delta::Delta;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::questions::{About, Question};
use shared::record::{FieldAt, RecordAt, Scalar};
use shared::sections::Kind;
use shared::words;

/// What is open on `at`.
#[component]
pub fn Settle(at: RecordAt) -> impl IntoView {
    let hand = Hand::here();
    let open = Memo::new(move |_| hand.store.questions_on(&at));
    move || {
        let notes = open.get().into_iter().map(|question| {
            let (told, ways) = question_in_words(hand, &question);
            view! {
                <div class="note warn" role="status">
                    {icon(Icon::Gap, 18)}
                    <div class="stack grow"><span>{told}</span><div class="row wrap">{ways}</div></div>
                </div>
            }
            .into_any()
        });
        notes.collect_view()
    }
}

fn question_in_words(hand: Hand, question: &Question) -> (String, Vec<AnyView>) {
    let lang = hand.store.lang.get();
    let on = question.on.clone();
    match &question.about {
        About::Orphan => (words::chain::orphan_told(lang).to_owned(), vec![]),
        About::NoIndicator => {
            let add = move || add_indicator(hand, &on.id);
            (
                words::chain::no_indicator_told(lang).to_owned(),
                vec![way(hand, words::chain::add_indicator(lang), add)],
            )
        }
        About::Cycle { nodes } => {
            let titles: Vec<String> = hand
                .plan
                .with(|plan| nodes.iter().map(|node| format!("« {} »", plan.title(&node.id))).collect());
            (words::chain::cycle_told(lang, titles.join(" → ")), vec![])
        }
        About::LinkToRemoved { end } => {
            let end = end.clone();
            let restore = way(hand, words::chain::restore_card(lang), move || hand.restore(&end));
            let unlink = way(hand, words::chain::unlink(lang), move || hand.unlink(&on.id));
            (words::chain::link_to_removed_told(lang).to_owned(), vec![restore, unlink])
        }
        About::RemovedAndEdited => {
            let restore = way(hand, words::chain::restore(lang), move || hand.restore(&on));
            (words::chain::removed_and_edited_told(lang).to_owned(), vec![restore])
        }
        About::TwoValues { at, values } => {
            let ways = values.iter().map(|value| {
                let (at, value) = (at.clone(), value.clone());
                let told = value_in_words(hand, &at, &value);
                way(hand, words::chain::keep_this(lang, told), move || {
                    hand.store.act(Act::set(at.clone(), value.clone()));
                })
            });
            (words::chain::two_values_told(lang).to_owned(), ways.collect())
        }
        About::TwoTexts { at, texts } => {
            let kept = texts.first().cloned().unwrap_or_default();
            let ways = texts.iter().map(|text| {
                let (at, text, kept) = (at.clone(), text.clone(), kept.clone());
                way(hand, words::chain::keep_this(lang, shortened(&text)), move || {
                    let delta = Delta::between(&kept, &text);
                    let splice = Edit::Splice { at: at.clone(), delta };
                    let settle = Edit::Settle { at: at.clone() };
                    hand.store.act(Act::new(Message::Change, vec![splice, settle]));
                })
            });
            (words::chain::two_texts_told(lang).to_owned(), ways.collect())
        }
        // Asked of responsibilities and organisations, never of the chain.
        About::SeveralA { .. } | About::NoA | About::NoR | About::OrganisationWithoutR => {
            (words::chain::to_settle(lang).to_owned(), vec![])
        }
    }
}

fn way(hand: Hand, label: impl Into<String>, act: impl Fn() + 'static) -> AnyView {
    let label = label.into();
    untrack(|| hand.may_edit())
        .then(|| {
            view! { <button class="button dense" type="button" on:click=move |_| act()>{label}</button> }
                .into_any()
        })
        .into_any()
}

/// A value of a field as people know it: an owner by name, a place by its level, else itself.
fn value_in_words(hand: Hand, at: &FieldAt, value: &Scalar) -> String {
    let lang = hand.store.lang.get();
    match value {
        Scalar::Flag(true) => words::chain::yes(lang).to_owned(),
        Scalar::Flag(false) => words::chain::no(lang).to_owned(),
        Scalar::Int(number) => number.to_string(),
        Scalar::Text(text) => text_in_words(hand, lang, at, text),
    }
}

fn text_in_words(hand: Hand, lang: Lang, at: &FieldAt, text: &str) -> String {
    use shared::sections::Word;
    use shared::sections::chain::{AssumptionState, Confidence, Level, MilestoneStatus, Status};
    match (at.record.kind, at.field.as_str()) {
        (_, "place") => hand.level_name(Level::from_key(text.split('|').next().unwrap_or_default())),
        (_, "owner" | "responsible") => {
            RecordId::parse(text).map(|id| super::who::badge(hand.store, &id).name).unwrap_or_default()
        }
        (_, "from" | "to" | "node") => RecordId::parse(text)
            .map(|id| hand.plan.with(|plan| plan.title(&id).to_owned()))
            .unwrap_or_default(),
        (Kind::Node, "status") => super::words::status(lang, Status::from_key(text)).to_owned(),
        (Kind::Milestone, "status") => {
            super::words::milestone(lang, MilestoneStatus::from_key(text)).to_owned()
        }
        (Kind::Link, "confidence") => super::words::confidence(lang, Confidence::from_key(text)).to_owned(),
        (Kind::Assumption, "state") => {
            super::words::assumption(lang, AssumptionState::from_key(text)).to_owned()
        }
        (_, _) => lang.number(text),
    }
}

fn shortened(text: &str) -> String {
    const LETTERS: usize = 60;
    if text.chars().count() <= LETTERS {
        return text.to_owned();
    }
    text.chars().take(LETTERS).chain(['…']).collect()
}

/// Gives a card its first indicator, to be named next.
pub fn add_indicator(hand: Hand, node: &RecordId) {
    let (id, jitter) = (hand.store.new_id(), hand.store.jitter());
    hand.store.act(hand.store.peek(|records| acts::add_indicator(records, id, node, jitter)));
    hand.store.say(words::chain::said_indicator_added(hand.store.lang.get_untracked()));
}

/// A labelled text of a record in the panel.
pub fn labelled_text(
    hand: Hand,
    at: &RecordAt,
    field: &'static str,
    label: fn(Lang) -> &'static str,
) -> AnyView {
    let lang = hand.store.lang;
    view! {
        <div class="field">
            <span class="field-label">{move || label(lang.get())}</span>
            <TextBlock
                at=at.clone()
                field=field
                label=Signal::derive(move || label(lang.get()).to_owned())
                lines=Lines::Many
                class="input"
            />
        </div>
    }
    .into_any()
}
