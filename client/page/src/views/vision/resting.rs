//! What stands beside the vision while nothing is open, where there is room: the open comments on it,
//! and what others did to it since the last visit.

use crate::comments::{Listed, Talk};
use crate::session::InSession;
use crate::store::Store;
use crate::views::{History, since_here};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::sections::Section;
use shared::words::comments as words;

#[component]
pub fn Resting() -> impl IntoView {
    let (store, talk, history) = (Store::here(), Talk::here(), History::here());
    let session = use_context::<InSession>();
    let ids = Memo::new(move |_| {
        let all = talk.all(false).into_iter();
        let here = all.filter(|thread| thread.anchor.on.kind.section() == Section::Vision);
        here.map(|thread| thread.id).collect::<Vec<RecordId>>()
    });
    let is_news = Memo::new(move |_| history.is_news_in(Section::Vision));
    // The agenda stands there while a meeting is held.
    let is_free =
        move || session.is_none_or(|session| session.meeting.get().is_none() || !session.beside.get());
    view! {
        <Show when=move || is_free() && !store.is_past() && (is_news.get() || !ids.with(Vec::is_empty))>
            <aside class="side-rest" aria-label=move || words::comments(store.lang.get())>
                <section class="panel-part">
                    <h3>
                        {move || words::comments(store.lang.get())}
                        <small class="muted">
                            {move || words::open_count(store.lang.get(), ids.with(Vec::len) as u64)}
                        </small>
                    </h3>
                </section>
                <For each=move || ids.get() key=|id| id.clone() children=|id| view! { <Listed id=id /> } />
                {move || is_news.get().then(|| since_here(Section::Vision))}
            </aside>
        </Show>
    }
    .into_any()
}
