//! Two moments compared: which two, what differs in words, and on the plan the same differences as
//! marks. Words and marks choose each other.

use super::hand::History;
use super::{mark_class, sign_icon, who};
use crate::address::When;
use crate::device;
use crate::icons::{Icon, icon};
use crate::views::fields::choice;
use leptos::ev;
use leptos::prelude::*;
use shared::past::{Made, Moment};
use shared::sections::Section;
use shared::sections::session::meetings;
use shared::told::{Sign, section_name, sentence, sign};
use shared::words::history as words;
use wasm_bindgen::JsCast;

/// The two moments, the exchange of them, and the steps through what differs.
#[component]
pub fn Head() -> impl IntoView {
    let history = History::here();
    let store = history.store;
    listen(history);
    let swap = move |_| swap(history);
    let count = move || history.compared.with(|one| one.as_ref().map_or(0, |one| one.differences.len()));
    let at = move || match count() {
        0 => String::new(),
        all => words::at_of(store.lang.get(), all, history.chosen.get().map_or(0, |at| at + 1)),
    };
    view! {
        <section class="past-banner compare-head" data-region="" aria-label=move || words::compare_title(store.lang.get())>
            <Picker is_after=false />
            <button
                class="icon-button"
                type="button"
                aria-label=move || words::swap(store.lang.get())
                title=move || words::swap(store.lang.get())
                aria-keyshortcuts="X"
                on:click=swap
            >
                {icon(Icon::Swap, 18)}
            </button>
            <Picker is_after=true />
            <span class="compare-steps">
                <button
                    class="icon-button"
                    type="button"
                    aria-label=move || words::step_back(store.lang.get())
                    disabled=move || count() == 0
                    on:click=move |_| history.step_difference(-1)
                >
                    {icon(Icon::ChevronLeft, 18)}
                </button>
                <span aria-live="polite">{at}</span>
                <button
                    class="icon-button"
                    type="button"
                    aria-label=move || words::step_on(store.lang.get())
                    disabled=move || count() == 0
                    on:click=move |_| history.step_difference(1)
                >
                    {icon(Icon::ChevronRight, 18)}
                </button>
            </span>
            <span class="past-ways">
                <button class="button dense back" type="button" on:click=move |_| history.leave()>
                    {move || words::back_to_now(store.lang.get())}
                </button>
            </span>
        </section>
    }
    .into_any()
}

fn swap(history: History) {
    if let When::Between(from, to) = history.when.get_untracked() {
        history.show(When::Between(to, from));
    }
}

/// J, K and X, while nobody types.
fn listen(history: History) {
    let handle = window_event_listener(ev::keydown, move |event| {
        let held = event.ctrl_key() || event.meta_key() || event.alt_key();
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let is_typing = target.is_some_and(|target| {
            matches!(target.tag_name().as_str(), "INPUT" | "SELECT")
                || (target.tag_name() == "TEXTAREA" && !target.has_attribute("readonly"))
        });
        if held || is_typing || event.default_prevented() || !crate::shell::letters_are_on() {
            return;
        }
        match event.key().as_str() {
            "j" | "J" => history.step_difference(1),
            "k" | "K" => history.step_difference(-1),
            "x" | "X" => swap(history),
            // Every other key is the page's.
            _ => {}
        }
    });
    on_cleanup(move || handle.remove());
}

/// One of the two moments: now, a version, the end of a day, or the act that the address names.
#[component]
fn Picker(is_after: bool) -> impl IntoView {
    let history = History::here();
    let store = history.store;
    let moment = Memo::new(move |_| match history.when.get() {
        When::Between(from, _) if !is_after => from,
        When::Between(_, to) => to,
        When::Past(moment) => moment,
        When::Present => Moment::Now,
    });
    let options = Signal::derive(move || {
        let lang = store.lang.get();
        let mut options = vec![(Moment::Now.to_string(), words::now(lang).to_owned())];
        store.versions.with(|versions| {
            options.extend(versions.iter().rev().map(|version| {
                let moment = Moment::Version(version.id.clone());
                (moment.to_string(), words::version(lang, &version.title))
            }));
        });
        for meeting in store.records(Section::Session, meetings) {
            let title = meeting.title.reads(lang, store.working());
            let ends = [
                (meeting.ended, words::meeting_ends(lang, title)),
                (meeting.started, words::meeting_begins(lang, title)),
            ];
            let known =
                ends.into_iter().filter_map(|(at, said)| Some((Moment::Until(at?).to_string(), said)));
            options.extend(known);
        }
        history.timeline.with(|timeline| {
            let days = timeline.iter().flat_map(|timeline| timeline.days.iter().rev());
            options.extend(days.map(|day| {
                let end = device::end_of_day(day.at);
                (Moment::Until(end).to_string(), words::day_end(lang, device::day_in_words(lang, day.at)))
            }));
        });
        let chosen = moment.get();
        let key = chosen.to_string();
        if options.iter().all(|(known, _)| *known != key) {
            options.insert(1, (key, other_moment(history, &chosen)));
        }
        options
    });
    let label = Signal::derive(move || {
        let lang = store.lang.get();
        if is_after { words::after(lang) } else { words::before(lang) }.to_owned()
    });
    let choose = Callback::new(move |chosen: String| {
        let (Some(moment), When::Between(from, to)) = (Moment::parse(&chosen), history.when.get_untracked())
        else {
            return;
        };
        history.show(if is_after { When::Between(from, moment) } else { When::Between(moment, to) });
    });
    view! {
        <div class="picker">
            {choice(label, options, Signal::derive(move || moment.get().to_string()), Signal::derive(|| false), choose)}
        </div>
    }
    .into_any()
}

/// A moment that no list has: an act that the history led from.
fn other_moment(history: History, moment: &Moment) -> String {
    let lang = history.store.lang.get();
    let at = match moment {
        Moment::Until(at) => Some(*at),
        Moment::After(change) => {
            history.acts.with(|acts| acts.acts.iter().find(|act| act.change == *change).map(|act| act.at))
        }
        Moment::Now | Moment::Version(_) => None,
    };
    match at {
        Some(at) => words::act_at(lang, device::day_in_words(lang, at), device::clock_time(lang, at)),
        None => words::one_change(lang).to_owned(),
    }
}

/// What differs, in words, section by section.
#[component]
pub fn DifferencesPanel() -> impl IntoView {
    let history = History::here();
    let store = history.store;
    follow_selection(history);
    // What came back is shown as what was added.
    let counted = move |which: Sign| {
        history.compared.with(|compared| {
            let all = compared.iter().flat_map(|compared| &compared.differences);
            all.filter(|made| mark_class(sign(&made.difference)) == mark_class(which)).count() as u64
        })
    };
    let all = move || history.compared.with(|one| one.as_ref().map(|one| (one.differences.len(), one.more)));
    let head = move || {
        let lang = store.lang.get();
        match all() {
            None => words::opening(lang).to_owned(),
            Some((0, _)) => words::nothing_differs(lang).to_owned(),
            Some((told, more)) => words::n_changes(lang, told as u64 + u64::from(more)),
        }
    };
    let tags = move || {
        let lang = store.lang.get();
        let tag = |which: Sign, said: fn(shared::lang::Lang, u64) -> String| {
            let n = counted(which);
            (n > 0).then(|| {
                view! { <span class=format!("mark-tag {}", mark_class(which))>{said(lang, n)}</span> }
                    .into_any()
            })
        };
        let tags = [
            tag(Sign::Added, words::n_added),
            tag(Sign::Changed, words::n_changed),
            tag(Sign::Removed, words::n_removed),
        ];
        tags.into_iter().flatten().collect_view()
    };
    let list = move || {
        let lang = store.lang.get();
        history.compared.with(|compared| {
            let mut above: Option<Section> = None;
            let all = compared.iter().flat_map(|compared| compared.differences.iter().enumerate());
            let line = |(at, made): (usize, &Made)| {
                let section = made.difference.section();
                let heading = (above.replace(section) != Some(section))
                    .then(|| view! { <h3>{section_name(section, lang)}</h3> });
                view! { <li>{heading}{line(history, at, made)}</li> }.into_any()
            };
            all.map(line).collect_view()
        })
    };
    let more = move || {
        let more = all().map_or(0, |(_, more)| more);
        (more > 0).then(|| {
            view! { <p class="panel-part muted">{words::and_more(store.lang.get(), u64::from(more))}</p> }
        })
    };
    view! {
        <aside class="side acts" id="panel" aria-label=move || words::in_words(store.lang.get())>
            <section class="panel-part panel-head">
                <h2 tabindex="-1">{move || words::in_words(store.lang.get())}</h2>
                <p class="muted" role="status">{head}</p>
                <p class="tags">{tags}</p>
            </section>
            <ol class="act-list">{list}</ol>
            {more}
        </aside>
    }
    .into_any()
}

fn line(history: History, at: usize, made: &Made) -> AnyView {
    let store = history.store;
    let lang = store.lang.get();
    let said = store.peek(|records| sentence(&made.difference, records, lang));
    let by = made.by.as_ref().map(|by| {
        let name = who::name(store, Some(by), made.organisation.as_ref());
        let day = device::day(lang, made.at);
        view! {
            <span class="act-line">
                {who::badge(store, made.organisation.as_ref())}
                <small>{format!("{name} · {day}")}</small>
            </span>
        }
    });
    let is_chosen = move || (history.chosen.get() == Some(at)).then_some("true");
    view! {
        <button class="act" type="button" aria-current=is_chosen on:click=move |_| history.choose(at)>
            {sign_icon(sign(&made.difference))}
            <span class="act-body">
                <span>{said}</span>
                {by}
            </span>
        </button>
    }
    .into_any()
}

/// An object that is selected on the plan chooses its words.
fn follow_selection(history: History) {
    let object = Memo::new(move |_| history.nav.place().and_then(|place| place.object));
    Effect::new(move || {
        let Some(object) = object.get() else { return };
        let found = history.compared.with_untracked(|compared| {
            let all = &compared.as_ref()?.differences;
            let is_of = |at: usize| all.get(at).is_some_and(|made| made.difference.record() == object);
            match history.chosen.get_untracked().filter(|at| is_of(*at)) {
                Some(_) => None,
                None => (0..all.len()).find(|at| is_of(*at)),
            }
        });
        if found.is_some() {
            history.chosen.set(found);
        }
    });
}
