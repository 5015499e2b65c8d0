//! One term: its definition, what each organisation means by it, its translations.

use crate::components::{Lines, OrgBadge, QuestionNotes, TextBlock, remove};
use crate::focus::focus_soon;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::act::Act;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::record::{RecordAt, Scalar, Value, translation};
use shared::sections::{Kind, Section, glossary};
use shared::words;

#[component]
pub fn TermSheet(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let agreed = {
        let at = at.clone();
        Memo::new(move |_| {
            store.record(&at, |record| record.reference("agreed_in").is_some()).unwrap_or(false)
        })
    };
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    let definition = move || {
        let lang = store.lang.get();
        if agreed.get() {
            words::glossary::definition_agreed(lang)
        } else {
            words::glossary::definition(lang)
        }
    };
    let organisations = move || store.organisations().into_iter().map(|(id, _)| id);
    let term = at.clone();
    view! {
        <article class="term">
            <div class="row wrap">
                <h2>
                    <TextBlock
                        at=at.clone()
                        field="term"
                        label=word(words::glossary::term)
                        placeholder=word(words::glossary::term_hint)
                    />
                </h2>
                <Show when=move || agreed.get()>
                    <span class="tag ok">
                        {icon(Icon::Check, 13)} {move || words::glossary::agreed(store.lang.get())}
                    </span>
                </Show>
            </div>
            <QuestionNotes at=at.clone() />
            <section>
                <h3>{definition}</h3>
                <TextBlock
                    at=at.clone()
                    field="definition"
                    lines=Lines::Many
                    class="definition"
                    label=word(words::glossary::definition)
                    placeholder=word(words::glossary::definition_hint)
                />
            </section>
            <section>
                <h3>{move || words::glossary::meanings(store.lang.get())}</h3>
                <ul class="meanings">
                    <For
                        each=organisations
                        key=|id| id.clone()
                        children=move |organisation| {
                            view! { <MeaningOf term=term.id.clone() organisation=organisation /> }
                        }
                    />
                </ul>
            </section>
            <section>
                <h3>{move || words::glossary::translations(store.lang.get())}</h3>
                <ul class="translations">
                    {Lang::ALL.map(|lang| view! { <InLanguage at=at.clone() lang=lang /> }).collect_view()}
                </ul>
            </section>
        </article>
    }
    .into_any()
}

/// What one organisation means by the term: its record, or the way to begin one.
#[component]
fn MeaningOf(term: RecordId, organisation: RecordId) -> impl IntoView {
    let store = Store::here();
    let (sought_term, sought) = (term.clone(), organisation.clone());
    let meaning = Memo::new(move |_| {
        store.records(Section::Glossary, |records| {
            let mut all = glossary::meanings(records).into_iter();
            all.find(|it| it.term.as_ref() == Some(&sought_term) && it.organisation.as_ref() == Some(&sought))
                .map(|it| it.id)
        })
    });
    let name = {
        let organisation = organisation.clone();
        move || store.badge(&organisation).name
    };
    let label = {
        let organisation = organisation.clone();
        Signal::derive(move || words::glossary::meaning_of(store.lang.get(), store.badge(&organisation).name))
    };
    let row = format!("meaning-{organisation}");
    let selector = format!("#{row} textarea");
    let created = StoredValue::new((term, organisation.clone(), selector));
    let add = move |_| {
        let at = RecordAt::new(Kind::Meaning, store.new_id());
        created.with_value(|(term, organisation, selector)| {
            let refers = |id: &RecordId| Value::Scalar(Scalar::Text(id.to_string()));
            let values =
                vec![("term".to_owned(), refers(term)), ("organisation".to_owned(), refers(organisation))];
            store.act(Act::create(at, values));
            focus_soon(selector.clone());
        });
    };
    view! {
        <li id=row>
            <span class="person">
                <OrgBadge organisation=organisation />
                <span>{name}</span>
            </span>
            {move || match meaning.get() {
                Some(id) => {
                    let at = RecordAt::new(Kind::Meaning, id);
                    let removed = StoredValue::new(at.clone());
                    view! {
                        <div>
                            <TextBlock at=at.clone() field="meaning" lines=Lines::Many label=label />
                            <QuestionNotes at=at />
                        </div>
                        <Show when=move || store.may_edit(Section::Glossary)>
                            <button
                                class="icon-button dense"
                                type="button"
                                aria-label=move || words::shell::remove(store.lang.get())
                                on:click=move |_| removed.with_value(|at| remove(store, at))
                            >
                                {icon(Icon::Trash, 16)}
                            </button>
                        </Show>
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <span class="dim">{move || words::glossary::meaning_none(store.lang.get())}</span>
                        <Show when=move || store.may_edit(Section::Glossary)>
                            <button
                                class="icon-button dense"
                                type="button"
                                aria-label=move || format!("{}: {}", words::glossary::meaning_add(store.lang.get()), label.get())
                                on:click=add
                            >
                                {icon(Icon::Plus, 16)}
                            </button>
                        </Show>
                    }
                        .into_any()
                }
            }}
        </li>
    }
    .into_any()
}

/// The term in one language; what is missing can be written by choosing that language.
#[component]
fn InLanguage(at: RecordAt, lang: Lang) -> impl IntoView {
    let store = Store::here();
    let text = Memo::new(move |_| {
        let key = if lang == store.working() { "term".to_owned() } else { translation("term", lang) };
        store.record(&at, |record| record.text(&key).to_owned()).unwrap_or_default()
    });
    let name = match lang {
        Lang::Fr => words::shell::language_fr(lang),
        Lang::De => words::shell::language_de(lang),
        Lang::En => words::shell::language_en(lang),
    };
    view! {
        <li class:missing=move || text.with(String::is_empty)>
            <small lang=lang.code()>{name}</small>
            {move || {
                if text.with(String::is_empty) {
                    view! {
                        <p class="gap-words">{words::shell::translation_missing(store.lang.get())}</p>
                        <div>
                            <button class="button dense" type="button" on:click=move |_| store.speak(lang)>
                                {words::glossary::write(store.lang.get())}
                            </button>
                        </div>
                    }
                        .into_any()
                } else {
                    view! { <p lang=lang.code()>{text.get()}</p> }.into_any()
                }
            }}
        </li>
    }
    .into_any()
}
