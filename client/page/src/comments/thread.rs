//! One thread: what it is about, what was said, and the ways to answer and to end it.

use super::composer::Composer;
use super::talk::Talk;
use crate::components::{Menu, MenuItem, org_badge};
use crate::device;
use crate::icons::{Icon, icon};
use crate::shell::called;
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::sections::comments::{Anchor, Reply, Thread};
use shared::words;

/// `head` stands above: the name of the object, where threads of several are shown.
#[component]
pub fn ThreadView(id: RecordId, #[prop(optional, into)] head: ViewFn) -> impl IntoView {
    let (store, talk) = (Store::here(), Talk::here());
    let thread = {
        let id = id.clone();
        Memo::new(move |_| talk.thread(&id))
    };
    let id = StoredValue::new(id);
    let answering = RwSignal::new(false);
    let answer = move || {
        if !talk.may_write() {
            return ().into_any();
        }
        if !answering.get() {
            return view! {
                <button class="input composer-closed" type="button" on:click=move |_| answering.set(true)>
                    {words::comments::reply_hint(store.lang.get())}
                </button>
            }
            .into_any();
        }
        view! {
            <Composer
                about=id.with_value(RecordId::to_string)
                label=Signal::derive(move || words::comments::reply_hint(store.lang.get()).to_owned())
                send=Signal::derive(move || words::comments::reply(store.lang.get()).to_owned())
                on_send=Callback::new(move |text: String| {
                    id.with_value(|id| talk.answer(id, &text));
                    answering.set(false);
                })
                on_cancel=Callback::new(move |()| answering.set(false))
            />
        }
        .into_any()
    };
    let is_resolved = Memo::new(move |_| thread.with(|it| it.as_ref().is_some_and(|it| it.is_resolved)));
    let end = move || {
        let (lang, done) = (store.lang.get(), is_resolved.get());
        let (drawing, words) = match done {
            true => (Icon::Restore, words::comments::reopen(lang)),
            false => (Icon::Check, words::comments::resolve(lang)),
        };
        talk.may_write().then(|| {
            view! {
                <button class="button dense" type="button" on:click=move |_| id.with_value(|id| talk.resolve(id, !done))>
                    {icon(drawing, 16)}
                    <span>{words}</span>
                </button>
            }
        })
    };
    view! {
        <article class="thread" class:resolved=move || is_resolved.get()>
            {head.run()}
            {move || thread.with(|it| it.as_ref().map(|thread| about(store, thread)))}
            {move || {
                let said = thread.with(|it| it.as_ref().map(|thread| thread.replies.clone()).unwrap_or_default());
                said.into_iter().map(|reply| view! { <Said reply=reply /> }).collect_view()
            }}
            {answer}
            {end}
        </article>
    }
    .into_any()
}

/// The passage, and whether it still stands; whether one is asked to look.
fn about(store: Store, thread: &Thread) -> AnyView {
    let lang = store.lang.get();
    let is_for_me = Talk::here().is_for_me(thread);
    let quote = thread.anchor.passage.as_ref().map(|passage| {
        let stands = text_of(store, &thread.anchor).is_some_and(|text| passage.find(&text).is_some());
        let quote = passage.quote.clone();
        view! {
            <p class="thread-quote"><mark class="commented">{quote}</mark></p>
            {(!stands).then(|| view! { <p class="muted small">{words::comments::passage_gone(lang)}</p> })}
        }
    });
    view! {
        {is_for_me.then(|| view! { <span class="tag accent">{words::comments::for_us(lang)}</span> })}
        {quote}
    }
    .into_any()
}

fn text_of(store: Store, anchor: &Anchor) -> Option<String> {
    store.record(&anchor.on, |record| record.text(&anchor.field).to_owned())
}

/// One comment: who, when, what. One's own can be reworded and taken back.
#[component]
fn Said(reply: Reply) -> impl IntoView {
    let (store, talk) = (Store::here(), Talk::here());
    let rewording = RwSignal::new(false);
    let is_mine = store.me.with(|me| me.as_ref().is_some_and(|me| reply.by.as_ref() == Some(&me.member)))
        && !reply.is_imported;
    let (badge, name) = match &reply.by {
        Some(by) => (store.badge_of_member(by), called(store, by)),
        None => (Default::default(), words::shell::somebody(store.lang.get()).to_owned()),
    };
    let at = reply.at.clone();
    let is_imported = reply.is_imported;
    let when = move || {
        let lang = store.lang.get();
        let when = device::ago(lang, &at);
        if is_imported { format!("{when} · {}", words::comments::imported(lang)) } else { when }
    };
    let reply = StoredValue::new(reply);
    let words = move || {
        if !rewording.get() {
            return view! { <p class="said-words">{reply.with_value(|reply| reply.text.clone())}</p> }
                .into_any();
        }
        view! {
            <Composer
                about=reply.with_value(|reply| reply.id.to_string())
                text=reply.with_value(|reply| reply.text.clone())
                label=Signal::derive(move || words::comments::edit(store.lang.get()).to_owned())
                send=Signal::derive(move || words::comments::keep(store.lang.get()).to_owned())
                on_send=Callback::new(move |text: String| {
                    rewording.set(false);
                    reply.with_value(|reply| talk.reword(reply, &text));
                })
                on_cancel=Callback::new(move |()| rewording.set(false))
            />
        }
        .into_any()
    };
    view! {
        <div class="said">
            {org_badge(&badge, "")}
            <div>
                <p class="said-by">
                    <b>{name}</b>
                    <small>{when}</small>
                    {is_mine
                        .then(|| {
                            view! {
                                <Menu
                                    label=Signal::derive(move || words::comments::more(store.lang.get()).to_owned())
                                    class="icon-button dense"
                                    face=move || icon(Icon::More, 16)
                                >
                                    <MenuItem
                                        drawing=Icon::Pencil
                                        words=Signal::derive(move || words::comments::edit(store.lang.get()).to_owned())
                                        on_choose=Callback::new(move |()| rewording.set(true))
                                    />
                                    <MenuItem
                                        drawing=Icon::Trash
                                        words=Signal::derive(move || words::comments::remove(store.lang.get()).to_owned())
                                        on_choose=Callback::new(move |()| reply.with_value(|reply| talk.remove(&reply.id)))
                                    />
                                </Menu>
                            }
                        })}
                </p>
                {words}
            </div>
        </div>
    }
    .into_any()
}
