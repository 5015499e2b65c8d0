//! Writing a rule. The first of a subject is noted with a decision of its own; later ones are
//! proposed to the table like any question, and set once they are adopted.

use super::asking::{asked, log};
use super::rules::{may_write_rules, rule_of, sectors_of, table_seats};
use crate::address::OnBoard;
use crate::components::Dialog;
use crate::device;
use crate::nav::Nav;
use crate::store::Store;
use crate::views::fields::choice;
use crate::views::vote::words::{method_words, rule_words, scope_words};
use leptos::prelude::*;
use shared::act::{Act, Edit, Message};
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::numbers::iso;
use shared::record::{RecordAt, Scalar, Value};
use shared::sections::decisions::{Noted, rule_values};
use shared::sections::governance::{Method, Rule, Scope};
use shared::sections::{Kind, Section, Word};
use shared::words::decisions as words;

/// Open while a scope is chosen.
#[component]
pub fn RuleDialog(scope: RwSignal<Option<Scope>>) -> impl IntoView {
    let store = Store::here();
    let open = RwSignal::new(false);
    let rule = RwSignal::new(Rule::suggested(Scope::Content, 0, 0));
    Effect::new(move || {
        let Some(chosen) = scope.get() else { return };
        let now = untrack(|| {
            let seats = table_seats(store);
            let (all, sectors) = (seats.len() as u32, sectors_of(&seats) as u32);
            rule_of(store, chosen).map_or_else(|| Rule::suggested(chosen, all, sectors), |(_, rule)| rule)
        });
        rule.set(now);
        open.set(true);
    });
    Effect::new(move || {
        if !open.get() && scope.with_untracked(Option::is_some) {
            scope.set(None);
        }
    });
    let is_first = Memo::new(move |_| scope.get().is_some_and(|scope| rule_of(store, scope).is_none()));
    let title = Signal::derive(move || {
        let lang = store.lang.get();
        let named = scope_words(rule.with(|rule| rule.scope), lang);
        if is_first.get() { words::write_rule(lang, named) } else { words::change_rule(lang, named) }
    });
    let nav = Nav::here();
    let done = move |_| {
        let now = rule.get_untracked();
        let is_first = is_first.get_untracked();
        open.set(false);
        match is_first {
            true => note(store, &now),
            false => propose(store, nav, &now),
        }
    };
    let number = move |label: fn(Lang) -> &'static str, read: fn(&Rule) -> u32, write: fn(&mut Rule, u32)| {
        view! {
            <label class="field">
                <span class="field-label">{move || label(store.lang.get())}</span>
                <input
                    class="input"
                    type="number"
                    min="0"
                    max="100"
                    prop:value=move || rule.with(read).to_string()
                    on:change=move |event| {
                        if let Ok(number) = event_target_value(&event).parse::<u32>() {
                            rule.update(|rule| write(rule, number.min(100)));
                        }
                    }
                />
            </label>
        }
        .into_any()
    };
    let methods = Signal::derive(move || {
        let lang = store.lang.get();
        Method::ALL.iter().map(|one| (one.key().to_owned(), method_words(*one, lang).to_owned())).collect()
    });
    let extra = move || match rule.with(|rule| rule.method) {
        Method::Qualified => Some(number(words::rule_needed, |rule| rule.needed, |rule, n| rule.needed = n)),
        Method::Dots => Some(number(words::rule_dots, |rule| rule.dots, |rule, n| rule.dots = n.max(1))),
        Method::Consent | Method::Majority | Method::Gradients => None,
    };
    let lead = move || {
        let lang = store.lang.get();
        if is_first.get() { words::rule_first(lang) } else { words::rule_by_vote(lang) }
    };
    let act = move || {
        let lang = store.lang.get();
        if is_first.get() { words::save_rule(lang) } else { words::propose_rule(lang) }
    };
    view! {
        <Dialog
            open=open
            title=title
            foot=move || {
                view! {
                    <span class="grow"></span>
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {move || words::cancel(store.lang.get())}
                    </button>
                    <button class="button primary" type="button" on:click=done>
                        {act}
                    </button>
                }
            }
        >
            <div class="stack-3">
                <p class="muted">{lead}</p>
                {choice(
                    Signal::derive(move || words::method(store.lang.get()).to_owned()),
                    methods,
                    Signal::derive(move || rule.with(|rule| rule.method.key()).to_owned()),
                    Signal::stored(false),
                    Callback::new(move |key: String| {
                        rule.update(|rule| {
                            rule.method = Method::from_key(&key);
                            if rule.method == Method::Dots && rule.dots == 0 {
                                rule.dots = 5;
                            }
                        });
                    }),
                )}
                {extra}
                <div class="two">
                    {number(words::rule_quorum, |rule| rule.quorum, |rule, n| rule.quorum = n)}
                    {number(words::rule_sectors, |rule| rule.quorum_sectors, |rule, n| rule.quorum_sectors = n.min(10))}
                </div>
                <label class="option">
                    <input
                        type="checkbox"
                        prop:checked=move || rule.with(|rule| rule.each_sector)
                        on:change=move |event| {
                            let is_asked = event_target_checked(&event);
                            rule.update(|rule| rule.each_sector = is_asked);
                        }
                    />
                    <b>{move || words::rule_each_sector(store.lang.get())}</b>
                </label>
            </div>
        </Dialog>
    }
    .into_any()
}

/// A rule in words, for the proposal that would set it.
fn spoken(store: Store, rule: &Rule) -> String {
    let lang = store.peek(shared::sections::about::working_lang);
    let seats = untrack(|| table_seats(store)).len();
    words::rule_in_words(lang, rule_words(rule, seats, lang), rule.quorum, rule.quorum_sectors)
}

/// A first rule: the rule and the decision behind it, in one act.
fn note(store: Store, rule: &Rule) {
    let working = store.peek(shared::sections::about::working_lang);
    let question = words::rule_question_new(working, scope_words(rule.scope, working));
    let mut values = asked(store, question, rule_values(rule));
    let today = Value::Scalar(Scalar::Text(iso(device::now())));
    values.extend([
        ("proposal".to_owned(), Value::Text(spoken(store, rule))),
        ("scope".to_owned(), Value::Scalar(Scalar::from(Scope::Rules.key()))),
        ("noted".to_owned(), Value::Scalar(Scalar::from(Noted::Adopted.key()))),
        ("decided".to_owned(), today),
    ]);
    let decision = RecordAt::new(Kind::Decision, store.new_id());
    let mut edits = vec![Edit::Create { at: decision.clone(), values }];
    edits.extend(setting(store, rule, &decision.id));
    store.act(Act::new(Message::Change, edits));
    store.tell(words::rule_noted(store.lang.get_untracked()), true);
}

/// A change: a question that the table decides by the rule for changing rules.
fn propose(store: Store, nav: Nav, rule: &Rule) {
    let working = store.peek(shared::sections::about::working_lang);
    let mut more = rule_values(rule);
    more.extend([
        ("proposal".to_owned(), Value::Text(spoken(store, rule))),
        ("scope".to_owned(), Value::Scalar(Scalar::from(Scope::Rules.key()))),
    ]);
    let at = log(store, words::rule_question(working, scope_words(rule.scope, working)), more);
    store.tell(words::rule_put(store.lang.get_untracked()), true);
    if let Some(place) = nav.place_now() {
        nav.go(&OnBoard::new(place.board, Section::Decisions).with_object(Some(at)).path());
    }
}

/// The edits that put a rule in use, bound to its decision.
fn setting(store: Store, rule: &Rule, decision: &RecordId) -> Vec<Edit> {
    let mut values = rule.values();
    values.push(("decision".to_owned(), Value::Scalar(Scalar::from(decision.as_str()))));
    match untrack(|| rule_of(store, rule.scope)) {
        None => vec![Edit::Create { at: RecordAt::new(Kind::Rule, store.new_id()), values }],
        Some((id, _)) => {
            let at = RecordAt::new(Kind::Rule, id);
            let set = |(key, value): (String, Value)| match value {
                Value::Scalar(scalar) => Some(Edit::Set { at: at.field(&key), value: Some(scalar) }),
                // A rule's fields are all scalars.
                Value::Text(_) | Value::Cells(_) => None,
            };
            values.into_iter().filter_map(set).collect()
        }
    }
}

/// Puts the rule of an adopted decision in use.
pub fn apply(store: Store, rule: &Rule, decision: &RecordId) {
    if untrack(|| may_write_rules(store)) {
        store.act(Act::new(Message::Change, setting(store, rule, decision)));
    }
}
