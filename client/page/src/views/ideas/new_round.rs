//! What the secretariat asks the table: the question, what it is about, names, points.

use super::room::Room;
use crate::components::{Choice, Dialog, Segmented};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::questions::settle::title;
use shared::record::RecordAt;
use shared::sections::ideas::acts::{self, NewRound};
use shared::sections::ideas::{BUDGET, MAX_BUDGET};
use shared::sections::{Kind, Section};
use shared::words;

const OWN: &str = "own";
const NONE: &str = "none";

#[component]
pub fn NewRoundDialog(open: RwSignal<bool>) -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let question = RwSignal::new(String::new());
    let about = RwSignal::new(String::new());
    let budget = RwSignal::new(BUDGET.to_string());
    let names = RwSignal::new(OWN.to_owned());
    let begin = move || {
        let asked = question.get_untracked().trim().to_owned();
        if asked.is_empty() {
            return;
        }
        let new = NewRound {
            question: asked,
            about: RecordId::parse(&about.get_untracked()),
            item: None,
            is_anonymous: names.with_untracked(|names| names == NONE),
            budget: budget.get_untracked().trim().parse().ok(),
        };
        let at = RecordAt::new(Kind::Round, room.store.new_id());
        let act = room.store.peek(|records| acts::open(records, at.id.clone(), &new, room.store.jitter()));
        room.store.act(act);
        question.set(String::new());
        open.set(false);
        room.nav.select(Some(at));
    };
    let nodes = move || {
        let shown = lang.get();
        room.store.records(Section::Chain, |records| {
            let all = records.in_order(Kind::Node).into_iter().rev();
            let named = all.map(|record| {
                let at = RecordAt::new(Kind::Node, record.id.clone());
                view! { <option value=record.id.to_string()>{title(&at, records, shown)}</option> }
            });
            named.collect_view()
        })
    };
    let choice = move |key: &'static str, said: fn(shared::lang::Lang) -> &'static str| Choice {
        key,
        drawing: None,
        words: Signal::derive(move || said(lang.get()).to_owned()),
    };
    view! {
        <Dialog
            open=open
            title=Signal::derive(move || words::ideas::open(lang.get()).to_owned())
            foot=move || {
                view! {
                    <span class="grow"></span>
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {move || words::shell::cancel(lang.get())}
                    </button>
                    <button
                        class="button primary"
                        type="button"
                        disabled=move || question.with(|question| question.trim().is_empty())
                        on:click=move |_| begin()
                    >
                        {move || words::ideas::open_do(lang.get())}
                    </button>
                }
            }
        >
            <form
                class="stack-3"
                on:submit=move |event| {
                    event.prevent_default();
                    begin();
                }
            >
                <div class="field">
                    <label for="round-question">{move || words::ideas::ask(lang.get())}</label>
                    <input
                        id="round-question"
                        class="input"
                        maxlength="200"
                        placeholder=move || words::ideas::ask_hint(lang.get())
                        bind:value=question
                    />
                </div>
                <div class="field">
                    <label for="round-about">{move || words::ideas::ask_about(lang.get())}</label>
                    <select
                        id="round-about"
                        class="input"
                        on:change=move |event| about.set(event_target_value(&event))
                    >
                        <option value="">{move || words::ideas::ask_about_none(lang.get())}</option>
                        {nodes}
                    </select>
                </div>
                <div class="field">
                    <span class="field-label">{move || words::ideas::names(lang.get())}</span>
                    <Segmented
                        label=Signal::derive(move || words::ideas::names(lang.get()).to_owned())
                        choices=vec![choice(OWN, words::ideas::names_own), choice(NONE, words::ideas::names_none)]
                        chosen=names
                        on_choose=move |key: &'static str| names.set(key.to_owned())
                    />
                    <Show when=move || names.with(|names| names == NONE)>
                        <small>{move || words::ideas::names_none_note(lang.get())}</small>
                    </Show>
                </div>
                <div class="field">
                    <label for="round-budget">{move || words::ideas::budget(lang.get())}</label>
                    <input
                        id="round-budget"
                        class="input"
                        type="number"
                        min="1"
                        max=MAX_BUDGET.to_string()
                        bind:value=budget
                    />
                </div>
                // Enter in a field begins, too.
                <button type="submit" class="hidden-words" tabindex="-1" aria-hidden="true"></button>
            </form>
        </Dialog>
    }
    .into_any()
}
