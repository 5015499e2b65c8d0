//! The life of every board on this server, as a state machine: events in, effects out. It holds
//! no board, loads none and reads no clock.
//!
//! ```text
//! cold ──wanted──> waiting ──> loading ──> live ──idle for a minute, or its room is needed──> draining ──> cold
//!                  (few at once)             ^──────────────── wanted meanwhile ─────────────────┘
//! ```
//! A board is live at most once. Whoever wants one that drains gets it when it was loaded again.
//! One whose stored bytes are damaged is set aside: nobody reads them again for a minute, however
//! many ask, and the others go on.

use crate::hub::Now;
use crate::limits::Limits;
use shared::ids::BoardId;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// Bytes that a board takes in memory, roughly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weight(pub usize);

#[derive(Debug)]
pub enum Event {
    Wanted {
        board: BoardId,
    },
    Loaded {
        board: BoardId,
        weight: Weight,
    },
    NotLoaded {
        board: BoardId,
        /// What is stored of it does not read.
        is_damaged: bool,
    },
    /// Nobody is there and nothing waits.
    Rests {
        board: BoardId,
        weight: Weight,
    },
    /// Its task ended, as [`Effect::Drain`] asked.
    Drained {
        board: BoardId,
    },
    Woke,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Load it; answer with `Loaded` or `NotLoaded`.
    Load(BoardId),
    /// Hand it to all who want it.
    Grant(BoardId),
    /// There is no room for it now: tell all who want it.
    Refuse(BoardId),
    /// It could not be read lately: tell all who want it.
    StayAside(BoardId),
    /// Let it finish and go; answer with `Drained`.
    Drain(BoardId),
    WakeAt(Now),
}

#[derive(Debug)]
enum Life {
    Waiting,
    Loading,
    Live { weight: Weight, idle_since: Option<Now> },
    Draining { weight: Weight, is_wanted: bool },
    Aside { until: Now },
}

/// How many boards are in which part of their life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    pub waiting: usize,
    pub loading: usize,
    pub live: usize,
    pub draining: usize,
    pub aside: usize,
    /// Bytes of those in memory, roughly.
    pub bytes: usize,
}

/// The boards that are not cold.
#[derive(Debug)]
pub struct Lives {
    boards: HashMap<BoardId, Life>,
    waiting: VecDeque<BoardId>,
    loading: usize,
    limits: Arc<Limits>,
}

impl Lives {
    /// With room for as many as the limits say. Those in use stay even beyond it.
    pub fn new(limits: Arc<Limits>) -> Self {
        Self { boards: HashMap::new(), waiting: VecDeque::new(), loading: 0, limits }
    }

    pub fn handle(&mut self, event: Event, now: Now) -> Vec<Effect> {
        let mut effects = vec![];
        match event {
            Event::Wanted { board } => self.wanted(board, now, &mut effects),
            Event::Loaded { board, weight } => {
                self.loading = self.loading.saturating_sub(1);
                self.boards.insert(board.clone(), Life::Live { weight, idle_since: None });
                effects.push(Effect::Grant(board));
                self.make_room(&mut effects);
                self.load_next(&mut effects);
            }
            Event::NotLoaded { board, is_damaged } => {
                self.loading = self.loading.saturating_sub(1);
                self.boards.remove(&board);
                if is_damaged {
                    self.boards.insert(board, Life::Aside { until: now.after(self.limits.set_aside_for) });
                }
                self.load_next(&mut effects);
            }
            Event::Rests { board, weight } => {
                // It says so now and then: who was handed it may never have come.
                if let Some(Life::Live { weight: known, idle_since }) = self.boards.get_mut(&board) {
                    *known = weight;
                    if idle_since.replace(idle_since.unwrap_or(now)).is_none() {
                        effects.push(Effect::WakeAt(now.after(self.limits.stays)));
                    }
                    self.make_room(&mut effects);
                }
            }
            Event::Drained { board } => {
                let was = self.boards.remove(&board);
                if let Some(Life::Draining { is_wanted: true, .. }) = was {
                    self.wanted(board, now, &mut effects);
                }
                self.load_next(&mut effects);
            }
            Event::Woke => self.woke(now, &mut effects),
        }
        effects
    }

    /// How much the boards that are not cold take together.
    pub fn weight(&self) -> Weight {
        let each = self.boards.values().map(|life| match life {
            Life::Live { weight, .. } | Life::Draining { weight, .. } => weight.0,
            Life::Waiting | Life::Loading | Life::Aside { .. } => 0,
        });
        Weight(each.sum())
    }

    pub fn census(&self) -> Census {
        let mut census = Census { bytes: self.weight().0, ..Census::default() };
        for life in self.boards.values() {
            *match life {
                Life::Waiting => &mut census.waiting,
                Life::Loading => &mut census.loading,
                Life::Live { .. } => &mut census.live,
                Life::Draining { .. } => &mut census.draining,
                Life::Aside { .. } => &mut census.aside,
            } += 1;
        }
        census
    }

    fn wanted(&mut self, board: BoardId, now: Now, effects: &mut Vec<Effect>) {
        match self.boards.get_mut(&board) {
            Some(Life::Aside { until }) if now < *until => effects.push(Effect::StayAside(board)),
            Some(Life::Live { idle_since, .. }) => {
                *idle_since = None;
                effects.push(Effect::Grant(board));
            }
            Some(Life::Draining { is_wanted, .. }) => *is_wanted = true,
            Some(Life::Waiting | Life::Loading) => {}
            Some(Life::Aside { .. }) | None if self.waiting.len() >= self.limits.boards_waiting => {
                effects.push(Effect::Refuse(board));
            }
            Some(Life::Aside { .. }) | None => {
                self.boards.insert(board.clone(), Life::Waiting);
                self.waiting.push_back(board);
                self.load_next(effects);
            }
        }
    }

    fn load_next(&mut self, effects: &mut Vec<Effect>) {
        while self.loading < self.limits.loading_at_once {
            let Some(board) = self.waiting.pop_front() else { return };
            if self.weight().0 >= self.limits.boards_bytes && !self.make_room(effects) {
                self.boards.remove(&board);
                effects.push(Effect::Refuse(board));
                continue;
            }
            self.loading += 1;
            self.boards.insert(board.clone(), Life::Loading);
            effects.push(Effect::Load(board));
        }
    }

    /// Lets idle boards go, those that rest longest first, until the rest fits. Says whether
    /// there will be room.
    fn make_room(&mut self, effects: &mut Vec<Effect>) -> bool {
        let draining = self.boards.values().map(|life| match life {
            Life::Draining { weight, .. } => weight.0,
            Life::Waiting | Life::Loading | Life::Live { .. } | Life::Aside { .. } => 0,
        });
        let mut stays = self.weight().0 - draining.sum::<usize>();
        while stays >= self.limits.boards_bytes {
            let idle = self.boards.iter().filter_map(|(board, life)| match life {
                Life::Live { idle_since: Some(since), weight } => Some((*since, board, *weight)),
                Life::Waiting
                | Life::Loading
                | Life::Live { .. }
                | Life::Draining { .. }
                | Life::Aside { .. } => None,
            });
            let Some((_, board, weight)) = idle.min() else { return false };
            let board = board.clone();
            stays -= weight.0;
            self.drain(board, weight, effects);
        }
        true
    }

    fn woke(&mut self, now: Now, effects: &mut Vec<Effect>) {
        let mut next: Option<Now> = None;
        let mut gone = vec![];
        for (board, life) in &self.boards {
            let Life::Live { idle_since: Some(since), weight } = life else { continue };
            let until = since.after(self.limits.stays);
            if until <= now {
                gone.push((board.clone(), *weight));
            } else {
                next = Some(next.map_or(until, |next| next.min(until)));
            }
        }
        for (board, weight) in gone {
            self.drain(board, weight, effects);
        }
        effects.extend(next.map(Effect::WakeAt));
    }

    fn drain(&mut self, board: BoardId, weight: Weight, effects: &mut Vec<Effect>) {
        self.boards.insert(board.clone(), Life::Draining { weight, is_wanted: false });
        effects.push(Effect::Drain(board));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn board(n: u8) -> BoardId {
        shared::wire::board_id([n; 16])
    }

    const LOADING_AT_ONCE: usize = 4;

    fn lives(room: usize) -> Lives {
        let bounds = Limits { boards_bytes: room, loading_at_once: LOADING_AT_ONCE, ..Limits::default() };
        Lives::new(Arc::new(bounds))
    }

    fn wanted(lives: &mut Lives, n: u8) -> Vec<Effect> {
        lives.handle(Event::Wanted { board: board(n) }, Now(0))
    }

    /// A board of weight 10 that is live since the beginning.
    fn live(lives: &mut Lives, n: u8) {
        assert_eq!(wanted(lives, n), [Effect::Load(board(n))]);
        let effects = lives.handle(Event::Loaded { board: board(n), weight: Weight(10) }, Now(0));
        assert!(effects.contains(&Effect::Grant(board(n))));
    }

    fn rests(lives: &mut Lives, n: u8, now: u64) -> Vec<Effect> {
        lives.handle(Event::Rests { board: board(n), weight: Weight(10) }, Now(now))
    }

    #[test]
    fn a_board_stays_a_minute_after_the_last_one_left() {
        let mut lives = lives(1_000);
        live(&mut lives, 1);
        assert_eq!(rests(&mut lives, 1, 5), [Effect::WakeAt(Now(60_005))]);
        assert_eq!(lives.handle(Event::Woke, Now(60_004)), [Effect::WakeAt(Now(60_005))]);
        assert_eq!(lives.handle(Event::Woke, Now(60_005)), [Effect::Drain(board(1))]);
    }

    #[test]
    fn whoever_comes_back_within_the_minute_finds_the_board_as_it_was() {
        let mut lives = lives(1_000);
        live(&mut lives, 1);
        rests(&mut lives, 1, 5);
        assert_eq!(wanted(&mut lives, 1), [Effect::Grant(board(1))]);
        assert_eq!(lives.handle(Event::Woke, Now(90_000)), []);
    }

    #[test]
    fn whoever_comes_while_a_board_goes_gets_it_loaded_again() {
        let mut lives = lives(1_000);
        live(&mut lives, 1);
        rests(&mut lives, 1, 0);
        lives.handle(Event::Woke, Now(60_000));
        assert_eq!(wanted(&mut lives, 1), []);
        let effects = lives.handle(Event::Drained { board: board(1) }, Now(60_001));
        assert_eq!(effects, [Effect::Load(board(1))]);
    }

    #[test]
    fn when_room_is_short_the_board_that_rests_longest_goes_first() {
        let mut lives = lives(30);
        live(&mut lives, 1);
        live(&mut lives, 2);
        rests(&mut lives, 2, 1);
        rests(&mut lives, 1, 2);
        wanted(&mut lives, 3);
        let effects = lives.handle(Event::Loaded { board: board(3), weight: Weight(10) }, Now(3));
        assert_eq!(effects, [Effect::Grant(board(3)), Effect::Drain(board(2))]);
    }

    #[test]
    fn a_server_full_of_boards_in_use_sends_the_next_one_away_and_keeps_these() {
        let mut lives = lives(20);
        live(&mut lives, 1);
        live(&mut lives, 2);
        assert_eq!(wanted(&mut lives, 3), [Effect::Refuse(board(3))]);
        assert_eq!(wanted(&mut lives, 1), [Effect::Grant(board(1))]);
    }

    #[test]
    fn a_board_that_does_not_read_is_set_aside_and_the_others_go_on() {
        let mut lives = lives(1_000);
        wanted(&mut lives, 1);
        lives.handle(Event::NotLoaded { board: board(1), is_damaged: true }, Now(0));
        for _ in 0..100 {
            assert_eq!(wanted(&mut lives, 1), [Effect::StayAside(board(1))]);
        }
        live(&mut lives, 2);
        assert_eq!((lives.census().aside, lives.census().live), (1, 1));
        // Somebody may have mended it.
        let effects = lives.handle(Event::Wanted { board: board(1) }, Now(60_000));
        assert_eq!(effects, [Effect::Load(board(1))]);
        assert_eq!(lives.census().aside, 0);
    }

    #[test]
    fn a_board_that_storage_did_not_give_just_now_is_asked_for_again_at_once() {
        let mut lives = lives(1_000);
        wanted(&mut lives, 1);
        lives.handle(Event::NotLoaded { board: board(1), is_damaged: false }, Now(0));
        assert_eq!(wanted(&mut lives, 1), [Effect::Load(board(1))]);
    }

    #[test]
    fn after_a_restart_boards_load_a_few_at_a_time() {
        let mut lives = lives(100_000);
        let loads: usize = (0..20).map(|n| wanted(&mut lives, n).len()).sum();
        assert_eq!(loads, LOADING_AT_ONCE);
        let effects = lives.handle(Event::Loaded { board: board(0), weight: Weight(1) }, Now(0));
        assert_eq!(effects.last(), Some(&Effect::Load(board(4))));
    }

    proptest! {
        /// Whatever comes in which order: whoever wants a board gets an answer in the end, and
        /// no board is loaded twice at once.
        #[test]
        fn everybody_gets_an_answer_and_no_board_is_live_twice(
            turns in prop::collection::vec((0u8..6, 0u8..4), 0..200)
        ) {
            let mut lives = lives(30);
            let (mut loading, mut live, mut draining) = (vec![], vec![], vec![]);
            let mut wanted = std::collections::HashSet::new();
            let mut now = 0;
            let mut queue: VecDeque<Event> = VecDeque::new();
            let finish = turns.len();
            for (turn, (n, what)) in turns.into_iter().chain((0..60).map(|n| (n % 6, 3))).enumerate() {
                now += 7_000;
                match what {
                    0 | 1 if turn < finish => {
                        wanted.insert(board(n));
                        queue.push_back(Event::Wanted { board: board(n) });
                    }
                    2 if live.contains(&board(n)) => {
                        queue.push_back(Event::Rests { board: board(n), weight: Weight(10) });
                    }
                    _ => { // what was begun is finished
                        if let Some(board) = loading.pop() {
                            queue.push_back(Event::Loaded { board, weight: Weight(10) });
                        } else if let Some(board) = draining.pop() {
                            queue.push_back(Event::Drained { board });
                        } else {
                            queue.push_back(Event::Woke);
                        }
                    }
                }
                while let Some(event) = queue.pop_front() {
                    if let Event::Loaded { board, .. } = &event {
                        live.push(board.clone());
                    }
                    for effect in lives.handle(event, Now(now)) {
                        match effect {
                            Effect::Load(board) => {
                                prop_assert!(!loading.contains(&board) && !live.contains(&board));
                                prop_assert!(!draining.contains(&board));
                                loading.push(board);
                            }
                            Effect::Grant(board) => {
                                prop_assert!(live.contains(&board));
                                wanted.remove(&board);
                            }
                            Effect::Refuse(board) | Effect::StayAside(board) => {
                                wanted.remove(&board);
                            }
                            Effect::Drain(board) => {
                                live.retain(|other| *other != board);
                                draining.push(board);
                            }
                            Effect::WakeAt(_) => {}
                        }
                    }
                }
            }
            prop_assert!(wanted.is_empty(), "{:?}", wanted);
        }
    }
}
