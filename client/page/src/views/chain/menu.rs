//! What can be done with a card without dragging it: rename, move, remove.

use super::hand::{Hand, Way};
use crate::clipboard::CopyItems;
use crate::components::{Menu, MenuItem};
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::layout::Direction;
use shared::record::RecordAt;
use shared::sections::chain::Level;
use shared::sections::{Kind, Word};
use shared::words;

/// The menu of one card, for those who may edit.
#[component]
pub fn CardMenu(id: RecordId) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let id = StoredValue::new(id);
    let said = move |words: fn(shared::lang::Lang) -> &'static str| {
        Signal::derive(move || words(lang.get()).to_owned())
    };
    let step = move |direction: Direction| Callback::new(move |()| hand.step(&id.get_value(), direction));
    let levels = move || {
        let here = hand.plan.with(|plan| id.with_value(|id| plan.node(id).map(|node| node.level)));
        let others = Level::ALL.iter().filter(|level| Some(**level) != here);
        others
            .map(|level| {
                let level = *level;
                let to = Callback::new(move |()| hand.put(&id.get_value(), level, usize::MAX));
                let words = Signal::derive(move || words::chain::move_to(lang.get(), hand.level_name(level)));
                view! { <MenuItem drawing=Icon::ArrowRight words=words on_choose=to /> }
            })
            .collect_view()
    };
    view! {
        <Show when=move || hand.may_edit()>
            <Menu label=said(words::chain::card_menu) face=move || icon(Icon::More, 18)>
                <Show when=move || hand.way.get() == Way::Graph>
                    <MenuItem
                        drawing=Icon::Pencil
                        words=said(words::chain::rename)
                        on_choose=move |()| hand.renaming.set(Some(id.get_value()))
                    />
                </Show>
                <MenuItem drawing=Icon::ArrowUp words=said(words::chain::move_up) on_choose=step(Direction::Up) />
                <MenuItem drawing=Icon::ArrowDown words=said(words::chain::move_down) on_choose=step(Direction::Down) />
                {levels}
                <CopyItems at=RecordAt::new(Kind::Node, id.get_value()) />
                <MenuItem
                    drawing=Icon::Trash
                    words=said(words::chain::remove)
                    on_choose=move |()| hand.remove(&id.get_value())
                />
            </Menu>
        </Show>
    }
    .into_any()
}
