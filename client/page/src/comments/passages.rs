//! Passages that are talked about, marked where they stand in a text; and the button that begins
//! to talk about the words that are selected.

use super::talk::Talk;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use leptos::html;
use leptos::prelude::*;
use shared::record::FieldAt;
use shared::sections::comments::{Anchor, Passage};
use shared::words;
use std::ops::Range;

/// Where the passages of a text stand in it as it is shown (UTF-16).
pub struct Marked(Option<Talk>);

impl Marked {
    /// Outside a board there is no talk.
    pub fn here() -> Self {
        Self(use_context::<Talk>())
    }

    pub fn in_text(&self, at: &FieldAt, text: &str) -> Vec<Range<usize>> {
        let passages = self.0.map(|talk| talk.passages(at)).unwrap_or_default();
        passages.iter().filter_map(|passage| passage.find(text)).collect()
    }
}

/// Shown while words are selected in the text beside it.
#[component]
pub fn CommentOnPassage(
    at: FieldAt,
    area: NodeRef<html::Textarea>,
    /// The ends of the selection (UTF-16).
    chosen: RwSignal<Option<(usize, usize)>>,
) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let talk = use_context::<Talk>();
    let begin = move || {
        let (Some(talk), Some(area)) = (talk, area.try_get_untracked().flatten()) else { return };
        let Some((from, to)) = chosen.get_untracked() else { return };
        let Some(passage) = Passage::chosen(&area.value(), from, to) else { return };
        let beside = nav.place_now().and_then(|place| place.object).as_ref() == Some(&at.record);
        let anchor = Anchor { on: at.record.clone(), field: at.field.clone(), passage: Some(passage) };
        chosen.set(None);
        talk.begin(anchor, beside);
    };
    let begin = StoredValue::new_local(begin);
    move || {
        let may = chosen.get().is_some() && talk.is_some_and(|talk| talk.may_write());
        may.then(|| {
            view! {
                <button
                    class="button dense comment-passage"
                    type="button"
                    // The selection stays while the button is pressed.
                    on:pointerdown=|event| event.prevent_default()
                    on:click=move |_| begin.with_value(|begin| begin())
                >
                    {icon(Icon::Comment, 16)}
                    <span>{words::comments::on_passage(store.lang.get())}</span>
                </button>
            }
        })
    }
}
