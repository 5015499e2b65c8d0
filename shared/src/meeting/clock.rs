//! How long each item was held and what is left of the one that is held now.
//!
//! Only one item is held at a time: a stretch ends where the next begins, whoever wrote either.
//! So two moderators who each went on without having heard of the other read one clock as soon
//! as they have met, and the item that was begun last is the one that is held.

use crate::ids::RecordId;
use crate::sections::session::Item;
use crate::sort::sort_by;

/// From this many seconds on, what is left is told in other words.
pub const LAST_SECONDS: i64 = 120;

/// The item that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Now {
    pub item: RecordId,
    /// Seconds that it was held, pauses left out.
    pub held: i64,
    /// Seconds that it may take.
    pub planned: i64,
    pub is_paused: bool,
}

impl Now {
    /// Seconds left; below nothing once it is over its time.
    pub fn left(&self) -> i64 {
        self.planned - self.held
    }

    pub fn tone(&self) -> Tone {
        match self.left() {
            ..0 => Tone::Over,
            0..=LAST_SECONDS => Tone::Last,
            _ => Tone::Calm,
        }
    }
}

/// How the time stands. Told in words, never by a colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Calm,
    Last,
    Over,
}

/// A stretch of one item.
struct Stretch<'a> {
    item: &'a Item,
    start: i64,
    end: Option<i64>,
}

/// All stretches in order, each ending where the next begins at the latest.
fn stretches(items: &[Item]) -> Vec<Stretch<'_>> {
    let mut all: Vec<Stretch<'_>> = items
        .iter()
        .flat_map(|item| item.runs.iter().map(move |run| Stretch { item, start: run.start, end: run.end }))
        .collect();
    sort_by(&mut all, |a, b| a.start.cmp(&b.start).then_with(|| a.item.id.cmp(&b.item.id)));
    let starts: Vec<i64> = all.iter().map(|stretch| stretch.start).collect();
    for (at, stretch) in all.iter_mut().enumerate() {
        if let Some(next) = starts.get(at + 1) {
            stretch.end = Some(stretch.end.map_or(*next, |end| end.min(*next)));
        }
    }
    all
}

/// The item that is held, and how its time stands; nothing before the first and after the end.
/// `until` is the time of day, or when the meeting was ended.
pub fn now(items: &[Item], until: i64) -> Option<Now> {
    let all = stretches(items);
    let last = all.last()?;
    Some(Now {
        item: last.item.id.clone(),
        held: held_in(&all, &last.item.id, until),
        planned: last.item.planned(),
        is_paused: last.end.is_some(),
    })
}

/// Seconds that each item was held, in the order of the agenda.
pub fn held(items: &[Item], until: i64) -> Vec<i64> {
    let all = stretches(items);
    items.iter().map(|item| held_in(&all, &item.id, until)).collect()
}

fn held_in(all: &[Stretch<'_>], item: &RecordId, until: i64) -> i64 {
    let own = all.iter().filter(|stretch| stretch.item.id == *item);
    // A device whose clock is behind sees a stretch begin in the future: it has not lasted yet.
    own.map(|stretch| (stretch.end.unwrap_or(until).min(until) - stretch.start).max(0)).sum()
}

/// The item to go on with: the first after `current` that was not held yet.
pub fn next<'a>(items: &'a [Item], current: &RecordId) -> Option<&'a Item> {
    let at = items.iter().position(|item| item.id == *current).map_or(0, |at| at + 1);
    items.iter().skip(at).find(|item| item.runs.is_empty())
}

/// Minutes and seconds as a clock shows them: `12:36`, `+03:10` over the time.
pub fn face(left: i64) -> String {
    let (sign, seconds) = if left < 0 { ("+", -left) } else { ("", left) };
    format!("{sign}{:02}:{:02}", seconds / 60, seconds % 60)
}

/// Whole minutes, as minutes of a meeting count them.
pub fn whole_minutes(seconds: i64) -> i64 {
    (seconds + 30) / 60
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sections::session::{ItemKind, Run};
    use proptest::prelude::*;

    const TEN: i64 = 1_792_058_400;

    fn item(id: &str, minutes: i64, runs: &[(i64, Option<i64>)]) -> Item {
        Item {
            id: RecordId::parse(id).expect("an id"),
            title: Default::default(),
            kind: ItemKind::Discussion,
            minutes,
            extra: 0,
            on: String::new(),
            runs: runs
                .iter()
                .map(|(start, end)| Run { start: TEN + start, end: end.map(|end| TEN + end) })
                .collect(),
            outcome: String::new(),
            decided: String::new(),
            decision: None,
        }
    }

    #[test]
    fn a_pause_stops_the_clock_and_going_on_starts_it_where_it_stood() {
        let paused = [item("a", 5, &[(0, Some(60))])];
        let now_paused = now(&paused, TEN + 600).expect("an item");
        assert_eq!((now_paused.held, now_paused.left(), now_paused.is_paused), (60, 240, true));
        let resumed = [item("a", 5, &[(0, Some(60)), (600, None)])];
        let on = now(&resumed, TEN + 630).expect("an item");
        assert_eq!((on.held, on.is_paused), (90, false));
    }

    #[test]
    fn five_minutes_more_are_five_minutes_more() {
        let mut items = [item("a", 5, &[(0, None)])];
        items[0].extra = 5;
        assert_eq!(now(&items, TEN + 300).map(|now| now.left()), Some(300));
    }

    #[test]
    fn the_next_item_ends_the_one_before() {
        let items = [item("a", 5, &[(0, None)]), item("b", 10, &[(360, None)])];
        assert_eq!(held(&items, TEN + 400), [360, 40]);
        assert_eq!(now(&items, TEN + 400).map(|now| now.item.to_string()).as_deref(), Some("b"));
    }

    #[test]
    fn the_last_two_minutes_and_the_time_over_have_words_of_their_own() {
        let items = [item("a", 5, &[(0, None)])];
        let tone = |at: i64| now(&items, TEN + at).map(|now| now.tone());
        assert_eq!(tone(179), Some(Tone::Calm));
        assert_eq!(tone(180), Some(Tone::Last));
        assert_eq!(tone(301), Some(Tone::Over));
        assert_eq!(face(now(&items, TEN + 490).expect("an item").left()), "+03:10");
        assert_eq!(face(756), "12:36");
    }

    #[test]
    fn two_moderators_who_went_on_apart_read_one_clock_once_they_have_met() {
        // Séna goes on to b at 60, the other secretary to c at 90, then each hears of the other.
        let items = [item("a", 5, &[(0, None)]), item("b", 5, &[(60, None)]), item("c", 5, &[(90, None)])];
        assert_eq!(held(&items, TEN + 100), [60, 30, 10]);
        assert_eq!(now(&items, TEN + 100).map(|now| now.item.to_string()).as_deref(), Some("c"));
    }

    #[test]
    fn an_item_that_was_passed_over_comes_after_those_behind() {
        let items = [item("a", 5, &[(0, Some(5))]), item("b", 5, &[]), item("c", 5, &[(5, None)])];
        assert_eq!(next(&items, &items[0].id).map(|item| item.id.to_string()).as_deref(), Some("b"));
        assert_eq!(next(&items, &items[2].id), None);
    }

    proptest! {
        #[test]
        fn no_second_is_counted_for_two_items(
            runs in prop::collection::vec((0usize..3, 0i64..1_000, prop::option::of(0i64..1_000)), 0..12),
            until in 0i64..1_500,
        ) {
            let mut items = [item("a", 5, &[]), item("b", 5, &[]), item("c", 5, &[])];
            for (of, start, length) in runs {
                let start = TEN + start;
                items[of].runs.push(Run { start, end: length.map(|length| start + length) });
            }
            let first = items.iter().flat_map(|item| &item.runs).map(|run| run.start).min();
            let total: i64 = held(&items, TEN + until).iter().sum();
            let most = first.map_or(0, |first| (TEN + until - first).max(0));
            prop_assert!(total <= most, "{total} of {most}");
        }
    }
}
