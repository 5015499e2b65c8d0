//! A device of the simulation, and what travels between it and the server.

use super::super::*;
use automerge::sync::State;
use shared::board::Board;
use std::collections::{HashSet, VecDeque};

pub struct Device {
    pub who: Who,
    pub ours: bool,
    pub board: Board,
    pub state: State,
    pub line: Option<Line>,
    pub mine: Vec<ChangeHash>,
    pub acknowledged: HashSet<ChangeHash>,
    pub refused: HashSet<ChangeHash>,
}

pub struct Line {
    pub socket: SocketId,
    pub up: VecDeque<Vec<u8>>,
    pub down: VecDeque<Frame>,
}

impl Device {
    pub fn new(who: Who, ours: bool) -> Self {
        Self {
            who,
            ours,
            board: Board::new([0; 16], None),
            state: State::new(),
            line: None,
            mine: vec![],
            acknowledged: HashSet::new(),
            refused: HashSet::new(),
        }
    }

    /// Says what there is to say.
    pub fn speak(&mut self) {
        let Some(line) = &mut self.line else { return };
        if let Some(message) = self.board.generate_sync_message(&mut self.state) {
            line.up.push_back(message.encode());
        }
    }
}
