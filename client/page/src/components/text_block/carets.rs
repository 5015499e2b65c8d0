//! The mirror behind a textarea: the same words, unseen, with other people's carets and
//! selections among them.

use crate::comments::Marked;
use crate::store::{Badge, Store};
use crate::terms::{Terms, Used, term_word};
use leptos::prelude::*;
use shared::delta::byte_of_utf16;
use shared::record::FieldAt;
use shared::sort::sort_by;
use std::ops::Range;

/// Somebody's caret in this text.
#[derive(Clone, PartialEq, Eq)]
struct Caret {
    session: String,
    from: usize,
    to: usize,
    badge: Badge,
    name: String,
}

/// `hint` stands in for the words while there are none, so that it is given room as well.
#[component]
pub fn Carets(at: FieldAt, shown: RwSignal<String>, hint: Signal<String>) -> impl IntoView {
    let store = Store::here();
    let (marked, text_at) = (Marked::here(), at.clone());
    let terms = Terms::here();
    let carets = Memo::new(move |_| {
        let mut carets: Vec<Caret> = store.peers.with(|peers| {
            peers
                .iter()
                .filter_map(|peer| {
                    let (field, from, to) = peer.place.writing.as_ref()?;
                    (*field == at).then(|| Caret {
                        session: peer.session.clone(),
                        from: (*from).min(*to) as usize,
                        to: (*from).max(*to) as usize,
                        badge: store.badge_of_member(&peer.member),
                        name: store.name_of(&peer.member),
                    })
                })
                .collect()
        });
        sort_by(&mut carets, |a, b| a.to.cmp(&b.to).then_with(|| a.session.cmp(&b.session)));
        carets
    });
    view! {
        <div class="text-block-mirror" aria-hidden="true">
            {move || {
                let text = shown.get();
                let text = if text.is_empty() { hint.get() } else { text };
                let marks = marked.in_text(&text_at, &text);
                let used = terms.map(|terms| terms.in_field(&text_at, &text)).unwrap_or_default();
                carets.with(|carets| pieces(&text, carets, &marks, &used))
            }}
            // A last empty line has a height too.
            <span>"\u{200b}"</span>
        </div>
    }
    .into_any()
}

/// The words cut at every end of a selection, a commented passage or a term, carets between them.
fn pieces(text: &str, carets: &[Caret], marks: &[Range<usize>], used: &[Used]) -> AnyView {
    if carets.is_empty() && marks.is_empty() && used.is_empty() {
        return text.to_owned().into_any();
    }
    let ends: Vec<(usize, usize)> =
        carets.iter().map(|caret| (byte_of_utf16(text, caret.from), byte_of_utf16(text, caret.to))).collect();
    let marks: Vec<(usize, usize)> =
        marks.iter().map(|mark| (byte_of_utf16(text, mark.start), byte_of_utf16(text, mark.end))).collect();
    let mut cuts: Vec<usize> =
        ends.iter().chain(&marks).flat_map(|(from, to)| [*from, *to]).chain([0, text.len()]).collect();
    cuts.extend(used.iter().flat_map(|used| [used.bytes.start, used.bytes.end]));
    shared::sort::sort(&mut cuts);
    cuts.dedup();
    let mut out = vec![];
    for (at, cut) in cuts.iter().enumerate() {
        for (caret, _) in carets.iter().zip(&ends).filter(|(_, (_, to))| to == cut) {
            out.push(flag(caret));
        }
        let Some(next) = cuts.get(at + 1) else { break };
        let words = text[*cut..*next].to_owned();
        let chosen = carets.iter().zip(&ends).find(|(_, (from, to))| from <= cut && next <= to && from < to);
        let is_marked = marks.iter().any(|(from, to)| from <= cut && next <= to);
        let term = used.iter().find(|used| used.bytes.start <= *cut && *next <= used.bytes.end);
        let words = match term {
            Some(used) => term_word(words, &used.term, text, used.bytes.clone()),
            None => words.into_any(),
        };
        let words = match is_marked {
            true => view! { <span class="commented">{words}</span> }.into_any(),
            false => words,
        };
        out.push(match chosen {
            Some((caret, _)) => {
                view! { <span class=format!("selection hue-{}", caret.badge.hue)>{words}</span> }.into_any()
            }
            None => words,
        });
    }
    out.collect_view().into_any()
}

fn flag(caret: &Caret) -> AnyView {
    let name = if caret.name.is_empty() { String::new() } else { format!("{} · ", caret.name) };
    view! {
        <span class=format!("caret hue-{}", caret.badge.hue)>
            <i><span class="not-on-phones">{name}</span>{caret.badge.short.clone()}</i>
        </span>
    }
    .into_any()
}
