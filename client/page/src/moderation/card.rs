//! One proposal: who, when, about what; what it would change, in words and marked; where it stands;
//! and what this person can do about it.

use super::dialogs::has_words;
use super::marked::marked;
use super::named::{about, author, place, sentences};
use super::tray::{Asked, Tray};
use crate::comments::Talk;
use crate::components::{Menu, MenuItem, org_badge};
use crate::device;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::compare::Difference;
use shared::lock::{Aside, Fate, Proposal, Proposing};
use shared::sections::comments::Anchor;
use shared::words;

/// `beside` is whether it stands beside the text that it is about, which then says what it is about.
#[component]
pub fn ProposalCard(id: String, #[prop(optional)] beside: bool) -> impl IntoView {
    let tray = Tray::here();
    let shown = {
        let id = id.clone();
        Memo::new(move |_| tray.proposal(&id))
    };
    let id = StoredValue::new(id);
    move || {
        let proposal = shown.get()?;
        let class = match proposal.fate {
            Fate::Open => "proposal",
            Fate::Accepted | Fate::Declined { .. } | Fate::Withdrawn => "proposal settled",
        };
        Some(
            view! {
                <article class=class>
                    {head(tray, &proposal, beside)}
                    {changes(tray, &proposal)}
                    <State id=id.get_value() />
                    {actions(tray, &proposal)}
                </article>
            }
            .into_any(),
        )
    }
}

fn head(tray: Tray, proposal: &Proposal, beside: bool) -> AnyView {
    let store = tray.store;
    let lang = store.lang.get();
    let (badge, name, function) = author(store, proposal);
    let name = match tray.is_mine(proposal) {
        true => words::moderation::yours(lang).to_owned(),
        false => name,
    };
    let mut facts = vec![function, device::since(lang, proposal.at)];
    if !beside {
        facts.push(about(store, proposal));
    }
    facts.retain(|fact| !fact.is_empty());
    let choosing = (!beside && tray.may_settle(proposal)).then(|| choice(tray, proposal, &name));
    view! {
        <header class="proposal-head">
            {org_badge(&badge, "")}
            <p><b>{name}</b><small>{facts.join(" · ")}</small></p>
            {choosing}
        </header>
    }
    .into_any()
}

/// A tick for dealing with several together.
fn choice(tray: Tray, proposal: &Proposal, name: &str) -> AnyView {
    let label =
        words::moderation::choose(tray.store.lang.get(), format!("{name}, {}", about(tray.store, proposal)));
    let (id, chosen) = (StoredValue::new(proposal.id.clone()), tray.chosen);
    view! {
        <input
            type="checkbox"
            aria-label=label
            prop:checked=move || id.with_value(|id| chosen.with(|chosen| chosen.contains(id)))
            on:change=move |event| id.with_value(|id| tray.choose(id, event_target_checked(&event)))
        />
    }
    .into_any()
}

/// What it would change. Texts are shown marked; the sentence is for whoever does not see marks.
fn changes(tray: Tray, proposal: &Proposal) -> AnyView {
    let sentences = sentences(tray, proposal);
    let lines = proposal.differences.iter().zip(sentences).map(|(difference, words)| match difference {
        Difference::Text { from, to, .. } => view! {
            {marked(from, to)}
            <p class="hidden-words">{words}</p>
        }
        .into_any(),
        Difference::Added { .. } | Difference::Restored { .. } => {
            view! { <p class="diff"><ins>{format!("+ {words}")}</ins></p> }.into_any()
        }
        Difference::Removed { .. } => {
            view! { <p class="diff"><del>{format!("− {words}")}</del></p> }.into_any()
        }
        Difference::Value { .. } => view! { <p class="diff">{words}</p> }.into_any(),
    });
    let needs = proposal.needs.len() as u64;
    let lang = tray.store.lang.get();
    view! {
        <div class="proposal-changes">{lines.collect_view()}</div>
        {(needs > 0).then(|| view! { <p class="muted small">{words::moderation::needs(lang, needs)}</p> })}
    }
    .into_any()
}

/// Where it stands, in words; said when it changes.
#[component]
fn State(id: String) -> impl IntoView {
    let tray = Tray::here();
    move || {
        let proposal = tray.proposal(&id)?;
        let lang = tray.store.lang.get();
        let is_unsent = tray.store.moderated.with(|all| all.unsent.contains(&proposal.id));
        let is_mine = tray.is_mine(&proposal);
        let (drawing, words) = match (&proposal.fate, is_mine) {
            (Fate::Open, _) if is_unsent && is_mine => {
                (Icon::Offline, words::moderation::state_pending(lang).to_owned())
            }
            (Fate::Open, true) => (Icon::Send, words::moderation::state_sent(lang).to_owned()),
            (Fate::Open, false) => (Icon::Clock, words::moderation::state_open(lang).to_owned()),
            (Fate::Accepted, _) => (Icon::Check, words::moderation::state_accepted(lang).to_owned()),
            (Fate::Declined { reason }, _) => (Icon::Close, words::moderation::state_declined(lang, reason)),
            (Fate::Withdrawn, _) => (Icon::Undo, words::moderation::state_withdrawn(lang).to_owned()),
        };
        let why = match (proposal.why_aside, proposal.is_open()) {
            (Aside::Superseded, _) => Some(words::moderation::why_superseded(lang)),
            (Aside::Left, true) => Some(words::moderation::why_left(lang)),
            (Aside::Late, true) => Some(words::moderation::why_late(lang)),
            (Aside::Proposed, _) | (Aside::Left | Aside::Late, false) => None,
        };
        Some(
            view! {
                <p class="proposal-state">{icon(drawing, 15)} <span>{words}</span></p>
                {why.map(|why| view! { <p class="muted small">{why}</p> })}
            }
            .into_any(),
        )
    }
}

fn actions(tray: Tray, proposal: &Proposal) -> AnyView {
    let buttons = match proposal.is_open() {
        _ if tray.may_settle(proposal) => settling(tray, proposal),
        true if tray.may_withdraw(proposal) => own(tray, proposal, false),
        false if tray.may_repeat(proposal) => own(tray, proposal, true),
        true | false => None,
    };
    let comment = commenting(tray.store, proposal);
    if buttons.is_none() && comment.is_none() {
        return ().into_any();
    }
    view! { <div class="proposal-actions">{buttons} <span class="grow"></span> {comment}</div> }.into_any()
}

/// What the chair does.
fn settling(tray: Tray, proposal: &Proposal) -> Option<AnyView> {
    let store = tray.store;
    let id = StoredValue::new(proposal.id.clone());
    let is_late = proposal.why_aside == Aside::Late;
    let lang = store.lang.get();
    let (accept, decline) = match is_late {
        true => (words::moderation::keep(lang), words::moderation::take_out(lang)),
        false => (words::moderation::accept(lang), words::moderation::decline(lang)),
    };
    let rewording = (!is_late && has_words(tray, &proposal.id)).then(|| {
        view! {
            <Menu
                label=Signal::derive(move || words::moderation::accept_worded(store.lang.get()).to_owned())
                class="icon-button dense"
                face=|| icon(Icon::More, 16)
            >
                <MenuItem
                    drawing=Icon::Pencil
                    words=Signal::derive(move || words::moderation::accept_worded(store.lang.get()).to_owned())
                    on_choose=Callback::new(move |()| tray.asked.set(Some(Asked::Reword(id.get_value()))))
                />
            </Menu>
        }
    });
    Some(
        view! {
            <button
                class="button primary dense"
                type="button"
                on:click=move |_| {
                    tray.accept(&[id.get_value()]);
                    super::all::focus_list();
                }
            >
                {accept}
            </button>
            <button
                class="button dense"
                type="button"
                on:click=move |_| tray.asked.set(Some(Asked::Decline(vec![id.get_value()])))
            >
                {decline}
            </button>
            {rewording}
        }
        .into_any(),
    )
}

/// What an author does with their own.
fn own(tray: Tray, proposal: &Proposal, is_settled: bool) -> Option<AnyView> {
    let lang = tray.store.lang.get();
    let (section, id) = (proposal.section, StoredValue::new(proposal.id.clone()));
    let (drawing, label) = match is_settled {
        true => (Icon::Redo, words::moderation::again(lang)),
        false => (Icon::Undo, words::moderation::withdraw(lang)),
    };
    let act = move |_| {
        let proposal = id.get_value();
        tray.store.propose(match is_settled {
            true => Proposing::Again { section, proposal },
            false => Proposing::Withdraw { section, proposal },
        });
    };
    Some(
        view! {
            <button class="button dense" type="button" on:click=act>
                {icon(drawing, 16)}
                <span>{label}</span>
            </button>
        }
        .into_any(),
    )
}

/// Everyone may comment, on what the proposal is about.
fn commenting(store: Store, proposal: &Proposal) -> Option<AnyView> {
    let talk = Talk::here();
    let at = place(store, proposal).filter(|_| talk.may_write())?;
    let label = words::moderation::comment(store.lang.get());
    Some(
        view! {
            <button
                class="icon-button dense"
                type="button"
                aria-label=label
                on:click=move |_| talk.begin(Anchor::of(at.clone()), false)
            >
                {icon(Icon::Comment, 16)}
            </button>
        }
        .into_any(),
    )
}
