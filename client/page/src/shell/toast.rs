//! The one polite live region, and the line at the foot of the window with its way back.

use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::words;
use std::time::Duration;

/// How long a toast stays; while it has focus or the pointer, it stays on.
const TOAST_STAYS: Duration = Duration::from_secs(10);

/// Once per page, outside of everything that comes and goes.
#[component]
pub fn Announcer() -> impl IntoView {
    let store = Store::here();
    let held = RwSignal::new(false);
    Effect::new(move |timer: Option<Option<TimeoutHandle>>| {
        timer.flatten().inspect(TimeoutHandle::clear);
        let goes = store.toast.with(Option::is_some) && !held.get();
        goes.then(|| set_timeout_with_handle(move || store.toast.set(None), TOAST_STAYS).ok()).flatten()
    });
    view! {
        <p class="hidden-words" aria-live="polite" role="status">{move || store.announcement.get()}</p>
        {move || {
            store
                .toast
                .get()
                .map(|toast| {
                    view! {
                        <div
                            class="toast"
                            on:focusin=move |_| held.set(true)
                            on:focusout=move |_| held.set(false)
                            on:pointerenter=move |_| held.set(true)
                            on:pointerleave=move |_| held.set(false)
                        >
                            <span>{toast.words}</span>
                            {toast
                                .undo
                                .then(|| {
                                    view! {
                                        <button
                                            type="button"
                                            on:click=move |_| {
                                                held.set(false);
                                                store.toast.set(None);
                                                store.undo();
                                            }
                                        >
                                            {words::shell::undo_short(store.lang.get_untracked())}
                                        </button>
                                    }
                                })}
                            <button
                                type="button"
                                class="toast-close"
                                aria-label=words::shell::close(store.lang.get_untracked())
                                on:click=move |_| {
                                    held.set(false);
                                    store.toast.set(None);
                                }
                            >
                                {icon(Icon::Close, 16)}
                            </button>
                        </div>
                    }
                })
        }}
    }
    .into_any()
}
