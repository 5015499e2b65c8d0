//! A text with what goes and what comes marked in it, by colour, weight and line, so that it is read
//! without colours too.

use leptos::prelude::*;
use shared::difference::{Piece, pieces};

/// Of what stays the same, so many letters are shown on each side of a change.
const AROUND: usize = 60;

/// What leads from one text to another, in reading order. Hidden from screen readers: the sentence
/// beside it says it.
pub fn marked(from: &str, to: &str) -> AnyView {
    let pieces = pieces(from, to);
    let last = pieces.len().saturating_sub(1);
    let shown = pieces.into_iter().enumerate().map(|(at, piece)| match piece {
        Piece::Same(text) => view! { <span>{shortened(&text, at > 0, at < last)}</span> }.into_any(),
        Piece::Gone(text) => view! { <del>{text}</del> }.into_any(),
        Piece::New(text) => view! { <ins>{text}</ins> }.into_any(),
    });
    view! { <p class="diff" aria-hidden="true">{shown.collect_view()}</p> }.into_any()
}

/// The beginning and the end of a long stretch, as far as something stands before and after it.
fn shortened(text: &str, before: bool, after: bool) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (head, tail) = (if before { AROUND } else { 0 }, if after { AROUND } else { 0 });
    if letters.len() <= head + tail + AROUND || (!before && !after) {
        return text.to_owned();
    }
    let head: String = letters[..head].iter().collect();
    let tail: String = letters[letters.len() - tail..].iter().collect();
    format!("{head}…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_far_from_a_change_is_left_out() {
        let long = "eau ".repeat(80);
        assert_eq!(shortened(&long, true, true).chars().count(), 2 * AROUND + 1);
        assert!(shortened(&long, false, true).starts_with('…'));
        assert_eq!(shortened("La lagune", false, true), "La lagune");
        assert_eq!(shortened(&long, false, false), long);
    }
}
