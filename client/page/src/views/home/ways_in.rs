//! Coming to a table: the field for a link or a code, and who is coming.

use crate::device;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::{Store, unanswered};
use leptos::prelude::*;
use shared::desk::{Answer, Ask};
use shared::door::MAX_NAME;
use shared::words;

/// Longest link or code that is looked at.
const MAX_LINK_CHARS: usize = 400;

/// What somebody pasted.
#[derive(Debug, PartialEq, Eq)]
enum Pasted {
    /// The secret of an invitation.
    Secret(String),
    /// A code from another device of the same person.
    Code(String),
    Nothing,
}

/// A link has its secret behind `#`; a code has eight letters and digits, however it is spaced.
fn read(pasted: &str) -> Pasted {
    let pasted = pasted.trim();
    if let Some((_, secret)) = pasted.split_once('#') {
        let secret = secret.trim();
        return if secret.is_empty() { Pasted::Nothing } else { Pasted::Secret(secret.to_owned()) };
    }
    let plain: String = pasted.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    match plain.len() {
        0 => Pasted::Nothing,
        1..=10 => Pasted::Code(plain.to_ascii_uppercase()),
        _ => Pasted::Secret(pasted.to_owned()),
    }
}

/// The field for a link or a code.
#[component]
pub fn JoinCard() -> impl IntoView {
    let store = Store::here();
    view! {
        <section class="framed">
            <h2>{move || words::home::join(store.lang.get())}</h2>
            <p class="muted">{move || words::home::join_words(store.lang.get())}</p>
            <JoinForm />
        </section>
    }
    .into_any()
}

#[component]
pub fn JoinForm() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let pasted = RwSignal::new(String::new());
    let trouble = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let join = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let lang = store.lang.get_untracked();
        trouble.set(None);
        match read(&pasted.get_untracked()) {
            Pasted::Nothing => trouble.set(Some(words::home::link_missing(lang).to_owned())),
            Pasted::Secret(secret) => {
                store.invitation.set(Some(secret));
                nav.go("/rejoindre");
            }
            Pasted::Code(code) => {
                busy.set(true);
                store.ask_then(Ask::EnterCode { code }, move |answer| {
                    busy.set(false);
                    let lang = store.lang.get_untracked();
                    match answer {
                        Ok(Answer::Memberships(memberships)) => {
                            store.tell(words::home::code_joined(lang), false);
                            if let Some(first) = memberships.into_iter().next() {
                                super::go_to_board(nav, first.board);
                            }
                        }
                        Ok(_) => {}
                        Err(why) => trouble.set(Some(unanswered(lang, &why).to_owned())),
                    }
                });
            }
        }
    };
    view! {
        <form class="stack-3" on:submit=join>
            <div class="field">
                <label for="link-or-code">{move || words::home::link_or_code(store.lang.get())}</label>
                <input
                    id="link-or-code"
                    class="input"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    maxlength=MAX_LINK_CHARS
                    aria-describedby="link-trouble"
                    bind:value=pasted
                />
                <p id="link-trouble" class="trouble" role="alert">{move || trouble.get()}</p>
            </div>
            <div class="row">
                <button class="button" type="submit" disabled=move || busy.get()>
                    {move || words::home::join_short(store.lang.get())}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// Who is coming: first name and function.
#[component]
pub fn PersonFields(name: RwSignal<String>, function: RwSignal<String>) -> impl IntoView {
    let store = Store::here();
    view! {
        <div class="two">
            <div class="field">
                <label for="first-name">{move || words::home::first_name(store.lang.get())}</label>
                <input id="first-name" class="input" autocomplete="given-name" maxlength=MAX_NAME bind:value=name />
            </div>
            <div class="field">
                <label for="function">{move || words::home::function(store.lang.get())}</label>
                <input
                    id="function"
                    class="input"
                    autocomplete="organization-title"
                    maxlength=MAX_NAME
                    aria-describedby="function-hint"
                    bind:value=function
                />
                <small id="function-hint">{move || words::home::function_hint(store.lang.get())}</small>
            </div>
        </div>
    }
    .into_any()
}

/// Says plainly where nothing lasts.
#[component]
pub fn InsecureNote() -> impl IntoView {
    let store = Store::here();
    (!device::is_secure()).then(|| {
        view! {
            <p class="note warn">
                {icon(Icon::Warning, 18)} <span>{move || words::shell::online_only(store.lang.get())}</span>
            </p>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_pasted_whole_gives_its_secret() {
        let secret = Pasted::Secret("abcDEF-123_456".to_owned());
        assert_eq!(read(" https://table.example/rejoindre#abcDEF-123_456 "), secret);
    }

    #[test]
    fn a_code_may_be_typed_in_small_letters_and_with_gaps() {
        assert_eq!(read("h7kq-m2wx"), Pasted::Code("H7KQM2WX".to_owned()));
        assert_eq!(read(" h7kq m2wx"), Pasted::Code("H7KQM2WX".to_owned()));
    }

    #[test]
    fn nothing_pasted_joins_nothing() {
        assert_eq!(read("  "), Pasted::Nothing);
        assert_eq!(read("https://table.example/rejoindre#"), Pasted::Nothing);
    }
}
