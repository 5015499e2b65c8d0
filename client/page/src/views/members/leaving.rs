//! Leaving: this device, which is wiped; or a member, whose name is erased or whose access ends.
//! Each after one clear question.

use super::Table;
use super::member::change;
use crate::components::Dialog;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::shell::{called, save_copy, without_name};
use crate::store::Store;
use leptos::prelude::*;
use shared::desk::Ask;
use shared::door::MemberChange;
use shared::ids::MemberId;
use shared::lang::Lang;
use shared::words;

#[component]
pub fn Leaving(table: Table) -> impl IntoView {
    let (store, nav) = (table.store, Nav::here());
    let asking = RwSignal::new(false);
    let leave = move |_| {
        asking.set(false);
        store.ask_for(Ask::Leave { board: table.board.get_value() }, move |_| {
            store.tell(words::members::left(store.lang.get_untracked()), false);
            nav.replace("/");
        });
    };
    view! {
        <div class="row">
            <button class="button grave dense" type="button" on:click=move |_| asking.set(true)>
                {icon(Icon::Leave, 16)}
                {move || words::members::leave(store.lang.get())}
            </button>
        </div>
        <Dialog
            open=asking
            title=Signal::derive(move || words::members::leave(store.lang.get()).to_owned())
            foot=move || {
                view! {
                    <button class="button" type="button" on:click=move |_| save_copy(store)>
                        {move || words::shell::save_copy_short(store.lang.get())}
                    </button>
                    <span class="grow"></span>
                    <button class="button" type="button" on:click=move |_| asking.set(false)>
                        {move || words::shell::cancel(store.lang.get())}
                    </button>
                    <button class="button grave" type="button" on:click=leave>
                        {move || words::members::leave_confirm(store.lang.get())}
                    </button>
                }
            }
        >
            <p>{move || words::members::leave_words(store.lang.get())}</p>
        </Dialog>
    }
    .into_any()
}

#[component]
pub fn NameAndLeaving(table: Table, member: MemberId) -> impl IntoView {
    let (store, nav) = (table.store, Nav::here());
    let member = StoredValue::new(member);
    let (erasing, closing) = (RwSignal::new(false), RwSignal::new(false));
    let name = move || member.with_value(|member| called(store, member));
    let card = move || member.with_value(|member| table.card(member));
    let has_name = move || card().is_some_and(|card| !card.name.is_empty());
    let becomes = move || {
        let after = card().map(|card| without_name(store, &card)).unwrap_or_default();
        words::members::erase_confirm(store.lang.get(), after, name())
    };
    let erase = move |_| {
        erasing.set(false);
        let Some(card) = untrack(card) else { return };
        let nameless = MemberChange {
            role: card.role,
            organisation: card.organisation,
            name: Some(String::new()),
            function: None,
        };
        change(table, card.member, nameless, |store| {
            store.tell(words::members::name_erased(store.lang.get_untracked()), false);
        });
    };
    let close = move |_| {
        closing.set(false);
        let closed = untrack(name);
        let ask = Ask::RemoveMember { board: table.board.get_value(), member: member.get_value() };
        store.ask_for(ask, move |_| {
            store.tell(words::members::access_closed(store.lang.get_untracked(), closed), false);
            nav.select(None);
            table.read_members();
        });
    };
    view! {
        <div class="stack">
            <div class="row wrap">
                <Show when=has_name>
                    <button class="button dense" type="button" on:click=move |_| erasing.set(true)>
                        {icon(Icon::Eraser, 16)}
                        {move || words::members::erase_name(store.lang.get())}
                    </button>
                </Show>
                <button class="button dense grave" type="button" on:click=move |_| closing.set(true)>
                    {move || words::members::close_access(store.lang.get())}
                </button>
            </div>
        </div>
        <Sure open=erasing title=words::members::erase_title confirm=words::members::erase_name on_confirm=Callback::new(erase)>
            <p>{becomes}</p>
            <p class="muted">{move || words::members::erase_devices(store.lang.get())}</p>
        </Sure>
        <Sure open=closing title=words::members::close_access confirm=words::members::close_access on_confirm=Callback::new(close)>
            <p>{move || words::members::close_words(store.lang.get(), name())}</p>
        </Sure>
    }
    .into_any()
}

/// One clear question before something that cannot be taken back.
#[component]
fn Sure(
    open: RwSignal<bool>,
    title: fn(Lang) -> &'static str,
    confirm: fn(Lang) -> &'static str,
    on_confirm: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let store = Store::here();
    let children = StoredValue::new(children);
    view! {
        <Dialog
            open=open
            title=Signal::derive(move || title(store.lang.get()).to_owned())
            foot=move || {
                view! {
                    <span class="grow"></span>
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {move || words::shell::cancel(store.lang.get())}
                    </button>
                    <button class="button grave" type="button" on:click=move |_| on_confirm.run(())>
                        {move || confirm(store.lang.get())}
                    </button>
                }
            }
        >
            {children.with_value(ChildrenFn::run)}
        </Dialog>
    }
    .into_any()
}
