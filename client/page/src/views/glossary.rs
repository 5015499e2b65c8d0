//! The shared language: terms, their agreed definition, what each organisation means by them.
//! Terms at the left, one of them at the right; on phones, one under the other.

mod term;

use crate::components::{EmptyState, RemovedRows, RowMenu, SectionPage, add_last, move_by, moves};
use crate::device::{lower, upper};
use crate::focus::focus_soon;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::shell::SectionPresence;
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::record::RecordAt;
use shared::sections::comments::path_of;
use shared::sections::glossary::{Term, meanings, terms};
use shared::sections::{Kind, Section};
use shared::words;

/// One term as the list shows it.
#[derive(Clone, PartialEq, Eq)]
struct Line {
    id: RecordId,
    name: String,
    /// Meanings of organisations beside the definition.
    senses: usize,
    is_defined: bool,
    is_agreed: bool,
    missing: Vec<Lang>,
}

/// The languages that a term is not written in yet.
fn missing(term: &Term, working: Lang) -> Vec<Lang> {
    Lang::ALL
        .into_iter()
        .filter(|lang| match *lang == working {
            true => term.term.plain().is_empty(),
            false => term.term.translated(*lang).is_none(),
        })
        .collect()
}

fn lines(store: Store) -> Vec<Line> {
    let (lang, working) = (store.lang.get(), store.working());
    store.records(Section::Glossary, |records| {
        let meanings = meanings(records);
        let senses = |term: &RecordId| {
            let of_it = meanings.iter().filter(|meaning| meaning.term.as_ref() == Some(term));
            of_it.filter(|meaning| !meaning.meaning.is_empty()).count()
        };
        terms(records)
            .into_iter()
            .map(|term| Line {
                name: term.term.reads(lang, working).to_owned(),
                senses: senses(&term.id),
                is_defined: !term.definition.is_empty(),
                is_agreed: term.agreed_in.is_some(),
                missing: missing(&term, working),
                id: term.id,
            })
            .collect()
    })
}

#[component]
pub fn Glossary() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let all = Memo::new(move |_| lines(store));
    let sought = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let sought = lower(&sought.get());
        all.get().into_iter().filter(|line| lower(&line.name).contains(&sought)).collect::<Vec<_>>()
    });
    let open =
        Memo::new(move |_| nav.place().and_then(|place| place.object).filter(|at| at.kind == Kind::Term));
    let add = move |_| {
        sought.set(String::new());
        let at = add_last(store, Kind::Term, "", vec![]);
        nav.select(Some(at));
        focus_soon(".term h2 textarea".to_owned());
    };
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    view! {
        <SectionPage
            title=word(words::sections::glossary)
            question=word(words::glossary::question)
            actions=move || {
                view! {
                    <SectionPresence section=Section::Glossary />
                    <Show when=move || store.may_edit(Section::Glossary)>
                        <button
                            class="button"
                            type="button"
                            aria-label=move || words::glossary::add_term(store.lang.get())
                            on:click=add
                        >
                            {icon(Icon::Plus, 16)}
                            {move || words::glossary::term(store.lang.get())}
                        </button>
                    </Show>
                }
            }
        >
            <Show
                when=move || !all.with(Vec::is_empty)
                fallback=move || {
                    view! {
                        <EmptyState drawing=Icon::Glossary words=word(words::glossary::empty)>
                            <Show when=move || store.may_edit(Section::Glossary)>
                                <button class="button primary" type="button" on:click=add>
                                    {move || words::glossary::add_term(store.lang.get())}
                                </button>
                            </Show>
                        </EmptyState>
                    }
                }
            >
                <div class="glossary">
                    <div class="term-list">
                        <input
                            class="input"
                            type="search"
                            aria-label=move || words::glossary::search(store.lang.get())
                            placeholder=move || {
                                words::glossary::terms(store.lang.get(), all.with(Vec::len) as u64)
                            }
                            bind:value=sought
                        />
                        <ul>
                            <For
                                each=move || found.get().into_iter().map(|line| line.id)
                                key=|id| id.clone()
                                children=move |id| view! { <TermLine id=id all=all /> }
                            />
                        </ul>
                        <RemovedRows kind=Kind::Term />
                    </div>
                    {move || match open.get() {
                        Some(at) => view! { <term::TermSheet at=at /> }.into_any(),
                        None => {
                            view! { <EmptyState drawing=Icon::Glossary words=word(words::glossary::choose) /> }
                                .into_any()
                        }
                    }}
                </div>
            </Show>
        </SectionPage>
    }
    .into_any()
}

#[component]
fn TermLine(id: RecordId, all: Memo<Vec<Line>>) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let at = RecordAt::new(Kind::Term, id.clone());
    let moved = at.clone();
    let stored = StoredValue::new(at.clone());
    let line = Memo::new(move |_| all.with(|all| all.iter().find(|line| line.id == id).cloned()));
    let path = move || {
        let place = nav.place().map(|place| place.to(Section::Glossary));
        place.map(|place| place.with_object(Some(stored.get_value())).path()).unwrap_or_default()
    };
    let is_open = move || {
        nav.place().and_then(|place| place.object).is_some_and(|open| stored.with_value(|at| *at == open))
    };
    let shown = move || {
        let lang = store.lang.get();
        line.get().map(|line| {
            let (state, tone, drawing) = match &line {
                Line { senses: 2.., .. } => (words::glossary::senses(lang, line.senses), "warn", Icon::Merge),
                Line { is_agreed: true, .. } => (words::glossary::agreed(lang).to_owned(), "ok", Icon::Check),
                Line { is_defined: true, .. } => (words::glossary::single(lang).to_owned(), "", Icon::Minus),
                Line { .. } => (words::glossary::undefined(lang).to_owned(), "", Icon::Gap),
            };
            let name = match line.name.as_str() {
                "" => words::shell::untitled(lang).to_owned(),
                name => name.to_owned(),
            };
            let codes = line.missing.iter().map(|lang| upper(lang.code())).collect::<Vec<_>>();
            let missing = (!codes.is_empty()).then(|| {
                let codes = codes.join(" ");
                let label = words::glossary::missing_in(lang, &codes);
                view! { <span class="languages-missing" role="img" aria-label=label>{codes} " ?"</span> }
            });
            view! {
                <span>
                    <b>{name}</b>
                    <small>{state}</small>
                </span>
                {missing}
                <span class=format!("term-state {tone}")>{icon(drawing, 16)}</span>
            }
        })
    };
    let shown_at = path_of(&at);
    view! {
        <li data-object=shown_at on:keydown=move |event| {
            if let Some(step) = moves(&event) {
                event.prevent_default();
                move_by(store, &moved, step);
            }
        }>
            <a class="term-row" href=path aria-current=move || is_open().then_some("true")>
                {shown}
            </a>
            <RowMenu at=at />
        </li>
    }
    .into_any()
}
