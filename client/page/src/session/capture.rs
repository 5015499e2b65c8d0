//! Noting on the way what was decided, who does what, and what is kept for later, from whichever
//! page the table is at.

use super::state::InSession;
use crate::components::{Choice, Dialog, Segmented, add_last};
use crate::icons::Icon;
use crate::store::Store;
use leptos::html;
use leptos::prelude::*;
use shared::act::{Act, Edit, Message};
use shared::delta::Delta;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::record::{RecordAt, Scalar, Value};
use shared::sections::Kind;
use shared::words;

const DECIDED: &str = "decided";
const TO_DO: &str = "to-do";
const PARKED: &str = "parked";

/// What is about to be noted.
#[derive(Clone, Copy)]
struct Draft {
    kind: RwSignal<&'static str>,
    words: RwSignal<String>,
    /// An organisation's id, or nothing.
    owner: RwSignal<String>,
    due: RwSignal<String>,
}

#[component]
pub(super) fn Capture(session: InSession) -> impl IntoView {
    let store = session.store;
    let draft = Draft {
        kind: RwSignal::new(DECIDED),
        words: RwSignal::new(String::new()),
        owner: RwSignal::new(String::new()),
        due: RwSignal::new(String::new()),
    };
    let note = move || {
        if !draft.words.with_untracked(|words| words.trim().is_empty()) {
            write(session, draft);
            session.notes.set(false);
        }
    };
    let foot = move || {
        view! {
            <button class="button" type="button" on:click=move |_| session.notes.set(false)>
                {move || words::shell::cancel(store.lang.get())}
            </button>
            <button
                class="button primary"
                type="button"
                disabled=move || draft.words.with(|words| words.trim().is_empty())
                on:click=move |_| note()
            >
                {move || words::session::note(store.lang.get())}
            </button>
        }
    };
    view! {
        <Dialog
            open=session.notes
            title=Signal::derive(move || words::session::note_long(store.lang.get()).to_owned())
            foot=foot
        >
            <Fields session=session draft=draft on_done=Callback::new(move |()| note()) />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Fields(session: InSession, draft: Draft, on_done: Callback<()>) -> impl IntoView {
    let store = session.store;
    let area = NodeRef::<html::Textarea>::new();
    Effect::new(move || {
        if let Some(area) = area.get() {
            // Focus cannot fail on an element of the page.
            let _ = area.focus();
        }
    });
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    let choices = vec![
        Choice { key: DECIDED, drawing: Some(Icon::Decisions), words: word(words::session::decided) },
        Choice { key: TO_DO, drawing: Some(Icon::Tasks), words: word(words::session::to_do) },
        Choice { key: PARKED, drawing: Some(Icon::Parking), words: word(words::session::to_park) },
    ];
    let owners = move || {
        let none = (String::new(), words::session::nobody_yet(store.lang.get()).to_owned());
        let organisations = store.organisations().into_iter().map(|(id, badge)| (id.to_string(), badge.name));
        std::iter::once(none)
            .chain(organisations)
            .map(|(id, name)| {
                let is_chosen = draft.owner.with_untracked(|owner| *owner == id);
                view! { <option value=id selected=is_chosen>{name}</option> }
            })
            .collect_view()
    };
    view! {
        <div class="stack-3">
            <Segmented
                label=word(words::session::note_long)
                choices=choices
                chosen=Signal::derive(move || draft.kind.get().to_owned())
                on_choose=Callback::new(move |kind| draft.kind.set(kind))
            />
            <label class="field">
                <span class="field-label">{move || words::session::note_words(store.lang.get())}</span>
                <textarea
                    class="input"
                    rows="3"
                    node_ref=area
                    bind:value=draft.words
                    on:keydown=move |event| {
                        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                            event.prevent_default();
                            on_done.run(());
                        }
                    }
                ></textarea>
            </label>
            <Show when=move || draft.kind.get() != DECIDED>
                <label class="field">
                    <span class="field-label">
                        {move || {
                            let lang = store.lang.get();
                            if draft.kind.get() == TO_DO { words::session::owner(lang) } else { words::session::raised_by(lang) }
                        }}
                    </span>
                    <select class="input" on:change=move |event| draft.owner.set(event_target_value(&event))>
                        {owners}
                    </select>
                </label>
            </Show>
            <Show when=move || draft.kind.get() == TO_DO>
                <label class="field">
                    <span class="field-label">{move || words::session::due(store.lang.get())}</span>
                    <input class="input" type="date" bind:value=draft.due />
                </label>
            </Show>
        </div>
    }
    .into_any()
}

/// Writes it down with the item that is held, and begins a new draft.
fn write(session: InSession, draft: Draft) {
    let store = session.store;
    let Some(meeting) = session.meeting.get_untracked() else { return };
    let item = session.clock.get_untracked().map(|now| now.item);
    let words = draft.words.get_untracked().trim().to_owned();
    let lang = store.lang.get_untracked();
    match (draft.kind.get_untracked(), item) {
        (DECIDED, Some(item)) => decide(store, &item, &words),
        (DECIDED, None) => return,
        (kind, item) => {
            let refers = |id: &RecordId| Value::Scalar(Scalar::Text(id.to_string()));
            let mut values =
                vec![("title".to_owned(), Value::Text(words)), ("meeting".to_owned(), refers(&meeting))];
            values.extend(item.as_ref().map(|item| ("item".to_owned(), refers(item))));
            let owner = RecordId::parse(&draft.owner.get_untracked());
            let (kind, of) =
                if kind == TO_DO { (Kind::Action, "owner") } else { (Kind::Parked, "organisation") };
            values.extend(owner.as_ref().map(|owner| (of.to_owned(), refers(owner))));
            let due = draft.due.get_untracked();
            if kind == Kind::Action && !due.is_empty() {
                values.push(("due".to_owned(), Value::Scalar(Scalar::Text(due))));
            }
            add_last(store, kind, "", values);
        }
    }
    store.say(words::session::noted(lang));
    draft.words.set(String::new());
    draft.owner.set(String::new());
    draft.due.set(String::new());
}

/// A decision is added to those of the item.
fn decide(store: Store, item: &RecordId, words: &str) {
    let at = RecordAt::new(Kind::AgendaItem, item.clone());
    let before = store
        .peek(|records| records.get(at.kind, &at.id).map(|item| item.text("decided").to_owned()))
        .unwrap_or_default();
    let after = if before.trim().is_empty() { words.to_owned() } else { format!("{before}\n{words}") };
    let splice = Edit::Splice { at: at.field("decided"), delta: Delta::between(&before, &after) };
    store.act(Act::new(Message::Write, vec![splice]));
}
