//! The fields of the panel: choices, dates, amounts and sets, each one act when it is changed.

use super::{acts, who};
use crate::components::{DateField, SelectField, org_badge};
use crate::store::Store;
use leptos::prelude::*;
use shared::act::Act;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::record::{FieldAt, Record, RecordAt, Scalar, Value};
use shared::sections::{Kind, Section, Word};
use shared::words;

/// The scalar or cell at `at` as text; empty where nobody set it.
pub fn kept(store: Store, at: FieldAt) -> Memo<String> {
    Memo::new(move |_| store.record(&at.record, |record| scalar_text(record, &at)).unwrap_or_default())
}

fn scalar_text(record: &Record, at: &FieldAt) -> String {
    let scalar = match (&at.key, record.values.get(&at.field)) {
        (Some(key), Some(Value::Cells(cells))) => cells.get(key),
        (None, Some(Value::Scalar(scalar))) => Some(scalar),
        (_, Some(Value::Text(text))) => return text.clone(),
        (_, Some(Value::Cells(_) | Value::Scalar(_)) | None) => None,
    };
    match scalar {
        Some(Scalar::Text(text)) => text.clone(),
        Some(Scalar::Int(number)) => number.to_string(),
        Some(Scalar::Flag(_)) | None => String::new(),
    }
}

/// A word of a closed list.
pub fn word<W: Word + Send + Sync>(
    label: fn(Lang) -> &'static str,
    at: FieldAt,
    words_of: fn(Lang, W) -> &'static str,
) -> AnyView {
    let lang = Store::here().lang;
    let options = Signal::derive(move || {
        let words = W::ALL.iter().map(|word| (word.key().to_owned(), words_of(lang.get(), *word).to_owned()));
        words.collect::<Vec<_>>()
    });
    view! { <SelectField at=at label=Signal::derive(move || label(lang.get()).to_owned()) options=options /> }
        .into_any()
}

/// Who answers for it: an organisation, a body or nobody yet.
pub fn owner(label: fn(Lang) -> &'static str, at: FieldAt) -> AnyView {
    let store = Store::here();
    let lang = store.lang;
    let options = Signal::derive(move || {
        let nobody = (String::new(), words::chain::nobody_yet(lang.get()).to_owned());
        let owners = who::owners(store).into_iter().map(|(id, badge)| (id.to_string(), badge.name));
        std::iter::once(nobody).chain(owners).collect::<Vec<_>>()
    });
    view! { <SelectField at=at label=Signal::derive(move || label(lang.get()).to_owned()) options=options /> }
        .into_any()
}

fn some_text(text: String) -> Option<Scalar> {
    (!text.is_empty()).then_some(Scalar::Text(text))
}

/// A date by the browser's own field.
pub fn date(label: fn(Lang) -> &'static str, at: FieldAt) -> AnyView {
    let lang = Store::here().lang;
    view! { <DateField at=at label=Signal::derive(move || label(lang.get()).to_owned()) /> }.into_any()
}

/// A point on a scale from one to five, in words.
pub fn five(label: fn(Lang) -> &'static str, at: FieldAt) -> AnyView {
    let store = Store::here();
    let lang = store.lang;
    let value = kept(store, at.clone());
    let set = move |event| {
        if let Ok(step) = event_target_value(&event).parse::<i64>() {
            store.act(Act::set(at.clone(), Scalar::Int(step)));
        }
    };
    let options = move || {
        let chosen = value.get().parse::<u8>().unwrap_or(1).clamp(1, 5);
        let option = |step: u8| {
            let words = super::words::five(lang.get(), step);
            view! { <option value=step.to_string() selected=step == chosen>{words}</option> }
        };
        (1..=5).map(option).collect_view()
    };
    view! {
        <label class="field">
            <span class="field-label">{move || label(lang.get())}</span>
            <select class="input" disabled=move || !store.may_edit(Section::Chain) on:change=set>{options}</select>
        </label>
    }
    .into_any()
}

/// A short free scalar, such as a unit.
pub fn free(label: fn(Lang) -> &'static str, at: FieldAt) -> AnyView {
    const MAX_FREE: i32 = 60;
    let store = Store::here();
    let value = kept(store, at.clone());
    view! {
        <label class="field">
            <span class="field-label">{move || label(store.lang.get())}</span>
            <input
                class="input"
                maxlength=MAX_FREE
                prop:value=move || value.get()
                disabled=move || !store.may_edit(Section::Chain)
                on:change=move |event| {
                    store.act(Act::set(at.clone(), some_text(event_target_value(&event).trim().to_owned())))
                }
            />
        </label>
    }
    .into_any()
}

/// An amount as people of this language write it; `takes_words` for what is told, not counted.
/// What cannot be read as a number stays in the field, with a word of help.
pub fn amount(label: Signal<String>, at: FieldAt, takes_words: Signal<bool>) -> AnyView {
    const MAX_WORDS: i32 = 300;
    let store = Store::here();
    let lang = store.lang;
    let value = kept(store, at.clone());
    let puzzled = RwSignal::new(false);
    let set = move |event| {
        let typed = event_target_value(&event).trim().to_owned();
        let read = lang.get_untracked().amount(&typed).map(|amount| amount.to_string());
        let scalar = match (typed.is_empty(), read, takes_words.get_untracked()) {
            (true, _, _) => None,
            (false, Some(amount), _) => Some(Scalar::Text(amount)),
            (false, None, true) => Some(Scalar::Text(typed)),
            (false, None, false) => return puzzled.set(true),
        };
        puzzled.set(false);
        store.act(Act::set(at.clone(), scalar));
    };
    view! {
        <span class="amount">
            <input
                class="input numbers"
                maxlength=MAX_WORDS
                inputmode=move || if takes_words.get() { "text" } else { "decimal" }
                aria-label=move || label.get()
                aria-invalid=move || puzzled.get().then_some("true")
                prop:value=move || lang.get().number(&value.get())
                disabled=move || !store.may_edit(Section::Chain)
                on:change=set
            />
            <Show when=move || puzzled.get()>
                <small class="gap-words" role="status">{move || words::chain::write_a_number(lang.get())}</small>
            </Show>
        </span>
    }
    .into_any()
}

/// Organisations to put into a set, or take out of it, by their letters.
pub fn organisations(label: fn(Lang) -> &'static str, at: RecordAt, field: &'static str) -> AnyView {
    let store = Store::here();
    let members = set_members(store, at.clone(), field);
    let chips = move || {
        let chip = |(id, badge): (RecordId, crate::store::Badge)| {
            let chosen = members.with(|members| members.contains(&id));
            let at = at.clone();
            view! {
                <button
                    type="button"
                    class="carrier"
                    aria-pressed=chosen.to_string()
                    title=badge.name.clone()
                    disabled=!store.may_edit(Section::Chain)
                    on:click=move |_| store.act(acts::choose(&at, field, &id, !chosen))
                >
                    {org_badge(&badge, "sm")}
                    <span>{badge.short}</span>
                </button>
            }
            .into_any()
        };
        store.organisations().into_iter().map(chip).collect_view()
    };
    view! {
        <div class="field" role="group" aria-label=move || label(store.lang.get())>
            <span class="field-label">{move || label(store.lang.get())}</span>
            <span class="carriers">{chips}</span>
        </div>
    }
    .into_any()
}

/// Objectives of the vision to put into a set, or take out of it.
pub fn objectives(at: RecordAt) -> AnyView {
    let store = Store::here();
    let lang = store.lang;
    let members = set_members(store, at.clone(), "objectives");
    let all = Memo::new(move |_| {
        let (lang, working) = (lang.get(), store.working());
        store.records(Section::Vision, |records| {
            let objectives = records.in_order(Kind::Objective).into_iter();
            objectives
                .map(|record| (record.id.clone(), record.text_in("title", lang, working).to_owned()))
                .collect::<Vec<_>>()
        })
    });
    let boxes = move || {
        let one = |(id, title): (RecordId, String)| {
            let chosen = members.with(|members| members.contains(&id));
            let at = at.clone();
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=chosen
                        disabled=!store.may_edit(Section::Chain)
                        on:change=move |event| {
                            store.act(acts::choose(&at, "objectives", &id, event_target_checked(&event)))
                        }
                    />
                    <span>{title}</span>
                </label>
            }
            .into_any()
        };
        all.get().into_iter().map(one).collect_view()
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <div class="field" role="group" aria-label=move || words::chain::objectives(lang.get())>
                <span class="field-label">{move || words::chain::objectives(lang.get())}</span>
                {boxes.clone()}
            </div>
        </Show>
    }
    .into_any()
}

fn set_members(store: Store, at: RecordAt, field: &'static str) -> Memo<Vec<RecordId>> {
    Memo::new(move |_| {
        let members =
            store.record(&at, |record| record.set(field).filter_map(RecordId::parse).collect::<Vec<_>>());
        members.unwrap_or_default()
    })
}
