//! The history of the whole board: going back to any moment, seeing who changed what, comparing two
//! moments in words, and what happened since one's last visit.
//!
//! `hand` is which moment is looked at and what is known of it. The sections themselves show that moment by
//! their own views: the store holds the records of then (`store::past`), and nothing can be edited.

mod acts;
mod banner;
mod compare;
mod hand;
mod since;
mod take_up;
mod timeline;
mod who;

use crate::address::When;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::parts::{Part, PartView};
use crate::store::Store;
pub use hand::{History, Side};
use leptos::prelude::*;
use shared::past::Moment;
use shared::record::RecordAt;
use shared::sections::Section;
use shared::told::Sign;
use shared::words;

/// What the history shows around a section. It is fetched as one part, when its first piece is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    /// Above the section: which moment, or which two.
    Head,
    /// Below it: the timeline.
    Foot,
    /// In place of an object's panel.
    Beside(Side),
    /// What others did in a section since the last visit, in a panel of it.
    SinceIn(Section),
}

/// The piece that is asked for where this part is shown.
#[component]
pub fn Past() -> impl IntoView {
    match expect_context::<Piece>() {
        Piece::Head => head(),
        Piece::Foot => view! { <timeline::Bar /> }.into_any(),
        Piece::Beside(Side::Own) => ().into_any(),
        Piece::Beside(Side::Acts) => view! { <acts::ActsPanel /> }.into_any(),
        Piece::Beside(Side::Differences) => view! { <compare::DifferencesPanel /> }.into_any(),
        Piece::Beside(Side::Since) => view! { <since::SincePanel /> }.into_any(),
        Piece::SinceIn(section) => view! { <since::SinceIn section=section /> }.into_any(),
    }
}

fn head() -> AnyView {
    let history = History::here();
    let is_between = Memo::new(move |_| matches!(history.when.get(), When::Between(..)));
    (move || match is_between.get() {
        true => view! { <compare::Head /> }.into_any(),
        false => view! { <banner::Banner /> }.into_any(),
    })
    .into_any()
}

#[component]
fn Fetched(piece: Piece) -> impl IntoView {
    provide_context(piece);
    view! { <PartView part=Part::Past is_page=false /> }.into_any()
}

/// What stands above the section while the past is shown: which moment, or which two.
#[component]
pub fn HistoryHead() -> impl IntoView {
    let history = History::here();
    let is_past = Memo::new(move |_| history.when.get() != When::Present);
    move || is_past.get().then(|| view! { <Fetched piece=Piece::Head /> })
}

/// What stands below it: the timeline.
#[component]
pub fn HistoryFoot() -> impl IntoView {
    let history = History::here();
    let is_past = Memo::new(move |_| matches!(history.when.get(), When::Past(_)));
    move || is_past.get().then(|| view! { <Fetched piece=Piece::Foot /> })
}

/// What stands beside a section in place of an object's panel.
pub fn side(side: Side) -> AnyView {
    view! { <Fetched piece=Piece::Beside(side) /> }.into_any()
}

/// What others did in a section since the last visit, for a panel of it.
pub fn since_here(section: Section) -> AnyView {
    view! { <Fetched piece=Piece::SinceIn(section) /> }.into_any()
}

/// Opens the history at the present moment, or comes back from it.
#[component]
pub fn HistoryButton() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    let path = move || {
        let place = nav.place();
        let when = |place: &crate::address::OnBoard| match place.when {
            When::Present => When::Past(Moment::Now),
            When::Past(_) | When::Between(..) => When::Present,
        };
        place.map(|place| place.at(when(&place)).path()).unwrap_or_default()
    };
    view! {
        <a
            class="icon-button not-on-phones"
            href=path
            aria-current=move || store.is_past().then_some("true")
            aria-label=move || words::history::history(store.lang.get())
            title=move || words::history::history(store.lang.get())
        >
            {icon(Icon::History, 18)}
        </a>
    }
    .into_any()
}

/// Says on an object what became of it; nothing while nothing is marked.
#[component]
pub fn MarkTag(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let mark = Memo::new(move |_| store.mark(&at));
    move || {
        mark.get().map(|mark| {
            view! { <span class=format!("mark-tag {}", mark_class(mark))>{mark_words(store, mark)}</span> }
        })
    }
}

/// The class of what became of an object.
pub fn mark_class(mark: Sign) -> &'static str {
    match mark {
        Sign::Added | Sign::Restored => "mark-added",
        Sign::Changed => "mark-changed",
        Sign::Removed => "mark-removed",
    }
}

pub fn mark_words(store: Store, mark: Sign) -> &'static str {
    let lang = store.lang.get();
    match mark {
        Sign::Added | Sign::Restored => words::history::added(lang),
        Sign::Changed => words::history::changed(lang),
        Sign::Removed => words::history::removed(lang),
    }
}

/// The drawing before the words of what became of an object.
fn sign_icon(sign: Sign) -> AnyView {
    let drawing = match sign {
        Sign::Added | Sign::Restored => Icon::Plus,
        Sign::Changed => Icon::Pencil,
        Sign::Removed => Icon::Minus,
    };
    view! { <span class=format!("sign {}", mark_class(sign))>{icon(drawing, 14)}</span> }.into_any()
}
