//! The keys, listed; single letters can be switched off here.

use super::{keys, rail::IN_RAIL};
use crate::components::Dialog;
use crate::store::Store;
use leptos::prelude::*;
use shared::words;

#[component]
pub fn Shortcuts(open: RwSignal<bool>) -> impl IntoView {
    let store = Store::here();
    let letters_on = RwSignal::new(keys::letters_are_on());
    view! {
        <Dialog open=open title=Signal::derive(move || words::shell::shortcuts(store.lang.get()).to_owned())>
            <dl class="shortcuts">
                {move || {
                    let lang = store.lang.get();
                    let go = IN_RAIL
                        .into_iter()
                        .zip(words::shell::letters(lang).chars())
                        .map(|((_, _, name), letter)| line(format!("g {letter}"), name(lang)))
                        .collect_view();
                    view! {
                        {go}
                        {line(words::search::key(lang).to_owned(), words::search::open(lang))}
                        {line("F6 · ⇧ F6".to_owned(), words::shell::key_regions(lang))}
                        {line("Ctrl Z · Ctrl ⇧ Z".to_owned(), words::shell::key_undo(lang))}
                        {line("Alt ↑ · Alt ↓".to_owned(), words::shell::key_move(lang))}
                        {line("Ctrl C · X · V".to_owned(), words::objects::key_copy(lang))}
                        {line("X".to_owned(), words::objects::key_pick(lang))}
                        {line("Esc".to_owned(), words::shell::key_escape(lang))}
                        {line("?".to_owned(), words::shell::key_help(lang))}
                        {head(words::sections::chain(lang))}
                        {line("↑ ↓ ← →".to_owned(), words::shell::key_nearest(lang))}
                        {line("N · L · F2".to_owned(), words::shell::key_card(lang))}
                        {line("Alt ↑ ↓ ← →".to_owned(), words::shell::key_carry(lang))}
                        {line("V · ⇧ V · O".to_owned(), words::shell::key_look(lang))}
                        {line("+ · −".to_owned(), words::shell::key_fold(lang))}
                        {head(words::sections::roles(lang))}
                        {line("R A C I".to_owned(), words::shell::key_letters(lang))}
                        {line("⇧ ↑ ↓ ← →".to_owned(), words::shell::key_block(lang))}
                        {line("Ctrl C · Ctrl V · Ctrl D".to_owned(), words::shell::key_copy(lang))}
                        {head(words::sections::context(lang))}
                        {line("N".to_owned(), words::shell::key_actor(lang))}
                        {line("Alt ↑ ↓ ← →".to_owned(), words::shell::key_place(lang))}
                        {line("+ · − · 0".to_owned(), words::shell::key_nearer(lang))}
                    }
                }}
            </dl>
            <label class="row">
                <input
                    type="checkbox"
                    prop:checked=move || letters_on.get()
                    on:change=move |event| {
                        letters_on.set(event_target_checked(&event));
                        keys::keep_letters(letters_on.get_untracked());
                    }
                />
                {move || words::shell::letters_off(store.lang.get())}
            </label>
        </Dialog>
    }
    .into_any()
}

/// The keys of one section follow.
fn head(words: &'static str) -> AnyView {
    view! { <dt class="shortcuts-head">{words}</dt><dd></dd> }.into_any()
}

fn line(keys: String, words: &'static str) -> AnyView {
    view! {
        <dt>
            <kbd>{keys}</kbd>
        </dt>
        <dd>{words}</dd>
    }
    .into_any()
}
