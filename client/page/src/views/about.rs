//! The partnership itself: its name, its frame, and the organisations at the table.

mod organisations;

use crate::components::{DateField, QuestionNotes, SectionPage, SelectField, TextBlock};
use crate::store::Store;
use leptos::prelude::*;
use shared::lang::Lang;
use shared::record::RecordAt;
use shared::sections::about::Phase;
use shared::sections::{Kind, Word};
use shared::words;

fn phase_words(phase: Phase, lang: Lang) -> &'static str {
    match phase {
        Phase::Launch => words::about::phase_launch(lang),
        Phase::Design => words::about::phase_design(lang),
        Phase::Implementation => words::about::phase_implementation(lang),
        Phase::Development => words::about::phase_development(lang),
    }
}

/// A name for each language, in itself.
fn languages() -> Vec<(String, String)> {
    let name = |lang: Lang| match lang {
        Lang::Fr => words::shell::language_fr(lang),
        Lang::De => words::shell::language_de(lang),
        Lang::En => words::shell::language_en(lang),
    };
    Lang::ALL.into_iter().map(|lang| (lang.code().to_owned(), name(lang).to_owned())).collect()
}

#[component]
pub fn About() -> impl IntoView {
    let store = Store::here();
    let at = RecordAt::single(Kind::About);
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    let phases = Signal::derive(move || {
        let lang = store.lang.get();
        let words = |phase: &Phase| (phase.key().to_owned(), phase_words(*phase, lang).to_owned());
        Phase::ALL.iter().map(words).collect::<Vec<_>>()
    });
    view! {
        <SectionPage title=word(words::about::title) question=word(words::about::question)>
            <div class="document">
                <section class="stack-3">
                    <QuestionNotes at=at.clone() />
                    <Named at=at.clone() field="name" label=words::about::name />
                    <Named at=at.clone() field="subtitle" label=words::about::subtitle />
                    <div class="two">
                        <Named at=at.clone() field="acronym" label=words::about::acronym />
                        <Named at=at.clone() field="area" label=words::about::area />
                    </div>
                    <div class="two">
                        <SelectField at=at.field("phase") label=word(words::about::phase) options=phases />
                        <SelectField
                            at=at.field("language")
                            label=word(words::about::working)
                            options=Signal::stored(languages())
                        />
                    </div>
                    <p class="muted">{move || words::about::working_words(store.lang.get())}</p>
                    <div class="two">
                        <DateField at=at.field("starts") label=word(words::about::starts) />
                        <DateField at=at.field("ends") label=word(words::about::ends) />
                    </div>
                </section>
                <organisations::Organisations />
            </div>
        </SectionPage>
    }
    .into_any()
}

/// A text with its label above.
#[component]
fn Named(at: RecordAt, field: &'static str, label: fn(Lang) -> &'static str) -> impl IntoView {
    let store = Store::here();
    view! {
        <div class="field">
            <span class="field-label">{move || label(store.lang.get())}</span>
            <TextBlock at=at field=field class="boxed" label=Signal::derive(move || label(store.lang.get()).to_owned()) />
        </div>
    }
    .into_any()
}
