//! A dialog: the browser's own `<dialog>`, which traps focus and closes on Escape.

use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::html;
use leptos::prelude::*;
use shared::words;

/// Shown while `open` is true; its title states what it does. `foot` holds its buttons.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] foot: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    let store = Store::here();
    let element = NodeRef::<html::Dialog>::new();
    let children = StoredValue::new(children);
    Effect::new(move || {
        let Some(dialog) = element.get() else { return };
        match (open.get(), dialog.open()) {
            // Fails only for a dialog that is already open.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            (true, true) | (false, false) => {}
        }
    });
    view! {
        <dialog
            class="dialog"
            node_ref=element
            aria-label=move || title.get()
            on:close=move |_| closed(element, open)
            on:keydown=|event| event.stop_propagation()
        >
            <Show when=move || open.get()>
                <div class="dialog-head">
                    <h2>{move || title.get()}</h2>
                    <button
                        class="icon-button"
                        type="button"
                        aria-label=move || words::shell::close(store.lang.get())
                        on:click=move |_| open.set(false)
                    >
                        {icon(Icon::Close, 18)}
                    </button>
                </div>
                <div class="dialog-body">{children.with_value(ChildrenFn::run)}</div>
                <div class="dialog-foot">{foot.run()}</div>
            </Show>
        </dialog>
    }
    .into_any()
}

/// The browser has closed the dialog, unless it was opened again before this was told.
pub fn closed(element: NodeRef<html::Dialog>, open: RwSignal<bool>) {
    if element.get_untracked().is_none_or(|dialog| !dialog.open()) {
        open.set(false);
    }
}
