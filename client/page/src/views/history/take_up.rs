//! Texts of the moment that is looked at, beside how they read today: any of them can be written
//! again, as an edit of one's own that can be undone like every other.

use super::hand::History;
use crate::components::Dialog;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::difference::{Piece, pieces};
use shared::policy::{Touch, Verb};
use shared::record::{FieldAt, Record, RecordAt, Records, Value};
use shared::sections::Kind;
use shared::told::{field_name, kind_name};
use shared::words::history as words;

/// A text that read otherwise then, or an object that has been removed since.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Lost {
    Text { at: FieldAt, then: String, now: String },
    Object { at: RecordAt },
}

#[component]
pub fn TakeUp(open: RwSignal<bool>) -> impl IntoView {
    let history = History::here();
    let store = history.store;
    // Counts what was taken up, so that the list is made anew.
    let taken = RwSignal::new(0);
    let lost = Memo::new(move |_| {
        taken.track();
        store.past.track();
        match open.get() {
            true => lost(history),
            false => vec![],
        }
    });
    let list = move || {
        let entry = |one: Lost| entry(store, one, taken);
        match lost.get() {
            none if none.is_empty() => {
                view! { <p class="muted">{words::take_up_none(store.lang.get())}</p> }.into_any()
            }
            some => some.into_iter().map(entry).collect_view().into_any(),
        }
    };
    view! {
        <Dialog
            open=open
            title=Signal::derive(move || words::take_up_title(store.lang.get()).to_owned())
        >
            <div class="stack-3 take-up">
                <p class="muted">{move || words::take_up_how(store.lang.get())}</p>
                {list}
            </div>
        </Dialog>
    }
    .into_any()
}

fn entry(store: Store, one: Lost, taken: RwSignal<u32>) -> AnyView {
    let lang = store.lang.get_untracked();
    let (label, body, button) = match &one {
        Lost::Text { at, then, now } => {
            (field_label(store, at), marked(now, then), words::take_up_this(lang))
        }
        Lost::Object { at } => (object_label(store, at), ().into_any(), words::take_up_object(lang)),
    };
    let name = format!("{button}, {label}");
    let take_up = move |_| {
        match &one {
            Lost::Text { at, then, .. } => store.take_up(at, then),
            Lost::Object { at } => store.bring_back(at),
        }
        taken.update(|taken| *taken += 1);
        store.tell(words::taken_up(lang), true);
    };
    view! {
        <section class="take-up-one">
            <h3>{label}</h3>
            {body}
            <button class="button dense" type="button" aria-label=name on:click=take_up>
                {icon(Icon::Restore, 16)}
                {button}
            </button>
        </section>
    }
    .into_any()
}

/// What today has and then had not is struck, what comes back is underlined.
fn marked(now: &str, then: &str) -> AnyView {
    let pieces = pieces(now, then).into_iter().map(|piece| match piece {
        Piece::Same(text) => view! { <span>{text}</span> }.into_any(),
        Piece::Gone(text) => view! { <del>{text}</del> }.into_any(),
        Piece::New(text) => view! { <ins>{text}</ins> }.into_any(),
    });
    view! { <blockquote class="marked">{pieces.collect_view()}</blockquote> }.into_any()
}

/// Of the selected object, or of the section's own texts and its other objects where none is: what this
/// person may write and what reads otherwise today.
fn lost(history: History) -> Vec<Lost> {
    let store = history.store;
    let Some(place) = history.nav.place_now() else { return vec![] };
    let then: Vec<Record> = store.peek(|records| match &place.object {
        Some(at) => records.get(at.kind, &at.id).cloned().into_iter().collect(),
        None => records.of_section(place.section).filter(|record| !record.is_removed()).cloned().collect(),
    });
    let mut out = vec![];
    for record in &then {
        let at = RecordAt::new(record.kind, record.id.clone());
        if !untrack(|| store.may_now(&Touch::of_record(at.clone(), Verb::Set))) {
            continue;
        }
        store.present(|now| lost_of(record, &at, now, &mut out));
    }
    out
}

fn lost_of(then: &Record, at: &RecordAt, now: &Records, out: &mut Vec<Lost>) {
    let Some(today) = now.get(at.kind, &at.id) else { return };
    if today.is_removed() {
        return out.push(Lost::Object { at: at.clone() });
    }
    for (key, value) in &then.values {
        if let Value::Text(text) = value
            && today.text(key) != text
        {
            out.push(Lost::Text { at: at.field(key), then: text.clone(), now: today.text(key).to_owned() });
        }
    }
}

fn object_label(store: Store, at: &RecordAt) -> String {
    let lang = store.lang.get_untracked();
    store.peek(|records| match records.get(at.kind, &at.id) {
        Some(record) => {
            let title = shared::questions::settle::called(record, records, lang);
            format!("{} {title}", kind_name(record, lang))
        }
        None => String::new(),
    })
}

fn field_label(store: Store, at: &FieldAt) -> String {
    let lang = store.lang.get_untracked();
    let name = at.field.split('@').next().unwrap_or_default();
    let field = field_name(at.record.kind, name, lang).unwrap_or_default();
    match at.record.kind.is_single() || at.record.kind == Kind::Principle {
        true => field.to_owned(),
        false => format!("{field} · {}", object_label(store, &at.record)),
    }
}
