//! The frame around a board: top bar, rail, the section, and the bar below on phones.

use crate::app::Nav;
use crate::views;
use leptos::prelude::*;
use shared::sections::Section;

#[component]
pub fn BoardShell() -> impl IntoView {
    let nav = Nav::here();
    let section = Memo::new(move |_| nav.place().map(|place| place.section));
    view! {
        <div class="app">
            {move || section.get().map(section_view)}
        </div>
    }
}

/// One view per section; the compiler asks for it.
fn section_view(section: Section) -> AnyView {
    match section {
        Section::Vision => view! { <views::Vision /> }.into_any(),
        Section::Glossary => view! { <views::Glossary /> }.into_any(),
        Section::Chain => view! { <views::Chain /> }.into_any(),
        Section::Roles => view! { <views::Roles /> }.into_any(),
        Section::Context => view! { <views::Context /> }.into_any(),
        Section::People => view! { <views::Members /> }.into_any(),
        Section::About
        | Section::Organisations
        | Section::Resources
        | Section::Governance
        | Section::Decisions
        | Section::Learning
        | Section::Outreach
        | Section::Session
        | Section::Versions
        | Section::Comments => view! { <views::Vision /> }.into_any(),
    }
}
