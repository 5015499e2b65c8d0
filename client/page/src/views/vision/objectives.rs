//! What the table wants to have reached, by when, led by whom.

mod results;
mod targets;

use crate::components::{
    DateField, Lines, OrgBadge, Panel, PanelPart, QuestionNotes, RemovedRows, RowMenu, SelectField,
    TextBlock, add_last, move_by, moves, remove,
};
use crate::device;
use crate::focus::focus_soon;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::record::RecordAt;
use shared::sections::comments::path_of;
use shared::sections::{Kind, Section, vision};
use shared::words;

#[component]
pub fn Objectives() -> impl IntoView {
    let store = Store::here();
    let rows = Memo::new(move |_| {
        store.records(Section::Vision, |records| {
            vision::objectives(records).into_iter().map(|row| row.id).collect::<Vec<RecordId>>()
        })
    });
    let add = move |_| {
        let at = add_last(store, Kind::Objective, "", vec![]);
        focus_soon(format!("#row-{} textarea", at.id));
    };
    view! {
        <section>
            <h2>
                {move || words::vision::objectives(store.lang.get())}
                <span class="count">{move || rows.with(Vec::len)}</span>
                <Show when=move || store.may_edit(Section::Vision)>
                    <button
                        class="button dense"
                        type="button"
                        aria-label=move || words::vision::add_objective(store.lang.get())
                        on:click=add
                    >
                        {icon(Icon::Plus, 16)}
                        {move || words::vision::objective(store.lang.get())}
                    </button>
                </Show>
            </h2>
            <Show when=move || rows.with(Vec::is_empty)>
                <p class="muted">{move || words::vision::no_objectives(store.lang.get())}</p>
            </Show>
            <ol class="objectives">
                <For
                    each=move || rows.get()
                    key=|id| id.clone()
                    children=|id| view! { <Objective at=RecordAt::new(Kind::Objective, id) /> }
                />
            </ol>
            <RemovedRows kind=Kind::Objective />
        </section>
    }
    .into_any()
}

#[component]
fn Objective(at: RecordAt) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let stored = StoredValue::new(at.clone());
    let read = move |field: &'static str| {
        stored.with_value(|at| store.record(at, |record| record.text(field).to_owned()).unwrap_or_default())
    };
    let lead = Memo::new(move |_| RecordId::parse(&read("lead")));
    let facts = Memo::new(move |_| {
        let lang = store.lang.get();
        let due = read("due");
        let due = (!due.is_empty()).then(|| words::vision::due_on(lang, device::iso_day(lang, &due)));
        let targets = stored.with_value(|at| {
            store
                .record(at, |record| record.set("goal_targets").collect::<Vec<_>>().join(", "))
                .unwrap_or_default()
        });
        let targets = (!targets.is_empty()).then(|| format!("{} {targets}", words::vision::targets(lang)));
        [due, targets].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    let details = move || {
        let name = stored.with_value(|at| store.text(at, "title"));
        words::vision::details(store.lang.get(), name)
    };
    let is_open = move || {
        nav.place().and_then(|place| place.object).is_some_and(|open| stored.with_value(|at| *at == open))
    };
    let row = format!("row-{}", at.id);
    let shown_at = path_of(&at);
    view! {
        <li
            id=row
            data-object=shown_at
            class:selected=is_open
            on:keydown=move |event| {
                if let Some(step) = moves(&event) {
                    event.prevent_default();
                    stored.with_value(|at| move_by(store, at, step));
                }
            }
        >
            <div>
                <TextBlock
                    at=at.clone()
                    field="title"
                    label=Signal::derive(move || words::vision::objective_title(store.lang.get()).to_owned())
                    placeholder=Signal::derive(move || words::vision::objective_hint(store.lang.get()).to_owned())
                />
                <small class="facts">{move || facts.get()}</small>
                <results::ResultsLine objective=at.id.clone() />
                <QuestionNotes at=at.clone() />
            </div>
            <span class="objective-lead">
                {move || lead.get().map(|organisation| view! { <OrgBadge organisation=organisation /> })}
            </span>
            <button
                class="icon-button dense"
                type="button"
                aria-label=details
                aria-expanded=move || is_open().to_string()
                on:click=move |_| nav.select(Some(stored.get_value()))
            >
                {icon(Icon::ChevronRight, 18)}
            </button>
            <RowMenu at=at />
        </li>
    }
    .into_any()
}

/// Everything about one objective.
#[component]
pub fn ObjectivePanel(at: RecordAt) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let stored = StoredValue::new(at);
    let at = move || stored.get_value();
    let organisations = Signal::derive(move || {
        let none = (String::new(), words::vision::lead_none(store.lang.get()).to_owned());
        let all = store.organisations().into_iter().map(|(id, badge)| (id.to_string(), badge.name));
        std::iter::once(none).chain(all).collect::<Vec<_>>()
    });
    view! {
        <Panel
            crumb=Signal::derive(move || words::vision::objective(store.lang.get()).to_owned())
            title=move || {
                view! {
                    <TextBlock
                        at=at()
                        field="title"
                        label=Signal::derive(move || words::vision::objective_title(store.lang.get()).to_owned())
                        placeholder=Signal::derive(move || words::vision::objective_hint(store.lang.get()).to_owned())
                    />
                }
            }
            on_close=move |()| nav.select(None)
        >
            <QuestionNotes at=at() />
            <PanelPart heading=Signal::derive(move || words::vision::objective_statement(store.lang.get()).to_owned())>
                <TextBlock
                    at=at()
                    field="statement"
                    lines=Lines::Many
                    class="boxed"
                    label=Signal::derive(move || words::vision::objective_statement(store.lang.get()).to_owned())
                />
            </PanelPart>
            <section class="panel-part stack-3">
                <SelectField
                    at=at().field("lead")
                    label=Signal::derive(move || words::vision::lead(store.lang.get()).to_owned())
                    options=organisations
                />
                <DateField
                    at=at().field("due")
                    label=Signal::derive(move || words::vision::due(store.lang.get()).to_owned())
                />
            </section>
            <PanelPart heading=Signal::derive(move || words::vision::targets(store.lang.get()).to_owned())>
                <targets::Targets at=at() />
            </PanelPart>
            <PanelPart heading=Signal::derive(move || words::vision::results(store.lang.get()).to_owned())>
                <results::Results objective=at().id />
            </PanelPart>
            <Show when=move || store.may_edit(Section::Vision)>
                <section class="panel-part">
                    <button
                        class="button grave dense"
                        type="button"
                        on:click=move |_| {
                            remove(store, &at());
                            nav.select(None);
                        }
                    >
                        {icon(Icon::Trash, 16)}
                        {move || words::shell::remove(store.lang.get())}
                    </button>
                </section>
            </Show>
        </Panel>
    }
    .into_any()
}
