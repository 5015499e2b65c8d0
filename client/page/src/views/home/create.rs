//! Beginning a partnership on this device, with or without a network.

use super::{PersonFields, go_to_board};
use crate::components::Dialog;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::{Store, unanswered};
use leptos::prelude::*;
use shared::desk::{Answer, Ask, Person, Start, Template, Whole};
use shared::door::MAX_BOARD_NAME;
use shared::ids::BoardId;
use shared::lang::Lang;
use shared::words;

/// How beginning a board goes, for the form that asked.
#[derive(Clone, Copy)]
pub struct Begun {
    pub trouble: RwSignal<Option<String>>,
    pub busy: RwSignal<bool>,
}

impl Begun {
    pub fn new() -> Self {
        Self { trouble: RwSignal::new(None), busy: RwSignal::new(false) }
    }
}

/// Begins a board, then goes on with it.
pub fn create(store: Store, ask: Ask, Begun { trouble, busy }: Begun, then: Callback<BoardId>) {
    busy.set(true);
    store.ask_then(ask, move |answer| {
        busy.set(false);
        match answer {
            Ok(Answer::Created(board)) => then.run(board),
            Ok(_) => {}
            Err(why) => trouble.set(Some(unanswered(store.lang.get_untracked(), &why).to_owned())),
        }
    });
}

/// `on_created` goes on with the new board; without it, the board is opened.
#[component]
pub fn CreateDialog(
    open: RwSignal<bool>,
    #[prop(optional)] on_created: Option<Callback<BoardId>>,
) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let then = on_created.unwrap_or_else(|| Callback::new(move |board| go_to_board(nav, board)));
    let (board_name, name, function) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let working = RwSignal::new(store.lang.get_untracked().code().to_owned());
    let start = RwSignal::new(Start::Empty);
    let begun = Begun::new();
    let Begun { trouble, busy } = begun;
    let begin = move || {
        let lang = store.lang.get_untracked();
        if busy.get_untracked() {
            return;
        }
        let ask = Ask::Whole(Whole::Create {
            name: board_name.get_untracked().trim().to_owned(),
            person: Person {
                name: name.get_untracked().trim().to_owned(),
                function: function.get_untracked().trim().to_owned(),
            },
            working: Lang::from_code(&working.get_untracked()).unwrap_or(lang),
            start: start.get_untracked(),
        });
        create(store, ask, begun, then);
    };
    view! {
        <Dialog
            open=open
            title=Signal::derive(move || words::home::create(store.lang.get()).to_owned())
            foot=move || {
                view! {
                    <span class="grow"></span>
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {move || words::shell::cancel(store.lang.get())}
                    </button>
                    <button class="button primary" type="button" disabled=move || busy.get() on:click=move |_| begin()>
                        {move || words::home::create_short(store.lang.get())}
                    </button>
                }
            }
        >
            <form
                class="stack-3"
                on:submit=move |event| {
                    event.prevent_default();
                    begin();
                }
            >
                <p class="muted">{move || words::home::create_offline(store.lang.get())}</p>
                <div class="field">
                    <label for="board-name">{move || words::home::partnership_name(store.lang.get())}</label>
                    <input id="board-name" class="input" maxlength=MAX_BOARD_NAME bind:value=board_name />
                </div>
                <PersonFields name=name function=function />
                <div class="two">
                    <div class="field">
                        <label for="working">{move || words::home::working_language(store.lang.get())}</label>
                        <select
                            id="working"
                            class="input"
                            prop:value=move || working.get()
                            on:change=move |event| working.set(event_target_value(&event))
                        >
                            <option value="fr">{words::shell::language_fr(Lang::Fr)}</option>
                            <option value="de">{words::shell::language_de(Lang::De)}</option>
                            <option value="en">{words::shell::language_en(Lang::En)}</option>
                        </select>
                    </div>
                    <div class="field">
                        <label for="start-with">{move || words::home::start_with(store.lang.get())}</label>
                        <select
                            id="start-with"
                            class="input"
                            on:change=move |event| start.set(start_of(&event_target_value(&event)))
                        >
                            <option value="empty">{move || words::home::start_empty(store.lang.get())}</option>
                            {Template::ALL
                                .map(|template| {
                                    view! { <option value=template.key()>{move || template_words(template, store.lang.get())}</option> }
                                })
                                .collect_view()}
                            <option value=SAMPLE>{move || words::home::start_sample(store.lang.get())}</option>
                        </select>
                    </div>
                </div>
                {move || {
                    trouble
                        .get()
                        .map(|words| view! { <p class="note warn" role="alert">{icon(Icon::Warning, 18)} <span>{words}</span></p> })
                }}
                // Enter in a field begins, too.
                <button type="submit" class="hidden-words" tabindex="-1" aria-hidden="true"></button>
            </form>
        </Dialog>
    }
    .into_any()
}

const SAMPLE: &str = "sample";

fn start_of(key: &str) -> Start {
    match Template::from_key(key) {
        Some(template) => Start::Template(template),
        None if key == SAMPLE => Start::Sample,
        None => Start::Empty,
    }
}

fn template_words(template: Template, lang: Lang) -> &'static str {
    match template {
        Template::FirstPhase => words::home::start_first_phase(lang),
        Template::Logframe => words::home::start_logframe(lang),
        Template::Branched => words::home::start_branched(lang),
    }
}
