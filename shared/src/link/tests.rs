//! A connection on trains, in meeting rooms, and after somebody was shown out.

use super::*;
use proptest::prelude::*;

/// Does as a driver would with the last alarm set.
fn last_alarm(effects: &[Effect]) -> (Alarm, Duration) {
    let mut wakes = effects.iter().filter_map(|effect| match effect {
        Effect::Wake { alarm, after } => Some((*alarm, *after)),
        _ => None,
    });
    wakes.next_back().expect("an alarm")
}

fn live() -> (Link, Alarm) {
    let mut link = Link::default();
    link.handle(Event::Start, 0);
    link.handle(Event::Opened, 0);
    let effects = link.handle(Event::Welcomed, 0);
    let alarm = last_alarm(&effects).0;
    (link, alarm)
}

#[test]
fn a_device_greets_once_it_is_through_and_is_live_once_welcomed() {
    let mut link = Link::default();
    assert!(link.handle(Event::Start, 0).contains(&Effect::Dial));
    assert!(link.handle(Event::Opened, 0).contains(&Effect::Greet));
    assert_eq!(link.standing(), Standing::Away);
    assert!(link.handle(Event::Welcomed, 0).contains(&Effect::Tell(Standing::Live)));
}

#[test]
fn a_train_in_a_tunnel_is_noticed_although_nothing_closes() {
    let (mut link, alarm) = live();
    let effects = link.handle(Event::Woke(alarm), 0);
    assert!(effects.contains(&Effect::Ping));
    let effects = link.handle(Event::Woke(last_alarm(&effects).0), 0);
    assert!(effects.contains(&Effect::HangUp));
    assert!(effects.contains(&Effect::Tell(Standing::Away)));
}

#[test]
fn an_answer_to_the_question_keeps_the_connection() {
    let (mut link, alarm) = live();
    let effects = link.handle(Event::Woke(alarm), 0);
    link.handle(Event::Heard, 0);
    let effects = link.handle(Event::Woke(last_alarm(&effects).0), 0);
    assert_eq!(effects.len(), 1);
    assert_eq!(link.standing(), Standing::Live);
}

#[test]
fn waits_grow_and_stay_under_a_minute() {
    let mut link = Link::default();
    let mut effects = link.handle(Event::Start, 0);
    let mut waits = vec![];
    for _ in 0..12 {
        effects = link.handle(Event::Lost, u32::MAX);
        let (alarm, after) = last_alarm(&effects);
        waits.push(after);
        effects = link.handle(Event::Woke(alarm), 0);
    }
    assert!(effects.contains(&Effect::Dial));
    assert!(waits.windows(2).all(|pair| pair[0] <= pair[1]), "{waits:?}");
    assert_eq!(waits.last(), Some(&Duration::from_secs(45)));
}

#[test]
fn a_room_that_lost_its_network_does_not_come_back_all_at_once() {
    let wait = |random| {
        let (mut link, _) = live();
        last_alarm(&link.handle(Event::Lost, random)).1
    };
    assert!(wait(u32::MAX) > wait(0));
}

#[test]
fn whoever_is_told_when_to_come_back_comes_back_then() {
    let (mut link, _) = live();
    let said = come_back(Duration::from_millis(4_200), "the server is restarting");
    let effects = link.handle(ended(&said), u32::MAX);
    assert_eq!(effects[0], Effect::Tell(Standing::Away));
    let (alarm, after) = last_alarm(&effects);
    assert_eq!(after, Duration::from_millis(4_200));
    assert!(link.handle(Event::Woke(alarm), 0).contains(&Effect::Dial));
}

#[test]
fn nobody_is_sent_away_for_longer_than_they_would_wait_anyway() {
    let (mut link, _) = live();
    let effects = link.handle(ended("come back in 999999999 ms: never"), 0);
    assert_eq!(last_alarm(&effects).1, RETRY_MAX);
}

#[test]
fn any_other_reason_is_an_end_like_any() {
    for reason in ["", "goodbye", "come back in a while", "come back in -1 ms: x", "come back in 5 ms"] {
        assert_eq!(ended(reason), Event::Lost, "{reason}");
    }
}

#[test]
fn when_the_network_comes_back_nobody_waits_half_a_minute() {
    let (mut link, _) = live();
    let effects = link.handle(Event::Network { online: false }, 0);
    assert!(effects.contains(&Effect::HangUp));
    assert_eq!(last_alarm(&effects).1, RETRY_MAX);
    let effects = link.handle(Event::Network { online: true }, 0);
    assert_eq!(last_alarm(&effects).1, RETRY_MIN);
}

#[test]
fn an_alarm_that_rings_after_the_network_came_back_does_not_dial_twice() {
    let (mut link, _) = live();
    let (old, _) = last_alarm(&link.handle(Event::Network { online: false }, 0));
    let (new, _) = last_alarm(&link.handle(Event::Network { online: true }, 0));
    assert_eq!(link.handle(Event::Woke(old), 0), []);
    assert!(link.handle(Event::Woke(new), 0).contains(&Effect::Dial));
}

#[test]
fn somebody_who_was_shown_out_does_not_knock_for_ever() {
    let (mut link, alarm) = live();
    let effects = link.handle(Event::NotHere, 0);
    assert_eq!(effects, [Effect::HangUp, Effect::Tell(Standing::Closed)]);
    assert_eq!(link.handle(Event::Woke(alarm), 0), []);
    assert_eq!(link.handle(Event::Network { online: true }, 0), []);
}

#[test]
fn somebody_who_learns_at_the_door_that_they_have_no_place_stops_knocking() {
    let mut link = Link::default();
    link.handle(Event::Start, 0);
    link.handle(Event::Lost, 0);
    assert!(link.handle(Event::NotHere, 0).contains(&Effect::Tell(Standing::Closed)));
}

#[test]
fn somebody_let_in_again_connects_again() {
    let (mut link, _) = live();
    link.handle(Event::NotHere, 0);
    assert!(link.handle(Event::Start, 0).contains(&Effect::Dial));
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Start),
        Just(Event::Stop),
        Just(Event::Opened),
        Just(Event::Welcomed),
        Just(Event::Heard),
        Just(Event::Lost),
        Just(Event::SentAway { back_in: Duration::from_secs(2) }),
        any::<bool>().prop_map(|online| Event::Network { online }),
        (0u64..12).prop_map(|n| Event::Woke(Alarm(n))),
    ]
}

proptest! {
    /// Whatever happens, somebody who wants to be connected has an alarm set that leads on.
    #[test]
    fn nobody_who_wants_in_is_ever_left_without_a_next_try(
        events in prop::collection::vec(event(), 0..40)
    ) {
        let mut link = Link::default();
        let mut set = None;
        for event in events {
            let effects = link.handle(event, 7);
            if let Some(Effect::Wake { alarm, .. }) =
                effects.iter().rfind(|effect| matches!(effect, Effect::Wake { .. }))
            {
                set = Some(*alarm);
            }
        }
        if link.state != State::Idle {
            prop_assert_eq!(set, Some(link.alarm));
        }
    }
}
