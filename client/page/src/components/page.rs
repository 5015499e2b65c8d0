//! The frame of a section's page: title, the one question it answers, its actions, and the panel.

use crate::comments::{AllComments, Talk};
use crate::moderation::{AllProposals, Controls, LockBand, LockControls, Padlock, Tray, held_as};
use crate::nav::Nav;
use crate::session::{AgendaBeside, CentreFlag};
use crate::store::Store;
use crate::views::{History, Side, side};
use leptos::prelude::*;

/// `question` is the sentence under the title; `panel` renders the open object's `Panel`, or nothing.
#[component]
pub fn SectionPage(
    #[prop(into)] title: Signal<String>,
    #[prop(into)] question: Signal<String>,
    #[prop(optional, into)] actions: ViewFn,
    #[prop(optional, into)] panel: ViewFn,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let (talk, tray, history) = (Talk::here(), Tray::here(), use_context::<History>());
    let controls = Controls::new(store);
    let held = Memo::new(move |_| held_as(store, nav));
    let beside = Memo::new(move |_| {
        let object = nav.place().and_then(|place| place.object);
        let own = history.map_or(Side::Own, |history| history.side(object.is_some()));
        (tray.open.get(), talk.open.get(), own)
    });
    view! {
        <main
            id="main"
            class=move || format!("{class} {}", held.get())
            tabindex="-1"
            on:focusin=move |event| controls.focused(&event)
            on:change=move |event| controls.changed(&event)
        >
            <div class="page-head">
                <div>
                    <h1>{move || title.get()} <Padlock /></h1>
                    <p>{move || question.get()}</p>
                </div>
                <div class="page-head-actions">
                    <LockControls />
                    {actions.run()}
                </div>
            </div>
            <LockBand />
            <CentreFlag />
            {children()}
        </main>
        {move || match beside.get() {
            (true, ..) => view! { <AllProposals /> }.into_any(),
            (false, true, _) => view! { <AllComments /> }.into_any(),
            (false, false, Side::Own) => view! { {panel.run()} <AgendaBeside /> }.into_any(),
            (false, false, other) => side(other),
        }}
    }
    .into_any()
}
