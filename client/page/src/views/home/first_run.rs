//! The first visit on this device: a place at the table, by invitation or by setting one.

use super::create::{Begun, create};
use super::open_file::OpenFile;
use super::ways_in::{InsecureNote, JoinForm};
use super::{CreateDialog, LangSwitch, Wordmark, go_to_board};
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::store::Store;
use crate::views::AtDoors;
use leptos::prelude::*;
use shared::desk::{Ask, Person, Start, Whole};
use shared::px::Px;
use shared::words;

#[component]
pub fn FirstRun() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let (joining, creating) = (RwSignal::new(false), RwSignal::new(false));
    let begun = Begun::new();
    let Begun { trouble, busy } = begun;
    let try_sample = move |_| {
        let lang = store.lang.get_untracked();
        let ask = Ask::Whole(Whole::Create {
            name: words::home::sample_name(lang).to_owned(),
            person: Person::default(),
            working: lang,
            start: Start::Sample,
        });
        create(store, ask, begun, Callback::new(move |board| go_to_board(nav, board)));
    };
    view! {
        <main id="main" class="first" tabindex="-1">
            <div class="first-words">
                <div class="row first-head">
                    <Wordmark />
                    <span class="grow"></span>
                    <LangSwitch />
                </div>
                <h1>{move || words::home::welcome(store.lang.get())}</h1>
                <p class="first-promise">{move || words::home::promise(store.lang.get())}</p>
                <InsecureNote />
                <AtDoors />
                <div class="row wrap first-ways">
                    <button
                        class="button primary large"
                        type="button"
                        aria-expanded=move || joining.get().to_string()
                        on:click=move |_| joining.set(true)
                    >
                        {move || words::home::have_invitation(store.lang.get())}
                    </button>
                    <button class="button large" type="button" on:click=move |_| creating.set(true)>
                        {move || words::home::create(store.lang.get())}
                    </button>
                </div>
                <Show when=move || joining.get()>
                    <JoinForm />
                </Show>
                <div class="row wrap">
                    <button class="link" type="button" disabled=move || busy.get() on:click=try_sample>
                        {move || words::home::try_sample(store.lang.get())}
                        {icon(Icon::ArrowRight, 16)}
                    </button>
                    <OpenFile class="link" />
                </div>
                {move || {
                    trouble
                        .get()
                        .map(|words| view! { <p class="note warn" role="alert">{icon(Icon::Warning, 18)} <span>{words}</span></p> })
                }}
                <ul class="stack-3 first-facts">
                    <li>
                        {icon(Icon::SavedHere, 20)}
                        <span>
                            <b>{move || words::home::saved_here(store.lang.get())}</b> " "
                            <span class="muted">{move || words::home::no_account(store.lang.get())}</span>
                        </span>
                    </li>
                    <li>
                        {icon(Icon::Decisions, 20)}
                        <span>
                            <b>{move || words::home::one_voice(store.lang.get())}</b> " "
                            <span class="muted">{move || words::home::neutral(store.lang.get())}</span>
                        </span>
                    </li>
                </ul>
            </div>
            <div class="first-table" aria-hidden="true">
                <Table />
            </div>
        </main>
        <CreateDialog open=creating />
    }
    .into_any()
}

/// The table with six partners and an empty seat.
#[component]
fn Table() -> impl IntoView {
    let store = Store::here();
    let seats = [(2u8, 1), (3, 2), (4, 3), (5, 4), (6, 5), (7, 6)]
        .into_iter()
        .map(|(hue, at)| {
            let angle = std::f64::consts::TAU * f64::from(at) / 7.0 - std::f64::consts::FRAC_PI_2;
            let (x, y) = (220.0 + 174.0 * angle.cos(), 220.0 + 174.0 * angle.sin());
            view! {
                <circle class=format!("mark-seat hue-{hue}") cx=Px(x).to_string() cy=Px(y).to_string() r="30"></circle>
            }
        })
        .collect_view();
    view! {
        <svg viewBox="0 0 440 440" width="440" height="440">
            <circle class="first-round" cx="220" cy="220" r="128"></circle>
            <rect class="first-title" x="172" y="190" width="96" height="8" rx="4"></rect>
            <rect class="first-line" x="172" y="210" width="74" height="8" rx="4"></rect>
            <rect class="first-line" x="172" y="230" width="84" height="8" rx="4"></rect>
            <rect class="first-line" x="172" y="250" width="52" height="8" rx="4"></rect>
            {seats}
            <circle class="first-seat" cx="220" cy="46" r="31"></circle>
            <text class="first-you" x="220" y="51" text-anchor="middle">
                {move || words::home::you(store.lang.get())}
            </text>
        </svg>
    }
    .into_any()
}
