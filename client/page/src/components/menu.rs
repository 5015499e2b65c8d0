//! A button that opens a list of actions. Arrows move, Escape closes and gives focus back.

use crate::device;
use crate::icons::{Icon, icon};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// `label` names the button; `face` is what it shows. Choosing an item closes the menu.
#[component]
pub fn Menu(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] face: ViewFn,
    #[prop(default = "icon-button")] class: &'static str,
    /// `from-start` opens towards the end of the line, `above` upwards.
    #[prop(default = "")]
    side: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let children = StoredValue::new(children);
    let close = move || {
        open.set(false);
        if let Some(button) = button.try_get_untracked().flatten() {
            // Focus cannot fail on an element of the page.
            let _ = button.focus();
        }
    };
    Effect::new(move || {
        if open.get()
            && let Some(first) =
                root.try_get_untracked().flatten().and_then(|root| items(&root).into_iter().next())
        {
            let _ = first.focus();
        }
    });
    let keys = move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            "Escape" if open.get_untracked() => {
                event.stop_propagation();
                return close();
            }
            // Every other key is the item's own.
            _ => return,
        };
        let Some(root) = root.try_get_untracked().flatten() else { return };
        event.prevent_default();
        event.stop_propagation();
        open.set(true);
        let items = items(&root);
        let focused = device::document().active_element();
        let at = items.iter().position(|item| focused.as_ref() == Some(item.unchecked_ref()));
        let next = at.map_or(0, |at| (at as i32 + step).rem_euclid(items.len().max(1) as i32) as usize);
        if let Some(item) = items.get(next) {
            let _ = item.focus();
        }
    };
    // Choosing may lead away: the focus then leaves a menu that is already gone.
    let leave = move |event: web_sys::FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let stays = root.try_get_untracked().flatten().is_some_and(|root| root.contains(to.as_ref()));
        if !stays {
            open.set(false);
        }
    };
    view! {
        <div class="menu-root" node_ref=root on:keydown=keys on:focusout=leave>
            <button
                class=class
                type="button"
                node_ref=button
                aria-label=move || label.get()
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {face.run()}
            </button>
            <Show when=move || open.get()>
                <div class=format!("menu {side}") role="menu" on:click=move |_| close()>
                    {children.with_value(ChildrenFn::run)}
                </div>
            </Show>
        </div>
    }
    .into_any()
}

fn items(root: &web_sys::HtmlDivElement) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all("[role^=menuitem]") else { return vec![] };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

/// One action of a menu.
#[component]
pub fn MenuItem(
    drawing: Icon,
    #[prop(into)] words: Signal<String>,
    #[prop(into)] on_choose: Callback<()>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            role="menuitem"
            tabindex="-1"
            aria-disabled=move || disabled.get().then_some("true")
            on:click=move |_| {
                if !disabled.get_untracked() {
                    on_choose.run(());
                }
            }
        >
            {icon(drawing, 18)}
            <span>{move || words.get()}</span>
        </button>
    }
    .into_any()
}
