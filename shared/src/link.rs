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
mod tests;
