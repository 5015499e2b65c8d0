//! The way back for a member without a device: a personal link to their own place, so that what
//! they wrote and go on writing is by the same person.

use super::Table;
use super::invite::ShownOnce;
use super::qr::qr_code;
use crate::device;
use crate::icons::{Icon, icon};
use crate::shell::called;
use leptos::prelude::*;
use shared::desk::{Answer, Ask};
use shared::ids::MemberId;
use shared::words;

#[component]
pub fn WayBack(table: Table, member: MemberId) -> impl IntoView {
    let store = table.store;
    let made = RwSignal::new(None::<String>);
    let member = StoredValue::new(member);
    let name = move || member.with_value(|member| called(store, member));
    let make = move |_| {
        let ask = Ask::WayBack { board: table.board.get_value(), member: member.get_value() };
        store.ask_for(ask, move |answer| {
            if let Answer::Link(link) = answer {
                made.set(Some(format!("{}{}", device::origin(), link.path)));
                store.door_told.update(|times| *times += 1);
            }
        });
    };
    let shown = move |address: String| {
        let lang = store.lang.get();
        let code = qr_code(&address, words::members::qr_label(lang).to_owned());
        view! {
            <ShownOnce
                store=store
                id="way-back".to_owned()
                label=words::members::way_back_link(lang)
                hint=words::members::link_words(lang)
                text=address
            />
            {code}
        }
    };
    view! {
        <div class="stack">
            <p class="muted">{move || words::members::way_back_words(store.lang.get(), name())}</p>
            <div class="row">
                <button class="button dense" type="button" on:click=make>
                    {icon(Icon::Key, 16)}
                    {move || words::members::way_back_make(store.lang.get())}
                </button>
            </div>
            {move || made.get().map(shown)}
        </div>
    }
    .into_any()
}
