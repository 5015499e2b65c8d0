//! The frame of a section's page: title, the one question it answers, its actions, and the panel.

use crate::comments::{AllComments, Talk};
use crate::nav::Nav;
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
    let talk = use_context::<Talk>();
    let (nav, history) = (use_context::<Nav>(), use_context::<History>());
    let beside = Memo::new(move |_| {
        let is_talk = talk.is_some_and(|talk| talk.open.get());
        let object = nav.and_then(|nav| nav.place()).and_then(|place| place.object);
        (is_talk, history.map_or(Side::Own, |history| history.side(object.is_some())))
    });
    view! {
        <main id="main" class=class tabindex="-1">
            <div class="page-head">
                <div>
                    <h1>{move || title.get()}</h1>
                    <p>{move || question.get()}</p>
                </div>
                <div class="page-head-actions">{actions.run()}</div>
            </div>
            {children()}
        </main>
        {move || match beside.get() {
            (true, _) => view! { <AllComments /> }.into_any(),
            (false, Side::Own) => panel.run(),
            (false, other) => side(other),
        }}
    }
    .into_any()
}
