//! What is open on an object, in calm words, with the ways to settle it.

use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::questions::settle::{Way, sentence, title, ways};
use shared::record::{FieldAt, RecordAt, Records, Scalar};
use shared::sections::{Kind, Shape};

/// All open questions on `at`; nothing where there is none. `on_choose` is told the ways that
/// need a choice on the object first (who answers, which indicator); without it they are not offered.
#[component]
pub fn QuestionNotes(
    at: RecordAt,
    #[prop(optional, into)] on_choose: Option<Callback<Way>>,
) -> impl IntoView {
    let store = Store::here();
    move || {
        let lang = store.lang.get();
        store
            .questions_on(&at)
            .into_iter()
            .map(|question| {
                let (words, ways) =
                    store.peek(|records| (sentence(&question, records, lang), ways(&question, records)));
                let ways = ways.into_iter().map(|way| settle(store, way, on_choose)).collect_view();
                view! {
                    <div class="note warn question">
                        {icon(Icon::Gap, 18)}
                        <div class="stack">
                            <p>{words}</p>
                            {ways}
                        </div>
                    </div>
                }
            })
            .collect_view()
    }
}

fn settle(store: Store, way: Way, on_choose: Option<Callback<Way>>) -> Option<AnyView> {
    let lang = store.lang.get_untracked();
    let (label, has_act) = store.peek(|records| (way.label(records, lang), way.act(records).is_some()));
    if !has_act && on_choose.is_none() {
        return None;
    }
    let kept = match &way {
        Way::KeepValue { at, value } => Some(store.peek(|records| kept_words(store, at, value, records))),
        Way::KeepText { text, .. } => Some(text.clone()),
        Way::KeepAnswering { .. }
        | Way::ChooseWhoAnswers
        | Way::ChooseWhoDoes
        | Way::RemoveLink { .. }
        | Way::AddLink
        | Way::Restore { .. }
        | Way::LeaveRemoved { .. }
        | Way::AddIndicator
        | Way::TakeOn => None,
    };
    let choose = move |_| match store.peek(|records| way.act(records)) {
        Some(act) => store.act(act),
        None => {
            if let Some(on_choose) = on_choose {
                on_choose.run(way.clone());
            }
        }
    };
    Some(
        view! {
            {kept.map(|kept| view! { <blockquote>{kept}</blockquote> })}
            <button class="button dense" type="button" on:click=choose>
                {label}
            </button>
        }
        .into_any(),
    )
}

/// A value with whose it is: a role of the matrix names its column.
fn kept_words(store: Store, at: &FieldAt, value: &Scalar, records: &Records) -> String {
    let said = in_words(store, at, value, records);
    let lang = store.lang.get_untracked();
    let column = at.key.as_deref().and_then(RecordId::parse);
    let named = column.and_then(|column| {
        let kinds = [Kind::Organisation, Kind::Body].into_iter();
        let at = kinds.map(|kind| RecordAt::new(kind, column.clone()));
        at.map(|at| title(&at, records, lang)).find(|name| !name.is_empty())
    });
    match named {
        Some(name) => shared::words::roles::set(lang, name, said),
        None => said,
    }
}

/// A value as people read it: a reference by its title, a cleared one as a dash.
fn in_words(store: Store, at: &FieldAt, value: &Scalar, records: &Records) -> String {
    let shape = at.record.kind.field(&at.field).map(|field| field.shape);
    match (value, shape) {
        (Scalar::Text(text), _) if text.is_empty() => "–".to_owned(),
        (Scalar::Text(text), Some(Shape::Ref(kinds))) => kinds
            .iter()
            .filter_map(|kind| Some(RecordAt::new(*kind, RecordId::parse(text)?)))
            .find(|found| records.get(found.kind, &found.id).is_some())
            .map(|found| title(&found, records, store.lang.get_untracked()))
            .unwrap_or_else(|| text.clone()),
        (Scalar::Text(text), _) => text.clone(),
        (Scalar::Int(number), _) => number.to_string(),
        (Scalar::Flag(flag), _) => if *flag { "✓" } else { "–" }.to_owned(),
    }
}
