//! How organisations see an actor's place: who puts it elsewhere, and one's own view.

use super::Map;
use super::map;
use crate::components::OrgBadge;
use crate::device::lower;
use crate::icons::{Icon, icon};
use crate::views::fields::slider;
use leptos::prelude::*;
use shared::act::Act;
use shared::ids::RecordId;
use shared::record::{RecordAt, Scalar, Value};
use shared::sections::context::{self, Placement};
use shared::sections::{Kind, Section};
use shared::words::context as words;

/// "Deux organisations le voient autrement", who they are, and one's own view.
pub fn sights(map: Map, actor: RecordId) -> AnyView {
    let actor = StoredValue::new(actor);
    let of_it = Memo::new(move |_| {
        let all = map.store.records(Section::Context, context::placements);
        all.into_iter()
            .filter(|placement| actor.with_value(|actor| placement.actor.as_ref() == Some(actor)))
            .collect::<Vec<Placement>>()
    });
    let unfolded = RwSignal::new(false);
    let told = move || {
        let lang = map.lang();
        match of_it.with(Vec::len) {
            2 => words::two_see(lang).to_owned(),
            count => words::several_see(lang, count as u64),
        }
    };
    let own = move || map.store.me.with(|me| me.as_ref().and_then(|me| me.organisation.clone()));
    let is_told = move || {
        let own = own();
        of_it.with(|all| own.is_some() && all.iter().any(|placement| placement.organisation == own))
    };
    let note = move |_| {
        let Some(organisation) = untrack(own) else { return };
        let now = untrack(|| actor.with_value(|id| map.actor(id, |actor| (actor.influence, actor.interest))));
        let (influence, interest) = now.unwrap_or((50, 50));
        let number = |value: u8| Value::Scalar(Scalar::Int(i64::from(value)));
        let values = vec![
            ("actor".to_owned(), Value::Scalar(actor.with_value(|actor| actor.as_str().into()))),
            ("organisation".to_owned(), Value::Scalar(organisation.as_str().into())),
            ("influence".to_owned(), number(influence)),
            ("interest".to_owned(), number(interest)),
        ];
        unfolded.set(true);
        map.store.act(Act::create(RecordAt::new(Kind::Placement, map.store.new_id()), values));
    };
    view! {
        <div class="stack">
            <Show when=move || !of_it.with(Vec::is_empty)>
                <p class="muted">
                    {told}" "
                    <button
                        class="link"
                        type="button"
                        aria-expanded=move || unfolded.get().to_string()
                        on:click=move |_| unfolded.update(|shown| *shown = !*shown)
                    >
                        {move || {
                            if unfolded.get() { words::hide_ways(map.lang()) } else { words::show_ways(map.lang()) }
                        }}
                    </button>
                </p>
            </Show>
            <Show when=move || unfolded.get()>
                <For each=move || of_it.get() key=|placement| placement.id.clone() let:placement>
                    {sight(map, placement)}
                </For>
            </Show>
            <Show when=move || map.may_edit() && own().is_some() && !is_told()>
                <button class="button dense" type="button" on:click=note>
                    {icon(Icon::Eye, 16)}
                    <span>{move || words::place_for_us(map.lang())}</span>
                </button>
            </Show>
        </div>
    }
    .into_any()
}

/// One organisation's view: read by everybody, moved by that organisation.
fn sight(map: Map, placement: Placement) -> AnyView {
    let at = StoredValue::new(RecordAt::new(Kind::Placement, placement.id));
    let Some(organisation) = placement.organisation else { return ().into_any() };
    let now = Memo::new(move |_| {
        let read = |record: &shared::record::Record| {
            let placement = Placement::read(record);
            (placement.influence, placement.interest)
        };
        at.with_value(|at| map.store.record(at, read)).unwrap_or((50, 50))
    });
    let badge = organisation.clone();
    let name = {
        let organisation = organisation.clone();
        move || map.store.badge(&organisation).name
    };
    let is_own = move || {
        map.store.me.with(|me| me.as_ref().is_some_and(|me| me.organisation.as_ref() == Some(&organisation)))
    };
    let told = {
        let name = name.clone();
        move || {
            let (lang, (influence, interest)) = (map.lang(), now.get());
            let influence = lower(map::influence_word(lang, influence));
            words::placed_by(lang, influence, lower(map::interest_word(lang, interest)), name())
        }
    };
    let set = move |field: &'static str| {
        Callback::new(move |value: u8| {
            map.store.act(Act::set(at.with_value(|at| at.field(field)), Scalar::Int(i64::from(value))));
        })
    };
    let locked = Signal::derive(move || !map.may_edit());
    let moving = move || {
        view! {
            {slider(
                super::actor::said(map, words::influence),
                Signal::derive(move || now.get().0),
                Signal::derive(move || map::influence_word(map.lang(), now.get().0).to_owned()),
                locked,
                set("influence"),
            )}
            {slider(
                super::actor::said(map, words::interest),
                Signal::derive(move || now.get().1),
                Signal::derive(move || map::interest_word(map.lang(), now.get().1).to_owned()),
                locked,
                set("interest"),
            )}
            <button class="link" type="button" on:click=move |_| map.store.act(Act::remove(at.get_value()))>
                {move || words::withdraw_place(map.lang())}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="sight stack">
            <p class="row">
                <OrgBadge organisation=badge size="sm" />
                <span>{told}</span>
            </p>
            <Show when=is_own>{moving()}</Show>
        </div>
    }
    .into_any()
}
