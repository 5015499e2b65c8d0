//! An idea that is kept becomes part of the plan: a card of the chain, an objective, an action.

use super::room::Room;
use crate::components::Dialog;
use crate::views::chain_level;
use leptos::prelude::*;
use shared::policy::{Touch, Verb};
use shared::record::RecordAt;
use shared::sections::chain::{LEVELS, Level};
use shared::sections::ideas::acts::{Becomes, become_part};
use shared::sections::{Kind, Word};
use shared::words;

const OBJECTIVE: &str = "objective";
const ACTION: &str = "action";

/// What a choice stands for: a level of the chain by its word, or one of the two others.
fn chosen(key: &str) -> Becomes {
    match key {
        OBJECTIVE => Becomes::Objective,
        ACTION => Becomes::Action,
        level => Becomes::Node(Level::from_key(level)),
    }
}

#[component]
pub fn BecomesDialog() -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let open = RwSignal::new(false);
    let title = RwSignal::new(String::new());
    let what = RwSignal::new(Level::Activity.key().to_owned());
    Effect::new(move || {
        if let Some(at) = room.becoming.get() {
            title.set(untrack(|| name_of(room, &at)));
            open.set(true);
        }
    });
    Effect::new(move || {
        if !open.get() && room.becoming.with_untracked(Option::is_some) {
            room.becoming.set(None);
        }
    });
    let may = move |kind: Kind| room.store.may(&Touch::of_record(RecordAt::single(kind), Verb::Create));
    let options = move || {
        let lang = lang.get();
        let mut all: Vec<(&'static str, String)> = vec![];
        if may(Kind::Node) {
            let levels = Level::ALL.iter().zip(LEVELS);
            all.extend(
                levels
                    .map(|(level, key)| (*key, words::ideas::becomes_node(lang, chain_level(lang, *level)))),
            );
        }
        if may(Kind::Objective) {
            all.push((OBJECTIVE, words::ideas::becomes_objective(lang).to_owned()));
        }
        if may(Kind::Action) {
            all.push((ACTION, words::ideas::becomes_action(lang).to_owned()));
        }
        let now = what.get_untracked();
        let one = move |(key, words): (&'static str, String)| {
            let is_chosen = key == now;
            view! { <option value=key selected=is_chosen>{words}</option> }
        };
        all.into_iter().map(one).collect_view()
    };
    let add = move || {
        let words = title.get_untracked().trim().to_owned();
        let Some(at) = room.becoming.get_untracked().filter(|_| !words.is_empty()) else { return };
        let act = room.store.peek(|records| {
            become_part(
                records,
                &at,
                &words,
                chosen(&what.get_untracked()),
                room.store.new_id(),
                room.store.jitter(),
            )
        });
        room.store.act(act);
        room.store.tell(words::ideas::became_done(lang.get_untracked(), words), true);
        open.set(false);
    };
    let named = move || room.becoming.get().map(|at| name_of(room, &at)).unwrap_or_default();
    view! {
        <Dialog
            open=open
            title=Signal::derive(move || words::ideas::becomes_title(lang.get(), named()))
            foot=move || {
                view! {
                    <span class="grow"></span>
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {move || words::shell::cancel(lang.get())}
                    </button>
                    <button
                        class="button primary"
                        type="button"
                        disabled=move || title.with(|title| title.trim().is_empty())
                        on:click=move |_| add()
                    >
                        {move || words::ideas::becomes_do(lang.get())}
                    </button>
                }
            }
        >
            <form
                class="stack-3"
                on:submit=move |event| {
                    event.prevent_default();
                    add();
                }
            >
                <div class="field">
                    <label for="becomes-words">{move || words::ideas::becomes_words(lang.get())}</label>
                    <input id="becomes-words" class="input" maxlength="300" bind:value=title />
                </div>
                <div class="field">
                    <label for="becomes-what">{move || words::ideas::becomes_what(lang.get())}</label>
                    <select id="becomes-what" class="input" on:change=move |event| what.set(event_target_value(&event))>
                        {options}
                    </select>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

fn name_of(room: Room, at: &RecordAt) -> String {
    match at.kind {
        Kind::IdeaGroup => room.group_name(Some(&at.id)),
        _ => room.card(&at.id).map(|card| card.text).unwrap_or_default(),
    }
}
