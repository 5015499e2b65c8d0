//! The matrix as a table: one tab stop, arrows to move, letters to write. Keys and pointer are
//! heard once, on the table; a cell only paints what its row says.

use super::marks::Marks;
use super::matrix::{self, Line, RowState, Step, Toward, Written};
use super::{CellAt, Head, Table, block, drag, edits, letter, responsibility, role_word, state_word};
use crate::clipboard::CopyItems;
use crate::comments::CommentCount;
use crate::components::{Menu, MenuItem, TextBlock, move_by, org_badge, remove};
use crate::icons::{Icon, icon};
use crate::terms::worded;
use crate::views::fields::{around, focus, focus_soon, is_in_field};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::questions::About;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::sections::roles::Cell;
use shared::words::roles as words;
use web_sys::{Event, KeyboardEvent};

/// Finds a cell of the table.
pub fn selector(row: &RecordId, column: &RecordId) -> String {
    format!(".matrix [data-row=\"{row}\"][data-column=\"{column}\"]")
}

#[component]
pub fn Grid() -> impl IntoView {
    let table = expect_context::<Table>();
    let touched = move |event: Event| touch(table, &event);
    let marks = Marks::kept(table);
    view! {
        <div class="matrix-wrap">
            <table
                class="matrix"
                class:matrix-many=move || table.heads.with(|heads| heads.len() > 8)
                role="grid"
                style=move || format!("--columns:{}", table.heads.with(Vec::len))
                aria-label=move || words::table_name(table.lang())
                aria-busy=move || table.fills.get().then_some("true")
                on:keydown=move |event| press(table, &event)
                on:focusin=move |event| {
                    if let Some(cell) = cell_of(&event) {
                        table.active.set(Some(cell));
                    }
                }
                on:click=move |event| touched(event.into())
            >
                <thead>
                    <tr>
                        <th scope="col" class="matrix-corner">{move || words::responsibility(table.lang())}</th>
                        <For each=move || table.heads.get() key=|head| head.clone() let:head>
                            {column_head(table, head)}
                        </For>
                        <th scope="col" class="matrix-state">{move || words::state(table.lang())}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || table.drawn.get() key=Line::clone let:line>
                        {match line {
                            Line::Group(group) => group_line(table, group),
                            Line::Row(row) => row_line(table, marks, row),
                        }}
                    </For>
                </tbody>
                <tfoot>{load_line(table)}</tfoot>
            </table>
        </div>
    }
    .into_any()
}

/// The cell that an event happened in.
fn cell_of(event: &Event) -> Option<CellAt> {
    let cell = around(event, "[data-column]")?;
    let id = |name: &str| RecordId::parse(&cell.get_attribute(name)?);
    Some((id("data-row")?, id("data-column")?))
}

/// A click opens the row, about the column that was pointed at.
fn touch(table: Table, event: &Event) {
    if around(event, "button, textarea").is_some() {
        return;
    }
    table.anchor.set(None);
    if let Some((row, column)) = cell_of(event) {
        table.open(&row, Some(column.clone()));
        // The panel takes focus when it opens; whoever points goes on with the keys here.
        focus_soon(selector(&row, &column));
    } else if let Some(row) =
        around(event, "[data-row]").and_then(|row| RecordId::parse(&row.get_attribute("data-row")?))
    {
        table.open(&row, None);
    }
}

fn press(table: Table, event: &KeyboardEvent) {
    let Some((row, column)) = cell_of(event).filter(|_| !is_in_field(event)) else { return };
    let key = event.key();
    if event.alt_key() {
        let toward = match key.as_str() {
            "ArrowUp" => Toward::Up,
            "ArrowDown" => Toward::Down,
            // Alt with anything else is the browser's.
            _ => return,
        };
        event.prevent_default();
        return edits::move_row(table, &row, toward);
    }
    if let Some(step) = Step::of_key(&key, event.ctrl_key()) {
        event.prevent_default();
        // With Shift, the cells on the way become a block; without, a block is left.
        let anchor =
            event.shift_key().then(|| table.anchor.get_untracked().unwrap_or((row.clone(), column.clone())));
        table.anchor.set(anchor);
        return walk(table, (row, column), step);
    }
    let in_block = table.anchor.with_untracked(Option::is_some);
    if event.ctrl_key() || event.meta_key() {
        if in_block && key.eq_ignore_ascii_case("d") {
            event.prevent_default();
            block::fill_down(table);
        }
        return;
    }
    match key.as_str() {
        "r" | "R" | "a" | "A" | "c" | "C" | "i" | "I" if in_block => block::fill(table, key.chars().next()),
        "Delete" | "Backspace" if in_block => block::fill(table, None),
        "r" | "R" | "a" | "A" | "c" | "C" | "i" | "I" => {
            let now = edits::cell_now(table, &row, &column);
            let letter = key.chars().next().unwrap_or_default();
            edits::set(table, &row, &column, matrix::press(now, letter));
        }
        "Delete" | "Backspace" => edits::set(table, &row, &column, None),
        "Enter" | " " => {
            table.open(&row, Some(column));
            focus_soon("#panel h2".to_owned());
        }
        "Escape" if in_block => table.anchor.set(None),
        "Escape" if table.selected.with_untracked(Option::is_some) => table.nav.select(None),
        // Every other key is the page's or the browser's.
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// Moves to another cell; an open panel follows to its row.
fn walk(table: Table, (row, column): CellAt, step: Step) {
    let (rows, columns) = untrack(|| table.field());
    let at = (
        rows.iter().position(|known| *known == row).unwrap_or(0),
        columns.iter().position(|known| *known == column).unwrap_or(0),
    );
    let (to_row, to_column) = step.from(at, rows.len(), columns.len());
    let (Some(to_row), Some(to_column)) = (rows.get(to_row), columns.get(to_column)) else { return };
    focus(&selector(to_row, to_column));
    let follows =
        table.selected.with_untracked(|selected| selected.as_ref().is_some_and(|open| open != to_row));
    if follows && let Some(place) = table.nav.place_now() {
        table.nav.replace(&place.with_object(Some(responsibility(to_row))).path());
    }
}

fn column_head(table: Table, head: Head) -> AnyView {
    let named = head.badge.name.clone();
    let title = move || match head.mine {
        true => words::column_you(table.lang(), &named),
        false => named.clone(),
    };
    let short = head.short_name.clone();
    let shown = move || match head.mine {
        true => words::column_you(table.lang(), &short),
        false => short.clone(),
    };
    view! {
        <th scope="col" class:mine=head.mine title=title>
            {org_badge(&head.badge, "lg")}
            <span class="matrix-head">{shown}</span>
        </th>
    }
    .into_any()
}

fn group_line(table: Table, group: Option<RecordId>) -> AnyView {
    let width = move || (table.heads.with(Vec::len) + 2).to_string();
    let Some(group) = group else {
        return view! {
            <tr class=move || format!("matrix-group {}", drag::mark(table, &Line::Group(None))) data-group="">
                <th colspan=width scope="colgroup">
                    <span class="matrix-stick">{move || words::ungrouped(table.lang())}</span>
                </th>
            </tr>
        }
        .into_any();
    };
    let at = RecordAt::new(Kind::RoleGroup, group.clone());
    if table.write_group.with_untracked(|wanted| wanted.as_ref() == Some(&group)) {
        table.write_group.set(None);
        focus_soon(format!("[data-group=\"{group}\"] textarea"));
    }
    let name = group.to_string();
    let line = Line::Group(Some(group.clone()));
    let class = move || format!("matrix-group {}", drag::mark(table, &line));
    view! {
        <tr class=class data-group=name>
            <th colspan=width scope="colgroup">
                <span class="matrix-stick row">
                    <span class="grow">
                        <TextBlock
                            at=at
                            field="title"
                            label=Signal::derive(move || words::group_title(table.lang()).to_owned())
                            placeholder=Signal::derive(move || words::new_group(table.lang()).to_owned())
                        />
                    </span>
                    <Show when=move || table.may_edit()>{group_menu(table, group.clone())}</Show>
                </span>
            </th>
        </tr>
    }
    .into_any()
}

fn group_menu(table: Table, group: RecordId) -> AnyView {
    let at = StoredValue::new(RecordAt::new(Kind::RoleGroup, group));
    let title = move || at.with_value(|at| table.store.text(at, "title"));
    let id = move || at.with_value(|at| at.id.clone());
    view! {
        <Menu
            label=Signal::derive(move || words::group_of(table.lang(), title()))
            face=|| icon(Icon::More, 16)
            class="icon-button dense"
        >
            <MenuItem
                drawing=Icon::Plus
                words=Signal::derive(move || words::add_row_full(table.lang()).to_owned())
                on_choose=move |()| edits::add_row(table, Some(id()))
            />
            <MenuItem
                drawing=Icon::ArrowUp
                words=Signal::derive(move || words::group_up(table.lang()).to_owned())
                on_choose=move |()| move_by(table.store, &at.get_value(), -1)
            />
            <MenuItem
                drawing=Icon::ArrowDown
                words=Signal::derive(move || words::group_down(table.lang()).to_owned())
                on_choose=move |()| move_by(table.store, &at.get_value(), 1)
            />
            <CopyItems at=at.get_value() />
            <MenuItem
                drawing=Icon::Trash
                words=Signal::derive(move || words::group_remove(table.lang()).to_owned())
                on_choose=move |()| remove(table.store, &at.get_value())
            />
        </Menu>
    }
    .into_any()
}

fn row_line(table: Table, marks: Memo<Marks>, row: RecordId) -> AnyView {
    let id = StoredValue::new(row.clone());
    let at = StoredValue::new(responsibility(&row));
    let state = Memo::new(move |_| {
        let states = table.states.read();
        id.with_value(|id| states.get(id).cloned()).unwrap_or(RowState::Complete)
    });
    let title = Memo::new(move |_| id.with_value(|id| table.title(id)));
    let detail = move || at.with_value(|at| table.store.text(at, "detail"));
    let line = Line::Row(row.clone());
    let class = move || {
        let open = table.selected.with(|open| id.with_value(|id| open.as_ref() == Some(id)));
        let gap = if state.get() == RowState::Complete { "" } else { "gap" };
        format!("{gap} {} {}", if open { "is-open" } else { "" }, drag::mark(table, &line))
    };
    view! {
        <tr class=class>
            <th scope="row" data-row=row.to_string()>
                {drag::handle(table, row.clone())}
                <span class="matrix-title">{move || worded(&title.get())}</span>
                {at.with_value(|at| view! { <CommentCount at=at.clone() /> })}
                <small>{move || worded(&detail())}</small>
            </th>
            <For each=move || table.heads.get() key=|head| head.id.clone() let:head>
                {cell(table, marks, at, title, state, head.id, head.mine)}
            </For>
            <td class="matrix-state" title=move || state_word(table.lang(), &state.read())>
                {move || {
                    let state = state.get();
                    let words = state_word(table.lang(), &state);
                    match state {
                        RowState::Complete => {
                            view! { <span class="row dim">{icon(Icon::Check, 16)}<span>{words}</span></span> }
                                .into_any()
                        }
                        RowState::RemovedAndEdited
                        | RowState::SeveralA(_)
                        | RowState::NoA
                        | RowState::NoR
                        | RowState::TwoValues => {
                            view! { <span class="gap-words">{icon(Icon::Gap, 16)}<span>{words}</span></span> }
                                .into_any()
                        }
                    }
                }}
            </td>
        </tr>
    }
    .into_any()
}

fn cell(
    table: Table,
    marks: Memo<Marks>,
    at: StoredValue<RecordAt>,
    title: Memo<String>,
    state: Memo<RowState>,
    column: RecordId,
    mine: bool,
) -> AnyView {
    let row = at.with_value(|at| at.id.to_string());
    let id = StoredValue::new(column.clone());
    let written = Memo::new(move |_| {
        at.with_value(|at| table.store.record(at, |record| id.with_value(|id| matrix::written(record, id))))
            .unwrap_or_default()
    });
    let words_of = move || {
        let (lang, column) = (table.lang(), id.with_value(|id| table.column_name(id)));
        let Written { cell, also } = written.get();
        if also.is_empty() {
            return words::cell(lang, column, role_word(lang, cell), title.get());
        }
        let both: Vec<&str> = std::iter::once(cell).chain(also).map(|cell| role_word(lang, cell)).collect();
        words::cell_two(lang, column, both.join(" / "), title.get())
    };
    let is_extra_a = move || {
        let state = state.read();
        matches!(&*state, RowState::SeveralA(columns) if id.with_value(|id| columns.iter().any(|c| c == id.as_str())))
    };
    // As it is marked now; from then on the marks find it by themselves.
    let mark = marks.with_untracked(|marks| at.with_value(|at| marks.on(&at.id, &column)));
    view! {
        <td
            role="gridcell"
            class:mine=mine
            class:extra-a=is_extra_a
            class:is-chosen=mark.is_chosen
            class:in-block=mark.in_block
            data-row=row
            data-column=column.to_string()
            tabindex=if mark.is_stop { "0" } else { "-1" }
            aria-label=words_of
        >
            {move || {
                let Written { cell, also } = written.get();
                if also.is_empty() { letter(cell) } else { both_letters(cell, also) }
            }}
        </td>
    }
    .into_any()
}

/// Two letters written at once, side by side: nothing is lost.
fn both_letters(cell: Option<Cell>, also: Vec<Option<Cell>>) -> AnyView {
    let letters = std::iter::once(cell).chain(also).map(letter).collect_view();
    view! { <span class="role-both">{letters}</span> }.into_any()
}

fn load_line(table: Table) -> AnyView {
    let heaviest = Memo::new(move |_| {
        let bands = table.bands.read();
        let heads = table.heads.read();
        heads.iter().map(|head| matrix::load(&bands, &head.id).rows).max().unwrap_or(0).max(1)
    });
    let counts = Memo::new(move |_| {
        let bands = table.bands.read();
        let rows: usize = bands.iter().map(|band| band.rows.len()).sum();
        let states = table.states.read();
        (states.values().filter(|state| **state == RowState::Complete).count(), rows as u64)
    });
    view! {
        <tr>
            <th scope="row">
                <span>{move || words::load(table.lang())}</span>
                <small>{move || words::load_hint(table.lang())}</small>
            </th>
            <For each=move || table.heads.get() key=|head| head.id.clone() let:head>
                {load_cell(table, heaviest, head)}
            </For>
            <td class="matrix-state">
                {move || {
                    let (done, rows) = counts.get();
                    words::complete_of(table.lang(), done, rows)
                }}
            </td>
        </tr>
    }
    .into_any()
}

fn load_cell(table: Table, heaviest: Memo<u64>, head: Head) -> AnyView {
    let column = StoredValue::new(head.id.clone());
    let load = Memo::new(move |_| column.with_value(|column| matrix::load(&table.bands.read(), column)));
    let organisation = RecordAt::new(Kind::Organisation, head.id);
    let does_nothing = move || {
        table.store.questions_on(&organisation).iter().any(|open| open.about == About::OrganisationWithoutR)
    };
    let name = head.badge.name;
    let said = {
        let does_nothing = does_nothing.clone();
        move || {
            let load = load.get();
            let said = words::load_of(table.lang(), load.answers, &name, load.does);
            if does_nothing() { format!("{said}. {}", words::nothing_held(table.lang())) } else { said }
        }
    };
    view! {
        <td class:mine=head.mine class:gap=does_nothing>
            <span class="load" role="img" aria-label=said.clone() title=said>
                <span class="numbers">{move || load.get().rows}</span>
                <i style=move || format!("--filled:{}%", load.get().rows * 100 / heaviest.get())></i>
            </span>
        </td>
    }
    .into_any()
}
