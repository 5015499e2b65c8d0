//! Where a comment is typed: a draft of one's own, not in the document before it is sent.

use super::talk::Talk;
use crate::components::{Menu, org_badge};
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::html;
use leptos::prelude::*;
use shared::words;

/// `about` is what the draft is kept under; `text` what it begins with where there is no draft.
/// Ctrl Enter sends, Escape gives up and keeps the draft.
#[component]
pub fn Composer(
    about: String,
    #[prop(optional)] text: String,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] send: Signal<String>,
    #[prop(into)] on_send: Callback<String>,
    #[prop(into)] on_cancel: Callback<()>,
) -> impl IntoView {
    let (store, talk) = (Store::here(), Talk::here());
    let element = NodeRef::<html::Textarea>::new();
    let about = StoredValue::new(about);
    let draft = match about.with_value(|about| talk.draft(about)) {
        draft if draft.is_empty() => text,
        draft => draft,
    };
    let typed = RwSignal::new(draft.clone());
    let is_empty = move || typed.with(|typed| typed.trim().is_empty());
    let keep = move |text: String| {
        about.with_value(|about| talk.keep_draft(about, &text));
        typed.set(text);
    };
    let submit = move || {
        let text = typed.get_untracked().trim().to_owned();
        if !text.is_empty() {
            about.with_value(|about| talk.keep_draft(about, ""));
            typed.set(String::new());
            if let Some(area) = element.try_get_untracked().flatten() {
                area.set_value("");
            }
            on_send.run(text);
        }
    };
    let mention = move |short: String| {
        let Some(area) = element.try_get_untracked().flatten() else { return };
        let value = area.value();
        let gap = if value.is_empty() || value.ends_with(char::is_whitespace) { "" } else { " " };
        let value = format!("{value}{gap}@{short} ");
        area.set_value(&value);
        keep(value);
        // Focus cannot fail on an element of the page.
        let _ = area.focus();
    };
    Effect::new(move || {
        if let Some(area) = element.get() {
            let _ = area.focus();
        }
    });
    view! {
        <form
            class="composer"
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
            on:keydown=move |event| {
                if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                    event.prevent_default();
                    submit();
                } else if event.key() == "Escape" {
                    event.stop_propagation();
                    on_cancel.run(());
                }
            }
        >
            <textarea
                class="input"
                node_ref=element
                rows="3"
                maxlength="4000"
                aria-label=move || label.get()
                placeholder=move || label.get()
                prop:value=draft
                on:input=move |_| {
                    if let Some(area) = element.try_get_untracked().flatten() {
                        keep(area.value());
                    }
                }
            ></textarea>
            <div class="composer-foot">
                <Menu
                    label=Signal::derive(move || words::comments::mention(store.lang.get()).to_owned())
                    side="from-start above"
                    face=|| "@"
                >
                    {move || {
                        store
                            .organisations()
                            .into_iter()
                            .map(|(_, badge)| {
                                let drawn = org_badge(&badge, "sm");
                                let short = badge.short.clone();
                                view! {
                                    <button type="button" role="menuitem" tabindex="-1" on:click=move |_| mention(short.clone())>
                                        {drawn}
                                        <span>{badge.name.clone()}</span>
                                    </button>
                                }
                            })
                            .collect_view()
                    }}
                </Menu>
                <button class="button dense" type="button" on:click=move |_| on_cancel.run(())>
                    {move || words::comments::cancel(store.lang.get())}
                </button>
                <button
                    class="button dense primary"
                    type="submit"
                    aria-disabled=move || is_empty().then_some("true")
                >
                    {icon(Icon::Send, 16)}
                    <span>{move || send.get()}</span>
                </button>
            </div>
        </form>
    }
    .into_any()
}
