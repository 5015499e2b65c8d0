//! Putting the plan to the vote: a title, the rule, and when it closes.

use crate::address::OnBoard;
use crate::components::Dialog;
use crate::nav::Nav;
use crate::store::Store;
use crate::views::fields::choice;
use crate::views::vote::words::{rule_words, scope_words};
use leptos::prelude::*;
use shared::sections::governance::Scope;
use shared::sections::{Section, Word};
use shared::tally::{rule_for, seats};
use shared::version::Adoption;
use shared::words::decisions as words;

#[component]
pub fn ProposeDialog(open: RwSignal<bool>) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let title = RwSignal::new(String::new());
    let closes = RwSignal::new(String::new());
    let scope = RwSignal::new(Scope::Version.key().to_owned());
    let trouble = RwSignal::new("");
    let rule = Memo::new(move |_| rule_in_words(store, Scope::from_key(&scope.get())));
    let propose = move || {
        let lang = store.lang.get_untracked();
        let name = title.get_untracked().trim().to_owned();
        if name.is_empty() {
            trouble.set(words::propose_needs_title(lang));
            return crate::views::fields::focus("#version-title");
        }
        if rule.get_untracked().is_none() {
            return;
        }
        let scope = Scope::from_key(&scope.get_untracked());
        store.adopt(Adoption::Propose { title: name, scope, closes: closes.get_untracked() });
        trouble.set("");
        title.set(String::new());
        open.set(false);
    };
    let scopes = Signal::derive(move || {
        let lang = store.lang.get();
        let scopes = [Scope::Version, Scope::Content, Scope::Budget];
        scopes.map(|scope| (scope.key().to_owned(), scope_words(scope, lang).to_owned())).to_vec()
    });
    let rules_path = move || {
        nav.place().map(|place| OnBoard::new(place.board, Section::Governance).path()).unwrap_or_default()
    };
    view! {
        <Dialog
            open=open
            title=Signal::derive(move || words::propose_title(store.lang.get()).to_owned())
            foot=move || {
                view! {
                    <span class="grow"></span>
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {move || words::cancel(store.lang.get())}
                    </button>
                    <button
                        class="button primary"
                        type="button"
                        aria-disabled=move || rule.get().is_none().to_string()
                        on:click=move |_| propose()
                    >
                        {move || words::propose_now(store.lang.get())}
                    </button>
                }
            }
        >
            <form class="stack-3" on:submit=move |event| {
                event.prevent_default();
                propose();
            }>
                <p class="muted">{move || words::propose_words(store.lang.get())}</p>
                <label class="field">
                    <span class="field-label">{move || words::propose_name(store.lang.get())}</span>
                    <input id="version-title" class="input" autocomplete="off" bind:value=title />
                    <small>{move || words::propose_hint(store.lang.get())}</small>
                </label>
                <div class="two">
                    {choice(
                        Signal::derive(move || words::propose_scope(store.lang.get()).to_owned()),
                        scopes,
                        scope.into(),
                        Signal::stored(false),
                        Callback::new(move |key| scope.set(key)),
                    )}
                    <label class="field">
                        <span class="field-label">{move || words::put_closes(store.lang.get())}</span>
                        <input class="input" type="date" bind:value=closes />
                    </label>
                </div>
                {move || match rule.get() {
                    Some(rule) => view! { <p class="note"><span>{rule}</span></p> }.into_any(),
                    None => {
                        let lang = store.lang.get();
                        let named = scope_words(Scope::from_key(&scope.get()), lang);
                        view! {
                            <p class="note warn">
                                <span>
                                    {words::put_no_rule(lang, named)} " "
                                    <a class="link" href=rules_path on:click=move |_| open.set(false)>
                                        {words::to_rules(lang)}
                                    </a>
                                </span>
                            </p>
                        }
                            .into_any()
                    }
                }}
                <p class="trouble" role="alert">{move || trouble.get()}</p>
            </form>
        </Dialog>
    }
    .into_any()
}

/// The rule of a scope as a sentence; nothing where the table has none.
pub fn rule_in_words(store: Store, scope: Scope) -> Option<String> {
    let lang = store.lang.get();
    store.records_of(&[Section::Governance, Section::Organisations], |records| {
        let (_, rule) = rule_for(scope, records)?;
        let method = rule_words(&rule, seats(records).len(), lang);
        Some(words::rule_in_words(lang, method, rule.quorum, rule.quorum_sectors))
    })
}
