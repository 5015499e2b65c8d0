//! What is open on an object, in calm words, with the ways to settle it.

use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::record::RecordAt;

/// All open questions on `at`; nothing where there is none.
#[component]
pub fn QuestionNotes(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    move || {
        store
            .questions_on(&at)
            .into_iter()
            .map(|question| {
                view! { <p class="note warn">{icon(Icon::Gap, 18)}<span>{format!("{:?}", question.about)}</span></p> }
                    .into_any()
            })
            .collect_view()
    }
}
