//! One organisation's points: how many are given and left. Shared by its colleagues; the others'
//! are not shown before the round is closed.

use super::room::Room;
use crate::components::OrgBadge;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::sections::ideas::Stage;
use shared::words;

#[component]
pub fn Tray() -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    move || match (room.own(), room.may_give() || room.stage() == Some(Stage::Closed)) {
        (Some(own), true) => {
            let badge = room.store.badge(&own);
            let given = room.points.with(|points| points.by(&own));
            let (budget, count) = (room.budget() as usize, given.counted.len());
            let left = budget.saturating_sub(count);
            let lang = lang.get();
            let dots = (0..budget).map(|at| {
                let class = if at < count { "" } else { "left" };
                view! { <i class=class></i> }
            });
            let notes = [
                (!given.beyond.is_empty())
                    .then(|| words::ideas::tray_beyond(lang, given.beyond.len() as u64)),
                (!given.late.is_empty()).then(|| words::ideas::late_points(lang, given.late.len() as u64)),
            ];
            let notes =
                notes.into_iter().flatten().map(|note| view! { <small class="gap-words">{note}</small> });
            let is_open = room.stage() == Some(Stage::Dots);
            let back = (is_open && count > 0).then(|| {
                view! {
                    <button
                        class="button"
                        type="button"
                        aria-label=words::ideas::take_back_short(lang)
                        on:click=move |_| room.take_back(None)
                    >
                        {icon(Icon::Undo, 16)}
                        <span class="tray-words">{words::ideas::take_last(lang)}</span>
                    </button>
                }
            });
            view! {
                <section class="idea-tray" aria-label=words::ideas::tray(lang)>
                    <span class="row"><OrgBadge organisation=own /><b class="tray-words">{badge.name}</b></span>
                    <span
                        class=format!("points big hue-{}", badge.hue)
                        role="img"
                        aria-label=words::ideas::tray_label(lang, count, left)
                    >
                        {dots.collect_view()}
                    </span>
                    <span class="tray-left">
                        <b>{words::ideas::tray_left(lang, left as u64)}</b>
                        " "
                        <span class="dim">{words::ideas::tray_of(lang, budget)}</span>
                    </span>
                    <span class="dim tray-note">{is_open.then(|| words::ideas::tray_note(lang))} {notes.collect_view()}</span>
                    <span class="grow"></span>
                    {back}
                </section>
            }
                .into_any()
        }
        // The secretariat and observers have no seat: they see that points are given, not which.
        (_, _) if room.stage() == Some(Stage::Dots) => {
            let givers = room.points.with(|points| points.givers());
            view! {
                <section class="idea-tray">
                    <span class="dim">{words::ideas::tray_nobody(lang.get(), givers as u64)}</span>
                </section>
            }
            .into_any()
        }
        (_, _) => ().into_any(),
    }
}
