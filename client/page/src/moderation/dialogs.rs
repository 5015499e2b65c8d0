//! What is asked before it is done: locking, unlocking, handing over, taking over, declining,
//! accepting in other words, and (in `naming`) the title of something new. One dialog at a time; what was typed in it and
//! not sent is there again.

use super::naming::Naming;
use super::tray::{Asked, Tray};
use crate::components::Dialog;
use crate::device;
use crate::focus::focus_soon;
use crate::shell::called;
use crate::store::Store;
use leptos::prelude::*;
use shared::compare::Difference;
use shared::ids::MemberId;
use shared::lang::Lang;
use shared::lock::{Moderation, OpenOnes, Settling};
use shared::numbers::iso;
use shared::record::{FieldAt, RecordAt, Value};
use shared::sections::Section;
use shared::told::{self, section_name};
use shared::words;

/// After so many minutes the chair may be reminded; nothing else happens then.
const REMINDERS: [i64; 3] = [30, 60, 120];

/// What is typed and chosen in the dialog.
#[derive(Clone, Copy)]
struct Form {
    tray: Tray,
    reason: RwSignal<String>,
    remind: RwSignal<String>,
    keep: RwSignal<bool>,
    to: RwSignal<String>,
    wording: RwSignal<Vec<Worded>>,
    /// Whether it was sent off without what it needs.
    lacks: RwSignal<bool>,
}

/// A text of a proposal as the chair would accept it.
#[derive(Clone, PartialEq)]
struct Worded {
    at: FieldAt,
    label: String,
    words: String,
}

#[component]
pub fn ModerationDialogs() -> impl IntoView {
    let (store, tray) = (Store::here(), Tray::here());
    let open = RwSignal::new(false);
    let form = Form {
        tray,
        reason: RwSignal::new(String::new()),
        remind: RwSignal::new(String::new()),
        keep: RwSignal::new(false),
        to: RwSignal::new(String::new()),
        wording: RwSignal::new(vec![]),
        lacks: RwSignal::new(false),
    };
    Effect::new(move || {
        let asked = tray.asked.get();
        form.begin(asked.as_ref());
        open.set(asked.is_some());
    });
    Effect::new(move || {
        // Told only once: the effect above answers each telling.
        if !open.get() && tray.asked.with_untracked(Option::is_some) {
            tray.asked.set(None);
        }
    });
    let title = move || {
        let lang = store.lang.get();
        let name = |section: Section| section_name(section, lang);
        match tray.asked.get() {
            Some(Asked::Lock(section)) => words::moderation::lock_title(lang, name(section)),
            Some(Asked::Unlock(section)) => words::moderation::unlock_title(lang, name(section)),
            Some(Asked::HandOver(section)) => words::moderation::hand_over_title(lang, name(section)),
            Some(Asked::TakeOver(section)) => words::moderation::take_over_title(lang, name(section)),
            Some(Asked::Decline(ids)) => words::moderation::decline_title(lang, ids.len() as u64),
            Some(Asked::Reword(_)) => words::moderation::reword_title(lang).to_owned(),
            None => String::new(),
        }
    };
    view! {
        <Dialog
            open=open
            title=Signal::derive(title)
            foot=move || {
                let lang = store.lang.get();
                view! {
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {words::moderation::cancel(lang)}
                    </button>
                    <span class="grow"></span>
                    {form.doing(lang).map(|label| view! {
                        <button class="button primary" type="submit" form="moderation">{label}</button>
                    })}
                }
            }
        >
            <form
                id="moderation"
                class="stack-3"
                on:submit=move |event| {
                    event.prevent_default();
                    if form.send() {
                        open.set(false);
                    }
                }
            >
                {move || form.body()}
            </form>
        </Dialog>
        <Naming />
    }
    .into_any()
}

impl Form {
    fn lang(&self) -> Lang {
        self.tray.store.lang.get()
    }

    fn begin(&self, asked: Option<&Asked>) {
        self.lacks.set(false);
        self.keep.set(false);
        self.remind.set(String::new());
        match asked {
            Some(Asked::Lock(_) | Asked::Decline(_)) => focus_soon("#moderation-reason".to_owned()),
            Some(Asked::HandOver(_)) => {
                let first = untrack(|| self.tray.other_chairs()).into_iter().next();
                self.to.set(first.map(|(member, _)| member.to_string()).unwrap_or_default());
            }
            Some(Asked::Reword(id)) => self.wording.set(untrack(|| worded(self.tray, id))),
            Some(Asked::Unlock(_) | Asked::TakeOver(_)) | None => {}
        }
    }

    /// What the button says that does it; nothing where it cannot be done.
    fn doing(&self, lang: Lang) -> Option<&'static str> {
        Some(match self.tray.asked.get()? {
            Asked::Lock(_) => words::moderation::lock(lang),
            Asked::Unlock(_) => words::moderation::unlock(lang),
            Asked::HandOver(_) if self.tray.other_chairs().is_empty() => return None,
            Asked::HandOver(_) => words::moderation::hand_over_do(lang),
            Asked::TakeOver(_) => words::moderation::take_over_do(lang),
            Asked::Decline(_) => words::moderation::decline_do(lang),
            Asked::Reword(_) => words::moderation::accept(lang),
        })
    }

    fn body(&self) -> AnyView {
        let (form, lang) = (*self, self.lang());
        match self.tray.asked.get() {
            Some(Asked::Lock(_)) => view! {
                <p class="muted">{words::moderation::lock_intro(lang)}</p>
                {form.reason_field()}
                {form.reminder_field()}
            }
            .into_any(),
            Some(Asked::Unlock(section)) => form.what_becomes(section),
            Some(Asked::HandOver(_)) => form.whom(),
            Some(Asked::TakeOver(section)) => {
                let chair = self.tray.store.lock(section).map(|lock| called(self.tray.store, &lock.chair));
                view! { <p>{words::moderation::take_over_words(lang, chair.unwrap_or_default())}</p> }
                    .into_any()
            }
            Some(Asked::Decline(_)) => view! {
                <p class="muted">{words::moderation::decline_words(lang)}</p>
                {form.reason_field()}
            }
            .into_any(),
            Some(Asked::Reword(_)) => form.words_fields(),
            None => ().into_any(),
        }
    }

    fn reason_field(&self) -> AnyView {
        let form = *self;
        view! {
            <div class="field">
                <label for="moderation-reason">{move || words::moderation::reason_label(form.lang())}</label>
                <textarea
                    id="moderation-reason"
                    class="input"
                    rows="2"
                    maxlength="500"
                    autofocus=true
                    aria-describedby="moderation-reason-seen"
                    aria-invalid=move || form.lacks.get().then_some("true")
                    bind:value=form.reason
                ></textarea>
                <small id="moderation-reason-seen" class:lacking=move || form.lacks.get()>
                    {move || words::moderation::reason_seen(form.lang())}
                </small>
            </div>
        }
        .into_any()
    }

    fn reminder_field(&self) -> AnyView {
        let form = *self;
        let option = move |minutes: i64| {
            let words = match minutes {
                30 => words::moderation::remind_minutes(form.lang(), minutes),
                minutes => words::moderation::remind_hours(form.lang(), minutes / 60),
            };
            view! { <option value=minutes.to_string()>{words}</option> }
        };
        view! {
            <div class="field">
                <label for="moderation-remind">{move || words::moderation::remind_label(form.lang())}</label>
                <select
                    id="moderation-remind"
                    class="input"
                    aria-describedby="moderation-remind-seen"
                    on:change=move |event| form.remind.set(event_target_value(&event))
                >
                    <option value="">{move || words::moderation::remind_none(form.lang())}</option>
                    {REMINDERS.map(option).collect_view()}
                </select>
                <small id="moderation-remind-seen">{move || words::moderation::remind_seen(form.lang())}</small>
            </div>
        }
        .into_any()
    }

    /// What becomes of the proposals that wait as a section is unlocked.
    fn what_becomes(&self, section: Section) -> AnyView {
        let (form, lang) = (*self, self.lang());
        let waits = self
            .tray
            .ids(|one| one.is_open() && one.section == section && one.why_aside != shared::lock::Aside::Left);
        if waits.is_empty() {
            return view! { <p>{words::moderation::unlock_none(lang)}</p> }.into_any();
        }
        let option = move |keep: bool, words: &'static str| {
            view! {
                <label class="option">
                    <input
                        type="radio"
                        name="open-ones"
                        prop:checked=move || form.keep.get() == keep
                        on:change=move |_| form.keep.set(keep)
                    />
                    <span>{words}</span>
                </label>
            }
        };
        view! {
            <fieldset class="options">
                <legend>{words::moderation::unlock_open(lang, waits.len() as u64)}</legend>
                {option(false, words::moderation::unlock_leave(lang))}
                {option(true, words::moderation::unlock_keep(lang))}
            </fieldset>
        }
        .into_any()
    }

    fn whom(&self) -> AnyView {
        let (form, lang) = (*self, self.lang());
        let others = self.tray.other_chairs();
        if others.is_empty() {
            return view! { <p>{words::moderation::hand_over_nobody(lang)}</p> }.into_any();
        }
        let options = others.into_iter().map(|(member, _)| {
            let words = called(form.tray.store, &member);
            let id = member.to_string();
            let is_chosen = form.to.with_untracked(|to| *to == id);
            view! { <option value=id selected=is_chosen>{words}</option> }
        });
        view! {
            <p class="muted">{words::moderation::hand_over_words(lang)}</p>
            <div class="field">
                <label for="moderation-to">{words::moderation::hand_over_to(lang)}</label>
                <select
                    id="moderation-to"
                    class="input"
                    on:change=move |event| form.to.set(event_target_value(&event))
                >
                    {options.collect_view()}
                </select>
            </div>
        }
        .into_any()
    }

    /// Each text of a proposal, to be accepted in other words.
    fn words_fields(&self) -> AnyView {
        let (form, lang) = (*self, self.lang());
        let fields = form.wording.get_untracked().into_iter().enumerate().map(|(n, one)| {
            let id = format!("moderation-words-{n}");
            view! {
                <div class="field">
                    <label for=id.clone()>{one.label}</label>
                    <textarea
                        id=id
                        class="input"
                        rows="4"
                        prop:value=one.words
                        on:input=move |event| {
                            let words = event_target_value(&event);
                            form.wording.update(|all| all[n].words = words);
                        }
                    ></textarea>
                </div>
            }
        });
        view! {
            <p class="muted">{words::moderation::reword_words(lang)}</p>
            {fields.collect_view()}
        }
        .into_any()
    }

    /// Does what was asked; false where something is missing.
    fn send(&self) -> bool {
        let (store, tray, lang) = (self.tray.store, self.tray, self.tray.store.lang.get_untracked());
        let Some(asked) = tray.asked.get_untracked() else { return true };
        let reason = self.reason.with_untracked(|reason| reason.trim().to_owned());
        if matches!(asked, Asked::Lock(_) | Asked::Decline(_)) && reason.is_empty() {
            self.lacks.set(true);
            focus_soon("#moderation-reason".to_owned());
            return false;
        }
        match asked {
            Asked::Lock(section) => {
                let minutes = self.remind.with_untracked(|minutes| minutes.parse::<i64>().ok());
                let remind = minutes.map(|minutes| iso(device::now() + minutes * 60)).unwrap_or_default();
                store.moderate(Moderation::Lock { section, reason, remind });
                store.tell(words::moderation::lock_told(lang, section_name(section, lang)), false);
            }
            Asked::Unlock(section) => {
                let open = if self.keep.get_untracked() { OpenOnes::Keep } else { OpenOnes::Leave };
                store.moderate(Moderation::Unlock { section, open });
                store.tell(words::moderation::unlock_told(lang, section_name(section, lang)), false);
            }
            Asked::HandOver(section) => {
                let Some(to) = MemberId::parse(&self.to.get_untracked()) else { return false };
                let name = untrack(|| called(store, &to));
                store.moderate(Moderation::HandOver { section, to });
                store.tell(words::moderation::hand_over_told(lang, name, section_name(section, lang)), false);
            }
            Asked::TakeOver(section) => {
                let Some(me) = store.me.with_untracked(|me| me.as_ref().map(|me| me.member.clone())) else {
                    return false;
                };
                store.moderate(Moderation::HandOver { section, to: me });
                store.tell(words::moderation::took_over_told(lang, section_name(section, lang)), false);
            }
            Asked::Decline(ids) => tray.settle(&ids, &Settling::Decline { reason }),
            Asked::Reword(id) => {
                let wording =
                    self.wording.get_untracked().into_iter().map(|one| (one.at, one.words)).collect();
                tray.settle(&[id], &Settling::Accept { wording });
            }
        }
        self.reason.set(String::new());
        true
    }
}

/// The texts of a proposal, as its author wrote them.
fn worded(tray: Tray, id: &str) -> Vec<Worded> {
    let lang = tray.store.lang.get();
    let label = |at: &FieldAt| {
        let name = at.field.split('@').next().unwrap_or_default();
        told::field_name(at.record.kind, name, lang).unwrap_or_default().to_owned()
    };
    let mut out = vec![];
    for difference in tray.proposal(id).into_iter().flat_map(|one| one.differences) {
        match difference {
            Difference::Text { at, to, .. } => out.push(Worded { label: label(&at), at, words: to }),
            Difference::Added { record } => {
                let at = RecordAt::new(record.kind, record.id.clone());
                for (field, value) in record.values {
                    if let Value::Text(words) = value
                        && !words.is_empty()
                    {
                        let at = at.field(&field);
                        out.push(Worded { label: label(&at), at, words });
                    }
                }
            }
            Difference::Removed { .. } | Difference::Restored { .. } | Difference::Value { .. } => {}
        }
    }
    out
}

/// Whether a proposal has texts that could be accepted in other words.
pub fn has_words(tray: Tray, id: &str) -> bool {
    !worded(tray, id).is_empty()
}
