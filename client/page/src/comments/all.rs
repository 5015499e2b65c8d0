//! All comments of a board in one panel, and the button in the top bar that opens it.

use super::part::NewThread;
use super::talk::Talk;
use super::thread::ThreadView;
use crate::address::OnBoard;
use crate::components::Panel;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::questions::settle::title;
use shared::record::RecordAt;
use shared::told::section_name;
use shared::words;

/// Opens the comments; says how many are open.
#[component]
pub fn CommentsButton() -> impl IntoView {
    let (store, talk) = (Store::here(), Talk::here());
    let count = Memo::new(move |_| talk.open_count());
    view! {
        <button
            class="icon-button counted"
            type="button"
            aria-label=move || words::comments::button(store.lang.get(), count.get() as u64)
            aria-expanded=move || talk.open.get().to_string()
            on:click=move |_| talk.open.update(|open| *open = !*open)
        >
            {icon(Icon::Comment, 18)}
            {move || (count.get() > 0).then(|| view! { <em aria-hidden="true">{count.get()}</em> })}
        </button>
    }
    .into_any()
}

/// The panel: the comment being begun, open threads by what they are about, resolved ones on demand.
#[component]
pub fn AllComments() -> impl IntoView {
    let (store, talk) = (Store::here(), Talk::here());
    let resolved = RwSignal::new(false);
    let ids = move |is_resolved: bool| {
        talk.all(is_resolved).into_iter().map(|thread| thread.id).collect::<Vec<RecordId>>()
    };
    let open = Memo::new(move |_| ids(false));
    let done = Memo::new(move |_| ids(true));
    let close = move |()| {
        talk.open.set(false);
        talk.begun.set(None);
    };
    let title = move || {
        view! { <span>{move || words::comments::open_count(store.lang.get(), open.with(Vec::len) as u64)}</span> }
            .into_any()
    };
    view! {
        <Panel
            crumb=Signal::derive(move || words::comments::comments(store.lang.get()).to_owned())
            title=title
            on_close=close
        >
            {move || {
                talk.begun
                    .get()
                    .map(|anchor| {
                        view! {
                            <section class="panel-part">
                                <NewThread anchor=anchor />
                            </section>
                        }
                    })
            }}
            <Show when=move || open.with(Vec::is_empty) && talk.begun.with(Option::is_none)>
                <section class="panel-part">
                    <p class="muted">{move || words::comments::none(store.lang.get())}</p>
                </section>
            </Show>
            <For each=move || open.get() key=|id| id.clone() children=|id| view! { <Listed id=id /> } />
            <Show when=move || !done.with(Vec::is_empty)>
                <section class="panel-part">
                    <button
                        class="link"
                        type="button"
                        aria-expanded=move || resolved.get().to_string()
                        on:click=move |_| resolved.update(|shown| *shown = !*shown)
                    >
                        {move || match resolved.get() {
                            true => words::comments::hide_resolved(store.lang.get()).to_owned(),
                            false => words::comments::show_resolved(store.lang.get(), done.with(Vec::len) as u64),
                        }}
                    </button>
                </section>
            </Show>
            <For
                each=move || if resolved.get() { done.get() } else { vec![] }
                key=|id| id.clone()
                children=|id| view! { <Listed id=id /> }
            />
        </Panel>
    }
    .into_any()
}

/// A thread under the name of what it is about, which leads there.
#[component]
pub fn Listed(id: RecordId) -> impl IntoView {
    let (store, talk, nav) = (Store::here(), Talk::here(), Nav::here());
    let on = talk.thread(&id).map(|thread| thread.anchor.on);
    let head = move || {
        let Some(on) = on.clone() else { return ().into_any() };
        let name = store.records(on.kind.section(), |records| title(&on, records, store.lang.get()));
        let name =
            if name.is_empty() { section_name(on.kind.section(), store.lang.get()).to_owned() } else { name };
        let label = words::comments::go_to(store.lang.get(), &name);
        let go = move |_| {
            if let Some(place) = nav.place_now() {
                nav.go(&path_to(place, &on));
            }
        };
        view! {
            <button class="link thread-about" type="button" aria-label=label on:click=go>
                {name}
            </button>
        }
        .into_any()
    };
    view! {
        <section class="panel-part">
            <ThreadView id=id head=head />
        </section>
    }
    .into_any()
}

fn path_to(here: OnBoard, on: &RecordAt) -> String {
    let place = here.to(on.kind.section());
    let object = (!on.kind.is_single()).then(|| on.clone());
    place.with_object(object).path()
}
