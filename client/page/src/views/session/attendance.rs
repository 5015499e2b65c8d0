//! Who is at the table, by organisation, and whether it can decide. People in the room without a
//! device are counted by the secretariat, and said to be.

use crate::components::org_badge;
use crate::icons::{Icon, icon};
use crate::session::{InSession, acts, attendance};
use crate::store::Store;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::meeting::markdown::quorum_words;
use shared::sections::Section;
use shared::sections::session::Phase;
use shared::words;

#[component]
pub(super) fn AroundTheTable(meeting: RecordId, phase: Phase) -> impl IntoView {
    let (store, session) = (Store::here(), InSession::here());
    let id = StoredValue::new(meeting);
    let seats = Memo::new(move |_| {
        let there = id.with_value(|id| attendance(store, session, id));
        there.seats.into_iter().map(|seat| seat.organisation).collect::<Vec<_>>()
    });
    let quorum = move || {
        let there = id.with_value(|id| attendance(store, session, id));
        let (words, drawing) = (
            quorum_words(&there, store.lang.get()),
            if there.has_quorum() { Icon::Check } else { Icon::Gap },
        );
        let class = if there.has_quorum() { "quorum" } else { "quorum gap-words" };
        view! { <p class=class>{icon(drawing, 16)} <span>{words}</span></p> }
    };
    view! {
        <ul class="seats">
            <For
                each=move || seats.get()
                key=|id| id.clone()
                children=move |organisation| view! { <Seat id=id organisation=organisation phase=phase /> }
            />
        </ul>
        {quorum}
    }
    .into_any()
}

#[component]
fn Seat(id: StoredValue<RecordId>, organisation: RecordId, phase: Phase) -> impl IntoView {
    let (store, session) = (Store::here(), InSession::here());
    let organisation = StoredValue::new(organisation);
    let people = Memo::new(move |_| {
        let there = id.with_value(|id| attendance(store, session, id));
        let seat =
            there.seats.into_iter().find(|seat| organisation.with_value(|one| seat.organisation == *one));
        seat.map_or((0, 0), |seat| (seat.people(), seat.in_room))
    });
    let badge = move || {
        let badge = organisation.with_value(|one| store.badge(one));
        let outline = if people.get().0 > 0 { "" } else { "outline" };
        view! { {org_badge(&badge, outline)} <span class="grow">{badge.name}</span> }
    };
    let count = move || {
        let lang = store.lang.get();
        match people.get() {
            (0, _) => words::minutes::absent(lang).to_owned(),
            (people, 0) => words::minutes::people(lang, u64::from(people)),
            (people, room) => words::session::with_room(lang, u64::from(people), room),
        }
    };
    let step = move |by: i64| {
        id.with_value(|id| organisation.with_value(|one| acts::count_in_room(store, id, one, by)));
    };
    let name = move || organisation.with_value(|one| store.badge(one)).name;
    view! {
        <li>
            {badge}
            <small>{count}</small>
            <Show when=move || store.may_edit(Section::Session) && phase != Phase::Closed>
                <span class="seat-room">
                    <button
                        class="icon-button dense"
                        type="button"
                        aria-label=move || words::session::fewer_in_room(store.lang.get(), name())
                        disabled=move || people.get().1 == 0
                        on:click=move |_| step(-1)
                    >
                        {icon(Icon::Minus, 16)}
                    </button>
                    <button
                        class="icon-button dense"
                        type="button"
                        aria-label=move || words::session::more_in_room(store.lang.get(), name())
                        on:click=move |_| step(1)
                    >
                        {icon(Icon::Plus, 16)}
                    </button>
                </span>
            </Show>
        </li>
    }
    .into_any()
}
