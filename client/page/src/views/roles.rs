//! Who does what: responsibilities by organisations and bodies.
//!
//! `matrix` says how rows stand and where keys lead, `edits` what a person's act becomes; the
//! table, the phone's list and the panel only show them.

mod acceptance;
mod block;
mod drag;
mod edits;
mod grid;
mod marks;
mod matrix;
mod narrow;
mod panel;
mod paste;

use super::organisations::OrganisationsDialog;
use crate::components::{EmptyState, Gradual, Menu, MenuItem, RemovedRows, SectionPage, gradually};
use crate::device;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::{Badge, Store};
use leptos::prelude::*;
use matrix::{Band, CellAt, Line, RowState};
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::ordered::OrdMap;
use shared::record::RecordAt;
use shared::sections::roles::{self, Cell, Column};
use shared::sections::{Kind, Section};
use shared::words::roles as words;

/// Who stands at the head of a column, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Head {
    id: RecordId,
    badge: Badge,
    short_name: String,
    /// One's own organisation.
    mine: bool,
    /// Not a body: it accepts its own column.
    is_organisation: bool,
}

/// What all parts of this view read.
#[derive(Clone, Copy)]
struct Table {
    store: Store,
    nav: Nav,
    bands: Memo<Vec<Band>>,
    heads: Memo<Vec<Head>>,
    states: Memo<OrdMap<RecordId, RowState>>,
    lines: Memo<Vec<Line>>,
    /// Those that are drawn so far, and whether more are to come.
    drawn: Memo<Vec<Line>>,
    fills: Memo<bool>,
    /// The rows that were incomplete when only those were asked for: a row that gets filled
    /// stays in sight until the filter is put back.
    only: RwSignal<Option<Vec<RecordId>>>,
    /// The cell that the keys act on.
    active: RwSignal<Option<CellAt>>,
    /// The other corner of a block of cells, chosen with Shift.
    anchor: RwSignal<Option<CellAt>>,
    /// A row on its way: where it would land.
    dragged: RwSignal<Option<drag::Dragged>>,
    /// A text that was pasted, to be read into rows.
    pasted: RwSignal<Option<String>>,
    /// The row whose panel is open.
    selected: Memo<Option<RecordId>>,
    organisations_open: RwSignal<bool>,
    /// A row was just made: its title waits to be written.
    write_title: RwSignal<bool>,
    /// A group was just made: its name waits to be written.
    write_group: RwSignal<Option<RecordId>>,
}

impl Table {
    fn new() -> Self {
        let (store, nav) = (Store::here(), Nav::here());
        let bands = Memo::new(move |_| store.records(Section::Roles, matrix::bands));
        let only = RwSignal::new(None::<Vec<RecordId>>);
        let object = move || nav.place().and_then(|place| place.object);
        let heads = Memo::new(move |_| heads(store));
        let lines = Memo::new(move |_| matrix::lines(&bands.read(), only.read().as_deref()));
        let rows_at_once = CELLS_AT_ONCE / heads.with_untracked(Vec::len).max(1);
        let Gradual { drawn, fills } = gradually(lines, rows_at_once.max(3), |_| true);
        Self {
            store,
            nav,
            bands,
            heads,
            states: Memo::new(move |_| states(store, &bands.read())),
            lines,
            drawn,
            fills,
            only,
            active: RwSignal::new(None),
            anchor: RwSignal::new(None),
            dragged: RwSignal::new(None),
            pasted: RwSignal::new(None),
            selected: Memo::new(move |_| {
                object().filter(|object| object.kind == Kind::Responsibility).map(|object| object.id)
            }),
            organisations_open: RwSignal::new(false),
            write_title: RwSignal::new(false),
            write_group: RwSignal::new(None),
        }
    }

    fn lang(&self) -> Lang {
        self.store.lang.get()
    }

    fn may_edit(&self) -> bool {
        self.store.may_edit(Section::Roles)
    }

    /// How a row is called; said plainly where nobody has named it yet.
    fn title(&self, row: &RecordId) -> String {
        match self.store.text(&responsibility(row), "title").trim() {
            "" => words::untitled(self.lang()).to_owned(),
            title => title.to_owned(),
        }
    }

    fn column_name(&self, column: &RecordId) -> String {
        let heads = self.heads.read();
        heads.iter().find(|head| head.id == *column).map(|head| head.badge.name.clone()).unwrap_or_default()
    }

    /// The rows in sight, from the top, and the columns.
    fn field(&self) -> (Vec<RecordId>, Vec<RecordId>) {
        let rows = self.lines.with(|lines| {
            let row = |line: &Line| match line {
                Line::Row(row) => Some(row.clone()),
                Line::Group(_) => None,
            };
            lines.iter().filter_map(row).collect()
        });
        (rows, self.heads.with(|heads| heads.iter().map(|head| head.id.clone()).collect()))
    }

    /// The rows that are not complete.
    fn gaps(&self) -> Vec<RecordId> {
        let states = self.states.read();
        states.iter().filter(|(_, state)| **state != RowState::Complete).map(|(row, _)| row.clone()).collect()
    }

    /// The column that the panel speaks of: the active one, or one's own, or the first.
    fn column(&self) -> Option<RecordId> {
        let active = self.active.get().map(|(_, column)| column);
        let heads = self.heads.read();
        let known = active.filter(|column| heads.iter().any(|head| head.id == *column));
        known.or_else(|| heads.iter().find(|head| head.mine).or(heads.first()).map(|head| head.id.clone()))
    }

    /// Opens a row's panel, about one column where it is named.
    fn open(&self, row: &RecordId, column: Option<RecordId>) {
        if let Some(column) = column.or_else(|| untrack(|| self.column())) {
            self.active.set(Some((row.clone(), column)));
        }
        self.nav.select(Some(responsibility(row)));
    }
}

/// Cells drawn in a frame.
const CELLS_AT_ONCE: usize = 60;

fn responsibility(row: &RecordId) -> RecordAt {
    RecordAt::new(Kind::Responsibility, row.clone())
}

fn heads(store: Store) -> Vec<Head> {
    let (lang, working) = (store.lang.get(), store.working());
    let own = store.me.with(|me| me.as_ref().and_then(|me| me.organisation.clone()));
    let columns = store.records_of(&[Section::Organisations, Section::Governance], roles::columns);
    let names: Vec<String> =
        columns.iter().map(|column| column.name.reads(lang, working).to_owned()).collect();
    columns
        .into_iter()
        .zip(&names)
        .map(|(column, name)| Head {
            mine: own.as_ref() == Some(&column.id),
            is_organisation: matches!(column.kind, Column::Organisation { .. }),
            short_name: matrix::short_name(name, &names),
            badge: Badge {
                short: column.short,
                name: name.clone(),
                hue: match column.kind {
                    Column::Organisation { hue } => hue,
                    Column::Body | Column::Secretariat => 0,
                },
            },
            id: column.id,
        })
        .collect()
}

fn states(store: Store, bands: &[Band]) -> OrdMap<RecordId, RowState> {
    let rows = bands.iter().flat_map(|band| &band.rows);
    rows.map(|row| (row.id.clone(), RowState::of(&store.questions_on(&responsibility(&row.id))))).collect()
}

/// A role in words, as a cell says it.
fn role_word(lang: Lang, cell: Option<Cell>) -> &'static str {
    match cell {
        Some(Cell::R) => words::r(lang),
        Some(Cell::A) => words::a(lang),
        Some(Cell::C) => words::c(lang),
        Some(Cell::I) => words::i(lang),
        Some(Cell::AR) => words::ar(lang),
        None => words::none(lang),
    }
}

/// A row's state in words.
fn state_word(lang: Lang, state: &RowState) -> String {
    match state {
        RowState::Complete => words::complete(lang).to_owned(),
        RowState::RemovedAndEdited => words::removed_edited_row(lang).to_owned(),
        RowState::SeveralA(columns) if columns.len() == 2 => words::several_a(lang).to_owned(),
        RowState::SeveralA(columns) => words::many_a(lang, columns.len() as u64),
        RowState::NoA => words::no_a(lang).to_owned(),
        RowState::NoR => words::no_r(lang).to_owned(),
        RowState::TwoValues => words::two_values_row(lang).to_owned(),
    }
}

/// A letter as it is drawn; a dot where there is none.
fn letter(cell: Option<Cell>) -> AnyView {
    let class = match cell {
        Some(Cell::R) => "role role-r",
        Some(Cell::A) => "role role-a",
        Some(Cell::C) => "role role-c",
        Some(Cell::I) => "role role-i",
        Some(Cell::AR) => "role role-a role-ar",
        None => "role role-none",
    };
    view! { <span class=class aria-hidden="true">{cell.map_or("·", Cell::key)}</span> }.into_any()
}

#[component]
pub fn Roles() -> impl IntoView {
    let table = Table::new();
    provide_context(table);
    paste::listen(table);
    let lang = move || table.lang();
    let narrow = device::narrow();
    let is_empty =
        Memo::new(move |_| table.bands.with(|bands| bands.iter().all(|band| band.rows.is_empty())));
    let has_columns = Memo::new(move |_| table.heads.with(|heads| !heads.is_empty()));
    view! {
        <SectionPage
            class="roles"
            title=Signal::derive(move || words::title(lang()).to_owned())
            question=Signal::derive(move || words::lead(lang()).to_owned())
            actions=move || actions(table)
            panel=move || {
                view! {
                    <Show when=move || table.selected.with(Option::is_some)>
                        <panel::RowPanel />
                    </Show>
                }
                .into_any()
            }
        >
            {move || {
                if !has_columns.get() {
                    no_columns(table)
                } else if is_empty.get() {
                    view! {
                        <EmptyState
                            drawing=Icon::Roles
                            words=Signal::derive(move || words::empty(lang()).to_owned())
                        >
                            {add_button(table, "button primary")}
                        </EmptyState>
                    }
                    .into_any()
                } else {
                    view! {
                        {move || match narrow.get() {
                            true => view! { <narrow::ByOrganisation /> }.into_any(),
                            false => view! { <grid::Grid /> }.into_any(),
                        }}
                        <acceptance::Acceptances />
                        <RemovedRows kind=Kind::RoleGroup />
                        <RemovedRows kind=Kind::Responsibility />
                    }
                    .into_any()
                }
            }}
            {legend(table)}
            <paste::PasteDialog />
            <OrganisationsDialog open=table.organisations_open />
        </SectionPage>
    }
    .into_any()
}

fn actions(table: Table) -> AnyView {
    let lang = move || table.lang();
    let gaps = Memo::new(move |_| table.gaps().len());
    let filter = move |_| {
        let gaps = untrack(|| table.gaps());
        let turned_on = table.only.with_untracked(Option::is_none) && !gaps.is_empty();
        let count = gaps.len() as u64;
        table.only.set(turned_on.then_some(gaps));
        let lang = table.store.lang.get_untracked();
        table.store.say(match (turned_on, count) {
            (true, count) => words::gaps_shown(lang, count),
            (false, 0) => words::no_gaps(lang).to_owned(),
            (false, _) => words::all_rows(lang).to_owned(),
        });
    };
    view! {
        <button
            class="button"
            type="button"
            aria-pressed=move || table.only.with(Option::is_some).to_string()
            on:click=filter
        >
            {icon(Icon::Filter, 16)}
            <span>{move || words::gaps(lang())}</span>
            <span class="tag numbers" class:warn=move || { gaps.get() > 0 }>{move || gaps.get()}</span>
        </button>
        <button class="button" type="button" on:click=move |_| table.organisations_open.set(true)>
            {icon(Icon::Seat, 16)}
            <span>{move || words::columns(lang())}</span>
        </button>
        <Show when=move || table.may_edit()>
            <button
                class="button"
                type="button"
                aria-label=move || words::add_group_full(table.lang())
                on:click=move |_| edits::add_group(table)
            >
                {icon(Icon::Plus, 16)}
                <span>{move || words::add_group(table.lang())}</span>
            </button>
            {add_button(table, "button")}
            <Menu
                label=Signal::derive(move || words::more(table.lang()).to_owned())
                face=|| icon(Icon::More, 18)
            >
                <MenuItem
                    drawing=Icon::Paste
                    words=Signal::derive(move || words::paste(table.lang()).to_owned())
                    on_choose=move |()| table.pasted.set(Some(String::new()))
                />
            </Menu>
        </Show>
    }
    .into_any()
}

fn add_button(table: Table, class: &'static str) -> AnyView {
    view! {
        <button
            class=class
            type="button"
            aria-label=move || words::add_row_full(table.lang())
            aria-disabled=move || (!table.may_edit()).then_some("true")
            on:click=move |_| edits::add_row(table, None)
        >
            {icon(Icon::Plus, 16)}
            <span>{move || words::add_row(table.lang())}</span>
        </button>
    }
    .into_any()
}

fn no_columns(table: Table) -> AnyView {
    let may_add = move || table.store.may_edit(Section::Organisations);
    let said = move || match may_add() {
        true => words::no_columns(table.lang()).to_owned(),
        false => words::no_columns_reader(table.lang()).to_owned(),
    };
    view! {
        <EmptyState drawing=Icon::Seat words=Signal::derive(said)>
            <Show when=may_add>
                <button
                    class="button primary"
                    type="button"
                    on:click=move |_| table.organisations_open.set(true)
                >
                    {icon(Icon::Plus, 16)}
                    <span>{move || shared::words::organisations::add(table.lang())}</span>
                </button>
            </Show>
        </EmptyState>
    }
    .into_any()
}

fn legend(table: Table) -> AnyView {
    let entries = [Cell::R, Cell::A, Cell::C, Cell::I]
        .map(|cell| {
            view! {
                <span class="role-legend">
                    {letter(Some(cell))}
                    <span>{move || role_word(table.lang(), Some(cell))}</span>
                </span>
            }
        })
        .collect_view();
    view! {
        <div class="foot-bar roles-foot">
            {entries}
            <span class="grow"></span>
            <span class="dim roles-keys">{move || words::keys(table.lang())}</span>
        </div>
    }
    .into_any()
}
