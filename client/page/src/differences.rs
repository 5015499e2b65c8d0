//! Differences as lines: a sign with a word, what it is about, the words that went and came, and
//! whose work it is. For a version's changes, the history, comparisons and proposals.
//!
//! The words are `shared::told`'s; this only lays them out.

use crate::components::MemberBadge;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::difference::Piece;
use shared::ids::MemberId;
use shared::lang::Lang;
use shared::told::{Sign, Told, by_whom};
use shared::words;

/// One difference as a line; `by` are those whose work led there.
pub fn line(store: Store, told: &Told, by: &[MemberId], lang: Lang) -> AnyView {
    let who: Vec<String> = by.iter().map(|member| store.badge_of_member(member).short).collect();
    let spoken = by_whom(told, &who.join(", "), lang);
    let badges = by.iter().map(|member| view! { <MemberBadge member=member.clone() size="sm" /> });
    view! {
        <div class="difference">
            {sign(told.sign, lang)}
            <p>
                <span class="hidden-words">{spoken}</span>
                <span class="difference-words" aria-hidden="true">{told.lead.clone()} {words::changes::colon(lang)} " " {marked(&told.pieces)}</span>
            </p>
            <span class="orgs">{badges.collect_view()}</span>
        </div>
    }
    .into_any()
}

/// What kind of difference it is.
pub fn sign(sign: Sign, lang: Lang) -> AnyView {
    let (class, drawing) = match sign {
        Sign::Added | Sign::Restored => ("sign added", Icon::Plus),
        Sign::Changed => ("sign changed", Icon::Pencil),
        Sign::Removed => ("sign removed", Icon::Minus),
    };
    view! { <span class=class role="img" aria-label=sign.words(lang) title=sign.words(lang)>{icon(drawing, 13)}</span> }
        .into_any()
}

/// The words that stayed, went and came.
pub fn marked(pieces: &[Piece]) -> AnyView {
    let piece = |piece: &Piece| match piece {
        Piece::Same(text) => view! { <span>{text.clone()}</span> }.into_any(),
        Piece::Gone(text) => view! { <del>{text.clone()}</del> }.into_any(),
        Piece::New(text) => view! { <ins>{text.clone()}</ins> }.into_any(),
    };
    pieces.iter().map(piece).collect_view()
}
