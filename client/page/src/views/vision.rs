//! The vision: what the partners want to change together. The statement, the problem and the
//! added value are written together live; objectives, principles and supporters are rows.

mod champions;
mod objectives;
mod principles;
mod resting;
mod writers;

use crate::components::{Lines, QuestionNotes, SectionPage, TextBlock, Translations};
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::shell::SectionPresence;
use crate::store::Store;
use leptos::prelude::*;
use shared::lang::Lang;
use shared::record::RecordAt;
use shared::sections::{Kind, Section, glossary};
use shared::words;

#[component]
pub fn Vision() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let selected = Memo::new(move |_| nav.place().and_then(|place| place.object));
    let panel = move || {
        selected.get().map_or_else(
            || view! { <resting::Resting /> }.into_any(),
            |at| match at.kind {
                Kind::Objective => view! { <objectives::ObjectivePanel at=at /> }.into_any(),
                Kind::Champion => view! { <champions::ChampionPanel at=at /> }.into_any(),
                // Nothing else in this section has a panel.
                _ => ().into_any(),
            },
        )
    };
    view! {
        <SectionPage
            title=Signal::derive(move || words::sections::vision(store.lang.get()).to_owned())
            question=Signal::derive(move || words::vision::question(store.lang.get()).to_owned())
            actions=move || view! { <SectionPresence section=Section::Vision /> }
            panel=panel
        >
            <div class="document">
                <section>
                    <TextBlock
                        at=RecordAt::single(Kind::Vision)
                        field="statement"
                        lines=Lines::Many
                        class="statement"
                        label=Signal::derive(move || words::vision::statement(store.lang.get()).to_owned())
                        placeholder=Signal::derive(move || words::vision::statement_hint(store.lang.get()).to_owned())
                    />
                    <writers::Writers />
                    <QuestionNotes at=RecordAt::single(Kind::Vision) />
                </section>
                <OwnText
                    field="problem"
                    heading=words::vision::problem
                    hint=words::vision::problem_hint
                />
                <OwnText
                    field="added_value"
                    heading=words::vision::added_value
                    hint=words::vision::added_value_hint
                />
                <objectives::Objectives />
                <principles::Principles />
                <champions::Champions />
                <GlossaryLink />
                <Translations at=RecordAt::single(Kind::Vision) />
            </div>
        </SectionPage>
    }
    .into_any()
}

/// One of the vision's own texts under its heading.
#[component]
fn OwnText(
    field: &'static str,
    heading: fn(Lang) -> &'static str,
    hint: fn(Lang) -> &'static str,
) -> impl IntoView {
    let store = Store::here();
    view! {
        <section>
            <h2>{move || heading(store.lang.get())}</h2>
            <TextBlock
                at=RecordAt::single(Kind::Vision)
                field=field
                lines=Lines::Many
                class="reading"
                label=Signal::derive(move || heading(store.lang.get()).to_owned())
                placeholder=Signal::derive(move || hint(store.lang.get()).to_owned())
            />
        </section>
    }
    .into_any()
}

#[component]
fn GlossaryLink() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let count = move || store.records(Section::Glossary, |records| glossary::terms(records).len() as u64);
    let path = move || nav.place().map(|place| place.to(Section::Glossary).path()).unwrap_or_default();
    view! {
        <section>
            <h2>{move || words::sections::glossary(store.lang.get())}</h2>
            <a class="link" href=path>
                {icon(Icon::Glossary, 16)}
                {move || words::vision::glossary_words(store.lang.get(), count())}
            </a>
        </section>
    }
    .into_any()
}
