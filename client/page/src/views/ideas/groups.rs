//! After the reveal: cards in groups, those that are in none at the end, and a place to begin one.

use super::card::IdeaStack;
use super::cards::NewCard;
use super::room::Room;
use crate::components::{Menu, MenuItem, TextBlock};
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::sections::ideas::{Group, Stage};
use shared::words;

/// A group's id as a key; nothing for the cards that are in none.
fn key_of(group: &Group) -> String {
    group.id.as_ref().map(RecordId::to_string).unwrap_or_default()
}

#[component]
pub fn Groups() -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let keys =
        Memo::new(move |_| room.groups.with(|groups| groups.iter().map(key_of).collect::<Vec<String>>()));
    let over = RwSignal::new(false);
    let drop = move |event: web_sys::DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(card) = room.carried.try_update(Option::take).flatten() {
            room.begin_group(&card, "");
        }
    };
    window_keys(room);
    view! {
        <Show when=move || room.is_composing.get() && room.may_write()>
            <NewCard />
        </Show>
        <div class="idea-groups">
            <For each=move || keys.get() key=|key| key.clone() children=|key| view! { <OneGroup key=key /> } />
        </div>
        <Show when=move || room.may_group()>
            <div
                class="idea-drop"
                class:over=move || over.get()
                on:dragover=move |event| {
                    if room.carried.with_untracked(Option::is_some) {
                        event.prevent_default();
                        over.set(true);
                    }
                }
                on:dragleave=move |_| over.set(false)
                on:drop=drop
            >
                {icon(Icon::Plus, 16)}
                {move || words::ideas::group_drop(lang.get())}
            </div>
        </Show>
    }
    .into_any()
}

/// N begins a card from anywhere on the page, like elsewhere on the board.
fn window_keys(room: Room) {
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        let held = event.ctrl_key() || event.meta_key() || event.alt_key();
        if event.default_prevented() || held || !event.key().eq_ignore_ascii_case("n") {
            return;
        }
        if crate::shell::letters_act() && untrack(|| room.may_write()) {
            event.prevent_default();
            room.begin_card();
        }
    });
    on_cleanup(move || keys.remove());
}

#[component]
fn OneGroup(key: String) -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let id = StoredValue::new(RecordId::parse(&key));
    let is_loose = key.is_empty();
    let dom_id = format!("group-{key}");
    let key = StoredValue::new(key);
    let tops: Memo<Vec<RecordId>> = Memo::new(move |_| {
        room.groups.with(|groups| {
            let found = key.with_value(|key| groups.iter().find(|group| key_of(group) == *key));
            let stacks = found.map(|group| group.stacks.iter().map(|stack| stack.top.id.clone()).collect());
            stacks.unwrap_or_default()
        })
    });
    let count = Memo::new(move |_| {
        room.groups.with(|groups| {
            key.with_value(|key| groups.iter().find(|group| key_of(group) == *key)).map_or(0, Group::cards)
        })
    });
    let points = Memo::new(move |_| {
        let points = room.points.get();
        room.groups.with(|groups| {
            let found = key.with_value(|key| groups.iter().find(|group| key_of(group) == *key));
            found.map_or(0, |group| group.points(&points)) as usize
        })
    });
    let name = move || id.with_value(|id| room.group_name(id.as_ref()));
    let over = RwSignal::new(false);
    let drop = move |event: web_sys::DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(card) = room.carried.try_update(Option::take).flatten() {
            id.with_value(|id| room.put(&card, id.as_ref()));
        }
    };
    let heading = move || match id.get_value() {
        None => view! { {words::ideas::to_group(lang.get())} }.into_any(),
        Some(id) => {
            let at = RecordAt::new(Kind::IdeaGroup, id);
            view! {
                <Show
                    when=move || room.may_group()
                    fallback=name
                >
                    <TextBlock
                        at=at.clone()
                        field="title"
                        label=Signal::derive(move || words::ideas::group_title(lang.get()).to_owned())
                        placeholder=Signal::derive(move || words::ideas::group_title(lang.get()).to_owned())
                    />
                </Show>
            }
            .into_any()
        }
    };
    let counted = move || {
        let lang = lang.get();
        match room.stage() {
            Some(Stage::Closed) if !is_loose => {
                format!(
                    "{} · {}",
                    words::ideas::all_points(lang, points.get() as u64),
                    words::ideas::cards(lang, count.get() as u64)
                )
            }
            Some(_) | None => words::ideas::cards(lang, count.get() as u64),
        }
    };
    let is_shown = move || !is_loose || count.get() > 0;
    view! {
        <Show when=is_shown>
            <section
                class="idea-group"
                class:loose=is_loose
                class:over=move || over.get()
                id=dom_id.clone()
                aria-label=name
                on:dragover=move |event| {
                    if room.carried.with_untracked(Option::is_some) {
                        event.prevent_default();
                        over.set(true);
                    }
                }
                on:dragleave=move |_| over.set(false)
                on:drop=drop
            >
                <header>
                    <h2>{heading}</h2>
                    <small>{counted}</small>
                    {id.get_value().map(|id| view! { <GroupMenu id=id name=Signal::derive(name) /> })}
                </header>
                <ul>
                    <For each=move || tops.get() key=|id| id.clone() children=|id| view! { <IdeaStack id=id /> } />
                </ul>
            </section>
        </Show>
    }
    .into_any()
}

#[component]
fn GroupMenu(id: RecordId, name: Signal<String>) -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let at = StoredValue::new(RecordAt::new(Kind::IdeaGroup, id));
    view! {
        <Show when=move || room.may_group()>
            <Menu
                label=Signal::derive(move || words::ideas::group_menu(lang.get(), name.get()))
                class="icon-button dense"
                face=|| icon(Icon::More, 18)
            >
                <MenuItem
                    drawing=Icon::Flag
                    words=Signal::derive(move || words::ideas::becomes(lang.get()).to_owned())
                    on_choose=move |()| room.becoming.set(Some(at.get_value()))
                />
                <MenuItem
                    drawing=Icon::Trash
                    words=Signal::derive(move || words::ideas::group_remove(lang.get()).to_owned())
                    on_choose=move |()| {
                        room.remove(at.get_value(), words::ideas::group_removed(lang.get_untracked()).to_owned())
                    }
                />
            </Menu>
        </Show>
    }
    .into_any()
}
