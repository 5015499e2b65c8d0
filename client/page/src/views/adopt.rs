//! A version of the plan, put to the vote or adopted: what it changes against the one in force,
//! the whole of it for reading, and the vote. Without a version in the address: the list of them.

mod changes;
mod proposing;
mod reading;

use crate::address::OnBoard;
use crate::components::{Choice, EmptyState, SectionPage, Segmented};
use crate::device;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use crate::views::vote::{self, VotePanel};
use leptos::prelude::*;
pub use proposing::{ProposeDialog, rule_in_words};
use shared::ids::RecordId;
use shared::record::RecordAt;
use shared::sections::{Kind, Section};
use shared::version::{Standing, Version, in_force};
use shared::words::decisions as words;

/// The lens that shows the whole of a version.
const WHOLE: &str = "plateau";

#[component]
pub fn Adopt() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let open = Memo::new(move |_| {
        nav.place().and_then(|place| place.object).filter(|at| at.kind == Kind::Version).map(|at| at.id)
    });
    let is_known = Memo::new(move |_| open.get().is_some_and(|id| vote::find(store, &id).is_some()));
    move || match open.get().filter(|_| is_known.get()) {
        Some(id) => view! { <VersionPage id=id /> }.into_any(),
        None => view! { <Versions /> }.into_any(),
    }
}

#[component]
fn VersionPage(id: RecordId) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let stored = StoredValue::new(id.clone());
    let version = Memo::new(move |_| stored.with_value(|id| vote::find(store, id)));
    let is_whole = Memo::new(move |_| nav.place().is_some_and(|place| place.lens.as_deref() == Some(WHOLE)));
    let novelties = changes::ask(
        store,
        Signal::derive(move || {
            version.with(|one| one.as_ref().map(|one| (one.id.clone(), one.closed.clone())))
        }),
    );
    let title = Signal::derive(move || {
        let lang = store.lang.get();
        version
            .with(|one| {
                one.as_ref().map(|one| {
                    let title = title_of(one, lang);
                    if one.standing() == Standing::Open { words::adopt_title(lang, title) } else { title }
                })
            })
            .unwrap_or_default()
    });
    let question = Signal::derive(move || changes::lead(store, novelties));
    let choose = move |key: &'static str| {
        if let Some(place) = nav.place_now() {
            nav.go(&place.with_lens((key == WHOLE).then_some(WHOLE)).path());
        }
    };
    let way = move |key: &'static str, word: fn(shared::lang::Lang) -> &'static str| Choice {
        key,
        drawing: None,
        words: Signal::derive(move || word(store.lang.get()).to_owned()),
    };
    let ways = vec![way("", words::view_changes), way(WHOLE, words::view_whole)];
    let chosen = Signal::derive(move || if is_whole.get() { WHOLE } else { "" }.to_owned());
    let back = move || {
        nav.place().map(|place| OnBoard::new(place.board, Section::Decisions).path()).unwrap_or_default()
    };
    let ways = StoredValue::new(ways);
    view! {
        <SectionPage
            title=title
            question=question
            class="with-vote"
            actions=move || {
                view! {
                    <a class="button" href=back>
                        {icon(Icon::List, 16)}
                        <span>{move || words::back_to_log(store.lang.get())}</span>
                    </a>
                    <Segmented
                        label=Signal::derive(move || words::view_ways(store.lang.get()).to_owned())
                        choices=ways.get_value()
                        chosen=chosen
                        on_choose=Callback::new(choose)
                    />
                }
            }
        >
            <div class="adopt">
                <div class="adopt-content" tabindex="0" role="region" aria-label=move || match is_whole.get() {
                    true => words::view_whole(store.lang.get()),
                    false => words::view_changes(store.lang.get()),
                }>
                    {move || match is_whole.get() {
                        true => view! { <reading::Whole version=version /> }.into_any(),
                        false => view! { <changes::Changes version=version novelties=novelties /> }.into_any(),
                    }}
                </div>
                <div class="adopt-vote">
                    <VotePanel version=id />
                    <reading::Digest version=version />
                </div>
            </div>
        </SectionPage>
    }
    .into_any()
}

/// What a version is called.
pub fn title_of(version: &Version, lang: shared::lang::Lang) -> String {
    match version.title.trim() {
        "" => words::untitled_version(lang).to_owned(),
        title => title.to_owned(),
    }
}

/// The address of a version.
pub fn path_of(nav: Nav, version: &RecordId) -> String {
    let at = RecordAt::new(Kind::Version, version.clone());
    let place = nav.place().map(|place| OnBoard::new(place.board, Section::Versions));
    place.map(|place| place.with_object(Some(at)).path()).unwrap_or_default()
}

/// All versions of the plan, the last first.
#[component]
fn Versions() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let proposing = RwSignal::new(false);
    let of_plan = Memo::new(move |_| {
        store.versions.with(|all| {
            let of_plan = all.iter().rev().filter(|one| one.is_of_plan());
            of_plan.map(|one| one.id.clone()).collect::<Vec<RecordId>>()
        })
    });
    let may_propose = move || vote::may_moderate(store);
    let word = move |word: fn(shared::lang::Lang) -> &'static str| {
        Signal::derive(move || word(store.lang.get()).to_owned())
    };
    let row = move |id: RecordId| {
        let path = {
            let id = id.clone();
            move || path_of(nav, &id)
        };
        let words = move || {
            let lang = store.lang.get();
            vote::find(store, &id).map(|one| {
                let (said, tone) = vote::words::standing_words(&one, lang);
                let day = match one.closed.as_str() {
                    "" => words::version_open(lang, device::iso_day(lang, &one.opened)),
                    closed => words::closed_on(lang, device::iso_day(lang, closed)),
                };
                let is_in_force =
                    store.versions.with(|all| in_force(all).is_some_and(|two| two.id == one.id));
                view! {
                    <b class="grow">{title_of(&one, lang)}</b>
                    <small>{day}</small>
                    {is_in_force.then(|| view! { <span class="tag accent">{words::in_force(lang)}</span> })}
                    <span class=tone>{said}</span>
                }
            })
        };
        view! {
            <li>
                <a href=path>{words}</a>
            </li>
        }
        .into_any()
    };
    let propose = move || {
        view! {
            <Show when=may_propose>
                <button class="button primary" type="button" on:click=move |_| proposing.set(true)>
                    {icon(Icon::Flag, 16)}
                    {move || words::adopt(store.lang.get())}
                </button>
            </Show>
        }
    };
    view! {
        <SectionPage title=word(words::versions) question=word(words::lead) actions=propose>
            <Show
                when=move || !of_plan.with(Vec::is_empty)
                fallback=move || {
                    view! { <EmptyState drawing=Icon::Flag words=word(words::no_versions) /> }
                }
            >
                <ul class="version-list">
                    <For each=move || of_plan.get() key=|id| id.clone() children=row />
                </ul>
            </Show>
        </SectionPage>
        <ProposeDialog open=proposing />
    }
    .into_any()
}
