//! Whose words the statement is made of: the organisations whose letters stand in it, as the document
//! knows. Asked for when it is shown, and again once the words have been still for a while.

use crate::address::When;
use crate::components::OrgBadge;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::{BoardState, Store};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::past::{Look, Moment, Sight};
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::sections::versions::Outcome;
use shared::version::Version;
use shared::words;
use std::time::Duration;

/// After so long the text is asked about again, whoever changed it.
const STILL: Duration = Duration::from_secs(4);

#[component]
pub fn Writers() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let writers = RwSignal::new(Vec::<RecordId>::new());
    let statement = RecordAt::single(Kind::Vision).field("statement");
    let ask = move || {
        store.look_then(Look::Writers { at: statement.clone() }, move |sight| {
            if let Ok(Sight::Writers(found)) = sight {
                // The view may have gone meanwhile.
                let _ = writers.try_update(|writers| *writers = found);
            }
        });
    };
    let is_loaded =
        Memo::new(move |_| store.board.with(|state| matches!(state, BoardState::Open { stored: false, .. })));
    let length = Memo::new(move |_| {
        let read = |record: &shared::record::Record| record.text("statement").len();
        store.record(&RecordAt::single(Kind::Vision), read).unwrap_or(0)
    });
    let waits = StoredValue::new(false);
    Effect::new(move |asked: Option<bool>| {
        length.track();
        let is_loaded = is_loaded.get();
        let was_asked = asked == Some(true);
        if is_loaded && !was_asked {
            ask();
        } else if is_loaded && !waits.get_value() {
            waits.set_value(true);
            let ask = ask.clone();
            set_timeout(
                move || {
                    if waits.try_update_value(|waits| *waits = false).is_some() {
                        ask();
                    }
                },
                STILL,
            );
        }
        is_loaded
    });
    let adopted = Memo::new(move |_| {
        let adopted = store.versions.with(|all| {
            all.iter().rev().find(|version| is_adopted_plan(version)).map(|version| version.id.clone())
        });
        let place = nav.place()?.at(When::Between(Moment::Version(adopted?), Moment::Now));
        Some(place.path())
    });
    let badges = move || {
        let badge = |organisation| view! { <OrgBadge organisation=organisation size="sm" /> };
        writers.get().into_iter().map(badge).collect_view()
    };
    view! {
        <Show when=move || !store.is_past() && (!writers.with(Vec::is_empty) || adopted.with(Option::is_some))>
            <p class="writers">
                <Show when=move || !writers.with(Vec::is_empty)>
                    <span>{move || words::vision::written_by(store.lang.get(), writers.with(Vec::len) as u64)}</span>
                    <span class="orgs">{badges}</span>
                </Show>
                <span class="grow"></span>
                {move || {
                    adopted
                        .get()
                        .map(|path| {
                            view! {
                                <a class="link" href=path>
                                    {icon(Icon::History, 16)}
                                    {move || words::vision::compare_with(store.lang.get())}
                                </a>
                            }
                        })
                }}
            </p>
        </Show>
    }
    .into_any()
}

fn is_adopted_plan(version: &Version) -> bool {
    version.decision.is_none() && version.outcome == Outcome::Adopted
}
