//! The head of a level: its name, how many cards it has, adding one, and what the board calls it.

use super::hand::Hand;
use super::words as chain_words;
use crate::components::{Dialog, Lines, Menu, MenuItem, TextBlock};
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::sections::chain::Level;
use shared::words;

/// The name (a menu for those who may edit), the count, and a button that adds.
#[component]
pub fn LevelHead(level: Level) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let naming = RwSignal::new(false);
    let count = Memo::new(move |_| hand.layout.with(|layout| layout.column(level as usize).count()));
    let name = Memo::new(move |_| hand.level_name(level));
    let head = move || {
        if hand.may_edit() {
            view! {
                <Menu
                    label=Signal::derive(move || words::chain::level_menu(lang.get(), name.get()))
                    face=move || view! { <b>{move || name.get()}</b> }
                    class="level-name"
                >
                    <MenuItem
                        drawing=Icon::Plus
                        words=Signal::derive(move || words::chain::add_in(lang.get(), name.get()))
                        on_choose=move |()| hand.begin(level)
                    />
                    <MenuItem
                        drawing=Icon::Pencil
                        words=Signal::derive(move || words::chain::rename_level(lang.get()).to_owned())
                        on_choose=move |()| naming.set(true)
                    />
                </Menu>
            }
            .into_any()
        } else {
            view! { <b class="level-name">{move || name.get()}</b> }.into_any()
        }
    };
    view! {
        {head}
        <small>{move || count.get()}</small>
        <Show when=move || hand.may_edit()>
            <button
                class="icon-button dense"
                type="button"
                aria-label=move || words::chain::add_in(lang.get(), name.get())
                on:click=move |_| hand.begin(level)
            >
                {icon(Icon::Plus, 16)}
            </button>
        </Show>
        <NameLevel level=level open=naming />
    }
    .into_any()
}

/// What this board calls a level. Left empty, the usual word stands.
#[component]
fn NameLevel(level: Level, open: RwSignal<bool>) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    view! {
        <Dialog open=open title=Signal::derive(move || words::chain::rename_level(lang.get()).to_owned())>
            <div class="field">
                <span class="field-label">{move || chain_words::level(lang.get(), level)}</span>
                <TextBlock
                    at=RecordAt::single(Kind::Chain)
                    field=field_of(level)
                    label=Signal::derive(move || words::chain::level_name(lang.get()).to_owned())
                    lines=Lines::One
                    placeholder=Signal::derive(move || chain_words::level(lang.get(), level).to_owned())
                    class="input"
                />
                <small>{move || words::chain::level_name_help(lang.get())}</small>
            </div>
        </Dialog>
    }
    .into_any()
}

fn field_of(level: Level) -> &'static str {
    match level {
        Level::Input => "level_input",
        Level::Activity => "level_activity",
        Level::Output => "level_output",
        Level::Outcome => "level_outcome",
        Level::Impact => "level_impact",
    }
}
