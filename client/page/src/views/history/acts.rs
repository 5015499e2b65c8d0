//! Acts of people in words, day by day, newest first: each leads to the moment after it. Filtered by
//! organisation and by section.

use super::hand::History;
use super::{sign_icon, who};
use crate::address::When;
use crate::device;
use crate::store::Store;
use crate::views::fields::choice;
use leptos::prelude::*;
use shared::act::Message;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::past::{By, Moment, PastAct};
use shared::sections::Section;
use shared::told::{section_name, sentence, sign};
use shared::words::history as words;

/// Stands for the secretariat and others among the organisations to choose from.
const NO_ORGANISATION: &str = "-";

/// Sections in which acts are looked for.
const SECTIONS: [Section; 6] = [
    Section::Vision,
    Section::Chain,
    Section::Roles,
    Section::Context,
    Section::Glossary,
    Section::Organisations,
];

#[component]
pub fn ActsPanel() -> impl IntoView {
    let history = History::here();
    let store = history.store;
    let numbers = Memo::new(move |_| {
        history.acts.with(|acts| acts.acts.iter().map(|act| act.number).collect::<Vec<_>>())
    });
    view! {
        <aside class="side acts" id="panel" aria-label=move || words::acts(store.lang.get())>
            <section class="panel-part panel-head">
                <h2 tabindex="-1">
                    {move || match history.listed.get() {
                        true => words::n_acts(store.lang.get(), u64::from(history.acts.with(|acts| acts.count))),
                        false => words::acts(store.lang.get()).to_owned(),
                    }}
                </h2>
                <Filters />
            </section>
            <Show when=move || numbers.with(Vec::is_empty) && history.listed.get()>
                <p class="panel-part muted">{move || words::none_pass(store.lang.get())}</p>
            </Show>
            <ol class="act-list">
                <For each=move || numbers.get() key=|number| *number children=|number| view! { <Act number=number /> } />
            </ol>
        </aside>
    }
    .into_any()
}

#[component]
fn Filters() -> impl IntoView {
    let history = History::here();
    let store = history.store;
    let by_options = Signal::derive(move || {
        let lang = store.lang.get();
        let mut options = vec![("".to_owned(), words::everybody(lang).to_owned())];
        options.extend(store.organisations().into_iter().map(|(id, badge)| (id.to_string(), badge.name)));
        options.push((NO_ORGANISATION.to_owned(), words::without_organisation(lang).to_owned()));
        options
    });
    let by = Signal::derive(move || {
        history.filter.with(|filter| match &filter.by {
            By::All => String::new(),
            By::Organisation(id) => id.to_string(),
            By::NoOrganisation => NO_ORGANISATION.to_owned(),
        })
    });
    let section_options = Signal::derive(move || {
        let lang = store.lang.get();
        let mut options = vec![("".to_owned(), words::every_section(lang).to_owned())];
        options.extend(
            SECTIONS.map(|section| (section.key().to_owned(), section_name(section, lang).to_owned())),
        );
        options
    });
    let section = Signal::derive(move || {
        history
            .filter
            .with(|filter| filter.section.map(|section| section.key().to_owned()).unwrap_or_default())
    });
    let by_chosen = Callback::new(move |chosen: String| {
        history.filter.update(|filter| {
            filter.by = match chosen.as_str() {
                "" => By::All,
                NO_ORGANISATION => By::NoOrganisation,
                id => RecordId::parse(id).map_or(By::All, By::Organisation),
            }
        });
    });
    let section_chosen = Callback::new(move |chosen: String| {
        history.filter.update(|filter| filter.section = Section::from_key(&chosen));
    });
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    let never = Signal::derive(|| false);
    view! {
        <div class="act-filters">
            {choice(word(words::by_whom), by_options, by, never, by_chosen)}
            {choice(word(words::where_), section_options, section, never, section_chosen)}
        </div>
    }
    .into_any()
}

/// One act: who, what in words, when. Chosen, the board is shown as it was after it.
#[component]
fn Act(number: u32) -> impl IntoView {
    let history = History::here();
    let store = history.store;
    let act = Memo::new(move |_| {
        history.acts.with(|acts| acts.acts.iter().find(|act| act.number == number).cloned())
    });
    // The first act listed, and any of another day than the one above it, has its day over it.
    let day = Memo::new(move |_| {
        let lang = store.lang.get();
        let days = history.acts.with(|acts| {
            let at = acts.acts.iter().position(|act| act.number == number)?;
            let day = |at: usize| acts.acts.get(at).map(|act| device::day_in_words(lang, act.at));
            Some((day(at)?, at.checked_sub(1).and_then(day)))
        });
        days.filter(|(day, above)| Some(day) != above.as_ref()).map(|(day, _)| day)
    });
    let is_shown =
        Memo::new(move |_| store.past.with(|past| past.as_ref().is_some_and(|past| past.number == number)));
    let go = move |_| {
        if let Some(act) = act.get_untracked() {
            history.playing.set(false);
            history.show(When::Past(Moment::After(act.change)));
        }
    };
    let body = move || act.get().map(|act| told(store, &act));
    view! {
        <li>
            {move || day.get().map(|day| view! { <h3>{day}</h3> })}
            <button class="act" type="button" aria-current=move || is_shown.get().then_some("true") on:click=go>
                {body}
            </button>
        </li>
    }
    .into_any()
}

/// An act in words, with the badge of its organisation.
pub fn told(store: Store, act: &PastAct) -> AnyView {
    let lang = store.lang.get();
    let mut lines: Vec<(Option<AnyView>, String)> = vec![];
    for difference in &act.differences {
        let said = store.peek(|records| sentence(difference, records, lang));
        if lines.iter().all(|(_, known)| *known != said) {
            lines.push((Some(sign_icon(sign(difference))), said));
        }
    }
    if lines.is_empty() {
        lines.push((None, message_words(lang, act.message).to_owned()));
    }
    let lines = lines
        .into_iter()
        .map(|(sign, said)| view! { <span class="act-line">{sign}<span>{said}</span></span> })
        .collect_view();
    let more = (act.more > 0)
        .then(|| view! { <span class="act-line muted">{words::and_more(lang, u64::from(act.more))}</span> });
    let undone = matches!(act.message, Some(Message::Undo | Message::Redo))
        .then(|| view! { <small>{message_words(lang, act.message)}</small> });
    let carried = act.carried_by.as_ref().map(|by| {
        let by = who::name(store, Some(by), None);
        view! { <small>{words::carried(lang, by)}</small> }
    });
    view! {
        {who::badge(store, act.organisation.as_ref())}
        <span class="act-body">
            <b>{who::author(store, act)}</b>
            {undone}
            {lines}
            {more}
            <small>{device::clock_time(lang, act.at)}</small>
            {carried}
        </span>
    }
    .into_any()
}

fn message_words(lang: Lang, message: Option<Message>) -> &'static str {
    match message {
        Some(Message::Write) => words::act_write(lang),
        Some(Message::Import) => words::act_import(lang),
        Some(Message::Undo) => words::act_undo(lang),
        Some(Message::Redo) => words::act_redo(lang),
        Some(Message::Door) => words::act_door(lang),
        Some(Message::Lock) => words::act_lock(lang),
        Some(Message::HandOver) => words::act_hand_over(lang),
        Some(Message::Settle) => words::act_settle(lang),
        Some(Message::Unlock) => words::act_unlock(lang),
        Some(Message::Adopt) => words::act_adopt(lang),
        Some(Message::Vote) => words::act_vote(lang),
        // What these did is told by what it changed; without that, and for other programs' words.
        Some(
            Message::Add
            | Message::Change
            | Message::Move
            | Message::Link
            | Message::Unlink
            | Message::Remove
            | Message::Restore,
        )
        | None => words::act_change(lang),
    }
}
