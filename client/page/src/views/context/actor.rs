//! The panel about one actor: its words, where it stands and how others see that, what ties it,
//! what it may double, and the way to take it off the map.

use super::map::{self, Seat};
use super::{Map, actor_at, edits, overlaps, pin, relations, sights};
use crate::clipboard::CopyMenu;
use crate::components::{Lines, Panel, PanelPart, QuestionNotes, SelectField, TextBlock};
use crate::icons::{Icon, icon};
use crate::views::fields::{Entry, focus_soon, slider};
use crate::views::organisations::sector_entries;
use leptos::prelude::*;
use shared::act::Act;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::record::RecordAt;
use shared::sections::context::{ActorKind, Stance};
use shared::sections::{Section, Word, organisations};
use shared::words::context as words;

#[component]
pub fn ActorPanel() -> impl IntoView {
    let map = expect_context::<Map>();
    Effect::new(move || {
        map.selected.track();
        if map.write_name.get_untracked() {
            map.write_name.set(false);
            focus_soon("#panel h2 textarea".to_owned());
        }
    });
    let crumb = move || {
        let seat = map.selected.get().and_then(|id| map.actor(&id, Seat::of)).unwrap_or(Seat::Outside);
        match seat {
            Seat::Seated => words::crumb_seated(map.lang()),
            Seat::Outside => words::crumb_outside(map.lang()),
            Seat::Initiative => words::crumb_initiative(map.lang()),
        }
        .to_owned()
    };
    let title = move || {
        let shown = move || map.selected.get().map(|id| name_block(map, id));
        view! { {shown} }.into_any()
    };
    let close = Callback::new(move |()| {
        let id = map.selected.get_untracked();
        map.nav.select(None);
        if let Some(id) = id {
            focus_soon(format!("main [data-actor=\"{id}\"]"));
        }
    });
    view! {
        <Panel crumb=Signal::derive(crumb) title=title on_close=close>
            {move || map.selected.get().map(|id| about(map, id))}
        </Panel>
    }
    .into_any()
}

/// An organisation's pill may have no name of its own: the organisation's stands in for it.
fn name_block(map: Map, id: RecordId) -> AnyView {
    let stands_in = move || map.name(&id);
    view! {
        <TextBlock
            at=actor_at(&map.selected.get_untracked().unwrap_or_else(RecordId::single))
            field="name"
            label=said(map, words::name)
            placeholder=Signal::derive(stands_in)
        />
    }
    .into_any()
}

/// Words that follow the interface's language.
pub(super) fn said(map: Map, words: fn(Lang) -> &'static str) -> Signal<String> {
    Signal::derive(move || words(map.lang()).to_owned())
}

fn about(map: Map, id: RecordId) -> AnyView {
    let at = StoredValue::new(actor_at(&id));
    let removed = Memo::new(move |_| {
        at.with_value(|at| map.store.record(at, |record| record.is_removed())).unwrap_or(false)
    });
    let (stands, seen) = (position(map, id.clone()), sights::sights(map, id.clone()));
    let (tied, doubled) = (relations::relations(map, id.clone()), overlaps::overlaps(map, id.clone()));
    view! {
        <section class="panel-part stack">
            <TextBlock
                at=at.get_value()
                field="detail"
                lines=Lines::Many
                class="muted"
                label=said(map, words::detail)
                placeholder=said(map, words::detail_hint)
            />
            <QuestionNotes at=at.get_value() />
            <Show when=move || removed.get()>
                <button class="button" type="button" on:click=move |_| map.store.act(Act::restore(at.get_value()))>
                    {icon(Icon::Restore, 16)}
                    <span>{move || words::restore(map.lang())}</span>
                </button>
            </Show>
            <Show when=move || !map.may_edit()>
                <p class="note">{icon(Icon::Eye, 18)}<span>{move || words::reading_only(map.lang())}</span></p>
            </Show>
        </section>
        <PanelPart heading=said(map, words::position)>
            <div class="stack-3">{stands}{seen}</div>
        </PanelPart>
        <PanelPart heading=said(map, words::relations)>{tied}</PanelPart>
        <PanelPart heading=said(map, words::watch_for)>{doubled}</PanelPart>
        {identity(map, at)}
        <Show when=move || map.may_edit() && !removed.get()>
            <section class="panel-part row wrap">
                {release_button(map, id.clone())}
                <button
                    class="button dense"
                    type="button"
                    on:click={
                        let id = id.clone();
                        move |_| edits::remove_actor(map, &id)
                    }
                >
                    {icon(Icon::Trash, 16)}
                    <span>{move || words::remove_actor(map.lang())}</span>
                </button>
                <CopyMenu at=at.get_value() />
            </section>
        </Show>
    }
    .into_any()
}

/// Lets a pinned actor float again; nothing where it floats.
fn release_button(map: Map, id: RecordId) -> AnyView {
    let id = StoredValue::new(id);
    let is_pinned = move || id.with_value(|id| map.actor(id, |actor| actor.pin.is_some())).unwrap_or(false);
    view! {
        <Show when=is_pinned>
            <button class="button dense" type="button" on:click=move |_| id.with_value(|id| pin::release(map, id))>
                {icon(Icon::Unlink, 16)}
                <span>{move || words::unpin(map.lang())}</span>
            </button>
        </Show>
    }
    .into_any()
}

/// Influence and interest as two sliders: the equivalent of dragging.
fn position(map: Map, id: RecordId) -> AnyView {
    let id = StoredValue::new(id);
    let now = Memo::new(move |_| {
        id.with_value(|id| map.actor(id, |actor| (actor.influence, actor.interest))).unwrap_or((50, 50))
    });
    let locked = Signal::derive(move || !map.may_edit());
    let place =
        move |influence: u8, interest: u8| id.with_value(|id| edits::place(map, id, influence, interest));
    view! {
        {slider(
            said(map, words::influence),
            Signal::derive(move || now.get().0),
            Signal::derive(move || map::influence_word(map.lang(), now.get().0).to_owned()),
            locked,
            Callback::new(move |influence| place(influence, now.get_untracked().1)),
        )}
        {slider(
            said(map, words::interest),
            Signal::derive(move || now.get().1),
            Signal::derive(move || map::interest_word(map.lang(), now.get().1).to_owned()),
            locked,
            Callback::new(move |interest| place(now.get_untracked().0, interest)),
        )}
    }
    .into_any()
}

/// What kind of actor it is, and how it stands towards the partnership.
fn identity(map: Map, at: StoredValue<RecordAt>) -> AnyView {
    let kinds = Signal::derive(move || {
        let lang = map.lang();
        ActorKind::ALL.iter().map(|kind| (kind.key().to_owned(), kind_word(lang, *kind).to_owned())).collect()
    });
    let stances = Signal::derive(move || {
        let lang = map.lang();
        Stance::ALL
            .iter()
            .map(|stance| (stance.key().to_owned(), stance_word(lang, *stance).to_owned()))
            .collect()
    });
    let seats = Signal::derive(move || {
        let (lang, working) = (map.lang(), map.store.working());
        let all = map.store.records(Section::Organisations, organisations::organisations);
        let entry = |organisation: organisations::Organisation| {
            (organisation.id.to_string(), organisation.name.reads(lang, working).to_owned())
        };
        let none: Entry = (String::new(), words::not_seated(lang).to_owned());
        std::iter::once(none).chain(all.into_iter().map(entry)).collect()
    });
    let field = move |field: &'static str, label: fn(Lang) -> &'static str, options: Signal<Vec<Entry>>| {
        let at = at.with_value(|at| at.field(field));
        view! { <SelectField at=at label=said(map, label) options=options /> }.into_any()
    };
    let sectors = Signal::derive(move || sector_entries(map.lang()));
    view! {
        <PanelPart heading=said(map, words::kind)>
            <div class="stack-3">
                {field("stance", words::stance, stances)}
                {field("sector", words::sector, sectors)}
                {field("kind", words::kind, kinds)}
                {field("organisation", words::organisation, seats)}
                <div class="field">
                    <span class="field-label">{move || words::source(map.lang())}</span>
                    <TextBlock
                        at=at.get_value()
                        field="source"
                        class="boxed"
                        label=said(map, words::source)
                        placeholder=said(map, words::source_hint)
                    />
                </div>
            </div>
        </PanelPart>
    }
    .into_any()
}

fn kind_word(lang: Lang, kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Actor => words::kind_actor(lang),
        ActorKind::Initiative => words::kind_initiative(lang),
    }
}

fn stance_word(lang: Lang, stance: Stance) -> &'static str {
    match stance {
        Stance::Support => words::support(lang),
        Stance::Neutral => words::neutral(lang),
        Stance::Opposed => words::opposed(lang),
    }
}
