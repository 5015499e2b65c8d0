//! The frame of a section's page: title, the one question it answers, its actions, and the panel.

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
        {move || panel.run()}
    }
    .into_any()
}
