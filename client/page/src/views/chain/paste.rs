//! A chain from an indented text or a spreadsheet: pasted anywhere on the chain, or into the
//! dialog. What it will make is shown before it is made; it is one act, undone as one.

use super::acts;
use super::hand::Hand;
use super::words as chain_words;
use crate::components::Dialog;
use crate::icons::{Icon, icon};
use crate::views::fields::{Entry, choice};
use leptos::prelude::*;
use shared::lang::Lang;
use shared::paste::chain::{How, Inward, NewChain, read};
use shared::paste::is_table;
use shared::sections::Word;
use shared::sections::chain::Level;
use shared::words;
use web_sys::ClipboardEvent;

/// Fewest lines that are taken for a chain when they are pasted on the graph.
const LEAST_LINES: usize = 2;

/// Hears what is pasted on the chain, outside of its fields, while it is shown.
pub fn listen(hand: Hand) {
    let heard = window_event_listener(leptos::ev::paste, move |event: ClipboardEvent| {
        let in_field = crate::views::fields::is_in_field(&event)
            || crate::device::document().query_selector("dialog[open]").is_ok_and(|open| open.is_some());
        if event.default_prevented() || in_field || !untrack(|| hand.may_edit()) {
            return;
        }
        let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
        let Some(text) = text.filter(|text| text.trim().lines().count() >= LEAST_LINES) else { return };
        event.prevent_default();
        hand.pasted.set(Some(text));
    });
    on_cleanup(move || heard.remove());
}

#[component]
pub fn PasteDialog() -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    // What somebody chose; until then the reading follows from the text.
    let chosen = RwSignal::new(None::<How>);
    Effect::new(move || {
        if let Some(pasted) = hand.pasted.get() {
            text.set(pasted);
            chosen.set(None);
            open.set(true);
            hand.pasted.set(None);
        }
    });
    let how = Memo::new(move |_| chosen.get().unwrap_or_else(|| text.with(|text| How::usual(text))));
    let chain = Memo::new(move |_| {
        if !open.get() {
            return NewChain::default();
        }
        let names = level_names(hand);
        text.with(|text| read(text, how.get(), &names))
    });
    let add = move |_| {
        let act = chain.with_untracked(|chain| {
            let filter = hand.filter.get_untracked();
            let fresh = (|| hand.store.new_id(), hand.store.jitter());
            hand.store.peek(|records| acts::paste(records, chain, &filter, fresh))
        });
        open.set(false);
        if !act.edits.is_empty() {
            hand.store.act(act);
        }
        let cards = chain.with_untracked(|chain| chain.cards.len()) as u64;
        hand.store.tell(words::chain::pasted(lang.get_untracked(), cards), true);
        text.set(String::new());
    };
    let is_empty = move || chain.with(|chain| chain.cards.is_empty());
    let foot = move || {
        view! {
            <button class="button" type="button" on:click=move |_| open.set(false)>
                {move || words::shell::cancel(lang.get())}
            </button>
            <button
                class="button primary"
                type="button"
                aria-disabled=move || is_empty().then_some("true")
                on:click=move |event| {
                    if !untrack(is_empty) {
                        add(event);
                    }
                }
            >
                {move || words::chain::paste_add(lang.get(), chain.with(|chain| chain.cards.len()) as u64)}
            </button>
        }
        .into_any()
    };
    view! {
        <Dialog open=open title=Signal::derive(move || words::chain::paste_title(lang.get()).to_owned()) foot=foot>
            <p class="muted">{move || words::chain::paste_lead(lang.get())}</p>
            <textarea
                class="input paste-text"
                rows="8"
                aria-label=move || words::chain::paste_field(lang.get())
                placeholder=move || words::chain::paste_example(lang.get())
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
            {choices(hand, text, how, chosen)}
            <div class="paste-preview" aria-live="polite">{move || chain.with(|chain| preview(hand, chain))}</div>
        </Dialog>
    }
    .into_any()
}

/// Every name that a level goes by: the board's own, and the usual ones in all languages.
fn level_names(hand: Hand) -> Vec<(String, Level)> {
    let own = Level::ALL.iter().map(|level| (hand.level_name(*level), *level));
    let usual = Level::ALL.iter().flat_map(|level| {
        Lang::ALL.into_iter().flat_map(|lang| {
            [chain_words::level(lang, *level), chain_words::one_of(lang, *level)]
                .map(|name| (name.to_owned(), *level))
        })
    });
    own.chain(usual).collect()
}

/// What stands outermost, and what stands further in.
fn choices(hand: Hand, text: RwSignal<String>, how: Memo<How>, chosen: RwSignal<Option<How>>) -> AnyView {
    let lang = hand.store.lang;
    let levels = Signal::derive(move || {
        let entry = |level: &Level| (level.key().to_owned(), hand.level_name(*level));
        Level::ALL.iter().map(entry).collect::<Vec<Entry>>()
    });
    let ways = Signal::derive(move || {
        let (causes, effects) =
            (words::chain::paste_causes(lang.get()), words::chain::paste_effects(lang.get()));
        vec![("causes".to_owned(), causes.to_owned()), ("effects".to_owned(), effects.to_owned())]
    });
    let top_label = Signal::derive(move || {
        let table = text.with(|text| is_table(text));
        let words = if table {
            words::chain::paste_first_column(lang.get())
        } else {
            words::chain::paste_top(lang.get())
        };
        words.to_owned()
    });
    let way_label = Signal::derive(move || {
        let table = text.with(|text| is_table(text));
        let words = if table {
            words::chain::paste_next_column(lang.get())
        } else {
            words::chain::paste_inward(lang.get())
        };
        words.to_owned()
    });
    let never = Signal::derive(|| false);
    let set_top = Callback::new(move |key: String| {
        chosen.set(Some(How { top: Level::from_key(&key), ..how.get_untracked() }));
    });
    let set_way = Callback::new(move |key: String| {
        let inward = if key == "causes" { Inward::Causes } else { Inward::Effects };
        chosen.set(Some(How { inward, ..how.get_untracked() }));
    });
    let top = Signal::derive(move || how.get().top.key().to_owned());
    let way = Signal::derive(move || match how.get().inward {
        Inward::Causes => "causes".to_owned(),
        Inward::Effects => "effects".to_owned(),
    });
    view! {
        <div class="two-fields">
            {choice(top_label, levels, top, never, set_top)}
            {choice(way_label, ways, way, never, set_way)}
        </div>
    }
    .into_any()
}

/// What will be made, by level: how many, and the first titles.
fn preview(hand: Hand, chain: &NewChain) -> AnyView {
    const TITLES: usize = 3;
    let lang = hand.store.lang.get();
    if chain.cards.is_empty() {
        return ().into_any();
    }
    let levels = Level::ALL.iter().filter_map(|level| {
        let titles: Vec<&str> =
            chain.cards.iter().filter(|card| card.level == *level).map(|card| card.title.as_str()).collect();
        if titles.is_empty() {
            return None;
        }
        let more = titles.len().saturating_sub(TITLES);
        let first = titles.iter().take(TITLES).copied().collect::<Vec<_>>().join(" · ");
        let told = if more > 0 { format!("{first} · +{more}") } else { first };
        let head = format!("{} {}", hand.level_name(*level), titles.len());
        Some(view! { <dt>{head}</dt><dd>{told}</dd> }.into_any())
    });
    let levels = levels.collect::<Vec<_>>();
    let left_out = (chain.left_out > 0).then(|| {
        view! {
            <p class="gap-words">{icon(Icon::Gap, 16)}<span>{words::chain::paste_left_out(lang, chain.left_out as u64)}</span></p>
        }
    });
    view! {
        <p>{words::chain::paste_counts(lang, words::chain::cards(lang, chain.cards.len() as u64), words::chain::n_links(lang, chain.links.len() as u64))}</p>
        <dl>{levels}</dl>
        {left_out}
    }
    .into_any()
}
