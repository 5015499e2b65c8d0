//! Putting a question to the table: its words and its subject. The rest is written on its page.

use crate::components::Dialog;
use crate::device;
use crate::nav::Nav;
use crate::store::Store;
use crate::views::adopt::rule_in_words;
use crate::views::fields::choice;
use crate::views::vote::words::scope_words;
use leptos::prelude::*;
use shared::act::Act;
use shared::numbers::iso;
use shared::record::{RecordAt, Scalar, Value};
use shared::sections::governance::Scope;
use shared::sections::{Kind, Section, Word};
use shared::words::decisions as words;

#[component]
pub fn AskDialog(open: RwSignal<bool>) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let question = RwSignal::new(String::new());
    let scope = RwSignal::new(Scope::Content.key().to_owned());
    let trouble = RwSignal::new("");
    let scopes = Signal::derive(move || {
        let lang = store.lang.get();
        let scopes = [Scope::Content, Scope::Budget, Scope::Priorities];
        scopes.map(|scope| (scope.key().to_owned(), scope_words(scope, lang).to_owned())).to_vec()
    });
    let rule = move || rule_in_words(store, Scope::from_key(&scope.get()));
    let ask = move || {
        let asked = question.get_untracked().trim().to_owned();
        if asked.is_empty() {
            trouble.set(words::put_no_question(store.lang.get_untracked()));
            return crate::views::fields::focus("#question");
        }
        let more = vec![("scope".to_owned(), Value::Scalar(Scalar::Text(scope.get_untracked())))];
        let at = log(store, asked, more);
        trouble.set("");
        question.set(String::new());
        open.set(false);
        if let Some(place) = nav.place_now() {
            let log = crate::address::OnBoard::new(place.board, Section::Decisions);
            nav.go(&log.with_object(Some(at)).path());
        }
    };
    view! {
        <Dialog
            open=open
            title=Signal::derive(move || words::ask_title(store.lang.get()).to_owned())
            foot=move || {
                view! {
                    <span class="grow"></span>
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {move || words::cancel(store.lang.get())}
                    </button>
                    <button class="button primary" type="button" on:click=move |_| ask()>
                        {move || words::ask_now(store.lang.get())}
                    </button>
                }
            }
        >
            <form class="stack-3" on:submit=move |event| {
                event.prevent_default();
                ask();
            }>
                <label class="field">
                    <span class="field-label">{move || words::question(store.lang.get())}</span>
                    <input id="question" class="input" autocomplete="off" bind:value=question />
                    <small>{move || words::question_hint(store.lang.get())}</small>
                </label>
                {choice(
                    Signal::derive(move || words::ask_scope(store.lang.get()).to_owned()),
                    scopes,
                    scope.into(),
                    Signal::stored(false),
                    Callback::new(move |key| scope.set(key)),
                )}
                {move || rule().map(|rule| view! { <p class="note"><span>{rule}</span></p> })}
                <p class="trouble" role="alert">{move || trouble.get()}</p>
            </form>
        </Dialog>
    }
    .into_any()
}

/// Writes a question into the log, in the language of the board, and says where it is.
pub fn log(store: Store, question: String, more: Vec<(String, Value)>) -> RecordAt {
    let at = RecordAt::new(Kind::Decision, store.new_id());
    store.act(Act::create(at.clone(), asked(store, question, more)));
    at
}

/// A question as the values of its record: what is asked, when and by whom.
pub fn asked(store: Store, question: String, more: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let (lang, working) = (store.lang.get_untracked(), store.peek(shared::sections::about::working_lang));
    let field =
        if lang == working { "question".to_owned() } else { shared::record::translation("question", lang) };
    let mut values = vec![
        (field, Value::Text(question)),
        ("asked".to_owned(), Value::Scalar(Scalar::Text(iso(device::now())))),
    ];
    let own = store.me.with_untracked(|me| me.as_ref().and_then(|me| me.organisation.clone()));
    values.extend(own.map(|own| ("proposed_by".to_owned(), Value::Scalar(Scalar::from(own.as_str())))));
    values.extend(more);
    values
}
