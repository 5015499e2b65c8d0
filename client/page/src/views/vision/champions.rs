//! High-level support: whose, what is asked, how far the asking has come, what it unblocks.

mod unblocks;

use crate::components::{
    DateField, Lines, Panel, PanelPart, QuestionNotes, RemovedRows, RowMenu, SelectField, TextBlock,
    add_last, move_by, moves, remove,
};
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::record::RecordAt;
use shared::sections::comments::path_of;
use shared::sections::vision::{Support, champions};
use shared::sections::{Kind, Section, Word};
use shared::words;

fn support_words(support: Support, lang: Lang) -> &'static str {
    match support {
        Support::ToApproach => words::vision::support_to_approach(lang),
        Support::InDiscussion => words::vision::support_in_discussion(lang),
        Support::Obtained => words::vision::support_obtained(lang),
        Support::Declined => words::vision::support_declined(lang),
    }
}

#[component]
pub fn Champions() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let rows = Memo::new(move |_| {
        store.records(Section::Vision, |records| {
            champions(records).into_iter().map(|row| row.id).collect::<Vec<RecordId>>()
        })
    });
    let add = move |_| nav.select(Some(add_last(store, Kind::Champion, "", vec![])));
    view! {
        <section>
            <h2>{move || words::vision::champions(store.lang.get())}</h2>
            <ul class="champions">
                <For
                    each=move || rows.get()
                    key=|id| id.clone()
                    children=|id| view! { <Champion at=RecordAt::new(Kind::Champion, id) /> }
                />
                <Show when=move || store.may_edit(Section::Vision)>
                    <li class="champion empty-card">
                        {icon(Icon::Megaphone, 20)}
                        <span>{move || words::vision::champion_question(store.lang.get())}</span>
                        <button class="button discreet dense" type="button" on:click=add>
                            {move || words::vision::add_champion(store.lang.get())}
                        </button>
                    </li>
                </Show>
            </ul>
            <RemovedRows kind=Kind::Champion />
        </section>
    }
    .into_any()
}

#[component]
fn Champion(at: RecordAt) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let stored = StoredValue::new(at.clone());
    let text = move |field: &'static str| stored.with_value(|at| store.text(at, field));
    let name = move || match text("institution") {
        name if name.is_empty() => words::shell::untitled(store.lang.get()).to_owned(),
        name => name,
    };
    let contact = move || {
        let owner = stored.with_value(|at| store.record(at, |record| record.reference("owner")).flatten());
        owner.map(|owner| words::vision::owner_words(store.lang.get(), store.badge(&owner).short))
    };
    let facts = move || {
        let ask = Some(text("ask")).filter(|ask| !ask.is_empty());
        [ask, contact()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let support = Memo::new(move |_| {
        stored
            .with_value(|at| store.record(at, |record| Support::from_key(record.text("status"))))
            .unwrap_or(Support::ToApproach)
    });
    let tone = move || match support.get() {
        Support::Obtained => "tag ok",
        Support::ToApproach | Support::InDiscussion | Support::Declined => "tag",
    };
    let shown_at = path_of(&at);
    view! {
        <li
            class="champion"
            data-object=shown_at
            on:keydown=move |event| {
                if let Some(step) = moves(&event) {
                    event.prevent_default();
                    stored.with_value(|at| move_by(store, at, step));
                }
            }
        >
            <button class="champion-name" type="button" on:click=move |_| nav.select(Some(stored.get_value()))>
                {name}
            </button>
            <small>{facts}</small>
            <span class=tone>
                {move || (support.get() == Support::Obtained).then(|| icon(Icon::Check, 13))}
                {move || support_words(support.get(), store.lang.get())}
            </span>
            <QuestionNotes at=at.clone() />
            <RowMenu at=at />
        </li>
    }
    .into_any()
}

/// Everything about one supporter.
#[component]
pub fn ChampionPanel(at: RecordAt) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let stored = StoredValue::new(at);
    let at = move || stored.get_value();
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    let statuses = Signal::derive(move || {
        let lang = store.lang.get();
        let words = |support: &Support| (support.key().to_owned(), support_words(*support, lang).to_owned());
        Support::ALL.iter().map(words).collect::<Vec<_>>()
    });
    let owners = Signal::derive(move || {
        let none = (String::new(), words::vision::lead_none(store.lang.get()).to_owned());
        let all = store.organisations().into_iter().map(|(id, badge)| (id.to_string(), badge.name));
        std::iter::once(none).chain(all).collect::<Vec<_>>()
    });
    view! {
        <Panel
            crumb=word(words::vision::champions)
            title=move || {
                view! {
                    <TextBlock
                        at=at()
                        field="institution"
                        label=word(words::vision::institution)
                        placeholder=word(words::vision::institution_hint)
                    />
                }
            }
            on_close=move |()| nav.select(None)
        >
            <QuestionNotes at=at() />
            <PanelPart heading=word(words::vision::ask)>
                <TextBlock
                    at=at()
                    field="ask"
                    lines=Lines::Many
                    class="boxed"
                    label=word(words::vision::ask)
                    placeholder=word(words::vision::ask_hint)
                />
            </PanelPart>
            <section class="panel-part stack-3">
                <SelectField at=at().field("status") label=word(words::vision::support) options=statuses />
                <SelectField at=at().field("owner") label=word(words::vision::owner) options=owners />
            </section>
            <PanelPart heading=word(words::vision::next_step)>
                <div class="stack-3">
                    <TextBlock
                        at=at()
                        field="next_step"
                        lines=Lines::Many
                        class="boxed"
                        label=word(words::vision::next_step)
                        placeholder=word(words::vision::next_step_hint)
                    />
                    <DateField at=at().field("next") label=word(words::vision::next_day) />
                </div>
            </PanelPart>
            <PanelPart heading=word(words::vision::unblocks)>
                <unblocks::Unblocks at=at() />
            </PanelPart>
            <Show when=move || store.may_edit(Section::Vision)>
                <section class="panel-part">
                    <button
                        class="button grave dense"
                        type="button"
                        on:click=move |_| {
                            remove(store, &at());
                            nav.select(None);
                        }
                    >
                        {icon(Icon::Trash, 16)}
                        {move || words::shell::remove(store.lang.get())}
                    </button>
                </section>
            </Show>
        </Panel>
    }
    .into_any()
}
