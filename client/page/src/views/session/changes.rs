//! What changed in the plan while a meeting lasted, asked of the desk and told in words.

use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::compare::Difference;
use shared::desk::Answer;
use shared::difference::Piece;
use shared::ids::RecordId;
use shared::meeting::markdown::sign_words;
use shared::meeting::told::{Sign, Told};
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
pub(super) fn line(store: Store, told: &Told) -> AnyView {
    let lang = store.lang.get();
    let (tone, drawing) = match told.sign {
        Sign::Added => ("added", Icon::Plus),
        Sign::Changed => ("changed", Icon::Pencil),
        Sign::Removed => ("removed", Icon::Minus),
    };
    let pieces = told
        .pieces
        .iter()
        .map(|piece| match piece.clone() {
            Piece::Same(text) => view! { <span>{text}</span> }.into_any(),
            Piece::Gone(text) => view! { <del>{text}</del> }.into_any(),
            Piece::New(text) => view! { <ins>{text}</ins> }.into_any(),
        })
        .collect_view();
    view! {
        <li class="change-line">
            <span class=format!("change-sign {tone}") role="img" aria-label=sign_words(told.sign, lang)>
                {icon(drawing, 13)}
            </span>
            <span>
                {told.object.clone()}
                {(!told.pieces.is_empty()).then(|| words::session::then(lang))}
                {pieces}
            </span>
        </li>
    }
    .into_any()
}
