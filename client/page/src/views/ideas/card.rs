//! One stack of cards: its text, whose it is, one's own points, and what lies under it.

use super::keys::{self, Verb};
use super::room::Room;
use crate::components::{Menu, MenuItem, OrgBadge};
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::questions::settle::title;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::sections::ideas::{Card, Stack, Stage, Voice};
use shared::words;
use web_sys::KeyboardEvent;

#[component]
pub fn IdeaStack(id: RecordId) -> impl IntoView {
    let room = Room::here();
    let id = StoredValue::new(id);
    let card = Memo::new(move |_| id.with_value(|id| room.card(id)));
    let under = Memo::new(move |_| {
        room.groups
            .with(|groups| {
                let mut stacks = groups.iter().flat_map(|group| &group.stacks);
                let found: Option<&Stack> = id.with_value(|id| stacks.find(|stack| stack.top.id == *id));
                found.map(|stack| stack.under.iter().map(|card| card.id.clone()).collect::<Vec<RecordId>>())
            })
            .unwrap_or_default()
    });
    let is_mine = Memo::new(move |_| {
        card.with(|card| {
            card.as_ref().is_some_and(|card| match &card.voice {
                Voice::Organisation(organisation) => room.own().as_ref() == Some(organisation),
                Voice::Room(_) | Voice::Unnamed => false,
            })
        })
    });
    let hue = move || {
        let own = card.with(|card| card.as_ref()?.voice.organisation().cloned());
        format!("idea hue-{}", own.map_or(0, |own| room.store.badge(&own).hue))
    };
    let is_first = move || {
        room.focused.with(Option::is_none)
            && room.groups.with(|groups| {
                let first = groups.iter().find_map(|group| group.stacks.first()).map(|stack| &stack.top.id);
                id.with_value(|id| first == Some(id))
            })
    };
    let is_focused =
        move || id.with_value(|id| room.focused.with(|focused| focused.as_ref() == Some(id))) || is_first();
    let keydown = move |event: KeyboardEvent| on_key(room, id, &event);
    view! {
        <li
            class=hue
            class:me=move || is_mine.get()
            id=id.with_value(|id| format!("idea-{id}"))
            tabindex=move || if is_focused() { "0" } else { "-1" }
            draggable=move || room.may_group().then_some("true")
            on:focus=move |_| room.focused.set(Some(id.get_value()))
            on:keydown=keydown
            on:dragstart=move |_| room.carried.set(Some(id.get_value()))
            on:dragend=move |_| room.carried.set(None)
        >
            <p>{move || card.with(|card| card.as_ref().map(|card| card.text.clone()))}</p>
            <div class="row">
                <Said card=card is_mine=is_mine />
                <span class="grow"></span>
                <CardPoints id=id.get_value() />
                <CardMenu id=id.get_value() card=card is_under=false />
            </div>
            <Became card=card />
            <Under cards=under />
        </li>
    }
    .into_any()
}

fn on_key(room: Room, id: StoredValue<RecordId>, event: &KeyboardEvent) {
    // The keys of what stands on the card (its menu, its buttons) are their own.
    let is_own = event.target() == event.current_target();
    if !is_own || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let Some(verb) = keys::verb(&event.key(), &event.code(), event.shift_key()) else { return };
    if !matches!(verb, Verb::Go(..)) && !crate::shell::letters_act() {
        return;
    }
    event.prevent_default();
    event.stop_propagation();
    let id = id.get_value();
    let may_group = untrack(|| room.may_group());
    match verb {
        Verb::Go(along, across) => room.go(&id, along, across),
        Verb::New if untrack(|| room.may_write()) => room.begin_card(),
        Verb::Group if may_group => room.grouping.set(Some(id)),
        Verb::Becomes if may_group => room.becoming.set(Some(RecordAt::new(Kind::Idea, id))),
        Verb::Give => room.give(&id),
        Verb::TakeBack => room.take_back(Some(&id)),
        Verb::New | Verb::Group | Verb::Becomes => {}
    }
}

/// Whose the card is, in letters and in words.
#[component]
fn Said(card: Memo<Option<Card>>, is_mine: Memo<bool>) -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    move || {
        let lang = lang.get();
        card.get().map(|card| {
            let badge = card.voice.organisation().cloned();
            let badge = badge.map(|organisation| view! { <OrgBadge organisation=organisation size="sm" /> });
            let in_room = matches!(card.voice, Voice::Room(_)).then(|| {
                view! {
                    <small class="row" title=words::ideas::in_room_full(lang)>
                        {icon(Icon::Keyboard, 13)}
                        {words::ideas::in_room(lang)}
                    </small>
                }
            });
            let mine = is_mine.get().then(|| view! { <small>{words::ideas::mine(lang)}</small> });
            let late = card.is_late.then(|| view! { <small class="gap-words">{icon(Icon::Clock, 13)} {words::ideas::late(lang)}</small> });
            view! { {badge} {in_room} {mine} {late} }
        })
    }
}

/// One's own points while they are given, everybody's once they are counted.
#[component]
fn CardPoints(id: RecordId) -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let id = StoredValue::new(id);
    let own = Memo::new(move |_| id.with_value(|id| room.own_points(id)) as usize);
    let name = move || id.with_value(|id| room.card(id).map(|card| card.text).unwrap_or_default());
    let hue = move || format!("points hue-{}", room.own().map_or(0, |own| room.store.badge(&own).hue));
    let given = move || match own.get() {
        0 => ().into_any(),
        own => {
            let dots = (0..own).map(|_| view! { <i></i> }).collect_view();
            let said = words::ideas::own_points(lang.get(), own as u64);
            view! { <span class=hue() role="img" aria-label=said>{dots}</span> }.into_any()
        }
    };
    let is_spent = move || {
        let own = room.own().map_or(0, |own| room.points.with(|points| points.by(&own).counted.len()));
        own >= room.budget() as usize
    };
    let counted = move || {
        let lang = lang.get();
        let (sum, givers) =
            id.with_value(|id| room.points.with(|points| (points.of_card(id), points.givers_of(id))));
        let names: Vec<String> = givers
            .iter()
            .map(|(organisation, points)| {
                let short = room.store.badge(organisation).short;
                if *points > 1 { format!("{short} ×{points}") } else { short }
            })
            .collect();
        (sum > 0).then(|| {
            view! { <small class="tag accent">{words::ideas::points_by(lang, u64::from(sum), names.join(", "))}</small> }
        })
    };
    view! {
        {move || match room.stage() {
            Some(Stage::Dots) => {
                view! {
                    {given}
                    <Show when=move || room.may_give()>
                        <button
                            class="point-give"
                            type="button"
                            tabindex="-1"
                            aria-label=move || words::ideas::give(lang.get(), name())
                            aria-disabled=move || is_spent().then_some("true")
                            title=move || is_spent().then(|| words::ideas::none_left(lang.get(), room.budget()))
                            on:click=move |_| id.with_value(|id| room.give(id))
                        >
                            {icon(Icon::Plus, 14)}
                        </button>
                    </Show>
                }
                    .into_any()
            }
            Some(Stage::Closed) => view! { {counted} }.into_any(),
            Some(Stage::Writing | Stage::Revealed) | None => ().into_any(),
        }}
    }
    .into_any()
}

/// All that can be done with a card without dragging it.
#[component]
fn CardMenu(id: RecordId, card: Memo<Option<Card>>, is_under: bool) -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let id = StoredValue::new(id);
    let said = move |words: fn(shared::lang::Lang) -> &'static str| {
        Signal::derive(move || words(lang.get()).to_owned())
    };
    let name = move || card.with(|card| card.as_ref().map(|card| card.text.clone()).unwrap_or_default());
    let may_remove = move || card.with(|card| card.as_ref().is_some_and(|card| room.may_remove(card)));
    let has_own = move || id.with_value(|id| room.own_points(id)) > 0;
    let label = Signal::derive(move || words::ideas::card_menu(lang.get(), name()));
    let unstack = move |()| {
        room.store.act(shared::sections::ideas::acts::unstack(&id.get_value()));
    };
    view! {
        <Show when=move || room.may_group()>
            <Menu label=label class="icon-button dense" face=|| icon(Icon::More, 18)>
                {is_under
                    .then(|| {
                        view! { <MenuItem drawing=Icon::Outside words=said(words::ideas::unstack) on_choose=unstack /> }
                    })}
                <MenuItem
                    drawing=Icon::Grid
                    words=said(words::ideas::group_with)
                    on_choose=move |()| room.grouping.set(Some(id.get_value()))
                />
                <Show when=move || room.may_give()>
                    <MenuItem
                        drawing=Icon::Plus
                        words=said(words::ideas::give_short)
                        on_choose=move |()| id.with_value(|id| room.give(id))
                    />
                </Show>
                <Show when=move || room.may_give() && has_own()>
                    <MenuItem
                        drawing=Icon::Undo
                        words=said(words::ideas::take_back_short)
                        on_choose=move |()| id.with_value(|id| room.take_back(Some(id)))
                    />
                </Show>
                <MenuItem
                    drawing=Icon::Flag
                    words=said(words::ideas::becomes)
                    on_choose=move |()| room.becoming.set(Some(RecordAt::new(Kind::Idea, id.get_value())))
                />
                <Show when=may_remove>
                    <MenuItem
                        drawing=Icon::Trash
                        words=said(words::ideas::card_remove)
                        on_choose=move |()| {
                            let words = words::shell::removed(lang.get_untracked(), untrack(name));
                            room.remove(RecordAt::new(Kind::Idea, id.get_value()), words);
                        }
                    />
                </Show>
            </Menu>
        </Show>
    }
    .into_any()
}

/// The cards under the one on top, with their texts and names.
#[component]
fn Under(cards: Memo<Vec<RecordId>>) -> impl IntoView {
    let lang = Room::here().store.lang;
    view! {
        <Show when=move || !cards.with(Vec::is_empty)>
            <details class="idea-under">
                <summary>{move || words::ideas::stacked(lang.get(), cards.with(Vec::len) as u64)}</summary>
                <ul>
                    <For each=move || cards.get() key=|id| id.clone() children=|id| view! { <UnderOne id=id /> } />
                </ul>
            </details>
        </Show>
    }
    .into_any()
}

#[component]
fn UnderOne(id: RecordId) -> impl IntoView {
    let room = Room::here();
    let stored = StoredValue::new(id.clone());
    let card = Memo::new(move |_| stored.with_value(|id| room.card(id)));
    let is_mine = Memo::new(move |_| {
        let own = card.with(|card| card.as_ref()?.voice.organisation().cloned());
        own.is_some() && own == room.own()
    });
    view! {
        <li>
            <p>{move || card.with(|card| card.as_ref().map(|card| card.text.clone()))}</p>
            <div class="row">
                <Said card=card is_mine=is_mine />
                <span class="grow"></span>
                <CardMenu id=id card=card is_under=true />
            </div>
        </li>
    }
    .into_any()
}

/// What came of it, with the way there.
#[component]
fn Became(card: Memo<Option<Card>>) -> impl IntoView {
    let room = Room::here();
    move || {
        let lang = room.store.lang.get();
        let became = card.with(|card| card.as_ref().map(|card| card.became.clone()).unwrap_or_default());
        let links = became.into_iter().filter_map(|at| {
            let name = room.store.records(at.kind.section(), |records| title(&at, records, lang));
            let place = room.nav.place()?;
            let path = crate::address::OnBoard::new(place.board, at.kind.section()).with_object(Some(at)).path();
            Some(view! { <a class="link" href=path>{icon(Icon::ArrowRight, 13)} {words::ideas::became(lang, name)}</a> })
        });
        links.collect_view()
    }
}
