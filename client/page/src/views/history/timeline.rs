//! The timeline: a column of marks for each day, one colour per organisation; the versions; and the
//! moment that is shown, as a slider. Arrows move by one change, Page keys by a day.

use super::hand::History;
use super::who;
use crate::device;
use crate::icons::{Icon, icon};
use leptos::html;
use leptos::prelude::*;
use shared::past::{Day, Timeline};
use shared::px::{Px, within};
use shared::words::history as words;
use std::time::Duration;

/// How long each act is shown while the history is played.
const EACH: Duration = Duration::from_millis(1_200);
/// Most marks in one column.
const TALL: u32 = 7;

#[component]
pub fn Bar() -> impl IntoView {
    let history = History::here();
    let store = history.store;
    let number = Memo::new(move |_| store.past.with(|past| past.as_ref().map_or(0, |past| past.number)));
    let count = Memo::new(move |_| {
        history.timeline.with(|timeline| timeline.as_ref().map_or(0, |timeline| timeline.acts))
    });
    play(history);
    let step = move |step: i32| {
        history.playing.set(false);
        history.step(step);
    };
    let said = move || match count.get() {
        0 => words::opening(store.lang.get()).to_owned(),
        all => words::act_of(store.lang.get(), all, number.get()),
    };
    view! {
        <section class="timeline" data-region="" aria-label=move || words::timeline(store.lang.get())>
            <div class="timeline-head">
                <button
                    class="icon-button dense"
                    type="button"
                    aria-label=move || words::previous(store.lang.get())
                    on:click=move |_| step(-1)
                >
                    {icon(Icon::ChevronLeft, 18)}
                </button>
                <button
                    class="icon-button dense"
                    type="button"
                    aria-label=move || match history.playing.get() {
                        true => words::pause(store.lang.get()),
                        false => words::play(store.lang.get()),
                    }
                    on:click=move |_| history.playing.update(|playing| *playing = !*playing)
                >
                    {move || icon(if history.playing.get() { Icon::Pause } else { Icon::Play }, 18)}
                </button>
                <button
                    class="icon-button dense"
                    type="button"
                    aria-label=move || words::next(store.lang.get())
                    on:click=move |_| step(1)
                >
                    {icon(Icon::ChevronRight, 18)}
                </button>
                <b>{said}</b>
            </div>
            {move || {
                history
                    .timeline
                    .with(|timeline| timeline.as_ref().is_some_and(|timeline| timeline.acts > 0))
                    .then(|| view! { <Track number=number /> })
            }}
        </section>
    }
    .into_any()
}

/// Goes on by itself while it plays; ends at the last act.
fn play(history: History) {
    Effect::new(move |timer: Option<Option<TimeoutHandle>>| {
        timer.flatten().inspect(TimeoutHandle::clear);
        history.store.past.track();
        history.acts.track();
        let go_on = move || {
            if !history.step(1) {
                history.playing.set(false);
            }
        };
        history.playing.get().then(|| set_timeout_with_handle(go_on, EACH).ok()).flatten()
    });
}

#[component]
fn Track(number: Memo<u32>) -> impl IntoView {
    let history = History::here();
    let store = history.store;
    let track = NodeRef::<html::Div>::new();
    let place = move || {
        let percent =
            history.timeline.with(|timeline| timeline.as_ref().map_or(0.0, |one| place(one, number.get())));
        format!("inset-inline-start:{}%", Px(percent * 100.0))
    };
    let days = move || {
        history.timeline.with(|timeline| {
            let days = timeline.iter().flat_map(|timeline| &timeline.days);
            days.map(|day| column(history, day, number)).collect_view()
        })
    };
    let versions = move || {
        history.timeline.with(|timeline| {
            let Some(timeline) = timeline else { return ().into_any() };
            let mark = |(nth, (_, at)): (usize, &(shared::ids::RecordId, u32))| {
                let style = format!("inset-inline-start:{}%", Px(place_of(timeline, *at) * 100.0));
                view! { <span class="timeline-version" style=style>{format!("v{}", nth + 1)}</span> }
                    .into_any()
            };
            timeline.versions.iter().enumerate().map(mark).collect_view()
        })
    };
    let value = move || match history.shown_act() {
        Some(act) => who::value_words(store, &act),
        None => words::act_of(
            store.lang.get(),
            history.timeline.with(|one| one.as_ref().map_or(0, |one| one.acts)),
            number.get(),
        ),
    };
    let at_pointer = move |event: &web_sys::PointerEvent| {
        let Some(track) = track.get_untracked() else { return };
        let rect = track.get_bounding_client_rect();
        let along = within((f64::from(event.client_x()) - rect.left()) / rect.width().max(1.0), 0.0, 0.9999);
        let number =
            history.timeline.with_untracked(|timeline| timeline.as_ref().map(|one| number_at(one, along)));
        history.playing.set(false);
        number.into_iter().for_each(|number| history.show_number(number));
    };
    let dragging = RwSignal::new(false);
    view! {
        <div
            class="timeline-track"
            node_ref=track
            role="slider"
            tabindex="0"
            aria-label=move || words::timeline(store.lang.get())
            aria-valuemin="1"
            aria-valuemax=move || history.timeline.with(|one| one.as_ref().map_or(1, |one| one.acts)).to_string()
            aria-valuenow=move || number.get().to_string()
            aria-valuetext=value
            on:keydown=move |event| {
                if keys(history, &event.key()) {
                    event.prevent_default();
                    event.stop_propagation();
                }
            }
            on:pointerdown=move |event| {
                dragging.set(true);
                at_pointer(&event);
            }
            on:pointermove=move |event| {
                if dragging.get_untracked() && event.buttons() == 1 {
                    at_pointer(&event);
                }
            }
            on:pointerup=move |_| dragging.set(false)
            on:pointerleave=move |_| dragging.set(false)
        >
            <div class="timeline-days" aria-hidden="true">{days}</div>
            <div class="timeline-line" aria-hidden="true">
                {versions}
                <span class="timeline-knob" style=place></span>
            </div>
        </div>
        <div class="timeline-ends" aria-hidden="true">
            <span>{move || end_words(history, |days| days.first())}</span>
            <span>{move || end_words(history, |days| days.last())}</span>
        </div>
    }
    .into_any()
}

/// What a key does on the slider; false where it is somebody else's.
fn keys(history: History, key: &str) -> bool {
    history.playing.set(false);
    match key {
        "ArrowLeft" | "ArrowDown" => drop(history.step(-1)),
        "ArrowRight" | "ArrowUp" => drop(history.step(1)),
        "PageUp" => history.step_day(-1),
        "PageDown" => history.step_day(1),
        "Home" => history.show_number(1),
        "End" => {
            let last =
                history.timeline.with_untracked(|timeline| timeline.as_ref().map_or(0, |one| one.acts));
            history.show_number(last);
        }
        // Every other key is the page's.
        _ => return false,
    }
    true
}

/// The marks of one day, paler where it is still to come.
fn column(history: History, day: &Day, number: Memo<u32>) -> AnyView {
    let store = history.store;
    let total: u32 = day.by.iter().map(|(_, acts)| acts).sum();
    let shown = total.min(TALL);
    let mut marks: Vec<u8> = vec![];
    for (organisation, acts) in &day.by {
        let hue = who::badge_of(store, organisation.as_ref()).hue;
        // Each organisation that did anything has a mark; the rest in proportion.
        let of_it = (acts * shown).div_ceil(total.max(1)).max(1);
        marks.extend(std::iter::repeat_n(hue, of_it as usize));
    }
    let first = day.first;
    let marks = marks.into_iter().map(|hue| view! { <i class=format!("hue-{hue}")></i> }).collect_view();
    view! { <span class="timeline-day" class:later=move || { number.get() < first }>{marks}</span> }
        .into_any()
}

fn end_words(history: History, which: fn(&[Day]) -> Option<&Day>) -> String {
    let lang = history.store.lang.get();
    history.timeline.with(|timeline| {
        let days = timeline.as_ref().map(|timeline| timeline.days.as_slice()).unwrap_or_default();
        which(days).map(|day| device::day_in_words(lang, day.at)).unwrap_or_default()
    })
}

/// How far along the timeline an act is: every day is as wide as another.
fn place(timeline: &Timeline, number: u32) -> f64 {
    place_of(timeline, number.max(1))
}

fn place_of(timeline: &Timeline, number: u32) -> f64 {
    let days = timeline.days.len().max(1) as f64;
    let Some(at) = timeline.days.iter().position(|day| number <= day.last) else { return 1.0 };
    let day = &timeline.days[at];
    let within_day = f64::from(number.saturating_sub(day.first) + 1) / f64::from(day.last - day.first + 1);
    (at as f64 + within_day) / days
}

/// The act that is `along` the timeline, from 0 to 1.
fn number_at(timeline: &Timeline, along: f64) -> u32 {
    let days = timeline.days.len() as f64;
    let at = (along * days) as usize;
    let Some(day) = timeline.days.get(at) else { return timeline.acts };
    let acts = f64::from(day.last - day.first + 1);
    day.first + ((along * days - at as f64) * acts) as u32
}
