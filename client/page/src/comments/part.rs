//! The comments on one object, in its panel; and how many there are, on the object itself.

use super::composer::Composer;
use super::talk::{Talk, draft_of};
use super::thread::ThreadView;
use crate::components::PanelPart;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::record::RecordAt;
use shared::sections::comments::Anchor;
use shared::words;

/// The open threads on an object, and a way to begin one.
#[component]
pub fn CommentsPart(at: RecordAt) -> impl IntoView {
    let (store, talk) = (Store::here(), Talk::here());
    let at = StoredValue::new(at);
    let ids = Memo::new(move |_| {
        let threads = at.with_value(|at| talk.on(at));
        threads.into_iter().map(|thread| thread.id).collect::<Vec<RecordId>>()
    });
    let heading = Signal::derive(move || {
        let words = words::comments::comments(store.lang.get());
        match ids.with(Vec::len) {
            0 => words.to_owned(),
            n => format!("{words} {n}"),
        }
    });
    view! {
        <PanelPart heading=heading>
            <For each=move || ids.get() key=|id| id.clone() children=|id| view! { <ThreadView id=id /> } />
            {move || at.with_value(|at| beginning(store, talk, at))}
        </PanelPart>
    }
    .into_any()
}

/// The comment being written on this object, or the button that begins one.
fn beginning(store: Store, talk: Talk, at: &RecordAt) -> AnyView {
    if !talk.may_write() {
        return ().into_any();
    }
    match talk.begun.get().filter(|anchor| anchor.on == *at) {
        Some(anchor) => view! { <NewThread anchor=anchor /> }.into_any(),
        None => {
            let anchor = Anchor::of(at.clone());
            view! {
                <button class="button dense" type="button" on:click=move |_| talk.begin(anchor.clone(), true)>
                    {icon(Icon::Comment, 16)}
                    <span>{words::comments::write(store.lang.get())}</span>
                </button>
            }
            .into_any()
        }
    }
}

/// The first comment of a thread, with the passage it is about.
#[component]
pub fn NewThread(anchor: Anchor) -> impl IntoView {
    let (store, talk) = (Store::here(), Talk::here());
    let quote = anchor.passage.as_ref().map(|passage| passage.quote.clone());
    let about = draft_of(&anchor);
    view! {
        <div class="thread">
            {quote.map(|quote| view! { <p class="thread-quote"><mark class="commented">{quote}</mark></p> })}
            <Composer
                about=about
                label=Signal::derive(move || words::comments::hint(store.lang.get()).to_owned())
                send=Signal::derive(move || words::comments::send(store.lang.get()).to_owned())
                on_send=Callback::new(move |text: String| {
                    talk.say(&anchor, &text);
                    talk.begun.set(None);
                })
                on_cancel=Callback::new(move |()| talk.begun.set(None))
            />
        </div>
    }
    .into_any()
}

/// How many open threads there are on an object; nothing where there are none.
#[component]
pub fn CommentCount(at: RecordAt) -> impl IntoView {
    let (store, talk) = (Store::here(), Talk::here());
    let count = Memo::new(move |_| talk.on(&at).len());
    move || {
        let (lang, n) = (store.lang.get(), count.get());
        (n > 0).then(|| {
            view! {
                <span class="card-count" role="img" aria-label=words::comments::count(lang, n as u64)>
                    {icon(Icon::Comment, 14)}
                    {n}
                </span>
            }
        })
    }
}
