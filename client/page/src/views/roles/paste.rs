//! Roles from a spreadsheet: letters fill the cells under the hand at once; a table with titles is
//! shown first, and then added as one act.

use super::{Table, block, edits};
use crate::components::Dialog;
use crate::device;
use crate::icons::{Icon, icon};
use crate::views::fields::is_in_field;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::paste::roles::{NewRoles, NewRows, read};
use shared::sections::{Section, roles};
use shared::words::roles as words;
use web_sys::ClipboardEvent;

/// Hears what is copied and pasted on the matrix, outside of its fields, while it is shown.
pub fn listen(table: Table) {
    let is_ours = move |event: &ClipboardEvent| {
        let in_dialog = device::document().query_selector("dialog[open]").is_ok_and(|open| open.is_some());
        !event.default_prevented() && !in_dialog && !is_in_field(event)
    };
    let pasting = window_event_listener(leptos::ev::paste, move |event: ClipboardEvent| {
        if !is_ours(&event) || !untrack(|| table.may_edit()) {
            return;
        }
        let Some(text) = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()) else {
            return;
        };
        match read(&text, &columns(table)) {
            Some(NewRoles::Block(letters)) => block::put(table, &letters),
            Some(NewRoles::Rows(_)) => table.pasted.set(Some(text)),
            // Words that say nothing about roles.
            None => return,
        }
        event.prevent_default();
    });
    let copying = window_event_listener(leptos::ev::copy, move |event: ClipboardEvent| {
        let in_cell = crate::views::fields::around(&event, ".matrix [data-column]").is_some();
        if !in_cell || !is_ours(&event) {
            return;
        }
        if let (Some(text), Some(data)) = (block::copied(table), event.clipboard_data())
            && data.set_data("text/plain", &text).is_ok()
        {
            event.prevent_default();
            table.store.say(words::copied(table.store.lang.get_untracked()));
        }
    });
    on_cleanup(move || {
        pasting.remove();
        copying.remove();
    });
}

/// The columns with every name they go by: letters, and the name in each language.
fn columns(table: Table) -> Vec<(RecordId, Vec<String>)> {
    let working = untrack(|| table.store.working());
    let heads =
        untrack(|| table.store.records_of(&[Section::Organisations, Section::Governance], roles::columns));
    let named = |head: roles::ColumnHead| {
        let names = Lang::ALL.into_iter().map(|lang| head.name.reads(lang, working).to_owned());
        let names = names.chain([head.short.clone()]).collect();
        (head.id, names)
    };
    heads.into_iter().map(named).collect()
}

#[component]
pub fn PasteDialog() -> impl IntoView {
    let table = expect_context::<Table>();
    let open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    Effect::new(move || {
        if let Some(pasted) = table.pasted.get() {
            text.set(pasted);
            open.set(true);
            table.pasted.set(None);
        }
    });
    let rows = Memo::new(move |_| match open.get().then(|| text.with(|text| read(text, &columns(table)))) {
        Some(Some(NewRoles::Rows(rows))) => rows,
        Some(Some(NewRoles::Block(_)) | None) | None => NewRows::default(),
    });
    let count = move || rows.with(|rows| rows.rows.len()) as u64;
    let add = move |_| {
        let found = rows.get_untracked();
        if found.rows.is_empty() {
            return;
        }
        // Read before the dialog closes: a closed one has no rows.
        open.set(false);
        edits::add_rows(table, &found.rows);
        text.set(String::new());
    };
    let foot = move || {
        view! {
            <button class="button" type="button" on:click=move |_| open.set(false)>
                {move || shared::words::shell::cancel(table.lang())}
            </button>
            <button
                class="button primary"
                type="button"
                aria-disabled=move || (count() == 0).then_some("true")
                on:click=add
            >
                {move || words::paste_add(table.lang(), count())}
            </button>
        }
        .into_any()
    };
    view! {
        <Dialog open=open title=Signal::derive(move || words::paste_title(table.lang()).to_owned()) foot=foot>
            <p class="muted">{move || words::paste_lead(table.lang())}</p>
            <textarea
                class="input paste-text"
                rows="8"
                aria-label=move || words::paste_field(table.lang())
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
            <div class="paste-preview" aria-live="polite">{move || rows.with(|rows| preview(table, rows))}</div>
        </Dialog>
    }
    .into_any()
}

/// The rows as they will be, and what found no place.
fn preview(table: Table, found: &NewRows) -> AnyView {
    const ROWS: usize = 6;
    let lang = table.lang();
    let row = |row: &shared::paste::roles::NewRow| {
        let letter = |(column, cell): &(RecordId, roles::Cell)| {
            format!(
                "{} {}",
                table.heads.with(|heads| {
                    heads
                        .iter()
                        .find(|head| head.id == *column)
                        .map(|head| head.badge.short.clone())
                        .unwrap_or_default()
                }),
                cell.key()
            )
        };
        let letters = row.cells.iter().map(letter).collect::<Vec<_>>().join(" · ");
        view! { <dt>{row.title.clone()}</dt><dd>{letters}</dd> }.into_any()
    };
    let rows = found.rows.iter().take(ROWS).map(row).collect::<Vec<_>>();
    let more = found.rows.len().saturating_sub(ROWS);
    let strangers = (!found.strangers.is_empty()).then(|| {
        let names = found.strangers.join(", ");
        view! { <p class="gap-words">{icon(Icon::Gap, 16)}<span>{words::paste_strangers(lang, names)}</span></p> }
    });
    let left_out = (found.left_out > 0).then(|| {
        let told = words::paste_left_out(lang, found.left_out as u64);
        view! { <p class="gap-words">{icon(Icon::Gap, 16)}<span>{told}</span></p> }
    });
    view! {
        <dl>{rows}</dl>
        {(more > 0).then(|| view! { <p class="muted">{format!("+{more}")}</p> })}
        {strangers}
        {left_out}
    }
    .into_any()
}
