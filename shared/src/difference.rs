//! How one text differs from another, word by word: for marked text beside the one in force,
//! for carrying somebody's change over to a text that went on, and for writing a text over
//! another without touching what both have.
//!
//! It compares two strings and knows nothing of who wrote them. The work is bounded: texts
//! that share almost nothing count as replaced from their first difference to their last.

use crate::delta::{Delta, utf16_len};
use std::ops::Range;

/// Most words taken out or put in that are told apart; beyond, the rest is one replacement.
const MAX_STEPS: usize = 800;

/// A stretch of two texts laid over each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Same(String),
    Gone(String),
    New(String),
}

/// Both texts in one, in reading order; what goes stands before what comes instead.
pub fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (words(old), words(new));
    let mut out = vec![];
    let mut push = |piece: fn(String) -> Piece, words: &[&str]| {
        if !words.is_empty() {
            out.push(piece(words.concat()));
        }
    };
    let mut told = 0;
    for hunk in hunks(&old, &new) {
        push(Piece::Same, &old[told..hunk.old.start]);
        push(Piece::Gone, &old[hunk.old.clone()]);
        push(Piece::New, &new[hunk.new]);
        told = hunk.old.end;
    }
    push(Piece::Same, &old[told..]);
    out
}

/// The change from `old` to `new` that leaves what both have untouched.
pub fn delta(old: &str, new: &str) -> Delta {
    let (old, new) = (words(old), words(new));
    let mut whole = Delta::default();
    let mut told = 0;
    for hunk in hunks(&old, &new) {
        whole = whole.followed_by(old[told..hunk.old.start].iter().map(|word| utf16_len(word)).sum(), "", "");
        whole = whole.followed_by(0, &old[hunk.old.clone()].concat(), &new[hunk.new].concat());
        told = hunk.old.end;
    }
    whole
}

/// The change from `base` to `after`, made to `onto` instead: a text that came from `base` too.
pub fn carried(base: &str, after: &str, onto: &str) -> String {
    if base == onto {
        return after.to_owned();
    }
    delta(base, after).over(&delta(base, onto), false).apply(onto)
}

/// Words, and every other letter by itself.
fn words(text: &str) -> Vec<&str> {
    let mut out = vec![];
    let mut start = 0;
    let mut inside = false;
    for (at, letter) in text.char_indices() {
        // Scripts without spaces are told apart letter by letter.
        let joins = letter.is_alphanumeric() && (letter as u32) < 0x2e80;
        if !(joins && inside) && at > start {
            out.push(&text[start..at]);
            start = at;
        }
        inside = joins;
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

/// A stretch of words in the old text that another stretch in the new takes the place of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Hunk {
    old: Range<usize>,
    new: Range<usize>,
}

fn hunks(old: &[&str], new: &[&str]) -> Vec<Hunk> {
    let prefix = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[prefix..], &new[prefix..]);
    let suffix = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let old_middle = &old_rest[..old_rest.len() - suffix];
    let new_middle = &new_rest[..new_rest.len() - suffix];
    if old_middle.is_empty() && new_middle.is_empty() {
        return vec![];
    }
    let shared = shared_words(old_middle, new_middle).unwrap_or_default();
    let mut out = vec![];
    let (mut old_at, mut new_at) = (0, 0);
    let ends = std::iter::once((old_middle.len(), new_middle.len()));
    for (in_old, in_new) in shared.into_iter().chain(ends) {
        if old_at < in_old || new_at < in_new {
            out.push(Hunk { old: prefix + old_at..prefix + in_old, new: prefix + new_at..prefix + in_new });
        }
        (old_at, new_at) = (in_old + 1, in_new + 1);
    }
    begin_after_stops(&mut out, old, new);
    out
}

/// What was put in or taken out begins after the stop before it, not with it: « Et demain. » and not « . Et demain ».
fn begin_after_stops(hunks: &mut [Hunk], old: &[&str], new: &[&str]) {
    for at in 0..hunks.len() {
        let next = hunks
            .get(at + 1)
            .cloned()
            .unwrap_or(Hunk { old: old.len()..old.len(), new: new.len()..new.len() });
        let hunk = &mut hunks[at];
        let (text, here, end) = match (hunk.old.is_empty(), hunk.new.is_empty()) {
            (true, false) => (new, hunk.new.clone(), next.new.start),
            (false, true) => (old, hunk.old.clone(), next.old.start),
            (_, _) => continue,
        };
        let is_stop =
            |word: &str| !word.starts_with(|letter: char| letter.is_alphanumeric() || letter.is_whitespace());
        let slides = here.end < end && is_stop(text[here.start]) && text[here.start] == text[here.end];
        if slides {
            let by_one = |range: &Range<usize>| range.start + 1..range.end + 1;
            *hunk = Hunk { old: by_one(&hunk.old), new: by_one(&hunk.new) };
        }
    }
}

/// The places of a longest run of words that both have, in order; nothing if they share too
/// little to look for (Myers' greedy search, furthest path by diagonal).
fn shared_words(old: &[&str], new: &[&str]) -> Option<Vec<(usize, usize)>> {
    let most = (old.len() + new.len()).min(MAX_STEPS);
    let middle = most as isize + 1;
    let mut furthest = vec![0usize; 2 * most + 3];
    let mut trail: Vec<Vec<usize>> = vec![];
    let at = |diagonal: isize| (middle + diagonal) as usize;
    for steps in 0..=most as isize {
        let before = furthest[at(-steps) - 1..=at(steps) + 1].to_vec();
        trail.push(before);
        for diagonal in (-steps..=steps).step_by(2) {
            let is_down = diagonal == -steps
                || (diagonal != steps && furthest[at(diagonal - 1)] < furthest[at(diagonal + 1)]);
            let mut x = if is_down { furthest[at(diagonal + 1)] } else { furthest[at(diagonal - 1)] + 1 };
            let mut y = (x as isize - diagonal) as usize;
            while x < old.len() && y < new.len() && old[x] == new[y] {
                (x, y) = (x + 1, y + 1);
            }
            furthest[at(diagonal)] = x;
            if x >= old.len() && y >= new.len() {
                return Some(walk_back(&trail, old.len(), new.len()));
            }
        }
    }
    None
}

fn walk_back(trail: &[Vec<usize>], old: usize, new: usize) -> Vec<(usize, usize)> {
    let mut shared = vec![];
    let (mut x, mut y) = (old as isize, new as isize);
    for (steps, before) in trail.iter().enumerate().rev() {
        let steps = steps as isize;
        // `before` holds the diagonals from -steps-1 to steps+1.
        let furthest = |diagonal: isize| before[(diagonal + steps + 1) as usize] as isize;
        let diagonal = x - y;
        let is_down =
            diagonal == -steps || (diagonal != steps && furthest(diagonal - 1) < furthest(diagonal + 1));
        let came_from = if is_down { diagonal + 1 } else { diagonal - 1 };
        let (from_x, from_y) = match steps {
            0 => (0, 0),
            _ => (furthest(came_from), furthest(came_from) - came_from),
        };
        while x > from_x && y > from_y && (x, y) != (from_x, from_y) {
            let after_step = if is_down { (from_x, from_y + 1) } else { (from_x + 1, from_y) };
            if steps > 0 && (x, y) == after_step {
                break;
            }
            (x, y) = (x - 1, y - 1);
            shared.push((x as usize, y as usize));
        }
        (x, y) = (from_x, from_y);
    }
    shared.reverse();
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(old: &str, new: &str) -> String {
        let mark = |piece| match piece {
            Piece::Same(text) => text,
            Piece::Gone(text) => format!("[-{text}-]"),
            Piece::New(text) => format!("[+{text}+]"),
        };
        pieces(old, new).into_iter().map(mark).collect()
    }

    #[test]
    fn a_sentence_is_marked_word_by_word() {
        let marked =
            told("La pression sur les forêts recule", "La pression sur les forêts communales recule de 15 %");
        assert_eq!(marked, "La pression sur les forêts [+communales +]recule[+ de 15 %+]");
        assert_eq!(told("un prix abordable.", "un prix juste."), "un prix [-abordable-][+juste+].");
        assert_eq!(told("même", "même"), "même");
        assert_eq!(told("Trier. Puis", "Hier, Trier. Ici. Puis"), "[+Hier, +]Trier.[+ Ici.+] Puis");
    }

    #[test]
    fn a_change_is_carried_over_to_a_text_that_went_on() {
        let onto = carried("Trier à la source", "Trier tout à la source", "Trier à la source, partout");
        assert_eq!(onto, "Trier tout à la source, partout");
        // Taken out there meanwhile, what was changed in it is not put back.
        assert_eq!(carried("un deux trois", "un deux", "un trois"), "un ");
    }

    #[test]
    fn texts_with_nothing_in_common_are_one_replacement() {
        let long = |letter: char| (0..3_000).map(|n| format!("{letter}{n} ")).collect::<String>();
        let (old, new) = (long('a'), long('b'));
        assert_eq!(delta(&old, &new).apply(&old), new);
    }

    proptest! {
        #[test]
        fn the_change_leads_from_one_text_to_the_other(old in "[ab .é😀]{0,14}", new in "[ab .é😀]{0,14}") {
            prop_assert_eq!(delta(&old, &new).apply(&old), new.clone());
            let (mut before, mut after) = (String::new(), String::new());
            for piece in pieces(&old, &new) {
                match piece {
                    Piece::Same(text) => {
                        before.push_str(&text);
                        after.push_str(&text);
                    }
                    Piece::Gone(text) => before.push_str(&text),
                    Piece::New(text) => after.push_str(&text),
                }
            }
            prop_assert_eq!((before, after), (old, new));
        }

        #[test]
        fn nothing_that_both_have_is_written_again(text in "[ab ]{0,10}", more in "[xy]{1,3}", at in 0usize..11) {
            let at = at.min(text.len());
            let new = format!("{} {more} {}", &text[..at], &text[at..]);
            let put_in: usize = delta(&text, &new).splices().iter().map(|splice| utf16_len(&splice.insert)).sum();
            prop_assert!(put_in <= more.len() + 2 + text.len().min(10), "{}", put_in);
        }

        #[test]
        fn carried_over_nothing_it_is_the_change_itself(base in "[ab ]{0,8}", after in "[ab ]{0,8}") {
            prop_assert_eq!(carried(&base, &after, &base), after.clone());
            prop_assert_eq!(carried(&base, &base, &after), after);
        }
    }
}
