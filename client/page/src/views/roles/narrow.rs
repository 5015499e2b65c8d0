//! The matrix on a phone: choose one organisation, then see its role in each row.

use super::matrix::{self, Line, RowState};
use super::{Head, Table, letter, responsibility, state_word};
use crate::components::org_badge;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::words::roles as words;

#[component]
pub fn ByOrganisation() -> impl IntoView {
    let table = expect_context::<Table>();
    let chosen = Memo::new(move |_| table.column());
    let gaps = Memo::new(move |_| table.gaps().len() as u64);
    view! {
        <div class="by-organisation">
            <div class="chips" role="group" aria-label=move || words::choose_column(table.lang())>
                <For each=move || table.heads.get() key=|head| head.clone() let:head>
                    {chip(table, head, chosen)}
                </For>
            </div>
            <Show when=move || { gaps.get() > 0 }>
                <p class="note warn">
                    {icon(Icon::Gap, 18)} <span>{move || words::gaps_table(table.lang(), gaps.get())}</span>
                </p>
            </Show>
            <For each=move || table.drawn.get() key=Line::clone let:line>
                {match line {
                    Line::Group(group) => heading(table, group),
                    Line::Row(row) => entry(table, row, chosen),
                }}
            </For>
        </div>
    }
    .into_any()
}

fn chip(table: Table, head: Head, chosen: Memo<Option<RecordId>>) -> AnyView {
    let id = StoredValue::new(head.id.clone());
    let is_chosen = move || chosen.with(|chosen| id.with_value(|id| chosen.as_ref() == Some(id)));
    let name = head.short_name;
    let shown = move || if head.mine { words::column_you(table.lang(), &name) } else { name.clone() };
    let choose = move |_| {
        // The chosen column stands with the open row, or with none yet.
        let row = table.active.with_untracked(|active| active.as_ref().map(|(row, _)| row.clone()));
        let row = row.unwrap_or_else(RecordId::single);
        table.active.set(Some((row, id.get_value())));
    };
    view! {
        <button
            class="chip"
            type="button"
            aria-pressed=move || is_chosen().to_string()
            on:click=choose
        >
            {org_badge(&head.badge, "sm")}
            <span>{shown}</span>
        </button>
    }
    .into_any()
}

fn heading(table: Table, group: Option<RecordId>) -> AnyView {
    let title = move || match &group {
        Some(group) => {
            match table.store.text(&RecordAt::new(Kind::RoleGroup, group.clone()), "title").as_str() {
                "" => words::untitled(table.lang()).to_owned(),
                title => title.to_owned(),
            }
        }
        None => words::ungrouped(table.lang()).to_owned(),
    };
    view! { <h3 class="list-group">{title}</h3> }.into_any()
}

fn entry(table: Table, row: RecordId, chosen: Memo<Option<RecordId>>) -> AnyView {
    let id = StoredValue::new(row.clone());
    let at = responsibility(&row);
    let state = Memo::new(move |_| {
        let states = table.states.read();
        id.with_value(|id| states.get(id).cloned()).unwrap_or(RowState::Complete)
    });
    let title = move || id.with_value(|id| table.title(id));
    let cell = move || {
        let column = chosen.get()?;
        table.store.record(&at, |record| matrix::written(record, &column).cell)?
    };
    let below = move || match state.get() {
        RowState::Complete => words::answers(table.lang(), id.with_value(|id| who_answers(table, id))),
        state @ (RowState::RemovedAndEdited
        | RowState::SeveralA(_)
        | RowState::NoA
        | RowState::NoR
        | RowState::TwoValues) => state_word(table.lang(), &state),
    };
    let open = move |_| id.with_value(|row| table.open(row, chosen.get_untracked()));
    view! {
        <button
            class="list-row"
            class:gap=move || state.get() != RowState::Complete
            type="button"
            on:click=open
        >
            <span class="grow">
                <b>{title}</b>
                <small>{below}</small>
            </span>
            {move || letter(cell())}
            {icon(Icon::ChevronRight, 18)}
        </button>
    }
    .into_any()
}

/// The one that answers for a complete row.
fn who_answers(table: Table, row: &RecordId) -> String {
    let bands = table.bands.read();
    let columns: Vec<RecordId> = table.heads.read().iter().map(|head| head.id.clone()).collect();
    let row = bands.iter().flat_map(|band| &band.rows).find(|known| known.id == *row);
    let names = row.map(|row| matrix::who_answers(row, &columns)).unwrap_or_default();
    names.into_iter().map(|column| table.column_name(column)).collect::<Vec<_>>().join(", ")
}
