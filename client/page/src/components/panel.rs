//! The side panel about the selected object: at the right, over the page on tablets, a sheet from
//! below on phones. Its title takes focus when it is opened by keyboard.

use super::came_from::CameFrom;
use super::translations::Translations;
use crate::comments::{CommentsPart, Talk};
use crate::device;
use crate::icons::{Icon, icon};
use crate::moderation::{ProposalsPart, Tray};
use crate::nav::Nav;
use crate::store::Store;
use leptos::html;
use leptos::prelude::*;
use shared::sections::Section;
use shared::words;

/// The object in the address can be talked about here. `crumb` says what kind of thing it is, `title` is its heading (a text to edit, often).
#[component]
pub fn Panel(
    #[prop(into)] crumb: Signal<String>,
    #[prop(into)] title: ViewFn,
    #[prop(into)] on_close: Callback<()>,
    children: Children,
) -> impl IntoView {
    let store = Store::here();
    let heading = NodeRef::<html::H2>::new();
    // Opened by pointer, the focus stays where arrow keys go on from.
    let by_keyboard = device::document().query_selector(":focus-visible").ok().flatten().is_some();
    Effect::new(move || {
        if let Some(heading) = heading.get().filter(|_| by_keyboard) {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = heading.focus_with_options(&options);
        }
    });
    let (talk, tray, nav) = (Talk::here(), Tray::here(), Nav::here());
    let about = Memo::new(move |_| {
        let object = nav.place().and_then(|place| place.object);
        object.filter(|at| at.kind.section() != Section::People && !talk.open.get() && !tray.open.get())
    });
    let came_from = move || about.get().map(|at| view! { <CameFrom at=at /> });
    let talk = move || about.get().map(|at| view! { <ProposalsPart at=at.clone() /> <CommentsPart at=at /> });
    let tongues = move || about.get().map(|at| view! { <Translations at=at /> });
    view! {
        <aside
            class="side"
            id="panel"
            aria-label=move || crumb.get()
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    event.stop_propagation();
                    on_close.run(());
                }
            }
        >
            <section class="panel-part panel-head">
                <p class="crumb">
                    <span>{move || crumb.get()}</span>
                    <button
                        class="icon-button"
                        type="button"
                        aria-label=move || words::shell::close(store.lang.get())
                        on:click=move |_| on_close.run(())
                    >
                        {icon(Icon::Close, 18)}
                    </button>
                </p>
                <h2 node_ref=heading tabindex="-1">{title.run()}</h2>
            </section>
            {children()}
            {came_from}
            {tongues}
            {talk}
        </aside>
    }
    .into_any()
}

/// One part of a panel, under its own small heading.
#[component]
pub fn PanelPart(#[prop(into)] heading: Signal<String>, children: Children) -> impl IntoView {
    view! {
        <section class="panel-part">
            <h3>{move || heading.get()}</h3>
            {children()}
        </section>
    }
    .into_any()
}
