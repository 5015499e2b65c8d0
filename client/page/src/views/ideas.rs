//! Ideas: a question to the table, cards that each writes alone and all show at once, groups,
//! points, and what becomes of the ones that are kept.
//!
//! `room` is what a person is doing in a round, `writing` the time before the reveal, `table` the
//! groups after it, `tray` the points. Keys and menus do all that dragging does.

mod becomes;
mod card;
mod cards;
mod facts;
mod grouping;
mod groups;
mod keys;
mod new_round;
mod room;
mod rounds;
mod stages;
mod tray;
mod writing;

use crate::components::SectionPage;
use crate::icons::{Icon, icon};
use crate::shell::SectionPresence;
use leptos::prelude::*;
use room::Room;
use shared::sections::Section;
use shared::sections::ideas::Stage;
use shared::words;

#[component]
pub fn Ideas() -> impl IntoView {
    let room = Room::new();
    provide_context(room);
    room.announce_reveal();
    let shown = Memo::new(move |_| room.round.with(|round| round.as_ref().map(|round| round.stage)));
    move || match shown.get() {
        None => view! { <rounds::Rounds /> }.into_any(),
        Some(stage) => view! { <RoundPage stage=stage /> }.into_any(),
    }
}

/// One question, at one of its stages.
#[component]
fn RoundPage(stage: Stage) -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let about = Signal::derive(move || match room.about() {
        Some(name) => words::ideas::about(lang.get(), name),
        None => words::ideas::question(lang.get()).to_owned(),
    });
    let body = match stage {
        Stage::Writing => view! { <writing::Writing /> }.into_any(),
        Stage::Revealed | Stage::Dots | Stage::Closed => view! { <groups::Groups /> }.into_any(),
    };
    let tray = (stage == Stage::Dots || stage == Stage::Closed).then(|| view! { <tray::Tray /> });
    view! {
        <SectionPage
            title=Signal::derive(move || room.title())
            question=about
            actions=move || {
                view! {
                    <SectionPresence section=Section::Session />
                    <Show when=move || stage != Stage::Writing && room.may_write()>
                        <button
                            class="button"
                            type="button"
                            aria-label=move || words::ideas::add_card(lang.get())
                            aria-keyshortcuts="N"
                            on:click=move |_| room.begin_card()
                        >
                            {icon(Icon::Plus, 16)}
                            {move || words::ideas::card(lang.get())}
                        </button>
                    </Show>
                    <stages::NextStage stage=stage />
                }
            }
            class="ideas"
        >
            <stages::Steps stage=stage />
            <div class="ideas-body">
                <div class="ideas-main">{body}</div>
                <facts::Facts stage=stage />
            </div>
            {tray}
            <grouping::GroupDialog />
            <becomes::BecomesDialog />
        </SectionPage>
    }
    .into_any()
}
