//! How far a round has come, and the secretariat's next step.

use super::room::Room;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::lang::Lang;
use shared::sections::ideas::Stage;
use shared::words;

type Said = fn(Lang) -> &'static str;

const STEPS: [Said; 4] =
    [words::ideas::step_write, words::ideas::step_reveal, words::ideas::step_group, words::ideas::step_keep];

/// The step that is under way: revealing is a moment, not a while.
fn current(stage: Stage) -> usize {
    match stage {
        Stage::Writing => 0,
        Stage::Revealed | Stage::Dots => 2,
        Stage::Closed => 3,
    }
}

#[component]
pub fn Steps(stage: Stage) -> impl IntoView {
    let lang = Room::here().store.lang;
    let now = current(stage);
    let step = move |(at, said): (usize, Said)| {
        let class = match at {
            at if at < now => "done",
            at if at == now => "now",
            _ => "",
        };
        let mark = match at < now {
            true => icon(Icon::Check, 14).into_any(),
            false => view! { {at + 1} }.into_any(),
        };
        view! {
            <li class=class aria-current=(at == now).then_some("step")>
                <span class="step-mark">{mark}</span>
                <span class="step-name">{move || said(lang.get())}</span>
            </li>
        }
    };
    view! {
        <ol class="steps" aria-label=move || words::ideas::steps(lang.get())>
            {STEPS.into_iter().enumerate().map(step).collect_view()}
        </ol>
    }
    .into_any()
}

/// What a stage is called in a list.
pub fn stage_name(stage: Stage, lang: Lang) -> &'static str {
    match stage {
        Stage::Writing => words::ideas::stage_writing(lang),
        Stage::Revealed => words::ideas::stage_revealed(lang),
        Stage::Dots => words::ideas::stage_dots(lang),
        Stage::Closed => words::ideas::stage_closed(lang),
    }
}

/// The button that leads on; the secretariat's alone.
#[component]
pub fn NextStage(stage: Stage) -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let (drawing, said): (Icon, Said) = match stage {
        Stage::Writing => (Icon::Eye, words::ideas::reveal),
        Stage::Revealed => (Icon::Plus, words::ideas::dots_open),
        Stage::Dots => (Icon::Check, words::ideas::close),
        Stage::Closed => return ().into_any(),
    };
    let go = move |_| match stage {
        Stage::Writing => room.reveal(),
        Stage::Revealed => room.open_dots(),
        Stage::Dots => room.close(),
        Stage::Closed => {}
    };
    view! {
        <Show when=move || room.may_moderate()>
            <button class="button primary" type="button" on:click=go>
                {icon(drawing, 16)}
                {move || said(lang.get())}
            </button>
        </Show>
    }
    .into_any()
}
