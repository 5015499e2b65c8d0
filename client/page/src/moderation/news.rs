//! What became of one's own proposals, told once and kept in sight until it was read; and what
//! became a proposal while one was away. This device remembers what it has told, by hashes alone.

use super::named::{about, author};
use super::tray::Tray;
use crate::device;
use crate::icons::{Icon, icon};
use crate::store::{BoardState, told_key};
use leptos::prelude::*;
use shared::lock::{Aside, Fate, Proposal};
use shared::sections::Section;
use shared::told::section_name;
use shared::words;

/// Follows the proposals of the open board.
pub fn follow(tray: Tray) {
    let store = tray.store;
    let is_read = Memo::new(move |_| {
        store.board.with(|state| matches!(state, BoardState::Open { stored: false, .. }))
            && store.me.with(Option::is_some)
    });
    // Others' that waited when this page last looked.
    let heard = StoredValue::new(None::<Vec<String>>);
    Effect::new(move || {
        if !is_read.get() {
            return heard.set_value(None);
        }
        look_after_own(tray);
        let waiting = tray.ids(|one| tray.may_settle(one) && !tray.is_mine(one));
        if let Some(before) = heard.get_value()
            && let Some(arrived) = waiting.iter().rev().find(|id| !before.contains(id))
            && let Some(proposal) = tray.proposal(arrived)
        {
            let lang = store.lang.get_untracked();
            let (_, name, _) = untrack(|| author(store, &proposal));
            store.say(words::moderation::arrived(
                lang,
                format!("{name}, {}", untrack(|| about(store, &proposal))),
            ));
        }
        heard.set_value(Some(waiting));
    });
}

fn look_after_own(tray: Tray) {
    let store = tray.store;
    let mine: Vec<Proposal> =
        store.moderated.with(|all| all.proposals.iter().filter(|one| tray.is_mine(one)).cloned().collect());
    untrack(|| {
        let known = Known::here(tray);
        let mut next = Known(vec![]);
        let mut became: Option<Section> = None;
        let mut news: Vec<String> = vec![];
        for one in &mine {
            let before = known.as_ref().and_then(|known| known.of(&one.id));
            let now = state(&one.fate);
            let is_news = before == Some(OPEN) && (now == ACCEPTED || now == DECLINED);
            let is_new = known.is_some() && before.is_none() && one.is_open();
            if is_new && one.why_aside == Aside::Proposed && !store.is_proposing() {
                became = Some(one.section);
            }
            // What is news stays known as open until it was read.
            next.0.push((one.id.clone(), if is_news { OPEN } else { now }.to_owned()));
            if is_news {
                news.push(one.id.clone());
            }
        }
        next.keep(tray);
        let lang = store.lang.get_untracked();
        if let Some(section) = became {
            tray.became.set(Some(section));
            store.tell(words::moderation::became(lang, section_name(section, lang)), false);
        }
        let told = tray.news.get_untracked();
        if let Some(last) = news.iter().rev().find(|id| !told.contains(id)) {
            let words = mine.iter().find(|one| one.id == *last).map(|one| outcome(tray, one));
            store.tell(words.unwrap_or_default(), false);
        }
        tray.news.set(news);
    });
}

/// What became of a proposal, to its author.
fn outcome(tray: Tray, proposal: &Proposal) -> String {
    let lang = tray.store.lang.get();
    match &proposal.fate {
        Fate::Declined { reason } => words::moderation::declined_told(lang, reason),
        Fate::Open | Fate::Accepted | Fate::Withdrawn => words::moderation::accepted_told(lang).to_owned(),
    }
}

/// This person has read what became of their own.
pub fn seen(tray: Tray) {
    let news = tray.news.get();
    if news.is_empty() {
        return;
    }
    if let Some(mut known) = Known::here(tray) {
        for (id, told) in known.0.iter_mut().filter(|(id, _)| news.contains(id)) {
            if let Some(proposal) = untrack(|| tray.proposal(id)) {
                state(&proposal.fate).clone_into(told);
            }
        }
        known.keep(tray);
    }
    tray.news.set(vec![]);
}

/// What became of one's own proposals, until it was read.
#[component]
pub fn NewsNote() -> impl IntoView {
    let tray = Tray::here();
    let store = tray.store;
    let became = move || {
        let section = tray.became.get()?;
        let lang = store.lang.get();
        Some(view! {
            <div class="lock-band news" role="note">
                {icon(Icon::Inbox, 18)}
                <p>{words::moderation::became(lang, section_name(section, lang))}</p>
                <button
                    class="button dense"
                    type="button"
                    on:click=move |_| {
                        tray.became.set(None);
                        tray.open.set(true);
                    }
                >
                    {words::moderation::see(lang)}
                </button>
                <button class="button dense" type="button" on:click=move |_| tray.became.set(None)>
                    {words::moderation::understood(lang)}
                </button>
            </div>
        })
    };
    let settled = move || {
        let ids = tray.news.get();
        let last = ids.last().and_then(|id| tray.proposal(id))?;
        let lang = store.lang.get();
        let (tone, drawing) = match last.fate {
            Fate::Declined { .. } => ("lock-band news declined", Icon::Close),
            Fate::Open | Fate::Accepted | Fate::Withdrawn => ("lock-band news", Icon::Check),
        };
        Some(
            view! {
                <div class=tone role="note">
                    {icon(drawing, 18)}
                    <p>{outcome(tray, &last)} " " <small>{about(store, &last)}</small></p>
                    <button class="button dense" type="button" on:click=move |_| tray.open.set(true)>
                        {words::moderation::see(lang)}
                    </button>
                    <button class="button dense" type="button" on:click=move |_| seen(tray)>
                        {words::moderation::understood(lang)}
                    </button>
                </div>
            }
            .into_any(),
        )
    };
    view! { {became} {settled} }.into_any()
}

const OPEN: &str = "open";
const ACCEPTED: &str = "accepted";
const DECLINED: &str = "declined";

fn state(fate: &Fate) -> &'static str {
    match fate {
        Fate::Open => OPEN,
        Fate::Accepted => ACCEPTED,
        Fate::Declined { .. } => DECLINED,
        Fate::Withdrawn => "withdrawn",
    }
}

/// One's own proposals of a board and what this device has told of each: a line of hash and state.
struct Known(Vec<(String, String)>);

impl Known {
    /// Nothing where this device never looked.
    fn here(tray: Tray) -> Option<Self> {
        let lines = device::setting(&key(tray)?)?;
        let lines = lines.lines().filter_map(|line| line.split_once(' '));
        Some(Self(lines.map(|(id, state)| (id.to_owned(), state.to_owned())).collect()))
    }

    fn of(&self, id: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == id).map(|(_, state)| state.as_str())
    }

    fn keep(&self, tray: Tray) {
        let lines: Vec<String> = self.0.iter().map(|(id, state)| format!("{id} {state}")).collect();
        if let Some(key) = key(tray) {
            device::keep_setting(&key, &lines.join("\n"));
        }
    }
}

fn key(tray: Tray) -> Option<String> {
    tray.store.open_board().map(|board| told_key(&board))
}
