//! Several tabs of one device on one board: who holds the connection, and what they tell
//! each other. Events in, effects out.
//!
//! Every tab has its own desk, its own document and its own actor, and writes its own changes to
//! the device's store. One writing desk for all tabs would save memory, but a tab the browser
//! freezes would then take the others' unwritten work with it; chunks are named by their content,
//! so tabs that write at once cannot hurt each other. Only the connection is held by one of them
//! (a Web Lock): the others send and hear through it. Changes are told to the other tabs only
//! once they are written. A holder that answers nobody for a few seconds is frozen: it is relieved.

use crate::browser::Claim;
use crate::kept::Receipt;
use serde::{Deserialize, Serialize};
use shared::desk::{Peer, Place, SHAPE};
use shared::door::{MemberCard, Refusal};
use shared::sections::ideas::HeldCard;
use std::time::Duration;

/// How long the holder may leave a question unanswered.
pub const PATIENCE: Duration = Duration::from_secs(3);

/// One tab among those of a device.
pub type TabId = [u8; 12];

/// What tabs tell each other, with [`SHAPE`] in front.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Message {
    /// Changes that are now on the device, as chunks.
    Written { chunks: Vec<Vec<u8>> },
    /// Whoever holds the connection, say how things stand.
    Anybody,
    /// The holder: how things stand.
    Standing(Box<Told>),
    /// Where the person in this tab is, for the table.
    Here { tab: TabId, place: Option<Place> },
    /// A card that is held back, as it reads now. Whoever sends it has stored it or will.
    Held(HeldCard),
    /// Some work was not taken by the table: it stands aside on the device now.
    SetAside,
    /// Something is new at the door of the board.
    Door,
    /// The board was taken off the device.
    Wiped,
}

/// What the holder of the connection knows and the other tabs show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub live: bool,
    pub closed: bool,
    pub held: bool,
    /// Unix seconds since the table is out of reach; nothing while it was not tried.
    pub away_since: Option<i64>,
    /// Heads that the table has committed, in hexadecimal.
    pub acknowledged: Vec<String>,
    /// The name under which it said so, and its receipt for it.
    pub log: Option<String>,
    pub receipt: Option<Receipt>,
    /// It lacks something that it once had.
    pub is_behind: bool,
    pub refused: Option<(u32, Refusal)>,
    /// Milliseconds to add to this device's clock for the table's.
    pub offset_ms: i64,
    pub peers: Vec<Peer>,
    pub names: Vec<MemberCard>,
}

impl Message {
    pub fn encode(&self) -> Vec<u8> {
        postcard::to_allocvec(&(SHAPE, self)).expect("messages between tabs are plain data")
    }

    /// Nothing for a tab of another release: it is heard through the table.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (shape, rest) = postcard::take_from_bytes::<u32>(bytes).ok()?;
        (shape == SHAPE).then(|| postcard::from_bytes(rest).ok())?
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The board was opened in this tab.
    Start,
    /// The lock is ours.
    Granted,
    /// Another tab took the lock away.
    Stolen,
    /// The holder said something.
    HolderHeard,
    /// Another tab asks who holds the connection.
    Asked,
    Woke(Watch),
}

/// One watch over the holder; only the last one set counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Watch(u64);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Claim(Claim),
    /// Ask the other tabs who holds the connection.
    Ask,
    /// Tell the other tabs how things stand.
    Answer,
    /// This tab holds the connection: dial.
    Connect,
    /// It does no more: hang up.
    Disconnect,
    Wake {
        watch: Watch,
        after: Duration,
    },
}

/// This tab's part.
#[derive(Clone, Debug, Default)]
pub struct Tabs {
    holds: bool,
    /// A claim is waiting in turn.
    queued: bool,
    /// The holder was asked and has not answered.
    asked: bool,
    heard: bool,
    watch: Watch,
}

impl Tabs {
    pub fn holds(&self) -> bool {
        self.holds
    }

    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Start => {
                self.queued = true;
                self.asked = true;
                vec![Effect::Claim(Claim::Wait), Effect::Ask, self.wake()]
            }
            Event::Granted if self.holds => vec![],
            Event::Granted => {
                self.holds = true;
                self.queued = false;
                self.watch.0 += 1;
                vec![Effect::Connect, Effect::Answer]
            }
            Event::Stolen if !self.holds => vec![],
            Event::Stolen => {
                self.holds = false;
                self.asked = false;
                let mut effects = vec![Effect::Disconnect];
                if !self.queued {
                    self.queued = true;
                    effects.push(Effect::Claim(Claim::Wait));
                }
                effects.push(self.wake());
                effects
            }
            Event::HolderHeard => {
                self.heard = true;
                vec![]
            }
            Event::Asked if self.holds => vec![Effect::Answer],
            Event::Asked => vec![],
            Event::Woke(watch) if watch != self.watch || self.holds => vec![],
            Event::Woke(_) if self.heard => {
                self.asked = false;
                vec![self.wake()]
            }
            Event::Woke(_) if self.asked => {
                self.asked = false;
                vec![Effect::Claim(Claim::Steal), self.wake()]
            }
            Event::Woke(_) => {
                self.asked = true;
                vec![Effect::Ask, self.wake()]
            }
        }
    }

    fn wake(&mut self) -> Effect {
        self.watch.0 += 1;
        self.heard = false;
        Effect::Wake { watch: self.watch, after: PATIENCE }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watch_in(effects: &[Effect]) -> Watch {
        let watch = effects.iter().rev().find_map(|effect| match effect {
            Effect::Wake { watch, .. } => Some(*watch),
            _ => None,
        });
        watch.expect("a watch")
    }

    #[test]
    fn the_only_tab_connects() {
        let mut tab = Tabs::default();
        assert!(tab.handle(Event::Start).contains(&Effect::Claim(Claim::Wait)));
        assert!(tab.handle(Event::Granted).contains(&Effect::Connect));
    }

    #[test]
    fn a_second_tab_follows_as_long_as_the_first_answers() {
        let mut tab = Tabs::default();
        let mut watch = watch_in(&tab.handle(Event::Start));
        for _ in 0..5 {
            tab.handle(Event::HolderHeard);
            let effects = tab.handle(Event::Woke(watch));
            assert!(!effects.contains(&Effect::Claim(Claim::Steal)));
            let asked = tab.handle(Event::Woke(watch_in(&effects)));
            assert!(asked.contains(&Effect::Ask));
            watch = watch_in(&asked);
        }
        assert!(!tab.holds());
    }

    #[test]
    fn a_frozen_tab_is_relieved_of_the_connection() {
        let mut tab = Tabs::default();
        let watch = watch_in(&tab.handle(Event::Start));
        assert!(tab.handle(Event::Woke(watch)).contains(&Effect::Claim(Claim::Steal)));
        assert!(tab.handle(Event::Granted).contains(&Effect::Connect));
    }

    #[test]
    fn a_tab_that_thaws_hangs_up_and_waits_its_turn() {
        let mut tab = Tabs::default();
        tab.handle(Event::Start);
        tab.handle(Event::Granted);
        let effects = tab.handle(Event::Stolen);
        assert!(effects.contains(&Effect::Disconnect));
        assert!(effects.contains(&Effect::Claim(Claim::Wait)));
        assert!(!tab.holds());
    }

    #[test]
    fn a_watch_set_before_the_lock_came_does_not_steal_from_oneself() {
        let mut tab = Tabs::default();
        let watch = watch_in(&tab.handle(Event::Start));
        tab.handle(Event::Granted);
        assert_eq!(tab.handle(Event::Woke(watch)), []);
    }

    #[test]
    fn a_tab_of_another_release_is_not_misread() {
        let bytes = postcard::to_allocvec(&(SHAPE + 1, Message::Anybody)).expect("plain");
        assert_eq!(Message::decode(&bytes), None);
        assert_eq!(Message::decode(&Message::Anybody.encode()), Some(Message::Anybody));
    }
}
