//! What a version changes, section by section, in plain words, with whose work it is.

use crate::device;
use crate::differences::line;
use crate::icons::{Icon, icon};
use crate::shell::section_drawing;
use crate::store::{BoardState, Store};
use crate::views::vote;
use leptos::prelude::*;
use shared::desk::{Answer, Ask};
use shared::ids::RecordId;
use shared::sections::Section;
use shared::told::{marked, section_title};
use shared::version::{Novelties, Standing, Version};
use shared::words::decisions as words;

/// How far the reading of the changes has come.
#[derive(Clone, PartialEq)]
pub enum Looked {
    Looking,
    Here(Novelties),
    /// This device has not all of it.
    NotHere,
}

/// Asks the desk what `version` changes, again once it is closed or the document has loaded.
pub fn ask(store: Store, version: Signal<Option<(RecordId, String)>>) -> RwSignal<Looked> {
    let looked = RwSignal::new(Looked::Looking);
    let is_loaded =
        Memo::new(move |_| store.board.with(|state| matches!(state, BoardState::Open { stored: false, .. })));
    let asked = Memo::new(move |_| version.get().filter(|_| is_loaded.get()));
    Effect::new(move || {
        let Some((version, _)) = asked.get() else { return };
        leptos::task::spawn_local(async move {
            let answer = store.ask(Ask::Novelties { version: Some(version) }).await;
            looked.set(match answer {
                Ok(Answer::Novelties(novelties)) => Looked::Here(novelties),
                Ok(_) | Err(_) => Looked::NotHere,
            });
        });
    });
    looked
}

/// The sentence under the title.
pub fn lead(store: Store, looked: RwSignal<Looked>) -> String {
    let lang = store.lang.get();
    looked.with(|looked| match looked {
        Looked::Looking => words::looking(lang).to_owned(),
        Looked::NotHere => words::not_here(lang).to_owned(),
        Looked::Here(Novelties { against: None, .. }) => words::first_version(lang).to_owned(),
        Looked::Here(Novelties { against: Some(_), lines }) if lines.is_empty() => {
            words::no_changes(lang).to_owned()
        }
        Looked::Here(Novelties { against: Some(before), lines }) => {
            let before = vote::find(store, before);
            let title = before.as_ref().map(|one| super::title_of(one, lang)).unwrap_or_default();
            let day = before.map(|one| device::iso_day(lang, &one.closed)).unwrap_or_default();
            words::n_changes_since(lang, day, lines.len() as u64, title)
        }
    })
}

#[component]
pub fn Changes(version: Memo<Option<Version>>, novelties: RwSignal<Looked>) -> impl IntoView {
    let store = Store::here();
    let sections = move || {
        let lang = store.lang.get();
        novelties.with(|looked| match looked {
            Looked::Looking | Looked::NotHere => ().into_any(),
            Looked::Here(novelties) => match &novelties.against {
                None => view! { <super::reading::Whole version=version /> }.into_any(),
                Some(_) => by_section(store, novelties, lang),
            },
        })
    };
    let is_open =
        move || version.with(|one| one.as_ref().is_some_and(|one| one.standing() == Standing::Open));
    view! {
        {sections}
        <Show when=is_open>
            <p class="note">{icon(Icon::Flag, 18)} <span>{move || words::once_adopted(store.lang.get())}</span></p>
        </Show>
    }
    .into_any()
}

fn by_section(store: Store, novelties: &Novelties, lang: shared::lang::Lang) -> AnyView {
    let content = || Section::ALL.into_iter().filter(|section| section.is_content());
    let of =
        |section: Section| novelties.lines.iter().filter(move |line| line.difference.section() == section);
    let section = |section: Section| {
        let lines = store.peek(|records| {
            of(section)
                .map(|novelty| line(store, &marked(&novelty.difference, records, lang), &novelty.by, lang))
                .collect_view()
        });
        let count = of(section).count() as u64;
        view! {
            <article class="change-section">
                <header>
                    {icon(section_drawing(section), 18)}
                    <h2>{section_title(section, lang)}</h2>
                    <small>{words::n_changes(lang, count)}</small>
                </header>
                {lines}
            </article>
        }
        .into_any()
    };
    let changed = content().filter(|one| of(*one).next().is_some()).map(section).collect_view();
    let still: Vec<&str> =
        content().filter(|one| of(*one).next().is_none()).map(|one| section_title(one, lang)).collect();
    let still = (!still.is_empty())
        .then(|| view! { <p class="change-still">{words::unchanged(lang, still.join(", "))}</p> });
    view! {
        {changed}
        {still}
    }
    .into_any()
}
