//! The organisations at the table: name, letters, sector, hue, status and seat.
//!
//! The secretariat keeps this list; everybody else reads it.

use super::fields::choice;
use crate::components::{self, Dialog, OrgBadge, RemovedRows, SelectField, TextBlock};
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::act::Act;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::record::{RecordAt, Scalar, Value};
use shared::sections::organisations::{self, HUES, Organisation, Sector, Standing};
use shared::sections::{Kind, Section, Word};
use shared::words::organisations as words;

/// A sector in words.
pub fn sector_word(lang: Lang, sector: Sector) -> &'static str {
    match sector {
        Sector::Public => words::public(lang),
        Sector::Private => words::private(lang),
        Sector::CivilSociety => words::civil_society(lang),
        Sector::Academia => words::academia(lang),
        Sector::Mixed => words::mixed(lang),
    }
}

fn standing_word(lang: Lang, standing: Standing) -> &'static str {
    match standing {
        Standing::Signatory => words::signatory(lang),
        Standing::Invited => words::invited(lang),
        Standing::Observer => words::observer(lang),
        Standing::Left => words::left(lang),
    }
}

/// The sectors as entries of a choice.
pub fn sector_entries(lang: Lang) -> Vec<(String, String)> {
    Sector::ALL
        .iter()
        .map(|sector| (sector.key().to_owned(), sector_word(lang, *sector).to_owned()))
        .collect()
}

#[component]
pub fn OrganisationsDialog(open: RwSignal<bool>) -> impl IntoView {
    let store = Store::here();
    view! {
        <Dialog open=open title=Signal::derive(move || words::title(store.lang.get()).to_owned())>
            <OrganisationsList />
        </Dialog>
    }
    .into_any()
}

/// The list in seat order, with the way to add one.
#[component]
pub fn OrganisationsList() -> impl IntoView {
    let store = Store::here();
    let lang = move || store.lang.get();
    let may = move || store.may_edit(Section::Organisations);
    let seats = Memo::new(move |_| {
        let seats = store.records(Section::Organisations, organisations::organisations);
        seats.into_iter().map(|organisation| organisation.id).collect::<Vec<_>>()
    });
    // The one whose fields are shown.
    let unfolded = RwSignal::new(None::<RecordId>);
    let add = move |_| {
        let hue = seats.with_untracked(Vec::len) as i64 % HUES + 1;
        let values = vec![
            ("hue".to_owned(), Value::Scalar(Scalar::Int(hue))),
            ("status".to_owned(), Value::Scalar(Standing::Invited.key().into())),
        ];
        unfolded.set(Some(components::add_last(store, Kind::Organisation, "", values).id));
    };
    view! {
        <div class="stack-3 organisations">
            <p class="muted">{move || words::lead(lang())}</p>
            <Show when=move || !may()>
                <p class="note">
                    {icon(Icon::Lock, 18)} <span>{move || words::only_secretariat(lang())}</span>
                </p>
            </Show>
            <Show when=move || seats.with(Vec::is_empty)>
                <p class="muted">{move || words::empty(lang())}</p>
            </Show>
            <ol class="stack">
                <For each=move || seats.get() key=RecordId::clone let:id>
                    {entry(store, id, seats, unfolded)}
                </For>
            </ol>
            <Show when=may>
                <button class="button" type="button" on:click=add>
                    {icon(Icon::Plus, 16)}
                    <span>{move || words::add(lang())}</span>
                </button>
            </Show>
            <RemovedRows kind=Kind::Organisation />
        </div>
    }
    .into_any()
}

fn name_of(store: Store, at: &RecordAt) -> String {
    match store.text(at, "name").trim() {
        "" => words::untitled(store.lang.get()).to_owned(),
        name => name.to_owned(),
    }
}

fn entry(
    store: Store,
    id: RecordId,
    seats: Memo<Vec<RecordId>>,
    unfolded: RwSignal<Option<RecordId>>,
) -> AnyView {
    let at = StoredValue::new(RecordAt::new(Kind::Organisation, id.clone()));
    let badge = id.clone();
    let id = StoredValue::new(id);
    let lang = move || store.lang.get();
    let name = move || at.with_value(|at| name_of(store, at));
    let is_open = move || unfolded.with(|open| id.with_value(|id| open.as_ref() == Some(id)));
    let seat = move || {
        let seats = seats.read();
        let seat = id.with_value(|id| seats.iter().position(|known| known == id)).unwrap_or(0) + 1;
        words::seat(lang(), seats.len(), seat)
    };
    let fold = move |_| unfolded.set(if is_open() { None } else { Some(id.get_value()) });
    view! {
        <li class="organisation">
            <button
                class="row organisation-head"
                type="button"
                aria-expanded=move || is_open().to_string()
                on:click=fold
            >
                <OrgBadge organisation=badge />
                <span class="grow">
                    <b>{name}</b>
                    <small>{seat}</small>
                </span>
                {icon(Icon::ChevronDown, 16)}
            </button>
            <Show when=is_open>{form(store, at)}</Show>
        </li>
    }
    .into_any()
}

/// The fields of one organisation.
fn form(store: Store, at: StoredValue<RecordAt>) -> AnyView {
    let lang = move || store.lang.get();
    let locked = Signal::derive(move || !store.may_edit(Section::Organisations));
    let read = move |read: fn(&Organisation) -> String| {
        let shown = move |record: &shared::record::Record| read(&Organisation::read(record));
        Signal::derive(move || at.with_value(|at| store.record(at, shown)).unwrap_or_default())
    };
    let set_hue = Callback::new(move |value: String| {
        if let Ok(hue) = value.parse::<i64>() {
            store.act(Act::set(at.with_value(|at| at.field("hue")), Scalar::Int(hue.clamp(1, HUES))));
        }
    });
    let said = move |words: fn(Lang) -> &'static str| Signal::derive(move || words(lang()).to_owned());
    let hues = Signal::derive(move || {
        (1..=HUES).map(|hue| (hue.to_string(), words::hue_n(lang(), hue))).collect::<Vec<_>>()
    });
    let standings = Signal::derive(move || {
        let entry =
            |standing: &Standing| (standing.key().to_owned(), standing_word(lang(), *standing).to_owned());
        Standing::ALL.iter().map(entry).collect::<Vec<_>>()
    });
    view! {
        <div class="organisation-form">
            <div class="field wide">
                <span class="field-label">{move || words::name(lang())}</span>
                <TextBlock
                    at=at.get_value()
                    field="name"
                    class="boxed"
                    label=said(words::name)
                    placeholder=said(words::new)
                />
            </div>
            <div class="field">
                <span class="field-label">{move || words::short(lang())}</span>
                <TextBlock at=at.get_value() field="short" class="boxed" label=said(words::short) />
            </div>
            <SelectField
                at=at.with_value(|at| at.field("sector"))
                label=said(words::sector)
                options=Signal::derive(move || sector_entries(lang()))
            />
            {choice(said(words::hue), hues, read(|organisation| organisation.hue.to_string()), locked, set_hue)}
            <SelectField at=at.with_value(|at| at.field("status")) label=said(words::status) options=standings />
            <Show when=move || !locked.get()>
                <div class="row wrap wide">
                    {act_button(store, at, Icon::ArrowUp, words::up, |store, at| components::move_by(store, at, -1))}
                    {act_button(store, at, Icon::ArrowDown, words::down, |store, at| components::move_by(store, at, 1))}
                    {act_button(store, at, Icon::Trash, words::remove, components::remove)}
                    <small>{move || words::remove_note(lang())}</small>
                </div>
            </Show>
        </div>
    }
    .into_any()
}

fn act_button(
    store: Store,
    at: StoredValue<RecordAt>,
    drawing: Icon,
    words: fn(Lang) -> &'static str,
    act: fn(Store, &RecordAt),
) -> AnyView {
    view! {
        <button class="button dense" type="button" on:click=move |_| at.with_value(|at| act(store, at))>
            {icon(drawing, 16)}
            <span>{move || words(store.lang.get())}</span>
        </button>
    }
    .into_any()
}
