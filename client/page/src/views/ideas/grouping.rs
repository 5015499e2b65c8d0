//! Choosing where a card belongs: a group there is, a new one, or under a card that says the same.

use super::room::Room;
use crate::components::Dialog;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::words;

#[component]
pub fn GroupDialog() -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let open = RwSignal::new(false);
    let name = RwSignal::new(String::new());
    let onto = RwSignal::new(String::new());
    // The card is named by the room; a dialog that is closed names none.
    Effect::new(move || {
        if room.grouping.with(Option::is_some) {
            name.set(String::new());
            onto.set(String::new());
            open.set(true);
        }
    });
    Effect::new(move || {
        if !open.get() && room.grouping.with_untracked(Option::is_some) {
            room.grouping.set(None);
        }
    });
    let take = move || {
        open.set(false);
        room.grouping.try_update(Option::take).flatten()
    };
    let text = move || {
        room.grouping
            .with(|card| card.as_ref().and_then(|card| room.card(card)))
            .map(|card| card.text)
            .unwrap_or_default()
    };
    let groups = move || {
        let all = room.groups.with(|groups| groups.iter().map(|group| group.id.clone()).collect::<Vec<_>>());
        let one = move |group: Option<RecordId>| {
            let named = group.clone();
            let put = move |_| {
                if let Some(card) = take() {
                    room.put(&card, group.as_ref());
                }
            };
            view! {
                <li>
                    <button class="button" type="button" on:click=put>
                        {icon(Icon::Grid, 16)}
                        {move || room.group_name(named.as_ref())}
                    </button>
                </li>
            }
        };
        all.into_iter().map(one).collect_view()
    };
    let others = move || {
        let own = room.grouping.get();
        let cards = room.groups.with(|groups| {
            let stacks = groups.iter().flat_map(|group| &group.stacks);
            stacks.map(|stack| (stack.top.id.clone(), stack.top.text.clone())).collect::<Vec<_>>()
        });
        let others = cards.into_iter().filter(|(id, _)| Some(id) != own.as_ref());
        others.map(|(id, text)| view! { <option value=id.to_string()>{text}</option> }).collect_view()
    };
    let begin = move || {
        let name = name.get_untracked().trim().to_owned();
        if let Some(card) = take() {
            room.begin_group(&card, &name);
        }
    };
    let stack = move |_| {
        let Some(onto) = RecordId::parse(&onto.get_untracked()) else { return };
        if let Some(card) = take() {
            room.stack(&card, &onto);
        }
    };
    view! {
        <Dialog
            open=open
            title=Signal::derive(move || words::ideas::group_card(lang.get(), text()))
            foot=move || {
                view! {
                    <span class="grow"></span>
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {move || words::shell::cancel(lang.get())}
                    </button>
                }
            }
        >
            <div class="stack-3">
                <ul class="idea-choices">{groups}</ul>
                <form
                    class="row wrap"
                    on:submit=move |event| {
                        event.prevent_default();
                        begin();
                    }
                >
                    <div class="field grow">
                        <label for="group-new">{move || words::ideas::group_new(lang.get())}</label>
                        <input id="group-new" class="input" maxlength="120" bind:value=name />
                    </div>
                    <button class="button" type="submit">
                        {icon(Icon::Plus, 16)}
                        {move || words::ideas::group_begin(lang.get())}
                    </button>
                </form>
                <div class="row wrap">
                    <div class="field grow">
                        <label for="stack-onto">{move || words::ideas::stack_label(lang.get())}</label>
                        <select
                            id="stack-onto"
                            class="input"
                            on:change=move |event| onto.set(event_target_value(&event))
                        >
                            <option value=""></option>
                            {others}
                        </select>
                    </div>
                    <button
                        class="button"
                        type="button"
                        disabled=move || onto.with(String::is_empty)
                        on:click=stack
                    >
                        {icon(Icon::Merge, 16)}
                        {move || words::ideas::stack_do(lang.get())}
                    </button>
                </div>
                <p class="muted">{move || words::ideas::stack_note(lang.get())}</p>
            </div>
        </Dialog>
    }
    .into_any()
}
