//! A text of a section that somebody else holds: it stays as it is in force, and what one would have it
//! say is written beside it and proposed as a whole. The first letter opens that place, and is in it.

use super::card::ProposalCard;
use super::tray::Tray;
use crate::components::Lines;
use crate::focus::focus_soon;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::html;
use leptos::prelude::*;
use shared::record::FieldAt;
use shared::words;
use web_sys::{HtmlTextAreaElement, KeyboardEvent};

/// What stands beside a text: a way to propose a change, the change being written, and those that wait.
#[component]
pub fn Beside(
    at: FieldAt,
    label: Signal<String>,
    lines: Lines,
    /// The text in force.
    area: NodeRef<html::Textarea>,
) -> impl IntoView {
    let (store, tray) = (Store::here(), Tray::here());
    let section = at.record.kind.section();
    let may = Memo::new(move |_| store.is_aside(section) && store.may_edit(section));
    let at = StoredValue::new(at);
    let is_writing = Memo::new(move |_| {
        may.get() && at.with_value(|at| tray.writing.with(|writing| writing.as_ref() == Some(at)))
    });
    let ids = Memo::new(move |_| at.with_value(|at| tray.on_text(at)));
    let offer = move || {
        let lang = store.lang.get();
        // Read again as a change is begun, given up or proposed.
        let is_kept = at.with_value(|at| tray.has_draft(at));
        let words = if is_kept { words::moderation::resume(lang) } else { words::moderation::propose(lang) };
        view! {
            <button
                class="button dense propose"
                class:kept=is_kept
                type="button"
                on:click=move |_| at.with_value(|at| tray.write(at, caret_of(area), ""))
            >
                {icon(Icon::Pencil, 14)}
                <span>{words}</span>
            </button>
        }
        .into_any()
    };
    view! {
        {move || match (may.get(), is_writing.get()) {
            (true, false) => offer(),
            (true, true) => {
                view! { <Composer label=label lines=lines area=area /> }.into_any()
            }
            (false, _) => ().into_any(),
        }}
        <Show when=move || !ids.with(Vec::is_empty)>
            <div class="proposals beside">
                <For
                    each=move || ids.get()
                    key=|id| id.clone()
                    children=|id| view! { <ProposalCard id=id beside=true /> }
                />
            </div>
        </Show>
    }
    .into_any()
}

/// A key in a text that is in force: letters open the place where a change is proposed. Says whether
/// the key was one of those.
pub fn open_composer(tray: Tray, at: &FieldAt, area: &HtmlTextAreaElement, event: &KeyboardEvent) -> bool {
    let key = event.key();
    let is_letter = key.chars().count() == 1 && !(event.ctrl_key() || event.meta_key() || event.alt_key());
    let is_pasting = (event.ctrl_key() || event.meta_key()) && key == "v";
    let is_editing = matches!(key.as_str(), "Enter" | "Backspace" | "Delete" | "Dead" | "Process");
    let may = untrack(|| {
        let section = at.record.kind.section();
        tray.store.is_aside(section) && tray.store.may_edit(section)
    });
    if !may || !(is_letter || is_pasting || is_editing) {
        return false;
    }
    let caret = area.selection_start().ok().flatten().unwrap_or(0) as usize;
    tray.write(at, caret, if is_letter { &key } else { "" });
    true
}

fn caret_of(area: NodeRef<html::Textarea>) -> usize {
    let area = area.try_get_untracked().flatten();
    area.and_then(|area| area.selection_start().ok().flatten()).unwrap_or(0) as usize
}

/// Where a change to one text is written. Ctrl Enter proposes it; Escape leaves it as a draft.
#[component]
fn Composer(label: Signal<String>, lines: Lines, area: NodeRef<html::Textarea>) -> impl IntoView {
    let (store, tray) = (Store::here(), Tray::here());
    let element = NodeRef::<html::Textarea>::new();
    Effect::new(move || {
        if let Some(field) = element.get() {
            let caret = tray.caret.get_untracked() as u32;
            // Neither fails on an element of the page.
            let _ = field.focus();
            let _ = field.set_selection_range(caret, caret);
        }
    });
    let back = move || {
        tray.writing.set(None);
        if let Some(area) = area.try_get_untracked().flatten() {
            let _ = area.focus();
        }
    };
    let send = move || {
        if untrack(|| tray.is_news()) {
            tray.send_draft();
            back();
        } else {
            store.say(words::moderation::same(store.lang.get_untracked()));
            focus_soon(".proposing textarea".to_owned());
        }
    };
    view! {
        <form
            class="proposing"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
            on:keydown=move |event| {
                event.stop_propagation();
                let ends = lines == Lines::One || event.ctrl_key() || event.meta_key();
                if event.key() == "Enter" && ends && !event.is_composing() {
                    event.prevent_default();
                    send();
                } else if event.key() == "Escape" {
                    back();
                }
            }
        >
            <p class="muted small" id="proposing-words">
                {move || words::moderation::locked_words(store.lang.get())}
            </p>
            <textarea
                class="input"
                node_ref=element
                rows="3"
                aria-label=move || words::moderation::your_words(store.lang.get(), label.get())
                aria-describedby="proposing-words"
                prop:value=move || tray.draft.get()
                on:input=move |_| {
                    if let Some(field) = element.try_get_untracked().flatten() {
                        tray.keep_draft(field.value());
                    }
                }
            ></textarea>
            <div class="composer-foot">
                <button class="button dense" type="button" on:click=move |_| back()>
                    {move || words::moderation::cancel(store.lang.get())}
                </button>
                <button
                    class="button dense primary"
                    type="submit"
                    aria-disabled=move || (!tray.is_news()).then_some("true")
                >
                    {icon(Icon::Send, 16)}
                    <span>{move || words::moderation::send(store.lang.get())}</span>
                </button>
            </div>
        </form>
    }
    .into_any()
}
