//! From a question to its vote: putting it, noting what was decided elsewhere, and putting an
//! adopted rule in use. All of it is the secretariat's; partners are told what comes next.

use crate::address::OnBoard;
use crate::components::{DateField, SelectField};
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use crate::views::adopt::rule_in_words;
use crate::views::decisions::rule_dialog::apply;
use crate::views::decisions::rules::{may_write_rules, rule_of, table_seats};
use crate::views::vote::may_moderate;
use crate::views::vote::words::{noted_words, rule_words, scope_words};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::record::RecordAt;
use shared::sections::decisions::{Decision, Noted};
use shared::sections::governance::{Method, Scope};
use shared::sections::{Kind, Section, Word};
use shared::version::{Adoption, Standing};
use shared::words::decisions as words;

/// Putting the question to the vote, noting what was decided elsewhere, applying a rule.
#[component]
pub fn Putting(
    at: RecordAt,
    decision: Memo<Option<Decision>>,
    vote: Memo<Option<RecordId>>,
) -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let closes = RwSignal::new(String::new());
    let stored = StoredValue::new(at.clone());
    let standing = Memo::new(move |_| {
        let id = vote.get()?;
        crate::views::vote::find(store, &id).map(|vote| vote.standing())
    });
    let noted = Memo::new(move |_| decision.with(|one| one.as_ref().map_or(Noted::Open, |one| one.noted)));
    let can_be_put = move || {
        noted.get() == Noted::Open && !matches!(standing.get(), Some(Standing::Open | Standing::Adopted))
    };
    // What has to be there first, in words; nothing when it can be put.
    let why_not = Memo::new(move |_| {
        let lang = store.lang.get();
        let one = decision.get()?;
        let rule = rule_of(store, one.scope);
        match rule {
            None => Some(words::put_no_rule(lang, scope_words(one.scope, lang))),
            Some(_) if one.question.is_empty() => Some(words::put_no_question(lang).to_owned()),
            Some((_, rule)) if rule.method == Method::Dots && one.options.len() < 2 => {
                Some(words::put_no_options(lang).to_owned())
            }
            Some(_) => None,
        }
    });
    let scope = Memo::new(move |_| decision.with(|one| one.as_ref().map_or(Scope::Content, |one| one.scope)));
    let put = move |_| {
        if why_not.get_untracked().is_none() {
            let decision = stored.with_value(|at| at.id.clone());
            store.adopt(Adoption::Put { decision, closes: closes.get_untracked() });
        }
    };
    let rules_path = move || {
        nav.place().map(|place| OnBoard::new(place.board, Section::Governance).path()).unwrap_or_default()
    };
    let label = move || {
        let lang = store.lang.get();
        if standing.get().is_some() { words::put_again(lang) } else { words::put(lang) }
    };
    let form = move || {
        let lang = store.lang.get();
        let hint = match why_not.get() {
            Some(why) => view! {
                <p class="note warn">
                    <span>{why} " " <a class="link" href=rules_path>{words::to_rules(lang)}</a></span>
                </p>
            }
            .into_any(),
            None => view! { <p class="note"><span>{rule_in_words(store, scope.get())}</span></p> }.into_any(),
        };
        view! {
            <div class="stack-3">
                {hint}
                <label class="field">
                    <span class="field-label">{words::put_closes(lang)}</span>
                    <input class="input" type="date" bind:value=closes />
                </label>
                <button
                    class="button primary"
                    type="button"
                    aria-disabled=move || why_not.get().is_some().to_string()
                    on:click=put
                >
                    {label}
                </button>
            </div>
        }
        .into_any()
    };
    let waits = move || view! { <p class="muted">{words::partners_wait(store.lang.get())}</p> };
    let noted_options = Signal::derive(move || {
        let lang = store.lang.get();
        Noted::ALL.iter().map(|one| (one.key().to_owned(), noted_words(*one, lang).to_owned())).collect()
    });
    view! {
        {move || can_be_put().then(|| view! {
            <section class="panel-part">
                {match may_moderate(store) {
                    true => form(),
                    false => waits().into_any(),
                }}
            </section>
        })}
        <Show when=move || vote.with(Option::is_none) && may_moderate(store)>
            <details class="panel-part">
                <summary>{move || words::note_outcome(store.lang.get())}</summary>
                <div class="stack-3">
                    <SelectField
                        at=stored.with_value(|at| at.field("noted"))
                        label=Signal::derive(move || words::noted_outcome(store.lang.get()).to_owned())
                        options=noted_options
                    />
                    <DateField
                        at=stored.with_value(|at| at.field("decided"))
                        label=Signal::derive(move || words::closing(store.lang.get()).to_owned())
                    />
                </div>
            </details>
        </Show>
        <Show when=move || noted.get() != Noted::Open && vote.with(Option::is_none)>
            <p class="panel-part note">
                <span>{move || noted_words(noted.get(), store.lang.get())} " · " {move || words::noted(store.lang.get())}</span>
            </p>
        </Show>
        <ProposedRule at=at decision=decision standing=standing />
    }
    .into_any()
}

/// The rule that a decision sets, and putting it in use once it is adopted.
#[component]
fn ProposedRule(
    at: RecordAt,
    decision: Memo<Option<Decision>>,
    standing: Memo<Option<Standing>>,
) -> impl IntoView {
    let store = Store::here();
    let stored = StoredValue::new(at);
    let view_rule = move || {
        let lang = store.lang.get();
        let one = decision.get()?;
        let rule = one.rule?;
        let in_use = rule_of(store, rule.scope).is_some_and(|(id, now)| {
            let at = RecordAt::new(Kind::Rule, id);
            let bound = store.record(&at, |record| record.reference("decision")).flatten();
            now == rule && bound.as_ref() == Some(&one.id)
        });
        let seats = table_seats(store).len();
        let said =
            words::rule_in_words(lang, rule_words(&rule, seats, lang), rule.quorum, rule.quorum_sectors);
        let is_adopted = standing.get() == Some(Standing::Adopted);
        let scope = rule.scope;
        let act = match in_use {
            true => view! { <p class="note ok">{icon(Icon::Check, 18)} <span>{words::rule_applied(lang)}</span></p> }.into_any(),
            false if is_adopted && may_write_rules(store) => view! {
                <button class="button primary" type="button" on:click=move |_| {
                    stored.with_value(|at| apply(store, &rule, &at.id));
                }>
                    {words::rule_apply(lang)}
                </button>
            }
            .into_any(),
            false => ().into_any(),
        };
        Some(view! {
            <section class="panel-part stack">
                <h3>{words::rule_proposed(lang, scope_words(scope, lang))}</h3>
                <p>{said}</p>
                {act}
            </section>
        })
    };
    view! { {view_rule} }.into_any()
}
