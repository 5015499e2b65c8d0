//! The rules by subject: how the table decides what. A real table; each row can be written or
//! changed by whom the policy says, and shows the decision behind it.

use super::rule_dialog::RuleDialog;
use crate::address::OnBoard;
use crate::components::org_badge;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use crate::views::vote::words::{rule_words, scope_words, sector_words};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::ordered::OrdSet;
use shared::policy::{Touch, Verb};
use shared::record::RecordAt;
use shared::sections::governance::{Rule, Scope};
use shared::sections::organisations::Sector;
use shared::sections::{Kind, Section, Word};
use shared::tally::{Seat, rule_for, seats};
use shared::words::decisions as words;

/// The seats of the table, tracked.
pub fn table_seats(store: Store) -> Vec<Seat> {
    store.records(Section::Organisations, seats)
}

/// How many sectors sit at the table.
pub fn sectors_of(seats: &[Seat]) -> usize {
    seats.iter().map(|seat| seat.sector).collect::<OrdSet<Sector>>().len()
}

/// The rule of a scope with its record, tracked.
pub fn rule_of(store: Store, scope: Scope) -> Option<(RecordId, Rule)> {
    store.records(Section::Governance, |records| rule_for(scope, records))
}

/// Whether this person writes rules down.
pub fn may_write_rules(store: Store) -> bool {
    store.may(&Touch::of_record(RecordAt::single(Kind::Rule), Verb::Create))
}

#[component]
pub fn Rules() -> impl IntoView {
    let store = Store::here();
    let open = RwSignal::new(None::<Scope>);
    let seats = Memo::new(move |_| table_seats(store));
    let rows = Scope::ALL.iter().map(|scope| row(store, *scope, seats, open)).collect_view();
    view! {
        <section class="panel-part" id="rules">
            <h2 class="part-title">{icon(Icon::Decisions, 18)} <span>{move || words::rules(store.lang.get())}</span></h2>
            <table class="rules">
                <thead>
                    <tr>
                        <th scope="col">{move || words::subject(store.lang.get())}</th>
                        <th scope="col">{move || words::method(store.lang.get())}</th>
                        <th scope="col">{move || words::quorum(store.lang.get())}</th>
                        <th scope="col">{move || words::sectors(store.lang.get())}</th>
                        <th scope="col">
                            <span class="hidden-words">{move || words::change(store.lang.get())}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="note">
                {icon(Icon::Seat, 18)}
                <span>
                    <b>{move || words::one_voice(store.lang.get())}</b> " "
                    {move || words::one_voice_more(store.lang.get())}
                </span>
            </p>
            {table_sectors(store, seats)}
        </section>
        <RuleDialog scope=open />
    }
    .into_any()
}

fn row(store: Store, scope: Scope, seats: Memo<Vec<Seat>>, open: RwSignal<Option<Scope>>) -> AnyView {
    let nav = Nav::here();
    let rule = Memo::new(move |_| rule_of(store, scope));
    let cells = move || {
        let lang = store.lang.get();
        let all = seats.with(Vec::len);
        match rule.get() {
            None => view! { <td colspan="3" class="muted">{words::no_rule(lang)}</td> }.into_any(),
            Some((_, rule)) => {
                let sectors = seats.with(|seats| sectors_of(seats));
                let each =
                    rule.each_sector.then(|| view! { <small>{words::each_sector_short(lang)}</small> });
                view! {
                    <td>{rule_words(&rule, all, lang)}</td>
                    <td class="number">{words::of_seats(lang, all, rule.quorum)}</td>
                    <td class="number">{words::of_seats(lang, sectors, rule.quorum_sectors)} {each}</td>
                }
                .into_any()
            }
        }
    };
    let decision = move || {
        let (id, _) = rule.get()?;
        let at = RecordAt::new(Kind::Rule, id);
        let decision = store.record(&at, |record| record.reference("decision")).flatten()?;
        let place = OnBoard::new(nav.place()?.board, Section::Decisions);
        let path = place.with_object(Some(RecordAt::new(Kind::Decision, decision))).path();
        let label = words::rule_decision(store.lang.get());
        Some(view! {
            <a class="icon-button dense" href=path aria-label=label title=label>
                {icon(Icon::ArrowRight, 16)}
            </a>
        })
    };
    let edit = move || {
        let lang = store.lang.get();
        let is_new = rule.with(Option::is_none);
        let (face, label) = match is_new {
            true => (words::write(lang), words::write_rule(lang, scope_words(scope, lang))),
            false => (words::change(lang), words::change_rule(lang, scope_words(scope, lang))),
        };
        may_propose(store, is_new).then(|| {
            view! {
                <button class="link" type="button" aria-label=label on:click=move |_| open.set(Some(scope))>
                    {face}
                </button>
            }
        })
    };
    view! {
        <tr>
            <th scope="row">{move || scope_words(scope, store.lang.get())}</th>
            {cells}
            <td class="rule-actions">{decision} {edit}</td>
        </tr>
    }
    .into_any()
}

/// A first rule is the secretariat's to write down; a change may be proposed by whoever asks.
fn may_propose(store: Store, is_new: bool) -> bool {
    if is_new { may_write_rules(store) } else { store.may_edit(Section::Decisions) }
}

/// Who sits at the table, by sector.
fn table_sectors(store: Store, seats: Memo<Vec<Seat>>) -> AnyView {
    let groups = move || {
        let lang = store.lang.get();
        seats.with(|seats| {
            let of = |sector: Sector| seats.iter().filter(move |seat| seat.sector == sector);
            let here = Sector::ALL.iter().filter(|sector| of(**sector).next().is_some());
            here.map(|sector| {
                let badges =
                    of(*sector).map(|seat| org_badge(&store.badge(&seat.organisation), "")).collect_view();
                view! {
                    <div>
                        <small>{sector_words(*sector, lang)}</small>
                        <span class="orgs">{badges}</span>
                    </div>
                }
            })
            .collect_view()
        })
    };
    view! {
        <h2 class="part-title">{icon(Icon::People, 18)} <span>{move || words::table_sectors(store.lang.get())}</span></h2>
        <div class="table-sectors">{groups}</div>
    }
    .into_any()
}
