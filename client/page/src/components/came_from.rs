//! The ideas that an object of the plan came of, with the way to their round.

use super::PanelPart;
use crate::address::OnBoard;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::questions::settle::title;
use shared::record::RecordAt;
use shared::sections::ideas::sources;
use shared::sections::{Kind, Section};
use shared::words;

/// Nothing where an object came of no idea.
#[component]
pub fn CameFrom(at: RecordAt) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let found = Memo::new(move |_| store.records(Section::Session, |records| sources(records, &at)));
    let links = move || {
        let lang = store.lang.get();
        let link = |idea: RecordAt| {
            let (name, round) = store.records(Section::Session, |records| {
                let round = records.get(idea.kind, &idea.id).and_then(|record| record.reference("round"));
                (title(&idea, records, lang), round)
            });
            let path = nav.place().map(|place| round_path(&place, round)).unwrap_or_default();
            view! { <li><a class="link" href=path>{icon(Icon::Comment, 16)} {name}</a></li> }
        };
        found.get().into_iter().map(link).collect_view()
    };
    view! {
        <Show when=move || !found.with(Vec::is_empty)>
            <PanelPart heading=Signal::derive(move || words::ideas::came_from(store.lang.get()).to_owned())>
                <ul class="stack">{links}</ul>
            </PanelPart>
        </Show>
    }
    .into_any()
}

fn round_path(place: &OnBoard, round: Option<RecordId>) -> String {
    let ideas = OnBoard::ideas(place.board.clone());
    ideas.with_object(round.map(|round| RecordAt::new(Kind::Round, round))).path()
}
