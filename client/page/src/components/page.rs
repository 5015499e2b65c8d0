//! The frame of a section's page: title, the one question it answers, its actions, and the panel.

use crate::comments::{AllComments, Talk};
use crate::session::CentreFlag;
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
    view! {
        <main id="main" class=class tabindex="-1">
            <div class="page-head">
                <div>
                    <h1>{move || title.get()}</h1>
                    <p>{move || question.get()}</p>
                </div>
                <div class="page-head-actions">{actions.run()}</div>
            </div>
            <CentreFlag />
            {children()}
        </main>
        {move || match talk.is_some_and(|talk| talk.open.get()) {
            true => view! { <AllComments /> }.into_any(),
            false => panel.run(),
        }}
    }
    .into_any()
}
