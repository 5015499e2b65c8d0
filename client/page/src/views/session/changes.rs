//! What changed in the plan while a meeting lasted, asked of the desk and told in words.

use crate::differences::{marked, sign};
use crate::store::Store;
use leptos::prelude::*;
use shared::compare::Difference;
use shared::desk::Answer;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::told::Told;
use shared::words;

/// The differences of a meeting; nothing before the desk has answered, or where it cannot.
pub(super) fn differences(store: Store, meeting: RecordId) -> RwSignal<Option<Vec<Difference>>> {
    let told = RwSignal::new(None);
    // Asked once the document is there: a reading of the last visit has no past.
    Effect::new(move |asked: Option<bool>| {
        let is_there =
            store.board.with(|state| matches!(state, crate::store::BoardState::Open { stored: false, .. }));
        if is_there && asked != Some(true) {
            let meeting = meeting.clone();
            leptos::task::spawn_local(async move {
                if let Ok(Answer::Changes(changes)) = store.meeting_changes(meeting).await {
                    // The view that asked may be gone.
                    told.set(Some(changes));
                }
            });
        }
        is_there || asked == Some(true)
    });
    told
}

/// One change as a line.
pub(super) fn line(told: &Told, lang: Lang) -> AnyView {
    view! {
        <li class="change-line">
            {sign(told.sign, lang)}
            <span>{told.lead.clone()} {words::session::then(lang)} {marked(&told.pieces)}</span>
        </li>
    }
    .into_any()
}
