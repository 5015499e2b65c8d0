//! The partner organisations, in the order of their seats. The secretariat keeps the list.

use crate::components::{
    Lines, OrgBadge, QuestionNotes, RemovedRows, RowMenu, SelectField, TextBlock, add_last, move_by, moves,
};
use crate::focus::focus_soon;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::act::Act;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::record::{RecordAt, Scalar, Value};
use shared::sections::organisations::{HUES, Sector, Standing};
use shared::sections::{Kind, Section, Word};
use shared::words;

fn sector_words(sector: Sector, lang: Lang) -> &'static str {
    match sector {
        Sector::Public => words::about::sector_public(lang),
        Sector::Private => words::about::sector_private(lang),
        Sector::CivilSociety => words::about::sector_civil(lang),
        Sector::Academia => words::about::sector_academia(lang),
        Sector::Mixed => words::about::sector_mixed(lang),
    }
}

fn standing_words(standing: Standing, lang: Lang) -> &'static str {
    match standing {
        Standing::Signatory => words::about::standing_signatory(lang),
        Standing::Invited => words::about::standing_invited(lang),
        Standing::Observer => words::about::standing_observer(lang),
        Standing::Left => words::about::standing_left(lang),
    }
}

const HUE_WORDS: [fn(Lang) -> &'static str; HUES as usize] = [
    words::about::hue_1,
    words::about::hue_2,
    words::about::hue_3,
    words::about::hue_4,
    words::about::hue_5,
    words::about::hue_6,
    words::about::hue_7,
    words::about::hue_8,
];

#[component]
pub fn Organisations() -> impl IntoView {
    let store = Store::here();
    let ids =
        Memo::new(move |_| store.organisations().into_iter().map(|(id, _)| id).collect::<Vec<RecordId>>());
    let may_edit = move || store.may_edit(Section::Organisations);
    let add = move |_| {
        let seat = ids.with_untracked(Vec::len) as i64;
        let hue = ("hue".to_owned(), Value::Scalar(Scalar::Int(seat % HUES + 1)));
        let at = add_last(store, Kind::Organisation, "", vec![hue]);
        focus_soon(format!("#row-{} textarea", at.id));
    };
    view! {
        <section>
            <h2>
                {move || words::about::organisations(store.lang.get())}
                <span class="count">{move || ids.with(Vec::len)}</span>
                <Show when=may_edit>
                    <button
                        class="button dense"
                        type="button"
                        aria-label=move || words::about::add_organisation(store.lang.get())
                        on:click=add
                    >
                        {icon(Icon::Plus, 16)}
                        {move || words::about::organisation(store.lang.get())}
                    </button>
                </Show>
            </h2>
            <Show when=move || ids.with(Vec::is_empty)>
                <p class="muted">{move || words::about::no_organisations(store.lang.get())}</p>
            </Show>
            <Show when=move || !may_edit()>
                <p class="muted">{move || words::about::secretariat_only(store.lang.get())}</p>
            </Show>
            <ol class="organisations">
                <For
                    each=move || ids.get()
                    key=|id| id.clone()
                    children=|id| view! { <Organisation at=RecordAt::new(Kind::Organisation, id) /> }
                />
            </ol>
            <RemovedRows kind=Kind::Organisation />
        </section>
    }
    .into_any()
}

#[component]
fn Organisation(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let row = format!("row-{}", at.id);
    let (moved, id) = (at.clone(), at.id.clone());
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    let sectors = Signal::derive(move || {
        let lang = store.lang.get();
        Sector::ALL
            .iter()
            .map(|it| (it.key().to_owned(), sector_words(*it, lang).to_owned()))
            .collect::<Vec<_>>()
    });
    let standings = Signal::derive(move || {
        let lang = store.lang.get();
        Standing::ALL
            .iter()
            .map(|it| (it.key().to_owned(), standing_words(*it, lang).to_owned()))
            .collect::<Vec<_>>()
    });
    view! {
        <li
            id=row
            on:keydown=move |event| {
                if let Some(step) = moves(&event) {
                    event.prevent_default();
                    move_by(store, &moved, step);
                }
            }
        >
            <OrgBadge organisation=id size="lg" />
            <div class="stack">
                <TextBlock
                    at=at.clone()
                    field="name"
                    class="organisation-name"
                    label=word(words::about::organisation_hint)
                    placeholder=word(words::about::organisation_hint)
                />
                <TextBlock
                    at=at.clone()
                    field="brings"
                    lines=Lines::Many
                    label=word(words::about::brings)
                    placeholder=word(words::about::brings_hint)
                />
                <div class="organisation-facts">
                    <div class="field">
                        <span class="field-label">{move || words::about::letters(store.lang.get())}</span>
                        <TextBlock at=at.clone() field="short" class="boxed" label=word(words::about::letters) />
                    </div>
                    <Hue at=at.clone() />
                    <SelectField at=at.field("sector") label=word(words::about::sector) options=sectors />
                    <SelectField at=at.field("status") label=word(words::about::standing) options=standings />
                </div>
                <QuestionNotes at=at.clone() />
            </div>
            <RowMenu at=at />
        </li>
    }
    .into_any()
}

/// The hue by its name; never the colour alone.
#[component]
fn Hue(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let id = at.id.clone();
    let element = format!("hue-{id}");
    let hue = Memo::new(move |_| store.badge(&id).hue);
    let set = move |event| {
        if let Ok(hue) = event_target_value(&event).parse::<i64>() {
            store.act(Act::set(at.field("hue"), Scalar::Int(hue)));
        }
    };
    view! {
        <div class="field">
            <label for=element.clone()>{move || words::about::hue(store.lang.get())}</label>
            <select id=element class="input" disabled=move || !store.may_edit(Section::Organisations) on:change=set>
                {move || {
                    let (lang, chosen) = (store.lang.get(), hue.get());
                    HUE_WORDS
                        .iter()
                        .zip(1u8..)
                        .map(|(name, hue)| {
                            view! { <option value=hue.to_string() selected=hue == chosen>{name(lang)}</option> }
                        })
                        .collect_view()
                }}
            </select>
        </div>
    }
    .into_any()
}
