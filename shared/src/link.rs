//! A device's connection to the table: when to dial, when silence means it is lost, when to
//! try again. Events in, effects out; it never dials, sleeps, reads a clock or draws a number.
//!
//! What travels over the connection is not its business: frames belong to `wire`, changes to the
//! board. One alarm is set at a time; setting another forgets the one before.

use std::time::Duration;

/// A connection that has not opened, or not been welcomed, within this time is given up.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// After this long without a frame the table is asked whether it is there; after as long again
/// without one, the connection is lost. A stalled connection says nothing, not even that it closed.
pub const SILENCE: Duration = Duration::from_secs(8);
/// Waiting before another try grows from the first to the last.
pub const RETRY_MIN: Duration = Duration::from_millis(500);
pub const RETRY_MAX: Duration = Duration::from_secs(30);

/// What happened. Where a wait may follow, the driver brings a random number with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// This device wants to be connected.
    Start,
    /// It no longer does: the board was closed, or another tab holds the connection.
    Stop,
    /// The socket is open.
    Opened,
    /// The table answered our greeting.
    Welcomed,
    /// Any frame arrived.
    Heard,
    /// The socket closed, or could not be opened.
    Lost,
    /// The table closed it and said when to come back ([`come_back`]): another time for each.
    SentAway { back_in: Duration },
    /// The table has no such board for us (any more). Trying again changes nothing.
    NotHere,
    /// An alarm rang.
    Woke(Alarm),
    /// The browser says that the network came or went. A hint: a local network may work
    /// while it says there is none.
    Network { online: bool },
}

/// What the driver does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Dial,
    /// Say who we are (the first frame).
    Greet,
    /// Ask for any answer.
    Ping,
    HangUp,
    Wake {
        alarm: Alarm,
        after: Duration,
    },
    /// The connection stands differently.
    Tell(Standing),
}

/// One alarm; a ring of any but the last one set is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Alarm(u64);

/// How this device stands with the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Not connected: trying, waiting, or not asked to.
    #[default]
    Away,
    /// Connected and welcomed.
    Live,
    /// Not admitted.
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Idle,
    Waiting,
    Dialing,
    Greeting,
    /// `asked` whether it is still there.
    Live {
        asked: bool,
    },
    Closed,
}

/// The connection of one board.
#[derive(Clone, Debug)]
pub struct Link {
    state: State,
    /// What the browser last said.
    online: bool,
    /// Tries in a row that did not reach a welcome.
    failures: u32,
    alarm: Alarm,
    /// Whether anything arrived since the alarm was set.
    heard: bool,
}

impl Default for Link {
    fn default() -> Self {
        Self { state: State::Idle, online: true, failures: 0, alarm: Alarm::default(), heard: false }
    }
}

impl Link {
    pub fn standing(&self) -> Standing {
        match self.state {
            State::Idle | State::Waiting | State::Dialing | State::Greeting => Standing::Away,
            State::Live { .. } => Standing::Live,
            State::Closed => Standing::Closed,
        }
    }

    /// Takes what happened; `random` spreads waits, so that a room does not come back at once.
    pub fn handle(&mut self, event: Event, random: u32) -> Vec<Effect> {
        match (event, self.state) {
            (Event::Start, State::Idle | State::Closed) => {
                self.failures = 0;
                self.dial()
            }
            (Event::Stop, _) => self.stop(),
            (Event::Opened, State::Dialing) => {
                self.state = State::Greeting;
                vec![Effect::Greet, self.wake(PATIENCE)]
            }
            (Event::Welcomed, State::Greeting) => {
                self.state = State::Live { asked: false };
                self.failures = 0;
                vec![Effect::Tell(Standing::Live), self.wake(SILENCE)]
            }
            (Event::Heard, State::Greeting | State::Live { .. }) => {
                self.heard = true;
                vec![]
            }
            (Event::NotHere, State::Waiting | State::Dialing | State::Greeting | State::Live { .. }) => {
                let mut effects = vec![Effect::HangUp];
                effects.extend(self.close());
                effects
            }
            (Event::Lost, State::Dialing | State::Greeting | State::Live { .. }) => self.lost(random),
            (Event::SentAway { back_in }, State::Dialing | State::Greeting | State::Live { .. }) => {
                self.state = State::Waiting;
                vec![Effect::Tell(Standing::Away), self.wake(back_in.clamp(RETRY_MIN, RETRY_MAX))]
            }
            (Event::Woke(alarm), state) if alarm == self.alarm => self.woke(state, random),
            (Event::Network { online }, state) => self.network(online, state, random),
            // A second start, an answer to a socket we gave up, a close we already know of, an
            // alarm that was replaced.
            (
                Event::Start
                | Event::Opened
                | Event::Welcomed
                | Event::Heard
                | Event::NotHere
                | Event::Lost
                | Event::SentAway { .. }
                | Event::Woke(_),
                _,
            ) => vec![],
        }
    }

    fn woke(&mut self, state: State, random: u32) -> Vec<Effect> {
        match state {
            State::Waiting => self.dial(),
            State::Dialing | State::Greeting => {
                let mut effects = vec![Effect::HangUp];
                effects.extend(self.lost(random));
                effects
            }
            State::Live { .. } if self.heard => {
                self.state = State::Live { asked: false };
                vec![self.wake(SILENCE)]
            }
            State::Live { asked: false } => {
                self.state = State::Live { asked: true };
                vec![Effect::Ping, self.wake(SILENCE)]
            }
            State::Live { asked: true } => {
                let mut effects = vec![Effect::HangUp];
                effects.extend(self.lost(random));
                effects
            }
            State::Idle | State::Closed => vec![],
        }
    }

    fn network(&mut self, online: bool, state: State, random: u32) -> Vec<Effect> {
        let came = online && !self.online;
        self.online = online;
        match state {
            State::Waiting if online => {
                self.failures = 0;
                if came { self.wait(RETRY_MIN, random) } else { vec![] }
            }
            State::Dialing | State::Greeting | State::Live { .. } if !online => {
                let mut effects = vec![Effect::HangUp];
                effects.extend(self.lost(random));
                effects
            }
            State::Idle
            | State::Waiting
            | State::Dialing
            | State::Greeting
            | State::Live { .. }
            | State::Closed => vec![],
        }
    }

    fn lost(&mut self, random: u32) -> Vec<Effect> {
        let grown = RETRY_MIN * 2u32.pow(self.failures.min(10));
        let wait = if self.online { grown.min(RETRY_MAX) } else { RETRY_MAX };
        self.failures += 1;
        let mut effects = vec![Effect::Tell(Standing::Away)];
        effects.extend(self.wait(wait, random));
        effects
    }

    fn close(&mut self) -> Vec<Effect> {
        self.state = State::Closed;
        self.alarm.0 += 1;
        vec![Effect::Tell(Standing::Closed)]
    }

    fn stop(&mut self) -> Vec<Effect> {
        let was = self.state;
        self.state = State::Idle;
        self.alarm.0 += 1;
        match was {
            State::Idle | State::Waiting | State::Closed => vec![],
            State::Dialing | State::Greeting => vec![Effect::HangUp],
            State::Live { .. } => vec![Effect::HangUp, Effect::Tell(Standing::Away)],
        }
    }

    fn dial(&mut self) -> Vec<Effect> {
        self.state = State::Dialing;
        vec![Effect::Dial, self.wake(PATIENCE)]
    }

    /// Waits between one and one and a half times `wait`.
    fn wait(&mut self, wait: Duration, random: u32) -> Vec<Effect> {
        self.state = State::Waiting;
        let spread = wait.as_millis() as u64 / 2;
        let extra = u64::from(random) * spread / u64::from(u32::MAX);
        vec![self.wake(wait + Duration::from_millis(extra))]
    }

    fn wake(&mut self, after: Duration) -> Effect {
        self.alarm.0 += 1;
        self.heard = false;
        Effect::Wake { alarm: self.alarm, after }
    }
}

const COME_BACK: &str = "come back in ";

/// What the table says when it closes a socket for now: when to come back, and why.
pub fn come_back(back_in: Duration, why: &str) -> String {
    format!("{COME_BACK}{} ms: {why}", back_in.as_millis())
}

/// The end of a socket, as the reason in its close says it.
pub fn ended(reason: &str) -> Event {
    let asked = reason.strip_prefix(COME_BACK).and_then(|rest| rest.split_once(" ms:"));
    match asked.and_then(|(ms, _)| ms.parse().ok()) {
        Some(ms) => Event::SentAway { back_in: Duration::from_millis(ms) },
        None => Event::Lost,
    }
}

#[cfg(test)]
mod tests {
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
}
