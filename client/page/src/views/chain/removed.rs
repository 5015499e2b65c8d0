//! What was removed from the chain, to be restored.

use super::hand::Hand;
use crate::components::Dialog;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::record::RecordAt;
use shared::sections::{Kind, Section};
use shared::words;

/// A button with the number of removed things; nothing where nothing was removed.
#[component]
pub fn RemovedButton() -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let open = RwSignal::new(false);
    let count = Memo::new(move |_| hand.plan.with(|plan| plan.removed.len()));
    let rows = move || {
        let removed = hand.plan.with(|plan| plan.removed.clone());
        removed.into_iter().map(|at| row(hand, at)).collect_view()
    };
    view! {
        <Show when=move || { count.get() > 0 }>
            <button
                class="button discreet"
                type="button"
                title=move || words::chain::removed_title(lang.get())
                aria-label=move || words::chain::removed_count(lang.get(), count.get() as u64)
                on:click=move |_| open.set(true)
            >
                {icon(Icon::Restore, 16)}
                <span class="numbers">{move || count.get()}</span>
            </button>
        </Show>
        <Dialog open=open title=Signal::derive(move || words::chain::removed_title(lang.get()).to_owned())>
            <ul class="stack">{rows}</ul>
        </Dialog>
    }
    .into_any()
}

fn row(hand: Hand, at: RecordAt) -> AnyView {
    let lang = hand.store.lang.get();
    let working = hand.store.working();
    let title = match at.kind {
        Kind::Link => hand.store.records(Section::Chain, |records| {
            let link = records.get(Kind::Link, &at.id)?;
            let title = |end: &str| {
                let id = link.reference(end)?;
                Some(records.get(Kind::Node, &id)?.text_in("title", lang, working).to_owned())
            };
            Some(format!("{} → {}", title("from")?, title("to")?))
        }),
        _ => hand.store.record(&at, |record| record.text_in("title", lang, working).to_owned()),
    };
    let title =
        title.filter(|title| !title.is_empty()).unwrap_or_else(|| words::chain::untitled(lang).to_owned());
    let drawing = if at.kind == Kind::Link { Icon::Link } else { Icon::Chain };
    view! {
        <li class="row">
            {icon(drawing, 16)}
            <span class="grow">{title}</span>
            <button
                class="button dense"
                type="button"
                disabled=!hand.may_edit()
                on:click=move |_| hand.restore(&at)
            >
                {words::chain::restore(lang)}
            </button>
        </li>
    }
    .into_any()
}
