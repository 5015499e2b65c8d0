//! The panel about one responsibility: what is open on it, the role of one organisation, its
//! words, what it serves in the chain, and the ways to copy, move and remove it.

use super::matrix::{self, Toward};
use super::{Head, Table, edits, letter, responsibility, role_word};
use crate::clipboard::CopyMenu;
use crate::components::{Lines, Panel, PanelPart, QuestionNotes, TextBlock, org_badge};
use crate::icons::{Icon, icon};
use crate::views::fields::{choice, focus, focus_soon};
use leptos::prelude::*;
use shared::act::Act;
use shared::ids::RecordId;
use shared::record::RecordAt;
use shared::sections::roles::Cell;
use shared::sections::{Kind, Section, chain};
use shared::words::roles as words;
use web_sys::KeyboardEvent;

/// The roles to choose from, in the order of the panel.
const ROLES: [Option<Cell>; 6] =
    [Some(Cell::R), Some(Cell::A), Some(Cell::AR), Some(Cell::C), Some(Cell::I), None];

#[component]
pub fn RowPanel() -> impl IntoView {
    let table = expect_context::<Table>();
    Effect::new(move || {
        table.selected.track();
        if table.write_title.get_untracked() {
            table.write_title.set(false);
            focus_soon("#panel h2 textarea".to_owned());
        }
    });
    let group = move || {
        let row = table.selected.get()?;
        let bands = table.bands.read();
        let band = bands.iter().find(|band| band.rows.iter().any(|known| known.id == row))?;
        band.group.clone()
    };
    let crumb = move || match group() {
        Some(group) => table.store.text(&RecordAt::new(Kind::RoleGroup, group), "title"),
        None => words::responsibility(table.lang()).to_owned(),
    };
    let title = move || {
        let shown = move || table.selected.get().map(|row| title_block(table, &row));
        view! { {shown} }.into_any()
    };
    view! {
        <Panel
            crumb=Signal::derive(crumb)
            title=title
            on_close=Callback::new(move |()| close(table))
        >
            {move || table.selected.get().map(|row| about(table, row))}
        </Panel>
    }
    .into_any()
}

/// Closes the panel and goes back to the cell it was opened from.
fn close(table: Table) {
    table.nav.select(None);
    if let Some((row, column)) = table.active.get_untracked() {
        focus_soon(super::grid::selector(&row, &column));
    }
}

fn title_block(table: Table, row: &RecordId) -> AnyView {
    view! {
        <TextBlock
            at=responsibility(row)
            field="title"
            label=Signal::derive(move || words::title_field(table.lang()).to_owned())
            placeholder=Signal::derive(move || words::new_row(table.lang()).to_owned())
        />
    }
    .into_any()
}

fn about(table: Table, row: RecordId) -> AnyView {
    let at = responsibility(&row);
    let removed = {
        let at = at.clone();
        Memo::new(move |_| table.store.record(&at, |record| record.is_removed()).unwrap_or(false))
    };
    let restore_at = at.clone();
    let restore = move |_| table.store.act(Act::restore(restore_at.clone()));
    view! {
        <section class="panel-part stack">
            <TextBlock
                at=at.clone()
                field="detail"
                lines=Lines::Many
                class="muted"
                label=Signal::derive(move || words::detail_field(table.lang()).to_owned())
                placeholder=Signal::derive(move || words::detail_hint(table.lang()).to_owned())
            />
            <QuestionNotes at=at.clone() on_choose=Callback::new(|_| focus(".role-cards > [aria-checked=true]")) />
            <Show when=move || removed.get()>
                <button class="button" type="button" on:click=restore.clone()>
                    {icon(Icon::Restore, 16)}
                    <span>{move || words::restore(table.lang())}</span>
                </button>
            </Show>
            <Show when=move || !table.may_edit()>
                <p class="note">{icon(Icon::Eye, 18)}<span>{move || words::reading_only(table.lang())}</span></p>
            </Show>
        </section>
        {role_part(table, row.clone())}
        {columns_part(table, row.clone())}
        {nodes_part(table, row.clone())}
        {row_part(table, row)}
    }
    .into_any()
}

/// The role of the chosen organisation, as cards.
fn role_part(table: Table, row: RecordId) -> AnyView {
    let column = Memo::new(move |_| table.column());
    let head = move || {
        let column = column.get()?;
        table.heads.read().iter().find(|head| head.id == column).cloned()
    };
    let at = StoredValue::new(responsibility(&row));
    let now = Memo::new(move |_| {
        let column = column.get()?;
        at.with_value(|at| table.store.record(at, |record| matrix::written(record, &column).cell)).flatten()
    });
    let choose = move |cell: Option<Cell>| {
        if let Some(column) = column.get_untracked() {
            at.with_value(|at| edits::set(table, &at.id, &column, cell));
        }
    };
    let keys = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" | "ArrowRight" => step_card(now.get_untracked(), 1, choose),
            "ArrowUp" | "ArrowLeft" => step_card(now.get_untracked(), -1, choose),
            key @ ("r" | "R" | "a" | "A" | "c" | "C" | "i" | "I") => {
                let letter = key.chars().next().unwrap_or_default();
                choose(matrix::press(now.get_untracked(), letter));
            }
            "Delete" | "Backspace" => choose(None),
            // Every other key is the page's or the browser's.
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let name = move || head().map(|head| head.badge.name).unwrap_or_default();
    view! {
        <section class="panel-part stack">
            <h3>
                {move || head().map(|head| org_badge(&head.badge, "sm"))}
                <span>{move || words::role_of(table.lang(), name())}</span>
            </h3>
            <div
                class="stack role-cards"
                role="radiogroup"
                aria-label=move || words::role_of(table.lang(), name())
                on:keydown=keys
            >
                {ROLES.map(|cell| card(table, cell, now, choose)).collect_view()}
            </div>
        </section>
    }
    .into_any()
}

/// Arrows go to the next role and choose it, as radio buttons do.
fn step_card(now: Option<Cell>, by: i32, choose: impl Fn(Option<Cell>)) {
    let at = ROLES.iter().position(|cell| *cell == now).unwrap_or(0) as i32;
    let to = (at + by).rem_euclid(ROLES.len() as i32) as usize;
    choose(ROLES[to]);
    focus(&format!(".role-cards > :nth-child({})", to + 1));
}

fn card(
    table: Table,
    cell: Option<Cell>,
    now: Memo<Option<Cell>>,
    choose: impl Fn(Option<Cell>) + Copy + 'static,
) -> AnyView {
    let hint = move || {
        let lang = table.lang();
        match cell {
            Some(Cell::R) => words::r_hint(lang),
            Some(Cell::A) => words::a_hint(lang),
            Some(Cell::AR) => words::ar_hint(lang),
            Some(Cell::C) => words::c_hint(lang),
            Some(Cell::I) => words::i_hint(lang),
            None => words::none_hint(lang),
        }
    };
    let key = match cell {
        Some(Cell::AR) => "A R",
        Some(cell) => cell.key(),
        None => "⌫",
    };
    let is_chosen = move || now.get() == cell;
    view! {
        <button
            class="card-choice"
            type="button"
            role="radio"
            aria-checked=move || is_chosen().to_string()
            aria-disabled=move || (!table.may_edit()).then_some("true")
            tabindex=move || if is_chosen() { "0" } else { "-1" }
            on:click=move |_| choose(cell)
        >
            {letter(cell)}
            <span>
                <b>{move || role_word(table.lang(), cell)}</b>
                <small>{hint}</small>
            </span>
            <kbd aria-hidden="true">{key}</kbd>
        </button>
    }
    .into_any()
}

/// Everybody's role in this row, to look across and to choose whom the cards are about.
fn columns_part(table: Table, row: RecordId) -> AnyView {
    let at = StoredValue::new(responsibility(&row));
    let entry = move |head: Head| {
        let id = StoredValue::new(head.id);
        let cell = move || {
            id.with_value(|id| {
                at.with_value(|at| table.store.record(at, |record| matrix::written(record, id).cell))
            })
            .flatten()
        };
        let is_chosen = move || id.with_value(|id| table.column().as_ref() == Some(id));
        let choose = move |_| {
            let row = at.with_value(|at| at.id.clone());
            table.active.set(Some((row, id.get_value())));
        };
        let name = head.badge.name.clone();
        let said = move || format!("{name}, {}", role_word(table.lang(), cell()));
        view! {
            <button
                class="who"
                type="button"
                aria-pressed=move || is_chosen().to_string()
                aria-label=said.clone()
                title=said
                on:click=choose
            >
                {org_badge(&head.badge, "sm")}
                {move || letter(cell())}
            </button>
        }
        .into_any()
    };
    view! {
        <PanelPart heading=Signal::derive(move || words::all_columns(table.lang()).to_owned())>
            <div class="whos">
                <For each=move || table.heads.get() key=|head| head.clone() let:head>{entry(head)}</For>
            </div>
        </PanelPart>
    }
    .into_any()
}

/// The nodes of the chain that this responsibility serves.
fn nodes_part(table: Table, row: RecordId) -> AnyView {
    let at = StoredValue::new(responsibility(&row));
    let linked = Memo::new(move |_| {
        let set =
            |record: &shared::record::Record| record.set("nodes").map(str::to_owned).collect::<Vec<_>>();
        at.with_value(|at| table.store.record(at, set)).unwrap_or_default()
    });
    let title_of = move |node: &str| {
        let node = RecordId::parse(node)?;
        let node = RecordAt::new(Kind::Node, node);
        let removed = table.store.record(&node, |record| record.is_removed())?;
        let title = table.store.text(&node, "title");
        Some(if removed { words::node_removed(table.lang(), title) } else { title })
    };
    let entry = move |node: String| {
        let shown = {
            let node = node.clone();
            move || title_of(&node).unwrap_or_else(|| words::untitled(table.lang()).to_owned())
        };
        let label = {
            let shown = shown.clone();
            move || words::node_unlink(table.lang(), shown())
        };
        let unlink = move |_| at.with_value(|at| edits::link_node(table, &at.id, &node, false));
        view! {
            <li class="row">
                {icon(Icon::Chain, 16)}
                <span class="grow">{shown}</span>
                <Show when=move || table.may_edit()>
                    <button class="icon-button dense" type="button" aria-label=label.clone() on:click=unlink.clone()>
                        {icon(Icon::Unlink, 16)}
                    </button>
                </Show>
            </li>
        }
        .into_any()
    };
    let options = Signal::derive(move || {
        let (lang, working) = (table.lang(), table.store.working());
        let linked = linked.get();
        let nodes = table.store.records(Section::Chain, chain::nodes);
        let others = nodes.into_iter().filter(|node| !linked.iter().any(|known| known == node.id.as_str()));
        let entries = others.map(|node| (node.id.to_string(), node.title.reads(lang, working).to_owned()));
        std::iter::once((String::new(), words::node_add(lang).to_owned())).chain(entries).collect()
    });
    let link = Callback::new(move |node: String| {
        if !node.is_empty() {
            at.with_value(|at| edits::link_node(table, &at.id, &node, true));
        }
    });
    view! {
        <PanelPart heading=Signal::derive(move || words::nodes(table.lang()).to_owned())>
            <div class="stack">
                <Show when=move || linked.with(Vec::is_empty)>
                    <p class="muted">{move || words::nodes_none(table.lang())}</p>
                </Show>
                <ul class="stack">
                    <For each=move || linked.get() key=String::clone let:node>{entry(node)}</For>
                </ul>
                <Show when=move || table.may_edit()>
                    {choice(
                        Signal::derive(move || words::node_add(table.lang()).to_owned()),
                        options,
                        Signal::derive(String::new),
                        Signal::derive(|| false),
                        link,
                    )}
                </Show>
            </div>
        </PanelPart>
    }
    .into_any()
}

/// What can be done with the row as a whole.
fn row_part(table: Table, row: RecordId) -> AnyView {
    let row = StoredValue::new(row);
    let button = move |drawing: Icon,
                       words: fn(shared::lang::Lang) -> &'static str,
                       act: fn(Table, &RecordId)| {
        view! {
            <button class="button dense" type="button" on:click=move |_| row.with_value(|row| act(table, row))>
                {icon(drawing, 16)}
                <span>{move || words(table.lang())}</span>
            </button>
        }
        .into_any()
    };
    view! {
        <Show when=move || table.may_edit()>
            <section class="panel-part row wrap">
                {group_choice(table, row)}
                {button(Icon::ArrowUp, words::move_up, |table, row| edits::move_row(table, row, Toward::Up))}
                {button(Icon::ArrowDown, words::move_down, |table, row| edits::move_row(table, row, Toward::Down))}
                {button(Icon::Copy, words::copy_row, edits::copy_row)}
                {button(Icon::Trash, words::remove_row, edits::remove_row)}
                {row.with_value(|row| view! { <CopyMenu at=responsibility(row) /> })}
            </section>
        </Show>
    }
    .into_any()
}

/// The group that a row stands in.
fn group_choice(table: Table, row: StoredValue<RecordId>) -> AnyView {
    let options = Signal::derive(move || {
        let lang = table.lang();
        let heads = table.bands.with(|bands| bands.iter().map(|band| band.group.clone()).collect::<Vec<_>>());
        let entry = |group: Option<RecordId>| match group {
            Some(group) => {
                let title = table.store.text(&RecordAt::new(Kind::RoleGroup, group.clone()), "title");
                (group.to_string(), title)
            }
            None => (String::new(), words::ungrouped(lang).to_owned()),
        };
        heads.into_iter().map(entry).collect::<Vec<_>>()
    });
    let chosen = Signal::derive(move || {
        let bands = table.bands.read();
        let holds =
            |band: &&matrix::Band| row.with_value(|row| band.rows.iter().any(|known| known.id == *row));
        let group = bands.iter().find(holds).and_then(|band| band.group.as_ref());
        group.map(RecordId::to_string).unwrap_or_default()
    });
    let put = Callback::new(move |group: String| {
        row.with_value(|row| edits::put_in_group(table, row, RecordId::parse(&group).as_ref()));
    });
    let label = Signal::derive(move || words::group(table.lang()).to_owned());
    view! { <div class="wide">{choice(label, options, chosen, Signal::derive(|| false), put)}</div> }
        .into_any()
}
