//! One actor on the grid: where it stands, how it is called, what ties it to the table.

use super::{Canvas, place_of};
use crate::clipboard::{Clipboard, told_picked};
use crate::comments::CommentCount;
use crate::device::lower;
use crate::views::context::map::Seat;
use crate::views::context::{Map, actor_at, mark};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::px::Px;
use shared::words::context as words;

pub fn pill(canvas: Canvas, id: RecordId) -> AnyView {
    let map = canvas.map;
    let name = id.to_string();
    let id = StoredValue::new(id);
    let style = move || {
        let (x, y) = id.with_value(|id| place_of(canvas, id));
        format!("left:{x}px;top:{y}px", x = Px(x), y = Px(y))
    };
    let seat = move || id.with_value(|id| map.actor(id, Seat::of)).unwrap_or(Seat::Outside);
    let is_stop = move || {
        map.active.with(|active| match active {
            Some(active) => id.with_value(|id| id == active),
            None => map
                .actors
                .with(|actors| id.with_value(|id| actors.first().is_some_and(|first| first.id == *id))),
        })
    };
    let is_open = move || map.selected.with(|open| id.with_value(|id| open.as_ref() == Some(id)));
    let is_held = move || {
        canvas
            .held
            .with(|held| held.as_ref().is_some_and(|held| held.moved && id.with_value(|id| held.id == *id)))
    };
    let asks = move || !id.with_value(|id| map.store.questions_on(&actor_at(id))).is_empty();
    let clipboard = Clipboard::here();
    let picked = clipboard.is_picked(id.with_value(actor_at));
    view! {
        <button
            class="pill"
            class:outside=move || seat() != Seat::Seated
            class:is-chosen=is_open
            class:is-held=is_held
            class:asks=asks
            class:picked=move || picked.get()
            type="button"
            data-actor=name
            style=style
            tabindex=move || if is_stop() { "0" } else { "-1" }
            aria-roledescription=move || words::card(map.lang())
            aria-pressed=move || is_open().to_string()
            aria-label=move || {
                let told = id.with_value(|id| map.told(id));
                let told = id.with_value(|id| map.tie_with_table(id)).map_or(told.clone(), |family| {
                    words::with_the_table(map.lang(), told, lower(family.word(map.lang())))
                });
                told_picked(map.lang(), told, picked.get())
            }
        >
            {move || id.with_value(|id| mark(map, id))}
            <span class="pill-name">{move || id.with_value(|id| map.name(id))}</span>
            {move || with_table(map, id)}
            {id.with_value(|id| view! { <CommentCount at=actor_at(id) /> })}
        </button>
    }
    .into_any()
}

/// The table is no actor with a place on the grid: what ties somebody to all of it is drawn on their
/// pill, in the line of its kind up to a small table.
fn with_table(map: Map, id: StoredValue<RecordId>) -> Option<AnyView> {
    let family = id.with_value(|id| map.tie_with_table(id))?;
    let title = words::with_the_table_is(map.lang(), lower(family.word(map.lang())));
    Some(
        view! {
            <span class="pill-tie" title=title aria-hidden="true">
                <svg width="30" height="14" viewBox="0 0 30 14">
                    <path class=family.class() d="M1 7H20"></path>
                    <circle class="pill-table" cx="24.5" cy="7" r="4.5"></circle>
                </svg>
            </span>
        }
        .into_any(),
    )
}
