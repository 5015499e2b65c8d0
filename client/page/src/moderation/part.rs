//! Proposals about one object: in its panel, and as a mark on the object itself.

use super::card::ProposalCard;
use super::tray::Tray;
use crate::components::PanelPart;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::record::RecordAt;
use shared::words;

/// In an object's panel; nothing where nothing waits.
#[component]
pub fn ProposalsPart(at: RecordAt) -> impl IntoView {
    let (store, tray) = (Store::here(), Tray::here());
    // Those of its texts stand beside them.
    let ids = Memo::new(move |_| {
        let about = tray.on(&at);
        about
            .into_iter()
            .filter(|id| !tray.proposal(id).is_some_and(|one| is_of_texts(&one)))
            .collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !ids.with(Vec::is_empty)>
            <PanelPart heading=Signal::derive(move || words::moderation::proposals(store.lang.get()).to_owned())>
                <div class="proposals">
                    <For
                        each=move || ids.get()
                        key=|id| id.clone()
                        children=|id| view! { <ProposalCard id=id beside=true /> }
                    />
                </div>
            </PanelPart>
        </Show>
    }
    .into_any()
}

fn is_of_texts(proposal: &shared::lock::Proposal) -> bool {
    proposal.differences.iter().all(|one| matches!(one, shared::compare::Difference::Text { .. }))
}

/// How many proposals wait on an object; nothing where there are none.
#[component]
pub fn ProposalCount(at: RecordAt) -> impl IntoView {
    let (store, tray) = (Store::here(), Tray::here());
    let count = Memo::new(move |_| tray.on(&at).len());
    move || {
        let (lang, n) = (store.lang.get(), count.get());
        (n > 0).then(|| {
            view! {
                <span class="card-count proposed" role="img" aria-label=words::moderation::on_object(lang, n as u64)>
                    {icon(Icon::Inbox, 14)}
                    {n}
                </span>
            }
        })
    }
}
