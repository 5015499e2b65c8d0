//! Copy, cut and paste in an object's menu.

use super::{Clipboard, kept};
use crate::components::{Menu, MenuItem};
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::lang::Lang;
use shared::questions::settle::title;
use shared::record::RecordAt;
use shared::words::objects as words;

impl Clipboard {
    /// What a menu would paste, in words; nothing while this device copied nothing.
    pub fn paste_words(&self, lang: Lang) -> Option<String> {
        self.copies.track();
        let (count, name) = kept::named()?;
        Some(match count {
            1 if !name.is_empty() => words::paste_what(lang, name),
            count => words::paste_many(lang, count),
        })
    }
}

/// A menu of its own, for panels whose other verbs are buttons.
#[component]
pub fn CopyMenu(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let at = StoredValue::new(at);
    let name = Signal::derive(move || {
        let lang = store.lang.get();
        let name = at.with_value(|at| store.records(at.kind.section(), |records| title(at, records, lang)));
        shared::words::shell::actions_for(lang, name)
    });
    view! {
        <Menu label=name class="icon-button dense" face=|| icon(Icon::More, 18)>
            {at.with_value(|at| view! { <CopyItems at=at.clone() /> })}
        </Menu>
    }
    .into_any()
}

/// The three items; copying alone where somebody may only read.
#[component]
pub fn CopyItems(at: RecordAt) -> impl IntoView {
    let clipboard = Clipboard::here();
    let store = clipboard.store;
    let section = at.kind.section();
    let at = StoredValue::new(at);
    let pasted = Memo::new(move |_| clipboard.paste_words(store.lang.get()));
    let paste = Signal::derive(move || pasted.get().unwrap_or_default());
    view! {
        <MenuItem
            drawing=Icon::Copy
            words=Signal::derive(move || words::copy(store.lang.get()).to_owned())
            on_choose=move |()| clipboard.ask(vec![at.get_value()], false)
        />
        <Show when=move || store.may_edit(section)>
            <MenuItem
                drawing=Icon::Cut
                words=Signal::derive(move || words::cut(store.lang.get()).to_owned())
                on_choose=move |()| clipboard.ask(vec![at.get_value()], true)
            />
            <Show when=move || pasted.with(Option::is_some)>
                <MenuItem
                    drawing=Icon::Paste
                    words=paste
                    on_choose=move |()| clipboard.paste_kept(Some(at.get_value()))
                />
            </Show>
        </Show>
    }
    .into_any()
}
