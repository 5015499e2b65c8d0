//! The whole of a version, for reading: every section as it was put to the vote, whatever was
//! written since, and its digest, made again on this device. No network is needed for either.

use crate::device;
use crate::icons::{Icon, icon};
use crate::shell::section_drawing;
use crate::store::{BoardState, Store};
use leptos::prelude::*;
use shared::desk::{Answer, Ask};
use shared::lang::Lang;
use shared::questions::settle::title;
use shared::record::{Record, RecordAt, Records};
use shared::sections::{Kind, Section};
use shared::told::{fields_in_words, kind_at, section_title};
use shared::version::{Standing, Version};
use shared::words::decisions as words;

/// What the desk read: all records, and whether the digest is the one that was voted on.
type Adopted = Option<(Vec<Record>, bool)>;

async fn look(store: Store, version: Version) -> Adopted {
    match store.ask(Ask::Adopted { version: version.id }).await {
        Ok(Answer::Adopted { records, is_same }) => Some((records, is_same)),
        Ok(_) | Err(_) => None,
    }
}

fn is_loaded(store: Store) -> bool {
    store.board.with(|state| matches!(state, BoardState::Open { stored: false, .. }))
}

#[component]
pub fn Whole(version: Memo<Option<Version>>) -> impl IntoView {
    let store = Store::here();
    let read = RwSignal::new(None::<Vec<Record>>);
    let is_missing = RwSignal::new(false);
    let id = Memo::new(move |_| {
        version.with(|one| one.as_ref().map(|one| one.id.clone())).filter(|_| is_loaded(store))
    });
    Effect::new(move || {
        if id.get().is_none() {
            return;
        }
        let Some(version) = version.get_untracked() else { return };
        leptos::task::spawn_local(async move {
            let adopted = look(store, version).await;
            is_missing.set(adopted.is_none());
            read.set(adopted.map(|(records, _)| records));
        });
    });
    let banner = move || {
        let lang = store.lang.get();
        version.with(|one| {
            one.as_ref().map(|one| {
                let title = super::title_of(one, lang);
                match one.standing() {
                    Standing::Adopted => words::read_only(lang, device::iso_day(lang, &one.closed), title),
                    Standing::Open | Standing::Postponed | Standing::Declined => {
                        words::read_only_open(lang, title)
                    }
                }
            })
        })
    };
    let sections = move || {
        let lang = store.lang.get();
        read.with(|read| match read {
            None if is_missing.get() => view! { <p class="note warn">{words::not_here(lang)}</p> }.into_any(),
            None => view! { <p class="muted">{words::looking(lang)}</p> }.into_any(),
            Some(adopted) => {
                let mut records = Records::default();
                // Organisations and members are not content: they are called as they are now.
                store.peek(|now| {
                    let named = now.everything().filter(|one| !one.kind.section().is_content());
                    named.for_each(|one| records.put(one.clone()));
                });
                adopted.iter().for_each(|record| records.put(record.clone()));
                let content = Section::ALL.into_iter().filter(|section| section.is_content());
                content.filter_map(|one| section(&records, one, lang)).collect_view()
            }
        })
    };
    view! {
        <p class="past-banner">{icon(Icon::Eye, 18)} <span>{banner}</span></p>
        {sections}
    }
    .into_any()
}

/// A section with its records in use, kind by kind; nothing where it holds nothing to read.
fn section(records: &Records, section: Section, lang: Lang) -> Option<AnyView> {
    let kinds = Kind::ALL.into_iter().filter(|kind| kind.section() == section);
    let entries: Vec<AnyView> = kinds
        .flat_map(|kind| records.in_order(kind))
        .filter_map(|record| entry(records, record, lang))
        .collect();
    (!entries.is_empty()).then(|| {
        view! {
            <article class="change-section whole">
                <header>
                    {icon(section_drawing(section), 18)}
                    <h2>{section_title(section, lang)}</h2>
                </header>
                {entries.into_iter().collect_view()}
            </article>
        }
        .into_any()
    })
}

fn entry(records: &Records, record: &Record, lang: Lang) -> Option<AnyView> {
    let at = RecordAt::new(record.kind, record.id.clone());
    let name = if record.kind.is_single() { String::new() } else { title(&at, records, lang) };
    let facts = fields_in_words(record, records, lang);
    if name.is_empty() && facts.is_empty() {
        return None;
    }
    let kind = (!record.kind.is_single()).then(|| view! { <small>{kind_at(&at, records, lang)}</small> });
    let heading = (!name.is_empty()).then(|| view! { <h3>{name}</h3> });
    let fact = |(name, text): (String, String)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{text}</dd>
            </div>
        }
    };
    let facts = (!facts.is_empty()).then(|| view! { <dl>{facts.into_iter().map(fact).collect_view()}</dl> });
    Some(view! { <section class="whole-entry">{kind} {heading} {facts}</section> }.into_any())
}

/// The digest of a version, and a way to make it again here.
#[component]
pub fn Digest(version: Memo<Option<Version>>) -> impl IntoView {
    let store = Store::here();
    let checked = RwSignal::new(None::<bool>);
    let check = move || {
        let Some(version) = version.get_untracked() else { return };
        leptos::task::spawn_local(async move {
            checked.set(look(store, version).await.map(|(_, is_same)| is_same));
        });
    };
    Effect::new(move || {
        let is_here = version.with(|one| one.as_ref().is_some_and(|one| !one.digest.is_empty()));
        if is_here && is_loaded(store) {
            check();
        }
    });
    let digest = move || version.with(|one| one.as_ref().map(|one| grouped(&one.digest)).unwrap_or_default());
    let said = move || {
        let lang = store.lang.get();
        checked.get().map(|is_same| match is_same {
            true => view! { <p class="note ok">{icon(Icon::Check, 18)} <span>{words::digest_same(lang)}</span></p> },
            false => view! { <p class="note bad">{icon(Icon::Warning, 18)} <span>{words::digest_other(lang)}</span></p> },
        })
    };
    view! {
        <section class="panel-part stack digest" aria-label=move || words::digest(store.lang.get())>
            <h3>{move || words::digest(store.lang.get())}</h3>
            <p class="muted">{move || words::digest_words(store.lang.get())}</p>
            <code>{digest}</code>
            <div role="status">{said}</div>
            <button class="button dense" type="button" on:click=move |_| {
                checked.set(None);
                check();
            }>
                {icon(Icon::Restore, 16)}
                {move || words::digest_again(store.lang.get())}
            </button>
        </section>
    }
    .into_any()
}

/// In groups of eight, so that two people can compare it aloud.
fn grouped(digest: &str) -> String {
    let letters: Vec<char> = digest.chars().collect();
    letters.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
