//! A link just made: to copy, to scan, or within a text in the reader's language. Its secret is
//! nowhere else: what is lost from sight is made anew.

use super::Table;
use super::invite::ShownOnce;
use super::qr::qr_code;
use crate::components::{Choice, Dialog, Segmented};
use crate::device;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::html;
use leptos::prelude::*;
use shared::door::{Invitation, Role};
use shared::lang::Lang;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::words;

/// A link with its address, for as long as this page remembers it.
#[derive(Clone)]
pub struct MadeLink {
    pub invitation: Invitation,
    pub address: String,
}

#[component]
pub fn Made(table: Table, link: MadeLink) -> impl IntoView {
    let store = table.store;
    let projecting = RwSignal::new(false);
    let (drawn, projected) = (link.address.clone(), link.address.clone());
    let code = move || qr_code(&drawn, words::members::qr_label(store.lang.get()).to_owned());
    let large = move || qr_code(&projected, words::members::qr_label(store.lang.get()).to_owned());
    view! {
        <div class="made stack-3">
            <ShownOnce
                store=store
                id=format!("link-{}", link.invitation.id)
                label=words::members::link(store.lang.get_untracked())
                hint=words::members::link_words(store.lang.get_untracked())
                text=link.address.clone()
            />
            <div class="made-code">
                {code}
                <div class="stack">
                    <p class="muted">{move || words::members::qr_words(store.lang.get())}</p>
                    <div class="row">
                        <button class="button dense" type="button" on:click=move |_| projecting.set(true)>
                            {icon(Icon::QrCode, 16)}
                            {move || words::members::project(store.lang.get())}
                        </button>
                    </div>
                </div>
            </div>
            <Message store=store link=link />
        </div>
        <Dialog
            open=projecting
            title=Signal::derive(move || words::members::project(store.lang.get()).to_owned())
        >
            <div class="projected">{large()}</div>
        </Dialog>
    }
    .into_any()
}

/// The link within a text, in each of the three languages.
#[component]
fn Message(store: Store, link: MadeLink) -> impl IntoView {
    let field = NodeRef::<html::Textarea>::new();
    let lang = RwSignal::new(store.lang.get_untracked());
    let id = format!("message-{}", link.invitation.id);
    let text = Memo::new(move |_| message(store, &link, lang.get()));
    let copy = move |_| {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
        copy(store, text.get_untracked());
    };
    let choices = Lang::ALL
        .into_iter()
        .map(|lang| Choice {
            key: lang.code(),
            drawing: None,
            words: Signal::stored(device::upper(lang.code())),
        })
        .collect();
    view! {
        <div class="field">
            <div class="row">
                <label class="grow" for=id.clone()>{move || words::members::message(store.lang.get())}</label>
                <Segmented
                    label=Signal::derive(move || words::members::message_language(store.lang.get()).to_owned())
                    choices=choices
                    chosen=Signal::derive(move || lang.get().code().to_owned())
                    on_choose=move |code: &'static str| lang.set(Lang::from_code(code).unwrap_or_default())
                />
            </div>
            <textarea
                id=id
                class="input message"
                rows="7"
                readonly
                node_ref=field
                lang=move || lang.get().code()
                prop:value=move || text.get()
            ></textarea>
            <div class="row">
                <button class="button dense" type="button" on:click=copy>
                    {icon(Icon::Copy, 16)}
                    {move || words::members::copy_message(store.lang.get())}
                </button>
            </div>
        </div>
    }
    .into_any()
}

fn message(store: Store, link: &MadeLink, lang: Lang) -> String {
    let invitation = &link.invitation;
    let board = store.text(&RecordAt::single(Kind::About), "name");
    let place = match (&invitation.organisation, invitation.role) {
        (Some(organisation), Role::Partner) => {
            words::members::message_partner(lang, board, store.badge(organisation).name)
        }
        (Some(_) | None, Role::Partner | Role::Observer | Role::Secretariat) => {
            words::members::message_other(lang, board)
        }
    };
    let until = words::members::message_until(lang, device::day(lang, invitation.expires));
    let mut lines = vec![place, words::members::message_how(lang).to_owned(), link.address.clone()];
    if invitation.admission {
        lines.push(words::members::message_admission(lang).to_owned());
    }
    lines.push(until);
    lines.join("\n")
}

/// Puts a text on the clipboard and says so, or how to do it by hand.
pub fn copy(store: Store, text: String) {
    leptos::task::spawn_local(async move {
        let is_copied = device::copy(&text).await;
        let lang = store.lang.get_untracked();
        store.tell(
            if is_copied { words::members::copied(lang) } else { words::members::copy_by_hand(lang) },
            false,
        );
    });
}
